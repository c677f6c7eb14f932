#include "store/import/recast.h"

#include "language/collate.h"
#include "language/reading/number.h"
#include "language/reading/plain.h"
#include "model/cell.h"
#include "model/text/edtf.h"
#include "model/text/notation.h"
#include "model/text/utf8.h"
#include "store/import/places.h"
#include "store/record/read.h"
#include "store/write/write.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* The partnerships that join a place and one other, and no more. */
#define PAIRS_OF                                                                                   \
    "SELECT t.\"slug\", t.\"type\", q.\"slug\" FROM \"places\" p "                                 \
    "JOIN \"partnership_parties\" a ON a.\"place_id\" = p.\"id\" "                                 \
    "JOIN \"partnerships\" t ON t.\"id\" = a.\"partnership_id\" "                                  \
    "JOIN \"partnership_parties\" b ON b.\"partnership_id\" = t.\"id\" "                           \
    "JOIN \"places\" q ON q.\"id\" = b.\"place_id\" "                                              \
    "WHERE p.\"slug\" = ? AND q.\"id\" <> p.\"id\" "                                               \
    "AND NOT EXISTS (SELECT 1 FROM \"partnership_parties\" c WHERE c.\"partnership_id\" = "        \
    "t.\"id\" AND c.\"place_id\" NOT IN (p.\"id\", q.\"id\")) ORDER BY t.\"id\""

/* All partnerships of two places. */
#define TIES                                                                                       \
    "SELECT DISTINCT t.\"slug\" FROM \"partnerships\" t "                                          \
    "JOIN \"partnership_parties\" a ON a.\"partnership_id\" = t.\"id\" "                           \
    "JOIN \"places\" p ON p.\"id\" = a.\"place_id\" "                                              \
    "JOIN \"partnership_parties\" b ON b.\"partnership_id\" = t.\"id\" "                           \
    "JOIN \"places\" q ON q.\"id\" = b.\"place_id\" "                                              \
    "WHERE p.\"slug\" = ? AND q.\"slug\" = ? ORDER BY 1 LIMIT 3"

/* How many cells a preview names that are read without a footnote, an entity or a link. */
#define CLEANED_MOST 100

struct import_recast_t {
    import_run_t *run;
    import_table_t *table;
    const sc_import_plan_t *plan;
    sc_foreign_t *foreign;
    import_places_t *places;
    int roles[SC_COLUMN_COUNT]; /* the column that has the role, or -1 */
    int has_pair;               /* the parties come from names */
    int slug_at, parties_at;    /* position among the table's columns; -1: none */
    apr_hash_t *pairs;          /* "ONE|OTHER|TYPE" -> line (int *) */
    apr_hash_t *recorded;       /* of the places that were asked for: ONE -> "OTHER|TYPE" -> slug
                                   of the partnership on record */
    apr_hash_t *ties;           /* names of partners -> slug of the partnership with them */
    apr_hash_t *slugs;          /* of places, made from the readings of their names */
    const char **above;         /* for columns that are filled down: the last cell that had text */
    int cleaned;                /* cells that were told to be read without something */
};

static const sc_import_match_t *match_at(const import_recast_t *recast, int column)
{
    return &APR_ARRAY_IDX(recast->plan->matches, column, sc_import_match_t);
}

/* Adds a column to the table. @return its position */
static int add_column(import_table_t *table, const sc_field_t *field, int number)
{
    table->columns[table->column_count] = field;
    table->numbers[table->column_count] = number;
    return table->column_count++;
}

static int has_column(const import_table_t *table, const char *name)
{
    return import_column_of(table, sc_entity_field(table->entity, name)) >= 0;
}

/* The columns that are fields, then those that are the same in every row, then those that are made:
 * a pair of places, and the address of the partnership that is on record for it. */
