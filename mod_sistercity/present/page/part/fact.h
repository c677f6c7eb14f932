/**
 * An item's facts as a list: its fields by name, in the order in which they are shown.
 *
 *     static const sc_fact_t facts[] = {{"date"}, {"place"}, {"budget_amount", budget}, {NULL}};
 */
#pragma once

#include "present/page/part/part.h"

/** Of whom a fact is told. */
typedef struct sc_item_t {
    const sc_view_t *view;
    apr_hash_t *labels; /* slug -> sc_label_t * */
    const void *record;
    const sc_partnership_t *partnership; /* whose it is, or NULL */
    const char *field;                   /* the fact's */
    int is_beside;                       /* whether the line above says what it is, and when */
    const char *source;                  /* which is named for all; or NULL */
} sc_item_t;

/** The HTML of a fact; NULL if there is nothing to say. */
typedef const char *sc_fact_fn(const sc_item_t *of);

typedef struct sc_fact_t {
    const char *field; /* whose label it has, and whose value; name NULL ends a list */
    sc_fact_fn *html;  /* says the value where the field's type does not; or NULL */
    const char *label; /* message id where the field's own does not fit; or NULL */
} sc_fact_t;

/** A field as its type says it, in HTML; NULL if it is not set. @param labels of the places that it
 * refers to, or NULL */
const char *sc_fact_value(const sc_view_t *view, apr_hash_t *labels, const void *record,
                          const char *name);

/** Rows of a `<dl>` that the caller opens and closes. What readers may not see is left out. */
void sc_fact_rows(sc_buffer_t *out, const sc_view_t *view, const void *record, apr_hash_t *labels,
                  const sc_fact_t *facts);

/** The `<dl>` with all facts of its entity. @param partnership whose it is, or NULL */
void sc_facts_write(sc_buffer_t *out, const sc_view_t *view, const void *record,
                    const sc_partnership_t *partnership, apr_hash_t *labels);

/** The same of an event in a timeline, with the note, but for what the line above says: when, and
 * what it is. @param source which the page names for all; or NULL */
void sc_facts_beside(sc_buffer_t *out, const sc_view_t *view, const void *record,
                     apr_hash_t *labels, const char *source);

/** Items as articles with title, facts and note, newest first, under a heading; nothing if there
 * are none. */
void sc_facts_section(sc_buffer_t *out, const sc_view_t *view, const char *heading,
                      const apr_array_header_t *records, apr_hash_t *labels);

/** What was approved to be spent, in HTML; NULL where nothing was. */
const char *sc_fact_budget(const sc_view_t *view, const sc_approval_t *decided);

/** Where sc_facts_section() tells of it, on the page of its partnership. */
const char *sc_fact_address(const sc_view_t *view, const sc_approval_t *decided);
