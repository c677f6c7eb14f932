#include "store/record/json_record.h"

#include "model/value.h"

#include <apr_strings.h>
#include <string.h>

/** Keys of our own JSON that are made from other things; no entity: those of every item. */
static const struct {
    const sc_entity_t *entity;
    const char *keys[14];
} made_keys[] = {
    {NULL, {"url", "version", "modified", "parties"}},
    {&sc_place,
     {"partnerships", "successors", "succession", "organizations", "sources", "claims",
      "claimed_by", "claimed_partners", "listed_partners", "memberships", "persons", "awards"}},
    {&sc_network, {"members", "member_total", "members_url"}},
    {&sc_partnership,
     {"term", "fixed_term", "conditions", "history", "agreements", "approvals", "activities",
      "gifts", "sources", "claims", "organizations", "persons", "awards"}},
    {&sc_guide, {"title", "text", "lang"}},
    {&sc_story, {"title", "text", "lang"}},
    {&sc_template, {"title", "text", "lang"}},
    {&sc_party, {"url", "name", "country"}}};

/* No JSON of ours is nested deeper, has more lists and objects or more values for its length: a
 * tree of [[],[],…] would take fifty times its memory. */
#define DEPTH_MOST 32
#define BYTES_FOR_CONTAINER 12
#define BYTES_FOR_VALUE 5
#define FEW 1000

/* What is too much in it, or NULL. */
static const char *excess_of(const char *bytes, apr_size_t length)
{
    apr_size_t containers = 0, commas = 0;
    int depth = 0, is_quoted = 0;

    for (apr_size_t i = 0; i < length; i++) {
        if (bytes[i] == '"') {
            is_quoted = !is_quoted;
        }
        else if (is_quoted) {
            i += bytes[i] == '\\';
        }
        else if (bytes[i] == '[' || bytes[i] == '{') {
            containers++;
            if (++depth > DEPTH_MOST) {
                return "lists and objects are nested too deeply";
            }
        }
        else if (bytes[i] == ']' || bytes[i] == '}') {
            depth--;
        }
        commas += !is_quoted && bytes[i] == ',';
    }
    return containers > FEW + length / BYTES_FOR_CONTAINER ||
                   commas > FEW + length / BYTES_FOR_VALUE
               ? "it is made of more values than of anything in them"
               : NULL;
}

json_t *sc_json_parse(const char *bytes, apr_size_t length, const char **error, apr_pool_t *pool)
{
    json_error_t fault;

    *error = excess_of(bytes, length);
    if (*error) {
        return NULL;
    }
    json_t *value = json_loadb(bytes, length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &fault);
    if (!value) {
        *error =
            apr_psprintf(pool, "%s (line %d, column %d)", fault.text, fault.line, fault.column);
    }
    return value;
}

static int is_made(const sc_entity_t *entity, const char *key)
{
    for (size_t i = 0; i < sizeof(made_keys) / sizeof(made_keys[0]); i++) {
        const sc_entity_t *owner = made_keys[i].entity;
        const char *const *made = made_keys[i].keys;

        if (owner ? owner != entity : !entity->collection) {
            continue;
        }
        while (*made && strcmp(*made, key) != 0) {
            made++;
        }
        if (*made) {
            return 1;
        }
    }
    return 0;
}

static int is_reference(const sc_field_t *field)
{
    return field->type == SC_TYPE_REFERENCE || field->type == SC_TYPE_REFERENCES;
}

/* The text of a string, or of the member that stands for an object. */
static const char *text_of(const sc_field_t *field, const json_t *value)
{
    if (json_is_object(value) && field->type == SC_TYPE_COUNTRY) {
        value = json_object_get(value, "code");
    }
    else if (json_is_object(value) && is_reference(field)) {
        value = json_object_get(value, "slug");
    }
    return json_string_value(value);
}

static int wrong_type(const sc_field_t *field, const char *detail, sc_problems_t *problems)
{
    sc_problem_add(problems, field->name, "wrong_type", detail, NULL);
    return 1;
}

static int read_text(const sc_field_t *field, void *record, const json_t *value, apr_pool_t *pool,
                     sc_problems_t *problems)
{
    const char *text = text_of(field, value);

    if (!text) {
        return wrong_type(field, N_("This must be a JSON string."), problems);
    }
    return !sc_value_from_text(field, record, text, pool, problems);
}

