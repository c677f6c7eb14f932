#include "model/field.h"

#include "model/text/edtf.h"

#include <math.h>
#include <string.h>

static char *member_of(const sc_field_t *field, const void *record)
{
    return (char *)record + field->offset;
}

void *sc_record_new(const sc_entity_t *entity, apr_pool_t *pool)
{
    sc_record_t *record = apr_pcalloc(pool, entity->size);

    record->entity = entity;
    for (int i = 0; i < entity->field_count; i++) {
        sc_field_clear(&entity->fields[i], record);
    }
    return record;
}

const sc_entity_t *sc_record_entity(const void *record)
{
    return ((const sc_record_t *)record)->entity;
}

const char *sc_record_slug(const void *record)
{
    return sc_field_text(sc_entity_field(sc_record_entity(record), "slug"), record);
}

const char *sc_record_text(const void *record, const char *name)
{
    const sc_field_t *field =
        record && name ? sc_entity_field(sc_record_entity(record), name) : NULL;

    return field ? sc_field_text(field, record) : NULL;
}

int sc_has_text(const apr_array_header_t *texts, const char *text)
{
    for (int i = 0; i < texts->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(texts, i, const char *), text) == 0) {
            return 1;
        }
    }
    return 0;
}

void *sc_find(apr_hash_t *table, const char *key)
{
    return table && key ? apr_hash_get(table, key, APR_HASH_KEY_STRING) : NULL;
}

static const sc_field_t *named(const sc_field_t *fields, int count, const char *name)
{
    for (int i = 0; i < count; i++) {
        if (*fields[i].name == *name && strcmp(fields[i].name, name) == 0) {
            return &fields[i];
        }
    }
    return NULL;
}

const sc_field_t *sc_entity_field(const sc_entity_t *entity, const char *name)
{
    return named(entity->fields, entity->field_count, name);
}

const sc_field_t *sc_entity_column(const sc_entity_t *entity, const char *name)
{
    return named(entity->fields, entity->column_count, name);
}

int sc_column_is_further(const sc_entity_t *entity, const sc_field_t *column)
{
    return column - entity->fields >= entity->field_count;
}

int sc_field_is_list(const sc_field_t *field)
{
    return field->type == SC_TYPE_WORDS || field->type == SC_TYPE_COUNTRIES ||
           field->type == SC_TYPE_LANGUAGES || field->type == SC_TYPE_REFERENCES ||
           field->type == SC_TYPE_PARTS;
}

int sc_field_is_text(const sc_field_t *field)
{
    return !sc_field_is_list(field) && field->type != SC_TYPE_INTEGER &&
           field->type != SC_TYPE_BOOLEAN && field->type != SC_TYPE_REAL;
}

int sc_field_is_set(const sc_field_t *field, const void *record)
{
    switch (field->type) {
    case SC_TYPE_INTEGER:
    case SC_TYPE_BOOLEAN:
        return sc_field_integer(field, record) != SC_NO_INTEGER;
    case SC_TYPE_REAL:
        return !isnan(sc_field_real(field, record));
    default:
        return *(void **)member_of(field, record) != NULL;
    }
}

int sc_contact_is_public(const void *record, const char *today)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const sc_field_t *published = sc_entity_field(entity, "contact_published");
    const sc_field_t *until = sc_entity_field(entity, "contact_until");

    if (!published || sc_field_integer(published, record) != 1) {
        return 0;
    }
    return !until || !sc_field_is_set(until, record) ||
           !sc_edtf_is_past(sc_field_text(until, record), today);
}

int sc_field_is_public(const sc_field_t *field, const void *record, const char *today)
{
    if (field->flags & SC_PUBLIC) {
        return 1;
    }
    return field->flags & SC_CONTACT ? sc_contact_is_public(record, today) : 0;
}

const char *sc_field_text(const sc_field_t *field, const void *record)
{
    return *(const char **)member_of(field, record);
}

apr_int64_t sc_field_integer(const sc_field_t *field, const void *record)
{
    return *(apr_int64_t *)member_of(field, record);
}

double sc_field_real(const sc_field_t *field, const void *record)
{
    return *(double *)member_of(field, record);
}

apr_array_header_t *sc_field_list(const sc_field_t *field, const void *record)
{
    return *(apr_array_header_t **)member_of(field, record);
}

void sc_field_set_text(const sc_field_t *field, void *record, const char *value)
{
    *(const char **)member_of(field, record) = value && *value ? value : NULL;
}

void sc_field_set_integer(const sc_field_t *field, void *record, apr_int64_t value)
{
    *(apr_int64_t *)member_of(field, record) = value;
}

void sc_field_set_real(const sc_field_t *field, void *record, double value)
{
    *(double *)member_of(field, record) = value;
}

void sc_field_set_list(const sc_field_t *field, void *record, apr_array_header_t *value)
{
    *(apr_array_header_t **)member_of(field, record) = value && value->nelts ? value : NULL;
}

void sc_record_each_searchable(const void *record, sc_searchable_fn *take, void *context)
{
    const sc_entity_t *entity = sc_record_entity(record);

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (!(field->flags & SC_SEARCHABLE) || !sc_field_is_set(field, record)) {
            continue;
        }
        if (field->type == SC_TYPE_PARTS) {
            const apr_array_header_t *parts = sc_field_list(field, record);

            for (int j = 0; j < parts->nelts; j++) {
                sc_record_each_searchable(APR_ARRAY_IDX(parts, j, void *), take, context);
            }
        }
        else {
            take(context, record, field, sc_field_text(field, record));
        }
    }
}

void sc_field_clear(const sc_field_t *field, void *record)
{
    switch (field->type) {
    case SC_TYPE_INTEGER:
    case SC_TYPE_BOOLEAN:
        sc_field_set_integer(field, record, SC_NO_INTEGER);
        break;
    case SC_TYPE_REAL:
        sc_field_set_real(field, record, NAN);
        break;
    default:
        *(void **)member_of(field, record) = NULL;
    }
}
