#include "language/names.h"
#include "model/file_type.h"
#include "model/text/edtf.h"
#include "present/write/format.h"
#include "present/write/html.h"
#include "present/write/json.h"
#include "view/derive.h"

#include <string.h>

/* A network's thousands of members are not told again with each of its activities. */
#define PARTIES_RETOLD_MOST 50

static int is_chosen(const sc_json_t *json, const char *key)
{
    return !json->query || sc_column_is_chosen(json->query, key);
}

static void write_country(sc_json_t *json, const char *code)
{
    if (code) {
        sc_json_open(json, "country", '{');
        sc_json_text(json, "code", code);
        sc_json_text(json, "name", sc_say_country(json->view, code));
        sc_json_close(json, '}');
    }
}

static void write_party(sc_json_t *json, const sc_partnership_t *partnership,
                        const sc_party_t *party)
{
    const sc_label_t *label = sc_find(json->labels, party->place);
    sc_lang_text_t term =
        sc_term_local(json->view->terms, partnership->type, label ? label->country : NULL, party);

    sc_json_open(json, NULL, '{');
    sc_json_text(json, "slug", party->place);
    sc_json_text(json, "url", sc_address(json->view, "places", party->place, NULL));
    if (label) {
        sc_json_text(json, "name", sc_name_for(json->view->language, label).text);
        write_country(json, label->country);
    }
    sc_json_text(json, "term", term.text);
    sc_json_text(json, "term_lang", term.text ? term.lang : NULL);
    sc_json_text(json, "joined", party->joined);
    sc_json_text(json, "left", party->left);
    sc_json_close(json, '}');
}

void sc_json_parties(sc_json_t *json, const sc_partnership_t *partnership)
{
    sc_json_open(json, "parties", '[');
    for (int i = 0; i < SC_COUNT(partnership->parties); i++) {
        write_party(json, partnership, SC_AT(partnership->parties, i, sc_party_t));
    }
    sc_json_close(json, ']');
}

void sc_json_value(sc_json_t *json, const sc_field_t *field, const void *record)
{
    if (sc_field_is_list(field)) {
        sc_json_texts(json, field->name, sc_field_list(field, record));
        return;
    }
    switch (field->type) {
    case SC_TYPE_INTEGER:
        sc_json_integer(json, field->name, sc_field_integer(field, record));
        break;
    case SC_TYPE_BOOLEAN:
        sc_json_boolean(json, field->name, sc_field_integer(field, record) != 0);
        break;
    case SC_TYPE_REAL:
        sc_json_real(json, field->name, sc_field_real(field, record));
        break;
    default:
        sc_json_text(json, field->name, sc_field_text(field, record));
    }
}

static void write_value(sc_json_t *json, const sc_field_t *field, const void *record,
                        sc_form_e form)
{
    if (field->type == SC_TYPE_PARTS) {
        sc_json_records(json, field->name, sc_field_list(field, record), form, NULL);
    }
    else {
        sc_json_value(json, field, record);
    }
}

/* The status of today, and the one that is stated for a later day. */
static void write_status(sc_json_t *json, const sc_partnership_t *partnership)
{
    const char *today = json->view->today;
    const char *from, *planned = sc_status_planned(partnership, today, &from);
    sc_partnership_t standing = *partnership;

    if (json->place) {
        sc_partnership_as_left(&standing, json->place, today);
    }
    sc_json_text(json, "status", sc_status_on(&standing, today, today));
    if (planned) {
        sc_json_open(json, "planned", '{');
        sc_json_text(json, "status", planned);
        sc_json_text(json, "from", from);
        sc_json_close(json, '}');
    }
}

/* The reader's text first, then all of them. */
static void write_texts(sc_json_t *json, const sc_field_t *field, const void *record)
{
    const void *version = sc_version_of(json->view, record);

    sc_json_text(json, "title", sc_record_text(version, "title"));
    sc_json_text(json, "text", sc_record_text(version, "text"));
    sc_json_text(json, "lang", sc_record_text(version, "lang"));
    write_value(json, field, record, SC_FORM_WHOLE);
}

