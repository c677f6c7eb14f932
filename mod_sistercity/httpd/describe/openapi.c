#include "httpd/describe/openapi.h"

#include "httpd/answer/parameters.h"
#include "httpd/describe/catalog.h"
#include "httpd/describe/dataset.h"
#include "model/text/edtf.h"
#include "present/picture/map.h"
#include "present/write/schema.h"
#include "store/query/list.h"
#include "version.h"

#include <apr_strings.h>
#include <string.h>

static json_t *reference(const char *kind, const char *name)
{
    return json_pack("{s:s++}", "$ref", "#/components/", kind, name);
}

/* Schemas: those of the entities, with the members that are made besides their fields. */

static void add_entity(const sc_view_t *view, json_t *schemas, const sc_entity_t *entity)
{
    json_t *schema = sc_schema_of_entity(view, entity);
    json_t *members = json_object_get(schema, "properties");

    if (sc_entity_field(entity, "partnership")) {
        json_object_set_new(members, "parties",
                            json_pack("{s:s,s:o}", "type", "array", "items",
                                      reference("schemas/", "party_of_partnership")));
    }
    json_object_update_missing(
        members, json_object_get(json_object_get(schemas, entity->name), "properties"));
    json_object_set_new(schemas, entity->name, schema);
}

static void add_schemas(const sc_view_t *view, json_t *schemas)
{
    for (const sc_entity_t *const *entity = sc_entities; *entity; entity++) {
        add_entity(view, schemas, *entity);
        for (int i = 0; i < (*entity)->field_count; i++) {
            const sc_field_t *field = &(*entity)->fields[i];

            /* Parties are told as the places that they are. */
            if (field->type == SC_TYPE_PARTS && field->flags & SC_PUBLIC &&
                field->target != &sc_party && !json_object_get(schemas, field->target->name)) {
                add_entity(view, schemas, field->target);
            }
        }
    }
}

static json_t *list_of(const sc_entity_t *entity)
{
    return json_pack("{s:s,s:[s,s,s],s:{s:{s:s,s:o},s:{s:s,s:i},s:{s:s,s:s},s:{s:s,s:s},s:{s:s}}}",
                     "type", "object", "required", "items", "total", "revision", "properties",
                     "items", "type", "array", "items", reference("schemas/", entity->name),
                     "total", "type", "integer", "minimum", 0, "next", "type", "string", "format",
                     "uri", "previous", "type", "string", "format", "uri", "revision", "type",
                     "integer");
}

/* "timeline" of "/places/ * /timeline"; the overview has no name in its address. */
static const char *name_of(const sc_route_t *route)
{
    const char *name = strrchr(route->pattern, '/') + 1;

    name = strncmp(name, "*.", 2) == 0 ? name + 2 : name;
    return *name ? name : "overview";
}

static json_t *document_of(const json_t *schemas, const sc_route_t *route)
{
    if (route->collection) {
        return list_of(route->collection);
    }
    if (strcmp(name_of(route), "*") == 0) {
        return reference("schemas/", route->item->name);
    }
    return json_object_get(schemas, name_of(route)) ? reference("schemas/", name_of(route))
                                                    : json_pack("{s:s}", "type", "object");
}

static json_t *schema_of(const json_t *schemas, const sc_route_t *route, int format)
{
    switch (format) {
    case SC_FORMAT_JSON:
        return document_of(schemas, route);
    case SC_FORMAT_GEOJSON:
        return json_pack("{s:s,s:[ss]}", "type", "object", "required", "type", "features");
    case SC_FORMAT_JSONLD:
        return json_pack("{s:s}", "type", "object");
    default:
        return json_pack("{s:s}", "type", "string");
    }
}

static json_t *content_of(const json_t *schemas, const sc_route_t *route, int format)
{
    return json_pack("{s:o}", "schema", schema_of(schemas, route, format));
}

/* Parameters */

static json_t *schema_of_filter(const sc_filter_t *filter)
{
    static const char *const patterns[] = {[SC_FILTER_ITEM] = SC_SLUG_PATTERN,
                                           [SC_FILTER_COUNTRY] = "^[A-Za-z]{2}$",
                                           [SC_FILTER_DATE] = SC_EDTF_PATTERN,
                                           [SC_FILTER_DAY] = SC_EDTF_PATTERN,
                                           [SC_FILTER_WORD] = NULL,
                                           [SC_FILTER_SEARCH] = NULL};
    json_t *schema = json_pack("{s:s}", "type", "string"), *words;

    if (patterns[filter->type]) {
        json_object_set_new(schema, "pattern", json_string(patterns[filter->type]));
    }
    if (filter->vocabulary) {
        words = json_array();
        for (int i = 0; i < filter->vocabulary->count; i++) {
            json_array_append_new(words, json_string(filter->vocabulary->words[i].word));
        }
        json_object_set_new(schema, "enum", words);
    }
    /* Each value is a parameter of its own: country=GB&country=RU. */
    return sc_filter_repeats(filter) ? json_pack("{s:s,s:i,s:o}", "type", "array", "maxItems",
                                                 SC_FILTER_VALUES_MOST, "items", schema)
                                     : schema;
}

