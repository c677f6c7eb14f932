#include "present/page/text.h"

#include "model/problem.h"
#include "model/text/utf8.h"
#include "present/page/pages.h"
#include "present/page/part/fact.h"

#include <apr_strings.h>
#include <string.h>

/* What stands where nothing is known to fill in. */
#define BLANK "……………"

/* Characters that mean something in Markdown. */
#define MARKUP "\\`*_{}[]()<>#+-.!|~&"

static const char *blank_or(const char *text, apr_pool_t *pool)
{
    return text && *text ? sc_utf8_escape(text, MARKUP, '\\', pool) : BLANK;
}

/* The reader's view in the language of a text, as far as the program speaks that. */
static sc_view_t view_in(const sc_view_t *view, const char *lang)
{
    sc_view_t other = *view;

    if (view->all_languages) {
        other.language = sc_languages_get(view->all_languages, lang);
    }
    return other;
}

static const char *party_name(const sc_view_t *view, const sc_item_dossier_t *dossier, int i)
{
    const sc_partnership_t *partnership = dossier->partnership;

    return partnership && i < SC_COUNT(partnership->parties)
               ? sc_part_name(view,
                              sc_part_label(view, dossier->labels,
                                            SC_AT(partnership->parties, i, sc_party_t)->place))
               : NULL;
}

/* The text with what is known of the partnership in the place of {first}, {second} and so on. */
static const char *filled(const sc_view_t *reader, const sc_item_dossier_t *dossier,
                          const void *version)
{
    const sc_view_t view = view_in(reader, sc_record_text(version, "lang"));
    const sc_partnership_t *partnership = dossier->partnership;
    const char *text = sc_record_text(version, "text");
    const char *first = blank_or(party_name(&view, dossier, 0), view.pool);
    const char *second = blank_or(party_name(&view, dossier, 1), view.pool);
    const char *fields =
        partnership ? sc_part_words(&view, &sc_exchange_fields, partnership->fields) : NULL;
    const char *since = partnership && partnership->established
                            ? sc_say_date(&view, partnership->established)
                            : NULL;

    const char *const values[] = {"first",  first,
                                  "second", second,
                                  "fields", blank_or(fields, view.pool),
                                  "since",  blank_or(since, view.pool),
                                  "date",   BLANK,
                                  "place",  BLANK,
                                  NULL};

    return text ? sc_fill(text, values, view.pool) : NULL;
}

void sc_json_template(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    sc_item_dossier_t dossier = *(const sc_item_dossier_t *)data;
    sc_template_t *sample = apr_pmemdup(view->pool, dossier.item, sizeof(*sample));
    apr_array_header_t *texts =
        apr_array_make(view->pool, SC_COUNT(sample->texts) + 1, sizeof(void *));

    for (int i = 0; dossier.partnership && i < SC_COUNT(sample->texts); i++) {
        sc_version_t *version =
            apr_pmemdup(view->pool, SC_AT(sample->texts, i, void), sizeof(*version));

        version->text = filled(view, &dossier, version);
        APR_ARRAY_PUSH(texts, void *) = version;
    }
    sample->texts = texts->nelts ? texts : sample->texts;
    dossier.item = sample;
    dossier.partnership = NULL;
    sc_json_item(out, view, &dossier);
}

static void write_column(sc_buffer_t *out, const sc_view_t *view, const sc_item_dossier_t *dossier,
                         const void *version, int has_title)
{
    sc_version_open(out, view, version, "sistercity__prose");
    if (has_title) {
        sc_part_heading(out, view, 1, sc_record_text(version, "title"));
    }
    sc_html_markdown(out, view, filled(view, dossier, version), view->heading + 1);
    sc_version_close(out);
}

/* The other languages of the text, each as a link that sets it beside the reader's. */
static void write_languages(sc_buffer_t *out, const sc_view_t *view, const void *item,
                            const void *shown)
{
    const apr_array_header_t *texts =
        sc_field_list(sc_entity_field(sc_record_entity(item), "texts"), item);

    if (view->is_fragment || SC_COUNT(texts) < 2) {
        return;
    }
    sc_html(out, "<div class=\"sistercity__orders\">%t <ul class=\"sistercity__inline\">\n",
            sc_say(view, "Beside it:"));
    for (int i = 0; i < texts->nelts; i++) {
        const char *lang = sc_record_text(SC_AT(texts, i, void), "lang");

        if (SC_AT(texts, i, void) != shown) {
            const char *beside = apr_pstrcat(view->pool, "beside=", lang, NULL);

            sc_html(
                out, "<li><a href=\"%u\">%t</a></li>\n",
                sc_link_self(view, "", sc_query_arguments(view->query, NULL, beside, view->pool)),
                sc_say_language(view, lang));
        }
    }
    sc_buffer_puts(out, "</ul></div>\n");
}

