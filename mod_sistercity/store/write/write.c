#include "store/write/write.h"

#include "store/db/sql.h"
#include "store/record/columns.h"
#include "store/record/planned.h"
#include "store/record/read.h"
#include "store/record/references.h"
#include "store/write/index.h"
#include "view/change.h"

#include <apr_strings.h>
#include <string.h>

/* How many items are made searchable anew at a time. */
#define REINDEX_BATCH 500

/* One item on its way into the database. */
typedef struct writing_t {
    sc_bulk_t *bulk;
    apr_pool_t *pool; /* of this call alone */
    const sc_entity_t *entity;
    sc_record_t *record;
    const void *before; /* the stored item; NULL: it is new */
    sc_problems_t *problems;
    int has_moved; /* a planned step made it what it was before */
} writing_t;

static writing_t writing_of(sc_bulk_t *bulk, apr_pool_t *pool, void *record, const void *before,
                            sc_problems_t *problems)
{
    return (writing_t){bulk, pool, sc_record_entity(record), record, before, problems, 0};
}

/* APR_EEXIST and a problem if another item has the record's slug. */
static apr_status_t check_slug(const writing_t *writing)
{
    const char *slug = sc_record_slug(writing->record);
    apr_int64_t id;

    /* A record that is checked need not be valid: somebody has emptied the field. */
    if (!slug || (writing->before && strcmp(slug, sc_record_slug(writing->before)) == 0)) {
        return APR_SUCCESS;
    }
    apr_status_t status =
        sc_reference_id(writing->bulk->db, writing->pool, writing->entity, slug, &id);
    if (status != APR_SUCCESS || id == writing->record->id) {
        return status == APR_ENOENT ? APR_SUCCESS : status;
    }
    sc_problem_add(writing->problems, "slug", "taken",
                   N_("The address name {slug} is taken by another item."), "slug", slug, NULL);
    return APR_EEXIST;
}

/* APR_ENOENT and problems for references to items that do not exist. Those that the stored item has
 * do exist. */
static apr_status_t check_references(const writing_t *writing)
{
    const apr_array_header_t *references =
        sc_references_of(writing->record, writing->before, writing->pool);
    sc_known_t *known = writing->bulk->known;
    apr_status_t found = APR_SUCCESS;

    SC_TRY(sc_known_look_up(known, writing->pool, references));
    SC_EACH_OF(const sc_reference_t, reference, references) {
        const sc_known_item_t *item;
        apr_status_t status =
            sc_known_item(known, writing->pool, reference->field->target, reference->slug, &item);

        if (status == APR_ENOENT) {
            sc_reference_missing(writing->problems,
                                 sc_reference_path(reference, writing->problems->pool),
                                 reference->field->target, reference->slug);
            found = APR_ENOENT;
            continue;
        }
        SC_TRY(status);
    }
    return found;
}

static apr_status_t check(const writing_t *writing)
{
    apr_status_t slug = check_slug(writing);
    apr_status_t status =
        slug == APR_SUCCESS || slug == APR_EEXIST ? check_references(writing) : slug;

    return status == APR_SUCCESS || status == APR_ENOENT ? (slug ? slug : status) : status;
}

static const char *let_triggers_rest(const sc_db_t *db, int rest)
{
    static const char *const statements[][2] = {
        [SC_DIALECT_SQLITE] = {"UPDATE \"registry\" SET \"is_writing\" = 0",
                               "UPDATE \"registry\" SET \"is_writing\" = 1"},
        [SC_DIALECT_POSTGRESQL] = {"SET LOCAL sistercity.writing = 'off'",
                                   "SET LOCAL sistercity.writing = 'on'"}};

    return statements[sc_db_dialect(db)][rest];
}

apr_status_t sc_write_begin(sc_db_t *db, apr_pool_t *pool)
{
    SC_TRY(sc_db_execute_once(db, pool, let_triggers_rest(db, 1)));
    return sc_index_forget_keys(db, pool);
}

