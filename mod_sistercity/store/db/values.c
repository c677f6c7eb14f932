#include "store/db/values.h"

#include "model/field.h"
#include "model/text/notation.h"

#include <apr_strings.h>
#include <apr_time.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* The digits of the largest id that a bitmap takes, of 32 bits. */
#define ID_DIGITS 10

sc_arg_t sc_arg_text(const char *value)
{
    return (sc_arg_t){SC_ARG_TEXT, value, SC_NO_INTEGER, 0, NAN};
}

sc_arg_t sc_arg_integer(apr_int64_t value)
{
    return (sc_arg_t){SC_ARG_INTEGER, NULL, value, 0, NAN};
}

sc_arg_t sc_arg_id(apr_int64_t id)
{
    return sc_arg_integer(id ? id : SC_NO_INTEGER);
}

sc_arg_t sc_arg_real(double value)
{
    return (sc_arg_t){SC_ARG_REAL, NULL, SC_NO_INTEGER, 0, value};
}

sc_arg_t sc_arg_bytes(const char *bytes, apr_size_t size)
{
    return (sc_arg_t){SC_ARG_BYTES, bytes, SC_NO_INTEGER, size, NAN};
}

int sc_arg_is_absent(const sc_arg_t *arg)
{
    switch (arg->kind) {
    case SC_ARG_TEXT:
    case SC_ARG_BYTES:
        return arg->text == NULL;
    case SC_ARG_INTEGER:
        return arg->integer == SC_NO_INTEGER;
    default:
        return isnan(arg->real);
    }
}

void sc_row_refuse(const sc_rows_t *rows)
{
    if (rows->is_false) {
        *rows->is_false = 1;
    }
}

const char *sc_row_text(const sc_rows_t *rows, int row, int column)
{
    if (row >= 0 && row < rows->count && column >= 0 && column < rows->columns) {
        return rows->cells[(apr_size_t)row * rows->columns + column];
    }
    sc_row_refuse(rows);
    return NULL;
}

const char *sc_row_word(const sc_rows_t *rows, int row, int column)
{
    const char *text = sc_row_text(rows, row, column);

    if (!text) {
        sc_row_refuse(rows);
    }
    return text ? text : "";
}

apr_int64_t sc_row_integer(const sc_rows_t *rows, int row, int column)
{
    const char *text = sc_row_text(rows, row, column);
    apr_int64_t number = SC_NO_INTEGER;

    if (text && !sc_integer_read(text, &number)) {
        sc_row_refuse(rows);
        return SC_NO_INTEGER;
    }
    return number;
}

apr_int64_t sc_row_number(const sc_rows_t *rows, int row, int column)
{
    apr_int64_t number = sc_row_integer(rows, row, column);

    if (number == SC_NO_INTEGER || number < 0) {
        sc_row_refuse(rows);
        return 0;
    }
    return number;
}

int sc_row_index(const sc_rows_t *rows, int row, int column, int limit)
{
    apr_int64_t number = sc_row_number(rows, row, column);

    if (number >= limit) {
        sc_row_refuse(rows);
        return 0;
    }
    return (int)number;
}

const char *sc_row_ids(const sc_rows_t *rows, int row, int column)
{
    const char *text = sc_row_text(rows, row, column);

    for (const char *at = text; at && *at; at += *at == ',') {
        size_t digits = strspn(at, "0123456789");

        at += digits;
        if (digits == 0 || digits > ID_DIGITS || (*at && *at != ',')) {
            sc_row_refuse(rows);
            return NULL;
        }
    }
    return text;
}

apr_int64_t sc_row_id(const sc_rows_t *rows, int row, int column)
{
    apr_int64_t id = sc_row_integer(rows, row, column);

    return id == SC_NO_INTEGER ? 0 : id;
}

double sc_row_real(const sc_rows_t *rows, int row, int column)
{
    const char *text = sc_row_text(rows, row, column);
    double number = NAN;

    if (text && !sc_real_read(text, &number)) {
        sc_row_refuse(rows);
        return NAN;
    }
    return number;
}

apr_time_t sc_running_time(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return apr_time_from_sec((apr_time_t)time.tv_sec) + time.tv_nsec / 1000;
}

static void write_digits(char *text, int count, int number)
{
    while (count > 0) {
        text[--count] = (char)('0' + number % 10);
        number /= 10;
    }
}

/* Each record has one: strftime() would be a hundredth of what a page costs. */
const char *sc_utc_text(apr_int64_t seconds, apr_pool_t *pool)
{
    char *text = apr_pstrdup(pool, "0000-00-00T00:00:00Z");
    apr_time_exp_t moment;

    apr_time_exp_gmt(&moment, apr_time_from_sec(seconds));
    write_digits(text, 4, moment.tm_year + 1900);
    write_digits(text + 5, 2, moment.tm_mon + 1);
    write_digits(text + 8, 2, moment.tm_mday);
    write_digits(text + 11, 2, moment.tm_hour);
    write_digits(text + 14, 2, moment.tm_min);
    write_digits(text + 17, 2, moment.tm_sec);
    return text;
}

const char *sc_utc_now(apr_pool_t *pool)
{
    return sc_utc_text(apr_time_sec(apr_time_now()), pool);
}

apr_int64_t sc_utc_seconds(const char *moment)
{
    apr_time_exp_t parts = {0};
    apr_time_t time = 0;

    if (moment && sscanf(moment, "%d-%d-%dT%d:%d:%dZ", &parts.tm_year, &parts.tm_mon,
                         &parts.tm_mday, &parts.tm_hour, &parts.tm_min, &parts.tm_sec) == 6) {
        parts.tm_year -= 1900;
        parts.tm_mon--;
        (void)apr_time_exp_gmt_get(&time, &parts);
    }
    return apr_time_sec(time);
}
