/**
 * @file sample_view.h
 * @brief A view and a few records, typed by hand, for tests of what presentation writes.
 */
#ifndef SC_TESTS_SAMPLE_VIEW_H
#define SC_TESTS_SAMPLE_VIEW_H

#include "support.h"

#include "model/value.h"
#include "present/write/view.h"

/** A view of https://city.example/sistercities in the language. */
static inline sc_view_t *view_in(apr_pool_t *pool, const char *tag, const char *path)
{
    sc_view_t *view = apr_pcalloc(pool, sizeof(*view));
    sc_languages_t *languages;
    sc_query_t *query = apr_pcalloc(pool, sizeof(*query));
    sc_state_t *state = apr_pcalloc(pool, sizeof(*state));

    assert_int_equal(sc_languages_create(&languages, pool), APR_SUCCESS);
    query->limit = SC_LIMIT_DEFAULT;
    state->revision = 42;
    state->schema = 1;
    state->modified = "2026-11-22T03:31:00Z";
    view->pool = pool;
    view->language = sc_languages_get(languages, tag);
    view->mount = "/sistercities";
    view->conditions = -1;
    view->base_url = "https://city.example";
    view->path = path;
    view->arguments = "";
    view->today = "2026-11-22";
    view->heading = 1;
    view->query = query;
    view->state = state;
    return view;
}

/** Sets a field from its text, as a person would type it. */
static inline void set(apr_pool_t *pool, void *record, const char *name, const char *text)
{
    const sc_field_t *field = sc_entity_field(sc_record_entity(record), name);

    assert_non_null(field);
    assert_true(sc_value_from_text(field, record, text, pool, sc_problems_new(pool)));
}

/** Adds an entry (a text or a part) to a list field. */
static inline void add(apr_pool_t *pool, void *record, const char *name, const void *entry)
{
    const sc_field_t *field = sc_entity_field(sc_record_entity(record), name);
    apr_array_header_t *list = sc_field_list(field, record);

    if (!list) {
        list = apr_array_make(pool, 4, sizeof(void *));
    }
    APR_ARRAY_PUSH(list, const void *) = entry;
    sc_field_set_list(field, record, list);
}

/** A stored record with fields from texts: name, text, …, NULL. */
static inline void *record_of(apr_pool_t *pool, const sc_entity_t *entity, ...)
{
    sc_record_t *record = sc_record_new(entity, pool);
    const char *name;
    va_list fields;

    record->version = 3;
    va_start(fields, entity);
    while ((name = va_arg(fields, const char *)) != NULL) {
        set(pool, record, name, va_arg(fields, const char *));
    }
    va_end(fields);
    return record;
}

/** An array of records: record, …, NULL. */
static inline apr_array_header_t *array_of(apr_pool_t *pool, ...)
{
    apr_array_header_t *array = apr_array_make(pool, 4, sizeof(void *));
    const void *record;
    va_list records;

    va_start(records, pool);
    while ((record = va_arg(records, const void *)) != NULL) {
        APR_ARRAY_PUSH(array, const void *) = record;
    }
    va_end(records);
    return array;
}

/** Puts a place's label into the hash. */
static inline void add_label(apr_pool_t *pool, apr_hash_t *labels, const sc_place_t *place)
{
    sc_label_t *label = apr_pcalloc(pool, sizeof(*label));

    label->slug = place->slug;
    label->name = place->name;
    label->level = place->level;
    label->country = place->country;
    label->latitude = place->latitude;
    label->longitude = place->longitude;
    label->names = place->names ? place->names : apr_array_make(pool, 0, sizeof(void *));
    apr_hash_set(labels, label->slug, APR_HASH_KEY_STRING, label);
}

/** A name as a part of a place. */
static inline sc_name_t *name_of(apr_pool_t *pool, const char *lang, const char *text)
{
    return record_of(pool, &sc_name, "lang", lang, "text", text, NULL);
}

/** Boston, with a name in Japanese. */
static inline sc_place_t *boston(apr_pool_t *pool)
{
    sc_place_t *place =
        record_of(pool, &sc_place, "slug", "boston-us", "name", "Boston", "level", "city",
                  "country", "US", "latitude", "42.3601", "longitude", "-71.0589", NULL);

    add(pool, place, "names", name_of(pool, "ja", "ボストン"));
    return place;
}

/** Kyoto, with its own name. */
static inline sc_place_t *kyoto(apr_pool_t *pool)
{
    sc_place_t *place = record_of(pool, &sc_place, "slug", "kyoto-jp", "name", "Kyoto", "level",
                                  "city", "country", "JP", NULL);

    add(pool, place, "names", name_of(pool, "ja", "京都市"));
    return place;
}

/** Boston and Kyoto, sister cities since 1959. */
static inline sc_partnership_t *boston_kyoto(apr_pool_t *pool)
{
    sc_partnership_t *partnership =
        record_of(pool, &sc_partnership, "slug", "boston-us-kyoto-jp", "type", "sister", "status",
                  "active", "established", "1959", "source", "A news release", NULL);

    add(pool, partnership, "parties", record_of(pool, &sc_party, "place", "boston-us", NULL));
    add(pool, partnership, "parties", record_of(pool, &sc_party, "place", "kyoto-jp", NULL));
    add(pool, partnership, "fields", "culture");
    add(pool, partnership, "fields", "economy");
    return partnership;
}

/** The labels of both. */
static inline apr_hash_t *boston_kyoto_labels(apr_pool_t *pool)
{
    apr_hash_t *labels = apr_hash_make(pool);

    add_label(pool, labels, boston(pool));
    add_label(pool, labels, kyoto(pool));
    return labels;
}

#endif