apr_status_t sc_write_end(sc_db_t *db, apr_pool_t *pool, int has_changed)
{
    sc_arg_t arg = sc_arg_text(sc_utc_now(pool));

    SC_TRY(sc_planned_note(db, pool));
    SC_TRY(sc_db_execute_once(db, pool, let_triggers_rest(db, 0)));
    return has_changed ? sc_db_execute(db, pool,
                                       "UPDATE \"registry\" SET \"revision\" = \"revision\" + 1, "
                                       "\"modified\" = ?",
                                       &arg, 1, NULL)
                       : APR_SUCCESS;
}

apr_status_t sc_write_forget_fates(sc_db_t *db, apr_pool_t *pool)
{
    for (int i = 0; sc_entities[i]; i++) {
        const char *collection = sc_entities[i]->collection;

        SC_TRY(sc_db_execute_once(
            db, pool,
            apr_pstrcat(pool, "DELETE FROM \"slug_fates\" WHERE \"collection\" = '", collection,
                        "' AND EXISTS (SELECT 1 FROM \"", collection,
                        "\" AS t WHERE t.\"slug\" = \"slug_fates\".\"slug\")", NULL)));
    }
    return APR_SUCCESS;
}

apr_status_t sc_write_check(sc_db_t *db, apr_pool_t *pool, void *record, const void *before,
                            sc_problems_t *problems)
{
    writing_t writing = writing_of(sc_bulk_new(db, 0, pool), pool, record, before, problems);

    return check(&writing);
}

/* What triggers do for SQL typed by hand, the program does itself for what it writes. */

static const char to_dirty[] =
    " ON CONFLICT (\"collection\", \"id\") DO UPDATE SET \"id\" = excluded.\"id\"";

/* Whether facets of the item have to be read anew: a field differs by which lists are filtered. */
static int is_dirty(const writing_t *writing)
{
    for (int i = 0; i < writing->entity->field_count; i++) {
        const sc_field_t *field = &writing->entity->fields[i];

        if (field->flags & SC_FACET &&
            !(writing->before && sc_field_is_equal(field, writing->record, writing->before))) {
            return 1;
        }
    }
    return writing->has_moved;
}

/* Those that the item belongs to, and belonged to. */
static apr_status_t note_partnerships(const writing_t *writing)
{
    const void *before = writing->before ? writing->before : writing->record;
    const sc_arg_t args[] = {sc_arg_text(sc_record_text(writing->record, "partnership")),
                             sc_arg_text(sc_record_text(before, "partnership"))};

    return sc_db_execute(writing->bulk->db, writing->pool,
                         apr_pstrcat(writing->pool,
                                     "INSERT INTO \"dirty_items\" SELECT 'partnerships', \"id\" "
                                     "FROM \"partnerships\" WHERE \"slug\" IN (?, ?)",
                                     to_dirty, NULL),
                         args, 2, NULL);
}

static apr_status_t note_dirty(const writing_t *writing)
{
    sc_db_t *db = writing->bulk->db;
    const sc_arg_t args[] = {sc_arg_text(writing->entity->collection),
                             sc_arg_integer(writing->record->id)};

    if (!is_dirty(writing)) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_execute(
        db, writing->pool,
        apr_pstrcat(writing->pool, "INSERT INTO \"dirty_items\" VALUES (?, ?)", to_dirty, NULL),
        args, 2, NULL));
    if (sc_reference_feeds_partnership(writing->entity)) {
        return note_partnerships(writing);
    }
    if (!writing->before || writing->entity != &sc_place) {
        return APR_SUCCESS;
    }
    return sc_db_execute(db, writing->pool,
                         apr_pstrcat(writing->pool,
                                     "INSERT INTO \"dirty_items\" SELECT DISTINCT 'partnerships', "
                                     "\"partnership_id\" FROM \"partnership_parties\" "
                                     "WHERE \"place_id\" = ?",
                                     to_dirty, NULL),
                         &args[1], 1, NULL);
}

