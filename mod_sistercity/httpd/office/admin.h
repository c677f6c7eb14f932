/**
 * A request of an editor, and the ways to answer it.
 *
 * The door (door.c) checks it before a handler of the table of addresses (routes.c) is called. A
 * handler therefore trusts what it gets, does its work inside sc_admin_with_database(), and answers
 * with one of the functions of this header.
 */
#pragma once

#include "httpd/answer/connection.h"
#include "httpd/answer/input.h"
#include "present/office/office.h"
#include "present/page/pages.h"
#include "present/write/data.h"
#include "store/edit/edit.h"

#include <jansson.h>

typedef struct sc_admin_t sc_admin_t;

/** Answers the request. @return for httpd's handler to return */
typedef int sc_admin_fn(sc_admin_t *admin);

/** What is done with a connection. @return OK or an HTTP status. */
typedef int sc_admin_stage_fn(sc_admin_t *admin, sc_db_t *db, void *baton);

/** Kinds of body that a POST may have. */
enum {
    SC_ACCEPTS_FORM = 1 << 0, /* application/x-www-form-urlencoded, with a token */
    SC_ACCEPTS_JSON = 1 << 1, /* application/json */
    SC_ACCEPTS_CSV = 1 << 2,  /* text/csv, a workbook: left as it is in admin->body */
    SC_ACCEPTS_NONE = 1 << 3, /* no body at all */
    SC_ACCEPTS_FILE = 1 << 4  /* a picture or a document as it is, in admin->body; also as part of
                                 multipart/form-data, whose other fields are the form then */
};

/**
 * A row of the table of addresses. Most show something, and let it be done where a page asks first:
 * these name what reads, does and writes it. The others have handlers of their own.
 */
typedef struct sc_admin_route_t {
    const char *pattern; /* below the mount; its segments may be {collection}, {slug}, {id} */
    sc_role_e role;      /* the least that may use it, where that is more than an editor */

    size_t size;             /* of what the page shows, which begins with its sc_admin_view_t * */
    sc_admin_stage_fn *load; /* fills it, zeroed before; the first member it may leave, unless its
                                page is shown with status 400 */
    sc_page_fn *page;
    sc_title_fn *title;
    sc_data_fn *data[SC_FORMAT_COUNT]; /* of the same; NULL: not offered */
    sc_admin_stage_fn *act; /* a POST: does it. If it says where that leads (admin->next), the
                               client goes there; otherwise the page tells */
    sc_data_fn *done;       /* what a program is told of it; NULL: which change or draft it is */
    int is_desk;            /* what it loads is found once for all (desk_cache.h) */

    unsigned formats; /* what else GET offers: 1 << SC_FORMAT_HTML | … */
    sc_admin_fn *get, *post;
    sc_admin_fn *put, *patch, *delete; /* JSON, with If-Match */
    sc_admin_fn *again;     /* shows the form again whose token is missing or worn out, with status
                               403, problems and what was typed; NULL: a notice does */
    unsigned accepts;       /* bodies of POST; 0: forms */
    apr_off_t body_limit;   /* bytes, where SisterCityBodyLimit is not set; 0: 1 MiB */
    const char *parameters; /* as sc_route_t has them, besides what handlers read */
} sc_admin_route_t;

/** A request of an editor. */
struct sc_admin_t {
    sc_request_t *request; /* with view, format and parameters */
    const sc_admin_route_t *route;
    sc_editor_t editor;        /* who and role; note is the handler's to set */
    const sc_entity_t *entity; /* of {collection}, or NULL */
    const char *slug;          /* of {slug}, or NULL */
    apr_int64_t id;            /* of {id}, or 0 */
    const sc_input_t *query;   /* the query string decoded; never NULL */
    const sc_input_t *form;    /* the body decoded, if it is a form; else NULL */
    json_t *json;              /* the body, if it is JSON: borrowed; else NULL */
    const char *body;          /* the body as it came, NUL-terminated; "" if there is none */
    apr_size_t body_length;
    const apr_array_header_t
        *added;              /* new items that what is stored refers to, of records; or NULL */
    sc_problems_t *problems; /* what is wrong with the request; empty at first */
    void *file;              /* the attachment that was sent and is kept now; or NULL */
    int file_status;         /* what keeping it came to: OK, or the status of the refusal */
    sc_edit_t edit;          /* what came of a change; caches are told when the stage ends */
    const char *next;        /* where it leads: a path below the mount, or NULL */
    const char *done;        /* what the page there says was done: a word of sc_admin_view_t */
};

