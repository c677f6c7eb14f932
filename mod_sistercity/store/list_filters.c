#include "store/list_filters.h"

#include "model/edtf.h"
#include "store/date_sql.h"
#include "store/search.h"

#include <apr_strings.h>
#include <string.h>

/* In order of promise: the first that a query sets gives the candidates. */
typedef enum {
    FILTER_PARTNERSHIP,
    FILTER_PLACE,
    FILTER_WORD,
    FILTER_COUNTRY,
    FILTER_KIND,
    FILTER_LEVEL,
    FILTER_TYPE,
    FILTER_STATUS,
    FILTER_FIELD,
    FILTER_DATES,
    FILTER_REGION,
    FILTER_AS_OF,
    FILTER_COUNT
} filter_e;

typedef struct filter_t {
    filter_e filter;
    const char *condition;
    const char *candidates; /* NULL: no index serves it */
} filter_t;

/* What the `?` of a filter take by turns. NULL: the filter is not set. */
typedef struct value_t {
    const char *first;
    const char *second;
} value_t;

static const value_t unset = {NULL, NULL};

struct sc_selection_t {
    apr_pool_t *pool;
    const filter_t *filters;
    int filter_count;
    value_t values[FILTER_COUNT];
    value_t words[SC_TERM_LIMIT];
    int is_empty;
};

/* Sets of places: where they come from, and which of them. */
#define PLACES "\"places\" p"
#define BY(column) "p.\"" column "\" = ?"
/* Of a partnership with a place that the query names, another party is meant. */
#define OF_ANOTHER(condition) condition " AND p.\"slug\" <> ?"
#define PLACES_AND_COUNTRIES "\"places\" p JOIN \"countries\" c ON c.\"code\" = p.\"country\""
#define BY_REGION "c.\"region\" = ?"
#define PLACES_WHERE(column) "SELECT p.\"id\" FROM " PLACES " WHERE " BY(column)
#define PLACES_OF_REGION "SELECT p.\"id\" FROM " PLACES_AND_COUNTRIES " WHERE " BY_REGION

/* Whether, and which, items have a word with this beginning. */
#define IN_RANGE "k.\"key\" >= ? AND k.\"key\" < ?"
#define KEYS(item) "SELECT k.\"" item "_id\" FROM \"" item "_keys\" k WHERE " IN_RANGE
#define HAS_KEY(item, id)                                                                          \
    "EXISTS (SELECT 1 FROM \"" item "_keys\" k WHERE k.\"" item "_id\" = " id " AND " IN_RANGE ")"

/* Whether one of a partnership's parties is among the places, and which partnerships and what of
 * theirs have such a party. CROSS JOIN says on which side SQLite begins: with the few parties of
 * one row there, with the places here; so either stops as soon as it has enough. */
#define HAS_PARTY_OF(partnership, from, place, where)                                              \
    "EXISTS (SELECT 1 FROM \"partnership_parties\" m CROSS JOIN " from                             \
    " WHERE m.\"partnership_id\" = " partnership " AND " place " = m.\"place_id\" AND " where ")"
#define WITH_PARTY_OF(from, place, where)                                                          \
    "SELECT m.\"partnership_id\" FROM " from                                                       \
    " CROSS JOIN \"partnership_parties\" m WHERE m.\"place_id\" = " place " AND " where
#define ITEMS_WITH_PARTY_OF(table, from, place, where)                                             \
    "SELECT x.\"id\" FROM " from " CROSS JOIN \"partnership_parties\" m CROSS JOIN \"" table       \
    "\" x WHERE m.\"place_id\" = " place                                                           \
    " AND x.\"partnership_id\" = m.\"partnership_id\" AND " where

/* Whether a partnership, which partnerships, and what of theirs, have the value in a column. */
#define HAS(partnership, column)                                                                   \
    "EXISTS (SELECT 1 FROM \"partnerships\" s WHERE s.\"id\" = " partnership " AND s.\"" column    \
    "\" = ?)"
#define WITH(column) "SELECT s.\"id\" FROM \"partnerships\" s WHERE s.\"" column "\" = ?"
#define ITEMS_WITH(table, column)                                                                  \
    "SELECT x.\"id\" FROM \"partnerships\" s CROSS JOIN \"" table                                  \
    "\" x WHERE x.\"partnership_id\" = s.\"id\" AND s.\"" column "\" = ?"

