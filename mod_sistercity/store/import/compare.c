#include "store/import/compare.h"

#include "language/collate.h"
#include "model/text/edtf.h"
#include "model/text/utf8.h"
#include "store/import/places.h"
#include "store/import/run.h"

#include <apr_file_info.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

#define PLACE_BY_ITEM "SELECT t.\"slug\", t.\"name\" FROM \"places\" t WHERE t.\"wikidata\" = ?"
#define PLACE_BY_SLUG "SELECT t.\"slug\", t.\"name\" FROM \"places\" t WHERE t.\"slug\" = ?"

/* What the registry has of two places, the type of the list's row first. */
#define OURS                                                                                       \
    "SELECT p.\"slug\", p.\"established\", p.\"ended\", p.\"type\", p.\"status\" "                 \
    "FROM \"places\" x JOIN \"partnership_parties\" a ON a.\"place_id\" = x.\"id\" "               \
    "JOIN \"partnership_parties\" b ON b.\"partnership_id\" = a.\"partnership_id\" "               \
    "JOIN \"places\" y ON y.\"id\" = b.\"place_id\" "                                              \
    "JOIN \"partnerships\" p ON p.\"id\" = a.\"partnership_id\" "                                  \
    "WHERE x.\"slug\" = ? AND y.\"slug\" = ? "                                                     \
    "ORDER BY CASE WHEN p.\"type\" = ? THEN 0 WHEN p.\"type\" = 'network' THEN 2 ELSE 1 END, "     \
    "p.\"id\""

/* What the place has in force with one other. */
#define OURS_OF                                                                                    \
    "SELECT p.\"slug\", x.\"name\", y.\"name\", y.\"slug\" FROM \"places\" x "                     \
    "JOIN \"partnership_parties\" a ON a.\"place_id\" = x.\"id\" "                                 \
    "JOIN \"partnership_parties\" b ON b.\"partnership_id\" = a.\"partnership_id\" "               \
    "AND b.\"place_id\" <> x.\"id\" JOIN \"places\" y ON y.\"id\" = b.\"place_id\" "               \
    "JOIN \"partnerships\" p ON p.\"id\" = a.\"partnership_id\" "                                  \
    "WHERE x.\"slug\" = ? AND p.\"type\" <> 'network' AND p.\"status\" IN "                        \
    "('active', 'dormant', 'suspended', 'unknown') ORDER BY p.\"slug\""

/** A place of the list. */
typedef struct their_place_t {
    const char *slug; /* of ours; NULL: it is not on record */
    const char *name;
} their_place_t;

typedef struct comparing_t {
    import_run_t *run;
    sc_comparison_t *out;
    apr_hash_t *places; /* the list's slugs -> their_place_t * */
    apr_hash_t *shared; /* slugs of ours that the list has -> themselves */
    apr_hash_t *rows;   /* slugs of ours -> in how many rows the list names them; int * */
    int count;          /* rows that name two places */
} comparing_t;

static sc_disagreement_t *add(comparing_t *comparing, sc_disagreement_e kind, int line,
                              const char *places)
{
    sc_disagreement_t *difference = apr_array_push(comparing->out->differences);

    *difference = (sc_disagreement_t){kind, line, NULL, apr_pstrdup(comparing->run->pool, places),
                                      NULL, NULL, NULL};
    return difference;
}

static apr_status_t find_ours(comparing_t *comparing, const char *query, const char *value,
                              their_place_t *place)
{
    const sc_arg_t arg = sc_arg_text(value);
    sc_rows_t *rows;

    if (!value || place->slug) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(comparing->run->db, comparing->run->pool, query, &arg, 1, &rows));
    if (rows->count == 1) {
        place->slug = sc_row_word(rows, 0, 0);
        place->name = sc_row_word(rows, 0, 1);
    }
    return APR_SUCCESS;
}

/* @param given what the list says of the place; NULL: its slug only */
static apr_status_t know_place(comparing_t *comparing, const char *slug, const sc_place_t *given,
                               import_places_t *by_name)
{
    apr_pool_t *pool = comparing->run->pool;
    their_place_t *place = apr_pcalloc(pool, sizeof(*place));
    const char *found = NULL;

    place->name = apr_pstrdup(pool, given && given->name ? given->name : slug);
    SC_TRY(find_ours(comparing, PLACE_BY_ITEM, given ? given->wikidata : NULL, place));
    SC_TRY(find_ours(comparing, PLACE_BY_SLUG, slug, place));
    if (!place->slug && given && given->name) {
        SC_TRY(import_places_find(by_name, 0, given->name, given->country,
                                  sc_problems_new(comparing->run->scratch), &found));
        SC_TRY(find_ours(comparing, PLACE_BY_SLUG, found, place));
    }
    apr_hash_set(comparing->places, apr_pstrdup(pool, slug), APR_HASH_KEY_STRING, place);
    return APR_SUCCESS;
}

