/**
 * @file trait.h
 * @brief What items are filtered by: traits, each with a word or several, and the SQL that tells
 * who has which.
 *
 * Private to store. Items of a partnership have its traits, too. A date is a trait by its first
 * four characters, a year, a decade or a century ('' where there is none); others, named as below,
 * are its first seven, which tell the month, too, and its first three and two.
 */
#ifndef SC_STORE_TRAIT_H
#define SC_STORE_TRAIT_H

#include "model/entity.h"

#define SC_TRAIT_BEGAN "began"     /* when it began: what as_of asks */
#define SC_TRAIT_ENDED "ended"     /* when it was over: what as_of asks */
#define SC_TRAIT_DATE "date"       /* its date: what since and until ask */
#define SC_TRAIT_NAME "name"       /* the first three characters of what it is sorted by */
#define SC_TRAIT_LETTERS "letters" /* the first two of them */
#define SC_TRAIT_LETTER "letter"   /* the first one */

/** What the names of a date's other traits end in. */
#define SC_TRAIT_BY_MONTH " by month"
#define SC_TRAIT_BY_DECADE " by decade"
#define SC_TRAIT_BY_CENTURY " by century"

typedef struct sc_trait_t {
    const char *name;
    const char *from; /* tables, of which `x` has the item's id */
    const char *id;   /* expressions */
    const char *word;
    /* Of traits that are dates, NULL of others: the date itself, and a condition with two `?`, days
     * as store/db/date_sql.h has them: whether it can mean one from the first to the second. */
    const char *date;
    const char *is_in_days;
    int has_index; /* whether an index stands on the date */
    /* Of traits that are beginnings of dates and names. */
    int length;        /* so many characters; shorter words are the whole of it. 0: no beginnings */
    const char *finer; /* the trait of longer ones that lists are read by; NULL: none */
    const char *whole; /* the trait of longer ones that this is made of, an earlier one of the
                          collection; NULL: the items' own */
} sc_trait_t;

/** The traits of a collection. */
typedef struct sc_traits_t {
    const sc_entity_t *entity;
    const sc_trait_t *own;
    int count;
    const char *const *inherited; /* names of traits of its partnership; NULL ends. NULL: none */
} sc_traits_t;

/** @return NULL for a collection without traits */
const sc_traits_t *sc_traits_of(const sc_entity_t *entity);

/** All collections that have traits, those first from which others inherit. @param i from 0
 * @return NULL behind the last */
const sc_traits_t *sc_traits_at(int i);

/** The collection's own trait, or NULL. */
const sc_trait_t *sc_trait_own(const sc_traits_t *traits, const char *name);

/** Whether the collection inherits the trait of this name. */
int sc_trait_is_inherited(const sc_traits_t *traits, const char *name);

#endif
