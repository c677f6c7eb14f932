#include "language/reading/typed.h"

#include "language/collate.h"
#include "language/format.h"
#include "language/reading/number.h"
#include "language/reading/units.h"
#include "language/text.h"
#include "model/text/edtf.h"
#include "model/text/notation.h"
#include "model/text/utf8.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* More digits than sc_real_text() ever needs. */
#define FRACTION_DIGITS 17

static const struct {
    const char *written, *plain;
} plain_marks[] = {{"\xC2\xA0", " "},
                   {"\xE2\x80\xAF", " "},
                   {"\xE2\x80\x89", " "},
                   {"　", " "},
                   {"−", "-"},
                   {"’", "'"},
                   {"，", ","},
                   {"．", "."},
                   {"／", "/"},
                   /* Arabic marks of decimals and thousands */
                   {"\xD9\xAB", "."},
                   {"\xD9\xAC", ","}};

/* Of direction: before the minus of Arabic, Hebrew and Persian, and around what our own texts
 * isolate. @return its length, 0: none */
static apr_size_t unseen_mark(const char *text)
{
    static const char *const marks[] = {"\xD8\x9C",     "\xE2\x80\x8E", "\xE2\x80\x8F",
                                        "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8",
                                        "\xE2\x81\xA9"};

    for (apr_size_t i = 0; i < SC_LENGTH(marks); i++) {
        if (strncmp(text, marks[i], strlen(marks[i])) == 0) {
            return strlen(marks[i]);
        }
    }
    return 0;
}

/* The first of the marks that @a text begins with. @return its length, 0: none */
static apr_size_t plain_mark(const char *text, char *plain)
{
    if (strncmp(text, "\xEF\xBC", 2) == 0 && (unsigned char)text[2] >= 0x90 &&
        (unsigned char)text[2] <= 0x99) {
        *plain = (char)('0' + ((unsigned char)text[2] - 0x90)); /* U+FF10, a wide zero */
        return 3;
    }
    if (*text == '\xD9' && (unsigned char)text[1] >= 0xA0 && (unsigned char)text[1] <= 0xA9) {
        *plain = (char)('0' + ((unsigned char)text[1] - 0xA0)); /* U+0660, an Arabic zero */
        return 2;
    }
    for (apr_size_t i = 0; i < SC_LENGTH(plain_marks); i++) {
        apr_size_t length = strlen(plain_marks[i].written);

        if (strncmp(text, plain_marks[i].written, length) == 0) {
            *plain = *plain_marks[i].plain;
            return length;
        }
    }
    return 0;
}

/* The text without white space around it and marks that nobody sees, its digits, spaces and marks
 * as ASCII has them. */
static const char *plain_of(const char *text, apr_pool_t *pool)
{
    apr_size_t length = strlen(text);
    char *plain, *out;

    text = sc_utf8_trim(text, &length);
    text = apr_pstrmemdup(pool, text, length);
    plain = out = apr_palloc(pool, length + 1);
    while (*text) {
        apr_size_t unseen = unseen_mark(text);
        apr_size_t taken = unseen ? unseen : plain_mark(text, out);

        if (!taken) {
            *out = *text;
            taken = 1;
        }
        text += taken;
        out += unseen == 0;
    }
    *out = '\0';
    return plain;
}

/* What stands for {date} in the message; NULL if the text is not made of it. */
static const char *unwrapped(const sc_language_t *language, const char *message, const char *text,
                             apr_pool_t *pool)
{
    const char *template = plain_of(sc_text(language, message), pool);
    const char *behind = strchr(template, '{');
    apr_size_t before = (apr_size_t)(behind - template);
    apr_size_t length = strlen(text);

    behind = strchr(behind, '}') + 1;
    return length > before + strlen(behind) && strncmp(text, template, before) == 0 &&
                   strcmp(text + length - strlen(behind), behind) == 0
               ? apr_pstrmemdup(pool, text + before, length - before - strlen(behind))
               : NULL;
}

/* A decade or a century as the language's pages have it; NULL if it is none. */
static const char *read_years(const sc_language_t *language, const char *text, apr_pool_t *pool)
{
    const char *year = text + strcspn(text, "0123456789");

    for (int known = 3; strspn(year, "0123456789") >= 4 && known >= 2; known--) {
        const char *date = apr_psprintf(pool, "%.*s%.*s", known, year, 4 - known, "XX");

        if (strcmp(plain_of(sc_format_date(language, date, pool), pool), text) == 0) {
            return date;
        }
    }
    return NULL;
}

