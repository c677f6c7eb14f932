/**
 * Two items on record that are one: two places, or two partnerships.
 *
 * The one that is kept takes over what it lacks, and all that refers to the other; the other's
 * address leads to it from then on. The history has one change of the action "merge", with what
 * follows from it as its batch: undone as one.
 */
#pragma once

#include "store/edit/edit.h"
#include "view/merge.h"

/** What is asked. */
typedef struct sc_merge_order_t {
    const sc_entity_t *entity;               /* sc_place or sc_partnership */
    const char *kept, *other;                /* slugs */
    apr_int64_t kept_version, other_version; /* as they were read */
    const apr_array_header_t *take; /* of const char *: fields that both say differently and whose
                                       value is to be the other's; or NULL */
    int doubles; /* partnerships that are the same two places' in the end are merged, too: what the
                    kept place's says stays */
} sc_merge_order_t;

/** Whether items of the entity can be merged. */
int sc_merge_is_for(const sc_entity_t *entity);

/**
 * What a merge would come to, with nothing changed, and what stands in its way: APR_EBUSY with
 * problems. APR_ENOENT: one of them is not on record. @param merge complete unless APR_ENOENT
 */
apr_status_t sc_merge_look(sc_db_t *db, apr_pool_t *pool, const sc_merge_order_t *order,
                           sc_problems_t *problems, sc_merge_t **merge);

/**
 * Merges. For editors whose changes are not reviewed: else APR_EACCES with a problem.
 * @return APR_SUCCESS; APR_ENOENT with a problem: one of them is gone; APR_EBUSY with problems:
 * somebody else changed one of them meanwhile (out->current), or the merge cannot be: it would make
 * a place its own partner, or a predecessor of itself, or the partnerships join different places;
 * APR_EINVAL with problems: what it would come to is not valid
 */
apr_status_t sc_edit_merge(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                           const sc_merge_order_t *order, sc_problems_t *problems, sc_edit_t *out);