/* Whether an item of the collection, and which, have the field of exchange. */
#define HAS_FIELD(item, id)                                                                        \
    "EXISTS (SELECT 1 FROM \"" item "_fields\" f WHERE f.\"" item "_id\" = " id                    \
    " AND f.\"value\" = ?)"
#define WITH_FIELD(item) "SELECT f.\"" item "_id\" FROM \"" item "_fields\" f WHERE f.\"value\" = ?"

/* Whether a partnership, which partnerships, and what of theirs, have the word in their own or a
 * party's name. */
#define PLACE_KEYS "\"place_keys\" k", "k.\"place_id\"", IN_RANGE
#define HAS_PARTY_BY(partnership, ...) HAS_PARTY_OF(partnership, __VA_ARGS__)
#define WITH_PARTY_BY(...) WITH_PARTY_OF(__VA_ARGS__)
#define ITEMS_WITH_PARTY_BY(table, ...) ITEMS_WITH_PARTY_OF(table, __VA_ARGS__)
#define HAS_WORD(partnership)                                                                      \
    "(" HAS_PARTY_BY(partnership, PLACE_KEYS) " OR " HAS_KEY("partnership", partnership) ")"
#define WITH_WORD WITH_PARTY_BY(PLACE_KEYS) " UNION ALL " KEYS("partnership")
#define ITEMS_WITH_WORD(table)                                                                     \
    ITEMS_WITH_PARTY_BY(table, PLACE_KEYS)                                                         \
    " UNION ALL SELECT x.\"id\" FROM \"partnership_keys\" k CROSS JOIN \"" table                   \
    "\" x WHERE x.\"partnership_id\" = k.\"partnership_id\" AND " IN_RANGE

/* A filter by a column, whose index gives the candidates. */
#define COLUMN(filter, table, column)                                                              \
    {                                                                                              \
        filter, "t.\"" column "\" = ?",                                                            \
            "SELECT x.\"id\" FROM \"" table "\" x WHERE x.\"" column "\" = ?"                      \
    }

/* A filter of rows by a small set of what they refer to. */
#define VIA(filter, table, column, set)                                                            \
    {                                                                                              \
        filter, "t.\"" column "\" IN (" set ")",                                                   \
            "SELECT x.\"id\" FROM \"" table "\" x WHERE x.\"" column "\" IN (" set ")"             \
    }

/* A filter by a partnership's parties: of partnerships, and of what belongs to one. */
#define PARTY(filter, from, where)                                                                 \
    {                                                                                              \
        filter, HAS_PARTY_OF("t.\"id\"", from, "p.\"id\"", where),                                 \
            WITH_PARTY_OF(from, "p.\"id\"", where)                                                 \
    }
#define OF_PARTY(filter, table, from, where)                                                       \
    {                                                                                              \
        filter, HAS_PARTY_OF("t.\"partnership_id\"", from, "p.\"id\"", where),                     \
            ITEMS_WITH_PARTY_OF(table, from, "p.\"id\"", where)                                    \
    }
#define OF_WITH(filter, table, column)                                                             \
    {                                                                                              \
        filter, HAS("t.\"partnership_id\"", column), ITEMS_WITH(table, column)                     \
    }

/* Candidates reach from the year of the one date to the century of the other, because 19XX sorts
 * behind every year of its century. */
#define DATES(table, column)                                                                       \
    {                                                                                              \
        FILTER_DATES,                                                                              \
            SC_SQL_AFTER_LAST_DAY("t.\"" column "\"") " >= ? AND " SC_SQL_FIRST_DAY("t.\"" column  \
                                                                                    "\"") " <= ?", \
            "SELECT x.\"id\" FROM \"" table "\" x WHERE x.\"" column                               \
            "\" >= SUBSTR(CAST(? AS TEXT), 1, 4) AND x.\"" column                                  \
            "\" <= SUBSTR(CAST(? AS TEXT), 1, 2) || 'XX~'"                                         \
    }

#define NOT_BEGUN_AFTER(column) "COALESCE(" SC_SQL_FIRST_DAY(column) ", '') <= ?"
#define NOT_OVER_BY(column) "COALESCE(" SC_SQL_AFTER_LAST_DAY(column) ", '~') > ?"

