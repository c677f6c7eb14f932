#include "store/edit/undo/undo_many.h"

#include "model/value.h"
#include "store/edit/audit.h"
#include "store/record/read.h"
#include "store/record/references.h"
#include "store/record/related.h"
#include "store/write/index.h"
#include "store/write/write.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* Fewer than these are undone one by one in as few statements. */
#define MANY 10

typedef struct many_t {
    sc_editing_t *editing;
    const sc_entity_t *entity;
    const apr_array_header_t *changes; /* of sc_change_t * */
    apr_array_header_t *plain;         /* those that are undone at once */
    apr_array_header_t *left;          /* the others */
    sc_bulk_t *bulk;
} many_t;

static apr_array_header_t *slugs_of(const many_t *many, const apr_array_header_t *changes)
{
    apr_array_header_t *slugs =
        apr_array_make(many->editing->pool, changes->nelts + 1, sizeof(const char *));

    for (int i = 0; i < changes->nelts; i++) {
        APR_ARRAY_PUSH(slugs, const char *) = SC_AT(changes, i, sc_change_t)->slug;
    }
    return slugs;
}

/* The items that have the addresses of the changes now, by slug. */
static apr_status_t read_items(const many_t *many, apr_hash_t **by_slug)
{
    apr_pool_t *pool = many->editing->pool;
    apr_array_header_t *items;

    SC_TRY(sc_read_by_slugs(many->editing->db, pool, many->entity, slugs_of(many, many->changes),
                            &items));
    *by_slug = apr_hash_make(pool);
    SC_EACH(void, item, items) {
        apr_hash_set(*by_slug, sc_record_slug(item), APR_HASH_KEY_STRING, item);
    }
    return APR_SUCCESS;
}

/* Of which of the items anything says that it belongs to them, or refers to them: ids. */
static apr_status_t find_used(const many_t *many, apr_hash_t *by_slug, apr_hash_t **used)
{
    apr_pool_t *pool = many->editing->pool;
    sc_db_t *db = many->editing->db;
    const apr_array_header_t *columns = sc_reference_columns(many->entity, pool);
    const sc_arg_t ids = sc_related_arg(db, sc_related_values(by_slug, pool), pool);

    *used = apr_hash_make(pool);
    SC_EACH_OF(const sc_reference_column_t, column, columns) {
        sc_rows_t *rows;

        SC_TRY(sc_db_select(db, pool,
                            apr_pstrcat(pool, "SELECT DISTINCT \"", column->name, "\" FROM \"",
                                        column->table, "\" WHERE \"", column->name, "\"",
                                        sc_sql_in_ids(db), NULL),
                            &ids, 1, &rows));
        apr_array_header_t *found = sc_related_ids(rows, pool);
        for (int j = 0; j < found->nelts; j++) {
            apr_hash_set(*used, &APR_ARRAY_IDX(found, j, apr_int64_t), sizeof(apr_int64_t), "");
        }
    }
    return APR_SUCCESS;
}

static apr_status_t tell(const many_t *many, const sc_change_t *change, const char *action,
                         const void *before, const void *after)
{
    const sc_editing_t *editing = many->editing;
    const sc_audit_t audit = {
        .who = editing->who,
        .note = editing->note,
        .action = action,
        .batch = editing->batch,
        .undoes = change->id,
        .before = before,
        .after = after,
        .belongings = before && after ? NULL : apr_array_make(editing->pool, 1, sizeof(void *))};
    apr_int64_t id;

    return sc_audit_gather(many->bulk, editing->pool, &audit, &id);
}

static apr_status_t remove_items(many_t *many)
{
    sc_db_t *db = many->editing->db;
    apr_pool_t *pool = many->editing->pool;
    apr_array_header_t *items = apr_array_make(pool, many->changes->nelts, sizeof(void *));
    apr_hash_t *by_slug, *used;

    SC_TRY(read_items(many, &by_slug));
    SC_TRY(find_used(many, by_slug, &used));
    SC_EACH(sc_change_t, change, many->changes) {
        sc_record_t *item = apr_hash_get(by_slug, change->slug, APR_HASH_KEY_STRING);
        int is_plain = item && !apr_hash_get(used, &item->id, sizeof(item->id)) && change->after &&
                       sc_record_is_equal(item, change->after);

        APR_ARRAY_PUSH(is_plain ? many->plain : many->left, sc_change_t *) = change;
        if (is_plain) {
            APR_ARRAY_PUSH(items, void *) = item;
            SC_TRY(tell(many, change, "withdraw", item, NULL));
        }
    }
    sc_arg_t ids = sc_related_arg(db, items, pool);
    SC_TRY(sc_index_delete_keys(db, pool, items));
    return sc_db_execute(db, pool,
                         apr_pstrcat(pool, "DELETE FROM \"", many->entity->collection,
                                     "\" WHERE \"id\"", sc_sql_in_ids(db), NULL),
                         &ids, 1, NULL);
}

