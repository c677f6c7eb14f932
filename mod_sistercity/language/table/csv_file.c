#include "language/table/csv_file.h"

#include "language/table/encoding.h"
#include "model/text/utf8.h"

#include <apr_strings.h>
#include <csv.h>
#include <string.h>

#define CHUNK (64 * 1024)
#define BOM "\xEF\xBB\xBF"

/** The state of reading one file. */
typedef struct scan_t {
    const sc_csv_reader_t *reader;
    struct csv_parser parser;
    char delimiter;
    int line;          /* of the next byte */
    int ends_in_cr;    /* the last byte was a CR: an LF that follows belongs to it */
    int is_open;       /* a row has begun */
    int is_skipping;   /* the rest of the line belongs to a row that was given up */
    int is_over;       /* the caller has seen enough */
    int row_line;      /* where the row began */
    int quote_line;    /* where the quoted cell that is being read began */
    apr_size_t taken;  /* bytes of the row so far */
    int count;         /* cells of the row so far */
    int has_content;   /* whether one of them is not empty */
    int bad_column;    /* the first cell whose bytes are not text; 0 if none */
    int bad_is_nul;    /* ... because it has a NUL */
    apr_size_t length; /* of `cells` in use */
    char *cells;       /* room for the longest row */
} scan_t;

static int parser_start(scan_t *scan)
{
    if (csv_init(&scan->parser, CSV_STRICT | CSV_STRICT_FINI) != 0) {
        return 0;
    }
    csv_set_delim(&scan->parser, (unsigned char)scan->delimiter);
    return 1;
}

static void row_forget(scan_t *scan)
{
    scan->is_open = 0;
    scan->taken = 0;
    scan->count = 0;
    scan->has_content = 0;
    scan->bad_column = 0;
    scan->bad_is_nul = 0;
    scan->length = 0;
}

/* A row that cannot be read leaves the parser within it; the next row gets a new one. */
static int row_give_up(scan_t *scan)
{
    csv_free(&scan->parser);
    row_forget(scan);
    return parser_start(scan);
}

static void report(scan_t *scan, sc_csv_fault_e kind, int fault_line, int column)
{
    sc_csv_fault_t fault = {kind, scan->row_line, fault_line, scan->line, column, NULL, NULL};

    scan->reader->fault(scan->reader->baton, &fault);
}

static void restore_line_breaks(char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bytes[i] = (char)(bytes[i] == '\v' ? '\n' : bytes[i]);
    }
}

static void on_cell(void *bytes, size_t length, void *baton)
{
    scan_t *scan = baton;

    if (scan->reader->is_sheet) {
        restore_line_breaks(bytes, length);
    }
    scan->count++;
    scan->has_content |= length > 0;
    if (!scan->bad_column && length && !sc_utf8_is_clean(bytes, length)) {
        scan->bad_column = scan->count;
        scan->bad_is_nul = memchr(bytes, 0, length) != NULL;
    }
    if (length) {
        memcpy(scan->cells + scan->length, bytes, length);
    }
    scan->length += length;
    scan->cells[scan->length++] = '\0';
}

static void on_row(int terminator, void *baton)
{
    scan_t *scan = baton;
    sc_csv_row_t row = {scan->row_line, scan->delimiter, scan->count, scan->cells, scan->length};

    (void)terminator;
    if (scan->bad_column) {
        report(scan, scan->bad_is_nul ? SC_CSV_NUL : SC_CSV_BROKEN_TEXT, scan->row_line,
               scan->bad_column);
    }
    else if (scan->has_content && !scan->is_over) {
        scan->is_over = !scan->reader->row(scan->reader->baton, &row);
    }
    row_forget(scan);
}

/* Feeds a piece of one line. Fails only when memory is out. */
static int feed(scan_t *scan, const char *piece, apr_size_t length)
{
    int cells_before = scan->count;
    int was_quoted = scan->parser.quoted;

    if (!scan->is_open) {
        scan->is_open = 1;
        scan->row_line = scan->line;
    }
    scan->taken += length;
    if (scan->taken > SC_CSV_ROW_LIMIT) {
        report(scan, SC_CSV_ROW_TOO_LONG, was_quoted ? scan->quote_line : scan->row_line, 0);
        scan->is_skipping = 1;
        return row_give_up(scan);
    }
    if (csv_parse(&scan->parser, piece, length, on_cell, on_row, scan) != length) {
        if (csv_error(&scan->parser) != CSV_EPARSE) {
            return 0;
        }
        report(scan, SC_CSV_STRAY_QUOTE,
               was_quoted && scan->count == cells_before ? scan->quote_line : scan->line,
               scan->count + 1);
        scan->is_skipping = 1;
        return row_give_up(scan);
    }
    if (!scan->parser.quoted && scan->is_open && strchr("\r\n", piece[length - 1])) {
        row_forget(scan);
    }
    if (scan->parser.quoted && (!was_quoted || scan->count != cells_before)) {
        scan->quote_line = scan->line;
    }
    return 1;
}

