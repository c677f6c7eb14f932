#include "store/list_total.h"

#include "model/edtf.h"

#include <apr_strings.h>
#include <string.h>

#define MAY_BE(column) " AND (CAST(? AS TEXT) IS NULL OR \"" column "\" = ?)"
#define OF_YEARS                                                                                   \
    " AND \"word\" <> '' AND REPLACE(\"word\", 'X', '9') >= ? AND REPLACE(\"word\", 'X', '0') <= " \
    "?"

#define BY_PARTNERSHIP(items)                                                                      \
    "SELECT COALESCE(SUM(\"" items "\"), 0) FROM \"partnership_statistics\" WHERE \"trait\" = ?"
#define BY_WORD " AND \"word\" = ?" MAY_BE("type") MAY_BE("status")
#define BY_YEARS OF_YEARS MAY_BE("type") MAY_BE("status")
#define BY_ITEM                                                                                    \
    "SELECT COALESCE(SUM(\"items\"), 0) FROM \"item_statistics\" WHERE \"collection\" = ? "        \
    "AND \"trait\" = ?"

/* Where a collection's totals are kept. */
static const struct {
    const sc_entity_t *entity;
    const char *by_word;  /* of a partnership's trait */
    const char *by_years; /* of when the partnership was established; NULL: the item has a date */
} sources[] = {
    {&sc_partnership, BY_PARTNERSHIP("partnerships") BY_WORD,
     BY_PARTNERSHIP("partnerships") BY_YEARS},
    {&sc_agreement, BY_PARTNERSHIP("agreements") BY_WORD, NULL},
    {&sc_activity, BY_PARTNERSHIP("activities") BY_WORD, NULL},
};

#define PLACES                                                                                     \
    "SELECT COALESCE(SUM(\"places\"), 0) FROM \"place_statistics\" WHERE (CAST(? AS TEXT) IS "     \
    "NULL OR \"country\" = ?)" MAY_BE("level") " AND (CAST(? AS TEXT) IS NULL OR \"country\" IN "  \
                                               "(SELECT \"code\" FROM \"countries\" "              \
                                               "WHERE \"region\" = ?))"

/* What of a query a total may be kept for. */
typedef struct wish_t {
    const char *trait; /* of partnerships */
    const char *word;
    const char *own_trait; /* of the items themselves */
    const char *own_word;
    const char *first_year, *last_year; /* or both NULL */
    int count;                          /* of the filters that are set, but for type and status */
} wish_t;

static apr_status_t select_number(sc_db_t *db, apr_pool_t *pool, const char *sql,
                                  const char *const *texts, int count, apr_int64_t *number)
{
    sc_arg_t *args = apr_palloc(pool, count * sizeof(*args));
    apr_status_t status;
    sc_rows_t *rows;
    int i;

    for (i = 0; i < count; i++) {
        args[i] = sc_arg_text(texts[i]);
    }
    status = sc_db_select(db, pool, sql, args, count, &rows);
    if (status == APR_SUCCESS) {
        *number = sc_row_integer(rows, 0, 0);
    }
    return status;
}

static void wish_trait(wish_t *wish, const char *trait, const char *word)
{
    if (word) {
        wish->trait = trait;
        wish->word = word;
        wish->count++;
    }
}

static void wish_own(wish_t *wish, const char *trait, const char *word)
{
    if (word) {
        wish->own_trait = trait;
        wish->own_word = word;
        wish->count++;
    }
}

/* Whether since and until begin and end with a year. */
static int wish_years(wish_t *wish, const sc_query_t *query, apr_pool_t *pool)
{
    char first[11] = "0001-01-01";
    char last[11] = "9999-12-31";
    char unused[11];
    sc_date_t date;

    if (!query->since && !query->until) {
        return 1;
    }
    if (query->since && sc_edtf_parse(query->since, &date) == APR_SUCCESS) {
        sc_edtf_span(&date, first, unused);
    }
    if (query->until && sc_edtf_parse(query->until, &date) == APR_SUCCESS) {
        sc_edtf_span(&date, unused, last);
    }
    wish->first_year = apr_pstrndup(pool, first, 4);
    wish->last_year = apr_pstrndup(pool, last, 4);
    wish->count++;
    return strcmp(first + 4, "-01-01") == 0 && strcmp(last + 4, "-12-31") == 0;
}

static int is_set(const char *value)
{
    return value && *value;
}

/* @return 0 if a filter is set for which nothing is kept */
static int make_wish(wish_t *wish, const sc_entity_t *entity, const sc_query_t *query,
                     apr_pool_t *pool)
{
    wish_trait(wish, "country", query->country);
    wish_trait(wish, "region", query->region);
    wish_trait(wish, "level", query->level);
    if (entity == &sc_activity) {
        wish_own(wish, "field", query->field);
    }
    else {
        wish_trait(wish, "field", query->field);
    }
    if (entity == &sc_agreement) {
        wish_own(wish, "kind", query->kind);
    }
    if (!wish->trait) {
        wish->trait = "all";
        wish->word = "";
    }
    return wish_years(wish, query, pool) && wish->count <= 1 && !query->place &&
           !is_set(query->q) && !query->as_of && (entity == &sc_partnership || !query->partnership);
}

static apr_status_t total_of_items(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                   const sc_query_t *query, const wish_t *wish, apr_int64_t *total)
{
    const char *collection = entity->collection;

    if (query->type || query->status) {
        return APR_ENOENT;
    }
    if (wish->own_trait) {
        const char *texts[] = {collection, wish->own_trait, wish->own_word};

        return select_number(db, pool, BY_ITEM " AND \"word\" = ?", texts, 3, total);
    }
    else {
        const char *texts[] = {collection, "year", wish->first_year, wish->last_year};

        return select_number(db, pool, BY_ITEM OF_YEARS, texts, 4, total);
    }
}

static apr_status_t total_by_partnership(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                                         const wish_t *wish, const char *by_word,
                                         const char *by_years, apr_int64_t *total)
{
    if (wish->first_year) {
        const char *texts[] = {"year",      wish->first_year, wish->last_year, query->type,
                               query->type, query->status,    query->status};

        return select_number(db, pool, by_years, texts, 7, total);
    }
    else {
        const char *texts[] = {wish->trait, wish->word,    query->type,
                               query->type, query->status, query->status};

        return select_number(db, pool, by_word, texts, 6, total);
    }
}

static apr_status_t total_of_places(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                                    apr_int64_t *total)
{
    const char *texts[] = {query->country, query->country, query->level,
                           query->level,   query->region,  query->region};

    return is_set(query->q) ? APR_ENOENT : select_number(db, pool, PLACES, texts, 6, total);
}

apr_status_t sc_list_total(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                           const sc_query_t *query, apr_int64_t *total)
{
    wish_t wish = {.trait = NULL};
    size_t i;

    if (entity == &sc_place) {
        return total_of_places(db, pool, query, total);
    }
    for (i = 0; i < sizeof(sources) / sizeof(sources[0]); i++) {
        if (sources[i].entity == entity && make_wish(&wish, entity, query, pool)) {
            return wish.own_trait || (wish.first_year && !sources[i].by_years)
                       ? total_of_items(db, pool, entity, query, &wish, total)
                       : total_by_partnership(db, pool, query, &wish, sources[i].by_word,
                                              sources[i].by_years, total);
        }
    }
    return APR_ENOENT;
}
