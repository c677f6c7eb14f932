/**
 * The partnerships that run for a fixed term.
 *
 * Private to store/load.
 */
#pragma once

#include "store/db/db.h"
#include "view/derive.h"

/** A partnership that is not over and whose last term has an end. */
typedef struct sc_fixed_term_t {
    apr_int64_t id;
    const char *slug;
    int is_active;     /* its status says so */
    const char *until; /* EDTF */
} sc_fixed_term_t;

/** All of them in order of id, of sc_fixed_term_t. */
apr_status_t sc_terms_read(sc_db_t *db, apr_pool_t *pool, apr_array_header_t **terms);
