#include "store/db/statement.h"

#include "model/text/notation.h"
#include "model/text/utf8.h"

#include <apr_escape.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include <apr_tables.h>
#include <string.h>

/* A driver takes the bytes, their number, a table and a column, which it does not use. */
#define VALUES_MOST 4

/* On PostgreSQL %s would be a varchar, which cannot stand everywhere that a text can, and the
 * driver would round a real to six decimals: it travels as text. */
static const char *sign(const sc_arg_t *arg)
{
    switch (arg->kind) {
    case SC_ARG_TEXT:
        return "%pDt";
    case SC_ARG_INTEGER:
        return "%lld";
    case SC_ARG_BYTES:
        return "%pDb";
    default:
        return "CAST(%pDt AS double precision)";
    }
}

static const char *literal(const sc_arg_t *arg, apr_pool_t *pool)
{
    if (sc_arg_is_absent(arg)) {
        return "NULL";
    }
    switch (arg->kind) {
    case SC_ARG_TEXT:
        return apr_pstrcat(pool, "'", sc_utf8_escape(arg->text, "'", '\'', pool), "'", NULL);
    case SC_ARG_INTEGER:
        return apr_psprintf(pool, "%" APR_INT64_T_FMT, arg->integer);
    case SC_ARG_BYTES:
        return apr_pstrcat(pool, "X'", apr_pescape_hex(pool, arg->text, (apr_ssize_t)arg->size, 0),
                           "'", NULL);
    default:
        return sc_real_text(arg->real, pool);
    }
}

/* The SQL with each `?` outside quotes replaced by the next of the pieces. */
static const char *replaced(const char *sql, const char *const *pieces, int count,
                            const char *percent, apr_pool_t *pool)
{
    apr_array_header_t *out = apr_array_make(pool, 2 * count + 8, sizeof(const char *));
    const char *from = sql;
    char quote = 0;
    int used = 0;

    for (const char *at = sql; *at; at++) {
        const char *put = NULL;

        if (quote) {
            quote = *at == quote ? 0 : quote;
        }
        else if (*at == '\'' || *at == '"') {
            quote = *at;
        }
        else if (*at == '?') {
            if (used == count) {
                return NULL;
            }
            put = pieces[used++];
        }
        if (*at == '%') {
            put = percent;
        }
        if (put) {
            APR_ARRAY_PUSH(out, const char *) = apr_pstrmemdup(pool, from, at - from);
            APR_ARRAY_PUSH(out, const char *) = put;
            from = at + 1;
        }
    }
    APR_ARRAY_PUSH(out, const char *) = from;
    return used == count ? apr_array_pstrcat(pool, out, 0) : NULL;
}

const char *sc_statement_format(const char *sql, const sc_arg_t *args, int count, apr_pool_t *pool)
{
    const char **signs = apr_palloc(pool, (count + 1) * sizeof(*signs));

    for (int i = 0; i < count; i++) {
        signs[i] = sign(&args[i]);
    }
    /* apr_dbd_prepare reads a % as a format even within quotes: strftime('%Y') would become a
     * statement with one argument more. */
    return replaced(sql, signs, count, "%%", pool);
}

const char *sc_statement_replaced(const char *sql, const char *const *pieces, int count,
                                  apr_pool_t *pool)
{
    return replaced(sql, pieces, count, NULL, pool);
}

const char *sc_statement_with_values(const char *sql, const sc_arg_t *args, int count,
                                     apr_pool_t *pool)
{
    const char **literals = apr_palloc(pool, (count + 1) * sizeof(*literals));

    for (int i = 0; i < count; i++) {
        literals[i] = literal(&args[i], pool);
    }
    return replaced(sql, literals, count, NULL, pool);
}

/* Whether the word stands here, between spaces or parentheses. */
static int is_word(const char *sql, const char *at, const char *word)
{
    size_t length = strlen(word);

    return (at == sql || at[-1] == ' ' || at[-1] == ')') && strncmp(at, word, length) == 0 &&
           (at[length] == ' ' || at[length] == '(' || !at[length]);
}

static int ends_columns(const char *sql, const char *at)
{
    static const char *const words[] = {"FROM", "UNION", "WHERE", "ORDER", "LIMIT"};

    for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (*at == *words[i] && is_word(sql, at, words[i])) {
            return 1;
        }
    }
    return 0;
}

int sc_statement_columns(const char *sql)
{
    int count = 0, depth = 0;
    char quote = 0;

    if (strncmp(sql, "EXPLAIN ", 8) == 0) {
        return 0;
    }
    for (const char *at = sql; *at; at++) {
        if (quote) {
            quote = *at == quote ? 0 : quote;
        }
        else if (*at == '\'' || *at == '"') {
            quote = *at;
        }
        else if (*at == '(' || *at == ')') {
            depth += *at == '(' ? 1 : -1;
        }
        else if (depth == 0 && count == 0) {
            count = *at == 'S' && is_word(sql, at, "SELECT");
        }
        else if (depth == 0 && (*at == ',' || *at == '*' || ends_columns(sql, at))) {
            if (*at != ',') {
                return *at == '*' ? 0 : count;
            }
            count++;
        }
    }
    return count;
}

const char *sc_statement_key(const char *sql, const sc_arg_t *args, int count, apr_pool_t *pool)
{
    static const char letters[] = {
        [SC_ARG_TEXT] = 't', [SC_ARG_INTEGER] = 'i', [SC_ARG_REAL] = 'r', [SC_ARG_BYTES] = 'b'};
    char *kinds = apr_palloc(pool, count + 2);
    int i;

    for (i = 0; i < count; i++) {
        kinds[i] = letters[args[i].kind];
    }
    kinds[i] = ' ';
    kinds[i + 1] = '\0';
    return apr_pstrcat(pool, kinds, sql, NULL);
}

const void **sc_statement_values(const sc_arg_t *args, int count, apr_pool_t *pool)
{
    const void **values = apr_pcalloc(pool, (VALUES_MOST * count + 1) * sizeof(*values));
    const void **next = values;

    for (const sc_arg_t *arg = args; arg < args + count; arg++, next++) {
        if (sc_arg_is_absent(arg)) {
            continue;
        }
        if (arg->kind == SC_ARG_TEXT) {
            *next = arg->text;
        }
        else if (arg->kind == SC_ARG_INTEGER) {
            *next = &arg->integer;
        }
        else if (arg->kind == SC_ARG_BYTES) {
            next[0] = arg->text;
            next[1] = &arg->size;
            next += VALUES_MOST - 1;
        }
        else {
            *next = sc_real_text(arg->real, pool);
        }
    }
    return values;
}

/* Statements are long, and few that differ look alike at all of these places. */
unsigned int sc_statement_hash(const char *key, apr_ssize_t *length)
{
    const int distance = 11;

    if (*length == APR_HASH_KEY_STRING) {
        *length = (apr_ssize_t)strlen(key);
    }
    unsigned int hash = (unsigned int)*length;
    for (apr_ssize_t i = 0; i < *length; i += distance) {
        hash = hash * 33 + (unsigned char)key[i];
    }
    return hash;
}
