#include "present/page/part/filter.h"

#include "present/page/part/countries.h"

#include <apr_strings.h>
#include <string.h>

/* Filters that a link sets and no field of a form. */
static const sc_filter_t silent_filters[] = {
    {"place", N_("Place"), SC_FILTER_ITEM, NULL},
    {"partnership", N_("Partnership"), SC_FILTER_ITEM, NULL},
    {"as_of", N_("In force on"), SC_FILTER_DATE, NULL},
    {NULL, NULL, SC_FILTER_ITEM, NULL}};

static int any_is_set(const sc_view_t *view, const sc_filter_t *filters)
{
    for (; filters->name; filters++) {
        if (sc_query_value(view->query, filters->name)) {
            return 1;
        }
    }
    return 0;
}

int sc_filters_are_set(const sc_view_t *view, const sc_filter_t *filters)
{
    return any_is_set(view, filters) || any_is_set(view, silent_filters);
}

static void write_choices(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filter)
{
    const char *chosen = sc_query_value(view->query, filter->name);
    int i;

    sc_html(out, "<select name=\"%t\"><option value=\"\">%t</option>", filter->name,
            sc_text(view->language, "any"));
    for (i = 0; i < filter->vocabulary->count; i++) {
        const char *word = filter->vocabulary->words[i].word;

        sc_html(out, "<option value=\"%t\"%r>%t</option>", word,
                chosen && strcmp(chosen, word) == 0 ? " selected" : NULL,
                sc_part_word(view, filter->vocabulary, word));
    }
    sc_buffer_puts(out, "</select>");
}

static void write_countries(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filter)
{
    const apr_array_header_t *countries = sc_countries_by_name(view);
    const char *chosen = sc_query_value(view->query, filter->name);
    int i;

    sc_html(out, "<select name=\"%t\"><option value=\"\">%t</option>", filter->name,
            sc_text(view->language, "any"));
    for (i = 0; i < countries->nelts; i++) {
        const sc_country_t *country = &APR_ARRAY_IDX(countries, i, sc_country_t);

        sc_html(out, "<option value=\"%t\"%r>%t</option>", country->code,
                chosen && strcmp(chosen, country->code) == 0 ? " selected" : NULL, country->name);
    }
    sc_buffer_puts(out, "</select>");
}

static void write_input(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filter)
{
    const char *attributes = filter->type == SC_FILTER_DATE
                                 ? "type=\"text\" size=\"10\" maxlength=\"12\""
                                 : "type=\"search\" maxlength=\"200\" autocomplete=\"off\"";

    sc_html(out, "<input %r name=\"%t\" value=\"%t\">", attributes, filter->name,
            sc_query_value(view->query, filter->name));
}

static void write_field(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filter)
{
    sc_html(out, "<label class=\"sistercity__field\"><span>%t",
            sc_text(view->language, filter->label));
    if (filter->type == SC_FILTER_DATE) {
        sc_html(out, " <small class=\"sistercity__details\">%t</small>",
                sc_text(view->language, "such as 1959 or 1955-12"));
    }
    sc_buffer_puts(out, "</span> ");
    if (filter->type == SC_FILTER_WORD) {
        write_choices(out, view, filter);
    }
    else if (filter->type == SC_FILTER_COUNTRY) {
        write_countries(out, view, filter);
    }
    else {
        write_input(out, view, filter);
    }
    sc_buffer_puts(out, "</label>\n");
}

static void write_hidden(sc_buffer_t *out, const char *name, const char *value)
{
    if (value) {
        sc_html(out, "<input type=\"hidden\" name=\"%t\" value=\"%t\">\n", name, value);
    }
}

void sc_filters_keep_language(sc_buffer_t *out, const sc_view_t *view)
{
    write_hidden(out, "lang", view->lang_in_links ? sc_language_tag(view->language) : NULL);
}

static void write_kept(sc_buffer_t *out, const sc_view_t *view)
{
    const sc_query_t *query = view->query;
    const sc_filter_t *silent;

    for (silent = silent_filters; silent->name; silent++) {
        write_hidden(out, silent->name, sc_query_value(query, silent->name));
    }
    if (query->sort) {
        write_hidden(out, "sort",
                     apr_pstrcat(view->pool, query->descending ? "-" : "", query->sort, NULL));
    }
    if (query->limit > 0 && query->limit != SC_LIMIT_DEFAULT) {
        write_hidden(out, "limit", apr_itoa(view->pool, query->limit));
    }
    sc_filters_keep_language(out, view);
}

