/* Before APR, whose rings are then built on offsetof() and not on null pointers. */
#include <stddef.h>

#include "httpd/answer/input.h"
#include "httpd/answer/reply.h"
#include "httpd/answer/ssi.h"
#include "httpd/server/log.h"
#include "model/text/notation.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <http_request.h>
#include <mod_include.h>
#include <string.h>

/* Of an address with its arguments, in bytes. */
#define USUAL_LENGTH 256

struct sc_ssi_t {
    APR_OPTIONAL_FN_TYPE(ap_ssi_get_tag_and_value) * next;
    APR_OPTIONAL_FN_TYPE(ap_ssi_parse_string) * expand;
};

/* Attributes that name the item which a route's path contains. */
static const char *const item_attributes[] = {
    "place", "partnership", "agreement", "activity", "organization", "network",  "person",
    "award", "seeking",     "term",      "guide",    "story",        "template", NULL};

typedef struct element_t {
    request_rec *r;
    apr_pool_t *pool; /* as long as the element is being handled */
    const sc_mount_t *mount;
    apr_table_t *attributes;
    sc_problems_t *problems;
} element_t;

static int is_item_attribute(const char *name)
{
    for (int i = 0; item_attributes[i]; i++) {
        if (strcmp(item_attributes[i], name) == 0) {
            return 1;
        }
    }
    return 0;
}

static void read_attributes(const sc_ssi_t *ssi, include_ctx_t *ctx, element_t *element)
{
    char *name, *value;

    for (;;) {
        name = value = NULL;
        ssi->next(ctx, &name, &value, SSI_VALUE_DECODED);
        if (!name) {
            return;
        }
        if (!value || (strcmp(name, "show") != 0 && !is_item_attribute(name) &&
                       !sc_parameter_is_known(name))) {
            sc_problem_add(element->problems, NULL, "unknown_attribute",
                           N_("The element has no attribute “{name}”."), "name", name, NULL);
        }
        else {
            value = ssi->expand(ctx, value, NULL, 0, SSI_EXPAND_DROP_NAME);
            apr_table_setn(element->attributes, name, value);
        }
    }
}

/* The registry's root as httpd sees it: the configuration there is not that of the page. */
static request_rec *visit_root(const element_t *element)
{
    const char *root = apr_pstrcat(element->pool, element->mount->address, "/", NULL);

    return ap_sub_req_lookup_uri(root, element->r, NULL);
}

/* The home municipality, which a show="partners" without a place means. */
static const char *home_of(const element_t *element)
{
    request_rec *visit = visit_root(element);
    const sc_directory_config_t *config =
        ap_get_module_config(visit->per_dir_config, &sistercity_module);
    const char *home = apr_pstrdup(element->pool, config->home);

    ap_destroy_sub_req(visit);
    return home;
}

/* The route that is meant. @param slug the item's slug, or NULL; it is taken out of the attributes
 */
static const sc_route_t *find_route(element_t *element, const char *show, const char **slug)
{
    const sc_route_t *route;

    for (int i = 0; item_attributes[i]; i++) {
        *slug = apr_table_get(element->attributes, item_attributes[i]);
        route = *slug ? sc_route_shown(show, item_attributes[i]) : NULL;
        if (route) {
            apr_table_unset(element->attributes, item_attributes[i]);
            return route;
        }
    }
    *slug = NULL;
    route = sc_route_shown(show, NULL);
    for (int i = 0; !route && item_attributes[i]; i++) {
        route = sc_route_shown(show, item_attributes[i]);
    }
    if (route && route->item == &sc_place && route->show_item) {
        *slug = home_of(element);
    }
    return route;
}

static void add_arguments(sc_buffer_t *address, const element_t *element)
{
    const apr_array_header_t *attributes = apr_table_elts(element->attributes);

    for (int i = 0; i < attributes->nelts; i++) {
        const apr_table_entry_t *attribute = &APR_ARRAY_IDX(attributes, i, apr_table_entry_t);

        sc_buffer_puts(address, i ? "&" : "?");
        sc_buffer_puts(address, attribute->key);
        sc_buffer_puts(address, "=");
        sc_buffer_puts(address, apr_pescape_urlencoded(element->pool, attribute->val));
    }
}

/* A search in a page asks what the page was asked. */
static void add_question(element_t *element)
{
    const sc_input_t *input = sc_input_of(element->r, element->pool);
    const char *words = input ? sc_input_get(input, "q") : NULL;

    if (words && *words) {
        apr_table_setn(element->attributes, "q", words);
    }
}

