#include "store/edit/edit_private.h"

#include "model/validate.h"
#include "store/edit/audit.h"
#include "store/record/columns.h"
#include "store/record/read.h"
#include "store/record/references.h"
#include "store/record/related.h"
#include "store/record/write.h"

#include <apr_strings.h>

apr_status_t edit_gone(sc_problems_t *problems)
{
    sc_problem_add(problems, NULL, "gone", N_("The item has been removed meanwhile."), NULL);
    return APR_ENOENT;
}

sc_problems_t edit_problems_of(sc_problems_t *problems, const void *item)
{
    sc_problems_t within = *problems;

    within.prefix = apr_pstrcat(problems->pool, sc_record_entity(item)->collection, "/",
                                sc_record_slug(item), ".", NULL);
    return within;
}

/* Adds those items of an entity whose field refers to the item. */
static apr_status_t add_belongings(editing_t *editing, const sc_entity_t *entity,
                                   const sc_field_t *field, apr_int64_t id,
                                   apr_array_header_t *records)
{
    apr_pool_t *pool = editing->pool;
    const char *sql = apr_pstrcat(pool, "SELECT \"id\" FROM \"", entity->collection, "\" WHERE \"",
                                  sc_column_name(field, pool), "\" = ? ORDER BY \"id\"", NULL);
    sc_arg_t arg = sc_arg_integer(id);
    apr_array_header_t *found;
    apr_status_t status = sc_related_select(editing->db, pool, entity, sql, &arg, 1, &found);

    if (status == APR_SUCCESS) {
        apr_array_cat(records, found);
    }
    return status;
}

apr_status_t edit_belongings(editing_t *editing, const void *item, apr_array_header_t **records)
{
    const sc_entity_t *owner = sc_record_entity(item);
    apr_status_t status = APR_SUCCESS;
    int i, j;

    *records = apr_array_make(editing->pool, 8, sizeof(void *));
    for (i = 0; sc_entities[i]; i++) {
        const sc_entity_t *entity = sc_entities[i];

        for (j = 0; j < entity->field_count && status == APR_SUCCESS; j++) {
            const sc_field_t *field = &entity->fields[j];

            if (field->target == owner && sc_reference_is_owned(entity, field)) {
                status = add_belongings(editing, entity, field, ((const sc_record_t *)item)->id,
                                        *records);
            }
        }
    }
    return status;
}

apr_status_t sc_edit_belongings(sc_db_t *db, apr_pool_t *pool, const void *item,
                                apr_array_header_t **records)
{
    editing_t looking = {.db = db, .pool = pool};

    return edit_belongings(&looking, item, records);
}

apr_status_t edit_check_version(editing_t *editing, void *stored, apr_int64_t version)
{
    if (((const sc_record_t *)stored)->version == version) {
        return APR_SUCCESS;
    }
    editing->out->current = stored;
    sc_problem_add(editing->problems, NULL, "changed",
                   N_("Somebody else has changed the item meanwhile."), NULL);
    return APR_EBUSY;
}

/* The item as it is stored, if it still is what the record was made from. */
static apr_status_t read_before(editing_t *editing, const sc_record_t *record, void **before)
{
    apr_array_header_t *ids = apr_array_make(editing->pool, 1, sizeof(apr_int64_t));
    apr_array_header_t *found;
    apr_status_t status;

    *before = NULL;
    if (!record->id) {
        return APR_SUCCESS;
    }
    APR_ARRAY_PUSH(ids, apr_int64_t) = record->id;
    status = sc_read_by_ids(editing->db, editing->pool, record->entity, ids, &found);
    if (status != APR_SUCCESS) {
        return status;
    }
    if (found->nelts == 0) {
        return edit_gone(editing->problems);
    }
    *before = APR_ARRAY_IDX(found, 0, void *);
    return edit_check_version(editing, *before, record->version);
}

apr_status_t edit_check(editing_t *editing, void *record, void **before)
{
    int known = editing->problems->items->nelts;
    apr_status_t status = read_before(editing, record, before);
    int count;

    if (status != APR_SUCCESS) {
        return status;
    }
    sc_validate(record, editing->problems);
    status = sc_write_check(editing->db, editing->pool, record, *before, editing->problems);
    if (status != APR_SUCCESS && status != APR_EEXIST && status != APR_ENOENT) {
        return status;
    }
    count = editing->problems->items->nelts - known;
    if (count == 1 && status == APR_EEXIST) {
        return APR_EEXIST;
    }
    return count ? APR_EINVAL : APR_SUCCESS;
}

