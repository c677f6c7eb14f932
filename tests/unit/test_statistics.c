#include "database.h"

#include "model/entity.h"
#include "model/text/edtf.h"
#include "store/load/load_statistics.h"
#include "store/query/facets.h"
#include "store/query/list.h"
#include "store/write/write.h"

/* How many statements a life of a registry has here, and how many items there are to hit. */
#define STATEMENTS 300
#define PLACES 12
#define PARTNERSHIPS 20
#define ITEMS 30

#define COUNTED(word, from) "SELECT " word ", COUNT(*) FROM " from " GROUP BY 1"
#define PARTIES(word)                                                                              \
    "(SELECT DISTINCT m.partnership_id, " word " AS word FROM partnership_parties m "              \
    "JOIN places p ON p.id = m.place_id LEFT JOIN countries c ON c.code = p.country "              \
    "WHERE " word " IS NOT NULL) a"

/* The fields of partnerships and of their activities. */
#define EXCHANGES                                                                                  \
    "(SELECT partnership_id AS id, value FROM partnership_fields UNION SELECT "                    \
    "y.partnership_id, f.value FROM activities y JOIN activity_fields f ON f.activity_id = y.id)"

/* How partnerships stand to CLAIR's conditions, from scratch. */
static const struct {
    const char *facet;
    const char *meaning;
} judged[] = {
    {"condition_agreement",
     COUNTED("word", "(SELECT CASE WHEN s.id IN (SELECT a.partnership_id FROM agreements a JOIN "
                     "agreement_signatories g ON g.agreement_id = a.id WHERE COALESCE(g.role, '') "
                     "<> 'witness' GROUP BY a.id, a.partnership_id HAVING COUNT(DISTINCT "
                     "g.place_id) > 1) THEN 'met' WHEN s.status = 'forming' AND s.id NOT IN "
                     "(SELECT partnership_id FROM agreements) THEN 'not_met' ELSE 'unknown' END "
                     "AS word FROM partnerships s) a")},
    {"condition_fields",
     COUNTED("word", "(SELECT CASE WHEN s.scope = 'general' OR COUNT(e.value) > 1 THEN 'met' WHEN "
                     "s.scope = 'named_fields' AND COUNT(e.value) = 1 THEN 'not_met' ELSE "
                     "'unknown' END AS word FROM partnerships s LEFT JOIN " EXCHANGES
                     " e ON e.id = s.id GROUP BY s.id, s.scope) a")},
    {"condition_budget",
     COUNTED("word", "(SELECT CASE WHEN s.id IN (SELECT partnership_id FROM approvals WHERE "
                     "budget_amount IS NOT NULL AND COALESCE(result, '') <> 'rejected') THEN "
                     "'met' WHEN s.id IN (SELECT partnership_id FROM approvals WHERE "
                     "budget_amount IS NOT NULL) THEN 'not_met' ELSE 'unknown' END AS word FROM "
                     "partnerships s) a")}};

