#include "present/page/part/filter.h"

#include "present/page/part/part.h"

#include <apr_strings.h>
#include <string.h>

static const char *value_of(const sc_view_t *view, const sc_filter_t *filter)
{
    return filter->collections && !*filter->collections
               ? NULL /* which chooses what is shown and narrows no list */
               : sc_filter_value(view->query, filter);
}

static const sc_filter_field_t *field_of(const sc_filter_field_t *fields, const char *name)
{
    while (fields->name && strcmp(fields->name, name) != 0) {
        fields++;
    }
    return fields->name ? fields : NULL;
}

int sc_filters_are_set(const sc_view_t *view)
{
    for (const sc_filter_t *filter = sc_filters; filter->name; filter++) {
        if (value_of(view, filter)) {
            return 1;
        }
    }
    return 0;
}

static int is_chosen(const apr_array_header_t *chosen, const char *value)
{
    return chosen->nelts && strcmp(APR_ARRAY_IDX(chosen, 0, const char *), value) == 0;
}

/* @param chosen the first of them is selected; of a second choice none is, and none is told again
 */
static void write_option(sc_buffer_t *out, const apr_array_header_t *chosen, int is_second,
                         const char *value, const char *label)
{
    if (!is_second || !sc_has_text(chosen, value)) {
        sc_part_option(out, value, label, !is_second && is_chosen(chosen, value));
    }
}

static void write_options(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filter,
                          const apr_array_header_t *chosen, int is_second)
{
    int count = 0;

    for (int i = 0; filter->vocabulary && i < filter->vocabulary->count; i++) {
        const char *word = filter->vocabulary->words[i].word;

        write_option(out, chosen, is_second, word, sc_part_word(view, filter->vocabulary, word));
    }
    const sc_sorted_t *countries =
        filter->type == SC_FILTER_COUNTRY ? sc_countries_by_name(view, &count) : NULL;
    for (int i = 0; i < count; i++) {
        write_option(out, chosen, is_second, countries[i].tie, countries[i].name);
    }
}

/* The first value can be changed, one more be added; the chips above remove any. */
static void write_choice(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filter,
                         const char *label)
{
    const apr_array_header_t *chosen = sc_filter_values(view->query, filter, view->pool);

    sc_html(out, "<select name=\"%t\"><option value=\"\">%t</option>", filter->name,
            sc_say(view, "any"));
    write_options(out, view, filter, chosen, 0);
    sc_buffer_puts(out, "</select></label>\n");
    if (chosen->nelts == 0 || !sc_filter_repeats(filter)) {
        return;
    }
    for (int i = 1; i < chosen->nelts; i++) {
        sc_part_hidden(out, filter->name, APR_ARRAY_IDX(chosen, i, const char *));
    }
    sc_html(out,
            "<label class=\"sistercity__field\"><span>%t</span> <select name=\"%t\">"
            "<option value=\"\">%t</option>",
            sc_sayf(view, "{filter}, or also", "filter", label, NULL), filter->name,
            sc_say(view, "no other"));
    write_options(out, view, filter, chosen, 1);
    sc_buffer_puts(out, "</select></label>\n");
}

static void write_field(sc_buffer_t *out, const sc_view_t *view, const sc_filter_field_t *field)
{
    const sc_filter_t *filter = sc_filter_named(field->name);
    const char *value = value_of(view, filter);
    int is_date = filter->type == SC_FILTER_DATE || filter->type == SC_FILTER_DAY;

    sc_html(out, "<label class=\"sistercity__field\"><span>%t",
            sc_say(view, field->label ? field->label : filter->label));
    if (is_date) {
        sc_html(out, " <small class=\"sistercity__details\">%t</small>",
                sc_say(view, "such as 1959 or 1955-12"));
    }
    sc_buffer_puts(out, "</span> ");
    if (filter->type == SC_FILTER_WORD || filter->type == SC_FILTER_COUNTRY) {
        write_choice(out, view, filter, sc_say(view, field->label ? field->label : filter->label));
        return;
    }
    sc_html(out, "<input %r name=\"%t\" value=\"%t\"></label>\n",
            filter->type == SC_FILTER_NUMBER
                ? "type=\"text\" size=\"10\" maxlength=\"9\" inputmode=\"numeric\""
            : is_date ? "type=\"text\" size=\"10\" maxlength=\"12\""
                      : "type=\"search\" maxlength=\"200\" autocomplete=\"off\"",
            filter->name, value);
}

