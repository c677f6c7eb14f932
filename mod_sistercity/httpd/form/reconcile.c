#include "httpd/form/reconcile.h"

#include "httpd/answer/input.h"
#include "httpd/answer/reply.h"
#include "httpd/form/body.h"
#include "model/text/notation.h"
#include "model/text/utf8.h"
#include "present/page/reconcile.h"
#include "store/load/load.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <http_protocol.h>
#include <jansson.h>
#include <string.h>

/* Fifty queries with their properties are a few kilobytes. */
#define BODY_MOST (256 * 1024)

#define POLICY                                                                                     \
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors *"

/* What stands where. */
static const struct {
    const char *path;
    sc_reconcile_e kind;
} addresses[] = {{"/reconcile", SC_RECONCILE_MANIFEST},
                 {"/reconcile/suggest/entity", SC_RECONCILE_SUGGEST_ENTITY},
                 {"/reconcile/suggest/type", SC_RECONCILE_SUGGEST_TYPE},
                 {"/reconcile/suggest/property", SC_RECONCILE_SUGGEST_PROPERTY},
                 {"/reconcile/properties", SC_RECONCILE_PROPOSE},
                 {"/reconcile/preview", SC_RECONCILE_PREVIEW}};

/* What is being read. */
typedef struct asking_t {
    sc_request_t *request;
    apr_pool_t *pool;
    sc_problems_t *problems;
    sc_reconcile_t *made;
} asking_t;

static void refuse(asking_t *asking, const char *field, const char *code, const char *detail,
                   const char *value)
{
    sc_problem_add(asking->problems, field, code, detail, "value",
                   apr_pstrmemdup(asking->pool, value, sc_utf8_prefix(value, 60)), NULL);
}

static void refuse_more(asking_t *asking, const char *field, int most)
{
    refuse(asking, field, "too_many", N_("At most {value} of these can be asked for at once."),
           apr_itoa(asking->pool, most));
}

/* A text of JSON, if it is one that can be looked for. */
static const char *text_of(asking_t *asking, const char *field, const json_t *value)
{
    const char *text = json_string_value(value);

    if (value && !json_is_null(value) && !text) {
        refuse(asking, field, "not_text", N_("This must be a text."), "");
    }
    else if (text && json_string_length(value) > SC_VALUE_LIMIT) {
        refuse(asking, field, "too_long", N_("The value is too long."), "");
        text = NULL;
    }
    return text ? apr_pstrdup(asking->pool, text) : NULL;
}

/* A value of a property as text: "JP", 675647, {"id": "JP"}. */
static const char *value_of(asking_t *asking, const char *field, const json_t *value)
{
    if (json_is_number(value)) {
        return apr_psprintf(asking->pool, "%.17g", json_number_value(value));
    }
    if (json_is_boolean(value)) {
        return json_is_true(value) ? "1" : "0";
    }
    return text_of(asking, field, json_is_object(value) ? json_object_get(value, "id") : value);
}

static void add_value(asking_t *asking, sc_stated_t *stated, const json_t *value)
{
    const char *text = value_of(asking, "queries", value);

    if (text && *text) {
        APR_ARRAY_PUSH(stated->values, const char *) = text;
    }
}

/* The country narrows the search, too. */
static void use_country(asking_t *asking, sc_reconcile_query_t *query, const sc_stated_t *stated)
{
    const char *tag, *value;

    if (strcmp(stated->property, "country") != 0 || stated->values->nelts != 1) {
        return;
    }
    value = APR_ARRAY_IDX(stated->values, 0, const char *);
    char *code = apr_pstrdup(asking->pool, value);
    for (char *letter = code; *letter; letter++) {
        *letter = apr_toupper(*letter);
    }
    query->asked.country =
        sc_country_is_known(code)
            ? code
            : sc_languages_country(asking->request->server->process->languages, value, &tag);
}

static void read_property(asking_t *asking, sc_reconcile_query_t *query, const json_t *property)
{
    const json_t *value = json_object_get(property, "v");
    sc_stated_t stated = {text_of(asking, "queries", json_object_get(property, "pid")),
                          apr_array_make(asking->pool, 1, sizeof(const char *))};

    if (!stated.property || !value) {
        refuse(asking, "queries", "required", N_("A property needs “pid” and “v”."), "");
        return;
    }
    if (json_array_size(value) > SC_RECONCILE_VALUES_MOST) {
        refuse_more(asking, "queries", SC_RECONCILE_VALUES_MOST);
        return;
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        add_value(asking, &stated, json_array_get(value, i));
    }
    if (!json_is_array(value)) {
        add_value(asking, &stated, value);
    }
    APR_ARRAY_PUSH(query->stated, sc_stated_t) = stated;
    use_country(asking, query, &stated);
}

static void read_properties(asking_t *asking, sc_reconcile_query_t *query, const json_t *properties)
{
    if (properties && !json_is_array(properties)) {
        refuse(asking, "queries", "not_a_list", N_("This must be a list."), "");
    }
    else if (json_array_size(properties) > SC_RECONCILE_PROPERTIES_MOST) {
        refuse_more(asking, "queries", SC_RECONCILE_PROPERTIES_MOST);
    }
    else {
        for (size_t i = 0; i < json_array_size(properties); i++) {
            read_property(asking, query, json_array_get(properties, i));
        }
    }
}

