#include "store/query/facets.h"

#include "store/query/shift.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* Of so few items each is asked for its words: to read all bitmaps takes about as long as to ask so
 * many items, and one more for so many that there are. */
#define FEW_ITEMS 15
#define ITEMS_PER_ITEM 2000

/* Counts in the making. */
typedef struct counting_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_faceted_t *faceted;
    const sc_bitmap_t *among; /* NULL: all */
    const char *const *like;  /* NULL: all words */
    sc_bitmap_t *dirty;
    apr_array_header_t *counts; /* of sc_word_count_t */
} counting_t;

static void add(counting_t *counting, const char *facet, const char *word, apr_int64_t count)
{
    APR_ARRAY_PUSH(counting->counts, sc_word_count_t) = (sc_word_count_t){facet, word, count};
}

/* Appends a SELECT of what is kept. @param columns more of them than facet, word and count */
static void add_rows(const sc_db_t *db, sc_sql_t *sql, const sc_entity_t *entity,
                     const char *const *facets, const char *columns)
{
    int count = 0;

    while (facets[count]) {
        count++;
    }
    sc_sql_add(sql, "SELECT \"facet\", \"word\", \"count\"");
    sc_sql_add(sql, columns);
    sc_sql_add_arg(sql, " FROM \"facets\" WHERE \"collection\" = ? AND \"facet\"",
                   sc_arg_text(entity->collection));
    sc_sql_add_arg(sql, sc_sql_in_texts(db), sc_sql_texts(db, facets, count, sql->pool));
}

/* The counts as they are kept, and the ids of dirty items, with -1 for a count. */
static sc_sql_t *select_rows(const sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                             const char *const *facets, const char *const *like,
                             const char *columns)
{
    sc_sql_t *sql = sc_sql_new(pool);

    add_rows(db, sql, faceted->entity, facets, columns);
    if (like) {
        sc_sql_add_pair(sql, " AND (\"word\" LIKE ? OR \"word\" LIKE ?)", like[0], like[1]);
    }
    sc_sql_add(sql, " UNION ALL SELECT '', CAST(u.\"id\" AS TEXT), -1");
    sc_sql_add(sql, *columns ? ", 0, ''" : "");
    sc_facets_add_dirty(faceted, sql);
    return sql;
}

static apr_status_t read_rows(const counting_t *counting, apr_pool_t *pool,
                              const char *const *facets, const char *columns, sc_rows_t **rows)
{
    return sc_sql_select(
        counting->db,
        select_rows(counting->db, pool, counting->faceted, facets, counting->like, columns), rows);
}

static void take_dirty(counting_t *counting, const sc_rows_t *rows)
{
    for (int i = rows->count - 1; i >= 0 && sc_row_integer(rows, i, 2) < 0; i--) {
        sc_bitmap_add_list(counting->dirty, sc_row_ids(rows, i, 1), NULL);
    }
}

/* Adds what is kept, less the dirty items. @return APR_EINVAL for a bitmap that is none */
static apr_status_t add_kept(counting_t *counting, const sc_rows_t *rows, apr_pool_t *scratch)
{
    sc_bitmap_t *clean = NULL;

    if (counting->among) {
        clean = sc_bitmap_new(counting->pool);
        sc_bitmap_unite(clean, counting->among);
        sc_bitmap_subtract(clean, counting->dirty);
    }
    for (int i = 0; i < rows->count && sc_row_integer(rows, i, 2) >= 0; i++) {
        apr_int64_t count = sc_row_integer(rows, i, 2);

        if (clean || !sc_bitmap_is_empty(counting->dirty)) {
            const sc_bitmap_t *bitmap = sc_facets_bitmap(counting->db, rows, i, 2, scratch);

            if (!bitmap) {
                return APR_EINVAL;
            }
            count = clean ? sc_bitmap_count_common(bitmap, clean)
                          : count - sc_bitmap_count_common(bitmap, counting->dirty);
        }
        if (count > 0) {
            add(counting, apr_pstrdup(counting->pool, sc_row_word(rows, i, 0)),
                apr_pstrdup(counting->pool, sc_row_word(rows, i, 1)), count);
        }
    }
    return APR_SUCCESS;
}

