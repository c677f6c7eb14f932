/**
 * @file language_tag.h
 * @brief Language tags.
 */
#ifndef SC_MODEL_LANGUAGE_TAG_H
#define SC_MODEL_LANGUAGE_TAG_H

/** Greatest length of a tag; RFC 5646, section 4.4.1, asks for at least this. */
#define SC_LANGUAGE_TAG_LIMIT 35

/**
 * Checks that the text is a well-formed tag (the langtag of RFC 5646, section 2.1) and writes its
 * conventional case (section 2.1.1): zh-Hant-TW. Not accepted, as no tag in use needs them: the
 * irregular tags of old (i-default), tags of private use alone (x-…), and languages of four to
 * eight letters, of which none was ever registered; `english` is a mistake, not a tag.
 * @return 1 or 0
 */
int sc_language_tag_read(const char *text, char canonical[SC_LANGUAGE_TAG_LIMIT + 1]);

#endif
