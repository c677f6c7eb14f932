#include "present/write/jsonld.h"

#include "model/text/edtf.h"
#include "model/text/notation.h"
#include "present/write/format.h"
#include "present/write/json.h"
#include "view/force.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* What others call it, too. Whatever else there is has the name of its field, in our vocabulary. */
static const struct {
    const char *name;
    const char *term;
    const char *type;      /* or NULL */
    const char *container; /* or NULL */
} terms[] = {{"name", "schema:name", NULL, "@language"},
             {"title", "schema:name", NULL, NULL},
             {"url", "schema:url", "@id", NULL},
             {"website", "schema:url", "@id", NULL},
             {"wikidata", "schema:sameAs", "@id", NULL},
             {"email", "schema:email", NULL, NULL},
             {"phone", "schema:telephone", NULL, NULL},
             {"country", "schema:addressCountry", NULL, NULL},
             {"start", "schema:startDate", NULL, NULL},
             {"end", "schema:endDate", NULL, NULL},
             {"latitude", "schema:latitude", "xsd:decimal", NULL},
             {"longitude", "schema:longitude", "xsd:decimal", NULL},
             {"modified", "schema:dateModified", "xsd:dateTime", NULL}};

/* What an item is in schema.org. */
static const struct {
    const sc_entity_t *entity;
    const char *class;
} classes[] = {{&sc_organization, "schema:Organization"},
               {&sc_activity, "schema:Event"},
               {&sc_person, "schema:Person"}};

static const char *class_of(const void *record)
{
    static const char *const settlements[] = {"city", "town", "village", "municipality", NULL};
    const sc_entity_t *entity = sc_record_entity(record);
    const char *level = entity == &sc_place ? ((const sc_place_t *)record)->level : NULL;

    for (size_t i = 0; i < SC_LENGTH(classes); i++) {
        if (classes[i].entity == entity) {
            return classes[i].class;
        }
    }
    if (entity != &sc_place) {
        return NULL;
    }
    for (int i = 0; level && settlements[i]; i++) {
        if (strcmp(settlements[i], level) == 0) {
            return "schema:City";
        }
    }
    return "schema:AdministrativeArea";
}

/* "Partnership" of "partnership" */
static const char *name_of_class(const sc_entity_t *entity, apr_pool_t *pool)
{
    char *name = apr_pstrdup(pool, entity->name);

    *name = (char)apr_toupper(*name);
    return name;
}

static void write_reference(sc_json_t *json, const char *key, const sc_entity_t *entity,
                            const char *slug)
{
    sc_json_open(json, key, '{');
    sc_json_text(json, "@id", sc_address(json->view, entity->collection, slug, NULL));
    sc_json_close(json, '}');
}

/* Only full dates compare with each other, in any tool: the first and the last one that it can
 * mean. */
static void write_date(sc_json_t *json, const sc_field_t *field, const char *edtf)
{
    char first[11], last[11];
    apr_pool_t *pool = json->view->pool;
    sc_date_t date;

    sc_json_text(json, field->name, edtf);
    if (sc_edtf_parse(edtf, &date) == APR_SUCCESS) {
        sc_edtf_span(&date, first, last);
        sc_json_text(json, apr_pstrcat(pool, field->name, "_from", NULL), first);
        sc_json_text(json, apr_pstrcat(pool, field->name, "_to", NULL), last);
    }
}

/* Keys of language maps are compared in lower case. */
static const char *lower(const char *tag, apr_pool_t *pool)
{
    char *text = apr_pstrdup(pool, tag);

    for (char *letter = text; *letter; letter++) {
        *letter = (char)apr_tolower(*letter);
    }
    return text;
}

/* The names of now by their languages, each language once. */
static void write_names(sc_json_t *json, const sc_place_t *place)
{
    apr_hash_t *seen = apr_hash_make(json->view->pool);

    sc_json_open(json, "name", '{');
    sc_json_text(json, "@none", place->name);
    SC_EACH(const sc_name_t, name, place->names) {
        const char *lang = lower(name->lang, json->view->pool);
        int is_former = name->to || sc_is(name->kind, "former");

        if (!is_former && !sc_find(seen, lang)) {
            apr_hash_set(seen, lang, APR_HASH_KEY_STRING, lang);
            sc_json_text(json, lang, name->text);
        }
    }
    sc_json_close(json, '}');
}

static void write_members(sc_json_t *json, const void *record);