/* Steps of one registry are planned by the end of a bulk at the latest. */
static apr_status_t forget_plans(writing_t *writing)
{
    sc_bulk_t *bulk = writing->bulk;
    sc_rows_t *rows;

    if (bulk->has_plans < 0) {
        SC_TRY(sc_db_select(bulk->db, writing->pool,
                            "SELECT \"step_id\" FROM \"planned_steps\" LIMIT 1", NULL, 0, &rows));
        bulk->has_plans = rows->count > 0;
    }
    return bulk->has_plans ? sc_planned_forget(bulk->db, writing->pool, writing->record->id,
                                               &writing->has_moved)
                           : APR_SUCCESS;
}

/* Has a slug that was given up lead to the item, and one that is taken to nothing else. */
static apr_status_t keep_fates(const writing_t *writing)
{
    sc_db_t *db = writing->bulk->db;
    const char *now = sc_record_slug(writing->record);
    const char *was = writing->before ? sc_record_slug(writing->before) : now;
    const sc_arg_t args[] = {sc_arg_text(writing->entity->collection), sc_arg_text(was),
                             sc_arg_text(now)};
    const sc_arg_t fate[] = {args[0], args[1], sc_arg_integer(writing->record->id)};

    if (writing->before && strcmp(was, now) == 0) {
        return APR_SUCCESS;
    }
    SC_TRY(
        sc_db_execute(db, writing->pool,
                      "DELETE FROM \"slug_fates\" WHERE \"collection\" = ? AND \"slug\" IN (?, ?)",
                      args, 3, NULL));
    return writing->before
               ? sc_db_execute(db, writing->pool, "INSERT INTO \"slug_fates\" VALUES (?, ?, ?)",
                               fate, 3, NULL)
               : APR_SUCCESS;
}

static apr_status_t write_lists(const writing_t *writing)
{
    for (int i = 0; i < writing->entity->field_count; i++) {
        const sc_field_t *field = &writing->entity->fields[i];

        if (sc_field_is_list(field) &&
            !sc_field_is_equal(field, writing->record, writing->before)) {
            /* Rows that there are change at once, to name what may have been gathered. */
            SC_TRY(writing->before ? sc_bulk_flush(writing->bulk) : APR_SUCCESS);
            SC_TRY(sc_write_list(writing->bulk, writing->pool, field, writing->record,
                                 writing->before));
        }
    }
    return APR_SUCCESS;
}

/* The item's own row, with all but its id. */
static apr_status_t make_own(const writing_t *writing, const char *sort_name, sc_tuple_t **own)
{
    const sc_record_t *record = writing->record;

    *own = sc_tuple_new(writing->entity->collection, writing->pool);
    sc_tuple_put(*own, "version", sc_arg_integer(record->version));
    sc_tuple_put(*own, "modified", sc_arg_integer(sc_utc_seconds(record->modified)));
    if (sort_name) {
        sc_tuple_put(*own, "sort_name", sc_arg_text(sort_name));
    }
    return sc_tuple_put_record(*own, writing->bulk->known, record);
}

/* Gathers a new item whose slug is free. */
static apr_status_t gather(const writing_t *writing)
{
    sc_record_t *record = writing->record;
    const char *sort_name;
    sc_tuple_t *own;

    SC_TRY(check_references(writing));
    SC_TRY(sc_bulk_next_id(writing->bulk, writing->entity->collection, &record->id));
    SC_TRY(sc_index_sort_name(writing->bulk, writing->pool, record, &sort_name));
    SC_TRY(make_own(writing, sort_name, &own));
    sc_tuple_put(own, "id", sc_arg_integer(record->id));
    sc_bulk_add(writing->bulk, SC_BULK_ITEMS, own);
    SC_TRY(write_lists(writing));
    if (sc_reference_is_target(writing->entity)) {
        sc_known_add(writing->bulk->known, writing->entity, sc_record_slug(record), record->id,
                     sort_name);
    }
    writing->bulk->is_dirty = 1;
    if (!writing->bulk->is_large) {
        SC_TRY(keep_fates(writing));
        SC_TRY(note_dirty(writing));
    }
    return sc_index_write_keys(writing->bulk, writing->pool, record, NULL);
}

