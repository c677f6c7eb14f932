#include "store/import/plan.h"

#include "language/collate.h"
#include "language/reading/plain.h"
#include "language/table/csv_file.h"
#include "model/text/utf8.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

static const sc_import_match_t nothing = {.role = SC_COLUMN_LEFT_OUT};

/* Values of a column that show what it has. */
#define CONTENT_MOST 40

/** A table while it is looked through. */
typedef struct looking_t {
    apr_pool_t *pool;
    sc_look_t *look;
    apr_array_header_t *columns; /* of sc_look_column_t */
    apr_array_header_t *top;     /* of apr_array_header_t * */
    apr_hash_t *known;           /* "COLUMN VALUE": the values that are kept */
    const sc_import_shape_t *shape;
    int row; /* from 0 */
} looking_t;

static void add_value(looking_t *looking, int column, const char *cell)
{
    apr_array_header_t *values = APR_ARRAY_IDX(looking->columns, column, sc_look_column_t).values;

    if (!*cell || values->nelts == SC_LOOK_VALUES) {
        return;
    }
    const char *key = apr_psprintf(looking->pool, "%d %s", column, cell);
    if (!apr_hash_get(looking->known, key, APR_HASH_KEY_STRING)) {
        apr_hash_set(looking->known, key, APR_HASH_KEY_STRING, key);
        APR_ARRAY_PUSH(values, const char *) = strchr(key, ' ') + 1;
    }
}

void sc_look_for_gap(sc_look_column_t *column, const char *cell, apr_pool_t *pool)
{
    column->has_gaps |= !*cell;
    column->is_sparse |= *cell ? sc_is(column->last, cell) : !column->last;
    if (*cell && !column->is_sparse) {
        column->last = apr_pstrdup(pool, cell);
    }
}