static apr_status_t take_place(comparing_t *comparing, const import_row_t *row,
                               import_places_t *by_name)
{
    sc_place_t *place = sc_record_new(&sc_place, comparing->run->scratch);

    import_row_read(row, place, comparing->run->scratch, sc_problems_new(comparing->run->scratch));
    const char *slug = sc_record_slug(place) ? sc_record_slug(place) : place->name;
    return slug ? know_place(comparing, slug, place, by_name) : APR_SUCCESS;
}

/* The place that the list calls so; of one that it says nothing else of, by its address. */
static apr_status_t place_of(comparing_t *comparing, const char *slug, const their_place_t **place)
{
    *place = apr_hash_get(comparing->places, slug, APR_HASH_KEY_STRING);
    if (!*place) {
        SC_TRY(know_place(comparing, slug, NULL, NULL));
        *place = apr_hash_get(comparing->places, slug, APR_HASH_KEY_STRING);
    }
    return APR_SUCCESS;
}

static int agree(const char *one, const char *other)
{
    return strcmp(one, other) == 0 || sc_edtf_contains(one, other) || sc_edtf_contains(other, one);
}

/* What both say, field by field; what one of them does not say is no difference, but for an end. */
static int compare_fields(comparing_t *comparing, const import_row_t *row, const sc_rows_t *ours,
                          const sc_partnership_t *theirs, const char *places)
{
    const struct {
        const char *name, *theirs;
    } fields[] = {{"established", theirs->established},
                  {"ended", theirs->ended},
                  {"type", theirs->type},
                  {"status", theirs->status}};
    apr_pool_t *pool = comparing->run->pool;
    int count = 0;

    for (int i = 0; i < 4; i++) {
        const char *own = sc_row_text(ours, 0, 1 + i), *other = fields[i].theirs;

        if (!other || (!own && i != 1) || (own && agree(own, other))) {
            continue;
        }
        sc_disagreement_t *difference = add(comparing, SC_DIFFERS, row->line, places);
        difference->partnership = apr_pstrdup(pool, sc_row_text(ours, 0, 0));
        difference->field = fields[i].name;
        difference->ours = apr_pstrdup(pool, own);
        difference->theirs = apr_pstrdup(pool, other);
        count++;
    }
    return count;
}

static void count_row(comparing_t *comparing, const char *slug)
{
    int *rows = apr_hash_get(comparing->rows, slug, APR_HASH_KEY_STRING);

    if (!rows) {
        rows = apr_pcalloc(comparing->run->pool, sizeof(*rows));
        apr_hash_set(comparing->rows, slug, APR_HASH_KEY_STRING, rows);
    }
    ++*rows;
}

static apr_status_t compare_pair(comparing_t *comparing, const import_row_t *row,
                                 const sc_partnership_t *theirs, const their_place_t *const both[2])
{
    apr_pool_t *pool = comparing->run->scratch;
    const char *places = apr_pstrcat(pool, both[0]->name, " \u2013 ", both[1]->name, NULL);
    const sc_arg_t args[] = {sc_arg_text(both[0]->slug), sc_arg_text(both[1]->slug),
                             sc_arg_text(theirs->type)};
    sc_rows_t *ours = NULL;

    comparing->count++;
    for (int i = 0; i < 2; i++) {
        if (both[i]->slug) {
            count_row(comparing, both[i]->slug);
        }
    }
    if (both[0]->slug && both[1]->slug) {
        SC_TRY(sc_db_select(comparing->run->db, pool, OURS, args, 3, &ours));
    }
    if (!ours || !ours->count) {
        add(comparing, SC_ONLY_THEIRS, row->line, places);
        return APR_SUCCESS;
    }
    for (int i = 0; i < ours->count; i++) {
        const char *slug = apr_pstrdup(comparing->run->pool, sc_row_text(ours, i, 0));

        apr_hash_set(comparing->shared, slug, APR_HASH_KEY_STRING, slug);
    }
    comparing->out->agreeing += compare_fields(comparing, row, ours, theirs, places) == 0;
    return APR_SUCCESS;
}

