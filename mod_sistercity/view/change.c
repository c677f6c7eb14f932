#include "view/change.h"

#include <string.h>

const char sc_name_removed[] = N_("name removed");

static int is_equal_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static int is_equal_list(const sc_field_t *field, const apr_array_header_t *a,
                         const apr_array_header_t *b)
{
    if (SC_COUNT(a) != SC_COUNT(b)) {
        return 0;
    }
    for (int i = 0; i < SC_COUNT(a); i++) {
        const void *one = APR_ARRAY_IDX(a, i, const void *);
        const void *other = APR_ARRAY_IDX(b, i, const void *);

        if (field->type == SC_TYPE_PARTS ? !sc_record_is_equal(one, other)
                                         : !is_equal_text(one, other)) {
            return 0;
        }
    }
    return 1;
}

static int is_equal_value(const sc_field_t *field, const void *a, const void *b)
{
    switch (field->type) {
    case SC_TYPE_INTEGER:
    case SC_TYPE_BOOLEAN:
        return sc_field_integer(field, a) == sc_field_integer(field, b);
    case SC_TYPE_REAL:
        return sc_field_real(field, a) == sc_field_real(field, b);
    case SC_TYPE_WORDS:
    case SC_TYPE_COUNTRIES:
    case SC_TYPE_LANGUAGES:
    case SC_TYPE_REFERENCES:
    case SC_TYPE_PARTS:
        return is_equal_list(field, sc_field_list(field, a), sc_field_list(field, b));
    default:
        return is_equal_text(sc_field_text(field, a), sc_field_text(field, b));
    }
}

int sc_field_is_equal(const sc_field_t *field, const void *a, const void *b)
{
    int has_a = a && sc_field_is_set(field, a);
    int has_b = b && sc_field_is_set(field, b);

    return has_a && has_b ? is_equal_value(field, a, b) : has_a == has_b;
}

int sc_record_is_equal(const void *a, const void *b)
{
    const sc_entity_t *entity = sc_record_entity(a);

    for (int i = 0; i < entity->field_count; i++) {
        if (!sc_field_is_equal(&entity->fields[i], a, b)) {
            return 0;
        }
    }
    return 1;
}

apr_array_header_t *sc_differences(const sc_entity_t *entity, const void *before, const void *after,
                                   apr_pool_t *pool)
{
    apr_array_header_t *differences = apr_array_make(pool, 4, sizeof(sc_difference_t));

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (!sc_field_is_equal(field, before, after)) {
            sc_difference_t *difference = apr_array_push(differences);

            difference->field = field;
            difference->before = before;
            difference->after = after;
        }
    }
    return differences;
}

void sc_field_take(const sc_field_t *field, void *record, const void *other)
{
    if (sc_field_is_list(field)) {
        sc_field_set_list(field, record, sc_field_list(field, other));
    }
    else if (sc_field_is_text(field)) {
        sc_field_set_text(field, record, sc_field_text(field, other));
    }
    else if (field->type == SC_TYPE_REAL) {
        sc_field_set_real(field, record, sc_field_real(field, other));
    }
    else {
        sc_field_set_integer(field, record, sc_field_integer(field, other));
    }
}

int sc_draft_is_outdated(const sc_draft_t *draft)
{
    return draft->current && draft->version &&
           ((const sc_record_t *)draft->current)->version != draft->version;
}
