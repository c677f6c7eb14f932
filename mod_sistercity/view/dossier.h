/**
 * What a page is made of: items with all that belongs to them, as the store fills it and the
 * presentation shows it.
 *
 * Arrays hold pointers to records (SC_AT), and are never NULL here: nothing is an empty array.
 * What is told of one item begins with the pointer to it.
 * Everything lives in the pool that was given to the loader.
 */
#pragma once

#include "model/entity.h"
#include "model/query.h"

#include <apr_hash.h>

/** The state of the registry as a whole; a response is valid for one of these. */
typedef struct sc_state_t {
    apr_int64_t revision; /* grows with every stored change */
    int schema;           /* version of the database's schema */
    const char *modified; /* UTC, "2026-11-22T03:31:00Z": time of the last change */
} sc_state_t;

/** A letter of the alphabet, and the page that begins with it. */
typedef struct sc_page_letter_t {
    const char *capital;
    const char *token; /* for sc_query_t.after */
} sc_page_letter_t;

/** One page of a collection. */
typedef struct sc_list_t sc_list_t;

/** What a page about the partnerships with one country tells besides them. */
typedef struct sc_country_ties_t {
    apr_int64_t in_force;  /* today */
    apr_int64_t countries; /* of their parties, that country among them */
    apr_int64_t dated;     /* known to have begun */
    sc_list_t *oldest;     /* those of them that may be the oldest, the first few */
    sc_list_t *activities; /* sc_activity_t *, begun, newest first, a few */
    sc_list_t *agreements; /* sc_agreement_t *, signed, newest first, a few */
} sc_country_ties_t;

struct sc_list_t {
    const sc_entity_t *entity; /* NULL: of several */
    apr_array_header_t *items;
    const apr_array_header_t *ids; /* of apr_int64_t: of the items */
    apr_int64_t total;             /* of all pages, exact */
    const sc_place_t *place;       /* whose they are, where the address says so; or NULL */
    apr_int64_t before;            /* how many of them come before this page; -1: not counted */
    apr_array_header_t *letters;   /* of sc_page_letter_t: of a long list by name; else NULL */
    const char *next;              /* token for sc_query_t.after, or NULL */
    const char *previous;          /* likewise */
    int is_continued;              /* what is before it is written already, the headings too */
    apr_hash_t *partnerships;      /* slug -> sc_partnership_t *: those that the items belong to */
    apr_hash_t *networks;          /* slug -> sc_network_t *: likewise */
    apr_hash_t *persons;           /* slug -> sc_person_t *: likewise */
    apr_hash_t *labels; /* slug -> sc_label_t *: every place that anything above refers to */
    apr_array_header_t *agreements; /* partnerships only: sc_agreement_t * of those that run for a
                                       fixed term, oldest first; else NULL */
    apr_hash_t *counts;      /* slug -> apr_int64_t *: a place's partnerships on record, a network's
                                members today */
    sc_country_ties_t *ties; /* of partnerships with one country, on its page; else NULL */
};

/** One page of a collection, of what belongs to a place. */
typedef struct sc_place_list_t {
    sc_place_t *place;
    sc_list_t *list;
} sc_place_list_t;

/** How many activities a page about much else shows. */
enum { SC_RECENT_ACTIVITIES = 5 };

/** How many persons a page about a place shows. */
enum { SC_PERSONS_SHOWN = 20 };

/** That one place came after another. */
typedef struct sc_passage_t {
    const char *predecessor, *successor; /* slugs */
    const char *kind; /* what ended the predecessor (word of sc_place_ends), "split_off" where it
                         goes on, or NULL: not known */
    const char *date; /* EDTF, or NULL */
} sc_passage_t;