/* Adds what the items themselves have. @param among NULL, or which only */
static apr_status_t add_asked(counting_t *counting, const char *const *facets,
                              const sc_bitmap_t *among)
{
    sc_sql_t *sql = sc_sql_new(counting->pool);
    sc_rows_t *rows;
    int count = 0;

    for (int i = 0; facets[i]; i++) {
        const sc_facet_t *facet = sc_facet_named(counting->faceted, facets[i]);

        sc_sql_add(sql, i ? " UNION ALL SELECT " : "SELECT ");
        sc_ids_add(counting->db, sql, "x.\"id\"");
        sc_sql_add(sql, ", x.\"word\", ");
        sc_sql_add(sql, apr_itoa(counting->pool, i));
        sc_sql_add(sql, " FROM ");
        if (among) {
            sc_ids_add_table(counting->db, sql, among);
            sc_sql_add(sql, " CROSS JOIN ");
        }
        sc_sql_add(sql, sc_facet_source(counting->faceted, facet, counting->pool));
        sc_sql_add(sql, among ? " WHERE x.\"id\" = j.\"value\"" : "");
        sc_sql_add(sql, " GROUP BY x.\"word\"");
        count++;
    }
    SC_TRY(sc_sql_select(counting->db, sql, &rows));
    for (int i = 0; i < rows->count; i++) {
        sc_bitmap_t *ids = sc_bitmap_new(counting->pool);

        if (sc_row_text(rows, i, 1)) {
            sc_bitmap_add_list(ids, sc_row_ids(rows, i, 0), NULL);
            add(counting, facets[sc_row_index(rows, i, 2, count)], sc_row_text(rows, i, 1),
                sc_bitmap_count(ids));
        }
    }
    return APR_SUCCESS;
}

/* One count for each word. */
static apr_array_header_t *sums_of(const counting_t *counting)
{
    apr_array_header_t *sums =
        apr_array_make(counting->pool, counting->counts->nelts + 1, sizeof(sc_word_count_t));
    apr_hash_t *known = apr_hash_make(counting->pool);

    SC_EACH_OF(const sc_word_count_t, one, counting->counts) {
        const char *key = apr_pstrcat(counting->pool, one->facet, "\n", one->word, NULL);
        sc_word_count_t *sum = apr_hash_get(known, key, APR_HASH_KEY_STRING);

        if (!sum) {
            APR_ARRAY_PUSH(sums, sc_word_count_t) = (sc_word_count_t){one->facet, one->word, 0};
            sum = &APR_ARRAY_IDX(sums, sums->nelts - 1, sc_word_count_t);
            apr_hash_set(known, key, APR_HASH_KEY_STRING, sum);
        }
        sum->count += one->count;
    }
    return sums;
}

static counting_t begin(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                        const sc_bitmap_t *among, const char *const *like)
{
    return (counting_t){db,
                        pool,
                        faceted,
                        among,
                        like,
                        sc_bitmap_new(pool),
                        apr_array_make(pool, 64, sizeof(sc_word_count_t))};
}

apr_status_t sc_facets_ask(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                           const char *const *facets, apr_array_header_t **counts)
{
    counting_t counting = begin(db, pool, faceted, NULL, NULL);

    *counts = counting.counts;
    return add_asked(&counting, facets, NULL);
}

/* How many items have each stored word. */
static apr_status_t count_stored(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                                 const char *const *facets, const sc_bitmap_t *among,
                                 const char *const *like, apr_array_header_t **counts)
{
    counting_t counting = begin(db, pool, faceted, among, like);
    apr_pool_t *scratch = sc_db_spare(db);
    sc_rows_t *rows;

    *counts = counting.counts;
    if (among && sc_bitmap_count(among) <= FEW_ITEMS + sc_bitmap_last(among) / ITEMS_PER_ITEM) {
        return add_asked(&counting, facets, among);
    }
    apr_status_t status =
        read_rows(&counting, scratch, facets, among ? sc_facets_columns(db) : "", &rows);
    if (status != APR_SUCCESS) {
        return status;
    }
    take_dirty(&counting, rows);
    if (!among && !sc_bitmap_is_empty(counting.dirty)) {
        status = read_rows(&counting, scratch, facets, sc_facets_columns(db), &rows);
    }
    if (status == APR_SUCCESS) {
        status = add_kept(&counting, rows, scratch);
    }
    apr_pool_clear(scratch);
    if (status == APR_EINVAL) {
        sc_db_note_damage(db);
        counting.counts->nelts = 0;
        return add_asked(&counting, facets, among);
    }
    if (status == APR_SUCCESS && !sc_bitmap_is_empty(counting.dirty)) {
        if (among) {
            sc_bitmap_intersect(counting.dirty, among);
        }
        status = add_asked(&counting, facets, counting.dirty);
        *counts = sums_of(&counting);
    }
    return status;
}

