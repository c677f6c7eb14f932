#include "httpd/office/routes.h"

#include "model/slug.h"

#include <apr_strings.h>
#include <string.h>

#define HTML (1u << SC_FORMAT_HTML)
#define JSON (1u << SC_FORMAT_JSON)
#define ATOM (1u << SC_FORMAT_ATOM)
#define CSV (1u << SC_FORMAT_CSV)

/* The largest file that is imported where SisterCityBodyLimit is not set. */
#define IMPORT_LIMIT (64 * 1024 * 1024)

#define LIST_PARAMETERS                                                                            \
    (SC_TAKES_PLACE | SC_TAKES_PARTNERSHIP | SC_TAKES_STATUS | SC_TAKES_Q | SC_TAKES_SORT |        \
     SC_TAKES_LIMIT | SC_TAKES_AFTER)

const sc_admin_route_t sc_admin_routes[] = {
    {.pattern = "/", .formats = HTML | JSON, .role = SC_ROLE_EDITOR, .get = sc_handle_desk},
    {.pattern = "/due", .formats = HTML | JSON, .role = SC_ROLE_EDITOR, .get = sc_handle_due},
    {.pattern = "/check", .formats = HTML | JSON, .role = SC_ROLE_EDITOR, .get = sc_handle_check},
    {.pattern = "/history",
     .formats = HTML | JSON | ATOM,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_history},
    {.pattern = "/history/{id}",
     .formats = HTML | JSON,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_change,
     .post = sc_handle_undo,
     .again = sc_handle_undo_again,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON},
    {.pattern = "/history/{id}/undo",
     .formats = HTML | JSON,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_undoing,
     .post = sc_handle_undo,
     .again = sc_handle_undo_again,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON},
    {.pattern = "/drafts", .formats = HTML | JSON, .role = SC_ROLE_EDITOR, .get = sc_handle_drafts},
    {.pattern = "/drafts/{id}",
     .formats = HTML | JSON,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_draft,
     .post = sc_handle_decide,
     .again = sc_handle_draft_again,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON},
    {.pattern = "/board",
     .formats = HTML,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_board,
     .parameters = SC_TAKES_PLACE},
    {.pattern = "/board/{slug}",
     .formats = HTML,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_moving,
     .post = sc_handle_move,
     .again = sc_handle_moving_again},
    {.pattern = "/report",
     .formats = HTML | CSV | JSON,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_report},
    {.pattern = "/import",
     .formats = HTML,
     .role = SC_ROLE_ADMIN,
     .get = sc_handle_import,
     .post = sc_handle_import_send,
     .again = sc_handle_import_again,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_CSV | SC_ACCEPTS_JSON,
     .body_limit = IMPORT_LIMIT},
    {.pattern = "/import/{id}",
     .formats = HTML,
     .role = SC_ROLE_ADMIN,
     .get = sc_handle_import_look,
     .post = sc_handle_import_decide},
    {.pattern = "/contacts",
     .formats = HTML,
     .role = SC_ROLE_ADMIN,
     .get = sc_handle_contacts,
     .post = sc_handle_purge},
    {.pattern = "/redact",
     .formats = HTML,
     .role = SC_ROLE_ADMIN,
     .get = sc_handle_redacting,
     .post = sc_handle_redact,
     .again = sc_handle_redact_again},
    {.pattern = "/{collection}",
     .formats = HTML | JSON,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_list,
     .post = sc_handle_create,
     .again = sc_handle_form_again,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON,
     .parameters = LIST_PARAMETERS},
    {.pattern = "/{collection}/new", .formats = HTML, .role = SC_ROLE_EDITOR, .get = sc_handle_new},
    {.pattern = "/{collection}/find",
     .formats = JSON,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_find,
     .parameters = SC_TAKES_Q | SC_TAKES_LIMIT},
    {.pattern = "/{collection}/{slug}",
     .formats = HTML | JSON,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_item,
     .post = sc_handle_save,
     .put = sc_handle_replace,
     .patch = sc_handle_patch,
     .delete = sc_handle_delete,
     .again = sc_handle_form_again},
    {.pattern = "/{collection}/{slug}/withdraw",
     .formats = HTML,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_withdrawing,
     .post = sc_handle_withdraw,
     .again = sc_handle_withdraw_again},
    {.pattern = "/{collection}/{slug}/history",
     .formats = HTML | JSON | ATOM,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_history},
    {.pattern = "/{collection}/{slug}/workbench",
     .formats = HTML,
     .role = SC_ROLE_EDITOR,
     .get = sc_handle_workbench},
    {.pattern = NULL},
};

/* Reads one segment of the path into what the pattern's segment stands for. */
static int read_segment(sc_admin_t *admin, const char *pattern, const char *segment)
{
    if (strcmp(pattern, "{collection}") == 0) {
        admin->entity = sc_entity_of_collection(segment);
        return admin->entity != NULL;
    }
    if (strcmp(pattern, "{slug}") == 0) {
        admin->slug = segment;
        return sc_slug_is_valid(segment);
    }
    if (strcmp(pattern, "{id}") == 0) {
        size_t digits = strspn(segment, "0123456789");

        admin->id = digits > 0 && digits < 18 && !segment[digits] ? apr_atoi64(segment) : 0;
        return admin->id > 0;
    }
    return strcmp(pattern, segment) == 0;
}

static int matches(sc_admin_t *admin, const char *pattern, const char *path)
{
    apr_pool_t *pool = admin->request->r->pool;
    char *patterns = apr_pstrdup(pool, pattern), *segments = apr_pstrdup(pool, path);
    char *next_pattern, *next_segment;
    const char *one = apr_strtok(patterns, "/", &next_pattern);
    const char *other = apr_strtok(segments, "/", &next_segment);

    admin->entity = NULL;
    admin->slug = NULL;
    admin->id = 0;
    while (one && other) {
        if (!read_segment(admin, one, other)) {
            return 0;
        }
        one = apr_strtok(NULL, "/", &next_pattern);
        other = apr_strtok(NULL, "/", &next_segment);
    }
    return !one && !other;
}

const sc_admin_route_t *sc_admin_route_find(sc_admin_t *admin, const char *path)
{
    const sc_admin_route_t *route;

    if (strstr(path, "//")) {
        return NULL;
    }
    for (route = sc_admin_routes; route->pattern; route++) {
        if (matches(admin, route->pattern, path)) {
            return route;
        }
    }
    return NULL;
}

sc_admin_fn *sc_admin_route_handler(const sc_admin_route_t *route, int method)
{
    switch (method) {
    case M_GET:
        return route->get;
    case M_POST:
        return route->post;
    case M_PUT:
        return route->put;
    case M_PATCH:
        return route->patch;
    case M_DELETE:
        return route->delete;
    default:
        return NULL;
    }
}

const char *sc_admin_route_methods(const sc_admin_route_t *route, apr_pool_t *pool)
{
    static const struct {
        int method;
        const char *name;
    } methods[] = {{M_GET, "GET, HEAD"},
                   {M_POST, "POST"},
                   {M_PUT, "PUT"},
                   {M_PATCH, "PATCH"},
                   {M_DELETE, "DELETE"}};
    const char *list = "";
    size_t i;

    for (i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        if (sc_admin_route_handler(route, methods[i].method)) {
            list = apr_pstrcat(pool, list, *list ? ", " : "", methods[i].name, NULL);
        }
    }
    return list;
}
