#include "present/write/format.h"

#include <string.h>

#define ROW(name, suffix, type, parameters, is_data, list) {suffix, type, type parameters, is_data},

const sc_format_t sc_formats[SC_FORMAT_COUNT] = {SC_FORMATS(ROW, , )};

sc_format_e sc_format_of_suffix(const char *suffix)
{
    int format = 0;

    while (format < SC_FORMAT_COUNT && strcmp(sc_formats[format].suffix, suffix) != 0) {
        format++;
    }
    return format;
}

int sc_format_has_rows(sc_format_e format)
{
    return format == SC_FORMAT_CSV || format == SC_FORMAT_JSONL;
}
