#include "httpd/answer/download.h"

#include "httpd/answer/connection.h"
#include "httpd/server/log.h"
#include "httpd/server/scratch.h"

#include <apr_atomic.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>

/* Each batch is a few statements for the snapshot, and up to so much memory, which the next one
 * takes over: to unmap it and to map it again took a third of the time. */
enum { BATCH = SC_LIMIT_MOST, BATCH_MEMORY = 8 * 1024 * 1024 };

/* As long as some hundred thousand rows take, and fewer threads than a process has. */
#define TURN_WAIT apr_time_from_sec(10)
enum { WAITING_MOST = 4 };

struct sc_turns_t {
    apr_thread_mutex_t *turn;
    apr_uint32_t waiting;
};

struct sc_turns_t *sc_turns_create(server_rec *server, apr_pool_t *pool)
{
    struct sc_turns_t *turns = apr_pcalloc(pool, sizeof(*turns));
    apr_status_t rv = apr_thread_mutex_create(&turns->turn, APR_THREAD_MUTEX_TIMED, pool);

    if (rv == APR_SUCCESS) {
        return turns;
    }
    ap_log_error(APLOG_MARK, APLOG_WARNING, rv, server,
                 "SC0112: no lock for downloads; any number may be made at once");
    return NULL;
}

static int take_turn(struct sc_turns_t *turns)
{
    if (!turns) {
        return 1;
    }
    int is_taken = apr_atomic_inc32(&turns->waiting) < WAITING_MOST &&
                   apr_thread_mutex_timedlock(turns->turn, TURN_WAIT) == APR_SUCCESS;
    apr_atomic_dec32(&turns->waiting);
    return is_taken;
}

static void give_turn(struct sc_turns_t *turns)
{
    if (turns) {
        apr_thread_mutex_unlock(turns->turn);
    }
}

/* The name goes at once, so that the file does when it is closed, whatever happens. */
static apr_status_t open_file(apr_file_t **file, apr_pool_t *pool)
{
    const char *directory;

    SC_TRY(apr_temp_dir_get(&directory, pool));
    char *name = apr_pstrcat(pool, directory, "/sistercity-XXXXXX", NULL);
    SC_TRY(apr_file_mktemp(file, name,
                           APR_FOPEN_CREATE | APR_FOPEN_READ | APR_FOPEN_WRITE | APR_FOPEN_EXCL |
                               APR_FOPEN_SENDFILE_ENABLED,
                           pool));
    return apr_file_remove(name, pool);
}

static int refuse_file(const sc_request_t *request, apr_status_t rv)
{
    sc_logf(request->r, APLOG_ERR, rv,
            "SC0403: a download cannot be written to the directory for temporary files; make room "
            "there, or let TMPDIR in httpd's environment name another");
    return HTTP_SERVICE_UNAVAILABLE;
}

int sc_download_is_asked(const sc_request_t *request)
{
    return request->route->collection && request->mount->handler == SC_HANDLER_PUBLIC &&
           sc_format_has_rows(request->format) && !request->parameters.limit &&
           !request->parameters.query.after;
}

int sc_download_begin(sc_request_t *request)
{
    apr_pool_t *pool = request->r->pool;
    sc_download_t *download = apr_pcalloc(pool, sizeof(*download));

    if (!take_turn(request->server->turns)) {
        sc_logf(request->r, APLOG_INFO, 0,
                "SC0404: other downloads are being made; this one was told to come again");
        return HTTP_SERVICE_UNAVAILABLE;
    }
    apr_status_t rv = open_file(&download->file, pool);
    if (rv != APR_SUCCESS) {
        give_turn(request->server->turns);
        return refuse_file(request, rv);
    }
    request->download = download;
    request->parameters.query.limit = BATCH;
    return OK;
}

void sc_download_end(sc_request_t *request)
{
    give_turn(request->server->turns);
}

static apr_status_t write_batch(sc_request_t *request, const sc_list_t *list)
{
    sc_buffer_t *rows = sc_buffer_new(request->view.pool, 262144);
    sc_download_t *download = request->download;

    if (!list->is_continued) {
        sc_request_begin_csv(request, rows);
    }
    request->route->data[request->format](rows, &request->view, list);
    download->length += (apr_off_t)rows->length;
    return apr_file_write_full(download->file, rows->data, rows->length, NULL);
}

/* Reads what follows the list, in the same snapshot. */
static apr_status_t read_next(sc_request_t *request, sc_db_t *db, sc_load_fn *load,
                              const char *after, sc_list_t **list)
{
    sc_query_t query = *request->view.query;
    void *data;

    query.after = after;
    query.is_rest = 1;
    apr_pool_clear(request->view.pool);
    SC_TRY(load(db, request->view.pool, request->slug, &query, &data));
    *list = data;
    (*list)->is_continued = 1;
    return sc_db_verdict(db);
}

int sc_download_write(sc_request_t *request, sc_db_t *db, sc_load_fn *load, sc_list_t *list)
{
    apr_pool_t *whole = request->view.pool, *batch = sc_scratch_within(whole, BATCH_MEMORY);
    apr_status_t read = sc_db_verdict(db), written = batch ? APR_SUCCESS : APR_ENOMEM;

    if (written == APR_SUCCESS && read == APR_SUCCESS) {
        written = write_batch(request, list);
    }
    request->view.pool = batch;
    while (read == APR_SUCCESS && written == APR_SUCCESS && list->next) {
        read = read_next(request, db, load, apr_pstrdup(whole, list->next), &list);
        if (read == APR_SUCCESS) {
            written = write_batch(request, list);
        }
    }
    request->view.pool = whole;
    if (batch) {
        apr_pool_destroy(batch);
    }
    if (read != APR_SUCCESS) {
        sc_database_status(request, db, read);
        return HTTP_SERVICE_UNAVAILABLE;
    }
    return written == APR_SUCCESS ? OK : refuse_file(request, written);
}
