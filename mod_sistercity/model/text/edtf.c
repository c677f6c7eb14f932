#include "model/text/edtf.h"

#include <apr_strings.h>
#include <string.h>

/* The number that exactly @a count digits make, or -1. */
static int read_digits(const char *text, int count)
{
    int number = 0;

    for (int i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        number = number * 10 + (text[i] - '0');
    }
    return number;
}

static int is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

/* Reads the four characters of the year, X among them. */
static int read_year(const char *text, sc_date_t *date)
{
    if (read_digits(text, 4) > 0) {
        date->precision = SC_PRECISION_YEAR;
        date->year = read_digits(text, 4);
        return 1;
    }
    if (read_digits(text, 3) >= 0 && text[3] == 'X') {
        date->precision = SC_PRECISION_DECADE;
        date->year = read_digits(text, 3) * 10;
    }
    else if (read_digits(text, 2) >= 0 && text[2] == 'X' && text[3] == 'X') {
        date->precision = SC_PRECISION_CENTURY;
        date->year = read_digits(text, 2) * 100;
    }
    else {
        return 0;
    }
    /* Years begin with 0001 here, so 00XX and 000X do. */
    date->year = date->year > 0 ? date->year : 1;
    return 1;
}

/* Reads "-MM" or "-MM-DD" where they stand. Returns the text behind them; NULL if they name no
 * month or day of the calendar. */
static const char *read_month_and_day(const char *text, sc_date_t *date)
{
    if (*text != '-' || date->precision < SC_PRECISION_YEAR) {
        return text;
    }
    date->precision = SC_PRECISION_MONTH;
    date->month = read_digits(text + 1, 2);
    if (date->month < 1 || date->month > 12) {
        return NULL;
    }
    text += 3;
    if (*text != '-') {
        return text;
    }
    date->precision = SC_PRECISION_DAY;
    date->day = read_digits(text + 1, 2);
    if (date->day < 1 || date->day > days_of_month(date->year, date->month)) {
        return NULL;
    }
    return text + 3;
}

apr_status_t sc_edtf_parse(const char *text, sc_date_t *date)
{
    memset(date, 0, sizeof(*date));
    if (!read_year(text, date)) {
        return APR_EINVAL;
    }
    text = read_month_and_day(text + 4, date);
    if (!text) {
        return APR_EINVAL;
    }
    date->uncertain = *text == '?' || *text == '%';
    date->approximate = *text == '~' || *text == '%';
    if (date->uncertain || date->approximate) {
        text++;
    }
    return *text == '\0' ? APR_SUCCESS : APR_EINVAL;
}

static const char *qualifier_of(const sc_date_t *date)
{
    if (date->uncertain && date->approximate) {
        return "%";
    }
    return date->uncertain ? "?" : date->approximate ? "~" : "";
}

const char *sc_edtf_text(const sc_date_t *date, apr_pool_t *pool)
{
    const char *qualifier = qualifier_of(date);

    switch (date->precision) {
    case SC_PRECISION_CENTURY:
        return apr_psprintf(pool, "%02dXX%s", date->year / 100, qualifier);
    case SC_PRECISION_DECADE:
        return apr_psprintf(pool, "%03dX%s", date->year / 10, qualifier);
    case SC_PRECISION_YEAR:
        return apr_psprintf(pool, "%04d%s", date->year, qualifier);
    case SC_PRECISION_MONTH:
        return apr_psprintf(pool, "%04d-%02d%s", date->year, date->month, qualifier);
    default:
        return apr_psprintf(pool, "%04d-%02d-%02d%s", date->year, date->month, date->day,
                            qualifier);
    }
}

static void write_day(char text[11], int year, int month, int day)
{
    const int numbers[] = {year / 100, year % 100, month, day};
    char *at = text;

    for (int i = 0; i < 4; i++) {
        *at++ = (char)('0' + numbers[i] / 10);
        *at++ = (char)('0' + numbers[i] % 10);
        if (i == 1 || i == 2) {
            *at++ = '-';
        }
    }
    *at = '\0';
}