static void write_entries(sc_json_t *json, const sc_field_t *field, const void *record)
{
    const apr_array_header_t *entries = sc_field_list(field, record);

    if (field->type != SC_TYPE_PARTS && field->type != SC_TYPE_REFERENCES) {
        sc_json_texts(json, field->name, entries);
        return;
    }
    sc_json_open(json, field->name, '[');
    for (int i = 0; i < entries->nelts; i++) {
        if (field->type == SC_TYPE_REFERENCES) {
            write_reference(json, NULL, field->target, APR_ARRAY_IDX(entries, i, const char *));
            continue;
        }
        sc_json_open(json, NULL, '{');
        write_members(json, SC_AT(entries, i, void));
        sc_json_close(json, '}');
    }
    sc_json_close(json, ']');
}

static void write_field(sc_json_t *json, const sc_field_t *field, const void *record)
{
    apr_pool_t *pool = json->view->pool;

    if (sc_field_is_list(field)) {
        write_entries(json, field, record);
        return;
    }
    switch (field->type) {
    case SC_TYPE_DATE:
        write_date(json, field, sc_field_text(field, record));
        break;
    case SC_TYPE_REFERENCE:
        write_reference(json, field->name, field->target, sc_field_text(field, record));
        break;
    case SC_TYPE_WIKIDATA:
        sc_json_text(json, field->name,
                     apr_pstrcat(pool, "http://www.wikidata.org/entity/",
                                 sc_field_text(field, record), NULL));
        break;
    case SC_TYPE_REAL:
        /* A number of JSON becomes another literal in each tool. */
        sc_json_text(json, field->name, sc_real_text(sc_field_real(field, record), pool));
        break;
    default:
        sc_json_value(json, field, record);
    }
}

static void write_members(sc_json_t *json, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const char *today = json->view->today;

    if (entity == &sc_attachment) {
        sc_json_text(json, "@id",
                     sc_file_address(json->view, ((const sc_attachment_t *)record)->name));
    }
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (!sc_field_is_set(field, record) || !sc_field_is_public(field, record, today)) {
            continue;
        }
        if (entity == &sc_place && strcmp(field->name, "name") == 0) {
            write_names(json, record);
        }
        else if (entity == &sc_partnership && field->vocabulary == &sc_statuses) {
            sc_json_text(json, field->name, sc_status_on(record, today, today));
        }
        else {
            write_field(json, field, record);
        }
    }
}

static void write_item(sc_json_t *json, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const char *class = class_of(record);

    sc_json_text(json, "@id",
                 sc_address(json->view, entity->collection, sc_record_slug(record), NULL));
    sc_json_open(json, "@type", '[');
    sc_json_text(json, NULL, name_of_class(entity, json->view->pool));
    sc_json_text(json, NULL, class);
    sc_json_close(json, ']');
    sc_json_text(json, "modified", ((const sc_record_t *)record)->modified);
    write_members(json, record);
}

static sc_json_t begin(sc_buffer_t *out, const sc_view_t *view)
{
    sc_json_t json = sc_json_begin(out, view);

    sc_json_text(&json, "@context", sc_address(view, "context.jsonld", NULL));
    return json;
}

void sc_jsonld_item(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    sc_json_t json = begin(out, view);

    /* A dossier begins with the item that it is about. */
    write_item(&json, *(void *const *)data);
    sc_json_end(&json);
}

void sc_jsonld_list(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;
    sc_json_t json = begin(out, view);

    sc_json_text(&json, "@id", sc_address_of_page(view, "", ""));
    sc_json_text(&json, "@type", "List");
    sc_json_integer(&json, "total", list->total);
    if (list->next) {
        sc_json_open(&json, "next", '{');
        sc_json_text(&json, "@id", sc_address_of_page(view, ".jsonld", list->next));
        sc_json_close(&json, '}');
    }
    sc_json_open(&json, "items", '[');
    for (int i = 0; i < list->items->nelts; i++) {
        sc_json_open(&json, NULL, '{');
        write_item(&json, SC_AT(list->items, i, void));
        sc_json_close(&json, '}');
    }
    sc_json_close(&json, ']');
    sc_json_end(&json);
}

/* The context, and what its words mean. */

static void write_term(sc_json_t *json, const char *name, const char *term, const char *type,
                       const char *container)
{
    sc_json_open(json, name, '{');
    sc_json_text(json, "@id", term);
    sc_json_text(json, "@type", type);
    sc_json_text(json, "@container", container);
    sc_json_close(json, '}');
}