static void set_columns(import_recast_t *recast)
{
    const sc_import_plan_t *plan = recast->plan;
    import_table_t *table = recast->table;
    int most = plan->matches->nelts + plan->fills->nelts + 2;

    table->columns = apr_pcalloc(recast->run->pool, most * sizeof(*table->columns));
    table->numbers = apr_pcalloc(recast->run->pool, most * sizeof(*table->numbers));
    for (int i = 0; i < plan->matches->nelts; i++) {
        const sc_import_match_t *match = match_at(recast, i);

        if (match->role == SC_COLUMN_FIELD) {
            add_column(table, match->field, i + 1);
        }
        else {
            recast->roles[match->role] = i;
        }
    }
    for (int i = 0; i < plan->fills->nelts; i++) {
        add_column(table, APR_ARRAY_IDX(plan->fills, i, sc_import_fill_t).field, 0);
    }
    if (recast->roles[SC_COLUMN_READING] >= 0 && !has_column(table, "slug")) {
        recast->slug_at = add_column(table, sc_entity_field(&sc_place, "slug"), 0);
    }
    recast->has_pair = recast->roles[SC_COLUMN_PARTNER] >= 0;
    if (recast->has_pair) {
        recast->parties_at = add_column(table, sc_entity_field(&sc_partnership, "parties"),
                                        recast->roles[SC_COLUMN_PARTNER] + 1);
        if (!has_column(table, "slug")) {
            recast->slug_at = add_column(table, sc_entity_field(&sc_partnership, "slug"), 0);
        }
    }
}

import_recast_t *import_recast_new(import_run_t *run, import_table_t *table,
                                   const sc_import_plan_t *plan)
{
    import_recast_t *recast = apr_pcalloc(run->pool, sizeof(*recast));

    recast->run = run;
    recast->table = table;
    recast->plan = plan;
    recast->foreign = plan->foreign ? plan->foreign : sc_foreign_create(run->pool);
    recast->places = import_places_new(run, table->file, recast->foreign, plan->makes_places);
    recast->pairs = apr_hash_make(run->pool);
    recast->recorded = apr_hash_make(run->pool);
    recast->slugs = apr_hash_make(run->pool);
    recast->ties = apr_hash_make(run->pool);
    recast->slug_at = recast->parties_at = -1;
    recast->above = apr_pcalloc(run->pool, (plan->matches->nelts + 1) * sizeof(*recast->above));
    for (int i = 0; i < SC_COLUMN_COUNT; i++) {
        recast->roles[i] = -1;
    }
    set_columns(recast);
    return recast;
}

static const char *read_date(import_recast_t *recast, const sc_import_match_t *match,
                             const char *cell, sc_problems_t *problems)
{
    const char *date = sc_read_date(recast->foreign, cell, match->reading, problems->pool);

    if (!date) {
        sc_problem_add(problems, match->field->name, "not_a_date",
                       N_("\"{value}\" is not a date in the order that was chosen for this column. "
                          "Write it as 1959, 1959-06 or 1959-06-30, or choose another order."),
                       "value", cell, NULL);
    }
    return date;
}

/* @param field of the problem */
static const char *read_country(import_recast_t *recast, const char *field, int is_named,
                                const char *cell, sc_problems_t *problems)
{
    const char *code = is_named ? sc_foreign_country(recast->foreign, cell)
                                : (sc_country_is_known(cell) ? cell : NULL);

    if (!code) {
        sc_problem_add(
            problems, field, "unknown_country",
            is_named ? N_("No country is called \"{value}\" in any language that is known "
                          "here. Write its two-letter code.")
                     : N_("\"{value}\" is not the two-letter code of a country. If the column "
                          "has names, have it read as names."),
            "value", cell, NULL);
    }
    return code;
}

static const char *read_number(const sc_import_match_t *match, const char *cell,
                               sc_problems_t *problems)
{
    const char *number = sc_read_number(cell, match->reading, problems->pool);

    if (!number) {
        sc_problem_add(problems, match->field->name, "not_a_number",
                       N_("\"{value}\" is not a number in the notation that was chosen for this "
                          "column. Groups have three digits: 1,234.5 or 1.234,5."),
                       "value", cell, NULL);
    }
    return number;
}

