/**
 * The life of the module:
 *
 *  1. register_hooks: httpd has loaded it.
 *  2. pre_config, then the directives (server/directives.c), then check_config: what `httpd -t`
 *     sees.
 *  3. post_config, in the parent process: shared memory, the cache, a record for each server.
 *  4. child_init, in each child: ICU, the logs, the day, the lock of connections.
 *  5. claim_name and claim, for each request: whether the address is ours, whatever is on disk.
 *  6. handle: readers are answered by answer/answer.c, editors by office/door.c.
 *  7. A graceful reload begins again at 1, with children of before that still end their requests:
 *     what they share outlives it (the lock of the cache, the key of forms).
 */
#include "httpd/answer/connection.h"
#include "httpd/answer/download.h"
#include "httpd/answer/identity.h"
#include "httpd/answer/reply.h"
#include "httpd/answer/ssi.h"
#include "httpd/describe/catalog.h"
#include "httpd/describe/dataset.h"
#include "httpd/describe/openapi.h"
#include "httpd/form/import_progress.h"
#include "httpd/form/reconcile.h"
#include "httpd/office/admin.h"
#include "httpd/office/desk_cache.h"
#include "httpd/server/cache.h"
#include "httpd/server/clock.h"
#include "httpd/server/config.h"
#include "httpd/server/flight.h"
#include "httpd/server/kept.h"
#include "httpd/server/log.h"
#include "httpd/server/mount.h"
#include "httpd/server/revision.h"
#include "httpd/server/scratch.h"
#include "httpd/server/secret.h"
#include "httpd/server/server.h"
#include "httpd/server/status.h"
#include "language/language.h"
#include "store/db/watch.h"

#include <apr_optional_hooks.h>
#include <apr_strings.h>
#include <http_core.h>
#include <http_protocol.h>
#include <http_request.h>
#include <mod_status.h>
#include <string.h>

static void *create_server(apr_pool_t *pool, server_rec *server)
{
    (void)server;
    return apr_pcalloc(pool, sizeof(sc_server_t));
}

static int pre_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp)
{
    (void)plog;
    (void)ptemp;
    return sc_cache_register(pconf) == APR_SUCCESS ? OK : HTTP_INTERNAL_SERVER_ERROR;
}

/* Runs under `httpd -t` too, which post_config does not. */
static int check_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *main)
{
    (void)pconf;
    (void)plog;
    int errors = sc_mounts_check(main, ptemp);
    if (errors < 0) {
        return OK;
    }
    if (!sc_connection_is_possible()) {
        ap_log_error(APLOG_MARK, APLOG_STARTUP | APLOG_ERR, 0, main,
                     "SC0103: mod_dbd is not loaded, so there is no way to a registry; add "
                     "LoadModule dbd_module modules/mod_dbd.so");
        errors++;
    }
    return errors ? HTTP_INTERNAL_SERVER_ERROR : OK;
}

/* Gives each server a record of its own, with what all servers share in it. */
static void make_records(server_rec *main, const sc_server_t *shared, apr_pool_t *pool)
{
    int count = 0;

    for (server_rec *server = main; server; server = server->next) {
        count++;
    }
    sc_revision_t *revisions = sc_revisions_create(main, count, pool);
    for (server_rec *server = main; server; server = server->next) {
        sc_server_t *record = apr_pmemdup(pool, shared, sizeof(*shared));

        record->mounts = sc_mounts_read(server, pool);
        record->driver = sc_mounts_setting(server, "DBDriver", pool);
        record->has_name = *sc_mounts_setting(server, "ServerName", pool) != '\0';
        record->revision = sc_revision_at(revisions, --count);
        sc_identity_scope(server, record->scope, pool);
        ap_set_module_config(server->module_config, &sistercity_module, record);
    }
}

