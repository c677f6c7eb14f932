#include "view/statistics.h"
#include "present/page/pages.h"

#include "present/page/part/filter.h"
#include "present/page/part/place.h"
#include "present/picture/chart.h"
#include "present/write/format.h"
#include "present/write/json.h"

#include <apr_strings.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How many rows of a longer table are shown; the others open below it. */
enum { ROWS_AT_ONCE = 15 };

/* What each is called, and by what. */
static const struct statistic_t {
    const char *name;                  /* JSON key after by_, statistic in CSV */
    const char *value;                 /* JSON key of the word */
    const char *caption;               /* message id */
    const char *heading;               /* message id: of the column of words */
    const sc_vocabulary_t *vocabulary; /* of the words, or NULL */
    const char *filter;                /* argument of the list that selects them, or NULL */
} kinds[SC_STATISTIC_COUNT] = {
    [SC_STATISTIC_STATUS] = {"status", "status", N_("Partnerships by status"), N_("Status"),
                             &sc_statuses, "status"},
    [SC_STATISTIC_TYPE] = {"type", "type", N_("Partnerships by type"), N_("Type"),
                           &sc_partnership_types, "type"},
    [SC_STATISTIC_DECADE] = {"decade", "decade", N_("Partnerships by the decade they began in"),
                             N_("Decade"), NULL, NULL},
    [SC_STATISTIC_REGION] = {"region", "region", N_("Partnerships by region of the world"),
                             N_("Region"), &sc_regions, "region"},
    [SC_STATISTIC_COUNTRY] = {"country", "country", N_("Partnerships by country"), N_("Country"),
                              NULL, "country"},
    [SC_STATISTIC_LEVELS] = {"levels", "levels", N_("Partnerships by level of the two places"),
                             N_("Levels"), NULL, NULL},
    [SC_STATISTIC_FIELD] = {"field", "field", N_("Partnerships by field of exchange"),
                            N_("Field of exchange"), &sc_exchange_fields, "field"},
    [SC_STATISTIC_EXCHANGE] = {"exchange", "exchange",
                               N_("Partnerships by educational or administrative exchange"),
                               N_("Field of exchange"), &sc_exchange_sorts, "exchange"},
    [SC_STATISTIC_AGREEMENT_KIND] = {"agreement_kind", "kind", N_("Agreements by kind"), N_("Kind"),
                                     &sc_agreement_kinds, "kind"},
    [SC_STATISTIC_ACTIVITY_YEAR] = {"activity_year", "year", N_("Activities by year"), N_("Year"),
                                    NULL, NULL},
    [SC_STATISTIC_ACTIVITY_DIRECTION] = {"activity_direction", "direction",
                                         N_("Activities by direction"), N_("Direction"),
                                         &sc_directions, NULL},
    [SC_STATISTIC_ACTIVITY_FORM] = {"activity_form", "form", N_("Activities by form"), N_("Form"),
                                    &sc_activity_forms, NULL},
    [SC_STATISTIC_ACTIVITY_FIELD] = {"activity_field", "field", N_("Activities by field"),
                                     N_("Field of exchange"), &sc_exchange_fields, "field"},
    [SC_STATISTIC_PLACE] = {"place", "slug", N_("Places with the most partnerships"), N_("Place"),
                            NULL, NULL}};

const char *sc_title_statistics(const sc_view_t *view, const void *data)
{
    const sc_statistics_t *statistics = data;

    return statistics->place
               ? sc_sayf(view, "Partnerships of {place} in numbers", "place",
                         sc_part_name(view, sc_label_of(view, statistics->place)), NULL)
               : sc_say(view, "The registry in numbers");
}

static const char *levels_label(const sc_view_t *view, const char *word)
{
    const char *space = strchr(word, ' ');

    return apr_pstrcat(
        view->pool, sc_part_word(view, &sc_levels, apr_pstrmemdup(view->pool, word, space - word)),
        " – ", sc_say_word(view, &sc_levels, space + 1), NULL);
}

