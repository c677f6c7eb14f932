#include "language/format.h"
#include "language/locale.h"
#include "language/text.h"
#include "model/text/edtf.h"

#include <apr_strings.h>
#include <string.h>
#include <unicode/udat.h>
#include <unicode/udateintervalformat.h>

/*
 * ICU's date formatters may not be shared by threads, and are dear to open. So each language asks
 * them once how it writes some sample dates, turns the answers into templates ("{day}–{until_day}
 * {month} {year}"), and fills these from then on.
 */

enum { WHOLE_YEAR, WHOLE_MONTH, WHOLE_DAY, SHAPES };               /* how precise the dates are */
enum { ALIKE, DAYS_DIFFER, MONTHS_DIFFER, YEARS_DIFFER, SPREADS }; /* what tells the two apart */
enum { OF_DAY, ALONE, SHORT_OF_DAY, SHORT_ALONE, MONTH_FORMS };    /* grammatical forms of months */

enum { DAYS = 31 };

struct sc_dates_t {
    const char *digits[10];
    const char *months[MONTH_FORMS][12];
    const char *days[DAYS];                 /* "1er", "2" ... */
    const char *templates[SHAPES][SPREADS]; /* NULL where the shape has no such spread */
};

/* Dates and spans that a catalogue words itself, as ICU's data for them is poor in some languages:
 * it leaves out the "m." and "d." that no Lithuanian date goes without. */
static const char *const own_spans[SHAPES][SPREADS] = {
    [WHOLE_YEAR] =
        {[ALIKE] = C_("span", "{year}"), [YEARS_DIFFER] = C_("span", "{year}–{until_year}")},
    [WHOLE_MONTH] = {[MONTHS_DIFFER] = C_("span", "{month_alone} – {until_month_alone} {year}"),
                     [YEARS_DIFFER] =
                         C_("span", "{month_alone} {year} – {until_month_alone} {until_year}")},
    [WHOLE_DAY] = {[DAYS_DIFFER] = C_("span", "{day}–{until_day} {month} {year}"),
                   [MONTHS_DIFFER] = C_("span", "{day} {month} – {until_day} {until_month} {year}"),
                   [YEARS_DIFFER] = C_(
                       "span", "{day} {month} {year} – {until_day} {until_month} {until_year}")}};

/* A date behind the word for "since" or "until", which inflects it in some languages ("nuo 1955 m.
 * gruodžio", "līdz 2030. gada 31. decembrim") and wants an article or another word in others
 * ("depuis le 22 février 2019", "da dicembre 1955", "со 2 марта"). */
typedef struct wording_t {
    const char *placeholder; /* of the sentence */
    const char *context;
    const char *shapes[SHAPES];
    const char *decade;
    const char *about;
    const char *month; /* lists of forms, see form_for() */
    const char *day;
} wording_t;

static const wording_t wordings[] = {
    {"date_since",
     "since",
     {C_("since", "{year}"), C_("since", "{month_alone} {year}"),
      C_("since", "{day} {month} {year}")},
     C_("since", "the {year}s"),
     C_("since", "about {date}"),
     /* TRANSLATORS: behind a semicolon come forms of single months: see po/README.md */
     C_("since", "{month}"),
     /* TRANSLATORS: behind a semicolon come forms of single days: see po/README.md */
     C_("since", "{day}")},
    {"date_until",
     "until",
     {C_("until", "{year}"), C_("until", "{month_alone} {year}"),
      C_("until", "{day} {month} {year}")},
     C_("until", "the {year}s"),
     C_("until", "about {date}"),
     /* TRANSLATORS: behind a semicolon come forms of single months: see po/README.md */
     C_("until", "{month}"),
     /* TRANSLATORS: behind a semicolon come forms of single days: see po/README.md */
     C_("until", "{day}")}};
#define WORDINGS SC_LENGTH(wordings)

static const UChar *const skeletons[SHAPES] = {u"y", u"yMMMM", u"yMMMMd"};

