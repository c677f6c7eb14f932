#include "present/page/pages.h"

#include "present/page/country.h"
#include "present/page/part/collection.h"
#include "present/page/text.h"

#include <string.h>

/* The pages of collections: a row of the table at the end for each. */

enum { COUNTRIES_SHOWN = 6 };

static const char *place_cell(const sc_row_t *row)
{
    const sc_label_t *label = sc_label_of(row->view, row->item);
    const char *local = sc_part_local(row->view, label);

    return sc_htmlf(row->view, "%r%r%r", sc_part_place_link(row->view, label), local ? " " : NULL,
                    local);
}

static const char *count_cell(const sc_row_t *row)
{
    const sc_list_t *list = row->with;
    const apr_int64_t *count = sc_find(list->counts, sc_record_slug(row->item));

    return sc_text_html(row->view, sc_say_number(row->view, count ? *count : 0));
}

static const char *parties_cell(const sc_row_t *row)
{
    return sc_part_partnership_link(row->view, ((const sc_list_t *)row->with)->labels, row->item);
}

static const char *countries_cell(const sc_row_t *row)
{
    const sc_partnership_t *partnership = row->item;
    apr_hash_t *seen = apr_hash_make(row->view->pool);
    sc_buffer_t *out = sc_buffer_new(row->view->pool, 0);

    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        const char *slug = SC_AT(partnership->parties, i, sc_party_t)->place;
        const char *country =
            sc_part_label(row->view, ((const sc_list_t *)row->with)->labels, slug)->country;

        if (!country || sc_find(seen, country)) {
            continue;
        }
        apr_hash_set(seen, country, APR_HASH_KEY_STRING, country);
        if (apr_hash_count(seen) <= COUNTRIES_SHOWN) {
            sc_html(out, "%r%r", out->length ? SC_DOT : NULL, sc_part_country(row->view, country));
        }
    }
    if (apr_hash_count(seen) > COUNTRIES_SHOWN) {
        sc_html(out, SC_DOT "%t",
                sc_part_more(row->view, (int)apr_hash_count(seen) - COUNTRIES_SHOWN));
    }
    return out->data;
}

static const char *type_cell(const sc_row_t *row)
{
    const sc_partnership_t *partnership = row->item;

    return sc_text_html(row->view,
                        sc_say_word(row->view, &sc_partnership_types, partnership->type));
}

/* Of more undated partnerships than this it is said once that they are. */
enum { UNDATED_SAID = 2 };

static int undated_in(const sc_list_t *list)
{
    int undated = 0;

    for (int i = 0; i < list->items->nelts; i++) {
        undated += !SC_AT(list->items, i, sc_partnership_t)->established;
    }
    return undated;
}

static const char *since_cell(const sc_row_t *row)
{
    const sc_partnership_t *partnership = row->item;

    return partnership->established || undated_in(row->with) <= UNDATED_SAID
               ? sc_part_since(row->view, partnership)
               : NULL;
}

/* A card need not say what is usual. */
static const char *status_cell(const sc_row_t *row)
{
    const char *status = sc_part_any_status(row->view, row->item);

    return sc_part_status(row->view, row->item)
               ? status
               : sc_htmlf(row->view, "<span class=\"sistercity__usual\">%r</span>", status);
}

static const char *wording_cell(const sc_row_t *row)
{
    const sc_term_t *wording = row->item;

    return sc_htmlf(row->view, "<a href=\"%u\">%r</a>",
                    sc_link(row->view, "terms", wording->slug, NULL),
                    sc_lang_html(row->view, (sc_lang_text_t){wording->text, wording->lang}));
}

/* Whose word it is, or with whom it is for. */
static const char *ties_cell(const sc_row_t *row)
{
    const sc_term_t *wording = row->item;

    return wording->region
               ? sc_text_html(row->view, sc_part_word(row->view, &sc_regions, wording->region))
               : sc_part_country(row->view, wording->country);
}

/* Most are local words. */
static const char *usage_cell(const sc_row_t *row)
{
    const sc_term_t *wording = row->item;

    return strcmp(wording->usage, "local") == 0
               ? NULL
               : sc_text_html(row->view, sc_part_word(row->view, &sc_term_usages, wording->usage));
}

/* Filled in for the same partnership as the list. */
static const char *template_cell(const sc_row_t *row)
{
    const char *link = sc_link(row->view, "templates", sc_record_slug(row->item), NULL);

    return sc_htmlf(row->view, "<a href=\"%u\">%r</a>",
                    sc_link_with(row->view, link, "for", row->view->query->suggest_for),
                    sc_part_title_html(row->view, row->item));
}

