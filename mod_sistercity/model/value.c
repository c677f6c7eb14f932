#include "model/value.h"

#include "model/spelling.h"
#include "model/text/notation.h"

#include <apr_cstr.h>
#include <apr_strings.h>
#include <string.h>

static const char *integer_text(apr_int64_t number, apr_pool_t *pool)
{
    return apr_off_t_toa(pool, number);
}

/* Whether the number is within the field's bounds; adds a problem if not. Bounds are whole numbers,
 * of which a double holds all that occur. */
static int is_in_range(const sc_field_t *field, double number, const char *text,
                       sc_problems_t *problems)
{
    if (number >= (double)field->least && number <= (double)field->limit) {
        return 1;
    }
    sc_problem_add(problems, field->name, "out_of_range",
                   N_("{value} is out of range: it must be from {least} to {limit}."), "value",
                   sc_spelling_shorten(text, problems->pool), "least",
                   integer_text(field->least, problems->pool), "limit",
                   integer_text(field->limit, problems->pool), NULL);
    return 0;
}

/* The digits of a number in groups of three, as 8,912 or 1 250 000, without what groups them; NULL
 * if the text is not such a number. */
static const char *without_grouping(const char *text, apr_pool_t *pool)
{
    static const char *const separators[] = {",", ".", " ", "'", "\xC2\xA0", "\xE2\x80\xAF", "’"};
    char *digits = apr_palloc(pool, strlen(text) + 1);
    apr_size_t length = strspn(text, "0123456789");

    if (length < 1 || length > 3) {
        return NULL;
    }
    memcpy(digits, text, length);
    text += length;
    while (*text) {
        for (apr_size_t i = 0; i < SC_LENGTH(separators); i++) {
            if (strncmp(text, separators[i], strlen(separators[i])) == 0) {
                text += strlen(separators[i]);
                break;
            }
        }
        if (strspn(text, "0123456789") != 3) {
            return NULL;
        }
        memcpy(digits + length, text, 3);
        length += 3;
        text += 3;
    }
    digits[length] = '\0';
    return digits;
}

static int integer_from_text(const sc_field_t *field, void *record, const char *text,
                             sc_problems_t *problems)
{
    apr_int64_t number;

    if (sc_integer_read(text, &number)) {
        if (!is_in_range(field, (double)number, text, problems)) {
            return 0;
        }
        sc_field_set_integer(field, record, number);
        return 1;
    }
    const char *digits = without_grouping(text, problems->pool);
    sc_problem_add(problems, field->name, "not_an_integer",
                   digits
                       ? N_("“{value}” is not written as numbers are here. Write {canonical}, "
                            "with nothing between the digits.")
                       : N_("“{value}” is not a whole number. Write digits alone, such as 8912."),
                   "value", sc_spelling_shorten(text, problems->pool), "canonical",
                   digits ? digits : "", NULL);
    return 0;
}

static int real_from_text(const sc_field_t *field, void *record, const char *text,
                          sc_problems_t *problems)
{
    double number;

    if (sc_real_read(text, &number)) {
        if (!is_in_range(field, number, text, problems)) {
            return 0;
        }
        sc_field_set_real(field, record, number);
        return 1;
    }
    sc_problem_add(problems, field->name, "not_a_number",
                   N_("“{value}” is not a number. Write digits with a decimal point and nothing "
                      "else between them, such as 54.897 or -71.06."),
                   "value", sc_spelling_shorten(text, problems->pool), NULL);
    return 0;
}

static const struct {
    const char *word;
    int value;
} boolean_words[] = {{"true", 1}, {"false", 0}, {"yes", 1}, {"no", 0}, {"1", 1}, {"0", 0}};

