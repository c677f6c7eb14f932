#include "present/page/part/part.h"

#include "model/text/edtf.h"

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
    for (size_t i = 0; i < SC_LENGTH(derived); i++) {
        if (strcmp(derived[i].name, name) == 0) {
            return sc_say(view, derived[i].label);
        }
    }
    return name;
}

const char *sc_part_source_field(const sc_view_t *view, const sc_entity_t *entity, const char *name)
{
    const sc_field_t *field = sc_entity_field(entity, name);
    const sc_entity_t *collection = sc_entity_of_collection(name);

    if (field) {
        return sc_say(view, field->label);
    }
    return collection ? sc_say(view, collection->label_many) : derived_label(view, name);
}

/* What a source states about a date reads as a date; anything else stands in its own spelling. */
static const char *stated(const sc_view_t *view, const char *states)
{
    sc_date_t date;

    return sc_edtf_parse(states, &date) == APR_SUCCESS
               ? sc_date_html(view, states)
               : sc_htmlf(view, "<q>%r</q>", sc_text_html(view, states));
}

static const char *source_link(const sc_view_t *view, const sc_source_t *source)
{
    const char *title = sc_htmlf(view, "<cite>%r</cite>",
                                 sc_text_html(view, source->title ? source->title : source->url));

    return source->url ? sc_htmlf(view, "<a class=\"sistercity__address\" href=\"%u\">%r</a>",
                                  source->url, title)
                       : title;
}

static void write_source(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                         const sc_source_t *source)
{
    const char *states = source->states ? stated(view, source->states) : NULL;
    const char *field = source->field ? sc_part_source_field(view, entity, source->field) : NULL;

    sc_buffer_puts(out, "<li class=\"sistercity__entry\">");
    if (field) {
        field = sc_text_html(view, sc_part_capital(view, field));
        sc_html(out, "<span class=\"sistercity__stated\">%r</span> ",
                sc_join(view, SC_COLON, field, states));
    }
    else if (states) {
        sc_html(out, "%r ", states);
    }
    if (source->title || source->url) {
        sc_buffer_puts(out, source_link(view, source));
    }
    if (source->seen) {
        sc_html(out, " <span class=\"sistercity__details\">%r</span>",
                sc_dated_html(view, sc_say(view, "seen {date}"), source->seen));
    }
    if (source->preferred == 1) {
        sc_html(out, " <span class=\"sistercity__badge\">%t</span>",
                sc_say(view, "the record follows this source"));
    }
    sc_html_markdown(out, view, source->note, view->heading + 2);
    sc_buffer_puts(out, "</li>\n");
}

static int is_about(const sc_source_t *source, const char *field)
{
    return source->field && field && strcmp(source->field, field) == 0;
}

/* Whether sources state different things about the field. */
static int is_disputed(const apr_array_header_t *sources, const char *field)
{
    const char *first = NULL;

    SC_EACH(const sc_source_t, source, sources) {
        if (!is_about(source, field) || !source->states) {
            continue;
        }
        if (first && strcmp(first, source->states) != 0) {
            return 1;
        }
        first = source->states;
    }
    return 0;
}

/* Whether an earlier source has already brought up the field. */
static int is_repeated(const apr_array_header_t *sources, int position, const char *field)
{
    for (int i = 0; i < position; i++) {
        if (is_about(SC_AT(sources, i, sc_source_t), field)) {
            return 1;
        }
    }
    return 0;
}

static void write_dispute(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                          const apr_array_header_t *sources, const char *field)
{
    sc_html(out, "<p class=\"sistercity__disputed\">%t</p>\n<ul class=\"sistercity__entries\">\n",
            sc_sayf(view, "Sources state different things here: {field}", "field",
                    sc_part_source_field(view, entity, field), NULL));
    for (int i = 0; i < sources->nelts; i++) {
        if (is_about(SC_AT(sources, i, sc_source_t), field)) {
            write_source(out, view, entity, SC_AT(sources, i, sc_source_t));
        }
    }
    sc_buffer_puts(out, "</ul>\n");
}

void sc_part_sources(sc_buffer_t *out, const sc_view_t *view, const sc_entity_t *entity,
                     const apr_array_header_t *sources, const char *record_source)
{
    sc_buffer_t *rest = sc_buffer_new(view->pool, 0);

    if (sources->nelts == 0 && !record_source) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "Sources"));
    if (record_source) {
        sc_html(rest, "<li class=\"sistercity__entry\">%r</li>\n",
                sc_part_citation(view, record_source));
    }
    for (int i = 0; i < sources->nelts; i++) {
        const sc_source_t *source = SC_AT(sources, i, sc_source_t);

        if (!is_disputed(sources, source->field)) {
            write_source(rest, view, entity, source);
        }
        else if (!is_repeated(sources, i, source->field)) {
            write_dispute(out, view, entity, sources, source->field);
        }
    }
    if (rest->length) {
        sc_html(out, "<ul class=\"sistercity__entries\">\n%r</ul>\n", rest->data);
    }
}
