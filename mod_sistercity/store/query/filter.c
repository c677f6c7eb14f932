#include "store/query/filter.h"

#include "model/text/edtf.h"
#include "model/vocabulary.h"
#include "store/db/date_sql.h"
#include "store/query/in_force.h"
#include "store/query/told.h"

#include <apr_strings.h>
#include <string.h>

#define ITS_PARTNERSHIPS "\"places\" h JOIN \"partnership_parties\" n ON n.\"place_id\" = h.\"id\""
#define OTHER_PARTIES                                                                              \
    ITS_PARTNERSHIPS " JOIN \"partnership_parties\" m ON m.\"partnership_id\" = "                  \
                     "n.\"partnership_id\" JOIN \"places\" p ON p.\"id\" = m.\"place_id\""
#define WITH_ANOTHER " WHERE h.\"slug\" = ? AND p.\"id\" <> h.\"id\" AND "
#define REGION_OF_PLACE " JOIN \"countries\" c ON c.\"code\" = p.\"country\""

/* Of collections without facets: the items `x` with a place. */
#define PLACE_OF_ITEM "JOIN \"places\" p ON p.\"id\" = x.\"place_id\""

/* Of those, too: the items that have such a field themselves. */
#define OF_ITEM(field) "WHERE x.\"" field "\" = ?"

/* The persons `x` by the place of an office `o` of theirs. */
#define OF_PERSON "JOIN \"person_offices\" o ON o.\"person_id\" = x.\"id\" "
#define PLACE_OF_PERSON OF_PERSON "JOIN \"places\" p ON p.\"id\" = o.\"place_id\""

/* What an award was given to: a place, or a partnership of one. */
#define PLACE_OF_AWARD                                                                             \
    "JOIN \"places\" p ON p.\"id\" = x.\"place_id\" OR p.\"id\" IN (SELECT n.\"place_id\" FROM "   \
    "\"partnership_parties\" n WHERE n.\"partnership_id\" = x.\"partnership_id\")"

/* What a story is about: a place, or a partnership of one. */
#define PLACE_OF_STORY                                                                             \
    "JOIN \"places\" p ON p.\"id\" IN (SELECT t.\"target_id\" FROM \"story_places\" t WHERE "      \
    "t.\"story_id\" = x.\"id\" UNION ALL SELECT n.\"place_id\" FROM \"story_partnerships\" t "     \
    "JOIN \"partnership_parties\" n ON n.\"partnership_id\" = t.\"target_id\" "                    \
    "WHERE t.\"story_id\" = x.\"id\")"

