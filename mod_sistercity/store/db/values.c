#include "store/db/values.h"

#include "model/field.h"
#include "model/text/notation.h"

#include <apr_strings.h>
#include <apr_time.h>
#include <math.h>
#include <stdio.h>
#include <time.h>

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

const char *sc_row_text(const sc_rows_t *rows, int row, int column)
{
    return row < rows->count && column < rows->columns ? rows->cells[row * rows->columns + column]
                                                       : NULL;
}

apr_int64_t sc_row_integer(const sc_rows_t *rows, int row, int column)
{
    const char *text = sc_row_text(rows, row, column);

    return text ? apr_atoi64(text) : SC_NO_INTEGER;
}

apr_int64_t sc_row_id(const sc_rows_t *rows, int row, int column)
{
    const char *text = sc_row_text(rows, row, column);

    return text ? apr_atoi64(text) : 0;
}

double sc_row_real(const sc_rows_t *rows, int row, int column)
{
    const char *text = sc_row_text(rows, row, column);
    double number;

    return text && sc_real_read(text, &number) ? number : NAN;
}

apr_time_t sc_running_time(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return apr_time_from_sec((apr_time_t)time.tv_sec) + time.tv_nsec / 1000;
}

const char *sc_utc_text(apr_int64_t seconds, apr_pool_t *pool)
{
    apr_time_exp_t moment;
    char text[32];
    apr_size_t length;

    apr_time_exp_gmt(&moment, apr_time_from_sec(seconds));
    apr_strftime(text, &length, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &moment);
    return apr_pstrdup(pool, text);
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
