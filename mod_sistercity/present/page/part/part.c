#include "present/page/part/part.h"

#include "present/write/format.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

const sc_section_t sc_sections[] = {{"places", N_("Places")},
                                    {"partnerships", N_("Partnerships")},
                                    {"agreements", N_("Agreements")},
                                    {"activities", N_("Activities")},
                                    {"organizations", N_("Organizations")},
                                    {"networks", N_("Networks")},
                                    {"persons", N_("People")},
                                    {"awards", N_("Awards")},
                                    {"seeking", N_("Looking for partners")},
                                    {"anniversaries", N_("Anniversaries")},
                                    {"stories", N_("Stories")},
                                    {"guide", N_("Guide")},
                                    {"templates", N_("Sample agreements")},
                                    {"terms", N_("Terms")},
                                    {"map", N_("Map")},
                                    {"statistics", N_("In numbers")},
                                    {"changes", N_("Last changes")},
                                    {NULL, NULL}};

static const sc_section_t *section_of(const char *path)
{
    const sc_section_t *section = sc_sections;
    size_t length = strcspn(path, "/");

    while (section->name && (strncmp(section->name, path, length) != 0 || section->name[length])) {
        section++;
    }
    return section->name ? section : NULL;
}

static void write_step(sc_buffer_t *out, const char *html)
{
    if (html) {
        sc_html(out, "<li>%r</li>\n", html);
    }
}

/* @param within an address of more than two parts: what it belongs to, as a link; or NULL */
static void write_trail(sc_buffer_t *out, const sc_view_t *view, const char *within)
{
    const char *path = view->path + 1, *rest = strchr(path, '/');
    const sc_section_t *section = rest ? section_of(path) : NULL;

    if (view->is_fragment || *path == '\0') {
        return;
    }
    sc_html(
        out,
        "<nav class=\"sistercity__trail\" aria-label=\"%t\"><ol class=\"sistercity__inline\">\n",
        sc_say(view, "You are here"));
    write_step(out, sc_link_html(view, sc_link(view, NULL),
                                 sc_say(view, "Sister cities and partnerships")));
    if (section) {
        write_step(out, sc_link_html(view, sc_link(view, section->name, NULL),
                                     sc_say(view, section->label)));
    }
    write_step(out, within);
    sc_buffer_puts(out, "</ol></nav>\n");
}

/* The element says its language itself: a site may include it in a page of another one. */
static void open(sc_buffer_t *out, const sc_view_t *view, const char *name, const char *title,
                 const char *html, const char *within)
{
    const char *tag = sc_language_tag(view->language);

    sc_html(out,
            "<section class=\"sistercity sistercity-%t%r%t\" lang=\"%t\" dir=\"%t\" "
            "aria-label=\"%t\">\n",
            name, view->css_class ? " " : NULL, view->css_class, tag, sc_language_direction(tag),
            title);
    write_trail(out, view, within);
    sc_html(out, "<h%h class=\"sistercity__title\">%r</h%h>\n", view->heading, html, view->heading);
}

void sc_part_open_html(sc_buffer_t *out, const sc_view_t *view, const char *name, const char *title,
                       const char *html)
{
    open(out, view, name, title, html, NULL);
}

void sc_part_open(sc_buffer_t *out, const sc_view_t *view, const char *name, const char *title)
{
    open(out, view, name, title, sc_text_html(view, title), NULL);
}

