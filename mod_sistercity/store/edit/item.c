#include "store/edit/item.h"

#include "model/value.h"
#include "store/edit/audit.h"
#include "store/record/columns.h"
#include "store/record/read.h"
#include "store/record/references.h"
#include "store/record/related.h"
#include "store/write/write.h"
#include "view/change.h"

#include <apr_strings.h>

apr_status_t sc_item_gone(sc_problems_t *problems)
{
    sc_problem_add(problems, NULL, "gone", N_("The item has been removed meanwhile."), NULL);
    return APR_ENOENT;
}

sc_problems_t sc_item_problems(sc_problems_t *problems, const sc_entity_t *entity, const char *slug)
{
    sc_problems_t within = *problems;

    within.prefix = apr_pstrcat(problems->pool, entity->collection, "/", slug, ".", NULL);
    return within;
}

apr_status_t sc_edit_belongings(sc_db_t *db, apr_pool_t *pool, const void *item,
                                apr_array_header_t **records)
{
    const sc_record_t *owner = item;
    const sc_arg_t arg = sc_arg_integer(owner->id);

    *records = apr_array_make(pool, 8, sizeof(void *));
    for (int i = 0; sc_entities[i]; i++) {
        const sc_entity_t *entity = sc_entities[i];

        for (int j = 0; j < entity->field_count; j++) {
            const sc_field_t *field = &entity->fields[j];
            apr_array_header_t *found;

            if (field->target == owner->entity && field->flags & SC_OWNED) {
                SC_TRY(sc_related_select(
                    db, pool, entity,
                    apr_pstrcat(pool, "SELECT \"id\" FROM \"", entity->collection, "\" WHERE \"",
                                sc_column_name(field, pool), "\" = ? ORDER BY \"id\"", NULL),
                    &arg, 1, &found));
                apr_array_cat(*records, found);
            }
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_item_check_version(sc_editing_t *editing, void *stored, apr_int64_t version)
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
static apr_status_t read_before(sc_editing_t *editing, const sc_record_t *record, void **before)
{
    apr_array_header_t *ids = apr_array_make(editing->pool, 1, sizeof(apr_int64_t));
    apr_array_header_t *found;

    APR_ARRAY_PUSH(ids, apr_int64_t) = record->id;
    SC_TRY(sc_read_by_ids(editing->db, editing->pool, record->entity, ids, &found));
    if (found->nelts == 0) {
        return sc_item_gone(editing->problems);
    }
    *before = SC_AT(found, 0, void);
    return sc_item_check_version(editing, *before, record->version);
}

apr_status_t sc_place_came_after(sc_db_t *db, apr_pool_t *pool, apr_int64_t late, apr_int64_t early,
                                 int *is)
{
    const sc_arg_t args[] = {sc_arg_integer(late), sc_arg_integer(early)};
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool,
                        "WITH RECURSIVE e(id) AS (SELECT \"target_id\" FROM \"place_predecessors\" "
                        "WHERE \"place_id\" = ? UNION SELECT p.\"target_id\" FROM "
                        "\"place_predecessors\" p JOIN e ON p.\"place_id\" = e.id) "
                        "SELECT 1 FROM e WHERE id = ?",
                        args, 2, &rows));
    *is |= rows->count > 0;
    return APR_SUCCESS;
}

/* A place does not come after itself, nor after what came after it. */
static apr_status_t check_circle(sc_editing_t *editing, const void *record)
{
    const sc_place_t *place = record;
    const apr_array_header_t *early =
        sc_record_entity(record) == &sc_place ? place->predecessors : NULL;

    /* What was on record once may be so again. */
    for (int i = 0; place->record.id && !editing->undoes && i < SC_COUNT(early); i++) {
        const char *slug = SC_AT(early, i, const char);
        apr_int64_t id;
        apr_status_t status = sc_reference_id(editing->db, editing->pool, &sc_place, slug, &id);

        if (status == APR_ENOENT) {
            continue;
        }
        SC_TRY(status);
        int is_circle = id == place->record.id;
        SC_TRY(sc_place_came_after(editing->db, editing->pool, id, place->record.id, &is_circle));
        if (is_circle) {
            sc_problem_add(editing->problems,
                           apr_psprintf(editing->problems->pool, "predecessors[%d]", i), "circular",
                           N_("{slug} came after this place, so it cannot come before it."), "slug",
                           slug, NULL);
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_item_give_slug(sc_editing_t *editing, void *record)
{
    const sc_field_t *slug = sc_entity_field(sc_record_entity(record), "slug");
    apr_status_t status = APR_SUCCESS;
    void *other;

    for (int number = 1; status == APR_SUCCESS; number++) {
        sc_field_set_text(slug, record, sc_item_slug(record, number, editing->pool));
        status = sc_read_item(editing->db, editing->pool, sc_record_entity(record),
                              sc_record_slug(record), &other);
    }
    return status == APR_ENOENT ? APR_SUCCESS : status;
}

apr_status_t sc_item_check(sc_editing_t *editing, void *record, void **before)
{
    int known = editing->problems->items->nelts, count;

    *before = NULL;
    if (((const sc_record_t *)record)->id) {
        SC_TRY(read_before(editing, record, before));
    }
    sc_validate(record, editing->problems);
    SC_TRY(check_circle(editing, record));
    apr_status_t status =
        sc_write_check(editing->db, editing->pool, record, *before, editing->problems);
    if (status != APR_SUCCESS && status != APR_EEXIST && status != APR_ENOENT) {
        return status;
    }
    count = editing->problems->items->nelts - known;
    if (count == 1 && status == APR_EEXIST) {
        return APR_EEXIST;
    }
    return count ? APR_EINVAL : APR_SUCCESS;
}

apr_status_t sc_item_gather(sc_editing_t *editing, void *item)
{
    sc_record_t *record = item;

    if (editing->departed_of != record->entity) {
        SC_TRY(sc_audit_departed(editing->db, editing->bulk->pool, record->entity,
                                 &editing->departed));
        editing->departed_of = record->entity;
    }
    const apr_int64_t *version =
        apr_hash_get(editing->departed, sc_record_slug(record), APR_HASH_KEY_STRING);
    record->version = version ? *version + 1 : 1;
    return sc_write_gather(editing->bulk, editing->pool, record, editing->problems);
}

/* A new item's versions go on from those of the last one of its address. */
static apr_status_t insert(sc_editing_t *editing, sc_record_t *record)
{
    SC_TRY(sc_audit_last_version(editing->db, editing->pool, record->entity, sc_record_slug(record),
                                 &record->version));
    record->version++;
    return sc_write_insert(editing->db, editing->pool, record, editing->problems);
}

static apr_status_t write_audit(sc_editing_t *editing, const char *action, const void *before,
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

    return editing->bulk
               ? sc_audit_gather(editing->bulk, editing->pool, &audit, &editing->out->change)
               : sc_audit_write(editing->db, editing->pool, &audit, &editing->out->change);
}

apr_status_t sc_item_put(sc_editing_t *editing, void *record, const void *before)
{
    if (before && sc_record_is_equal(record, before)) {
        return APR_SUCCESS;
    }
    if (editing->bulk) {
        SC_TRY(before ? sc_write_gather_change(editing->bulk, editing->pool, record, before,
                                               editing->problems)
                      : sc_item_gather(editing, record));
    }
    else {
        SC_TRY(before
                   ? sc_write_update(editing->db, editing->pool, record, before, editing->problems)
                   : insert(editing, record));
    }
    return write_audit(editing, before ? "change" : "create", before, record, NULL);
}

apr_status_t sc_item_remove(sc_editing_t *editing, void *item, const apr_array_header_t *belongings)
{
    apr_array_header_t *stored;

    if (!belongings) {
        SC_TRY(sc_edit_belongings(editing->db, editing->pool, item, &stored));
        belongings = stored;
    }
    SC_TRY(sc_write_delete(editing->db, editing->pool, item, belongings, editing->problems));
    return write_audit(editing, "withdraw", item, NULL, belongings);
}

/* Stores one item that was withdrawn.
 * @param restored a record of its own: what the history tells must stay as it is */
static apr_status_t restore_one(sc_editing_t *editing, const void *item, void **restored)
{
    sc_record_t *record = apr_pmemdup(editing->pool, item, sc_record_entity(item)->size);
    sc_problems_t problems =
        sc_item_problems(editing->problems, record->entity, sc_record_slug(item));
    sc_editing_t within = *editing;
    void *before;

    within.problems = &problems;
    record->id = 0;
    *restored = record;
    SC_TRY(sc_item_check(&within, record, &before));
    return insert(&within, record);
}

apr_status_t sc_item_restore(sc_editing_t *editing, const void *item,
                             const apr_array_header_t *belongings)
{
    apr_array_header_t *restored =
        apr_array_make(editing->pool, SC_COUNT(belongings) + 1, sizeof(void *));
    apr_status_t first = APR_SUCCESS;
    void *record;

    SC_TRY(restore_one(editing, item, &record));
    for (int i = 0; i < SC_COUNT(belongings); i++) {
        apr_status_t status = restore_one(editing, SC_AT(belongings, i, const void),
                                          (void **)apr_array_push(restored));

        /* What a person can mend keeps none of the others from being tried, to tell them all. */
        if (status != APR_SUCCESS && status != APR_EINVAL && status != APR_EEXIST) {
            return status;
        }
        first = first == APR_SUCCESS ? status : first;
    }
    SC_TRY(first);
    return write_audit(editing, "restore", NULL, record, restored);
}
