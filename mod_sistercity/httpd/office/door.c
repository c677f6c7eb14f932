
#include "httpd/answer/reply.h"
#include "httpd/form/body.h"
#include "httpd/form/multipart.h"
#include "httpd/office/admin.h"
#include "httpd/server/log.h"
#include "httpd/server/role.h"
#include "model/file_type.h"
#include "store/record/json_record.h"

#include <apr_strings.h>
#include <http_core.h>
#include <malloc.h>
#include <string.h>

#define POLICY                                                                                     \
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "                    \
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'"

/* Headers by which some programs ask for another method than they send. */
static const char *const overrides[] = {"X-HTTP-Method-Override", "X-HTTP-Method",
                                        "X-Method-Override"};

/* A site's own policy, set before the handler runs, stays. */
static void set_security_headers(request_rec *r)
{
    apr_table_setn(r->headers_out, "Cache-Control", "no-store");
    apr_table_setn(r->headers_out, "X-Content-Type-Options", "nosniff");
    apr_table_setn(r->headers_out, "Referrer-Policy", "same-origin");
    apr_table_setn(r->headers_out, "X-Frame-Options", "DENY");
    if (!apr_table_get(r->headers_out, "Content-Security-Policy") &&
        !apr_table_get(r->err_headers_out, "Content-Security-Policy")) {
        apr_table_setn(r->headers_out, "Content-Security-Policy", POLICY);
    }
}

/* The row as the rest of the module knows addresses: its formats, its list, that it is private. */
static const sc_route_t *route_of(sc_admin_t *admin)
{
    const sc_admin_route_t *row = admin->route;
    sc_route_t *route = apr_pcalloc(admin->request->r->pool, sizeof(*route));

    route->flags = SC_ROUTE_PRIVATE;
    if (row) {
        route->pattern = row->pattern;
        route->formats = row->formats;
        route->page = row->page;
        memcpy(route->data, row->data, sizeof(route->data));
        route->parameters = row->parameters;
        route->item = admin->slug ? admin->entity : NULL;
        route->collection = admin->slug ? NULL : admin->entity;
    }
    return route;
}

/* What is written is answered in the form it was sent in. */
static void choose_format(sc_admin_t *admin)
{
    request_rec *r = admin->request->r;

    if (r->method_number == M_GET) {
        return;
    }
    admin->request->format = r->method_number == M_PUT || r->method_number == M_PATCH ||
                                     r->method_number == M_DELETE ||
                                     sc_body_is(r, "application/json")
                                 ? SC_FORMAT_JSON
                                 : admin->request->format;
    if (r->method_number == M_POST && (sc_body_is(r, "application/x-www-form-urlencoded") ||
                                       sc_body_is(r, "multipart/form-data"))) {
        admin->request->format = SC_FORMAT_HTML;
    }
    else if (admin->route && admin->route->accepts & SC_ACCEPTS_FILE) {
        admin->request->format = SC_FORMAT_JSON;
    }
}

/* @return OK, or the status of the refusal */
static int read_address(sc_admin_t *admin)
{
    sc_request_t *request = admin->request;
    request_rec *r = request->r;
    int status = sc_request_read_path(request);

    if (status == OK) {
        admin->route = sc_admin_route_find(admin, request->view.path);
        status = admin->route ? OK : HTTP_NOT_FOUND;
    }
    request->route = route_of(admin);
    request->slug = admin->slug;
    status = sc_request_settle(request, status);
    choose_format(admin);
    if (status == HTTP_NOT_ACCEPTABLE && r->method_number != M_GET) {
        return OK; /* the answer to a change is what it is */
    }
    return status;
}

static int refuse_because(sc_admin_t *admin, int status, const char *code, const char *detail)
{
    sc_problem_add(admin->problems, NULL, code, detail, NULL);
    return status;
}

