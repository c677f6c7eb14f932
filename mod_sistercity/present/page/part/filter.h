/**
 * @file filter.h
 * @brief The filters of a collection's page: as a form, in words, as advice.
 */
#ifndef SC_PRESENT_PAGE_PART_FILTER_H
#define SC_PRESENT_PAGE_PART_FILTER_H

#include "present/page/part/part.h"

typedef enum {
    SC_FILTER_SEARCH,  /* words to search for */
    SC_FILTER_WORD,    /* a word of a vocabulary, chosen from a list */
    SC_FILTER_COUNTRY, /* a country, chosen from a list */
    SC_FILTER_DATE,    /* EDTF */
    SC_FILTER_ITEM     /* the slug of an item, set by a link and by no field of the form */
} sc_filter_e;

typedef struct sc_filter_t {
    const char *name;  /* of the argument, as sc_query_value() takes it */
    const char *label; /* message id */
    sc_filter_e type;
    const sc_vocabulary_t *vocabulary; /* SC_FILTER_WORD; else NULL */
} sc_filter_t;

/** Whether any filter narrows the list, those without a field in the form among them. */
int sc_filters_are_set(const sc_view_t *view, const sc_filter_t *filters);

/** The GET form. What else the query asks (place, order, limit) travels in hidden fields. */
void sc_filters_form(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filters);

/** What is filtered, in words, each with a link that removes it; nothing if nothing is. */
void sc_filters_summary(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filters,
                        const sc_list_t *list);

/** Entries of a list: what to loosen to find something. */
void sc_filters_advise(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filters);

/** The hidden field that keeps a language which the reader asked for. */
void sc_filters_keep_language(sc_buffer_t *out, const sc_view_t *view);

#endif
