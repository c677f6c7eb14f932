#include "present/office/pages.h"
#include "present/write/json.h"

#include <apr_strings.h>

static sc_named_t named_of(const sc_list_t *list)
{
    sc_named_t named = {list->labels, list->partnerships, NULL, list->networks};

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

static void write_row(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                      const char *const *columns, const void *record)
{
    const char *detail = sc_office_detail(view, record);
    const char *modified = ((const sc_record_t *)record)->modified;
    const char *owner = sc_record_text(record, "partnership");

    sc_html(out, "<tr><th scope=\"row\">%r</th>", sc_office_record_link(view, named, record));
    sc_part_cell(out, view, columns[1], detail ? sc_text_html(view, detail) : NULL);
    sc_part_cell(out, view, columns[2],
                 owner ? sc_office_item_link(view, named, &sc_partnership, owner) : NULL);
    sc_part_cell(out, view, columns[3], modified ? sc_office_time(view, modified) : NULL);
    sc_buffer_puts(out, "</tr>\n");
}

static void write_table(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list)
{
    static const char *const columns[] = {N_("Name"), N_("Details"), N_("Partnership"),
                                          N_("Last change"), NULL};
    sc_named_t named = named_of(list);

    sc_part_table_open(out, view, sc_office_many(view, list->entity), columns);
    for (int i = 0; i < list->items->nelts; i++) {
        write_row(out, view, &named, columns, SC_AT(list->items, i, void));
    }
    sc_part_table_close(out);
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
        write_page_link(out, view, list->previous, "prev", sc_say(view, "Previous"));
        write_page_link(out, view, list->next, "next", sc_say(view, "Next"));
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
    for (int i = 0; i < list->items->nelts; i++) {
        const void *record = SC_AT(list->items, i, void);

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
