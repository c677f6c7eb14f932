/**
 * What items are filtered and counted by: facets, each with words, and the SQL that tells
 * which item has which word.
 *
 * Private to store. For example, the facet `country` of partnerships has the word `JP` for each
 * partnership with a party in Japan. What belongs to a partnership inherits facets of it: the
 * activities of that partnership have the word, too. A date is a facet by its year (its
 * first four characters; '' where there is none), and once more by its decade (its first three) and
 * by its month (its first seven), under the name of the first with SC_BY_DECADE or SC_BY_MONTH
 * behind it. What two places of a partnership have in common stands under the name with SC_TWICE.
 */
#pragma once

#include "model/entity.h"

#define SC_FACET_ALL "all"       /* every item, under the word '' */
#define SC_FACET_DATE "date"     /* its date: what since and until ask */
#define SC_FACET_BEGAN "began"   /* when it began: what as_of asks */
#define SC_FACET_ENDED "ended"   /* when it was over: what as_of asks */
#define SC_FACET_STATUS "status" /* stored: who asks for it gets that of today (shift.h) */
#define SC_FACET_MOST "most"     /* the places with the most partnerships, each by "212 SLUG" */
#define SC_FACET_MANY "many"     /* places by the least number of partnerships: "4", "8", … "64" */

#define SC_FACET_INITIAL "initial" /* what its sort name begins with; ' ' where there is none */

#define SC_FACET_PREFIX "prefix " /* and a length: how many keys of places begin */

#define SC_TWICE " twice"
#define SC_BY_DECADE " by decade"
#define SC_BY_MONTH " by month"

#define SC_PLACES_MOST 20

/** The words of SC_FACET_MANY are these numbers and the powers of two between them. */
#define SC_MANY_LEAST 4
#define SC_MANY_GREATEST 64

typedef struct sc_facet_t {
    const char *name;
    const char *from; /* tables */
    const char *id;   /* expressions on them; an item without the word has no row, or NULL */
    const char *word;
    const char *date; /* the date itself; NULL: the facet is no date */
    int is_ranking;   /* who has the word depends on all items */
    int least;        /* words of fewer items need not be kept, and only kept ones can be asked */
} sc_facet_t;

/** The facets of a collection. */
typedef struct sc_faceted_t {
    const sc_entity_t *entity;
    const sc_facet_t *own;
    int count;
    const char *const *inherited; /* names of facets of its partnership; NULL ends. NULL: none */
} sc_faceted_t;

/** @return NULL for a collection without facets */
const sc_faceted_t *sc_faceted_of(const sc_entity_t *entity);

/** All collections with facets. @param i from 0 @return NULL behind the last */
const sc_faceted_t *sc_faceted_at(int i);

/** The i-th facet of the collection, own ones first. @return NULL behind the last */
const sc_facet_t *sc_facet_at(const sc_faceted_t *faceted, int i);

/** The facet of this name. @return NULL if the collection has none */
const sc_facet_t *sc_facet_named(const sc_faceted_t *faceted, const char *name);

/** A table expression `x` with the columns `id`, `word` and, of dates, `date`. */
const char *sc_facet_source(const sc_faceted_t *faceted, const sc_facet_t *facet, apr_pool_t *pool);