void sc_edtf_span(const sc_date_t *date, char first[11], char last[11])
{
    int last_year = date->year;
    int first_month = date->month ? date->month : 1;
    int last_month = date->month ? date->month : 12;

    if (date->precision == SC_PRECISION_DECADE) {
        last_year = date->year / 10 * 10 + 9;
    }
    else if (date->precision == SC_PRECISION_CENTURY) {
        last_year = date->year / 100 * 100 + 99;
    }
    write_day(first, date->year, first_month, date->day ? date->day : 1);
    write_day(last, last_year, last_month,
              date->day ? date->day : days_of_month(last_year, last_month));
}

/* Whether the anniversary in the year of the day is certainly reached. */
static int has_returned(const sc_date_t *date, const sc_date_t *now)
{
    if (date->precision == SC_PRECISION_YEAR || date->month != now->month) {
        return date->month < now->month;
    }
    return date->precision == SC_PRECISION_DAY &&
           (now->day >= date->day || now->day == days_of_month(now->year, now->month));
}

int sc_edtf_is_certainly_before(const char *one, const char *other)
{
    char one_first[11], one_last[11], other_first[11], other_last[11];
    sc_date_t one_date, other_date;

    if (!one || !other || sc_edtf_parse(one, &one_date) != APR_SUCCESS ||
        sc_edtf_parse(other, &other_date) != APR_SUCCESS) {
        return 0;
    }
    sc_edtf_span(&one_date, one_first, one_last);
    sc_edtf_span(&other_date, other_first, other_last);
    return strcmp(one_last, other_first) < 0;
}

int sc_edtf_contains(const char *wide, const char *narrow)
{
    const char *const texts[] = {wide, narrow};
    char first[2][11], last[2][11];
    sc_date_t date;

    for (int i = 0; i < 2; i++) {
        if (sc_edtf_parse(texts[i], &date) != APR_SUCCESS) {
            return 0;
        }
        sc_edtf_span(&date, first[i], last[i]);
    }
    return strcmp(first[0], first[1]) <= 0 && strcmp(last[0], last[1]) >= 0;
}

int sc_edtf_years(const char *text, const char *today)
{
    sc_date_t date, now;

    if (!text || sc_edtf_parse(text, &date) != APR_SUCCESS ||
        sc_edtf_parse(today, &now) != APR_SUCCESS || date.precision < SC_PRECISION_YEAR ||
        date.uncertain || date.approximate || sc_edtf_is_future(text, today)) {
        return -1;
    }
    /* In its own month a date is no year old yet. */
    return now.year == date.year ? 0 : now.year - date.year - !has_returned(&date, &now);
}

/* Whether a digit of the text is less than what stands there in the day: so is that of its first
 * day, then. */
static int is_less(const char *text, const char *day)
{
    while (*text && *text == *day) {
        text++;
        day++;
    }
    return *text >= '0' && *text < *day;
}

int sc_edtf_is_future(const char *text, const char *today)
{
    sc_date_t date;
    char first[11], last[11];

    if (!text || is_less(text, today) || sc_edtf_parse(text, &date) != APR_SUCCESS) {
        return 0;
    }
    sc_edtf_span(&date, first, last);
    return strcmp(first, today) > 0;
}

int sc_edtf_is_past(const char *text, const char *today)
{
    sc_date_t date;
    char first[11], last[11];

    if (!text || sc_edtf_parse(text, &date) != APR_SUCCESS) {
        return 0;
    }
    sc_edtf_span(&date, first, last);
    return strcmp(last, today) < 0;
}

const char *sc_edtf_plus_months(const char *text, int months, apr_pool_t *pool)
{
    sc_date_t date;
    apr_int64_t month;

    if (!text || sc_edtf_parse(text, &date) != APR_SUCCESS || date.precision < SC_PRECISION_YEAR) {
        return NULL;
    }
    month = (apr_int64_t)date.year * 12 + (date.month ? date.month - 1 : 0) + months;
    if (month < 12 || month >= 10000 * 12) {
        return NULL;
    }
    date.year = (int)(month / 12);
    if (date.month) {
        date.month = (int)(month % 12) + 1;
    }
    if (date.day > 0 && date.day > days_of_month(date.year, date.month)) {
        date.day = days_of_month(date.year, date.month);
    }
    return sc_edtf_text(&date, pool);
}
