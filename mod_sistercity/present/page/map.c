#include "present/page/pages.h"

#include "model/cell.h"
#include "present/page/part/filter.h"
#include "present/page/part/map.h"
#include "present/page/part/place.h"
#include "present/page/part/table.h"
#include "present/picture/sheets.h"
#include "present/write/geojson.h"

#include <apr_strings.h>
#include <math.h>
#include <string.h>

/* The map itself for other programs than a browser. */
static void write_forms(sc_buffer_t *out, const sc_view_t *view)
{
    if (!view->is_fragment) {
        sc_html(out,
                "<p class=\"sistercity__downloads\">%t <a href=\"%u\" "
                "type=\"application/geo+json\">GeoJSON</a> <a href=\"%u\" "
                "type=\"image/svg+xml\">SVG</a></p>\n",
                sc_say(view, "The map as a file:"), sc_link_self(view, ".geojson", view->arguments),
                sc_link_self(view, ".svg", view->arguments));
    }
}

/* A place */

const char *sc_title_place_map(const sc_view_t *view, const void *data)
{
    return sc_place_title(view, N_("{place} and its partners on the map"),
                          ((const sc_place_dossier_t *)data)->place);
}

static const char *partner_cell(const sc_row_t *row)
{
    const sc_tie_t *tie = row->item;

    return sc_link_html(row->view, sc_link(row->view, "partnerships", tie->partnership->slug, NULL),
                        sc_part_name(row->view, tie->place));
}

static const char *country_cell(const sc_row_t *row)
{
    return sc_part_country(row->view, ((const sc_tie_t *)row->item)->place->country);
}

static const char *say_distance(const sc_view_t *view, double kilometers)
{
    return isnan(kilometers)
               ? NULL
               : sc_text_html(view,
                              sc_sayf(view, "{n} km", "n",
                                      sc_say_number(view, (apr_int64_t)lround(kilometers)), NULL));
}

static double distance_of(const sc_view_t *view, const sc_place_dossier_t *dossier,
                          const sc_tie_t *tie)
{
    return sc_distance(sc_label_of(view, dossier->place), tie->place);
}

static const char *distance_cell(const sc_row_t *row)
{
    return say_distance(row->view, distance_of(row->view, row->with, row->item));
}

static const char *since_cell(const sc_row_t *row)
{
    return sc_part_since(row->view, ((const sc_tie_t *)row->item)->partnership);
}

static const char *status_cell(const sc_row_t *row)
{
    return sc_part_status(row->view, ((const sc_tie_t *)row->item)->partnership);
}

static void write_partners(sc_buffer_t *out, const sc_view_t *view,
                           const sc_place_dossier_t *dossier)
{
    static const sc_column_t columns[] = {
        {N_("Partner"), partner_cell, "parties"},    {N_("Country"), country_cell, "country"},
        {N_("Distance"), distance_cell, "distance"}, {N_("Established"), since_cell, "established"},
        {N_("Status"), status_cell, "status"},       {NULL, NULL, NULL}};
    const apr_array_header_t *ties = sc_ties_of(view, dossier);
    const sc_table_t table = {
        sc_say_n(view, "{n} partner, and how far away it is as the crow flies",
                 "{n} partners, and how far away they are as the crow flies", ties->nelts, NULL),
        columns, NULL, dossier};

    sc_table_write(out, view, &table, (const void *const *)(const void *)ties->elts, ties->nelts);
}

void sc_page_place_map(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_place_dossier_t *dossier = data;
    const char *title = sc_title_place_map(view, data);

    sc_place_open(out, view, "map", title, dossier->place);
    if (sc_ties_of(view, dossier)->nelts == 0) {
        sc_part_empty(out, sc_place_title(view,
                                          N_("No partnership of {place} is on record that a "
                                             "map could show."),
                                          dossier->place));
    }
    else {
        sc_part_place_map(out, view, dossier, 0);
        write_partners(out, view, dossier);
        write_forms(out, view);
    }
    sc_place_close(out, view, dossier->place, title);
}

static void write_position(sc_json_t *json, const sc_label_t *place)
{
    sc_json_text(json, "slug", place->slug);
    sc_json_text(json, "url", sc_address(json->view, "places", place->slug, NULL));
    sc_json_text(json, "name", sc_part_name(json->view, place));
    sc_json_real(json, "latitude", place->latitude);
    sc_json_real(json, "longitude", place->longitude);
}

static void write_country(sc_json_t *json, const char *code)
{
    if (code && *code) {
        sc_json_open(json, "country", '{');
        sc_json_text(json, "code", code);
        sc_json_text(json, "name", sc_say_country(json->view, code));
        sc_json_close(json, '}');
    }
}