static int read_number(const sc_field_t *field, void *record, const json_t *value,
                       sc_problems_t *problems)
{
    if (field->type == SC_TYPE_BOOLEAN) {
        if (!json_is_boolean(value)) {
            return wrong_type(field, N_("This must be true or false."), problems);
        }
        sc_field_set_integer(field, record, json_is_true(value));
    }
    else if (field->type == SC_TYPE_INTEGER) {
        if (!json_is_integer(value)) {
            return wrong_type(field, N_("This must be a whole number."), problems);
        }
        sc_field_set_integer(field, record, json_integer_value(value));
    }
    else {
        if (!json_is_number(value)) {
            return wrong_type(field, N_("This must be a number."), problems);
        }
        sc_field_set_real(field, record, json_number_value(value));
    }
    return 0;
}

/* One part of a list, with the problems named by its path. */
static int read_part(const sc_field_t *field, apr_array_header_t *parts, int position,
                     const json_t *value, apr_pool_t *pool, sc_problems_t *problems)
{
    sc_problems_t within = sc_problems_within(problems, field->name, position);
    void *part = sc_record_new(field->target, pool);

    if (!json_is_object(value)) {
        return wrong_type(field, N_("This must be an array of JSON objects."), problems);
    }
    APR_ARRAY_PUSH(parts, void *) = part;
    return sc_json_record_read(value, part, pool, &within);
}

static int read_entry(const sc_field_t *field, apr_array_header_t *entries, const json_t *value,
                      apr_pool_t *pool, sc_problems_t *problems)
{
    const char *text = text_of(field, value);

    if (!text) {
        return wrong_type(field, N_("This must be an array of JSON strings."), problems);
    }
    const char *entry = sc_entry_from_text(field, text, pool, problems);
    if (!entry) {
        return 1;
    }
    APR_ARRAY_PUSH(entries, const char *) = entry;
    return 0;
}

static int read_list(const sc_field_t *field, void *record, const json_t *value, apr_pool_t *pool,
                     sc_problems_t *problems)
{
    int count = 0;

    if (!json_is_array(value)) {
        return wrong_type(field, N_("This must be a JSON array."), problems);
    }
    if (json_array_size(value) > (size_t)field->limit) {
        sc_problem_add(problems, field->name, "too_many",
                       N_("There may be at most {limit} entries."), "limit",
                       apr_psprintf(pool, "%" APR_INT64_T_FMT, field->limit), NULL);
        return 1;
    }
    apr_array_header_t *list = apr_array_make(pool, (int)json_array_size(value), sizeof(void *));
    for (size_t i = 0; i < json_array_size(value); i++) {
        const json_t *entry = json_array_get(value, i);

        count += field->type == SC_TYPE_PARTS
                     ? read_part(field, list, (int)i, entry, pool, problems)
                     : read_entry(field, list, entry, pool, problems);
    }
    sc_field_set_list(field, record, list);
    return count;
}

static int read_value(const sc_field_t *field, void *record, const json_t *value, apr_pool_t *pool,
                      sc_problems_t *problems)
{
    if (json_is_null(value)) {
        sc_field_clear(field, record);
        return 0;
    }
    if (sc_field_is_list(field)) {
        return read_list(field, record, value, pool, problems);
    }
    if (sc_field_is_text(field)) {
        return read_text(field, record, value, pool, problems);
    }
    return read_number(field, record, value, problems);
}

/* The field that a key means; a party's place goes by "slug" in our own JSON. */
static const sc_field_t *field_of(const sc_entity_t *entity, const char *key)
{
    if (entity == &sc_party && strcmp(key, "slug") == 0) {
        key = "place";
    }
    return sc_entity_field(entity, key);
}

int sc_json_record_read(const json_t *object, void *record, apr_pool_t *pool,
                        sc_problems_t *problems)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const char *key;
    json_t *value;
    int count = 0;

    json_object_foreach((json_t *)object, key, value) {
        const sc_field_t *field = field_of(entity, key);

        if (field) {
            count += read_value(field, record, value, pool, problems);
        }
        else if (!is_made(entity, key)) {
            sc_problem_add(problems, apr_pstrdup(problems->pool, key), "unknown_field",
                           N_("There is no field of this name in {kind}."), "kind",
                           entity->collection ? entity->collection : entity->name, NULL);
            count++;
        }
    }
    return count;
}
