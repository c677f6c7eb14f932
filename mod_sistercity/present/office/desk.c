#include "present/office/desk.h"

#include <apr_strings.h>
#include <string.h>

/* As many of a kind as the desk shows; a page of its own has the others. */
#define ON_THE_DESK 10

const char *sc_title_desk(const sc_view_t *view, const void *data)
{
    (void)data;
    return sc_text(view->language, "The editors’ desk");
}

const char *sc_title_due(const sc_view_t *view, const void *data)
{
    const sc_desk_t *desk = data;

    return sc_textf(view->language, view->pool, "Due until {date}", "date",
                    sc_format_date(view->language, desk->until, view->pool), NULL);
}

const char *sc_title_check(const sc_view_t *view, const void *data)
{
    (void)data;
    return sc_text(view->language, "To look at");
}

/* Leads to the page that has the others, unless this is it. */
static void write_more(sc_buffer_t *out, const sc_view_t *view, apr_int64_t all, int shown,
                       const char *page)
{
    const char *words;

    if (all <= shown) {
        return;
    }
    words = sc_text_n(view->language, view->pool, "… and {n} more.", "… and {n} more.", all - shown,
                      NULL);
    if (strcmp(view->path + 1, page) == 0) {
        sc_part_quiet(out, words);
        return;
    }
    sc_html(out, "<p><a href=\"%u\">%t</a></p>\n", sc_link(view, page, NULL), words);
}

/* The form that mends a finding, at the field that it names. */
static const char *mending_link(const sc_view_t *view, const sc_desk_finding_t *finding)
{
    const char *field = finding->problem.field;
    const char *form = sc_link(view, finding->entity->collection, finding->slug, NULL);

    return field ? apr_pstrcat(view->pool, form, "#", sc_office_id(view, field), NULL) : form;
}

static void write_finding(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk,
                          const sc_desk_finding_t *finding)
{
    sc_html(out,
            "<li class=\"sistercity__entry\"><a href=\"%u\">%t</a> "
            "<span class=\"sistercity__details\">%t</span><div>%t</div></li>\n",
            mending_link(view, finding),
            finding->record
                ? sc_office_name(view, &desk->named, finding->record)
                : sc_office_slug_name(view, &desk->named, finding->entity, finding->slug),
            sc_text(view->language, finding->entity->label),
            sc_text_problem(view->language, &finding->problem, view->pool));
}

static void write_findings(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk, int most)
{
    int shown = most < desk->findings->nelts ? most : desk->findings->nelts;
    int i;

    if (desk->findings->nelts == 0) {
        sc_part_quiet(out, sc_text(view->language, "The check found nothing."));
        return;
    }
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (i = 0; i < shown; i++) {
        write_finding(out, view, desk, &APR_ARRAY_IDX(desk->findings, i, sc_desk_finding_t));
    }
    sc_buffer_puts(out, "</ul>\n");
    write_more(out, view, desk->finding_count, shown, "check");
}

static int is_kind(const sc_desk_due_t *due, const char *kind)
{
    return strcmp(due->kind, kind) == 0;
}

static const char *due_words(const sc_view_t *view, const sc_desk_due_t *due)
{
    if (is_kind(due, "anniversary")) {
        return sc_text_n(view->language, view->pool, "{n} year", "{n} years", due->years, NULL);
    }
    if (is_kind(due, "term")) {
        return sc_text(view->language, "The term ends");
    }
    return due->date ? sc_text(view->language, "Nothing on record since")
                     : sc_text(view->language, "Nothing on record yet");
}

/* What somebody would record about it, one step away. */
static void write_due_act(sc_buffer_t *out, const sc_view_t *view, const sc_desk_due_t *due,
                          const char *parties)
{
    int is_term = is_kind(due, "term");
    const sc_entity_t *entity = is_term ? &sc_agreement : &sc_activity;
    const char *link = sc_office_new_link(view, entity, "partnership", due->partnership->slug);

    if (is_term) {
        link = apr_pstrcat(view->pool, link, "&kind=renewal", NULL);
    }
    sc_html(out, " <a href=\"%u\">%t<span class=\"sistercity__unseen\">: %t</span></a>", link,
            is_term ? sc_text(view->language, "Record the renewal")
                    : sc_office_new_title(view, entity),
            parties);
}

static void write_due(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk,
                      const sc_desk_due_t *due)
{
    const char *parties = sc_part_parties(view, desk->named.labels, due->partnership);

    sc_html(out, "<li class=\"sistercity__entry\">%r: %t ",
            sc_office_record_link(view, &desk->named, due->partnership), due_words(view, due));
    if (due->date) {
        sc_buffer_puts(out, is_kind(due, "anniversary") ? "· " : "");
        sc_html_date(out, view, due->date);
    }
    write_due_act(out, view, due, parties);
    sc_buffer_puts(out, "</li>\n");
}

static int count_dues(const sc_desk_t *desk, int are_silent)
{
    int count = 0;
    int i;

    for (i = 0; i < desk->dues->nelts; i++) {
        count += is_kind(&APR_ARRAY_IDX(desk->dues, i, sc_desk_due_t), "silent") == are_silent;
    }
    return count;
}

static void write_dues(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk,
                       int are_silent, int most)
{
    int count = count_dues(desk, are_silent);
    int shown = 0;
    int i;

    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (i = 0; i < desk->dues->nelts && shown < most; i++) {
        const sc_desk_due_t *due = &APR_ARRAY_IDX(desk->dues, i, sc_desk_due_t);

        if (is_kind(due, "silent") == are_silent) {
            write_due(out, view, desk, due);
            shown++;
        }
    }
    sc_buffer_puts(out, "</ul>\n");
    write_more(out, view, count, shown, "due");
}