/* Each statistic of the registry, counted from scratch. */
static const char *const meanings[SC_STATISTIC_COUNT] = {
    [SC_STATISTIC_STATUS] = COUNTED("status", "partnerships"),
    [SC_STATISTIC_TYPE] = COUNTED("type", "partnerships"),
    [SC_STATISTIC_DECADE] =
        COUNTED("COALESCE(SUBSTR(established, 1, 3) || 'X', '')", "partnerships"),
    [SC_STATISTIC_REGION] = COUNTED("word", PARTIES("c.region")),
    [SC_STATISTIC_COUNTRY] = COUNTED("word", PARTIES("p.country")),
    [SC_STATISTIC_LEVELS] =
        COUNTED("word", "(SELECT MIN(p.level) || ' ' || MAX(p.level) AS word FROM "
                        "partnership_parties m JOIN places p ON p.id = m.place_id GROUP BY "
                        "m.partnership_id HAVING COUNT(*) = 2 AND COUNT(p.level) = 2) a"),
    [SC_STATISTIC_FIELD] =
        COUNTED("value", "(SELECT DISTINCT partnership_id, value FROM partnership_fields) a"),
    [SC_STATISTIC_EXCHANGE] =
        COUNTED("word", "(SELECT CASE WHEN MAX(CASE WHEN e.value = 'education' THEN 2 WHEN e.value "
                        "IS NOT NULL THEN 1 ELSE 0 END) = 2 THEN 'educational_or_administrative' "
                        "WHEN COUNT(e.value) > 0 THEN 'other' ELSE '' END AS word FROM "
                        "partnerships s LEFT JOIN " EXCHANGES " e ON e.id = s.id GROUP BY s.id) a"),
    [SC_STATISTIC_AGREEMENT_KIND] = COUNTED("kind", "agreements"),
    [SC_STATISTIC_ACTIVITY_YEAR] = COUNTED("COALESCE(SUBSTR(start, 1, 4), '')", "activities"),
    [SC_STATISTIC_ACTIVITY_DIRECTION] = COUNTED("COALESCE(direction, '')", "activities"),
    [SC_STATISTIC_ACTIVITY_FORM] = COUNTED("COALESCE(form, '')", "activities"),
    [SC_STATISTIC_ACTIVITY_FIELD] =
        COUNTED("value", "(SELECT DISTINCT activity_id, value FROM activity_fields) a"),
    [SC_STATISTIC_PLACE] =
        "SELECT p.slug, COUNT(DISTINCT m.partnership_id) FROM partnership_parties m "
        "JOIN places p ON p.id = m.place_id GROUP BY p.slug"};

static void must_be_total(registry_t *registry, const char *collection, apr_int64_t total,
                          const char *after)
{
    const char *sql = apr_psprintf(registry->pool, "SELECT COUNT(*) FROM %s", collection);

    if (apr_atoi64(ask(registry->db, registry->pool, sql)) != total) {
        fail_msg("%d %s after: %s", (int)total, collection, after);
    }
}

static apr_int64_t count_of(const apr_array_header_t *tallies, const char *word)
{
    int i;

    for (i = 0; i < tallies->nelts; i++) {
        const sc_tally_t *tally = &APR_ARRAY_IDX(tallies, i, sc_tally_t);

        if (strcmp(tally->word, word) == 0) {
            return tally->count;
        }
    }
    return 0;
}

static void all_must_be_judged(registry_t *registry, const char *after)
{
    sc_rows_t *rows;

    for (size_t i = 0; i < sizeof(judged) / sizeof(judged[0]); i++) {
        const char *const facets[] = {judged[i].facet, NULL};
        apr_array_header_t *counts;

        assert_int_equal(sc_facets_count(registry->db, registry->pool,
                                         sc_faceted_of(&sc_partnership), facets, NULL, &counts),
                         APR_SUCCESS);
        assert_int_equal(
            sc_db_select(registry->db, registry->pool, judged[i].meaning, NULL, 0, &rows),
            APR_SUCCESS);
        for (int j = 0; j < rows->count; j++) {
            apr_int64_t found = 0;

            for (int k = 0; k < counts->nelts; k++) {
                const sc_word_count_t *one = &APR_ARRAY_IDX(counts, k, sc_word_count_t);

                found += strcmp(one->word, sc_row_text(rows, j, 0)) == 0 ? one->count : 0;
            }
            if (found != sc_row_integer(rows, j, 1)) {
                fail_msg("%s, '%s': %d, not %s, after: %s", judged[i].facet,
                         sc_row_text(rows, j, 0), (int)found, sc_row_text(rows, j, 1), after);
            }
        }
    }
}