/* The word as a person reads it, plain; "" and what is unknown say so. */
static const char *label_of(const sc_view_t *view, const sc_statistics_t *statistics,
                            sc_statistic_e statistic, const char *word)
{
    if (!*word) {
        return sc_say(view, "not recorded");
    }
    switch (statistic) {
    case SC_STATISTIC_DECADE:
    case SC_STATISTIC_ACTIVITY_YEAR:
        return sc_say_date(view, word);
    case SC_STATISTIC_COUNTRY:
        return sc_say_country(view, word);
    case SC_STATISTIC_LEVELS:
        return levels_label(view, word);
    case SC_STATISTIC_PLACE:
        return sc_part_name(view, sc_part_label(view, statistics->labels, word));
    default:
        return sc_part_word(view, kinds[statistic].vocabulary, word);
    }
}

static int is_of_partnerships(sc_statistic_e statistic)
{
    return statistic <= SC_STATISTIC_EXCHANGE;
}

static const char *path_of_list(const sc_view_t *view, const sc_statistics_t *statistics,
                                sc_statistic_e statistic)
{
    const char *collection = is_of_partnerships(statistic)              ? "partnerships"
                             : statistic == SC_STATISTIC_AGREEMENT_KIND ? "agreements"
                                                                        : "activities";

    return !statistics->place ? apr_pstrcat(view->pool, "/", collection, NULL)
           : is_of_partnerships(statistic)
               ? apr_pstrcat(view->pool, "/places/", statistics->place->slug, "/partners", NULL)
               : apr_pstrcat(view->pool, "/", collection, NULL);
}

/* Of several words of an item the list would have those, too, that the filter lets pass for another
 * one. */
static const char *filter_of(const sc_statistics_t *statistics, sc_statistic_e statistic,
                             const sc_query_t *query)
{
    const char *name = kinds[statistic].filter;
    const sc_filter_t *filter = name ? sc_filter_named(name) : NULL;

    if (!filter || !sc_filter_value(query, filter)) {
        return statistic == SC_STATISTIC_REGION && query->country && !statistics->place ? NULL
                                                                                        : name;
    }
    return statistic == SC_STATISTIC_COUNTRY && !statistics->place && !query->partner_country
               ? "partner_country"
               : NULL;
}

/* The list of what the number counts, where there is one: the same filters and the word. */
static const char *link_of(const sc_view_t *view, const sc_statistics_t *statistics,
                           sc_statistic_e statistic, const char *word)
{
    sc_query_t query = *view->query;
    const char *name = filter_of(statistics, statistic, &query);
    sc_view_t of_list = *view;

    if (statistic == SC_STATISTIC_PLACE) {
        return sc_link_with(view, sc_link(view, "places", word, NULL), "as_of", query.as_of);
    }
    if (!name || !*word) {
        return NULL;
    }
    if (statistic == SC_STATISTIC_EXCHANGE) {
        if (strcmp(word, sc_exchange_sorts.words[0].word) != 0) {
            return NULL;
        }
        word = SC_EXCHANGE_OF_CLAIR;
    }
    query.chart = NULL;
    query.place =
        statistics->place && !is_of_partnerships(statistic) ? statistics->place->slug : query.place;
    *(const char **)((char *)&query + sc_filter_named(name)->member) = word;
    of_list.path = path_of_list(view, statistics, statistic);
    return sc_link_self(&of_list, "", sc_query_arguments(&query, NULL, NULL, view->pool));
}

/* Charts: what has no value stands beside them and sets no scale. */

static apr_int64_t not_recorded(const apr_array_header_t *tallies)
{
    const sc_tally_t *last =
        tallies->nelts ? &APR_ARRAY_IDX(tallies, tallies->nelts - 1, sc_tally_t) : NULL;

    return last && !*last->word ? last->count : 0;
}

/* Of how many it is on record. */
static apr_int64_t known_total(const sc_statistics_t *statistics, sc_statistic_e statistic)
{
    return (is_of_partnerships(statistic)              ? statistics->partnerships
            : statistic == SC_STATISTIC_AGREEMENT_KIND ? statistics->agreements
                                                       : statistics->activities) -
           not_recorded(statistics->tallies[statistic]);
}

