#include "model/text/edtf.h"
#include "present/office/pages.h"

#include <apr_strings.h>
#include <string.h>

SC_OFFICE_TITLE(desk, N_("The editors’ desk"))

const char *sc_title_due(const sc_view_t *view, const void *data)
{
    const sc_desk_page_t *page = data;

    return sc_say_dated(view, sc_say(view, "Due until {date}"), page->desk.until);
}

SC_OFFICE_TITLE(check, N_("To look at"))

/* Leads to the page that has the others, unless this is it. */
static void write_more(sc_buffer_t *out, const sc_view_t *view, apr_int64_t others,
                       const char *page)
{
    if (others > 0 && strcmp(view->path + 1, page) != 0) {
        sc_html(out, "<p><a href=\"%u\">%t</a></p>\n", sc_link(view, page, NULL),
                sc_say_n(view, "… and {n} more.", "… and {n} more.", others, NULL));
        return;
    }
    sc_office_more(out, view, others);
}

/* The form that mends a finding, at the field that it names. */
static const char *mending_link(const sc_view_t *view, const sc_check_t *check)
{
    const char *field = check->problem.field;
    const char *form = sc_link(view, check->entity->collection, check->slug, NULL);

    return field ? apr_pstrcat(view->pool, form, "#", sc_office_id(view, field), NULL) : form;
}

static const char *check_name(const sc_view_t *view, const sc_named_t *named,
                              const sc_check_t *check)
{
    return check->record ? sc_office_name(view, named, check->record)
                         : sc_office_slug_name(view, named, check->entity, check->slug);
}

/* Whether it sets beside each other what is said of a field that holds a date. */
static int is_of_dates(const sc_check_t *check)
{
    const char *const *argument = check->problem.arguments;
    const sc_field_t *field = NULL;

    for (; argument[0] && argument[1] && !field; argument += 2) {
        field =
            strcmp(argument[0], "field") == 0 ? sc_entity_field(check->entity, argument[1]) : NULL;
    }
    return field && field->type == SC_TYPE_DATE;
}

/* For people: the other item and the field by their names, which programs know by their addresses,
 * and dates in words. */
static const char *check_text(const sc_view_t *view, const sc_named_t *named,
                              const sc_check_t *check)
{
    const sc_entity_t *entity = check->other ? check->other : check->entity;
    apr_array_header_t *arguments = apr_array_make(view->pool, 8, sizeof(const char *));
    sc_problem_t problem = check->problem;
    int is_dated = is_of_dates(check);

    for (int i = 0; problem.arguments[i]; i += 2) {
        const char *name = problem.arguments[i], *value = problem.arguments[i + 1];
        const sc_field_t *field =
            strcmp(name, "field") == 0 ? sc_entity_field(check->entity, value) : NULL;

        if (value && value == sc_check_other(check)) {
            value = sc_office_slug_name(view, named, entity, value);
        }
        else if (value && is_dated) {
            value = sc_say_date(view, value);
        }
        APR_ARRAY_PUSH(arguments, const char *) = name;
        APR_ARRAY_PUSH(arguments, const char *) = field ? sc_say(view, field->label) : value;
    }
    APR_ARRAY_PUSH(arguments, const char *) = NULL;
    problem.arguments = (const char *const *)arguments->elts;
    return sc_office_doubt(view, &problem);
}

/* Where it is answered. Of two that may be one the older one is the first to be kept. */
static const char *answer_link(const sc_view_t *view, const sc_named_t *named,
                               const sc_check_t *check)
{
    const char *link;

    if (strcmp(check->problem.code, "place_ceased") == 0) {
        link = sc_link(view, "places", sc_check_other(check), "succession", NULL);
        return sc_link_html(view, link, sc_say(view, "Say what became of it"));
    }
    if (strcmp(check->problem.code, "duplicate") != 0) {
        return NULL;
    }
    link = sc_link_with(
        view, sc_link(view, check->entity->collection, sc_check_other(check), "merge", NULL),
        "other", check->slug);
    return sc_htmlf(
        view, "<a href=\"%u\">%r</a>", link,
        sc_office_heard(view, sc_say(view, "Compare and merge"), check_name(view, named, check)));
}