/* Most texts are called what they are. */
static const char *kind_cell(const sc_row_t *row)
{
    const char *kind =
        sc_part_word(row->view, &sc_template_kinds, sc_record_text(row->item, "kind"));

    return strcmp(kind, sc_part_title(row->view, row->item)) == 0 ? NULL
                                                                  : sc_text_html(row->view, kind);
}

static const char *languages_cell(const sc_row_t *row)
{
    const apr_array_header_t *texts = ((const sc_template_t *)row->item)->texts;
    apr_array_header_t *names = apr_array_make(row->view->pool, 4, sizeof(const char *));

    for (int i = 0; i < SC_COUNT(texts); i++) {
        APR_ARRAY_PUSH(names, const char *) =
            sc_say_language(row->view, SC_AT(texts, i, sc_version_t)->lang);
    }
    return sc_text_html(row->view, sc_say_list(row->view, names));
}

static void write_below_partnerships(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list)
{
    int undated = undated_in(list);

    if (undated > UNDATED_SAID) {
        sc_part_quiet(out, undated == list->items->nelts
                               ? sc_say(view, "When these partnerships began is not recorded.")
                               : sc_say(view, "Where no date is shown, none is recorded."));
    }
    sc_country_below(out, view, list);
    if (!view->is_fragment) {
        sc_part_all(out, sc_link(view, "statistics", NULL),
                    sc_say(view, "The registry in numbers"));
    }
}

static const char *network_cell(const sc_row_t *row)
{
    const sc_list_t *list = row->with;
    const sc_network_t *network =
        sc_record_entity(row->item) == &sc_network
            ? row->item
            : sc_find(list->networks, sc_record_text(row->item, "network"));

    return network ? sc_part_network_link(row->view, network) : NULL;
}

/* The network that is asked for need not be named on each line. */
static const char *other_network_cell(const sc_row_t *row)
{
    return row->view->query->network ? NULL : network_cell(row);
}

static const char *member_cell(const sc_row_t *row)
{
    const sc_label_t *label = sc_part_label(row->view, ((const sc_list_t *)row->with)->labels,
                                            sc_record_text(row->item, "place"));
    const char *local = sc_part_local(row->view, label);

    return sc_htmlf(row->view, "%r%r%r", sc_part_place_link(row->view, label), local ? " " : NULL,
                    local);
}

static const char *title_cell(const sc_row_t *row)
{
    return sc_part_title_link(row->view, row->item);
}

static const char *offices_cell(const sc_row_t *row)
{
    const sc_person_t *person = row->item;
    sc_buffer_t *out = sc_buffer_new(row->view->pool, 0);

    for (int i = 0; i < SC_COUNT(person->offices); i++) {
        sc_html(out, "%r%r", i ? "<br>" : NULL,
                sc_part_office(row->view, ((const sc_list_t *)row->with)->labels,
                               SC_AT(person->offices, i, sc_office_t), row->view->query->place));
    }
    return out->data;
}

/* Any of the three, joined. */
static const char *recipient_cell(const sc_row_t *row)
{
    const sc_award_t *award = row->item;
    const sc_list_t *list = row->with;
    const sc_partnership_t *partnership = sc_find(list->partnerships, award->partnership);
    const sc_person_t *person = sc_find(list->persons, award->person);
    const char *const pieces[] = {
        award->place ? sc_part_slug_link(row->view, list->labels, award->place) : NULL,
        partnership ? sc_part_partnership_link(row->view, list->labels, partnership) : NULL,
        person ? sc_part_title_link(row->view, person) : NULL};
    sc_buffer_t *out = sc_buffer_new(row->view->pool, 0);

    for (size_t i = 0; i < SC_LENGTH(pieces); i++) {
        if (pieces[i]) {
            sc_html(out, "%r%r", out->length ? SC_DOT : NULL, pieces[i]);
        }
    }
    return out->data;
}

static const char *seeker_cell(const sc_row_t *row)
{
    const sc_label_t *label = sc_part_label(row->view, ((const sc_list_t *)row->with)->labels,
                                            sc_record_text(row->item, "place"));

    return sc_htmlf(row->view, "<a href=\"%u\">%r</a>",
                    sc_link(row->view, "seeking", sc_record_slug(row->item), NULL),
                    sc_lang_html(row->view, sc_name_for(row->view->language, label)));
}

static const char *size_cell(const sc_row_t *row)
{
    return sc_text_html(row->view, sc_part_size_range(row->view, row->item));
}

