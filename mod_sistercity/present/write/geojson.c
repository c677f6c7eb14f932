#include "present/write/geojson.h"

#include "language/names.h"
#include "model/text/edtf.h"
#include "present/write/format.h"
#include "view/force.h"

#include <apr_strings.h>
#include <math.h>
#include <string.h>

/* Of how many members of a network it is told where they are. */
enum { POINTS_MOST = 1000 };

void sc_geojson_position(sc_json_t *json, double longitude, double latitude)
{
    sc_json_open(json, NULL, '[');
    sc_json_real(json, NULL, longitude);
    sc_json_real(json, NULL, latitude);
    sc_json_close(json, ']');
}

static void write_position(sc_json_t *json, const sc_label_t *place)
{
    sc_geojson_position(json, place->longitude, place->latitude);
}

static void write_point(sc_json_t *json, const sc_label_t *place)
{
    sc_json_open(json, "geometry", '{');
    sc_json_text(json, "type", "Point");
    sc_json_open(json, "coordinates", '[');
    sc_json_real(json, NULL, place->longitude);
    sc_json_real(json, NULL, place->latitude);
    sc_json_close(json, ']');
    sc_json_close(json, '}');
}

/* RFC 7946, 3.1.9: a line over the 180th meridian is cut there. */
static void write_cut_line(sc_json_t *json, const sc_label_t *from, const sc_label_t *to)
{
    double side = from->longitude > 0 ? 180 : -180, end = to->longitude + 2 * side;
    double latitude = from->latitude + (to->latitude - from->latitude) * (side - from->longitude) /
                                           (end - from->longitude);

    sc_json_text(json, "type", "MultiLineString");
    sc_json_open(json, "coordinates", '[');
    sc_json_open(json, NULL, '[');
    write_position(json, from);
    sc_geojson_position(json, side, latitude);
    sc_json_close(json, ']');
    sc_json_open(json, NULL, '[');
    sc_geojson_position(json, -side, latitude);
    write_position(json, to);
    sc_json_close(json, ']');
    sc_json_close(json, ']');
}

static void write_line(sc_json_t *json, const sc_label_t *from, const sc_label_t *to)
{
    sc_json_open(json, "geometry", '{');
    if (fabs(to->longitude - from->longitude) > 180) {
        write_cut_line(json, from, to);
    }
    else {
        sc_json_text(json, "type", "LineString");
        sc_json_open(json, "coordinates", '[');
        write_position(json, from);
        write_position(json, to);
        sc_json_close(json, ']');
    }
    sc_json_close(json, '}');
}

static void write_points(sc_json_t *json, const apr_array_header_t *places)
{
    sc_json_open(json, "geometry", '{');
    sc_json_text(json, "type", "MultiPoint");
    sc_json_open(json, "coordinates", '[');
    for (int i = 0; i < places->nelts; i++) {
        write_position(json, SC_AT(places, i, const sc_label_t));
    }
    sc_json_close(json, ']');
    sc_json_close(json, '}');
}

/* A feature without a place on Earth has a geometry all the same (RFC 7946, 3.2). */
static void write_nowhere(sc_json_t *json)
{
    sc_buffer_puts(json->out, ",\"geometry\":null");
}

static void write_parties(sc_json_t *json, const sc_partnership_t *partnership)
{
    apr_array_header_t *places = apr_array_make(json->view->pool, 2, sizeof(void *));

    for (int i = 0; i < SC_COUNT(partnership->parties) && places->nelts < POINTS_MOST; i++) {
        sc_label_t *place =
            sc_find(json->labels, SC_AT(partnership->parties, i, sc_party_t)->place);

        if (place && sc_is_located(place)) {
            APR_ARRAY_PUSH(places, sc_label_t *) = place;
        }
    }
    if (places->nelts == 0) {
        write_nowhere(json);
    }
    else if (places->nelts == 1) {
        write_point(json, SC_AT(places, 0, sc_label_t));
    }
    else if (places->nelts == 2) {
        write_line(json, SC_AT(places, 0, sc_label_t), SC_AT(places, 1, sc_label_t));
    }
    else {
        write_points(json, places);
    }
}

/* The place itself, the parties, or those of the partnership that it belongs to. */
static void write_geometry(sc_json_t *json, const void *record, apr_hash_t *partnerships)
{
    const sc_partnership_t *partnership =
        sc_record_entity(record) == &sc_partnership
            ? record
            : sc_find(partnerships, sc_record_text(record, "partnership"));
    const sc_label_t *place = sc_record_entity(record) == &sc_place
                                  ? sc_label_of(json->view, record)
                                  : sc_find(json->labels, sc_record_text(record, "place"));

    if (partnership) {
        write_parties(json, partnership);
    }
    else if (place && sc_is_located(place)) {
        write_point(json, place);
    }
    else {
        write_nowhere(json);
    }
}

