#include "present/write/frame.h"

#include "model/text/utf8.h"
#include "present/write/format.h"
#include "present/write/html.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <string.h>

/* A site's page template larger than this is surely not one. */
#define TEMPLATE_LIMIT (1024 * 1024)

#define MARKER_START "<!--sistercity:"
#define MARKER_END "-->"

typedef enum {
    PIECE_TEXT,
    PIECE_TITLE,
    PIECE_HEAD,
    PIECE_CONTENT,
    PIECE_LANG,
    PIECE_DIR,
    PIECE_LANGUAGES
} piece_e;

/* A stretch of the template, or a marker in it. */
typedef struct piece_t {
    piece_e kind;
    const char *text; /* PIECE_TEXT */
    apr_size_t length;
} piece_t;

struct sc_page_template_t {
    apr_array_header_t *pieces; /* of piece_t */
};

static const struct {
    const char *name;
    piece_e kind;
} markers[] = {{"title", PIECE_TITLE}, {"head", PIECE_HEAD}, {"content", PIECE_CONTENT},
               {"lang", PIECE_LANG},   {"dir", PIECE_DIR},   {"languages", PIECE_LANGUAGES}};

static apr_status_t fail(const char **error, apr_pool_t *pool, apr_status_t status,
                         const char *format, const char *file)
{
    *error = apr_psprintf(pool, format, file);
    return status;
}

static apr_status_t read_file(const char *file, char **text, apr_size_t *length, apr_pool_t *pool)
{
    apr_file_t *handle;
    apr_finfo_t info;
    apr_status_t status = apr_file_open(&handle, file, APR_FOPEN_READ, APR_FPROT_OS_DEFAULT, pool);

    if (status != APR_SUCCESS) {
        return status;
    }
    status = apr_file_info_get(&info, APR_FINFO_SIZE | APR_FINFO_TYPE, handle);
    if (status == APR_SUCCESS && (info.filetype != APR_REG || info.size > TEMPLATE_LIMIT)) {
        status = APR_EINVAL;
    }
    if (status == APR_SUCCESS) {
        *length = (apr_size_t)info.size;
        *text = apr_pcalloc(pool, *length + 1);
        status = *length ? apr_file_read_full(handle, *text, *length, NULL) : APR_SUCCESS;
    }
    apr_file_close(handle);
    return status;
}

static void add_piece(sc_page_template_t *template, piece_e kind, const char *text,
                      apr_size_t length)
{
    piece_t *piece = apr_array_push(template->pieces);

    piece->kind = kind;
    piece->text = text;
    piece->length = length;
}

/* @return the length of the marker at @a text, or 0 if there is none that is known */
static apr_size_t marker_at(const char *text, piece_e *kind)
{
    const char *name = text + strlen(MARKER_START);

    for (size_t i = 0; i < SC_LENGTH(markers); i++) {
        apr_size_t length = strlen(markers[i].name);

        if (strncmp(name, markers[i].name, length) == 0 &&
            strncmp(name + length, MARKER_END, strlen(MARKER_END)) == 0) {
            *kind = markers[i].kind;
            return strlen(MARKER_START) + length + strlen(MARKER_END);
        }
    }
    return 0;
}

/* @return whether the content marker was among the pieces */
static int split(sc_page_template_t *template, const char *text)
{
    const char *start = text;
    const char *marker = text;
    int has_content = 0;

    while ((marker = strstr(marker, MARKER_START)) != NULL) {
        piece_e kind = PIECE_TEXT;
        apr_size_t length = marker_at(marker, &kind);

        if (length == 0) {
            marker += strlen(MARKER_START);
            continue;
        }
        add_piece(template, PIECE_TEXT, start, (apr_size_t)(marker - start));
        add_piece(template, kind, NULL, 0);
        has_content |= kind == PIECE_CONTENT;
        start = marker += length;
    }
    add_piece(template, PIECE_TEXT, start, strlen(start));
    return has_content;
}

