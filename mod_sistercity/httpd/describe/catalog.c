#include "httpd/describe/catalog.h"

#include "httpd/describe/dataset.h"
#include "present/write/schema.h"

#include <apr_strings.h>
#include <string.h>

#define MEDIA_TYPES "https://www.iana.org/assignments/media-types/"
#define THEMES "http://publications.europa.eu/resource/authority/data-theme"

/* The forms in which a collection is distributed whole, and what they are called. */
static const struct {
    sc_format_e format;
    const char *name;
} forms[] = {{SC_FORMAT_CSV, "CSV"}, {SC_FORMAT_JSONL, "JSON Lines"}};

static json_t *prefixes(void)
{
    return json_pack("{s:s,s:s,s:s,s:s,s:s}", "dcat", "http://www.w3.org/ns/dcat#", "dct",
                     "http://purl.org/dc/terms/", "foaf", "http://xmlns.com/foaf/0.1/", "skos",
                     "http://www.w3.org/2004/02/skos/core#", "xsd",
                     "http://www.w3.org/2001/XMLSchema#");
}

static json_t *in_language(const sc_view_t *view, const char *text)
{
    return json_pack("{s:s,s:s}", "@value", text, "@language", sc_language_tag(view->language));
}

/* Of a type, with a label where the vocabulary that it is from is elsewhere. */
static json_t *node(const char *address, const char *type)
{
    return json_pack("{s:s,s:s}", "@id", address, "@type", type);
}

static json_t *theme(const sc_view_t *view)
{
    json_t *concept = node(THEMES "/INTR", "skos:Concept");
    json_t *scheme = node(THEMES, "skos:ConceptScheme");

    json_object_set_new(concept, "skos:prefLabel",
                        in_language(view, sc_say(view, "International issues")));
    json_object_set_new(scheme, "dct:title", in_language(view, sc_say(view, "Data themes")));
    json_object_set_new(concept, "skos:inScheme", scheme);
    return concept;
}

/* Who is responsible, as far as the registry knows: the municipality, else the site. */
static json_t *publisher(const sc_view_t *view, const sc_overview_t *overview)
{
    json_t *agent;

    if (!overview->home) {
        agent = node(sc_address(view, NULL), "foaf:Agent");
        json_object_set_new(agent, "@id", json_string(view->base_url));
        json_object_set_new(agent, "foaf:name", json_string(view->base_url));
        return agent;
    }
    agent = node(sc_address(view, "places", overview->home->place->slug, NULL), "foaf:Agent");
    json_object_set_new(agent, "foaf:name", json_string(overview->home->place->name));
    return agent;
}

static void add_common(const sc_view_t *view, json_t *resource, const sc_overview_t *overview)
{
    const char *license = sc_license_address(view);

    json_object_set_new(resource, "dct:publisher", publisher(view, overview));
    if (view->state->modified) {
        json_object_set_new(
            resource, "dct:modified",
            json_pack("{s:s,s:s}", "@value", view->state->modified, "@type", "xsd:dateTime"));
    }
    if (license) {
        json_object_set_new(resource, "dct:license", node(license, "dct:LicenseDocument"));
    }
}

static json_t *distribution(const sc_view_t *view, const sc_route_t *route, int form)
{
    const sc_format_t *format = &sc_formats[forms[form].format];
    const char *address =
        apr_pstrcat(view->pool, view->base_url, view->mount, route->pattern, format->suffix, NULL);
    const char *license = sc_license_address(view);
    json_t *made =
        node(apr_pstrcat(view->pool, address, "#distribution", NULL), "dcat:Distribution");

    json_object_set_new(made, "dct:title", json_string(forms[form].name));
    json_object_set_new(made, "dcat:accessURL", json_pack("{s:s}", "@id", address));
    json_object_set_new(made, "dcat:downloadURL", json_pack("{s:s}", "@id", address));
    json_object_set_new(
        made, "dcat:mediaType",
        node(apr_pstrcat(view->pool, MEDIA_TYPES, format->media_type, NULL), "dct:MediaType"));
    if (license) {
        json_object_set_new(made, "dct:license", node(license, "dct:LicenseDocument"));
    }
    return made;
}

static json_t *dataset(const sc_view_t *view, const sc_route_t *route,
                       const sc_overview_t *overview)
{
    const char *name = sc_say(view, route->collection->label_many);
    const char *title = sc_join(view, SC_COLON, sc_dataset_title(view, overview), name);
    json_t *made =
        node(apr_pstrcat(view->pool, view->base_url, view->mount, route->pattern, "#dataset", NULL),
             "dcat:Dataset");
    json_t *distributions = json_array();

    json_object_set_new(made, "dct:title", in_language(view, title));
    json_object_set_new(made, "dct:description", in_language(view, title));
    json_object_set_new(made, "dcat:theme", theme(view));
    add_common(view, made, overview);
    json_object_del(made, "dct:license"); /* it belongs to what is distributed */
    for (size_t i = 0; i < SC_LENGTH(forms); i++) {
        json_array_append_new(distributions, distribution(view, route, (int)i));
    }
    json_object_set_new(made, "dcat:distribution", distributions);
    return made;
}

static json_t *service(const sc_view_t *view)
{
    json_t *made =
        node(apr_pstrcat(view->pool, sc_address(view, NULL), "#service", NULL), "dcat:DataService");

    json_object_set_new(made, "dct:title",
                        in_language(view, sc_say(view, "Interface for programs")));
    json_object_set_new(made, "dcat:endpointURL", node(sc_address(view, NULL), "rdfs:Resource"));
    json_object_set_new(made, "dcat:endpointDescription",
                        node(sc_address(view, "openapi.json", NULL), "rdfs:Resource"));
    return made;
}

static void write_catalog(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_overview_t *overview = data;
    const char *title = sc_dataset_title(view, overview);
    json_t *catalog =
        json_pack("{s:o,s:s,s:s,s:o,s:o}", "@context", prefixes(), "@id",
                  sc_address(view, "catalog", NULL), "@type", "dcat:Catalog", "dct:title",
                  in_language(view, title), "dct:description", in_language(view, title));
    json_t *datasets = json_array();

    json_object_set_new(json_object_get(catalog, "@context"), "rdfs",
                        json_string("http://www.w3.org/2000/01/rdf-schema#"));
    json_object_set_new(catalog, "foaf:homepage", node(sc_address(view, NULL), "foaf:Document"));
    add_common(view, catalog, overview);
    for (const sc_route_t *route = sc_public_routes; route->pattern; route++) {
        if (sc_is_dataset(route)) {
            json_array_append_new(datasets, dataset(view, route, overview));
        }
    }
    json_object_set_new(catalog, "dcat:dataset", datasets);
    json_object_set_new(catalog, "dcat:service", service(view));
    sc_schema_write(out, catalog);
}

const sc_route_t sc_catalog_routes[] = {
    {.pattern = "/catalog",
     .item = &sc_place,
     .load = sc_load_overview,
     .data = {[SC_FORMAT_JSONLD] = write_catalog},
     .flags = SC_ROUTE_HOME},
    {.pattern = NULL},
};
