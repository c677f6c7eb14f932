#include "httpd/answer/parameters.h"

#include "httpd/answer/input.h"
#include "model/text/edtf.h"
#include "model/text/notation.h"
#include "model/vocabulary.h"
#include "store/query/list.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* Where the value of a parameter goes, and what it is checked against. */
typedef struct reading_t {
    const char *name;
    const sc_filter_t *filter; /* whose it is, or NULL */
    const sc_route_t *route;
    const apr_array_header_t *languages;
    sc_parameters_t *out;
    sc_problems_t *problems;
} reading_t;

/* Checks the value and keeps it, or adds a problem. */
typedef void read_fn(reading_t *reading, const char *value);

static void keep(reading_t *reading, const char *value)
{
    *(const char **)((char *)&reading->out->query + reading->filter->member) = value;
}

/* Beside those that were given before. */
static void keep_too(reading_t *reading, const char *value)
{
    apr_pool_t *pool = reading->problems->pool;
    const apr_array_header_t *values =
        sc_filter_values(&reading->out->query, reading->filter, pool);

    if (values->nelts >= SC_FILTER_VALUES_MOST) {
        sc_problem_add(reading->problems, reading->name, "too_many",
                       N_("This filter has too many values."), NULL);
        return;
    }
    if (!sc_has_text(values, value)) {
        keep(reading, values->nelts ? apr_pstrcat(pool, apr_array_pstrcat(pool, values, ','), ",",
                                                  value, NULL)
                                    : value);
    }
}

static void refuse(reading_t *reading, const char *code, const char *detail, const char *value,
                   const char *allowed)
{
    sc_problem_add(reading->problems, reading->name, code, detail, "value", value, "allowed",
                   allowed, NULL);
}

static void read_slug(reading_t *reading, const char *value)
{
    if (!sc_slug_is_valid(value)) {
        refuse(reading, "not_a_slug", N_("“{value}” is not an address name such as kaunas-lt."),
               value, "");
        return;
    }
    keep(reading, value);
}

static void read_country(reading_t *reading, const char *value)
{
    char *code = apr_pstrdup(reading->problems->pool, value);

    ap_str_toupper(code);
    if (!sc_country_is_known(code)) {
        refuse(reading, "not_a_country",
               N_("“{value}” is not a two-letter country code such as LT."), value, "");
        return;
    }
    keep_too(reading, code);
}

static void read_word(reading_t *reading, const char *value)
{
    const sc_vocabulary_t *vocabulary = reading->filter->vocabulary;

    if (sc_vocabulary_find(vocabulary, value) < 0) {
        refuse(reading, "unknown_word", N_("“{value}” is none of: {allowed}."), value,
               sc_vocabulary_list(vocabulary, reading->problems->pool));
        return;
    }
    if (sc_filter_repeats(reading->filter)) {
        keep_too(reading, value);
    }
    else {
        keep(reading, value);
    }
}

static void read_date(reading_t *reading, const char *value)
{
    sc_date_t date;

    if (sc_edtf_parse(value, &date) != APR_SUCCESS) {
        refuse(reading, "not_a_date",
               N_("“{value}” is not a date such as 1959, 1955-12 or 2019-02-22."), value, "");
        return;
    }
    keep(reading, value);
}

/* A day; of a month or a year its last one, so that "as of 1959" has what began in 1959. */
static void read_day(reading_t *reading, const char *value)
{
    char first[11], last[11];
    sc_date_t date;

    if (sc_edtf_parse(value, &date) != APR_SUCCESS || date.precision < SC_PRECISION_YEAR ||
        date.uncertain || date.approximate) {
        refuse(reading, "not_a_date",
               N_("“{value}” is not a date such as 1959, 1955-12 or 2019-02-22."), value, "");
        return;
    }
    sc_edtf_span(&date, first, last);
    keep(reading, apr_pstrdup(reading->problems->pool, last));
}

static void read_number(reading_t *reading, const char *value)
{
    size_t digits = strspn(value, "0123456789");

    if (digits == 0 || digits > 9 || value[digits]) {
        refuse(reading, "out_of_range", N_("“{value}” is not a whole number from 0 to {allowed}."),
               value, "999999999");
        return;
    }
    keep(reading, value);
}

static void read_tag(reading_t *reading, const char *value)
{
    char tag[SC_LANGUAGE_TAG_LIMIT + 1];

    if (!sc_language_tag_read(value, tag)) {
        refuse(reading, "not_a_language", N_("“{value}” is not a language such as lt or pt-BR."),
               value, "");
        return;
    }
    keep(reading, apr_pstrdup(reading->problems->pool, tag));
}