static int known_count(const apr_array_header_t *tallies)
{
    return tallies->nelts - (not_recorded(tallies) > 0);
}

static const char *note_of(const sc_view_t *view, const apr_array_header_t *tallies)
{
    apr_int64_t number = not_recorded(tallies);

    return number ? sc_sayf(view, "Not recorded: {n}", "n", sc_say_number(view, number), NULL)
                  : NULL;
}

apr_array_header_t *sc_tallies_by_number(const sc_view_t *view, const sc_statistics_t *statistics,
                                         sc_statistic_e statistic)
{
    apr_array_header_t *tallies = apr_array_copy(view->pool, statistics->tallies[statistic]);
    sc_tally_t *all = (sc_tally_t *)tallies->elts;
    sc_sorted_t *rows = apr_palloc(view->pool, ((apr_size_t)tallies->nelts + 1) * sizeof(*rows));
    int known = known_count(tallies);

    for (int from = 0, next; from < known; from = next) {
        for (next = from; next < known && all[next].count == all[from].count; next++) {
            rows[next - from] = (sc_sorted_t){
                label_of(view, statistics, statistic, all[next].word), all[next].word,
                &APR_ARRAY_IDX(statistics->tallies[statistic], next, sc_tally_t), NULL};
        }
        sc_part_sort(view, rows, next - from);
        for (int i = from; i < next; i++) {
            all[i] = *(const sc_tally_t *)rows[i - from].item;
        }
    }
    return tallies;
}

static int is_over_time(sc_statistic_e statistic)
{
    return statistic == SC_STATISTIC_DECADE || statistic == SC_STATISTIC_ACTIVITY_YEAR;
}

/* More times than this between the first and the last are not filled in where nothing is. */
enum { TIMES_MOST = 150 };

/* The number of a decade or a year; -1 of one that is not known so exactly. */
static int time_of(const char *word)
{
    size_t digits = strspn(word, "0123456789");

    return digits >= 3 && strcmp(word + digits, digits == 3 ? "X" : "") == 0 ? atoi(word) : -1;
}

static const char *word_of_time(const sc_view_t *view, sc_statistic_e statistic, int at)
{
    return statistic == SC_STATISTIC_DECADE ? apr_psprintf(view->pool, "%03dX", at)
                                            : apr_psprintf(view->pool, "%04d", at);
}

/* The tallies with those times between them of which there is nothing. */
static const apr_array_header_t *with_empty_ones(const sc_view_t *view, sc_statistic_e statistic,
                                                 const apr_array_header_t *tallies)
{
    apr_array_header_t *all = apr_array_make(view->pool, tallies->nelts, sizeof(sc_tally_t));
    int next = -1;

    SC_EACH_OF(const sc_tally_t, tally, tallies) {
        int at = time_of(tally->word);

        while (at >= 0 && next >= 0 && next < at && at - next < TIMES_MOST) {
            APR_ARRAY_PUSH(all, sc_tally_t) =
                (sc_tally_t){word_of_time(view, statistic, next++), 0};
        }
        next = at >= 0 ? at + 1 : next;
        APR_ARRAY_PUSH(all, sc_tally_t) = *tally;
    }
    return all;
}

/* "1960–69": some languages need many letters to say a decade. */
static const char *span_of(const sc_view_t *view, const char *decade)
{
    int first = time_of(decade) * 10;
    const char *last = sc_say_year(view, first + 9);
    size_t length = strlen(last), digits = first < 1000 ? 3 : 4;

    return first < 0 ? NULL
                     : apr_pstrcat(view->pool, sc_say_year(view, first), "–",
                                   last + length - 2 * (length / digits), NULL);
}

