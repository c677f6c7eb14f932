#include "store/write/index.h"

#include "store/record/columns.h"
#include "view/change.h"

#include <apr_strings.h>
#include <string.h>

/* Between the positions of two neighbors at first; halved by each entry that comes between them. */
#define STEP 1024

/* One list on its way into its table. */
typedef struct writing_t {
    sc_bulk_t *bulk;
    apr_pool_t *pool;
    const sc_field_t *field;
    const apr_array_header_t *was, *now; /* NULL: empty */
    sc_arg_t owner;
    const char *table, *owner_column;
    const apr_int64_t *positions; /* of the old entries */
} writing_t;

static int is_equal(const writing_t *writing, int was, int now)
{
    const void *a = SC_AT(writing->was, was, const void), *b = SC_AT(writing->now, now, const void);

    return writing->field->type == SC_TYPE_PARTS ? sc_record_is_equal(a, b) : strcmp(a, b) == 0;
}

static apr_status_t put_entry(const writing_t *writing, sc_tuple_t *tuple, int index)
{
    const void *entry = SC_AT(writing->now, index, const void);
    sc_known_t *known = writing->bulk->known;
    const sc_known_item_t *item;

    switch (writing->field->type) {
    case SC_TYPE_PARTS:
        return sc_tuple_put_record(tuple, known, entry);
    case SC_TYPE_REFERENCES:
        SC_TRY(sc_known_item(known, writing->pool, writing->field->target, entry, &item));
        sc_tuple_put(tuple, "target_id", sc_arg_integer(item->id));
        return APR_SUCCESS;
    default:
        sc_tuple_put(tuple, "value", sc_arg_text(entry));
        return APR_SUCCESS;
    }
}

/* New rows for entries from @a first on, behind a position. */
static apr_status_t insert(const writing_t *writing, int first, int count, apr_int64_t behind,
                           apr_int64_t step)
{
    for (int i = 0; i < count; i++) {
        sc_tuple_t *tuple = sc_tuple_new(writing->table, writing->pool);

        sc_tuple_put(tuple, writing->owner_column, writing->owner);
        sc_tuple_put(tuple, "position", sc_arg_integer(behind + (i + 1) * step));
        SC_TRY(put_entry(writing, tuple, first + i));
        sc_bulk_add(writing->bulk, SC_BULK_LISTS, tuple);
    }
    return APR_SUCCESS;
}

static apr_status_t update(const writing_t *writing, int was, int now)
{
    const sc_arg_t args[] = {writing->owner, sc_arg_integer(writing->positions[was])};
    sc_tuple_t *tuple = sc_tuple_new(writing->table, writing->pool);

    SC_TRY(put_entry(writing, tuple, now));
    return sc_tuple_update(tuple, writing->bulk->db,
                           apr_pstrcat(writing->pool, "\"", writing->owner_column,
                                       "\" = ? AND \"position\" = ?", NULL),
                           args, 2);
}

/* Deletes the rows of the positions, both included. */
static apr_status_t remove_rows(const writing_t *writing, apr_int64_t first, apr_int64_t last)
{
    const sc_arg_t args[] = {writing->owner, sc_arg_integer(first), sc_arg_integer(last)};

    return sc_db_execute(writing->bulk->db, writing->pool,
                         apr_pstrcat(writing->pool, "DELETE FROM \"", writing->table, "\" WHERE \"",
                                     writing->owner_column,
                                     "\" = ? AND \"position\" BETWEEN ? AND ?", NULL),
                         args, 3, NULL);
}

static apr_status_t write_anew(const writing_t *writing)
{
    if (writing->was) {
        SC_TRY(remove_rows(writing, APR_INT64_MIN + 1, APR_INT64_MAX));
    }
    return insert(writing, 0, SC_COUNT(writing->now), -STEP, STEP);
}

/* @param found whether there is a row for each of the old entries */
static apr_status_t read_positions(writing_t *writing, int *found)
{
    sc_rows_t *rows;
    apr_int64_t *positions;

    SC_TRY(sc_db_select(writing->bulk->db, writing->pool,
                        apr_pstrcat(writing->pool, "SELECT \"position\" FROM \"", writing->table,
                                    "\" WHERE \"", writing->owner_column,
                                    "\" = ? ORDER BY \"position\"", NULL),
                        &writing->owner, 1, &rows));
    positions = apr_palloc(writing->pool, (rows->count + 1) * sizeof(*positions));
    for (int i = 0; i < rows->count; i++) {
        positions[i] = sc_row_integer(rows, i, 0);
    }
    writing->positions = positions;
    *found = rows->count == writing->was->nelts;
    return APR_SUCCESS;
}

/* New rows before the old entry @a before, for new entries from @a first on. */
static apr_status_t insert_between(const writing_t *writing, int before, int first, int count)
{
    int is_last = before == writing->was->nelts;
    apr_int64_t above = is_last ? writing->positions[before - 1] + (count + 1) * (apr_int64_t)STEP
                                : writing->positions[before];
    apr_int64_t below =
        before > 0 ? writing->positions[before - 1] : above - (count + 1) * (apr_int64_t)STEP;
    apr_int64_t step = (above - below) / (count + 1);

    return step > 0 ? insert(writing, first, count, below, step) : write_anew(writing);
}

/* Writes what is left when entries that both lists begin and end with are passed over. */
static apr_status_t write_differences(const writing_t *writing)
{
    int was = writing->was->nelts, now = writing->now->nelts, first = 0;

    while (was > 0 && now > 0 && is_equal(writing, was - 1, now - 1)) {
        was--;
        now--;
    }
    for (; first < was && first < now; first++) {
        if (!is_equal(writing, first, first)) {
            SC_TRY(update(writing, first, first));
        }
    }
    if (first < was) {
        return remove_rows(writing, writing->positions[first], writing->positions[was - 1]);
    }
    return first < now ? insert_between(writing, first, first, now - first) : APR_SUCCESS;
}

apr_status_t sc_write_list(sc_bulk_t *bulk, apr_pool_t *pool, const sc_field_t *field,
                           const void *record, const void *before)
{
    const sc_entity_t *entity = sc_record_entity(record);
    writing_t writing = {.bulk = bulk, .pool = pool, .field = field};
    int is_known = 0;

    writing.now = sc_field_list(field, record);
    writing.was = before ? sc_field_list(field, before) : NULL;
    writing.owner = sc_arg_integer(((const sc_record_t *)record)->id);
    writing.table = sc_list_table(entity, field, pool);
    writing.owner_column = apr_pstrcat(pool, entity->name, "_id", NULL);
    if (writing.was && writing.now) {
        SC_TRY(read_positions(&writing, &is_known));
    }
    return is_known ? write_differences(&writing) : write_anew(&writing);
}
