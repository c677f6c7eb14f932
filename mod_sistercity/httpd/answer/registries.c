#include "httpd/answer/connection.h"

#include "store/db/file.h"
#include "store/db/schema.h"

#include <apr_strings.h>
#include <http_core.h>
#include <string.h>
#include <unistd.h>
#include <unixd.h>

#define PLACE "SELECT 1 FROM \"places\" WHERE \"slug\" = ?"

/** One server with its registry, as the configuration has them. */
typedef struct trial_t {
    const server_rec *main, *server;
    apr_pool_t *pool;
    const char *driver, *params;
    int is_first; /* of the servers with that registry */
    sc_db_t *db;  /* open once it is known to be a registry of this schema */
} trial_t;

/* The file of SQLite; NULL for other databases and for SQLite's own addresses. */
static const char *file_of(const trial_t *trial)
{
    return strcmp(trial->driver, "sqlite3") == 0 && trial->params[0] == '/' ? trial->params : NULL;
}

static void warn(const trial_t *trial, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void warn(const trial_t *trial, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    if (trial->is_first) {
        ap_log_error(APLOG_MARK, APLOG_STARTUP | APLOG_WARNING, 0, trial->server, "%s",
                     apr_pvsprintf(trial->pool, format, arguments));
    }
    va_end(arguments);
}

/* Who may not look there says nothing: httpd's own user will. SQLite would make a missing file.
 * @return whether it can be opened */
static int check_file(const trial_t *trial)
{
    const char *file = file_of(trial);
    apr_finfo_t info;
    apr_status_t rv = file ? apr_stat(&info, file, APR_FINFO_SIZE, trial->pool) : APR_SUCCESS;

    if (APR_STATUS_IS_ENOENT(rv)) {
        warn(trial,
             "SC0304: there is no registry %s; make one, as the user that httpd runs as, with: "
             "sistercityctl --database 'sqlite3:%s' init",
             file, file);
    }
    if (rv != APR_SUCCESS || !file) {
        return rv == APR_SUCCESS;
    }
    if (sc_file_may_be_written(file, ap_unixd_config.user_id, trial->pool) == 0) {
        warn(trial, "SC0303: httpd's user will not be able to write %s; " SC_ADVICE_WRITABLE, file);
    }
    return access(file, R_OK | W_OK) == 0;
}

static int check_registry(trial_t *trial)
{
    const char *error;
    sc_state_t state;
    apr_status_t rv = sc_db_open(apr_pstrcat(trial->pool, trial->driver, ":", trial->params, NULL),
                                 trial->pool, &trial->db, &error);

    if (rv != APR_SUCCESS) {
        warn(trial, "SC0301: the registry cannot be opened: %s%s", error,
             sc_advice_on(error, trial->driver));
        return 0;
    }
    rv = sc_state_read(trial->db, trial->pool, &state);
    if (rv == APR_EINIT) {
        warn(trial,
             "SC0304: the database has no registry yet; make one with: sistercityctl --database "
             "'%s:PARAMS' init (PARAMS as in DBDParams)",
             trial->driver);
    }
    else if (rv == APR_EMISMATCH) {
        warn(trial, "SC0305: the registry has schema %d, this program needs %d; %s", state.schema,
             sc_schema_current(), sc_advice_on_schema(state.schema, trial->driver, trial->pool));
    }
    else if (rv != APR_SUCCESS) {
        warn(trial, "SC0303: the registry cannot be read: %s%s", sc_db_error(trial->db),
             sc_advice_on(sc_db_error(trial->db), trial->driver));
    }
    return rv == APR_SUCCESS;
}

static int is_on_record(const trial_t *trial, const char *slug)
{
    const sc_arg_t arg = sc_arg_text(slug);
    sc_rows_t *rows;

    return sc_db_select(trial->db, trial->pool, PLACE, &arg, 1, &rows) != APR_SUCCESS ||
           rows->count > 0;
}

static const apr_array_header_t *sections_of(const server_rec *server)
{
    const core_server_config *core = ap_get_core_module_config(server->module_config);

    return core->sec_url;
}

/* A virtual host's sections stand behind those that it has from the main server. */
static void check_homes(const trial_t *trial)
{
    const apr_array_header_t *sections = sections_of(trial->server);
    int first = trial->server == trial->main ? 0 : sections_of(trial->main)->nelts;

    for (int i = first; i < sections->nelts; i++) {
        const sc_directory_config_t *config = ap_get_module_config(
            APR_ARRAY_IDX(sections, i, ap_conf_vector_t *), &sistercity_module);

        if (config && config->home && !is_on_record(trial, config->home)) {
            ap_log_error(APLOG_MARK, APLOG_STARTUP | APLOG_WARNING, 0, trial->server,
                         "SC0306: SisterCityHome %s is not in the registry; correct it, or add "
                         "the place",
                         config->home);
        }
    }
}

static int is_used(const server_rec *server, apr_pool_t *pool)
{
    const apr_array_header_t *mounts = sc_mounts_read(server, pool);

    return sc_mount_first(mounts, SC_HANDLER_PUBLIC) || sc_mount_first(mounts, SC_HANDLER_ADMIN);
}

void sc_registries_test(apr_pool_t *pool, server_rec *main)
{
    apr_hash_t *seen = apr_hash_make(pool);

    if (!sc_connection_is_possible()) {
        return;
    }
    sc_connections_limit(pool);
    for (server_rec *server = main; server; server = server->next) {
        trial_t trial = {.main = main,
                         .server = server,
                         .driver = sc_mounts_setting(server, "DBDriver", pool),
                         .params = sc_mounts_setting(server, "DBDParams", pool)};
        const char *name = apr_pstrcat(pool, trial.driver, ":", trial.params, NULL);

        if (!*trial.driver || !is_used(server, pool)) {
            continue;
        }
        trial.is_first = !apr_hash_get(seen, name, APR_HASH_KEY_STRING);
        apr_hash_set(seen, name, APR_HASH_KEY_STRING, name);
        apr_pool_create(&trial.pool, pool);
        if (check_file(&trial) && check_registry(&trial)) {
            check_homes(&trial);
        }
        apr_pool_destroy(trial.pool);
    }
}
