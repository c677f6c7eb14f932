#include "store/load/load.h"

#include "store/db/date_sql.h"
#include "store/record/read.h"
#include "view/suggestion.h"

#include <apr_strings.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The most searches that are weighed: first those in which both name the other's country, then
 * those in which one does. */
#define WEIGHED_MOST 300

#define FARTHEST_KM 20015.0

#define IS_VALID(search) SC_SQL_HOLDS_ON(search ".\"valid_from\"", search ".\"valid_until\"")
#define IS_TIE "t.\"type\" <> 'network' AND t.\"status\" NOT IN " SC_SQL_OVER

/* A place whose search is weighed. */
typedef struct candidate_t {
    apr_int64_t id;
    const char *country;
    double latitude, longitude;
    apr_int64_t population;
    apr_array_header_t *common;   /* of const char *: slugs of places that are partners of both */
    apr_array_header_t *networks; /* likewise of networks */
} candidate_t;

typedef struct search_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const char *today;
    const sc_place_t *place;
    apr_array_header_t *own;      /* of sc_seeking_t *: its own searches that are valid */
    apr_array_header_t *fields;   /* of const char *: what it has in mind, or does already */
    apr_array_header_t *partners; /* of apr_int64_t */
    apr_array_header_t *ids;      /* of apr_int64_t: of the places in `candidates` */
    apr_hash_t *candidates;       /* slug -> candidate_t * */
    sc_suggestions_t *out;
} search_t;

static double round_to(double number, double digits)
{
    return round(number * digits) / digits;
}

static void add_new(apr_array_header_t *texts, const char *text)
{
    if (!sc_has_text(texts, text)) {
        APR_ARRAY_PUSH(texts, const char *) = text;
    }
}

/* The texts of a list of the place's own searches. */
static apr_array_header_t *own_texts(const search_t *search, const char *name)
{
    apr_array_header_t *texts = apr_array_make(search->pool, 8, sizeof(const char *));
    const sc_field_t *field = sc_entity_field(&sc_seeking, name);

    for (int i = 0; i < search->own->nelts; i++) {
        const apr_array_header_t *list = sc_field_list(field, SC_AT(search->own, i, void));

        for (int j = 0; j < SC_COUNT(list); j++) {
            add_new(texts, APR_ARRAY_IDX(list, j, const char *));
        }
    }
    return texts;
}

/* Who has not said what it looks for is known by what it does. */
static apr_status_t read_own(search_t *search)
{
    const sc_arg_t args[] = {sc_arg_integer(search->place->record.id), sc_arg_text(search->today),
                             sc_arg_text(search->today)};
    sc_rows_t *rows;

    SC_TRY(sc_related_select(search->db, search->pool, &sc_seeking,
                             "SELECT s.\"id\" FROM \"seeking\" s WHERE s.\"place_id\" = ? "
                             "AND " IS_VALID("s") " ORDER BY s.\"id\"",
                             args, 3, &search->own));
    search->fields = own_texts(search, "fields");
    if (search->fields->nelts) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(search->db, search->pool,
                        "SELECT DISTINCT f.\"value\" FROM \"partnership_parties\" m JOIN "
                        "\"partnership_fields\" f ON f.\"partnership_id\" = m.\"partnership_id\" "
                        "WHERE m.\"place_id\" = ?",
                        args, 1, &rows));
    for (int i = 0; i < rows->count; i++) {
        APR_ARRAY_PUSH(search->fields, const char *) = sc_row_word(rows, i, 0);
    }
    return APR_SUCCESS;
}

static apr_status_t read_partners(search_t *search)
{
    const sc_arg_t args[] = {sc_arg_integer(search->place->record.id), sc_arg_text(search->today),
                             sc_arg_text(search->today)};
    sc_rows_t *rows;

    SC_TRY(sc_db_select(search->db, search->pool,
                        "SELECT DISTINCT b.\"place_id\" FROM \"partnership_parties\" a "
                        "JOIN \"partnerships\" t ON t.\"id\" = a.\"partnership_id\" AND " IS_TIE
                        " JOIN \"partnership_parties\" b ON b.\"partnership_id\" = t.\"id\" "
                        "AND b.\"place_id\" <> a.\"place_id\" WHERE a.\"place_id\" = ? "
                        "AND " SC_SQL_HOLDS_ON("b.\"joined\"", "b.\"left\""),
                        args, 3, &rows));
    search->partners = sc_related_ids(rows, search->pool);
    return APR_SUCCESS;
}

