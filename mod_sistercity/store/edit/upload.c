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

/* The revisions of an upload that is taken, and of one that was stored; the registry's own count
 * from 1. */
#define TAKEN (-1)
#define STORED (-2)

/* Kept among the choices, where no input has a name with a space. Of one that was stored only as
 * what. */
#define STORED_AS "stored as"
#define FAILED_BY "failed by"
#define LENGTH "in bytes"

static const char *const formats[] = {
    [SC_UPLOAD_CSV] = "csv", [SC_UPLOAD_JSON] = "json", [SC_UPLOAD_WORKBOOK] = "workbook"};

static const char *choices_text(apr_hash_t *choices, apr_pool_t *pool)
{
    json_t *object = json_object();

    for (apr_hash_index_t *at = apr_hash_first(pool, choices); at; at = apr_hash_next(at)) {
        json_object_set_new(object, apr_hash_this_key(at), json_string(apr_hash_this_val(at)));
    }
    char *dump = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
    const char *text = apr_pstrdup(pool, dump);
    free(dump);
    json_decref(object);
    return text;
}

static apr_hash_t *choices_read(const sc_rows_t *rows, int column, apr_pool_t *pool)
{
    apr_hash_t *choices = apr_hash_make(pool);
    json_t *object = json_loads(sc_row_word(rows, 0, column), 0, NULL), *value;
    const char *name;

    if (!json_is_object(object)) {
        sc_row_refuse(rows);
    }
    json_object_foreach(object, name, value) {
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

    apr_hash_set(upload->choices, LENGTH, APR_HASH_KEY_STRING,
                 apr_psprintf(pool, "%" APR_SIZE_T_FMT, upload->length));
    SC_TRY(apr_generate_random_bytes((unsigned char *)&upload->id, sizeof(upload->id)));
    upload->id = (upload->id & ID_MASK) | 1;
    return sc_db_transaction(db, pool, keep, &keeping);
}

/* Of a piece as it is kept. @return the number of its bytes; 0 if it is none */
static apr_size_t decode_piece(const char *text, char *to)
{
    apr_size_t size = 0;

    if (strlen(text) > PIECE / 3 * 4 ||
        apr_decode_base64_binary((unsigned char *)to, text, APR_ENCODE_STRING, APR_ENCODE_NONE,
                                 &size) != APR_SUCCESS) {
        return 0;
    }
    return size;
}

static apr_status_t read_pieces(sc_db_t *db, apr_pool_t *pool, sc_upload_t *upload)
{
    const char *length = apr_hash_get(upload->choices, LENGTH, APR_HASH_KEY_STRING);
    sc_arg_t arg = sc_arg_integer(upload->id);
    apr_pool_t *scratch;
    sc_rows_t *rows;
    int count;

    apr_pool_create(&scratch, pool);
    SC_TRY(sc_db_select(db, scratch,
                        "SELECT \"content\", \"position\" FROM \"upload_pieces\" "
                        "WHERE \"upload_id\" = ? ORDER BY \"position\"",
                        &arg, 1, &rows));
    count = rows->count;
    char *bytes = apr_palloc(pool, (apr_size_t)count * PIECE + 1);
    upload->length = 0;
    for (int i = 0; i < count; i++) {
        apr_size_t size = decode_piece(sc_row_word(rows, i, 0), bytes + upload->length);

        if (size == 0 || sc_row_number(rows, i, 1) != i) {
            sc_row_refuse(rows);
        }
        upload->length += size;
    }
    bytes[upload->length] = '\0';
    upload->bytes = bytes;
    if (count > 0 && length && apr_atoi64(length) != (apr_int64_t)upload->length) {
        sc_row_refuse(rows);
    }
    apr_pool_destroy(scratch);
    return count > 0 ? APR_SUCCESS : APR_EBUSY;
}

apr_status_t sc_upload_read(sc_db_t *db, apr_pool_t *pool, const char *who, apr_int64_t id,
                            sc_upload_t **upload)
{
    const sc_arg_t args[] = {sc_arg_integer(id), sc_arg_text(who), sc_arg_text(sc_utc_now(pool))};
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
    (*upload)->is_taken = (*upload)->revision < 0;
    (*upload)->choices = choices_read(rows, 2, pool);
    const char *change = apr_hash_get((*upload)->choices, STORED_AS, APR_HASH_KEY_STRING);
    (*upload)->change = change ? apr_atoi64(change) : 0;
    (*upload)->failure = apr_hash_get((*upload)->choices, FAILED_BY, APR_HASH_KEY_STRING);
    return (*upload)->is_taken ? APR_SUCCESS : read_pieces(db, pool, *upload);
}

/* The choices, with why it was not stored. */
static apr_hash_t *with_failure(const sc_upload_t *upload)
{
    apr_hash_set(upload->choices, FAILED_BY, APR_HASH_KEY_STRING, upload->failure);
    return upload->choices;
}

/** One statement that waits for its turn as every other writer does. */
typedef struct writing_t {
    const char *sql;
    const sc_arg_t *args;
    int count;
    int affected;
} writing_t;

static apr_status_t write_one(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    writing_t *writing = baton;

    writing->affected = 0;
    return sc_db_execute(db, pool, writing->sql, writing->args, writing->count, &writing->affected);
}

/** What becomes of an upload whose revision is @a from. */
typedef struct turn_t {
    apr_int64_t id, from, to;
    apr_hash_t *choices;
} turn_t;

static apr_status_t take_turn(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    const turn_t *turn = baton;
    const sc_arg_t args[] = {sc_arg_integer(turn->to),
                             sc_arg_text(choices_text(turn->choices, pool)),
                             sc_arg_integer(turn->id), sc_arg_integer(turn->from)};
    int affected;

    SC_TRY(sc_db_execute(db, pool,
                         "UPDATE \"uploads\" SET \"revision\" = ?, \"choices\" = ? "
                         "WHERE \"id\" = ? AND \"revision\" = ?",
                         args, 4, &affected));
    return affected == 1 ? APR_SUCCESS : APR_EBUSY;
}

apr_status_t sc_upload_choose(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload)
{
    const sc_arg_t args[] = {sc_arg_integer(upload->revision),
                             sc_arg_text(choices_text(with_failure(upload), pool)),
                             sc_arg_integer(upload->id)};
    writing_t writing = {"UPDATE \"uploads\" SET \"revision\" = ?, \"choices\" = ? "
                         "WHERE \"id\" = ? AND \"revision\" >= 0",
                         args, 3, 0};

    return sc_db_transaction(db, pool, write_one, &writing);
}

apr_status_t sc_upload_take(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload)
{
    turn_t taking = {upload->id, upload->revision, TAKEN, with_failure(upload)};

    return take_turn(db, pool, &taking);
}

apr_status_t sc_upload_release(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload)
{
    turn_t releasing = {upload->id, TAKEN, upload->revision, with_failure(upload)};

    return sc_db_transaction(db, pool, take_turn, &releasing);
}

apr_status_t sc_upload_finish(sc_db_t *db, apr_pool_t *pool, const sc_upload_t *upload,
                              apr_int64_t change)
{
    turn_t finishing = {upload->id, TAKEN, STORED, apr_hash_make(pool)};
    const sc_arg_t arg = sc_arg_integer(upload->id);

    apr_hash_set(finishing.choices, STORED_AS, APR_HASH_KEY_STRING,
                 apr_psprintf(pool, "%" APR_INT64_T_FMT, change));
    SC_TRY(take_turn(db, pool, &finishing));
    return sc_db_execute(db, pool, "DELETE FROM \"upload_pieces\" WHERE \"upload_id\" = ?", &arg, 1,
                         NULL);
}

/* What a session is called while it stores an upload: behind it which, and the rows. */
#define CALLED "sistercity import"

void sc_upload_tell(sc_db_t *db, apr_pool_t *pool, const sc_under_way_t *under_way)
{
    sc_rows_t *rows;

    if (!under_way) {
        (void)sc_db_execute_once(db, pool, "RESET application_name");
        return;
    }
    sc_arg_t arg = sc_arg_text(
        apr_psprintf(pool, CALLED " %" APR_INT64_T_FMT " %" APR_INT64_T_FMT " %" APR_INT64_T_FMT,
                     under_way->id, under_way->done, under_way->total));
    (void)sc_db_select(db, pool, "SELECT set_config('application_name', ?, false)", &arg, 1, &rows);
}

int sc_uploads_under_way(sc_db_t *db, apr_pool_t *pool, sc_under_way_t *found, int most)
{
    sc_rows_t *rows;
    int count = 0;

    if (sc_db_select(db, pool,
                     "SELECT SPLIT_PART(application_name, ' ', 3), "
                     "SPLIT_PART(application_name, ' ', 4), SPLIT_PART(application_name, ' ', 5) "
                     "FROM pg_stat_activity WHERE datname = CURRENT_DATABASE() "
                     "AND application_name ~ '^" CALLED
                     "( [0-9]{1,16}){3}$' ORDER BY application_name",
                     NULL, 0, &rows) != APR_SUCCESS) {
        return 0;
    }
    for (; count < rows->count && count < most; count++) {
        found[count] =
            (sc_under_way_t){sc_row_number(rows, count, 0), sc_row_number(rows, count, 1),
                             sc_row_number(rows, count, 2)};
    }
    return count;
}

apr_status_t sc_upload_owner(sc_db_t *db, apr_pool_t *pool, apr_int64_t id, const char **who)
{
    const sc_arg_t arg = sc_arg_integer(id);
    sc_rows_t *rows;

    SC_TRY(
        sc_db_select(db, pool, "SELECT \"who\" FROM \"uploads\" WHERE \"id\" = ?", &arg, 1, &rows));
    *who = rows->count > 0 ? sc_row_word(rows, 0, 0) : NULL;
    return *who ? APR_SUCCESS : APR_ENOENT;
}

apr_status_t sc_upload_drop(sc_db_t *db, apr_pool_t *pool, const char *who, apr_int64_t id)
{
    const sc_arg_t args[] = {sc_arg_integer(id), sc_arg_text(who)};
    writing_t writing = {"DELETE FROM \"uploads\" WHERE \"id\" = ? AND \"who\" = ?", args, 2, 0};

    return sc_db_transaction(db, pool, write_one, &writing);
}