/* Takes the bytes line by line, so that every row's first line is known. */
static int take(scan_t *scan, const char *bytes, apr_size_t length)
{
    const char *end = bytes + length;

    while (bytes < end && !scan->is_over) {
        const char *stop = bytes;
        int is_second = scan->ends_in_cr && *bytes == '\n';

        while (stop < end && *stop != '\n' && *stop != '\r') {
            stop++;
        }
        stop += stop < end;
        if (!scan->is_skipping && !feed(scan, bytes, stop - bytes)) {
            return 0;
        }
        scan->ends_in_cr = stop[-1] == '\r';
        if (scan->ends_in_cr || stop[-1] == '\n') {
            scan->line += !is_second;
            scan->is_skipping = scan->is_skipping && is_second;
        }
        bytes = stop;
    }
    return 1;
}

static int finish(scan_t *scan)
{
    if (scan->is_skipping || scan->is_over) {
        return 1;
    }
    if (csv_fini(&scan->parser, on_cell, on_row, scan) == 0) {
        return 1;
    }
    if (csv_error(&scan->parser) != CSV_EPARSE) {
        return 0;
    }
    report(scan, SC_CSV_OPEN_QUOTE, scan->quote_line, scan->count + 1);
    return 1;
}

static const char delimiters[] = ",;\t|";
#define DELIMITERS 4

/* Rows at the beginning of a file that show its delimiter. */
#define SAMPLE_ROWS 20

/** How often each delimiter stands outside quotes in each of the first rows. */
typedef struct sample_t {
    int counts[SAMPLE_ROWS][DELIMITERS];
    int rows;
    int has_title; /* the first row has a blank: perhaps it is a line above the table */
} sample_t;

static void take_sample(sample_t *sample, const char *bytes, apr_size_t length)
{
    int is_quoted = 0, has_text = 0;

    memset(sample, 0, sizeof(*sample));
    for (apr_size_t i = 0; i < length && sample->rows < SAMPLE_ROWS; i++) {
        const char *delimiter = bytes[i] ? strchr(delimiters, bytes[i]) : NULL;

        if (!is_quoted && (bytes[i] == '\n' || bytes[i] == '\r')) {
            sample->rows += has_text;
            has_text = 0;
            continue;
        }
        has_text = 1;
        is_quoted ^= bytes[i] == '"';
        sample->has_title |= sample->rows == 0 && bytes[i] == ' ';
        if (delimiter && !is_quoted) {
            sample->counts[sample->rows][delimiter - delimiters]++;
        }
    }
    sample->rows += has_text && sample->rows < SAMPLE_ROWS;
}

/* How well the delimiter makes a table: the most rows that have it equally often, and how often. */
static int merit(const sample_t *sample, int delimiter)
{
    int best = 0;

    if (sample->counts[0][delimiter] == 0 && (!sample->has_title || delimiters[delimiter] == '|')) {
        return 0; /* our own cells have bars and semicolons in them, our headings have none */
    }
    for (int i = 0; i < sample->rows; i++) {
        int count = sample->counts[i][delimiter], rows = 0;

        for (int j = 0; count > 0 && j < sample->rows; j++) {
            rows += sample->counts[j][delimiter] == count;
        }
        if (rows * 1000 + count > best && rows > 0) {
            best = rows * 1000 + count;
        }
    }
    return best;
}

/* The delimiter that makes the most regular table. */
static char detect_delimiter(const char *bytes, apr_size_t length)
{
    sample_t sample;
    int best = 0;

    take_sample(&sample, bytes, length);
    for (int i = 1; i < DELIMITERS; i++) {
        best = merit(&sample, i) > merit(&sample, best) ? i : best;
    }
    return delimiters[best];
}

/* A first line `sep=;`, which Excel writes and reads. @return its length without the line end. */
static apr_size_t declared_delimiter(const char *bytes, apr_size_t length, char *delimiter)
{
    if (length < 6 || strncasecmp(bytes, "sep=", 4) != 0 || !strchr(delimiters, bytes[4]) ||
        (bytes[5] != '\n' && bytes[5] != '\r')) {
        return 0;
    }
    *delimiter = bytes[4];
    return 5;
}

static int count_lines(const char *bytes, apr_size_t length)
{
    int lines = 1;

    for (apr_size_t i = 0; i < length; i++) {
        lines += bytes[i] == '\n' || (bytes[i] == '\r' && bytes[i + 1] != '\n');
    }
    return lines;
}

int sc_csv_is_archive(const char *bytes, apr_size_t length)
{
    return length >= 4 &&
           (memcmp(bytes, "PK\x03\x04", 4) == 0 || memcmp(bytes, "\xD0\xCF\x11\xE0", 4) == 0);
}

/* Looks at the first chunk: encoding, byte order mark, delimiter. @return how many of its bytes
 * are no content; -1 if the file cannot be read. */
