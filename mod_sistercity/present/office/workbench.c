#include "present/office/pages.h"

#define BELONGS(owner, field, dossier, entity, member, is_oldest_first)                            \
    {&owner, field, &entity, offsetof(dossier, member), is_oldest_first}
#define TO_PARTNERSHIP(entity, member, is_oldest_first)                                            \
    BELONGS(sc_partnership, "partnership", sc_partnership_dossier_t, entity, member,               \
            is_oldest_first)
#define TO_PLACE(entity, member) BELONGS(sc_place, "place", sc_place_dossier_t, entity, member, 0)

const sc_shelf_t sc_shelves[] = {TO_PARTNERSHIP(sc_activity, activities, 1),
                                 TO_PARTNERSHIP(sc_gift, gifts, 1),
                                 TO_PARTNERSHIP(sc_agreement, agreements, 1),
                                 TO_PARTNERSHIP(sc_approval, approvals, 1),
                                 TO_PARTNERSHIP(sc_step, steps, 1),
                                 TO_PARTNERSHIP(sc_source, sources, 0),
                                 TO_PARTNERSHIP(sc_award, awards, 0),
                                 TO_PLACE(sc_organization, organizations),
                                 TO_PLACE(sc_source, sources),
                                 TO_PLACE(sc_claim, claims),
                                 TO_PLACE(sc_membership, memberships),
                                 TO_PLACE(sc_award, awards),
                                 {NULL, NULL, NULL, 0, 0}};

apr_array_header_t *sc_shelf_of(const sc_shelf_t *shelf, const void *dossier)
{
    return *(apr_array_header_t *const *)((const char *)dossier + shelf->member);
}

typedef struct workbench_t {
    sc_buffer_t *out;
    const sc_view_t *view;
    const sc_entity_t *owner;
    const void *dossier;
    const char *slug;
    sc_named_t named;
} workbench_t;

static void write_record(workbench_t *bench, const void *record)
{
    const char *detail = sc_office_detail(bench->view, record);

    sc_html(bench->out, "<li class=\"sistercity__entry\">%r",
            sc_office_record_link(bench->view, &bench->named, record));
    if (detail) {
        sc_html(bench->out, " <span class=\"sistercity__details\">%t</span>", detail);
    }
    sc_buffer_puts(bench->out, "</li>\n");
}

/* A step also moves its partnership, which has a page of its own. */
static const char *new_link(const workbench_t *bench, const sc_shelf_t *shelf)
{
    return shelf->entity == &sc_step
               ? sc_link_with(bench->view, sc_link(bench->view, "board", bench->slug, NULL), "from",
                              "workbench")
               : sc_office_new_link(bench->view, shelf->entity, shelf->field, bench->slug);
}

static void write_shelf(workbench_t *bench, const sc_shelf_t *shelf)
{
    const sc_view_t *view = bench->view;
    const sc_entity_t *entity = shelf->entity;
    const apr_array_header_t *records = sc_shelf_of(shelf, bench->dossier);

    if (entity == &sc_organization) {
        records = sc_organizations_by_name(view, records);
    }
    sc_html(bench->out, "<div class=\"sistercity-admin__shelf\">\n<h%h>%t</h%h>\n",
            view->heading + 1, sc_office_many(view, entity), view->heading + 1);
    sc_html(bench->out, "<p><a class=\"sistercity-admin__add\" href=\"%u\">%t</a></p>\n",
            new_link(bench, shelf), sc_office_new_title(view, entity));
    if (records->nelts) {
        sc_buffer_puts(bench->out, "<ul class=\"sistercity__entries\">\n");
        for (int i = 0; i < records->nelts; i++) {
            int at = shelf->is_oldest_first ? records->nelts - 1 - i : i;

            write_record(bench, SC_AT(records, at, void));
        }
        sc_buffer_puts(bench->out, "</ul>\n");
    }
    sc_buffer_puts(bench->out, "</div>\n");
}

static void write_shelves(workbench_t *bench)
{
    sc_buffer_puts(bench->out, "<div class=\"sistercity-admin__shelves\">\n");
    for (const sc_shelf_t *shelf = sc_shelves; shelf->owner; shelf++) {
        if (shelf->owner == bench->owner) {
            write_shelf(bench, shelf);
        }
    }
    sc_buffer_puts(bench->out, "</div>\n");
}

static void write_links(workbench_t *bench, const sc_admin_view_t *admin)
{
    const sc_view_t *view = bench->view;
    const char *collection = bench->owner->collection;
    const char *seen = sc_office_public_link(view, admin, bench->owner, bench->slug);

    sc_buffer_puts(bench->out, "<ul class=\"sistercity__inline sistercity-admin__links\">\n");
    sc_office_link_item(bench->out, sc_link(view, collection, bench->slug, NULL),
                        sc_say(view, "Edit"));
    if (seen) {
        sc_office_link_item(bench->out, seen, sc_say(view, "As readers see it"));
    }
    if (admin->registry && bench->owner == &sc_partnership) {
        sc_view_t readers = *view;

        readers.mount = admin->registry;
        sc_office_link_item(
            bench->out,
            sc_link_with(&readers, sc_link(&readers, "templates", NULL), "for", bench->slug),
            sc_say(view, "Sample agreements"));
    }
    sc_office_link_item(bench->out, sc_link(view, collection, bench->slug, "history", NULL),
                        sc_say(view, "History"));
    sc_office_link_item(bench->out, sc_link(view, collection, bench->slug, "merge", NULL),
                        sc_say(view, "Merge"));
    if (bench->owner == &sc_place) {
        sc_office_link_item(bench->out, sc_link(view, collection, bench->slug, "succession", NULL),
                            sc_say(view, "Renamed, merged or split"));
    }
    sc_office_link_item(bench->out, sc_link(view, collection, bench->slug, "withdraw", NULL),
                        sc_say(view, "Withdraw"));
    sc_buffer_puts(bench->out, "</ul>\n");
}

