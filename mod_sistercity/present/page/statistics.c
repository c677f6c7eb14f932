#include "view/statistics.h"
#include "present/page/pages.h"

#include "present/page/part/place.h"
#include "present/write/json.h"

#include <apr_strings.h>
#include <string.h>

/* A longer table shows so many rows; the others open below it. */
enum { ROWS_AT_ONCE = 15 };

/* What each is called, and by what. */
static const struct statistic_t {
    const char *name;                  /* JSON key after by_, statistic in CSV */
    const char *value;                 /* JSON key of the word */
    const char *caption;               /* message id */
    const char *heading;               /* message id: of the column of words */
    const sc_vocabulary_t *vocabulary; /* of the words, or NULL */
    const char *filter;                /* argument of /partnerships that selects them, or NULL */
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
    [SC_STATISTIC_FIELD] = {"field", "field", N_("Partnerships by field of exchange"), N_("Field"),
                            &sc_exchange_fields, "field"},
    [SC_STATISTIC_AGREEMENT_KIND] = {"agreement_kind", "kind", N_("Agreements by kind"), N_("Kind"),
                                     &sc_agreement_kinds, NULL},
    [SC_STATISTIC_ACTIVITY_YEAR] = {"activity_year", "year", N_("Activities by year"), N_("Year"),
                                    NULL, NULL},
    [SC_STATISTIC_ACTIVITY_FORM] = {"activity_form", "form", N_("Activities by form"), N_("Form"),
                                    &sc_activity_forms, NULL},
    [SC_STATISTIC_ACTIVITY_FIELD] = {"activity_field", "field", N_("Activities by field"),
                                     N_("Field"), &sc_exchange_fields, NULL},
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

/* The list of what the number counts, where there is one. */
static const char *link_of(const sc_view_t *view, const sc_statistics_t *statistics,
                           sc_statistic_e statistic, const char *word)
{
    const char *filter = kinds[statistic].filter;

    if (statistic == SC_STATISTIC_PLACE) {
        return sc_link(view, "places", word, NULL);
    }
    if (!filter || !*word || statistics->place) {
        return NULL;
    }
    return sc_link_with(view, sc_link(view, "partnerships", NULL), filter, word);
}

/* The bar only repeats the number, for the eye. */
static const char *number_cell(const sc_view_t *view, apr_int64_t number, apr_int64_t greatest)
{
    return sc_html_make(view->pool,
                        "%t <svg class=\"sistercity__bar\" width=\"100\" height=\"8\" "
                        "viewBox=\"0 0 100 8\" aria-hidden=\"true\" focusable=\"false\">"
                        "<rect width=\"%d\" height=\"8\" fill=\"currentColor\"/></svg>",
                        sc_say_number(view, number),
                        (int)((number * 100 + greatest - 1) / greatest));
}

static void write_row(sc_buffer_t *out, const sc_view_t *view, const sc_statistics_t *statistics,
                      sc_statistic_e statistic, const sc_tally_t *tally, apr_int64_t greatest)
{
    const char *label = label_of(view, statistics, statistic, tally->word);
    const char *link = link_of(view, statistics, statistic, tally->word);

    sc_html(out, "<tr><th scope=\"row\">%r</th>",
            link ? sc_link_html(view, link, label) : sc_text_html(view, label));
    sc_part_cell(out, view, N_("Number"), number_cell(view, tally->count, greatest));
    sc_buffer_puts(out, "</tr>\n");
}

/* Some rows of a statistic as a table of their own. */
static void write_rows(sc_buffer_t *out, const sc_view_t *view, const sc_statistics_t *statistics,
                       sc_statistic_e statistic, int from, int until)
{
    const struct statistic_t *kind = &kinds[statistic];
    const sc_tally_t *tallies = (const sc_tally_t *)statistics->tallies[statistic]->elts;
    const char *const columns[] = {kind->heading, N_("Number"), NULL};
    apr_int64_t greatest = 1;

    for (int i = 0; i < statistics->tallies[statistic]->nelts; i++) {
        greatest = tallies[i].count > greatest ? tallies[i].count : greatest;
    }
    sc_part_table_open(out, view, sc_say(view, kind->caption), columns);
    for (int i = from; i < until; i++) {
        write_row(out, view, statistics, statistic, &tallies[i], greatest);
    }
    sc_part_table_close(out);
}

/* Years in their order stand together; of what is ordered by number the most come first. */
static int rows_at_once(sc_statistic_e statistic, int count)
{
    int is_ordered = statistic == SC_STATISTIC_DECADE || statistic == SC_STATISTIC_PLACE ||
                     count <= ROWS_AT_ONCE;

    return is_ordered ? count : ROWS_AT_ONCE;
}

static void write_statistic(sc_buffer_t *out, const sc_view_t *view,
                            const sc_statistics_t *statistics, sc_statistic_e statistic)
{
    int count = statistics->tallies[statistic]->nelts;
    int shown = rows_at_once(statistic, count);
    int is_late = statistic == SC_STATISTIC_ACTIVITY_YEAR;

    if (count == 0) {
        return;
    }
    write_rows(out, view, statistics, statistic, is_late ? count - shown : 0,
               is_late ? count : shown);
    if (shown < count) {
        sc_html(out, "<details><summary>%t</summary>\n",
                sc_say_n(view, "{n} more", "{n} more", count - shown, NULL));
        write_rows(out, view, statistics, statistic, is_late ? 0 : shown,
                   is_late ? count - shown : count);
        sc_buffer_puts(out, "</details>\n");
    }
}

static void write_numbers(sc_buffer_t *out, const sc_view_t *view,
                          const sc_statistics_t *statistics)
{
    sc_buffer_puts(out, "<dl class=\"sistercity__numbers\">\n");
    sc_part_number(out, view, sc_say(view, "Partnerships on record"), statistics->partnerships);
    if (!statistics->place) {
        sc_part_number(out, view, sc_say(view, "Places"), statistics->places);
    }
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

void sc_page_statistics(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_statistics_t *statistics = data;
    const char *title = sc_title_statistics(view, data);

    sc_part_open(out, view, "statistics", title);
    if (statistics->partnerships == 0) {
        sc_part_empty(out, sc_say(view, "Nothing is on record yet."));
    }
    else {
        write_numbers(out, view, statistics);
        for (int i = 0; i < SC_STATISTIC_COUNT; i++) {
            write_statistic(out, view, statistics, i);
        }
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
    sc_json_close(json, '}');
}

void sc_json_statistics(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_statistics_t *statistics = data;
    sc_json_t json = sc_json_begin(out, view);

    if (statistics->place) {
        sc_json_text(&json, "slug", statistics->place->slug);
    }
    else {
        sc_json_integer(&json, "places", statistics->places);
    }
    sc_json_integer(&json, "partnerships", statistics->partnerships);
    sc_json_integer(&json, "agreements", statistics->agreements);
    sc_json_integer(&json, "activities", statistics->activities);
    for (int i = 0; i < SC_STATISTIC_COUNT; i++) {
        const apr_array_header_t *tallies = statistics->tallies[i];

        if (tallies->nelts == 0) {
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

    (void)view;
    sc_buffer_puts(out, "statistic,value,count\r\n");
    for (int i = 0; i < SC_STATISTIC_COUNT; i++) {
        for (int j = 0; j < statistics->tallies[i]->nelts; j++) {
            const sc_tally_t *tally = &APR_ARRAY_IDX(statistics->tallies[i], j, sc_tally_t);

            /* Words and slugs have nothing that CSV would have to quote. */
            sc_buffer_puts(out, apr_psprintf(out->pool, "%s,%s,%" APR_INT64_T_FMT "\r\n",
                                             kinds[i].name, tally->word, tally->count));
        }
    }
}