/** Shows what the row of the address loads, in the request's format; with status 400 a page that
 * says what cannot be read of its address. @param good the status of every other */
int sc_admin_look(sc_admin_t *admin, int good);

/** Does what the row of the address does, and answers with what came of it; when something stands
 * in the way, with the page that asked, which says so. */
sc_admin_fn sc_admin_act;

/** As sc_with_database(): a connection only as long as the stage lasts. Answer after it, not in it.
 * A stage whose first transaction finds another writer is run again, for half a minute, until there
 * is none: until then it must change nothing but its baton, and set that up anew.
 * When a stage has committed a change that does not stand in admin->edit it calls
 * sc_admin_published(). */
int sc_admin_with_database(sc_admin_t *admin, sc_admin_stage_fn *stage, void *baton);

/** Tells the caches of this server that the registry has changed, and reads its new state. */
void sc_admin_published(sc_admin_t *admin, sc_db_t *db);

/** Sends with the status the page that the presenter makes of the data. */
int sc_admin_show(sc_admin_t *admin, int status, sc_page_fn *page, sc_title_fn *title,
                  const void *data);

/** Sends a body of another type with the status. */
int sc_admin_data(sc_admin_t *admin, int status, const char *content_type, const sc_buffer_t *body);

/** Sends with the status the JSON that the presenter makes of the data. */
int sc_admin_json(sc_admin_t *admin, int status, sc_data_fn *write, const void *data);

/** What the page's frame shows: who is looking, what they may do, what was just done.
 * @param db to count the drafts that wait; NULL leaves that out */
sc_admin_view_t *sc_admin_view(sc_admin_t *admin, sc_db_t *db);

/** 303 to a path below the mount, which may have arguments.
 * @param done what was done, a word of sc_admin_view_t, which the page there says; or NULL
 * @param edit what came of it, for links to undo it; or NULL */
int sc_admin_see_other(sc_admin_t *admin, const char *path, const char *done,
                       const sc_edit_t *edit);

/** What the form's field says, or the member of the JSON that was sent; or NULL. */
const char *sc_admin_typed(const sc_admin_t *admin, const char *name, const char *member);

/** The place whose partnerships are looked at: the one that `place` names, else the site's own.
 * NULL: the whole registry, which an empty `place` asks for. */
const char *sc_admin_place(const sc_admin_t *admin);

/** Why, as the editor says. */
const char *sc_admin_note(const sc_admin_t *admin);

/** "/drafts/12": the path below the mount of what has a number there. */
const char *sc_admin_numbered(sc_admin_t *admin, const char *collection, apr_int64_t id);

/**
 * Refuses with the status in the asked format: a notice with admin->problems, or problem details.
 * Logs one line, except for what the log has already (503) and what is no refusal (301, which is
 * sent as 308 where something was to be changed).
 */
int sc_admin_refuse(sc_admin_t *admin, int status);

/** Logs one line that the request was refused; for handlers that show a form again instead. */
void sc_admin_log_refusal(sc_admin_t *admin, int status);

/** The path below the mount as an address of this server. */
const char *sc_admin_address(sc_admin_t *admin, const char *path);

/** The same for a form: what is wrong with it is said in the language that it was asked for in. */
const char *sc_admin_action(sc_admin_t *admin, const char *path);

/** Whether the form that was sent has a good one. True of JSON and CSV, which no other site can
 * make a browser send without asking. */
int sc_admin_has_token(sc_admin_t *admin);

/** The HTTP status of what an edit came to (store/edit/edit.h): OK, 403, 404, 409, 422; 503, which
 * is logged. */
int sc_admin_status(sc_admin_t *admin, const sc_db_t *db, apr_status_t rv);

/* routes.c */

/** The row of the path below the mount, without suffix. Sets admin->entity, slug and id as the
 * path names them. @return NULL if there is none */
const sc_admin_route_t *sc_admin_route_find(sc_admin_t *admin, const char *path);

/** The methods of the row, for Allow. */
const char *sc_admin_route_methods(const sc_admin_route_t *route, apr_pool_t *pool);

/** The handler of a method (M_GET …), or NULL. */
sc_admin_fn *sc_admin_route_handler(const sc_admin_route_t *route, int method);

/* door.c: httpd's authentication, the address, the role, the origin, the body and its token */

/**
 * Answers an editor. Refuses with 403 whoever httpd has not authenticated, whatever the
 * configuration says or forgot to say.
 * @return for httpd's handler to return
 */
int sc_admin_answer(request_rec *r, const sc_mount_t *mount);
