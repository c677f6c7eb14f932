#include "store/db/db.h"

#include "model/field.h"

#include <apr_strings.h>
#include <math.h>
#include <stdlib.h>

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
