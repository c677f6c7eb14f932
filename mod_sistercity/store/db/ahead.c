#include "store/db/ahead.h"

#include "model/field.h"
#include "store/db/db_private.h"
#include "store/db/statement.h"

#include <apr_strings.h>
#include <string.h>

/* The rows of all that is asked come as the texts of records, behind the number of the question. */
enum { QUESTION, RECORD };

typedef struct question_t {
    const char *sql;
    sc_arg_t *args;
    int count;
    const char *ids; /* that these are known by in arguments; NULL: a question for its rows */
    sc_rows_t *rows;
    const void *purpose; /* NULL: it is asked for by its text */
} question_t;

sc_ahead_t *sc_ahead_new(sc_db_t *db, apr_pool_t *pool)
{
    sc_ahead_t *ahead;

    if (sc_db_dialect(db) != SC_DIALECT_POSTGRESQL || !db->is_reading) {
        return NULL;
    }
    ahead = apr_palloc(pool, sizeof(*ahead));
    ahead->db = db;
    ahead->pool = pool;
    ahead->questions = apr_array_make(pool, 32, sizeof(question_t));
    ahead->before = NULL;
    return ahead;
}

static question_t *add(sc_ahead_t *ahead, const char *sql, const sc_arg_t *args, int count)
{
    question_t *question = apr_array_push(ahead->questions);

    *question = (question_t){.sql = sql, .count = count};
    question->args = apr_pmemdup(ahead->pool, args, count * sizeof(*args));
    return question;
}

sc_arg_t sc_ahead_ids(sc_ahead_t *ahead, const char *sql, const sc_arg_t *args, int count)
{
    const char *name = apr_psprintf(ahead->pool, "s%d", ahead->questions->nelts);

    add(ahead, sql, args, count)->ids = name;
    return sc_arg_text(name);
}

sc_arg_t sc_ahead_id(sc_arg_t ids)
{
    sc_arg_t id = sc_arg_integer(SC_NO_INTEGER);

    id.text = ids.text;
    return id;
}

void sc_ahead_ask_for(sc_ahead_t *ahead, const void *purpose, const char *sql, sc_arg_t arg)
{
    add(ahead, sql, &arg, 1)->purpose = purpose;
}

sc_rows_t *sc_ahead_answer(const sc_db_t *db, const void *purpose, int number)
{
    for (const sc_ahead_t *ahead = db->ahead; ahead; ahead = ahead->before) {
        SC_EACH_OF(const question_t, question, ahead->questions) {
            if (question->purpose == purpose && number-- == 0) {
                return question->rows;
            }
        }
    }
    return NULL;
}

static int is_arg(const sc_arg_t *one, const sc_arg_t *other)
{
    return one->kind == other->kind && one->integer == other->integer &&
           (one->kind == SC_ARG_TEXT || one->kind == SC_ARG_INTEGER) &&
           (one->text == other->text ||
            (one->text && other->text && strcmp(one->text, other->text) == 0));
}

/* The question that has the text and the arguments, or NULL. */
static const question_t *question_of(const sc_ahead_t *ahead, const char *sql, const sc_arg_t *args,
                                     int count)
{
    SC_EACH_OF(const question_t, question, ahead->questions) {
        int same = 0;

        if (question->ids || question->purpose || question->count != count ||
            strcmp(question->sql, sql) != 0) {
            continue;
        }
        while (same < count && is_arg(&question->args[same], &args[same])) {
            same++;
        }
        if (same == count) {
            return question;
        }
    }
    return NULL;
}

void sc_ahead_ask(sc_ahead_t *ahead, const char *sql, const sc_arg_t *args, int count)
{
    if (!question_of(ahead, sql, args, count)) {
        (void)add(ahead, sql, args, count);
    }
}

void sc_ahead_ask_sql(sc_ahead_t *ahead, const sc_sql_t *sql)
{
    sc_ahead_ask(ahead, apr_array_pstrcat(ahead->pool, sql->pieces, 0),
                 (const sc_arg_t *)sql->args->elts, sql->args->nelts);
}