static void write_kept(sc_buffer_t *out, const sc_view_t *view, const sc_filter_field_t *fields)
{
    const sc_query_t *query = view->query;

    for (const sc_filter_t *filter = sc_filters; filter->name; filter++) {
        const apr_array_header_t *values = sc_filter_values(query, filter, view->pool);

        for (int i = 0; value_of(view, filter) && i < values->nelts; i++) {
            if (!field_of(fields, filter->name)) {
                sc_part_hidden(out, filter->name, APR_ARRAY_IDX(values, i, const char *));
            }
        }
    }
    if (query->sort) {
        sc_part_hidden(out, "sort",
                       apr_pstrcat(view->pool, query->descending ? "-" : "", query->sort, NULL));
    }
    if (query->limit > 0 && query->limit != SC_LIMIT_DEFAULT) {
        sc_part_hidden(out, "limit", apr_itoa(view->pool, query->limit));
    }
    sc_part_keep_language(out, view);
}

static void write_button(sc_buffer_t *out, const sc_view_t *view)
{
    sc_html(out, "<button class=\"sistercity__button\" type=\"submit\">%t</button>\n",
            sc_say(view, "Show"));
}

/* Nobody is offered to filter by what the site's own pages do not tell. */
static int is_offered(const sc_view_t *view, const sc_filter_field_t *field)
{
    const sc_filter_t *filter = sc_filter_named(field->name);
    int is_in_japan = sc_is(view->home_country, "JP");

    return filter->vocabulary != &sc_condition_answers || value_of(view, filter) ||
           (view->conditions < 0 ? is_in_japan : view->conditions);
}

/* The first field is always in sight; the others open when a reader wants them, and end with a
 * button of their own. Those that are set are told above the list. */
void sc_filters_form(sc_buffer_t *out, const sc_view_t *view, const sc_filter_field_t *fields)
{
    const sc_filter_field_t *field = fields + 1;

    sc_html(out, "<form class=\"sistercity__filters\" method=\"get\" action=\"%u\">\n",
            apr_pstrcat(view->pool, view->mount, view->path, NULL));
    write_field(out, view, fields);
    write_button(out, view);
    if (field->name) {
        sc_html(out, "<details class=\"sistercity__more\">\n<summary>%t</summary>\n<div>\n",
                sc_say(view, "More filters"));
        for (; field->name; field++) {
            if (is_offered(view, field)) {
                write_field(out, view, field);
            }
        }
        write_button(out, view);
        sc_buffer_puts(out, "</div>\n</details>\n");
    }
    write_kept(out, view, fields);
    sc_buffer_puts(out, "</form>\n");
}

static const char *named_item(const sc_view_t *view, const sc_list_t *list, const char *name,
                              const char *slug)
{
    if (strcmp(name, "place") == 0) {
        return sc_part_name(view, sc_part_label(view, list->labels, slug));
    }
    if (strcmp(name, "network") == 0) {
        const sc_network_t *network = sc_find(list->networks, slug);

        return network ? sc_own_name(view, network).text : slug;
    }
    const sc_partnership_t *partnership = sc_find(list->partnerships, slug);
    return partnership ? sc_part_parties(view, list->labels, partnership) : slug;
}

static const char *value_in_words(const sc_view_t *view, const sc_filter_t *filter,
                                  const char *value, const sc_list_t *list)
{
    switch (filter->type) {
    case SC_FILTER_WORD:
        return sc_say_word(view, filter->vocabulary, value);
    case SC_FILTER_COUNTRY:
        return sc_say_country(view, value);
    case SC_FILTER_DATE:
    case SC_FILTER_DAY:
        return sc_say_date(view, value);
    case SC_FILTER_NUMBER:
        return sc_say_number(view, apr_atoi64(value));
    case SC_FILTER_ITEM:
        return named_item(view, list, filter->name, value);
    default:
        return value;
    }
}

