#include "present/office/pages.h"
#include "present/page/part/table.h"
#include "present/write/json.h"

#include <apr_strings.h>

static sc_named_t named_of(const sc_list_t *list)
{
    sc_named_t named = {.labels = list->labels,
                        .partnerships = list->partnerships,
                        .networks = list->networks,
                        .persons = list->persons};

    return named;
}

const char *sc_title_items(const sc_view_t *view, const void *data)
{
    const sc_items_page_t *page = data;

    return sc_office_many(view, page->list->entity);
}

static void write_search(sc_buffer_t *out, const sc_view_t *view)
{
    sc_html(out,
            "<form class=\"sistercity__search\" role=\"search\" method=\"get\" action=\"%u\">\n"
            "<label class=\"sistercity__field\"><span>%t</span> <input type=\"search\" name=\"q\" "
            "value=\"%t\" maxlength=\"200\" autocomplete=\"off\"></label>\n",
            apr_pstrcat(view->pool, view->mount, view->path, NULL), sc_say(view, "Name"),
            view->query->q);
    sc_part_keep_language(out, view);
    sc_html(out, "<button class=\"sistercity__button\" type=\"submit\">%t</button>\n</form>\n",
            sc_say(view, "Find"));
}

/* Which texts are looked for, and the way back to all. */
static void write_missing(sc_buffer_t *out, const sc_view_t *view)
{
    const char *tag = view->query->missing;

    if (tag) {
        sc_html(out, "<p>%t <a href=\"%u\">%t</a></p>\n",
                sc_sayf(view, "Not yet in: {languages}.", "languages", sc_say_language(view, tag),
                        NULL),
                apr_pstrcat(view->pool, view->mount, view->path, NULL),
                sc_say(view, "All of them"));
    }
}

static const char *name_cell(const sc_row_t *row)
{
    return sc_office_record_link(row->view, row->with, row->item);
}

/* The word by which items of its kind are told apart. */
static const char *type_cell(const sc_row_t *row)
{
    static const char *const names[] = {"type", "kind", "form", "level", NULL};
    const sc_entity_t *entity = sc_record_entity(row->item);
    const sc_field_t *field = NULL;

    for (int i = 0; names[i] && !field; i++) {
        field = sc_entity_field(entity, names[i]);
    }
    return field && field->type == SC_TYPE_WORD
               ? sc_text_html(row->view, sc_part_word(row->view, field->vocabulary,
                                                      sc_field_text(field, row->item)))
               : NULL;
}

static const char *status_cell(const sc_row_t *row)
{
    const sc_entity_t *entity = sc_record_entity(row->item);
    const sc_field_t *field = sc_entity_field(entity, entity == &sc_approval ? "result" : "status");

    if (entity == &sc_partnership) {
        return sc_part_any_status(row->view, row->item);
    }
    return field && field->type == SC_TYPE_WORD
               ? sc_text_html(row->view, sc_part_word(row->view, field->vocabulary,
                                                      sc_field_text(field, row->item)))
               : NULL;
}

static const char *detail_cell(const sc_row_t *row)
{
    const char *detail = sc_office_detail(row->view, row->item);

    return detail ? sc_text_html(row->view, detail) : NULL;
}

static const char *owner_cell(const sc_row_t *row)
{
    const char *owner = sc_record_text(row->item, "partnership");

    return owner ? sc_office_item_link(row->view, row->with, &sc_partnership, owner) : NULL;
}

static const char *modified_cell(const sc_row_t *row)
{
    const char *modified = ((const sc_record_t *)row->item)->modified;

    return modified ? sc_office_time(row->view, modified) : NULL;
}

static void write_table(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list)
{
    static const sc_column_t columns[] = {{N_("Name"), name_cell, "name"},
                                          {N_("Type"), type_cell, "type"},
                                          {N_("Status"), status_cell, "status"},
                                          {N_("Details"), detail_cell, "details"},
                                          {N_("Partnership"), owner_cell, "partnership"},
                                          {N_("Last change"), modified_cell, "modified"},
                                          {NULL, NULL, NULL}};
    const sc_named_t named = named_of(list);
    const sc_table_t table = {
        .caption = sc_office_many(view, list->entity), .columns = columns, .with = &named};

    sc_table_write(out, view, &table, (const void *const *)list->items->elts, list->items->nelts);
}

static void write_page_link(sc_buffer_t *out, const sc_view_t *view, const char *token,
                            const char *rel, const char *text)
{
    if (token) {
        sc_html(out, "<a class=\"sistercity__page-link\" rel=\"%t\" href=\"%u\">%t</a>\n", rel,
                sc_link_self(view, "",
                             sc_query_arguments(view->query, "after",
                                                apr_pstrcat(view->pool, "after=", token, NULL),
                                                view->pool)),
                text);
    }
}

void sc_page_items(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_items_page_t *page = data;
    const sc_list_t *list = page->list;

    sc_admin_open(out, view, page->admin, "items", sc_title_items(view, data));
    sc_html(out, "<p><a class=\"sistercity-admin__add\" href=\"%u\">%t</a></p>\n",
            sc_office_new_link(view, list->entity, NULL, NULL),
            sc_office_new_title(view, list->entity));
    write_search(out, view);
    write_missing(out, view);
    if (list->items->nelts == 0) {
        sc_part_empty(out, sc_say(view, "Nothing of that name is on record."));
    }
    else {
        sc_html(out, "<p class=\"sistercity__total\">%t</p>\n",
                sc_say_n(view, "{n} on record", "{n} on record", list->total, NULL));
        write_table(out, view, list);
    }
    if (list->previous || list->next) {
        sc_html(out, "<nav class=\"sistercity__pages\" aria-label=\"%t\">\n",
                sc_say(view, "Pages"));
        write_page_link(out, view, list->previous, "prev", sc_say(view, "Previous page"));
        write_page_link(out, view, list->next, "next", sc_say(view, "Next page"));
        sc_buffer_puts(out, "</nav>\n");
    }
    sc_part_close(out);
}

void sc_json_found(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_list_t *list = ((const sc_items_page_t *)data)->list;
    sc_named_t named = named_of(list);
    sc_json_t json = sc_json_begin(out, view);

    sc_json_open(&json, "items", '[');
    SC_EACH(const void, record, list->items) {
        sc_json_open(&json, NULL, '{');
        sc_json_text(&json, "slug", sc_record_slug(record));
        sc_json_text(&json, "name", sc_office_name(view, &named, record));
        sc_json_text(&json, "detail", sc_office_detail(view, record));
        sc_json_close(&json, '}');
    }
    sc_json_close(&json, ']');
    sc_json_end(&json);
}

void sc_json_items(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    sc_json_stored_list(out, view, ((const sc_items_page_t *)data)->list);
}