/* @param is_growing whether each bar has those before it, too */
static sc_chart_t chart_of(const sc_view_t *view, const sc_statistics_t *statistics,
                           sc_statistic_e statistic, int is_growing)
{
    const apr_array_header_t *tallies =
        is_over_time(statistic) ? with_empty_ones(view, statistic, statistics->tallies[statistic])
                                : sc_tallies_by_number(view, statistics, statistic);
    sc_chart_t chart = {
        SC_CHART_ROWS, sc_say(view, kinds[statistic].caption), NULL, 0, note_of(view, tallies), 1};
    apr_int64_t sum = 0;
    sc_bar_t *bars;

    if (is_over_time(statistic)) {
        chart.form = is_growing ? SC_CHART_LINE : SC_CHART_COLUMNS;
    }
    if (is_growing) {
        chart.title = sc_say(view, "Partnerships begun by the end of each decade");
    }
    chart.count = known_count(tallies);
    chart.bars = bars = apr_palloc(view->pool, sizeof(*bars) * ((apr_size_t)chart.count + 1));
    for (int i = 0; i < chart.count; i++) {
        const sc_tally_t *tally = &APR_ARRAY_IDX(tallies, i, sc_tally_t);

        sum += tally->count;
        bars[i] = (sc_bar_t){label_of(view, statistics, statistic, tally->word),
                             statistic == SC_STATISTIC_DECADE ? span_of(view, tally->word) : NULL,
                             is_growing ? sum : tally->count};
    }
    return chart;
}

static const char *chart_asked(const sc_view_t *view)
{
    return view->query ? view->query->chart : NULL;
}

/* Growth is made of the decades. */
static int is_of_chart(sc_statistic_e statistic, const char *chart)
{
    return strcmp(kinds[statistic].name, strcmp(chart, "growth") == 0 ? "decade" : chart) == 0;
}

void sc_svg_statistics(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const char *name = chart_asked(view) ? chart_asked(view) : "decade";
    int statistic = 0;

    while (statistic < SC_STATISTIC_COUNT - 1 && !is_of_chart(statistic, name)) {
        statistic++;
    }
    sc_chart_t chart = chart_of(view, data, statistic, strcmp(name, "growth") == 0);
    chart.is_part = 0;
    sc_chart_write(out, view, &chart);
}

/* The share of those of which it is on record, to four digits. */
/* Without a whole, which only a database that contradicts itself has none of, there is no share. */
static double share_of(const sc_statistics_t *statistics, sc_statistic_e statistic,
                       const sc_tally_t *tally)
{
    double whole = (double)known_total(statistics, statistic);

    return whole > 0 ? round(10000.0 * (double)tally->count / whole) / 10000.0 : 0;
}

/* The bar only repeats the number, for the eye. */
static const char *number_cell(const sc_view_t *view, apr_int64_t number, apr_int64_t greatest)
{
    return sc_html_make(view->pool,
                        "<span class=\"sistercity__bar\"><span class=\"sistercity__count\">%t"
                        "</span><svg viewBox=\"0 0 1000 10\" preserveAspectRatio=\"none\" "
                        "aria-hidden=\"true\" focusable=\"false\"><rect "
                        "class=\"sistercity__mark\" width=\"%d\" height=\"10\" "
                        "fill=\"#1d5c8c\"/></svg></span>",
                        sc_say_number(view, number),
                        (int)((number * 1000 + greatest - 1) / greatest));
}

static void write_row(sc_buffer_t *out, const sc_view_t *view, const sc_statistics_t *statistics,
                      sc_statistic_e statistic, const sc_tally_t *tally, apr_int64_t greatest)
{
    const char *label = label_of(view, statistics, statistic, tally->word);
    const char *link = link_of(view, statistics, statistic, tally->word);

    sc_html(out, "<tr><th scope=\"row\">%r</th>",
            link ? sc_link_html(view, link, label) : sc_text_html(view, label));
    sc_part_cell(out, view, N_("Number"), number_cell(view, tally->count, greatest));
    /* A share needs no label beside it: it is in percent. */
    if (statistic != SC_STATISTIC_PLACE) {
        sc_html(out, "<td class=\"sistercity__count\">%t</td>",
                sc_say_share(view, share_of(statistics, statistic, tally)));
    }
    sc_buffer_puts(out, "</tr>\n");
}

