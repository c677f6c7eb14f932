#include "present/office/office.h"

#include "model/text/edtf.h"
#include "view/force.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

/* Longer statements of sources, in bytes, are left out where an item takes one line. */
enum { STATES_SHOWN = 80 };

/* The date that tells an item from others, where it has one. */
static const struct {
    const sc_entity_t *entity;
    const char *field;
} dates[] = {{&sc_partnership, "established"},
             {&sc_agreement, "date"},
             {&sc_approval, "date"},
             {&sc_activity, "start"},
             {&sc_story, "date"},
             {&sc_gift, "date"},
             {&sc_source, "seen"},
             {&sc_claim, "seen"},
             {&sc_award, "date"},
             {&sc_network, "founded"},
             {&sc_membership, "joined"}};

const char *sc_office_many(const sc_view_t *view, const sc_entity_t *entity)
{
    return sc_part_capital(view, sc_say(view, entity->label_many));
}

static apr_hash_t *labels_of(const sc_view_t *view, const sc_named_t *named)
{
    return named && named->labels ? named->labels : apr_hash_make(view->pool);
}

/* What is being typed may lack any of its places. */
static int has_parties(const sc_partnership_t *partnership)
{
    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        if (!SC_AT(partnership->parties, i, sc_party_t)->place) {
            return 0;
        }
    }
    return SC_COUNT(partnership->parties) > 0;
}

static const char *claim_name(const sc_view_t *view, const sc_named_t *named,
                              const sc_claim_t *claim)
{
    const char *place = sc_office_slug_name(view, named, &sc_place, claim->place);

    const char *what = claim->partner ? sc_office_slug_name(view, named, &sc_place, claim->partner)
                       : claim->number != SC_NO_INTEGER ? sc_say_number(view, claim->number)
                                                        : NULL;

    return sc_join(view, SC_COLON, place, what);
}

static const char *membership_name(const sc_view_t *view, const sc_named_t *named,
                                   const sc_membership_t *membership)
{
    const char *place = sc_office_slug_name(view, named, &sc_place, membership->place);

    return membership->network
               ? apr_pstrcat(view->pool, sc_isolated(view, place), " – ",
                             sc_isolated(view, sc_office_slug_name(view, named, &sc_network,
                                                                   membership->network)),
                             NULL)
               : place;
}

const char *sc_office_name(const sc_view_t *view, const sc_named_t *named, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const char *title = sc_part_title(view, record);
    const char *slug = sc_record_slug(record);

    if (title) {
        return title;
    }
    if (entity == &sc_place && ((const sc_place_t *)record)->name) {
        return sc_part_name(view, sc_label_of(view, record));
    }
    if (entity == &sc_partnership && has_parties(record)) {
        return sc_part_parties(view, labels_of(view, named), record);
    }
    if (entity == &sc_claim && ((const sc_claim_t *)record)->place) {
        return claim_name(view, named, record);
    }
    if (entity == &sc_seeking && sc_record_text(record, "place")) {
        return sc_office_slug_name(view, named, &sc_place, sc_record_text(record, "place"));
    }
    if (entity == &sc_membership && sc_record_text(record, "place")) {
        return membership_name(view, named, record);
    }
    return slug ? slug : sc_say(view, entity->label);
}

const char *sc_office_slug_name(const sc_view_t *view, const sc_named_t *named,
                                const sc_entity_t *entity, const char *slug)
{
    apr_hash_t *records = NULL;
    const void *record =
        named ? sc_find(named->items, apr_pstrcat(view->pool, entity->collection, "/", slug, NULL))
              : NULL;

    if (record) {
        return sc_office_name(view, named, record);
    }
    if (entity == &sc_place) {
        return sc_part_name(view, sc_part_label(view, labels_of(view, named), slug));
    }
    if (named && entity == &sc_partnership) {
        records = named->partnerships;
    }
    if (named && entity == &sc_organization) {
        records = named->organizations;
    }
    if (named && entity == &sc_network) {
        records = named->networks;
    }
    if (named && entity == &sc_person) {
        records = named->persons;
    }
    record = sc_find(records, slug);
    return record ? sc_office_name(view, named, record) : slug;
}