/* Those who took part where only their number is told. */
static const char *read_count(const import_recast_t *recast, const char *cell, apr_pool_t *pool)
{
    const char *number = sc_read_number(cell, SC_READ_COMMA_GROUPS, pool);

    number = number ? number : sc_read_number(cell, SC_READ_DOT_GROUPS, pool);
    return number && recast->plan->participants
               ? apr_pstrcat(pool, recast->plan->participants, ";count=", number, NULL)
               : cell;
}

/* Points out a date that is still to come, where that is unlikely: 2536 of a year of the Buddha. */
static void warn_of_future(import_recast_t *recast, int line, int column, const char *date)
{
    static const char *const may_come[] = {
        "end", "ended", "effective_from", "effective_until", "contact_until", "effective"};
    const sc_field_t *field = match_at(recast, column)->field;
    import_place_t place = {recast->table, recast->table->file, line, column + 1, 1, NULL};

    if (field->type != SC_TYPE_DATE || !date ||
        !sc_edtf_is_future(date, sc_db_today(recast->run->db))) {
        return;
    }
    for (apr_size_t i = 0; i < SC_LENGTH(may_come); i++) {
        if (strcmp(field->name, may_come[i]) == 0) {
            return;
        }
    }
    import_find(recast->run, &place, NULL, "future_date",
                N_("{date} is still to come. Look whether the years of this column are counted in "
                   "another way."),
                "date", date, NULL);
}

/* The one partnership of the own place with the one that is named; NULL after a problem. */
static apr_status_t find_tie(import_recast_t *recast, int line, const char *field, const char *name,
                             sc_problems_t *problems, const char **slug)
{
    apr_pool_t *pool = problems->pool;
    const char *own = recast->plan->own_place ? recast->plan->own_place : "", *partner;
    sc_arg_t args[2];
    sc_rows_t *rows;

    SC_TRY(import_places_find(recast->places, line, name, NULL, problems, &partner));
    if (!partner) {
        return APR_SUCCESS;
    }
    args[0] = sc_arg_text(own);
    args[1] = sc_arg_text(partner);
    SC_TRY(sc_db_select(recast->run->db, pool, TIES, args, 2, &rows));
    if (rows->count == 1) {
        *slug = apr_pstrdup(recast->run->pool, sc_row_text(rows, 0, 0));
        return APR_SUCCESS;
    }
    sc_problem_add(problems, field, rows->count ? "ambiguous_tie" : "unknown_tie",
                   rows->count ? N_("{place} and {partner} have several partnerships: {slug}, "
                                    "{other} … Write the address name of one of them.")
                               : N_("No partnership of {place} and {partner} is on record."),
                   "place", own, "partner", partner, "slug",
                   rows->count ? sc_row_text(rows, 0, 0) : "", "other",
                   rows->count ? sc_row_text(rows, 1, 0) : "", NULL);
    return APR_SUCCESS;
}

/* A partnership by its address, or by the name of the partner. */
static apr_status_t read_tie(import_recast_t *recast, int line, const char *field, const char *cell,
                             sc_problems_t *problems, const char **slug)
{
    int is_address = 0;

    *slug = apr_hash_get(recast->ties, cell, APR_HASH_KEY_STRING);
    if (*slug) {
        return APR_SUCCESS;
    }
    if (sc_slug_is_valid(cell)) {
        SC_TRY(import_registry_has(recast->run, &sc_partnership, cell, &is_address));
    }
    *slug = is_address ? apr_pstrdup(recast->run->pool, cell) : NULL;
    if (!*slug) {
        SC_TRY(find_tie(recast, line, field, cell, problems, slug));
    }
    if (*slug) {
        apr_hash_set(recast->ties, apr_pstrdup(recast->run->pool, cell), APR_HASH_KEY_STRING,
                     *slug);
    }
    return APR_SUCCESS;
}

