#include "httpd/answer/request.h"

#include "httpd/answer/input.h"
#include "present/picture/map.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <http_core.h>
#include <http_protocol.h>
#include <string.h>

/* Longer than any address there is: two slugs and their segments. */
#define PATH_LIMIT 400

/* A country is looked for behind each of the first spaces of a search, up to this many. */
#define NAMING_WORDS 8

int sc_request_is_included(const sc_request_t *request)
{
    return request->r->main != NULL;
}

const char *sc_request_location(const sc_request_t *request, const char *path)
{
    request_rec *r = request->r;

    return apr_pstrcat(r->pool, request->view.mount, apr_pescape_path(r->pool, path, 1),
                       request->suffix, r->args ? "?" : NULL, r->args, NULL);
}

/* ServerAdmin, unless it is httpd's own stand-in. */
static const char *contact_of(const server_rec *server)
{
    const char *admin = server->server_admin;

    return admin && strchr(admin, '@') && !ap_strchr_c(admin, '[') ? admin : NULL;
}

static void begin_view(sc_request_t *request)
{
    request_rec *r = request->r;
    sc_view_t *view = &request->view;
    const sc_directory_config_t *config = request->config;

    view->pool = r->pool;
    view->languages = sc_config_languages(config, r->pool);
    view->all_languages = request->server->process->languages;
    view->country_labels = config->country_labels;
    view->mount = config->base_path ? config->base_path : request->mount->address;
    view->files = config->files ? view->mount : NULL;
    view->base_url = config->base_url ? config->base_url : ap_construct_url(r->pool, "", r);
    view->path = "/";
    view->arguments = "";
    view->home = config->home;
    view->conditions = config->conditions;
    view->outlines = config->outlines ? config->outlines : &sc_outlines_built_in;
    sc_clock_day(request->server->process->clock, r->request_time, &request->day);
    view->today = request->day.date;
    view->query = &request->parameters.query;
    view->state = &request->state;
    view->license = config->license;
    view->contact = contact_of(r->server);
}

/* Takes the suffix off the last segment. @return 404 for one that no format has. */
static int read_suffix(sc_request_t *request, char *path)
{
    char *dot = strrchr(strrchr(path, '/'), '.');

    request->suffix = "";
    request->format = SC_FORMAT_HTML;
    if (!dot) {
        return OK;
    }
    request->format = sc_format_of_suffix(dot);
    if (request->format == SC_FORMAT_COUNT) {
        request->format = SC_FORMAT_HTML;
        return HTTP_NOT_FOUND;
    }
    request->suffix = apr_pstrdup(request->r->pool, dot);
    *dot = '\0';
    return OK;
}

int sc_request_read_path(sc_request_t *request)
{
    request_rec *r = request->r;
    char *path = apr_pstrdup(r->pool, r->uri + strlen(request->mount->path));
    size_t length = strlen(path);

    request->suffix = "";
    if (length > PATH_LIMIT) {
        return HTTP_NOT_FOUND;
    }
    if (length == 0 || (length > 1 && path[length - 1] == '/')) {
        while (length > 1 && path[length - 1] == '/') {
            path[--length] = '\0';
        }
        request->view.path = path = length ? path : apr_pstrdup(r->pool, "/");
        request->location = sc_request_location(request, path);
        if (!sc_request_is_included(request)) {
            return HTTP_MOVED_PERMANENTLY;
        }
    }
    int status = read_suffix(request, path);
    /* The root has no last segment that a suffix could follow: its formats are /index.json … */
    request->view.path = *request->suffix && strcmp(path, "/index") == 0 ? "/" : path;
    return status;
}

/* An include is always HTML: what the outer page's reader accepts is not said of its parts. */
static int choose_format(sc_request_t *request)
{
    const char *accept =
        sc_request_is_included(request) ? NULL : apr_table_get(request->r->headers_in, "Accept");
    sc_format_e format;

    if (*request->suffix && !(sc_route_formats(request->route) & 1u << request->format)) {
        request->format = SC_FORMAT_HTML;
        return HTTP_NOT_FOUND;
    }
    if (*request->suffix) {
        return OK;
    }
    format = sc_format_negotiate(request->route, accept, request->r->pool);
    request->varies_by_accept = 1;
    if (format == SC_FORMAT_COUNT) {
        return HTTP_NOT_ACCEPTABLE;
    }
    request->format = format;
    return OK;
}