/* The filters of what belongs to a partnership, by the partnership. */
#define OF_PARTNERSHIP(table)                                                                      \
    VIA(FILTER_PARTNERSHIP, table, "partnership_id", WITH("slug")),                                \
        OF_PARTY(FILTER_PLACE, table, PLACES, BY("slug")),                                         \
        OF_PARTY(FILTER_COUNTRY, table, PLACES, OF_ANOTHER(BY("country"))),                        \
        OF_PARTY(FILTER_LEVEL, table, PLACES, OF_ANOTHER(BY("level"))),                            \
        OF_WITH(FILTER_TYPE, table, "type"), OF_WITH(FILTER_STATUS, table, "status"),              \
        OF_PARTY(FILTER_REGION, table, PLACES_AND_COUNTRIES, OF_ANOTHER(BY_REGION))

/* Found by the words of its partnership, and by its own where it has any. */
#define OF_WORD(table)                                                                             \
    {                                                                                              \
        FILTER_WORD, HAS_WORD("t.\"partnership_id\""), ITEMS_WITH_WORD(table)                      \
    }
#define OWN_OR_OF_WORD(item, table)                                                                \
    {                                                                                              \
        FILTER_WORD, "(" HAS_KEY(item, "t.\"id\"") " OR " HAS_WORD("t.\"partnership_id\"") ")",    \
            KEYS(item) " UNION ALL " ITEMS_WITH_WORD(table)                                        \
    }

static const filter_t place_filters[] = {
    {FILTER_WORD, HAS_KEY("place", "t.\"id\""), KEYS("place")},
    COLUMN(FILTER_COUNTRY, "places", "country"),
    COLUMN(FILTER_LEVEL, "places", "level"),
    VIA(FILTER_REGION, "places", "country",
        "SELECT c.\"code\" FROM \"countries\" c WHERE c.\"region\" = ?")};

static const filter_t partnership_filters[] = {
    PARTY(FILTER_PLACE, PLACES, BY("slug")),
    {FILTER_WORD, HAS_WORD("t.\"id\""), WITH_WORD},
    PARTY(FILTER_COUNTRY, PLACES, OF_ANOTHER(BY("country"))),
    PARTY(FILTER_LEVEL, PLACES, OF_ANOTHER(BY("level"))),
    COLUMN(FILTER_TYPE, "partnerships", "type"),
    COLUMN(FILTER_STATUS, "partnerships", "status"),
    {FILTER_FIELD, HAS_FIELD("partnership", "t.\"id\""), WITH_FIELD("partnership")},
    DATES("partnerships", "established"),
    PARTY(FILTER_REGION, PLACES_AND_COUNTRIES, OF_ANOTHER(BY_REGION)),
    {FILTER_AS_OF, NOT_BEGUN_AFTER("t.\"established\"") " AND " NOT_OVER_BY("t.\"ended\""), NULL}};

static const filter_t agreement_filters[] = {
    OF_PARTNERSHIP("agreements"),
    OF_WORD("agreements"),
    {FILTER_FIELD, HAS_FIELD("partnership", "t.\"partnership_id\""),
     "SELECT x.\"id\" FROM \"partnership_fields\" f CROSS JOIN \"agreements\" x "
     "WHERE x.\"partnership_id\" = f.\"partnership_id\" AND f.\"value\" = ?"},
    COLUMN(FILTER_KIND, "agreements", "kind"),
    DATES("agreements", "date"),
    {FILTER_AS_OF,
     NOT_BEGUN_AFTER("COALESCE(t.\"effective_from\", t.\"date\")") " AND " NOT_OVER_BY(
         "t.\"effective_until\""),
     NULL}};

static const filter_t activity_filters[] = {
    OF_PARTNERSHIP("activities"),
    OWN_OR_OF_WORD("activity", "activities"),
    {FILTER_FIELD, HAS_FIELD("activity", "t.\"id\""), WITH_FIELD("activity")},
    DATES("activities", "start"),
    {FILTER_AS_OF, NOT_BEGUN_AFTER("t.\"start\""), NULL}};

static const filter_t approval_filters[] = {OF_PARTNERSHIP("approvals"), OF_WORD("approvals")};

static const filter_t step_filters[] = {OF_PARTNERSHIP("steps"), OF_WORD("steps")};

static const filter_t gift_filters[] = {OF_PARTNERSHIP("gifts"), OWN_OR_OF_WORD("gift", "gifts")};