/* All places are of the type "place", and of their level. */
static void read_type(asking_t *asking, sc_reconcile_query_t *query, const json_t *type)
{
    size_t count = json_is_array(type) ? json_array_size(type) : type && !json_is_null(type);
    const char *level = NULL;
    int is_any = count == 0;

    for (size_t i = 0; i < count && i < SC_RECONCILE_VALUES_MOST; i++) {
        const char *word =
            text_of(asking, "queries", json_is_array(type) ? json_array_get(type, i) : type);

        is_any |= sc_is(word, "place");
        level = word && sc_vocabulary_find(&sc_levels, word) >= 0 ? word : level;
    }
    query->asked.level = is_any ? NULL : level;
    query->is_nothing = !is_any && !level;
}

/* "Kyoto, Japan" names its country. */
static void read_words(asking_t *asking, sc_reconcile_query_t *query, const json_t *words)
{
    const sc_languages_t *languages = asking->request->server->process->languages;

    query->asked.q = text_of(asking, "queries", words);
    sc_request_read_names(languages, &query->asked, asking->pool);
}

static void read_limit(asking_t *asking, sc_reconcile_query_t *query, const json_t *limit)
{
    double number = json_is_number(limit) ? json_number_value(limit) : 0;

    if (limit && !json_is_null(limit) &&
        (!json_is_number(limit) || number < 1 || number > 1000000)) {
        refuse(asking, "queries", "out_of_range", N_("“{value}” is not a whole number from 1 on."),
               "limit");
    }
    query->limit = number >= 1 && number < SC_RECONCILE_CANDIDATES_MOST ? (int)number
                   : number >= 1 ? SC_RECONCILE_CANDIDATES_MOST
                                 : SC_RECONCILE_SUGGESTED;
}

static void read_query(asking_t *asking, const char *key, const json_t *json)
{
    sc_reconcile_query_t *query = apr_array_push(asking->made->queries);

    *query = (sc_reconcile_query_t){.key = apr_pstrdup(asking->pool, key)};
    query->stated = apr_array_make(asking->pool, 1, sizeof(sc_stated_t));
    if (!json_is_object(json) ||
        (!json_object_get(json, "query") && !json_object_get(json, "properties"))) {
        refuse(asking, "queries", "required", N_("“{value}” has neither “query” nor “properties”."),
               key);
        return;
    }
    read_words(asking, query, json_object_get(json, "query"));
    read_limit(asking, query, json_object_get(json, "limit"));
    read_type(asking, query, json_object_get(json, "type"));
    read_properties(asking, query, json_object_get(json, "properties"));
}

static void read_queries(asking_t *asking, json_t *json)
{
    const char *key;
    json_t *query;

    asking->made->kind = SC_RECONCILE_QUERIES;
    if (json_object_size(json) > SC_RECONCILE_QUERIES_MOST) {
        refuse_more(asking, "queries", SC_RECONCILE_QUERIES_MOST);
        return;
    }
    json_object_foreach(json, key, query) {
        read_query(asking, key, query);
    }
}

static void read_told_property(asking_t *asking, const json_t *property)
{
    const char *id = text_of(asking, "extend", json_object_get(property, "id"));
    const sc_field_t *field = id ? sc_entity_field(&sc_place, id) : NULL;

    if (!field || !sc_reconcile_can_tell(field)) {
        refuse(asking, "extend", "unknown_property", N_("There is no property “{value}”."),
               id ? id : "");
        return;
    }
    APR_ARRAY_PUSH(asking->made->properties, const sc_field_t *) = field;
}

static void read_extension(asking_t *asking, json_t *json)
{
    const json_t *ids = json_object_get(json, "ids");
    const json_t *properties = json_object_get(json, "properties");

    asking->made->kind = SC_RECONCILE_EXTEND;
    if (!json_is_array(ids) || !json_is_array(properties)) {
        refuse(asking, "extend", "required",
               N_("An extension needs the lists “ids” and “properties”."), "");
        return;
    }
    if (json_array_size(ids) > SC_RECONCILE_IDS_MOST) {
        refuse_more(asking, "extend", SC_RECONCILE_IDS_MOST);
        return;
    }
    if (json_array_size(properties) > SC_RECONCILE_PROPERTIES_MOST) {
        refuse_more(asking, "extend", SC_RECONCILE_PROPERTIES_MOST);
        return;
    }
    for (size_t i = 0; i < json_array_size(ids); i++) {
        const char *id = text_of(asking, "extend", json_array_get(ids, i));

        if (id && !sc_has_text(asking->made->ids, id)) {
            APR_ARRAY_PUSH(asking->made->ids, const char *) = id;
        }
    }
    for (size_t i = 0; i < json_array_size(properties); i++) {
        read_told_property(asking, json_array_get(properties, i));
    }
}

typedef void read_fn(asking_t *asking, json_t *json);