static void negotiate_language(sc_request_t *request)
{
    sc_view_t *view = &request->view;

    view->language =
        sc_languages_negotiate(request->server->process->languages, view->languages,
                               apr_table_get(request->r->headers_in, "Accept-Language"));
}

static void choose_language(sc_request_t *request)
{
    sc_view_t *view = &request->view;

    if (request->parameters.lang) {
        view->language =
            sc_languages_get(request->server->process->languages, request->parameters.lang);
        view->lang_in_links = 1;
        return;
    }
    if (!view->language) {
        negotiate_language(request);
    }
    request->varies_by_language = view->languages->nelts > 1;
}

/* The region that the words are the name of in some language; or NULL. */
static const char *region_named(const sc_languages_t *languages, const char *name)
{
    for (const char *const *tag = sc_language_offered(); *tag; tag++) {
        const sc_language_t *language = sc_languages_get(languages, *tag);

        for (int i = 0; i < sc_regions.count; i++) {
            const char *word = sc_regions.words[i].word;

            if (sc_languages_are_alike(languages, name,
                                       sc_text_word(language, &sc_regions, word))) {
                return word;
            }
        }
    }
    return NULL;
}

void sc_request_read_names(const sc_languages_t *languages, sc_query_t *query, apr_pool_t *pool)
{
    const char *space = query->q, *tag;

    if (!query->q) {
        return;
    }
    query->q_region = region_named(languages, query->q);
    query->q_country = sc_languages_country(languages, query->q, &tag);
    for (int i = 0; i < NAMING_WORDS && !query->q_country && (space = strchr(space, ' ')); i++) {
        query->q_country = sc_languages_country(languages, ++space, &tag);
        query->q_rest = query->q_country ? apr_pstrmemdup(pool, query->q, space - query->q) : NULL;
    }
}

static void choose_view(sc_request_t *request)
{
    const sc_parameters_t *parameters = &request->parameters;
    sc_view_t *view = &request->view;
    sc_view_e wanted = parameters->view ? parameters->view : request->config->view;

    view->is_fragment = request->format == SC_FORMAT_HTML &&
                        (sc_request_is_included(request) || wanted == SC_VIEW_FRAGMENT);
    view->heading = parameters->heading ? parameters->heading : view->is_fragment ? 2 : 1;
    view->limit = parameters->limit;
    view->css_class = view->is_fragment ? parameters->css_class : NULL;
    view->link_class = view->is_fragment ? parameters->link_class : NULL;
    view->is_for_people = request->format == SC_FORMAT_CSV && wanted == SC_VIEW_PEOPLE;
    request->parameters.query.is_alone = request->format == SC_FORMAT_CSV && !view->is_for_people;
    view->arguments = sc_query_arguments(&parameters->query, NULL, NULL, view->pool);
}

/* A window of days has bounds, and as a table no others. */
static void settle_window(sc_request_t *request)
{
    sc_query_t *query = &request->parameters.query;
    sc_window_t window;

    if (!sc_window_of(query, request->view.today, request->r->pool, &window)) {
        sc_problem_add(request->problems, query->until ? "until" : "since", "too_long",
                       N_("Ask for {years} years at most."), "years",
                       apr_itoa(request->r->pool, SC_WINDOW_YEARS), NULL);
    }
    if (request->format == SC_FORMAT_CSV && !request->parameters.limit) {
        query->limit = 0;
    }
}

/* Apart for each selection: several lists of a page do not move each other. */
static const char *turn_of(const sc_request_t *request)
{
    apr_pool_t *pool = request->r->pool;
    const char *selection =
        apr_pstrcat(pool, request->view.path, "?",
                    sc_query_arguments(&request->parameters.query, "after", NULL, pool), NULL);
    apr_ssize_t length = (apr_ssize_t)strlen(selection);

    return apr_psprintf(pool, "after-%08x", apr_hashfunc_default(selection, &length));
}

/* Notes how an included list is read on in the page around it, of whose arguments those stay that
 * the list understands, too. @return the token by which that page says where its reader is in the
 * list; NULL: at its beginning */
static const char *read_turn(sc_request_t *request)
{
    apr_pool_t *pool = request->r->pool;
    sc_view_t *view = &request->view;
    const request_rec *page = request->r;

    while (page->main) {
        page = page->main;
    }
    view->turn = turn_of(request);
    view->around = "";
    const sc_input_t *input = sc_input_of(page, pool);
    SC_EACH_OF(const sc_typed_t, typed, input) {
        if (strcmp(typed->name, "after") != 0 &&
            sc_parameter_is_understood(typed->name, request->route)) {
            view->around = apr_pstrcat(pool, view->around, typed->name, "=",
                                       apr_pescape_urlencoded(pool, typed->value), "&", NULL);
        }
    }
    return sc_input_get(input, view->turn);
}

