#include "model/spelling.h"

#include "model/date_problem.h"
#include "model/text/edtf.h"
#include "model/text/notation.h"
#include "model/text/radicals.h"
#include "model/text/utf8.h"
#include "model/vocabulary.h"

#include <apr_cstr.h>
#include <apr_strings.h>
#include <string.h>

/* How much of a wrong value a message shows, in characters. */
#define SHOWN 60

const char *sc_spelling_shorten(const char *text, apr_pool_t *pool)
{
    apr_size_t length = sc_utf8_prefix(text, SHOWN);

    if (text[length] == '\0') {
        return text;
    }
    return apr_pstrcat(pool, apr_pstrmemdup(pool, text, length), "…", NULL);
}

/* Adds a problem whose sentence speaks of {value} alone. Returns NULL, for the caller to return. */
static const char *refuse(const sc_field_t *field, const char *text, sc_problems_t *problems,
                          const char *code, const char *detail)
{
    sc_problem_add(problems, field->name, code, detail, "value",
                   sc_spelling_shorten(text, problems->pool), NULL);
    return NULL;
}

/*
 * One function for each kind of text. It gets clean, trimmed UTF-8 that is not empty, and returns
 * the canonical spelling: the text itself if it is canonical already, else made in the pool; NULL
 * after adding a problem.
 */
typedef const char *canonical_fn(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                 sc_problems_t *problems);

static const char *canonical_slug(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                  sc_problems_t *problems)
{
    (void)pool;
    if (sc_slug_is_valid(text)) {
        return text;
    }
    return refuse(field, text, problems, "not_a_slug",
                  N_("“{value}” is not an address name. Write lower-case letters a to z, digits "
                     "and single hyphens, such as kaunas-lt."));
}

static const char *canonical_text(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                  sc_problems_t *problems)
{
    (void)pool;
    if (!sc_utf8_has_lines(text)) {
        return text;
    }
    return refuse(field, text, problems, "has_line_break",
                  N_("This must be a single line; take out the line breaks."));
}

static const char *canonical_markdown(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                      sc_problems_t *problems)
{
    char *canonical, *out;

    (void)field;
    (void)problems;
    if (!strchr(text, '\r')) {
        return text;
    }
    canonical = out = apr_palloc(pool, strlen(text) + 1);
    for (; *text; text++) {
        if (text[0] == '\r' && text[1] == '\n') {
            continue;
        }
        *out++ = *text == '\r' ? '\n' : *text;
    }
    *out = '\0';
    return canonical;
}

static const char *canonical_date(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                  sc_problems_t *problems)
{
    sc_date_t date;

    (void)pool;
    if (sc_edtf_parse(text, &date) == APR_SUCCESS) {
        return text;
    }
    sc_date_problem_add(problems, field->name, sc_spelling_shorten(text, problems->pool));
    return NULL;
}

static const char *canonical_word(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                  sc_problems_t *problems)
{
    int position = sc_vocabulary_find(field->vocabulary, text);

    (void)pool;
    if (position >= 0) {
        return field->vocabulary->words[position].word;
    }
    sc_problem_add(problems, field->name, "unknown_word",
                   N_("“{value}” is not one of the words that can stand here: {words}."), "value",
                   sc_spelling_shorten(text, problems->pool), "words",
                   sc_vocabulary_list(field->vocabulary, problems->pool), NULL);
    return NULL;
}

/* Telephones begin an address with a capital: Https://. */
static const char *with_lower_scheme(const char *url, apr_pool_t *pool)
{
    static const char *const schemes[] = {"https://", "http://"};

    for (apr_size_t i = 0; i < SC_LENGTH(schemes); i++) {
        apr_size_t length = strlen(schemes[i]);

        if (apr_cstr_casecmpn(url, schemes[i], length) == 0 &&
            strncmp(url, schemes[i], length) != 0) {
            return apr_pstrcat(pool, schemes[i], url + length, NULL);
        }
    }
    return url;
}

static const char *canonical_url(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                 sc_problems_t *problems)
{
    const char *bad = NULL;

    text = with_lower_scheme(text, pool);
    switch (sc_url_check(text, &bad)) {
    case SC_URL_GOOD:
        return text;
    case SC_URL_NOT_ABSOLUTE:
        return refuse(field, text, problems, "not_a_url",
                      N_("“{value}” is not the full address of a page. Write it from https:// on, "
                         "such as https://www.kaunas.lt/."));
    default:
        sc_problem_add(problems, field->name, "not_a_url",
                       N_("An address cannot contain “{character}”. Copy it from the browser's "
                          "address line, which writes such characters with a percent sign."),
                       "character", apr_pstrmemdup(problems->pool, bad, sc_utf8_prefix(bad, 1)),
                       NULL);
        return NULL;
    }
}

