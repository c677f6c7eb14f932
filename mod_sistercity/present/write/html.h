/**
 * The only way in which text gets into HTML: escaped for the place where it stands.
 */
#pragma once

#include "present/write/view.h"

/**
 * Writes a template. Its letters say what is put in:
 * - %t  const char *  text, escaped for an element's content or a double-quoted attribute
 * - %u  const char *  an address in a double-quoted attribute: escaped, and "#" unless it is
 *                     relative, http, https or mailto
 * - %d  int           digits
 * - %l  apr_int64_t   digits
 * - %h  int           a heading's level, kept within 1 to 6
 * - %r  const char *  HTML that a function of this room has made, as it is
 * - %%                a percent sign
 *
 * NULL is written as nothing.
 */
void sc_html(sc_buffer_t *out, const char *template, ...);

/** Between facts in one line. A narrow line breaks after it, none begins with it. */
#define SC_DOT "\u00a0· "

/** The same as a text of its own, for sc_html_fill() and %r. */
const char *sc_html_make(apr_pool_t *pool, const char *template, ...);
#define sc_htmlf(view, ...) sc_html_make((view)->pool, __VA_ARGS__)

/**
 * Writes a sentence in which HTML stands: the text is escaped, then its {name} placeholders are
 * filled with HTML. Translators can so move a link within their sentence.
 * @param text from sc_text() or sc_text_n(), with placeholders that those did not fill
 * @param ... name, HTML, name, HTML, …, NULL
 */
void sc_html_fill(sc_buffer_t *out, const char *text, ...) __attribute__((sentinel));

/* HTML for %r, from the view's pool; NULL for NULL. What runs against the page's direction stands
 * in <bdi>, so that it does not take a neighbor's full stop or number with it. */

const char *sc_text_html(const sc_view_t *view, const char *text);
const char *sc_link_html(const sc_view_t *view, const char *address, const char *text);

/** Text in a language of its own: `<span lang="ja">平塚市</span>`, with dir where it differs from
 * the page's; just the text where lang is NULL. */
const char *sc_lang_html(const sc_view_t *view, sc_lang_text_t text);

/** `<time datetime="1955-12">December 1955</time>`; EDTF that HTML cannot say gets no <time>. */
const char *sc_date_html(const sc_view_t *view, const char *edtf);

/** A span of dates as the language writes it, in <time> where it is one date. */
const char *sc_span_html(const sc_view_t *view, const char *from, const char *until);

/** A sentence in which a date stands, at {date}, {date_since} or {date_until}. Other placeholders
 * stay. */
const char *sc_dated_html(const sc_view_t *view, const char *text, const char *edtf);

/** CommonMark as HTML, cmark's safe mode: no raw HTML, no javascript: addresses. Images become
 * links, so that a page asks nothing of other sites. The highest heading in it becomes one of level
 * @a heading + 1, the others follow. */
void sc_html_markdown(sc_buffer_t *out, const sc_view_t *view, const char *text, int heading);

/* markdown.c, too: texts that stand in several languages. A reader gets the own one, else the
 * site's, else the first. */

/** Of a record's field `texts`, if its items are texts (sc_is_texts()), the one that the reader
 * gets: a record with the fields `lang`, `title` and `text`; else NULL. */
const void *sc_version_of(const sc_view_t *view, const void *record);

/** What a record says in a field: in the reader's language, if one of its `texts` has it; else in
 * its own. The language is not NULL where it is not the reader's: the site's first, which is what
 * whoever wrote it is taken to have written in, where there are `texts` or could be. */
sc_lang_text_t sc_version_text(const sc_view_t *view, const void *record, const char *field);

/** Such a field in Markdown, in a division of its own; nothing if it is not set. */
void sc_version_field(sc_buffer_t *out, const sc_view_t *view, const void *record,
                      const char *field, int depth);

/** The one in exactly this language, or NULL. */
const void *sc_version_in(const void *record, const char *lang);

/** The language if it is not the reader's, so that it is to be marked; else NULL. */
const char *sc_version_foreign(const sc_view_t *view, const char *lang);

/** Opens a division for what stands in the version's language, and closes it. */
void sc_version_open(sc_buffer_t *out, const sc_view_t *view, const void *version,
                     const char *class);
void sc_version_close(sc_buffer_t *out);

/** The version's text, below its heading. */
void sc_version_prose(sc_buffer_t *out, const sc_view_t *view, const void *version, int depth);

/** The tags of the languages that the site offers and that the record's texts lack, of const char
 * *. */
apr_array_header_t *sc_version_missing(const sc_view_t *view, const void *record);

/** The content with one more class in each of its links. */
sc_buffer_t *sc_html_with_link_class(const sc_buffer_t *content, const char *link_class);