/* A date in each of the orders. @return whether it can be read */
static int read_orders(const sc_writer_t *writer, const char *text, const char *qualifier,
                       const char *dates[2], apr_pool_t *pool)
{
    static const sc_reading_e orders[2] = {SC_READ_DAY_FIRST, SC_READ_MONTH_FIRST};

    for (int i = 0; i < 2; i++) {
        dates[i] = sc_read_date(writer->foreign, text, orders[i], pool);
        dates[i] = dates[i] ? apr_pstrcat(pool, dates[i], qualifier, NULL) : NULL;
    }
    return dates[0] || dates[1];
}

/* A date as the pages of one language print it. */
static int read_printed(const sc_writer_t *writer, const sc_language_t *language, const char *text,
                        const char *dates[2], apr_pool_t *pool)
{
    const char *certain = unwrapped(language, N_("{date} (uncertain)"), text, pool);
    const char *exact = unwrapped(language, N_("about {date}"), certain ? certain : text, pool);
    const char *bare = exact ? exact : certain ? certain : text;
    const char *qualifier = exact && certain ? "%" : exact ? "~" : certain ? "?" : "";
    const char *years = read_years(language, bare, pool);

    if (years) {
        dates[0] = apr_pstrcat(pool, years, qualifier, NULL);
        return 1;
    }
    return bare != text && read_orders(writer, bare, qualifier, dates, pool);
}

static const char *refuse_both(const sc_field_t *field, const char *text, const char *const *both,
                               const char *const *words, sc_problems_t *problems)
{
    sc_problem_add(problems, field->name, "ambiguous",
                   N_("“{value}” can mean {one} or {other}. Write {one_plain} or {other_plain}."),
                   "value", text, "one", words[0], "other", words[1], "one_plain", both[0],
                   "other_plain", both[1], NULL);
    return NULL;
}

static const char *settle_date(const sc_writer_t *writer, const sc_field_t *field, const char *text,
                               const char *const *dates, sc_problems_t *problems)
{
    const char *words[2];

    if (!dates[0] || !dates[1] || strcmp(dates[0], dates[1]) == 0) {
        return dates[0] ? dates[0] : dates[1];
    }
    for (int i = 0; i < 2; i++) {
        words[i] = sc_format_date(writer->language, dates[i], problems->pool);
    }
    return refuse_both(field, text, dates, words, problems);
}

/* A month that is called as another one in another language. @return whether it is such a date */
static int read_disputed(const sc_writer_t *writer, const char *text, const char *dates[2],
                         apr_pool_t *pool)
{
    const apr_array_header_t *languages = sc_date_languages(writer->foreign, text, pool);

    for (int i = 0; i < languages->nelts; i++) {
        const char *date =
            sc_read_date_in(writer->foreign, APR_ARRAY_IDX(languages, i, const char *), text, pool);

        dates[dates[0] && strcmp(dates[0], date) != 0] = date;
    }
    return dates[0] != NULL;
}

static const char *read_date(const sc_writer_t *writer, const sc_field_t *field, const char *text,
                             sc_problems_t *problems)
{
    const char *plain = plain_of(text, problems->pool);
    const char *dates[2] = {NULL, NULL};
    sc_date_t date;

    if (!*plain || sc_edtf_parse(plain, &date) == APR_SUCCESS) {
        return plain;
    }
    if (read_orders(writer, plain, "", dates, problems->pool) ||
        read_disputed(writer, plain, dates, problems->pool)) {
        return settle_date(writer, field, plain, dates, problems);
    }
    for (const char *const *tag = sc_language_offered(); *tag; tag++) {
        if (read_printed(writer, sc_languages_get(writer->languages, *tag), plain, dates,
                         problems->pool)) {
            return settle_date(writer, field, plain, dates, problems);
        }
    }
    return text;
}

/* The number as our files have it; NULL if it is none. */
static const char *number_as(const char *text, sc_reading_e reading, apr_pool_t *pool)
{
    const char *number = sc_read_number(text, reading, pool);
    double value;

    return number && sc_real_read(number, &value) ? sc_real_text(value, pool) : NULL;
}

static int is_possible(const sc_field_t *field, const char *number)
{
    double value;

    return sc_real_read(number, &value) && value >= (double)field->least &&
           value <= (double)field->limit && (field->type == SC_TYPE_REAL || !strpbrk(number, ".e"));
}

