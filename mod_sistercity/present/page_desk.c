#include "present/desk.h"

#include "present/json.h"
#include "present/parts.h"

#include <apr_strings.h>
#include <string.h>

/* Collections whose items have a page of their own in the public registry. */
static const sc_entity_t *const with_pages[] = {&sc_place,    &sc_partnership,  &sc_agreement,
                                                &sc_activity, &sc_organization, NULL};

static int has_page(const sc_entity_t *entity)
{
    const sc_entity_t *const *known = with_pages;

    while (*known && *known != entity) {
        known++;
    }
    return *known != NULL;
}

/* The desk stands at the editors' address; what it speaks of stands at the public one. */
static const char *public_link(const sc_view_t *view, const sc_desk_t *desk,
                               const sc_entity_t *entity, const char *slug)
{
    sc_view_t registry = *view;

    if (!desk->admin->registry || !has_page(entity)) {
        return NULL;
    }
    registry.mount = desk->admin->registry;
    return sc_link(&registry, entity->collection, slug, NULL);
}

static const char *linked(const sc_view_t *view, const char *href, const char *text)
{
    return href ? sc_html_make(view->pool, "<a href=\"%u\">%t</a>", href, text)
                : sc_html_make(view->pool, "%t", text);
}

const char *sc_title_desk(const sc_view_t *view, const void *data)
{
    (void)data;
    return sc_text(view->language, "The editors’ desk");
}

static void write_state(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk)
{
    const sc_language_t *language = view->language;

    sc_part_heading(out, view, 1, sc_text(language, "The registry"));
    sc_html(out, "<dl class=\"sistercity__facts\">");
    sc_part_fact_text(out, sc_text(language, "Database"), desk->database);
    sc_part_fact_text(out, sc_text(language, "Schema"), apr_itoa(view->pool, view->state->schema));
    sc_part_fact_text(out, sc_text(language, "Revision"),
                      sc_format_number(language, view->state->revision, view->pool));
    if (view->state->modified) {
        sc_part_fact_date(out, view, sc_text(language, "Last change"),
                          apr_pstrndup(view->pool, view->state->modified, strlen("2026-11-22")));
    }
    sc_html(out, "</dl>\n");
}

static void write_counts(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk)
{
    static const char *const columns[] = {N_("Collection"), N_("On record"), NULL};
    int i;

    sc_part_table_open(out, view, sc_text(view->language, "What is on record"), columns);
    sc_html(out, "<tbody>\n");
    for (i = 0; i < desk->counts->nelts; i++) {
        const sc_desk_count_t *count = &APR_ARRAY_IDX(desk->counts, i, sc_desk_count_t);
        const char *label = sc_text(view->language, count->entity->label_many);
        const char *number = sc_format_number(view->language, count->number, view->pool);

        sc_html(out, "<tr>");
        sc_part_cell(out, view, columns[0], sc_html_make(view->pool, "%t", label));
        sc_part_cell(out, view, columns[1], sc_html_make(view->pool, "%t", number));
        sc_html(out, "</tr>\n");
    }
    sc_html(out, "</tbody>\n");
    sc_part_table_close(out);
}

static void write_findings(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk)
{
    apr_int64_t left = desk->finding_count - desk->findings->nelts;
    int i;

    sc_part_heading(out, view, 1, sc_text(view->language, "To look at"));
    if (desk->findings->nelts == 0) {
        sc_part_quiet(out, sc_text(view->language, "The check found nothing."));
        return;
    }
    sc_html(out, "<ul class=\"sistercity__findings\">\n");
    for (i = 0; i < desk->findings->nelts; i++) {
        const sc_desk_finding_t *finding = &APR_ARRAY_IDX(desk->findings, i, sc_desk_finding_t);
        const char *href = public_link(view, desk, finding->entity, finding->slug);

        sc_html(out, "<li>%r: %t</li>\n", linked(view, href, finding->slug),
                sc_text_problem(view->language, &finding->problem, view->pool));
    }
    sc_html(out, "</ul>\n");
    if (left > 0) {
        sc_part_quiet(out, sc_text_n(view->language, view->pool, "… and {n} more.",
                                     "… and {n} more.", left, NULL));
    }
}

static const char *due_words(const sc_view_t *view, const sc_desk_due_t *due)
{
    if (strcmp(due->kind, "anniversary") == 0) {
        return sc_text_n(view->language, view->pool, "{n} year", "{n} years", due->years, NULL);
    }
    if (strcmp(due->kind, "term") == 0) {
        return sc_text(view->language, "The fixed term ends");
    }
    return due->date ? sc_text(view->language, "Nothing on record since")
                     : sc_text(view->language, "Nothing on record yet");
}