apr_status_t sc_template_read(const char *file, sc_page_template_t **out, const char **error,
                              apr_pool_t *pool)
{
    sc_page_template_t *template = apr_palloc(pool, sizeof(*template));
    char *text = NULL;
    apr_size_t length = 0;
    apr_status_t status = read_file(file, &text, &length, pool);

    if (status != APR_SUCCESS) {
        return fail(error, pool, status,
                    "the page template %s cannot be read as a file of at most 1 MiB", file);
    }
    if (!sc_utf8_is_clean(text, length)) {
        return fail(error, pool, APR_EINVAL, "the page template %s is not UTF-8 text", file);
    }
    if (strncmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
    }
    template->pieces = apr_array_make(pool, 16, sizeof(piece_t));
    if (!split(template, text)) {
        return fail(error, pool, APR_EINVAL,
                    "the page template %s has no marker <!--sistercity:content-->", file);
    }
    *out = template;
    return APR_SUCCESS;
}

/* The page's address; each language has one of its own, by which it is found again. */
static const char *address_in(const sc_view_t *view, const char *tag)
{
    const char *separator = *view->arguments ? "&" : "?";
    const char *address = apr_pstrcat(view->pool, view->base_url, view->mount, view->path,
                                      *view->arguments ? "?" : "", view->arguments, NULL);

    return tag && view->languages->nelts > 1
               ? apr_pstrcat(view->pool, address, separator, "lang=", tag, NULL)
               : address;
}

static void write_alternates(sc_buffer_t *out, const sc_view_t *view)
{
    SC_EACH(const char, tag, view->languages) {
        sc_html(out, "<link rel=\"alternate\" hreflang=\"%t\" href=\"%u\">\n", tag,
                address_in(view, tag));
    }
    sc_html(out, "<link rel=\"alternate\" hreflang=\"x-default\" href=\"%u\">\n",
            address_in(view, NULL));
}

static void write_formats(sc_buffer_t *out, const sc_view_t *view, unsigned formats)
{
    for (int format = SC_FORMAT_HTML + 1; format < SC_FORMAT_COUNT; format++) {
        if (formats & 1u << format) {
            sc_html(out, "<link rel=\"alternate\" type=\"%t\" href=\"%u\">\n",
                    sc_formats[format].media_type,
                    sc_link_self(view, sc_formats[format].suffix, view->arguments));
        }
    }
}

static void write_kin(sc_buffer_t *out, const sc_view_t *view, const sc_document_head_t *head)
{
    for (const sc_kin_t *kin = head->kin; kin && kin->path; kin++) {
        const sc_format_t *format = &sc_formats[kin->format];
        sc_view_t below = *view;

        if (kin->format == SC_FORMAT_GEOJSON && !head->has_maps) {
            continue;
        }
        below.path = apr_pstrcat(view->pool, view->path, view->path[1] ? "/" : "", kin->path, NULL);
        sc_html(out, "<link rel=\"alternate\" type=\"%t\" href=\"%u\" title=\"%t – %t\">\n",
                format->media_type, sc_link_self(&below, format->suffix, ""),
                sc_isolated(view, head->title), sc_say(view, kin->label));
    }
}

static void write_stylesheet(sc_buffer_t *out, const sc_view_t *view, const char *path,
                             const char *version)
{
    sc_html(out, "<link rel=\"stylesheet\" href=\"%u\">\n",
            apr_pstrcat(view->pool, view->mount, path, version, NULL));
}

/* Bytes: search engines and messengers show no more. */
enum { DESCRIPTION_MOST = 300 };

/* Adds the text of a piece of a page, which stays as it is escaped there. */
static void add_plain(sc_buffer_t *out, const char *html, const char *end)
{
    for (const char *at = html; at < end && out->length < DESCRIPTION_MOST;) {
        size_t plain = strcspn(at, "<\n");

        plain = plain < (size_t)(end - at) ? plain : (size_t)(end - at);
        sc_buffer_add(out, at, plain);
        at += plain;
        if (at < end && *at == '\n') {
            sc_buffer_puts(out, " ");
            at++;
        }
        else if (at < end) {
            at += strcspn(at, ">") + 1;
        }
    }
}

static const char *plain_of(const char *html, const char *end, apr_pool_t *pool)
{
    sc_buffer_t *out = sc_buffer_new(pool, 64);

    add_plain(out, html, end);
    return out->data;
}

