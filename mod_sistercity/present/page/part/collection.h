/**
 * The page of a collection: filters, order, total, items, pages.
 */
#pragma once

#include "present/page/part/filter.h"
#include "present/page/part/table.h"

/** The most columns, orders and fields of a form that a collection has, with the one that ends
 * them. */
enum { SC_COLUMNS_MOST = 8, SC_ORDERS_MOST = 5, SC_FIELDS_MOST = 13 };

typedef struct sc_shown_order_t {
    const char *name;  /* as `sort=` takes it */
    const char *label; /* message id */
    int descends;      /* whether it descends by nature: newest first */
} sc_shown_order_t;

/** How many there are, in the words of a row: SC_TOTAL("{n} place", "{n} places"). Marks the two as
 * one message with plural forms. */
#define SC_TOTAL(text, plural) .one = (text), .many = (plural)

typedef struct sc_collection_t {
    const sc_entity_t *entity;
    const char *title;      /* message id */
    const char *of_country; /* message id of the title where one country is asked for; or NULL */
    const char *one, *many; /* message ids of the total, by SC_TOTAL */
    const char *empty;      /* message id: nothing on record at all */
    sc_filter_field_t fields[SC_FIELDS_MOST]; /* of the form; one at least */
    sc_shown_order_t orders[SC_ORDERS_MOST];  /* the first is the collection's own */
    sc_column_t columns[SC_COLUMNS_MOST];     /* of the table; none: entries (part.h) */
    void (*write_each)(sc_buffer_t *out, const sc_view_t *view, const void *record); /* in the place
                                                                          of a table; or NULL */
    void (*write_above)(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list);
    void (*write_below)(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list);
} sc_collection_t;

void sc_collection_write(sc_buffer_t *out, const sc_view_t *view, const sc_collection_t *collection,
                         const sc_list_t *list);

/** Links to the pages before and behind this one. */
void sc_collection_pages(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list);

/** The title, with the search words in it where there are any; plain. */
const char *sc_collection_title(const sc_view_t *view, const sc_collection_t *collection);

/** A GET form that searches the registry: one field, one button. In somebody's page it asks that
 * page, which hands the question on. */
void sc_collection_search(sc_buffer_t *out, const sc_view_t *view, const char *label);
