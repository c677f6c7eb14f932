#include "present/office/office.h"
#include "present/office/pages.h"

#include <apr_strings.h>

/* One kind of thing that belongs to what is being worked on. */
typedef struct shelf_t {
    const sc_entity_t *entity;
    const apr_array_header_t *records;
    const char *field; /* by which a new one refers to it */
} shelf_t;

typedef struct workbench_t {
    sc_buffer_t *out;
    const sc_view_t *view;
    const sc_named_t *named;
    const char *slug;
} workbench_t;

static void write_record(workbench_t *bench, const void *record)
{
    const char *detail = sc_office_detail(bench->view, record);

    sc_html(bench->out, "<li class=\"sistercity__entry\">%r",
            sc_office_record_link(bench->view, bench->named, record));
    if (detail) {
        sc_html(bench->out, " <span class=\"sistercity__details\">%t</span>", detail);
    }
    sc_buffer_puts(bench->out, "</li>\n");
}

/* A step also moves its partnership, which has a page of its own. */
static const char *new_link(const workbench_t *bench, const shelf_t *shelf)
{
    return shelf->entity == &sc_step
               ? sc_link(bench->view, "board", bench->slug, NULL)
               : sc_office_new_link(bench->view, shelf->entity, shelf->field, bench->slug);
}

static void write_shelf(workbench_t *bench, const shelf_t *shelf)
{
    int i;

    sc_html(bench->out, "<div class=\"sistercity-admin__shelf\">\n<h%h>%t</h%h>\n",
            bench->view->heading + 1, sc_office_many(bench->view, shelf->entity),
            bench->view->heading + 1);
    sc_html(bench->out, "<p><a class=\"sistercity-admin__add\" href=\"%u\">%t</a></p>\n",
            new_link(bench, shelf), sc_office_new_title(bench->view, shelf->entity));
    if (SC_COUNT(shelf->records)) {
        sc_buffer_puts(bench->out, "<ul class=\"sistercity__entries\">\n");
        for (i = 0; i < shelf->records->nelts; i++) {
            write_record(bench, SC_AT(shelf->records, i, void));
        }
        sc_buffer_puts(bench->out, "</ul>\n");
    }
    sc_buffer_puts(bench->out, "</div>\n");
}

static void write_shelves(workbench_t *bench, const shelf_t *shelves, size_t count)
{
    size_t i;

    sc_buffer_puts(bench->out, "<div class=\"sistercity-admin__shelves\">\n");
    for (i = 0; i < count; i++) {
        write_shelf(bench, &shelves[i]);
    }
    sc_buffer_puts(bench->out, "</div>\n");
}

static void write_links(workbench_t *bench, const sc_admin_view_t *admin, const sc_entity_t *entity)
{
    const sc_view_t *view = bench->view;
    const char *seen = sc_office_public_link(view, admin, entity, bench->slug);

    sc_buffer_puts(bench->out, "<ul class=\"sistercity__inline sistercity-admin__links\">\n");
    sc_office_link_item(bench->out, sc_link(view, entity->collection, bench->slug, NULL),
                        sc_text(view->language, "Edit"));
    if (seen) {
        sc_office_link_item(bench->out, seen, sc_text(view->language, "As readers see it"));
    }
    sc_office_link_item(bench->out, sc_link(view, entity->collection, bench->slug, "history", NULL),
                        sc_text(view->language, "History"));
    sc_office_link_item(bench->out,
                        sc_link(view, entity->collection, bench->slug, "withdraw", NULL),
                        sc_text(view->language, "Withdraw"));
    sc_buffer_puts(bench->out, "</ul>\n");
}

static void write_changes(workbench_t *bench, const apr_array_header_t *changes)
{
    if (SC_COUNT(changes)) {
        sc_part_heading(bench->out, bench->view, 1, sc_text(bench->view->language, "Last changes"));
        sc_office_changes(bench->out, bench->view, bench->named, changes);
    }
}

static apr_array_header_t *newest_first(const sc_view_t *view, const apr_array_header_t *records)
{
    apr_array_header_t *reversed = apr_array_make(view->pool, 8, sizeof(void *));
    int i;

    for (i = SC_COUNT(records) - 1; i >= 0; i--) {
        APR_ARRAY_PUSH(reversed, void *) = SC_AT(records, i, void);
    }
    return reversed;
}

const char *sc_title_workbench(const sc_view_t *view, const void *data)
{
    const sc_partnership_dossier_t *dossier = ((const sc_workbench_t *)data)->dossier;

    return sc_part_parties(view, dossier->labels, dossier->partnership);
}