/* 2003-03-04, and days that differ from it in the day, the month and the year. */
#define MILLISECONDS_OF_DAY 86400000.0
#define SAMPLE 1046736000000.0
#define SAMPLE_MONTH 3
#define UNTIL_MONTH 4
static const double until_samples[SPREADS] = {SAMPLE, SAMPLE + MILLISECONDS_OF_DAY,
                                              SAMPLE + 32 * MILLISECONDS_OF_DAY,
                                              SAMPLE + 398 * MILLISECONDS_OF_DAY};

static const UDateFormatSymbolType month_symbols[MONTH_FORMS] = {
    UDAT_MONTHS, UDAT_STANDALONE_MONTHS, UDAT_SHORT_MONTHS, UDAT_STANDALONE_SHORT_MONTHS};
/* What templates call the parts of a date, and those of a second one. */
typedef struct part_names_t {
    const char *year;
    const char *month_number;
    const char *months[MONTH_FORMS];
    const char *day;
} part_names_t;

static const part_names_t names_of_from = {
    "year", "month_number", {"month", "month_alone", "month_short", "month_alone_short"}, "day"};
static const part_names_t names_of_until = {
    "until_year",
    "until_month_number",
    {"until_month", "until_month_alone", "until_month_short", "until_month_alone_short"},
    "until_day"};

#define SYMBOL_UNITS 100

static apr_status_t read_symbols(sc_dates_t *dates, const char *locale, apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *format = udat_open(UDAT_LONG, UDAT_LONG, locale, u"Etc/GMT", -1, NULL, 0, &status);

    for (int form = 0; form < MONTH_FORMS; form++) {
        for (int i = 0; i < 12 && U_SUCCESS(status); i++) {
            UChar name[SYMBOL_UNITS];
            int32_t length =
                udat_getSymbols(format, month_symbols[form], i, name, SYMBOL_UNITS, &status);

            dates->months[form][i] = U_SUCCESS(status) ? sc_utf8_from(name, length, pool) : "";
        }
    }
    udat_close(format);
    return U_SUCCESS(status) ? APR_SUCCESS : APR_EGENERAL;
}

static apr_status_t read_digits(sc_dates_t *dates, const char *locale, apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormatter *formatter = unumf_openForSkeletonAndLocale(u"", 0, locale, &status);
    UFormattedNumber *number = unumf_openResult(&status);

    for (int digit = 0; digit < 10 && U_SUCCESS(status); digit++) {
        UChar text[SYMBOL_UNITS];

        unumf_formatInt(formatter, digit, number, &status);
        int32_t length = unumf_resultToString(number, text, SYMBOL_UNITS, &status);
        dates->digits[digit] = U_SUCCESS(status) ? sc_utf8_from(text, length, pool) : "";
    }
    unumf_closeResult(number);
    unumf_close(formatter);
    return U_SUCCESS(status) ? APR_SUCCESS : APR_EGENERAL;
}

/* The name of the placeholder for a month that a sample wrote as @a text. */
static const char *month_placeholder(const sc_dates_t *dates, int32_t field, const char *text,
                                     int month)
{
    int is_alone = field == UDAT_STANDALONE_MONTH_FIELD;

    for (int form = is_alone ? ALONE : OF_DAY; form < MONTH_FORMS; form += SHORT_OF_DAY) {
        if (strcmp(dates->months[form][month - 1], text) == 0) {
            return names_of_from.months[form];
        }
    }
    return "month_number";
}

static const char *placeholder(const sc_dates_t *dates, int32_t field, const char *text, int month)
{
    switch (field) {
    case UDAT_YEAR_FIELD:
        return "year";
    case UDAT_DATE_FIELD:
        return "day";
    default:
        return month_placeholder(dates, field, text, month);
    }
}