static void write_check(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                        const sc_check_t *check)
{
    sc_html(out,
            "<li class=\"sistercity__entry\"><a href=\"%u\">%t</a> "
            "<span class=\"sistercity__details\">%t</span><div>%t %r</div></li>\n",
            mending_link(view, check), check_name(view, named, check),
            sc_say(view, check->entity->label), check_text(view, named, check),
            answer_link(view, named, check));
}

static void write_checks(sc_buffer_t *out, const sc_view_t *view, const sc_desk_page_t *page)
{
    const apr_array_header_t *checks = page->desk.checks;

    sc_office_scope(out, view, sc_link(view, "check", NULL), page->desk.place, page->home,
                    page->named.labels);
    if (checks->nelts == 0) {
        sc_part_quiet(out, sc_say(view, "The check found nothing."));
        return;
    }
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (int i = 0; i < checks->nelts; i++) {
        write_check(out, view, &page->named, &APR_ARRAY_IDX(checks, i, sc_check_t));
    }
    sc_buffer_puts(out, "</ul>\n");
    write_more(out, view, page->desk.check_total - checks->nelts, "check");
}

static int is_kind(const sc_due_t *due, const char *kind)
{
    return strcmp(due->kind, kind) == 0;
}

const char *sc_due_words(const sc_view_t *view, apr_hash_t *labels, const sc_due_t *due)
{
    if (is_kind(due, "begins")) {
        return sc_say(view, "The partnership begins");
    }
    if (is_kind(due, "ends")) {
        return sc_say(view, "The partnership ends");
    }
    if (is_kind(due, "joins")) {
        return sc_sayf(view, "{place} joins the partnership", "place", due->detail, NULL);
    }
    if (is_kind(due, "leaves")) {
        return sc_sayf(view, "{place} leaves the partnership", "place", due->detail, NULL);
    }
    if (is_kind(due, "task")) {
        return sc_sayf(view,
                       sc_edtf_is_past(due->date, view->today) ? N_("overdue: {what}")
                                                               : N_("to do: {what}"),
                       "what", due->detail, NULL);
    }
    if (due->detail) {
        return sc_sayf(view, N_("planned: {what}"), "what",
                       is_kind(due, "step") ? sc_say_word(view, &sc_step_words, due->detail)
                       : is_kind(due, "agreement")
                           ? sc_say_word(view, &sc_agreement_kinds, due->detail)
                           : due->detail,
                       NULL);
    }
    if (is_kind(due, "anniversary")) {
        return sc_part_milestone_years(view, labels, due->partnership, due->years);
    }
    if (is_kind(due, "term")) {
        return sc_say(view, "The term ends");
    }
    return due->date
               ? sc_sayf(view, "Last on record: {date}", "date", sc_say_date(view, due->date), NULL)
               : sc_say(view, "Nothing on record yet");
}

const char *sc_member_due_words(const sc_view_t *view, const sc_named_t *named,
                                const sc_membership_t *membership, const char **date)
{
    const char *place = sc_office_slug_name(view, named, &sc_place, membership->place);
    const char *network = sc_office_slug_name(view, named, &sc_network, membership->network);
    int joins = sc_edtf_is_future(membership->joined, view->today);

    *date = joins ? membership->joined : membership->left;
    return joins
               ? sc_sayf(view, "{place} joins {network}", "place", place, "network", network, NULL)
               : sc_sayf(view, "{place} leaves {network}", "place", place, "network", network,
                         NULL);
}