static json_t *words_of_orders(const sc_entity_t *entity)
{
    json_t *words = json_array();

    for (const char *const *order = sc_list_orders(entity); *order; order++) {
        json_array_append_new(words, json_string(*order));
        json_array_append_new(words, json_pack("s+", "-", *order));
    }
    return words;
}

/* The parameter of the route; those whose values depend on that stand there in full. */
static json_t *parameter_of(const sc_route_t *route, const json_t *known, const char *name)
{
    if (strcmp(name, "sort") != 0) {
        return reference("parameters/", name);
    }
    json_t *parameter = json_deep_copy(json_object_get(known, name));
    json_object_set_new(json_object_get(parameter, "schema"), "enum",
                        words_of_orders(route->collection));
    return parameter;
}

static int is_of_data(const char *name)
{
    const sc_route_t *route = sc_public_routes;

    while (route->pattern && !sc_parameter_is_understood(name, route)) {
        route++;
    }
    return route->pattern != NULL;
}

/* Those that openapi.json does not describe are at least named; not those of pages alone. */
static void add_parameters(const sc_view_t *view, json_t *known)
{
    const char *name;

    for (int i = 0; (name = sc_parameter_at(i)); i++) {
        const sc_filter_t *filter = sc_filter_named(name);

        if (filter) {
            json_object_set_new(known, name,
                                json_pack("{s:s,s:s,s:s,s:o}", "name", name, "in", "query",
                                          "description", sc_say(view, filter->label), "schema",
                                          schema_of_filter(filter)));
        }
        else if (!json_object_get(known, name) && is_of_data(name)) {
            json_object_set_new(known, name,
                                json_pack("{s:s,s:s,s:{s:s}}", "name", name, "in", "query",
                                          "schema", "type", "string"));
        }
    }
}

static json_t *parameters_of(const sc_route_t *route, const json_t *known)
{
    json_t *parameters = json_array();
    const char *name;

    if (strchr(route->pattern, '*')) {
        json_array_append_new(parameters, reference("parameters/", "slug"));
    }
    for (int i = 0; (name = sc_parameter_at(i)); i++) {
        if (sc_parameter_is_understood(name, route)) {
            json_array_append_new(parameters, parameter_of(route, known, name));
        }
    }
    return parameters;
}

/* Operations */

static json_t *answers_of(const json_t *statuses, const sc_route_t *route, json_t *content)
{
    json_t *answers =
        json_pack("{s:{s:s,s:{s:o},s:o}}", "200", "description", "What was asked for", "headers",
                  "ETag", reference("headers/", "ETag"), "content", content);
    const char *status;
    json_t *response;

    if (route->collection) {
        json_object_set_new(json_object_get(json_object_get(answers, "200"), "headers"), "Link",
                            reference("headers/", "Link"));
    }
    json_object_foreach((json_t *)statuses, status, response) {
        json_object_set_new(answers, status, reference("responses/", json_string_value(response)));
    }
    return answers;
}

static const char *path_of(const sc_view_t *view, const sc_route_t *route, const char *suffix)
{
    const char *path = sc_route_path(route, "{slug}", view->pool);

    path = *suffix && strcmp(path, "/") == 0 ? "/index" : path;
    return apr_pstrcat(view->pool, path, suffix, NULL);
}

/* "places_slug_partners_csv" of "/places/{slug}/partners.csv" */
static const char *id_of(const sc_view_t *view, const char *path)
{
    char *id = apr_pstrdup(view->pool, path[1] ? path + 1 : "overview"), *end = id;

    for (const char *at = id; *at; at++) {
        if (!strchr("{}", *at)) {
            *end++ = strchr("/.-", *at) ? '_' : *at;
        }
    }
    *end = '\0';
    return id;
}

static void add_path(const sc_view_t *view, json_t *document, const sc_route_t *route,
                     const char *suffix, json_t *content)
{
    const json_t *components = json_object_get(document, "components");
    const char *path = path_of(view, route, suffix);
    json_t *operation = json_pack(
        "{s:s,s:s,s:[s],s:o,s:o}", "operationId", id_of(view, path), "summary", path, "tags",
        route->item         ? route->item->collection
        : route->collection ? route->collection->collection
                            : "registry",
        "parameters", parameters_of(route, json_object_get(components, "parameters")), "responses",
        answers_of(json_object_get(document, "statuses"), route, content));

    json_object_set_new(json_object_get(document, "paths"), path,
                        json_pack("{s:o}", "get", operation));
}

/* The address without a suffix, where Accept decides, and then in each of its forms: of two that an
 * address fits, some tools take the last. */