static apr_status_t take_partnership(comparing_t *comparing, const import_row_t *row)
{
    apr_pool_t *pool = comparing->run->scratch;
    sc_partnership_t *theirs = sc_record_new(&sc_partnership, pool);
    const their_place_t *both[2];

    import_row_read(row, theirs, pool, sc_problems_new(pool));
    if (SC_COUNT(theirs->parties) != 2) {
        return APR_SUCCESS;
    }
    for (int i = 0; i < 2; i++) {
        const sc_party_t *party = SC_AT(theirs->parties, i, sc_party_t);

        if (!party->place) {
            return APR_SUCCESS;
        }
        SC_TRY(place_of(comparing, party->place, &both[i]));
    }
    return compare_pair(comparing, row, theirs, both);
}

static apr_status_t take_rows(comparing_t *comparing, const sc_entity_t *entity)
{
    import_run_t *run = comparing->run;
    import_places_t *by_name = import_places_new(run, "", NULL, 0);

    SC_EACH(const import_table_t, table, run->tables) {
        for (int j = 0; table->entity == entity && j < table->rows->nelts; j++) {
            const import_row_t *row = APR_ARRAY_IDX(table->rows, j, import_row_t *);

            apr_pool_clear(run->scratch);
            if (row->is_readable) {
                SC_TRY(entity == &sc_place ? take_place(comparing, row, by_name)
                                           : take_partnership(comparing, row));
            }
        }
    }
    return APR_SUCCESS;
}

/* Ties of the place that the list lacks. @param publisher every partner is expected in the list;
 * else only those that it names elsewhere */
static apr_status_t take_ours(comparing_t *comparing, const char *slug, int publisher)
{
    apr_pool_t *pool = comparing->run->pool;
    const sc_arg_t arg = sc_arg_text(slug);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(comparing->run->db, pool, OURS_OF, &arg, 1, &rows));
    for (int i = 0; i < rows->count; i++) {
        const char *partnership = sc_row_text(rows, i, 0), *other = sc_row_text(rows, i, 3);
        const char *places =
            apr_pstrcat(pool, sc_row_text(rows, i, 1), " \u2013 ", sc_row_text(rows, i, 2), NULL);

        if (!apr_hash_get(comparing->shared, partnership, APR_HASH_KEY_STRING) &&
            (publisher || apr_hash_get(comparing->rows, other, APR_HASH_KEY_STRING))) {
            add(comparing, SC_ONLY_OURS, 0, places)->partnership = partnership;
            apr_hash_set(comparing->shared, partnership, APR_HASH_KEY_STRING, partnership);
        }
    }
    return APR_SUCCESS;
}

/* The place that every row names, if there is one. */
static const char *publisher_of(const comparing_t *comparing)
{
    apr_hash_index_t *index = apr_hash_first(comparing->run->pool, comparing->rows);
    const char *publisher = NULL;
    int count = 0;

    for (; index; index = apr_hash_next(index)) {
        if (*(const int *)apr_hash_this_val(index) == comparing->count) {
            publisher = apr_hash_this_key(index);
            count++;
        }
    }
    return count == 1 ? publisher : NULL;
}

static apr_status_t take_all_ours(comparing_t *comparing, const char *place)
{
    apr_pool_t *pool = comparing->run->pool;
    apr_array_header_t *slugs = apr_array_make(pool, 64, sizeof(const char *));
    apr_hash_index_t *index = apr_hash_first(pool, comparing->rows);

    place = place ? place : publisher_of(comparing);
    if (place) {
        return take_ours(comparing, place, 1);
    }
    for (; index; index = apr_hash_next(index)) {
        APR_ARRAY_PUSH(slugs, const char *) = apr_hash_this_key(index);
    }
    sc_utf8_sort(slugs);
    for (int i = 0; i < slugs->nelts; i++) {
        SC_TRY(take_ours(comparing, APR_ARRAY_IDX(slugs, i, const char *), 0));
    }
    return APR_SUCCESS;
}

/* How the dates of a column are read: in the way that most of them can be. */
static sc_reading_e date_reading(const sc_look_column_t *column, sc_foreign_t *foreign,
                                 apr_pool_t *pool)
{
    static const sc_reading_e ways[] = {SC_READ_YEAR_FIRST, SC_READ_DAY_FIRST, SC_READ_MONTH_FIRST};
    sc_reading_e best = ways[0];
    int most = 0;

    for (int i = 0; i < 3; i++) {
        int count = 0;

        for (int j = 0; j < column->values->nelts; j++) {
            count += sc_read_date(foreign, APR_ARRAY_IDX(column->values, j, const char *), ways[i],
                                  pool) != NULL;
        }
        best = count > most ? ways[i] : best;
        most = count > most ? count : most;
    }
    return best;
}

