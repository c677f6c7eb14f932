/* Stands between the module and its database driver, by LD_PRELOAD, and alters one answer. Which
 * one and how is in the file that ANSWERS_FILE names, as five native ints: see orders_t. The kinds
 * are listed in tests/server/test_answers.py. */
#include <apr_dbd.h>
#include <ctype.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

typedef enum {
    NOTHING,
    ONE_ROW_TOO_MANY,
    ONE_ROW_TOO_FEW,
    NO_ROWS,
    LESS_THAN_NO_ROWS,
    TWO_BILLION_ROWS,
    ONE_COLUMN_TOO_MANY,
    ONE_COLUMN_TOO_FEW,
    NO_COLUMNS,
    TWO_BILLION_COLUMNS,
    ENDS_EARLY,
    WORD_FOR_NUMBER,
    NUMBER_TOO_LARGE,
    ANOTHER_ANSWER,
    WRONG_AFFECTED,
    NULL_CELL,
    NULL_ROW,
    NUMBER_FOR_WORD,
    SHORTENED,
    SWAPPED_ROWS,
    SWAPPED_COLUMNS,
    BROKEN_TEXT
} kind_e;

typedef struct orders_t {
    int kind;
    int nth;     /* the answer to alter, counted from 1 */
    int seed;    /* which row and column */
    int count;   /* answers so far */
    int altered; /* how often one was */
} orders_t;

static orders_t *orders;
static __thread apr_dbd_results_t *altered;
static __thread apr_dbd_row_t *altered_row;
static __thread int row_number, rows, columns;

