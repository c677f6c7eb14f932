#include "store/edit/edit.h"

#include "store/db/date_sql.h"
#include "store/edit/audit.h"
#include "store/edit/item.h"
#include "store/record/related.h"
#include "store/write/write.h"

#include <string.h>

/* How many organizations are in memory at a time. */
#define BATCH 50

/* The `?` is the day. */
#define EXPIRED                                                                                    \
    " FROM \"organizations\" t WHERE " SC_SQL_AFTER_LAST_DAY(                                      \
        "t.\"contact_until\"") " < ? "                                                             \
                               "AND COALESCE(t.\"contact\", t.\"email\", t.\"phone\") IS NOT NULL"

apr_status_t sc_contacts_expired(sc_db_t *db, apr_pool_t *pool, const char *today, int limit,
                                 apr_array_header_t **records, apr_int64_t *total)
{
    const sc_arg_t args[] = {sc_arg_text(today), sc_arg_integer(limit)};
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, "SELECT count(*)" EXPIRED, args, 1, &rows));
    *total = sc_row_integer(rows, 0, 0);
    return sc_related_select(db, pool, &sc_organization,
                             "SELECT t.\"id\"" EXPIRED
                             " ORDER BY t.\"contact_until\", t.\"id\" LIMIT ?",
                             args, 2, records);
}

int sc_contact_clear(void *record, const void *unused)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int count = 0;

    (void)unused;
    for (int i = 0; i < entity->field_count; i++) {
        if (entity->fields[i].flags & SC_CONTACT) {
            count += sc_field_is_set(&entity->fields[i], record);
            sc_field_clear(&entity->fields[i], record);
        }
    }
    return count;
}

/** A purge on its way. */
typedef struct purging_t {
    const char *today;
    apr_int64_t count;
} purging_t;

static apr_status_t purge_one(sc_editing_t *editing, apr_pool_t *pool,
                              sc_organization_t *organization)
{
    const sc_organization_t before = *organization;
    const sc_texts_t texts = {
        "\"collection\" = 'organizations' AND \"id\" IN (SELECT \"change_id\" FROM "
        "\"change_subjects\" WHERE \"collection\" = 'organizations' AND \"slug\" = ?)",
        "\"collection\" = 'organizations' AND (\"slug\" = ? OR \"proposed\" = ?)",
        organization->slug};
    apr_int64_t fields = 0;

    sc_contact_clear(organization, NULL);
    SC_TRY(sc_write_update(editing->db, pool, organization, &before, editing->problems));
    return sc_texts_change(editing->db, pool, &texts, sc_contact_clear, NULL, &fields);
}

static apr_status_t purge(sc_editing_t *editing, void *baton)
{
    purging_t *purging = baton;
    sc_audit_t audit = {.who = editing->who, .note = editing->note, .action = "redact"};
    apr_array_header_t *records;
    apr_int64_t total;
    apr_pool_t *page;

    purging->count = 0;
    apr_pool_create(&page, editing->pool);
    do {
        apr_pool_clear(page);
        SC_TRY(sc_contacts_expired(editing->db, page, purging->today, BATCH, &records, &total));
        for (int i = 0; i < records->nelts; i++, purging->count++) {
            SC_TRY(purge_one(editing, page, SC_AT(records, i, sc_organization_t)));
        }
    } while (records->nelts > 0);
    audit.items = purging->count;
    return purging->count
               ? sc_audit_write(editing->db, editing->pool, &audit, &editing->out->change)
               : APR_SUCCESS;
}

apr_status_t sc_contacts_purge(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                               const char *today, apr_int64_t *count, sc_problems_t *problems,
                               sc_edit_t *out)
{
    purging_t purging = {today, 0};
    apr_status_t status;

    *count = 0;
    memset(out, 0, sizeof(*out));
    if (editor->role < SC_ROLE_ADMIN) {
        return APR_EACCES;
    }
    status = sc_edit_transact(db, pool, editor, problems, out, purge, &purging);
    *count = status == APR_SUCCESS ? purging.count : 0;
    return status;
}