static const char *country_cell(const sc_row_t *row)
{
    return sc_part_country(row->view,
                           sc_part_label(row->view, ((const sc_list_t *)row->with)->labels,
                                         sc_record_text(row->item, "place"))
                               ->country);
}

static void write_below_activities(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list)
{
    const char *selection = sc_query_arguments(view->query, "after", NULL, view->pool);

    (void)list;
    if (!view->is_fragment) {
        sc_part_calendar(out, view, sc_link_self(view, ".ics", selection));
        sc_part_feed(out, view, sc_link_self(view, ".atom", selection));
    }
}

static const sc_collection_t collections[] = {
    {.entity = &sc_place,
     .title = N_("Places"),
     .of_country = N_("Places in {country}"),
     SC_TOTAL("{n} place", "{n} places"),
     .empty = N_("No place is on record yet."),
     .fields = {{"q", N_("Name of a place")}, {"country", NULL}, {"region", NULL}, {"level", NULL}},
     .orders = {{"name", N_("name"), 0},
                {"country", N_("country"), 0},
                {"population", N_("population"), 1},
                {"modified", N_("last change"), 1}},
     .columns = {{N_("Name"), place_cell, "name"},
                 {N_("Country"), NULL, "country"},
                 {N_("Subdivision"), NULL, "subdivision"},
                 {N_("Level"), NULL, "level"},
                 {N_("Population"), NULL, "population"},
                 {N_("Partnerships"), count_cell, "partnerships"}}},
    {.entity = &sc_partnership,
     .title = N_("Partnerships"),
     .of_country = N_("Partnerships with {country}"),
     SC_TOTAL("{n} partnership", "{n} partnerships"),
     .empty = N_("No partnership is on record yet."),
     .fields = {{"q", N_("Name of a place or network")},
                {"country", NULL},
                {"region", NULL},
                {"level", NULL},
                {"type", NULL},
                {"status", NULL},
                {"field", NULL},
                {"since", N_("Established since")},
                {"until", N_("Established until")},
                {"condition_agreement", NULL},
                {"condition_fields", NULL},
                {"condition_budget", NULL}},
     .orders = {{"name", N_("name"), 0},
                {"established", N_("beginning"), 0},
                {"status", N_("status"), 0},
                {"modified", N_("last change"), 1}},
     .columns = {{N_("Partnership"), parties_cell, "parties"},
                 {N_("Countries"), countries_cell, "country"},
                 {N_("Type"), type_cell, "type"},
                 {N_("Established"), since_cell, "established"},
                 {N_("Status"), status_cell, "status"}},
     .write_above = sc_country_above,
     .write_below = write_below_partnerships},
    {.entity = &sc_agreement,
     .title = N_("Agreements"),
     SC_TOTAL("{n} agreement", "{n} agreements"),
     .empty = N_("No agreement is on record yet."),
     .fields = {{"kind", NULL},
                {"country", NULL},
                {"since", N_("Signed since")},
                {"until", N_("Signed until")}},
     .orders = {{"date", N_("date"), 1}, {"modified", N_("last change"), 1}}},
    {.entity = &sc_activity,
     .title = N_("Activities"),
     SC_TOTAL("{n} activity", "{n} activities"),
     .empty = N_("No activity is on record yet."),
     .fields = {{"q", N_("Words of the title")},
                {"field", NULL},
                {"country", NULL},
                {"since", N_("Held since")},
                {"until", N_("Held until")}},
     .orders = {{"start", N_("date"), 1},
                {"title", N_("title"), 0},
                {"modified", N_("last change"), 1}},
     .write_below = write_below_activities},
    {.entity = &sc_organization,
     .title = N_("Organizations"),
     SC_TOTAL("{n} organization", "{n} organizations"),
     .empty = N_("No organization is on record yet."),
     .fields = {{"q", N_("Name of an organization")}, {"country", NULL}}},
    {.entity = &sc_person,
     .title = N_("People"),
     SC_TOTAL("{n} person", "{n} persons"),
     .empty = N_("No person is on record yet."),
     .fields = {{"q", N_("Name of a person")},
                {"office", NULL},
                {"country", NULL},
                {"as_of", N_("In office on")}},
     .orders = {{"name", N_("name"), 0}, {"modified", N_("last change"), 1}},
     .columns = {{N_("Name"), title_cell, "name"}, {N_("Offices"), offices_cell, "offices"}}},
    {.entity = &sc_award,
     .title = N_("Awards"),
     SC_TOTAL("{n} award", "{n} awards"),
     .empty = N_("No award is on record yet."),
     .fields = {{"q", N_("Name of an award")}, {"country", NULL}},
     .orders = {{"date", N_("date"), 1},
                {"name", N_("name"), 0},
                {"modified", N_("last change"), 1}},
     .columns = {{N_("Award"), title_cell, "name"},
                 {N_("Given to"), recipient_cell, "place"},
                 {N_("Date"), NULL, "date"},
                 {N_("Awarded by"), NULL, "awarded_by"}}},
    {.entity = &sc_network,
     .title = N_("Networks"),
     SC_TOTAL("{n} network", "{n} networks"),
     .empty = N_("No network is on record yet."),
     .fields = {{"q", N_("Name of a network")}},
     .columns = {{N_("Network"), network_cell, "name"},
                 {N_("Kind"), NULL, "kind"},
                 {N_("Members"), count_cell, "member_total"},
                 {N_("Founded"), NULL, "founded"},
                 {N_("Ended"), NULL, "ended"}}},
    {.entity = &sc_membership,
     .title = N_("Members of networks"),
     SC_TOTAL("{n} membership", "{n} memberships"),
     .empty = N_("No membership is on record yet."),
     .fields = {{"country", NULL}, {"region", NULL}, {"as_of", N_("Member on")}},
     .columns = {{N_("Member"), member_cell, "place"},
                 {N_("Network"), other_network_cell, "network"},
                 {N_("Country"), country_cell, "country"},
                 {N_("Joined"), NULL, "joined"},
                 {N_("Left"), NULL, "left"},
                 {N_("Role"), NULL, "role"}}},
    {.entity = &sc_term,
     .title = N_("Terms"),
     SC_TOTAL("{n} term", "{n} terms"),
     .empty = N_("No term is on record yet."),
     .fields = {{"type", NULL}, {"country", NULL}},
     .columns = {{N_("Word"), wording_cell, "text"},
                 {N_("Language"), NULL, "lang"},
                 {N_("Type"), NULL, "type"},
                 {N_("Country"), ties_cell, "country"},
                 {N_("Whose word"), usage_cell, "usage"},
                 {N_("Source"), NULL, "source"}}},
    {.entity = &sc_seeking,
     .title = N_("Looking for partners"),
     SC_TOTAL("{n} search for a partner", "{n} searches for a partner"),
     .empty = N_("Nobody on record is looking for a partner now."),
     .fields = {{"country", N_("From the country")},
                {"seeks", NULL},
                {"region", NULL},
                {"field", NULL},
                {"type", N_("Kind of tie")},
                {"population_min", NULL},
                {"population_max", NULL}},
     .columns = {{N_("Place"), seeker_cell, "place"},
                 {N_("Country"), country_cell, "country"},
                 {N_("In these countries"), NULL, "countries"},
                 {N_("Fields"), NULL, "fields"},
                 {N_("Kind of tie"), NULL, "type"},
                 {N_("Inhabitants"), size_cell, "population_from"},
                 {N_("Valid until"), NULL, "valid_until"}}},
    {.entity = &sc_story,
     .title = N_("Stories"),
     SC_TOTAL("{n} story", "{n} stories"),
     .empty = N_("No story is on record yet."),
     .fields = {{"q", N_("Words of the title")}},
     .orders = {{"date", N_("date"), 1}, {"modified", N_("last change"), 1}}},
    {.entity = &sc_guide,
     .title = N_("Guide to partnerships"),
     SC_TOTAL("{n} question", "{n} questions"),
     .empty = N_("The guide has no entry yet."),
     .fields = {{"q", N_("Words of the question")}},
     .write_each = sc_text_answer},
    {.entity = &sc_template,
     .title = N_("Sample agreements"),
     SC_TOTAL("{n} text", "{n} texts"),
     .empty = N_("No template is on record yet."),
     .fields = {{"q", N_("Words of the title")}},
     .columns = {{N_("Title"), template_cell, "texts"},
                 {N_("Kind"), kind_cell, "kind"},
                 {N_("Languages"), languages_cell, "languages"}}}};

static const sc_collection_t *collection_of(const sc_list_t *list)
{
    size_t i = 0;

    while (collections[i].entity != list->entity) {
        i++;
    }
    return &collections[i];
}

const char *sc_title_collection(const sc_view_t *view, const void *data)
{
    return sc_collection_title(view, collection_of(data));
}

void sc_table_members(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *members)
{
    const sc_table_t table = {sc_say(view, "Members"), collection_of(members)->columns, NULL,
                              members};

    sc_table_write(out, view, &table, (const void *const *)members->items->elts,
                   members->items->nelts);
}

void sc_page_collection(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    sc_collection_write(out, view, collection_of(data), data);
}