static void write_partnership_facts(sc_buffer_t *out, const sc_view_t *view,
                                    const sc_partnership_dossier_t *dossier)
{
    const sc_partnership_t *partnership = dossier->partnership;
    const sc_language_t *language = view->language;

    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">");
    sc_part_fact(out, sc_text(language, "Parties"),
                 sc_part_place_links(view, dossier->labels, partnership->parties, 20));
    sc_part_fact_text(out, sc_text(language, "Type"),
                      sc_part_word(view, &sc_partnership_types, partnership->type));
    sc_part_fact(out, sc_text(language, "Status"), sc_part_any_status(view, partnership));
    sc_part_fact(out, sc_text(language, "Established"), sc_part_since(view, partnership));
    sc_part_fact(out, sc_text(language, "Term"),
                 sc_part_fixed_term(view, partnership, dossier->agreements));
    sc_part_fact_text(out, sc_text(language, "Fields"),
                      sc_part_words(view, &sc_exchange_fields, partnership->fields));
    sc_buffer_puts(out, "</dl>\n");
}

void sc_page_workbench(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_workbench_t *page = data;
    const sc_partnership_dossier_t *dossier = page->dossier;
    sc_named_t named = {dossier->labels, NULL, NULL};
    workbench_t bench = {out, view, &named, dossier->partnership->slug};
    const shelf_t shelves[] = {
        {&sc_activity, newest_first(view, dossier->activities), "partnership"},
        {&sc_gift, newest_first(view, dossier->gifts), "partnership"},
        {&sc_agreement, newest_first(view, dossier->agreements), "partnership"},
        {&sc_approval, newest_first(view, dossier->approvals), "partnership"},
        {&sc_step, newest_first(view, dossier->steps), "partnership"},
        {&sc_source, dossier->sources, "partnership"}};

    named.partnerships = apr_hash_make(view->pool);
    apr_hash_set(named.partnerships, dossier->partnership->slug, APR_HASH_KEY_STRING,
                 dossier->partnership);
    sc_admin_open(out, view, page->admin, "workbench", sc_title_workbench(view, data));
    write_links(&bench, page->admin, &sc_partnership);
    write_partnership_facts(out, view, dossier);
    write_shelves(&bench, shelves, sizeof(shelves) / sizeof(shelves[0]));
    sc_part_conditions(out, view, dossier);
    write_changes(&bench, page->changes);
    sc_part_close(out);
}

const char *sc_title_place_workbench(const sc_view_t *view, const void *data)
{
    const sc_place_dossier_t *dossier = ((const sc_place_workbench_t *)data)->dossier;

    return sc_part_name(view, sc_label_of(view, dossier->place));
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
        sc_html_make(
            view->pool, "<a href=\"%u\">%t<span class=\"sistercity__unseen\">: %t</span></a>",
            sc_office_new_link(view, &sc_activity, "partnership", partnership->slug),
            sc_office_new_title(view, &sc_activity), sc_office_name(view, named, partnership)));
    sc_buffer_puts(out, "</tr>\n");
}

static void write_partnerships(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                               const sc_place_dossier_t *dossier)
{
    static const char *const columns[] = {N_("Partnership"), N_("Status"), N_("Established"),
                                          N_("Next"), NULL};
    int i;

    sc_part_heading(out, view, 1, sc_text(view->language, "Partnerships"));
    sc_html(out, "<p><a class=\"sistercity-admin__add\" href=\"%u\">%t</a></p>\n",
            sc_office_new_link(view, &sc_partnership, "parties[0].place", dossier->place->slug),
            sc_office_new_title(view, &sc_partnership));
    if (dossier->partnerships->nelts == 0) {
        return;
    }
    sc_part_table_open(out, view, sc_text(view->language, "Partnerships"), columns);
    sc_buffer_puts(out, "<tbody>\n");
    for (i = 0; i < dossier->partnerships->nelts; i++) {
        write_partnership_row(out, view, columns, named,
                              SC_AT(dossier->partnerships, i, sc_partnership_t));
    }
    sc_buffer_puts(out, "</tbody>\n");
    sc_part_table_close(out);
}

void sc_page_place_workbench(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_place_workbench_t *page = data;
    const sc_place_dossier_t *dossier = page->dossier;
    sc_named_t named = {dossier->labels, NULL, NULL};
    workbench_t bench = {out, view, &named, dossier->place->slug};
    const shelf_t shelves[] = {{&sc_organization, dossier->organizations, "place"},
                               {&sc_source, dossier->sources, "place"},
                               {&sc_claim, dossier->claims, "place"}};

    sc_admin_open(out, view, page->admin, "workbench", sc_title_place_workbench(view, data));
    write_links(&bench, page->admin, &sc_place);
    write_partnerships(out, view, &named, dossier);
    write_shelves(&bench, shelves, sizeof(shelves) / sizeof(shelves[0]));
    write_changes(&bench, page->changes);
    sc_part_close(out);
}
