#include "present/page/part/part.h"

#include "language/collate.h"
#include "model/text/edtf.h"
#include "model/text/notation.h"

#include <apr_strings.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

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
    const sc_label_t *label = sc_find(labels, slug);

    return label ? label : label_named(view, slug, slug);
}

const char *sc_part_name(const sc_view_t *view, const sc_label_t *place)
{
    return sc_name_for(view->language, place).text;
}

const char *sc_part_local(const sc_view_t *view, const sc_label_t *place)
{
    sc_lang_text_t local = sc_name_local(view->language, place);

    return local.text ? sc_htmlf(view, "<span class=\"sistercity__local\">%r</span>",
                                 sc_lang_html(view, local))
                      : NULL;
}

const char *sc_part_place_link(const sc_view_t *view, const sc_label_t *place)
{
    return sc_htmlf(view, "<a href=\"%u\">%r</a>", sc_link(view, "places", place->slug, NULL),
                    sc_lang_html(view, sc_name_for(view->language, place)));
}

const char *sc_part_slug_link(const sc_view_t *view, apr_hash_t *labels, const char *slug)
{
    return slug ? sc_part_place_link(view, sc_part_label(view, labels, slug)) : NULL;
}

const char *sc_part_slug_links(const sc_view_t *view, apr_hash_t *labels,
                               const apr_array_header_t *slugs)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    for (int i = 0; i < SC_COUNT(slugs); i++) {
        sc_html(out, "%r%r", i ? SC_DOT : NULL,
                sc_part_slug_link(view, labels, APR_ARRAY_IDX(slugs, i, const char *)));
    }
    return out->data;
}

const char *sc_part_whereabouts(const sc_view_t *view, const sc_place_t *place)
{
    return sc_join(view, SC_COMMA, place->subdivision,
                   place->country ? sc_say_country(view, place->country) : NULL);
}

const char *sc_part_country(const sc_view_t *view, const char *country)
{
    return country
               ? sc_htmlf(view, "<span class=\"sistercity__country\" data-country=\"%t\">%t</span>",
                          country, sc_say_country(view, country))
               : NULL;
}

const char *sc_part_country_link(const sc_view_t *view, const char *country)
{
    const char *name = sc_part_country(view, country);

    return name && !view->is_fragment
               ? sc_htmlf(
                     view, "<a href=\"%u\">%r</a>",
                     sc_link_with(view, sc_link(view, "partnerships", NULL), "country", country),
                     name)
               : name;
}

/* Those that are parties today; all of them, where that leaves no two. */
static apr_array_header_t *present_parties(const sc_view_t *view,
                                           const sc_partnership_t *partnership)
{
    apr_array_header_t *present =
        apr_array_make(view->pool, SC_COUNT(partnership->parties) + 1, sizeof(void *));

    SC_EACH(sc_party_t, party, partnership->parties) {
        if (sc_party_takes_part(party, view->today)) {
            APR_ARRAY_PUSH(present, void *) = party;
        }
    }
    return present->nelts > 1 ? present : partnership->parties;
}

const char *sc_part_parties(const sc_view_t *view, apr_hash_t *labels,
                            const sc_partnership_t *partnership)
{
    const char *text = "";
    const apr_array_header_t *parties = present_parties(view, partnership);
    int count = SC_COUNT(parties);
    int shown = count > PARTIES_IN_A_NAME ? PARTIES_IN_A_NAME - 1 : count;

    if (partnership->name) {
        return partnership->name;
    }
    for (int i = 0; i < shown; i++) {
        const sc_party_t *party = SC_AT(parties, i, sc_party_t);
        const char *name = sc_part_name(view, sc_part_label(view, labels, party->place));

        name = count > 1 ? sc_isolated(view, name) : name;
        text = i == 0 ? name : apr_pstrcat(view->pool, text, " – ", name, NULL);
    }
    if (shown == count) {
        return text;
    }
    return sc_say_n(view, "{parties} and {n} more", "{parties} and {n} more", count - shown,
                    "parties", text, NULL);
}

const char *sc_part_partnership_link(const sc_view_t *view, apr_hash_t *labels,
                                     const sc_partnership_t *partnership)
{
    return sc_link_html(view, sc_link(view, "partnerships", partnership->slug, NULL),
                        sc_part_parties(view, labels, partnership));
}

