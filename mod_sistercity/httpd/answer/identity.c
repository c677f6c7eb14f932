#include "httpd/answer/identity.h"

#include "version.h"

#include <apr_strings.h>
#include <http_protocol.h>
#include <http_request.h>
#include <string.h>

/* Bytes of the key that validators show: enough that no two answers ever have the same. */
#define SHOWN 10

/* Of all that decides on an answer, in bytes. */
#define USUAL_LENGTH 512

/* What compressing modules append to a validator, within its quotes. */
static const char *const coding_suffixes[] = {"-gzip", "-br", NULL};

/* Texts are separated by what none of them contains: the byte that ends them. */
static void add_name(sc_buffer_t *names, const char *name)
{
    const char *added = name ? name : "";

    sc_buffer_add(names, added, strlen(added) + 1);
}

void sc_identity_scope(const server_rec *server, unsigned char scope[SC_SCOPE_LENGTH],
                       apr_pool_t *pool)
{
    sc_buffer_t *names = sc_buffer_new(pool, USUAL_LENGTH);

    add_name(names, SC_BUILD_ID);
    /* One cache may serve several virtual hosts, each with a database of its own. They may share
     * a name and a port, but not the place in the configuration; those of other machines even that.
     */
    add_name(names, sc_mounts_setting(server, "DBDriver", pool));
    add_name(names, sc_mounts_setting(server, "DBDParams", pool));
    add_name(names, server->server_hostname);
    add_name(names, server->defn_name);
    sc_buffer_number(names, server->defn_line_number);
    add_name(names, "");
    sc_buffer_number(names, server->port);
    sc_cache_digest(NULL, names->data, names->length, scope);
}

static void add_numbers(sc_buffer_t *names, const sc_request_t *request)
{
    const sc_view_t *view = &request->view;
    int numbers[] = {view->is_fragment,   view->heading,       view->limit,
                     view->lang_in_links, view->is_for_people, request->parameters.has_bom,
                     view->conditions + 1};

    sc_buffer_add(names, (const char *)numbers, sizeof(numbers));
}

void sc_identify(sc_request_t *request)
{
    const sc_view_t *view = &request->view;
    const sc_directory_config_t *config = request->config;
    const char *lang = sc_language_tag(view->language);
    const sc_site_template_t *frame = sc_config_template(config, lang);
    sc_buffer_t *names = sc_buffer_new(request->r->pool, USUAL_LENGTH);

    sc_buffer_add(names, (const char *)request->server->scope, SC_SCOPE_LENGTH);
    add_numbers(names, request);
    add_name(names, sc_formats[request->format].suffix);
    add_name(names, view->path);
    add_name(names, view->arguments);
    add_name(names, lang);
    for (int i = 0; i < view->languages->nelts; i++) {
        add_name(names, APR_ARRAY_IDX(view->languages, i, const char *));
    }
    add_name(names, view->mount);
    add_name(names, view->base_url);
    add_name(names, view->home);
    add_name(names, view->license);
    add_name(names, view->turn);
    add_name(names, view->around);
    add_name(names, view->css_class);
    add_name(names, view->link_class);
    add_name(names, view->contact);
    add_name(names, frame ? frame->stamp : NULL);
    add_name(names, config->labels_stamp);
    add_name(names, config->outlines_stamp);
    add_name(names, config->files ? view->files : NULL);
    add_name(names, request->mount->path);
    sc_cache_digest(request->server->process->digest, names->data, names->length, request->key);
}

static char *put_hex(char *out, const unsigned char *bytes, int count)
{
    static const char digits[] = "0123456789abcdef";

    for (int i = 0; i < count; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    return out;
}

/* The strong validator of the answer in the state of request->mark. */
static const char *validator_of(const sc_request_t *request)
{
    unsigned char state[8];
    char *validator = apr_palloc(request->r->pool, 2 * SHOWN + 2 * sizeof(state) + 16), *end;

    for (int i = 0; i < 8; i++) {
        state[i] = (unsigned char)(request->mark >> (56 - 8 * i));
    }
    end = validator;
    *end++ = '"';
    end = put_hex(end, request->key, SHOWN);
    if (request->mark) {
        end = put_hex(end, state, sizeof(state));
        for (const char *letter = request->view.today; *letter; letter++) {
            if (*letter != '-') {
                *end++ = *letter;
            }
        }
    }
    *end++ = '"';
    *end = '\0';
    return validator;
}

void sc_conditions_announce(sc_request_t *request)
{
    request_rec *r = request->r;

    if (sc_request_is_included(request) || request->route->flags & SC_ROUTE_PRIVATE) {
        return;
    }
    apr_table_setn(r->headers_out, "ETag", validator_of(request));
    r->mtime = 0; /* the answer may turn out to be older than what was announced before */
    if (sc_mark_time(request->mark)) {
        ap_update_mtime(r, sc_mark_time(request->mark));
        /* Pages count years up to today, so each day has made them anew. */
        ap_update_mtime(r, request->day.begins);
        ap_set_last_modified(r);
    }
}

/* A compressing module sends our validator with an ending of its own, and clients send that back.
 * Takes the endings off what the client sent. @return the ending that our own validator had. */
static const char *take_off_codings(request_rec *r, const char *own)
{
    const char *sent = apr_table_get(r->headers_in, "If-None-Match"), *coding = NULL;
    size_t length = strlen(own) - 1; /* without the closing quote */

    for (int i = 0; sent && coding_suffixes[i]; i++) {
        const char *ending = apr_pstrcat(r->pool, coding_suffixes[i], "\"", NULL);
        const char *coded = apr_pstrcat(r->pool, apr_pstrndup(r->pool, own, length), ending, NULL);

        if (strstr(sent, coded)) {
            coding = coding_suffixes[i];
            apr_table_setn(r->headers_in, "If-None-Match", own);
        }
    }
    return coding;
}

int sc_conditions_check(sc_request_t *request, int is_early)
{
    request_rec *r = request->r;
    const char *own = apr_table_get(r->headers_out, "ETag");
    const char *sent = apr_table_get(r->headers_in, "If-None-Match");

    if (!own || is_early != (sent && !strchr(sent, '*'))) {
        return OK;
    }
    const char *coding = take_off_codings(r, own);
    int status = ap_meets_conditions(r);
    if (status == HTTP_NOT_MODIFIED && coding) {
        /* The client is told of the representation that it has, not of the uncompressed one. */
        apr_table_setn(
            r->headers_out, "ETag",
            apr_pstrcat(r->pool, apr_pstrndup(r->pool, own, strlen(own) - 1), coding, "\"", NULL));
    }
    return status;
}
