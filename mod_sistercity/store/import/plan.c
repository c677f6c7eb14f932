#include "store/import/plan.h"

#include "language/collate.h"
#include "language/table/csv_file.h"
#include "model/text/utf8.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/** A table while it is looked through. */
typedef struct looking_t {
    apr_pool_t *pool;
    sc_look_t *look;
    apr_array_header_t *columns; /* of sc_look_column_t */
    apr_hash_t *known;           /* "COLUMN VALUE": the values that are kept */
} looking_t;

static void add_value(looking_t *looking, int column, const char *cell)
{
    apr_array_header_t *values = APR_ARRAY_IDX(looking->columns, column, sc_look_column_t).values;
    const char *key;

    if (!*cell || values->nelts == SC_LOOK_VALUES) {
        return;
    }
    key = apr_psprintf(looking->pool, "%d %s", column, cell);
    if (!apr_hash_get(looking->known, key, APR_HASH_KEY_STRING)) {
        apr_hash_set(looking->known, key, APR_HASH_KEY_STRING, key);
        APR_ARRAY_PUSH(values, const char *) = strchr(key, ' ') + 1;
    }
}

static void add_column(looking_t *looking, const char *heading)
{
    apr_size_t length = strlen(heading);

    heading = sc_utf8_trim(heading, &length);
    APR_ARRAY_PUSH(looking->columns, sc_look_column_t) =
        (sc_look_column_t){apr_pstrmemdup(looking->pool, heading, length),
                           apr_array_make(looking->pool, 4, sizeof(const char *))};
}

/* Spreadsheets pad their rows: a column that has no heading at the end is none. */
static void drop_padding(apr_array_header_t *columns)
{
    while (columns->nelts > 0 &&
           !*APR_ARRAY_IDX(columns, columns->nelts - 1, sc_look_column_t).heading) {
        apr_array_pop(columns);
    }
}

static int on_row(void *baton, const sc_csv_row_t *row)
{
    looking_t *looking = baton;
    int is_heading = !looking->look->delimiter;
    const char *cell = row->cells;

    for (int i = 0; i < row->count; i++) {
        if (is_heading) {
            add_column(looking, cell);
        }
        else if (i < looking->columns->nelts) {
            add_value(looking, i, cell);
        }
        cell += strlen(cell) + 1;
    }
    if (is_heading) {
        drop_padding(looking->columns);
    }
    looking->look->rows += !is_heading;
    looking->look->delimiter = row->delimiter;
    return 1;
}

/* What cannot be read is told when the rows are. */
static void on_fault(void *baton, const sc_csv_fault_t *fault)
{
    (void)baton;
    (void)fault;
}

apr_status_t sc_import_look(const char *bytes, apr_size_t length, apr_pool_t *pool, sc_look_t *look)
{
    looking_t looking = {pool, look, apr_array_make(pool, 16, sizeof(sc_look_column_t)),
                         apr_hash_make(pool)};
    sc_csv_reader_t reader = {on_row, on_fault, &looking};

    *look = (sc_look_t){0, 0, looking.columns};
    return sc_csv_read_text(bytes, length, &reader, pool);
}

static const sc_import_match_t nothing = {SC_COLUMN_LEFT_OUT, NULL, SC_READ_AS_IS, NULL};

int sc_import_match_own(const sc_entity_t *entity, const char *heading, sc_import_match_t *match)
{
    *match = nothing;
    for (int i = 0; i < entity->field_count; i++) {
        if (strcasecmp(entity->fields[i].name, heading) == 0) {
            match->role = SC_COLUMN_FIELD;
            match->field = &entity->fields[i];
            return 1;
        }
    }
    return 0;
}

int sc_import_suggest(const sc_entity_t *entity, const char *heading, sc_import_match_t *match,
                      apr_pool_t *pool)
{
    const char *folded = sc_fold(heading, pool);
    const import_heading_t *known;

    *match = nothing;
    for (known = import_headings; known->heading; known++) {
        if (known->entity == entity && strcmp(known->heading, folded) == 0) {
            match->role = known->role;
            match->field = known->field ? sc_entity_field(entity, known->field) : NULL;
            return 1;
        }
    }
    return 0;
}

const char *sc_import_suggest_word(const sc_vocabulary_t *vocabulary, const char *word,
                                   apr_pool_t *pool)
{
    const char *folded = sc_fold(word, pool);
    const import_word_t *known;

    for (known = import_words; known->value; known++) {
        if (known->vocabulary == vocabulary && strcmp(known->value, folded) == 0) {
            return known->word;
        }
    }
    return NULL;
}
