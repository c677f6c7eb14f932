#include "store/import/run.h"
#include "store/record/json_record.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <string.h>

/* A JSON file is held in memory as a whole. */
#define FILE_LIMIT (64 * 1024 * 1024)

/**
 * A file is walked item by item, each parsed on its own: so the line of each is known, and the
 * whole never becomes a tree.
 */
typedef struct walk_t {
    import_run_t *run;
    const char *file;
    const char *at; /* the next byte */
    const char *end;
    int line; /* of the next byte */
} walk_t;

static void find(walk_t *walk, int line, const char *code, const char *detail, const char *error)
{
    import_place_t place = {NULL, walk->file, line, 0, 0, NULL};

    import_find(walk->run, &place, NULL, code, detail, "error", error, "collections",
                import_collections(walk->run->scratch), NULL);
}

static int fail(walk_t *walk, const char *error)
{
    find(walk, walk->line, "not_json", N_("This is not JSON: {error}."), error);
    return 0;
}

static void advance(walk_t *walk, apr_size_t length)
{
    const char *stop = walk->at + length;

    for (; walk->at < stop; walk->at++) {
        walk->line += *walk->at == '\n';
    }
}

/* The next byte that is not white space; 0 at the end. */
static char peek(walk_t *walk)
{
    while (walk->at < walk->end && strchr(" \t\r\n", *walk->at) && *walk->at) {
        advance(walk, 1);
    }
    return walk->at < walk->end ? *walk->at : 0;
}

static int take_byte(walk_t *walk, char byte)
{
    if (peek(walk) != byte) {
        return 0;
    }
    advance(walk, 1);
    return 1;
}

/* Parses the value that begins here. @return a new reference; NULL after a finding */
static json_t *next_value(walk_t *walk)
{
    json_error_t error;

    peek(walk);
    json_t *value =
        json_loadb(walk->at, walk->end - walk->at,
                   JSON_REJECT_DUPLICATES | JSON_DECODE_ANY | JSON_DISABLE_EOF_CHECK, &error);
    if (!value) {
        walk->line += error.line > 0 ? error.line - 1 : 0;
        fail(walk, error.text);
        return NULL;
    }
    advance(walk, error.position);
    return value;
}

static int take_item(walk_t *walk, import_table_t *table)
{
    int line, is_object;

    peek(walk);
    const char *begin = walk->at;
    line = walk->line;
    json_t *value = next_value(walk);
    if (!value) {
        return 0;
    }
    is_object = json_is_object(value);
    if (is_object) {
        import_row_add(walk->run, table, line, begin, walk->at - begin);
    }
    else {
        import_place_t place =
            import_place_of(import_row_add(walk->run, table, line, NULL, 0), walk->run->scratch);

        import_find(walk->run, &place, NULL, "wrong_type", N_("This must be a JSON object."), NULL);
    }
    json_decref(value);
    return walk->run->import->finding_count <= IMPORT_FINDING_LIMIT || is_object ||
           fail(walk, N_("an array of items is expected here"));
}

/* An array of items. @return 0 when the rest of the file cannot be read. */
static int take_items(walk_t *walk, const sc_entity_t *entity)
{
    import_table_t *table = import_table_new(walk->run, walk->file, entity);

    if (!take_byte(walk, '[')) {
        return fail(walk, N_("an array of items is expected here"));
    }
    if (take_byte(walk, ']')) {
        return 1;
    }
    do {
        if (!take_item(walk, table)) {
            return 0;
        }
        apr_pool_clear(walk->run->scratch);
    } while (take_byte(walk, ','));
    return take_byte(walk, ']') ? 1 : fail(walk, N_("']' or ',' is expected here"));
}

/* Keys that our own lists have beside their items. */
static int is_list_key(const char *key)
{
    static const char *const keys[] = {"total", "next", "previous", "revision", NULL};

    for (int i = 0; keys[i]; i++) {
        if (strcmp(keys[i], key) == 0) {
            return 1;
        }
    }
    return 0;
}

static int skip_value(walk_t *walk)
{
    json_t *value = next_value(walk);

    json_decref(value);
    return value != NULL;
}

/* A member of the outermost object: items, one of the keys beside them, or a collection. With any
 * other key the file is something else than it should be; more of it would only repeat that. */
