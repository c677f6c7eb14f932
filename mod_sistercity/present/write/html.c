#include "present/write/html.h"

#include "model/text/edtf.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <string.h>

/* What stands for the characters that mean something in HTML. */
static const char *const entities[256] = {
    ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};

static void add_text(sc_buffer_t *out, const char *text)
{
    const char *plain = text ? text : (text = "");

    for (; text && *text; text++) {
        const char *entity = entities[(unsigned char)*text];

        if (entity) {
            sc_buffer_add(out, plain, (apr_size_t)(text - plain));
            sc_buffer_puts(out, entity);
            plain = text + 1;
        }
    }
    sc_buffer_add(out, plain, (apr_size_t)(text - plain));
}

static int is_safe_address(const char *address)
{
    static const char *const schemes[] = {"http:", "https:", "mailto:"};
    size_t scheme = strcspn(address, ":/?#");

    if (address[scheme] != ':') {
        return 1;
    }
    for (size_t i = 0; i < SC_LENGTH(schemes); i++) {
        if (scheme + 1 == strlen(schemes[i]) && strncasecmp(address, schemes[i], scheme + 1) == 0) {
            return 1;
        }
    }
    return 0;
}

static void add_address(sc_buffer_t *out, const char *address)
{
    if (address) {
        add_text(out, is_safe_address(address) ? address : "#");
    }
}

static int level_of(int heading)
{
    return heading < 1 ? 1 : heading > 6 ? 6 : heading;
}

static void write_template(sc_buffer_t *out, const char *template, va_list values)
{
    const char *rest = template;
    const char *raw;

    for (;;) {
        size_t plain = (size_t)(strchrnul(rest, '%') - rest);

        sc_buffer_add(out, rest, plain);
        rest += plain;
        if (!*rest || !rest[1]) {
            return;
        }
        switch (rest[1]) {
        case 't':
            add_text(out, va_arg(values, const char *));
            break;
        case 'u':
            add_address(out, va_arg(values, const char *));
            break;
        case 'd':
            sc_buffer_number(out, va_arg(values, int));
            break;
        case 'l':
            sc_buffer_number(out, va_arg(values, apr_int64_t));
            break;
        case 'h':
            sc_buffer_number(out, level_of(va_arg(values, int)));
            break;
        case 'r':
            raw = va_arg(values, const char *);
            sc_buffer_puts(out, raw ? raw : "");
            break;
        default:
            sc_buffer_add(out, rest + 1, 1);
            break;
        }
        rest += 2;
    }
}

void sc_html(sc_buffer_t *out, const char *template, ...)
{
    va_list values;

    va_start(values, template);
    write_template(out, template, values);
    va_end(values);
}

/* Most of them are short, and a page has thousands: each takes no more of the pool than its text.
 */
const char *sc_html_make(apr_pool_t *pool, const char *template, ...)
{
    char room[512];
    sc_buffer_t out = {pool, room, 0, sizeof(room)};
    va_list values;

    va_start(values, template);
    write_template(&out, template, values);
    va_end(values);
    return out.data == room ? apr_pstrmemdup(pool, room, out.length) : out.data;
}

void sc_html_fill(sc_buffer_t *out, const char *text, ...)
{
    apr_array_header_t *arguments = apr_array_make(out->pool, 8, sizeof(const char *));
    const char *escaped = sc_html_make(out->pool, "%t", text);
    const char *argument;
    va_list values;

    va_start(values, text);
    do {
        argument = va_arg(values, const char *);
        APR_ARRAY_PUSH(arguments, const char *) = argument;
    } while (argument);
    va_end(values);
    sc_buffer_puts(out, sc_fill(escaped, (const char *const *)arguments->elts, out->pool));
}

static const char *direction_of(const sc_view_t *view)
{
    return sc_language_direction(sc_language_tag(view->language));
}

const char *sc_text_html(const sc_view_t *view, const char *text)
{
    const char *direction = text ? sc_text_direction(text) : NULL;

    if (direction && strcmp(direction, direction_of(view)) != 0) {
        return sc_htmlf(view, "<bdi>%t</bdi>", text);
    }
    return text ? sc_htmlf(view, "%t", text) : NULL;
}

const char *sc_link_html(const sc_view_t *view, const char *address, const char *text)
{
    return sc_htmlf(view, "<a href=\"%u\">%r</a>", address, sc_text_html(view, text));
}

const char *sc_lang_html(const sc_view_t *view, sc_lang_text_t text)
{
    const char *direction = text.lang ? sc_language_direction(text.lang) : NULL;
    const char *around = direction_of(view);

    if (!text.lang) {
        return sc_text_html(view, text.text);
    }
    if (strcmp(direction, around) == 0) {
        return sc_htmlf(view, "<span lang=\"%t\">%t</span>", text.lang, text.text);
    }
    return sc_htmlf(view, "<span lang=\"%t\" dir=\"%t\">%t</span>", text.lang, direction,
                    text.text);
}

static int html_can_say(const char *edtf)
{
    sc_date_t date;

    return sc_edtf_parse(edtf, &date) == APR_SUCCESS && date.precision >= SC_PRECISION_YEAR &&
           !date.uncertain && !date.approximate;
}

static const char *time_html(const sc_view_t *view, const char *edtf, const char *text)
{
    return text && html_can_say(edtf)
               ? sc_htmlf(view, "<time datetime=\"%t\">%t</time>", edtf, text)
               : sc_text_html(view, text);
}

const char *sc_date_html(const sc_view_t *view, const char *edtf)
{
    return time_html(view, edtf, edtf ? sc_say_date(view, edtf) : NULL);
}

const char *sc_span_html(const sc_view_t *view, const char *from, const char *until)
{
    if (from && (!until || strcmp(from, until) == 0)) {
        return sc_date_html(view, from);
    }
    return from || until
               ? sc_text_html(view, sc_format_span(view->language, from, until, view->pool))
               : NULL;
}

const char *sc_dated_html(const sc_view_t *view, const char *text, const char *edtf)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    const char *placeholder;
    const char *date = sc_format_date_in_text(view->language, edtf, text, &placeholder, view->pool);

    sc_html_fill(out, text, placeholder, time_html(view, edtf, date), NULL);
    return out->data;
}

/* No text has "<a": what is not ours is escaped, and so is what Markdown leaves. */
sc_buffer_t *sc_html_with_link_class(const sc_buffer_t *content, const char *link_class)
{
    static const char link[] = "<a ", with_class[] = "class=\"";
    sc_buffer_t *out = sc_buffer_new(content->pool, content->length + content->length / 8);
    const char *rest = content->data, *at;

    while ((at = strstr(rest, link)) != NULL) {
        at += strlen(link);
        sc_buffer_add(out, rest, (apr_size_t)(at - rest));
        rest = strncmp(at, with_class, strlen(with_class)) == 0 ? at + strlen(with_class) : at;
        sc_html(out, "class=\"%t%r ", link_class, rest > at ? NULL : "\"");
    }
    sc_buffer_puts(out, rest);
    return out;
}