/* Puts placeholders where the formatted sample has the fields of its dates. */
static const char *template_of(const sc_dates_t *dates, const UFormattedValue *sample,
                               UErrorCode *status, apr_pool_t *pool)
{
    int32_t length = 0;
    const UChar *text = ufmtval_getString(sample, &length, status);
    UConstrainedFieldPosition *position = ucfpos_open(status);
    const char *made = "";
    int32_t done = 0;
    int seen[UDAT_FIELD_COUNT] = {0};

    ucfpos_constrainCategory(position, UFIELD_CATEGORY_DATE, status);
    while (ufmtval_nextPosition(sample, position, status) && U_SUCCESS(*status)) {
        int32_t field = ucfpos_getField(position, status);
        int32_t start = 0;
        int32_t end = 0;

        ucfpos_getIndexes(position, &start, &end, status);
        const char *name = placeholder(dates, field, sc_utf8_from(text + start, end - start, pool),
                                       seen[field] ? UNTIL_MONTH : SAMPLE_MONTH);
        made = apr_pstrcat(pool, made, sc_utf8_from(text + done, start - done, pool), "{",
                           seen[field] ? "until_" : "", name, "}", NULL);
        seen[field] = 1;
        done = end;
    }
    ucfpos_close(position);
    return apr_pstrcat(pool, made, sc_utf8_from(text + done, length - done, pool), NULL);
}

static apr_status_t read_templates(sc_dates_t *dates, int shape, const char *locale,
                                   apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    UDateIntervalFormat *format =
        udtitvfmt_open(locale, skeletons[shape], -1, u"Etc/GMT", -1, &status);
    UFormattedDateInterval *sample = udtitvfmt_openResult(&status);

    for (int spread = ALIKE; spread < SPREADS && U_SUCCESS(status); spread++) {
        if (spread != ALIKE && spread < YEARS_DIFFER - shape) {
            continue;
        }
        udtitvfmt_formatToResult(format, SAMPLE, until_samples[spread], sample, &status);
        dates->templates[shape][spread] =
            template_of(dates, udtitvfmt_resultAsValue(sample, &status), &status, pool);
    }
    udtitvfmt_closeResult(sample);
    udtitvfmt_close(format);
    return U_SUCCESS(status) ? APR_SUCCESS : APR_EGENERAL;
}

static void prefer_own_spans(sc_dates_t *dates, int shape, const sc_catalogue_t *catalogue)
{
    for (int spread = ALIKE; spread < SPREADS; spread++) {
        const char *span = own_spans[shape][spread];
        const char *own = span ? sc_catalogue_text(catalogue, "span", span) : NULL;

        if (own) {
            dates->templates[shape][spread] = own;
        }
    }
}

/* A number without grouping, in the language's digits. */
static const char *plain_number(const sc_dates_t *dates, int number, apr_pool_t *pool)
{
    const char *text = dates->digits[number % 10];

    for (number /= 10; number > 0; number /= 10) {
        text = apr_pstrcat(pool, dates->digits[number % 10], text, NULL);
    }
    return text;
}

/* Of a list of forms the one for @a number: the first, unless another has the number before it:
 * "с {day}; 2: со {day}". */
static const char *form_for(const char *forms, int number, apr_pool_t *pool)
{
    const char *label = apr_psprintf(pool, "; %d: ", number);
    const char *found = strstr(forms, label);
    const char *form = found ? found + strlen(label) : forms;

    return apr_pstrmemdup(pool, form, strcspn(form, ";"));
}

/* TRANSLATORS: behind a semicolon come forms of single days: see po/README.md */
#define DAY C_("date", "{day}")

static void read_days(sc_dates_t *dates, const sc_catalogue_t *catalogue, apr_pool_t *pool)
{
    const char *forms = sc_catalogue_text(catalogue, "date", DAY);

    for (int day = 1; day <= DAYS; day++) {
        const char *const arguments[] = {"day", plain_number(dates, day, pool), NULL};

        dates->days[day - 1] = sc_fill(form_for(forms ? forms : DAY, day, pool), arguments, pool);
    }
}

static const void *make_dates(const sc_language_t *language, int index, apr_pool_t *pool)
{
    sc_dates_t *dates = apr_pcalloc(pool, sizeof(*dates));

    (void)index;
    if (read_symbols(dates, language->locale, pool) != APR_SUCCESS ||
        read_digits(dates, language->locale, pool) != APR_SUCCESS) {
        return NULL;
    }
    read_days(dates, language->catalogue, pool);
    for (int shape = 0; shape < SHAPES; shape++) {
        if (read_templates(dates, shape, language->locale, pool) != APR_SUCCESS) {
            return NULL;
        }
        prefer_own_spans(dates, shape, language->catalogue);
    }
    return dates;
}

