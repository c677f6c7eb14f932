#include "store/query/list_filters.h"

#include "model/edtf.h"
#include "store/query/id_select.h"
#include "store/record/search.h"

#include <apr_strings.h>
#include <string.h>

/* What is to be passed, and what has passed so far. */
typedef struct filtering_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_entity_t *entity;
    const sc_query_t *query;
    const sc_traits_t *traits; /* NULL: none are kept of the collection */
    sc_item_sets_t sets;       /* open if it has a database */
    sc_id_set_t *ids;          /* NULL: everything */
} filtering_t;

static void narrow(filtering_t *filtering, sc_id_set_t *ids)
{
    if (!filtering->ids) {
        filtering->ids = ids;
    }
    else {
        sc_id_set_intersect(filtering->ids, ids);
    }
}

/* Runs a SELECT of ids. @param from what comes behind FROM, with one or two `?` */
static apr_status_t select_ids(filtering_t *filtering, const char *id, const char *from,
                               const char *first, const char *second, sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_id_select(filtering->db, filtering->pool, id);

    sc_sql_add(sql, " FROM ");
    sc_sql_add_pair(sql, from, first, second);
    return sc_id_select_read(filtering->db, sql, ids);
}

/* Opens the sets when the first is needed. */
static apr_status_t open_sets(filtering_t *filtering)
{
    apr_status_t status = APR_SUCCESS;

    if (!filtering->sets.db) {
        status =
            sc_item_sets_open(filtering->db, filtering->pool, filtering->traits, &filtering->sets);
    }
    return status;
}

/* The words of traits. */
static const struct {
    const char *trait;
    size_t value;
    int is_of_party;
} words[] = {
    {"country", offsetof(sc_query_t, country), 1}, {"level", offsetof(sc_query_t, level), 1},
    {"region", offsetof(sc_query_t, region), 1},   {"type", offsetof(sc_query_t, type), 0},
    {"status", offsetof(sc_query_t, status), 0},   {"field", offsetof(sc_query_t, field), 0},
    {"kind", offsetof(sc_query_t, kind), 0}};

static const char *value_of(const sc_query_t *query, size_t offset)
{
    return *(const char *const *)((const char *)query + offset);
}

static int is_known(const sc_traits_t *traits, const char *trait)
{
    return sc_trait_own(traits, trait) || sc_trait_is_inherited(traits, trait);
}

/* Whether the entity is a partnership or belongs to one. */
static int has_parties(const sc_entity_t *entity)
{
    return entity == &sc_partnership || (sc_traits_of(entity) && sc_traits_of(entity)->inherited);
}

static apr_status_t filter_by_words(filtering_t *filtering)
{
    /* Beside a place another party is meant, which no kept set tells. */
    int is_beside = filtering->query->place && has_parties(filtering->entity);
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        const char *word = value_of(filtering->query, words[i].value);
        apr_status_t status;
        sc_id_set_t *ids;

        if (!word || (is_beside && words[i].is_of_party) ||
            !is_known(filtering->traits, words[i].trait)) {
            continue;
        }
        status = open_sets(filtering);
        if (status == APR_SUCCESS) {
            status =
                sc_item_sets_of_word(&filtering->sets, words[i].trait, word, filtering->ids, &ids);
        }
        if (status != APR_SUCCESS) {
            return status;
        }
        filtering->ids = ids;
    }
    return APR_SUCCESS;
}

int sc_list_days(const sc_query_t *query, apr_pool_t *pool, sc_days_t *days)
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
    days->from = apr_pstrdup(pool, first);
    days->until = apr_pstrdup(pool, last);
    days->or_unknown = 0;
    return is_set;
}

static apr_status_t filter_by_days(filtering_t *filtering, const sc_trait_t *trait,
                                   const sc_days_t *days)
{
    apr_status_t status = open_sets(filtering);
    sc_id_set_t *ids;

    if (status == APR_SUCCESS) {
        status = sc_item_sets_of_days(&filtering->sets, trait, days, filtering->ids, &ids);
    }
    if (status == APR_SUCCESS) {
        filtering->ids = ids;
    }
    return status;
}

/* The text behind which everything sorts that is not certainly over by the day: a month or a year
 * is over on its last day. */
