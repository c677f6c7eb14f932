#include "present/write/schema.h"

#include "model/text/edtf.h"

#include <apr_strings.h>
#include <string.h>

/* What the values of each type are called, and what they look like. */
static const struct {
    const char *json;    /* JSON Schema, Table Schema */
    const char *xsd;     /* CSV on the Web */
    const char *pattern; /* or NULL */
} types[] = {[SC_TYPE_SLUG] = {"string", "string", SC_SLUG_PATTERN},
             [SC_TYPE_TEXT] = {"string", "string", NULL},
             [SC_TYPE_MARKDOWN] = {"string", "string", NULL},
             [SC_TYPE_DATE] = {"string", "string", SC_EDTF_PATTERN},
             [SC_TYPE_INTEGER] = {"integer", "integer", NULL},
             [SC_TYPE_REAL] = {"number", "double", NULL},
             [SC_TYPE_BOOLEAN] = {"boolean", "boolean", NULL},
             [SC_TYPE_WORD] = {"string", "string", NULL},
             [SC_TYPE_WORDS] = {"string", "string", NULL},
             [SC_TYPE_URL] = {"string", "anyURI", "^https?://"},
             [SC_TYPE_COUNTRY] = {"string", "string", "^[A-Z]{2}$"},
             [SC_TYPE_COUNTRIES] = {"string", "string", "^[A-Z]{2}$"},
             [SC_TYPE_LANGUAGE] = {"string", "language", "^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"},
             [SC_TYPE_LANGUAGES] = {"string", "language", "^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$"},
             [SC_TYPE_CURRENCY] = {"string", "string", "^[A-Z]{3}$"},
             [SC_TYPE_WIKIDATA] = {"string", "string", "^Q[1-9][0-9]*$"},
             [SC_TYPE_REFERENCE] = {"string", "string", SC_SLUG_PATTERN},
             [SC_TYPE_REFERENCES] = {"string", "string", SC_SLUG_PATTERN},
             [SC_TYPE_PARTS] = {"string", "string", NULL}};

static json_t *reference_to(const char *name)
{
    return json_pack("{s:s+}", "$ref", "#/components/schemas/", name);
}

static json_t *words_of(const sc_vocabulary_t *vocabulary)
{
    json_t *words = json_array();

    for (int i = 0; i < vocabulary->count; i++) {
        json_array_append_new(words, json_string(vocabulary->words[i].word));
    }
    return words;
}

/* Adds what the value is confined to, in words that JSON Schema and Table Schema share. */
static void add_bounds(json_t *schema, const sc_field_t *field)
{
    if (types[field->type].pattern) {
        json_object_set_new(schema, "pattern", json_string(types[field->type].pattern));
    }
    if (field->vocabulary) {
        json_object_set_new(schema, "enum", words_of(field->vocabulary));
    }
    if (field->type == SC_TYPE_INTEGER || field->type == SC_TYPE_REAL) {
        json_object_set_new(schema, "minimum", json_integer(field->least));
        json_object_set_new(schema, "maximum", json_integer(field->limit));
    }
}

static json_t *value_of(const sc_entity_t *entity, const sc_field_t *field)
{
    if (field->type == SC_TYPE_COUNTRY) {
        return reference_to("country");
    }
    if (field->type == SC_TYPE_PARTS) {
        /* Parties are told as the places that they are. */
        return reference_to(entity == &sc_partnership && field->target == &sc_party
                                ? "party_of_partnership"
                                : field->target->name);
    }
    json_t *schema = json_pack("{s:s}", "type", types[field->type].json);
    add_bounds(schema, field);
    return schema;
}

static json_t *schema_of_field(const sc_view_t *view, const sc_entity_t *entity,
                               const sc_field_t *field)
{
    json_t *schema = value_of(entity, field);

    if (sc_field_is_list(field)) {
        schema = json_pack("{s:s,s:o}", "type", "array", "items", schema);
    }
    json_object_set_new(schema, "title", json_string(sc_say(view, field->label)));
    json_object_set_new(schema, "description", json_string(sc_say(view, field->help)));
    return schema;
}

/* Where the file is, where the site keeps files, and what it is. */
static void add_members_of_file(json_t *members)
{
    json_object_set_new(members, "url", json_pack("{s:s,s:s}", "type", "string", "format", "uri"));
    json_object_set_new(members, "media_type", json_pack("{s:s}", "type", "string"));
}

