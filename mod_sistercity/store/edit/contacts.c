#include "store/edit/contacts.h"

#include "store/db/date_sql.h"
#include "store/edit/audit.h"
#include "store/edit/edit_private.h"
#include "store/record/record_text.h"
#include "store/record/related.h"
#include "store/record/write.h"

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
    apr_status_t status = sc_db_select(db, pool, "SELECT count(*)" EXPIRED, args, 1, &rows);

    if (status != APR_SUCCESS) {
        return status;
    }
    *total = sc_row_integer(rows, 0, 0);
    return sc_related_select(db, pool, &sc_organization,
                             "SELECT t.\"id\"" EXPIRED
                             " ORDER BY t.\"contact_until\", t.\"id\" LIMIT ?",
                             args, 2, records);
}

/* @return whether there was a contact */
static int clear_contact(void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int i, had = 0;

    for (i = 0; i < entity->field_count; i++) {
        if (entity->fields[i].flags & SC_CONTACT) {
            had |= sc_field_is_set(&entity->fields[i], record);
            sc_field_clear(&entity->fields[i], record);
        }
    }
    return had;
}

/* The text of an organization without its contact; of anything else as it is. */
static const char *cleared_text(const char *text, apr_pool_t *pool)
{
    void *record = text ? sc_record_from_text(&sc_organization, text, pool) : NULL;

    return record && clear_contact(record) ? sc_record_to_text(record, pool) : text;
}

/* The texts of all that belonged to a withdrawn item: contacts among them go, too. */
static const char *cleared_list(const char *text, apr_pool_t *pool)
{
    apr_array_header_t *records = text ? sc_records_from_text(text, pool) : NULL;
    int i, had = 0;

    for (i = 0; i < SC_COUNT(records); i++) {
        had |= clear_contact(APR_ARRAY_IDX(records, i, void *));
    }
    return had ? sc_records_to_text(records, pool) : text;
}

static apr_status_t purge_changes(editing_t *editing, const char *slug)
{
    const sc_arg_t of[] = {sc_arg_text(slug)};
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    status = sc_db_select(editing->db, editing->pool,
                          "SELECT c.\"id\", c.\"before\", c.\"after\", c.\"belongings\" "
                          "FROM \"changes\" c JOIN \"change_subjects\" s "
                          "ON s.\"change_id\" = c.\"id\" WHERE s.\"collection\" = 'organizations' "
                          "AND s.\"slug\" = ? AND c.\"collection\" = 'organizations'",
                          of, 1, &rows);
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        const sc_arg_t args[] = {
            sc_arg_text(cleared_text(sc_row_text(rows, i, 1), editing->pool)),
            sc_arg_text(cleared_text(sc_row_text(rows, i, 2), editing->pool)),
            sc_arg_text(cleared_list(sc_row_text(rows, i, 3), editing->pool)),
            sc_arg_integer(sc_row_integer(rows, i, 0)),
        };

        status = sc_db_execute(editing->db, editing->pool,
                               "UPDATE \"changes\" SET \"before\" = ?, \"after\" = ?, "
                               "\"belongings\" = ? WHERE \"id\" = ?",
                               args, 4, NULL);
    }
    return status;
}

static apr_status_t purge_drafts(editing_t *editing, const char *slug)
{
    const sc_arg_t of[] = {sc_arg_text(slug), sc_arg_text(slug)};
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    status = sc_db_select(editing->db, editing->pool,
                          "SELECT \"id\", \"record\" FROM \"drafts\" WHERE "
                          "\"collection\" = 'organizations' AND (\"slug\" = ? OR \"proposed\" = ?) "
                          "AND \"record\" IS NOT NULL",
                          of, 2, &rows);
    for (i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        const sc_arg_t args[] = {
            sc_arg_text(cleared_text(sc_row_text(rows, i, 1), editing->pool)),
            sc_arg_integer(sc_row_integer(rows, i, 0)),
        };

        status =
            sc_db_execute(editing->db, editing->pool,
                          "UPDATE \"drafts\" SET \"record\" = ? WHERE \"id\" = ?", args, 2, NULL);
    }
    return status;
}

static apr_status_t purge_one(editing_t *editing, sc_organization_t *organization)
{
    const sc_organization_t before = *organization;
    apr_status_t status;

    clear_contact(organization);
    status = sc_write_update(editing->db, editing->pool, organization, &before, editing->problems);
    if (status == APR_SUCCESS) {
        status = purge_changes(editing, organization->slug);
    }
    return status == APR_SUCCESS ? purge_drafts(editing, organization->slug) : status;
}

/** A purge on its way. */
typedef struct purging_t {
    const char *today;
    apr_int64_t count;
} purging_t;

static apr_status_t purge_all(editing_t *editing, purging_t *purging)
{
    apr_pool_t *outer = editing->pool, *page;
    apr_array_header_t *records = NULL;
    apr_status_t status;
    apr_int64_t total;
    int i;

    apr_pool_create(&page, outer);
    do {
        apr_pool_clear(page);
        editing->pool = page;
        status = sc_contacts_expired(editing->db, page, purging->today, BATCH, &records, &total);
        for (i = 0; status == APR_SUCCESS && i < records->nelts; i++, purging->count++) {
            status = purge_one(editing, SC_AT(records, i, sc_organization_t));
        }
    } while (status == APR_SUCCESS && records->nelts == BATCH);
    editing->pool = outer;
    apr_pool_destroy(page);
    return status;
}

static apr_status_t purge(editing_t *editing, void *baton)
{
    purging_t *purging = baton;
    const sc_audit_t audit = {.who = editing->who, .note = editing->note, .action = "redact"};
    apr_status_t status;

    purging->count = 0;
    status = purge_all(editing, purging);
    if (status != APR_SUCCESS || purging->count == 0) {
        return status;
    }
    status = sc_audit_write(editing->db, editing->pool, &audit, &editing->out->change);
    return status == APR_SUCCESS ? sc_audit_set_items(editing->db, editing->pool,
                                                      editing->out->change, purging->count)
                                 : status;
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
    status = edit_transact(db, pool, editor, problems, out, purge, &purging);
    *count = status == APR_SUCCESS ? purging.count : 0;
    return status;
}