static void write_tie(sc_json_t *json, const sc_place_dossier_t *dossier, const sc_tie_t *tie)
{
    double kilometers = distance_of(json->view, dossier, tie);

    sc_json_open(json, NULL, '{');
    write_position(json, tie->place);
    write_country(json, tie->place->country);
    sc_json_integer(json, "distance_km",
                    isnan(kilometers) ? SC_NO_INTEGER : (apr_int64_t)lround(kilometers));
    sc_json_text(json, "partnership", tie->partnership->slug);
    sc_json_text(json, "established", tie->partnership->established);
    sc_json_text(json, "status", sc_part_standing(json->view, tie->partnership)->status);
    sc_json_close(json, '}');
}

void sc_json_place_map(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_place_dossier_t *dossier = data;
    const apr_array_header_t *ties = sc_ties_of(view, dossier);
    sc_json_t json = sc_json_begin(out, view);

    sc_json_open(&json, "place", '{');
    write_position(&json, sc_label_of(view, dossier->place));
    sc_json_close(&json, '}');
    sc_json_open(&json, "items", '[');
    for (int i = 0; i < ties->nelts; i++) {
        write_tie(&json, dossier, SC_AT(ties, i, sc_tie_t));
    }
    sc_json_close(&json, ']');
    sc_json_integer(&json, "total", ties->nelts);
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_end(&json);
}

void sc_geojson_place_map(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_place_dossier_t *dossier = data;
    sc_json_t json = sc_geojson_begin(out, view, dossier->labels);

    sc_geojson_feature(&json, dossier->place, NULL);
    for (int i = 0; i < dossier->partnerships->nelts; i++) {
        sc_geojson_feature(&json, SC_AT(dossier->partnerships, i, void), NULL);
    }
    sc_geojson_end(&json, dossier->partnerships->nelts + 1, NULL, NULL);
}

/* The registry */

static const apr_array_header_t *countries_of(const sc_statistics_t *statistics)
{
    return statistics->tallies[SC_STATISTIC_COUNTRY];
}

const char *sc_title_map(const sc_view_t *view, const void *data)
{
    (void)data;
    return sc_say(view, "Partnerships on the map");
}

/* The list of what the number counts: the same filters and the country. */
static const char *list_link(const sc_view_t *view, const char *country)
{
    sc_view_t of_list = *view;
    sc_query_t query = *view->query;

    query.country = country;
    of_list.path = "/partnerships";
    return sc_link_self(&of_list, "", sc_query_arguments(&query, NULL, NULL, view->pool));
}

static const char *name_cell(const sc_row_t *row)
{
    const sc_tally_t *tally = row->item;

    return *tally->word ? sc_link_html(row->view, list_link(row->view, tally->word),
                                       sc_say_country(row->view, tally->word))
                        : sc_text_html(row->view, sc_say(row->view, "Country not recorded"));
}

static const char *count_cell(const sc_row_t *row)
{
    return sc_text_html(row->view,
                        sc_say_number(row->view, ((const sc_tally_t *)row->item)->count));
}

static void write_countries(sc_buffer_t *out, const sc_view_t *view,
                            const sc_statistics_t *statistics)
{
    static const sc_column_t columns[] = {{N_("Country"), name_cell, "country"},
                                          {N_("Partnerships"), count_cell, "partnerships"},
                                          {NULL, NULL, NULL}};
    const apr_array_header_t *counts = sc_tallies_by_number(view, statistics, SC_STATISTIC_COUNTRY);
    const sc_table_t table = {sc_say_n(view, "{n} partnership, by the countries of its parties",
                                       "{n} partnerships, by the countries of their parties",
                                       statistics->partnerships, NULL),
                              columns, NULL, NULL};
    const void **rows = apr_palloc(view->pool, sizeof(void *) * ((apr_size_t)counts->nelts + 1));

    for (int i = 0; i < counts->nelts; i++) {
        rows[i] = &APR_ARRAY_IDX(counts, i, sc_tally_t);
    }
    sc_table_write(out, view, &table, rows, counts->nelts);
}

static apr_int64_t known_countries(const sc_statistics_t *statistics)
{
    const apr_array_header_t *counts = countries_of(statistics);

    return counts->nelts -
           (counts->nelts > 0 && !*APR_ARRAY_IDX(counts, counts->nelts - 1, sc_tally_t).word);
}

void sc_page_map(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    static const sc_filter_field_t fields[] = {{"type", NULL},
                                               {"status", NULL},
                                               {"field", NULL},
                                               {"level", NULL},
                                               {"region", NULL},
                                               {"since", N_("Established since")},
                                               {"until", N_("Established until")},
                                               {NULL, NULL}};
    const sc_statistics_t *statistics = data;
    const char *title = sc_title_map(view, data);
    sc_list_t list = {.entity = &sc_partnership, .labels = statistics->labels};

    sc_part_open(out, view, "map", title);
    if (!view->is_fragment) {
        sc_filters_form(out, view, fields);
    }
    sc_filters_summary(out, view, fields, &list);
    if (statistics->partnerships == 0) {
        sc_part_empty(out, sc_filters_are_set(view)
                               ? sc_say(view, "Nothing on record fits all of this.")
                               : sc_say(view, "Nothing is on record yet."));
    }
    else {
        sc_part_country_map(out, view, statistics->partnerships, known_countries(statistics), 0);
        write_countries(out, view, statistics);
        write_forms(out, view);
    }
    sc_part_end(out, view, title, view->state->modified, 1);
}