static void add_members_of_item(json_t *members, json_t *required, const sc_entity_t *entity)
{
    json_object_set_new(members, "slug",
                        json_pack("{s:s,s:s}", "type", "string", "pattern", SC_SLUG_PATTERN));
    json_array_append_new(required, json_string("slug"));
    if (!sc_entity_field(entity, "url")) {
        json_object_set_new(members, "url",
                            json_pack("{s:s,s:s}", "type", "string", "format", "uri"));
        json_array_append_new(required, json_string("url"));
    }
    json_object_set_new(members, "version",
                        json_pack("{s:s,s:i}", "type", "integer", "minimum", 1));
    json_array_append_new(required, json_string("version"));
    json_object_set_new(members, "modified",
                        json_pack("{s:s,s:s}", "type", "string", "format", "date-time"));
}

json_t *sc_schema_of_entity(const sc_view_t *view, const sc_entity_t *entity)
{
    json_t *members = json_object(), *required = json_array();

    if (entity->collection) {
        add_members_of_item(members, required, entity);
    }
    if (entity == &sc_attachment) {
        add_members_of_file(members);
    }
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->type == SC_TYPE_SLUG || !sc_schema_has_column(field)) {
            continue;
        }
        json_object_set_new(members, field->name, schema_of_field(view, entity, field));
        /* A list may be asked for some of its columns only. */
        if (field->flags & SC_REQUIRED && !entity->collection) {
            json_array_append_new(required, json_string(field->name));
        }
    }
    return json_pack("{s:s,s:s,s:o,s:o}", "type", "object", "title", sc_say(view, entity->label),
                     "required", required, "properties", members);
}

int sc_schema_has_column(const sc_field_t *field)
{
    return (field->flags & (SC_PUBLIC | SC_CONTACT)) != 0;
}

/* Entries of a list are joined in one cell, which other tools see as a text. */
json_t *sc_schema_of_cell(const sc_view_t *view, const sc_field_t *field)
{
    json_t *constraints = json_object();
    json_t *cell =
        json_pack("{s:s,s:s,s:s,s:s}", "name", field->name, "type", types[field->type].json,
                  "title", sc_say(view, field->label), "description", sc_say(view, field->help));

    if (!sc_field_is_list(field)) {
        add_bounds(constraints, field);
    }
    if (field->flags & SC_REQUIRED) {
        json_object_set_new(constraints, "required", json_true());
    }
    if (field->type == SC_TYPE_SLUG) {
        json_object_set_new(constraints, "unique", json_true());
    }
    if (field->type == SC_TYPE_BOOLEAN) {
        json_object_set_new(cell, "trueValues", json_pack("[s]", "true"));
        json_object_set_new(cell, "falseValues", json_pack("[s]", "false"));
    }
    if (json_object_size(constraints) > 0) {
        json_object_set_new(cell, "constraints", constraints);
    }
    else {
        json_decref(constraints);
    }
    return cell;
}

static const char *format_of(const sc_field_t *field, apr_pool_t *pool)
{
    const char *format = "^(";

    if (!field->vocabulary) {
        return types[field->type].pattern;
    }
    for (int i = 0; i < field->vocabulary->count; i++) {
        format = apr_pstrcat(pool, format, i ? "|" : "", field->vocabulary->words[i].word, NULL);
    }
    return apr_pstrcat(pool, format, ")$", NULL);
}

json_t *sc_schema_of_column(const sc_view_t *view, const sc_field_t *field)
{
    json_t *datatype = json_pack("{s:s}", "base", types[field->type].xsd);
    json_t *column =
        json_pack("{s:s,s:s,s:s,s:s,s:b}", "name", field->name, "titles", field->name, "rdfs:label",
                  sc_say(view, field->label), "rdfs:comment", sc_say(view, field->help), "required",
                  (field->flags & SC_REQUIRED) != 0);

    if (strcmp(types[field->type].xsd, "string") == 0 && format_of(field, view->pool)) {
        json_object_set_new(datatype, "format", json_string(format_of(field, view->pool)));
    }
    if (field->type == SC_TYPE_BOOLEAN) {
        json_object_set_new(datatype, "format", json_string("true|false"));
    }
    if (field->type == SC_TYPE_INTEGER || field->type == SC_TYPE_REAL) {
        json_object_set_new(datatype, "minimum", json_integer(field->least));
        json_object_set_new(datatype, "maximum", json_integer(field->limit));
    }
    json_object_set_new(column, "datatype", datatype);
    if (sc_field_is_list(field)) {
        json_object_set_new(column, "separator", json_string("|"));
    }
    return column;
}

static int append(const char *bytes, size_t length, void *buffer)
{
    sc_buffer_add(buffer, bytes, length);
    return 0;
}

void sc_schema_write(sc_buffer_t *out, json_t *value)
{
    json_dump_callback(value, append, out, JSON_COMPACT);
    sc_buffer_add(out, "\n", 1);
    json_decref(value);
}
