#include "present/write/html.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

enum { NO_HEADING = 7, LAST_LEVEL = 6, YEAR_DIGITS = 4 };

typedef void visit_fn(cmark_node *node, int *value);

static void find_highest(cmark_node *node, int *highest)
{
    int level = cmark_node_get_heading_level(node);

    *highest = level < *highest ? level : *highest;
}

static void shift(cmark_node *node, int *by)
{
    int level = cmark_node_get_heading_level(node) + *by;

    cmark_node_set_heading_level(node, level > LAST_LEVEL ? LAST_LEVEL : level);
}

/* Images count: those around this one will be links. */
static int is_within_link(cmark_node *node)
{
    cmark_node_type type;

    do {
        node = cmark_node_parent(node);
        type = cmark_node_get_type(node);
    } while (node && type != CMARK_NODE_LINK && type != CMARK_NODE_IMAGE);
    return node != NULL;
}

static void move_children(cmark_node *from, cmark_node *to)
{
    cmark_node *child;

    while ((child = cmark_node_first_child(from)) != NULL) {
        cmark_node_append_child(to, child);
    }
}

/* An image would tell its host who reads the page, and the page's policy forbids it anyway. */
static void show_as_link(cmark_node *image, int *unused)
{
    int is_linked = is_within_link(image);
    cmark_node *link = cmark_node_new(is_linked ? CMARK_NODE_EMPH : CMARK_NODE_LINK);
    cmark_node *text;

    (void)unused;
    if (!cmark_node_first_child(image)) {
        text = cmark_node_new(CMARK_NODE_TEXT);
        cmark_node_set_literal(text, cmark_node_get_url(image));
        cmark_node_append_child(image, text);
    }
    if (!is_linked) {
        cmark_node_set_url(link, cmark_node_get_url(image));
    }
    move_children(image, link);
    cmark_node_replace(image, link);
    cmark_node_free(image);
}

/* At the end of each node, when cmark lets it be replaced. */
static void for_each(cmark_node *document, cmark_node_type type, visit_fn *visit, int *value)
{
    cmark_iter *iter = cmark_iter_new(document);
    cmark_event_type event;

    while ((event = cmark_iter_next(iter)) != CMARK_EVENT_DONE) {
        cmark_node *node = cmark_iter_get_node(iter);

        if (event == CMARK_EVENT_EXIT && cmark_node_get_type(node) == type) {
            visit(node, value);
        }
    }
    cmark_iter_free(iter);
}

/* How far into the line a year ends that Markdown takes for the number of a list's item; or 0. */
static size_t end_of_year(const char *line)
{
    size_t begin = strspn(line, " \t>*+-"), digits = strspn(line + begin, "0123456789");
    const char *behind = line + begin + digits;

    return digits >= YEAR_DIGITS && (*behind == '.' || *behind == ')') &&
                   strchr(" \t\r\n", behind[1])
               ? begin + digits
               : 0;
}

/* "1959. gada" and "1959. évben" begin no list: those of a chronicle would be numbered 1959, 1960,
 * whatever their years are. */
static const char *keep_years(const sc_view_t *view, const char *text)
{
    sc_buffer_t *kept = sc_buffer_new(view->pool, strlen(text) + 64);

    for (size_t length, year; *text; text += length) {
        length = strcspn(text, "\n");
        length += text[length] == '\n';
        year = end_of_year(text);
        if (year) {
            sc_buffer_add(kept, text, year);
            sc_buffer_add(kept, "\\", 1);
        }
        sc_buffer_add(kept, text + year, length - year);
    }
    return kept->data;
}

void sc_html_markdown(sc_buffer_t *out, const sc_view_t *view, const char *text, int heading)
{
    int highest = NO_HEADING;

    if (!text) {
        return;
    }
    text = keep_years(view, text);
    cmark_node *document = cmark_parse_document(text, strlen(text), CMARK_OPT_DEFAULT);
    for_each(document, CMARK_NODE_IMAGE, show_as_link, NULL);
    for_each(document, CMARK_NODE_HEADING, find_highest, &highest);
    int by = heading + 1 - highest;
    for_each(document, CMARK_NODE_HEADING, shift, &by);
    /* People who never heard of Markdown end a line where one is to end. */
    char *html = cmark_render_html(document, CMARK_OPT_HARDBREAKS);
    sc_buffer_puts(out, html);
    free(html);
    cmark_node_free(document);
}