int sc_import_names_row(const sc_field_t *field)
{
    static const char *const names[] = {"slug", "name", "title", "parties"};

    for (size_t i = 0; i < SC_LENGTH(names); i++) {
        if (strcmp(field->name, names[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

const char *sc_import_letters(int column, apr_pool_t *pool)
{
    return column < 26 ? apr_psprintf(pool, "%c", 'A' + column)
                       : apr_psprintf(pool, "%c%c", 'A' + column / 26 - 1, 'A' + column % 26);
}

static void add_column(looking_t *looking, const char *heading)
{
    apr_size_t length = strlen(heading);

    heading = sc_utf8_trim(heading, &length);
    APR_ARRAY_PUSH(looking->columns, sc_look_column_t) =
        (sc_look_column_t){.heading = apr_pstrmemdup(looking->pool, heading, length),
                           .values = apr_array_make(looking->pool, 4, sizeof(const char *)),
                           .suggested = nothing};
}

/* Columns without headings are called as spreadsheets call them. */
static void add_letters(looking_t *looking, int count)
{
    for (int i = looking->columns->nelts; i < count; i++) {
        add_column(looking, sc_import_letters(i, looking->pool));
    }
}

/* Spreadsheets pad their rows: a column that has no heading at the end is none. */
static void drop_padding(apr_array_header_t *columns)
{
    while (columns->nelts > 0 &&
           !*APR_ARRAY_IDX(columns, columns->nelts - 1, sc_look_column_t).heading) {
        apr_array_pop(columns);
    }
}

static void keep_top(looking_t *looking, const sc_csv_row_t *row)
{
    apr_array_header_t *cells = apr_array_make(looking->pool, row->count, sizeof(const char *));
    const char *cell = apr_pmemdup(looking->pool, row->cells, row->length);

    for (int i = 0; i < row->count; i++) {
        APR_ARRAY_PUSH(cells, const char *) = cell;
        cell += strlen(cell) + 1;
    }
    APR_ARRAY_PUSH(looking->top, const apr_array_header_t *) = cells;
}

/* The cells of a row below the headings. */
static void take_row(looking_t *looking, const sc_csv_row_t *row)
{
    const char *cell = row->cells;
    int filled = 0, first = 0, is_section;

    for (int i = 0; i < row->count && i < looking->columns->nelts; i++) {
        first = *cell && !filled ? i : first;
        filled += *cell != '\0';
        cell += strlen(cell) + 1;
    }
    is_section = filled == 1 && first == 0 && looking->columns->nelts > 1;
    looking->look->rows++;
    looking->look->sections += is_section;
    cell = row->cells;
    for (int i = 0; i < row->count && i < looking->columns->nelts; i++) {
        const char *plain = sc_plain_text(cell, looking->pool);

        add_value(looking, i, plain);
        if (!is_section) {
            sc_look_for_gap(&APR_ARRAY_IDX(looking->columns, i, sc_look_column_t), plain,
                            looking->pool);
        }
        cell += strlen(cell) + 1;
    }
}

static void take_headings(looking_t *looking, const sc_csv_row_t *row)
{
    const char *cell = row->cells;

    for (int i = 0; i < row->count; i++) {
        add_column(looking, cell);
        cell += strlen(cell) + 1;
    }
    drop_padding(looking->columns);
}

static int on_row(void *baton, const sc_csv_row_t *row)
{
    looking_t *looking = baton;
    const sc_import_shape_t *shape = looking->shape;
    int number = looking->row++;

    looking->look->delimiter = row->delimiter;
    if (looking->top->nelts < SC_LOOK_TOP) {
        keep_top(looking, row);
    }
    if (shape->is_headless) {
        if (number < SC_LOOK_TOP) {
            add_letters(looking, row->count);
        }
        take_row(looking, row);
    }
    else if (number == shape->above) {
        take_headings(looking, row);
    }
    else if (number > shape->above) {
        take_row(looking, row);
    }
    return 1;
}

/* What cannot be read is told when the rows are. */
static void on_fault(void *baton, const sc_csv_fault_t *fault)
{
    (void)baton;
    (void)fault;
}

apr_status_t sc_import_look(const char *bytes, apr_size_t length, const sc_import_shape_t *shape,
                            apr_pool_t *pool, sc_look_t *look)
{
    looking_t looking = {pool,
                         look,
                         apr_array_make(pool, 16, sizeof(sc_look_column_t)),
                         apr_array_make(pool, SC_LOOK_TOP, sizeof(apr_array_header_t *)),
                         apr_hash_make(pool),
                         shape,
                         0};
    sc_csv_reader_t reader = {on_row, on_fault, &looking, shape->delimiter, shape->is_sheet};

    *look = (sc_look_t){.columns = looking.columns, .top = looking.top};
    return sc_csv_read_text(bytes, length, &reader, pool);
}

int sc_import_match_own(const sc_entity_t *entity, const char *heading, sc_import_match_t *match)
{
    *match = nothing;
    for (int i = 0; i < entity->column_count; i++) {
        if (strcasecmp(entity->fields[i].name, heading) == 0) {
            match->role = SC_COLUMN_FIELD;
            match->field = &entity->fields[i];
            return 1;
        }
    }
    return 0;
}

/* Whether two folded texts are the same but for spaces: PartnerCity, partner_city. */
static int is_same(const char *one, const char *other)
{
    for (;; one++, other++) {
        one += *one == ' ';
        other += *other == ' ';
        if (*one != *other || !*one) {
            return *one == *other;
        }
    }
}

/* The field that our own pages and forms call so in any language, or NULL. */
static const sc_field_t *labeled(const sc_entity_t *entity, const char *heading,
                                 sc_foreign_t *foreign)
{
    for (int i = 0; i < entity->field_count; i++) {
        if (sc_foreign_says(foreign, "", entity->fields[i].label, heading)) {
            return &entity->fields[i];
        }
    }
    return NULL;
}

/* What a column of this heading most likely is, as lists of the world have it or as our own pages
 * and forms have it in any language. @return 0 if nothing is known of it */
static int suggest(const sc_entity_t *entity, const char *heading, sc_import_match_t *match,
                   sc_foreign_t *foreign, apr_pool_t *pool)
{
    const char *folded = sc_fold(heading, pool);

    *match = nothing;
    for (const import_heading_t *known = import_headings; known->heading; known++) {
        if (known->entity == entity && is_same(known->heading, folded)) {
            match->role = known->role;
            match->field = known->field ? sc_entity_field(entity, known->field) : NULL;
            return 1;
        }
    }
    match->field = *folded ? labeled(entity, heading, foreign) : NULL;
    match->role = match->field ? SC_COLUMN_FIELD : SC_COLUMN_LEFT_OUT;
    return match->field != NULL;
}

/* Of two columns of partners the first is the place whose partners they are, and a country behind
 * it is its country. */
static void tell_sides_apart(const apr_array_header_t *columns)
{
    sc_look_column_t *own = NULL, *column = (sc_look_column_t *)columns->elts;
    int partners = 0;

    for (int i = 0; i < columns->nelts; i++) {
        partners += column[i].suggested.role == SC_COLUMN_PARTNER;
        own = own || column[i].suggested.role != SC_COLUMN_PARTNER ? own : &column[i];
    }
    if (partners != 2) {
        return;
    }
    own->suggested.role = SC_COLUMN_PLACE;
    if (++own < column + columns->nelts && own->suggested.role == SC_COLUMN_PARTNER_COUNTRY) {
        own->suggested.role = SC_COLUMN_PLACE_COUNTRY;
    }
}

/* What a column without a heading could be headed by, as its values have it; NULL if nothing tells.
 */
static const char *heading_by_content(const apr_array_header_t *values, sc_foreign_t *foreign,
                                      apr_pool_t *pool)
{
    int countries = 0, dates = 0, letters = 0, count = 0;

    for (; count < values->nelts && count < CONTENT_MOST; count++) {
        const char *value = APR_ARRAY_IDX(values, count, const char *);

        if (sc_foreign_country(foreign, value)) {
            countries++;
        }
        else if (sc_read_date(foreign, value, SC_READ_DAY_FIRST, pool) ||
                 sc_read_date(foreign, value, SC_READ_MONTH_FIRST, pool)) {
            dates++;
        }
        else {
            letters += value[strspn(value, "0123456789.,-+ ")] != '\0';
        }
    }
    return countries * 2 > count ? "country"
           : dates * 2 > count   ? "date"
           : letters * 2 > count ? "city"
                                 : NULL;
}

static void suggest_by_content(const sc_entity_t *entity, const sc_look_t *look,
                               sc_foreign_t *foreign, apr_pool_t *pool)
{
    const char *taken[3] = {NULL, NULL, NULL};

    for (int i = 0, count = 0; i < look->columns->nelts && count < 3; i++) {
        sc_look_column_t *column = &APR_ARRAY_IDX(look->columns, i, sc_look_column_t);
        const char *heading = heading_by_content(column->values, foreign, pool);

        for (int j = 0; heading && j < count; j++) {
            heading = strcmp(taken[j], heading) == 0 ? NULL : heading;
        }
        if (heading && !sc_import_match_own(entity, heading, &column->suggested)) {
            suggest(entity, heading, &column->suggested, foreign, pool);
        }
        if (heading) {
            taken[count++] = heading;
        }
    }
}

/* "Stato" is a country in many lists, and the status in our own form: it is, where most values are
 * words and no countries. */
static void settle_country(const sc_entity_t *entity, sc_look_column_t *column,
                           sc_foreign_t *foreign, apr_pool_t *pool)
{
    const sc_field_t *field = column->suggested.role == SC_COLUMN_PARTNER_COUNTRY
                                  ? labeled(entity, column->heading, foreign)
                                  : NULL;
    const char *content = field ? heading_by_content(column->values, foreign, pool) : NULL;

    if (sc_is(content, "city")) {
        column->suggested = (sc_import_match_t){.role = SC_COLUMN_FIELD, .field = field};
    }
}

void sc_import_suggest_columns(const sc_entity_t *entity, const sc_import_shape_t *shape,
                               const sc_look_t *look, sc_foreign_t *foreign, apr_pool_t *pool)
{
    if (shape->is_headless) {
        suggest_by_content(entity, look, foreign, pool);
        return;
    }
    SC_EACH_OF(sc_look_column_t, column, look->columns) {
        if (!sc_import_match_own(entity, column->heading, &column->suggested)) {
            suggest(entity, column->heading, &column->suggested, foreign, pool);
            settle_country(entity, column, foreign, pool);
        }
    }
    tell_sides_apart(look->columns);
}

const char *sc_import_suggest_word(const sc_vocabulary_t *vocabulary, const char *word,
                                   sc_foreign_t *foreign, apr_pool_t *pool)
{
    const char *folded = sc_fold(word, pool);

    for (const import_word_t *known = import_words; known->value; known++) {
        if (known->vocabulary == vocabulary && is_same(known->value, folded)) {
            return known->word;
        }
    }
    for (int i = 0; *folded && i < vocabulary->count; i++) {
        if (sc_foreign_says(foreign, vocabulary->name, vocabulary->words[i].label, word)) {
            return vocabulary->words[i].word;
        }
    }
    return NULL;
}

/* How many cells of a row say what a column is, and how many have anything in them; where all of
 * these are our own columns, one more. */
static int count_headings(const sc_entity_t *entity, const apr_array_header_t *cells, int *filled,
                          sc_foreign_t *foreign, apr_pool_t *pool)
{
    sc_import_match_t match;
    int count = 0, own = 0;

    *filled = 0;
    SC_EACH(const char, cell, cells) {
        *filled += *cell != '\0';
        if (sc_import_match_own(entity, cell, &match)) {
            own++;
        }
        else {
            count += suggest(entity, cell, &match, foreign, pool);
        }
    }
    return count + own + (own > 1 && own == *filled);
}

/* Whether one of the cells is a country or a date, which headings are not. */
static int has_data(const apr_array_header_t *cells, sc_foreign_t *foreign, apr_pool_t *pool)
{
    SC_EACH(const char, cell, cells) {
        /* Codes of countries are headings as well: "No", "ID". */
        if (strlen(cell) > 3 && (sc_foreign_country(foreign, cell) ||
                                 sc_read_date(foreign, cell, SC_READ_DAY_FIRST, pool))) {
            return 1;
        }
    }
    return 0;
}

sc_import_shape_t sc_import_suggest_shape(const sc_entity_t *entity, const sc_look_t *look,
                                          sc_foreign_t *foreign, apr_pool_t *pool)
{
    int wide = 0; /* the first row with more than one cell */
    int is_named = 0, wide_rows = 0;

    for (int i = 0; i < look->top->nelts; i++) {
        int filled,
            known = count_headings(entity, APR_ARRAY_IDX(look->top, i, const apr_array_header_t *),
                                   &filled, foreign, pool);

        if (known > 1) {
            return (sc_import_shape_t){.above = i};
        }
        is_named |= i == 0 && known;
        wide += filled < 2 && i == wide;
        wide_rows += filled > 1;
    }
    if (wide_rows * 2 < look->top->nelts || look->top->nelts == 0) { /* a list of lines */
        return (sc_import_shape_t){.is_headless = look->top->nelts > 0 && !is_named};
    }
    return has_data(APR_ARRAY_IDX(look->top, wide, const apr_array_header_t *), foreign, pool)
               ? (sc_import_shape_t){.is_headless = 1}
               : (sc_import_shape_t){.above = wide};
}

const sc_entity_t *sc_import_suggest_entity(const char *bytes, apr_size_t length, int is_sheet,
                                            sc_foreign_t *foreign, apr_pool_t *pool)
{
    /* Of which lists are kept elsewhere, too. */
    static const sc_entity_t *const usual[] = {&sc_partnership, &sc_place, &sc_activity};
    const sc_import_shape_t any = {.is_sheet = is_sheet, .delimiter = is_sheet ? ',' : 0};
    const sc_entity_t *best = NULL;
    int most = 1, filled;
    sc_look_t look;

    if (sc_import_look(bytes, length, &any, pool, &look) != APR_SUCCESS) {
        return NULL;
    }
    for (size_t i = 0; i < SC_LENGTH(usual); i++) {
        int count = 0;

        for (int row = 0; row < look.top->nelts; row++) {
            int known =
                count_headings(usual[i], APR_ARRAY_IDX(look.top, row, const apr_array_header_t *),
                               &filled, foreign, pool);

            count = known > count ? known : count;
        }
        best = count > most ? usual[i] : count == most ? NULL : best;
        most = count > most ? count : most;
    }
    return best;
}
