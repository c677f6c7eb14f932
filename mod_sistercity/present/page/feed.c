#include "present/page/pages.h"

#include "present/page/part/place.h"
#include "present/write/format.h"
#include "present/write/json.h"

#include <apr_strings.h>
#include <string.h>

/* Feeds tell what was changed on record, and when: a partnership of 1959 is news on the day on
 * which somebody records it. */

static const char *title_of(const sc_view_t *view, const sc_list_t *list, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const char *title = sc_part_title(view, record), *place = sc_record_text(record, "place");

    return entity == &sc_place         ? sc_part_name(view, sc_label_of(view, record))
           : entity == &sc_partnership ? sc_part_parties(view, list->labels, record)
           : title                     ? title
           : place ? sc_part_name(view, sc_part_label(view, list->labels, place))
                   : sc_record_slug(record);
}

/* Items without a page stand on that of what they belong to. @return the collection of that page
 */
static const char *page_of(const void *record, const char **slug)
{
    static const char *const owners[][2] = {
        {"partnership", "partnerships"}, {"network", "networks"}, {"place", "places"}};
    const sc_entity_t *entity = sc_record_entity(record);

    for (int i = 0; i < 3 && !sc_has_page(entity); i++) {
        *slug = sc_record_text(record, owners[i][0]);
        if (*slug) {
            return owners[i][1];
        }
    }
    *slug = sc_record_slug(record);
    return entity->collection;
}

static const char *address_of(const sc_view_t *view, const void *record)
{
    const char *slug, *collection = page_of(record, &slug);

    return sc_address(view, collection, slug, NULL);
}

/* Apart for each item, also where several stand on one page. */
static const char *id_of(const sc_view_t *view, const void *record)
{
    return sc_address(view, sc_record_entity(record)->collection, sc_record_slug(record), NULL);
}

/* What it is, of which partnership, and when: of const char *. */
static const apr_array_header_t *parts_of(const sc_view_t *view, const sc_list_t *list,
                                          const void *record)
{
    static const char *const dates[] = {"established", "start", "date", NULL};
    const sc_entity_t *entity = sc_record_entity(record);
    const sc_partnership_t *partnership =
        sc_find(list->partnerships, sc_record_text(record, "partnership"));
    apr_array_header_t *parts = apr_array_make(view->pool, 3, sizeof(const char *));

    APR_ARRAY_PUSH(parts, const char *) = sc_part_capital(view, sc_say(view, entity->label));
    if (partnership && entity != &sc_network) {
        APR_ARRAY_PUSH(parts, const char *) = sc_part_parties(view, list->labels, partnership);
    }
    for (int i = 0; dates[i]; i++) {
        const sc_field_t *field = sc_entity_field(entity, dates[i]);
        const char *date = field ? sc_field_text(field, record) : NULL;

        if (date) {
            APR_ARRAY_PUSH(parts, const char *) = sc_say_date(view, date);
        }
    }
    return parts;
}

static const char *summary_of(const sc_view_t *view, const sc_list_t *list, const void *record)
{
    const apr_array_header_t *parts = parts_of(view, list, record);
    const char *summary = NULL;

    for (int i = 0; i < parts->nelts; i++) {
        summary = sc_join(view, SC_COMMA, summary, APR_ARRAY_IDX(parts, i, const char *));
    }
    return summary;
}

static const char *feed_title(const sc_view_t *view, const sc_list_t *list)
{
    const char *title = !list->entity ? sc_say(view, "Last changes")
                        : sc_has_page(list->entity)
                            ? sc_title_collection(view, list)
                            : sc_part_capital(view, sc_say(view, list->entity->label_many));

    return list->place
               ? sc_join(view, SC_COLON, sc_part_name(view, sc_label_of(view, list->place)), title)
               : title;
}

void sc_atom_list(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;
    const char *updated = list->items->nelts ? NULL : view->state->modified;

    for (int i = 0; i < list->items->nelts; i++) {
        const char *modified = SC_AT(list->items, i, sc_record_t)->modified;

        updated = !updated || strcmp(modified, updated) > 0 ? modified : updated;
    }
    sc_atom_begin(out, view, feed_title(view, list), updated);
    SC_EACH(const sc_record_t, record, list->items) {
        const sc_atom_entry_t entry = {.id = id_of(view, record),
                                       .address = address_of(view, record),
                                       .title = title_of(view, list, record),
                                       .updated = record->modified,
                                       .summary = summary_of(view, list, record)};

        sc_atom_entry(out, &entry);
    }
    sc_atom_end(out);
}

const char *sc_title_changes(const sc_view_t *view, const void *data)
{
    return feed_title(view, data);
}

static void write_change(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list,
                         const sc_record_t *record)
{
    const char *slug, *collection = page_of(record, &slug);
    const apr_array_header_t *parts = parts_of(view, list, record);

    sc_html(
        out,
        "<li class=\"sistercity__entry sistercity__entry--dated\">"
        "<span class=\"sistercity__date\">%r</span> <div class=\"sistercity__happened\">"
        "%r<br><span class=\"sistercity__details\">",
        sc_date_html(view, sc_day_of(record->modified, view->pool)),
        sc_link_html(view, sc_link(view, collection, slug, NULL), title_of(view, list, record)));
    for (int i = 0; i < parts->nelts; i++) {
        sc_html(out, "%r%r", i ? SC_DOT : NULL,
                sc_text_html(view, APR_ARRAY_IDX(parts, i, const char *)));
    }
    sc_buffer_puts(out, "</span></div></li>\n");
}

void sc_page_changes(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;
    const char *title = feed_title(view, list);

    sc_place_open(out, view, "changes", title, list->place);
    if (list->items->nelts == 0) {
        sc_part_empty(out, sc_say(view, "Nothing is on record yet."));
    }
    sc_buffer_puts(out, list->items->nelts ? "<ul class=\"sistercity__entries\">\n" : "");
    for (int i = 0; i < list->items->nelts; i++) {
        write_change(out, view, list, SC_AT(list->items, i, sc_record_t));
    }
    sc_buffer_puts(out, list->items->nelts ? "</ul>\n" : "");
    if (!view->is_fragment) {
        sc_part_feed(out, view, sc_link_self(view, ".atom", view->arguments));
    }
    sc_part_end(out, view, title, view->state->modified, 0);
}

static void write_object(sc_json_t *json, const sc_list_t *list, const sc_record_t *record)
{
    const sc_entity_t *entity = sc_record_entity(record);

    sc_json_open(json, NULL, '{');
    sc_json_text(json, "collection", entity->collection);
    sc_json_text(json, "slug", sc_record_slug(record));
    sc_json_text(json, "url", id_of(json->view, record));
    sc_json_text(json, "title", title_of(json->view, list, record));
    sc_json_text(json, "modified", record->modified);
    sc_json_text(json, "summary", summary_of(json->view, list, record));
    sc_json_close(json, '}');
}

void sc_json_changes(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = data;
    sc_json_t json = sc_json_begin(out, view);

    sc_json_open(&json, "items", '[');
    for (int i = 0; i < list->items->nelts; i++) {
        write_object(&json, list, SC_AT(list->items, i, sc_record_t));
    }
    sc_json_close(&json, ']');
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_end(&json);
}