/* A list in somebody's page begins where the reader of that page is in it. */
static void turn_to_page(sc_request_t *request)
{
    request_rec *r = request->r;
    const char *token = read_turn(request), *arguments;
    sc_parameters_t turned = {0};

    if (!token || request->problems->items->nelts) {
        return;
    }
    arguments = apr_pstrcat(r->pool, r->args ? r->args : "", r->args ? "&" : "",
                            "after=", apr_pescape_urlencoded(r->pool, token), NULL);
    if (sc_parameters_read(arguments, request->route, 0, request->view.languages, &turned,
                           sc_problems_new(r->pool)) == 0) {
        request->parameters = turned;
    }
}

static int read_parameters(sc_request_t *request)
{
    const sc_route_t *route = request->route;
    unsigned flags = route ? route->flags : 0;
    /* Handlers of private addresses read arguments of their own. */
    int is_strict = sc_formats[request->format].is_data && !(flags & SC_ROUTE_PRIVATE);

    sc_parameters_read(request->r->args, route, is_strict, request->view.languages,
                       &request->parameters, request->problems);
    if (route && sc_request_is_included(request) &&
        (route->collection || flags & SC_ROUTE_WINDOW)) {
        turn_to_page(request);
    }
    if (flags & SC_ROUTE_WINDOW) {
        settle_window(request);
    }
    if (flags & SC_ROUTE_FOR) {
        request->slug = request->parameters.query.suggest_for;
    }
    /* Calendars know no pages. */
    if (request->format == SC_FORMAT_ICS && !request->parameters.limit) {
        request->parameters.query.limit = SC_LIMIT_MOST;
    }
    /* Feeds begin with what is new. */
    if (request->format == SC_FORMAT_ATOM && !request->parameters.query.sort && request->route &&
        request->route->collection) {
        request->parameters.query.sort = "modified";
        request->parameters.query.descending = 1;
    }
    return request->problems->items->nelts ? HTTP_BAD_REQUEST : OK;
}

/* All but the language, which a parameter may still name. */
static sc_request_t *begin(request_rec *r, const sc_mount_t *mount)
{
    sc_request_t *request = apr_pcalloc(r->pool, sizeof(*request));

    request->r = r;
    request->server = sc_server_of(r->server);
    request->config = ap_get_module_config(r->per_dir_config, &sistercity_module);
    request->mount = mount;
    request->suffix = "";
    request->problems = sc_problems_new(r->pool);
    begin_view(request);
    return request;
}

sc_request_t *sc_request_bare(request_rec *r, const sc_mount_t *mount)
{
    sc_request_t *request = begin(r, mount);

    negotiate_language(request);
    return request;
}

int sc_request_settle(sc_request_t *request, int address)
{
    if (address == OK) {
        address = request->route ? choose_format(request) : HTTP_NOT_FOUND;
    }
    /* Read even if the address is wrong: the refusal comes in the asked language and view. */
    int parameters = read_parameters(request);
    choose_language(request);
    sc_request_read_names(request->server->process->languages, &request->parameters.query,
                          request->r->pool);
    choose_view(request);
    return address != OK ? address : parameters;
}

static int is_method_taken(const sc_request_t *request)
{
    int is_service = request->route && request->route->flags & SC_ROUTE_SERVICE;

    return request->r->method_number == M_GET ||
           (is_service && request->r->method_number == M_POST);
}

int sc_request_read(request_rec *r, const sc_mount_t *mount, const sc_route_t *const *tables,
                    sc_request_t **out)
{
    sc_request_t *request = *out = begin(r, mount);
    int status = sc_request_read_path(request);

    if (status == OK) {
        request->route = sc_route_find(tables, request->view.path, &request->slug, r->pool);
    }
    if (request->route && request->route->flags & SC_ROUTE_MAP && !sc_has_maps(&request->view)) {
        request->route = NULL;
    }
    status = sc_request_settle(request, status);
    return is_method_taken(request) ? status : HTTP_METHOD_NOT_ALLOWED;
}

void sc_request_begin_csv(const sc_request_t *request, sc_buffer_t *body)
{
    if (request->format == SC_FORMAT_CSV && request->parameters.has_bom) {
        sc_buffer_puts(body, "\xEF\xBB\xBF");
    }
}