/* The question whose ids the argument stands for, or NULL. */
static const question_t *ids_of(const sc_ahead_t *ahead, const sc_arg_t *arg)
{
    for (int i = 0; arg->text && i < ahead->questions->nelts; i++) {
        const question_t *question = &APR_ARRAY_IDX(ahead->questions, i, question_t);

        if (question->ids == arg->text) {
            return question;
        }
    }
    return NULL;
}

/* Adds a SELECT, in which ids stand for themselves. */
static void add_select(const sc_ahead_t *ahead, sc_sql_t *sql, const question_t *question)
{
    const char **pieces = apr_palloc(ahead->pool, (question->count + 1) * sizeof(*pieces));

    for (int i = 0; i < question->count; i++) {
        const sc_arg_t *arg = &question->args[i];
        const question_t *ids = ids_of(ahead, arg);

        pieces[i] = !ids ? "?"
                         : apr_psprintf(ahead->pool,
                                        arg->kind == SC_ARG_INTEGER ? "(SELECT ids[1] FROM %s)"
                                                                    : "(SELECT ids FROM %s)",
                                        ids->ids);
        if (!ids) {
            APR_ARRAY_PUSH(sql->args, sc_arg_t) = *arg;
        }
    }
    sc_sql_add(sql, sc_statement_replaced(question->sql, pieces, question->count, ahead->pool));
}

/* Each SELECT keeps its order: as a part of UNION ALL it is read from its beginning to its end. */
static sc_sql_t *statement_of(const sc_ahead_t *ahead)
{
    sc_sql_t *sql = sc_sql_new(ahead->pool);
    const char *separator = "WITH ";

    SC_EACH_OF(const question_t, question, ahead->questions) {
        if (question->ids) {
            sc_sql_add(sql, separator);
            sc_sql_add(sql, question->ids);
            sc_sql_add(sql,
                       " AS MATERIALIZED (SELECT COALESCE(ARRAY_AGG(x.id), '{}') AS ids FROM (");
            add_select(ahead, sql, question);
            sc_sql_add(sql, ") x (id))");
            separator = ", ";
        }
    }
    separator = *separator == 'W' ? "" : " ";
    for (int i = 0; i < ahead->questions->nelts; i++) {
        const question_t *question = &APR_ARRAY_IDX(ahead->questions, i, question_t);

        sc_sql_add(sql,
                   apr_psprintf(ahead->pool, "%sSELECT %d, CAST(x AS TEXT) FROM (", separator, i));
        if (question->ids) {
            sc_sql_add(sql, "SELECT CAST(ids AS TEXT) FROM ");
            sc_sql_add(sql, question->ids);
        }
        else {
            add_select(ahead, sql, question);
        }
        sc_sql_add(sql, ") x");
        separator = " UNION ALL ";
    }
    return sql;
}

/* Reads the next cell of a record's text, (1,abc,"say ""no""",,""), in its place.
 * @param at at the "(" or "," before it; set to the end of it
 * @return what stands there: ",", or ")" behind the last; 0: it is no record */
static char read_cell(char **at, const char **cell)
{
    char *from = *at + 1, *to = from;
    int is_quoted = 0, was_quoted = 0;

    *cell = from;
    for (; *from && (is_quoted || (*from != ',' && *from != ')')); from++) {
        if (is_quoted && (*from == '"' || *from == '\\') && from[1] == *from) {
            *to++ = *from++;
        }
        else if (*from == '"') {
            is_quoted = !is_quoted;
            was_quoted = 1;
        }
        else {
            *to++ = *from;
        }
    }
    if (to == *cell && !was_quoted) {
        *cell = NULL;
    }
    char end = *from;
    *to = '\0';
    *at = from;
    return end;
}

/* @return whether the text is a record; its cells are added */
static int read_record(char *text, apr_array_header_t *cells)
{
    char end = ',';

    if (*text != '(') {
        return 0;
    }
    while (end == ',') {
        end = read_cell(&text, apr_array_push(cells));
    }
    return end == ')' && text[1] == '\0';
}

