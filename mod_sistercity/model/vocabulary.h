/**
 * The closed lists of words that fields of type WORD and WORDS take.
 *
 * The words are stored, exported and accepted as they stand here; the labels are message ids whose
 * context is the vocabulary's name. The lists come from DOMAIN.md ("Words", "What is recorded",
 * "Fields of exchange", "Lifecycle").
 */
#pragma once

#include "model/field.h"

typedef struct sc_word_t {
    const char *word;
    const char *label; /* message id, lower case unless a proper name */
} sc_word_t;

struct sc_vocabulary_t {
    const char *name; /* message context */
    const sc_word_t *words;
    int count;
};

extern const sc_vocabulary_t sc_levels;            /* of a place */
extern const sc_vocabulary_t sc_place_ends;        /* how a place ceased to exist */
extern const sc_vocabulary_t sc_regions;           /* of the world, for the filter */
extern const sc_vocabulary_t sc_name_kinds;        /* of a place's name */
extern const sc_vocabulary_t sc_partnership_types; /* of a partnership */
extern const sc_vocabulary_t sc_statuses;          /* of a partnership, today */
extern const sc_vocabulary_t sc_scopes;            /* of a partnership */
extern const sc_vocabulary_t sc_exchange_fields;   /* of partnerships and activities */
extern const sc_vocabulary_t sc_agreement_kinds;   /* of an agreement */
extern const sc_vocabulary_t sc_signing_modes;     /* of an agreement */
extern const sc_vocabulary_t sc_signatory_roles;   /* of a signatory */
extern const sc_vocabulary_t sc_approval_results;  /* of an approval */
extern const sc_vocabulary_t sc_step_words;     /* of a step: statuses and the steps of forming */
extern const sc_vocabulary_t sc_events;         /* of a timeline */
extern const sc_vocabulary_t sc_exchange_sorts; /* of partnerships, in statistics */
extern const sc_vocabulary_t sc_charts;         /* of statistics */
extern const sc_vocabulary_t sc_directions;     /* of an activity */
extern const sc_vocabulary_t sc_activity_forms; /* of an activity */
extern const sc_vocabulary_t sc_organization_kinds; /* of an organization */
extern const sc_vocabulary_t sc_office_kinds;       /* of a person's office */
extern const sc_vocabulary_t sc_network_kinds;      /* of a network */
extern const sc_vocabulary_t sc_term_usages;        /* of a term */
extern const sc_vocabulary_t sc_template_kinds;     /* of a template */
extern const sc_vocabulary_t sc_condition_answers;  /* of a condition of CLAIR, for the filters */

/** Of sc_exchange_fields, with a comma between: what CLAIR asks Japan's local governments for. */
#define SC_EXCHANGE_OF_CLAIR "education,administration"

/** The position of the word in the vocabulary, or -1. Words are compared byte by byte. */
int sc_vocabulary_find(const sc_vocabulary_t *vocabulary, const char *word);

/** The label of a word; NULL if the vocabulary does not have it. */
const char *sc_vocabulary_label(const sc_vocabulary_t *vocabulary, const char *word);

/** All words joined by ", ", for messages. */
const char *sc_vocabulary_list(const sc_vocabulary_t *vocabulary, apr_pool_t *pool);
