#include "present/office/pages.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <string.h>

const char *sc_title_history(const sc_view_t *view, const void *data)
{
    const sc_history_page_t *page = data;

    if (page->query.slug) {
        return sc_sayf(
            view, "History: {name}", "name",
            sc_office_slug_name(view, &page->named, page->query.entity, page->query.slug), NULL);
    }
    return sc_say(view, "History");
}

static void open_field(sc_buffer_t *out, const sc_view_t *view, const char *label)
{
    sc_html(out, "<label class=\"sistercity__field\"><span>%t</span> ", sc_say(view, label));
}

static void write_collections(sc_buffer_t *out, const sc_view_t *view,
                              const sc_history_page_t *page)
{
    open_field(out, view, N_("Collection"));
    sc_html(out, "<select name=\"collection\"><option value=\"\">%t</option>", sc_say(view, "any"));
    for (const sc_entity_t *const *entity = sc_entities; *entity; entity++) {
        sc_part_option(out, (*entity)->collection, sc_office_many(view, *entity),
                       *entity == page->query.entity);
    }
    sc_buffer_puts(out, "</select></label>\n");
}

static void write_actions(sc_buffer_t *out, const sc_view_t *view, const sc_history_page_t *page)
{
    open_field(out, view, N_("What was done"));
    sc_html(out, "<select name=\"action\"><option value=\"\">%t</option>", sc_say(view, "any"));
    for (int i = 0; i < sc_change_actions.count; i++) {
        const char *word = sc_change_actions.words[i].word;

        sc_part_option(out, word, sc_office_action(view, word), sc_is(page->query.action, word));
    }
    sc_buffer_puts(out, "</select></label>\n");
}

static void write_text(sc_buffer_t *out, const sc_view_t *view, const char *label, const char *name,
                       const char *value)
{
    open_field(out, view, label);
    sc_html(out, "<input type=\"text\" name=\"%t\" value=\"%t\" autocomplete=\"off\"></label>\n",
            name, value);
}

static void write_filters(sc_buffer_t *out, const sc_view_t *view, const sc_history_page_t *page)
{
    sc_html(out, "<form class=\"sistercity__filters\" method=\"get\" action=\"%u\">\n",
            apr_pstrcat(view->pool, view->mount, view->path, NULL));
    if (!page->query.slug) {
        write_collections(out, view, page);
    }
    write_actions(out, view, page);
    write_text(out, view, N_("Who"), "who", page->query.who);
    write_text(out, view, N_("From (such as 2026-01-31)"), "since", page->query.since);
    write_text(out, view, N_("Until"), "until", page->query.until);
    sc_part_keep_language(out, view);
    sc_html(out, "<button class=\"sistercity__button\" type=\"submit\">%t</button>\n</form>\n",
            sc_say(view, "Show"));
}

static const char *with(const sc_view_t *view, const char *arguments, const char *name,
                        const char *value)
{
    if (!value) {
        return arguments;
    }
    return apr_pstrcat(view->pool, arguments, *arguments ? "&" : "", name, "=",
                       apr_pescape_urlencoded(view->pool, value), NULL);
}

/* The filters as the arguments of an address. */
static const char *arguments_of(const sc_view_t *view, const sc_history_page_t *page)
{
    const char *arguments = "";

    if (page->query.entity && !page->query.slug) {
        arguments = with(view, arguments, "collection", page->query.entity->collection);
    }
    arguments = with(view, arguments, "who", page->query.who);
    arguments = with(view, arguments, "action", page->query.action);
    arguments = with(view, arguments, "since", page->query.since);
    arguments = with(view, arguments, "until", page->query.until);
    return page->query.batch
               ? with(view, arguments, "batch", sc_office_number(view, page->query.batch))
               : arguments;
}

static void write_older(sc_buffer_t *out, const sc_view_t *view, const sc_history_page_t *page)
{
    const char *arguments = arguments_of(view, page);

    if (page->older) {
        sc_html(out,
                "<p class=\"sistercity__pages\"><a class=\"sistercity__page-link\" rel=\"next\" "
                "href=\"%u\">%t</a></p>\n",
                sc_link_self(view, "",
                             with(view, arguments, "before", sc_office_number(view, page->older))),
                sc_say(view, "Older changes"));
    }
    sc_html(out,
            "<p class=\"sistercity__downloads\">%t <a href=\"%u\" type=\"application/atom+xml\">"
            "Atom</a> <a href=\"%u\" type=\"application/json\">JSON</a></p>\n",
            sc_say(view, "The same as data:"), sc_link_self(view, ".atom", arguments),
            sc_link_self(view, ".json", arguments));
}

void sc_page_history(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_history_page_t *page = data;

    sc_admin_open(out, view, page->admin, "history", sc_title_history(view, data));
    sc_office_problems(out, view, NULL, NULL, page->problems);
    if (page->query.slug) {
        sc_html(out, "<p>%r</p>\n",
                sc_office_item_link(view, &page->named, page->query.entity, page->query.slug));
    }
    write_filters(out, view, page);
    if (page->changes->nelts == 0) {
        sc_part_empty(out, sc_say(view, "No change is on record for this. Take out a filter to "
                                        "see more."));
    }
    else {
        sc_office_changes(out, view, &page->named, page->changes);
    }
    write_older(out, view, page);
    sc_part_close(out);
}
