#include "store/query/facets.h"

#include "model/text/edtf.h"
#include "model/text/utf8.h"
#include "store/db/date_sql.h"
#include "store/query/shift.h"
#include "store/record/columns.h"
#include "store/record/read.h"
#include "store/record/search.h"

#include <apr_encode.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* No word is this: what stands for "none of them". */
#define NO_WORD "~"

/* Of a few items each is asked for its partnership, where many partnerships would be asked for
 * their items. */
#define PICKED_MOST 200
#define MANY_PARTNERSHIPS 1000

/* The number of a condition's rows that only the items can decide. */
#define UNSURE 100

/* A condition while it is answered. */
typedef struct answer_t {
    const sc_condition_t *condition;
    sc_bitmap_t *sure;   /* they meet it */
    sc_bitmap_t *unsure; /* they may */
    int is_damaged;
    int is_kept; /* a row was there */
} answer_t;

typedef struct asking_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_faceted_t *faceted;
    answer_t *answers;
    int count;
    sc_bitmap_t *dirty;
    const apr_array_header_t *shifts; /* of sc_shift_t; NULL: nobody asks for a status */
} asking_t;

void sc_ids_add(const sc_db_t *db, sc_sql_t *sql, const char *id)
{
    int is_sqlite = sc_db_dialect(db) == SC_DIALECT_SQLITE;

    sc_sql_add(sql, is_sqlite ? "GROUP_CONCAT(" : "STRING_AGG(CAST(");
    sc_sql_add(sql, id);
    sc_sql_add(sql, is_sqlite ? ")" : " AS TEXT), ',')");
}

sc_sql_t *sc_ids_select(const sc_db_t *db, apr_pool_t *pool, const char *id)
{
    sc_sql_t *sql = sc_sql_new(pool);

    sc_sql_add(sql, "SELECT ");
    sc_ids_add(db, sql, id);
    return sql;
}

apr_status_t sc_ids_read(sc_db_t *db, const sc_sql_t *sql, sc_bitmap_t **ids)
{
    sc_rows_t *rows;
    apr_status_t status = sc_sql_select(db, sql, &rows);

    *ids = sc_bitmap_new(sql->pool);
    if (status == APR_SUCCESS && rows->count > 0) {
        sc_bitmap_add_list(*ids, sc_row_ids(rows, 0, 0), NULL);
    }
    return status;
}

void sc_ids_add_in(const sc_db_t *db, sc_sql_t *sql, const sc_bitmap_t *ids)
{
    const apr_array_header_t *all = sc_bitmap_ids(ids, sql->pool);

    sc_sql_add_arg(sql, sc_sql_in_ids(db),
                   sc_sql_ids(db, (const apr_int64_t *)all->elts, all->nelts, sql->pool));
}

void sc_ids_add_table(const sc_db_t *db, sc_sql_t *sql, const sc_bitmap_t *ids)
{
    const apr_array_header_t *all = sc_bitmap_ids(ids, sql->pool);

    sc_sql_add_arg(sql,
                   sc_db_dialect(db) == SC_DIALECT_SQLITE
                       ? "json_each(?) j"
                       : "unnest(CAST(? AS BIGINT[])) j(\"value\")",
                   sc_sql_ids(db, (const apr_int64_t *)all->elts, all->nelts, sql->pool));
}

void sc_facets_add_dirty(const sc_faceted_t *faceted, sc_sql_t *sql)
{
    sc_sql_add_arg(sql, " FROM (SELECT \"id\" FROM \"dirty_items\" WHERE \"collection\" = ?",
                   sc_arg_text(faceted->entity->collection));
    if (faceted->inherited) {
        sc_sql_add(sql, " UNION ALL SELECT t.\"id\" FROM \"dirty_items\" d JOIN \"");
        sc_sql_add(sql, faceted->entity->collection);
        sc_sql_add(sql, "\" t ON t.\"partnership_id\" = d.\"id\" "
                        "WHERE d.\"collection\" = 'partnerships'");
    }
    sc_sql_add(sql, ") u");
}

