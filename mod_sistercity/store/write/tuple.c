#include "store/write/tuple.h"

#include "store/record/columns.h"

#include <apr_strings.h>

sc_tuple_t *sc_tuple_new(const char *table, apr_pool_t *pool)
{
    sc_tuple_t *tuple = apr_palloc(pool, sizeof(*tuple));

    tuple->table = table;
    tuple->columns = apr_array_make(pool, 8, sizeof(const char *));
    tuple->args = apr_array_make(pool, 8, sizeof(sc_arg_t));
    return tuple;
}

void sc_tuple_put(sc_tuple_t *tuple, const char *column, sc_arg_t arg)
{
    APR_ARRAY_PUSH(tuple->columns, const char *) = column;
    APR_ARRAY_PUSH(tuple->args, sc_arg_t) = arg;
}

static apr_status_t put_reference(sc_tuple_t *tuple, sc_known_t *known, const sc_field_t *field,
                                  const void *record)
{
    apr_pool_t *pool = tuple->args->pool;
    const char *slug = sc_field_text(field, record);
    apr_int64_t id = SC_NO_INTEGER;
    const sc_known_item_t *item;

    if (slug) {
        SC_TRY(sc_known_item(known, pool, field->target, slug, &item));
        id = item->id;
    }
    sc_tuple_put(tuple, sc_column_name(field, pool), sc_arg_integer(id));
    return APR_SUCCESS;
}

apr_status_t sc_tuple_put_record(sc_tuple_t *tuple, sc_known_t *known, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->type == SC_TYPE_REFERENCE) {
            SC_TRY(put_reference(tuple, known, field, record));
        }
        else if (sc_column_is(field)) {
            sc_tuple_put(tuple, field->name, sc_column_arg(field, record));
        }
    }
    return APR_SUCCESS;
}

/* The columns joined, each with something behind it. */
static const char *join_columns(const sc_tuple_t *tuple, const char *behind, apr_pool_t *pool)
{
    apr_array_header_t *out = apr_array_make(pool, 3 * tuple->columns->nelts, sizeof(const char *));

    for (int i = 0; i < tuple->columns->nelts; i++) {
        APR_ARRAY_PUSH(out, const char *) = i ? ", \"" : "\"";
        APR_ARRAY_PUSH(out, const char *) = APR_ARRAY_IDX(tuple->columns, i, const char *);
        APR_ARRAY_PUSH(out, const char *) = behind;
    }
    return apr_array_pstrcat(pool, out, 0);
}

const char *sc_tuple_insertion(const sc_tuple_t *tuple, const char *verb, apr_pool_t *pool)
{
    return apr_pstrcat(pool, verb, "INTO \"", tuple->table, "\" (", join_columns(tuple, "\"", pool),
                       ") ", NULL);
}

apr_status_t sc_tuple_update(const sc_tuple_t *tuple, sc_db_t *db, const char *condition,
                             const sc_arg_t *args, int count)
{
    apr_pool_t *pool = tuple->args->pool;
    apr_array_header_t *all = apr_array_copy(pool, tuple->args);

    for (int i = 0; i < count; i++) {
        APR_ARRAY_PUSH(all, sc_arg_t) = args[i];
    }
    return sc_db_execute(db, pool,
                         apr_pstrcat(pool, "UPDATE \"", tuple->table, "\" SET ",
                                     join_columns(tuple, "\" = ?", pool), " WHERE ", condition,
                                     NULL),
                         (const sc_arg_t *)all->elts, all->nelts, NULL);
}