/* As readers see it, in their language. */
static void write_shown(sc_json_t *json, const sc_field_t *field, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);

    if (entity == &sc_place && strcmp(field->name, "name") == 0) {
        sc_json_text(json, "name",
                     sc_name_for(json->view->language, sc_label_of(json->view, record)).text);
    }
    else if ((entity == &sc_network || entity == &sc_person) && strcmp(field->name, "name") == 0) {
        sc_json_text(json, "name", sc_own_name(json->view, record).text);
    }
    else if (strcmp(field->name, "texts") == 0 && sc_is_texts(entity)) {
        write_texts(json, field, record);
    }
    else if (field->type == SC_TYPE_TEXT || field->type == SC_TYPE_MARKDOWN) {
        sc_json_text(json, field->name, sc_version_text(json->view, record, field->name).text);
    }
    else if (field->type == SC_TYPE_COUNTRY) {
        write_country(json, sc_field_text(field, record));
    }
    else if (entity == &sc_partnership && field->target == &sc_party) {
        sc_json_parties(json, record);
    }
    else if (entity == &sc_partnership && field->vocabulary == &sc_statuses) {
        write_status(json, record);
    }
    else {
        write_value(json, field, record, SC_FORM_WHOLE);
    }
}

static int is_wanted(const sc_json_t *json, const sc_field_t *field, const void *record,
                     sc_form_e form, const char *without)
{
    if (form == SC_FORM_STORED) {
        return sc_field_is_set(field, record);
    }
    return field->type != SC_TYPE_SLUG && !(form == SC_FORM_SHORT && !(field->flags & SC_SHORT)) &&
           !(without && strcmp(field->name, without) == 0) && sc_field_is_set(field, record) &&
           sc_field_is_public(field, record, json->view->today) && is_chosen(json, field->name);
}

static void write_version(sc_json_t *json, const sc_record_t *record)
{
    sc_json_integer(json, "version", record->version);
    if (is_chosen(json, "modified")) {
        sc_json_text(json, "modified", record->modified);
    }
}

static void write_address(sc_json_t *json, const void *record)
{
    sc_json_text(
        json, "url",
        sc_address(json->view, sc_record_entity(record)->collection, sc_record_slug(record), NULL));
}

static void write_file(sc_json_t *json, const sc_attachment_t *file)
{
    const sc_file_type_t *type = sc_file_type_of(file->name);

    sc_json_text(json, "url", sc_file_address(json->view, file->name));
    sc_json_text(json, "media_type", type ? type->media_type : NULL);
}

void sc_json_members(sc_json_t *json, const void *record, sc_form_e form, const char *without)
{
    const sc_entity_t *entity = sc_record_entity(record);
    int is_item = entity->collection != NULL;

    if (is_item && form != SC_FORM_STORED) {
        sc_json_text(json, "slug", sc_record_slug(record));
        /* Sources and claims have a field of this name, which is their own. */
        if (!sc_entity_field(entity, "url")) {
            write_address(json, record);
        }
        write_version(json, record);
    }
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (!is_wanted(json, field, record, form, without)) {
            continue;
        }
        if (form == SC_FORM_STORED) {
            write_value(json, field, record, form);
        }
        else {
            write_shown(json, field, record);
        }
    }
    if (is_item && form == SC_FORM_STORED) {
        write_version(json, record);
        /* Sources and claims have a field of this name, which is their own. */
        if (!sc_entity_field(entity, "url")) {
            write_address(json, record);
        }
    }
    else if (entity == &sc_attachment && form != SC_FORM_STORED) {
        write_file(json, record);
    }
    else if (entity == &sc_partnership && is_chosen(json, "term")) {
        sc_json_text(
            json, "term",
            sc_tie_word(json->view, json->labels, record, sc_tie_subject(json->view, record)));
    }
}

void sc_json_record(sc_json_t *json, const char *key, const void *record, sc_form_e form,
                    const char *without)
{
    const sc_query_t *query = json->query;

    if (record) {
        json->query = NULL;
        sc_json_open(json, key, '{');
        sc_json_members(json, record, form, without);
        sc_json_close(json, '}');
        json->query = query;
    }
}

void sc_json_records(sc_json_t *json, const char *key, const apr_array_header_t *records,
                     sc_form_e form, const char *without)
{
    if (SC_COUNT(records) == 0) {
        return;
    }
    sc_json_open(json, key, '[');
    for (int i = 0; i < records->nelts; i++) {
        sc_json_record(json, NULL, SC_AT(records, i, void), form, without);
    }
    sc_json_close(json, ']');
}

static void write_item(sc_json_t *json, const void *record, sc_form_e form,
                       const sc_partnership_t *partnership)
{
    sc_json_members(json, record, form, NULL);
    if (partnership && SC_COUNT(partnership->parties) <= PARTIES_RETOLD_MOST &&
        is_chosen(json, "parties")) {
        sc_json_parties(json, partnership);
    }
}

void sc_json_entry(sc_json_t *json, const void *record, sc_form_e form, apr_hash_t *partnerships)
{
    sc_json_open(json, NULL, '{');
    write_item(json, record, form, sc_find(partnerships, sc_record_text(record, "partnership")));
    sc_json_close(json, '}');
}