static void write_both_dues(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk,
                            int most)
{
    const sc_language_t *language = view->language;

    sc_part_heading(out, view, 1, sc_title_due(view, desk));
    if (count_dues(desk, 0) == 0) {
        sc_part_quiet(out, sc_text(language, "Nothing falls due."));
    }
    else {
        write_dues(out, view, desk, 0, most);
    }
    if (count_dues(desk, 1) > 0) {
        sc_part_heading(out, view, 1, sc_text(language, "Silent partnerships"));
        write_dues(out, view, desk, 1, most);
    }
    if (desk->due_count > desk->dues->nelts) {
        sc_part_quiet(out, sc_text_n(language, view->pool, "… and {n} more.", "… and {n} more.",
                                     desk->due_count - desk->dues->nelts, NULL));
    }
}

static void write_drafts(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk)
{
    const sc_admin_view_t *admin = desk->admin;

    if (SC_COUNT(desk->drafts) == 0) {
        return;
    }
    sc_part_heading(out, view, 1,
                    admin->may_review ? sc_text(view->language, "Drafts to review")
                                      : sc_text(view->language, "Your drafts that wait"));
    sc_office_drafts(out, view, &desk->named, desk->drafts);
    write_more(out, view, admin->drafts_waiting, desk->drafts->nelts, "drafts");
}

/* What people come for most often. */
static void write_acts(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk)
{
    static const sc_entity_t *const entities[] = {&sc_activity, &sc_gift, &sc_agreement,
                                                  &sc_partnership, &sc_place};
    size_t i;

    sc_html(out, "<nav class=\"sistercity-admin__acts\" aria-label=\"%t\">\n<ul>\n",
            sc_text(view->language, "What people do most"));
    if (desk->home) {
        sc_office_link_item(out, sc_link(view, "places", desk->home, "workbench", NULL),
                            sc_text(view->language, "Our own partnerships"));
    }
    for (i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
        sc_office_link_item(out, sc_office_new_link(view, entities[i], NULL, NULL),
                            sc_office_new_title(view, entities[i]));
    }
    sc_buffer_puts(out, "</ul>\n</nav>\n");
}

static void write_counts(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk)
{
    static const char *const columns[] = {N_("Collection"), N_("On record"), NULL};
    int i;

    sc_part_table_open(out, view, sc_text(view->language, "What is on record"), columns);
    sc_buffer_puts(out, "<tbody>\n");
    for (i = 0; i < desk->counts->nelts; i++) {
        const sc_desk_count_t *count = &APR_ARRAY_IDX(desk->counts, i, sc_desk_count_t);

        sc_html(out, "<tr><th scope=\"row\"><a href=\"%u\">%t</a></th>",
                sc_link(view, count->entity->collection, NULL),
                sc_office_many(view, count->entity));
        sc_part_cell(out, view, columns[1],
                     sc_html_make(view->pool, "%t",
                                  sc_format_number(view->language, count->number, view->pool)));
        sc_buffer_puts(out, "</tr>\n");
    }
    sc_buffer_puts(out, "</tbody>\n");
    sc_part_table_close(out);
}

static void write_state(sc_buffer_t *out, const sc_view_t *view, const sc_desk_t *desk)
{
    const sc_language_t *language = view->language;

    sc_part_heading(out, view, 1, sc_text(language, "The registry"));
    write_counts(out, view, desk);
    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">");
    sc_part_fact_text(out, sc_text(language, "Database"), desk->database);
    sc_part_fact_text(out, sc_text(language, "Schema"), apr_itoa(view->pool, view->state->schema));
    sc_part_fact_text(out, sc_text(language, "Revision"),
                      sc_format_number(language, view->state->revision, view->pool));
    if (view->state->modified) {
        sc_part_fact(out, sc_text(language, "Last change"),
                     sc_office_time(view, view->state->modified));
    }
    sc_buffer_puts(out, "</dl>\n");
}

void sc_page_desk(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_desk_t *desk = data;
    const sc_language_t *language = view->language;

    sc_admin_open(out, view, desk->admin, "desk", sc_title_desk(view, data));
    sc_html(out, "<p>%t</p>\n",
            sc_textf(language, view->pool, "You are signed in as {user}.", "user",
                     desk->admin->user, NULL));
    write_acts(out, view, desk);
    write_drafts(out, view, desk);
    write_both_dues(out, view, desk, ON_THE_DESK);
    sc_part_heading(out, view, 1, sc_text(language, "To look at"));
    write_findings(out, view, desk, ON_THE_DESK);
    if (SC_COUNT(desk->changes)) {
        sc_part_heading(out, view, 1, sc_text(language, "Last changes"));
        sc_office_changes(out, view, &desk->named, desk->changes);
    }
    write_state(out, view, desk);
    sc_part_close(out);
}

void sc_page_due(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_desk_t *desk = data;

    sc_admin_open(out, view, desk->admin, "due", sc_title_due(view, data));
    write_both_dues(out, view, desk, desk->dues->nelts);
    sc_part_close(out);
}

void sc_page_check(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_desk_t *desk = data;

    sc_admin_open(out, view, desk->admin, "check", sc_title_check(view, data));
    write_findings(out, view, desk, desk->findings->nelts);
    sc_part_close(out);
}
