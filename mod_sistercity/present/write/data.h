/**
 * What programs read: JSON and CSV, made from the field tables (README.md, "Formats").
 *
 * JSON: an item has the fields of its table that readers may see, and slug, url, version and
 * modified before them; what is absent is left out. A place's name is in the reader's language, a
 * country is {code, name}, a party {slug, url, name, country, term, term_lang}. Lists show
 * partnerships in their short form and everything else whole. What belongs to a partnership tells
 * its parties, too, outside of that partnership's own document.
 *
 * CSV: RFC 4180, CRLF, UTF-8 without BOM; cells as model/cell.h writes them. Columns are all public
 * fields in the table's order; contact fields are columns that are empty where the contact is not
 * published. For people (csv_list.c) names stand in place of slugs, codes and words, in the
 * reader's language, and a date has its first day, last day and year beside it.
 */
#pragma once

#include "model/problem.h"
#include "present/write/view.h"
#include "view/sitemap.h"

/** Writes the whole body. @a data is what the address's loader made (store/load/load.h). */
typedef void sc_data_fn(sc_buffer_t *out, const sc_view_t *view, const void *data);

sc_data_fn sc_json_item;        /* sc_item_dossier_t of any entity */
sc_data_fn sc_json_stored_list; /* sc_list_t of any entity, for editors: all that is stored */
sc_data_fn sc_json_stored;      /* a record, likewise: it can be sent back as it is */
sc_data_fn sc_csv_stored_list;  /* sc_list_t of any entity, as it is exported and imported */
sc_data_fn sc_csv_item;         /* the one row of what a dossier of any kind is about */

/** application/problem+json (RFC 9457). @param title, @param detail in the view's language */
void sc_json_problem(sc_buffer_t *out, const sc_view_t *view, int status, const char *title,
                     const char *detail, const sc_problems_t *problems);

/* csv.c: cells, for what is no list of items */

/** Whether the field is a column of the CSV that the reader gets. */
int sc_csv_has_column(const sc_view_t *view, const sc_field_t *field);

#define SC_CSV_LINE_END "\r\n"

/** Writes a cell, in quotes where it needs them. It must be defused (model/cell.h). */
void sc_csv_cell(sc_buffer_t *out, const char *cell);

/* atom.c: feeds (RFC 4287): sc_atom_begin(), entries, sc_atom_end() */

typedef struct sc_atom_entry_t {
    const char *id;      /* NULL: the address */
    const char *address; /* of the page that tells of it */
    const char *title;
    const char *updated; /* UTC */
    const char *author;  /* or NULL: the registry */
    const char *summary; /* or NULL */
} sc_atom_entry_t;

/** The feed of the view's own address. @param updated UTC; NULL for a registry without any change
 */
void sc_atom_begin(sc_buffer_t *out, const sc_view_t *view, const char *title, const char *updated);
void sc_atom_entry(sc_buffer_t *out, const sc_atom_entry_t *entry);
void sc_atom_end(sc_buffer_t *out);

/* ics.c: calendars (RFC 5545): sc_ics_begin(), events, sc_ics_end().
 *
 * Every event lasts whole days and stands for itself: a series of 29 February means other days to
 * other clients. What is known to the month lasts all of it; what is known less exactly is no
 * event, since a calendar would have to invent its day. */

typedef struct sc_ics_event_t {
    const char *uid;   /* that only this event has, ever; the host is added */
    const char *date;  /* EDTF */
    const char *until; /* EDTF; or NULL: one date */
    const char *summary;
    const char *description; /* this and the next three may be NULL */
    const char *location;
    const apr_array_header_t *categories; /* of const char * */
    const char *address;                  /* of its page */
    const char *stamp;                    /* UTC: when its record was last changed */
    int is_tentative;                     /* it is planned */
} sc_ics_event_t;

void sc_ics_begin(sc_buffer_t *out, const sc_view_t *view, const char *name,
                  const char *description);

/** @return 0 if it was left out because its days are not known */
int sc_ics_event(sc_buffer_t *out, const sc_view_t *view, const sc_ics_event_t *event);
void sc_ics_end(sc_buffer_t *out);

/* sitemap.c */

/** The sitemap (sitemaps.org): each page in each language, or where its parts are.
 * @param paths of the pages that are of no item, below the mount; of const char * */
void sc_xml_sitemap(sc_buffer_t *out, const sc_view_t *view, const sc_sitemap_t *sitemap,
                    const apr_array_header_t *paths);
