/**
 * What a reader asks a list for: filters, order, page.
 *
 * Every member has been checked before a query is made; stores trust it. Absent is NULL.
 */
#pragma once

#include "model/vocabulary.h"

#include <apr_hash.h>

#define SC_LIMIT_DEFAULT 50
#define SC_LIMIT_MOST 1000

/** At most so many values of one filter. */
#define SC_FILTER_VALUES_MOST 20

/** Of filters that may be repeated (sc_filter_repeats()) several values stand in one text, with
 * commas between them; any of them is met. */
typedef struct sc_query_t {
    const char *place;       /* slug: items in which the place takes part */
    const char *partnership; /* slug: items that belong to the partnership */
    const char *network;     /* slug: memberships of the network */
    const char *office;      /* persons: word of sc_office_kinds */
    const char *country;     /* ISO 3166-1: a party (or the place itself) is in the country;
                              beside `place`: another party, as for region and level */
    const char *region;      /* word of sc_regions */
    const char *level;       /* word of sc_levels */
    const char *type;        /* word of sc_partnership_types */
    const char *status;      /* word of sc_statuses */
    const char *field;       /* word of sc_exchange_fields */
    const char *kind;        /* agreements: word of sc_agreement_kinds */
    const char *events;      /* timelines: word of sc_events */
    const char *chart;       /* statistics as a picture: word of sc_charts */
    const char *beside;      /* templates: tag of a second language */
    const char *since;       /* EDTF: begun (or dated) not certainly before it */
    const char *until;       /* EDTF: begun (or dated) not certainly after it */
    const char *q;           /* search words as typed, UTF-8; folded by the store */
    const char *q_country;   /* the country that q names, or that it ends with; or NULL */
    const char *q_region;    /* word of sc_regions: the region that q names; or NULL */
    const char *q_rest;      /* what stands in q before that country; NULL: nothing */
    const char *as_of; /* EDTF day: neither begun after it nor over by then, as far as known */
    const char *sort;  /* name of an order, see store/query/list.h; NULL: the collection's own */
    int descending;
    const char *columns; /* names joined by commas: what a list shows of each item; NULL: all */
    int limit;           /* 1 to SC_LIMIT_MOST; where a loader says so, 0 is none */
    const char *after;   /* opaque token from sc_list_t, or NULL for the first page */
    apr_hash_t *found;   /* for lists of one request by the same q: what its words have found for
                            them so far; NULL: each looks for itself */
    int is_alone;        /* only the items, not the names of what they refer to */
    int is_outline;      /* only which items they are: sc_list_t.ids */
    const apr_array_header_t
        *ids;    /* of apr_int64_t: they have been found, these are read; or NULL */
    int is_rest; /* what follows a page of which the reader knows the total, the place in the list
                    and its letters: none of them is found out anew */

    const char *partner_country; /* ISO 3166-1: beside a party in `country`, another is there */
    const char *exchange; /* word of sc_exchange_fields: of the partnership or of an activity */

    const char *missing; /* office: tag of a language in which texts are missing */

    /* Words of sc_condition_answers: how the partnership stands to CLAIR's, see view/derive.h. */
    const char *condition_agreement;
    const char *condition_fields;
    const char *condition_budget;

    /* Of searches for a partner. */
    const char *suggest_for; /* slug: whom partners are suggested to, or templates filled in for */
    const char *seeks;       /* ISO 3166-1: who looks in the country, or anywhere */
    const char *population_min; /* digits: places with so many inhabitants or more */
    const char *population_max; /* likewise, or fewer */
} sc_query_t;

typedef enum {
    SC_FILTER_ITEM,     /* the slug of an item */
    SC_FILTER_WORD,     /* a word of the vocabulary */
    SC_FILTER_COUNTRY,  /* ISO 3166-1 */
    SC_FILTER_NUMBER,   /* digits */
    SC_FILTER_DATE,     /* EDTF */
    SC_FILTER_DAY,      /* EDTF of which its last day counts */
    SC_FILTER_LANGUAGE, /* a BCP 47 tag */
    SC_FILTER_SEARCH    /* words */
} sc_filter_e;

/** What a list can be filtered by: a row here, a member above, a facet in the store. The parameter
 * of the address and its check, the links that carry it, the control of the form and what stands in
 * words follow. */
typedef struct sc_filter_t {
    const char *name; /* of the parameter */
    size_t member;    /* of sc_query_t */
    sc_filter_e type;
    const sc_vocabulary_t *vocabulary; /* SC_FILTER_WORD; else NULL */
    const char *label;                 /* message id */
    const char *collections;           /* whose lists it narrows, apart by spaces */
} sc_filter_t;

/** All filters in the order in which addresses have them; name NULL ends. */
extern const sc_filter_t sc_filters[];

/** The filter of this name, or NULL. */
const sc_filter_t *sc_filter_named(const char *name);

/** Whether lists of the entity are narrowed by it. */
int sc_filter_narrows(const sc_filter_t *filter, const sc_entity_t *entity);

/** Whether the filter may have several values: a country, or a word. */
int sc_filter_repeats(const sc_filter_t *filter);

/** The filter's values in the query, each for itself, of const char *. */
apr_array_header_t *sc_filter_values(const sc_query_t *query, const sc_filter_t *filter,
                                     apr_pool_t *pool);

/** The filter's value in the query, or all of its values, or NULL. */
const char *sc_filter_value(const sc_query_t *query, const sc_filter_t *filter);

/** Whether lists of the entity have such a column: a public field, or one that pages make besides
 * (`country` of the parties, `partnerships` and `member_total` counted). */
int sc_column_is_known(const sc_entity_t *entity, const char *name);

/** Whether the reader wants to see the column. */
int sc_column_is_chosen(const sc_query_t *query, const char *name);