static void all_must_be_counted(registry_t *registry, const char *after)
{
    const sc_query_t query = {.limit = 50};
    const sc_statistics_t *statistics;
    sc_rows_t *rows;
    void *data;
    int i, j;

    assert_int_equal(sc_load_statistics(registry->db, registry->pool, NULL, &query, &data),
                     APR_SUCCESS);
    statistics = data;
    must_be_total(registry, "places", statistics->places, after);
    must_be_total(registry, "partnerships", statistics->partnerships, after);
    must_be_total(registry, "agreements", statistics->agreements, after);
    must_be_total(registry, "activities", statistics->activities, after);
    for (i = 0; i < SC_STATISTIC_COUNT; i++) {
        assert_int_equal(sc_db_select(registry->db, registry->pool, meanings[i], NULL, 0, &rows),
                         APR_SUCCESS);
        for (j = 0; j < rows->count; j++) {
            const char *word = sc_row_text(rows, j, 0);

            if (count_of(statistics->tallies[i], word) != sc_row_integer(rows, j, 1)) {
                fail_msg("statistic %d, '%s' of %s after: %s", i, word, sc_row_text(rows, j, 1),
                         after);
            }
        }
        if (statistics->tallies[i]->nelts != rows->count) {
            fail_msg("statistic %d has %d words of %d after: %s", i, statistics->tallies[i]->nelts,
                     rows->count, after);
        }
    }
    all_must_be_judged(registry, after);
}

static apr_status_t rebuild(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    return sc_facets_rebuild(db, pool);
}

static apr_status_t update(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    return sc_facets_update(db, pool);
}

static void run(registry_t *registry, sc_transaction_fn *body)
{
    assert_int_equal(sc_db_transaction(registry->db, registry->pool, body, NULL), APR_SUCCESS);
}

static const char *const levels[] = {"'city'", "'town'", "NULL"};
static const char *const countries[] = {"'JP'", "'DE'", "'LT'", "NULL"};
static const char *const types[] = {"sister", "friendship"};
static const char *const statuses[] = {"active", "dormant", "terminated", "forming"};
static const char *const dates[] = {"'1959'", "'196X'", "'2001-05'", "NULL"};
static const char *const fields[] = {"culture", "sports", "education"};
static const char *const scopes[] = {"'general'", "'named_fields'", "NULL"};
static const char *const results[] = {"'approved'", "'rejected'", "NULL"};

static unsigned chance(unsigned *seed, unsigned limit)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % limit;
}

#define ONE_OF(words) words[chance(seed, sizeof(words) / sizeof(words[0]))]

static const char *insert_statement(registry_t *registry, unsigned *seed, int number)
{
    apr_pool_t *pool = registry->pool;
    unsigned partnership = 1 + chance(seed, PARTNERSHIPS);
    unsigned item = 1 + chance(seed, ITEMS);

    switch (chance(seed, 8)) {
    case 0:
        return apr_psprintf(pool,
                            "INSERT INTO partnerships (id, slug, type, status, established) SELECT "
                            "%u, 'p%d', '%s', '%s', %s WHERE NOT EXISTS (SELECT 1 FROM "
                            "partnerships WHERE id = %u)",
                            partnership, number, ONE_OF(types), ONE_OF(statuses), ONE_OF(dates),
                            partnership);
    case 1:
        return apr_psprintf(pool,
                            "INSERT INTO partnership_parties (partnership_id, position, place_id) "
                            "SELECT s.id, %d + p.id, p.id FROM partnerships s, places p "
                            "WHERE s.id = %u AND p.id IN (%u, %u)",
                            number * 100, partnership, 1 + chance(seed, PLACES),
                            1 + chance(seed, PLACES));
    case 2:
        return apr_psprintf(pool,
                            "INSERT INTO partnership_fields SELECT id, %d, '%s' FROM partnerships "
                            "WHERE id <= %u",
                            number, ONE_OF(fields), partnership);
    case 3:
        return apr_psprintf(pool,
                            "INSERT INTO agreements (id, slug, partnership_id, kind, date) SELECT "
                            "%u, 'a%d', id, 'sister', %s FROM partnerships WHERE id = %u AND NOT "
                            "EXISTS (SELECT 1 FROM agreements WHERE id = %u)",
                            item, number, ONE_OF(dates), partnership, item);
    case 4:
        return apr_psprintf(
            pool,
            "INSERT INTO activities (id, slug, partnership_id, title, start) SELECT "
            "%u, 'a%d', id, 'Visit', %s FROM partnerships WHERE id = %u AND NOT "
            "EXISTS (SELECT 1 FROM activities WHERE id = %u)",
            item, number, ONE_OF(dates), partnership, item);
    case 5:
        return apr_psprintf(pool,
                            "INSERT INTO approvals (id, slug, partnership_id, body, result, "
                            "budget_amount) SELECT %u, 'b%d', id, 'Council', %s, 5 FROM "
                            "partnerships WHERE id = %u AND NOT EXISTS (SELECT 1 FROM approvals "
                            "WHERE id = %u)",
                            item, number, ONE_OF(results), partnership, item);
    case 6:
        return apr_psprintf(pool,
                            "INSERT INTO agreement_signatories (agreement_id, position, person, "
                            "place_id) SELECT a.id, %d + p.id, 'A', p.id FROM agreements a, places "
                            "p WHERE a.id = %u AND p.id < 3",
                            number * 100, item);
    default:
        return apr_psprintf(pool,
                            "INSERT INTO activity_fields SELECT id, %d, '%s' FROM activities "
                            "WHERE id <= %u",
                            number, ONE_OF(fields), item);
    }
}