apr_status_t sc_facets_dirty(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                             sc_bitmap_t **dirty)
{
    sc_sql_t *sql = sc_ids_select(db, pool, "u.\"id\"");

    sc_facets_add_dirty(faceted, sql);
    return sc_ids_read(db, sql, dirty);
}

/* Reads the items of all partnerships, unless there are too many. @param is_all set to whether it
 * has */
static apr_status_t pick_items(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                               const sc_bitmap_t *partnerships, sc_bitmap_t **ids, int *is_all)
{
    sc_sql_t *sql = sc_sql_new(pool);
    sc_rows_t *rows;

    sc_sql_add(sql, "SELECT \"id\", \"partnership_id\" FROM \"");
    sc_sql_add(sql, entity->collection);
    /* A condition would be asked for each row. */
    sc_sql_add_arg(sql, "\" LIMIT (SELECT CASE WHEN COUNT(*) <= ? THEN COUNT(*) ELSE 0 END FROM (",
                   sc_arg_integer(PICKED_MOST));
    sc_sql_add(sql, "SELECT 1 FROM \"");
    sc_sql_add(sql, entity->collection);
    sc_sql_add_arg(sql, "\" LIMIT ?) n)", sc_arg_integer(PICKED_MOST + 1));
    SC_TRY(sc_sql_select(db, sql, &rows));
    *ids = sc_bitmap_new(pool);
    *is_all = rows->count > 0;
    for (int i = 0; i < rows->count; i++) {
        const char *partnership = sc_row_text(rows, i, 1);

        if (partnership && sc_bitmap_has(partnerships, sc_row_number(rows, i, 1))) {
            sc_bitmap_add_list(*ids, sc_row_ids(rows, i, 0), NULL);
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_facets_of_partnerships(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                       const sc_bitmap_t *partnerships, sc_bitmap_t **ids)
{
    sc_sql_t *sql = sc_ids_select(db, pool, "t.\"id\"");
    int is_all = 0;

    if (sc_bitmap_count(partnerships) > MANY_PARTNERSHIPS) {
        SC_TRY(pick_items(db, pool, entity, partnerships, ids, &is_all));
    }
    if (is_all) {
        return APR_SUCCESS;
    }
    sc_sql_add(sql, " FROM \"");
    sc_sql_add(sql, entity->collection);
    sc_sql_add(sql, "\" t WHERE t.\"partnership_id\"");
    sc_ids_add_in(db, sql, partnerships);
    return sc_ids_read(db, sql, ids);
}

/* On PostgreSQL they are in Base64: the driver would read bytes as twice as many digits. */
const char *sc_facets_columns(const sc_db_t *db)
{
    return sc_db_dialect(db) == SC_DIALECT_SQLITE ? ", LENGTH(\"bitmap\"), \"bitmap\""
                                                  : ", 0, \"bitmap\"";
}

sc_bitmap_t *sc_facets_bitmap(const sc_db_t *db, const sc_rows_t *rows, int row, int column,
                              apr_pool_t *pool)
{
    const char *bytes = sc_row_text(rows, row, column + 2);
    apr_size_t size = (apr_size_t)sc_row_integer(rows, row, column + 1);

    if (sc_db_dialect(db) == SC_DIALECT_POSTGRESQL) {
        bytes = (const char *)apr_pdecode_base64_binary(pool, bytes, APR_ENCODE_STRING,
                                                        APR_ENCODE_NONE, &size);
    }
    return bytes ? sc_bitmap_of_bytes(bytes, size, sc_row_integer(rows, row, column), pool) : NULL;
}

sc_arg_t sc_facets_arg(const sc_db_t *db, const sc_bitmap_t *bitmap, apr_pool_t *pool)
{
    apr_size_t size;
    const char *bytes = sc_bitmap_bytes(bitmap, &size, pool);

    return sc_db_dialect(db) == SC_DIALECT_SQLITE
               ? sc_arg_bytes(bytes, size)
               : sc_arg_text(apr_pencode_base64_binary(pool, (const unsigned char *)bytes,
                                                       (apr_ssize_t)size, APR_ENCODE_NONE, NULL));
}

/* Appends a SELECT of bitmaps, to be continued with a condition on the word. */
static void add_bitmaps(const asking_t *asking, sc_sql_t *sql, const char *number,
                        const char *facet)
{
    sc_sql_add(sql, "SELECT ");
    sc_sql_add(sql, number);
    sc_sql_add(sql, ", \"count\"");
    sc_sql_add(sql, sc_facets_columns(asking->db));
    sc_sql_add(sql, " FROM \"facets\"");
    sc_sql_add_arg(sql, " WHERE \"collection\" = ?",
                   sc_arg_text(asking->faceted->entity->collection));
    sc_sql_add_arg(sql, " AND \"facet\" = ?", sc_arg_text(facet));
}

/* That a date with this beginning can be in the days. */
#define OVERLAP(word)                                                                              \
    " AND " SC_SQL_AFTER_LAST_DAY(word) " >= ? AND " SC_SQL_FIRST_DAY(word) " <= ?"

/* The facets of a date, each with longer words, and what makes a date of a word. */
static const struct {
    const char *name;
    size_t length;
    const char *rest;
    const char *overlap;
} levels[] = {{SC_BY_DECADE, 3, "X", OVERLAP("\"word\" || 'X'")},
              {"", 4, "", OVERLAP("\"word\"")},
              {SC_BY_MONTH, 7, "", OVERLAP("\"word\"")}};

enum { LEVEL_COUNT = sizeof(levels) / sizeof(levels[0]) };

/* The decades, years and months in which the days begin and end; NO_WORD where they have all of it.
 */
typedef struct edges_t {
    const char *words[LEVEL_COUNT][2];
} edges_t;

static const char *edge_of(const sc_days_t *days, int level, int is_end, apr_pool_t *pool)
{
    const char *day = is_end ? days->until : days->from;
    const char *word = apr_pstrndup(pool, day, levels[level].length);
    char first[11], last[11];
    sc_date_t date;

    if (strlen(word) < levels[level].length ||
        sc_edtf_parse(apr_pstrcat(pool, word, levels[level].rest, NULL), &date) != APR_SUCCESS) {
        return NO_WORD;
    }
    sc_edtf_span(&date, first, last);
    return strcmp(day, is_end ? last : first) == 0 ? NO_WORD : word;
}

/* Appends a SELECT of the bitmaps of a level that are of no edge and can be in the days. */
static void add_level(const asking_t *asking, sc_sql_t *sql, int number, int level,
                      const edges_t *edges)
{
    const sc_condition_t *condition = asking->answers[number].condition;

    add_bitmaps(asking, sql, apr_itoa(asking->pool, number),
                apr_pstrcat(asking->pool, condition->facet->name, levels[level].name, NULL));
    sc_sql_add_pair(sql, levels[level].overlap, condition->days.from, condition->days.until);
    sc_sql_add_pair(sql, " AND \"word\" <> ? AND \"word\" <> ?", edges->words[level][0],
                    edges->words[level][1]);
}

/* Appends SELECTs for the decade of which only a part is in the days: of its years, and of the
 * months of the year of which only a part is; what is of such a month is unsure. */
static void add_end(const asking_t *asking, sc_sql_t *sql, int number, const edges_t *edges,
                    int is_end)
{
    const char *facet = apr_pstrcat(asking->pool, asking->answers[number].condition->facet->name,
                                    SC_BY_MONTH, NULL);

    for (int level = 1; level < LEVEL_COUNT; level++) {
        const char *part = edges->words[level - 1][is_end];

        sc_sql_add(sql, " UNION ALL ");
        add_level(asking, sql, number, level, edges);
        sc_sql_add_pair(sql, " AND \"word\" >= ? AND \"word\" < ?", part,
                        apr_pstrcat(asking->pool, part, "~~", NULL));
    }
    sc_sql_add(sql, " UNION ALL ");
    add_bitmaps(asking, sql, apr_itoa(asking->pool, UNSURE + number), facet);
    sc_sql_add_arg(sql, " AND \"word\" = ?", sc_arg_text(edges->words[LEVEL_COUNT - 1][is_end]));
}

/* Appends SELECTs of bitmaps by decade, and of shorter times where the days begin and end. */
static void add_days(const asking_t *asking, sc_sql_t *sql, int number)
{
    const sc_days_t *days = &asking->answers[number].condition->days;
    edges_t edges;

    for (int level = 0; level < LEVEL_COUNT; level++) {
        edges.words[level][0] = edge_of(days, level, 0, asking->pool);
        edges.words[level][1] = edge_of(days, level, 1, asking->pool);
    }
    add_level(asking, sql, number, 0, &edges);
    sc_sql_add_arg(sql, " AND (\"word\" <> '' OR ? = 1)", sc_arg_integer(days->or_unknown));
    for (int is_end = 0; is_end < 2; is_end++) {
        /* Most begin or end nowhere, or with a decade. */
        if (strcmp(edges.words[0][is_end], NO_WORD) != 0) {
            add_end(asking, sql, number, &edges, is_end);
        }
    }
}

/* Appends that a column has one of the words. */
static void add_words(const asking_t *asking, sc_sql_t *sql, const char *column,
                      const char *const *words)
{
    int count = 0;

    while (words[count]) {
        count++;
    }
    sc_sql_add(sql, column);
    sc_sql_add_arg(sql, sc_sql_in_texts(asking->db),
                   sc_sql_texts(asking->db, words, count, asking->pool));
}

/* One statement for all conditions: each costs PostgreSQL a round trip. */
static sc_sql_t *select_bitmaps(const asking_t *asking, apr_pool_t *pool)
{
    sc_sql_t *sql = sc_sql_new(pool);

    for (int i = 0; i < asking->count; i++) {
        const sc_condition_t *condition = asking->answers[i].condition;

        if (condition->words) {
            add_bitmaps(asking, sql, apr_itoa(asking->pool, i), condition->facet->name);
            add_words(asking, sql, " AND \"word\"", condition->words);
        }
        else if (condition->word) {
            add_bitmaps(asking, sql, apr_itoa(asking->pool, i), condition->facet->name);
            sc_sql_add_arg(sql, " AND \"word\" = ?", sc_arg_text(condition->word));
        }
        else {
            add_days(asking, sql, i);
        }
        sc_sql_add(sql, " UNION ALL ");
    }
    sc_sql_add(sql, "SELECT -1, 0, 0, CAST(u.\"id\" AS TEXT)");
    sc_facets_add_dirty(asking->faceted, sql);
    return sql;
}

static void take_bitmap(asking_t *asking, const sc_rows_t *rows, int row, apr_pool_t *scratch)
{
    int number = sc_row_index(rows, row, 0, UNSURE + asking->count);
    answer_t *answer = &asking->answers[number % UNSURE % asking->count];
    const sc_bitmap_t *bitmap = sc_facets_bitmap(asking->db, rows, row, 1, scratch);

    if (number % UNSURE >= asking->count) {
        sc_row_refuse(rows);
    }
    if (!bitmap) {
        answer->is_damaged = 1;
        sc_db_note_damage(asking->db);
        return;
    }
    answer->is_kept = 1;
    sc_bitmap_unite(number < UNSURE ? answer->sure : answer->unsure, bitmap);
}

static apr_status_t read_bitmaps(asking_t *asking)
{
    apr_pool_t *scratch = sc_db_spare(asking->db);
    sc_rows_t *rows;
    apr_status_t status = sc_sql_select(asking->db, select_bitmaps(asking, scratch), &rows);

    for (int i = 0; status == APR_SUCCESS && i < rows->count; i++) {
        if (sc_row_integer(rows, i, 0) < 0) {
            sc_bitmap_add_list(asking->dirty, sc_row_ids(rows, i, 3), NULL);
        }
        else {
            take_bitmap(asking, rows, i, scratch);
        }
    }
    apr_pool_clear(scratch);
    return status;
}

/* The items that meet the condition, asked of themselves. @param among NULL, or which only */
static apr_status_t ask_items(const asking_t *asking, const sc_condition_t *condition,
                              const sc_bitmap_t *among, sc_bitmap_t **ids)
{
    sc_sql_t *sql = sc_ids_select(asking->db, asking->pool, "x.\"id\"");

    sc_sql_add(sql, " FROM ");
    sc_sql_add(sql, sc_facet_source(asking->faceted, condition->facet, asking->pool));
    if (condition->words) {
        add_words(asking, sql, " WHERE x.\"word\"", condition->words);
    }
    else if (condition->word) {
        sc_sql_add_arg(sql, " WHERE x.\"word\" = ?", sc_arg_text(condition->word));
    }
    else {
        sc_sql_add_pair(sql,
                        " WHERE (" SC_SQL_AFTER_LAST_DAY(
                            "x.\"date\"") " >= ? AND " SC_SQL_FIRST_DAY("x.\"date\"") " <= ?",
                        condition->days.from, condition->days.until);
        sc_sql_add(sql, condition->days.or_unknown ? " OR x.\"date\" IS NULL)" : ")");
    }
    if (among) {
        sc_sql_add(sql, " AND x.\"id\"");
        sc_ids_add_in(asking->db, sql, among);
    }
    return sc_ids_read(asking->db, sql, ids);
}

/* Reads the keys of the places that are not known. */
static apr_status_t read_keys(sc_db_t *db, const sc_bitmap_t *places, apr_hash_t *keys)
{
    apr_pool_t *pool = apr_hash_pool_get(keys);
    const apr_array_header_t *all = sc_bitmap_ids(places, pool);
    apr_array_header_t *ids = apr_array_make(pool, all->nelts + 1, sizeof(apr_int64_t)), *records;

    SC_EACH_OF(const apr_int64_t, id, all) {
        if (!apr_hash_get(keys, id, sizeof(*id))) {
            APR_ARRAY_PUSH(ids, apr_int64_t) = *id;
        }
    }
    SC_TRY(sc_read_shallow(db, pool, &sc_place, ids, &records));
    SC_TRY(sc_lists_read(db, pool, records, "names"));
    SC_EACH(const sc_record_t, record, records) {
        apr_hash_set(keys, &record->id, sizeof(record->id), sc_search_keys(record, pool));
    }
    return APR_SUCCESS;
}

static void add_prefixes(const apr_array_header_t *keys, int length, const char *id,
                         apr_hash_t *words)
{
    apr_pool_t *pool = apr_hash_pool_get(words);

    SC_EACH(const char, key, keys) {
        if ((int)sc_utf8_length(key) < length) {
            continue;
        }
        const char *word = apr_pstrmemdup(pool, key, sc_utf8_prefix(key, (apr_size_t)length));
        sc_bitmap_t *bitmap = apr_hash_get(words, word, APR_HASH_KEY_STRING);
        if (!bitmap) {
            bitmap = sc_bitmap_new(pool);
            apr_hash_set(words, word, APR_HASH_KEY_STRING, bitmap);
        }
        sc_bitmap_add_list(bitmap, id, NULL);
    }
}

apr_status_t sc_facets_read_prefixes(sc_db_t *db, const sc_faceted_t *faceted,
                                     const sc_facet_t *facet, const sc_bitmap_t *among,
                                     apr_hash_t *keys, apr_hash_t *words)
{
    apr_pool_t *pool = apr_hash_pool_get(words);
    int length = atoi(facet->name + strlen(SC_FACET_PREFIX));
    sc_bitmap_t *places = sc_bitmap_new(pool);
    sc_sql_t *sql = sc_sql_new(pool);
    sc_rows_t *rows;

    sc_sql_add(sql, faceted->entity == &sc_place
                        ? "SELECT \"id\", \"id\" FROM \"places\" WHERE \"id\""
                        : "SELECT \"partnership_id\", \"place_id\" FROM \"partnership_parties\" "
                          "WHERE \"partnership_id\"");
    sc_ids_add_in(db, sql, among);
    SC_TRY(sc_sql_select(db, sql, &rows));
    for (int i = 0; i < rows->count; i++) {
        sc_bitmap_add_list(places, sc_row_ids(rows, i, 1), NULL);
    }
    SC_TRY(read_keys(db, places, keys));
    for (int i = 0; i < rows->count; i++) {
        apr_int64_t place = sc_row_number(rows, i, 1);

        add_prefixes(apr_hash_get(keys, &place, sizeof(place)), length, sc_row_ids(rows, i, 0),
                     words);
    }
    return APR_SUCCESS;
}

/* The items whose names are, or whose parties' are, such that they begin so. */
static apr_status_t ask_names(const asking_t *asking, const sc_condition_t *condition,
                              const sc_bitmap_t *among, sc_bitmap_t **ids)
{
    apr_hash_t *words = apr_hash_make(asking->pool);

    SC_TRY(sc_facets_read_prefixes(asking->db, asking->faceted, condition->facet, among,
                                   apr_hash_make(asking->pool), words));
    *ids = apr_hash_get(words, condition->word, APR_HASH_KEY_STRING);
    *ids = *ids ? *ids : sc_bitmap_new(asking->pool);
    return APR_SUCCESS;
}

/* The items of the partnerships. */
static apr_status_t heirs_of(const asking_t *asking, sc_bitmap_t *partnerships, sc_bitmap_t **ids)
{
    *ids = partnerships;
    return asking->faceted->inherited && !sc_bitmap_is_empty(partnerships)
               ? sc_facets_of_partnerships(asking->db, asking->pool, asking->faceted->entity,
                                           partnerships, ids)
               : APR_SUCCESS;
}

static int is_status(const sc_condition_t *condition)
{
    return (condition->word || condition->words) && !condition->is_stored &&
           strcmp(condition->facet->name, SC_FACET_STATUS) == 0;
}

/* Reads whose status today may be another than the stored one: they are asked of themselves, as
 * dirty ones are. */
static apr_status_t read_shifts(asking_t *asking)
{
    apr_array_header_t *shifts;
    sc_bitmap_t *ids;

    for (int i = 0; i < asking->count && !asking->shifts; i++) {
        if (is_status(asking->answers[i].condition)) {
            SC_TRY(sc_shifts_read(asking->db, asking->pool, sc_db_today(asking->db), &shifts));
            SC_TRY(heirs_of(asking, sc_shifts_with(shifts, NULL), &ids));
            sc_bitmap_unite(asking->dirty, ids);
            asking->shifts = shifts;
        }
    }
    return APR_SUCCESS;
}

/* The items that the condition on the status of today is met by, and no others. */
static apr_status_t shift(const asking_t *asking, const answer_t *answer)
{
    const char *const one[] = {answer->condition->word, NULL};
    sc_bitmap_t *ids;

    if (!asking->shifts || asking->shifts->nelts == 0 || !is_status(answer->condition)) {
        return APR_SUCCESS;
    }
    SC_TRY(heirs_of(asking, sc_shifts_with(asking->shifts, NULL), &ids));
    sc_bitmap_subtract(answer->sure, ids);
    SC_TRY(heirs_of(
        asking,
        sc_shifts_with(asking->shifts, answer->condition->words ? answer->condition->words : one),
        &ids));
    sc_bitmap_unite(answer->sure, ids);
    return APR_SUCCESS;
}

/* Decides about the items that the bitmaps leave open. @param passing all that may pass */
static apr_status_t decide(asking_t *asking, answer_t *answer, const sc_bitmap_t *passing)
{
    sc_bitmap_t *open = answer->unsure;
    sc_bitmap_t *found;

    if (answer->is_damaged) {
        return ask_items(asking, answer->condition, NULL, &answer->sure);
    }
    sc_bitmap_intersect(open, passing);
    sc_bitmap_unite(open, asking->dirty);
    if (sc_bitmap_is_empty(open)) {
        return APR_SUCCESS;
    }
    SC_TRY(answer->condition->facet->least ? ask_names(asking, answer->condition, open, &found)
                                           : ask_items(asking, answer->condition, open, &found));
    sc_bitmap_subtract(answer->sure, asking->dirty);
    sc_bitmap_unite(answer->sure, found);
    return APR_SUCCESS;
}

/* The items that may meet all conditions, but for dirty ones. */
static sc_bitmap_t *passing_of(const asking_t *asking)
{
    sc_bitmap_t *passing = NULL;

    for (int i = 0; i < asking->count; i++) {
        const answer_t *answer = &asking->answers[i];

        if (answer->is_damaged) {
            continue;
        }
        sc_bitmap_t *either = sc_bitmap_new(asking->pool);
        sc_bitmap_unite(either, answer->sure);
        sc_bitmap_unite(either, answer->unsure);
        if (passing) {
            sc_bitmap_intersect(passing, either);
        }
        passing = passing ? passing : either;
    }
    return passing ? passing : sc_bitmap_new(asking->pool);
}

static asking_t asking_for(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                           const apr_array_header_t *conditions)
{
    asking_t asking = {db, pool, faceted, NULL, conditions->nelts, sc_bitmap_new(pool), NULL};

    asking.answers = apr_pcalloc(pool, conditions->nelts * sizeof(answer_t));
    for (int i = 0; i < asking.count; i++) {
        asking.answers[i].condition = &APR_ARRAY_IDX(conditions, i, sc_condition_t);
        asking.answers[i].sure = sc_bitmap_new(pool);
        asking.answers[i].unsure = sc_bitmap_new(pool);
    }
    return asking;
}

void sc_facets_select_ahead(sc_ahead_t *ahead, const sc_faceted_t *faceted,
                            const apr_array_header_t *conditions)
{
    const asking_t asking = asking_for(ahead->db, ahead->pool, faceted, conditions);

    sc_ahead_ask_sql(ahead, select_bitmaps(&asking, ahead->pool));
}

apr_status_t sc_facets_select(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                              const apr_array_header_t *conditions, sc_bitmap_t **ids)
{
    asking_t asking = asking_for(db, pool, faceted, conditions);
    apr_status_t status = read_bitmaps(&asking);

    if (asking.answers[0].condition->facet->least &&
        (!asking.answers[0].is_kept || asking.answers[0].is_damaged)) {
        *ids = NULL;
        return status;
    }
    const sc_bitmap_t *passing = passing_of(&asking);
    if (status == APR_SUCCESS) {
        status = read_shifts(&asking);
    }
    for (int i = 0; status == APR_SUCCESS && i < asking.count; i++) {
        status = decide(&asking, &asking.answers[i], passing);
        if (status == APR_SUCCESS) {
            status = shift(&asking, &asking.answers[i]);
        }
    }
    *ids = asking.answers[0].sure;
    for (int i = 1; i < asking.count; i++) {
        sc_bitmap_intersect(*ids, asking.answers[i].sure);
    }
    return status;
}
