#include "store/db/prepared.h"

#include "store/db/statement.h"

#include <apr_escape.h>
#include <apr_hash.h>
#include <apr_sha1.h>
#include <apr_strings.h>
#include <string.h>

/* The most statements kept prepared on a connection, so that a reader who tries all combinations of
 * filters cannot fill the memory. Then all are let go of, and preparing begins anew. */
#define STATEMENT_LIMIT 300

/* What could not be prepared leaves its text behind, so often; from then on each statement has a
 * pool of its own, of 8 KiB at least. */
#define FAILURES_IN_COMMON 20

struct sc_prepared_t {
    const sc_driver_t *driver;
    apr_pool_t *pool;       /* of all that is forgotten together */
    apr_hash_t *statements; /* kinds of arguments and SQL -> sc_statement_t * */
    int failures;           /* since all were forgotten */
    int round;              /* how often all were forgotten: PostgreSQL may not have done so */
};

sc_prepared_t *sc_prepared_new(const sc_driver_t *driver, apr_pool_t *pool)
{
    sc_prepared_t *prepared = apr_pcalloc(pool, sizeof(*prepared));

    prepared->driver = driver;
    apr_pool_create(&prepared->pool, pool);
    prepared->statements = apr_hash_make_custom(prepared->pool, sc_statement_hash);
    return prepared;
}

/* A name that stands for the text and its types: should a session answer that is not the one we
 * prepared it in, it has no statement of that name, or the same one. PostgreSQL takes the name as a
 * bare identifier: lower case, no hyphen, at most 63 bytes. */
static const char *label_of(const sc_prepared_t *prepared, const char *key, apr_pool_t *pool)
{
    unsigned char digest[APR_SHA1_DIGESTSIZE];
    apr_sha1_ctx_t context;

    apr_sha1_init(&context);
    apr_sha1_update(&context, key, (unsigned)strlen(key));
    apr_sha1_final(digest, &context);
    return apr_psprintf(pool, "sc_%d_%s", prepared->round,
                        apr_pescape_hex(pool, digest, sizeof(digest), 0));
}

/* The driver keeps the types of the arguments in the pool, so a request's would be too short. */
static int prepare_for(const sc_prepared_t *prepared, const sc_call_t *call, const char *key,
                       apr_pool_t *pool, apr_pool_t *scratch, sc_statement_t *made)
{
    const sc_driver_t *driver = prepared->driver;

    if (driver->dialect == SC_DIALECT_SQLITE) {
        return sc_driver_prepare_sqlite(driver, call->sql, pool, &made->stepped);
    }
    const char *sql = sc_statement_format(call->sql, call->args, call->count, scratch);
    if (!sql) {
        return APR_EINVAL;
    }
    made->label = label_of(prepared, key, pool);
    made->columns = sc_statement_columns(call->sql);
    return apr_dbd_prepare(driver->driver, pool, driver->handle, sql, made->label, &made->prepared);
}

static int prepare(sc_prepared_t *prepared, const sc_call_t *call, const char *key,
                   apr_pool_t *scratch, sc_statement_t **statement)
{
    apr_pool_t *pool = prepared->pool;
    sc_statement_t *made;

    if (prepared->failures >= FAILURES_IN_COMMON) {
        apr_pool_create(&pool, prepared->pool);
    }
    made = apr_pcalloc(pool, sizeof(*made));
    int rc = prepare_for(prepared, call, key, pool, scratch, made);
    if (rc != 0) {
        prepared->failures++;
        if (pool != prepared->pool) {
            apr_pool_destroy(pool);
        }
        return rc;
    }
    apr_hash_set(prepared->statements, apr_pstrdup(pool, key), APR_HASH_KEY_STRING, made);
    *statement = made;
    return 0;
}

int sc_prepared_statement(sc_prepared_t *prepared, const sc_call_t *call, apr_pool_t *scratch,
                          sc_statement_t **statement)
{
    const char *key = sc_statement_key(call->sql, call->args, call->count, scratch);

    *statement = apr_hash_get(prepared->statements, key, APR_HASH_KEY_STRING);
    if (*statement) {
        return 0;
    }
    if (apr_hash_count(prepared->statements) >= STATEMENT_LIMIT) {
        sc_prepared_forget(prepared, 1, scratch);
    }
    return prepare(prepared, call, key, scratch, statement);
}

void sc_prepared_forget(sc_prepared_t *prepared, int are_known, apr_pool_t *scratch)
{
    prepared->round++;
    prepared->failures = 0;
    are_known &= prepared->driver->dialect == SC_DIALECT_POSTGRESQL;
    for (apr_hash_index_t *i = apr_hash_first(scratch, prepared->statements); i && are_known;
         i = apr_hash_next(i)) {
        const sc_statement_t *statement = apr_hash_this_val(i);

        (void)sc_driver_query(prepared->driver,
                              apr_pstrcat(scratch, "DEALLOCATE ", statement->label, NULL));
    }
    apr_pool_clear(prepared->pool);
    prepared->statements = apr_hash_make_custom(prepared->pool, sc_statement_hash);
}

apr_array_header_t *sc_prepared_list(const sc_prepared_t *prepared, apr_pool_t *pool)
{
    apr_array_header_t *keys = apr_array_make(pool, 64, sizeof(const char *));

    for (apr_hash_index_t *i = apr_hash_first(pool, prepared->statements); i;
         i = apr_hash_next(i)) {
        APR_ARRAY_PUSH(keys, const char *) = apr_hash_this_key(i);
    }
    return keys;
}
