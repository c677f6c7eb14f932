#include "present/page/part/part.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* The element says its language itself: a site may include it in a page of another one. */
void sc_part_open(sc_buffer_t *out, const sc_view_t *view, const char *name, const char *title)
{
    const char *tag = sc_language_tag(view->language);

    sc_html(out,
            "<section class=\"sistercity sistercity-%t\" lang=\"%t\" dir=\"%t\" "
            "aria-label=\"%t\">\n<h%h class=\"sistercity__title\">%t</h%h>\n",
            name, tag, sc_language_direction(tag), title, view->heading, title, view->heading);
}

void sc_part_close(sc_buffer_t *out)
{
    sc_buffer_puts(out, "</section>\n");
}

void sc_part_heading(sc_buffer_t *out, const sc_view_t *view, int depth, const char *text)
{
    sc_html(out, "<h%h class=\"sistercity__heading\">%t</h%h>\n", view->heading + depth, text,
            view->heading + depth);
}

void sc_part_quiet(sc_buffer_t *out, const char *text)
{
    if (text) {
        sc_html(out, "<p class=\"sistercity__quiet\">%t</p>\n", text);
    }
}

void sc_part_prose(sc_buffer_t *out, const sc_view_t *view, int depth, const char *heading,
                   const char *markdown)
{
    if (!markdown) {
        return;
    }
    sc_part_heading(out, view, depth, heading);
    sc_buffer_puts(out, "<div class=\"sistercity__prose\">\n");
    sc_html_markdown(out, view, markdown, view->heading + depth);
    sc_buffer_puts(out, "</div>\n");
}

void sc_part_fact(sc_buffer_t *out, const char *label, const char *html)
{
    if (html && *html) {
        sc_html(out, "<div class=\"sistercity__fact\"><dt>%t</dt><dd>%r</dd></div>\n", label, html);
    }
}

void sc_part_fact_text(sc_buffer_t *out, const char *label, const char *text)
{
    sc_part_fact(out, label, text ? sc_html_make(out->pool, "%t", text) : NULL);
}

void sc_part_fact_date(sc_buffer_t *out, const sc_view_t *view, const char *label, const char *edtf)
{
    sc_buffer_t *date = sc_buffer_new(view->pool, 0);

    sc_html_date(date, view, edtf);
    sc_part_fact(out, label, date->data);
}

void sc_part_downloads(sc_buffer_t *out, const sc_view_t *view, const char *arguments, int has_csv)
{
    sc_html(out,
            "<p class=\"sistercity__downloads\">%t <a href=\"%u\" type=\"application/json\">JSON"
            "</a>",
            sc_text(view->language, "The same as data:"), sc_link_self(view, ".json", arguments));
    if (has_csv) {
        sc_html(out, " <a href=\"%u\" type=\"text/csv\">CSV</a>",
                sc_link_self(view, ".csv", arguments));
    }
    sc_buffer_puts(out, "</p>\n");
}

static const char *address_of_view(const sc_view_t *view)
{
    return apr_pstrcat(view->pool, view->base_url, view->mount, view->path, NULL);
}

static void write_citation(sc_buffer_t *out, const sc_view_t *view, const char *title)
{
    sc_buffer_t *today = sc_buffer_new(view->pool, 0);

    sc_html_date(today, view, view->today);
    sc_buffer_puts(out, "<p class=\"sistercity__cite\">");
    sc_html_fill(out, sc_text(view->language, "To cite this page: {title}, {address}, seen {date}"),
                 "title", sc_html_make(view->pool, "<cite>%t</cite>", title), "address",
                 sc_html_make(view->pool, "<span class=\"sistercity__address\">%t</span>",
                              address_of_view(view)),
                 "date", today->data, NULL);
    sc_buffer_puts(out, "</p>\n");
}

static void write_last_change(sc_buffer_t *out, const sc_view_t *view, const char *modified)
{
    sc_buffer_t *date = sc_buffer_new(view->pool, 0);

    if (!modified || strlen(modified) < strlen("2026-11-22")) {
        return;
    }
    sc_html_date(date, view, apr_pstrmemdup(view->pool, modified, strlen("2026-11-22")));
    sc_buffer_puts(out, "<p class=\"sistercity__changed\">");
    sc_html_fill(out, sc_text(view->language, "Last change: {date}"), "date", date->data, NULL);
    sc_buffer_puts(out, "</p>\n");
}

void sc_part_foot(sc_buffer_t *out, const sc_view_t *view, const char *title, const char *modified,
                  int has_csv)
{
    sc_buffer_puts(out, "<footer class=\"sistercity__foot\">\n");
    sc_part_downloads(out, view, view->arguments, has_csv);
    write_citation(out, view, title);
    write_last_change(out, view, modified);
    sc_buffer_puts(out, "</footer>\n");
}

static int is_address(const char *text)
{
    return strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0;
}

const char *sc_part_citation(const sc_view_t *view, const char *source)
{
    if (!source) {
        return NULL;
    }
    if (is_address(source)) {
        return sc_html_make(view->pool, "<a class=\"sistercity__address\" href=\"%u\">%t</a>",
                            source, source);
    }
    return sc_html_make(view->pool, "%t", source);
}

const char *sc_part_claim_citation(const sc_view_t *view, const sc_claim_t *claim)
{
    if (claim->url) {
        return sc_html_make(view->pool, "<a href=\"%u\">%t</a>", claim->url,
                            claim->source ? claim->source : claim->url);
    }
    return claim->source
               ? sc_part_citation(view, claim->source)
               : sc_html_make(view->pool, "%t", sc_text(view->language, "source not recorded"));
}

const char *sc_part_words(const sc_view_t *view, const sc_vocabulary_t *vocabulary,
                          const apr_array_header_t *words)
{
    apr_array_header_t *labels;
    int i;

    if (SC_COUNT(words) == 0) {
        return NULL;
    }
    labels = apr_array_make(view->pool, words->nelts, sizeof(const char *));
    for (i = 0; i < words->nelts; i++) {
        const char *word = APR_ARRAY_IDX(words, i, const char *);

        APR_ARRAY_PUSH(labels, const char *) = sc_text_word(view->language, vocabulary, word);
    }
    return sc_text_list(view->language, labels, view->pool);
}

const char *sc_part_word(const sc_view_t *view, const sc_vocabulary_t *vocabulary, const char *word)
{
    char *label;

    if (!word) {
        return NULL;
    }
    label = apr_pstrdup(view->pool, sc_text_word(view->language, vocabulary, word));
    label[0] = (char)apr_toupper(label[0]);
    return label;
}