static void write_members(sc_buffer_t *out, const sc_view_t *view, const sc_desk_page_t *page)
{
    const apr_array_header_t *memberships = page->desk.memberships;

    if (SC_COUNT(memberships) == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "Members of networks"));
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (int i = 0; i < memberships->nelts; i++) {
        const sc_membership_t *membership = SC_AT(memberships, i, sc_membership_t);
        const char *date, *words = sc_member_due_words(view, &page->named, membership, &date);

        sc_html(out, "<li class=\"sistercity__entry\"><a href=\"%u\">%t</a>" SC_DOT "%r</li>\n",
                sc_link(view, "memberships", membership->slug, NULL), words,
                sc_date_html(view, date));
    }
    sc_buffer_puts(out, "</ul>\n");
}

/* What somebody would record about it, one step away. */
static void write_due_act(sc_buffer_t *out, const sc_view_t *view, const sc_due_t *due,
                          const char *parties)
{
    int is_term = is_kind(due, "term");
    const sc_entity_t *entity = is_term ? &sc_agreement : &sc_activity;
    const char *link = sc_office_new_link(view, entity, "partnership", due->partnership->slug);

    if (is_term) {
        link = apr_pstrcat(view->pool, link, "&kind=renewal", NULL);
    }
    sc_html(out, " <a href=\"%u\">%r</a>", link,
            sc_office_heard(view,
                            is_term ? sc_say(view, "Record the renewal")
                                    : sc_office_new_title(view, entity),
                            parties));
}

static void write_due(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                      const sc_due_t *due)
{
    const char *words = sc_text_html(view, sc_due_words(view, named->labels, due));

    if (due->date && !is_kind(due, "silent")) {
        words = sc_htmlf(view, "%r" SC_DOT "%r", words, sc_date_html(view, due->date));
    }
    sc_html(out, "<li class=\"sistercity__entry\">%r",
            sc_join(view, SC_COLON, sc_office_record_link(view, named, due->partnership), words));
    if (due->activity) {
        sc_html(out, " <a href=\"%u\">%t</a>", sc_link(view, "activities", due->activity, NULL),
                sc_say(view, "Plan of the visit"));
    }
    if (is_kind(due, "anniversary") || is_kind(due, "term") || is_kind(due, "silent")) {
        write_due_act(out, view, due, sc_part_parties(view, named->labels, due->partnership));
    }
    sc_buffer_puts(out, "</li>\n");
}

static void write_dues(sc_buffer_t *out, const sc_view_t *view, const sc_desk_page_t *page,
                       const apr_array_header_t *dues, apr_int64_t total)
{
    sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
    for (int i = 0; i < dues->nelts; i++) {
        write_due(out, view, &page->named, &APR_ARRAY_IDX(dues, i, sc_due_t));
    }
    sc_buffer_puts(out, "</ul>\n");
    write_more(out, view, total - dues->nelts, "due");
}

/* How far ahead is looked, each one step away. */
static void write_within(sc_buffer_t *out, const sc_view_t *view, const sc_desk_page_t *page)
{
    static const int choices[] = {30, 90, 180, 365};
    const char *link = sc_link(view, "due", NULL);

    if (page->home && !page->desk.place) {
        link = sc_link_with(view, link, "place", "");
    }
    sc_html(out, "<nav aria-label=\"%t\">\n<ul class=\"sistercity__inline\">\n",
            sc_say(view, "How far ahead"));
    for (size_t i = 0; i < SC_LENGTH(choices); i++) {
        sc_html(out, "<li><a href=\"%u\"%r>%t</a></li>\n",
                sc_link_with(view, link, "within", apr_psprintf(view->pool, "%dd", choices[i])),
                page->days == choices[i] ? " aria-current=\"true\"" : NULL,
                sc_say_n(view, "{n} day", "{n} days", choices[i], NULL));
    }
    sc_buffer_puts(out, "</ul>\n</nav>\n");
}

