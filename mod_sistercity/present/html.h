/**
 * @file html.h
 * @brief The only way in which text gets into HTML: escaped for the place where it stands.
 */
#ifndef SC_PRESENT_HTML_H
#define SC_PRESENT_HTML_H

#include "present/view.h"

/**
 * Writes a template. Its letters say what is put in:
 *   %t  const char *  text, escaped for an element's content or a double-quoted attribute
 *   %u  const char *  an address in a double-quoted attribute: escaped, and dropped to "#" unless
 * it is relative, http, https or mailto %d  int           digits %l  apr_int64_t   digits %h  int
 * a heading level, kept within 1 to 6 %r  const char *  raw HTML that another function of this room
 * has made
 *   %%                a percent sign
 * NULL is written as nothing.
 */
void sc_html(sc_buffer_t *out, const char *template, ...);

/** Text in a language of its own: `<span lang="ja">平塚市</span>`, with dir where it differs from
 * the page's; just the text where lang is NULL. */
void sc_html_lang(sc_buffer_t *out, const sc_view_t *view, sc_lang_text_t text);

/** `<time datetime="1955-12">December 1955</time>`; EDTF that HTML cannot say gets no <time>. */
void sc_html_date(sc_buffer_t *out, const sc_view_t *view, const char *edtf);

/** CommonMark as HTML, cmark's safe mode: no raw HTML, no javascript: addresses. Headings in it are
 * shifted below @a heading. */
void sc_html_markdown(sc_buffer_t *out, const sc_view_t *view, const char *text, int heading);

#endif
