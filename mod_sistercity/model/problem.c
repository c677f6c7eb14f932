#include "model/problem.h"

#include "model/array.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <string.h>

sc_problems_t *sc_problems_new(apr_pool_t *pool)
{
    sc_problems_t *problems = apr_palloc(pool, sizeof(*problems));

    problems->pool = pool;
    problems->items = apr_array_make(pool, 4, sizeof(sc_problem_t));
    problems->prefix = "";
    return problems;
}

sc_problems_t sc_problems_within(const sc_problems_t *problems, const char *field, int index)
{
    sc_problems_t within = *problems;

    within.prefix = apr_psprintf(problems->pool, "%s%s[%d].", problems->prefix, field, index);
    return within;
}

/* The path of a field; of the part itself, which is the prefix without its dot, if field is NULL.
 */
static const char *path_of(const sc_problems_t *problems, const char *field)
{
    apr_size_t length = strlen(problems->prefix);

    if (length == 0) {
        return field;
    }
    if (!field) {
        return apr_pstrmemdup(problems->pool, problems->prefix, length - 1);
    }
    return apr_pstrcat(problems->pool, problems->prefix, field, NULL);
}

static const char *const *copy_arguments(apr_pool_t *pool, va_list arguments)
{
    apr_array_header_t *copies = apr_array_make(pool, 5, sizeof(const char *));
    const char *argument;

    while ((argument = va_arg(arguments, const char *)) != NULL) {
        APR_ARRAY_PUSH(copies, const char *) = apr_pstrdup(pool, argument);
    }
    APR_ARRAY_PUSH(copies, const char *) = NULL;
    return (const char *const *)copies->elts;
}

void sc_problem_add(sc_problems_t *problems, const char *field, const char *code,
                    const char *detail, ...)
{
    sc_problem_t *problem = apr_array_push(problems->items);
    va_list arguments;

    problem->field = path_of(problems, field);
    problem->code = code;
    problem->detail = detail;
    va_start(arguments, detail);
    problem->arguments = copy_arguments(problems->pool, arguments);
    va_end(arguments);
}

const sc_problem_t *sc_problem_of(const sc_problems_t *problems, const char *field)
{
    SC_EACH_OF(const sc_problem_t, problem, problems ? problems->items : NULL) {
        if (field && problem->field ? strcmp(field, problem->field) == 0
                                    : field == problem->field) {
            return problem;
        }
    }
    return NULL;
}

int sc_problem_is_within(const sc_problems_t *problems, const char *field)
{
    size_t length = strlen(field);

    SC_EACH_OF(const sc_problem_t, problem, problems ? problems->items : NULL) {
        const char *path = problem->field;

        if (path && strncmp(path, field, length) == 0 &&
            (!path[length] || strchr("[.", path[length]))) {
            return 1;
        }
    }
    return 0;
}

const char *sc_problem_english(const sc_problem_t *problem, apr_pool_t *pool)
{
    return sc_fill(problem->detail, problem->arguments, pool);
}

static const char *find_argument(const char *const *arguments, const char *name, apr_size_t length)
{
    for (; arguments[0] && arguments[1]; arguments += 2) {
        if (strncmp(arguments[0], name, length) == 0 && arguments[0][length] == '\0') {
            return arguments[1];
        }
    }
    return NULL;
}

/* Whether the value, its markup and the end of an isolate (U+2069) aside, ends in a full stop, as
 * dates of some languages do. */
static int ends_in_stop(const char *value)
{
    const char *end = value + strlen(value);

    while (end > value && end[-1] == '>') {
        while (end > value && *--end != '<') {
        }
    }
    if (end - value > 3 && strncmp(end - 3, "\u2069", 3) == 0) {
        end -= 3;
    }
    return end > value && end[-1] == '.';
}

const char *sc_fill(const char *text, const char *const *arguments, apr_pool_t *pool)
{
    apr_array_header_t *pieces = apr_array_make(pool, 8, sizeof(const char *));
    const char *open = strchr(text, '{');

    while (open) {
        const char *close = strchr(open, '}');
        const char *value = close ? find_argument(arguments, open + 1, close - open - 1) : NULL;

        if (value) {
            APR_ARRAY_PUSH(pieces, const char *) = apr_pstrmemdup(pool, text, open - text);
            APR_ARRAY_PUSH(pieces, const char *) = value;
            text = close + 1;
            text += *text == '.' && ends_in_stop(value);
            open = strchr(text, '{');
        }
        else {
            open = strchr(open + 1, '{');
        }
    }
    APR_ARRAY_PUSH(pieces, const char *) = text;
    return apr_array_pstrcat(pool, pieces, '\0');
}