/* Adds a row to those of the question. @return whether it is as wide as they should be */
static int add_row(question_t *question, const char *text, apr_array_header_t *cells)
{
    sc_rows_t *rows = question->rows;
    int before = cells->nelts;

    /* The text is this statement's own copy. */
    if (!read_record((char *)text, cells)) {
        return 0;
    }
    if (rows->count++ == 0) {
        int columns = sc_statement_columns(question->sql);

        rows->columns = cells->nelts;
        return !columns || columns == rows->columns;
    }
    return cells->nelts - before == rows->columns;
}

/* Gives each question its rows. @return whether they can be answers to them */
static int deal_out(sc_ahead_t *ahead, const sc_rows_t *rows)
{
    apr_array_header_t **cells = apr_palloc(ahead->pool, ahead->questions->nelts * sizeof(*cells));

    for (int i = 0; i < ahead->questions->nelts; i++) {
        question_t *question = &APR_ARRAY_IDX(ahead->questions, i, question_t);

        cells[i] = apr_array_make(ahead->pool, 64, sizeof(const char *));
        question->rows = apr_pcalloc(ahead->pool, sizeof(*question->rows));
        question->rows->is_false = rows->is_false;
    }
    for (int row = 0; row < rows->count; row++) {
        int i = sc_row_index(rows, row, QUESTION, ahead->questions->nelts);

        if (!add_row(&APR_ARRAY_IDX(ahead->questions, i, question_t),
                     sc_row_word(rows, row, RECORD), cells[i])) {
            sc_row_refuse(rows);
            return 0;
        }
    }
    for (int i = 0; i < ahead->questions->nelts; i++) {
        APR_ARRAY_IDX(ahead->questions, i, question_t).rows->cells = (const char **)cells[i]->elts;
    }
    return 1;
}

/* Has arguments be the ids that they stand for. */
static void resolve(sc_ahead_t *ahead)
{
    SC_EACH_OF(question_t, question, ahead->questions) {
        for (int j = 0; j < question->count; j++) {
            sc_arg_t *arg = &question->args[j];
            const question_t *ids = ids_of(ahead, arg);
            const char *text = ids ? sc_row_word(ids->rows, 0, 0) : "";

            if (ids && arg->kind == SC_ARG_INTEGER) {
                arg->integer = text[0] && text[1] != '}' ? apr_atoi64(text + 1) : SC_NO_INTEGER;
                arg->text = NULL;
            }
            else if (ids) {
                arg->text = text;
            }
        }
    }
}

static apr_status_t forget(void *data)
{
    sc_ahead_t *gone = data, **at = &gone->db->ahead;

    while (*at && *at != gone) {
        at = &(*at)->before;
    }
    if (*at) {
        *at = gone->before;
    }
    return APR_SUCCESS;
}

static void let_go(const sc_ahead_t *ahead)
{
    for (; ahead; ahead = ahead->before) {
        apr_pool_cleanup_kill(ahead->pool, ahead, forget);
    }
}

static sc_rows_t *find(const sc_ahead_t *ahead, apr_pool_t *pool, const char *sql,
                       const sc_arg_t *args, int count)
{
    for (; ahead; ahead = ahead->before) {
        const question_t *question = question_of(ahead, sql, args, count);

        if (question && (pool == ahead->db->spare || apr_pool_is_ancestor(ahead->pool, pool))) {
            return question->rows;
        }
    }
    return NULL;
}

apr_status_t sc_ahead_fetch(sc_ahead_t *ahead)
{
    sc_rows_t *rows;

    if (ahead->questions->nelts == 0) {
        return APR_SUCCESS;
    }
    sc_sql_t *sql = statement_of(ahead);
    SC_TRY(sc_sql_select(ahead->db, sql, &rows));
    if (!deal_out(ahead, rows)) {
        return APR_SUCCESS; /* whatever is asked next fails */
    }
    resolve(ahead);
    if (ahead->db->is_reading) { /* still: nothing has failed */
        ahead->before = ahead->db->ahead;
        ahead->db->ahead = ahead;
        ahead->db->foresight = find;
        ahead->db->unforesee = let_go;
        apr_pool_cleanup_register(ahead->pool, ahead, forget, apr_pool_cleanup_null);
    }
    return APR_SUCCESS;
}