static int check_method(sc_admin_t *admin)
{
    request_rec *r = admin->request->r;

    for (size_t i = 0; i < SC_LENGTH(overrides); i++) {
        if (apr_table_get(r->headers_in, overrides[i])) {
            return refuse_because(admin, HTTP_BAD_REQUEST, "method_override",
                                  N_("The method cannot be replaced by a header; send the request "
                                     "with the method that is meant."));
        }
    }
    if (sc_admin_route_handler(admin->route, r->method_number)) {
        return OK;
    }
    apr_table_setn(r->headers_out, "Allow", sc_admin_route_methods(admin->route, r->pool));
    return refuse_because(admin, HTTP_METHOD_NOT_ALLOWED, "method",
                          N_("This cannot be done at this address."));
}

static int check_role(sc_admin_t *admin)
{
    sc_role_e least = admin->route->role;

    if (admin->editor.role < least) {
        sc_problem_add(admin->problems, NULL, "role",
                       N_("This is for the role {needed}; yours is {role}."), "needed",
                       sc_role_word(least), "role", sc_role_word(admin->editor.role), NULL);
        return HTTP_FORBIDDEN;
    }
    return OK;
}

static int check_origin(sc_admin_t *admin)
{
    return sc_origin_is_own(admin->request)
               ? OK
               : refuse_because(admin, HTTP_FORBIDDEN, "foreign_origin",
                                N_("The request comes from another site, which may not change "
                                   "anything here."));
}

