#include "present/page/part/fact.h"

#include <apr_strings.h>
#include <math.h>
#include <string.h>

static const char *languages_text(const sc_view_t *view, const apr_array_header_t *tags)
{
    apr_array_header_t *names = apr_array_make(view->pool, tags->nelts, sizeof(const char *));

    for (int i = 0; i < tags->nelts; i++) {
        APR_ARRAY_PUSH(names, const char *) =
            sc_say_language(view, APR_ARRAY_IDX(tags, i, const char *));
    }
    return sc_say_list(view, names);
}

static const char *countries_html(const sc_view_t *view, const apr_array_header_t *codes)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    for (int i = 0; i < codes->nelts; i++) {
        sc_html(out, "%r%r", i ? SC_DOT : NULL,
                sc_part_country(view, APR_ARRAY_IDX(codes, i, const char *)));
    }
    return out->data;
}

/* Organizations have labels, too (store/record/related.h). */
static const char *item_link(const sc_view_t *view, apr_hash_t *labels, const sc_entity_t *entity,
                             const char *slug)
{
    const sc_label_t *label =
        sc_find(labels, apr_pstrcat(view->pool, entity->collection, "/", slug, NULL));

    return sc_link_html(view, sc_link(view, entity->collection, slug, NULL),
                        label ? label->name : slug);
}

const char *sc_fact_value(const sc_view_t *view, apr_hash_t *labels, const void *record,
                          const char *name)
{
    const sc_field_t *field = sc_entity_field(sc_record_entity(record), name);

    if (!sc_field_is_set(field, record)) {
        return NULL;
    }
    switch (field->type) {
    case SC_TYPE_DATE:
        return sc_date_html(view, sc_field_text(field, record));
    case SC_TYPE_WORD:
        return sc_text_html(view,
                            sc_part_word(view, field->vocabulary, sc_field_text(field, record)));
    case SC_TYPE_WORDS:
        return sc_text_html(view,
                            sc_part_words(view, field->vocabulary, sc_field_list(field, record)));
    case SC_TYPE_COUNTRY:
        return sc_part_country(view, sc_field_text(field, record));
    case SC_TYPE_COUNTRIES:
        return countries_html(view, sc_field_list(field, record));
    case SC_TYPE_LANGUAGE:
        return sc_text_html(view, sc_say_language(view, sc_field_text(field, record)));
    case SC_TYPE_LANGUAGES:
        return sc_text_html(view, languages_text(view, sc_field_list(field, record)));
    case SC_TYPE_REFERENCE:
        if (field->target != &sc_place) {
            return item_link(view, labels, field->target, sc_field_text(field, record));
        }
        return sc_part_slug_link(view, labels, sc_field_text(field, record));
    case SC_TYPE_REFERENCES:
        return sc_part_slug_links(view, labels, sc_field_list(field, record));
    case SC_TYPE_INTEGER:
        return sc_text_html(view, sc_say_number(view, sc_field_integer(field, record)));
    case SC_TYPE_TEXT:
        if (sc_version_text(view, record, name).text != sc_field_text(field, record)) {
            return sc_lang_html(view, sc_version_text(view, record, name));
        }
        return sc_part_citation(view, sc_field_text(field, record));
    default:
        return sc_part_citation(view, sc_field_text(field, record));
    }
}

static int is_said(const sc_item_t *of, const char *field)
{
    const char *source;

    if (!of->is_beside) {
        return 0;
    }
    if (strcmp(field, "source") == 0) {
        source = sc_record_text(of->record, field);
        return source && of->source && strcmp(source, of->source) == 0;
    }
    return strcmp(field, "date") == 0 || strcmp(field, "kind") == 0;
}

static void write_rows(sc_buffer_t *out, sc_item_t of, const sc_fact_t *facts)
{
    const sc_view_t *view = of.view;
    const void *record = of.record;

    for (; facts->field; facts++) {
        const sc_field_t *field = sc_entity_field(sc_record_entity(record), facts->field);
        const char *label = facts->label ? facts->label : field->label;

        of.field = facts->field;
        if (!sc_field_is_public(field, record, view->today) || is_said(&of, facts->field)) {
            continue;
        }
        sc_part_fact(out, sc_say(view, label),
                     facts->html ? facts->html(&of)
                                 : sc_fact_value(view, of.labels, record, facts->field));
    }
}