/* Some rows of a statistic as a table of their own. */
static void write_rows(sc_buffer_t *out, const sc_view_t *view, const sc_statistics_t *statistics,
                       sc_statistic_e statistic, const apr_array_header_t *rows, int from,
                       int until)
{
    const struct statistic_t *kind = &kinds[statistic];
    const sc_tally_t *tallies = (const sc_tally_t *)rows->elts;
    const char *const columns[] = {kind->heading, N_("Number"),
                                   statistic == SC_STATISTIC_PLACE ? NULL : N_("Share"), NULL};
    apr_int64_t greatest = 1;

    for (int i = 0; i < known_count(rows); i++) {
        greatest = tallies[i].count > greatest ? tallies[i].count : greatest;
    }
    sc_part_table_open(out, view, sc_say(view, kind->caption), columns);
    for (int i = from; i < until; i++) {
        write_row(out, view, statistics, statistic, &tallies[i], greatest);
    }
    sc_part_table_close(out);
}

/* @param chart by its name */
static void write_form(sc_buffer_t *out, const sc_view_t *view, const char *chart,
                       const char *caption, sc_format_e format, const char *text)
{
    const char *before = sc_query_arguments(view->query, "chart", NULL, view->pool);

    sc_html(
        out, " <a href=\"%u\" type=\"%t\" aria-label=\"%t\">%t</a>",
        sc_link_self(view, sc_formats[format].suffix,
                     apr_pstrcat(view->pool, before, *before ? "&" : "", "chart=", chart, NULL)),
        sc_formats[format].media_type,
        sc_sayf(view, "{name}: {value}", "name", caption, "value", text, NULL), text);
}

/* What is not in the picture, and the picture in other forms. */
static void write_foot(sc_buffer_t *out, const sc_view_t *view, sc_statistic_e statistic,
                       const char *note)
{
    const char *name = kinds[statistic].name, *caption = sc_say(view, kinds[statistic].caption);

    sc_part_quiet(out, note);
    if (!view->is_fragment && view->query) {
        sc_html(out, "<p class=\"sistercity__downloads\">%t", sc_say(view, "The same as data:"));
        write_form(out, view, name, caption, SC_FORMAT_JSON, "JSON");
        write_form(out, view, name, caption, SC_FORMAT_CSV, "CSV");
        write_form(out, view, name, caption, SC_FORMAT_SVG, "SVG");
        sc_buffer_puts(out, "</p>\n");
    }
}

static void write_chart(sc_buffer_t *out, const sc_view_t *view, const sc_chart_t *chart)
{
    if (chart->count > 1) {
        sc_html(out,
                "<figure class=\"sistercity__chart\"><figcaption "
                "class=\"sistercity__caption\">%t</figcaption>\n",
                chart->title);
        sc_chart_write(out, view, chart);
        sc_buffer_puts(out, "</figure>\n");
    }
}

/* Pictures, whose table opens below them. */
static void write_over_time(sc_buffer_t *out, const sc_view_t *view,
                            const sc_statistics_t *statistics, sc_statistic_e statistic)
{
    const apr_array_header_t *rows =
        with_empty_ones(view, statistic, statistics->tallies[statistic]);
    sc_chart_t chart = chart_of(view, statistics, statistic, 0);

    sc_buffer_puts(out, "<div class=\"sistercity__charts\">\n");
    write_chart(out, view, &chart);
    if (statistic == SC_STATISTIC_DECADE) {
        chart = chart_of(view, statistics, statistic, 1);
        write_chart(out, view, &chart);
    }
    sc_buffer_puts(out, "</div>\n");
    sc_html(out, "<details><summary>%t</summary>\n", sc_say(view, "The same as a table"));
    write_rows(out, view, statistics, statistic, rows, 0, known_count(rows));
    sc_buffer_puts(out, "</details>\n");
}

