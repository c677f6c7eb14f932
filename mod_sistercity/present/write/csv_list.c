#include "present/write/data.h"

#include "model/cell.h"
#include "model/text/edtf.h"
#include "present/write/format.h"
#include "view/derive.h"

#include <apr_strings.h>
#include <string.h>

/* Lists as CSV: as they are stored, or as people read them. */

#define JOINED_BY "; "
#define PARTIES_JOINED_BY " – "

/* A line of people's columns: the headings while there is no record. */
typedef struct line_t {
    sc_buffer_t *out;
    const sc_view_t *view;
    const sc_list_t *list;
    const void *record;
    const char *separator;
} line_t;

static void put(line_t *line, const char *column, const char *suffix, const char *text)
{
    sc_buffer_puts(line->out, line->separator);
    line->separator = ",";
    if (!line->record) {
        sc_buffer_puts(line->out, column);
        sc_buffer_puts(line->out, suffix);
    }
    else if (text) {
        sc_csv_cell(line->out, sc_cell_defuse(text, line->view->pool));
    }
}

/* @param joined what is there already, or NULL */
static const char *join(const line_t *line, const char *joined, const char *by, const char *text)
{
    if (!text || !*text) {
        return joined;
    }
    return joined ? apr_pstrcat(line->view->pool, joined, by, text, NULL) : text;
}

static const char *place_named(const line_t *line, const char *slug)
{
    const sc_label_t *label = sc_find(line->list->labels, slug);

    return label ? sc_name_for(line->view->language, label).text : slug;
}

static const char *parties_of(const line_t *line, const sc_partnership_t *partnership,
                              const char *by)
{
    const char *joined = NULL;

    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        const char *place = SC_AT(partnership->parties, i, sc_party_t)->place;

        joined = join(line, joined, by, place_named(line, place));
    }
    return joined;
}

static const char *countries_of(const line_t *line, const sc_partnership_t *partnership)
{
    const char *joined = NULL;

    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        const char *place = SC_AT(partnership->parties, i, sc_party_t)->place;
        const sc_label_t *label = sc_find(line->list->labels, place);

        if (label && label->country) {
            joined = join(line, joined, JOINED_BY, sc_say_country(line->view, label->country));
        }
    }
    return joined;
}

static const char *partnership_named(const line_t *line, const char *slug)
{
    const sc_partnership_t *partnership = sc_find(line->list->partnerships, slug);

    if (!partnership) {
        return slug;
    }
    return partnership->name ? partnership->name : parties_of(line, partnership, PARTIES_JOINED_BY);
}

/* What the slug names, where the list knows it. */
static const char *item_named(const line_t *line, const sc_entity_t *entity, const char *slug)
{
    if (entity == &sc_place) {
        return place_named(line, slug);
    }
    if (entity == &sc_partnership) {
        return partnership_named(line, slug);
    }
    const sc_network_t *network =
        entity == &sc_network ? sc_find(line->list->networks, slug) : NULL;
    return network ? sc_own_name(line->view, network).text : slug;
}

/* A word, a code or a slug as people say it. */
static const char *said(const line_t *line, const sc_field_t *field, const char *text)
{
    switch (field->type) {
    case SC_TYPE_WORD:
    case SC_TYPE_WORDS:
        return sc_say_word(line->view, field->vocabulary, text);
    case SC_TYPE_COUNTRY:
    case SC_TYPE_COUNTRIES:
        return sc_say_country(line->view, text);
    case SC_TYPE_LANGUAGE:
    case SC_TYPE_LANGUAGES:
        return sc_say_language(line->view, text);
    case SC_TYPE_REFERENCE:
    case SC_TYPE_REFERENCES:
        return item_named(line, field->target, text);
    default:
        return text;
    }
}

/* A part by what it must have: a name's text, the person who signed. */
static const char *part_said(const line_t *line, const void *part)
{
    const sc_entity_t *entity = sc_record_entity(part);

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->flags & SC_REQUIRED && field->type != SC_TYPE_LANGUAGE) {
            return said(line, field, sc_field_text(field, part));
        }
    }
    return NULL;
}