static void write_partnership_facts(sc_buffer_t *out, const sc_view_t *view,
                                    const sc_partnership_dossier_t *dossier)
{
    const sc_partnership_t *partnership = dossier->partnership;

    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">");
    sc_part_fact(out, sc_say(view, "Parties"),
                 sc_part_place_links(view, dossier->labels, partnership->parties, 20));
    sc_part_fact_text(out, sc_say(view, "Type"),
                      sc_part_word(view, &sc_partnership_types, partnership->type));
    sc_part_fact(out, sc_say(view, "Status"), sc_part_any_status(view, partnership));
    sc_part_fact(out, sc_say(view, "Established"), sc_part_since(view, partnership));
    sc_part_fact(out, sc_say(view, "Duration"),
                 sc_part_fixed_term(view, partnership, dossier->agreements));
    sc_part_fact_text(out, sc_say(view, "Fields"),
                      sc_part_words(view, &sc_exchange_fields, partnership->fields));
    sc_buffer_puts(out, "</dl>\n");
}

static void write_partnership_row(sc_buffer_t *out, const sc_view_t *view,
                                  const char *const *columns, const sc_named_t *named,
                                  const sc_partnership_t *partnership)
{
    sc_html(out, "<tr><th scope=\"row\">%r</th>", sc_office_record_link(view, named, partnership));
    sc_part_cell(out, view, columns[1], sc_part_any_status(view, partnership));
    sc_part_cell(out, view, columns[2], sc_part_since(view, partnership));
    sc_part_cell(
        out, view, columns[3],
        sc_html_make(view->pool, "<a href=\"%u\">%r</a>",
                     sc_office_new_link(view, &sc_activity, "partnership", partnership->slug),
                     sc_office_heard(view, sc_office_new_title(view, &sc_activity),
                                     sc_office_name(view, named, partnership))));
    sc_buffer_puts(out, "</tr>\n");
}

static void write_partnerships(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                               const sc_place_dossier_t *dossier)
{
    static const char *const columns[] = {N_("Partnership"), N_("Status"), N_("Established"),
                                          N_("What comes next"), NULL};

    sc_part_heading(out, view, 1, sc_say(view, "Partnerships"));
    sc_html(out, "<p><a class=\"sistercity-admin__add\" href=\"%u\">%t</a></p>\n",
            sc_office_new_link(view, &sc_partnership, "parties[0].place", dossier->place->slug),
            sc_office_new_title(view, &sc_partnership));
    if (dossier->partnerships->nelts == 0) {
        return;
    }
    sc_part_table_open(out, view, sc_say(view, "Partnerships"), columns);
    for (int i = 0; i < dossier->partnerships->nelts; i++) {
        write_partnership_row(out, view, columns, named,
                              SC_AT(dossier->partnerships, i, sc_partnership_t));
    }
    sc_part_table_close(out);
}

const char *sc_title_workbench(const sc_view_t *view, const void *data)
{
    const sc_workbench_page_t *page = data;

    return page->place
               ? sc_part_name(view, sc_label_of(view, page->place->place))
               : sc_part_parties(view, page->partnership->labels, page->partnership->partnership);
}

static workbench_t begin(sc_buffer_t *out, const sc_view_t *view, const sc_workbench_page_t *page)
{
    const sc_partnership_t *partnership;
    workbench_t bench = {out, view, &sc_place, page->place, NULL, {0}};

    if (page->place) {
        bench.slug = page->place->place->slug;
        bench.named.labels = page->place->labels;
        bench.named.networks = page->place->networks;
        return bench;
    }
    partnership = page->partnership->partnership;
    bench.owner = &sc_partnership;
    bench.dossier = page->partnership;
    bench.slug = partnership->slug;
    bench.named.labels = page->partnership->labels;
    bench.named.partnerships = apr_hash_make(view->pool);
    apr_hash_set(bench.named.partnerships, bench.slug, APR_HASH_KEY_STRING, partnership);
    return bench;
}

void sc_page_workbench(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_workbench_page_t *page = data;
    workbench_t bench = begin(out, view, page);

    sc_admin_open(out, view, page->admin, "workbench", sc_title_workbench(view, data));
    write_links(&bench, page->admin);
    if (page->place) {
        write_partnerships(out, view, &bench.named, page->place);
        write_shelves(&bench);
    }
    else {
        write_partnership_facts(out, view, page->partnership);
        write_shelves(&bench);
        if (!sc_part_is_network(page->partnership->partnership)) {
            sc_part_conditions(out, view, page->partnership, 1);
        }
    }
    if (SC_COUNT(page->changes)) {
        sc_part_heading(out, view, 1, sc_say(view, "Last changes"));
        sc_office_changes(out, view, &bench.named, page->changes);
    }
    sc_part_close(out);
}
