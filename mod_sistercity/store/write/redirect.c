#include "store/write/redirect.h"

#include "store/record/columns.h"
#include "store/record/read.h"
#include "store/record/references.h"
#include "store/record/related.h"
#include "store/write/index.h"

#include <apr_strings.h>
#include <string.h>

/* The most items that are in memory at a time. */
#define BATCH 500

/* The most clashes that are named. */
#define CLASHES_NAMED "10"

/* One kind of items on its way. */
typedef struct redirecting_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_record_t *from, *to;
    const sc_entity_t *entity;   /* of those that refer */
    apr_array_header_t *columns; /* of sc_reference_column_t: theirs */
    apr_array_header_t *ids;     /* of apr_int64_t: all of them */
    apr_array_header_t *changed; /* of apr_int64_t: those that are not left as they are */
    sc_bulk_t *bulk;
    const char *now; /* UTC */
    sc_redirected_fn *tell;
    void *baton;
} redirecting_t;

#define COLUMN(redirecting, i) (&APR_ARRAY_IDX((redirecting)->columns, i, sc_reference_column_t))

static apr_array_header_t *columns_of(const apr_array_header_t *all, const sc_entity_t *entity,
                                      apr_pool_t *pool)
{
    apr_array_header_t *columns = apr_array_make(pool, 4, sizeof(sc_reference_column_t));

    SC_EACH_OF(const sc_reference_column_t, column, all) {
        if (column->entity == entity) {
            APR_ARRAY_PUSH(columns, sc_reference_column_t) = *column;
        }
    }
    return columns;
}

static apr_status_t find_ids(redirecting_t *redirecting, apr_int64_t target)
{
    sc_sql_t *sql = sc_sql_new(redirecting->pool);
    sc_rows_t *rows;

    for (int i = 0; i < redirecting->columns->nelts; i++) {
        const sc_reference_column_t *column = COLUMN(redirecting, i);

        sc_sql_add_arg(sql,
                       apr_pstrcat(redirecting->pool, i ? " UNION " : "", "SELECT \"",
                                   column->owner, "\" FROM \"", column->table, "\" WHERE \"",
                                   column->name, "\" = ?", NULL),
                       sc_arg_integer(target));
    }
    SC_TRY(sc_sql_select(redirecting->db, sql, &rows));
    redirecting->ids = sc_related_ids(rows, redirecting->pool);
    return APR_SUCCESS;
}

/* Where a list of references has both, the new one stands there already. */
static void replace(const redirecting_t *redirecting, const sc_reference_t *reference)
{
    const char *to = sc_record_slug(redirecting->to);
    apr_array_header_t *list = reference->list == reference->field
                                   ? sc_field_list(reference->field, reference->holder)
                                   : NULL;

    if (!list || !sc_has_text(list, to)) {
        sc_reference_set(reference, to);
        return;
    }
    for (int i = reference->index; i + 1 < list->nelts; i++) {
        APR_ARRAY_IDX(list, i, const char *) = APR_ARRAY_IDX(list, i + 1, const char *);
    }
    apr_array_pop(list);
}

/* The item as it is to be. */
static void change(const redirecting_t *redirecting, sc_record_t *item, apr_pool_t *pool)
{
    const apr_array_header_t *references = sc_references_of(item, NULL, pool);

    SC_EACH_OF(const sc_reference_t, reference, references) {
        if (reference->field->target == redirecting->from->entity &&
            strcmp(reference->slug, sc_record_slug(redirecting->from)) == 0) {
            replace(redirecting, reference);
        }
    }
    item->version++;
    item->modified = redirecting->now;
}

/* Partnerships without a name of their own are sorted by those of their parties. */
static apr_status_t sort(const redirecting_t *redirecting, apr_pool_t *pool,
                         const apr_array_header_t *items)
{
    const sc_known_item_t *from, *to;
    sc_bulk_t *bulk = redirecting->bulk;

    if (redirecting->entity != &sc_partnership || redirecting->from->entity != &sc_place) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_known_item(bulk->known, pool, &sc_place, sc_record_slug(redirecting->from), &from));
    SC_TRY(sc_known_item(bulk->known, pool, &sc_place, sc_record_slug(redirecting->to), &to));
    return strcmp(from->sort_name, to->sort_name) == 0
               ? APR_SUCCESS
               : sc_index_write_sort_names(bulk, pool, items);
}