/* One row for each filter by a word. Rows of a collection stand before those of any. */
static const struct {
    const char *facet;
    size_t member;      /* of sc_query_t */
    const char *beside; /* beside a place: the partnerships `n` with another party of this sort */
    const char *simple; /* without facets: how an item is found, by its place or otherwise */
    const char *own;    /* the same where it has the field itself */
    const sc_entity_t *of; /* the collection that `simple` is about; NULL: any that is narrowed */
} filters[] = {
    {NULL, offsetof(sc_query_t, place), NULL, PLACE_OF_PERSON " WHERE p.\"slug\" = ?", NULL,
     &sc_person},
    {NULL, offsetof(sc_query_t, place), NULL, PLACE_OF_AWARD " WHERE p.\"slug\" = ?", NULL,
     &sc_award},
    {NULL, offsetof(sc_query_t, place), NULL, PLACE_OF_STORY " WHERE p.\"slug\" = ?", NULL,
     &sc_story},
    {NULL, offsetof(sc_query_t, country), NULL, PLACE_OF_PERSON " WHERE p.\"country\" = ?", NULL,
     &sc_person},
    {NULL, offsetof(sc_query_t, country), NULL, PLACE_OF_AWARD " WHERE p.\"country\" = ?", NULL,
     &sc_award},
    {NULL, offsetof(sc_query_t, office), NULL, OF_PERSON "WHERE o.\"kind\" = ?", NULL, &sc_person},
    {NULL, offsetof(sc_query_t, partnership), NULL,
     "JOIN \"partnerships\" s ON s.\"id\" IN (SELECT o.\"partnership_id\" FROM \"person_offices\" "
     "o "
     "WHERE o.\"person_id\" = x.\"id\" UNION SELECT a.\"partnership_id\" FROM "
     "\"agreement_signatories\" g JOIN \"agreements\" a ON a.\"id\" = g.\"agreement_id\" "
     "WHERE g.\"who_id\" = x.\"id\") WHERE s.\"slug\" = ?",
     NULL, &sc_person},
    {NULL, offsetof(sc_query_t, place), ITS_PARTNERSHIPS " WHERE h.\"slug\" = ?",
     PLACE_OF_ITEM " WHERE p.\"slug\" = ?", NULL, NULL},
    {NULL, offsetof(sc_query_t, network), NULL,
     "JOIN \"networks\" w ON w.\"id\" = x.\"network_id\" WHERE w.\"slug\" = ?", NULL, NULL},
    {"country", offsetof(sc_query_t, country), OTHER_PARTIES WITH_ANOTHER "p.\"country\" = ?",
     PLACE_OF_ITEM " WHERE p.\"country\" = ?", OF_ITEM("country"), NULL},
    {"level", offsetof(sc_query_t, level), OTHER_PARTIES WITH_ANOTHER "p.\"level\" = ?",
     PLACE_OF_ITEM " WHERE p.\"level\" = ?", NULL, NULL},
    {"region", offsetof(sc_query_t, region),
     OTHER_PARTIES REGION_OF_PLACE WITH_ANOTHER "c.\"region\" = ?",
     PLACE_OF_ITEM REGION_OF_PLACE " WHERE c.\"region\" = ?", NULL, NULL},
    {"type", offsetof(sc_query_t, type), NULL, NULL, OF_ITEM("type"), NULL},
    {"status", offsetof(sc_query_t, status), NULL, NULL, NULL, NULL},
    {"field", offsetof(sc_query_t, field), NULL,
     "JOIN \"seeking_fields\" f ON f.\"seeking_id\" = x.\"id\" WHERE f.\"value\" = ?", NULL, NULL},
    {"exchange", offsetof(sc_query_t, exchange), NULL, NULL, NULL, NULL},
    {"condition_agreement", offsetof(sc_query_t, condition_agreement), NULL, NULL, NULL, NULL},
    {"condition_fields", offsetof(sc_query_t, condition_fields), NULL, NULL, NULL, NULL},
    {"condition_budget", offsetof(sc_query_t, condition_budget), NULL, NULL, NULL, NULL},
    {NULL, offsetof(sc_query_t, seeks), NULL,
     "WHERE EXISTS (SELECT 1 FROM \"seeking_countries\" f WHERE f.\"seeking_id\" = "
     "x.\"id\" AND f.\"value\" = ?) OR NOT EXISTS (SELECT 1 FROM "
     "\"seeking_countries\" f WHERE f.\"seeking_id\" = x.\"id\")",
     NULL, NULL},
    {NULL, offsetof(sc_query_t, population_min), NULL,
     PLACE_OF_ITEM " WHERE p.\"population\" >= CAST(? AS BIGINT)", NULL, NULL},
    {NULL, offsetof(sc_query_t, population_max), NULL,
     PLACE_OF_ITEM " WHERE p.\"population\" <= CAST(? AS BIGINT)", NULL, NULL},
    {"kind", offsetof(sc_query_t, kind), NULL, NULL, OF_ITEM("kind"), NULL},
    {NULL, offsetof(sc_query_t, partnership), NULL,
     "JOIN \"partnerships\" s ON s.\"id\" = x.\"partnership_id\" WHERE s.\"slug\" = ?", NULL, NULL},
    {NULL, offsetof(sc_query_t, as_of), NULL,
     OF_PERSON "WHERE " SC_SQL_HOLDS_ON("o.\"from\"", "o.\"to\""), NULL, &sc_person},
    {NULL, offsetof(sc_query_t, as_of), NULL,
     "WHERE " SC_SQL_HOLDS_ON("x.\"joined\"", "x.\"left\""), NULL, &sc_membership},
    {NULL, offsetof(sc_query_t, as_of), NULL,
     "WHERE " SC_SQL_HOLDS_ON("x.\"valid_from\"", "x.\"valid_until\""), NULL, &sc_seeking}};