static void write_by_number(sc_buffer_t *out, const sc_view_t *view,
                            const sc_statistics_t *statistics, sc_statistic_e statistic)
{
    const apr_array_header_t *rows = sc_tallies_by_number(view, statistics, statistic);
    int count = known_count(rows);
    int shown = statistic == SC_STATISTIC_PLACE || count <= ROWS_AT_ONCE ? count : ROWS_AT_ONCE;

    write_rows(out, view, statistics, statistic, rows, 0, shown);
    if (shown < count) {
        sc_html(out, "<details><summary>%t</summary>\n",
                sc_say_n(view, "{n} more", "{n} more", count - shown, NULL));
        write_rows(out, view, statistics, statistic, rows, shown, count);
        sc_buffer_puts(out, "</details>\n");
    }
}

static void write_statistic(sc_buffer_t *out, const sc_view_t *view,
                            const sc_statistics_t *statistics, sc_statistic_e statistic)
{
    const apr_array_header_t *tallies = statistics->tallies[statistic];

    if (known_count(tallies) == 0) {
        return;
    }
    sc_html(out, "<div class=\"sistercity__bars%r\">\n",
            is_over_time(statistic) ? " sistercity__bars--wide" : NULL);
    (is_over_time(statistic) ? write_over_time : write_by_number)(out, view, statistics, statistic);
    write_foot(out, view, statistic, note_of(view, tallies));
    sc_buffer_puts(out, "</div>\n");
}

/* Pictures before bars, and what most ask before what few do. */
static const sc_statistic_e order[] = {SC_STATISTIC_DECADE,
                                       SC_STATISTIC_COUNTRY,
                                       SC_STATISTIC_REGION,
                                       SC_STATISTIC_FIELD,
                                       SC_STATISTIC_EXCHANGE,
                                       SC_STATISTIC_TYPE,
                                       SC_STATISTIC_STATUS,
                                       SC_STATISTIC_LEVELS,
                                       SC_STATISTIC_PLACE,
                                       SC_STATISTIC_ACTIVITY_YEAR,
                                       SC_STATISTIC_ACTIVITY_DIRECTION,
                                       SC_STATISTIC_ACTIVITY_FIELD,
                                       SC_STATISTIC_ACTIVITY_FORM,
                                       SC_STATISTIC_AGREEMENT_KIND};
_Static_assert(SC_LENGTH(order) == SC_STATISTIC_COUNT, "each is shown");

static void write_numbers(sc_buffer_t *out, const sc_view_t *view,
                          const sc_statistics_t *statistics)
{
    const char *day = view->query->as_of;

    sc_buffer_puts(out, "<dl class=\"sistercity__numbers\">\n");
    if (!day) {
        sc_part_number(out, view, sc_say(view, "Partnerships on record"), statistics->partnerships);
    }
    sc_part_number(out, view,
                   day ? sc_sayf(view, "In force on {date}", "date", sc_say_date(view, day), NULL)
                       : sc_say(view, "In force today"),
                   statistics->in_force);
    sc_part_number(out, view, sc_say(view, "Median age in years"), statistics->median_age);
    sc_part_number(out, view, sc_say(view, "Places"), statistics->places);
    sc_part_number(out, view, sc_say(view, "Agreements"), statistics->agreements);
    sc_part_number(out, view, sc_say(view, "Activities"), statistics->activities);
    sc_buffer_puts(out, "</dl>\n");
}

static const char *modified_of(const sc_view_t *view, const sc_statistics_t *statistics)
{
    if (statistics->place) {
        return statistics->place->record.modified;
    }
    return view->state ? view->state->modified : NULL;
}

static void write_filters(sc_buffer_t *out, const sc_view_t *view,
                          const sc_statistics_t *statistics)
{
    static const sc_filter_field_t fields[] = {{"as_of", NULL}, {"country", NULL}, {"region", NULL},
                                               {"type", NULL},  {"status", NULL},  {"field", NULL},
                                               {"level", NULL}, {NULL, NULL}};
    const sc_list_t list = {.entity = &sc_partnership, .labels = statistics->labels};

    if (!view->is_fragment) {
        sc_filters_form(out, view, fields);
    }
    sc_filters_summary(out, view, fields, &list);
}