/* Of a column only what is compared: places, their countries, dates. */
static sc_import_match_t match_of(const sc_look_column_t *column, sc_foreign_t *foreign,
                                  apr_pool_t *pool)
{
    sc_import_match_t match = column->suggested;

    if (match.role == SC_COLUMN_FIELD && match.field->type == SC_TYPE_DATE) {
        match.reading = date_reading(column, foreign, pool);
        return match;
    }
    if (match.role == SC_COLUMN_FIELD) {
        match.role = SC_COLUMN_LEFT_OUT;
        match.field = NULL;
    }
    match.reading = SC_READ_NAMES;
    return match;
}

/* Anybody's table: its columns as an import would propose them. */
static apr_status_t read_foreign(import_run_t *run, const char *path, const char *bytes,
                                 apr_size_t length, const char *place)
{
    apr_pool_t *pool = run->pool;
    sc_import_plan_t plan = {.entity = &sc_partnership,
                             .foreign = sc_foreign_create(pool),
                             .own_place = place,
                             .fills = apr_array_make(pool, 1, sizeof(sc_import_fill_t)),
                             .makes_places = 1};
    sc_import_text_t text = {.name = path, .bytes = bytes, .length = length, .plan = &plan};
    apr_array_header_t *matches = apr_array_make(pool, 8, sizeof(sc_import_match_t));
    sc_look_t look;

    text.entity = plan.entity;
    SC_TRY(sc_import_look(bytes, length, &plan.shape, pool, &look));
    plan.shape = sc_import_suggest_shape(plan.entity, &look, plan.foreign, pool);
    SC_TRY(sc_import_look(bytes, length, &plan.shape, pool, &look));
    sc_import_suggest_columns(plan.entity, &plan.shape, &look, plan.foreign, pool);
    for (int i = 0; i < look.columns->nelts; i++) {
        APR_ARRAY_PUSH(matches, sc_import_match_t) =
            match_of(&APR_ARRAY_IDX(look.columns, i, sc_look_column_t), plan.foreign, pool);
    }
    plan.matches = matches;
    return import_read_csv_text(run, &text, text.plan->shape);
}

static int has_own_columns(const char *bytes, apr_size_t length, apr_pool_t *pool)
{
    const sc_import_shape_t shape = {0};
    sc_look_t look;

    if (sc_import_look(bytes, length, &shape, pool, &look) != APR_SUCCESS) {
        return 0;
    }
    for (int i = 0; i < look.columns->nelts; i++) {
        if (strcasecmp(APR_ARRAY_IDX(look.columns, i, sc_look_column_t).heading, "parties") == 0) {
            return 1;
        }
    }
    return 0;
}

static apr_status_t read_file(import_run_t *run, const char *path, const char *place)
{
    const char *dot = strrchr(apr_filepath_name_get(path), '.');
    apr_size_t length;
    char *bytes;

    SC_TRY(import_read_whole(path, run->pool, &bytes, &length));
    if (dot && strcasecmp(dot, ".json") == 0) {
        return import_read_json(run, path, &sc_partnership);
    }
    return has_own_columns(bytes, length, run->pool)
               ? import_read_csv(run, path, &sc_partnership)
               : read_foreign(run, path, bytes, length, place);
}

static apr_status_t read_list(import_run_t *run, const char *path, const char *place)
{
    apr_finfo_t info;
    apr_status_t status = apr_stat(&info, path, APR_FINFO_TYPE, run->pool);

    if (status != APR_SUCCESS && status != APR_INCOMPLETE) {
        return status;
    }
    if (info.filetype == APR_DIR) {
        import_read_path(run, path);
        return APR_SUCCESS;
    }
    return read_file(run, path, place);
}

apr_status_t sc_compare(sc_db_t *db, apr_pool_t *pool, const char *path, const char *place,
                        sc_comparison_t *comparison)
{
    import_run_t run;
    comparing_t comparing = {.run = &run,
                             .out = comparison,
                             .places = apr_hash_make(pool),
                             .shared = apr_hash_make(pool),
                             .rows = apr_hash_make(pool)};

    *comparison =
        (sc_comparison_t){.differences = apr_array_make(pool, 32, sizeof(sc_disagreement_t)),
                          .import = {.mode = SC_IMPORT_MERGE, .dry_run = 1}};
    SC_TRY(import_start(&run, db, pool, &comparison->import));
    SC_TRY(read_list(&run, path, place));
    SC_TRY(take_rows(&comparing, &sc_place));
    SC_TRY(take_rows(&comparing, &sc_partnership));
    import_sort_findings(&comparison->import);
    return comparing.count ? take_all_ours(&comparing, place) : APR_SUCCESS;
}