static int boolean_from_text(const sc_field_t *field, void *record, const char *text,
                             sc_problems_t *problems)
{
    for (apr_size_t i = 0; i < SC_LENGTH(boolean_words); i++) {
        if (apr_cstr_casecmp(text, boolean_words[i].word) == 0) {
            sc_field_set_integer(field, record, boolean_words[i].value);
            return 1;
        }
    }
    sc_problem_add(problems, field->name, "not_a_boolean",
                   N_("“{value}” is neither true nor false. Write one of these two words."),
                   "value", sc_spelling_shorten(text, problems->pool), NULL);
    return 0;
}

static int text_from_text(const sc_field_t *field, void *record, const char *text, apr_pool_t *pool,
                          sc_problems_t *problems)
{
    const char *canonical = sc_spelling_canonical(field, text, pool, problems);

    if (!canonical) {
        return 0;
    }
    sc_field_set_text(field, record, canonical == text ? apr_pstrdup(pool, text) : canonical);
    return 1;
}

int sc_value_from_text(const sc_field_t *field, void *record, const char *text, apr_pool_t *pool,
                       sc_problems_t *problems)
{
    sc_field_clear(field, record);
    if (sc_field_is_text(field)) {
        return text_from_text(field, record, text, pool, problems);
    }
    text = sc_spelling_sound(field, text, problems->pool, problems);
    if (!text || !*text) {
        return text != NULL;
    }
    switch (field->type) {
    case SC_TYPE_INTEGER:
        return integer_from_text(field, record, text, problems);
    case SC_TYPE_REAL:
        return real_from_text(field, record, text, problems);
    default:
        return boolean_from_text(field, record, text, problems);
    }
}

static void refuse_empty(const sc_field_t *field, sc_problems_t *problems)
{
    sc_problem_add(problems, field->name, "empty",
                   N_("This has nothing in it. Fill it in or take it out."), NULL);
}

const char *sc_entry_from_text(const sc_field_t *field, const char *text, apr_pool_t *pool,
                               sc_problems_t *problems)
{
    const char *canonical = sc_spelling_canonical(field, text, pool, problems);

    if (canonical && !*canonical) {
        refuse_empty(field, problems);
        return NULL;
    }
    return canonical == text ? apr_pstrdup(pool, text) : canonical;
}

const char *sc_value_to_text(const sc_field_t *field, const void *record, apr_pool_t *pool)
{
    if (!sc_field_is_set(field, record)) {
        return NULL;
    }
    switch (field->type) {
    case SC_TYPE_INTEGER:
        return integer_text(sc_field_integer(field, record), pool);
    case SC_TYPE_BOOLEAN:
        return sc_field_integer(field, record) ? "true" : "false";
    case SC_TYPE_REAL:
        return sc_real_text(sc_field_real(field, record), pool);
    default:
        return sc_field_text(field, record);
    }
}

int sc_entry_check(const sc_field_t *field, const char *text, sc_problems_t *problems)
{
    const char *canonical = sc_spelling_canonical(field, text, problems->pool, problems);

    if (!canonical) {
        return 0;
    }
    if (!*canonical) {
        refuse_empty(field, problems);
        return 0;
    }
    if (canonical != text && strcmp(canonical, text) != 0) {
        sc_problem_add(problems, field->name, "not_canonical", N_("Write “{canonical}”."),
                       "canonical", sc_spelling_shorten(canonical, problems->pool), NULL);
        return 0;
    }
    return 1;
}

static int check_number(const sc_field_t *field, double number, sc_problems_t *problems)
{
    if (number >= (double)field->least && number <= (double)field->limit) {
        return 1;
    }
    return is_in_range(field, number, sc_real_text(number, problems->pool), problems);
}

int sc_value_check(const sc_field_t *field, const void *record, sc_problems_t *problems)
{
    if (!sc_field_is_set(field, record)) {
        return 1;
    }
    switch (field->type) {
    case SC_TYPE_INTEGER:
    case SC_TYPE_BOOLEAN:
        return check_number(field, (double)sc_field_integer(field, record), problems);
    case SC_TYPE_REAL:
        return check_number(field, sc_field_real(field, record), problems);
    default:
        return sc_entry_check(field, sc_field_text(field, record), problems);
    }
}
