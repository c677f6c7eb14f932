#include "store/edit/upload.h"

#include <apr_encode.h>
#include <apr_general.h>
#include <apr_strings.h>
#include <apr_time.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

/* How many bytes one row holds: a multiple of three, so that no piece ends in padding. */
#define PIECE (192 * 1024)

/* Ids are random so that nobody's form can be about somebody else's later upload; small enough to
 * be exact in every program that reads numbers. */
#define ID_MASK ((APR_INT64_C(1) << 52) - 1)

/* The revision of an upload that is taken; the registry's own count from 1. */
#define TAKEN (-1)

/* Of one that was stored, the only choice: no input has a name with a space. */
#define STORED_AS "stored as"

static const char *const formats[] = {
    [SC_UPLOAD_CSV] = "csv", [SC_UPLOAD_JSON] = "json", [SC_UPLOAD_WORKBOOK] = "workbook"};

static const char *choices_text(apr_hash_t *choices, apr_pool_t *pool)
{
    json_t *object = json_object();
    apr_hash_index_t *at;
    const char *text;
    char *dump;

    for (at = apr_hash_first(pool, choices); at; at = apr_hash_next(at)) {
        json_object_set_new(object, apr_hash_this_key(at), json_string(apr_hash_this_val(at)));
    }
    dump = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
    text = apr_pstrdup(pool, dump);
    free(dump);
    json_decref(object);
    return text;
}

static apr_hash_t *choices_read(const char *text, apr_pool_t *pool)
{
    apr_hash_t *choices = apr_hash_make(pool);
    json_t *object = json_loads(text, 0, NULL), *value;
    const char *name;

    json_object_foreach(object, name, value)
    {
        if (json_is_string(value)) {
            apr_hash_set(choices, apr_pstrdup(pool, name), APR_HASH_KEY_STRING,
                         apr_pstrdup(pool, json_string_value(value)));
        }
    }
    json_decref(object);
    return choices;
}

static apr_status_t write_pieces(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload)
{
    apr_size_t position = 0;
    apr_pool_t *scratch;

    apr_pool_create(&scratch, pool);
    for (apr_size_t done = 0; done < upload->length; done += PIECE) {
        apr_size_t size = upload->length - done < PIECE ? upload->length - done : PIECE;
        const char *text =
            apr_pencode_base64_binary(scratch, (const unsigned char *)upload->bytes + done,
                                      (apr_ssize_t)size, APR_ENCODE_NONE, NULL);
        const sc_arg_t args[] = {sc_arg_integer(upload->id),
                                 sc_arg_integer((apr_int64_t)position++), sc_arg_text(text)};

        SC_TRY(sc_db_execute(db, scratch,
                             "INSERT INTO \"upload_pieces\" (\"upload_id\", \"position\", "
                             "\"content\") VALUES (?, ?, ?)",
                             args, 3, NULL));
        apr_pool_clear(scratch);
    }
    apr_pool_destroy(scratch);
    return APR_SUCCESS;
}

/** What is kept, and for whom. */
typedef struct keeping_t {
    const char *who;
    sc_upload_t *upload;
} keeping_t;

static apr_status_t keep(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    const keeping_t *keeping = baton;
    const sc_upload_t *upload = keeping->upload;
    const sc_arg_t now = sc_arg_text(sc_utc_now(pool));
    const sc_arg_t args[] = {
        sc_arg_integer(upload->id),
        sc_arg_text(keeping->who),
        sc_arg_text(sc_utc_text(apr_time_sec(apr_time_now()) + SC_UPLOAD_HOURS * 3600, pool)),
        sc_arg_text(formats[upload->format]),
        sc_arg_integer(upload->revision),
        sc_arg_text(choices_text(upload->choices, pool))};

    SC_TRY(sc_db_execute(db, pool, "DELETE FROM \"uploads\" WHERE \"expires\" < ?", &now, 1, NULL));
    SC_TRY(sc_db_execute(db, pool,
                         "INSERT INTO \"uploads\" (\"id\", \"who\", \"expires\", \"format\", "
                         "\"revision\", \"choices\") VALUES (?, ?, ?, ?, ?, ?)",
                         args, 6, NULL));
    return write_pieces(db, pool, upload);
}

apr_status_t sc_upload_keep(sc_db_t *db, apr_pool_t *pool, const char *who, sc_upload_t *upload)
{
    keeping_t keeping = {who, upload};

    SC_TRY(apr_generate_random_bytes((unsigned char *)&upload->id, sizeof(upload->id)));
    upload->id = (upload->id & ID_MASK) | 1;
    return sc_db_transaction(db, pool, keep, &keeping);
}