static const apr_array_header_t *texts_of(const void *record)
{
    const sc_field_t *field = sc_entity_field(sc_record_entity(record), "texts");

    return field ? sc_field_list(field, record) : NULL;
}

/* How well the tag of a text serves somebody who wants a language: lt-LT is served by lt. */
static int serves(const char *lang, const char *wanted)
{
    size_t length = strlen(lang);

    return strncmp(lang, wanted, length) == 0 && (wanted[length] == '\0' || wanted[length] == '-');
}

static const void *find(const apr_array_header_t *texts, const char *wanted)
{
    for (int i = 0; wanted && i < SC_COUNT(texts); i++) {
        const char *lang = sc_record_text(SC_AT(texts, i, void), "lang");

        if (lang && serves(lang, wanted)) {
            return SC_AT(texts, i, void);
        }
    }
    return NULL;
}

const void *sc_version_in(const void *record, const char *lang)
{
    return find(texts_of(record), lang);
}

const void *sc_version_of(const sc_view_t *view, const void *record)
{
    const apr_array_header_t *texts =
        sc_is_texts(sc_record_entity(record)) ? texts_of(record) : NULL;
    const void *version = find(texts, sc_language_tag(view->language));

    if (!version && SC_COUNT(view->languages)) {
        version = find(texts, APR_ARRAY_IDX(view->languages, 0, const char *));
    }
    return version || !SC_COUNT(texts) ? version : SC_AT(texts, 0, void);
}

const char *sc_version_foreign(const sc_view_t *view, const char *lang)
{
    return lang && !serves(lang, sc_language_tag(view->language)) ? lang : NULL;
}

/* What a part calls the field of its record. */
static const sc_field_t *field_of_part(const sc_entity_t *entity, const char *field)
{
    const sc_field_t *texts = sc_entity_field(entity, "texts");

    return !texts || sc_is_texts(entity)
               ? NULL
               : sc_entity_field(texts->target, strcmp(field, "outcome") == 0 ? "text" : field);
}

sc_lang_text_t sc_version_text(const sc_view_t *view, const void *record, const char *field)
{
    const sc_field_t *part = field_of_part(sc_record_entity(record), field);
    const void *version = part ? find(texts_of(record), sc_language_tag(view->language)) : NULL;
    const char *text = version ? sc_field_text(part, version) : NULL;
    const char *first =
        part && SC_COUNT(view->languages) ? APR_ARRAY_IDX(view->languages, 0, const char *) : NULL;

    return text ? (sc_lang_text_t){text, NULL}
                : (sc_lang_text_t){sc_record_text(record, field), sc_version_foreign(view, first)};
}

static void open_division(sc_buffer_t *out, const char *lang, const char *class)
{
    if (lang) {
        sc_html(out, "<div class=\"%t\" lang=\"%t\" dir=\"%t\">\n", class, lang,
                sc_language_direction(lang));
    }
    else {
        sc_html(out, "<div class=\"%t\">\n", class);
    }
}

void sc_version_field(sc_buffer_t *out, const sc_view_t *view, const void *record,
                      const char *field, int depth)
{
    sc_lang_text_t told = sc_version_text(view, record, field);

    if (told.text) {
        open_division(out, told.lang, "sistercity__prose");
        sc_html_markdown(out, view, told.text, view->heading + depth);
        sc_version_close(out);
    }
}

void sc_version_open(sc_buffer_t *out, const sc_view_t *view, const void *version,
                     const char *class)
{
    open_division(out, sc_version_foreign(view, sc_record_text(version, "lang")), class);
}

void sc_version_close(sc_buffer_t *out)
{
    sc_buffer_puts(out, "</div>\n");
}

void sc_version_prose(sc_buffer_t *out, const sc_view_t *view, const void *version, int depth)
{
    sc_version_open(out, view, version, "sistercity__prose");
    sc_html_markdown(out, view, sc_record_text(version, "text"), view->heading + depth);
    sc_version_close(out);
}

apr_array_header_t *sc_version_missing(const sc_view_t *view, const void *record)
{
    apr_array_header_t *missing = apr_array_make(view->pool, 4, sizeof(const char *));

    SC_EACH(const char, lang, view->languages) {
        if (!sc_version_in(record, lang)) {
            APR_ARRAY_PUSH(missing, const char *) = lang;
        }
    }
    return missing;
}