/* What a source says: many speak of one item and have the same title. */
static const char *source_detail(const sc_view_t *view, const sc_source_t *source)
{
    const sc_entity_t *owner = source->partnership ? &sc_partnership : &sc_place;
    const char *label = source->field ? sc_part_source_field(view, owner, source->field) : NULL;

    if (!label || !source->states || strlen(source->states) > STATES_SHOWN) {
        return label;
    }
    return sc_join(view, SC_COLON, label, source->states);
}

static const char *seeking_detail(const sc_view_t *view, const sc_seeking_t *seeking)
{
    const char *until = seeking->valid_until;

    return until ? sc_say_dated(view,
                                sc_edtf_is_past(until, view->today)
                                    ? sc_say(view, "expired on {date}")
                                    : sc_say(view, "valid until {date}"),
                                until)
                 : NULL;
}

/* In which of the site's languages readers do not get it. */
static const char *missing_detail(const sc_view_t *view, const void *record)
{
    const apr_array_header_t *tags = sc_version_missing(view, record);
    apr_array_header_t *names = apr_array_make(view->pool, tags->nelts, sizeof(const char *));

    for (int i = 0; i < tags->nelts; i++) {
        APR_ARRAY_PUSH(names, const char *) =
            sc_say_language(view, APR_ARRAY_IDX(tags, i, const char *));
    }
    return sc_sayf(view, "Not yet in: {languages}.", "languages", sc_say_list(view, names), NULL);
}

/* What tells it from another of the same parties. */
static const char *partnership_detail(const sc_view_t *view, const sc_partnership_t *partnership)
{
    const char *type =
        partnership->type ? sc_say_word(view, &sc_partnership_types, partnership->type) : NULL;

    return type && partnership->established
               ? sc_join(view, SC_COMMA, type, sc_say_date(view, partnership->established))
               : type;
}

const char *sc_office_detail(const sc_view_t *view, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);

    if (entity == &sc_place) {
        return sc_part_whereabouts(view, record);
    }
    if (entity == &sc_partnership) {
        return partnership_detail(view, record);
    }
    if (entity == &sc_source) {
        return source_detail(view, record);
    }
    if (entity == &sc_seeking) {
        return seeking_detail(view, record);
    }
    if (sc_is_texts(entity) && sc_version_missing(view, record)->nelts) {
        return missing_detail(view, record);
    }
    if (entity == &sc_step && sc_step_day(record)) {
        return sc_say_date(view, sc_step_day(record));
    }
    for (apr_size_t i = 0; i < SC_LENGTH(dates); i++) {
        const char *date =
            dates[i].entity == entity ? sc_record_text(record, dates[i].field) : NULL;

        if (date) {
            return sc_say_date(view, date);
        }
    }
    return NULL;
}

const char *sc_office_work_link(const sc_view_t *view, const sc_entity_t *entity, const char *slug)
{
    if (entity == &sc_partnership || entity == &sc_place) {
        return sc_link(view, entity->collection, slug, "workbench", NULL);
    }
    return sc_link(view, entity->collection, slug, NULL);
}

const char *sc_office_item_link(const sc_view_t *view, const sc_named_t *named,
                                const sc_entity_t *entity, const char *slug)
{
    return sc_htmlf(view, "<a href=\"%u\">%t</a>", sc_office_work_link(view, entity, slug),
                    sc_office_slug_name(view, named, entity, slug));
}

const char *sc_office_record_link(const sc_view_t *view, const sc_named_t *named,
                                  const void *record)
{
    return sc_htmlf(view, "<a href=\"%u\">%t</a>",
                    sc_office_work_link(view, sc_record_entity(record), sc_record_slug(record)),
                    sc_office_name(view, named, record));
}

const char *sc_office_public_link(const sc_view_t *view, const sc_admin_view_t *admin,
                                  const sc_entity_t *entity, const char *slug)
{
    sc_view_t readers = *view;

    readers.mount = admin->registry;
    return admin->registry && sc_has_page(entity)
               ? sc_office_seen(view, sc_link(&readers, entity->collection, slug, NULL))
               : NULL;
}