/* The first field is always in sight; the others open when a reader wants them. */
void sc_filters_form(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filters)
{
    const sc_filter_t *filter = filters + 1;

    sc_html(out, "<form class=\"sistercity__filters\" method=\"get\" action=\"%u\">\n",
            apr_pstrcat(view->pool, view->mount, view->path, NULL));
    write_field(out, view, filters);
    if (filter->name) {
        sc_html(out, "<details class=\"sistercity__more\"%r>\n<summary>%t</summary>\n<div>\n",
                any_is_set(view, filter) ? " open" : NULL, sc_text(view->language, "More filters"));
        for (; filter->name; filter++) {
            write_field(out, view, filter);
        }
        sc_buffer_puts(out, "</div>\n</details>\n");
    }
    write_kept(out, view);
    sc_html(out, "<button class=\"sistercity__button\" type=\"submit\">%t</button>\n</form>\n",
            sc_text(view->language, "Show"));
}

static const char *named_item(const sc_view_t *view, const sc_list_t *list, const char *name,
                              const char *slug)
{
    const sc_partnership_t *partnership;

    if (strcmp(name, "place") == 0) {
        return sc_part_name(view, sc_part_label(view, list->labels, slug));
    }
    partnership =
        list->partnerships ? apr_hash_get(list->partnerships, slug, APR_HASH_KEY_STRING) : NULL;
    return partnership ? sc_part_parties(view, list->labels, partnership) : slug;
}

static const char *value_in_words(const sc_view_t *view, const sc_filter_t *filter,
                                  const sc_list_t *list)
{
    const char *value = sc_query_value(view->query, filter->name);

    switch (filter->type) {
    case SC_FILTER_WORD:
        return sc_text_word(view->language, filter->vocabulary, value);
    case SC_FILTER_COUNTRY:
        return sc_format_country(view->language, view->country_labels, value);
    case SC_FILTER_DATE:
        return sc_format_date(view->language, value, view->pool);
    case SC_FILTER_ITEM:
        return named_item(view, list, filter->name, value);
    default:
        return value;
    }
}

static const char *link_without(const sc_view_t *view, const char *name)
{
    sc_query_t query = *view->query;

    query.after = NULL;
    return sc_link_self(view, "", sc_query_arguments(&query, name, NULL, view->pool));
}

static void write_removable(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filters,
                            const sc_list_t *list)
{
    for (; filters->name; filters++) {
        const char *words;

        if (!sc_query_value(view->query, filters->name)) {
            continue;
        }
        words = sc_textf(view->language, view->pool, "{filter}: {value}", "filter",
                         sc_text(view->language, filters->label), "value",
                         value_in_words(view, filters, list), NULL);
        sc_html(out,
                "<li class=\"sistercity__chip\">%t <a href=\"%u\" aria-label=\"%t\">%t</a></li>\n",
                words, link_without(view, filters->name),
                sc_textf(view->language, view->pool, "Remove the filter {filter}", "filter", words,
                         NULL),
                sc_text(view->language, "remove"));
    }
}

void sc_filters_summary(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filters,
                        const sc_list_t *list)
{
    if (!sc_filters_are_set(view, filters)) {
        return;
    }
    sc_html(out, "<div class=\"sistercity__chosen\">%t <ul class=\"sistercity__inline\">\n",
            sc_text(view->language, "Shown are those with"));
    write_removable(out, view, silent_filters, list);
    write_removable(out, view, filters, list);
    sc_buffer_puts(out, "</ul></div>\n");
}

void sc_filters_advise(sc_buffer_t *out, const sc_view_t *view, const sc_filter_t *filters)
{
    if (view->query->q) {
        sc_html(out, "<li>%t</li>\n",
                sc_text(view->language, "Try fewer letters or words, or another spelling: names "
                                        "are found in any script, with and without accents."));
    }
    if (any_is_set(view, silent_filters) || any_is_set(view, filters)) {
        sc_html(out, "<li>%t</li>\n", sc_text(view->language, "Remove one of the filters above."));
    }
    sc_html(out, "<li><a href=\"%u\">%t</a></li>\n", sc_link_self(view, "", ""),
            sc_text(view->language, "Show everything on record"));
}