static void read_text(reading_t *reading, const char *value)
{
    keep(reading, value);
}

static void read_sort(reading_t *reading, const char *value)
{
    const char *const *orders = sc_list_orders(reading->route->collection);
    const char *name = *value == '-' ? value + 1 : value, *list = "";

    for (; *orders; orders++) {
        if (strcmp(*orders, name) == 0) {
            reading->out->query.sort = name;
            reading->out->query.descending = *value == '-';
            return;
        }
        list = apr_pstrcat(reading->problems->pool, list, *list ? ", " : "", *orders, NULL);
    }
    refuse(reading, "unknown_order",
           N_("“{value}” is none of the orders, with or without a minus sign before it: "
              "{allowed}."),
           value, list);
}

/* @return the number, or 0 for anything that is not digits alone from 1 to @a most */
static int number_of(const char *value, int most)
{
    size_t digits = strspn(value, "0123456789");
    int number = digits > 0 && digits < 6 && !value[digits] ? atoi(value) : 0;

    return number <= most ? number : 0;
}

static void read_limit(reading_t *reading, const char *value)
{
    int limit = number_of(value, SC_LIMIT_MOST);

    if (!limit) {
        refuse(reading, "out_of_range", N_("“{value}” is not a whole number from 1 to {allowed}."),
               value, apr_itoa(reading->problems->pool, SC_LIMIT_MOST));
        return;
    }
    reading->out->query.limit = reading->out->limit = limit;
}

static void read_heading(reading_t *reading, const char *value)
{
    int heading = number_of(value, 6);

    if (!heading) {
        refuse(reading, "out_of_range", N_("“{value}” is not a whole number from 1 to {allowed}."),
               value, "6");
        return;
    }
    reading->out->heading = heading;
}

static void read_view(reading_t *reading, const char *value)
{
    if (strcmp(value, "page") == 0) {
        reading->out->view = SC_VIEW_PAGE;
    }
    else if (strcmp(value, "fragment") == 0) {
        reading->out->view = SC_VIEW_FRAGMENT;
    }
    else if (strcmp(value, "people") == 0 && reading->route && reading->route->collection) {
        reading->out->view = SC_VIEW_PEOPLE;
    }
    else {
        refuse(reading, "unknown_word", N_("“{value}” is none of: {allowed}."), value,
               reading->route && reading->route->collection ? "page, fragment, people"
                                                            : "page, fragment");
    }
}

/* The tag as it is, else ever shorter (RFC 4647, 3.4): lt-LT finds lt. */
static void read_lang(reading_t *reading, const char *value)
{
    char *tag = apr_pstrdup(reading->problems->pool, value), *hyphen;

    while (*tag) {
        SC_EACH(const char, offered, reading->languages) {
            if (strcasecmp(offered, tag) == 0) {
                reading->out->lang = offered;
                return;
            }
        }
        hyphen = strrchr(tag, '-');
        *(hyphen ? hyphen : tag) = '\0';
    }
    refuse(reading, "unknown_language",
           N_("There is nothing in the language “{value}” here, but in: {allowed}."), value,
           apr_array_pstrcat(reading->problems->pool, reading->languages, ','));
}

static void read_columns(reading_t *reading, const char *value)
{
    const sc_entity_t *entity = reading->route->collection;
    char *names = apr_pstrdup(reading->problems->pool, value), *last;

    for (const char *name = apr_strtok(names, ",", &last); name;
         name = apr_strtok(NULL, ",", &last)) {
        if (!sc_column_is_known(entity, name)) {
            refuse(reading, "unknown_column", N_("There is no column “{value}” in this list."),
                   name, "");
            return;
        }
    }
    reading->out->query.columns = value;
}

static void read_after(reading_t *reading, const char *value)
{
    reading->out->query.after = value;
}

/* Names of classes as design systems have them: "govuk-body", "text-sm md:text-base". */
static int is_class(reading_t *reading, const char *value)
{
    static const char marks[] = "-_:/. ";
    const char *c = value;

    while (apr_isalnum(*c) || (*c && strchr(marks, *c))) {
        c++;
    }
    if (*c) {
        refuse(reading, "not_a_class",
               N_("“{value}” is not a name of a class such as govuk-link, or several."), value, "");
    }
    return *c == '\0';
}

static void read_class(reading_t *reading, const char *value)
{
    reading->out->css_class = is_class(reading, value) ? value : NULL;
}

static void read_link_class(reading_t *reading, const char *value)
{
    reading->out->link_class = is_class(reading, value) ? value : NULL;
}

static void read_version(reading_t *reading, const char *value)
{
    (void)value;
    reading->out->has_version = 1;
}