enum { FILTER_COUNT = sizeof(filters) / sizeof(filters[0]) };

/* What is to be passed, and what has passed so far. */
typedef struct filtering_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_entity_t *entity;
    const sc_query_t *query;
    const sc_faceted_t *faceted; /* NULL: no facets */
    int has_parties;             /* it is a partnership, or belongs to one */
    sc_bitmap_t *ids;            /* NULL: everything */
    sc_found_t found;            /* by words */
} filtering_t;

static void narrow(filtering_t *filtering, sc_bitmap_t *ids)
{
    if (!filtering->ids) {
        filtering->ids = ids;
        return;
    }
    sc_bitmap_intersect(filtering->ids, ids);
}

static const char *value_of(const sc_query_t *query, int i)
{
    return *(const char *const *)((const char *)query + filters[i].member);
}

static const sc_filter_t *filter_of(size_t member)
{
    const sc_filter_t *filter = sc_filters;

    while (filter->member != member) {
        filter++;
    }
    return filter;
}

static const sc_filter_t *filter_at(int i)
{
    return filter_of(filters[i].member);
}

static apr_array_header_t *values_of(const filtering_t *filtering, int i)
{
    return sc_filter_values(filtering->query, filter_at(i), filtering->pool);
}

/* Runs a SELECT of ids. @param from what comes behind FROM, with one or two `?` */
static apr_status_t select_ids(const filtering_t *filtering, const char *id, const char *from,
                               const char *first, const char *second, sc_bitmap_t **ids)
{
    sc_sql_t *sql = sc_ids_select(filtering->db, filtering->pool, id);

    sc_sql_add(sql, " FROM ");
    sc_sql_add_pair(sql, from, first, second);
    return sc_ids_read(filtering->db, sql, ids);
}

/* What meets any value of the filter, asked of the tables. @param first argument before the value,
 * or NULL */
static apr_status_t select_any(const filtering_t *filtering, int i, const char *id,
                               const char *from, const char *first, sc_bitmap_t **ids)
{
    const apr_array_header_t *values = values_of(filtering, i);

    *ids = sc_bitmap_new(filtering->pool);
    SC_EACH(const char, value, values) {
        sc_bitmap_t *found;

        SC_TRY(select_ids(filtering, id, from, first ? first : value, value, &found));
        sc_bitmap_unite(*ids, found);
    }
    return APR_SUCCESS;
}

int sc_filter_days(const sc_query_t *query, apr_pool_t *pool, sc_days_t *days)
{
    char first[11] = "0001-01-01";
    char last[11] = "9999-12-31";
    char unused[11];
    int is_set = 0;
    sc_date_t date;

    if (query->since && sc_edtf_parse(query->since, &date) == APR_SUCCESS) {
        sc_edtf_span(&date, first, unused);
        is_set = 1;
    }
    if (query->until && sc_edtf_parse(query->until, &date) == APR_SUCCESS) {
        sc_edtf_span(&date, unused, last);
        is_set = 1;
    }
    *days = (sc_days_t){apr_pstrdup(pool, first), apr_pstrdup(pool, last), 0};
    return is_set;
}

static void add_days(apr_array_header_t *conditions, const sc_facet_t *facet, sc_days_t days)
{
    if (facet) {
        APR_ARRAY_PUSH(conditions, sc_condition_t) = (sc_condition_t){facet, NULL, days, NULL, 0};
    }
}

int sc_filter_begun(const sc_entity_t *entity, const sc_query_t *query, apr_pool_t *pool,
                    sc_days_t *days)
{
    const sc_faceted_t *faceted = sc_faceted_of(entity);
    char unused[11];
    sc_date_t date;

    if (!query->as_of || sc_facet_named(faceted, SC_FACET_BEGAN) ||
        sc_edtf_parse(query->as_of, &date) != APR_SUCCESS) {
        return 0;
    }
    char *day = apr_pcalloc(pool, 11);
    sc_edtf_span(&date, day, unused);
    *days = (sc_days_t){"", day, 1};
    return 1;
}