const char *sc_part_ended(const sc_view_t *view, apr_hash_t *labels, const sc_place_t *place,
                          const apr_array_header_t *successors)
{
    static const struct {
        const char *word;
        const char *text;
    } ends[] = {{"rename", N_("Renamed {places} ({date})")},
                {"merger", N_("Merged into {places} ({date})")},
                {"split", N_("Split into {places} ({date})")}};
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    const char *text = sc_say(view, "Ceased to exist ({date})");

    if (!place->ended) {
        return NULL;
    }
    for (size_t i = 0; SC_COUNT(successors) && i < SC_LENGTH(ends); i++) {
        if (place->ended_by && strcmp(ends[i].word, place->ended_by) == 0) {
            text = sc_say(view, ends[i].text);
        }
    }
    if (sc_edtf_is_future(place->ended, view->today)) {
        text = sc_sayf(view, "planned: {what}", "what", text, NULL);
    }
    sc_html_fill(out, text, "places",
                 SC_COUNT(successors) ? sc_part_slug_links(view, labels, successors) : "", "date",
                 sc_date_html(view, place->ended), NULL);
    return out->data;
}

const char *sc_part_network_link(const sc_view_t *view, const sc_network_t *network)
{
    return sc_htmlf(view, "<a href=\"%u\">%r</a>", sc_link(view, "networks", network->slug, NULL),
                    sc_lang_html(view, sc_own_name(view, network)));
}

const char *sc_part_membership(const sc_view_t *view, const sc_membership_t *membership)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    if (membership->left) {
        sc_html(out, "%r", sc_span_html(view, membership->joined, membership->left));
    }
    else if (membership->joined) {
        sc_buffer_puts(
            out, sc_dated_html(view, sc_say(view, "member since {date}"), membership->joined));
    }
    if (membership->role) {
        sc_html(out, "%r%r", out->length ? SC_DOT : NULL, sc_text_html(view, membership->role));
    }
    return out->length ? sc_htmlf(view, " <span class=\"sistercity__details\">%r</span>", out->data)
                       : NULL;
}

const char *sc_part_size_range(const sc_view_t *view, const sc_seeking_t *seeking)
{
    int has_from = seeking->population_from != SC_NO_INTEGER;
    int has_to = seeking->population_to != SC_NO_INTEGER;
    const char *from = has_from ? sc_say_number(view, seeking->population_from) : NULL;
    const char *to = has_to ? sc_say_number(view, seeking->population_to) : NULL;

    if (has_from && has_to) {
        return sc_sayf(view, "{from} to {to}", "from", from, "to", to, NULL);
    }
    return has_from ? sc_sayf(view, "{from} or more", "from", from, NULL)
           : has_to ? sc_sayf(view, "up to {to}", "to", to, NULL)
                    : NULL;
}

const char *sc_part_direction(const sc_view_t *view, apr_hash_t *labels,
                              const sc_partnership_t *partnership, const char *direction)
{
    int is_sent = strcmp(direction, "sent") == 0;
    const char *names[2];
    int own = 0;

    if (!partnership || SC_COUNT(partnership->parties) != 2 ||
        (!is_sent && strcmp(direction, "received") != 0)) {
        return sc_say_word(view, &sc_directions, direction);
    }
    for (int i = 0; i < 2; i++) {
        const char *place = SC_AT(partnership->parties, i, sc_party_t)->place;

        own = view->home && strcmp(place, view->home) == 0 ? i : own;
        names[i] = sc_part_name(view, sc_part_label(view, labels, place));
    }
    return sc_sayf(view, "from {one} to {other}", "one", names[is_sent ? own : 1 - own], "other",
                   names[is_sent ? 1 - own : own], NULL);
}

const char *sc_part_more(const sc_view_t *view, apr_int64_t n)
{
    return sc_say_n(view, "and {n} more", "and {n} more", n, NULL);
}

const char *sc_part_place_links(const sc_view_t *view, apr_hash_t *labels,
                                const apr_array_header_t *parties, int most)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    int count = SC_COUNT(parties);

    for (int i = 0; i < count && i < most; i++) {
        sc_html(out, "%r%r", i ? SC_DOT : NULL,
                sc_part_slug_link(view, labels, SC_AT(parties, i, sc_party_t)->place));
    }
    if (count > most) {
        sc_html(out, SC_DOT "%t", sc_part_more(view, count - most));
    }
    return count ? out->data : NULL;
}

