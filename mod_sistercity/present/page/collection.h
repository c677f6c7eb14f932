/**
 * @file collection.h
 * @brief What stands around the items of a collection's page: filters, order, total, paging.
 */
#ifndef SC_PRESENT_COLLECTION_H
#define SC_PRESENT_COLLECTION_H

#include "present/page/parts.h"

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

typedef struct sc_order_t {
    const char *name;  /* as `sort=` takes it */
    const char *label; /* message id */
    int descends;      /* whether it descends by nature: newest first */
} sc_order_t;

typedef struct sc_collection_t {
    const char *name;           /* of the element's class */
    const char *title;          /* message id */
    const char *one, *many;     /* message ids of the total: "{n} place", "{n} places" */
    const char *empty;          /* message id: nothing on record at all */
    const sc_filter_t *filters; /* one at least; name NULL ends */
    const sc_order_t *orders;   /* name NULL ends; the first is the collection's own */
} sc_collection_t;

/** Opens the element and writes everything above the items.
 * @return whether there are items; if not, the advice for an empty result has been written. */
int sc_collection_open(sc_buffer_t *out, const sc_view_t *view, const sc_collection_t *collection,
                       const sc_list_t *list);

/** Writes what comes below the items (pages, data) and closes the element. */
void sc_collection_close(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list);

/** The title, with the search words in it where there are any; plain. */
const char *sc_collection_title(const sc_view_t *view, const sc_collection_t *collection);

/** A GET form that searches a collection: one field, one button. */
void sc_collection_search(sc_buffer_t *out, const sc_view_t *view, const char *collection,
                          const char *label);

#endif