void sc_json_fixed_term(sc_json_t *json, const apr_array_header_t *agreements,
                        const sc_partnership_t *partnership)
{
    sc_duration_t term;

    sc_duration_of(agreements, partnership->slug, &term, json->view->pool);
    if (term.is_fixed) {
        sc_json_open(json, "fixed_term", '{');
        sc_json_text(json, "until", term.until);
        sc_json_integer(json, "renewals", term.renewals);
        sc_json_close(json, '}');
    }
}

static void write_entry(sc_json_t *json, const sc_list_t *list, const void *record)
{
    sc_form_e form = list->entity == &sc_partnership ? SC_FORM_SHORT : SC_FORM_WHOLE;
    const apr_int64_t *count = sc_find(list->counts, sc_record_slug(record));
    const char *counted = list->entity == &sc_network ? "member_total" : "partnerships";

    sc_json_open(json, NULL, '{');
    write_item(json, record, form,
               sc_find(list->partnerships, sc_record_text(record, "partnership")));
    if (list->agreements && is_chosen(json, "fixed_term")) {
        sc_json_fixed_term(json, list->agreements, record);
    }
    if (count && is_chosen(json, counted)) {
        sc_json_integer(json, counted, *count);
    }
    sc_json_close(json, '}');
}

static void write_paging(sc_json_t *json, const sc_list_t *list)
{
    const sc_view_t *view = json->view;

    sc_json_integer(json, "total", list->total);
    sc_json_text(json, "next", sc_address_of_page(view, ".json", list->next));
    sc_json_text(json, "previous", sc_address_of_page(view, ".json", list->previous));
    sc_json_integer(json, "revision", view->state->revision);
    sc_json_end(json);
}

void sc_json_list(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;
    sc_json_t json = sc_json_begin(out, view);

    json.labels = list->labels;
    json.query = view->query;
    json.place = list->place ? list->place->slug : NULL;
    sc_json_open(&json, "items", '[');
    for (int i = 0; i < list->items->nelts; i++) {
        write_entry(&json, list, SC_AT(list->items, i, void));
    }
    sc_json_close(&json, ']');
    write_paging(&json, list);
}

void sc_jsonl_list(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;

    for (int i = 0; i < list->items->nelts; i++) {
        sc_json_t json = {.out = out,
                          .view = view,
                          .labels = list->labels,
                          .query = view->query,
                          .place = list->place ? list->place->slug : NULL};

        write_entry(&json, list, SC_AT(list->items, i, void));
        sc_buffer_add(out, "\n", 1);
    }
}

void sc_json_stored_list(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;
    sc_json_t json = sc_json_begin(out, view);

    sc_json_open(&json, "items", '[');
    for (int i = 0; i < list->items->nelts; i++) {
        sc_json_record(&json, NULL, SC_AT(list->items, i, void), SC_FORM_STORED, NULL);
    }
    sc_json_close(&json, ']');
    write_paging(&json, list);
}

void sc_json_item(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_item_dossier_t *dossier = data;
    sc_json_t json = sc_json_begin(out, view);

    json.labels = dossier->labels;
    write_item(&json, dossier->item, SC_FORM_WHOLE, dossier->partnership);
    if (sc_record_entity(dossier->item) == &sc_person) {
        sc_json_records(&json, "agreements", dossier->agreements, SC_FORM_SHORT, NULL);
        sc_json_records(&json, "awards", dossier->awards, SC_FORM_SHORT, "person");
    }
    sc_json_end(&json);
}

void sc_json_stored(sc_buffer_t *out, const sc_view_t *view, const void *record)
{
    sc_json_t json = sc_json_begin(out, view);

    sc_json_members(&json, record, SC_FORM_STORED, NULL);
    sc_json_end(&json);
}

void sc_json_problem(sc_buffer_t *out, const sc_view_t *view, int status, const char *title,
                     const char *detail, const sc_problems_t *problems)
{
    sc_json_t json = sc_json_begin(out, view);

    sc_json_text(&json, "type", "about:blank");
    sc_json_text(&json, "title", title);
    sc_json_integer(&json, "status", status);
    sc_json_text(&json, "detail", detail);
    if (problems && problems->items->nelts > 0) {
        sc_json_open(&json, "errors", '[');
        SC_EACH_OF(const sc_problem_t, problem, problems->items) {
            sc_json_open(&json, NULL, '{');
            sc_json_text(&json, "field", problem->field);
            sc_json_text(&json, "code", problem->code);
            sc_json_text(&json, "detail", sc_say_problem(view, problem));
            sc_json_close(&json, '}');
        }
        sc_json_close(&json, ']');
    }
    sc_json_end(&json);
}
