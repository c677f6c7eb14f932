#include "present/page/pages.h"

#include "present/page/part/part.h"
#include "present/write/format.h"

#include <apr_strings.h>
#include <string.h>

/* Feeds tell what was changed on record, and when: a partnership of 1959 is news on the day on
 * which somebody records it. */

static const char *title_of(const sc_view_t *view, const sc_list_t *list, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const char *title = sc_part_title(view, record);

    return entity == &sc_place         ? sc_part_name(view, sc_label_of(view, record))
           : entity == &sc_partnership ? sc_part_parties(view, list->labels, record)
           : title                     ? title
                                       : sc_record_slug(record);
}

/* Items without a page stand on that of what they belong to. */
static const char *address_of(const sc_view_t *view, const void *record)
{
    static const char *const owners[][2] = {
        {"partnership", "partnerships"}, {"network", "networks"}, {"place", "places"}};
    const sc_entity_t *entity = sc_record_entity(record);
    const char *slug = sc_record_slug(record);

    for (int i = 0; i < 3 && !sc_has_page(entity); i++) {
        const char *owner = sc_record_text(record, owners[i][0]);

        if (owner) {
            return apr_pstrcat(view->pool, sc_address(view, owners[i][1], owner, NULL), "#", slug,
                               NULL);
        }
    }
    return sc_address(view, entity->collection, slug, NULL);
}

/* What it is, of which partnership, and when. */
static const char *summary_of(const sc_view_t *view, const sc_list_t *list, const void *record)
{
    static const char *const dates[] = {"established", "start", "date", NULL};
    const sc_entity_t *entity = sc_record_entity(record);
    const sc_partnership_t *partnership =
        sc_find(list->partnerships, sc_record_text(record, "partnership"));
    apr_array_header_t *parts = apr_array_make(view->pool, 3, sizeof(const char *));

    APR_ARRAY_PUSH(parts, const char *) = sc_part_capital(view, sc_say(view, entity->label));
    if (partnership) {
        APR_ARRAY_PUSH(parts, const char *) = sc_part_parties(view, list->labels, partnership);
    }
    for (int i = 0; dates[i]; i++) {
        const sc_field_t *field = sc_entity_field(entity, dates[i]);
        const char *date = field ? sc_field_text(field, record) : NULL;

        if (date) {
            APR_ARRAY_PUSH(parts, const char *) = sc_say_date(view, date);
        }
    }
    return sc_say_list(view, parts);
}

static const char *feed_title(const sc_view_t *view, const sc_list_t *list)
{
    const char *title = !list->entity ? sc_say(view, "Last changes")
                        : sc_has_page(list->entity)
                            ? sc_title_collection(view, list)
                            : sc_part_capital(view, sc_say(view, list->entity->label_many));

    return list->place
               ? sc_sayf(view, "{name}: {value}", "name",
                         sc_part_name(view, sc_label_of(view, list->place)), "value", title, NULL)
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
    for (int i = 0; i < list->items->nelts; i++) {
        const sc_record_t *record = SC_AT(list->items, i, sc_record_t);
        const sc_atom_entry_t entry = {.address = address_of(view, record),
                                       .title = title_of(view, list, record),
                                       .updated = record->modified,
                                       .summary = summary_of(view, list, record)};

        sc_atom_entry(out, &entry);
    }
    sc_atom_end(out);
}