static __attribute__((constructor)) void open_orders(void)
{
    const char *path = getenv("ANSWERS_FILE");
    int file = path ? open(path, O_RDWR) : -1;

    if (file >= 0) {
        orders = mmap(NULL, sizeof(*orders), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
        close(file);
        orders = orders == MAP_FAILED ? NULL : orders;
    }
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

/* The next answer may stand where the altered one was. */
static int is_due(void)
{
    altered = NULL;
    altered_row = NULL;
    return orders && ++orders->count == orders->nth && orders->kind != NOTHING;
}

static void alter(const apr_dbd_driver_t *driver, apr_pool_t *pool, apr_dbd_t *handle,
                  apr_dbd_results_t **results)
{
    if (orders->kind == ANOTHER_ANSWER) {
        *results = NULL;
        orders->altered++;
        (void)REAL(apr_dbd_select)(driver, pool, handle, results,
                                   "SELECT 'one', 'two', 3, NULL, 5, 'six'", 1);
        return;
    }
    altered = *results;
    row_number = -1;
    rows = REAL(apr_dbd_num_tuples)(driver, *results);
    columns = REAL(apr_dbd_num_cols)(driver, *results);
}

int apr_dbd_select(const apr_dbd_driver_t *driver, apr_pool_t *pool, apr_dbd_t *handle,
                   apr_dbd_results_t **results, const char *statement, int random)
{
    int rc = REAL(apr_dbd_select)(driver, pool, handle, results, statement, random);

    if (is_due() && rc == 0) {
        alter(driver, pool, handle, results);
    }
    return rc;
}

int apr_dbd_pbselect(const apr_dbd_driver_t *driver, apr_pool_t *pool, apr_dbd_t *handle,
                     apr_dbd_results_t **results, apr_dbd_prepared_t *statement, int random,
                     const void **args)
{
    int rc = REAL(apr_dbd_pbselect)(driver, pool, handle, results, statement, random, args);

    if (is_due() && rc == 0) {
        alter(driver, pool, handle, results);
    }
    return rc;
}

int apr_dbd_pbquery(const apr_dbd_driver_t *driver, apr_pool_t *pool, apr_dbd_t *handle,
                    int *affected, apr_dbd_prepared_t *statement, const void **args)
{
    int rc = REAL(apr_dbd_pbquery)(driver, pool, handle, affected, statement, args);

    if (is_due() && rc == 0 && orders->kind == WRONG_AFFECTED) {
        *affected = orders->seed % 2 ? *affected + 1 : 0;
        orders->altered++;
    }
    return rc;
}

static int said(int is_of_kind, int number, int otherwise)
{
    if (is_of_kind && number != otherwise) {
        orders->altered++;
        return number;
    }
    return otherwise;
}

int apr_dbd_num_tuples(const apr_dbd_driver_t *driver, apr_dbd_results_t *results)
{
    int count = REAL(apr_dbd_num_tuples)(driver, results);

    if (results != altered || !altered) {
        return count;
    }
    switch (orders->kind) {
    case ONE_ROW_TOO_MANY:
        return said(1, count + 1, count);
    case ONE_ROW_TOO_FEW:
    case SHORTENED:
        return said(count > 0, count - 1, count);
    case NO_ROWS:
        return said(1, 0, count);
    case LESS_THAN_NO_ROWS:
        return said(1, -1, count);
    case TWO_BILLION_ROWS:
        return said(1, INT_MAX, count);
    default:
        return count;
    }
}

int apr_dbd_num_cols(const apr_dbd_driver_t *driver, apr_dbd_results_t *results)
{
    int count = REAL(apr_dbd_num_cols)(driver, results);

    if (results != altered || !altered) {
        return count;
    }
    switch (orders->kind) {
    case ONE_COLUMN_TOO_MANY:
        return said(1, count + 1, count);
    case ONE_COLUMN_TOO_FEW:
        return said(count > 0, count - 1, count);
    case NO_COLUMNS:
        return said(1, 0, count);
    case TWO_BILLION_COLUMNS:
        return said(1, INT_MAX, count);
    default:
        return count;
    }
}

/* The row in whose place one is asked for. */
static int instead_of(int number)
{
    int first = rows > 1 ? orders->seed % (rows - 1) : -1;

    if (orders->kind != SWAPPED_ROWS || first < 0 || (number != first && number != first + 1)) {
        return number;
    }
    orders->altered++;
    return number == first ? first + 1 : first;
}

int apr_dbd_get_row(const apr_dbd_driver_t *driver, apr_pool_t *pool, apr_dbd_results_t *results,
                    apr_dbd_row_t **row, int number)
{
    int rc;

    if (results != altered || !altered || number > 0) {
        return REAL(apr_dbd_get_row)(driver, pool, results, row, number);
    }
    row_number++;
    if ((orders->kind == ENDS_EARLY && row_number == orders->seed % (rows ? rows : 1)) ||
        (orders->kind == SHORTENED && row_number == rows - 1)) {
        orders->altered++;
        altered = NULL;
        return -1;
    }
    if (row_number >= rows) {
        altered = NULL;
        return -1;
    }
    rc = REAL(apr_dbd_get_row)(driver, pool, results, row, instead_of(row_number) + 1);
    altered_row = rc == 0 ? *row : NULL;
    return rc;
}

static int is_number(const char *text)
{
    size_t digits = strspn(text, "-0123456789");

    return digits > 0 && !text[digits] && isdigit((unsigned char)text[digits - 1]) &&
           !strchr(text + 1, '-');
}

apr_status_t apr_dbd_datum_get(const apr_dbd_driver_t *driver, apr_dbd_row_t *row, int column,
                               apr_dbd_type_e type, void *data)
{
    int wanted = columns > 0 ? (orders ? orders->seed / 7 : 0) % columns : 0;
    int is_here = row && row == altered_row && rows > 0 && row_number == orders->seed % rows;
    const char **text = data;
    apr_status_t status;

    if (is_here && orders->kind == SWAPPED_COLUMNS && columns > 1) {
        column = column == wanted                   ? (wanted + 1) % columns
                 : column == (wanted + 1) % columns ? wanted
                                                    : column;
        orders->altered++;
    }
    status = REAL(apr_dbd_datum_get)(driver, row, column, type, data);
    if (!is_here || status != APR_SUCCESS || (orders->kind != NULL_ROW && column != wanted)) {
        return status;
    }
    switch (orders->kind) {
    case NULL_CELL:
    case NULL_ROW:
        orders->altered++;
        return APR_ENOENT;
    case WORD_FOR_NUMBER:
    case NUMBER_TOO_LARGE:
        if (is_number(*text)) {
            orders->altered++;
            *text = orders->kind == WORD_FOR_NUMBER ? "no number" : "99999999999999999999999";
        }
        break;
    case NUMBER_FOR_WORD:
        orders->altered += !is_number(*text);
        *text = is_number(*text) ? *text : "-7";
        break;
    case BROKEN_TEXT:
        orders->altered++;
        *text = "\xff\xc3(\x01";
        break;
    default:
        break;
    }
    return status;
}