void sc_fact_rows(sc_buffer_t *out, const sc_view_t *view, const void *record, apr_hash_t *labels,
                  const sc_fact_t *facts)
{
    write_rows(out, (sc_item_t){view, labels, record, NULL, NULL, 0, NULL}, facts);
}

static const char *direction(const sc_item_t *of)
{
    const char *word = ((const sc_activity_t *)of->record)->direction;

    return word ? sc_text_html(of->view,
                               sc_part_direction(of->view, of->labels, of->partnership, word))
                : NULL;
}

static const char *date(const sc_item_t *of)
{
    const char *known = sc_fact_value(of->view, of->labels, of->record, "date");

    return known ? known : sc_part_undated(of->view);
}

/* The kind of an agreement without a title is its title. */
static const char *agreement_kind(const sc_item_t *of)
{
    const sc_agreement_t *agreement = of->record;

    return agreement->title ? sc_text_html(of->view, sc_part_word(of->view, &sc_agreement_kinds,
                                                                  agreement->kind))
                            : NULL;
}

static const char *agreement_term(const sc_item_t *of)
{
    apr_int64_t months = ((const sc_agreement_t *)of->record)->term_months;

    if (months == SC_NO_INTEGER) {
        return NULL;
    }
    return sc_text_html(
        of->view, months % 12 == 0 ? sc_say_n(of->view, "{n} year", "{n} years", months / 12, NULL)
                                   : sc_say_n(of->view, "{n} month", "{n} months", months, NULL));
}

/* For whom somebody signed; "Mayor of Kyoto" has said it already. */
static const char *represented(const sc_view_t *view, apr_hash_t *labels,
                               const sc_signatory_t *signatory)
{
    const sc_label_t *place =
        signatory->place ? sc_part_label(view, labels, signatory->place) : NULL;

    return place && !(signatory->office && strstr(signatory->office, place->name))
               ? sc_text_html(view, sc_part_name(view, place))
               : NULL;
}

static const char *signer(const sc_view_t *view, apr_hash_t *labels,
                          const sc_signatory_t *signatory)
{
    const char *name =
        signatory->who
            ? sc_link_html(view, sc_link(view, "persons", signatory->who, NULL), signatory->person)
            : sc_text_html(view, signatory->person);

    return sc_join(view, SC_BRACKETS,
                   sc_join(view, SC_COMMA, name, sc_text_html(view, signatory->office)),
                   represented(view, labels, signatory));
}

static const char *people(const sc_view_t *view, apr_hash_t *labels,
                          const sc_agreement_t *agreement, const char *role)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    SC_EACH(const sc_signatory_t, signatory, agreement->signatories) {
        if (strcmp(signatory->role ? signatory->role : "signatory", role) == 0) {
            sc_html(out, "%r<span class=\"sistercity__person\">%r</span>",
                    out->length ? "<br>" : NULL, signer(view, labels, signatory));
        }
    }
    return out->data;
}

static const char *signatories(const sc_item_t *of)
{
    return people(of->view, of->labels, of->record, "signatory");
}

static const char *witnesses(const sc_item_t *of)
{
    return people(of->view, of->labels, of->record, "witness");
}

/* As links that name their language. */
static const char *documents(const sc_item_t *of)
{
    const apr_array_header_t *list = ((const sc_agreement_t *)of->record)->documents;
    sc_buffer_t *out = sc_buffer_new(of->view->pool, 0);

    for (int i = 0; i < SC_COUNT(list); i++) {
        const sc_document_t *document = SC_AT(list, i, sc_document_t);
        const char *language = document->lang ? sc_say_language(of->view, document->lang) : NULL;
        const char *title = document->title ? document->title
                            : language      ? language
                                            : sc_say(of->view, "Document");
        const char *lang = language ? sc_htmlf(of->view, " hreflang=\"%t\"", document->lang) : NULL;
        const char *link =
            sc_htmlf(of->view, "<a href=\"%u\"%r>%t</a>", document->url, lang, title);

        sc_html(out, "%r%r", i ? "<br>" : NULL,
                sc_join(of->view, SC_BRACKETS, link,
                        document->title ? sc_text_html(of->view, language) : NULL));
    }
    return out->data;
}