void sc_json_map(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_statistics_t *statistics = data;
    const apr_array_header_t *counts = countries_of(statistics);
    sc_json_t json = sc_json_begin(out, view);

    sc_json_integer(&json, "partnerships", statistics->partnerships);
    sc_json_open(&json, "items", '[');
    for (int i = 0; i < counts->nelts; i++) {
        sc_json_open(&json, NULL, '{');
        write_country(&json, APR_ARRAY_IDX(counts, i, sc_tally_t).word);
        sc_json_integer(&json, "partnerships", APR_ARRAY_IDX(counts, i, sc_tally_t).count);
        sc_json_close(&json, '}');
    }
    sc_json_close(&json, ']');
    sc_json_integer(&json, "total", counts->nelts);
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_end(&json);
}

void sc_csv_map(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const apr_array_header_t *counts = countries_of(data);

    sc_buffer_puts(out, "country,name,partnerships" SC_CSV_LINE_END);
    SC_EACH_OF(const sc_tally_t, tally, counts) {
        sc_buffer_puts(out, tally->word);
        sc_buffer_puts(out, ",");
        if (*tally->word) {
            sc_csv_cell(out, sc_cell_defuse(sc_say_country(view, tally->word), view->pool));
        }
        sc_buffer_puts(out, ",");
        sc_buffer_number(out, tally->count);
        sc_buffer_puts(out, SC_CSV_LINE_END);
    }
}

static double rounded(double degrees)
{
    return round(degrees * 100) / 100;
}

static void write_ring(sc_json_t *json, const sc_sheets_t *sheets)
{
    sc_json_open(json, NULL, '[');
    for (int i = 0; i <= sheets->count; i++) {
        const sc_point_t *point = &sheets->from[i % sheets->count];

        sc_geojson_position(json, rounded(point->x), rounded(point->y));
    }
    sc_json_close(json, ']');
}

/* A ring with its holes, as far as they lie between -180° and 180° in this turn. */
static void write_polygon(sc_json_t *json, sc_sheets_t *sheets, const sc_outlines_t *outlines,
                          int ring, int turn)
{
    const sc_ring_t *rings = outlines->rings;

    sc_sheets_lay(sheets, outlines, &rings[ring], 0, turn);
    if (sheets->count < 3) {
        return;
    }
    sc_json_open(json, NULL, '[');
    write_ring(json, sheets);
    for (int i = ring + 1; i < outlines->ring_count && rings[i].is_hole; i++) {
        sc_sheets_lay(sheets, outlines, &rings[i], 0, turn);
        if (sheets->count >= 3) {
            write_ring(json, sheets);
        }
    }
    sc_json_close(json, ']');
}

/* Its outlines, or its point; nothing is drawn of a country that the outlines do not know. */
static void write_outlines(sc_json_t *json, sc_sheets_t *sheets, const char *country)
{
    const sc_outlines_t *outlines = json->view->outlines;
    int first = 0;

    while (first < outlines->ring_count && strcmp(outlines->rings[first].country, country) != 0) {
        first++;
    }
    if (!*country || first == outlines->ring_count) {
        sc_buffer_puts(json->out, ",\"geometry\":null");
        return;
    }
    sc_json_open(json, "geometry", '{');
    if (outlines->rings[first].count == 1) {
        const short *point = outlines->points[outlines->rings[first].first];

        sc_json_text(json, "type", "MultiPoint");
        sc_json_open(json, "coordinates", '[');
        sc_geojson_position(json, point[0] / 100.0, point[1] / 100.0);
    }
    else {
        sc_json_text(json, "type", "MultiPolygon");
        sc_json_open(json, "coordinates", '[');
        for (int i = first;
             i < outlines->ring_count && strcmp(outlines->rings[i].country, country) == 0; i++) {
            for (int turn = -1; turn <= 1 && !outlines->rings[i].is_hole; turn++) {
                write_polygon(json, sheets, outlines, i, turn);
            }
        }
    }
    sc_json_close(json, ']');
    sc_json_close(json, '}');
}

void sc_geojson_map(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const apr_array_header_t *counts = countries_of(data);
    sc_sheets_t sheets = sc_sheets_new(view->outlines, view->pool);
    sc_json_t json = sc_geojson_begin(out, view, NULL);

    SC_EACH_OF(const sc_tally_t, tally, counts) {
        sc_json_open(&json, NULL, '{');
        sc_json_text(&json, "type", "Feature");
        write_outlines(&json, &sheets, tally->word);
        sc_json_open(&json, "properties", '{');
        sc_json_text(&json, "country", tally->word);
        sc_json_text(&json, "name", *tally->word ? sc_say_country(view, tally->word) : NULL);
        sc_json_integer(&json, "partnerships", tally->count);
        sc_json_close(&json, '}');
        sc_json_close(&json, '}');
    }
    sc_geojson_end(&json, counts->nelts, NULL, NULL);
}