/* The text in upper case; NULL unless it is @a count ASCII letters. */
static const char *upper_letters(const char *text, apr_size_t count, apr_pool_t *pool)
{
    const char *canonical = text;

    if (strlen(text) != count) {
        return NULL;
    }
    for (apr_size_t i = 0; i < count; i++) {
        if (text[i] >= 'a' && text[i] <= 'z') {
            canonical = NULL;
        }
        else if (text[i] < 'A' || text[i] > 'Z') {
            return NULL;
        }
    }
    if (canonical) {
        return canonical;
    }
    char *copy = apr_pstrdup(pool, text);
    for (apr_size_t i = 0; i < count; i++) {
        copy[i] = copy[i] >= 'a' ? (char)(copy[i] - 'a' + 'A') : copy[i];
    }
    return copy;
}

static const char *canonical_country(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                     sc_problems_t *problems)
{
    const char *code = upper_letters(text, 2, pool);

    if (code && sc_country_is_known(code)) {
        return code;
    }
    if (sc_is(code, "UK")) {
        return refuse(field, text, problems, "not_a_country",
                      N_("“{value}” is not the country code of the United Kingdom. Write GB."));
    }
    return refuse(field, text, problems, "not_a_country",
                  N_("“{value}” is not a country code. Write the two letters that ISO 3166-1 gives "
                     "the country, such as LT or JP."));
}

static const char *canonical_currency(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                      sc_problems_t *problems)
{
    const char *code = upper_letters(text, 3, pool);

    if (code) {
        return code;
    }
    return refuse(field, text, problems, "not_a_currency",
                  N_("“{value}” is not a currency code. Write the three letters that ISO 4217 "
                     "gives the currency, such as EUR or JPY."));
}

static const char *canonical_language(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                      sc_problems_t *problems)
{
    char tag[SC_LANGUAGE_TAG_LIMIT + 1];

    if (sc_language_tag_read(text, tag)) {
        return strcmp(tag, text) == 0 ? text : apr_pstrdup(pool, tag);
    }
    return refuse(field, text, problems, "not_a_language",
                  N_("“{value}” is not a language tag. Write the language's code, with script or "
                     "country behind a hyphen where they matter: lt, ja-Latn, zh-Hant-TW."));
}

static const char *canonical_wikidata(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                      sc_problems_t *problems)
{
    int is_q = text[0] == 'Q' || text[0] == 'q';
    const char *digits = text + 1;

    if (is_q && *digits >= '1' && *digits <= '9' && digits[strspn(digits, "0123456789")] == '\0') {
        return text[0] == 'Q' ? text : apr_pstrcat(pool, "Q", digits, NULL);
    }
    return refuse(field, text, problems, "not_wikidata",
                  N_("“{value}” is not the name of a Wikidata item. Write Q and its number, such "
                     "as Q4115712."));
}

static canonical_fn *const canonical_of_type[] = {[SC_TYPE_SLUG] = canonical_slug,
                                                  [SC_TYPE_TEXT] = canonical_text,
                                                  [SC_TYPE_MARKDOWN] = canonical_markdown,
                                                  [SC_TYPE_DATE] = canonical_date,
                                                  [SC_TYPE_WORD] = canonical_word,
                                                  [SC_TYPE_WORDS] = canonical_word,
                                                  [SC_TYPE_URL] = canonical_url,
                                                  [SC_TYPE_COUNTRY] = canonical_country,
                                                  [SC_TYPE_COUNTRIES] = canonical_country,
                                                  [SC_TYPE_LANGUAGE] = canonical_language,
                                                  [SC_TYPE_LANGUAGES] = canonical_language,
                                                  [SC_TYPE_CURRENCY] = canonical_currency,
                                                  [SC_TYPE_WIKIDATA] = canonical_wikidata,
                                                  [SC_TYPE_REFERENCE] = canonical_slug,
                                                  [SC_TYPE_REFERENCES] = canonical_slug};

const char *sc_spelling_sound(const sc_field_t *field, const char *text, apr_pool_t *pool,
                              sc_problems_t *problems)
{
    apr_size_t length = strlen(text);
    const char *start = sc_utf8_trim(text, &length);

    if (!sc_utf8_is_clean(start, length)) {
        sc_problem_add(problems, field->name, "not_text",
                       N_("This contains bytes that are not UTF-8 text, or control characters."),
                       NULL);
        return NULL;
    }
    start = start == text && text[length] == '\0' ? text : apr_pstrmemdup(pool, start, length);
    return sc_radicals_read(start, pool);
}

static int is_too_long(const sc_field_t *field, const char *text, sc_problems_t *problems)
{
    apr_int64_t length = (apr_int64_t)sc_utf8_length(text);

    if (sc_field_is_list(field) || length <= field->limit) {
        return 0;
    }
    sc_problem_add(problems, field->name, "too_long",
                   N_("This is too long: {length} characters, where {limit} fit."), "length",
                   apr_psprintf(problems->pool, "%" APR_INT64_T_FMT, length), "limit",
                   apr_psprintf(problems->pool, "%" APR_INT64_T_FMT, field->limit), NULL);
    return 1;
}

const char *sc_spelling_canonical(const sc_field_t *field, const char *text, apr_pool_t *pool,
                                  sc_problems_t *problems)
{
    const char *canonical = sc_spelling_sound(field, text, pool, problems);

    if (canonical && *canonical) {
        canonical = canonical_of_type[field->type](field, canonical, pool, problems);
    }
    return canonical && is_too_long(field, canonical, problems) ? NULL : canonical;
}
