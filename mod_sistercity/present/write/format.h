/**
 * The forms in which something is offered, in the order of preference: a row for each.
 *
 * A new format of every list is a row here and a file that writes it; addresses, Accept, the links
 * between formats and the refusal of unknown parameters follow.
 */
#pragma once

#include "present/write/data.h"

/* FORMAT(name, suffix, media type, its parameters, whether it is for programs, what writes lists)
 */
#define SC_FORMATS(FORMAT, WRITER, NONE)                                                           \
    FORMAT(HTML, ".html", "text/html", "; charset=utf-8", 0, NONE)                                 \
    FORMAT(JSON, ".json", "application/json", "", 1, WRITER(sc_json_list))                         \
    FORMAT(CSV, ".csv", "text/csv", "; charset=utf-8; header=present", 1, WRITER(sc_csv_list))     \
    FORMAT(JSONL, ".jsonl", "application/jsonl", "", 1, WRITER(sc_jsonl_list))                     \
    FORMAT(JSONLD, ".jsonld", "application/ld+json", "", 1, WRITER(sc_jsonld_list))                \
    FORMAT(ICS, ".ics", "text/calendar", "; charset=utf-8", 1, NONE)                               \
    FORMAT(GEOJSON, ".geojson", "application/geo+json", "", 1, WRITER(sc_geojson_list))            \
    FORMAT(SVG, ".svg", "image/svg+xml", "", 1, NONE)                                              \
    FORMAT(XML, ".xml", "application/xml", "", 1, NONE)                                            \
    FORMAT(CSS, ".css", "text/css", "; charset=utf-8", 1, NONE)                                    \
    FORMAT(JS, ".js", "text/javascript", "; charset=utf-8", 1, NONE)                               \
    FORMAT(ATOM, ".atom", "application/atom+xml", "", 1, WRITER(sc_atom_list))

#define SC_FORMAT_NAME(name, suffix, type, parameters, is_data, list) SC_FORMAT_##name,
#define SC_FORMAT_DECLARE(name, suffix, type, parameters, is_data, list) list
#define SC_WRITER_DECLARE(writer) sc_data_fn writer;
#define SC_WRITER(writer) writer

typedef enum { SC_FORMATS(SC_FORMAT_NAME, , ) SC_FORMAT_COUNT } sc_format_e;

/* Each writes a sc_list_t of any entity: public fields, columns as in the export. */
SC_FORMATS(SC_FORMAT_DECLARE, SC_WRITER_DECLARE, )

/** What a format is called in addresses and headers. */
typedef struct sc_format_t {
    const char *suffix;       /* ".json" */
    const char *media_type;   /* "application/json", for Accept */
    const char *content_type; /* with its parameters */
    int is_data;              /* for programs: unknown parameters are errors */
} sc_format_t;

/** By sc_format_e. */
extern const sc_format_t sc_formats[SC_FORMAT_COUNT];

/** The format with the suffix, dot included; SC_FORMAT_COUNT if there is none. */
sc_format_e sc_format_of_suffix(const char *suffix);

/** Whether lists are rows in it, so that those of a next page can follow. */
int sc_format_has_rows(sc_format_e format);