const sc_dates_t *sc_dates_of(const sc_language_t *language)
{
    const void **place = &language->all->list[language - language->all->list].dates;
    const sc_dates_t *dates = sc_once(place, make_dates, language, 0);

    return dates ? dates : language->all->dates;
}

static void push_pair(apr_array_header_t *arguments, const char *name, const char *value)
{
    APR_ARRAY_PUSH(arguments, const char *) = name;
    APR_ARRAY_PUSH(arguments, const char *) = value;
}

static void push_date(apr_array_header_t *arguments, const sc_dates_t *dates,
                      const part_names_t *names, const sc_date_t *date)
{
    apr_pool_t *pool = arguments->pool;

    push_pair(arguments, names->year, plain_number(dates, date->year, pool));
    if (date->month) {
        push_pair(arguments, names->month_number, plain_number(dates, date->month, pool));
        for (int form = 0; form < MONTH_FORMS; form++) {
            push_pair(arguments, names->months[form], dates->months[form][date->month - 1]);
        }
    }
    if (date->day) {
        push_pair(arguments, names->day, dates->days[date->day - 1]);
    }
}

/* @param until NULL: the template is of a single date */
static const char *fill_template(const sc_dates_t *dates, const char *template,
                                 const sc_date_t *from, const sc_date_t *until, apr_pool_t *pool)
{
    apr_array_header_t *arguments = apr_array_make(pool, 29, sizeof(const char *));

    push_date(arguments, dates, &names_of_from, from);
    if (until) {
        push_date(arguments, dates, &names_of_until, until);
    }
    APR_ARRAY_PUSH(arguments, const char *) = NULL;
    return sc_fill(template, (const char *const *)arguments->elts, pool);
}

const char *sc_format_year(const sc_language_t *language, int year, apr_pool_t *pool)
{
    return plain_number(sc_dates_of(language), year, pool);
}

/* Years are never grouped, so they are filled in as texts. */
static const char *format_unqualified(const sc_language_t *language, const sc_date_t *date,
                                      const char *century, const char *decade, apr_pool_t *pool)
{
    const sc_dates_t *dates = sc_dates_of(language);
    const char *const year[] = {"year", plain_number(dates, date->year, pool), NULL};

    switch (date->precision) {
    case SC_PRECISION_CENTURY:
        return sc_textf(language, pool, century, "first", year[1], "last",
                        plain_number(dates, date->year + 99, pool), NULL);
    case SC_PRECISION_DECADE:
        return sc_fill(form_for(sc_text(language, decade), date->year, pool), year, pool);
    default:
        return fill_template(dates, dates->templates[date->precision - SC_PRECISION_YEAR][ALIKE],
                             date, NULL, pool);
    }
}

static const char *format_date(const sc_language_t *language, const char *edtf, const char *century,
                               const char *decade, apr_pool_t *pool)
{
    sc_date_t date;

    if (sc_edtf_parse(edtf, &date) != APR_SUCCESS) {
        return edtf;
    }
    const char *text = format_unqualified(language, &date, century, decade, pool);
    if (date.approximate) {
        text = sc_textf(language, pool, N_("about {date}"), "date", text, NULL);
    }
    if (date.uncertain) {
        text = sc_textf(language, pool, N_("{date} (uncertain)"), "date", text, NULL);
    }
    return text;
}

const char *sc_format_date(const sc_language_t *language, const char *edtf, apr_pool_t *pool)
{
    return format_date(language, edtf, N_("between {first} and {last}"), N_("{year}s"), pool);
}

static const char *date_in_text(const sc_language_t *language, const char *edtf, apr_pool_t *pool)
{
    return format_date(language, edtf, N_("some year between {first} and {last}"),
                       N_("the {year}s"), pool);
}