static const char *other_statement(registry_t *registry, unsigned *seed)
{
    apr_pool_t *pool = registry->pool;
    unsigned partnership = 1 + chance(seed, PARTNERSHIPS);
    unsigned item = 1 + chance(seed, ITEMS);
    unsigned place = 1 + chance(seed, PLACES);

    switch (chance(seed, 14)) {
    case 0:
        return apr_psprintf(pool, "UPDATE places SET country = %s, level = %s WHERE id <= %u",
                            ONE_OF(countries), ONE_OF(levels), place);
    case 1:
        return apr_psprintf(pool, "UPDATE partnerships SET status = '%s' WHERE id <= %u",
                            ONE_OF(statuses), partnership);
    case 2:
        return apr_psprintf(pool,
                            "UPDATE partnerships SET established = %s, note = 'x' WHERE id = %u",
                            ONE_OF(dates), partnership);
    case 3:
        return apr_psprintf(pool,
                            "UPDATE partnership_parties SET place_id = %u WHERE place_id = %u",
                            place, 1 + chance(seed, PLACES));
    case 4:
        return apr_psprintf(pool, "DELETE FROM partnership_parties WHERE place_id = %u", place);
    case 5:
        return apr_psprintf(pool, "DELETE FROM partnership_fields WHERE partnership_id = %u",
                            partnership);
    case 6:
        return apr_psprintf(pool, "DELETE FROM partnerships WHERE id = %u", partnership);
    case 7:
        return apr_psprintf(pool,
                            "UPDATE activities SET partnership_id = (SELECT MIN(id) FROM "
                            "partnerships), start = %s WHERE id <= %u",
                            ONE_OF(dates), item);
    case 9:
        return apr_psprintf(pool, "UPDATE partnerships SET scope = %s WHERE id <= %u",
                            ONE_OF(scopes), partnership);
    case 10:
        return apr_psprintf(pool, "UPDATE approvals SET result = %s WHERE id >= %u",
                            ONE_OF(results), item);
    case 11:
        return apr_psprintf(pool,
                            "UPDATE agreement_signatories SET role = 'witness' WHERE place_id = "
                            "%u",
                            place);
    case 12:
        return apr_psprintf(pool, "DELETE FROM agreements WHERE id = %u", item);
    case 13:
        return apr_psprintf(pool, "DELETE FROM activities WHERE id = %u", item);
    case 8:
        return apr_psprintf(pool, "UPDATE agreements SET kind = 'renewal' WHERE id >= %u", item);
    default:
        return apr_psprintf(pool, "DELETE FROM activity_fields WHERE value = '%s'", ONE_OF(fields));
    }
}

static void type_places(registry_t *registry, unsigned *seed)
{
    int i;

    for (i = 1; i <= PLACES; i++) {
        type_sql(registry->db, registry->pool,
                 apr_psprintf(registry->pool,
                              "INSERT INTO places (id, slug, name, country, level) "
                              "VALUES (%d, 'place-%d', 'Place', %s, %s)",
                              i, i, ONE_OF(countries), ONE_OF(levels)));
    }
}