/* The first facts; a number says nothing without what it counts: "Places: 31". */
static void add_facts(sc_buffer_t *out, const sc_view_t *view, const char *content)
{
    static const char before[] = "<div class=\"sistercity__number\"><dt>", between[] = "</dt><dd>";
    enum { FACTS = 3 };
    const char *at = content, *label = content;

    for (int i = 0; i < FACTS && (at = strstr(at, "<dd>")) != NULL; i++, label = at) {
        const char *end = strstr(at, "</dd>"), *fact;

        at += strlen("<dd>");
        fact = plain_of(at, end ? end : at, view->pool);
        label = strstr(label, before);
        if (label && label < at) {
            label += strlen(before);
            fact = sc_join(view, SC_COLON, plain_of(label, at - strlen(between), view->pool), fact);
        }
        sc_buffer_puts(out, i ? " · " : "");
        sc_buffer_puts(out, fact);
    }
}

/* What the page says of itself: its lead, or how much it lists, or else its first facts; its title
 * where there is none of them. */
static const char *description_of(const sc_view_t *view, const sc_buffer_t *content,
                                  const char *title)
{
    static const char *const sentences[] = {"<p class=\"sistercity__lead\">",
                                            "<p class=\"sistercity__total\">",
                                            "<caption class=\"sistercity__caption\">"};
    sc_buffer_t *out = sc_buffer_new(view->pool, 2 * DESCRIPTION_MOST);

    for (size_t i = 0; i < SC_LENGTH(sentences); i++) {
        const char *at = strstr(content->data, sentences[i]);

        if (at) {
            at += strlen(sentences[i]);
            add_plain(out, at, at + strcspn(at, "\n"));
            return out->data;
        }
    }
    add_facts(out, view, content->data);
    return out->length ? out->data : sc_html_make(view->pool, "%t", title);
}

/* For search engines, and for whoever is sent the address (Open Graph). */
static void write_summary(sc_buffer_t *out, const sc_view_t *view, const char *title,
                          const sc_buffer_t *content, const char *canonical)
{
    const char *description = description_of(view, content, title);
    char *locale = apr_pstrdup(view->pool, sc_language_tag(view->language));

    for (char *hyphen = locale; (hyphen = strchr(hyphen, '-')) != NULL;) {
        *hyphen = '_';
    }
    sc_html(out,
            "<meta name=\"description\" content=\"%r\">\n"
            "<meta property=\"og:description\" content=\"%r\">\n",
            description, description);
    sc_html(out,
            "<meta property=\"og:title\" content=\"%t\">\n"
            "<meta property=\"og:type\" content=\"website\">\n"
            "<meta property=\"og:url\" content=\"%u\">\n"
            "<meta property=\"og:locale\" content=\"%t\">\n",
            title, canonical, locale);
}

static void write_head(sc_buffer_t *out, const sc_view_t *view, const sc_document_head_t *head,
                       const sc_buffer_t *content)
{
    const char *canonical = address_in(view, sc_language_tag(view->language));

    write_stylesheet(out, view, "/sistercity.css?v=", sc_stylesheet_version);
    if (head->is_admin) {
        write_stylesheet(out, view, "/sistercity-admin.css?v=", sc_admin_stylesheet_version);
        sc_html(out, "<script src=\"%u\" defer></script>\n",
                apr_pstrcat(view->pool, view->mount,
                            "/sistercity-admin.js?v=", sc_admin_script_version, NULL));
    }
    if (!head->is_indexable) {
        sc_buffer_puts(out, "<meta name=\"robots\" content=\"noindex\">\n");
        return;
    }
    sc_html(out, "<link rel=\"canonical\" href=\"%u\">\n", canonical);
    write_alternates(out, view);
    write_summary(out, view, head->title, content, canonical);
    write_formats(out, view, head->formats);
    write_kin(out, view, head);
}

/* In the language itself, for those who read no other; with lang, so that it is spoken as such. */
static void write_language(sc_buffer_t *out, const sc_view_t *view, const char *path,
                           const char *tag)
{
    const sc_language_t *language =
        view->all_languages ? sc_languages_get(view->all_languages, tag) : NULL;
    int is_current = strcmp(tag, sc_language_tag(view->language)) == 0;

    sc_html(out, "<li><a href=\"%u\" hreflang=\"%t\"%r>", apr_pstrcat(view->pool, path, tag, NULL),
            tag, is_current ? " aria-current=\"true\"" : NULL);
    if (language) {
        sc_html(out, "<span lang=\"%t\">%t</span>", tag, sc_language_endonym(language));
    }
    else {
        sc_html(out, "%t", sc_say_language(view, tag));
    }
    sc_buffer_puts(out, "</a></li>\n");
}