/* A form field with an object of JSON in it. */
static void read_json(asking_t *asking, const char *field, const char *text, read_fn *read)
{
    json_error_t error;
    json_t *json = json_loads(text, JSON_REJECT_DUPLICATES, &error);

    if (!json_is_object(json)) {
        refuse(asking, field, "not_json", N_("This is not an object in JSON."), "");
    }
    else {
        read(asking, json);
    }
    json_decref(json);
}

/* The fields that an address understands; others are passed over. */
static void read_fields(asking_t *asking, const sc_input_t *input)
{
    const char *queries = sc_input_get(input, "queries"), *extend = sc_input_get(input, "extend");
    const char *prefix = sc_input_get(input, "prefix"), *id = sc_input_get(input, "id");
    sc_reconcile_t *made = asking->made;
    int is_service = made->kind == SC_RECONCILE_MANIFEST;

    made->prefix = prefix;
    made->cursor = (int)sc_input_number(input, "cursor");
    if (prefix && strlen(prefix) > SC_VALUE_LIMIT) {
        refuse(asking, "prefix", "too_long", N_("The value is too long."), "");
    }
    else if (is_service && queries) {
        read_json(asking, "queries", queries, read_queries);
    }
    else if (is_service && extend) {
        read_json(asking, "extend", extend, read_extension);
    }
    else if (made->kind == SC_RECONCILE_SUGGEST_ENTITY) {
        sc_reconcile_query_t *query = apr_array_push(made->queries);

        *query = (sc_reconcile_query_t){.key = "", .asked = {.q = prefix}};
        query->limit = made->cursor + SC_RECONCILE_SUGGESTED;
    }
    else if (made->kind == SC_RECONCILE_PREVIEW && id) {
        APR_ARRAY_PUSH(made->ids, const char *) = id;
    }
}

/* @return OK or the status of a refusal; what httpd has answered itself is that, too */
static int read_input(asking_t *asking)
{
    request_rec *r = asking->request->r;
    const char *text = r->args ? r->args : "", *why;
    apr_size_t length = strlen(text);
    int status = OK;

    if (r->method_number == M_POST) {
        if (!sc_body_is(r, "application/x-www-form-urlencoded")) {
            return HTTP_UNSUPPORTED_MEDIA_TYPE;
        }
        status = sc_body_read(r, BODY_MOST, &text, &length);
    }
    if (status != OK) {
        return status;
    }
    const sc_input_t *input = sc_input_read(text, length, &why, asking->pool);
    if (!input) {
        sc_problem_add(asking->problems, NULL, "not_text", why, NULL);
        return HTTP_BAD_REQUEST;
    }
    read_fields(asking, input);
    if (asking->made->cursor > SC_LIMIT_MOST) {
        refuse_more(asking, "cursor", SC_LIMIT_MOST);
    }
    return asking->problems->items->nelts ? HTTP_BAD_REQUEST : OK;
}

static int load(sc_request_t *request, sc_db_t *db, void *baton)
{
    sc_db_begin_reading(db);
    apr_status_t rv = sc_load_reconcile(db, request->r->pool, baton);
    sc_db_end_reading(db);
    return sc_database_status(request, db, rv);
}

static int send_made(sc_request_t *request, const sc_reconcile_t *made)
{
    sc_buffer_t *body = sc_buffer_new(request->r->pool, 4096);
    apr_table_t *headers = request->r->headers_out;

    if (made->kind == SC_RECONCILE_PREVIEW) {
        if (!sc_reconcile_preview(body, &request->view, made)) {
            return sc_error_answer(request, HTTP_NOT_FOUND);
        }
        apr_table_setn(headers, "Content-Security-Policy", POLICY);
    }
    else {
        sc_json_reconcile(body, &request->view, made);
    }
    sc_send_negotiated(request);
    sc_send_caching(request);
    return sc_send(request, sc_formats[request->format].content_type, body);
}

static sc_reconcile_t *made_for(const sc_request_t *request)
{
    apr_pool_t *pool = request->r->pool;
    sc_reconcile_t *made = apr_pcalloc(pool, sizeof(*made));
    size_t i = 0;

    while (strcmp(addresses[i].path, request->route->pattern) != 0) {
        i++;
    }
    made->kind = addresses[i].kind;
    made->queries = apr_array_make(pool, 1, sizeof(sc_reconcile_query_t));
    made->ids = apr_array_make(pool, 1, sizeof(const char *));
    made->properties = apr_array_make(pool, 1, sizeof(const sc_field_t *));
    return made;
}

int sc_reconcile_answer(sc_request_t *request, int status)
{
    asking_t asking = {request, request->r->pool, request->problems, made_for(request)};

    apr_table_setn(request->r->headers_out, "Access-Control-Allow-Origin", "*");
    if (status == HTTP_METHOD_NOT_ALLOWED) {
        apr_table_setn(request->r->headers_out, "Allow", "GET, HEAD, POST");
    }
    if (status == OK) {
        status = read_input(&asking);
    }
    if (status == OK) {
        status = sc_with_database(request, load, asking.made);
    }
    return status == OK ? send_made(request, asking.made) : sc_error_answer(request, status);
}
