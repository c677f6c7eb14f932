/**
 * @file item_slug.h
 * @brief The address names that new items get when nobody has given them one.
 */
#ifndef SC_STORE_ITEM_SLUG_H
#define SC_STORE_ITEM_SLUG_H

#include "model/entity.h"

/**
 * An address name made of what tells the item from others of its kind; the same as an import gives
 * it. Whether it is free is not looked at.
 * @param number 1 for the plain one; from 2 on it stands behind it
 * @return NULL if the record does not say enough yet
 */
const char *sc_item_slug(const void *record, int number, apr_pool_t *pool);

/** The address name with a number behind it, not longer than one may be. */
const char *sc_item_slug_numbered(const char *slug, int number, apr_pool_t *pool);

#endif