static void write_both_dues(sc_buffer_t *out, const sc_view_t *view, const sc_desk_page_t *page)
{
    const sc_desk_t *desk = &page->desk;

    sc_office_scope(out, view, sc_link(view, "due", NULL), desk->place, page->home,
                    page->named.labels);
    write_within(out, view, page);
    if (desk->due_total + SC_COUNT(desk->memberships) == 0) {
        sc_part_quiet(out, sc_say(view, "Nothing falls due."));
    }
    if (desk->due_total > 0) {
        write_dues(out, view, page, desk->dues, desk->due_total);
    }
    write_members(out, view, page);
    if (desk->silent_total > 0) {
        sc_part_heading(out, view, 1, sc_say(view, "Silent partnerships"));
        write_dues(out, view, page, desk->silent, desk->silent_total);
    }
    if (SC_COUNT(desk->searches) > 0) {
        sc_part_heading(out, view, 1, sc_say(view, "Looking for partners"));
        sc_buffer_puts(out, "<ul class=\"sistercity__entries\">\n");
        SC_EACH(const sc_seeking_t, search, desk->searches) {
            sc_html(out,
                    "<li class=\"sistercity__entry\">%r <span "
                    "class=\"sistercity__details\">%t</span></li>\n",
                    sc_office_record_link(view, &page->named, search),
                    sc_office_detail(view, search));
        }
        sc_buffer_puts(out, "</ul>\n");
    }
}

static void write_drafts(sc_buffer_t *out, const sc_view_t *view, const sc_desk_page_t *page)
{
    const sc_admin_view_t *admin = page->admin;

    if (SC_COUNT(page->drafts) == 0) {
        return;
    }
    sc_part_heading(out, view, 1,
                    admin->may_review ? sc_say(view, "Drafts to review")
                                      : sc_say(view, "Your drafts that wait"));
    sc_office_drafts(out, view, &page->named, page->drafts);
    write_more(out, view, admin->drafts_waiting - page->drafts->nelts, "drafts");
}

static void write_rejected(sc_buffer_t *out, const sc_view_t *view, const sc_desk_page_t *page)
{
    if (SC_COUNT(page->rejected) > 0) {
        sc_part_heading(out, view, 1, sc_text(view->language, "Your drafts that were rejected"));
        sc_office_drafts(out, view, &page->named, page->rejected);
    }
}

/* What people come for most often. */
static void write_acts(sc_buffer_t *out, const sc_view_t *view, const sc_desk_page_t *page)
{
    static const sc_entity_t *const entities[] = {&sc_activity, &sc_gift, &sc_agreement,
                                                  &sc_partnership, &sc_place};

    sc_html(out, "<nav class=\"sistercity-admin__acts\" aria-label=\"%t\">\n<ul>\n",
            sc_say(view, "What people do most"));
    if (page->home) {
        sc_office_link_item(out, sc_link(view, "places", page->home, "workbench", NULL),
                            sc_say(view, "Our own partnerships"));
    }
    for (size_t i = 0; i < SC_LENGTH(entities); i++) {
        sc_office_link_item(out, sc_office_new_link(view, entities[i], NULL, NULL),
                            sc_office_new_title(view, entities[i]));
    }
    sc_buffer_puts(out, "</ul>\n</nav>\n");
}

static void write_counts(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *counts)
{
    static const char *const columns[] = {N_("Collection"), N_("On record"), NULL};

    sc_part_table_open(out, view, sc_say(view, "What is on record"), columns);
    SC_EACH_OF(const sc_desk_count_t, count, counts) {
        sc_html(out, "<tr><th scope=\"row\"><a href=\"%u\">%t</a></th>",
                sc_link(view, count->entity->collection, NULL),
                sc_office_many(view, count->entity));
        sc_part_cell(out, view, columns[1],
                     sc_html_make(view->pool, "%t", sc_say_number(view, count->number)));
        sc_buffer_puts(out, "</tr>\n");
    }
    sc_part_table_close(out);
}