static apr_status_t read_pieces(sc_db_t *db, apr_pool_t *pool, sc_upload_t *upload)
{
    sc_arg_t arg = sc_arg_integer(upload->id);
    apr_pool_t *scratch;
    sc_rows_t *rows;
    char *bytes;

    apr_pool_create(&scratch, pool);
    SC_TRY(sc_db_select(db, scratch,
                        "SELECT \"content\" FROM \"upload_pieces\" WHERE \"upload_id\" = ? "
                        "ORDER BY \"position\"",
                        &arg, 1, &rows));
    bytes = apr_palloc(pool, (apr_size_t)rows->count * PIECE + 1);
    upload->length = 0;
    for (int i = 0; i < rows->count; i++) {
        apr_size_t size = 0;

        apr_decode_base64_binary((unsigned char *)bytes + upload->length, sc_row_word(rows, i, 0),
                                 APR_ENCODE_STRING, APR_ENCODE_NONE, &size);
        upload->length += size;
    }
    bytes[upload->length] = '\0';
    upload->bytes = bytes;
    apr_pool_destroy(scratch);
    return APR_SUCCESS;
}

apr_status_t sc_upload_read(sc_db_t *db, apr_pool_t *pool, const char *who, apr_int64_t id,
                            sc_upload_t **upload)
{
    const sc_arg_t args[] = {sc_arg_integer(id), sc_arg_text(who), sc_arg_text(sc_utc_now(pool))};
    const char *change;
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool,
                        "SELECT \"format\", \"revision\", \"choices\" FROM \"uploads\" "
                        "WHERE \"id\" = ? AND \"who\" = ? AND \"expires\" >= ?",
                        args, 3, &rows));
    if (rows->count == 0) {
        return APR_ENOENT;
    }
    *upload = apr_pcalloc(pool, sizeof(**upload));
    (*upload)->id = id;
    while (strcmp(sc_row_word(rows, 0, 0), formats[(*upload)->format]) != 0 &&
           (*upload)->format < SC_UPLOAD_WORKBOOK) {
        (*upload)->format++;
    }
    (*upload)->revision = sc_row_integer(rows, 0, 1);
    (*upload)->is_taken = (*upload)->revision == TAKEN;
    (*upload)->choices = choices_read(sc_row_text(rows, 0, 2), pool);
    change = apr_hash_get((*upload)->choices, STORED_AS, APR_HASH_KEY_STRING);
    (*upload)->change = change ? apr_atoi64(change) : 0;
    return read_pieces(db, pool, *upload);
}

apr_status_t sc_upload_choose(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload)
{
    const sc_arg_t args[] = {sc_arg_integer(upload->revision),
                             sc_arg_text(choices_text(upload->choices, pool)),
                             sc_arg_integer(upload->id), sc_arg_integer(TAKEN)};

    return sc_db_execute(db, pool,
                         "UPDATE \"uploads\" SET \"revision\" = ?, \"choices\" = ? "
                         "WHERE \"id\" = ? AND \"revision\" <> ?",
                         args, 4, NULL);
}

/* Changes the revision, if it is still the one that was read. */
static apr_status_t set_revision(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload,
                                 apr_int64_t from, apr_int64_t to)
{
    const sc_arg_t args[] = {sc_arg_integer(to), sc_arg_integer(upload->id), sc_arg_integer(from)};
    int affected = 0;

    SC_TRY(sc_db_execute(
        db, pool, "UPDATE \"uploads\" SET \"revision\" = ? WHERE \"id\" = ? AND \"revision\" = ?",
        args, 3, &affected));
    return affected ? APR_SUCCESS : APR_EBUSY;
}

apr_status_t sc_upload_take(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload)
{
    return set_revision(db, pool, upload, upload->revision, TAKEN);
}

apr_status_t sc_upload_release(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload)
{
    return set_revision(db, pool, upload, TAKEN, upload->revision);
}

apr_status_t sc_upload_finish(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload,
                              apr_int64_t change)
{
    apr_hash_t *choices = apr_hash_make(pool);
    const sc_arg_t id = sc_arg_integer(upload->id);
    sc_arg_t args[2];

    apr_hash_set(choices, STORED_AS, APR_HASH_KEY_STRING,
                 apr_psprintf(pool, "%" APR_INT64_T_FMT, change));
    args[0] = sc_arg_text(choices_text(choices, pool));
    args[1] = id;
    SC_TRY(sc_db_execute(db, pool, "UPDATE \"uploads\" SET \"choices\" = ? WHERE \"id\" = ?", args,
                         2, NULL));
    return sc_db_execute(db, pool, "DELETE FROM \"upload_pieces\" WHERE \"upload_id\" = ?", &id, 1,
                         NULL);
}

apr_status_t sc_upload_drop(sc_db_t *db, apr_pool_t *pool, const char *who, apr_int64_t id)
{
    const sc_arg_t args[] = {sc_arg_integer(id), sc_arg_text(who)};

    return sc_db_execute(db, pool, "DELETE FROM \"uploads\" WHERE \"id\" = ? AND \"who\" = ?", args,
                         2, NULL);
}