const char *sc_office_new_link(const sc_view_t *view, const sc_entity_t *entity, const char *field,
                               const char *value)
{
    const char *link = sc_link(view, entity->collection, "new", NULL);

    return field ? sc_link_with(view, link, apr_pescape_urlencoded(view->pool, field),
                                apr_pescape_urlencoded(view->pool, value))
                 : link;
}

const char *sc_office_quiet(const sc_view_t *view, const char *text)
{
    return sc_htmlf(view, "<span class=\"sistercity__quiet\">%t</span>", text);
}

const char *sc_office_heard(const sc_view_t *view, const char *act, const char *subject)
{
    return sc_htmlf(view, "%t<span class=\"sistercity__unseen\">%t</span>", act,
                    sc_join(view, SC_COLON, "", subject));
}

/* The moment where the server stands: APR's times know no names of zones. */
static int read_moment(const char *utc, struct tm *local)
{
    struct tm parts = {0};

    if (sscanf(utc, "%d-%d-%dT%d:%d", &parts.tm_year, &parts.tm_mon, &parts.tm_mday, &parts.tm_hour,
               &parts.tm_min) != 5) {
        return 0;
    }
    parts.tm_year -= 1900;
    parts.tm_mon--;
    time_t moment = timegm(&parts);
    return localtime_r(&moment, local) != NULL;
}

const char *sc_office_time(const sc_view_t *view, const char *utc)
{
    char day[40], clock[10], zone[20];
    struct tm local;

    if (!utc || !read_moment(utc, &local) || !strftime(day, sizeof(day), "%Y-%m-%d", &local) ||
        !strftime(clock, sizeof(clock), "%H:%M", &local) ||
        !strftime(zone, sizeof(zone), "%Z", &local)) {
        return sc_text_html(view, utc);
    }
    return sc_html_make(view->pool, "<time datetime=\"%t\">%t</time>", utc,
                        sc_sayf(view, "{date}, {time} {zone}", "date", sc_say_date(view, day),
                                "time", clock, "zone", zone, NULL));
}

static const sc_word_t action_words[] = {
    {"create", C_("change", "Added")},       {"change", C_("change", "Changed")},
    {"withdraw", C_("change", "Withdrawn")}, {"restore", C_("change", "Restored")},
    {"import", C_("change", "Imported")},    {"redact", C_("change", "Name removed")},
    {"merge", C_("change", "Merged")}};

const sc_vocabulary_t sc_change_actions = {"change", action_words, SC_LENGTH(action_words)};

const char *sc_office_action(const sc_view_t *view, const char *action)
{
    return sc_say_word(view, &sc_change_actions, action);
}

/* Headings of forms for new items: each a sentence of its own for translators. */
static const struct {
    const sc_entity_t *entity;
    const char *title;
} new_titles[] = {{&sc_place, N_("Add a place")},
                  {&sc_partnership, N_("Add a partnership")},
                  {&sc_agreement, N_("Add an agreement")},
                  {&sc_approval, N_("Add an approval")},
                  {&sc_step, N_("Record a step")},
                  {&sc_activity, N_("Add an activity")},
                  {&sc_gift, N_("Add a gift")},
                  {&sc_organization, N_("Add an organization")},
                  {&sc_source, N_("Add a source")},
                  {&sc_claim, N_("Add a claim")},
                  {&sc_person, N_("Add a person")},
                  {&sc_award, N_("Add an award")},
                  {&sc_network, N_("Add a network")},
                  {&sc_membership, N_("Add a membership")},
                  {&sc_term, N_("Add a term")},
                  {&sc_seeking, N_("Add a search for a partner")},
                  {&sc_guide, N_("Add a guide entry")},
                  {&sc_story, N_("Add a story")},
                  {&sc_template, N_("Add a template")}};

const char *sc_office_new_title(const sc_view_t *view, const sc_entity_t *entity)
{
    size_t i = 0;

    while (new_titles[i].entity != entity) {
        i++;
    }
    return sc_say(view, new_titles[i].title);
}

const char *sc_office_subject(const sc_view_t *view, const sc_named_t *named,
                              const sc_change_t *change)
{
    const void *record = change->after ? change->after : change->before;

    if (!change->entity) {
        return sc_say_n(view, "{n} item", "{n} items", change->items, NULL);
    }
    return record ? sc_office_name(view, named, record) : change->slug;
}
