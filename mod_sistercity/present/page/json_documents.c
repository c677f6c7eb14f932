#include "present/write/json.h"

#include "present/write/data.h"
#include "version.h"
#include "view/derive.h"

#include <apr_strings.h>
#include <string.h>

static json_t *array_or_new(json_t *array)
{
    return array ? array : json_array();
}

static const sc_partnership_t *partnership_of(const void *record, apr_hash_t *partnerships)
{
    const sc_field_t *field = sc_entity_field(sc_record_entity(record), "partnership");
    const char *slug = field ? sc_field_text(field, record) : NULL;

    return slug && partnerships ? apr_hash_get(partnerships, slug, APR_HASH_KEY_STRING) : NULL;
}

/* Leaves what the reader chose, and what every item has. */
static void keep_chosen(json_t *object, const sc_query_t *query)
{
    static const char *const always[] = {"slug", "url", "version"};
    const char *key;
    json_t *value;
    void *next;

    json_object_foreach_safe(object, next, key, value)
    {
        if (strcmp(key, always[0]) != 0 && strcmp(key, always[1]) != 0 &&
            strcmp(key, always[2]) != 0 && !sc_column_is_chosen(query, key)) {
            json_object_del(object, key);
        }
    }
}

static json_t *list_item(const sc_view_t *view, const sc_list_t *list, const void *record)
{
    const apr_int64_t *count = NULL;
    sc_form_e form = list->entity == &sc_partnership ? SC_FORM_SHORT : SC_FORM_WHOLE;
    json_t *object =
        sc_json_any(view, record, form, partnership_of(record, list->partnerships), list->labels);

    if (list->agreements) {
        sc_json_set(object, "fixed_term", sc_json_fixed_term(view, list->agreements, record));
    }
    if (list->counts) {
        count = apr_hash_get(list->counts, sc_record_slug(record), APR_HASH_KEY_STRING);
    }
    sc_json_set_integer(object, "partnerships", count ? *count : SC_NO_INTEGER);
    if (view->query && view->query->columns) {
        keep_chosen(object, view->query);
    }
    return object;
}

typedef struct items_t {
    const sc_view_t *view;
    const sc_list_t *list;
} items_t;

static json_t *item_at(const void *baton, int i)
{
    const items_t *items = baton;

    return list_item(items->view, items->list, SC_AT(items->list->items, i, void));
}

void sc_json_list(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;
    const items_t items = {view, list};
    json_t *rest = json_object();

    sc_json_set_integer(rest, "total", list->total);
    sc_json_set_text(rest, "next", sc_address_of_page(view, ".json", list->next));
    sc_json_set_text(rest, "previous", sc_address_of_page(view, ".json", list->previous));
    sc_json_set_integer(rest, "revision", view->state->revision);
    sc_json_write_items(out, item_at, &items, list->items->nelts, rest);
}

static json_t *source_of_claim(const sc_claim_t *claim)
{
    json_t *object = json_object();

    sc_json_set_text(object, "title", claim->source);
    sc_json_set_text(object, "url", claim->url);
    sc_json_set_text(object, "seen", claim->seen);
    return object;
}

static json_t *claimed_partners(const sc_claim_t *claim)
{
    json_t *object;

    if (!claim) {
        return NULL;
    }
    object = json_object();
    sc_json_set_integer(object, "number", claim->number);
    sc_json_set(object, "source", source_of_claim(claim));
    return object;
}

static json_t *slugs(const apr_array_header_t *list)
{
    json_t *array;
    int i;

    if (SC_COUNT(list) == 0) {
        return NULL;
    }
    array = json_array();
    for (i = 0; i < list->nelts; i++) {
        json_array_append_new(array, json_string(APR_ARRAY_IDX(list, i, const char *)));
    }
    return array;
}

static json_t *place_document(const sc_view_t *view, const sc_place_dossier_t *dossier)
{
    json_t *document = sc_json_place_record(view, dossier->place);
    sc_partner_count_t count;

    sc_partner_count_of(dossier, &count, view->pool);
    sc_json_set(document, "successors", slugs(dossier->successors));
    sc_json_set(document, "claimed_partners", claimed_partners(count.claim));
    sc_json_set_integer(document, "listed_partners", count.listed);
    sc_json_set(document, "organizations", sc_json_records(view, dossier->organizations, "place"));
    sc_json_set(document, "sources", sc_json_records(view, dossier->sources, "place"));
    sc_json_set(document, "claims", sc_json_records(view, dossier->claims, "place"));
    sc_json_set(document, "claimed_by", sc_json_records(view, dossier->claimed_by, "partner"));
    return document;
}

void sc_json_place(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    sc_json_write(out, place_document(view, data));
}