/* More than these would push the page down: they open on request. */
enum { LANGUAGES_IN_SIGHT = 4 };

/* The name of the language that is being read, to open the others by. */
static void open_languages(sc_buffer_t *out, const sc_view_t *view)
{
    const char *tag = sc_language_tag(view->language);

    sc_html(out, "<details><summary lang=\"%t\">%t</summary>", tag,
            sc_language_endonym(view->language));
}

static void write_languages(sc_buffer_t *out, const sc_view_t *view)
{
    int is_long = view->languages->nelts > LANGUAGES_IN_SIGHT;
    const char *path = apr_pstrcat(view->pool, view->mount, view->path, "?", view->arguments,
                                   *view->arguments ? "&" : "", "lang=", NULL);

    if (view->languages->nelts < 2) {
        return;
    }
    sc_html(out, "<nav class=\"sistercity-page__languages\" aria-label=\"%t\">",
            sc_say(view, "Languages"));
    if (is_long) {
        open_languages(out, view);
    }
    sc_buffer_puts(out, "<ul>\n");
    for (int i = 0; i < view->languages->nelts; i++) {
        write_language(out, view, path, APR_ARRAY_IDX(view->languages, i, const char *));
    }
    sc_buffer_puts(out, is_long ? "</ul></details></nav>\n" : "</ul></nav>\n");
}

static void write_piece(sc_buffer_t *out, const sc_view_t *view, const sc_document_head_t *head,
                        const sc_buffer_t *content, const piece_t *piece)
{
    const char *tag = sc_language_tag(view->language);

    switch (piece->kind) {
    case PIECE_TEXT:
        sc_buffer_add(out, piece->text, piece->length);
        break;
    case PIECE_TITLE:
        sc_html(out, "%t", head->title);
        break;
    case PIECE_HEAD:
        write_head(out, view, head, content);
        break;
    case PIECE_CONTENT:
        sc_buffer_add(out, content->data, content->length);
        break;
    case PIECE_LANG:
        sc_html(out, "%t", tag);
        break;
    case PIECE_DIR:
        sc_html(out, "%t", sc_language_direction(tag));
        break;
    case PIECE_LANGUAGES:
        write_languages(out, view);
        break;
    }
}

static void write_footer(sc_buffer_t *out, const sc_view_t *view)
{
    const char *day = view->state ? sc_day_of(view->state->modified, view->pool) : NULL;

    if (day) {
        sc_html(out, "<footer class=\"sistercity-page__footer\"><p>%r</p></footer>\n",
                sc_dated_html(view, sc_say(view, "Last change of the registry: {date}"), day));
    }
}

static void write_built_in(sc_buffer_t *out, const sc_view_t *view, const sc_document_head_t *head,
                           const sc_buffer_t *content)
{
    const char *tag = sc_language_tag(view->language);

    sc_html(out,
            "<!DOCTYPE html>\n<html lang=\"%t\" dir=\"%t\" class=\"sistercity-page\">\n<head>\n"
            "<meta charset=\"utf-8\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n<title>%t</title>\n",
            tag, sc_language_direction(tag), head->title);
    write_head(out, view, head, content);
    sc_html(out,
            "</head>\n<body>\n<a class=\"sistercity-page__skip\" href=\"#content\">%t</a>\n"
            "<header class=\"sistercity-page__header\">\n<p><a href=\"%u\">%t</a></p>\n",
            sc_say(view, "Skip to the content"), sc_link(view, NULL),
            sc_say(view, "Sister cities and partnerships"));
    write_languages(out, view);
    sc_html(out, "</header>\n<main id=\"content\" tabindex=\"-1\">\n");
    sc_buffer_add(out, content->data, content->length);
    sc_buffer_puts(out, "</main>\n");
    write_footer(out, view);
    sc_buffer_puts(out, "</body>\n</html>\n");
}

void sc_frame_write(sc_buffer_t *out, const sc_view_t *view, const sc_page_template_t *frame,
                    const sc_document_head_t *head, const sc_buffer_t *content)
{
    if (!frame) {
        write_built_in(out, view, head, content);
        return;
    }
    for (int i = 0; i < frame->pieces->nelts; i++) {
        write_piece(out, view, head, content, &APR_ARRAY_IDX(frame->pieces, i, piece_t));
    }
}
