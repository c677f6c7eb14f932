#include "model/value.h"

#include "model/entity.h"
#include "model/file_type.h"
#include "model/office.h"
#include "model/text/edtf.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <math.h>
#include <string.h>

static void require(sc_problems_t *problems, const char *field)
{
    sc_problem_add(problems, field, "required", N_("This must be filled in."), NULL);
}

static void check_count(const sc_field_t *field, int count, sc_problems_t *problems)
{
    if (count > field->limit) {
        sc_problem_add(problems, field->name, "too_many",
                       N_("This has {count} entries, where {limit} fit."), "count",
                       apr_itoa(problems->pool, count), "limit",
                       apr_psprintf(problems->pool, "%" APR_INT64_T_FMT, field->limit), NULL);
    }
}

static int occurs_among(const char *const *texts, int count, const char *text)
{
    for (int i = 0; i < count; i++) {
        if (texts[i] && strcmp(texts[i], text) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Lists up to this length are compared each with each; a network can have thousands of members. */
#define SHORT_LIST 32

/* The index of the first text that occurred before, or -1; NULLs are passed over. */
static int find_repeat(const char *const *texts, int count, apr_pool_t *pool)
{
    apr_hash_t *seen = count > SHORT_LIST ? apr_hash_make(pool) : NULL;

    for (int i = 0; i < count; i++) {
        if (!texts[i]) {
            continue;
        }
        if (seen ? apr_hash_get(seen, texts[i], APR_HASH_KEY_STRING) != NULL
                 : occurs_among(texts, i, texts[i])) {
            return i;
        }
        if (seen) {
            apr_hash_set(seen, texts[i], APR_HASH_KEY_STRING, texts[i]);
        }
    }
    return -1;
}

static void refuse_repeat(sc_problems_t *problems, const char *field, const char *const *texts,
                          int count)
{
    int index = find_repeat(texts, count, problems->pool);

    if (index >= 0) {
        sc_problem_add(problems, field, "repeated",
                       N_("“{value}” stands here twice. Take one of them out."), "value",
                       texts[index], NULL);
    }
}

static void check_entries(const sc_field_t *field, const apr_array_header_t *list,
                          sc_problems_t *problems)
{
    int are_good = 1;

    for (int i = 0; i < list->nelts; i++) {
        are_good &= sc_entry_check(field, APR_ARRAY_IDX(list, i, const char *), problems);
    }
    if (are_good) {
        refuse_repeat(problems, field->name, (const char *const *)list->elts, list->nelts);
    }
}

static void check_parts(const sc_field_t *field, const apr_array_header_t *list,
                        sc_problems_t *problems)
{
    for (int i = 0; i < list->nelts; i++) {
        sc_problems_t within = sc_problems_within(problems, field->name, i);

        sc_validate(SC_AT(list, i, void), &within);
    }
}

static void check_field(const sc_field_t *field, const void *record, sc_problems_t *problems)
{
    if (!sc_field_is_set(field, record)) {
        if (field->flags & SC_REQUIRED) {
            require(problems, field->name);
        }
        return;
    }
    if (!sc_field_is_list(field)) {
        sc_value_check(field, record, problems);
        return;
    }
    apr_array_header_t *list = sc_field_list(field, record);
    check_count(field, list->nelts, problems);
    if (field->type == SC_TYPE_PARTS) {
        check_parts(field, list, problems);
    }
    else {
        check_entries(field, list, problems);
    }
}

/* Pairs of dates of which the second cannot be before the first. */
static const struct {
    const sc_entity_t *entity;
    const char *begin;
    const char *end;
} spans[] = {{&sc_partnership, "established", "ended"},
             {&sc_party, "joined", "left"},
             {&sc_name, "from", "to"},
             {&sc_agreement, "effective_from", "effective_until"},
             {&sc_activity, "start", "end"},
             {&sc_network, "founded", "ended"},
             {&sc_membership, "joined", "left"},
             {&sc_seeking, "valid_from", "valid_until"},
             {&sc_office, "from", "to"}};

static void check_spans(const void *record, sc_problems_t *problems)
{
    const sc_entity_t *entity = sc_record_entity(record);

    for (apr_size_t i = 0; i < SC_LENGTH(spans); i++) {
        const char *begin, *end;

        if (spans[i].entity != entity) {
            continue;
        }
        begin = sc_field_text(sc_entity_field(entity, spans[i].begin), record);
        end = sc_field_text(sc_entity_field(entity, spans[i].end), record);
        if (sc_edtf_is_certainly_before(end, begin)) {
            sc_problem_add(problems, spans[i].end, "end_before_begin",
                           N_("The end, {end}, is before the beginning, {begin}."), "end", end,
                           "begin", begin, NULL);
        }
    }
}

static void check_place(const void *record, sc_problems_t *problems)
{
    const sc_place_t *place = record;

    if (isnan(place->latitude) != isnan(place->longitude)) {
        sc_problem_add(
            problems, isnan(place->latitude) ? "latitude" : "longitude", "half_a_position",
            N_("Latitude and longitude belong together: fill in both or neither."), NULL);
    }
}

static void check_partnership(const void *record, sc_problems_t *problems)
{
    const sc_partnership_t *partnership = record;
    int count = SC_COUNT(partnership->parties);
    const char **slugs;

    if (count == 0) {
        return;
    }
    if (count == 1) {
        sc_problem_add(problems, "parties", "too_few",
                       N_("A partnership joins two places or more, but this has one."), NULL);
        return;
    }
    slugs = apr_palloc(problems->pool, sizeof(*slugs) * (apr_size_t)count);
    for (int i = 0; i < count; i++) {
        slugs[i] = SC_AT(partnership->parties, i, sc_party_t)->place;
    }
    refuse_repeat(problems, "parties", slugs, count);
}

static void check_source(const void *record, sc_problems_t *problems)
{
    const sc_source_t *source = record;

    if (!source->partnership && !source->place) {
        sc_problem_add(problems, NULL, "about_nothing",
                       N_("A source is about a partnership or a place. Name one of them."), NULL);
    }
    if (source->partnership && source->place) {
        sc_problem_add(problems, NULL, "about_both",
                       N_("A source is about a partnership or a place. Take one of them out."),
                       NULL);
    }
}

static void check_claim(const void *record, sc_problems_t *problems)
{
    const sc_claim_t *claim = record;

    if (!claim->partner && claim->number == SC_NO_INTEGER) {
        sc_problem_add(problems, NULL, "claims_nothing",
                       N_("A claim names a partner or states a number of partners. Fill in one "
                          "of them."),
                       NULL);
    }
    if (claim->partner && claim->place && strcmp(claim->partner, claim->place) == 0) {
        sc_problem_add(problems, "partner", "own_partner", N_("A place cannot be its own partner."),
                       NULL);
    }
}

static void check_participant(const void *record, sc_problems_t *problems)
{
    const char *group = ((const sc_participant_t *)record)->group;

    if (group && !group[strspn(group, "0123456789 .,")]) {
        sc_problem_add(problems, "group", "not_a_group",
                       N_("“{value}” is a number, not a group. Say who took part, and give the "
                          "number of them beside it."),
                       "value", group, NULL);
    }
}

static void check_attachment(const void *record, sc_problems_t *problems)
{
    const sc_attachment_t *file = record;
    const sc_file_type_t *type = sc_file_type_of(file->name);

    if (file->name && !type) {
        sc_problem_add(problems, "name", "not_a_file",
                       N_("“{value}” is not the name of a file that the registry keeps."), "value",
                       file->name, NULL);
    }
    if (type && type->is_picture && !file->alternative) {
        sc_problem_add(problems, "alternative", "required",
                       N_("Say what the picture shows, for those who cannot see it."), NULL);
    }
}

static void check_term(const void *record, sc_problems_t *problems)
{
    const sc_term_t *term = record;
    int is_local = sc_is(term->usage, "local");

    if (is_local && !term->country) {
        sc_problem_add(problems, "country", "required",
                       N_("A local word is that of a country. Name it."), NULL);
    }
    if (term->region && (is_local || term->country)) {
        sc_problem_add(problems, "region", "not_both",
                       N_("A region is for words of readers, in place of a country."), NULL);
    }
}

static void check_seeking(const void *record, sc_problems_t *problems)
{
    const sc_seeking_t *seeking = record;

    if (seeking->population_to != SC_NO_INTEGER &&
        seeking->population_to < seeking->population_from) {
        sc_problem_add(problems, "population_to", "less_than_least",
                       N_("At most is less than at least: nothing is of that size."), NULL);
    }
}

/* A text in each language at most once. */
static void check_texts(const void *record, sc_problems_t *problems)
{
    const sc_field_t *field = sc_entity_field(sc_record_entity(record), "texts");
    const apr_array_header_t *texts = sc_field_list(field, record);
    const char **tags =
        apr_palloc(problems->pool, sizeof(*tags) * (apr_size_t)(SC_COUNT(texts) + 1));
    int count = 0;

    for (int i = 0; i < SC_COUNT(texts); i++) {
        const char *lang = sc_record_text(SC_AT(texts, i, void), "lang");

        if (lang) {
            tags[count++] = lang;
        }
    }
    refuse_repeat(problems, "texts", tags, count);
}

static void check_story(const void *record, sc_problems_t *problems)
{
    const sc_story_t *story = record;

    check_texts(record, problems);
    for (int i = 0; story->picture && i < SC_COUNT(story->texts); i++) {
        sc_problems_t within = sc_problems_within(problems, "texts", i);

        if (!SC_AT(story->texts, i, sc_story_text_t)->alt) {
            sc_problem_add(&within, "alt", "required",
                           N_("Say what the picture shows, for those who cannot see it."), NULL);
        }
    }
}

/* Who leads a place leads no other, and holds no office of a place twice, at the same time. */
static void check_person(const void *record, sc_problems_t *problems)
{
    const sc_person_t *person = record;

    for (int i = 1; i < SC_COUNT(person->offices); i++) {
        sc_problems_t within = sc_problems_within(problems, "offices", i);

        for (int j = 0; j < i; j++) {
            const sc_office_t *one = SC_AT(person->offices, j, sc_office_t);
            const sc_office_t *other = SC_AT(person->offices, i, sc_office_t);

            if (sc_offices_together(one, other) == SC_OFFICES_IMPOSSIBLE) {
                sc_problem_add(&within, "kind", "two_offices_at_once",
                               N_("Nobody holds this office and number {n} at the same time. "
                                  "Correct the dates, or take one of them out."),
                               "n", apr_itoa(problems->pool, j + 1), NULL);
            }
        }
    }
}

static void check_award(const void *record, sc_problems_t *problems)
{
    const sc_award_t *award = record;

    if (!award->place && !award->partnership && !award->person) {
        sc_problem_add(problems, NULL, "given_to_nobody",
                       N_("An award is given to a place, a partnership or a person. Name one of "
                          "them."),
                       NULL);
    }
    if (!award->awarded_by && !award->organization) {
        sc_problem_add(problems, "awarded_by", "required", N_("Say who gives it."), NULL);
    }
}

/* What the fields of an entity must be together, beyond dates. */
static const struct {
    const sc_entity_t *entity;
    void (*check)(const void *record, sc_problems_t *problems);
} rules[] = {{&sc_place, check_place},
             {&sc_partnership, check_partnership},
             {&sc_source, check_source},
             {&sc_claim, check_claim},
             {&sc_participant, check_participant},
             {&sc_term, check_term},
             {&sc_seeking, check_seeking},
             {&sc_activity, check_texts},
             {&sc_partnership, check_texts},
             {&sc_agreement, check_texts},
             {&sc_gift, check_texts},
             {&sc_guide, check_texts},
             {&sc_story, check_story},
             {&sc_template, check_texts},
             {&sc_person, check_person},
             {&sc_award, check_award},
             {&sc_attachment, check_attachment}};

/* An address name is made of other fields, so nobody is asked for it while those are wrong. */
static int is_to_be_made(const sc_field_t *field, const void *record)
{
    return field->type == SC_TYPE_SLUG && !sc_field_is_set(field, record);
}

int sc_validate(const void *record, sc_problems_t *problems)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const sc_field_t *slug = sc_entity_field(entity, "slug");
    int before = problems->items->nelts;

    for (apr_size_t i = 0; i < (apr_size_t)entity->field_count; i++) {
        if (!is_to_be_made(&entity->fields[i], record)) {
            check_field(&entity->fields[i], record, problems);
        }
    }
    check_spans(record, problems);
    for (apr_size_t i = 0; i < SC_LENGTH(rules); i++) {
        if (rules[i].entity == entity) {
            rules[i].check(record, problems);
        }
    }
    if (problems->items->nelts == 0 && slug && is_to_be_made(slug, record)) {
        require(problems, slug->name);
    }
    return problems->items->nelts - before;
}