/* The slugs of more than one of the changes: each of these follows from the one before it. */
static apr_hash_t *repeated(const many_t *many)
{
    apr_pool_t *pool = many->editing->pool;
    apr_hash_t *seen = apr_hash_make(pool), *twice = apr_hash_make(pool);

    for (int i = 0; i < many->changes->nelts; i++) {
        const char *slug = SC_AT(many->changes, i, sc_change_t)->slug;

        apr_hash_set(apr_hash_get(seen, slug, APR_HASH_KEY_STRING) ? twice : seen, slug,
                     APR_HASH_KEY_STRING, slug);
    }
    return twice;
}

/* The item as it was before the change, if nothing has changed it since, and what it referred to
 * then it refers to now; else NULL. */
static sc_record_t *former(const many_t *many, const sc_change_t *change, const sc_record_t *item)
{
    apr_pool_t *pool = many->editing->pool;

    if (!item || !change->before || !change->after || !sc_record_is_equal(item, change->after) ||
        strcmp(sc_record_slug(change->before), change->slug) != 0) {
        return NULL;
    }
    sc_record_t *record = apr_pmemdup(pool, change->before, many->entity->size);
    record->id = item->id;
    record->version = item->version;
    return sc_references_of(record, item, pool)->nelts ? NULL : record;
}

static apr_status_t change_items(many_t *many)
{
    apr_pool_t *pool = many->editing->pool;
    apr_hash_t *by_slug, *twice = repeated(many);

    SC_TRY(read_items(many, &by_slug));
    SC_TRY(sc_references_look_up(many->bulk->known, pool, sc_related_values(by_slug, pool)));
    SC_EACH(sc_change_t, change, many->changes) {
        sc_record_t *item = apr_hash_get(by_slug, change->slug, APR_HASH_KEY_STRING);
        sc_record_t *record = former(many, change, item);
        sc_problems_t *problems = sc_problems_new(pool);
        int is_plain = record && !apr_hash_get(twice, change->slug, APR_HASH_KEY_STRING);

        if (is_plain) {
            sc_validate(record, problems);
            is_plain = problems->items->nelts == 0;
        }
        APR_ARRAY_PUSH(is_plain ? many->plain : many->left, sc_change_t *) = change;
        if (is_plain) {
            SC_TRY(sc_write_gather_change(many->bulk, pool, record, item, problems));
            SC_TRY(tell(many, change, "change", item, record));
        }
    }
    SC_TRY(sc_bulk_flush(many->bulk));
    const apr_array_header_t *slugs = slugs_of(many, many->plain);
    return many->bulk->is_dirty
               ? sc_write_note_gathered(many->bulk, pool, many->entity,
                                        sc_sql_texts(many->editing->db,
                                                     (const char *const *)slugs->elts, slugs->nelts,
                                                     pool))
               : APR_SUCCESS;
}

/* Whether the item refers to others of its kind, which may be among those that come back. */
static int refers_to_its_kind(const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);

    for (int i = 0; i < entity->field_count; i++) {
        if (entity->fields[i].target == entity && sc_field_is_set(&entity->fields[i], record)) {
            return 1;
        }
    }
    return 0;
}

/* Items of their own, as they were removed. */
static apr_array_header_t *items_of(const many_t *many)
{
    apr_pool_t *pool = many->editing->pool;
    apr_array_header_t *items = apr_array_make(pool, many->changes->nelts, sizeof(void *));

    for (int i = 0; i < many->changes->nelts; i++) {
        const void *before = SC_AT(many->changes, i, sc_change_t)->before;
        sc_record_t *item = before ? apr_pmemdup(pool, before, many->entity->size) : NULL;

        if (item) {
            item->id = 0;
        }
        APR_ARRAY_PUSH(items, void *) = item;
    }
    return items;
}

