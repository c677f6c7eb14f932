#include "store/db/db.h"
#include "store/db/db_private.h"

#include <apr_strings.h>
#include <string.h>

/* SQLite's own 2 MiB spill into the journal again and again while a large import runs. Only for
 * connections of a program's own: httpd keeps many, in each of its processes. */
#define SQLITE_LARGE_CACHE "PRAGMA cache_size = -32000"

/* What a list's bitmaps take in a registry of 400,000 partnerships. */
#define SPARE_MEMORY (1024 * 1024)

static apr_pool_t *spare_pool(apr_pool_t *parent)
{
    apr_allocator_t *allocator;
    apr_pool_t *pool;

    if (apr_allocator_create(&allocator) != APR_SUCCESS) {
        apr_pool_create(&pool, parent);
        return pool;
    }
    apr_allocator_max_free_set(allocator, SPARE_MEMORY);
    apr_pool_create_ex(&pool, parent, NULL, allocator);
    apr_allocator_owner_set(allocator, pool);
    return pool;
}

static apr_status_t make(const apr_dbd_driver_t *driver, apr_dbd_t *handle, apr_pool_t *pool,
                         sc_watch_t *watch, sc_db_t **db)
{
    const char *name = apr_dbd_name(driver);
    sc_db_t *made;

    if (strcmp(name, "sqlite3") != 0 && strcmp(name, "pgsql") != 0) {
        return APR_ENOTIMPL;
    }
    made = apr_pcalloc(pool, sizeof(*made));
    made->driver = sc_driver_make(driver, handle);
    made->pool = pool;
    made->prepared = sc_prepared_new(&made->driver, pool);
    made->texts = apr_hash_make(pool);
    apr_pool_create(&made->scratch, pool);
    made->spare = spare_pool(pool);
    if (made->driver.dialect == SC_DIALECT_POSTGRESQL) {
        made->watched = sc_watched_new(watch, pool);
    }
    *db = made;
    return apr_pool_userdata_setn(made, "sc_db_t", NULL, pool);
}

static apr_status_t make_ready(sc_db_t *db)
{
    if (!db->is_ready) {
        apr_pool_clear(db->scratch);
        db->is_ready = sc_db_begin_session(db) == 0 || sc_db_renew(db);
        sc_file_find(&db->driver, db->pool, db->scratch, &db->file);
    }
    if (!db->is_ready) {
        sc_db_remember(db, 0);
        return APR_EGENERAL;
    }
    return APR_SUCCESS;
}

typedef struct connection_t {
    const apr_dbd_driver_t *driver;
    apr_dbd_t *handle;
} connection_t;

static apr_status_t close_connection(void *data)
{
    connection_t *connection = data;

    return apr_dbd_close(connection->driver, connection->handle);
}

/* @param is_shared the old one stays open as long as the connection's pool */
static apr_status_t reopen(sc_db_t *db, int is_shared)
{
    connection_t old = {db->driver.driver, db->driver.handle};

    apr_pool_clear(db->scratch);
    apr_status_t status =
        sc_file_reopen(&db->driver, &db->file, db->pool, db->scratch, &db->driver.handle);
    if (status != APR_SUCCESS) {
        apr_snprintf(db->error, sizeof(db->error), "there is no file %s", db->file.path);
        return APR_EGENERAL;
    }
    sc_prepared_forget(db->prepared, 0, db->scratch);
    if (is_shared) {
        apr_pool_cleanup_register(db->pool, apr_pmemdup(db->pool, &old, sizeof(old)),
                                  close_connection, apr_pool_cleanup_null);
    }
    else {
        close_connection(&old);
    }
    db->is_ready = db->is_spoilt = 0;
    return make_ready(db);
}

apr_status_t sc_db_wrap(const apr_dbd_driver_t *driver, apr_dbd_t **handle,
                        apr_pool_t *connection_pool, int is_shared, sc_watch_t *watch, sc_db_t **db)
{
    void *known = NULL;

    apr_pool_userdata_get(&known, "sc_db_t", connection_pool);
    *db = known;
    if (!known || (*db)->driver.handle != *handle) {
        SC_TRY(make(driver, *handle, connection_pool, watch, db));
    }
    (*db)->has_answered = (*db)->has_lied = (*db)->has_missed = 0;
    (*db)->may_return = (*db)->is_locked_out = 0;
    (*db)->patience = 0;
    (*db)->limit = SC_DB_SHORT;
    apr_status_t status = make_ready(*db);
    if ((*db)->is_spoilt || sc_file_has_moved(&(*db)->driver, &(*db)->file)) {
        status = reopen(*db, is_shared);
        *handle = (*db)->driver.handle;
    }
    return status;
}

void sc_db_configure(void)
{
    sc_driver_configure();
}

apr_status_t sc_db_open(const char *url, apr_pool_t *pool, sc_db_t **db, const char **error)
{
    connection_t *connection = apr_pcalloc(pool, sizeof(*connection));
    const char *colon = strchr(url, ':');
    apr_status_t status;

    *error = NULL;
    if (!colon) {
        *error = apr_psprintf(pool, "\"%s\" is not DRIVER:PARAMS", url);
        return APR_EINVAL;
    }
    const char *name = apr_pstrmemdup(pool, url, colon - url);
    if (strcmp(name, "sqlite3") != 0 && strcmp(name, "pgsql") != 0) {
        *error = apr_psprintf(pool, "\"%s\" is not one of the drivers sqlite3, pgsql", name);
        return APR_ENOTIMPL;
    }
    if ((status = apr_dbd_init(pool)) != APR_SUCCESS ||
        (status = apr_dbd_get_driver(pool, name, &connection->driver)) != APR_SUCCESS) {
        *error = apr_psprintf(pool, "the driver apr_dbd_%s cannot be loaded", name);
        return status;
    }
    status = apr_dbd_open_ex(connection->driver, pool, colon + 1, &connection->handle, error);
    if (status != APR_SUCCESS) {
        *error = *error ? *error : "the database cannot be opened";
        return status;
    }
    apr_pool_cleanup_register(pool, connection, close_connection, apr_pool_cleanup_null);
    status = sc_db_wrap(connection->driver, &connection->handle, pool, 0, NULL, db);
    if (status != APR_SUCCESS) {
        *error = sc_db_error(*db);
        return status;
    }
    if ((*db)->driver.dialect == SC_DIALECT_SQLITE) {
        (void)sc_db_query(*db, SQLITE_LARGE_CACHE);
    }
    return APR_SUCCESS;
}