static sc_arg_t ids_arg(const search_t *search, const apr_array_header_t *ids)
{
    return sc_sql_ids(search->db, (const apr_int64_t *)ids->elts, ids->nelts, search->pool);
}

/* Appends that the search names the place's country. Whose does is looked up at once for all. */
static void add_named(const search_t *search, sc_sql_t *sql, const char *operator)
{
    sc_sql_add(sql, "s.\"id\"");
    sc_sql_add(sql, operator);
    sc_sql_add(sql, "(SELECT c.\"seeking_id\" FROM \"seeking_countries\" c WHERE c.\"value\"");
    sc_sql_add_arg(sql, " = ?)", sc_arg_text(search->place->country ? search->place->country : ""));
}

/* Appends that so many of the two name the other's country. */
static void add_wishes(const search_t *search, sc_sql_t *sql, int wishes,
                       const apr_array_header_t *wanted)
{
    static const char *const both[] = {" = 0", " = 1", " = 2"};

    if (wanted->nelts == 0) {
        add_named(search, sql, wishes ? " IN " : " NOT IN ");
        return;
    }
    sc_sql_add(sql, "CASE WHEN ");
    add_named(search, sql, " IN ");
    sc_sql_add(sql, " THEN 1 ELSE 0 END + CASE WHEN (SELECT p.\"country\" FROM \"places\" p "
                    "WHERE p.\"id\" = s.\"place_id\")");
    sc_sql_add_arg(
        sql, sc_sql_in_texts(search->db),
        sc_sql_texts(search->db, (const char *const *)wanted->elts, wanted->nelts, search->pool));
    sc_sql_add(sql, " THEN 1 ELSE 0 END");
    sc_sql_add(sql, both[wishes]);
}

/* The newest of those in which so many of the two name the other's country. Reading ends where
 * there are enough of them, and whether they are valid is asked of no others. */
static sc_sql_t *select_candidates(const search_t *search, int wishes,
                                   const apr_array_header_t *wanted, int most)
{
    sc_sql_t *sql = sc_sql_new(search->pool);

    sc_sql_add(sql, "SELECT x.\"id\", p.\"id\", p.\"slug\", p.\"country\", p.\"latitude\", "
                    "p.\"longitude\", p.\"population\" FROM (SELECT s.\"id\", s.\"place_id\" FROM "
                    "\"seeking\" s WHERE ");
    sc_sql_add_pair(sql, IS_VALID("s"), search->today, search->today);
    sc_sql_add_arg(sql, " AND s.\"place_id\" <> ?", sc_arg_integer(search->place->record.id));
    sc_sql_add(sql, " AND NOT (s.\"place_id\"");
    sc_sql_add_arg(sql, sc_sql_in_ids(search->db), ids_arg(search, search->partners));
    sc_sql_add(sql, ") AND ");
    add_wishes(search, sql, wishes, wanted);
    sc_sql_add(sql, " ORDER BY s.\"id\" DESC");
    sc_sql_add_arg(sql, " LIMIT ?) x JOIN \"places\" p ON p.\"id\" = x.\"place_id\"",
                   sc_arg_integer(most));
    return sql;
}

/* @param ids of the searches, to which those that are found are added */
static apr_status_t add_candidates(search_t *search, int wishes, const apr_array_header_t *wanted,
                                   apr_array_header_t *ids)
{
    apr_pool_t *pool = search->pool;
    sc_rows_t *rows;

    SC_TRY(sc_sql_select(
        search->db, select_candidates(search, wishes, wanted, WEIGHED_MOST - ids->nelts), &rows));
    for (int i = 0; i < rows->count; i++) {
        candidate_t *candidate = apr_palloc(pool, sizeof(*candidate));

        *candidate =
            (candidate_t){sc_row_number(rows, i, 1),
                          sc_row_text(rows, i, 3),
                          sc_row_real(rows, i, 4),
                          sc_row_real(rows, i, 5),
                          sc_row_text(rows, i, 6) ? sc_row_integer(rows, i, 6) : SC_NO_INTEGER,
                          apr_array_make(pool, 1, sizeof(const char *)),
                          apr_array_make(pool, 1, sizeof(const char *))};
        APR_ARRAY_PUSH(search->ids, apr_int64_t) = candidate->id;
        apr_hash_set(search->candidates, sc_row_word(rows, i, 2), APR_HASH_KEY_STRING, candidate);
    }
    apr_array_cat(ids, sc_related_ids(rows, pool));
    return APR_SUCCESS;
}