static apr_status_t has_references(const many_t *many, void *item, int *has)
{
    apr_pool_t *pool = many->editing->pool;
    const apr_array_header_t *references = sc_references_of(item, NULL, pool);

    *has = 1;
    for (int i = 0; i < references->nelts && *has; i++) {
        const sc_reference_t *reference = &APR_ARRAY_IDX(references, i, sc_reference_t);
        const sc_known_item_t *known;
        apr_status_t status = sc_known_item(many->bulk->known, pool, reference->field->target,
                                            reference->slug, &known);

        *has = status == APR_SUCCESS;
        SC_TRY(status == APR_ENOENT ? APR_SUCCESS : status);
    }
    return APR_SUCCESS;
}

static apr_status_t is_restorable(const many_t *many, const sc_change_t *change, void *item,
                                  apr_hash_t *taken, int *is)
{
    sc_problems_t *problems = sc_problems_new(many->editing->pool);

    *is = item && SC_COUNT(change->belongings) == 0 && !refers_to_its_kind(item) &&
          !apr_hash_get(taken, change->slug, APR_HASH_KEY_STRING);
    if (!*is) {
        return APR_SUCCESS;
    }
    sc_validate(item, problems);
    *is = problems->items->nelts == 0;
    return *is ? has_references(many, item, is) : APR_SUCCESS;
}

static apr_status_t restore_items(many_t *many)
{
    sc_editing_t gathering = *many->editing;
    const apr_array_header_t *items = items_of(many);
    apr_hash_t *taken;

    gathering.bulk = many->bulk;
    gathering.departed_of = NULL;
    SC_TRY(read_items(many, &taken));
    SC_TRY(sc_references_look_up(many->bulk->known, many->editing->pool, items));
    for (int i = 0; i < items->nelts; i++) {
        sc_change_t *change = SC_AT(many->changes, i, sc_change_t);
        void *item = SC_AT(items, i, void);
        int is_plain;

        SC_TRY(is_restorable(many, change, item, taken, &is_plain));
        APR_ARRAY_PUSH(is_plain ? many->plain : many->left, sc_change_t *) = change;
        if (is_plain) {
            SC_TRY(sc_item_gather(&gathering, item));
            SC_TRY(tell(many, change, "restore", NULL, item));
        }
    }
    SC_TRY(sc_bulk_flush(many->bulk));
    const apr_array_header_t *slugs = slugs_of(many, many->plain);
    return sc_write_note_gathered(many->bulk, many->editing->pool, many->entity,
                                  sc_sql_texts(many->editing->db, (const char *const *)slugs->elts,
                                               slugs->nelts, many->editing->pool));
}

apr_status_t sc_undo_many(sc_editing_t *editing, const apr_array_header_t *changes,
                          apr_array_header_t **left, int *count)
{
    const sc_change_t *one = SC_AT(changes, 0, sc_change_t);
    many_t many = {.editing = editing, .entity = one->entity, .changes = changes};
    int is_creation = strcmp(one->action, "create") == 0 || strcmp(one->action, "restore") == 0;
    int is_removal = strcmp(one->action, "withdraw") == 0;
    int is_change = strcmp(one->action, "change") == 0;
    apr_int64_t first;

    *count = 0;
    *left = apr_array_copy(editing->pool, changes);
    if (changes->nelts < MANY || !one->entity || (!is_creation && !is_removal && !is_change)) {
        return APR_SUCCESS;
    }
    many.plain = apr_array_make(editing->pool, changes->nelts, sizeof(void *));
    *left = many.left = apr_array_make(editing->pool, changes->nelts, sizeof(void *));
    many.bulk = sc_bulk_new(editing->db, 1, editing->pool);
    SC_TRY(sc_read_next_id(editing->db, editing->pool, "changes", &first));
    SC_TRY(is_creation  ? remove_items(&many)
           : is_removal ? restore_items(&many)
                        : change_items(&many));
    SC_TRY(sc_bulk_flush(many.bulk));
    *count = many.plain->nelts;
    return sc_audit_mark_all_undone(editing->db, editing->pool, first);
}
