#include "present/page/part/part.h"

#include <apr_strings.h>
#include <math.h>

enum { PARTIES_IN_A_NAME = 4 };

static sc_label_t *label_named(const sc_view_t *view, const char *slug, const char *name)
{
    sc_label_t *label = apr_pcalloc(view->pool, sizeof(*label));

    label->slug = slug;
    label->name = name;
    label->latitude = label->longitude = NAN;
    label->names = apr_array_make(view->pool, 1, sizeof(sc_name_t *));
    return label;
}

const sc_label_t *sc_part_label(const sc_view_t *view, apr_hash_t *labels, const char *slug)
{
    const sc_label_t *label = labels ? apr_hash_get(labels, slug, APR_HASH_KEY_STRING) : NULL;

    return label ? label : label_named(view, slug, slug);
}

const char *sc_part_name(const sc_view_t *view, const sc_label_t *place)
{
    return sc_name_for(view->language, place).text;
}

static const char *name_html(const sc_view_t *view, const sc_label_t *place)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    sc_html_lang(out, view, sc_name_for(view->language, place));
    return out->data;
}

const char *sc_part_local(const sc_view_t *view, const sc_label_t *place)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    sc_lang_text_t local = sc_name_local(view->language, place);

    if (!local.text) {
        return NULL;
    }
    sc_buffer_puts(out, "<span class=\"sistercity__local\">");
    sc_html_lang(out, view, local);
    sc_buffer_puts(out, "</span>");
    return out->data;
}

const char *sc_part_place_link(const sc_view_t *view, const sc_label_t *place)
{
    return sc_html_make(view->pool, "<a href=\"%u\">%r</a>",
                        sc_link(view, "places", place->slug, NULL), name_html(view, place));
}

const char *sc_part_country(const sc_view_t *view, const char *country)
{
    if (!country) {
        return NULL;
    }
    return sc_html_make(view->pool,
                        "<span class=\"sistercity__country\" data-country=\"%t\">%t</span>",
                        country, sc_format_country(view->language, view->country_labels, country));
}

const char *sc_part_parties(const sc_view_t *view, apr_hash_t *labels,
                            const sc_partnership_t *partnership)
{
    const char *text = "";
    int count = SC_COUNT(partnership->parties);
    int shown = count > PARTIES_IN_A_NAME ? PARTIES_IN_A_NAME - 1 : count;
    int i;

    if (partnership->name) {
        return partnership->name;
    }
    for (i = 0; i < shown; i++) {
        const sc_party_t *party = SC_AT(partnership->parties, i, sc_party_t);
        const char *name = sc_part_name(view, sc_part_label(view, labels, party->place));

        text = i == 0 ? name : apr_pstrcat(view->pool, text, " – ", name, NULL);
    }
    if (shown == count) {
        return text;
    }
    return sc_text_n(view->language, view->pool, "{parties} and {n} more", "{parties} and {n} more",
                     count - shown, "parties", text, NULL);
}

const char *sc_part_partnership_link(const sc_view_t *view, apr_hash_t *labels,
                                     const sc_partnership_t *partnership)
{
    return sc_html_make(view->pool, "<a href=\"%u\">%t</a>",
                        sc_link(view, "partnerships", partnership->slug, NULL),
                        sc_part_parties(view, labels, partnership));
}

const char *sc_part_place_links(const sc_view_t *view, apr_hash_t *labels,
                                const apr_array_header_t *parties, int most)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    int count = SC_COUNT(parties);
    int i;

    for (i = 0; i < count && i < most; i++) {
        const sc_party_t *party = SC_AT(parties, i, sc_party_t);

        sc_html(out, "%r%r", i == 0 ? NULL : " · ",
                sc_part_place_link(view, sc_part_label(view, labels, party->place)));
    }
    if (count > most) {
        sc_html(out, " · %t",
                sc_text_n(view->language, view->pool, "and {n} more", "and {n} more", count - most,
                          NULL));
    }
    return count ? out->data : NULL;
}
