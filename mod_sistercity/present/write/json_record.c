#include "present/write/json.h"
#include "view/derive.h"

#include <string.h>

/* A network's thousands of members are not told again with each of its activities. */
#define PARTIES_RETOLD_MOST 50

/* The entities whose items have an address of their own. */
static const sc_entity_t *const addressed[] = {&sc_place, &sc_partnership, &sc_agreement,
                                               &sc_activity, &sc_organization};

static int has_address(const sc_entity_t *entity)
{
    size_t i;

    for (i = 0; i < sizeof(addressed) / sizeof(addressed[0]); i++) {
        if (addressed[i] == entity) {
            return 1;
        }
    }
    return 0;
}

static json_t *texts(const apr_array_header_t *list)
{
    json_t *array = json_array();
    int i;

    for (i = 0; i < list->nelts; i++) {
        json_array_append_new(array, json_string(APR_ARRAY_IDX(list, i, const char *)));
    }
    return array;
}

static json_t *field_value(const sc_view_t *view, const sc_field_t *field, const void *record)
{
    switch (field->type) {
    case SC_TYPE_INTEGER:
        return json_integer(sc_field_integer(field, record));
    case SC_TYPE_BOOLEAN:
        return json_boolean(sc_field_integer(field, record));
    case SC_TYPE_REAL:
        return json_real(sc_field_real(field, record));
    case SC_TYPE_WORDS:
    case SC_TYPE_LANGUAGES:
    case SC_TYPE_REFERENCES:
        return texts(sc_field_list(field, record));
    case SC_TYPE_PARTS:
        return sc_json_records(view, sc_field_list(field, record), NULL);
    default:
        return json_string(sc_field_text(field, record));
    }
}

static void set_identity(const sc_view_t *view, json_t *object, const void *record)
{
    const sc_record_t *head = record;
    const char *slug = sc_record_slug(record);

    sc_json_set_text(object, "slug", slug);
    if (has_address(head->entity)) {
        sc_json_set_text(object, "url", sc_address(view, head->entity->collection, slug, NULL));
    }
    sc_json_set_integer(object, "version", head->version);
    sc_json_set_text(object, "modified", head->modified);
}

static int is_wanted(const sc_view_t *view, const sc_field_t *field, const void *record,
                     sc_form_e form, const char *without)
{
    if (form == SC_FORM_SHORT && !(field->flags & SC_SHORT)) {
        return 0;
    }
    if (without && strcmp(field->name, without) == 0) {
        return 0;
    }
    return sc_field_is_set(field, record) && sc_field_is_public(field, record, view->today);
}

json_t *sc_json_record(const sc_view_t *view, const void *record, sc_form_e form,
                       const char *without)
{
    const sc_entity_t *entity = sc_record_entity(record);
    json_t *object = json_object();
    int i;

    if (entity->collection) {
        set_identity(view, object, record);
    }
    for (i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (is_wanted(view, field, record, form, without)) {
            sc_json_set(object, field->name, field_value(view, field, record));
        }
    }
    return object;
}

json_t *sc_json_records(const sc_view_t *view, const apr_array_header_t *records,
                        const char *without)
{
    json_t *array;
    int i;

    if (SC_COUNT(records) == 0) {
        return NULL;
    }
    array = json_array();
    for (i = 0; i < records->nelts; i++) {
        json_array_append_new(
            array, sc_json_record(view, SC_AT(records, i, void), SC_FORM_WHOLE, without));
    }
    return array;
}

static json_t *country(const sc_view_t *view, const char *code)
{
    json_t *object;

    if (!code) {
        return NULL;
    }
    object = json_object();
    sc_json_set_text(object, "code", code);
    sc_json_set_text(object, "name", sc_format_country(view->language, view->country_labels, code));
    return object;
}

static sc_label_t label_of(const sc_view_t *view, const sc_place_t *place)
{
    sc_label_t label = {place->slug,     place->name,      place->level, place->country,
                        place->latitude, place->longitude, place->names};

    if (!label.names) {
        label.names = apr_array_make(view->pool, 0, sizeof(sc_name_t *));
    }
    return label;
}

json_t *sc_json_place_record(const sc_view_t *view, const sc_place_t *place)
{
    json_t *object = sc_json_record(view, place, SC_FORM_WHOLE, NULL);
    sc_label_t label = label_of(view, place);

    sc_json_set_text(object, "name", sc_name_for(view->language, &label).text);
    sc_json_set(object, "country", country(view, place->country));
    return object;
}

