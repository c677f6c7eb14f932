#include "present/page/pages.h"

#include "present/page/part/fact.h"
#include "present/write/json.h"

#include <apr_strings.h>
#include <string.h>

const char *sc_title_network(const sc_view_t *view, const void *data)
{
    return sc_own_name(view, ((const sc_network_dossier_t *)data)->network).text;
}

/* The list of the network's memberships; those of today, or, with an empty day, all on record. */
static const char *members_link(const sc_view_t *view, const char *slug, const char *day)
{
    const sc_query_t query = {.network = slug, .as_of = day, .limit = SC_LIMIT_DEFAULT};
    const char *link = sc_link(view, "memberships", NULL);

    return apr_pstrcat(view->pool, link, strchr(link, '?') ? "&" : "?",
                       sc_query_arguments(&query, NULL, NULL, view->pool), NULL);
}

static void write_members(sc_buffer_t *out, const sc_view_t *view,
                          const sc_network_dossier_t *dossier)
{
    const sc_list_t *members = dossier->members;
    const char *slug = dossier->network->slug;
    const sc_query_t of_network = {.network = slug};
    sc_view_t within = *view;

    sc_part_heading(out, view, 1, sc_say(view, "Members"));
    if (members->items->nelts == 0) {
        sc_part_empty(out, sc_say(view, "No member is on record."));
    }
    else {
        within.query = &of_network;
        sc_table_members(out, &within, members);
    }
    if (members->total > members->items->nelts) {
        sc_part_all(
            out, members_link(view, slug, view->today),
            sc_say_n(view, "See all {n} member", "See all {n} members", members->total, NULL));
    }
    sc_part_all(out, members_link(view, slug, NULL),
                sc_say(view, "Memberships on record, with those that have ended"));
}

void sc_page_network(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_network_dossier_t *dossier = data;
    const char *title = sc_title_network(view, data);

    sc_part_open(out, view, "network", title);
    if (dossier->partnership) {
        sc_html(out, "<p class=\"sistercity__subtitle\">%r</p>\n",
                sc_part_partnership_link(view, dossier->labels, dossier->partnership));
    }
    sc_facts_write(out, view, dossier->network, dossier->partnership, dossier->labels);
    sc_html_markdown(out, view, dossier->network->note, view->heading);
    write_members(out, view, dossier);
    sc_part_end(out, view, title, dossier->network->record.modified, 1);
}

void sc_json_network(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_network_dossier_t *dossier = data;
    sc_json_t json = sc_json_begin(out, view);

    json.labels = dossier->labels;
    sc_json_members(&json, dossier->network, SC_FORM_WHOLE, NULL);
    sc_json_integer(&json, "member_total", dossier->members->total);
    sc_json_text(&json, "members_url",
                 apr_pstrcat(view->pool, sc_address(view, "memberships.json", NULL),
                             "?network=", dossier->network->slug, NULL));
    sc_json_records(&json, "members", dossier->members->items, SC_FORM_WHOLE, "network");
    sc_json_end(&json);
}