/* What has not begun after the day and is not over by it, as far as is known. */
static void add_force(const filtering_t *filtering, apr_array_header_t *conditions)
{
    const sc_facet_t *began = sc_facet_named(filtering->faceted, SC_FACET_BEGAN);
    const sc_facet_t *dated = sc_facet_named(filtering->faceted, SC_FACET_DATE);
    char unused[11];
    sc_date_t date;

    if (!dated || sc_edtf_parse(filtering->query->as_of, &date) != APR_SUCCESS) {
        return;
    }
    char *day = apr_pcalloc(filtering->pool, 11);
    sc_edtf_span(&date, day, unused);
    add_days(conditions, began ? began : dated, (sc_days_t){"", day, 1});
    add_days(conditions, sc_facet_named(filtering->faceted, SC_FACET_ENDED),
             (sc_days_t){sc_in_force_end_of(day, filtering->pool), "~", 1});
}

/* One of the words of the filter, or any of several. */
static void add_words(const filtering_t *filtering, apr_array_header_t *conditions,
                      const sc_facet_t *facet, int i)
{
    apr_array_header_t *values = values_of(filtering, i);
    sc_condition_t condition = {.facet = facet};

    if (values->nelts == 1) {
        condition.word = APR_ARRAY_IDX(values, 0, const char *);
    }
    else {
        APR_ARRAY_PUSH(values, const char *) = NULL;
        condition.words = (const char *const *)values->elts;
    }
    APR_ARRAY_PUSH(conditions, sc_condition_t) = condition;
}

static apr_status_t filter_by_facets(filtering_t *filtering)
{
    /* Beside a place another party is meant, which no facet tells. */
    int is_beside = filtering->query->place && filtering->has_parties;
    apr_array_header_t *conditions =
        apr_array_make(filtering->pool, FILTER_COUNT, sizeof(sc_condition_t));
    sc_days_t days;

    for (int i = 0; i < FILTER_COUNT; i++) {
        const char *word = value_of(filtering->query, i);
        const sc_facet_t *facet =
            word && filters[i].facet ? sc_facet_named(filtering->faceted, filters[i].facet) : NULL;

        if (facet && !(is_beside && filters[i].beside)) {
            add_words(filtering, conditions, facet, i);
        }
    }
    if (sc_filter_days(filtering->query, filtering->pool, &days)) {
        add_days(conditions, sc_facet_named(filtering->faceted, SC_FACET_DATE), days);
    }
    if (filtering->query->as_of && filtering->entity != &sc_partnership) {
        add_force(filtering, conditions);
    }
    return conditions->nelts ? sc_facets_select(filtering->db, filtering->pool, filtering->faceted,
                                                conditions, &filtering->ids)
                             : APR_SUCCESS;
}

static apr_status_t filter_by_force(filtering_t *filtering)
{
    char day[11], unused[11];
    sc_bitmap_t *ids;
    sc_date_t date;

    if (sc_edtf_parse(filtering->query->as_of, &date) != APR_SUCCESS) {
        return APR_SUCCESS;
    }
    sc_edtf_span(&date, day, unused);
    SC_TRY(sc_in_force_select(filtering->db, filtering->pool, apr_pstrdup(filtering->pool, day),
                              &ids));
    narrow(filtering, ids);
    return APR_SUCCESS;
}

/* Narrows to the partnerships, or to what belongs to them. */
static apr_status_t narrow_to(filtering_t *filtering, sc_bitmap_t *partnerships)
{
    apr_status_t status = APR_SUCCESS;
    sc_bitmap_t *ids = partnerships;

    if (filtering->entity != &sc_partnership) {
        status = sc_facets_of_partnerships(filtering->db, filtering->pool, filtering->entity,
                                           partnerships, &ids);
    }
    narrow(filtering, ids);
    return status;
}

/* By a place, and by what another party of its partnerships is. */
static apr_status_t filter_by_place(filtering_t *filtering)
{
    sc_bitmap_t *partnerships = NULL;

    for (int i = 0; i < FILTER_COUNT; i++) {
        const char *value = value_of(filtering->query, i);
        sc_bitmap_t *ids;

        if (!value || !filters[i].beside) {
            continue;
        }
        SC_TRY(select_any(filtering, i, "n.\"partnership_id\"", filters[i].beside,
                          filtering->query->place, &ids));
        if (partnerships) {
            sc_bitmap_intersect(partnerships, ids);
        }
        partnerships = partnerships ? partnerships : ids;
    }
    return narrow_to(filtering, partnerships);
}

