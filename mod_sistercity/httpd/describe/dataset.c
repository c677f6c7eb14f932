#include "httpd/describe/dataset.h"

#include "present/write/schema.h"

#include <apr_strings.h>
#include <string.h>

#define PROFILE "https://datapackage.org/profiles/2.0/datapackage.json"

int sc_is_dataset(const sc_route_t *route)
{
    return route->collection && !route->item && route->data[SC_FORMAT_CSV] &&
           !strchr(route->pattern + 1, '/');
}

/* sc_entity_t of the collection that the slug names. */
static apr_status_t load_collection(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                    const sc_query_t *query, void **data)
{
    const sc_route_t *route = sc_public_routes;

    (void)db;
    (void)pool;
    (void)query;
    while (route->pattern && !(sc_is_dataset(route) && strcmp(route->pattern + 1, slug) == 0)) {
        route++;
    }
    *data = (void *)route->collection;
    return route->pattern ? APR_SUCCESS : APR_ENOENT;
}

const char *sc_dataset_title(const sc_view_t *view, const sc_overview_t *overview)
{
    if (!overview->home) {
        return sc_say(view, "Sister cities");
    }
    return sc_sayf(view, "Sister cities of {place}", "place",
                   sc_name_for(view->language, sc_label_of(view, overview->home->place)).text,
                   NULL);
}

static json_t *cells_of(const sc_view_t *view, const sc_entity_t *entity)
{
    json_t *fields = json_array();

    for (int i = 0; i < entity->column_count; i++) {
        if (sc_schema_has_column(&entity->fields[i])) {
            json_array_append_new(fields, sc_schema_of_cell(view, &entity->fields[i]));
        }
    }
    return fields;
}

/* Of the columns that name an item of another collection, which other tools then follow. */
static json_t *references_of(const sc_entity_t *entity)
{
    json_t *keys = json_array();

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->type == SC_TYPE_REFERENCE && sc_schema_has_column(field)) {
            /* A key into the same file has no name of a resource. */
            json_array_append_new(
                keys,
                json_pack("{s:[s],s:{s:s,s:[s]}}", "fields", field->name, "reference", "resource",
                          field->target == entity ? "" : field->target->collection, "fields",
                          "slug"));
        }
    }
    return keys;
}

static json_t *resource_of(const sc_view_t *view, const sc_entity_t *entity)
{
    json_t *schema = json_pack("{s:o,s:[s],s:[s]}", "fields", cells_of(view, entity), "primaryKey",
                               "slug", "missingValues", "");
    json_t *keys = references_of(entity);

    if (json_array_size(keys) > 0) {
        json_object_set(schema, "foreignKeys", keys);
    }
    json_decref(keys);
    return json_pack("{s:s,s:s,s:s+,s:s,s:s,s:s,s:s,s:{s:s,s:s,s:s,s:b,s:b},s:o}", "name",
                     entity->collection, "type", "table", "path", entity->collection, ".csv",
                     "title", sc_say(view, entity->label_many), "format", "csv", "mediatype",
                     "text/csv", "encoding", "utf-8", "dialect", "delimiter", ",", "lineTerminator",
                     "\r\n", "quoteChar", "\"", "doubleQuote", 1, "header", 1, "schema", schema);
}

static json_t *resources_of(const sc_view_t *view)
{
    json_t *resources = json_array();

    for (const sc_route_t *route = sc_public_routes; route->pattern; route++) {
        if (sc_is_dataset(route)) {
            json_array_append_new(resources, resource_of(view, route->collection));
        }
    }
    return resources;
}

static void write_datapackage(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    json_t *package =
        json_pack("{s:s,s:s,s:s,s:s,s:s}", "$schema", PROFILE, "name", "sister-cities", "title",
                  sc_dataset_title(view, data), "homepage", sc_address(view, NULL), "version",
                  apr_psprintf(view->pool, "%" APR_INT64_T_FMT, view->state->revision));

    if (view->state->modified) {
        json_object_set_new(package, "created", json_string(view->state->modified));
    }
    if (view->license) {
        const char *key = sc_license_address(view) == view->license ? "path" : "name";

        json_object_set_new(package, "licenses", json_pack("[{s:s}]", key, view->license));
    }
    json_object_set_new(package, "resources", resources_of(view));
    sc_schema_write(out, package);
}

static void write_metadata(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_entity_t *entity = data;
    json_t *columns = json_array();

    for (int i = 0; i < entity->column_count; i++) {
        if (sc_schema_has_column(&entity->fields[i])) {
            json_array_append_new(columns, sc_schema_of_column(view, &entity->fields[i]));
        }
    }
    json_t *table = json_pack(
        "{s:[s,{s:s}],s:s+,s:s,s:{s:s,s:s,s:b},s:{s:o,s:s,s:s+}}", "@context",
        "http://www.w3.org/ns/csvw", "@language", sc_language_tag(view->language), "url",
        entity->collection, ".csv", "dc:title", sc_say(view, entity->label_many), "dialect",
        "encoding", "utf-8", "delimiter", ",", "header", 1, "tableSchema", "columns", columns,
        "primaryKey", "slug", "aboutUrl", entity->collection, "/{slug}");
    if (view->license) {
        json_object_set_new(table, "dc:license",
                            json_pack("{s:s}", "@id", sc_license_address(view)));
    }
    sc_schema_write(out, table);
}

const sc_route_t sc_dataset_routes[] = {
    {.pattern = "/datapackage",
     .item = &sc_place,
     .load = sc_load_overview,
     .data = {[SC_FORMAT_JSON] = write_datapackage},
     .flags = SC_ROUTE_HOME},
    {.pattern = "/*.csv-metadata",
     .load = load_collection,
     .data = {[SC_FORMAT_JSON] = write_metadata}},
    {.pattern = NULL},
};