/* The fields that say what an item is: the first of them that is set. */
static const struct {
    const sc_entity_t *entity;
    const char *field;
} titles[] = {{&sc_agreement, "title"},   {&sc_agreement, "kind"},   {&sc_approval, "body"},
              {&sc_step, "status"},       {&sc_activity, "title"},   {&sc_gift, "object"},
              {&sc_organization, "name"}, {&sc_source, "title"},     {&sc_source, "url"},
              {&sc_source, "states"},     {&sc_partnership, "name"}, {&sc_network, "name"},
              {&sc_term, "text"},         {&sc_person, "name"},      {&sc_award, "name"}};

const char *sc_part_title(const sc_view_t *view, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const void *version = sc_version_of(view, record);

    if (version) {
        return sc_record_text(version, "title");
    }

    for (size_t i = 0; i < SC_LENGTH(titles); i++) {
        const sc_field_t *field =
            titles[i].entity == entity ? sc_entity_field(entity, titles[i].field) : NULL;
        const char *text = !field              ? NULL
                           : field->vocabulary ? sc_field_text(field, record)
                                               : sc_version_text(view, record, field->name).text;

        if (text && (entity == &sc_network || entity == &sc_person)) {
            return sc_own_name(view, record).text;
        }
        if (text) {
            return field->vocabulary ? sc_part_word(view, field->vocabulary, text) : text;
        }
    }
    return NULL;
}

const char *sc_part_names(const sc_view_t *view, const apr_array_header_t *names, int former)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    SC_EACH(const sc_name_t, name, names) {
        const char *when =
            sc_span_html(view, name->from ? name->from : name->to, name->from ? name->to : NULL);

        if (sc_is(name->kind, "former") == former) {
            sc_html(out, "%r%r <span class=\"sistercity__details\">%t%r%r</span>",
                    out->length ? "<br>" : NULL,
                    sc_lang_html(view, (sc_lang_text_t){name->text, name->lang}),
                    sc_say_language(view, name->lang), when ? SC_DOT : NULL, when);
        }
    }
    return out->data;
}

const char *sc_part_title_html(const sc_view_t *view, const void *record)
{
    const void *version = sc_version_of(view, record);
    const char *lang = sc_record_text(version ? version : record, "lang");

    return sc_lang_html(
        view, (sc_lang_text_t){sc_part_title(view, record), sc_version_foreign(view, lang)});
}

const char *sc_part_title_link(const sc_view_t *view, const void *record)
{
    return sc_htmlf(
        view, "<a href=\"%u\">%r</a>",
        sc_link(view, sc_record_entity(record)->collection, sc_record_slug(record), NULL),
        sc_part_title_html(view, record));
}

static int by_name(const void *one, const void *other)
{
    const sc_sorted_t *a = one, *b = other;
    int order = sc_collate(a->language, a->name, b->name);

    return order ? order : strcmp(a->tie, b->tie);
}

void sc_part_sort(const sc_view_t *view, sc_sorted_t *sorted, int count)
{
    for (int i = 0; i < count; i++) {
        sorted[i].language = view->language;
    }
    qsort(sorted, (size_t)count, sizeof(*sorted), by_name);
}

apr_array_header_t *sc_organizations_by_name(const sc_view_t *view,
                                             const apr_array_header_t *organizations)
{
    apr_array_header_t *copy = apr_array_copy(view->pool, organizations);
    sc_sorted_t *rows = apr_palloc(view->pool, (copy->nelts + 1) * sizeof(*rows));

    for (int i = 0; i < copy->nelts; i++) {
        const sc_organization_t *organization = SC_AT(copy, i, sc_organization_t);

        rows[i] = (sc_sorted_t){organization->name, organization->slug, organization, NULL};
    }
    sc_part_sort(view, rows, copy->nelts);
    for (int i = 0; i < copy->nelts; i++) {
        APR_ARRAY_IDX(copy, i, const void *) = rows[i].item;
    }
    return copy;
}

const sc_sorted_t *sc_countries_by_name(const sc_view_t *view, int *count)
{
    char *codes = apr_pstrdup(view->pool, sc_country_codes()), *last;
    sc_sorted_t *countries =
        apr_palloc(view->pool, (strlen(codes) / strlen("AD ") + 1) * sizeof(*countries));

    *count = 0;
    for (char *code = apr_strtok(codes, " ", &last); code; code = apr_strtok(NULL, " ", &last)) {
        countries[(*count)++] = (sc_sorted_t){sc_say_country(view, code), code, NULL, NULL};
    }
    sc_part_sort(view, countries, *count);
    return countries;
}