static void write_due(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk,
                      const sc_desk_due_t *due)
{
    const char *parties = sc_part_parties(view, desk->named.labels, due->partnership);
    const char *href = public_link(view, desk, &sc_partnership, due->partnership->slug);

    sc_html(out, "<li>%r: %t ", linked(view, href, parties), due_words(view, due));
    if (due->date) {
        sc_html_date(out, view, due->date);
    }
    sc_html(out, "</li>\n");
}

static void write_dues(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk)
{
    const char *until = sc_format_date(view->language, desk->until, view->pool);
    int i;

    sc_part_heading(out, view, 1,
                    sc_textf(view->language, view->pool, "Due until {date}", "date", until, NULL));
    if (desk->dues->nelts == 0) {
        sc_part_quiet(out, sc_text(view->language, "Nothing falls due."));
        return;
    }
    sc_html(out, "<ul class=\"sistercity__dues\">\n");
    for (i = 0; i < desk->dues->nelts; i++) {
        write_due(out, view, desk, &APR_ARRAY_IDX(desk->dues, i, sc_desk_due_t));
    }
    sc_html(out, "</ul>\n");
    if (desk->due_count > desk->dues->nelts) {
        sc_part_quiet(out, sc_text_n(view->language, view->pool, "… and {n} more.",
                                     "… and {n} more.", desk->due_count - desk->dues->nelts, NULL));
    }
}

void sc_page_desk(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_desk_t *desk = data;

    sc_part_open(out, view, "desk", sc_title_desk(view, data));
    sc_html(out, "<p>%t</p>\n",
            sc_textf(view->language, view->pool, "You are signed in as {user}.", "user", desk->admin->user,
                     NULL));
    write_state(out, view, desk);
    write_counts(out, view, desk);
    write_dues(out, view, desk);
    write_findings(out, view, desk);
    sc_part_close(out);
}

static json_t *counts_object(const sc_desk_t *desk)
{
    json_t *object = json_object();
    int i;

    for (i = 0; i < desk->counts->nelts; i++) {
        const sc_desk_count_t *count = &APR_ARRAY_IDX(desk->counts, i, sc_desk_count_t);

        sc_json_set_integer(object, count->entity->collection, count->number);
    }
    return object;
}

static json_t *findings_array(const sc_view_t *view, const sc_desk_t *desk)
{
    json_t *array = json_array();
    int i;

    for (i = 0; i < desk->findings->nelts; i++) {
        const sc_desk_finding_t *finding = &APR_ARRAY_IDX(desk->findings, i, sc_desk_finding_t);
        json_t *object = json_object();

        sc_json_set_text(object, "collection", finding->entity->collection);
        sc_json_set_text(object, "slug", finding->slug);
        sc_json_set_text(object, "field", finding->problem.field);
        sc_json_set_text(object, "code", finding->problem.code);
        sc_json_set_text(object, "detail",
                         sc_text_problem(view->language, &finding->problem, view->pool));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *dues_array(const sc_view_t *view, const sc_desk_t *desk)
{
    json_t *array = json_array();
    int i;

    for (i = 0; i < desk->dues->nelts; i++) {
        const sc_desk_due_t *due = &APR_ARRAY_IDX(desk->dues, i, sc_desk_due_t);
        json_t *object = json_object();

        sc_json_set_text(object, "kind", due->kind);
        sc_json_set_text(object, "date", due->date);
        sc_json_set_integer(object, "years", due->years ? due->years : SC_NO_INTEGER);
        sc_json_set_text(object, "partnership", due->partnership->slug);
        sc_json_set_text(object, "name", sc_part_parties(view, desk->named.labels, due->partnership));
        json_array_append_new(array, object);
    }
    return array;
}

void sc_json_desk(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_desk_t *desk = data;
    json_t *document = json_object();

    sc_json_set_text(document, "database", desk->database);
    sc_json_set_integer(document, "schema", view->state->schema);
    sc_json_set_integer(document, "revision", view->state->revision);
    sc_json_set_text(document, "modified", view->state->modified);
    sc_json_set(document, "counts", counts_object(desk));
    sc_json_set_integer(document, "finding_count", desk->finding_count);
    sc_json_set(document, "findings", findings_array(view, desk));
    sc_json_set_text(document, "due_until", desk->until);
    sc_json_set_integer(document, "due_count", desk->due_count);
    sc_json_set(document, "dues", dues_array(view, desk));
    sc_json_write(out, document);
}
