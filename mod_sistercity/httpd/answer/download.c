#include "httpd/answer/download.h"

#include "httpd/answer/connection.h"
#include "httpd/server/log.h"
#include "httpd/server/scratch.h"

#include <apr_atomic.h>
#include <apr_file_io.h>
#include <apr_strings.h>
#include <apr_thread_mutex.h>
#include <string.h>
#include <sys/mman.h>

/* Items that are found at once; items that are read and written as text at once; and bytes of
 * memory that a batch leaves to the next, since to unmap and map them again took a third of the
 * time. */
enum { FOUND = 4096, BATCH = 400, BATCH_MEMORY = 4 * 1024 * 1024 };

/* A window is as many items as will have about TEXT bytes of text. */
enum { TEXT = 19 * 256 * 1024, TEXT_MOST = TEXT + TEXT / 8, WINDOW_MOST = 12 * FOUND };
enum { TEXT_ROOM = TEXT_MOST + TEXT / 8 };

/* What goes into the file at once. */
enum { BLOCK = 64 * 1024 };

/* How long a download waits for its turn: some hundred thousand rows take less. And how many wait:
 * fewer than a process has threads. */
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
    request->parameters.query.limit = FOUND;
    request->parameters.query.is_outline = request->parameters.query.is_rest = 1;
    return OK;
}

void sc_download_end(sc_request_t *request)
{
    give_turn(request->server->turns);
}

/* An item of a window. */
typedef struct item_t {
    apr_int64_t id;
    int place;                 /* in the list */
    apr_size_t begins, length; /* its text */
} item_t;

/* What a window needs. */
typedef struct window_t {
    apr_int64_t ids[WINDOW_MOST + FOUND]; /* in the order of the list */
    item_t items[WINDOW_MOST];            /* in the order of their ids */
    const item_t *placed[WINDOW_MOST];    /* in the order of the list */
    union {
        item_t spare[WINDOW_MOST];
        char text[TEXT_ROOM];
    } room;
} window_t;

typedef struct writing_t {
    sc_request_t *request;
    sc_db_t *db;
    sc_load_fn *load;
    apr_pool_t *batch;
    window_t *window;
    int found;            /* how many ids there are in the window */
    sc_buffer_t text;     /* of its items */
    sc_buffer_t *block;   /* what comes next in the file */
    apr_int64_t count;    /* of the items that are written */
    apr_status_t written; /* what came of writing to the file */
} writing_t;

static apr_status_t write_block(writing_t *writing)
{
    sc_download_t *download = writing->request->download;
    apr_size_t length = writing->block->length;

    writing->block->length = 0;
    download->length += (apr_off_t)length;
    writing->written = apr_file_write_full(download->file, writing->block->data, length, NULL);
    return writing->written;
}

static void present(const writing_t *writing, sc_buffer_t *out, const sc_list_t *list)
{
    const sc_request_t *request = writing->request;

    request->route->data[request->format](out, &request->view, list);
}

/* What stands before the rows. */
static void write_head(const writing_t *writing, const sc_list_t *list)
{
    sc_request_begin_csv(writing->request, writing->block);
    present(writing, writing->block, list);
}

/* Adds the texts of items that follow each other by id. */
static apr_status_t read_batch(writing_t *writing, item_t *items, int count)
{
    sc_request_t *request = writing->request;
    apr_array_header_t *ids, *all;
    sc_query_t query = *request->view.query;
    sc_list_t *list;
    void *data;

    apr_pool_clear(writing->batch);
    ids = apr_array_make(writing->batch, count, sizeof(apr_int64_t));
    for (int i = 0; i < count; i++) {
        APR_ARRAY_PUSH(ids, apr_int64_t) = items[i].id;
    }
    query.ids = ids;
    query.is_outline = 0;
    SC_TRY(writing->load(writing->db, writing->batch, request->slug, &query, &data));
    SC_TRY(sc_db_verdict(writing->db));
    list = data;
    list->is_continued = 1;
    all = list->items;
    for (int i = 0; i < all->nelts; i++) {
        apr_array_header_t one = *all;

        while (items->id != SC_AT(all, i, sc_record_t)->id) {
            items++;
        }
        one.elts += i * one.elt_size;
        one.nelts = 1;
        list->items = &one;
        items->begins = writing->text.length;
        present(writing, &writing->text, list);
        items->length = writing->text.length - items->begins;
    }
    return APR_SUCCESS;
}

/* The digits of an id, of eight bits. */
enum { DIGIT = 8, ID_BITS = 32, DIGITS = 1 << DIGIT };

static int digit_of(const item_t *item, int shift)
{
    return (int)(item->id >> shift & (DIGITS - 1));
}

static void sort_by_digit(const item_t *items, int count, int shift, item_t *sorted)
{
    int places[DIGITS + 1] = {0};

    for (int i = 0; i < count; i++) {
        places[digit_of(&items[i], shift) + 1]++;
    }
    for (int i = 1; i < DIGITS; i++) {
        places[i] += places[i - 1];
    }
    for (int i = 0; i < count; i++) {
        sorted[places[digit_of(&items[i], shift)]++] = items[i];
    }
}