/* As it is stated, and for programs that know days only, its first one and its last. */
static void write_date(sc_json_t *json, const char *name, const char *edtf)
{
    apr_pool_t *pool = json->view->pool;
    char first[11], last[11];
    sc_date_t date;

    sc_json_text(json, name, edtf);
    if (sc_edtf_parse(edtf, &date) != APR_SUCCESS) {
        return;
    }
    sc_edtf_span(&date, first, last);
    sc_json_text(json, apr_pstrcat(pool, name, "_from", NULL), first);
    sc_json_text(json, apr_pstrcat(pool, name, "_to", NULL), last);
    if (date.precision >= SC_PRECISION_YEAR) {
        sc_json_integer(json, apr_pstrcat(pool, name, "_year", NULL), apr_atoi64(first));
    }
}

static void write_property(sc_json_t *json, const sc_field_t *field, const void *record)
{
    switch (field->type) {
    case SC_TYPE_SLUG:
    case SC_TYPE_PARTS:
        break;
    case SC_TYPE_DATE:
        write_date(json, field->name, sc_field_text(field, record));
        break;
    case SC_TYPE_COUNTRY:
        sc_json_text(json, field->name, sc_field_text(field, record));
        sc_json_text(json, apr_pstrcat(json->view->pool, field->name, "_name", NULL),
                     sc_say_country(json->view, sc_field_text(field, record)));
        break;
    default:
        sc_json_value(json, field, record);
    }
}

static const char *name_of(const sc_json_t *json, const char *slug)
{
    const sc_label_t *place = sc_find(json->labels, slug);

    return place ? sc_name_for(json->view->language, place).text : slug;
}

/* A partnership's own name, or its parties', and who they are. */
static void write_tie(sc_json_t *json, const sc_partnership_t *partnership)
{
    apr_array_header_t *slugs = apr_array_make(json->view->pool, 2, sizeof(char *));
    apr_array_header_t *names = apr_array_make(json->view->pool, 2, sizeof(char *));

    for (int i = 0; i < SC_COUNT(partnership->parties) && i < POINTS_MOST; i++) {
        const char *slug = SC_AT(partnership->parties, i, sc_party_t)->place;

        APR_ARRAY_PUSH(slugs, const char *) = slug;
        APR_ARRAY_PUSH(names, const char *) = name_of(json, slug);
    }
    sc_json_texts(json, "parties", slugs);
    sc_json_texts(json, "party_names", names);
}

static int is_wanted(const sc_json_t *json, const sc_field_t *field, const void *record)
{
    return sc_field_is_set(field, record) && sc_field_is_public(field, record, json->view->today) &&
           sc_column_is_chosen(json->view->query, field->name);
}

static void write_properties(sc_json_t *json, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const sc_view_t *view = json->view;

    sc_json_open(json, "properties", '{');
    sc_json_text(json, "slug", sc_record_slug(record));
    if (sc_has_page(entity)) {
        sc_json_text(json, "url",
                     sc_address(view, entity->collection, sc_record_slug(record), NULL));
    }
    if (entity == &sc_partnership) {
        write_tie(json, record);
    }
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (!is_wanted(json, field, record)) {
            continue;
        }
        if (entity == &sc_place && strcmp(field->name, "name") == 0) {
            sc_json_text(json, "name", sc_name_for(view->language, sc_label_of(view, record)).text);
        }
        else if (entity == &sc_partnership && field->vocabulary == &sc_statuses) {
            sc_json_text(json, field->name, sc_status_on(record, view->today, view->today));
        }
        else {
            write_property(json, field, record);
        }
    }
    sc_json_close(json, '}');
}

void sc_geojson_feature(sc_json_t *json, const void *record, apr_hash_t *partnerships)
{
    sc_json_open(json, NULL, '{');
    sc_json_text(json, "type", "Feature");
    write_geometry(json, record, partnerships);
    write_properties(json, record);
    sc_json_close(json, '}');
}

sc_json_t sc_geojson_begin(sc_buffer_t *out, const sc_view_t *view, apr_hash_t *labels)
{
    sc_json_t json = sc_json_begin(out, view);

    json.labels = labels;
    sc_json_text(&json, "type", "FeatureCollection");
    sc_json_open(&json, "features", '[');
    return json;
}

void sc_geojson_end(sc_json_t *json, apr_int64_t total, const char *next, const char *previous)
{
    sc_json_close(json, ']');
    sc_json_integer(json, "total", total);
    sc_json_text(json, "next", sc_address_of_page(json->view, ".geojson", next));
    sc_json_text(json, "previous", sc_address_of_page(json->view, ".geojson", previous));
    sc_json_integer(json, "revision", json->view->state->revision);
    sc_json_end(json);
}

void sc_geojson_list(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;
    sc_json_t json = sc_geojson_begin(out, view, list->labels);

    for (int i = 0; i < list->items->nelts; i++) {
        sc_geojson_feature(&json, SC_AT(list->items, i, void), list->partnerships);
    }
    sc_geojson_end(&json, list->total, list->next, list->previous);
}