static apr_status_t filter_by_partnership(filtering_t *filtering)
{
    sc_bitmap_t *partnerships;

    SC_TRY(select_ids(filtering, "s.\"id\"", "\"partnerships\" s WHERE s.\"slug\" = ?",
                      filtering->query->partnership, NULL, &partnerships));
    return narrow_to(filtering, partnerships);
}

static apr_status_t select_countries(const filtering_t *filtering, const char *const *countries,
                                     const char *facet, const char *word, sc_bitmap_t **ids)
{
    apr_array_header_t *conditions = apr_array_make(filtering->pool, 2, sizeof(sc_condition_t));

    APR_ARRAY_PUSH(conditions, sc_condition_t) =
        (sc_condition_t){.facet = sc_facet_named(filtering->faceted, facet), .word = word};
    if (countries) {
        APR_ARRAY_PUSH(conditions, sc_condition_t) = (sc_condition_t){
            .facet = sc_facet_named(filtering->faceted, "country"), .words = countries};
    }
    return sc_facets_select(filtering->db, filtering->pool, filtering->faceted, conditions, ids);
}

/* What has a party in the one country and another party in one of the countries that are asked for.
 */
static apr_status_t select_beside(const filtering_t *filtering, const char *country,
                                  sc_bitmap_t **ids)
{
    const apr_array_header_t *asked = sc_filter_values(
        filtering->query, filter_of(offsetof(sc_query_t, country)), filtering->pool);
    apr_array_header_t *others = apr_array_make(filtering->pool, 2, sizeof(const char *));
    sc_bitmap_t *twice;

    for (int i = 0; i < asked->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(asked, i, const char *), country) != 0) {
            APR_ARRAY_PUSH(others, const char *) = APR_ARRAY_IDX(asked, i, const char *);
        }
    }
    *ids = sc_bitmap_new(filtering->pool);
    if (others->nelts || !asked->nelts) {
        APR_ARRAY_PUSH(others, const char *) = NULL;
        SC_TRY(select_countries(filtering, asked->nelts ? (const char *const *)others->elts : NULL,
                                "country", country, ids));
        others->nelts--;
    }
    if (others->nelts < asked->nelts) {
        SC_TRY(select_countries(filtering, NULL, "country" SC_TWICE, country, &twice));
        sc_bitmap_unite(*ids, twice);
    }
    return APR_SUCCESS;
}

static apr_status_t filter_by_both_countries(filtering_t *filtering)
{
    const apr_array_header_t *partners = sc_filter_values(
        filtering->query, filter_of(offsetof(sc_query_t, partner_country)), filtering->pool);
    sc_bitmap_t *all = sc_bitmap_new(filtering->pool), *ids;

    for (int i = 0; i < partners->nelts; i++) {
        SC_TRY(select_beside(filtering, APR_ARRAY_IDX(partners, i, const char *), &ids));
        sc_bitmap_unite(all, ids);
    }
    narrow(filtering, all);
    return APR_SUCCESS;
}

/* How the filter finds items of a collection without facets; NULL: it does not narrow that. */
static const char *simple_of(int i, const sc_entity_t *entity, apr_pool_t *pool)
{
    const sc_filter_t *filter = filter_at(i);

    if (!sc_filter_narrows(filter, entity) || (filters[i].of && filters[i].of != entity)) {
        return NULL;
    }
    for (int j = 0; j < i && !filters[i].of; j++) {
        if (filters[j].of == entity && filters[j].member == filters[i].member) {
            return NULL;
        }
    }
    const sc_field_t *list = sc_entity_field(entity, apr_pstrcat(pool, filter->name, "s", NULL));
    if (list && list->type == SC_TYPE_REFERENCES && !filters[i].of) {
        return apr_pstrcat(pool, "JOIN \"", entity->name, "_", list->name, "\" r ON r.\"",
                           entity->name, "_id\" = x.\"id\" JOIN \"", list->target->collection,
                           "\" g ON g.\"id\" = r.\"target_id\" WHERE g.\"slug\" = ?", NULL);
    }
    return sc_entity_field(entity, filter->name) && filters[i].own ? filters[i].own
                                                                   : filters[i].simple;
}

