#include "present/page/part/part.h"

#include "model/edtf.h"

#include <apr_strings.h>
#include <string.h>

/* What sources speak about that is no field of an item, as its JSON names it. */
static const struct {
    const char *name;
    const char *label;
} derived[] = {{"claimed_partners", N_("Number of partners")},
               {"listed_partners", N_("Number of partners")}};

static const char *derived_label(const sc_view_t *view, const char *name)
{
    size_t i;

    for (i = 0; i < sizeof(derived) / sizeof(derived[0]); i++) {
        if (strcmp(derived[i].name, name) == 0) {
            return sc_text(view->language, derived[i].label);
        }
    }
    return name;
}

const char *sc_part_source_field(const sc_view_t *view, const sc_entity_t *entity, const char *name)
{
    const sc_field_t *field = sc_entity_field(entity, name);
    const sc_entity_t *collection = sc_entity_of_collection(name);

    if (field) {
        return sc_text(view->language, field->label);
    }
    return collection ? sc_text(view->language, collection->label_many) : derived_label(view, name);
}

/* What a source states about a date reads as a date; anything else stands in its own spelling. */
static const char *stated(const sc_view_t *view, const char *states)
{
    sc_date_t date;
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    if (sc_edtf_parse(states, &date) == APR_SUCCESS) {
        sc_html_date(out, view, states);
        return out->data;
    }
    return sc_html_make(view->pool, "<q>%t</q>", states);
}

static const char *source_link(const sc_view_t *view, const sc_source_t *source)
{
    const char *title = source->title ? source->title : source->url;

    if (!source->url) {
        return sc_html_make(view->pool, "<cite>%t</cite>", title);
    }
    return sc_html_make(view->pool,
                        "<a class=\"sistercity__address\" href=\"%u\"><cite>%t</cite></a>",
                        source->url, title);
}

static void write_seen(sc_buffer_t *out, const sc_view_t *view, const char *seen)
{
    sc_buffer_t *date = sc_buffer_new(view->pool, 0);

    if (!seen) {
        return;
    }
    sc_html_date(date, view, seen);
    sc_buffer_puts(out, " <span class=\"sistercity__details\">");
    sc_html_fill(out, sc_text(view->language, "seen {date}"), "date", date->data, NULL);
    sc_buffer_puts(out, "</span>");
}

static void write_source(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                         const sc_source_t *source)
{
    sc_buffer_puts(out, "<li class=\"sistercity__entry\">");
    if (source->field) {
        sc_html(out, "<span class=\"sistercity__stated\">%t",
                sc_part_source_field(view, entity, source->field));
        if (source->states) {
            sc_html(out, ": %r", stated(view, source->states));
        }
        sc_buffer_puts(out, "</span> ");
    }
    else if (source->states) {
        sc_html(out, "%r ", stated(view, source->states));
    }
    if (source->title || source->url) {
        sc_buffer_puts(out, source_link(view, source));
    }
    write_seen(out, view, source->seen);
    if (source->preferred == 1) {
        sc_html(out, " <span class=\"sistercity__badge\">%t</span>",
                sc_text(view->language, "the record follows this source"));
    }
    sc_html_markdown(out, view, source->note, view->heading + 2);
    sc_buffer_puts(out, "</li>\n");
}

static int differ(const sc_source_t *a, const sc_source_t *b)
{
    return a->field && b->field && a->states && b->states && strcmp(a->field, b->field) == 0 &&
           strcmp(a->states, b->states) != 0;
}

static int is_disputed(const apr_array_header_t *sources, const sc_source_t *source)
{
    int i;

    for (i = 0; i < sources->nelts; i++) {
        if (differ(source, SC_AT(sources, i, sc_source_t))) {
            return 1;
        }
    }
    return 0;
}

/* Whether an earlier source has already brought up the field. */
static int is_repeated(const apr_array_header_t *sources, int position)
{
    const sc_source_t *source = SC_AT(sources, position, sc_source_t);
    int i;

    for (i = 0; i < position; i++) {
        const sc_source_t *earlier = SC_AT(sources, i, sc_source_t);

        if (earlier->field && strcmp(earlier->field, source->field) == 0) {
            return 1;
        }
    }
    return 0;
}

static void write_dispute(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                          const apr_array_header_t *sources, const char *field)
{
    const char *text =
        sc_textf(view->language, view->pool, "Sources state different things here: {field}",
                 "field", sc_part_source_field(view, entity, field), NULL);
    int i;

    sc_html(out, "<p class=\"sistercity__disputed\">%t</p>\n<ul class=\"sistercity__entries\">\n",
            text);
    for (i = 0; i < sources->nelts; i++) {
        const sc_source_t *source = SC_AT(sources, i, sc_source_t);

        if (source->field && strcmp(source->field, field) == 0) {
            write_source(out, view, entity, source);
        }
    }
    sc_buffer_puts(out, "</ul>\n");
}

static void write_disputes(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                           const apr_array_header_t *sources)
{
    int i;

    for (i = 0; i < sources->nelts; i++) {
        const sc_source_t *source = SC_AT(sources, i, sc_source_t);

        if (is_disputed(sources, source) && !is_repeated(sources, i)) {
            write_dispute(out, view, entity, sources, source->field);
        }
    }
}

static int field_is_disputed(const apr_array_header_t *sources, const char *field)
{
    int i;

    for (i = 0; field && i < sources->nelts; i++) {
        const sc_source_t *source = SC_AT(sources, i, sc_source_t);

        if (source->field && strcmp(source->field, field) == 0 && is_disputed(sources, source)) {
            return 1;
        }
    }
    return 0;
}

void sc_part_sources(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                     const apr_array_header_t *sources, const char *record_source)
{
    sc_buffer_t *rest = sc_buffer_new(view->pool, 0);
    int i;

    if (sources->nelts == 0 && !record_source) {
        return;
    }
    sc_part_heading(out, view, 1, sc_text(view->language, "Sources"));
    write_disputes(out, view, entity, sources);
    if (record_source) {
        sc_html(rest, "<li class=\"sistercity__entry\">%r</li>\n",
                sc_part_citation(view, record_source));
    }
    for (i = 0; i < sources->nelts; i++) {
        const sc_source_t *source = SC_AT(sources, i, sc_source_t);

        if (!field_is_disputed(sources, source->field)) {
            write_source(rest, view, entity, source);
        }
    }
    if (rest->length) {
        sc_html(out, "<ul class=\"sistercity__entries\">\n%r</ul>\n", rest->data);
    }
}
