#include "present/office/office.h"
#include "present/office/pages.h"
#include "present/write/json.h"

#include <apr_strings.h>
#include <string.h>

static const char *id_of(const sc_view_t *view, apr_int64_t id)
{
    return apr_psprintf(view->pool, "%" APR_INT64_T_FMT, id);
}

static const char *title_of(const sc_view_t *view, const sc_named_t *named,
                            const sc_change_t *change)
{
    const void *record = change->after ? change->after : change->before;
    const char *name = record ? sc_office_name(view, named, record) : change->slug;

    if (!change->entity) {
        name = sc_text_n(view->language, view->pool, "{n} item", "{n} items", change->items, NULL);
    }
    return sc_textf(view->language, view->pool, "{name}: {value}", "name",
                    sc_office_action(view, change->action), "value", name, NULL);
}

/* What a reader of feeds shows below the title: the fields that differ, and the note. */
static const char *summary_of(const sc_view_t *view, const sc_change_t *change)
{
    const char *fields =
        change->entity ? sc_office_differing(view, change->entity, change->before, change->after)
                       : NULL;

    if (fields && change->note) {
        return apr_pstrcat(view->pool, fields, " · ", change->note, NULL);
    }
    return fields ? fields : change->note;
}

static void write_entry(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                        const sc_change_t *change)
{
    const char *address = sc_address(view, "history", id_of(view, change->id), NULL);
    const char *summary = summary_of(view, change);

    sc_html(out,
            "<entry>\n<id>%t</id>\n<title>%t</title>\n<updated>%t</updated>\n"
            "<author><name>%t</name></author>\n<link rel=\"alternate\" href=\"%t\"/>\n",
            address, title_of(view, named, change), change->at, change->who, address);
    if (summary) {
        sc_html(out, "<summary>%t</summary>\n", summary);
    }
    sc_buffer_puts(out, "</entry>\n");
}

/* A feed without entries is as old as the registry's last change; one of a registry without any
 * change, as its epoch (RFC 4287 wants a date in any case). */
static const char *updated(const sc_view_t *view, const sc_history_page_t *page)
{
    if (page->changes->nelts) {
        return SC_AT(page->changes, 0, sc_change_t)->at;
    }
    return view->state && view->state->modified ? view->state->modified : "1970-01-01T00:00:00Z";
}

void sc_atom_history(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_history_page_t *page = data;
    const char *address = apr_pstrcat(view->pool, view->base_url, view->mount, view->path, NULL);
    int i;

    sc_html(out,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"%t\">\n<id>%t</id>\n"
            "<title>%t</title>\n<updated>%t</updated>\n"
            "<link rel=\"self\" href=\"%t.atom\"/>\n<link rel=\"alternate\" href=\"%t\"/>\n",
            sc_language_tag(view->language), address, sc_title_history(view, data),
            updated(view, page), address, address);
    for (i = 0; i < page->changes->nelts; i++) {
        write_entry(out, view, &page->named, SC_AT(page->changes, i, sc_change_t));
    }
    sc_buffer_puts(out, "</feed>\n");
}

static void set_id(json_t *object, const char *key, apr_int64_t id)
{
    sc_json_set_integer(object, key, id ? id : SC_NO_INTEGER);
}

static json_t *changed_fields(const sc_view_t *view, const sc_change_t *change)
{
    json_t *names = json_array();
    const apr_array_header_t *differences;
    int i;

    if (!change->entity || !change->before || !change->after) {
        json_decref(names);
        return NULL;
    }
    differences = sc_differences(change->entity, change->before, change->after, view->pool);
    for (i = 0; i < differences->nelts; i++) {
        json_array_append_new(
            names, json_string(APR_ARRAY_IDX(differences, i, sc_difference_t).field->name));
    }
    return names;
}

static json_t *change_object(const sc_view_t *view, const sc_change_t *change)
{
    json_t *object = json_object();

    set_id(object, "id", change->id);
    sc_json_set_text(object, "url", sc_address(view, "history", id_of(view, change->id), NULL));
    sc_json_set_text(object, "at", change->at);
    sc_json_set_text(object, "who", change->who);
    sc_json_set_text(object, "approved_by", change->approved_by);
    sc_json_set_text(object, "action", change->action);
    sc_json_set_text(object, "note", change->note);
    sc_json_set_text(object, "collection", change->entity ? change->entity->collection : NULL);
    sc_json_set_text(object, "slug", change->slug);
    sc_json_set(object, "fields", changed_fields(view, change));
    sc_json_set_integer(object, "items", change->entity ? SC_NO_INTEGER : change->items);
    set_id(object, "batch", change->batch);
    set_id(object, "undoes", change->undoes);
    set_id(object, "undone", change->undone);
    return object;
}

void sc_json_history(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_history_page_t *page = data;
    json_t *document = json_object();
    json_t *items = json_array();
    int i;

    for (i = 0; i < page->changes->nelts; i++) {
        json_array_append_new(items, change_object(view, SC_AT(page->changes, i, sc_change_t)));
    }
    sc_json_set(document, "items", items);
    set_id(document, "older", page->older);
    sc_json_write(out, document);
}
