#include "httpd/office/admin.h"

#include "httpd/office/handlers.h"
#include "model/text/notation.h"

#include <apr_strings.h>
#include <string.h>

#define HTML (1u << SC_FORMAT_HTML)
#define JSON (1u << SC_FORMAT_JSON)

/* The largest file that is imported where SisterCityBodyLimit is not set. */
#define IMPORT_LIMIT (64 * 1024 * 1024)

/* The same of a picture or a document: a scanned agreement of some pages. */
#define FILE_LIMIT (16 * 1024 * 1024)

#define LIST_PARAMETERS "place partnership network status missing q sort limit after "

/* A page whose struct, loader, writer and title have its name. */
#define SHOWS(name) SHOWS_OF(name, name, name)

/* The same where pages share a struct or a loader. */
#define SHOWS_OF(data, loader, name)                                                               \
    .size = sizeof(sc_##data##_page_t), .load = sc_load_##loader##_page, .page = sc_page_##name,   \
    .title = sc_title_##name

#define HISTORY                                                                                    \
    SHOWS(history), .data = {[SC_FORMAT_JSON] = sc_json_history, [SC_FORMAT_ATOM] = sc_atom_history}

/* The editors' addresses; a row without pattern ends them. */
static const sc_admin_route_t routes[] = {
    {.pattern = "/", SHOWS(desk), .data = {[SC_FORMAT_JSON] = sc_json_desk}, .is_desk = 1},
    {.pattern = "/due",
     SHOWS_OF(desk, due, due),
     .data = {[SC_FORMAT_JSON] = sc_json_desk},
     .is_desk = 1},
    {.pattern = "/check",
     SHOWS_OF(desk, check, check),
     .data = {[SC_FORMAT_JSON] = sc_json_desk},
     .is_desk = 1},
    {.pattern = "/history", HISTORY},
    {.pattern = "/history/{id}", SHOWS(change), .data = {[SC_FORMAT_JSON] = sc_json_change}},
    {.pattern = "/history/{id}/undo",
     SHOWS_OF(change, change, undo),
     .act = sc_act_undo,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON},
    {.pattern = "/drafts", SHOWS(drafts), .data = {[SC_FORMAT_JSON] = sc_json_drafts}},
    {.pattern = "/drafts/{id}",
     SHOWS(draft),
     .data = {[SC_FORMAT_JSON] = sc_json_draft},
     .act = sc_act_decide,
     .done = sc_json_draft,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON},
    {.pattern = "/board", SHOWS(board), .parameters = "place "},
    {.pattern = "/candidates", SHOWS(candidates), .parameters = "place "},
    {.pattern = "/board/{slug}", SHOWS(move), .act = sc_act_move},
    {.pattern = "/report",
     SHOWS(report),
     .data = {[SC_FORMAT_JSON] = sc_json_report, [SC_FORMAT_CSV] = sc_csv_report}},
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
    {.pattern = "/contact-book",
     SHOWS(book),
     .data = {[SC_FORMAT_JSON] = sc_json_book, [SC_FORMAT_CSV] = sc_csv_book},
     .parameters = "q "},
    {.pattern = "/contacts", .role = SC_ROLE_ADMIN, SHOWS(contacts), .act = sc_act_purge},
    {.pattern = "/redact", .role = SC_ROLE_ADMIN, SHOWS(redact), .act = sc_act_redact},
    {.pattern = "/{collection}",
     SHOWS(items),
     .data = {[SC_FORMAT_JSON] = sc_json_items},
     .post = sc_handle_create,
     .again = sc_handle_form_again,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON,
     .parameters = LIST_PARAMETERS},
    {.pattern = "/{collection}/new", .formats = HTML, .get = sc_handle_new},
    {.pattern = "/{collection}/find",
     .size = sizeof(sc_items_page_t),
     .load = sc_load_found_page,
     .data = {[SC_FORMAT_JSON] = sc_json_found},
     .parameters = "q limit alike "},
    {.pattern = "/{collection}/{slug}",
     .formats = HTML | JSON,
     .get = sc_handle_item,
     .post = sc_handle_save,
     .put = sc_handle_replace,
     .patch = sc_handle_patch,
     .delete = sc_handle_delete,
     .again = sc_handle_form_again},
    {.pattern = "/{collection}/{slug}/withdraw", SHOWS(withdraw), .act = sc_act_withdraw},
    {.pattern = "/{collection}/{slug}/merge",
     SHOWS(merge),
     .data = {[SC_FORMAT_JSON] = sc_json_merge},
     .act = sc_act_merge,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON,
     .parameters = "other "},
    {.pattern = "/{collection}/{slug}/succession",
     SHOWS(succession),
     .act = sc_act_succeed,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON},
    {.pattern = "/{collection}/{slug}/files",
     SHOWS(filing),
     .post = sc_handle_file_send,
     .act = sc_act_file,
     .accepts = SC_ACCEPTS_FILE,
     .body_limit = FILE_LIMIT},
    {.pattern = "/{collection}/{slug}/history", HISTORY},
    {.pattern = "/{collection}/{slug}/workbench", SHOWS(workbench)},
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
    if (strstr(path, "//")) {
        return NULL;
    }
    for (const sc_admin_route_t *route = routes; route->pattern; route++) {
        if (matches(admin, route->pattern, path)) {
            return route;
        }
    }
    return NULL;
}

static int look(sc_admin_t *admin)
{
    return sc_admin_look(admin, HTTP_OK);
}

sc_admin_fn *sc_admin_route_handler(const sc_admin_route_t *route, int method)
{
    switch (method) {
    case M_GET:
        return route->load ? look : route->get;
    case M_POST:
        return route->post ? route->post : route->act ? sc_admin_act : NULL;
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

    for (size_t i = 0; i < SC_LENGTH(methods); i++) {
        if (sc_admin_route_handler(route, methods[i].method)) {
            list = apr_pstrcat(pool, list, *list ? ", " : "", methods[i].name, NULL);
        }
    }
    return list;
}
