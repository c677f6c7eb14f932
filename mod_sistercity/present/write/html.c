#include "present/write/html.h"

#include "model/edtf.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <string.h>

static const char *entity_of(char c)
{
    switch (c) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

static void add_text(sc_buffer_t *out, const char *text)
{
    const char *rest = text;

    if (!text) {
        return;
    }
    while (*rest) {
        size_t plain = strcspn(rest, "&<>\"'");

        sc_buffer_add(out, rest, plain);
        rest += plain;
        if (*rest) {
            sc_buffer_puts(out, entity_of(*rest++));
        }
    }
}

static int is_safe_address(const char *address)
{
    static const char *const schemes[] = {"http:", "https:", "mailto:"};
    size_t scheme = strcspn(address, ":/?#");
    size_t i;

    if (address[scheme] != ':') {
        return 1;
    }
    for (i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++) {
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

const char *sc_html_make(apr_pool_t *pool, const char *template, ...)
{
    sc_buffer_t *out = sc_buffer_new(pool, 0);
    va_list values;

    va_start(values, template);
    write_template(out, template, values);
    va_end(values);
    return out->data;
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

void sc_html_lang(sc_buffer_t *out, const sc_view_t *view, sc_lang_text_t text)
{
    const char *direction;

    if (!text.lang) {
        add_text(out, text.text);
        return;
    }
    direction = sc_language_direction(text.lang);
    if (strcmp(direction, sc_language_direction(sc_language_tag(view->language))) == 0) {
        direction = NULL;
    }
    sc_html(out, "<span lang=\"%t\"%r%t%r>%t</span>", text.lang, direction ? " dir=\"" : "",
            direction, direction ? "\"" : "", text.text);
}

static int html_can_say(const char *edtf)
{
    sc_date_t date;

    return sc_edtf_parse(edtf, &date) == APR_SUCCESS && date.precision >= SC_PRECISION_YEAR &&
           !date.uncertain && !date.approximate;
}

void sc_html_date(sc_buffer_t *out, const sc_view_t *view, const char *edtf)
{
    sc_html_span(out, view, edtf, NULL);
}

void sc_html_span(sc_buffer_t *out, const sc_view_t *view, const char *from, const char *until)
{
    int is_one = from && (!until || strcmp(from, until) == 0);
    const char *text;

    if (!from && !until) {
        return;
    }
    text = is_one ? sc_format_date(view->language, from, view->pool)
                  : sc_format_span(view->language, from, until, view->pool);
    if (is_one && html_can_say(from)) {
        sc_html(out, "<time datetime=\"%t\">%t</time>", from, text);
    }
    else {
        add_text(out, text);
    }
}
