/**
 * @file html.h
 * @brief The only way in which text gets into HTML: escaped for the place where it stands.
 */
#ifndef SC_PRESENT_WRITE_HTML_H
#define SC_PRESENT_WRITE_HTML_H

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

/* HTML for %r, from the view's pool; NULL for NULL. */

const char *sc_text_html(const sc_view_t *view, const char *text);
const char *sc_link_html(const sc_view_t *view, const char *address, const char *text);

/** Text in a language of its own: `<span lang="ja">平塚市</span>`, with dir where it differs from
 * the page's; just the text where lang is NULL. */
const char *sc_lang_html(const sc_view_t *view, sc_lang_text_t text);

/** `<time datetime="1955-12">December 1955</time>`; EDTF that HTML cannot say gets no <time>. */
const char *sc_date_html(const sc_view_t *view, const char *edtf);

/** The same as it stands in a sentence. */
const char *sc_date_in_text_html(const sc_view_t *view, const char *edtf);

/** A span of dates as the language writes it, in <time> where it is one date. */
const char *sc_span_html(const sc_view_t *view, const char *from, const char *until);

/** A sentence in which a date stands, at {date}. */
const char *sc_dated_html(const sc_view_t *view, const char *text, const char *edtf);

/** CommonMark as HTML, cmark's safe mode: no raw HTML, no javascript: addresses. Images become
 * links, so that a page asks nothing of other sites. The highest heading in it becomes one of level
 * @a heading + 1, the others follow. */
void sc_html_markdown(sc_buffer_t *out, const sc_view_t *view, const char *text, int heading);

#endif