static void read_bom(reading_t *reading, const char *value)
{
    if (strcmp(value, "1") != 0 && strcmp(value, "0") != 0) {
        sc_problem_add(reading->problems, reading->name, "not_a_flag", N_("Write 1 or 0."), NULL);
        return;
    }
    reading->out->has_bom = *value == '1';
}

/* The most frequent ones stand first. */
static const struct {
    const char *name;
    read_fn *read;
} others[] = {{"lang", read_lang},
              {"view", read_view},
              {"heading", read_heading},
              {"sort", read_sort},
              {"limit", read_limit},
              {"after", read_after},
              {"columns", read_columns},
              {"v", read_version},
              {"bom", read_bom},
              {"class", read_class},
              {"link-class", read_link_class}};

enum { OTHERS = SC_LENGTH(others) };

/* How the filters are read. */
static read_fn *const of_filters[] = {
    [SC_FILTER_ITEM] = read_slug,       [SC_FILTER_WORD] = read_word,
    [SC_FILTER_COUNTRY] = read_country, [SC_FILTER_DATE] = read_date,
    [SC_FILTER_DAY] = read_day,         [SC_FILTER_SEARCH] = read_text,
    [SC_FILTER_NUMBER] = read_number,   [SC_FILTER_LANGUAGE] = read_tag};

/* The number of the parameter among the others and the filters behind them; -1 if it is none. */
static int number_named(const char *name)
{
    const sc_filter_t *filter = sc_filter_named(name);

    for (int i = 0; i < OTHERS; i++) {
        if (strcmp(others[i].name, name) == 0) {
            return i;
        }
    }
    return filter ? OTHERS + (int)(filter - sc_filters) : -1;
}

int sc_parameter_is_known(const char *name)
{
    return number_named(name) >= 0;
}

static const char *trimmed(char *text)
{
    char *end = text + strlen(text);

    while (end > text && apr_isspace(end[-1])) {
        *--end = '\0';
    }
    return text + strspn(text, " \t\r\n\f\v");
}

static void read_value(reading_t *reading, read_fn *read, const char *encoded, apr_size_t length)
{
    char *value = sc_input_decode(encoded, length, reading->problems->pool);
    const char *name = reading->name;

    if (!value) {
        sc_problem_add(reading->problems, name, "not_text",
                       N_("The value is not properly encoded text."), NULL);
    }
    else if (strlen(value) > SC_VALUE_LIMIT) {
        sc_problem_add(reading->problems, name, "too_long", N_("The value is too long."), NULL);
    }
    else {
        const char *text = trimmed(value);

        /* A form sends the fields that were left empty, too: those say nothing. */
        if (*text) {
            read(reading, text);
        }
    }
}

/* Whether the name is one of those in the list, each of which has a space behind it. */
static int is_among(const char *name, const char *list)
{
    size_t length = strlen(name);

    for (; list && *list; list += strcspn(list, " ") + 1) {
        if (strncmp(list, name, length) == 0 && list[length] == ' ') {
            return 1;
        }
    }
    return 0;
}

/* Lists are narrowed, sorted and paged; the place of an address that has one is that. */
static int is_of_list(const char *name, const sc_filter_t *filter, const sc_route_t *route)
{
    const sc_entity_t *narrowed = route->collection ? route->collection : route->narrowed;

    if (!narrowed || route->flags & SC_ROUTE_PRIVATE) {
        return 0;
    }
    return filter ? sc_filter_narrows(filter, narrowed) &&
                        !(route->item && strcmp(name, route->item->name) == 0)
                  : route->collection && is_among(name, "sort limit after columns ");
}

static int is_understood(const char *name, const sc_filter_t *filter, const sc_route_t *route)
{
    return is_among(name, "lang view heading bom ") ||
           (route && (is_among(name, route->parameters) || is_of_list(name, filter, route)));
}

const char *sc_parameter_at(int i)
{
    return i < OTHERS ? others[i].name : sc_filters[i - OTHERS].name;
}

int sc_parameter_is_understood(const char *name, const sc_route_t *route)
{
    return is_understood(name, sc_filter_named(name), route);
}

/* Data has no classes. */
static int is_of_pages(const char *name)
{
    return is_among(name, "class link-class ");
}

static const char *shown_name(const char *name)
{
    return strlen(name) <= 60 ? name : "?";
}

