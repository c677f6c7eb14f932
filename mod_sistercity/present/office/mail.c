#include "model/text/utf8.h"
#include "present/office/pages.h"

#include <apr_base64.h>
#include <apr_strings.h>
#include <string.h>

/* The most bytes whose encoded word has, with what stands around them, no more than 75 characters
 * (RFC 2047, 2). */
#define WORD_BYTES 45

/* A header's text as lines of ASCII. */
static void write_header_text(sc_buffer_t *out, const char *text, apr_pool_t *pool)
{
    while (*text) {
        apr_size_t length = 0;
        int next;

        while (text[length] && (sc_utf8_point(text + length, &next), length + next <= WORD_BYTES)) {
            length += next;
        }
        char *word = apr_palloc(pool, apr_base64_encode_len((int)length));
        apr_base64_encode(word, text, (int)length);
        text += length;
        sc_buffer_puts(out, apr_pstrcat(pool, "=?UTF-8?B?", word, *text ? "?=\n " : "?=", NULL));
    }
}

static void write_rows(sc_buffer_t *out, const sc_view_t *view, const sc_desk_page_t *page,
                       const apr_array_header_t *dues, apr_int64_t total)
{
    SC_EACH_OF(const sc_due_t, due, dues) {
        const char *date =
            due->date && strcmp(due->kind, "silent") != 0 ? sc_say_date(view, due->date) : NULL;

        sc_buffer_puts(out, "- ");
        sc_buffer_puts(
            out,
            sc_join(view, SC_COLON, sc_part_parties(view, page->named.labels, due->partnership),
                    sc_join(view, SC_COMMA, sc_due_words(view, page->named.labels, due), date)));
        sc_buffer_puts(out, "\n");
    }
    if (total > dues->nelts) {
        sc_buffer_puts(
            out, sc_say_n(view, "… and {n} more.", "… and {n} more.", total - dues->nelts, NULL));
        sc_buffer_puts(out, "\n");
    }
}

void sc_mail_due(sc_buffer_t *out, const sc_view_t *view, const sc_desk_page_t *page)
{
    const sc_desk_t *desk = &page->desk;

    sc_buffer_puts(out, "Subject: ");
    write_header_text(out, sc_title_due(view, page), view->pool);
    sc_buffer_puts(out, "\nMIME-Version: 1.0\nContent-Type: text/plain; charset=UTF-8\n"
                        "Content-Transfer-Encoding: 8bit\nContent-Language: ");
    sc_buffer_puts(out, sc_language_tag(view->language));
    sc_buffer_puts(out, "\nAuto-Submitted: auto-generated\n\n");
    if (desk->due_total + SC_COUNT(desk->memberships) == 0) {
        sc_buffer_puts(out, sc_say(view, "Nothing falls due."));
        sc_buffer_puts(out, "\n");
    }
    write_rows(out, view, page, desk->dues, desk->due_total);
    for (int i = 0; i < SC_COUNT(desk->memberships); i++) {
        const char *date,
            *words = sc_member_due_words(view, &page->named,
                                         SC_AT(desk->memberships, i, sc_membership_t), &date);

        sc_buffer_puts(out, "- ");
        sc_buffer_puts(out, sc_join(view, SC_COMMA, words, sc_say_date(view, date)));
        sc_buffer_puts(out, "\n");
    }
    SC_EACH(const sc_seeking_t, search, desk->searches) {
        sc_buffer_puts(out, "- ");
        sc_buffer_puts(out,
                       sc_join(view, SC_COLON, sc_say(view, "Looking for partners"),
                               sc_join(view, SC_COMMA, sc_office_name(view, &page->named, search),
                                       sc_office_detail(view, search))));
        sc_buffer_puts(out, "\n");
    }
    if (desk->silent_total > 0) {
        sc_buffer_puts(out, "\n");
        sc_buffer_puts(out, sc_say(view, "Silent partnerships"));
        sc_buffer_puts(out, "\n\n");
        write_rows(out, view, page, desk->silent, desk->silent_total);
    }
}