static int is_ours(const char *name)
{
    for (size_t i = 0; i < SC_LENGTH(terms); i++) {
        if (strcmp(terms[i].name, name) == 0) {
            return 0;
        }
    }
    return 1;
}

/* Names that tell how their values are to be taken: days and numbers. Each once. */
static void write_typed(sc_json_t *json, const sc_field_t *field, apr_hash_t *seen)
{
    apr_pool_t *pool = json->view->pool;
    const char *vocabulary = SC_JSONLD_VOCABULARY;

    if (sc_find(seen, field->name)) {
        return;
    }
    if (field->type == SC_TYPE_DATE) {
        const char *from = apr_pstrcat(pool, field->name, "_from", NULL);
        const char *to = apr_pstrcat(pool, field->name, "_to", NULL);

        apr_hash_set(seen, field->name, APR_HASH_KEY_STRING, field);
        write_term(json, from, apr_pstrcat(pool, vocabulary, from, NULL), "xsd:date", NULL);
        write_term(json, to, apr_pstrcat(pool, vocabulary, to, NULL), "xsd:date", NULL);
    }
    if (field->type == SC_TYPE_REAL && is_ours(field->name)) {
        apr_hash_set(seen, field->name, APR_HASH_KEY_STRING, field);
        write_term(json, field->name, apr_pstrcat(pool, vocabulary, field->name, NULL),
                   "xsd:decimal", NULL);
    }
}

typedef void visit_fn(sc_json_t *json, const sc_field_t *field, apr_hash_t *seen);

/* Each field of each entity and of its parts. */
static void visit(sc_json_t *json, const sc_entity_t *entity, visit_fn *visitor, apr_hash_t *seen)
{
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->flags & (SC_PUBLIC | SC_CONTACT)) {
            visitor(json, field, seen);
        }
        if (field->type == SC_TYPE_PARTS) {
            visit(json, field->target, visitor, seen);
        }
    }
}

static void visit_all(sc_json_t *json, visit_fn *visitor)
{
    apr_hash_t *seen = apr_hash_make(json->view->pool);

    for (const sc_entity_t *const *entity = sc_entities; *entity; entity++) {
        visit(json, *entity, visitor, seen);
    }
}

static void write_meaning(sc_json_t *json, const sc_field_t *field, apr_hash_t *seen)
{
    if (sc_find(seen, field->name) || !is_ours(field->name)) {
        return;
    }
    apr_hash_set(seen, field->name, APR_HASH_KEY_STRING, field);
    sc_json_open(json, NULL, '{');
    sc_json_text(json, "@id",
                 apr_pstrcat(json->view->pool, SC_JSONLD_VOCABULARY, field->name, NULL));
    sc_json_text(json, "@type", "rdf:Property");
    sc_json_text(json, "rdfs:label", sc_say(json->view, field->label));
    sc_json_text(json, "rdfs:comment", sc_say(json->view, field->help));
    sc_json_close(json, '}');
}

static void write_classes(sc_json_t *json)
{
    for (const sc_entity_t *const *entity = sc_entities; *entity; entity++) {
        sc_json_open(json, NULL, '{');
        sc_json_text(json, "@id",
                     apr_pstrcat(json->view->pool, SC_JSONLD_VOCABULARY,
                                 name_of_class(*entity, json->view->pool), NULL));
        sc_json_text(json, "@type", "rdfs:Class");
        sc_json_text(json, "rdfs:label", sc_say(json->view, (*entity)->label));
        sc_json_close(json, '}');
    }
}

void sc_jsonld_context(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    sc_json_t json = sc_json_begin(out, view);

    (void)data;
    sc_json_open(&json, "@context", '{');
    sc_json_text(&json, "@vocab", SC_JSONLD_VOCABULARY);
    sc_json_text(&json, "schema", "https://schema.org/");
    sc_json_text(&json, "xsd", "http://www.w3.org/2001/XMLSchema#");
    sc_json_text(&json, "rdf", "http://www.w3.org/1999/02/22-rdf-syntax-ns#");
    sc_json_text(&json, "rdfs", "http://www.w3.org/2000/01/rdf-schema#");
    for (size_t i = 0; i < SC_LENGTH(terms); i++) {
        write_term(&json, terms[i].name, terms[i].term, terms[i].type, terms[i].container);
    }
    visit_all(&json, write_typed);
    sc_json_close(&json, '}');
    sc_json_open(&json, "@graph", '[');
    write_classes(&json);
    visit_all(&json, write_meaning);
    sc_json_close(&json, ']');
    sc_json_end(&json);
}
