/**
 * @file collection.h
 * @brief What stands around the items of a collection's page: filters, order, total, paging.
 */
#ifndef SC_PRESENT_PAGE_PART_COLLECTION_H
#define SC_PRESENT_PAGE_PART_COLLECTION_H

#include "present/page/part/filter.h"

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
