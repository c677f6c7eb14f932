#include "store/import/wikidata/quickstatements.h"

#include "model/array.h"
#include "model/text/edtf.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <string.h>

/* Partnerships that a SELECT gives at once. */
#define BATCH "1000"

#define WIKIDATA "https://www.wikidata.org/"

/* Of two places that Wikidata knows, formal, and not only intended. */
#define PAIRS                                                                                      \
    "SELECT p.\"id\", x.\"id\", y.\"id\", x.\"wikidata\", y.\"wikidata\", p.\"established\", "     \
    "p.\"ended\", p.\"source\" FROM \"partnerships\" p "                                           \
    "JOIN \"partnership_parties\" a ON a.\"partnership_id\" = p.\"id\" "                           \
    "JOIN \"partnership_parties\" b ON b.\"partnership_id\" = p.\"id\" "                           \
    "AND b.\"place_id\" > a.\"place_id\" "                                                         \
    "JOIN \"places\" x ON x.\"id\" = a.\"place_id\" JOIN \"places\" y ON y.\"id\" = "              \
    "b.\"place_id\" "                                                                              \
    "WHERE p.\"id\" > ? AND p.\"type\" IN ('sister', 'friendship', 'partner') "                    \
    "AND p.\"status\" <> 'forming' AND x.\"wikidata\" IS NOT NULL AND y.\"wikidata\" IS NOT NULL " \
    "AND 2 = (SELECT COUNT(*) FROM \"partnership_parties\" c "                                     \
    "WHERE c.\"partnership_id\" = p.\"id\") ORDER BY p.\"id\" LIMIT " BATCH
#define SOURCES                                                                                    \
    "SELECT s.\"field\", s.\"states\", s.\"url\", s.\"seen\" FROM \"sources\" s "                  \
    "WHERE s.\"partnership_id\" = ? AND s.\"url\" IS NOT NULL "                                    \
    "ORDER BY CASE WHEN s.\"preferred\" = 1 THEN 0 ELSE 1 END, s.\"id\""
#define CLAIM                                                                                      \
    "SELECT 1 FROM \"claims\" c WHERE c.\"place_id\" = ? AND c.\"partner_id\" = ? "                \
    "AND c.\"url\" LIKE '" WIKIDATA "%'"

typedef struct writing_t {
    sc_db_t *db;
    apr_pool_t *pool; /* of the batch */
    apr_file_t *file;
    const char *today;
    sc_quickstatements_t *out;
} writing_t;

/** One partnership, from one of its sides. */
typedef struct pair_t {
    const sc_rows_t *rows;
    int row;
    int side;           /* 0 or 1: whose statement it is */
    sc_rows_t *sources; /* of the partnership */
} pair_t;

static const char *item(const pair_t *pair, int is_partner)
{
    return sc_row_text(pair->rows, pair->row, 3 + (pair->side ^ is_partner));
}

static int begins(const char *text, const char *with)
{
    return text && strncmp(text, with, strlen(with)) == 0;
}

/* Whether the source is the statement of the pair's place: …/statement/Q42-…, …/wiki/Q42#P190. */
static int is_statement_of(const char *url, const char *place)
{
    const char *name = begins(url, WIKIDATA) ? strrchr(url, '/') + 1 : NULL;

    return name && begins(name, place) && strchr("-#", name[strlen(place)]);
}

/* What Wikidata's statement says of the field when it was last asked; NULL: nothing.
 * @param has set if there is such a statement at all */
static const char *stated(const pair_t *pair, const char *field, int *has)
{
    const char *states = NULL;

    for (int i = 0; i < pair->sources->count; i++) {
        const char *of = sc_row_text(pair->sources, i, 0);

        if (is_statement_of(sc_row_text(pair->sources, i, 2), item(pair, 0))) {
            *has = 1;
            states = sc_is(of, field) ? sc_row_text(pair->sources, i, 1) : states;
        }
    }
    return states;
}

/* In Wikibase's words, "+1955-12-00T00:00:00Z/10"; always with its precision, which else is the
 * year's whatever the digits say. NULL: what is not known exactly is left to a person. */
static const char *wikibase_date(const char *text, apr_pool_t *pool)
{
    sc_date_t date;

    if (!text || sc_edtf_parse(text, &date) != APR_SUCCESS || date.uncertain || date.approximate ||
        date.precision == SC_PRECISION_CENTURY) {
        return NULL;
    }
    return apr_psprintf(pool, "+%04d-%02d-%02dT00:00:00Z/%d", date.year, date.month, date.day,
                        8 + (int)(date.precision - SC_PRECISION_DECADE));
}

static int is_within(const char *narrow, const char *wide)
{
    apr_size_t length = strlen(wide);

    return strncmp(narrow, wide, length) == 0;
}

/* The qualifier for the date, "" if Wikidata has it as it is here, or more precisely. */
static const char *qualifier(const writing_t *writing, const pair_t *pair, int is_end, int *has)
{
    const char *ours = sc_row_text(pair->rows, pair->row, is_end ? 6 : 5);
    const char *theirs = stated(pair, is_end ? "ended" : "established", has);
    const char *date = wikibase_date(ours, writing->pool);

    if (!date || sc_edtf_is_future(ours, writing->today) || (theirs && is_within(theirs, ours))) {
        return "";
    }
    return apr_pstrcat(writing->pool, is_end ? "\tP582\t" : "\tP580\t", date, NULL);
}