/* @param searches of sc_seeking_t * */
static apr_status_t read_candidates(search_t *search, apr_array_header_t **searches)
{
    apr_array_header_t *ids = apr_array_make(search->pool, WEIGHED_MOST, sizeof(apr_int64_t));
    const apr_array_header_t *wanted = own_texts(search, "countries");

    search->candidates = apr_hash_make(search->pool);
    search->ids = apr_array_make(search->pool, WEIGHED_MOST, sizeof(apr_int64_t));
    for (int wishes = wanted->nelts ? 2 : 1; wishes >= 0 && ids->nelts < WEIGHED_MOST; wishes--) {
        SC_TRY(add_candidates(search, wishes, wanted, ids));
    }
    return sc_read_by_ids(search->db, search->pool, &sc_seeking, ids, searches);
}

/* Puts the second text of each row to the list of the candidate whose slug is the first. */
static void take_shared(const search_t *search, const sc_rows_t *rows, size_t member)
{
    for (int i = 0; i < rows->count; i++) {
        char *candidate = sc_find(search->candidates, sc_row_word(rows, i, 0));

        if (candidate) {
            APR_ARRAY_PUSH(*(apr_array_header_t **)(candidate + member), const char *) =
                sc_row_word(rows, i, 1);
        }
    }
}

/* Appends that a party is one of the places, by its own index or as a test of what was found. */
static void add_party(const search_t *search, sc_sql_t *sql, const char *party,
                      const apr_array_header_t *places)
{
    sc_sql_add(sql, party);
    sc_sql_add_arg(sql, sc_sql_in_ids(search->db), ids_arg(search, places));
}

/* From the fewer places on: of a partnership its parties are together, and whether it is a tie is
 * asked of few. */
static apr_status_t read_common(search_t *search)
{
    int is_from_partners = search->partners->nelts < search->ids->nelts;
    sc_sql_t *sql = sc_sql_new(search->pool);
    sc_rows_t *rows;

    sc_sql_add(sql, "SELECT DISTINCT p.\"slug\", q.\"slug\" FROM \"partnership_parties\" ");
    sc_sql_add(sql, is_from_partners ? "b CROSS JOIN \"partnership_parties\" c "
                                     : "c CROSS JOIN \"partnership_parties\" b ");
    sc_sql_add(sql, "CROSS JOIN \"partnerships\" t CROSS JOIN \"places\" p CROSS JOIN \"places\" q "
                    "WHERE b.\"partnership_id\" = c.\"partnership_id\" AND b.\"place_id\" <> "
                    "c.\"place_id\" AND t.\"id\" = c.\"partnership_id\" AND " IS_TIE
                    " AND p.\"id\" = c.\"place_id\" AND q.\"id\" = b.\"place_id\" AND ");
    add_party(search, sql, is_from_partners ? "+c.\"place_id\"" : "c.\"place_id\"", search->ids);
    add_party(search, sql, is_from_partners ? " AND b.\"place_id\"" : " AND +b.\"place_id\"",
              search->partners);
    sc_sql_add(sql, " AND ");
    sc_sql_add_pair(sql, SC_SQL_HOLDS_ON("b.\"joined\"", "b.\"left\""), search->today,
                    search->today);
    sc_sql_add(sql, " ORDER BY 1, 2");
    SC_TRY(sc_sql_select(search->db, sql, &rows));
    take_shared(search, rows, offsetof(candidate_t, common));
    return APR_SUCCESS;
}