void sc_part_open_within(sc_buffer_t *out, const sc_view_t *view, const char *name,
                         const char *title, const char *within)
{
    open(out, view, name, title, sc_text_html(view, title), within);
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

void sc_part_empty(sc_buffer_t *out, const char *text)
{
    sc_html(out, "<p class=\"sistercity__empty\">%t</p>\n", text);
}

void sc_part_all(sc_buffer_t *out, const char *link, const char *text)
{
    sc_html(out, "<p class=\"sistercity__all\"><a href=\"%u\">%t</a></p>\n", link, text);
}

void sc_part_link_item(sc_buffer_t *out, const char *link, const char *text)
{
    sc_html(out, "<li><a class=\"sistercity__page-link\" href=\"%u\">%t</a></li>\n", link, text);
}

void sc_part_prose(sc_buffer_t *out, const sc_view_t *view, int depth, const char *heading,
                   const void *record, const char *field)
{
    if (!sc_version_text(view, record, field).text) {
        return;
    }
    sc_part_heading(out, view, depth, heading);
    sc_version_field(out, view, record, field, depth);
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

void sc_part_number(sc_buffer_t *out, const sc_view_t *view, const char *label, apr_int64_t number)
{
    if (number != SC_NO_INTEGER) {
        sc_html(out, "<div class=\"sistercity__number\"><dt>%t</dt><dd>%t</dd></div>\n", label,
                sc_say_number(view, number));
    }
}

void sc_part_hidden(sc_buffer_t *out, const char *name, const char *value)
{
    if (value) {
        sc_html(out, "<input type=\"hidden\" name=\"%t\" value=\"%t\">\n", name, value);
    }
}

void sc_part_keep_language(sc_buffer_t *out, const sc_view_t *view)
{
    sc_part_hidden(out, "lang", view->lang_in_links ? sc_language_tag(view->language) : NULL);
}

void sc_part_option(sc_buffer_t *out, const char *value, const char *label, int is_chosen)
{
    sc_html(out, "<option value=\"%t\"%r>%t</option>", value, is_chosen ? " selected" : NULL,
            label);
}

static void write_download(sc_buffer_t *out, const sc_view_t *view, sc_format_e format,
                           const char *arguments, const char *text)
{
    sc_html(out, " <a href=\"%u\" type=\"%t\">%t</a>",
            sc_link_self(view, sc_formats[format].suffix, arguments), sc_formats[format].media_type,
            text);
}

static void write_csv_downloads(sc_buffer_t *out, const sc_view_t *view, const char *arguments)
{
    const char *joined = *arguments ? apr_pstrcat(view->pool, arguments, "&bom=1", NULL) : "bom=1";

    write_download(out, view, SC_FORMAT_CSV, arguments, "CSV");
    write_download(out, view, SC_FORMAT_CSV, joined, sc_say(view, "CSV for Excel"));
}

/* What others may do with it, if the site says so. */
static void write_license(sc_buffer_t *out, const sc_view_t *view)
{
    if (view->license) {
        sc_buffer_puts(out, " ");
        sc_html_fill(out, sc_say(view, "License: {license}"), "license",
                     sc_htmlf(view, "<a rel=\"license\" href=\"%u\">%t</a>",
                              sc_license_address(view), view->license),
                     NULL);
    }
}

void sc_part_downloads(sc_buffer_t *out, const sc_view_t *view, const char *arguments, int has_csv)
{
    sc_html(out, "<p class=\"sistercity__downloads\">%t", sc_say(view, "The same as data:"));
    write_download(out, view, SC_FORMAT_JSON, arguments, "JSON");
    if (has_csv) {
        write_csv_downloads(out, view, arguments);
    }
    write_license(out, view);
    sc_buffer_puts(out, "</p>\n");
}

void sc_part_downloads_of_all(sc_buffer_t *out, const sc_view_t *view, apr_int64_t rows)
{
    const char *all = sc_arguments_of_all(view, 0);

    if (rows == 0) {
        return;
    }
    sc_html(out, "<p class=\"sistercity__downloads\">%r",
            sc_dated_html(view,
                          sc_say_n(view, "{n} row as data, as of {date}:",
                                   "All {n} rows as data, as of {date}:", rows, NULL),
                          view->today));
    write_csv_downloads(out, view,
                        apr_pstrcat(view->pool, all, *all ? "&" : "", "view=people", NULL));
    write_download(out, view, SC_FORMAT_CSV, all, sc_say(view, "CSV to import"));
    write_download(out, view, SC_FORMAT_JSONL, all, "JSON Lines");
    write_download(out, view, SC_FORMAT_JSON, sc_arguments_of_all(view, SC_LIMIT_MOST), "JSON");
    write_license(out, view);
    sc_buffer_puts(out, "</p>\n");
}

static void write_citation(sc_buffer_t *out, const sc_view_t *view, const char *title)
{
    const char *address = apr_pstrcat(view->pool, view->base_url, view->mount, view->path,
                                      *view->arguments ? "?" : "", view->arguments, NULL);

    sc_buffer_puts(out, "<p class=\"sistercity__cite\">");
    sc_html_fill(out, sc_say(view, "To cite this page: {title}, {address}, seen {date}"), "title",
                 sc_htmlf(view, "<cite>%r</cite>", sc_text_html(view, title)), "address",
                 sc_htmlf(view, "<span class=\"sistercity__address\">%t</span>", address), "date",
                 sc_date_html(view, view->today), NULL);
    sc_buffer_puts(out, "</p>\n");
}

static void close_foot(sc_buffer_t *out, const sc_view_t *view, const char *title,
                       const char *modified)
{
    write_citation(out, view, title);
    if (modified) {
        sc_html(out, "<p class=\"sistercity__changed\">%r</p>\n",
                sc_dated_html(view, sc_say(view, "Last change: {date}"),
                              sc_day_of(modified, view->pool)));
    }
    sc_buffer_puts(out, "</footer>\n");
}

void sc_part_end(sc_buffer_t *out, const sc_view_t *view, const char *title, const char *modified,
                 int has_csv)
{
    if (!view->is_fragment) {
        sc_buffer_puts(out, "<footer class=\"sistercity__foot\">\n");
        sc_part_downloads(out, view, view->arguments, has_csv);
        close_foot(out, view, title, modified);
    }
    sc_part_close(out);
}

void sc_part_end_of_list(sc_buffer_t *out, const sc_view_t *view, const char *title,
                         const char *modified, apr_int64_t rows)
{
    if (!view->is_fragment) {
        sc_buffer_puts(out, "<footer class=\"sistercity__foot\">\n");
        sc_part_downloads_of_all(out, view, rows);
        close_foot(out, view, title, modified);
    }
    sc_part_close(out);
}

void sc_part_calendar(sc_buffer_t *out, const sc_view_t *view, const char *link)
{
    sc_html(out, "<p class=\"sistercity__all\"><a href=\"%u\" type=\"text/calendar\">%t</a></p>\n",
            link, sc_say(view, "Add to your calendar"));
}

void sc_part_feed(sc_buffer_t *out, const sc_view_t *view, const char *link)
{
    sc_html(
        out,
        "<p class=\"sistercity__all\"><a href=\"%u\" type=\"application/atom+xml\">%t</a></p>\n",
        link, sc_say(view, "Follow changes in a feed reader"));
}

const char *sc_part_undated(const sc_view_t *view)
{
    return sc_htmlf(view, "<span class=\"sistercity__unknown\">%t</span>",
                    sc_say(view, "date not recorded"));
}

static int is_address(const char *text)
{
    return strncmp(text, "http://", 7) == 0 || strncmp(text, "https://", 8) == 0;
}

const char *sc_part_citation(const sc_view_t *view, const char *source)
{
    const char *space = source ? strrchr(source, ' ') : NULL;
    const char *address = space ? space + 1 : source;
    const char *end = space;

    if (!source || !is_address(address)) {
        return sc_text_html(view, source);
    }
    while (end && end > source && strchr(" ,:", end[-1])) {
        end--;
    }
    return end && end > source
               ? sc_link_html(view, address, apr_pstrmemdup(view->pool, source, end - source))
               : sc_htmlf(view, "<a class=\"sistercity__address\" href=\"%u\">%r</a>", address,
                          sc_text_html(view, address));
}

const char *sc_part_claim_citation(const sc_view_t *view, const sc_claim_t *claim)
{
    if (claim->url) {
        return sc_link_html(view, claim->url, claim->source ? claim->source : claim->url);
    }
    return sc_part_citation(view,
                            claim->source ? claim->source : sc_say(view, "source not recorded"));
}

const char *sc_part_email(const sc_view_t *view, const char *email)
{
    return email ? sc_link_html(view, apr_pstrcat(view->pool, "mailto:", email, NULL), email)
                 : NULL;
}

const char *sc_part_words(const sc_view_t *view, const sc_vocabulary_t *vocabulary,
                          const apr_array_header_t *words)
{
    if (SC_COUNT(words) == 0) {
        return NULL;
    }
    apr_array_header_t *labels = apr_array_make(view->pool, words->nelts, sizeof(const char *));
    SC_EACH(const char, word, words) {
        APR_ARRAY_PUSH(labels, const char *) = sc_say_word(view, vocabulary, word);
    }
    return sc_say_list(view, labels);
}

const char *sc_part_capital(const sc_view_t *view, const char *text)
{
    return sc_text_capital(text, view->pool);
}

const char *sc_part_word(const sc_view_t *view, const sc_vocabulary_t *vocabulary, const char *word)
{
    return word ? sc_part_capital(view, sc_say_word(view, vocabulary, word)) : NULL;
}