static const char *end_of(const char *day, sc_date_t date, apr_pool_t *pool)
{
    char first[11], month_last[11];

    date.precision = SC_PRECISION_MONTH;
    sc_edtf_span(&date, first, month_last);
    return strcmp(day + 4, "-12-31") == 0 ? apr_psprintf(pool, "%.4s~", day)
           : strcmp(day, month_last) == 0 ? apr_psprintf(pool, "%.7s~", day)
                                          : apr_pstrcat(pool, day, "~", NULL);
}

/* What has not begun after the day and is not over by it, as far as is known. */
static apr_status_t filter_by_force(filtering_t *filtering)
{
    const sc_trait_t *began = sc_trait_own(filtering->traits, SC_TRAIT_BEGAN);
    const sc_trait_t *ended = sc_trait_own(filtering->traits, SC_TRAIT_ENDED);
    sc_days_t not_after = {"", NULL, 1};
    sc_days_t not_over = {NULL, "~", 1};
    char day[11], unused[11];
    apr_status_t status;
    sc_date_t date;

    began = began ? began : sc_trait_own(filtering->traits, SC_TRAIT_DATE);
    if (!began || sc_edtf_parse(filtering->query->as_of, &date) != APR_SUCCESS) {
        return APR_SUCCESS;
    }
    sc_edtf_span(&date, day, unused);
    not_after.until = day;
    /* A space sorts before whatever else can follow: what equals the end is over. */
    not_over.from = apr_pstrcat(filtering->pool, end_of(day, date, filtering->pool), " ", NULL);
    status = filter_by_days(filtering, began, &not_after);
    return status == APR_SUCCESS && ended ? filter_by_days(filtering, ended, &not_over) : status;
}

static apr_status_t filter_by_traits(filtering_t *filtering)
{
    const sc_trait_t *date;
    apr_status_t status;
    sc_days_t days;

    if (!filtering->traits) {
        return APR_SUCCESS;
    }
    status = filter_by_words(filtering);
    date = sc_trait_own(filtering->traits, SC_TRAIT_DATE);
    if (status == APR_SUCCESS && date && sc_list_days(filtering->query, filtering->pool, &days)) {
        status = filter_by_days(filtering, date, &days);
    }
    return status == APR_SUCCESS && filtering->query->as_of ? filter_by_force(filtering) : status;
}

/* Narrows to the partnerships, or to what belongs to them. */
static apr_status_t narrow_to(filtering_t *filtering, sc_id_set_t *partnerships)
{
    apr_status_t status = APR_SUCCESS;
    sc_id_set_t *ids = partnerships;

    if (filtering->entity != &sc_partnership) {
        status = sc_item_sets_of_partnerships(filtering->db, filtering->pool, filtering->entity,
                                              partnerships, &ids);
    }
    if (status == APR_SUCCESS) {
        narrow(filtering, ids);
    }
    return status;
}

#define ITS_PARTNERSHIPS "\"places\" h JOIN \"partnership_parties\" n ON n.\"place_id\" = h.\"id\""
#define OTHER_PARTIES                                                                              \
    ITS_PARTNERSHIPS " JOIN \"partnership_parties\" m ON m.\"partnership_id\" = "                  \
                     "n.\"partnership_id\" JOIN \"places\" p ON p.\"id\" = m.\"place_id\""
#define WITH_ANOTHER " WHERE h.\"slug\" = ? AND p.\"id\" <> h.\"id\" AND "

/* The partnerships of a place, by what another party is. */
static const struct {
    size_t value;
    const char *from;
} beside[] = {{offsetof(sc_query_t, place), ITS_PARTNERSHIPS " WHERE h.\"slug\" = ?"},
              {offsetof(sc_query_t, country), OTHER_PARTIES WITH_ANOTHER "p.\"country\" = ?"},
              {offsetof(sc_query_t, level), OTHER_PARTIES WITH_ANOTHER "p.\"level\" = ?"},
              {offsetof(sc_query_t, region),
               OTHER_PARTIES " JOIN \"countries\" c ON c.\"code\" = "
                             "p.\"country\"" WITH_ANOTHER "c.\"region\" = ?"}};

static apr_status_t filter_by_place(filtering_t *filtering)
{
    sc_id_set_t *partnerships = NULL;
    size_t i;

    for (i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
        const char *value = value_of(filtering->query, beside[i].value);
        apr_status_t status;
        sc_id_set_t *ids;

        if (!value) {
            continue;
        }
        status = select_ids(filtering, "n.\"partnership_id\"", beside[i].from,
                            filtering->query->place, value, &ids);
        if (status != APR_SUCCESS) {
            return status;
        }
        if (partnerships) {
            sc_id_set_intersect(partnerships, ids);
        }
        else {
            partnerships = ids;
        }
    }
    return narrow_to(filtering, partnerships);
}

