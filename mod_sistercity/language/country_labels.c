#include "language/country_labels.h"

#include "model/country.h"
#include "model/language_tag.h"
#include "model/utf8.h"

#include <apr_file_io.h>
#include <apr_hash.h>
#include <apr_strings.h>
#include <csv.h>
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
    sc_country_labels_t *labels;
    int line;
    int rows; /* the heading among them */
    const char *cells[COLUMNS];
    int columns;
    const char *error; /* what is wrong first, without the line; or NULL */
} reader_t;

static void fail(reader_t *reader, const char *error)
{
    if (!reader->error) {
        reader->error = error;
    }
}

static void on_cell(void *bytes, size_t length, void *data)
{
    reader_t *reader = data;

    if (reader->columns < COLUMNS) {
        reader->cells[reader->columns] = apr_pstrmemdup(reader->pool, bytes, length);
    }
    reader->columns++;
}

static void check_heading(reader_t *reader)
{
    int i;

    for (i = 0; i < COLUMNS; i++) {
        if (strcmp(reader->cells[i], heading[i]) != 0) {
            fail(reader, "the first line must be country,lang,label");
        }
    }
}

static const char *key_of(const char *country, const char *lang, apr_pool_t *pool)
{
    return apr_pstrcat(pool, country, " ", lang, NULL);
}

static void add_label(reader_t *reader)
{
    const char *country = reader->cells[COUNTRY];
    const char *label = reader->cells[LABEL];
    char tag[SC_LANGUAGE_TAG_LIMIT + 1] = "";
    const char *key;

    if (!sc_country_is_known(country)) {
        fail(reader, "the country is not a two-letter code of ISO 3166-1");
    }
    else if (*reader->cells[LANG] && !sc_language_tag_read(reader->cells[LANG], tag)) {
        fail(reader, "the language is not a BCP 47 tag");
    }
    else if (!*label || sc_utf8_length(label) > MOST_LABEL_CHARACTERS) {
        fail(reader, apr_psprintf(reader->pool, "the label must have 1 to %d characters",
                                  MOST_LABEL_CHARACTERS));
    }
    key = key_of(country, tag, reader->pool);
    if (apr_hash_get(reader->labels->by_key, key, APR_HASH_KEY_STRING)) {
        fail(reader, "the country has a label in this language already");
    }
    apr_hash_set(reader->labels->by_key, key, APR_HASH_KEY_STRING, label);
}

static void on_row(int terminator, void *data)
{
    reader_t *reader = data;

    (void)terminator;
    if (reader->columns != COLUMNS) {
        fail(reader, "there must be three columns: country,lang,label");
    }
    else if (reader->rows == 0) {
        check_heading(reader);
    }
    else {
        add_label(reader);
    }
    reader->rows++;
    reader->columns = 0;
}

static apr_status_t read_file(const char *name, char **bytes, apr_size_t *length,
                              const char **error, apr_pool_t *pool)
{
    apr_file_t *file;
    apr_finfo_t info;
    apr_status_t status = apr_file_open(&file, name, APR_READ, APR_OS_DEFAULT, pool);

    if (status == APR_SUCCESS) {
        status = apr_file_info_get(&info, APR_FINFO_SIZE | APR_FINFO_TYPE, file);
        if (status == APR_SUCCESS && (info.filetype != APR_REG || info.size > MOST_BYTES)) {
            *error = "it is not a file of at most 1 MiB";
            apr_file_close(file);
            return APR_EINVAL;
        }
        if (status == APR_SUCCESS) {
            *bytes = apr_palloc(pool, (apr_size_t)info.size + 1);
            status = apr_file_read_full(file, *bytes, (apr_size_t)info.size, length);
            status = APR_STATUS_IS_EOF(status) ? APR_SUCCESS : status;
        }
        apr_file_close(file);
    }
    if (status != APR_SUCCESS) {
        char reason[200];

        *error = apr_pstrdup(pool, apr_strerror(status, reason, sizeof(reason)));
    }
    return status;
}

/* Feeds libcsv line by line, which is how a mistake's line is known. */
static void parse(reader_t *reader, const char *at, const char *end)
{
    struct csv_parser parser;

    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        fail(reader, "there is no memory to read it");
        return;
    }
    while (at < end && !reader->error) {
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        size_t length = (size_t)((newline ? newline + 1 : end) - at);

        reader->line++;
        if (!sc_utf8_is_clean(at, length)) {
            fail(reader, "the text is not UTF-8, or has control characters");
        }
        else if (csv_parse(&parser, at, length, on_cell, on_row, reader) != length) {
            fail(reader, "a quotation mark is out of place");
        }
        at += length;
    }
    if (!reader->error && csv_fini(&parser, on_cell, on_row, reader) != 0) {
        fail(reader, "a quoted cell does not end");
    }
    csv_free(&parser);
}

apr_status_t sc_country_labels_read(const char *file, sc_country_labels_t **labels,
                                    const char **error, apr_pool_t *pool)
{
    reader_t reader = {0};
    char *bytes = NULL;
    apr_size_t length = 0;
    apr_status_t status = read_file(file, &bytes, &length, error, pool);
    apr_size_t mark;

    if (status != APR_SUCCESS) {
        return status;
    }
    reader.pool = pool;
    reader.labels = apr_pcalloc(pool, sizeof(*reader.labels));
    reader.labels->by_key = apr_hash_make(pool);
    /* Spreadsheets put a byte order mark before the text. */
    mark = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    parse(&reader, bytes + mark, bytes + length);
    if (!reader.error && reader.rows == 0) {
        fail(&reader, "the first line must be country,lang,label");
    }
    if (reader.error) {
        *error = apr_psprintf(pool, "line %d: %s", reader.line ? reader.line : 1, reader.error);
        return APR_EINVAL;
    }
    *labels = reader.labels;
    return APR_SUCCESS;
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
