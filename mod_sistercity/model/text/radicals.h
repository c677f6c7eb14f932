/**
 * Chinese characters that came out of a PDF as the radicals that look like them.
 *
 * Fonts draw a radical and the ideograph that it is alike by one glyph. Browsers that print write
 * the radical as that glyph's character, so that what is copied from their PDF has U+2F47 for 日 in
 * a city's name: the same to every reader, another to every comparison. Unicode's compatibility
 * forms undo a part of this only.
 */
#pragma once

#include <apr_pools.h>

/** The text with ideographs in the place of radicals; as many bytes. The same pointer if it has
 * none. @param text well-formed UTF-8 */
const char *sc_radicals_read(const char *text, apr_pool_t *pool);
