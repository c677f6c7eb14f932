#include "store/db/values.h"

#include "model/field.h"

#include <apr_strings.h>
#include <math.h>
#include <stdlib.h>

sc_arg_t sc_arg_text(const char *value)
{
    return (sc_arg_t){SC_ARG_TEXT, value, SC_NO_INTEGER, NAN};
}

sc_arg_t sc_arg_integer(apr_int64_t value)
{
    return (sc_arg_t){SC_ARG_INTEGER, NULL, value, NAN};
}

sc_arg_t sc_arg_real(double value)
{
    return (sc_arg_t){SC_ARG_REAL, NULL, SC_NO_INTEGER, value};
}

int sc_arg_is_absent(const sc_arg_t *arg)
{
    switch (arg->kind) {
    case SC_ARG_TEXT:
        return arg->text == NULL;
    case SC_ARG_INTEGER:
        return arg->integer == SC_NO_INTEGER;
    default:
        return isnan(arg->real);
    }
}

const char *sc_row_text(const sc_rows_t *rows, int row, int column)
{
    return rows->cells[row * rows->columns + column];
}

apr_int64_t sc_row_integer(const sc_rows_t *rows, int row, int column)
{
    const char *text = sc_row_text(rows, row, column);

    return text ? apr_atoi64(text) : SC_NO_INTEGER;
}

double sc_row_real(const sc_rows_t *rows, int row, int column)
{
    const char *text = sc_row_text(rows, row, column);

    return text ? strtod(text, NULL) : NAN;
}