static apr_status_t change_batch(const redirecting_t *redirecting, apr_pool_t *pool, int first)
{
    apr_array_header_t batch = *redirecting->ids, *before, *after;
    apr_array_header_t *changed = apr_array_make(pool, BATCH, sizeof(void *));

    batch.elts += (apr_size_t)first * sizeof(apr_int64_t);
    batch.nelts = batch.nelts - first < BATCH ? batch.nelts - first : BATCH;
    SC_TRY(sc_read_by_ids(redirecting->db, pool, redirecting->entity, &batch, &before));
    SC_TRY(sc_read_by_ids(redirecting->db, pool, redirecting->entity, &batch, &after));
    for (int i = 0; i < after->nelts; i++) {
        change(redirecting, SC_AT(after, i, sc_record_t), pool);
    }
    SC_TRY(redirecting->tell(pool, before, after, redirecting->baton));
    SC_EACH(sc_record_t, item, after) {
        if (item) {
            APR_ARRAY_PUSH(changed, void *) = item;
            APR_ARRAY_PUSH(redirecting->changed, apr_int64_t) = item->id;
        }
    }
    return sort(redirecting, pool, changed);
}

static sc_arg_t changed_ids(const redirecting_t *redirecting)
{
    return sc_sql_ids(redirecting->db, (const apr_int64_t *)redirecting->changed->elts,
                      redirecting->changed->nelts, redirecting->pool);
}

/* By the items, not by what they refer to, which "+ 0" keeps databases from: of a place that
 * thousands refer to, each of their rows would be compared with each of the ids. */
static apr_status_t write_column(const redirecting_t *redirecting,
                                 const sc_reference_column_t *column)
{
    const sc_arg_t args[] = {sc_arg_integer(redirecting->to->id),
                             sc_arg_integer(redirecting->from->id), changed_ids(redirecting)};
    const sc_arg_t both[] = {args[1], args[2], args[0]};
    const char *table = column->table, *name = column->name, *owner = column->owner;
    const char *ours = apr_pstrcat(redirecting->pool, " WHERE \"", name, "\" + 0 = ? AND \"", owner,
                                   "\"", sc_sql_in_ids(redirecting->db), NULL);

    if (column->list == column->field) {
        SC_TRY(sc_db_execute(redirecting->db, redirecting->pool,
                             apr_pstrcat(redirecting->pool, "DELETE FROM \"", table, "\"", ours,
                                         " AND \"", owner, "\" IN (SELECT \"", owner, "\" FROM \"",
                                         table, "\" WHERE \"", name, "\" = ?)", NULL),
                             both, 3, NULL));
    }
    return sc_db_execute(
        redirecting->db, redirecting->pool,
        apr_pstrcat(redirecting->pool, "UPDATE \"", table, "\" SET \"", name, "\" = ?", ours, NULL),
        args, 3, NULL);
}

static int is_facet(const redirecting_t *redirecting)
{
    for (int i = 0; i < redirecting->columns->nelts; i++) {
        const sc_reference_column_t *column = COLUMN(redirecting, i);

        if ((column->list ? column->list : column->field)->flags & SC_FACET) {
            return 1;
        }
    }
    return 0;
}

/* Notes what stands in a column of the items as dirty of a collection. */
static apr_status_t note_dirty(const redirecting_t *redirecting, const char *collection,
                               const char *column, const sc_arg_t *ids)
{
    return sc_db_execute(redirecting->db, redirecting->pool,
                         apr_pstrcat(redirecting->pool,
                                     "INSERT INTO \"dirty_items\" SELECT DISTINCT '", collection,
                                     "', \"", column, "\" FROM \"", redirecting->entity->collection,
                                     "\" WHERE \"id\"", sc_sql_in_ids(redirecting->db),
                                     " ON CONFLICT DO NOTHING", NULL),
                         ids, 1, NULL);
}

static apr_status_t write_items(const redirecting_t *redirecting)
{
    sc_db_t *db = redirecting->db;
    const char *collection = redirecting->entity->collection, *in = sc_sql_in_ids(db);
    const sc_arg_t ids = changed_ids(redirecting);
    const sc_arg_t args[] = {sc_arg_integer(sc_utc_seconds(redirecting->now)), ids};

    SC_TRY(sc_db_execute(db, redirecting->pool,
                         apr_pstrcat(redirecting->pool, "UPDATE \"", collection,
                                     "\" SET \"version\" = \"version\" + 1, \"modified\" = ? "
                                     "WHERE \"id\"",
                                     in, NULL),
                         args, 2, NULL));
    if (!is_facet(redirecting)) {
        return APR_SUCCESS;
    }
    SC_TRY(note_dirty(redirecting, collection, "id", &ids));
    return sc_reference_feeds_partnership(redirecting->entity)
               ? note_dirty(redirecting, "partnerships", "partnership_id", &ids)
               : APR_SUCCESS;
}

static apr_status_t redirect_kind(redirecting_t *redirecting)
{
    apr_pool_t *batch;

    redirecting->changed =
        apr_array_make(redirecting->pool, redirecting->ids->nelts, sizeof(apr_int64_t));
    apr_pool_create(&batch, redirecting->pool);
    for (int first = 0; first < redirecting->ids->nelts; first += BATCH) {
        apr_pool_clear(batch);
        SC_TRY(change_batch(redirecting, batch, first));
    }
    apr_pool_destroy(batch);
    if (redirecting->changed->nelts == 0) {
        return APR_SUCCESS;
    }
    for (int i = 0; i < redirecting->columns->nelts; i++) {
        SC_TRY(write_column(redirecting, COLUMN(redirecting, i)));
    }
    return write_items(redirecting);
}