/* Counts partnerships under their status of today. */
static apr_status_t shift(counting_t *counting, const char *const *facets)
{
    apr_array_header_t *shifts;

    while (*facets && strcmp(*facets, SC_FACET_STATUS) != 0) {
        facets++;
    }
    if (!*facets) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_shifts_read(counting->db, counting->pool, sc_db_today(counting->db), &shifts));
    SC_EACH_OF(const sc_shift_t, one, shifts) {
        if (!counting->among || sc_bitmap_has(counting->among, one->id)) {
            add(counting, SC_FACET_STATUS, one->stored, -1);
            add(counting, SC_FACET_STATUS, one->word, 1);
        }
    }
    counting->counts = shifts->nelts ? sums_of(counting) : counting->counts;
    return APR_SUCCESS;
}

apr_status_t sc_facets_count(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                             const char *const *facets, const sc_bitmap_t *among,
                             apr_array_header_t **counts)
{
    counting_t counting = {.db = db, .pool = pool, .among = among};

    SC_TRY(count_stored(db, pool, faceted, facets, among, NULL, &counting.counts));
    SC_TRY(shift(&counting, facets));
    *counts = counting.counts;
    return APR_SUCCESS;
}

apr_status_t sc_facets_count_like(sc_db_t *db, apr_pool_t *pool, const sc_faceted_t *faceted,
                                  const char *facet, const char *const *like,
                                  const sc_bitmap_t *among, apr_array_header_t **counts)
{
    const char *const facets[] = {facet, NULL};

    return count_stored(db, pool, faceted, facets, among, like, counts);
}

apr_status_t sc_facets_count_all(sc_db_t *db, apr_pool_t *pool, const sc_counted_t *collections,
                                 int count, apr_array_header_t **counts)
{
    sc_sql_t *sql = sc_sql_new(pool);
    sc_rows_t *rows;

    sc_sql_add(sql,
               "SELECT '', '', COUNT(*), -1 FROM (SELECT 1 FROM \"dirty_items\" one LIMIT 1) one");
    for (int i = 0; i < count; i++) {
        sc_sql_add(sql, " UNION ALL ");
        add_rows(db, sql, collections[i].entity, collections[i].facets,
                 apr_psprintf(pool, ", %d", i));
        counts[i] = apr_array_make(pool, 64, sizeof(sc_word_count_t));
    }
    SC_TRY(sc_sql_select(db, sql, &rows));
    int is_dirty = sc_row_integer(rows, 0, 2) > 0;
    for (int i = 1; i < rows->count; i++) {
        APR_ARRAY_PUSH(counts[sc_row_index(rows, i, 3, count)], sc_word_count_t) =
            (sc_word_count_t){sc_row_word(rows, i, 0), sc_row_word(rows, i, 1),
                              sc_row_number(rows, i, 2)};
    }
    for (int i = 0; i < count; i++) {
        const sc_faceted_t *faceted = sc_faceted_of(collections[i].entity);
        counting_t counting = {.db = db, .pool = pool, .counts = counts[i]};

        SC_TRY(is_dirty ? sc_facets_count(db, pool, faceted, collections[i].facets, NULL,
                                          &counting.counts)
                        : shift(&counting, collections[i].facets));
        counts[i] = counting.counts;
    }
    return APR_SUCCESS;
}

static const char *const all_facet[] = {SC_FACET_ALL, NULL};

static const char *select_count(const sc_entity_t *entity, apr_pool_t *pool)
{
    return apr_pstrcat(pool, "SELECT COUNT(*) FROM \"", entity->collection, "\"", NULL);
}

void sc_facets_total_ahead(sc_ahead_t *ahead, const sc_entity_t *entity)
{
    const sc_faceted_t *faceted = sc_faceted_of(entity);

    if (faceted) {
        sc_ahead_ask_sql(ahead, select_rows(ahead->db, ahead->pool, faceted, all_facet, NULL, ""));
    }
    else {
        sc_ahead_ask(ahead, select_count(entity, ahead->pool), NULL, 0);
    }
}

apr_status_t sc_facets_total(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             apr_int64_t *total)
{
    const sc_faceted_t *faceted = sc_faceted_of(entity);
    apr_array_header_t *counts;
    apr_status_t status;
    sc_rows_t *rows;

    *total = 0;
    if (faceted) {
        status = sc_facets_count(db, pool, faceted, all_facet, NULL, &counts);
        if (status == APR_SUCCESS && counts->nelts > 0) {
            *total = APR_ARRAY_IDX(counts, 0, sc_word_count_t).count;
        }
        return status;
    }
    status = sc_db_select(db, pool, select_count(entity, pool), NULL, 0, &rows);
    if (status == APR_SUCCESS) {
        *total = sc_row_integer(rows, 0, 0);
    }
    return status;
}