static const filter_t organization_filters[] = {
    {FILTER_WORD, HAS_KEY("organization", "t.\"id\""), KEYS("organization")},
    VIA(FILTER_PLACE, "organizations", "place_id", PLACES_WHERE("slug")),
    VIA(FILTER_COUNTRY, "organizations", "place_id", PLACES_WHERE("country")),
    VIA(FILTER_LEVEL, "organizations", "place_id", PLACES_WHERE("level")),
    VIA(FILTER_REGION, "organizations", "place_id", PLACES_OF_REGION)};

static const filter_t source_filters[] = {
    VIA(FILTER_PARTNERSHIP, "sources", "partnership_id", WITH("slug")),
    VIA(FILTER_PLACE, "sources", "place_id", PLACES_WHERE("slug"))};

static const filter_t claim_filters[] = {
    VIA(FILTER_PLACE, "claims", "place_id", PLACES_WHERE("slug")),
    VIA(FILTER_COUNTRY, "claims", "place_id", PLACES_WHERE("country"))};

#define FILTERS(filters) filters, sizeof(filters) / sizeof(filters[0])

static const struct {
    const sc_entity_t *entity;
    const filter_t *filters;
    int count;
} collections[] = {
    {&sc_place, FILTERS(place_filters)},         {&sc_partnership, FILTERS(partnership_filters)},
    {&sc_agreement, FILTERS(agreement_filters)}, {&sc_approval, FILTERS(approval_filters)},
    {&sc_step, FILTERS(step_filters)},           {&sc_activity, FILTERS(activity_filters)},
    {&sc_gift, FILTERS(gift_filters)},           {&sc_organization, FILTERS(organization_filters)},
    {&sc_source, FILTERS(source_filters)},       {&sc_claim, FILTERS(claim_filters)}};

static value_t equal_to(const char *value)
{
    value_t both = {value, value};

    return both;
}

/* What a party has, and the place that is not meant; no slug is empty. */
static value_t of_another(const char *value, const char *place)
{
    value_t both = {value, place ? place : ""};

    return both;
}

/* The days that since and until mean at the least and at the most. */
static value_t dates_of(const sc_query_t *query, apr_pool_t *pool)
{
    value_t value = {NULL, NULL};
    char first[11] = "0001-01-01";
    char last[11] = "9999-12-31";
    char unused[11];
    sc_date_t date;

    if (query->since && sc_edtf_parse(query->since, &date) == APR_SUCCESS) {
        sc_edtf_span(&date, first, unused);
        value.first = apr_pstrdup(pool, first);
    }
    if (query->until && sc_edtf_parse(query->until, &date) == APR_SUCCESS) {
        sc_edtf_span(&date, unused, last);
        value.second = apr_pstrdup(pool, last);
    }
    if (value.first || value.second) {
        value.first = value.first ? value.first : apr_pstrdup(pool, first);
        value.second = value.second ? value.second : apr_pstrdup(pool, last);
    }
    return value;
}

/* The day, and the text behind which everything sorts that is not certainly over by the day: a
 * month or a year is over on its last day. */
static value_t day_of(const char *as_of, apr_pool_t *pool)
{
    value_t value = {NULL, NULL};
    char first[11], last[11], month_last[11];
    sc_date_t date;

    if (!as_of || sc_edtf_parse(as_of, &date) != APR_SUCCESS) {
        return value;
    }
    sc_edtf_span(&date, first, last);
    value.first = apr_pstrdup(pool, first);
    date.precision = SC_PRECISION_MONTH;
    sc_edtf_span(&date, first, month_last);
    value.second = strcmp(value.first + 4, "-12-31") == 0 ? apr_psprintf(pool, "%.4s~", value.first)
                   : strcmp(value.first, month_last) == 0
                       ? apr_psprintf(pool, "%.7s~", value.first)
                       : apr_pstrcat(pool, value.first, "~", NULL);
    return value;
}

static void set_words(sc_selection_t *selection, const char *q)
{
    apr_array_header_t *terms = sc_search_terms(q, selection->pool);
    int longest = 0;
    int i;

    for (i = 0; i < terms->nelts; i++) {
        const char *term = APR_ARRAY_IDX(terms, i, const char *);

        selection->words[i].first = term;
        selection->words[i].second = sc_search_end(term, selection->pool);
        if (strlen(term) > strlen(selection->words[longest].first)) {
            longest = i;
        }
    }
    selection->values[FILTER_WORD] = selection->words[longest];
    selection->is_empty = terms->nelts == 0;
}