static apr_status_t filter_by_partnership(filtering_t *filtering)
{
    sc_id_set_t *partnerships;
    apr_status_t status =
        select_ids(filtering, "s.\"id\"", "\"partnerships\" s WHERE s.\"slug\" = ?",
                   filtering->query->partnership, NULL, &partnerships);

    return status == APR_SUCCESS ? narrow_to(filtering, partnerships) : status;
}

/* Whether a word begins with a term, up to sc_search_end(). */
#define IN_RANGE " WHERE k.\"key\" >= ? AND k.\"key\" < ?"

/* The items that have a word of their own with this beginning. */
static apr_status_t select_by_key(filtering_t *filtering, const sc_entity_t *entity,
                                  const char *term, sc_id_set_t **ids)
{
    apr_pool_t *pool = filtering->pool;

    return select_ids(filtering, apr_pstrcat(pool, "k.\"", entity->name, "_id\"", NULL),
                      apr_pstrcat(pool, "\"", entity->name, "_keys\" k" IN_RANGE, NULL), term,
                      sc_search_end(term, pool), ids);
}

static apr_status_t select_partnerships_of(filtering_t *filtering, const sc_id_set_t *places,
                                           sc_id_set_t **ids)
{
    sc_sql_t *sql = sc_id_select(filtering->db, filtering->pool, "m.\"partnership_id\"");

    sc_sql_add(sql, " FROM \"partnership_parties\" m WHERE m.\"place_id\"");
    sc_id_select_add_in(filtering->db, sql, places);
    return sc_id_select_read(filtering->db, sql, ids);
}

/* The kept set of places or partnerships by the beginning of a word. @param ids NULL: none is */
static apr_status_t select_kept(filtering_t *filtering, const sc_entity_t *entity, const char *term,
                                sc_id_set_t **ids)
{
    sc_item_sets_t sets;
    apr_status_t status;

    if (entity == filtering->entity) {
        status = open_sets(filtering);
        return status == APR_SUCCESS
                   ? sc_item_sets_of_beginning(&filtering->sets, term, filtering->ids, ids)
                   : status;
    }
    status = sc_item_sets_open(filtering->db, filtering->pool, sc_traits_of(entity), &sets);
    return status == APR_SUCCESS ? sc_item_sets_of_beginning(&sets, term, NULL, ids) : status;
}

/* The partnerships that have such a word in their own name or in a party's. */
static apr_status_t select_partnerships_by_key(filtering_t *filtering, const char *term,
                                               sc_id_set_t **ids)
{
    sc_id_set_t *places, *of_parties;
    apr_status_t status = select_kept(filtering, &sc_partnership, term, ids);

    if (status != APR_SUCCESS || *ids) {
        return status;
    }
    status = select_by_key(filtering, &sc_partnership, term, ids);
    if (status == APR_SUCCESS) {
        status = select_by_key(filtering, &sc_place, term, &places);
    }
    if (status == APR_SUCCESS) {
        status = select_partnerships_of(filtering, places, &of_parties);
    }
    if (status == APR_SUCCESS) {
        sc_id_set_unite(*ids, of_parties);
    }
    return status;
}

/* The items of the collection itself that have such a word. */
static apr_status_t select_own_by_key(filtering_t *filtering, const char *term, sc_id_set_t **ids)
{
    apr_status_t status = APR_SUCCESS;

    *ids = NULL;
    if (filtering->entity == &sc_place) {
        status = select_kept(filtering, &sc_place, term, ids);
    }
    return status == APR_SUCCESS && !*ids ? select_by_key(filtering, filtering->entity, term, ids)
                                          : status;
}

static apr_status_t filter_by_term(filtering_t *filtering, const char *term)
{
    const sc_entity_t *entity = filtering->entity;
    sc_id_set_t *ids = sc_id_set_new(filtering->pool);
    apr_status_t status = APR_SUCCESS;
    sc_id_set_t *partnerships, *heirs;

    if (entity != &sc_partnership && sc_search_table(entity, filtering->pool)) {
        status = select_own_by_key(filtering, term, &ids);
    }
    if (status == APR_SUCCESS && has_parties(entity)) {
        status = select_partnerships_by_key(filtering, term, &partnerships);
        heirs = partnerships;
        if (status == APR_SUCCESS && entity != &sc_partnership) {
            status = sc_item_sets_of_partnerships(filtering->db, filtering->pool, entity,
                                                  partnerships, &heirs);
        }
        if (status == APR_SUCCESS) {
            sc_id_set_unite(ids, heirs);
        }
    }
    if (status == APR_SUCCESS) {
        narrow(filtering, ids);
    }
    return status;
}