/* Not by qsort(), whose memory would stay with the thread: there is no text yet. */
static void sort_items(const writing_t *writing, const apr_int64_t *ids, int count)
{
    item_t *items = writing->window->items, *spare = writing->window->room.spare;

    for (int i = 0; i < count; i++) {
        items[i] = (item_t){.id = ids[i], .place = i};
    }
    for (int shift = 0; shift < ID_BITS; shift += 2 * DIGIT) {
        sort_by_digit(items, count, shift, spare);
        sort_by_digit(spare, count, shift + DIGIT, items);
    }
}

static apr_status_t write_in_order(writing_t *writing, int count)
{
    const item_t *items = writing->window->items, **placed = writing->window->placed;

    for (int i = 0; i < count; i++) {
        placed[items[i].place] = &items[i];
    }
    for (int i = 0; i < count; i++) {
        if (writing->block->length + placed[i]->length > BLOCK) {
            SC_TRY(write_block(writing));
        }
        sc_buffer_add(writing->block, writing->text.data + placed[i]->begins, placed[i]->length);
    }
    writing->count += count;
    return APR_SUCCESS;
}

/* A window that has more text than it seemed to have is written as two. */
static apr_status_t write_window(writing_t *writing, const apr_int64_t *ids, int count)
{
    writing->text.length = 0;
    sort_items(writing, ids, count);
    for (int i = 0; i < count; i += BATCH) {
        SC_TRY(
            read_batch(writing, writing->window->items + i, count - i < BATCH ? count - i : BATCH));
        if (writing->text.length > TEXT_MOST && count > BATCH) {
            SC_TRY(write_window(writing, ids, count / 2));
            return write_window(writing, ids + count / 2, count - count / 2);
        }
    }
    return write_in_order(writing, count);
}

/* How many items the next window has, by those before it. */
static int size_of_window(const writing_t *writing)
{
    apr_off_t length = writing->request->download->length + (apr_off_t)writing->block->length;
    apr_off_t size = length > 0 ? TEXT * writing->count / length : 0;

    return size < BATCH ? BATCH : size > WINDOW_MOST ? WINDOW_MOST : (int)size;
}

/* @param is_rest whether nothing follows what has been found: it is written although it may be no
 * whole window */
static apr_status_t write_windows(writing_t *writing, int is_rest)
{
    const apr_int64_t *ids = writing->window->ids;
    int left = writing->found;

    while (left > 0 && (is_rest || left >= size_of_window(writing))) {
        int most = size_of_window(writing), size = left < most ? left : most;

        SC_TRY(write_window(writing, ids, size));
        ids += size;
        left -= size;
    }
    memmove(writing->window->ids, ids, left * sizeof(*ids));
    writing->found = left;
    return APR_SUCCESS;
}

/* Finds what follows, in the same snapshot. */
static apr_status_t find_next(const writing_t *writing, apr_pool_t *pool, const char *after,
                              sc_list_t **list)
{
    sc_query_t query = *writing->request->view.query;
    void *data;

    query.after = after;
    SC_TRY(writing->load(writing->db, pool, writing->request->slug, &query, &data));
    *list = data;
    return sc_db_verdict(writing->db);
}

static void add_ids(writing_t *writing, const apr_array_header_t *ids)
{
    memcpy(writing->window->ids + writing->found, ids->elts, ids->nelts * sizeof(apr_int64_t));
    writing->found += ids->nelts;
}

static apr_status_t write_list(writing_t *writing, sc_list_t *list, apr_pool_t *pool)
{
    apr_pool_t *found;

    write_head(writing, list);
    apr_pool_create(&found, pool);
    writing->request->view.pool = writing->batch;
    for (;;) {
        const char *next = list->next ? apr_pstrdup(pool, list->next) : NULL;

        add_ids(writing, list->ids);
        apr_pool_clear(found);
        SC_TRY(write_windows(writing, !next));
        if (!next) {
            return write_block(writing);
        }
        SC_TRY(find_next(writing, found, next, &list));
    }
}

static apr_status_t unmap(void *window)
{
    munmap(window, sizeof(window_t));
    return APR_SUCCESS;
}

/* Mapped for itself: freed among other memory it would stay with the process. */
static window_t *new_window(apr_pool_t *pool)
{
    window_t *window =
        mmap(NULL, sizeof(*window), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (window == MAP_FAILED) {
        return NULL;
    }
    apr_pool_cleanup_register(pool, window, unmap, apr_pool_cleanup_null);
    return window;
}

int sc_download_write(sc_request_t *request, sc_db_t *db, sc_load_fn *load, sc_list_t *list)
{
    apr_pool_t *whole = request->view.pool, *batch = sc_scratch_within(whole, BATCH_MEMORY);
    writing_t writing = {.request = request, .db = db, .load = load, .batch = batch};
    apr_status_t status = sc_db_verdict(db);

    writing.window = new_window(whole);
    if (!batch || !writing.window) {
        return refuse_file(request, APR_ENOMEM);
    }
    writing.text =
        (sc_buffer_t){.pool = whole, .data = writing.window->room.text, .room = TEXT_ROOM};
    writing.block = sc_buffer_new(whole, BLOCK + 1);
    if (status == APR_SUCCESS) {
        status = write_list(&writing, list, whole);
    }
    request->view.pool = whole;
    apr_pool_destroy(batch);
    if (writing.written != APR_SUCCESS) {
        return refuse_file(request, writing.written);
    }
    if (status != APR_SUCCESS) {
        sc_database_status(request, db, status);
        return HTTP_SERVICE_UNAVAILABLE;
    }
    return OK;
}
