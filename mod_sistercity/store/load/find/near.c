#include "store/load/load.h"

#include "language/collate.h"
#include "store/load/find/suggest.h"

#include <string.h>

/* Shorter names differ from others by one letter anyway. */
#define NEAR_LEAST 6

static int is_known(const apr_array_header_t *places, const sc_place_t *place)
{
    for (int i = 0; i < places->nelts; i++) {
        if (SC_AT(places, i, sc_place_t)->record.id == place->record.id) {
            return 1;
        }
    }
    return 0;
}

apr_status_t sc_load_near(sc_db_t *db, apr_pool_t *pool, const sc_place_t *place,
                          apr_array_header_t **places)
{
    const char *name = place->name ? sc_fold(place->name, pool) : "";
    apr_array_header_t *near;

    SC_TRY(sc_load_alike(db, pool, place, places));
    if (!place->country || strlen(name) < NEAR_LEAST) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_suggest(db, pool, &sc_place, place->name, &near));
    SC_EACH(const sc_place_t, other, near) {
        if (other->record.id != place->record.id && other->country &&
            *sc_fold(other->name, pool) == *name && sc_load_may_be_one(place, other) &&
            !is_known(*places, other)) {
            APR_ARRAY_PUSH(*places, const sc_place_t *) = other;
        }
    }
    return APR_SUCCESS;
}