apr_status_t sc_write_gather(sc_bulk_t *bulk, apr_pool_t *pool, void *record,
                             sc_problems_t *problems)
{
    writing_t writing = writing_of(bulk, NULL, record, NULL, problems);

    writing.record->version = writing.record->version ? writing.record->version : 1;
    writing.record->modified = sc_utc_now(pool);
    apr_pool_create(&writing.pool, pool);
    apr_status_t status = gather(&writing);
    apr_pool_destroy(writing.pool);
    SC_TRY(status);
    return sc_bulk_flush_full(bulk);
}

apr_status_t sc_write_note_gathered(sc_bulk_t *bulk, apr_pool_t *pool, const sc_entity_t *entity,
                                    sc_arg_t slugs)
{
    const writing_t any = {.entity = entity};
    const char *in = sc_sql_in_texts(bulk->db), *collection = entity->collection;

    SC_TRY(sc_db_execute(bulk->db, pool,
                         apr_pstrcat(pool, "DELETE FROM \"slug_fates\" WHERE \"collection\" = '",
                                     collection, "' AND \"slug\"", in, NULL),
                         &slugs, 1, NULL));
    if (!is_dirty(&any)) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_execute(bulk->db, pool,
                         apr_pstrcat(pool, "INSERT INTO \"dirty_items\" SELECT '", collection,
                                     "', \"id\" FROM \"", collection, "\" WHERE \"slug\"", in,
                                     to_dirty, NULL),
                         &slugs, 1, NULL));
    if (entity == &sc_place) {
        return sc_db_execute(bulk->db, pool,
                             apr_pstrcat(pool,
                                         "INSERT INTO \"dirty_items\" SELECT DISTINCT "
                                         "'partnerships', \"partnership_id\" FROM "
                                         "\"partnership_parties\" WHERE \"place_id\" IN (SELECT "
                                         "\"id\" FROM \"places\" WHERE \"slug\"",
                                         in, ")", to_dirty, NULL),
                             &slugs, 1, NULL);
    }
    return sc_reference_feeds_partnership(entity)
               ? sc_db_execute(bulk->db, pool,
                               apr_pstrcat(pool,
                                           "INSERT INTO \"dirty_items\" SELECT DISTINCT "
                                           "'partnerships', \"partnership_id\" FROM \"",
                                           collection,
                                           "\" WHERE \"partnership_id\" IS NOT NULL "
                                           "AND \"slug\"",
                                           in, to_dirty, NULL),
                               &slugs, 1, NULL)
               : APR_SUCCESS;
}

apr_status_t sc_write_insert(sc_db_t *db, apr_pool_t *pool, void *record, sc_problems_t *problems)
{
    sc_bulk_t *bulk = sc_bulk_new(db, 0, pool);
    writing_t writing = writing_of(bulk, pool, record, NULL, problems);

    SC_TRY(check(&writing));
    SC_TRY(sc_write_gather(bulk, pool, record, problems));
    return sc_bulk_flush(bulk);
}

apr_status_t sc_write_gather_change(sc_bulk_t *bulk, apr_pool_t *pool, void *record,
                                    const void *before, sc_problems_t *problems)
{
    writing_t writing = writing_of(bulk, pool, record, before, problems);
    const char *sort_name;
    sc_tuple_t *own;

    if (writing.record->version != ((const sc_record_t *)before)->version) {
        return APR_EBUSY;
    }
    SC_TRY(check(&writing));
    writing.record->version++;
    writing.record->modified = sc_utc_now(pool);
    SC_TRY(sc_index_sort_name(bulk, pool, record, &sort_name));
    SC_TRY(make_own(&writing, sort_name, &own));
    sc_tuple_put(own, "id", sc_arg_integer(writing.record->id));
    sc_bulk_add(bulk, SC_BULK_CHANGES, own);
    SC_TRY(write_lists(&writing));
    SC_TRY(keep_fates(&writing));
    if (writing.entity == &sc_partnership) {
        SC_TRY(forget_plans(&writing));
    }
    bulk->is_dirty |= is_dirty(&writing);
    SC_TRY(bulk->is_large ? APR_SUCCESS : note_dirty(&writing));
    SC_TRY(sc_index_write_followers(bulk, pool, record, before));
    SC_TRY(sc_index_write_keys(bulk, pool, record, before));
    return sc_bulk_flush_full(bulk);
}