static void write_template(sc_buffer_t *out, const sc_view_t *view,
                           const sc_item_dossier_t *dossier, const void *version)
{
    const char *beside = view->query ? view->query->beside : NULL;
    const void *other = beside ? sc_version_in(dossier->item, beside) : NULL;

    write_languages(out, view, dossier->item, version);
    if (beside && !other) {
        sc_part_quiet(out, sc_sayf(view, "There is no text in this language: {language}.",
                                   "language", sc_say_language(view, beside), NULL));
    }
    if (!other || other == version) {
        write_column(out, view, dossier, version, 0);
        return;
    }
    sc_buffer_puts(out, "<div class=\"sistercity__beside\">\n");
    write_column(out, view, dossier, version, 1);
    write_column(out, view, dossier, other, 1);
    sc_buffer_puts(out, "</div>\n");
}

static void write_about(sc_buffer_t *out, const sc_view_t *view, const sc_item_dossier_t *dossier)
{
    const sc_story_t *story = dossier->item;
    sc_buffer_t *line = sc_buffer_new(view->pool, 0);

    if (story->date) {
        sc_html(line, "%r", sc_date_html(view, story->date));
    }
    for (int i = 0; i < SC_COUNT(dossier->partnerships); i++) {
        sc_html(line, "%r%r", line->length ? SC_DOT : NULL,
                sc_part_partnership_link(view, dossier->labels,
                                         SC_AT(dossier->partnerships, i, sc_partnership_t)));
    }
    if (SC_COUNT(story->places)) {
        sc_html(line, "%r%r", line->length ? SC_DOT : NULL,
                sc_part_slug_links(view, dossier->labels, story->places));
    }
    if (line->length) {
        sc_html(out, "<p class=\"sistercity__subtitle\">%r</p>\n", line->data);
    }
}

/* Pictures of other sites are not fetched for a reader, who did not ask for them. */
static void write_picture(sc_buffer_t *out, const sc_view_t *view, const sc_story_t *story,
                          const sc_story_text_t *version)
{
    size_t length = strlen(view->base_url);
    const char *alt = version->alt ? version->alt : "";

    if (!story->picture) {
        return;
    }
    sc_version_open(out, view, version, "sistercity__picture");
    if (strncmp(story->picture, view->base_url, length) == 0 && story->picture[length] == '/') {
        sc_html(out, "<img src=\"%u\" alt=\"%t\">", story->picture, alt);
    }
    else {
        sc_html(out, "<a href=\"%u\">%t</a>", story->picture, *alt ? alt : story->picture);
    }
    if (story->credit) {
        sc_html(out, "<br><small class=\"sistercity__details\">%t</small>", story->credit);
    }
    sc_version_close(out);
}

void sc_text_page(sc_buffer_t *out, const sc_view_t *view, const sc_item_dossier_t *dossier)
{
    static const sc_fact_t facts[] = {{"source", NULL, NULL}, {NULL, NULL, NULL}};
    const sc_record_t *item = dossier->item;
    const void *version = sc_version_of(view, item);
    const char *title = sc_part_title(view, item);

    sc_part_open_html(out, view, item->entity->name, title, sc_part_title_html(view, item));
    if (item->entity == &sc_story) {
        write_about(out, view, dossier);
    }
    if (version && item->entity == &sc_template) {
        write_template(out, view, dossier, version);
    }
    else if (version) {
        if (item->entity == &sc_story) {
            write_picture(out, view, dossier->item, version);
        }
        sc_version_prose(out, view, version, 0);
    }
    sc_part_files(out, view, item, 1);
    sc_part_section(out, view, sc_say(view, "Activities"), dossier->activities, NULL,
                    dossier->labels);
    if (sc_record_text(item, "source")) {
        sc_buffer_puts(out, "<dl class=\"sistercity__facts\">\n");
        sc_fact_rows(out, view, item, dossier->labels, facts);
        sc_buffer_puts(out, "</dl>\n");
    }
    sc_part_end(out, view, title, item->modified, 1);
}

void sc_text_answer(sc_buffer_t *out, const sc_view_t *view, const void *entry)
{
    const void *version = sc_version_of(view, entry);

    sc_html(out,
            "<article class=\"sistercity__item\">\n<h%h class=\"sistercity__heading\">"
            "<a href=\"%u\">%r</a></h%h>\n",
            view->heading + 1, sc_link(view, "guide", sc_record_slug(entry), NULL),
            sc_part_title_html(view, entry), view->heading + 1);
    if (version) {
        sc_version_prose(out, view, version, 1);
    }
    sc_buffer_puts(out, "</article>\n");
}