sc_selection_t *sc_selection_of(const sc_entity_t *entity, const sc_query_t *query,
                                apr_pool_t *pool)
{
    sc_selection_t *selection = apr_pcalloc(pool, sizeof(*selection));
    value_t *values = selection->values;
    size_t i;

    selection->pool = pool;
    for (i = 0; i < sizeof(collections) / sizeof(collections[0]); i++) {
        if (collections[i].entity == entity) {
            selection->filters = collections[i].filters;
            selection->filter_count = collections[i].count;
        }
    }
    values[FILTER_PARTNERSHIP] = equal_to(query->partnership);
    values[FILTER_PLACE] = equal_to(query->place);
    values[FILTER_COUNTRY] = of_another(query->country, query->place);
    values[FILTER_KIND] = equal_to(query->kind);
    values[FILTER_LEVEL] = of_another(query->level, query->place);
    values[FILTER_TYPE] = equal_to(query->type);
    values[FILTER_STATUS] = equal_to(query->status);
    values[FILTER_FIELD] = equal_to(query->field);
    values[FILTER_REGION] = of_another(query->region, query->place);
    values[FILTER_DATES] = dates_of(query, pool);
    values[FILTER_AS_OF] = day_of(query->as_of, pool);
    if (query->q && *query->q) {
        set_words(selection, query->q);
    }
    return selection;
}

static const value_t *value_of(const sc_selection_t *selection, const filter_t *filter)
{
    return &selection->values[filter->filter];
}

int sc_selection_is_filtered(const sc_selection_t *selection)
{
    int i;

    for (i = 0; i < selection->filter_count; i++) {
        if (value_of(selection, &selection->filters[i])->first) {
            return 1;
        }
    }
    return 0;
}

int sc_selection_is_empty(const sc_selection_t *selection)
{
    return selection->is_empty;
}

/* The set filter with candidates that promises the fewest, or NULL. */
static const filter_t *driver_of(const sc_selection_t *selection)
{
    const filter_t *driver = NULL;
    int i;

    for (i = 0; i < selection->filter_count; i++) {
        const filter_t *filter = &selection->filters[i];

        if (filter->candidates && value_of(selection, filter)->first &&
            (!driver || filter->filter < driver->filter)) {
            driver = filter;
        }
    }
    return driver;
}

int sc_selection_has_candidates(const sc_selection_t *selection)
{
    return driver_of(selection) != NULL;
}

void sc_selection_add_candidates(const sc_selection_t *selection, sc_sql_t *sql)
{
    const filter_t *driver = driver_of(selection);
    const char *separator = "";
    int i;

    for (i = 0; i < selection->filter_count; i++) {
        const filter_t *filter = &selection->filters[i];

        if (filter->candidates) {
            const value_t *value = filter == driver ? value_of(selection, filter) : &unset;

            sc_sql_add(sql, separator);
            sc_sql_add_pair(sql, filter->candidates, value->first, value->second);
            separator = " UNION ALL ";
        }
    }
}

static void add_condition(sc_sql_t *sql, const filter_t *filter, const value_t *value)
{
    sc_sql_add_arg(sql, " AND (CAST(? AS TEXT) IS NULL OR (", sc_arg_text(value->first));
    sc_sql_add_pair(sql, filter->condition, value->first, value->second);
    sc_sql_add(sql, "))");
}

/* The words, one condition each. */
static void add_words(const sc_selection_t *selection, sc_sql_t *sql, const filter_t *filter,
                      int is_answered)
{
    int word;

    for (word = 0; word < SC_TERM_LIMIT; word++) {
        const value_t *value = &selection->words[word];
        int is_longest = value->first == selection->values[FILTER_WORD].first;

        add_condition(sql, filter, is_answered && is_longest ? &unset : value);
    }
}

void sc_selection_add_conditions(const sc_selection_t *selection, sc_sql_t *sql, int of_candidates)
{
    const filter_t *driver = of_candidates ? driver_of(selection) : NULL;
    int i;

    for (i = 0; i < selection->filter_count; i++) {
        const filter_t *filter = &selection->filters[i];
        /* Candidates by date are too many by those that are not as precise. */
        int is_answered = filter == driver && filter->filter != FILTER_DATES;

        if (filter->filter == FILTER_WORD) {
            add_words(selection, sql, filter, is_answered);
        }
        else {
            add_condition(sql, filter, is_answered ? &unset : value_of(selection, filter));
        }
    }
}