apr_status_t sc_write_update(sc_db_t *db, apr_pool_t *pool, void *record, const void *before,
                             sc_problems_t *problems)
{
    sc_bulk_t *bulk = sc_bulk_new(db, 0, pool);

    SC_TRY(sc_write_gather_change(bulk, pool, record, before, problems));
    return sc_bulk_flush(bulk);
}

apr_status_t sc_write_delete(sc_db_t *db, apr_pool_t *pool, const void *item,
                             const apr_array_header_t *belongings, sc_problems_t *problems)
{
    const sc_entity_t *entity = sc_record_entity(item);
    const sc_arg_t arg = sc_arg_integer(((const sc_record_t *)item)->id);
    apr_array_header_t *items = apr_array_make(pool, 1, sizeof(void *));
    int is_used;

    SC_TRY(sc_reference_check_unused(db, pool, entity, arg.integer, NULL, &is_used, problems));
    if (is_used) {
        return APR_EBUSY;
    }
    APR_ARRAY_PUSH(items, const void *) = item;
    SC_TRY(sc_index_delete_keys(db, pool, items));
    SC_TRY(sc_index_delete_keys(db, pool, belongings));
    return sc_db_execute(
        db, pool,
        apr_pstrcat(pool, "DELETE FROM \"", entity->collection, "\" WHERE \"id\" = ?", NULL), &arg,
        1, NULL);
}

apr_status_t sc_write_clear(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *kept)
{
    int count = 0;

    while (sc_entities[count]) {
        count++;
    }
    /* Those that refer to others first. */
    while (count-- > 0) {
        if (sc_entities[count] == kept) {
            continue;
        }
        SC_TRY(sc_index_clear_keys(db, pool, sc_entities[count]));
        SC_TRY(sc_db_execute(
            db, pool,
            apr_pstrcat(pool, "DELETE FROM \"", sc_entities[count]->collection, "\"", NULL), NULL,
            0, NULL));
    }
    return APR_SUCCESS;
}

/* @return APR_EOF behind the last one */
static apr_status_t reindex_batch(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                  apr_int64_t *last)
{
    sc_bulk_t *bulk = sc_bulk_new(db, 0, pool);
    apr_array_header_t *records;

    SC_TRY(sc_read_batch(db, pool, entity, *last, REINDEX_BATCH, &records));
    if (records->nelts == 0) {
        return APR_EOF;
    }
    SC_TRY(sc_index_write_sort_names(bulk, pool, records));
    SC_EACH(const sc_record_t, record, records) {
        *last = record->id;
        SC_TRY(sc_index_write_keys(bulk, pool, record, NULL));
    }
    return sc_bulk_flush(bulk);
}

apr_status_t sc_write_reindex(sc_db_t *db, apr_pool_t *pool)
{
    apr_status_t status;
    apr_pool_t *batch;

    apr_pool_create(&batch, pool);
    SC_TRY(sc_write_begin(db, pool));
    for (int i = 0; sc_entities[i]; i++) {
        apr_int64_t last = 0;

        SC_TRY(sc_index_clear_keys(db, batch, sc_entities[i]));
        do {
            apr_pool_clear(batch);
            status = reindex_batch(db, batch, sc_entities[i], &last);
        } while (status == APR_SUCCESS);
        SC_TRY(status == APR_EOF ? APR_SUCCESS : status);
    }
    apr_pool_destroy(batch);
    return sc_write_end(db, pool, 1);
}