/* The cell as our own files have it; NULL after a problem. */
static apr_status_t read_cell(import_recast_t *recast, int line, const sc_import_match_t *match,
                              const char *cell, sc_problems_t *problems, const char **value)
{
    const char *word;

    *value = cell;
    if (match->words && (word = apr_hash_get(match->words, cell, APR_HASH_KEY_STRING))) {
        *value = word;
        return APR_SUCCESS;
    }
    if (!*cell) {
        return APR_SUCCESS;
    }
    switch (match->reading) {
    case SC_READ_DAY_FIRST:
    case SC_READ_MONTH_FIRST:
    case SC_READ_YEAR_FIRST:
        *value = read_date(recast, match, cell, problems);
        break;
    case SC_READ_NAMES:
        if (match->field->type == SC_TYPE_COUNTRY) {
            *value = read_country(recast, match->field->name, 1, cell, problems);
            break;
        }
        if (match->field->target == &sc_partnership) {
            return read_tie(recast, line, match->field->name, cell, problems, value);
        }
        return import_places_find(recast->places, line, cell, NULL, problems, value);
    case SC_READ_COMMA_GROUPS:
    case SC_READ_DOT_GROUPS:
        *value = read_number(match, cell, problems);
        break;
    default:
        if (match->field->target == &sc_participant) {
            *value = read_count(recast, cell, problems->pool);
        }
        break;
    }
    return APR_SUCCESS;
}

/* The country beside the name of a place; "" if none is given. What is wrong with it is told at its
 * own column. @return NULL after a finding */
static const char *read_country_of(import_recast_t *recast, int line, const char *const *cells,
                                   int column)
{
    import_place_t place = {recast->table, recast->table->file, line, column + 1, 0, NULL};
    sc_problems_t *problems = sc_problems_new(recast->run->scratch);
    apr_hash_t *words = match_at(recast, column)->words;
    const char *cell = cells[column];
    const char *country = "", *word;

    if (words && (word = apr_hash_get(words, cell, APR_HASH_KEY_STRING))) {
        country = word;
    }
    else if (*cell) {
        country = read_country(recast, NULL, match_at(recast, column)->reading == SC_READ_NAMES,
                               cell, problems);
        import_report(recast->run, &place, problems);
    }
    return country;
}

/* The place of a role, or the one that was said for all rows; NULL after a problem or a finding. */
static apr_status_t read_party(import_recast_t *recast, int line, const char *const *cells,
                               sc_column_role_e role, sc_problems_t *problems, const char **slug)
{
    int column = recast->roles[role], country_column = recast->roles[role + 1];
    const char *country = NULL;

    *slug = NULL;
    if (column < 0) {
        *slug = recast->plan->own_place;
        if (!*slug) {
            sc_problem_add(problems, "parties", "required",
                           N_("Say which place these are the partners of."), NULL);
        }
        return APR_SUCCESS;
    }
    if (country_column >= 0) {
        country = read_country_of(recast, line, cells, country_column);
        if (!country) {
            return APR_SUCCESS;
        }
    }
    return import_places_find(recast->places, line, cells[column], country, problems, slug);
}

/* Two rows about the same pair are one partnership seen from both sides. @return whether it is the
 * first */
static int is_first_of_pair(import_recast_t *recast, int line, const char *pair)
{
    import_place_t place = {recast->table, recast->table->file, line, 0, 1, NULL};
    const int *first = apr_hash_get(recast->pairs, pair, APR_HASH_KEY_STRING);

    if (!first) {
        apr_hash_set(recast->pairs, apr_pstrdup(recast->run->pool, pair), APR_HASH_KEY_STRING,
                     apr_pmemdup(recast->run->pool, &line, sizeof(line)));
        return 1;
    }
    import_find(recast->run, &place, "parties", "same_pair",
                N_("This row was passed over: line {line} has the same two places already."),
                "line", apr_itoa(recast->run->scratch, *first), NULL);
    return 0;
}