static apr_status_t read_networks(search_t *search)
{
    const sc_arg_t own = sc_arg_integer(search->place->record.id);
    sc_sql_t *sql = sc_sql_new(search->pool);
    apr_array_header_t *networks;
    sc_rows_t *rows;

    SC_TRY(sc_related_select(search->db, search->pool, &sc_network,
                             "SELECT DISTINCT \"network_id\" FROM \"memberships\" WHERE "
                             "\"place_id\" = ?",
                             &own, 1, &networks));
    SC_EACH(sc_network_t, network, networks) {
        apr_hash_set(search->out->networks, network->slug, APR_HASH_KEY_STRING, network);
    }
    if (networks->nelts == 0) {
        return APR_SUCCESS;
    }
    sc_sql_add(sql, "SELECT DISTINCT p.\"slug\", n.\"slug\" FROM \"memberships\" o "
                    "JOIN \"memberships\" m ON m.\"network_id\" = o.\"network_id\" JOIN "
                    "\"networks\" n ON n.\"id\" = m.\"network_id\" JOIN \"places\" p ON p.\"id\" = "
                    "m.\"place_id\" WHERE ");
    sc_sql_add_arg(sql, "o.\"place_id\" = ?", own);
    sc_sql_add(sql, " AND ");
    sc_sql_add_pair(sql, SC_SQL_HOLDS_ON("o.\"joined\"", "o.\"left\""), search->today,
                    search->today);
    sc_sql_add(sql, " AND ");
    sc_sql_add_pair(sql, SC_SQL_HOLDS_ON("m.\"joined\"", "m.\"left\""), search->today,
                    search->today);
    sc_sql_add(sql, " AND m.\"place_id\"");
    sc_sql_add_arg(sql, sc_sql_in_ids(search->db), ids_arg(search, search->ids));
    sc_sql_add(sql, " ORDER BY 1, 2");
    SC_TRY(sc_sql_select(search->db, sql, &rows));
    take_shared(search, rows, offsetof(candidate_t, networks));
    return APR_SUCCESS;
}

static apr_status_t read_offices(search_t *search)
{
    return sc_related_select(search->db, search->pool, &sc_organization,
                             "SELECT o.\"id\" FROM \"organizations\" o WHERE o.\"kind\" = "
                             "'overseas_office' AND EXISTS (SELECT 1 FROM "
                             "\"organization_countries\" c WHERE c.\"organization_id\" = "
                             "o.\"id\") ORDER BY o.\"name\", o.\"id\" LIMIT 200",
                             NULL, 0, &search->out->offices);
}

/* Adds a reason that says something. */
static void add(sc_suggestion_t *suggestion, sc_reason_t reason)
{
    reason.value = round_to(fmin(fmax(reason.value, 0), 1), 10000);
    if (reason.value > 0) {
        suggestion->score = round_to(suggestion->score + reason.weight * reason.value, 1000000);
        APR_ARRAY_PUSH(suggestion->reasons, sc_reason_t) = reason;
    }
}

static apr_array_header_t *shared(const search_t *search, const apr_array_header_t *ours,
                                  const apr_array_header_t *theirs)
{
    apr_array_header_t *both = apr_array_make(search->pool, 4, sizeof(const char *));

    SC_EACH(const char, text, theirs) {
        if (sc_has_text(ours, text)) {
            APR_ARRAY_PUSH(both, const char *) = text;
        }
    }
    return both;
}

static void weigh_wishes(const search_t *search, sc_suggestion_t *suggestion,
                         const candidate_t *candidate)
{
    const apr_array_header_t *theirs = suggestion->search->countries;
    int own = candidate->country && sc_has_text(own_texts(search, "countries"), candidate->country);
    int other = search->place->country && theirs && sc_has_text(theirs, search->place->country);

    add(suggestion,
        (sc_reason_t){"desired_country", 0.25, 0.5 * own + 0.5 * other, NULL, own, other});
}

static int fits(const sc_seeking_t *search, apr_int64_t population)
{
    return (search->population_from == SC_NO_INTEGER || population >= search->population_from) &&
           (search->population_to == SC_NO_INTEGER || population <= search->population_to);
}

static int fits_any(const apr_array_header_t *searches, apr_int64_t population)
{
    int is_fit = searches->nelts == 0;

    for (int i = 0; i < searches->nelts; i++) {
        is_fit |= fits(SC_AT(searches, i, sc_seeking_t), population);
    }
    return is_fit;
}

static void weigh_size(const search_t *search, sc_suggestion_t *suggestion,
                       const candidate_t *candidate)
{
    apr_int64_t own = search->place->population, other = candidate->population;

    if (own > 0 && other > 0 && fits(suggestion->search, own) && fits_any(search->own, other)) {
        add(suggestion,
            (sc_reason_t){"similar_size", 0.15,
                          own < other ? (double)own / (double)other : (double)other / (double)own,
                          NULL, own, other});
    }
}

