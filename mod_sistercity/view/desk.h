/**
 * How the registry stands, and what somebody should do: findings of the check, and what
 * falls due.
 */
#pragma once

#include "model/problem.h"
#include "view/dossier.h"

typedef struct sc_desk_count_t {
    const sc_entity_t *entity;
    apr_int64_t number;
} sc_desk_count_t;

/** How much of a collection is told, and in which languages. */
typedef struct sc_told_t {
    const sc_entity_t *entity;
    apr_int64_t total; /* items that say something, not 0 */
    apr_hash_t *in;    /* tag -> apr_int64_t *: how many of them have texts in the language */
} sc_told_t;

/** One finding about a stored item. */
typedef struct sc_check_t {
    const sc_entity_t *entity;
    apr_int64_t id;
    const char *slug;
    sc_problem_t problem;     /* codes: one_sided, claim_differs, duplicate, impossible_date,
                                 no_source, place_ceased, term_lapsed, sources_disagree,
                                 contact_expired, step_order, status_differs,
                                 not_searchable */
    const void *record;       /* the item, or NULL: it was not read */
    const sc_entity_t *other; /* of the item that the problem names by its address as {other} or
                                 {slug}; NULL: the same */
} sc_check_t;

/** The slug of that other item; NULL if there is none. */
const char *sc_check_other(const sc_check_t *check);

/** Something that falls due. */
typedef struct sc_due_t {
    const char *kind;     /* "anniversary", "term", "silent"; planned: "begins", "ends", "step",
                             "agreement", "joins", "leaves", "activity"; "task": to be
                             done for a visit, or overdue */
    const char *date;     /* EDTF: when; for a silent partnership its last sign of life, or NULL */
    int years;            /* anniversary: how many; else 0 */
    apr_int64_t id;       /* the partnership's */
    const char *detail;   /* of a step its word, of an agreement its kind, of an activity its title,
                             of a party its name, of a task what is to be done; else NULL */
    const char *activity; /* task: slug of the activity; else NULL */
    const sc_partnership_t *partnership; /* or NULL: it was not read */
} sc_due_t;

/** Of each kind the first ones, and how many there are. Arrays may be NULL where nobody asked. */
typedef struct sc_desk_t {
    apr_array_header_t *counts; /* of sc_desk_count_t */
    apr_array_header_t *told;   /* of sc_told_t */
    apr_array_header_t *checks; /* of sc_check_t */
    apr_int64_t check_total;
    const char *place;        /* slug: dues and silence of its partnerships; NULL: of all */
    const char *until;        /* the day up to which anniversaries and terms are looked for */
    apr_array_header_t *dues; /* of sc_due_t: anniversaries and ends of terms, by date */
    apr_int64_t due_total;
    apr_array_header_t *silent; /* of sc_due_t: the longest silent ones first; then those of which
                                   nothing is on record, by name */
    apr_int64_t silent_total;
    apr_array_header_t *searches; /* of sc_seeking_t *: searches for a partner that end by `until`
                                     or have ended, by day; NULL where nobody asked */
    apr_array_header_t *memberships; /* of sc_membership_t *: places that join or leave a network by
                                        `until`, by day; NULL where nobody asked */
    apr_hash_t *networks;            /* slug -> sc_network_t *: those of the memberships */
    apr_hash_t *others;              /* "COLLECTION/SLUG" -> record: those that checks name */
} sc_desk_t;
