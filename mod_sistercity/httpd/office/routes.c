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

#define SHOWS(type, loader, presenter, titler)                                                     \
    .size = sizeof(type), .load = loader, .page = presenter, .title = titler

#define HISTORY                                                                                    \
    SHOWS(sc_history_page_t, sc_load_history, sc_page_history, sc_title_history),                  \
        .data = {[SC_FORMAT_JSON] = sc_json_history, [SC_FORMAT_ATOM] = sc_atom_history}

/* The editors' addresses; a row without pattern ends them. */
static const sc_admin_route_t routes[] = {
    {.pattern = "/",
     SHOWS(sc_desk_page_t, sc_load_desk_page, sc_page_desk, sc_title_desk),
     .data = {[SC_FORMAT_JSON] = sc_json_desk},
     .is_desk = 1},
    {.pattern = "/due",
     SHOWS(sc_desk_page_t, sc_load_due_page, sc_page_due, sc_title_due),
     .data = {[SC_FORMAT_JSON] = sc_json_desk},
     .is_desk = 1},
    {.pattern = "/check",
     SHOWS(sc_desk_page_t, sc_load_check_page, sc_page_check, sc_title_check),
     .data = {[SC_FORMAT_JSON] = sc_json_desk},
     .is_desk = 1},
    {.pattern = "/history", HISTORY},
    {.pattern = "/history/{id}",
     SHOWS(sc_change_page_t, sc_load_change, sc_page_change, sc_title_change),
     .data = {[SC_FORMAT_JSON] = sc_json_change}},
    {.pattern = "/history/{id}/undo",
     SHOWS(sc_change_page_t, sc_load_change, sc_page_undo, sc_title_undo),
     .act = sc_act_undo,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON},
    {.pattern = "/drafts",
     SHOWS(sc_drafts_page_t, sc_load_drafts, sc_page_drafts, sc_title_drafts),
     .data = {[SC_FORMAT_JSON] = sc_json_drafts}},
    {.pattern = "/drafts/{id}",
     SHOWS(sc_draft_page_t, sc_load_draft, sc_page_draft, sc_title_draft),
     .data = {[SC_FORMAT_JSON] = sc_json_draft},
     .act = sc_act_decide,
     .done = sc_json_draft,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON},
    {.pattern = "/board",
     SHOWS(sc_board_page_t, sc_load_board_page, sc_page_board, sc_title_board),
     .parameters = "place "},
    {.pattern = "/candidates",
     SHOWS(sc_candidates_page_t, sc_load_candidates_page, sc_page_candidates, sc_title_candidates),
     .parameters = "place "},
    {.pattern = "/board/{slug}",
     SHOWS(sc_move_page_t, sc_load_moving, sc_page_move, sc_title_move),
     .act = sc_act_move},
    {.pattern = "/report",
     SHOWS(sc_report_page_t, sc_load_report_page, sc_page_report, sc_title_report),
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
     SHOWS(sc_book_page_t, sc_load_book, sc_page_book, sc_title_book),
     .data = {[SC_FORMAT_JSON] = sc_json_book, [SC_FORMAT_CSV] = sc_csv_book},
     .parameters = "q "},
    {.pattern = "/contacts",
     .role = SC_ROLE_ADMIN,
     SHOWS(sc_contacts_page_t, sc_load_contacts, sc_page_contacts, sc_title_contacts),
     .act = sc_act_purge},
    {.pattern = "/redact",
     .role = SC_ROLE_ADMIN,
     SHOWS(sc_redact_page_t, sc_load_redacting, sc_page_redact, sc_title_redact),
     .act = sc_act_redact},
    {.pattern = "/{collection}",
     SHOWS(sc_items_page_t, sc_load_items, sc_page_items, sc_title_items),
     .data = {[SC_FORMAT_JSON] = sc_json_items},
     .post = sc_handle_create,
     .again = sc_handle_form_again,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON,
     .parameters = LIST_PARAMETERS},
    {.pattern = "/{collection}/new", .formats = HTML, .get = sc_handle_new},
    {.pattern = "/{collection}/find",
     SHOWS(sc_items_page_t, sc_load_found, NULL, NULL),
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
    {.pattern = "/{collection}/{slug}/withdraw",
     SHOWS(sc_withdraw_page_t, sc_load_withdrawing, sc_page_withdraw, sc_title_withdraw),
     .act = sc_act_withdraw},
    {.pattern = "/{collection}/{slug}/merge",
     SHOWS(sc_merge_page_t, sc_load_merging, sc_page_merge, sc_title_merge),
     .data = {[SC_FORMAT_JSON] = sc_json_merge},
     .act = sc_act_merge,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON,
     .parameters = "other "},
    {.pattern = "/{collection}/{slug}/succession",
     SHOWS(sc_succession_page_t, sc_load_succession, sc_page_succession, sc_title_succession),
     .act = sc_act_succeed,
     .accepts = SC_ACCEPTS_FORM | SC_ACCEPTS_JSON},
    {.pattern = "/{collection}/{slug}/files",
     SHOWS(sc_filing_page_t, sc_load_filing, sc_page_filing, sc_title_filing),
     .post = sc_handle_file_send,
     .act = sc_act_file,
     .accepts = SC_ACCEPTS_FILE,
     .body_limit = FILE_LIMIT},
    {.pattern = "/{collection}/{slug}/history", HISTORY},
    {.pattern = "/{collection}/{slug}/workbench",
     SHOWS(sc_workbench_t, sc_load_workbench, sc_page_workbench, sc_title_workbench)},
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

    for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
        if (sc_admin_route_handler(route, methods[i].method)) {
            list = apr_pstrcat(pool, list, *list ? ", " : "", methods[i].name, NULL);
        }
    }
    return list;
}