static void weigh(const search_t *search, sc_suggestion_t *suggestion)
{
    const candidate_t *candidate = sc_find(search->candidates, suggestion->search->place);
    const apr_array_header_t *theirs = suggestion->search->fields;
    apr_array_header_t *fields = shared(search, search->fields, theirs);
    apr_array_header_t *languages =
        shared(search, own_texts(search, "languages"), suggestion->search->languages);
    double km = sc_kilometers(search->place->latitude, search->place->longitude,
                              candidate->latitude, candidate->longitude);
    int either = search->fields->nelts + SC_COUNT(theirs) - fields->nelts;

    weigh_wishes(search, suggestion, candidate);
    add(suggestion, (sc_reason_t){"shared_fields", 0.2, either ? (double)fields->nelts / either : 0,
                                  fields, 0, 0});
    weigh_size(search, suggestion, candidate);
    add(suggestion, (sc_reason_t){"common_partners", 0.15, candidate->common->nelts / 3.0,
                                  candidate->common, 0, 0});
    add(suggestion, (sc_reason_t){"shared_language", 0.1, languages->nelts > 0, languages, 0, 0});
    add(suggestion, (sc_reason_t){"existing_networks", 0.1, candidate->networks->nelts / 2.0,
                                  candidate->networks, 0, 0});
    if (!isnan(km)) {
        add(suggestion,
            (sc_reason_t){"distance", 0.05, 1 - km / FARTHEST_KM, NULL, (apr_int64_t)round(km), 0});
    }
}

static int compare(const void *one, const void *other)
{
    const sc_suggestion_t *a = one, *b = other;

    if (a->score != b->score) {
        return a->score > b->score ? -1 : 1;
    }
    return strcmp(a->search->slug, b->search->slug);
}

/* Of a place with several searches the best one stays. */
static void keep_best(search_t *search, int limit)
{
    apr_array_header_t *items = search->out->items;
    apr_hash_t *seen = apr_hash_make(search->pool);
    int kept = 0;

    qsort(items->elts, (size_t)items->nelts, sizeof(sc_suggestion_t), compare);
    for (int i = 0; i < items->nelts && kept < limit; i++) {
        sc_suggestion_t item = APR_ARRAY_IDX(items, i, sc_suggestion_t);

        if (item.score > 0 && !sc_find(seen, item.search->place)) {
            apr_hash_set(seen, item.search->place, APR_HASH_KEY_STRING, item.search);
            APR_ARRAY_IDX(items, kept++, sc_suggestion_t) = item;
        }
    }
    items->nelts = kept;
}

static apr_status_t read_labels(search_t *search)
{
    apr_array_header_t *slugs = apr_array_make(search->pool, 64, sizeof(const char *));

    add_new(slugs, search->place->slug);
    SC_EACH_OF(const sc_suggestion_t, item, search->out->items) {
        const candidate_t *candidate = sc_find(search->candidates, item->search->place);

        add_new(slugs, item->search->place);
        for (int j = 0; j < candidate->common->nelts; j++) {
            add_new(slugs, APR_ARRAY_IDX(candidate->common, j, const char *));
        }
    }
    return sc_related_labels(search->db, search->pool, slugs, search->out->labels);
}

apr_status_t sc_load_suggestions(sc_db_t *db, apr_pool_t *pool, const char *slug,
                                 const sc_query_t *query, void **data)
{
    sc_suggestions_t *out = apr_pcalloc(pool, sizeof(*out));
    search_t search = {.db = db, .pool = pool, .today = sc_db_today(db), .out = out};
    apr_array_header_t *searches;
    void *place;

    SC_TRY(sc_read_present(db, pool, &sc_place, slug, &place));
    search.place = out->place = place;
    out->networks = apr_hash_make(pool);
    out->labels = apr_hash_make(pool);
    SC_TRY(read_own(&search));
    SC_TRY(read_partners(&search));
    SC_TRY(read_candidates(&search, &searches));
    SC_TRY(read_common(&search));
    SC_TRY(read_networks(&search));
    SC_TRY(read_offices(&search));
    out->weighed = searches->nelts;
    out->items = apr_array_make(pool, searches->nelts + 1, sizeof(sc_suggestion_t));
    for (int i = 0; i < searches->nelts; i++) {
        sc_suggestion_t *item = apr_array_push(out->items);

        *item = (sc_suggestion_t){SC_AT(searches, i, sc_seeking_t), 0,
                                  apr_array_make(pool, 7, sizeof(sc_reason_t))};
        weigh(&search, item);
    }
    keep_best(&search, query->limit);
    *data = out;
    return read_labels(&search);
}