apr_status_t sc_redirect(sc_db_t *db, apr_pool_t *pool, const void *from, const void *to,
                         sc_redirected_fn *tell, void *baton)
{
    redirecting_t redirecting = {.db = db,
                                 .pool = pool,
                                 .from = from,
                                 .to = to,
                                 .bulk = sc_bulk_new(db, 0, pool),
                                 .now = sc_utc_now(pool),
                                 .tell = tell,
                                 .baton = baton};
    const apr_array_header_t *all = sc_reference_columns(redirecting.from->entity, pool);

    for (int i = 0; sc_entities[i]; i++) {
        redirecting.entity = sc_entities[i];
        redirecting.columns = columns_of(all, sc_entities[i], pool);
        if (redirecting.columns->nelts == 0) {
            continue;
        }
        SC_TRY(find_ids(&redirecting, redirecting.from->id));
        if (redirecting.ids->nelts > 0) {
            SC_TRY(redirect_kind(&redirecting));
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_redirect_count(sc_db_t *db, apr_pool_t *pool, const void *item,
                               apr_array_header_t **counts)
{
    const sc_record_t *record = item;
    const apr_array_header_t *all = sc_reference_columns(record->entity, pool);
    redirecting_t redirecting = {.db = db, .pool = pool};

    *counts = apr_array_make(pool, 8, sizeof(sc_desk_count_t));
    for (int i = 0; sc_entities[i]; i++) {
        redirecting.columns = columns_of(all, sc_entities[i], pool);
        if (redirecting.columns->nelts == 0) {
            continue;
        }
        SC_TRY(find_ids(&redirecting, record->id));
        if (redirecting.ids->nelts > 0) {
            APR_ARRAY_PUSH(*counts, sc_desk_count_t) =
                (sc_desk_count_t){sc_entities[i], redirecting.ids->nelts};
        }
    }
    return APR_SUCCESS;
}

/* Parts that must name an item name each once. */
static int is_once(const sc_reference_column_t *column)
{
    return column->list && column->list != column->field && column->field->flags & SC_REQUIRED;
}

apr_status_t sc_redirect_clashes(sc_db_t *db, apr_pool_t *pool, const void *from, const void *to,
                                 sc_problems_t *problems)
{
    const sc_record_t *one = from, *other = to;
    const apr_array_header_t *columns = sc_reference_columns(one->entity, pool);
    const sc_arg_t args[] = {sc_arg_integer(one->id), sc_arg_integer(other->id)};

    SC_EACH_OF(const sc_reference_column_t, column, columns) {
        const char *collection = column->entity->collection;
        sc_rows_t *rows;

        if (!is_once(column)) {
            continue;
        }
        SC_TRY(sc_db_select(
            db, pool,
            apr_pstrcat(pool, "SELECT DISTINCT o.\"slug\" FROM \"", column->table, "\" a JOIN \"",
                        column->table, "\" b ON b.\"", column->owner, "\" = a.\"", column->owner,
                        "\" JOIN \"", collection, "\" o ON o.\"id\" = a.\"", column->owner,
                        "\" WHERE a.\"", column->name, "\" = ? AND b.\"", column->name,
                        "\" = ? ORDER BY o.\"slug\" LIMIT " CLASHES_NAMED, NULL),
            args, 2, &rows));
        for (int row = 0; row < rows->count; row++) {
            sc_problem_add(
                problems,
                apr_pstrcat(problems->pool, collection, "/", sc_row_word(rows, row, 0), NULL),
                "both_take_part",
                N_("Both take part in it. Take one of them out, or withdraw it, and "
                   "then merge."),
                NULL);
        }
    }
    return APR_SUCCESS;
}

/* @param column that tells which fates */
static apr_status_t set_fates(sc_db_t *db, apr_pool_t *pool, const sc_record_t *to,
                              const char *column, sc_arg_t value)
{
    const sc_arg_t args[] = {sc_arg_integer(to->id), sc_arg_text(to->entity->collection), value};

    return sc_db_execute(db, pool,
                         apr_pstrcat(pool,
                                     "UPDATE \"slug_fates\" SET \"item_id\" = ? WHERE "
                                     "\"collection\" = ? AND \"",
                                     column, "\" = ?", NULL),
                         args, 3, NULL);
}

apr_status_t sc_fate_inherit(sc_db_t *db, apr_pool_t *pool, const void *from, const void *to)
{
    return set_fates(db, pool, to, "item_id", sc_arg_integer(((const sc_record_t *)from)->id));
}

apr_status_t sc_fate_lead(sc_db_t *db, apr_pool_t *pool, const void *gone, const void *to)
{
    return set_fates(db, pool, to, "slug", sc_arg_text(sc_record_slug(gone)));
}
