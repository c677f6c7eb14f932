/**
 * Dates as precise as they are known, written in the Extended Date/Time Format.
 *
 * The subset (Library of Congress EDTF, now ISO 8601-2:2019) that a fact about a partnership needs:
 * a year, a month or a day (`1959`, `1955-12`, `2019-02-22`), years 0001 to 9999; the last one or
 * two digits of a year unspecified (`195X`, `19XX`); a qualifier behind it: `?` uncertain, `~`
 * approximate, `%` both. Intervals, sets, seasons and times are not dates of a record: a span has
 * two fields.
 *
 * Canonical texts compare in byte order as they compare in time; databases sort and filter on that.
 * Where one date contains another, a year stands before its months and a month before its days; a
 * decade or century, and a date with ? or ~, stands behind what it contains.
 */
#pragma once

#include <apr_errno.h>
#include <apr_pools.h>

/** What all dates look like, as a regular expression (ECMAScript, XML Schema): which days a month
 * has it does not know. */
#define SC_EDTF_PATTERN                                                                            \
    "^(([0-9]{3}[1-9]|[0-9]{2}[1-9]0|[0-9][1-9]00|[1-9]000)"                                       \
    "(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?|[0-9]{3}X|[0-9]{2}XX)[?~%]?$"

/** Greatest length of a date's text. */
#define SC_EDTF_LIMIT 12

typedef enum {
    SC_PRECISION_CENTURY, /* 19XX */
    SC_PRECISION_DECADE,  /* 195X */
    SC_PRECISION_YEAR,
    SC_PRECISION_MONTH,
    SC_PRECISION_DAY
} sc_precision_e;

typedef struct sc_date_t {
    sc_precision_e precision;
    int year;        /* 1 to 9999; the first year meant, where digits are unspecified */
    int month;       /* 1 to 12; 0 unless the precision is month or day */
    int day;         /* 1 to 31; 0 unless the precision is day */
    int uncertain;   /* ? or % */
    int approximate; /* ~ or % */
} sc_date_t;

/** Reads a canonical date. @return APR_SUCCESS, or APR_EINVAL for anything else, among them days
 * that the (proleptic Gregorian) calendar does not have. */
apr_status_t sc_edtf_parse(const char *text, sc_date_t *date);

/** The canonical text of the date. */
const char *sc_edtf_text(const sc_date_t *date, apr_pool_t *pool);

/** The first and the last day that the date can mean, as "YYYY-MM-DD" of 11 bytes each. */
void sc_edtf_span(const sc_date_t *date, char first[11], char last[11]);

/** Whether the whole of the one date lies before the whole of the other, as far as they are known.
 * Either may be NULL. */
int sc_edtf_is_certainly_before(const char *one, const char *other);

/** Whether the second date is the first one, known at least as precisely: 2023 and 2023-11-25. 0
 * if either cannot be read. */
int sc_edtf_contains(const char *wide, const char *narrow);

/**
 * Whole years from the date to the day @a today ("YYYY-MM-DD").
 * @return the years, exact where the date is known to the day, 29 February being the last day of
 * any February. Where only the month is known, the lower number until the anniversary's month is
 * over: 1955-12 is 70 years to the end of 2026. Where only the year is known, by the calendar year,
 * which is what people say: 1959 is 67 years in 2026. -1 when the date may be in the future, cannot
 * be read, is less precise than a year, or is qualified: "about 1985" has no exact age.
 */
int sc_edtf_years(const char *text, const char *today);

/** Whether the date, as far as it is known, begins after the day @a today ("YYYY-MM-DD"). */
int sc_edtf_is_future(const char *text, const char *today);

/** Whether the date, as far as it is known, is over on the day @a today ("YYYY-MM-DD"). */
int sc_edtf_is_past(const char *text, const char *today);

/** The date @a months later, as precise as the given one and with its qualifier; the last day of a
 * shorter month; counted from January where only the year is known. NULL if @a text cannot be read,
 * is less precise than a year, or the year is out of range. */
const char *sc_edtf_plus_months(const char *text, int months, apr_pool_t *pool);