/* Has the row change the partnership that is on record for the pair: its parties stay as they are,
 * and what was said for all rows is for those that have nothing there. */
static apr_status_t meet_partnership(import_recast_t *recast, const char *slug, const char **values)
{
    apr_pool_t *pool = recast->run->scratch;
    int fill = recast->table->column_count - recast->plan->fills->nelts - 2;
    void *record;

    apr_status_t status = sc_read_item(recast->run->db, pool, &sc_partnership, slug, &record);
    for (int i = fill; status == APR_SUCCESS && i < recast->table->column_count; i++) {
        const sc_field_t *field = recast->table->columns[i];

        if (sc_field_is_set(field, record)) {
            values[i] = sc_cell_write(field, record, pool);
        }
    }
    return status;
}

/* What the registry has for a place with one other: read once, since most tables are of one place,
 * which may have thousands. */
static apr_status_t read_recorded(import_recast_t *recast, const char *place, apr_hash_t **pairs)
{
    apr_pool_t *pool = recast->run->pool;
    const sc_arg_t arg = sc_arg_text(place);
    sc_rows_t *rows;

    *pairs = apr_hash_get(recast->recorded, place, APR_HASH_KEY_STRING);
    if (*pairs) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(recast->run->db, recast->run->scratch, PAIRS_OF, &arg, 1, &rows));
    *pairs = apr_hash_make(pool);
    for (int i = rows->count - 1; i >= 0; i--) {
        const char *key =
            apr_pstrcat(pool, sc_row_word(rows, i, 2), "|", sc_row_word(rows, i, 1), NULL);

        apr_hash_set(*pairs, key, APR_HASH_KEY_STRING, apr_pstrdup(pool, sc_row_word(rows, i, 0)));
    }
    apr_hash_set(recast->recorded, apr_pstrdup(pool, place), APR_HASH_KEY_STRING, *pairs);
    return APR_SUCCESS;
}

/* Looks for the partnership that the registry has for the pair. */
static apr_status_t find_pair(import_recast_t *recast, const char *one, const char *other,
                              const char *type, const char **values)
{
    const char *key = apr_pstrcat(recast->run->scratch, other, "|", type, NULL);
    apr_hash_t *pairs;

    SC_TRY(read_recorded(recast, one, &pairs));
    const char *slug = apr_hash_get(pairs, key, APR_HASH_KEY_STRING);
    return slug ? meet_partnership(recast, slug, values) : APR_SUCCESS;
}

/* The parties of a row out of the names of its places.
 * @param is_bad the row is not to be stored */
static apr_status_t read_pair(import_recast_t *recast, int line, const char *const *cells,
                              const char **values, sc_problems_t *problems, int *is_bad)
{
    int type_at = import_column_of(recast->table, sc_entity_field(&sc_partnership, "type"));
    const char *type = type_at >= 0 && values[type_at] ? values[type_at] : "";
    const char *one, *other = NULL;
    apr_status_t status = read_party(recast, line, cells, SC_COLUMN_PLACE, problems, &one);

    if (status == APR_SUCCESS) {
        status = read_party(recast, line, cells, SC_COLUMN_PARTNER, problems, &other);
    }
    if (status == APR_SUCCESS && one && other && strcmp(one, other) == 0) {
        sc_problem_add(problems, "parties", "own_place",
                       N_("This row names {place} as its own partner. Take the row out."), "place",
                       one, NULL);
        other = NULL;
    }
    if (status != APR_SUCCESS || !one || !other) {
        *is_bad = 1;
        return status;
    }
    values[recast->parties_at] = apr_pstrcat(recast->run->scratch, one, "|", other, NULL);
    *is_bad = !is_first_of_pair(
        recast, line,
        strcmp(one, other) < 0
            ? apr_pstrcat(recast->run->scratch, one, "|", other, "|", type, NULL)
            : apr_pstrcat(recast->run->scratch, other, "|", one, "|", type, NULL));
    if (recast->slug_at < 0 || import_places_is_made(recast->places, one) ||
        import_places_is_made(recast->places, other)) {
        return APR_SUCCESS;
    }
    return find_pair(recast, one, other, type, values);
}

