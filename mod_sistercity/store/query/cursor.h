/**
 * A place between two rows of an ordered list, and the opaque token that stands for it.
 *
 * A cursor names the row beside it by that row's order key and id, not by a count, so that it
 * stays where it is when rows are inserted or removed before it. A token carries a checksum over
 * everything that it is valid for (collection, order and its direction): it is no secret and
 * protects nothing, as the values in it are only ever bound, but it tells a damaged token, or one
 * of another list, from a good one.
 */
#pragma once

#include "model/field.h"

typedef struct sc_cursor_t {
    int is_backward; /* the page ends before the row, instead of beginning after it */
    apr_int64_t id;  /* of the row; not below 0 */
    const char *key; /* its order key as text, never NULL */
    apr_int64_t
        place; /* how many rows of the list came before the place when the token was made, so
                  that a reader is told where in the list a page is; -1 if nobody counted */
} sc_cursor_t;

/** Which list a cursor belongs to. */
typedef struct sc_ordering_t {
    const sc_entity_t *entity;
    const char *order;
    int descends;
} sc_ordering_t;

/** The token: characters of base64url. */
const char *sc_cursor_token(const sc_cursor_t *cursor, const sc_ordering_t *ordering,
                            apr_pool_t *pool);

/** Reads a token. @return 1, or 0 if the token was not made for this ordering. */
int sc_cursor_read(sc_cursor_t *cursor, const sc_ordering_t *ordering, const char *token,
                   apr_pool_t *pool);