/* Collections with few items, which are asked themselves. */
static apr_status_t filter_simply(filtering_t *filtering)
{
    for (int i = 0; i < FILTER_COUNT; i++) {
        const char *value = value_of(filtering->query, i);
        const char *simple = simple_of(i, filtering->entity, filtering->pool);
        sc_bitmap_t *ids;

        if (!value || !simple) {
            continue;
        }
        SC_TRY(select_any(filtering, i, "x.\"id\"",
                          apr_pstrcat(filtering->pool, "\"", filtering->entity->collection, "\" x ",
                                      simple, NULL),
                          NULL, &ids));
        narrow(filtering, ids);
    }
    return APR_SUCCESS;
}

int sc_filter_is_set(const sc_query_t *query)
{
    for (int i = 0; i < FILTER_COUNT; i++) {
        if (filters[i].facet && value_of(query, i)) {
            return 1;
        }
    }
    return query->partner_country || query->since || query->until || query->as_of ||
           (query->q && *query->q);
}

static apr_status_t filter_by_words(filtering_t *filtering)
{
    SC_TRY(sc_words_select(filtering->db, filtering->pool, filtering->entity, filtering->query,
                           &filtering->found));
    if (filtering->found.ids) {
        narrow(filtering, filtering->found.ids);
    }
    return APR_SUCCESS;
}

static apr_status_t filter_by_language(filtering_t *filtering)
{
    sc_bitmap_t *ids;

    SC_TRY(sc_told_missing(filtering->db, filtering->pool, filtering->entity,
                           filtering->query->missing, &ids));
    if (ids) {
        narrow(filtering, ids);
    }
    return APR_SUCCESS;
}

static apr_status_t select_passing(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                   const sc_query_t *query, sc_found_t *passing)
{
    filtering_t filtering = {
        .db = db, .pool = pool, .entity = entity, .query = query, .faceted = sc_faceted_of(entity)};

    filtering.has_parties =
        entity == &sc_partnership || (filtering.faceted && filtering.faceted->inherited);
    SC_TRY(filtering.faceted ? filter_by_facets(&filtering) : filter_simply(&filtering));
    if (query->as_of && entity == &sc_partnership) {
        SC_TRY(filter_by_force(&filtering));
    }
    if (query->place && filtering.has_parties) {
        SC_TRY(filter_by_place(&filtering));
    }
    if (query->partnership && filtering.has_parties && entity != &sc_partnership) {
        SC_TRY(filter_by_partnership(&filtering));
    }
    if (query->partner_country && filtering.has_parties) {
        SC_TRY(filter_by_both_countries(&filtering));
    }
    if (query->missing) {
        SC_TRY(filter_by_language(&filtering));
    }
    if (query->q && *query->q) {
        SC_TRY(filter_by_words(&filtering));
    }
    *passing = filtering.found;
    passing->ids = filtering.ids;
    return APR_SUCCESS;
}

/* What is in the country that the words end with, and is found by the words before it. */
static apr_status_t select_in_country(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                      const sc_query_t *query, sc_found_t *passing)
{
    sc_query_t asked = *query;

    asked.q = query->q_rest;
    asked.country = query->q_country;
    SC_TRY(select_passing(db, pool, entity, &asked, passing));
    passing->exact = passing->exact ? passing->exact : sc_bitmap_new(pool);
    passing->begun = passing->begun ? passing->begun : sc_bitmap_new(pool);
    return APR_SUCCESS;
}

apr_status_t sc_filter_find(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                            const sc_query_t *query, sc_found_t *passing)
{
    SC_TRY(select_passing(db, pool, entity, query, passing));
    return passing->ids && sc_bitmap_is_empty(passing->ids) && query->q_country &&
                   !query->country && sc_filter_narrows(sc_filter_named("country"), entity)
               ? select_in_country(db, pool, entity, query, passing)
               : APR_SUCCESS;
}

apr_status_t sc_filter_select(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const sc_query_t *query, sc_bitmap_t **ids)
{
    sc_found_t passing;

    SC_TRY(sc_filter_find(db, pool, entity, query, &passing));
    *ids = passing.ids;
    return APR_SUCCESS;
}