static int is_table(request_rec *r)
{
    return sc_body_is(r, "text/csv") ||
           sc_body_is(r, "application/vnd.oasis.opendocument.spreadsheet") ||
           sc_body_is(r, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
}

/* No page of another site can make a browser send these without asking, but for the form, which
 * needs the token. */
static int is_file(request_rec *r)
{
    const char *type = apr_table_get(r->headers_in, "Content-Type");

    return sc_body_is(r, "multipart/form-data") || sc_body_is(r, "application/octet-stream") ||
           sc_file_type_of_media(type) != NULL;
}

/* Which of the kinds that the address takes the body is of; 0 if it is of none. */
static unsigned kind_of_body(sc_admin_t *admin)
{
    request_rec *r = admin->request->r;
    unsigned accepts = admin->route->accepts ? admin->route->accepts : SC_ACCEPTS_FORM;

    if (r->method_number == M_DELETE) {
        return SC_ACCEPTS_NONE;
    }
    if (r->method_number == M_PATCH && sc_body_is(r, "application/merge-patch+json")) {
        return SC_ACCEPTS_JSON;
    }
    if (r->method_number != M_POST) {
        return sc_body_is(r, "application/json") ? SC_ACCEPTS_JSON : 0;
    }
    if (sc_body_is(r, "application/x-www-form-urlencoded")) {
        return accepts & SC_ACCEPTS_FORM;
    }
    if (sc_body_is(r, "application/json")) {
        return accepts & SC_ACCEPTS_JSON;
    }
    if (is_table(r)) {
        return accepts & SC_ACCEPTS_CSV;
    }
    if (accepts & SC_ACCEPTS_FILE && is_file(r)) {
        return SC_ACCEPTS_FILE;
    }
    return sc_body_exists(r) ? 0 : accepts & SC_ACCEPTS_NONE;
}

/* Bytes that the C library may keep at the top of its memory. */
#define MALLOC_KEPT (1 << 20)

static apr_status_t release_json(void *json)
{
    json_decref(json);
    /* What a large one took goes back to the system. */
    malloc_trim(MALLOC_KEPT);
    return APR_SUCCESS;
}

static int parse_json(sc_admin_t *admin)
{
    apr_pool_t *pool = admin->request->r->pool;
    const char *error;

    admin->json = sc_json_parse(admin->body, admin->body_length, &error, pool);
    if (admin->json) {
        apr_pool_cleanup_register(pool, admin->json, release_json, apr_pool_cleanup_null);
        return OK;
    }
    sc_problem_add(admin->problems, NULL, "unreadable_json",
                   N_("This is not JSON as it should be: {reason}"), "reason", error, NULL);
    return HTTP_BAD_REQUEST;
}

static int parse_form(sc_admin_t *admin)
{
    const char *why;

    admin->form = sc_input_read(admin->body, admin->body_length, &why, admin->request->r->pool);
    return admin->form ? OK : refuse_because(admin, HTTP_BAD_REQUEST, "unreadable_form", why);
}

/* The file that is among the fields of a form takes the place of the body. */
static int parse_file(sc_admin_t *admin)
{
    sc_multipart_t parts;

    if (!sc_body_is(admin->request->r, "multipart/form-data")) {
        return OK;
    }
    if (!sc_multipart_read(apr_table_get(admin->request->r->headers_in, "Content-Type"),
                           admin->body, admin->body_length, &parts, admin->request->r->pool)) {
        return refuse_because(admin, HTTP_BAD_REQUEST, "unreadable_form",
                              N_("The form cannot be read; send it once more."));
    }
    admin->form = parts.fields;
    admin->body = parts.file;
    admin->body_length = parts.length;
    return OK;
}

static apr_off_t limit_of(const sc_admin_t *admin)
{
    if (admin->request->config->body_limit >= 0) {
        return admin->request->config->body_limit;
    }
    return admin->route->body_limit ? admin->route->body_limit : SC_BODY_LIMIT_DEFAULT;
}

static void explain_body(sc_admin_t *admin, int status)
{
    if (status == HTTP_REQUEST_ENTITY_TOO_LARGE) {
        sc_problem_add(admin->problems, NULL, "too_large",
                       N_("At most {limit} bytes can be sent at once."), "limit",
                       apr_off_t_toa(admin->request->r->pool, limit_of(admin)), NULL);
    }
    else if (status == HTTP_UNSUPPORTED_MEDIA_TYPE) {
        sc_problem_add(admin->problems, NULL, "media_type",
                       N_("Content of this type is not understood at this address."), NULL);
    }
    else {
        sc_problem_add(admin->problems, NULL, "incomplete",
                       N_("The request did not arrive as a whole."), NULL);
    }
}

/* Reads and parses the body. */
static int read_body(sc_admin_t *admin)
{
    unsigned kind = kind_of_body(admin);
    int status = OK;

    if (kind == SC_ACCEPTS_NONE) {
        return OK;
    }
    status =
        kind ? sc_body_read(admin->request->r, limit_of(admin), &admin->body, &admin->body_length)
             : HTTP_UNSUPPORTED_MEDIA_TYPE;
    if (status != OK) {
        explain_body(admin, status);
        return status;
    }
    if (kind == SC_ACCEPTS_JSON) {
        return parse_json(admin);
    }
    return kind == SC_ACCEPTS_FORM   ? parse_form(admin)
           : kind == SC_ACCEPTS_FILE ? parse_file(admin)
                                     : OK;
}

static int is_empty(const sc_admin_t *admin)
{
    return admin->body_length == 0 && admin->request->r->method_number == M_POST &&
           admin->request->format == SC_FORMAT_HTML;
}

/* What mod_auth_form lets through when it has asked for the password first: the address and the
 * method, with nothing in it. */
static int answer_empty(sc_admin_t *admin)
{
    sc_problem_add(admin->problems, NULL, "unsent",
                   N_("You had to sign in first, so what you sent did not arrive and nothing of it "
                      "was stored. Please do it once more."),
                   NULL);
    sc_admin_log_refusal(admin, HTTP_FORBIDDEN);
    /* An item as it is on record, since an empty form might be sent; for a new one an empty form.
     */
    return admin->route->again && !admin->slug ? admin->route->again(admin)
                                               : sc_admin_route_handler(admin->route, M_GET)(admin);
}

static int answer_without_token(sc_admin_t *admin)
{
    sc_problem_add(admin->problems, NULL, "token",
                   N_("The form was open for too long, or it is not your own. Nothing has been "
                      "stored yet; look through it and send it again."),
                   NULL);
    if (!admin->route->again && !admin->route->act) {
        return sc_admin_refuse(admin, HTTP_FORBIDDEN);
    }
    sc_admin_log_refusal(admin, HTTP_FORBIDDEN);
    return admin->route->again ? admin->route->again(admin) : sc_admin_look(admin, HTTP_FORBIDDEN);
}

static int answer_change(sc_admin_t *admin)
{
    int status = check_origin(admin);

    if (status == OK) {
        status = read_body(admin);
    }
    if (status != OK) {
        return status == DONE || status == AP_FILTER_ERROR ? status
                                                           : sc_admin_refuse(admin, status);
    }
    if (!sc_admin_has_token(admin)) {
        return is_empty(admin) ? answer_empty(admin) : answer_without_token(admin);
    }
    return sc_admin_route_handler(admin->route, admin->request->r->method_number)(admin);
}

static int dispatch(sc_admin_t *admin)
{
    int status = read_address(admin);

    sc_role_find(admin->request->r, admin->request->config, &admin->editor);
    if (admin->editor.role == SC_ROLE_NONE) {
        status = refuse_because(admin, HTTP_FORBIDDEN, "no_role",
                                N_("You are signed in, but nobody has given you a role here."));
    }
    if (status == OK) {
        status = check_role(admin);
    }
    if (status == OK) {
        status = check_method(admin);
    }
    if (status == OK && admin->route->accepts & SC_ACCEPTS_FILE &&
        (!admin->request->config->files || !sc_entity_field(admin->entity, "files"))) {
        status = HTTP_NOT_FOUND;
    }
    if (status != OK) {
        return sc_admin_refuse(admin, status);
    }
    return admin->request->r->method_number == M_GET
               ? sc_admin_route_handler(admin->route, M_GET)(admin)
               : answer_change(admin);
}

/* Styles and scripts, which are the same for everybody. @return DECLINED if it is none of them */
static int answer_file(request_rec *r, const sc_mount_t *mount)
{
    static const sc_route_t *const files[] = {sc_admin_files, NULL};
    sc_request_t *request;
    int status = sc_request_read(r, mount, files, &request);

    return status == OK ? sc_answer(request, status, NULL) : DECLINED;
}

static sc_admin_t *begin(request_rec *r, const sc_mount_t *mount)
{
    sc_admin_t *admin = apr_pcalloc(r->pool, sizeof(*admin));

    admin->request = sc_request_bare(r, mount);
    admin->problems = admin->request->problems;
    admin->body = "";
    admin->query = sc_input_of(r, r->pool);
    if (!admin->query) {
        admin->query = apr_array_make(r->pool, 1, sizeof(sc_typed_t));
    }
    return admin;
}

static int refuse_unknown_user(sc_admin_t *admin)
{
    admin->request->route = route_of(admin);
    sc_logf(admin->request->r, APLOG_ERR, 0,
            "SC0204: %s is refused: sistercity-admin needs httpd to authenticate its users; %s",
            admin->request->mount->path,
            ap_auth_type(admin->request->r)
                ? "a rule such as Require ip has let somebody in who did not sign in; put it and "
                  "Require valid-user into one <RequireAll>"
                : "add AuthType, AuthName and Require valid-user to its Location");
    return sc_admin_refuse(admin, HTTP_FORBIDDEN);
}

/* A file that an editor has added, whether readers may see it yet or not. */
static int answer_kept(sc_admin_t *admin)
{
    request_rec *r = admin->request->r;

    admin->request->route = route_of(admin);
    sc_role_find(r, admin->request->config, &admin->editor);
    return admin->editor.role == SC_ROLE_NONE
               ? sc_admin_refuse(admin, HTTP_FORBIDDEN)
               : sc_file_answer(admin->request, sc_file_asked(r, admin->request->mount));
}

int sc_admin_answer(request_rec *r, const sc_mount_t *mount)
{
    sc_admin_t *admin = begin(r, mount);

    set_security_headers(r);
    if (r->main) {
        /* The page around it has not these headers, and may be for everybody. */
        admin->request->route = route_of(admin);
        admin->request->view.is_fragment = 1;
        return sc_admin_refuse(admin, HTTP_FORBIDDEN);
    }
    if (!r->user) {
        return refuse_unknown_user(admin);
    }
    if (r->method_number == M_GET && sc_file_asked(r, mount)) {
        return answer_kept(admin);
    }
    int status = answer_file(r, mount);
    return status == DECLINED ? dispatch(admin) : status;
}
