#include "language/country_labels.h"

#include "language/table/csv_file.h"
#include "model/text/notation.h"
#include "model/text/utf8.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* Every country in some hundred languages fits well. */
#define MOST_BYTES (1024 * 1024)
#define MOST_LABEL_CHARACTERS 100

enum { COUNTRY, LANG, LABEL, COLUMNS };
static const char *const heading[COLUMNS] = {"country", "lang", "label"};

struct sc_country_labels_t {
    apr_hash_t *by_key; /* "JP ja", or "JP " for every language -> const char * */
};

/* The state of reading a file. */
typedef struct reader_t {
    apr_pool_t *pool;
    apr_hash_t *by_key;
    int has_heading;
    const char *error; /* what is wrong first, with its line; or NULL */
} reader_t;

static const char *check_heading(const char *const *cells)
{
    for (int i = 0; i < COLUMNS; i++) {
        if (strcmp(cells[i], heading[i]) != 0) {
            return "the first line must be country,lang,label";
        }
    }
    return NULL;
}

/* Takes the row of a label. @return what is wrong with it, or NULL */
static const char *add_label(reader_t *reader, const char *const *cells)
{
    char tag[SC_LANGUAGE_TAG_LIMIT + 1] = "";

    if (!sc_country_is_known(cells[COUNTRY])) {
        return "the country is not a two-letter code of ISO 3166-1";
    }
    if (*cells[LANG] && !sc_language_tag_read(cells[LANG], tag)) {
        return "the language is not a BCP 47 tag";
    }
    if (!*cells[LABEL] || sc_utf8_length(cells[LABEL]) > MOST_LABEL_CHARACTERS) {
        return apr_psprintf(reader->pool, "the label must have 1 to %d characters",
                            MOST_LABEL_CHARACTERS);
    }
    const char *key = apr_pstrcat(reader->pool, cells[COUNTRY], " ", tag, NULL);
    if (apr_hash_get(reader->by_key, key, APR_HASH_KEY_STRING)) {
        return "the country has a label in this language already";
    }
    apr_hash_set(reader->by_key, key, APR_HASH_KEY_STRING, apr_pstrdup(reader->pool, cells[LABEL]));
    return NULL;
}

static void fail(reader_t *reader, int line, const char *error)
{
    if (error && !reader->error) {
        reader->error = apr_psprintf(reader->pool, "line %d: %s", line, error);
    }
}

static int on_row(void *baton, const sc_csv_row_t *row)
{
    reader_t *reader = baton;
    const char *cells[COLUMNS];
    const char *cell = row->cells;

    for (int i = 0; i < COLUMNS && i < row->count; i++) {
        cells[i] = cell;
        cell += strlen(cell) + 1;
    }
    fail(reader, row->line,
         row->count != COLUMNS ? "there must be three columns: country,lang,label"
         : reader->has_heading ? add_label(reader, cells)
                               : check_heading(cells));
    reader->has_heading = 1;
    return !reader->error;
}

static void on_fault(void *baton, const sc_csv_fault_t *fault)
{
    static const char not_text[] = "the text is not UTF-8, or has control characters";
    static const char *const faults[] = {[SC_CSV_ENCODING] = not_text,
                                         [SC_CSV_BROKEN_TEXT] = not_text,
                                         [SC_CSV_NUL] = not_text,
                                         [SC_CSV_STRAY_QUOTE] = "a quotation mark is out of place",
                                         [SC_CSV_OPEN_QUOTE] = "a quoted cell does not end",
                                         [SC_CSV_ROW_TOO_LONG] = "the row is too long",
                                         [SC_CSV_SPREADSHEET] = not_text};

    fail(baton, fault->line, faults[fault->kind]);
}

apr_status_t sc_country_labels_read(const char *file, sc_country_labels_t **labels,
                                    const char **error, apr_pool_t *pool)
{
    reader_t reader = {pool, apr_hash_make(pool), 0, NULL};
    sc_csv_reader_t calls = {.row = on_row, .fault = on_fault, .baton = &reader};
    char reason[200];
    apr_finfo_t info;
    apr_status_t status = apr_stat(&info, file, APR_FINFO_SIZE | APR_FINFO_TYPE, pool);

    if (status == APR_SUCCESS && (info.filetype != APR_REG || info.size > MOST_BYTES)) {
        *error = "it is not a file of at most 1 MiB";
        return APR_EINVAL;
    }
    if (status == APR_SUCCESS) {
        status = sc_csv_read(file, &calls, pool);
    }
    if (status != APR_SUCCESS) {
        *error = apr_pstrdup(pool, apr_strerror(status, reason, sizeof(reason)));
        return status;
    }
    if (!reader.has_heading) {
        fail(&reader, 1, "the first line must be country,lang,label");
    }
    *labels = apr_palloc(pool, sizeof(**labels));
    (*labels)->by_key = reader.by_key;
    *error = reader.error;
    return reader.error ? APR_EINVAL : APR_SUCCESS;
}

static const char *find(const sc_country_labels_t *labels, const char *country, const char *tag)
{
    char key[SC_LANGUAGE_TAG_LIMIT + 4];

    apr_snprintf(key, sizeof(key), "%s %s", country, tag);
    return apr_hash_get(labels->by_key, key, APR_HASH_KEY_STRING);
}

const char *sc_country_labels_find(const sc_country_labels_t *labels, const char *code,
                                   const char *tag)
{
    char rest[SC_LANGUAGE_TAG_LIMIT + 1];
    char *hyphen;

    apr_cpystrn(rest, tag, sizeof(rest));
    for (;;) {
        const char *label = find(labels, code, rest);

        if (label || !*rest) {
            return label;
        }
        hyphen = strrchr(rest, '-');
        *(hyphen ? hyphen : rest) = '\0';
    }
}
