/**
 * Two items that are one: what the one that is kept says in the end, field by field.
 */
#pragma once

#include "view/desk.h"

/** What becomes of a field. */
typedef enum {
    SC_MERGE_STAYS,   /* both say the same, or only the kept item says anything */
    SC_MERGE_TAKEN,   /* only the other one says anything */
    SC_MERGE_JOINED,  /* lists: what only the other one has comes to the kept one's */
    SC_MERGE_CONFLICT /* both say different things: somebody chooses */
} sc_merge_fate_e;

/** A partnership of either place with the same third place, of one type: each pair is one
 * partnership on record twice once the places are one. */
typedef struct sc_merge_double_t {
    const char *kept, *other; /* slugs of partnerships */
} sc_merge_double_t;

/** How many of those are looked for. */
enum { SC_MERGE_DOUBLES = 100 };

/** Two items as they are stored, and what a merge makes of them. */
typedef struct sc_merge_t {
    void *kept, *other;        /* records of one entity: places or partnerships */
    void *after;               /* the kept one as it is to be */
    apr_array_header_t *moved; /* of sc_desk_count_t: what refers to the other one and comes to the
                                  kept one, none of them 0 */
    apr_array_header_t *doubles; /* of sc_merge_double_t */
} sc_merge_t;

/** The field that another one goes with, such as population of population_year: what is said of it
 * holds for both. */
const sc_field_t *sc_merge_lead(const sc_entity_t *entity, const sc_field_t *field);

/** What becomes of the field. An address name always stays. */
sc_merge_fate_e sc_merge_fate(const sc_field_t *field, const void *kept, const void *other);

/**
 * The kept item as it is to be, a record of its own. The name of a place that is not taken is kept
 * among its names, in no language, so that it is found.
 * @param take of const char *: the names of fields in conflict whose value is the other's; or NULL
 */
void *sc_merge_of(const void *kept, const void *other, const apr_array_header_t *take,
                  apr_pool_t *pool);