void sc_page_statistics(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_statistics_t *statistics = data;
    const char *title = sc_title_statistics(view, data);

    sc_place_open(out, view, "statistics", title, statistics->place);
    write_filters(out, view, statistics);
    if (statistics->partnerships == 0) {
        sc_part_empty(out, sc_filters_are_set(view)
                               ? sc_say(view, "Nothing on record fits all of this.")
                               : sc_say(view, "Nothing is on record yet."));
    }
    else {
        write_numbers(out, view, statistics);
        sc_buffer_puts(out, "<div class=\"sistercity__statistics\">\n");
        for (int i = 0; i < SC_STATISTIC_COUNT; i++) {
            write_statistic(out, view, statistics, order[i]);
        }
        sc_buffer_puts(out, "</div>\n");
    }
    sc_part_end(out, view, title, modified_of(view, statistics), 1);
}

static void write_tally(sc_json_t *json, const sc_statistics_t *statistics,
                        sc_statistic_e statistic, const sc_tally_t *tally)
{
    sc_json_open(json, NULL, '{');
    sc_json_text(json, kinds[statistic].value, tally->word);
    if (*tally->word) {
        sc_json_text(json, "name", label_of(json->view, statistics, statistic, tally->word));
    }
    if (statistic == SC_STATISTIC_PLACE) {
        sc_json_text(json, "url", sc_address(json->view, "places", tally->word, NULL));
    }
    sc_json_integer(json, "count", tally->count);
    if (*tally->word && statistic != SC_STATISTIC_PLACE) {
        sc_json_real(json, "share", share_of(statistics, statistic, tally));
    }
    sc_json_close(json, '}');
}

/* As data there are all, or what one chart shows. */
static int is_asked(const sc_view_t *view, sc_statistic_e statistic)
{
    return !chart_asked(view) || is_of_chart(statistic, chart_asked(view));
}

void sc_json_statistics(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_statistics_t *statistics = data;
    sc_json_t json = sc_json_begin(out, view);

    if (statistics->place) {
        sc_json_text(&json, "slug", statistics->place->slug);
    }
    sc_json_integer(&json, "places", statistics->places);
    sc_json_integer(&json, "partnerships", statistics->partnerships);
    sc_json_integer(&json, "in_force", statistics->in_force);
    sc_json_integer(&json, "median_age", statistics->median_age);
    sc_json_integer(&json, "agreements", statistics->agreements);
    sc_json_integer(&json, "activities", statistics->activities);
    for (int i = 0; i < SC_STATISTIC_COUNT; i++) {
        const apr_array_header_t *tallies = statistics->tallies[i];

        if (tallies->nelts == 0 || !is_asked(view, i)) {
            continue;
        }
        sc_json_open(&json, apr_pstrcat(view->pool, "by_", kinds[i].name, NULL), '[');
        for (int j = 0; j < tallies->nelts; j++) {
            write_tally(&json, statistics, i, &APR_ARRAY_IDX(tallies, j, sc_tally_t));
        }
        sc_json_close(&json, ']');
    }
    sc_json_integer(&json, "revision", view->state ? view->state->revision : SC_NO_INTEGER);
    sc_json_end(&json);
}

void sc_csv_statistics(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_statistics_t *statistics = data;

    sc_buffer_puts(out, "statistic,value,count,share\r\n");
    for (int i = 0; i < SC_STATISTIC_COUNT; i++) {
        for (int j = 0; is_asked(view, i) && j < statistics->tallies[i]->nelts; j++) {
            const sc_tally_t *tally = &APR_ARRAY_IDX(statistics->tallies[i], j, sc_tally_t);

            /* Words and slugs have nothing that CSV would have to quote. */
            sc_buffer_puts(out, apr_psprintf(out->pool, "%s,%s,%" APR_INT64_T_FMT ",",
                                             kinds[i].name, tally->word, tally->count));
            if (*tally->word && i != SC_STATISTIC_PLACE) {
                sc_buffer_puts(out,
                               apr_psprintf(out->pool, "%.4f", share_of(statistics, i, tally)));
            }
            sc_buffer_puts(out, "\r\n");
        }
    }
}