static const sc_label_t *find_label(apr_hash_t *labels, const char *slug)
{
    return apr_hash_get(labels, slug, APR_HASH_KEY_STRING);
}

static const char *country_of(apr_hash_t *labels, const char *slug)
{
    const sc_label_t *label = find_label(labels, slug);

    return label ? label->country : NULL;
}

static json_t *party_of(const sc_view_t *view, const sc_partnership_t *partnership,
                        const sc_party_t *party, apr_hash_t *labels)
{
    const sc_label_t *label = find_label(labels, party->place);
    json_t *object = json_object();
    sc_lang_text_t term;

    sc_json_set_text(object, "slug", party->place);
    sc_json_set_text(object, "url", sc_address(view, "places", party->place, NULL));
    if (label) {
        sc_json_set_text(object, "name", sc_name_for(view->language, label).text);
        sc_json_set(object, "country", country(view, label->country));
    }
    term = sc_term_local(partnership->type, label ? label->country : NULL, party);
    sc_json_set_text(object, "term", term.text);
    sc_json_set_text(object, "term_lang", term.text ? term.lang : NULL);
    sc_json_set_text(object, "joined", party->joined);
    sc_json_set_text(object, "left", party->left);
    return object;
}

static json_t *parties_of(const sc_view_t *view, const sc_partnership_t *partnership,
                          apr_hash_t *labels)
{
    json_t *array = json_array();
    int i;

    for (i = 0; i < SC_COUNT(partnership->parties); i++) {
        const sc_party_t *party = SC_AT(partnership->parties, i, sc_party_t);

        json_array_append_new(array, party_of(view, partnership, party, labels));
    }
    return array;
}

static int has_party(const sc_partnership_t *partnership, const char *place)
{
    int i;

    for (i = 0; place && i < SC_COUNT(partnership->parties); i++) {
        if (strcmp(SC_AT(partnership->parties, i, sc_party_t)->place, place) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The party from whose side the partnership is told: the place asked about, the home, else the
 * first one. */
static const char *subject_of(const sc_view_t *view, const sc_partnership_t *partnership)
{
    if (view->query && has_party(partnership, view->query->place)) {
        return view->query->place;
    }
    if (has_party(partnership, view->home)) {
        return view->home;
    }
    return SC_COUNT(partnership->parties) ? SC_AT(partnership->parties, 0, sc_party_t)->place
                                          : NULL;
}

/* The word for the relationship, as it is told from the subject's side. */
static const char *term_of(const sc_view_t *view, const sc_partnership_t *partnership,
                           apr_hash_t *labels)
{
    const char *subject = subject_of(view, partnership);
    const apr_array_header_t *partners =
        subject ? sc_partners_of(partnership, subject, view->pool) : NULL;
    const char *partner =
        SC_COUNT(partners) ? country_of(labels, SC_AT(partners, 0, sc_party_t)->place) : NULL;

    return sc_term_for(view->language, partnership->type, partner,
                       subject ? country_of(labels, subject) : NULL);
}

json_t *sc_json_partnership_record(const sc_view_t *view, const sc_partnership_t *partnership,
                                   sc_form_e form, apr_hash_t *labels)
{
    json_t *object = sc_json_record(view, partnership, form, NULL);

    sc_json_set_text(object, "term", term_of(view, partnership, labels));
    sc_json_set(object, "parties", parties_of(view, partnership, labels));
    return object;
}

json_t *sc_json_fixed_term(const sc_view_t *view, const apr_array_header_t *agreements,
                           const sc_partnership_t *partnership)
{
    json_t *object;
    sc_term_t term;

    sc_term_of(agreements, partnership->slug, &term, view->pool);
    if (!term.is_fixed) {
        return NULL;
    }
    object = json_object();
    sc_json_set_text(object, "until", term.until);
    sc_json_set_integer(object, "renewals", term.renewals);
    return object;
}

json_t *sc_json_any(const sc_view_t *view, const void *record, sc_form_e form,
                    const sc_partnership_t *partnership, apr_hash_t *labels)
{
    const sc_entity_t *entity = sc_record_entity(record);
    json_t *object;

    if (entity == &sc_place) {
        return sc_json_place_record(view, record);
    }
    if (entity == &sc_partnership) {
        return sc_json_partnership_record(view, record, form, labels);
    }
    object = sc_json_record(view, record, form, NULL);
    if (partnership && SC_COUNT(partnership->parties) <= PARTIES_RETOLD_MOST) {
        sc_json_set(object, "parties", parties_of(view, partnership, labels));
    }
    return object;
}