static int take_member(walk_t *walk, const char *key, const sc_entity_t *entity)
{
    if (entity && strcmp(key, "items") == 0) {
        return take_items(walk, entity);
    }
    if (entity && is_list_key(key)) {
        return skip_value(walk);
    }
    if (!entity && sc_entity_of_collection(key)) {
        return take_items(walk, sc_entity_of_collection(key));
    }
    find(walk, walk->line, "unknown_key",
         entity
             ? N_("\"{error}\" is not known here. A file of one collection is an array of items, "
                  "or an object with \"items\".")
             : N_("\"{error}\" is not a collection. They are: {collections}."),
         key);
    return 0;
}

static int take_members(walk_t *walk, const sc_entity_t *entity)
{
    apr_hash_t *seen = apr_hash_make(walk->run->pool);

    do {
        json_t *name = next_value(walk);
        const char *key = apr_pstrdup(walk->run->pool, json_string_value(name));

        json_decref(name);
        if (!name) {
            return 0;
        }
        if (!key || !take_byte(walk, ':')) {
            return fail(walk, N_("a key and ':' are expected here"));
        }
        if (apr_hash_get(seen, key, APR_HASH_KEY_STRING)) {
            return fail(walk, N_("a key stands twice"));
        }
        apr_hash_set(seen, key, APR_HASH_KEY_STRING, key);
        if (!take_member(walk, key, entity)) {
            return 0;
        }
    } while (take_byte(walk, ','));
    return take_byte(walk, '}') ? 1 : fail(walk, N_("'}' or ',' is expected here"));
}

static void take_file(walk_t *walk, const sc_entity_t *entity)
{
    int is_whole;

    if (walk->end - walk->at >= 3 && memcmp(walk->at, "\xEF\xBB\xBF", 3) == 0) {
        walk->at += 3;
    }
    if (peek(walk) == 0 && walk->at == walk->end) {
        find(walk, 0, "empty_file", N_("The file is empty."), "");
        return;
    }
    if (take_byte(walk, '{')) {
        is_whole = take_byte(walk, '}') || take_members(walk, entity);
    }
    else if (entity) {
        is_whole = take_items(walk, entity);
    }
    else {
        find(walk, walk->line, "no_collection",
             N_("Which collection is this? Name the file COLLECTION.json, or write "
                "{\"COLLECTION\": […]}. The collections are: {collections}."),
             "");
        return;
    }
    if (is_whole && walk->at < walk->end && peek(walk)) {
        fail(walk, N_("the file goes on behind its end"));
    }
}

apr_status_t import_read_whole(const char *path, apr_pool_t *pool, char **bytes, apr_size_t *length)
{
    apr_finfo_t info;
    apr_file_t *file;

    SC_TRY(apr_stat(&info, path, APR_FINFO_SIZE, pool));
    if (info.size > FILE_LIMIT) {
        return APR_ENOSPC;
    }
    SC_TRY(
        apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_BINARY, APR_FPROT_OS_DEFAULT, pool));
    *bytes = apr_palloc(pool, (apr_size_t)info.size + 1);
    apr_status_t status = apr_file_read_full(file, *bytes, (apr_size_t)info.size, length);
    apr_file_close(file);
    return APR_STATUS_IS_EOF(status) ? APR_SUCCESS : status;
}

void import_read_json_text(import_run_t *run, const sc_import_text_t *text)
{
    walk_t walk = {run, text->name, text->bytes, text->bytes + text->length, 1};

    take_file(&walk, text->entity);
}

apr_status_t import_read_json(import_run_t *run, const char *path, const sc_entity_t *entity)
{
    walk_t walk = {run, path, NULL, NULL, 1};
    apr_pool_t *pool;
    apr_size_t length;
    char *bytes;

    SC_TRY(apr_pool_create(&pool, run->pool));
    apr_status_t status = import_read_whole(path, pool, &bytes, &length);
    if (status == APR_SUCCESS) {
        walk.at = bytes;
        walk.end = bytes + length;
        take_file(&walk, entity);
    }
    else if (status == APR_ENOSPC) {
        find(&walk, 0, "too_large",
             N_("A JSON file may have at most {error} bytes. Split it, or use CSV."),
             apr_itoa(run->scratch, FILE_LIMIT));
        status = APR_SUCCESS;
    }
    apr_pool_destroy(pool);
    return status;
}
