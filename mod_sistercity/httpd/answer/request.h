/**
 * What is asked for, in one structure: made once, at the door; bad input ends there.
 */
#pragma once

#include "httpd/answer/parameters.h"
#include "httpd/answer/route.h"
#include "httpd/server/cache.h"
#include "httpd/server/clock.h"
#include "httpd/server/config.h"
#include "httpd/server/mount.h"
#include "httpd/server/server.h"

typedef struct sc_download_t sc_download_t;

typedef struct sc_request_t {
    request_rec *r;
    const sc_server_t *server;
    const sc_directory_config_t *config;
    const sc_mount_t *mount;
    const sc_route_t *route; /* NULL: there is nothing at this address */
    const char *slug;        /* of the item that the path names, or NULL */
    const char *suffix;      /* ".json" as the path had it, or "" */
    sc_format_e format;
    int varies_by_accept;   /* whether Accept decided on the format */
    int varies_by_language; /* whether Accept-Language decided on the language */
    sc_parameters_t parameters;
    sc_problems_t *problems; /* what is wrong with the parameters */
    sc_state_t state;        /* zero until the database has been asked */
    sc_mark_t mark;          /* of the state that the answer shows; 0 as long as none is known */
    sc_day_t day;            /* of the request */
    unsigned char key[SC_KEY_LENGTH]; /* of the answer, see identity.h */
    apr_time_t made;                  /* when the answer was made, if it is being made */
    sc_view_t view;                   /* complete also when the request is refused */
    const char *location;             /* of a redirection */
    const char *links;                /* value of the header Link of a list as data, or NULL */
    sc_download_t *download;          /* all of a list, where that is asked for, see download.h */
} sc_request_t;

/**
 * Reads the request.
 * @param tables those of the addresses of the mount; NULL ends
 * @param request set in any case, ready to be presented or refused
 * @return OK, or the HTTP status of the refusal: 301 (with location), 400, 404, 405, 406
 */
int sc_request_read(request_rec *r, const sc_mount_t *mount, const sc_route_t *const *tables,
                    sc_request_t **request);

/**
 * Reads where the request goes: view.path without suffix, suffix and its format. "/places/" is
 * "/places"; the mount itself is a directory and ends in a slash.
 * @return OK; 301 (with location); 404 for a suffix that no format has
 */
int sc_request_read_path(sc_request_t *request);

/**
 * Settles the rest when the route is known (or NULL): format, parameters, language, view.
 * @param address what finding the address came to
 * @return OK, or the HTTP status of the refusal; that of the address comes first
 */
int sc_request_settle(sc_request_t *request, int address);

/** Reads what the words that the query searches for name besides items: "Japan", "Asia", "Kyoto,
 * Japan". */
void sc_request_read_names(const sc_languages_t *languages, sc_query_t *query, apr_pool_t *pool);

/** A request of which nothing is known but where it is: for refusals before reading. */
sc_request_t *sc_request_bare(request_rec *r, const sc_mount_t *mount);

/** Writes the byte order mark if the answer is CSV and is to have one. */
void sc_request_begin_csv(const sc_request_t *request, sc_buffer_t *body);

/** Whether the answer goes into somebody else's page. */
int sc_request_is_included(const sc_request_t *request);

/** The address of a path below the mount in this request's form, with its arguments as they came:
 * for redirections. */
const char *sc_request_location(const sc_request_t *request, const char *path);