static void whatever_is_typed_statistics_stay_true(void **state)
{
    registry_t *registry = *state;
    unsigned seed = 1959;
    int i;

    type_places(registry, &seed);
    run(registry, rebuild);
    for (i = 1; i <= STATEMENTS; i++) {
        const char *sql = chance(&seed, 5) < 3 ? insert_statement(registry, &seed, i)
                                               : other_statement(registry, &seed);

        type_sql(registry->db, registry->pool, sql);
        all_must_be_counted(registry, sql);
        if (i % 7 == 0) {
            run(registry, i % 2 ? update : rebuild);
            all_must_be_counted(registry, "an update");
        }
    }
}

/* Numbers of a place against those of the lists of its partnerships. */
static void must_be_counted_of(registry_t *registry, int number)
{
    apr_pool_t *pool = registry->pool;
    const char *slug = apr_psprintf(pool, "place-%d", number);
    const sc_query_t query = {.limit = 50};
    const sc_statistics_t *statistics;
    int statistic, i;
    void *data;

    assert_int_equal(sc_load_place_statistics(registry->db, pool, slug, &query, &data),
                     APR_SUCCESS);
    statistics = data;
    for (statistic = 0; statistic < SC_STATISTIC_COUNT; statistic++) {
        for (i = 0; i < statistics->tallies[statistic]->nelts; i++) {
            const sc_tally_t *tally = &APR_ARRAY_IDX(statistics->tallies[statistic], i, sc_tally_t);
            sc_query_t asked = {.limit = 50, .place = slug};
            sc_list_t *list;

            switch (statistic) {
            case SC_STATISTIC_STATUS:
                asked.status = tally->word;
                break;
            case SC_STATISTIC_TYPE:
                asked.type = tally->word;
                break;
            case SC_STATISTIC_REGION:
                asked.region = tally->word;
                break;
            case SC_STATISTIC_COUNTRY:
                asked.country = tally->word;
                break;
            case SC_STATISTIC_FIELD:
                asked.field = tally->word;
                break;
            default:
                continue;
            }
            assert_int_equal(sc_list_read(registry->db, pool, &sc_partnership, &asked, &list),
                             APR_SUCCESS);
            if (list->total != tally->count) {
                fail_msg("%s, statistic %d, '%s': %d, not %d", slug, statistic, tally->word,
                         (int)tally->count, (int)list->total);
            }
        }
    }
}

static void a_place_has_the_numbers_of_its_lists(void **state)
{
    registry_t *registry = *state;
    unsigned seed = 2022;
    int i;

    type_places(registry, &seed);
    for (i = 1; i <= STATEMENTS; i++) {
        type_sql(registry->db, registry->pool, insert_statement(registry, &seed, i));
    }
    for (i = 1; i <= PLACES; i++) {
        must_be_counted_of(registry, i);
    }
}

#define DATED 60

static const char *const dated[] = {"1959",       "1990~", "1990", "1990?",   "1990-08",
                                    "2001-05-06", "2001",  "196X", "2001-11", "2001%"};

static int compare_years(const void *one, const void *other)
{
    return *(const int *)one - *(const int *)other;
}

/* That of the middle one of those whose year is known for sure. */
static int median_on(const char *day)
{
    int years[DATED], count = 0;

    for (int i = 0; i < DATED; i++) {
        const char *text = dated[i * i % (sizeof(dated) / sizeof(dated[0]))];

        if (strlen(text) != 5 && !strchr(text, 'X') && sc_edtf_years(text, day) >= 0) {
            years[count++] = sc_edtf_years(text, day);
        }
    }
    qsort(years, count, sizeof(years[0]), compare_years);
    return years[(count - 1) / 2];
}