static apr_status_t read_values(import_recast_t *recast, int line, const char *const *cells,
                                const char **values, sc_problems_t *problems)
{
    const sc_import_plan_t *plan = recast->plan;
    apr_status_t status = APR_SUCCESS;
    int count = 0;

    for (int i = 0; i < plan->matches->nelts && status == APR_SUCCESS; i++) {
        const sc_import_match_t *match = match_at(recast, i);

        if (match->role == SC_COLUMN_FIELD) {
            status = read_cell(recast, line, match, cells[i], problems, &values[count]);
            warn_of_future(recast, line, i, values[count++]);
        }
    }
    for (int i = 0; i < plan->fills->nelts; i++) {
        values[count++] = APR_ARRAY_IDX(plan->fills, i, sc_import_fill_t).text;
    }
    return status;
}

/* The address of a place whose name has no certain reading of its own: of its kana, say. */
static void read_reading(import_recast_t *recast, const char *const *cells, const char **values)
{
    apr_pool_t *pool = recast->run->scratch;
    sc_place_t *place = sc_record_new(&sc_place, pool);
    int country_at = import_column_of(recast->table, sc_entity_field(&sc_place, "country"));
    const char *base, *slug;
    int number = 1;

    place->name = cells[recast->roles[SC_COLUMN_READING]];
    place->country = country_at >= 0 ? values[country_at] : NULL;
    if (!*place->name) {
        return;
    }
    base = slug = sc_item_slug(place, 1, pool);
    while (slug && apr_hash_get(recast->slugs, slug, APR_HASH_KEY_STRING)) {
        slug = sc_item_slug_numbered(base, ++number, pool);
    }
    if (slug) {
        slug = apr_pstrdup(recast->run->pool, slug);
        apr_hash_set(recast->slugs, slug, APR_HASH_KEY_STRING, slug);
        values[recast->slug_at] = slug;
    }
}

/* Whether cells of a column are names, words, numbers and dates: what comes beside them from a page
 * is none of them, while a running text or an address may have it. */
static int is_terse(const sc_import_match_t *match)
{
    static const sc_type_e types[] = {SC_TYPE_TEXT, SC_TYPE_DATE, SC_TYPE_INTEGER,
                                      SC_TYPE_REAL, SC_TYPE_WORD, SC_TYPE_COUNTRY};

    for (apr_size_t i = 0; match->field && i < SC_LENGTH(types); i++) {
        if (match->field->type == types[i]) {
            return 1;
        }
    }
    return !match->field || match->reading == SC_READ_NAMES;
}

/* Whether more than white space is gone. */
static int is_shortened(const char *cell, const char *plain)
{
    apr_size_t length = strlen(cell);

    cell = sc_utf8_trim(cell, &length);
    return length != strlen(plain) || memcmp(cell, plain, length) != 0;
}

static void tell_cleaned(import_recast_t *recast, int line, int column, const char *cell,
                         const char *plain)
{
    import_place_t place = {recast->table, recast->table->file, line, column + 1, 1, NULL};

    if (recast->cleaned++ < CLEANED_MOST) {
        import_find(recast->run, &place, NULL, "cleaned", N_("\"{cell}\" is read as \"{plain}\"."),
                    "cell", cell, "plain", plain, NULL);
    }
}