/* The other values of the filter. */
static const char *without(const apr_array_header_t *values, int i, apr_pool_t *pool)
{
    apr_array_header_t *others = apr_array_make(pool, 1, sizeof(const char *));

    for (int j = 0; j < values->nelts; j++) {
        if (j != i) {
            APR_ARRAY_PUSH(others, const char *) = APR_ARRAY_IDX(values, j, const char *);
        }
    }
    return others->nelts ? apr_array_pstrcat(pool, others, ',') : NULL;
}

/* What the author of a page around has chosen, its reader cannot remove. */
static void write_chip(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filter,
                       const char *label, const apr_array_header_t *values, int i,
                       const sc_list_t *list)
{
    const char *value = value_in_words(view, filter, APR_ARRAY_IDX(values, i, const char *), list);
    const char *words = sc_join(view, SC_COLON, sc_say(view, label ? label : filter->label), value);
    sc_query_t query = *view->query;

    query.after = NULL;
    *(const char **)((char *)&query + filter->member) = without(values, i, view->pool);
    sc_html(out, "<li class=\"sistercity__chip\">%t",
            i ? sc_sayf(view, "or {value}", "value", value, NULL) : words);
    if (view->is_fragment) {
        sc_buffer_puts(out, "</li>\n");
        return;
    }
    sc_html(out, " <a href=\"%u\" aria-label=\"%t\">%t</a></li>\n",
            sc_link_self(view, "", sc_query_arguments(&query, NULL, NULL, view->pool)),
            sc_sayf(view, "Remove the filter {filter}", "filter", words, NULL),
            sc_say(view, "remove"));
}

/* One for each value of the filter. */
static void write_chips(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filter,
                        const char *label, const sc_list_t *list)
{
    const apr_array_header_t *values = sc_filter_values(view->query, filter, view->pool);

    for (int i = 0; value_of(view, filter) && i < values->nelts; i++) {
        write_chip(out, view, filter, label, values, i, list);
    }
}

void sc_filters_summary(sc_buffer_t *out, const sc_view_t *view, const sc_filter_field_t *fields,
                        const sc_list_t *list)
{
    if (!sc_filters_are_set(view)) {
        return;
    }
    sc_html(out, "<div class=\"sistercity__chosen\">%t <ul class=\"sistercity__inline\">\n",
            sc_say(view, "Filters:"));
    for (const sc_filter_t *filter = sc_filters; filter->name; filter++) {
        if (!field_of(fields, filter->name)) {
            write_chips(out, view, filter, NULL, list);
        }
    }
    for (const sc_filter_field_t *field = fields; field->name; field++) {
        write_chips(out, view, sc_filter_named(field->name), field->label, list);
    }
    sc_buffer_puts(out, "</ul></div>\n");
}

/* What the author of a page around has chosen, its reader cannot change. */
static void advise_of_page(sc_buffer_t *out, const sc_view_t *view)
{
    if (sc_filters_are_set(view)) {
        sc_html(out, "<li>%t</li>\n", sc_say(view, "Remove one of the filters above."));
    }
    sc_html(
        out, "<li>%r</li>\n",
        sc_link_html(view, sc_link_self(view, "", ""), sc_say(view, "Show everything on record")));
}

void sc_filters_advise(sc_buffer_t *out, const sc_view_t *view)
{
    if (view->is_fragment && !view->query->q) {
        return;
    }
    sc_buffer_puts(out, "<ul>\n");
    if (view->query->q) {
        sc_html(out, "<li>%t</li>\n",
                sc_say(view, "Try fewer letters or words, or another spelling: names "
                             "are found in any script, with and without accents."));
    }
    if (!view->is_fragment) {
        advise_of_page(out, view);
    }
    sc_buffer_puts(out, "</ul>\n");
}