static json_t *conditions(const sc_view_t *view, const sc_partnership_dossier_t *dossier)
{
    json_t *object = json_object();
    sc_conditions_t state;

    sc_conditions_of(dossier, &state, view->pool);
    sc_json_set_text(object, "agreement", sc_condition_word(state.agreement));
    sc_json_set_text(object, "fields", sc_condition_word(state.fields));
    sc_json_set_text(object, "budget", sc_condition_word(state.budget));
    return object;
}

/* What the contract promises as an array of a partnership is there even when it is empty, so that
 * programs can walk it. */
static void set_belongings(const sc_view_t *view, json_t *document,
                           const sc_partnership_dossier_t *dossier)
{
    const struct {
        const char *key;
        const apr_array_header_t *records;
    } belongings[] = {{"agreements", dossier->agreements}, {"approvals", dossier->approvals},
                      {"history", dossier->steps},         {"activities", dossier->activities},
                      {"gifts", dossier->gifts},           {"sources", dossier->sources},
                      {"claims", dossier->claims}};
    size_t i;

    for (i = 0; i < sizeof(belongings) / sizeof(belongings[0]); i++) {
        sc_json_set(document, belongings[i].key,
                    array_or_new(sc_json_records(view, belongings[i].records, "partnership")));
    }
}

void sc_json_partnership(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_partnership_dossier_t *dossier = data;
    json_t *document =
        sc_json_partnership_record(view, dossier->partnership, SC_FORM_WHOLE, dossier->labels);

    sc_json_set(document, "fixed_term",
                sc_json_fixed_term(view, dossier->agreements, dossier->partnership));
    sc_json_set(document, "conditions", conditions(view, dossier));
    set_belongings(view, document, dossier);
    sc_json_set(document, "organizations", sc_json_records(view, dossier->organizations, NULL));
    sc_json_write(out, document);
}

void sc_json_item(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_item_dossier_t *dossier = data;

    sc_json_write(out, sc_json_any(view, dossier->item, SC_FORM_WHOLE, dossier->partnership,
                                   dossier->labels));
}

static json_t *records_of(const sc_view_t *view, const apr_array_header_t *records,
                          const sc_overview_t *overview)
{
    json_t *array = json_array();
    int i;

    for (i = 0; i < SC_COUNT(records); i++) {
        const void *record = SC_AT(records, i, void);

        json_array_append_new(array,
                              sc_json_any(view, record, SC_FORM_SHORT,
                                          partnership_of(record, overview->partnerships_by_slug),
                                          overview->labels));
    }
    return array;
}

void sc_json_overview(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_overview_t *overview = data;
    json_t *document = json_object();

    if (overview->home) {
        sc_json_set(document, "home", place_document(view, overview->home));
    }
    sc_json_set_integer(document, "places", overview->places);
    sc_json_set_integer(document, "partnerships", overview->partnerships);
    sc_json_set_integer(document, "in_force", overview->in_force);
    sc_json_set_integer(document, "countries", overview->countries);
    sc_json_set_integer(document, "agreements", overview->agreements);
    sc_json_set_integer(document, "activities", overview->activities);
    sc_json_set(document, "oldest_partnerships",
                records_of(view, overview->oldest_partnerships, overview));
    sc_json_set(document, "recent_agreements",
                records_of(view, overview->recent_agreements, overview));
    sc_json_set(document, "recent_activities",
                records_of(view, overview->recent_activities, overview));
    sc_json_set_integer(document, "revision", view->state->revision);
    sc_json_write(out, document);
}

void sc_json_revision(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    json_t *document = json_object();

    (void)data;
    sc_json_set_integer(document, "revision", view->state->revision);
    sc_json_set_integer(document, "schema", view->state->schema);
    sc_json_set_text(document, "version", SC_VERSION);
    sc_json_write(out, document);
}

static json_t *problem_errors(const sc_view_t *view, const sc_problems_t *problems)
{
    json_t *array = json_array();
    int i;

    for (i = 0; i < problems->items->nelts; i++) {
        const sc_problem_t *problem = &APR_ARRAY_IDX(problems->items, i, sc_problem_t);
        json_t *object = json_object();

        sc_json_set_text(object, "field", problem->field);
        sc_json_set_text(object, "code", problem->code);
        sc_json_set_text(object, "detail", sc_text_problem(view->language, problem, view->pool));
        json_array_append_new(array, object);
    }
    return array;
}

void sc_json_problem(sc_buffer_t *out, const sc_view_t *view, int status, const char *title,
                     const char *detail, const sc_problems_t *problems)
{
    json_t *document = json_object();

    sc_json_set_text(document, "type", "about:blank");
    sc_json_set_text(document, "title", title);
    sc_json_set_integer(document, "status", status);
    sc_json_set_text(document, "detail", detail);
    if (problems && problems->items->nelts > 0) {
        sc_json_set(document, "errors", problem_errors(view, problems));
    }
    sc_json_write(out, document);
}
