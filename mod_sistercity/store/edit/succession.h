/**
 * A place that is no more, or not under its name: renamed, merged into another, or split; or
 * that goes on while a part of it becomes a place of its own.
 *
 * It keeps its page, which tells what came after it and when. What becomes of each of its
 * partnerships somebody says; what nobody has said a check asks for.
 */
#pragma once

#include "store/edit/edit.h"

/** What becomes of a partnership. */
typedef enum {
    SC_TIE_STAYS,  /* it stays as it is on record */
    SC_TIE_PASSES, /* the successor is a party in the place of the old one, from the day on */
    SC_TIE_ENDS    /* it ends on the day */
} sc_tie_fate_e;

typedef struct sc_passed_tie_t {
    const char *partnership; /* slug */
    sc_tie_fate_e fate;
    const char *successor; /* PASSES: slug of the place; else NULL */
} sc_passed_tie_t;

/** The kind of succession after which the place goes on: the others are what can have ended it. */
#define SC_SPLIT_OFF "split_off"

typedef struct sc_succession_t {
    const char *place; /* slug */
    apr_int64_t version;
    const char *kind;                     /* word of sc_place_ends, or SC_SPLIT_OFF */
    const char *date;                     /* EDTF */
    const apr_array_header_t *successors; /* of const char *: slugs, one or more */
    const apr_array_header_t *ties;       /* of sc_passed_tie_t; what is not named stays */
} sc_succession_t;

/** The partnerships of a place that are not over and that it has not left, at most @a most of them;
 * of sc_partnership_t *. */
apr_status_t sc_succession_ties(sc_db_t *db, apr_pool_t *pool, const sc_place_t *place, int most,
                                apr_array_header_t **partnerships);

/** How many they are. */
apr_status_t sc_succession_count(sc_db_t *db, apr_pool_t *pool, const sc_place_t *place,
                                 apr_int64_t *count);

/** What of it cannot be, as problems of the fields kind, date and successor. */
apr_status_t sc_succession_check(sc_db_t *db, apr_pool_t *pool, const sc_succession_t *succession,
                                 sc_problems_t *problems);

/**
 * Records it, as one change that is undone as one: the place's end, that the successors came after
 * it (and began then, where that is not on record and they are new by it), and what becomes of its
 * partnerships: those that pass get a step of the word "passed_on", the old place as a party that
 * left and the new one as a party that joined; those that end a step "terminated". For editors
 * whose changes are not reviewed: else APR_EACCES with a problem.
 * @return APR_SUCCESS; APR_EINVAL with problems; APR_ENOENT: the place is gone; APR_EBUSY: somebody
 * else changed it meanwhile (out->current)
 */
apr_status_t sc_edit_succeed(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                             const sc_succession_t *succession, sc_problems_t *problems,
                             sc_edit_t *out);