static void the_median_age_is_of_those_whose_year_is_sure(void **state)
{
    static const char *const days[] = {"1989-01-01", "1990-07-01", "2001-06-01", "2020-06-15"};
    registry_t *registry = *state;

    for (int i = 0; i < DATED; i++) {
        type_sql(registry->db, registry->pool,
                 apr_psprintf(registry->pool,
                              "INSERT INTO partnerships (id, slug, type, status, established) "
                              "VALUES (%d, 'd%d', 'sister', 'active', '%s')",
                              i + 1, i, dated[i * i % (sizeof(dated) / sizeof(dated[0]))]));
    }
    for (int step = 0; step < 2; step++) {
        for (size_t i = 0; i < sizeof(days) / sizeof(days[0]); i++) {
            const sc_query_t query = {.limit = 50, .as_of = days[i]};
            void *data;

            assert_int_equal(sc_load_statistics(registry->db, registry->pool, NULL, &query, &data),
                             APR_SUCCESS);
            assert_int_equal(((sc_statistics_t *)data)->median_age, median_on(days[i]));
        }
        run(registry, rebuild);
    }
}

static void what_replaces_or_empties_much_is_counted(void **state)
{
    static const char *const sqlite[] = {
        "REPLACE INTO partnerships (id, slug, type, status) SELECT id, 'x', 'friendship', 'active' "
        "FROM partnerships WHERE id = 4",
        "REPLACE INTO partnerships (slug, type, status) SELECT slug, 'friendship', 'active' "
        "FROM partnerships WHERE id = 5",
        "UPDATE OR REPLACE activities SET slug = (SELECT MAX(slug) FROM activities)",
        "DELETE FROM agreement_signatories",
        "UPDATE OR REPLACE agreements SET id = 7 WHERE id < 7",
        NULL};
    static const char *const postgresql[] = {
        "TRUNCATE agreement_signatories", "TRUNCATE approvals",
        "TRUNCATE activity_fields",       "TRUNCATE activities CASCADE",
        "TRUNCATE partnership_fields",    "TRUNCATE partnership_parties",
        "TRUNCATE partnerships CASCADE",  NULL};
    registry_t *registry = *state;
    const char *const *statement =
        sc_db_dialect(registry->db) == SC_DIALECT_SQLITE ? sqlite : postgresql;
    unsigned seed = 2022;
    int i;

    type_places(registry, &seed);
    for (i = 1; i <= STATEMENTS; i++) {
        type_sql(registry->db, registry->pool, insert_statement(registry, &seed, i));
    }
    run(registry, rebuild);
    type_sql(registry->db, registry->pool, "UPDATE countries SET region = 'oceania'");
    all_must_be_counted(registry, "a change of regions");
    for (; *statement; statement++) {
        type_sql(registry->db, registry->pool, *statement);
        all_must_be_counted(registry, *statement);
    }
}

static apr_status_t write_at_rest(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    (void)baton;
    if (sc_write_begin(db, pool) != APR_SUCCESS ||
        sc_db_execute(db, pool,
                      "INSERT INTO partnerships (id, slug, type, status) "
                      "VALUES (77, 'late', 'sister', 'active')",
                      NULL, 0, NULL) != APR_SUCCESS) {
        return APR_EGENERAL;
    }
    return sc_write_end(db, pool, 0);
}

static void what_is_written_at_rest_is_counted_at_the_end(void **state)
{
    registry_t *registry = *state;

    assert_int_equal(sc_db_transaction(registry->db, registry->pool, write_at_rest, NULL),
                     APR_SUCCESS);
    run(registry, rebuild);
    all_must_be_counted(registry, "a recount");
    type_sql(registry->db, registry->pool, "DELETE FROM partnerships");
    all_must_be_counted(registry, "a change after a recount");
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(whatever_is_typed_statistics_stay_true),
        NAMED(a_place_has_the_numbers_of_its_lists),
        NAMED(the_median_age_is_of_those_whose_year_is_sure),
        NAMED(what_replaces_or_empties_much_is_counted),
        NAMED(what_is_written_at_rest_is_counted_at_the_end),
    };

    return RUN_ON_BOTH(tests);
}