/* One "name=value". */
static void read_argument(reading_t *reading, const char *argument, apr_size_t length,
                          int is_strict, apr_uint64_t *seen)
{
    const char *equals = memchr(argument, '=', length);
    apr_size_t name_length = equals ? (apr_size_t)(equals - argument) : length;
    apr_size_t value_length = equals ? length - name_length - 1 : 0;
    const char *name = sc_input_decode(argument, name_length, reading->problems->pool);
    int number = name ? number_named(name) : -1;

    if (!name) {
        sc_problem_add(reading->problems, NULL, "not_text",
                       N_("The name of a parameter is not properly encoded text."), NULL);
        return;
    }
    reading->name = name;
    reading->filter = number >= OTHERS ? &sc_filters[number - OTHERS] : NULL;
    if (number < 0 || (!is_understood(name, reading->filter, reading->route) &&
                       (is_strict || !is_of_pages(name)))) {
        if (is_strict) {
            sc_problem_add(reading->problems, shown_name(name), "unknown_parameter",
                           N_("There is no parameter {name} at this address."), "name",
                           shown_name(name), NULL);
        }
        return;
    }
    apr_uint64_t bit = (apr_uint64_t)1 << number;
    if (*seen & bit && !(reading->filter && sc_filter_repeats(reading->filter))) {
        sc_problem_add(reading->problems, name, "repeated",
                       N_("The parameter is given more than once."), NULL);
        return;
    }
    *seen |= bit;
    read_value(reading, reading->filter ? of_filters[reading->filter->type] : others[number].read,
               equals ? equals + 1 : "", value_length);
}

static void read_arguments(reading_t *reading, const char *arguments, int is_strict)
{
    apr_uint64_t seen = 0; /* a bit for each parameter */
    int count = 0;

    while (*arguments) {
        apr_size_t length = strcspn(arguments, "&");

        if (length > 0 && ++count > SC_PARAMETERS_MOST) {
            sc_problem_add(reading->problems, NULL, "too_many",
                           N_("There are too many parameters in the address."), NULL);
            return;
        }
        if (length > 0) {
            read_argument(reading, arguments, length, is_strict, &seen);
        }
        arguments += length + (arguments[length] == '&');
    }
}

static int is_token(const sc_route_t *route, const sc_query_t *query, apr_pool_t *pool)
{
    return route->collection ? sc_list_token_is_valid(route->collection, query, query->after)
           : route->flags & SC_ROUTE_WINDOW ? sc_anniversary_token_is_valid(query->after)
                                            : sc_sitemap_token_is_valid(query->after, pool);
}

/* The order and the token depend on each other, so they are checked when both are known. */
static void check_order(const sc_route_t *route, sc_query_t *query, sc_problems_t *problems)
{
    if (route && route->collection && !query->sort) {
        query->descending = sc_list_descends(route->collection);
    }
    if (query->after && !is_token(route, query, problems->pool)) {
        sc_problem_add(problems, "after", "not_a_token",
                       N_("This is not a place in the list as it is sorted here; start "
                          "from its first page."),
                       NULL);
        query->after = NULL;
    }
}

/* Nothing is in between, which is more likely a slip than a question. */
static void check_span(const sc_query_t *query, sc_problems_t *problems)
{
    char begin[11], end[11], unused[11];
    sc_date_t since, until;

    if (!query->since || !query->until || sc_edtf_parse(query->since, &since) != APR_SUCCESS ||
        sc_edtf_parse(query->until, &until) != APR_SUCCESS) {
        return;
    }
    sc_edtf_span(&since, begin, unused);
    sc_edtf_span(&until, unused, end);
    if (strcmp(begin, end) > 0) {
        sc_problem_add(problems, "until", "ends_before_it_begins",
                       N_("There is no time since “{since}” and until “{until}”: the first date is "
                          "later than the second."),
                       "since", query->since, "until", query->until, NULL);
    }
}

int sc_parameters_read(const char *arguments, const sc_route_t *route, int is_strict,
                       const apr_array_header_t *languages, sc_parameters_t *parameters,
                       sc_problems_t *problems)
{
    reading_t reading = {NULL, NULL, route, languages, parameters, problems};
    int before = problems->items->nelts;

    memset(parameters, 0, sizeof(*parameters));
    parameters->query.limit = SC_LIMIT_DEFAULT;
    if (arguments && strlen(arguments) > SC_ARGUMENTS_LIMIT) {
        sc_problem_add(problems, NULL, "too_long", N_("The address is too long."), NULL);
    }
    else if (arguments) {
        read_arguments(&reading, arguments, is_strict);
    }
    if (route && route->flags & SC_ROUTE_FOR && !parameters->query.suggest_for &&
        problems->items->nelts == before) {
        sc_problem_add(problems, "for", "required",
                       N_("Say for which place, by its address name: for=kaunas-lt."), NULL);
    }
    check_order(route, &parameters->query, problems);
    check_span(&parameters->query, problems);
    return problems->items->nelts - before;
}