/** A place with what it takes part in. */
typedef struct sc_place_dossier_t {
    sc_place_t *place;
    apr_array_header_t *successors;    /* of const char *: slugs of places that succeeded it */
    apr_array_header_t *passages;      /* of sc_passage_t: to it and from it, the earliest first */
    apr_array_header_t *partnerships;  /* sc_partnership_t *, every status */
    apr_array_header_t *agreements;    /* sc_agreement_t * of those partnerships, oldest first */
    apr_array_header_t *steps;         /* sc_step_t * of those partnerships, oldest first */
    apr_array_header_t *activities;    /* sc_activity_t * of those partnerships, newest first */
    apr_int64_t activity_total;        /* how many there are: activities may be the newest few */
    apr_array_header_t *gifts;         /* sc_gift_t * of those partnerships, newest first */
    apr_array_header_t *organizations; /* sc_organization_t * of the place */
    apr_array_header_t *sources;       /* sc_source_t * about the place */
    apr_array_header_t *claims;        /* sc_claim_t * by the place */
    apr_array_header_t *claimed_by;    /* sc_claim_t * by others, about the place */
    apr_array_header_t *memberships;   /* sc_membership_t * of the place, oldest first */
    apr_array_header_t
        *stories; /* sc_story_t * about it or its partnerships, a few, newest first */
    apr_array_header_t *persons; /* sc_person_t * with an office of it, the latest first */
    apr_array_header_t *awards;  /* sc_award_t * given to it or its partnerships, newest first */
    apr_hash_t *networks;        /* slug -> sc_network_t *: those of its memberships */
    apr_hash_t *labels;
} sc_place_dossier_t;

/** A partnership with all that belongs to it. Dated arrays are oldest first. */
typedef struct sc_partnership_dossier_t {
    sc_partnership_t *partnership;
    apr_array_header_t *agreements;    /* sc_agreement_t * */
    apr_array_header_t *approvals;     /* sc_approval_t * */
    apr_array_header_t *steps;         /* sc_step_t * */
    apr_array_header_t *activities;    /* sc_activity_t * */
    apr_array_header_t *gifts;         /* sc_gift_t * */
    apr_array_header_t *sources;       /* sc_source_t * about the partnership */
    apr_array_header_t *claims;        /* sc_claim_t *: by one party, about another */
    apr_array_header_t *organizations; /* sc_organization_t *: those its activities name */
    apr_array_header_t *stories;       /* sc_story_t * about it, newest first */
    apr_array_header_t *persons;       /* sc_person_t * with an office of it, or who signed */
    apr_array_header_t *awards;        /* sc_award_t * given to it, newest first */
    apr_hash_t *labels;
} sc_partnership_dossier_t;

/** An item of any other collection with its partnership; a template with the one that it is filled
 * in for. */
typedef struct sc_item_dossier_t {
    void *item;
    sc_partnership_t *partnership;     /* the one it belongs to, or NULL */
    apr_array_header_t *organizations; /* sc_organization_t * that the item names */
    apr_array_header_t *hosts;         /* sc_organization_t * that receive guests, or NULL */
    apr_hash_t *labels;
    apr_array_header_t *partnerships; /* sc_partnership_t * that a story is about, or a person has
                                         to do with, or NULL */
    apr_array_header_t *activities;   /* sc_activity_t *, likewise */
    apr_array_header_t *agreements;   /* sc_agreement_t * that a person signed, or NULL */
    apr_array_header_t *awards;       /* sc_award_t * that a person received, or NULL */
} sc_item_dossier_t;

/** A network with those who are its members today. */
typedef struct sc_network_dossier_t {
    sc_network_t *network;
    sc_partnership_t *partnership; /* that it acts by, or NULL */
    sc_list_t *members;            /* of sc_membership_t *, the first of them */
    apr_hash_t *labels;
} sc_network_dossier_t;

/** The registry as a whole. */
typedef struct sc_overview_t {
    sc_place_dossier_t *home; /* the home municipality, or NULL for an association's registry */
    apr_int64_t places, partnerships, agreements, activities; /* how many are on record */
    apr_int64_t in_force;                                     /* partnerships, today */
    apr_int64_t countries;                     /* countries that have a partnership */
    apr_array_header_t *recent_activities;     /* sc_activity_t *, begun, newest first, a few */
    apr_array_header_t *planned_activities;    /* sc_activity_t *, to come, the next first, a few */
    apr_array_header_t *recent_agreements;     /* sc_agreement_t *, signed, newest first, a few */
    apr_array_header_t *oldest_partnerships;   /* sc_partnership_t *, oldest first, a few */
    apr_array_header_t *recent_stories;        /* sc_story_t *, newest first, a few */
    int has_guide, has_templates, has_stories; /* whether any is on record */
    apr_hash_t *partnerships_by_slug;          /* those that the items above belong to */
    apr_hash_t *labels;
} sc_overview_t;