static void add_missing(element_t *element, const char *name)
{
    sc_problem_add(element->problems, name, "required", N_("The attribute is missing."), NULL);
}

/* The address that the element stands for; NULL after a problem. */
static const char *address_of(element_t *element)
{
    const char *show = apr_table_get(element->attributes, "show"), *slug = NULL;
    const sc_route_t *route = show ? find_route(element, show, &slug) : NULL;

    if (!show) {
        add_missing(element, "show");
    }
    else if (!route) {
        sc_problem_add(element->problems, "show", "unknown_word",
                       N_("“{value}” is nothing that can be shown."), "value", show, NULL);
    }
    else if (route->show_item && !slug) {
        add_missing(element, route->show_item);
    }
    else if (slug && !sc_slug_is_valid(slug)) {
        sc_problem_add(element->problems, route->show_item, "not_a_slug",
                       N_("“{value}” is not an address name such as kaunas-lt."), "name",
                       route->show_item, "value", slug, NULL);
    }
    if (element->problems->items->nelts > 0) {
        return NULL;
    }
    if (strcmp(show, "search") == 0 && !apr_table_get(element->attributes, "q")) {
        add_question(element);
    }
    apr_table_unset(element->attributes, "show");
    sc_buffer_t *address = sc_buffer_new(element->pool, USUAL_LENGTH);
    sc_buffer_puts(address, element->mount->address);
    sc_buffer_puts(address, sc_route_path(route, slug, element->pool));
    add_arguments(address, element);
    return address->data;
}

/* @return whether the element's place in the page has been filled */
static int run(const element_t *element, const char *address, ap_filter_t *next)
{
    request_rec *visit = ap_sub_req_lookup_uri(address, element->r, next);
    int status = visit->status;

    if (status == HTTP_OK) {
        status = ap_run_sub_req(visit);
    }
    if (status == OK || status == HTTP_OK) {
        return 1; /* not destroyed: what it has sent may still be on its way out of its pool */
    }
    sc_error_log(element->r, address, 1, status, element->problems);
    return 0;
}

static void apologize(const element_t *element, apr_bucket_brigade *brigade)
{
    const sc_buffer_t *text =
        sc_error_fragment(visit_root(element), element->mount,
                          apr_table_get(element->attributes, "lang"), element->problems);

    APR_BRIGADE_INSERT_TAIL(brigade,
                            apr_bucket_pool_create(text->data, text->length, element->r->pool,
                                                   element->r->connection->bucket_alloc));
}

static apr_status_t handle_element(include_ctx_t *ctx, ap_filter_t *filter,
                                   apr_bucket_brigade *brigade)
{
    request_rec *r = filter->r;
    const sc_server_t *server = sc_server_of(r->server);
    element_t element = {r, ctx->dpool, sc_mount_first(server->mounts, SC_HANDLER_PUBLIC),
                         apr_table_make(ctx->dpool, 8), sc_problems_new(ctx->dpool)};

    if (!(ctx->flags & SSI_FLAG_PRINTING)) {
        return APR_SUCCESS;
    }
    if (!element.mount || !sc_server_is_ready(server)) {
        sc_logf(r, APLOG_WARNING, 0,
                "SC0205: #sistercity in %s: this server has no <Location> with SetHandler "
                "sistercity",
                r->uri);
        return APR_SUCCESS;
    }
    sc_gather(r, NULL);
    read_attributes(server->ssi, ctx, &element);
    const char *address = address_of(&element);
    if (!address) {
        sc_error_log(r, apr_pstrcat(ctx->dpool, "#sistercity in ", r->uri, NULL), 1,
                     HTTP_BAD_REQUEST, element.problems);
    }
    if (!address || !run(&element, address, filter->next)) {
        apologize(&element, brigade);
    }
    return APR_SUCCESS;
}

const sc_ssi_t *sc_include_register(apr_pool_t *pool)
{
    APR_OPTIONAL_FN_TYPE(ap_register_include_handler) *register_element =
        APR_RETRIEVE_OPTIONAL_FN(ap_register_include_handler);
    sc_ssi_t *ssi = apr_palloc(pool, sizeof(*ssi));

    if (!register_element) {
        return NULL;
    }
    ssi->next = APR_RETRIEVE_OPTIONAL_FN(ap_ssi_get_tag_and_value);
    ssi->expand = APR_RETRIEVE_OPTIONAL_FN(ap_ssi_parse_string);
    register_element((char *)"sistercity", handle_element);
    return ssi;
}