/* Whether the writer's pages would print the number so. */
static int is_printed(const sc_writer_t *writer, const char *number, const char *plain,
                      apr_pool_t *pool)
{
    double value;

    return sc_real_read(number, &value) &&
           strcmp(plain_of(sc_format_real(writer->language, value, FRACTION_DIGITS, pool), pool),
                  plain) == 0;
}

static const char *read_number(const sc_writer_t *writer, const sc_field_t *field, const char *text,
                               sc_problems_t *problems)
{
    const char *plain = plain_of(text, problems->pool);
    const char *both[2] = {number_as(plain, SC_READ_COMMA_GROUPS, problems->pool),
                           number_as(plain, SC_READ_DOT_GROUPS, problems->pool)};

    /* As forms have it themselves: unchanged, it must mean the same in any language. */
    if (both[0] && strcmp(both[0], plain) == 0 && (is_possible(field, plain) || !both[1])) {
        return plain;
    }
    for (int i = 0; i < 2; i++) {
        const char *other = both[1 - i];

        if (both[i] &&
            (!other || strcmp(both[i], other) == 0 || !is_possible(field, other) ||
             (is_possible(field, both[i]) && is_printed(writer, both[i], plain, problems->pool)))) {
            return both[i];
        }
    }
    return both[0] ? refuse_both(field, plain, both, both, problems) : text;
}

/* "5 years" in months, as the pages of any language print a term; NULL if it is none. */
static const char *read_months(const sc_writer_t *writer, const char *text, apr_pool_t *pool)
{
    apr_int64_t count = apr_atoi64(text);

    for (const char *const *tag = sc_language_offered(); *tag && count > 0 && count <= 1200;
         tag++) {
        const sc_language_t *language = sc_languages_get(writer->languages, *tag);
        const char *years = sc_text_n(language, pool, "{n} year", "{n} years", count, NULL);
        const char *months = sc_text_n(language, pool, "{n} month", "{n} months", count, NULL);

        if (strcmp(plain_of(years, pool), text) == 0 || strcmp(plain_of(months, pool), text) == 0) {
            return apr_psprintf(pool, "%" APR_INT64_T_FMT,
                                strcmp(plain_of(months, pool), text) == 0 ? count : 12 * count);
        }
    }
    return NULL;
}

static const char *read_term(const sc_writer_t *writer, const sc_field_t *field, const char *text,
                             sc_problems_t *problems)
{
    const char *months = read_months(writer, plain_of(text, problems->pool), problems->pool);

    return months ? months : read_number(writer, field, text, problems);
}

/* A host without a scheme, as signs and letterheads have it. */
static const char *read_url(const char *text, apr_pool_t *pool)
{
    const char *plain = plain_of(text, pool);
    apr_size_t host = strcspn(plain, "/?#");

    return host > 0 && !strstr(plain, "://") && memchr(plain + 1, '.', host - 1) &&
                   plain[host - 1] != '.' && !strpbrk(plain, " @:")
               ? apr_pstrcat(pool, "https://", plain, NULL)
               : text;
}

/* The last part of an address of Wikidata's. */
static const char *read_wikidata(const char *text, apr_pool_t *pool)
{
    const char *plain = plain_of(text, pool);
    const char *last = strrchr(plain, '/');

    return last && strstr(plain, "wikidata.org/") ? last + 1 : text;
}

/* Of a language the name that our own pages have for it: "Simplified Chinese". */
static const char *read_printed_language(const sc_writer_t *writer, const char *text,
                                         apr_pool_t *pool)
{
    const char *wanted = sc_fold(text, pool);
    const char *const *tag, *const *of;

    for (of = sc_language_offered(); *of; of++) {
        const sc_language_t *language = sc_languages_get(writer->languages, *of);

        for (tag = sc_language_offered(); *tag; tag++) {
            if (strcmp(sc_fold(sc_format_language(language, *tag, pool), pool), wanted) == 0) {
                return *tag;
            }
        }
    }
    return NULL;
}

static const char *read_language(const sc_writer_t *writer, const char *text, apr_pool_t *pool)
{
    char canonical[SC_LANGUAGE_TAG_LIMIT + 1];
    const char *plain = plain_of(text, pool);
    const char *tag =
        sc_language_tag_read(plain, canonical)
            ? NULL
            : sc_foreign_language(writer->foreign, sc_language_tag(writer->language), plain);

    if (tag || sc_language_tag_read(plain, canonical)) {
        return tag ? tag : text;
    }
    tag = read_printed_language(writer, plain, pool);
    return tag ? tag : text;
}