static const char *entries_said(const line_t *line, const sc_field_t *field)
{
    const apr_array_header_t *entries = sc_field_list(field, line->record);
    const char *joined = NULL;

    for (int i = 0; i < SC_COUNT(entries); i++) {
        joined = join(line, joined, JOINED_BY,
                      field->type == SC_TYPE_PARTS
                          ? part_said(line, SC_AT(entries, i, void))
                          : said(line, field, APR_ARRAY_IDX(entries, i, const char *)));
    }
    return joined;
}

/* As the partnership stands for the place whose list it is. */
static const char *status_for_list(const line_t *line)
{
    const char *today = line->view->today;
    sc_partnership_t standing = *(const sc_partnership_t *)line->record;

    if (line->list->place) {
        sc_partnership_as_left(&standing, line->list->place->slug, today);
    }
    return sc_status_on(&standing, today, today);
}

static const char *value_said(const line_t *line, const sc_field_t *field)
{
    const void *record = line->record;

    if (!record || !sc_field_is_set(field, record) ||
        !sc_field_is_public(field, record, line->view->today)) {
        return NULL;
    }
    if (sc_field_is_list(field)) {
        return entries_said(line, field);
    }
    if (sc_record_entity(record) == &sc_place && strcmp(field->name, "name") == 0) {
        return sc_name_for(line->view->language, sc_label_of(line->view, record)).text;
    }
    if (field->vocabulary == &sc_statuses) {
        return said(line, field, status_for_list(line));
    }
    return sc_field_is_text(field) ? said(line, field, sc_field_text(field, record))
                                   : sc_cell_write(field, record, line->view->pool);
}

/* Tools that take a month for its first day, or a year for a number, find both beside the date. */
static void put_days(line_t *line, const sc_field_t *field, const char *edtf)
{
    char *first = apr_pcalloc(line->view->pool, 11), *last = apr_pcalloc(line->view->pool, 11);
    int is_known = 0, is_year = 0;
    sc_date_t date;

    if (edtf && sc_edtf_parse(edtf, &date) == APR_SUCCESS) {
        sc_edtf_span(&date, first, last);
        is_known = 1;
        is_year = date.precision >= SC_PRECISION_YEAR;
    }
    put(line, field->name, "_from", is_known ? first : NULL);
    put(line, field->name, "_to", is_known ? last : NULL);
    put(line, field->name, "_year", is_year ? apr_itoa(line->view->pool, date.year) : NULL);
}

static void put_field(line_t *line, const sc_field_t *field)
{
    const char *value = value_said(line, field);

    put(line, field->name, "", value);
    if (field->type == SC_TYPE_DATE) {
        put_days(line, field, value);
    }
    if (field->type == SC_TYPE_COUNTRY) {
        put(line, field->name, "_code", value ? sc_field_text(field, line->record) : NULL);
    }
    if (field->target == &sc_party) {
        put(line, "countries", "", line->record ? countries_of(line, line->record) : NULL);
    }
}

/* What is stated for a later day. */
static void put_planned(line_t *line)
{
    const char *from = NULL;
    const char *planned =
        line->record ? sc_status_planned(line->record, line->view->today, &from) : NULL;

    put(line, "planned", "", planned ? sc_say_word(line->view, &sc_statuses, planned) : NULL);
    put(line, "planned", "_from", from);
}

static void write_line(line_t *line)
{
    const sc_entity_t *entity = line->list->entity;
    const char *slug = line->record ? sc_record_slug(line->record) : NULL;

    line->separator = "";
    for (int i = 0; i < entity->field_count; i++) {
        if (sc_csv_has_column(line->view, &entity->fields[i])) {
            put_field(line, &entity->fields[i]);
        }
    }
    if (entity == &sc_partnership && sc_column_is_chosen(line->view->query, "planned")) {
        put_planned(line);
    }
    if (sc_has_page(entity) && sc_column_is_chosen(line->view->query, "address")) {
        put(line, "address", "",
            slug ? sc_address(line->view, entity->collection, slug, NULL) : NULL);
    }
    sc_buffer_puts(line->out, SC_CSV_LINE_END);
}

static void write_for_people(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list)
{
    line_t line = {out, view, list, NULL, ""};

    if (!list->is_continued) {
        write_line(&line);
    }
    for (int i = 0; i < list->items->nelts; i++) {
        line.record = SC_AT(list->items, i, void);
        write_line(&line);
    }
}

void sc_csv_list(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    if (view->is_for_people) {
        write_for_people(out, view, data);
    }
    else {
        sc_csv_stored_list(out, view, data);
    }
}