static int can_be_quoted(const char *url)
{
    return (begins(url, "https://") || begins(url, "http://")) && !begins(url, WIKIDATA) &&
           !strpbrk(url, "\"\t\r\n |");
}

/* Where it can be read, and when it was: the preferred source of the beginning, else any, else that
 * of the record. Wikidata is no source for itself. */
static const char *reference(const writing_t *writing, const pair_t *pair)
{
    const char *url = sc_row_text(pair->rows, pair->row, 7), *seen = NULL, *date;

    url = can_be_quoted(url) ? url : NULL;
    for (int i = pair->sources->count - 1; i >= 0; i--) {
        const char *of = sc_row_text(pair->sources, i, 0);

        if (can_be_quoted(sc_row_text(pair->sources, i, 2)) && sc_is(of, "established")) {
            url = sc_row_text(pair->sources, i, 2);
            seen = sc_row_text(pair->sources, i, 3);
        }
    }
    if (!url) {
        return "";
    }
    date = wikibase_date(seen, writing->pool);
    return apr_pstrcat(writing->pool, "\tS854\t\"", url, "\"", date ? "\tS813\t" : "",
                       date ? date : "", NULL);
}

static apr_status_t write_statement(writing_t *writing, const pair_t *pair)
{
    const sc_arg_t args[] = {sc_arg_integer(sc_row_id(pair->rows, pair->row, 1 + pair->side)),
                             sc_arg_integer(sc_row_id(pair->rows, pair->row, 2 - pair->side))};
    int has = 0;
    const char *start = qualifier(writing, pair, 0, &has);
    const char *end = qualifier(writing, pair, 1, &has);
    sc_rows_t *claims;

    SC_TRY(sc_db_select(writing->db, writing->pool, CLAIM, args, 2, &claims));
    has |= claims->count > 0;
    if (has && !*start && !*end) {
        return APR_SUCCESS;
    }
    writing->out->lacking += !has;
    writing->out->other += has;
    return apr_file_printf(writing->file, "%s\tP190\t%s%s%s%s\n", item(pair, 0), item(pair, 1),
                           start, end, reference(writing, pair)) < 0
               ? APR_EGENERAL
               : APR_SUCCESS;
}

static apr_status_t write_rows(writing_t *writing, const sc_rows_t *rows)
{
    for (int i = 0; i < rows->count; i++) {
        const sc_arg_t arg = sc_arg_integer(sc_row_id(rows, i, 0));
        pair_t pair = {rows, i, 0, NULL};

        SC_TRY(sc_db_select(writing->db, writing->pool, SOURCES, &arg, 1, &pair.sources));
        for (pair.side = 0; pair.side < 2; pair.side++) {
            SC_TRY(write_statement(writing, &pair));
        }
    }
    return APR_SUCCESS;
}

static apr_status_t write_batches(writing_t *writing)
{
    sc_arg_t after = sc_arg_integer(0);
    sc_rows_t *rows;

    do {
        apr_pool_clear(writing->pool);
        SC_TRY(sc_db_select(writing->db, writing->pool, PAIRS, &after, 1, &rows));
        SC_TRY(write_rows(writing, rows));
        if (rows->count) {
            after = sc_arg_integer(sc_row_id(rows, rows->count - 1, 0));
        }
    } while (rows->count);
    return APR_SUCCESS;
}

static apr_status_t write_file(writing_t *writing, const char *path, apr_pool_t *pool)
{
    const char *unfinished = apr_pstrcat(pool, path, ".new", NULL);
    apr_status_t status, closed;

    SC_TRY(apr_file_open(&writing->file, unfinished,
                         APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_TRUNCATE |
                             APR_FOPEN_BINARY | APR_FOPEN_BUFFERED,
                         APR_FPROT_OS_DEFAULT, pool));
    sc_db_begin_reading(writing->db);
    status = write_batches(writing);
    sc_db_end_reading(writing->db);
    closed = apr_file_close(writing->file);
    status = status == APR_SUCCESS ? closed : status;
    if (status == APR_SUCCESS) {
        return apr_file_rename(unfinished, path, pool);
    }
    apr_file_remove(unfinished, pool);
    return status;
}

apr_status_t sc_export_quickstatements(sc_db_t *db, apr_pool_t *pool, const char *path,
                                       sc_quickstatements_t *out, const char **error)
{
    writing_t writing = {.db = db, .out = out, .today = sc_db_today(db)};
    char reason[120];

    *out = (sc_quickstatements_t){0, 0};
    SC_TRY(apr_pool_create(&writing.pool, pool));
    apr_status_t status = write_file(&writing, path, pool);
    if (status == APR_EGENERAL) {
        *error = apr_pstrdup(pool, sc_db_error(db));
    }
    else if (status != APR_SUCCESS) {
        *error = apr_psprintf(pool, "%s: %s", path, apr_strerror(status, reason, sizeof(reason)));
    }
    apr_pool_destroy(writing.pool);
    return status;
}
