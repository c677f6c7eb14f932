#include "store/edit/edit.h"

#include "store/db/date_sql.h"
#include "store/edit/audit.h"
#include "store/edit/item.h"
#include "store/query/filter.h"
#include "store/record/related.h"
#include "store/write/write.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* How many items are in memory at a time. */
#define BATCH 50

/* Items that have contacts whose time is over; the `?` is the day. */
#define EXPIRED(table, contact)                                                                    \
    " FROM \"" table                                                                               \
    "\" t WHERE " SC_SQL_AFTER_LAST_DAY("t.\"contact_until\"") " < ? AND COALESCE(" contact        \
                                                               ") IS NOT NULL"
#define EXPIRED_ROW(entity, table, contact)                                                        \
    {entity, "SELECT count(*)" EXPIRED(table, contact),                                            \
     "SELECT t.\"id\"" EXPIRED(table, contact) " ORDER BY t.\"contact_until\", t.\"id\" LIMIT ?",  \
     "SELECT t.\"id\" FROM \"" table "\" t WHERE COALESCE(" contact ") IS NOT NULL"}

static const struct {
    const sc_entity_t *entity;
    const char *count;
    const char *select;
    const char *all;
} expired[] = {
    EXPIRED_ROW(&sc_organization, "organizations", "t.\"contact\", t.\"email\", t.\"phone\""),
    EXPIRED_ROW(&sc_person, "persons", "t.\"email\", t.\"phone\"")};

apr_status_t sc_contacts_expired(sc_db_t *db, apr_pool_t *pool, const char *today, int limit,
                                 apr_array_header_t **records, apr_int64_t *total)
{
    *total = 0;
    *records = apr_array_make(pool, 16, sizeof(void *));
    for (size_t i = 0; i < SC_LENGTH(expired); i++) {
        const sc_arg_t args[] = {sc_arg_text(today), sc_arg_integer(limit - (*records)->nelts)};
        apr_array_header_t *some;
        sc_rows_t *rows;

        SC_TRY(sc_db_select(db, pool, expired[i].count, args, 1, &rows));
        *total += sc_row_number(rows, 0, 0);
        SC_TRY(sc_related_select(db, pool, expired[i].entity, expired[i].select, args, 2, &some));
        apr_array_cat(*records, some);
    }
    return APR_SUCCESS;
}

static const char *name_of(const void *holder)
{
    return sc_record_text(holder, "name");
}

static int by_name(const void *one, const void *other)
{
    return strcmp(name_of(*(const void *const *)one), name_of(*(const void *const *)other));
}

apr_status_t sc_contacts_all(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                             apr_array_header_t **records)
{
    *records = apr_array_make(pool, 16, sizeof(void *));
    for (size_t i = 0; i < SC_LENGTH(expired); i++) {
        const sc_query_t asked = {.q = query->q};
        apr_array_header_t *some;
        sc_bitmap_t *found = NULL;

        SC_TRY(sc_related_select(db, pool, expired[i].entity, expired[i].all, NULL, 0, &some));
        if (query->q) {
            SC_TRY(sc_filter_select(db, pool, expired[i].entity, &asked, &found));
        }
        SC_EACH(sc_record_t, holder, some) {
            if (!found || sc_bitmap_has(found, holder->id)) {
                APR_ARRAY_PUSH(*records, void *) = holder;
            }
        }
    }
    qsort((*records)->elts, (size_t)(*records)->nelts, sizeof(void *), by_name);
    return APR_SUCCESS;
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

static apr_status_t purge_one(sc_editing_t *editing, apr_pool_t *pool, void *item)
{
    const sc_entity_t *entity = sc_record_entity(item);
    const void *before = apr_pmemdup(pool, item, entity->size);
    const char *of = apr_pstrcat(pool, "\"collection\" = '", entity->collection, "' AND ", NULL);
    const sc_texts_t texts = {
        apr_pstrcat(pool, of, "\"id\" IN (SELECT \"change_id\" FROM \"change_subjects\" WHERE ", of,
                    "\"slug\" = ?)", NULL),
        apr_pstrcat(pool, of, "(\"slug\" = ? OR \"proposed\" = ?)", NULL), sc_record_slug(item)};
    apr_int64_t fields = 0;

    sc_contact_clear(item, NULL);
    SC_TRY(sc_write_update(editing->db, pool, item, before, editing->problems));
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
            SC_TRY(purge_one(editing, page, SC_AT(records, i, void)));
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

    *count = 0;
    memset(out, 0, sizeof(*out));
    if (editor->role < SC_ROLE_ADMIN) {
        return APR_EACCES;
    }
    apr_status_t status = sc_edit_transact(db, pool, editor, problems, out, purge, &purging);
    *count = status == APR_SUCCESS ? purging.count : 0;
    return status;
}