static int post_config(apr_pool_t *pconf, apr_pool_t *plog, apr_pool_t *ptemp, server_rec *main)
{
    sc_server_t shared = {0};

    (void)plog;
    /* httpd runs this twice at its start; the first time leads to nothing. */
    if (ap_state_query(AP_SQ_MAIN_STATE) == AP_SQ_MS_CREATE_PRE_CONFIG) {
        return OK;
    }
    if (sc_server_of(main)->cache_is_set) {
        shared.cache = sc_server_of(main)->cache;
    }
    else if (sc_mounts_check(main, ptemp) >= 0) {
        shared.cache = sc_cache_default(main, pconf, ptemp);
    }
    if (shared.cache && sc_cache_open(shared.cache, main, pconf) != APR_SUCCESS) {
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    shared.counters = sc_counters_create(main, pconf);
    shared.secret = sc_secret_random(main);
    shared.flights = sc_flights_create(main, pconf);
    shared.progress = sc_progress_create(main, main->process->pool);
    shared.ssi = sc_include_register(pconf);
    make_records(main, &shared, pconf);
    sc_connections_limit(ptemp);
    return OK;
}

/* ICU is first used here and never in the parent: what it allocates would be lost with every
 * graceful reload. */
static void child_init(apr_pool_t *pchild, server_rec *main)
{
    sc_process_t *process = apr_pcalloc(pchild, sizeof(*process));
    apr_pool_t *own = sc_scratch_within(pchild, 1);
    apr_status_t rv = own ? sc_languages_create(&process->languages, own) : APR_ENOMEM;

    if (rv != APR_SUCCESS) {
        ap_log_error(
            APLOG_MARK, APLOG_CRIT, rv, main,
            "SC0104: the languages cannot be made ready; requests will be answered by 500");
        process->languages = NULL;
    }
    process->log = sc_log_create(pchild);
    process->clock = sc_clock_create(pchild);
    process->digest = sc_cache_sha1(pchild);
    process->scratch = sc_scratch_create(pchild);
    process->watch = sc_watch_create(pchild);
    if (sc_server_of(main)->cache) {
        sc_cache_open_child(sc_server_of(main)->cache, main, pchild);
    }
    for (server_rec *server = main; server; server = server->next) {
        sc_server_of(server)->process = process;
        sc_server_of(server)->desk = sc_desk_cache_create(pchild);
        sc_server_of(server)->terms = sc_kept_create(pchild);
        sc_server_of(server)->turns = sc_turns_create(server, pchild);
        sc_connections_open(server, pchild);
    }
}

static int is_ours(const request_rec *r)
{
    const sc_server_t *server = sc_server_of(r->server);

    return server && sc_mount_of(server->mounts, r->uri);
}

/* What lies on disk must never decide about our addresses: a path below a mount has no file, so
 * that neither DocumentRoot nor mod_dir nor an alias has a say. */
static int claim_name(request_rec *r)
{
    char *name, *letter;

    if (!is_ours(r)) {
        return DECLINED;
    }
    /* Different for each address, or mod_include would take an include for a recursive one; without
     * dots and slashes, or mod_mime and mod_negotiation would look for meaning in it. */
    name = apr_pstrcat(r->pool, "sistercity:", r->uri, NULL);
    for (letter = name; *letter; letter++) {
        if (*letter == '/' || *letter == '.') {
            *letter = ':';
        }
    }
    r->filename = name;
    return OK;
}

/* Neither need anybody look on the disk, nor guess by the name what the answer will be. */
static int claim(request_rec *r)
{
    return is_ours(r) ? OK : DECLINED;
}

static int handle(request_rec *r)
{
    static const sc_route_t *const tables[] = {sc_public_routes, sc_dataset_routes,
                                               sc_catalog_routes, sc_openapi_routes, NULL};
    const sc_server_t *server = sc_server_of(r->server);
    sc_handler_e handler;
    sc_request_t *request;

    if (!r->handler || !server) {
        return DECLINED;
    }
    handler = sc_handler_named(r->handler);
    if (handler == SC_HANDLER_OTHER) {
        return DECLINED;
    }
    const sc_mount_t *mount = sc_mount_of(server->mounts, r->uri);
    if (strstr(r->uri, "//")) {
        return HTTP_NOT_FOUND; /* with MergeSlashes Off sections take it for an address of ours */
    }
    if (!mount || mount->handler != handler) {
        sc_logf(r, APLOG_ERR, 0,
                "SC0201: %s is handled by %s, but not in a way that can work: put SetHandler "
                "into a plain <Location> section",
                r->uri, r->handler);
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    if (!sc_server_is_ready(server)) {
        return HTTP_INTERNAL_SERVER_ERROR;
    }
    const char *file = sc_file_asked(r, mount);
    if (file && handler == SC_HANDLER_PUBLIC) {
        return sc_file_answer(sc_request_bare(r, mount), file);
    }
    if (handler == SC_HANDLER_ADMIN) {
        return sc_admin_answer(r, mount);
    }
    if (r->main) {
        sc_gather(r->main, r);
    }
    int status = sc_request_read(r, mount, tables, &request);
    if (request->route && request->route->flags & SC_ROUTE_SERVICE) {
        return sc_reconcile_answer(request, status);
    }
    return sc_answer(request, status, sc_answer_load);
}

static void register_hooks(apr_pool_t *pool)
{
    static const char *const after_rewriting[] = {"mod_rewrite.c", NULL};
    static const char *const before_naming[] = {"mod_proxy.c", "mod_alias.c", "mod_userdir.c",
                                                "mod_vhost_alias.c", NULL};
    static const char *const after_dbd[] = {"mod_dbd.c", NULL};
    static const char *const after_include[] = {"mod_include.c", NULL};

    (void)pool;
    ap_hook_pre_config(pre_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_check_config(check_config, NULL, NULL, APR_HOOK_MIDDLE);
    ap_hook_test_config(sc_registries_test, NULL, NULL, APR_HOOK_MIDDLE);
    /* mod_include makes its table of elements anew in its own REALLY_FIRST hook. */
    ap_hook_post_config(post_config, after_include, NULL, APR_HOOK_REALLY_FIRST);
    /* mod_dbd has its pools of connections only after its child_init. */
    ap_hook_child_init(child_init, after_dbd, NULL, APR_HOOK_MIDDLE);
    ap_hook_translate_name(claim_name, after_rewriting, before_naming, APR_HOOK_FIRST);
    ap_hook_map_to_storage(claim, NULL, NULL, APR_HOOK_FIRST);
    ap_hook_type_checker(claim, NULL, NULL, APR_HOOK_REALLY_FIRST);
    ap_hook_handler(handle, NULL, NULL, APR_HOOK_MIDDLE);
    APR_OPTIONAL_HOOK(ap, status_hook, sc_status_show, NULL, NULL, APR_HOOK_MIDDLE);
    APR_OPTIONAL_HOOK(ap, status_hook, sc_cache_show, NULL, NULL, APR_HOOK_LAST);
    sc_gather_register();
}

module AP_MODULE_DECLARE_DATA sistercity_module = {
    STANDARD20_MODULE_STUFF,
    sc_directory_config_create,
    sc_directory_config_merge,
    create_server, /* for what the directives say; each server's own is made in post_config */
    NULL,
    sc_directives,
    register_hooks,
    AP_MODULE_FLAG_NONE,
};