static const char *votes(const sc_item_t *of)
{
    const sc_approval_t *approval = of->record;
    apr_int64_t counted[] = {approval->votes_for, approval->votes_against,
                             approval->votes_abstained};
    const char *number[3];

    if (approval->votes_for == SC_NO_INTEGER && approval->votes_against == SC_NO_INTEGER) {
        return NULL;
    }
    for (int i = 0; i < 3; i++) {
        number[i] = counted[i] == SC_NO_INTEGER ? "–" : sc_say_number(of->view, counted[i]);
    }
    return sc_text_html(
        of->view, sc_sayf(of->view, "{for} for, {against} against, {abstained} abstained", "for",
                          number[0], "against", number[1], "abstained", number[2], NULL));
}

const char *sc_fact_budget(const sc_view_t *view, const sc_approval_t *decided)
{
    if (isnan(decided->budget_amount)) {
        return NULL;
    }
    const char *amount = sc_format_money(view->language, decided->budget_amount,
                                         decided->budget_currency, view->pool);
    return sc_text_html(view, decided->fiscal_year
                                  ? sc_sayf(view, "{amount} (fiscal year {year})", "amount", amount,
                                            "year", decided->fiscal_year, NULL)
                                  : amount);
}

static const char *budget(const sc_item_t *of)
{
    return sc_fact_budget(of->view, of->record);
}

/* "Rotary Club of Kyoto South (Kyoto)", or either alone. */
static const char *somebody(const sc_item_t *of)
{
    const char *name = sc_record_text(of->record, of->field);
    const char *place =
        sc_record_text(of->record, apr_pstrcat(of->view->pool, of->field, "_place", NULL));
    const char *where =
        place ? sc_part_name(of->view, sc_part_label(of->view, of->labels, place)) : NULL;

    return sc_join(of->view, SC_BRACKETS, sc_text_html(of->view, name),
                   sc_text_html(of->view, where));
}

static const char *location(const sc_item_t *of)
{
    sc_lang_text_t known = sc_version_text(of->view, of->record, "location");

    return known.text ? sc_lang_html(of->view, known)
                      : sc_text_html(of->view, sc_say(of->view, "not recorded"));
}

static const char *when(const sc_item_t *of)
{
    const sc_activity_t *activity = of->record;
    const char *span = sc_span_html(of->view, activity->start, activity->end);

    return span ? span : sc_part_undated(of->view);
}

static const char *participants(const sc_item_t *of)
{
    const apr_array_header_t *list = ((const sc_activity_t *)of->record)->participants;
    sc_buffer_t *out = sc_buffer_new(of->view->pool, 0);

    for (int i = 0; i < SC_COUNT(list); i++) {
        const sc_participant_t *participant = SC_AT(list, i, sc_participant_t);

        const char *count = participant->count != SC_NO_INTEGER
                                ? sc_say_number(of->view, participant->count)
                                : NULL;

        sc_html(out, "%r%r", i ? "<br>" : NULL,
                sc_join(of->view, SC_COLON, sc_text_html(of->view, participant->group),
                        sc_text_html(of->view, count)));
    }
    return out->data;
}

static const char *email(const sc_item_t *of)
{
    return sc_part_email(of->view, sc_record_text(of->record, of->field));
}

static const char *names(const sc_item_t *of)
{
    return sc_part_names(of->view, ((const sc_network_t *)of->record)->names, 0);
}

static const char *former_names(const sc_item_t *of)
{
    return sc_part_names(of->view, ((const sc_network_t *)of->record)->names, 1);
}

/* That no country is named means that any will do. */
static const char *wanted_countries(const sc_item_t *of)
{
    const char *countries = sc_fact_value(of->view, of->labels, of->record, "countries");

    return countries ? countries : sc_text_html(of->view, sc_say(of->view, "anywhere"));
}

