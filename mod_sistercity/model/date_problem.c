#include "model/date_problem.h"

#include "model/field.h"
#include "model/text/edtf.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* The numbers of a text such as 30.06.1966, and what stands between them. */
typedef struct numbers_t {
    int count;
    int value[3];
    int digits[3];
    char separator;
} numbers_t;

/* Passes over what people write between the numbers of a date, and after the last of them in
 * Chinese, Japanese and Korean. */
static const char *skip_separator(const char *text)
{
    static const char *const separators[] = {"年", "月", "日", "년", "월",
                                             "일", ".",  "/",  "-",  " "};

    for (size_t i = 0; i < SC_LENGTH(separators); i++) {
        size_t length = strlen(separators[i]);

        if (strncmp(text, separators[i], length) == 0) {
            return skip_separator(text + length);
        }
    }
    return text;
}

/* Reads one to three numbers with nothing but separators between and behind them. */
static int read_numbers(const char *text, numbers_t *numbers)
{
    memset(numbers, 0, sizeof(*numbers));
    for (; *text; numbers->count++) {
        size_t digits = strspn(text, "0123456789");

        if (numbers->count == 3 || digits == 0 || digits > 8) {
            return 0;
        }
        numbers->value[numbers->count] = atoi(text);
        numbers->digits[numbers->count] = (int)digits;
        text += digits;
        if (numbers->count == 0) {
            numbers->separator = *text;
        }
        if (*text && skip_separator(text) == text) {
            return 0;
        }
        text = skip_separator(text);
    }
    return numbers->count > 0;
}

/* The canonical text of a date whose month or day may be 0, as databases write unknown ones. */
static const char *make_date(int year, int month, int day, apr_pool_t *pool)
{
    sc_date_t date = {SC_PRECISION_YEAR, year, month, day, 0, 0};

    if (month > 0) {
        date.precision = day > 0 ? SC_PRECISION_DAY : SC_PRECISION_MONTH;
    }
    return sc_edtf_text(&date, pool);
}

/* Day and month before the year: which is which shows if one is beyond 12, and by dots, which are
 * written between numbers where the day comes first. */
static const char *make_from_year_last(const numbers_t *numbers, apr_pool_t *pool)
{
    int first = numbers->value[0];
    int second = numbers->value[1];
    int year = numbers->value[2];

    if (second <= 12 && (first > 12 || first == second || numbers->separator == '.')) {
        return make_date(year, second, first, pool);
    }
    return first <= 12 && second > 12 ? make_date(year, first, second, pool) : NULL;
}

static const char *make_from_numbers(const numbers_t *numbers, apr_pool_t *pool)
{
    int last = numbers->count - 1;

    if (numbers->count == 1) {
        int value = numbers->value[0];

        return numbers->digits[0] == 8
                   ? make_date(value / 10000, value / 100 % 100, value % 100, pool)
               : numbers->digits[0] == 3 || numbers->digits[0] == 4 ? make_date(value, 0, 0, pool)
                                                                    : NULL;
    }
    if (numbers->digits[0] == 4 && numbers->digits[1] <= 2 && numbers->digits[last] <= 2) {
        return make_date(numbers->value[0], numbers->value[1], last == 2 ? numbers->value[2] : 0,
                         pool);
    }
    if (numbers->digits[last] != 4 || numbers->digits[0] > 2 || numbers->digits[last - 1] > 2) {
        return NULL;
    }
    return last == 2 ? make_from_year_last(numbers, pool)
                     : make_date(numbers->value[1], numbers->value[0], 0, pool);
}

/* 195x, and 1959-XX-XX with its parts that say nothing. */
static const char *make_from_unspecified(const char *text, apr_pool_t *pool)
{
    char *upper = apr_pstrdup(pool, text);
    char *at;

    for (at = upper; *at; at++) {
        *at = *at == 'x' ? 'X' : *at;
    }
    while ((at = strrchr(upper, '-')) != NULL && strcmp(at, "-XX") == 0) {
        *at = '\0';
    }
    return upper;
}

/* The one date that the text can mean, in canonical spelling; NULL if there is none such. */
static const char *meant_date(const char *text, apr_pool_t *pool)
{
    numbers_t numbers;
    sc_date_t date;
    const char *meant = read_numbers(text, &numbers) ? make_from_numbers(&numbers, pool)
                                                     : make_from_unspecified(text, pool);

    return meant && sc_edtf_parse(meant, &date) == APR_SUCCESS ? meant : NULL;
}

/* Whether the text has the shape of a date in full, so that only the calendar speaks against it. */
static int is_shaped_like_a_day(const char *text)
{
    static const char shape[] = "0000-00-00";
    size_t i;

    for (i = 0; shape[i]; i++) {
        int is_digit = text[i] >= '0' && text[i] <= '9';

        if (shape[i] == '0' ? !is_digit : text[i] != shape[i]) {
            return 0;
        }
    }
    return text[i] == '\0' || (strchr("?~%", text[i]) && text[i + 1] == '\0');
}

static int is_span(const char *text, apr_pool_t *pool)
{
    const char *slash = strchr(text, '/');
    sc_date_t date;

    return slash && sc_edtf_parse(apr_pstrmemdup(pool, text, slash - text), &date) == APR_SUCCESS &&
           (slash[1] == '\0' || strcmp(slash, "/..") == 0 ||
            sc_edtf_parse(slash + 1, &date) == APR_SUCCESS);
}

void sc_date_problem_add(sc_problems_t *problems, const char *field, const char *text)
{
    const char *meant = meant_date(text, problems->pool);
    const char *detail = N_("“{value}” is not a date that can be read. Write a year, a month or a "
                            "day: 1959, 1955-12, 2019-02-22; or 195X if only the decade is known; "
                            "with ? behind it if it is uncertain, ~ if it is approximate.");

    if (is_span(text, problems->pool)) {
        detail = N_("“{value}” is a span of time, but a single date belongs here.");
    }
    else if (meant && strspn(text, "0123456789") == 3 && text[3] == '\0') {
        detail = N_("“{value}”: a year is written with four digits. Write {canonical}.");
    }
    else if (meant) {
        detail = N_("“{value}” is not written as dates are here. Write {canonical}.");
    }
    else if (is_shaped_like_a_day(text)) {
        detail = N_("“{value}” is not a day of the calendar.");
    }
    sc_problem_add(problems, field, "not_a_date", detail, "value", text, "canonical",
                   meant ? meant : "", NULL);
}
