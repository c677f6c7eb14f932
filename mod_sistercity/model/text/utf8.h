/**
 * Texts as bytes: whether they are sound, how long they are, where they begin and end.
 */
#pragma once

#include <apr_pools.h>
#include <apr_tables.h>

/** Whether the bytes are well-formed UTF-8 (RFC 3629) without NUL, without the C0 and C1 controls
 * except TAB, LF and CR, without overrides of the reading direction (U+202D and U+202E), and
 * without U+FFFE and U+FFFF, which XML cannot carry. */
int sc_utf8_is_clean(const char *bytes, apr_size_t length);

/** The code point at the beginning of well-formed UTF-8. @param length of it in bytes */
unsigned sc_utf8_point(const char *text, int *length);

/** The number of code points of well-formed UTF-8. */
apr_size_t sc_utf8_length(const char *text);

/** The bytes that the first @a count code points of well-formed UTF-8 take, or all if it has fewer.
 */
apr_size_t sc_utf8_prefix(const char *text, apr_size_t count);

/**
 * The text without the white space around it: ASCII's, Unicode's White_Space characters (among them
 * the no-break and the ideographic space) and the byte order mark. The bytes need not be
 * well-formed.
 * @param length of the text, made smaller
 * @return where it begins
 */
const char *sc_utf8_trim(const char *text, apr_size_t *length);

/** The text with a character put before each of the special ones: 'it''s' or a\|b. The same pointer
 * if it has none of them. */
const char *sc_utf8_escape(const char *text, const char *special, char before, apr_pool_t *pool);

/** Whether the text has more than one line: LF, CR, U+2028 or U+2029 in it. */
int sc_utf8_has_lines(const char *text);

/** Sorts texts (of const char *) by their bytes. */
void sc_utf8_sort(apr_array_header_t *texts);