static apr_status_t filter_by_terms(filtering_t *filtering)
{
    apr_array_header_t *terms = sc_search_terms(filtering->query->q, filtering->pool);
    apr_status_t status = APR_SUCCESS;
    int i;

    if (terms->nelts == 0) {
        narrow(filtering, sc_id_set_new(filtering->pool));
    }
    for (i = 0; i < terms->nelts && status == APR_SUCCESS; i++) {
        if (filtering->ids && sc_id_set_is_empty(filtering->ids)) {
            break;
        }
        status = filter_by_term(filtering, APR_ARRAY_IDX(terms, i, const char *));
    }
    return status;
}

/* Collections with few items, which are asked themselves. */
#define AT_PLACE(table, where)                                                                     \
    "\"" table "\" x JOIN \"places\" p ON p.\"id\" = x.\"place_id\" WHERE p.\"" where "\" = ?"
static const struct {
    const sc_entity_t *entity;
    size_t value;
    const char *from;
} others[] = {
    {&sc_organization, offsetof(sc_query_t, place), AT_PLACE("organizations", "slug")},
    {&sc_organization, offsetof(sc_query_t, country), AT_PLACE("organizations", "country")},
    {&sc_organization, offsetof(sc_query_t, level), AT_PLACE("organizations", "level")},
    {&sc_organization, offsetof(sc_query_t, region),
     "\"organizations\" x JOIN \"places\" p ON p.\"id\" = x.\"place_id\" JOIN \"countries\" c ON "
     "c.\"code\" = p.\"country\" WHERE c.\"region\" = ?"},
    {&sc_source, offsetof(sc_query_t, place), AT_PLACE("sources", "slug")},
    {&sc_source, offsetof(sc_query_t, partnership),
     "\"sources\" x JOIN \"partnerships\" s ON s.\"id\" = x.\"partnership_id\" "
     "WHERE s.\"slug\" = ?"},
    {&sc_claim, offsetof(sc_query_t, place), AT_PLACE("claims", "slug")},
    {&sc_claim, offsetof(sc_query_t, country), AT_PLACE("claims", "country")}};

static apr_status_t filter_others(filtering_t *filtering)
{
    size_t i;

    for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        const char *value = value_of(filtering->query, others[i].value);
        apr_status_t status;
        sc_id_set_t *ids;

        if (others[i].entity != filtering->entity || !value) {
            continue;
        }
        status = select_ids(filtering, "x.\"id\"", others[i].from, value, NULL, &ids);
        if (status != APR_SUCCESS) {
            return status;
        }
        narrow(filtering, ids);
    }
    return APR_SUCCESS;
}

int sc_list_is_filtered(const sc_query_t *query)
{
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (value_of(query, words[i].value)) {
            return 1;
        }
    }
    return query->since || query->until || query->as_of || (query->q && *query->q);
}

static int can_be_searched(const sc_entity_t *entity, apr_pool_t *pool)
{
    return has_parties(entity) || sc_search_table(entity, pool);
}

apr_status_t sc_list_filter(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                            const sc_query_t *query, sc_id_set_t **ids)
{
    sc_item_sets_t sets;

    return sc_list_filter_by(db, pool, entity, query, &sets, ids);
}

apr_status_t sc_list_filter_by(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               const sc_query_t *query, sc_item_sets_t *sets, sc_id_set_t **ids)
{
    filtering_t filtering = {.db = db, .pool = pool, .entity = entity, .query = query};
    apr_status_t status;

    filtering.traits = sc_traits_of(entity);
    status = filter_by_traits(&filtering);
    if (status == APR_SUCCESS && query->place && has_parties(entity)) {
        status = filter_by_place(&filtering);
    }
    if (status == APR_SUCCESS && query->partnership && filtering.traits &&
        filtering.traits->inherited) {
        status = filter_by_partnership(&filtering);
    }
    if (status == APR_SUCCESS && query->q && *query->q && can_be_searched(entity, pool)) {
        status = filter_by_terms(&filtering);
    }
    if (status == APR_SUCCESS) {
        status = filter_others(&filtering);
    }
    *sets = filtering.sets;
    *ids = filtering.ids;
    return status;
}