static const char *wanted_size(const sc_item_t *of)
{
    return sc_text_html(of->view, sc_part_size_range(of->view, of->record));
}

/* What is shown of an item besides its title, and in what order. */
static const sc_fact_t agreement[] = {{"date", date, NULL},
                                      {"kind", agreement_kind, NULL},
                                      {"place", NULL, NULL},
                                      {"mode", NULL, NULL},
                                      {"term_months", agreement_term, N_("Duration")},
                                      {"effective_from", NULL, NULL},
                                      {"effective_until", NULL, NULL},
                                      {"signatories", signatories, N_("Signed by")},
                                      {"signatories", witnesses, N_("Witnessed by")},
                                      {"documents", documents, NULL},
                                      {"source", NULL, NULL},
                                      {NULL, NULL, NULL}};
static const sc_fact_t approval[] = {{"place", NULL, NULL},
                                     {"date", date, NULL},
                                     {"result", NULL, NULL},
                                     {"decision", NULL, NULL},
                                     {"votes_for", votes, N_("Votes")},
                                     {"budget_amount", budget, NULL},
                                     {"source", NULL, NULL},
                                     {NULL, NULL, NULL}};
static const sc_fact_t gift[] = {{"date", NULL, NULL},          {"donor", somebody, NULL},
                                 {"recipient", somebody, NULL}, {"occasion", NULL, NULL},
                                 {"maker", NULL, NULL},         {"location", location, NULL},
                                 {"source", NULL, NULL},        {NULL, NULL, NULL}};
static const sc_fact_t activity[] = {
    {"start", when, N_("When")},    {"place", NULL, NULL},  {"form", NULL, NULL},
    {"direction", direction, NULL}, {"fields", NULL, NULL}, {"participants", participants, NULL},
    {"link", NULL, NULL},           {"source", NULL, NULL}, {NULL, NULL, NULL}};
static const sc_fact_t organization[] = {
    {"kind", NULL, NULL},      {"place", NULL, NULL},     {"jurisdiction", NULL, NULL},
    {"countries", NULL, NULL}, {"languages", NULL, NULL}, {"website", NULL, NULL},
    {"contact", NULL, NULL},   {"email", email, NULL},    {"phone", NULL, NULL},
    {"source", NULL, NULL},    {NULL, NULL, NULL}};

static const char *wording_text(const sc_item_t *of)
{
    const sc_term_t *wording = of->record;

    return sc_lang_html(of->view, (sc_lang_text_t){wording->text, wording->lang});
}

static const char *other_names(const sc_item_t *of)
{
    return sc_part_names(of->view, ((const sc_person_t *)of->record)->names, 0);
}

static const char *wikidata(const sc_item_t *of)
{
    const char *item = ((const sc_person_t *)of->record)->wikidata;

    return item ? sc_link_html(
                      of->view,
                      apr_pstrcat(of->view->pool, "https://www.wikidata.org/wiki/", item, NULL),
                      item)
                : NULL;
}

static const sc_fact_t person[] = {{"names", other_names, NULL},
                                   {"website", NULL, NULL},
                                   {"wikidata", wikidata, NULL},
                                   {"email", email, NULL},
                                   {"phone", NULL, NULL},
                                   {"source", NULL, NULL},
                                   {NULL, NULL, NULL}};

/* By the name that the registry has for it, if it is on record. */
static const char *awarded_by(const sc_item_t *of)
{
    const sc_award_t *award = of->record;

    return award->organization ? sc_fact_value(of->view, of->labels, award, "organization")
                               : sc_text_html(of->view, award->awarded_by);
}

static const sc_fact_t award[] = {{"date", date, NULL},
                                  {"awarded_by", awarded_by, NULL},
                                  {"place", NULL, N_("Given to")},
                                  {"person", NULL, N_("Given to")},
                                  {"link", NULL, NULL},
                                  {"source", NULL, NULL},
                                  {NULL, NULL, NULL}};

static const sc_fact_t wording[] = {{"text", wording_text, NULL}, {"type", NULL, NULL},
                                    {"usage", NULL, NULL},        {"country", NULL, NULL},
                                    {"region", NULL, NULL},       {"lang", NULL, NULL},
                                    {"source", NULL, NULL},       {NULL, NULL, NULL}};