static void add_route(const sc_view_t *view, json_t *document, const sc_route_t *route)
{
    const json_t *schemas = json_object_get(json_object_get(document, "components"), "schemas");
    unsigned formats = sc_route_formats(route);
    json_t *any = json_object();

    /* With a dot in its name an address has no other form. */
    if (!strchr(route->pattern, '.')) {
        add_path(view, document, route, "", json_incref(any));
    }
    for (int format = 0; format < SC_FORMAT_COUNT; format++) {
        if (formats & 1u << format) {
            json_t *content = json_object();

            json_object_set_new(content, sc_formats[format].media_type,
                                content_of(schemas, route, format));
            json_object_update(any, content);
            /* Clients of a service know its one address. */
            if (route->flags & SC_ROUTE_SERVICE) {
                json_decref(content);
                continue;
            }
            add_path(view, document, route, sc_formats[format].suffix, content);
        }
    }
    json_decref(any);
}

/* The fields of the reconciliation service's form; its manifest names its other addresses. */
static void add_service(const sc_view_t *view, json_t *document)
{
    json_t *path = json_object_get(json_object_get(document, "paths"), SC_RECONCILE_PATH);
    json_t *post = json_deep_copy(json_object_get(path, "get"));

    json_object_set_new(post, "operationId", json_string("reconcile_form"));
    json_object_set_new(
        post, "requestBody",
        json_pack("{s:{s:{s:{s:s,s:{s:{s:s,s:s},s:{s:s,s:s}}}}}}", "content",
                  "application/x-www-form-urlencoded", "schema", "type", "object", "properties",
                  "queries", "type", "string", "description",
                  sc_say(view, "Reconciliation Service API 0.2: a batch of queries in JSON"),
                  "extend", "type", "string", "description",
                  sc_say(view, "Reconciliation Service API 0.2: a data extension query in JSON")));
    json_object_set_new(path, "post", post);
}

/* Refusals come in the form that was asked for. */
static void add_refusals(json_t *responses)
{
    const char *name;
    json_t *response;

    json_object_foreach(responses, name, response) {
        json_t *content = json_object_get(response, "content");

        if (content) {
            json_object_set_new(content, "application/problem+json",
                                json_pack("{s:o}", "schema", reference("schemas/", "problem")));
            json_object_set_new(content, "text/html",
                                json_pack("{s:{s:s}}", "schema", "type", "string"));
        }
    }
}

static void add_license(const sc_view_t *view, json_t *info)
{
    const char *address = sc_license_address(view);

    if (address) {
        json_object_set_new(info, "license",
                            json_pack("{s:s,s:s}", "name", view->license, "url", address));
    }
}

static void set_languages(const sc_view_t *view, json_t *parameters)
{
    json_t *tags = json_array();

    for (int i = 0; i < view->languages->nelts; i++) {
        json_array_append_new(tags, json_string(APR_ARRAY_IDX(view->languages, i, const char *)));
    }
    json_object_set_new(json_object_get(json_object_get(parameters, "lang"), "schema"), "enum",
                        tags);
}

/* Not what a site has not, nor what the manifest of a service tells. */
static int is_described(const sc_view_t *view, const sc_route_t *route)
{
    return (!(route->flags & SC_ROUTE_MAP) || sc_has_maps(view)) &&
           (!(route->flags & SC_ROUTE_SERVICE) || strcmp(route->pattern, SC_RECONCILE_PATH) == 0);
}

static void write_openapi(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    static const sc_route_t *const tables[] = {sc_public_routes, sc_dataset_routes,
                                               sc_catalog_routes, sc_openapi_routes, NULL};
    json_t *document = json_loadb(sc_openapi, sc_openapi_length, 0, NULL);
    json_t *components = json_object_get(document, "components");
    json_t *parameters = json_object_get(components, "parameters");
    json_t *info = json_object_get(document, "info");

    (void)data;
    json_object_set_new(info, "version", json_string(SC_VERSION));
    add_license(view, info);
    json_object_set_new(document, "servers",
                        json_pack("[{s:s+}]", "url", view->base_url, view->mount));
    add_schemas(view, json_object_get(components, "schemas"));
    add_parameters(view, parameters);
    set_languages(view, parameters);
    add_refusals(json_object_get(components, "responses"));
    json_object_set_new(document, "paths", json_object());
    for (const sc_route_t *const *table = tables; *table; table++) {
        for (const sc_route_t *route = *table; route->pattern; route++) {
            if (is_described(view, route)) {
                add_route(view, document, route);
            }
        }
    }
    add_service(view, document);
    json_object_del(document, "statuses");
    /* The one stands in full where lists are sorted, the other is for the office's lists alone. */
    json_object_del(parameters, "sort");
    json_object_del(parameters, "missing");
    sc_schema_write(out, document);
}

const sc_route_t sc_openapi_routes[] = {
    {.pattern = "/openapi", .data = {[SC_FORMAT_JSON] = write_openapi}},
    {.pattern = NULL},
};