/* A new item's versions go on from those of the last one of its address. */
static apr_status_t insert(editing_t *editing, sc_record_t *record)
{
    apr_int64_t last;
    apr_status_t status = sc_audit_last_version(editing->db, editing->pool, record->entity,
                                                sc_record_slug(record), &last);

    if (status != APR_SUCCESS) {
        return status;
    }
    record->version = last + 1;
    return sc_write_insert(editing->db, editing->pool, record, editing->problems);
}

static apr_status_t write_audit(editing_t *editing, const char *action, const void *before,
                                const void *after, const apr_array_header_t *belongings)
{
    const sc_audit_t audit = {
        .who = editing->who,
        .approved_by = editing->approved_by,
        .note = editing->note,
        .action = action,
        .batch = editing->batch,
        .undoes = editing->undoes,
        .before = before,
        .after = after,
        .belongings = belongings,
    };

    return sc_audit_write(editing->db, editing->pool, &audit, &editing->out->change);
}

apr_status_t edit_put(editing_t *editing, void *record, const void *before, const char *action)
{
    apr_status_t status;

    if (before && sc_record_is_equal(record, before)) {
        return APR_SUCCESS;
    }
    status = before ? sc_write_update(editing->db, editing->pool, record, before, editing->problems)
                    : insert(editing, record);
    return status == APR_SUCCESS ? write_audit(editing, action, before, record, NULL) : status;
}

apr_status_t edit_remove(editing_t *editing, void *item, const apr_array_header_t *belongings)
{
    apr_status_t status = sc_write_delete(editing->db, editing->pool, sc_record_entity(item),
                                          sc_record_slug(item), editing->problems);

    return status == APR_SUCCESS ? write_audit(editing, "withdraw", item, NULL, belongings)
                                 : status;
}

/* A record of its own to be stored anew: what the history tells must stay as it is. */
static void *as_new(editing_t *editing, const void *item)
{
    sc_record_t *record = apr_pmemdup(editing->pool, item, sc_record_entity(item)->size);

    record->id = 0;
    record->version = 0;
    return record;
}

/* Stores one item that was withdrawn. */
static apr_status_t restore_one(editing_t *editing, void *record)
{
    sc_problems_t *outer = editing->problems;
    sc_problems_t within = edit_problems_of(outer, record);
    apr_status_t status;
    void *before;

    editing->problems = &within;
    status = edit_check(editing, record, &before);
    if (status == APR_SUCCESS) {
        status = insert(editing, record);
    }
    editing->problems = outer;
    return status;
}

/* Whether a person's problems kept it from being stored, so that the others can be tried, too. */
static int is_problem(apr_status_t status)
{
    return status == APR_EINVAL || status == APR_EEXIST;
}

/* @param restored takes those that were stored; problems are added for all that cannot be */
static apr_status_t restore_all(editing_t *editing, const apr_array_header_t *items,
                                apr_array_header_t *restored)
{
    apr_status_t first = APR_SUCCESS;
    int i;

    for (i = 0; i < SC_COUNT(items); i++) {
        void *record = as_new(editing, APR_ARRAY_IDX(items, i, const void *));
        apr_status_t status = restore_one(editing, record);

        if (status != APR_SUCCESS && !is_problem(status)) {
            return status;
        }
        first = first == APR_SUCCESS ? status : first;
        APR_ARRAY_PUSH(restored, void *) = record;
    }
    return first;
}

apr_status_t edit_restore(editing_t *editing, const void *item,
                          const apr_array_header_t *belongings)
{
    apr_array_header_t *restored =
        apr_array_make(editing->pool, SC_COUNT(belongings) + 1, sizeof(void *));
    void *record = as_new(editing, item);
    apr_status_t status = restore_one(editing, record);

    if (status == APR_SUCCESS) {
        status = restore_all(editing, belongings, restored);
    }
    return status == APR_SUCCESS ? write_audit(editing, "restore", NULL, record, restored) : status;
}
