#include "store/import/plan.h"

#include "language/collate.h"
#include "language/csv_file.h"
#include "model/utf8.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/** A column while it is looked through. */
typedef struct column_t {
    const char *heading;
    apr_array_header_t *values;
    apr_hash_t *known;
} column_t;

typedef struct looking_t {
    apr_pool_t *pool;
    apr_array_header_t *columns; /* of column_t */
    char delimiter;
    int has_heading;
    int rows;
} looking_t;

static void add_value(looking_t *looking, column_t *column, const char *cell)
{
    const char *value;

    if (!*cell || column->values->nelts == SC_LOOK_VALUES ||
        apr_hash_get(column->known, cell, APR_HASH_KEY_STRING)) {
        return;
    }
    value = apr_pstrdup(looking->pool, cell);
    apr_hash_set(column->known, value, APR_HASH_KEY_STRING, value);
    APR_ARRAY_PUSH(column->values, const char *) = value;
}

static void add_column(looking_t *looking, const char *heading)
{
    column_t *column = apr_array_push(looking->columns);
    apr_size_t length = strlen(heading);

    heading = sc_utf8_trim(heading, &length);
    column->heading = apr_pstrmemdup(looking->pool, heading, length);
    column->values = apr_array_make(looking->pool, 4, sizeof(const char *));
    column->known = apr_hash_make(looking->pool);
}

/* Spreadsheets pad their rows: a column that has no heading at the end is none. */
static void drop_padding(looking_t *looking)
{
    while (looking->columns->nelts > 0 &&
           !*APR_ARRAY_IDX(looking->columns, looking->columns->nelts - 1, column_t).heading) {
        apr_array_pop(looking->columns);
    }
}

static int on_row(void *baton, const sc_csv_row_t *row)
{
    looking_t *looking = baton;
    const char *cell = row->cells;
    int i;

    looking->delimiter = row->delimiter;
    looking->rows += looking->has_heading;
    for (i = 0; i < row->count; i++) {
        if (!looking->has_heading) {
            add_column(looking, cell);
        }
        else if (i < looking->columns->nelts) {
            add_value(looking, &APR_ARRAY_IDX(looking->columns, i, column_t), cell);
        }
        cell += strlen(cell) + 1;
    }
    if (!looking->has_heading) {
        drop_padding(looking);
    }
    looking->has_heading = 1;
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
    looking_t looking = {pool, apr_array_make(pool, 16, sizeof(column_t)), 0, 0, 0};
    sc_csv_reader_t reader = {on_row, on_fault, &looking};
    apr_status_t status = sc_csv_read_text(bytes, length, &reader, pool);
    apr_array_header_t *columns = apr_array_make(pool, 16, sizeof(sc_look_column_t));
    int i;

    for (i = 0; i < looking.columns->nelts; i++) {
        const column_t *column = &APR_ARRAY_IDX(looking.columns, i, column_t);

        APR_ARRAY_PUSH(columns, sc_look_column_t) =
            (sc_look_column_t){column->heading, column->values};
    }
    *look = (sc_look_t){looking.delimiter, looking.rows, columns};
    return status;
}

int sc_import_match_own(const sc_entity_t *entity, const char *heading, sc_import_match_t *match)
{
    int i;

    *match = (sc_import_match_t){SC_COLUMN_LEFT_OUT, NULL, SC_READ_AS_IS, NULL};
    for (i = 0; i < entity->field_count; i++) {
        if (strcasecmp(entity->fields[i].name, heading) == 0) {
            match->role = SC_COLUMN_FIELD;
            match->field = &entity->fields[i];
            return 1;
        }
    }
    return 0;
}

int sc_import_suggest(const sc_entity_t *entity, const char *heading, sc_import_match_t *match)
{
    const import_heading_t *known;
    const char *folded;
    apr_pool_t *pool;

    *match = (sc_import_match_t){SC_COLUMN_LEFT_OUT, NULL, SC_READ_AS_IS, NULL};
    if (apr_pool_create(&pool, NULL) != APR_SUCCESS) {
        return 0;
    }
    folded = sc_fold(heading, pool);
    for (known = import_headings; known->heading; known++) {
        if (known->entity == entity && strcmp(known->heading, folded) == 0) {
            match->role = known->role;
            match->field = known->field ? sc_entity_field(entity, known->field) : NULL;
            break;
        }
    }
    apr_pool_destroy(pool);
    return match->role != SC_COLUMN_LEFT_OUT;
}

const char *sc_import_suggest_word(const sc_vocabulary_t *vocabulary, const char *word)
{
    const import_word_t *known;
    const char *folded, *found = NULL;
    apr_pool_t *pool;

    if (apr_pool_create(&pool, NULL) != APR_SUCCESS) {
        return NULL;
    }
    folded = sc_fold(word, pool);
    for (known = import_words; known->value && !found; known++) {
        if (known->vocabulary == vocabulary && strcmp(known->value, folded) == 0) {
            found = known->word;
        }
    }
    apr_pool_destroy(pool);
    return found;
}