apr_int64_t sc_office_missing(const sc_view_t *view, const sc_told_t *told, int language)
{
    const apr_int64_t *in =
        sc_find(told->in, APR_ARRAY_IDX(view->languages, language, const char *));

    /* What is no text itself says it in the first. */
    return language == 0 && !sc_is_texts(told->entity) ? 0 : told->total - (in ? *in : 0);
}

/* The languages in which some of the collection is missing, as links to what lacks them. */
static const char *missing_links(const sc_view_t *view, const sc_told_t *told)
{
    const char *links = NULL;

    for (int i = 0; i < SC_COUNT(view->languages); i++) {
        const char *tag = APR_ARRAY_IDX(view->languages, i, const char *);
        apr_int64_t number = sc_office_missing(view, told, i);

        if (number) {
            const char *link = sc_htmlf(
                view, "<a href=\"%u\">%t</a>",
                sc_link_with(view, sc_link(view, told->entity->collection, NULL), "missing", tag),
                sc_join(view, SC_BRACKETS, sc_say_language(view, tag),
                        sc_say_number(view, number)));

            links = links ? sc_htmlf(view, "%r" SC_DOT "%r", links, link) : link;
        }
    }
    return links;
}

static void write_missing(sc_buffer_t *out, const sc_view_t *view, const apr_array_header_t *told)
{
    int is_open = 0;

    SC_EACH_OF(const sc_told_t, one, told) {
        const char *links = missing_links(view, one);

        if (links && !is_open) {
            sc_part_heading(out, view, 1, sc_say(view, "Not yet in all languages"));
            sc_buffer_puts(out, "<dl class=\"sistercity__facts\">");
            is_open = 1;
        }
        if (links) {
            sc_part_fact(out, sc_office_many(view, one->entity), links);
        }
    }
    sc_buffer_puts(out, is_open ? "</dl>\n" : "");
}

static void write_state(sc_buffer_t *out, const sc_view_t *view, const sc_desk_page_t *page)
{
    sc_part_heading(out, view, 1, sc_say(view, "The registry"));
    write_counts(out, view, page->desk.counts);
    sc_buffer_puts(out, "<dl class=\"sistercity__facts\">");
    sc_part_fact_text(out, sc_say(view, "Database"), page->database);
    sc_part_fact_text(out, sc_say(view, "Schema"), apr_itoa(view->pool, view->state->schema));
    sc_part_fact_text(out, sc_say(view, "Revision"), sc_say_number(view, view->state->revision));
    if (view->state->modified) {
        sc_part_fact(out, sc_say(view, "Last change"), sc_office_time(view, view->state->modified));
    }
    sc_buffer_puts(out, "</dl>\n");
}

void sc_page_desk(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_desk_page_t *page = data;

    sc_admin_open(out, view, page->admin, "desk", sc_title_desk(view, data));
    sc_html(out, "<p>%t</p>\n",
            sc_sayf(view, "You are signed in as {user}.", "user", page->admin->user, NULL));
    write_acts(out, view, page);
    write_rejected(out, view, page);
    write_drafts(out, view, page);
    sc_part_heading(out, view, 1, sc_title_due(view, page));
    write_both_dues(out, view, page);
    sc_part_heading(out, view, 1, sc_say(view, "To look at"));
    write_checks(out, view, page);
    write_missing(out, view, page->desk.told);
    if (SC_COUNT(page->changes)) {
        sc_part_heading(out, view, 1, sc_say(view, "Last changes"));
        sc_office_changes(out, view, &page->named, page->changes);
    }
    write_state(out, view, page);
    sc_part_close(out);
}

void sc_page_due(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_desk_page_t *page = data;

    sc_admin_open(out, view, page->admin, "due", sc_title_due(view, data));
    write_both_dues(out, view, page);
    sc_part_close(out);
}

void sc_page_check(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_desk_page_t *page = data;

    sc_admin_open(out, view, page->admin, "check", sc_title_check(view, data));
    write_checks(out, view, page);
    sc_part_close(out);
}
