#include "store/record/columns.h"

#include <apr_strings.h>

int sc_column_is(const sc_field_t *field)
{
    return !sc_field_is_list(field);
}

const char *sc_column_name(const sc_field_t *field, apr_pool_t *pool)
{
    return field->type == SC_TYPE_REFERENCE ? apr_pstrcat(pool, field->name, "_id", NULL)
                                            : field->name;
}

/* The alias of the table that the i-th field of an entity refers to. */
static const char *alias_of(int i, apr_pool_t *pool)
{
    return apr_psprintf(pool, "r%d", i);
}

static int is_number(const sc_field_t *field)
{
    return field->type == SC_TYPE_INTEGER || field->type == SC_TYPE_BOOLEAN ||
           field->type == SC_TYPE_REAL;
}

/* @param lead what stands before the columns of an item, or NULL for those of a part
 * @param is_joined with the slug of what a field refers to, not its id */
static const char *columns_of(const sc_entity_t *entity, const char *lead, int is_joined,
                              apr_pool_t *pool)
{
    apr_array_header_t *out = apr_array_make(pool, 64, sizeof(const char *));
    const char *separator = "";

    if (lead) {
        APR_ARRAY_PUSH(out, const char *) = lead;
        separator = ", ";
    }
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (!sc_column_is(field)) {
            continue;
        }
        const char *column =
            is_joined && field->type == SC_TYPE_REFERENCE
                ? apr_pstrcat(pool, alias_of(i, pool), ".\"slug\"", NULL)
                : apr_pstrcat(pool, "t.\"", sc_column_name(field, pool), "\"", NULL);
        if (!lead && is_number(field)) {
            column = apr_pstrcat(pool, "CAST(", column, " AS TEXT)", NULL);
        }
        APR_ARRAY_PUSH(out, const char *) = apr_pstrcat(pool, separator, column, NULL);
        separator = ", ";
    }
    return apr_array_pstrcat(pool, out, 0);
}

const char *sc_columns_of_item(const sc_entity_t *entity, apr_pool_t *pool)
{
    return columns_of(entity, "t.\"id\", t.\"version\", t.\"modified\"", 1, pool);
}

const char *sc_columns_of_part(const sc_entity_t *part, apr_pool_t *pool)
{
    return columns_of(part, NULL, 1, pool);
}

const char *sc_columns_of_part_alone(const sc_entity_t *part, apr_pool_t *pool)
{
    return columns_of(part, NULL, 0, pool);
}

const char *sc_columns_from(const sc_entity_t *entity, const char *table, apr_pool_t *pool)
{
    apr_array_header_t *out = apr_array_make(pool, 8, sizeof(const char *));

    APR_ARRAY_PUSH(out, const char *) = apr_pstrcat(pool, "\"", table, "\" AS t", NULL);
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->type == SC_TYPE_REFERENCE) {
            const char *alias = alias_of(i, pool);

            APR_ARRAY_PUSH(out, const char *) = apr_pstrcat(
                pool, " LEFT JOIN \"", field->target->collection, "\" AS ", alias, " ON ", alias,
                ".\"id\" = t.\"", sc_column_name(field, pool), "\"", NULL);
        }
    }
    return apr_array_pstrcat(pool, out, 0);
}

const sc_entity_t *sc_columns_entity(const sc_rows_t *rows, int row, int column)
{
    const char *collection = sc_row_text(rows, row, column);
    const sc_entity_t *entity = collection ? sc_entity_of_collection(collection) : NULL;

    if (collection && !entity) {
        sc_row_refuse(rows);
    }
    return entity;
}

static void read_column(const sc_field_t *field, void *record, const sc_rows_t *rows, int row,
                        int column)
{
    if ((field->flags & SC_REQUIRED) && !sc_row_text(rows, row, column)) {
        sc_row_refuse(rows);
    }
    switch (field->type) {
    case SC_TYPE_INTEGER:
    case SC_TYPE_BOOLEAN:
        sc_field_set_integer(field, record, sc_row_integer(rows, row, column));
        break;
    case SC_TYPE_REAL:
        sc_field_set_real(field, record, sc_row_real(rows, row, column));
        break;
    default:
        sc_field_set_text(field, record, sc_row_text(rows, row, column));
        break;
    }
}

void *sc_columns_part(const sc_entity_t *part, const sc_rows_t *rows, int row, int column,
                      apr_pool_t *pool)
{
    void *record = sc_record_new(part, pool);

    for (int i = 0; i < part->field_count; i++) {
        if (sc_column_is(&part->fields[i])) {
            read_column(&part->fields[i], record, rows, row, column++);
        }
    }
    return record;
}

void *sc_columns_item(const sc_entity_t *entity, const sc_rows_t *rows, int row, apr_pool_t *pool)
{
    sc_record_t *record = sc_columns_part(entity, rows, row, SC_COLUMNS_LEAD, pool);

    record->id = sc_row_number(rows, row, 0);
    record->version = sc_row_number(rows, row, 1);
    record->modified = sc_utc_text(sc_row_number(rows, row, 2), pool);
    return record;
}

sc_arg_t sc_column_arg(const sc_field_t *field, const void *record)
{
    switch (field->type) {
    case SC_TYPE_INTEGER:
    case SC_TYPE_BOOLEAN:
        return sc_arg_integer(sc_field_integer(field, record));
    case SC_TYPE_REAL:
        return sc_arg_real(sc_field_real(field, record));
    default:
        return sc_arg_text(sc_field_text(field, record));
    }
}

const char *sc_list_table(const sc_entity_t *entity, const sc_field_t *field, apr_pool_t *pool)
{
    return apr_pstrcat(pool, entity->name, "_", field->name, NULL);
}

const char *sc_values_list(int size, apr_pool_t *pool)
{
    char *list = apr_palloc(pool, 3 * size + 2);
    char *end = list;

    *end++ = '(';
    for (int i = 0; i < size; i++) {
        *end++ = '?';
        *end++ = ',';
    }
    end[-1] = ')';
    *end = '\0';
    return list;
}