static const sc_fact_t network[] = {{"kind", NULL, NULL},
                                    {"names", names, NULL},
                                    {"names", former_names, N_("Former names")},
                                    {"founded", NULL, NULL},
                                    {"ended", NULL, NULL},
                                    {"seat", NULL, NULL},
                                    {"secretariat", NULL, NULL},
                                    {"website", NULL, NULL},
                                    {"source", NULL, NULL},
                                    {NULL, NULL, NULL}};
static const sc_fact_t seeking[] = {{"place", NULL, NULL},
                                    {"type", NULL, NULL},
                                    {"countries", wanted_countries, NULL},
                                    {"fields", NULL, NULL},
                                    {"population_from", wanted_size, N_("Inhabitants")},
                                    {"languages", NULL, NULL},
                                    {"organization", NULL, NULL},
                                    {"valid_from", NULL, NULL},
                                    {"valid_until", NULL, NULL},
                                    {"source", NULL, NULL},
                                    {NULL, NULL, NULL}};

static const struct {
    const sc_entity_t *entity;
    const sc_fact_t *facts;
} all[] = {{&sc_agreement, agreement},
           {&sc_approval, approval},
           {&sc_gift, gift},
           {&sc_activity, activity},
           {&sc_organization, organization},
           {&sc_person, person},
           {&sc_award, award},
           {&sc_term, wording},
           {&sc_network, network},
           {&sc_seeking, seeking}};

static const sc_fact_t *facts_of(const sc_entity_t *entity)
{
    for (size_t i = 0; i < SC_LENGTH(all); i++) {
        if (all[i].entity == entity) {
            return all[i].facts;
        }
    }
    return NULL;
}

void sc_facts_write(sc_buffer_t *out, const sc_view_t *view, const void *record,
                    const sc_partnership_t *partnership, apr_hash_t *labels)
{
    const sc_item_t of = {view, labels, record, partnership, NULL, 0, NULL};

    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">\n");
    write_rows(out, of, facts_of(sc_record_entity(record)));
    sc_buffer_puts(out, "</dl>\n");
}

void sc_facts_beside(sc_buffer_t *out, const sc_view_t *view, const void *record,
                     apr_hash_t *labels, const char *source)
{
    const sc_item_t of = {view, labels, record, NULL, NULL, 1, source};
    sc_buffer_t *rows = sc_buffer_new(view->pool, 0);
    const sc_field_t *note = sc_entity_field(sc_record_entity(record), "note");

    write_rows(rows, of, facts_of(sc_record_entity(record)));
    if (rows->length) {
        sc_html(out, "<dl class=\"sistercity__facts sistercity__facts--beside\">\n%r</dl>\n",
                rows->data);
    }
    if (note) {
        sc_version_field(out, view, record, "note", 2);
    }
    sc_part_files(out, view, record, 0);
}

const char *sc_fact_address(const sc_view_t *view, const sc_approval_t *decided)
{
    return apr_pstrcat(view->pool, sc_link(view, "partnerships", decided->partnership, NULL),
                       "#approvals-", decided->slug, NULL);
}

void sc_facts_section(sc_buffer_t *out, const sc_view_t *view, const char *heading,
                      const apr_array_header_t *records, apr_hash_t *labels)
{
    if (records->nelts) {
        sc_part_heading(out, view, 1, heading);
    }
    for (int i = records->nelts - 1; i >= 0; i--) {
        const void *record = SC_AT(records, i, void);
        const sc_field_t *note = sc_entity_field(sc_record_entity(record), "note");

        sc_html(out,
                view->is_fragment ? "<article class=\"sistercity__item\">\n"
                                  : "<article class=\"sistercity__item\" id=\"%t-%t\">\n",
                sc_record_entity(record)->collection, sc_record_slug(record));
        sc_part_heading(out, view, 2, sc_part_title(view, record));
        sc_facts_write(out, view, record, NULL, labels);
        if (note) {
            sc_version_field(out, view, record, "note", 2);
        }
        sc_buffer_puts(out, "</article>\n");
    }
}