static int scan_start(scan_t *scan, const char *bytes, apr_size_t length)
{
    apr_size_t fault, skipped = 0;
    const sc_encoding_t *encoding = sc_encoding_guess(bytes, length, &fault);

    if (sc_csv_is_archive(bytes, length)) {
        sc_csv_fault_t spreadsheet = {SC_CSV_SPREADSHEET, 0, 0, 0, 0, NULL, NULL};

        scan->reader->fault(scan->reader->baton, &spreadsheet);
        return -1;
    }
    if (encoding) {
        int line = count_lines(bytes, fault);
        sc_csv_fault_t report_of = {SC_CSV_ENCODING, line,           line, line, 0,
                                    encoding->name,  encoding->words};

        scan->reader->fault(scan->reader->baton, &report_of);
        return -1;
    }
    if (length >= strlen(BOM) && memcmp(bytes, BOM, strlen(BOM)) == 0) {
        skipped = strlen(BOM);
    }
    if (scan->reader->is_sheet) {
        scan->delimiter = ',';
        return 0;
    }
    scan->delimiter = detect_delimiter(bytes + skipped, length - skipped);
    skipped += declared_delimiter(bytes + skipped, length - skipped, &scan->delimiter);
    if (scan->reader->delimiter) {
        scan->delimiter = scan->reader->delimiter;
    }
    return (int)skipped;
}

static apr_status_t scan_file(scan_t *scan, apr_file_t *file, char *chunk)
{
    apr_size_t length;
    int skipped = 0;

    apr_status_t status = apr_file_read_full(file, chunk, CHUNK, &length);
    if (length > 0) {
        skipped = scan_start(scan, chunk, length);
        if (skipped < 0) {
            return APR_SUCCESS;
        }
    }
    if (!parser_start(scan)) {
        return APR_ENOMEM;
    }
    while (length > 0 && !scan->is_over) {
        if (!take(scan, chunk + skipped, length - skipped)) {
            return APR_ENOMEM;
        }
        skipped = 0;
        if (status != APR_SUCCESS) {
            break;
        }
        status = apr_file_read_full(file, chunk, CHUNK, &length);
    }
    if (status != APR_SUCCESS && !APR_STATUS_IS_EOF(status)) {
        return status;
    }
    return finish(scan) ? APR_SUCCESS : APR_ENOMEM;
}

static scan_t *scan_new(const sc_csv_reader_t *reader, apr_pool_t *pool)
{
    scan_t *scan = apr_pcalloc(pool, sizeof(*scan));

    scan->reader = reader;
    scan->line = 1;
    /* Every byte of a row makes at most one byte of a cell or one NUL behind it. */
    scan->cells = apr_palloc(pool, SC_CSV_ROW_LIMIT + 2);
    return scan;
}

apr_status_t sc_csv_read(const char *path, const sc_csv_reader_t *reader, apr_pool_t *pool)
{
    scan_t *scan;
    apr_pool_t *own;
    apr_file_t *file;

    apr_status_t status = apr_pool_create(&own, pool);
    if (status != APR_SUCCESS) {
        return status;
    }
    status =
        apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_BINARY, APR_FPROT_OS_DEFAULT, own);
    if (status == APR_SUCCESS) {
        scan = scan_new(reader, own);
        status = scan_file(scan, file, apr_palloc(own, CHUNK));
        csv_free(&scan->parser);
    }
    apr_pool_destroy(own);
    return status;
}

static apr_status_t scan_text(scan_t *scan, const char *bytes, apr_size_t length)
{
    int skipped = length > 0 ? scan_start(scan, bytes, length < CHUNK ? length : CHUNK) : 0;

    if (skipped < 0) {
        return APR_SUCCESS;
    }
    if (!parser_start(scan) || !take(scan, bytes + skipped, length - (apr_size_t)skipped)) {
        return APR_ENOMEM;
    }
    return finish(scan) ? APR_SUCCESS : APR_ENOMEM;
}

apr_status_t sc_csv_read_text(const char *bytes, apr_size_t length, const sc_csv_reader_t *reader,
                              apr_pool_t *pool)
{
    apr_pool_t *own;
    apr_status_t status = apr_pool_create(&own, pool);

    if (status != APR_SUCCESS) {
        return status;
    }
    scan_t *scan = scan_new(reader, own);
    status = scan_text(scan, bytes, length);
    csv_free(&scan->parser);
    apr_pool_destroy(own);
    return status;
}

const char *sc_csv_quoted(const char *cell, apr_pool_t *pool)
{
    apr_size_t length = strlen(cell), size;

    if (!cell[strcspn(cell, "\",\t\r\n")] &&
        (length == 0 || (cell[0] != ' ' && cell[length - 1] != ' '))) {
        return cell;
    }
    size = csv_write(NULL, 0, cell, length);
    char *text = apr_palloc(pool, size + 1);
    csv_write(text, size, cell, length);
    text[size] = '\0';
    return text;
}

apr_status_t sc_csv_write(apr_file_t *file, const char *const *cells, int count, apr_pool_t *pool)
{
    apr_status_t status = APR_SUCCESS;

    for (int i = 0; i < count && status == APR_SUCCESS; i++) {
        if (i > 0) {
            status = apr_file_putc(',', file);
        }
        if (status == APR_SUCCESS) {
            status = apr_file_puts(sc_csv_quoted(cells[i], pool), file);
        }
    }
    return status == APR_SUCCESS ? apr_file_puts("\r\n", file) : status;
}