static const char *worded_part(const sc_language_t *language, const wording_t *wording,
                               const char *forms, int number, const char *name, const char *value,
                               apr_pool_t *pool)
{
    const char *const arguments[] = {name, value, NULL};

    return sc_fill(form_for(sc_text_in(language, wording->context, forms), number, pool), arguments,
                   pool);
}

static const char *worded_whole(const sc_language_t *language, const wording_t *wording,
                                const sc_date_t *date, apr_pool_t *pool)
{
    const sc_dates_t *dates = sc_dates_of(language);
    const char *shape = wording->shapes[date->precision - SC_PRECISION_YEAR];
    apr_array_header_t *arguments = apr_array_make(pool, 19, sizeof(const char *));

    if (date->month) {
        push_pair(arguments, "month",
                  worded_part(language, wording, wording->month, date->month, "month",
                              dates->months[OF_DAY][date->month - 1], pool));
    }
    if (date->day) {
        push_pair(arguments, "day",
                  worded_part(language, wording, wording->day, date->day, "day",
                              dates->days[date->day - 1], pool));
    }
    push_date(arguments, dates, &names_of_from, date);
    APR_ARRAY_PUSH(arguments, const char *) = NULL;
    return sc_fill(sc_text_in(language, wording->context, shape),
                   (const char *const *)arguments->elts, pool);
}

static const char *worded_date(const sc_language_t *language, const wording_t *wording,
                               const char *edtf, apr_pool_t *pool)
{
    const char *arguments[] = {"year", NULL, NULL}, *text;
    sc_date_t date;

    if (sc_edtf_parse(edtf, &date) != APR_SUCCESS || date.precision < SC_PRECISION_DECADE) {
        return date_in_text(language, edtf, pool);
    }
    arguments[1] = plain_number(sc_dates_of(language), date.year, pool);
    text = date.precision == SC_PRECISION_DECADE
               ? sc_fill(sc_text_in(language, wording->context, wording->decade), arguments, pool)
               : worded_whole(language, wording, &date, pool);
    arguments[0] = "date";
    arguments[1] = text;
    if (date.approximate) {
        text = sc_fill(sc_text_in(language, wording->context, wording->about), arguments, pool);
    }
    return date.uncertain ? sc_textf(language, pool, N_("{date} (uncertain)"), "date", text, NULL)
                          : text;
}

const char *sc_format_date_in_text(const sc_language_t *language, const char *edtf,
                                   const char *text, const char **placeholder, apr_pool_t *pool)
{
    for (apr_size_t i = 0; i < WORDINGS; i++) {
        if (strstr(text, apr_pstrcat(pool, "{", wordings[i].placeholder, "}", NULL))) {
            *placeholder = wordings[i].placeholder;
            return worded_date(language, &wordings[i], edtf, pool);
        }
    }
    *placeholder = "date";
    return date_in_text(language, edtf, pool);
}

static int is_plain(const sc_date_t *date)
{
    return date->precision >= SC_PRECISION_YEAR && !date->uncertain && !date->approximate;
}

static int spread_of(const sc_date_t *from, const sc_date_t *until)
{
    if (from->year != until->year) {
        return YEARS_DIFFER;
    }
    return from->month != until->month ? MONTHS_DIFFER : DAYS_DIFFER;
}

const char *sc_format_span(const sc_language_t *language, const char *from, const char *until,
                           apr_pool_t *pool)
{
    const sc_dates_t *dates = sc_dates_of(language);
    sc_date_t first;
    sc_date_t last;

    if (!from || !until || strcmp(from, until) == 0) {
        return sc_format_date(language, from ? from : until, pool);
    }
    if (sc_edtf_parse(from, &first) == APR_SUCCESS && sc_edtf_parse(until, &last) == APR_SUCCESS &&
        first.precision == last.precision && is_plain(&first) && is_plain(&last)) {
        int shape = (int)first.precision - SC_PRECISION_YEAR;

        return fill_template(dates, dates->templates[shape][spread_of(&first, &last)], &first,
                             &last, pool);
    }
    return sc_textf(language, pool, N_("{from} – {until}"), "from",
                    sc_format_date(language, from, pool), "until",
                    sc_format_date(language, until, pool), NULL);
}