/* The cells without footnotes and the like. */
static const char **clean(import_recast_t *recast, int line, const char *const *cells)
{
    apr_pool_t *pool = recast->run->scratch;
    int count = recast->plan->matches->nelts;
    const char **plain = apr_palloc(pool, (count + 1) * sizeof(*plain));

    for (int i = 0; i < count; i++) {
        const sc_import_match_t *match = match_at(recast, i);

        plain[i] = is_terse(match) ? sc_plain_text(cells[i], pool) : cells[i];
        if (match->role != SC_COLUMN_LEFT_OUT && is_shortened(cells[i], plain[i])) {
            tell_cleaned(recast, line, i, cells[i], plain[i]);
        }
        if (match->fills_down && *plain[i]) {
            recast->above[i] = apr_pstrdup(recast->run->pool, plain[i]);
        }
    }
    return plain;
}

/* Gives empty cells what stands above them, where they mean that.
 * @return the first text that the row has of its own, or NULL */
static const char *fill_down(const import_recast_t *recast, const char **cells)
{
    const char *first = NULL;

    for (int i = 0; i < recast->plan->matches->nelts; i++) {
        if (*cells[i]) {
            first = first ? first : cells[i];
        }
        else if (recast->above[i]) {
            cells[i] = recast->above[i];
        }
    }
    return first;
}

/* Whether a row is none of the table: one cell alone, or the sum of the others.
 * @param first its first text, which none above it stands for; NULL if it has none */
static int is_passed_over(import_recast_t *recast, int line, const char *const *cells,
                          const char *first)
{
    static const char *const totals[] = {"total",     "totals",  "sum",   "summe",  "gesamt",
                                         "insgesamt", "is viso", "viso",  "totale", "razem",
                                         "suma",      "итого",   "всего", "toplam", "合計",
                                         "计",        "計",      "总计",  "總計",   "합계"};
    int count = recast->plan->matches->nelts, filled = 0, is_total = 0;
    import_place_t place = {recast->table, recast->table->file, line, 0, 1, NULL};

    for (int i = 0; i < count; i++) {
        filled += *cells[i] != '\0';
    }
    if (recast->plan->takes_all || count < 2 || !first) {
        return 0;
    }
    const char *word = sc_fold(first, recast->run->scratch);
    word = apr_pstrmemdup(recast->run->scratch, word, strcspn(word, ":0123456789("));
    for (apr_size_t i = 0; i < SC_LENGTH(totals); i++) {
        apr_size_t length = strlen(totals[i]);

        is_total |= strncmp(word, totals[i], length) == 0 &&
                    strspn(word + length, " ") == strlen(word + length);
    }
    if (!is_total && (filled > 1 || !*cells[0])) {
        return 0;
    }
    import_find(recast->run, &place, NULL, is_total ? "total_row" : "section_row",
                is_total ? N_("\"{name}\" was passed over as the sum of the other rows.")
                         : N_("\"{name}\" was passed over: the row has no other cell, so it seems "
                              "to be a heading of the rows below it."),
                "name", first, NULL);
    return 1;
}

apr_status_t import_recast_row(import_recast_t *recast, int line, const char *const *cells)
{
    apr_pool_t *pool = recast->run->scratch;
    sc_problems_t *problems = sc_problems_new(pool);
    const char **values = apr_pcalloc(pool, recast->table->column_count * sizeof(*values));
    const char **plain = clean(recast, line, cells), *first = fill_down(recast, plain);
    import_place_t place = {recast->table, recast->table->file, line, 0, 0, NULL};
    int is_bad = 0;

    if (is_passed_over(recast, line, plain, first)) {
        return APR_SUCCESS;
    }
    apr_status_t status = read_values(recast, line, plain, values, problems);
    if (status == APR_SUCCESS && recast->has_pair) {
        status = read_pair(recast, line, plain, values, problems, &is_bad);
    }
    else if (status == APR_SUCCESS && recast->slug_at >= 0) {
        read_reading(recast, plain, values);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    if (problems->items->nelts > 0 || is_bad) {
        import_report(recast->run, &place, problems);
        import_row_add(recast->run, recast->table, line, NULL, 0);
    }
    else {
        import_row_add_cells(recast->run, recast->table, line, values);
    }
    return APR_SUCCESS;
}