/* A code that there is, or what a currency is called. */
static const char *read_currency(const sc_writer_t *writer, const sc_field_t *field,
                                 const char *text, sc_problems_t *problems)
{
    const char *plain = plain_of(text, problems->pool), *other = NULL, *both[2];
    const char *code = *plain ? sc_read_currency(writer->languages, writer->language, plain, &other,
                                                 problems->pool)
                              : plain;

    if (!code) {
        sc_problem_add(problems, field->name, "not_a_currency",
                       N_("“{value}” is not a currency code. Write the three letters that ISO 4217 "
                          "gives the currency, such as EUR or JPY."),
                       "value", text, NULL);
    }
    both[0] = other;
    both[1] = code;
    return other ? refuse_both(field, plain, both, both, problems) : code;
}

/* The part of the text without spaces and marks of direction around it. */
static const char *bare_part(const char *text, apr_size_t length, apr_pool_t *pool)
{
    static const char *const marks[] = {" ", "\u200E", "\u200F", "\u061C"};
    const char *part = apr_pstrmemdup(pool, text, length);
    int is_found = 1;

    while (is_found) {
        is_found = 0;
        for (size_t i = 0; i < SC_LENGTH(marks); i++) {
            apr_size_t size = strlen(marks[i]), left = strlen(part);

            if (strncmp(part, marks[i], size) == 0) {
                part += size;
                is_found = 1;
            }
            else if (left >= size && strcmp(part + left - size, marks[i]) == 0) {
                part = apr_pstrmemdup(pool, part, left - size);
                is_found = 1;
            }
        }
    }
    return part;
}

const char *sc_read_amount(const sc_writer_t *writer, const char *text, const char **currency,
                           apr_pool_t *pool)
{
    static const char digits[] = "0123456789";
    const char *plain = plain_of(text, pool), *end = plain, *front, *sign, *code, *other;
    apr_size_t before = strcspn(plain, digits);

    for (const char *at = plain; *at; at++) {
        end = apr_isdigit(*at) ? at + 1 : end;
    }
    front = bare_part(plain, end == plain ? 0 : before, pool);
    sign = *front ? front : bare_part(end, strlen(end), pool);
    if (end == plain || !*sign || (*front && *bare_part(end, strlen(end), pool)) ||
        !sc_utf8_is_clean(text, strlen(text))) {
        return NULL;
    }
    code = sc_read_currency(writer->languages, writer->language, **currency ? *currency : sign,
                            &other, pool);
    if (!code || (**currency && !sc_is_currency_called(writer->languages, code, sign, pool))) {
        return NULL;
    }
    /* Of two that have the sign, the field of the currency asks which is meant. */
    *currency = other ? sign : code;
    return apr_pstrmemdup(pool, plain + before, (apr_size_t)(end - plain) - before);
}

const char *sc_read_typed(const sc_writer_t *writer, const sc_field_t *field, const char *text,
                          sc_problems_t *problems)
{
    const char *code;

    if (!sc_utf8_is_clean(text, strlen(text))) {
        return text;
    }
    switch (field->type) {
    case SC_TYPE_DATE:
        return read_date(writer, field, text, problems);
    case SC_TYPE_INTEGER:
        if (field->flags & SC_MONTHS) {
            return read_term(writer, field, text, problems);
        }
        return read_number(writer, field, text, problems);
    case SC_TYPE_REAL:
        code = sc_read_degrees(field, plain_of(text, problems->pool), problems->pool);
        return code ? code : read_number(writer, field, text, problems);
    case SC_TYPE_CURRENCY:
        return read_currency(writer, field, text, problems);
    case SC_TYPE_URL:
        return read_url(text, problems->pool);
    case SC_TYPE_WIKIDATA:
        return read_wikidata(text, problems->pool);
    case SC_TYPE_LANGUAGE:
    case SC_TYPE_LANGUAGES:
        return read_language(writer, text, problems->pool);
    case SC_TYPE_COUNTRY:
    case SC_TYPE_COUNTRIES:
        code = sc_foreign_country(writer->foreign, plain_of(text, problems->pool));
        return code ? code : text;
    default:
        return text;
    }
}
