#include "present/page/part/timeline.h"

#include "model/edtf.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* The kinds that a reader can choose from: words of sc_events. */
#define AGREEMENTS "agreements"
#define STEPS "steps"
#define ACTIVITIES "activities"
#define GIFTS "gifts"

typedef struct event_t {
    const char *group;       /* one of the kinds above */
    const char *date;        /* EDTF, or NULL */
    const char *until;       /* EDTF, or NULL */
    const char *kind;        /* translated: what kind of event it is; NULL if the HTML says it */
    const char *html;        /* what happened, if the kind does not say it all; or NULL */
    const char *partnership; /* slug */
    int order;               /* in which it was added: keeps equal dates stable */
} event_t;

struct sc_timeline_t {
    const sc_view_t *view;
    apr_hash_t *partnerships;
    apr_hash_t *labels;
    const char *place;          /* slug, or NULL */
    apr_array_header_t *events; /* of event_t */
};

sc_timeline_t *sc_timeline_new(const sc_view_t *view, apr_hash_t *partnerships, apr_hash_t *labels,
                               const char *place)
{
    sc_timeline_t *timeline = apr_palloc(view->pool, sizeof(*timeline));

    timeline->view = view;
    timeline->partnerships = partnerships;
    timeline->labels = labels;
    timeline->place = place;
    timeline->events = apr_array_make(view->pool, 32, sizeof(event_t));
    return timeline;
}

int sc_timeline_count(const sc_timeline_t *timeline)
{
    return timeline->events->nelts;
}

static event_t *add_event(sc_timeline_t *timeline, const char *group, const char *partnership,
                          const char *date, const char *kind, const char *html)
{
    event_t *event = apr_array_push(timeline->events);

    event->group = group;
    event->date = date;
    event->until = NULL;
    event->kind = kind;
    event->html = html;
    event->partnership = partnership;
    event->order = timeline->events->nelts;
    return event;
}

static const char *effective_html(const sc_view_t *view, const char *from)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    sc_buffer_t *date = sc_buffer_new(view->pool, 0);

    sc_html_date(date, view, from);
    sc_html_fill(out, sc_text(view->language, "in effect from {date}"), "date", date->data, NULL);
    return out->data;
}

/* One whose signing is undated stands where it took effect, and says so. */
static const char *agreement_html(const sc_view_t *view, const sc_agreement_t *agreement)
{
    const char *link = sc_html_make(view->pool, "<a href=\"%u\">%t</a>",
                                    sc_link(view, "agreements", agreement->slug, NULL),
                                    sc_part_agreement_title(view, agreement));

    if (agreement->date || !agreement->effective_from) {
        return link;
    }
    return sc_html_make(view->pool, "%r <span class=\"sistercity__details\">%r</span>", link,
                        effective_html(view, agreement->effective_from));
}

void sc_timeline_add_agreements(sc_timeline_t *timeline, const apr_array_header_t *agreements)
{
    const sc_view_t *view = timeline->view;
    int i;

    for (i = 0; i < SC_COUNT(agreements); i++) {
        const sc_agreement_t *agreement = SC_AT(agreements, i, sc_agreement_t);
        const char *kind = agreement->title
                               ? sc_text_word(view->language, &sc_agreement_kinds, agreement->kind)
                               : NULL;

        add_event(timeline, AGREEMENTS, agreement->partnership,
                  agreement->date ? agreement->date : agreement->effective_from, kind,
                  agreement_html(view, agreement));
    }
}

/* Where the decision can be read, and where it is known from. */
static void write_evidence(sc_buffer_t *out, const sc_view_t *view, const sc_step_t *step)
{
    if (!step->document && !step->source) {
        return;
    }
    sc_buffer_puts(out, "<div class=\"sistercity__details\">");
    if (step->document) {
        sc_html(out, "<a href=\"%u\">%t</a>", step->document,
                sc_text(view->language, "Document of the decision"));
    }
    if (step->source) {
        sc_buffer_puts(out, step->document ? " · " : "");
        sc_html_fill(out, sc_text(view->language, "Source: {source}"), "source",
                     sc_part_citation(view, step->source), NULL);
    }
    sc_buffer_puts(out, "</div>");
}

static const char *step_html(const sc_view_t *view, const sc_step_t *step)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    if (step->body) {
        sc_html(out, "%t", step->body);
    }
    if (step->effective && step->date && strcmp(step->effective, step->date) != 0) {
        sc_html(out, "%r%r", out->length ? " · " : NULL, effective_html(view, step->effective));
    }
    if (step->reason) {
        sc_buffer_puts(out, "<div class=\"sistercity__reason\">");
        sc_html_markdown(out, view, step->reason, view->heading + 3);
        sc_buffer_puts(out, "</div>");
    }
    write_evidence(out, view, step);
    return out->length ? out->data : NULL;
}

void sc_timeline_add_steps(sc_timeline_t *timeline, const apr_array_header_t *steps)
{
    int i;

    for (i = 0; i < SC_COUNT(steps); i++) {
        const sc_step_t *step = SC_AT(steps, i, sc_step_t);

        add_event(timeline, STEPS, step->partnership, step->date ? step->date : step->effective,
                  sc_text_word(timeline->view->language, &sc_step_words, step->status),
                  step_html(timeline->view, step));
    }
}

void sc_timeline_add_activities(sc_timeline_t *timeline, const apr_array_header_t *activities)
{
    const sc_view_t *view = timeline->view;
    int i;

    for (i = 0; i < SC_COUNT(activities); i++) {
        const sc_activity_t *activity = SC_AT(activities, i, sc_activity_t);
        const char *html =
            sc_html_make(view->pool, "<a href=\"%u\">%t</a>",
                         sc_link(view, "activities", activity->slug, NULL), activity->title);
        const char *kind = activity->form
                               ? sc_text_word(view->language, &sc_activity_forms, activity->form)
                               : sc_text(view->language, "exchange");

        add_event(timeline, ACTIVITIES, activity->partnership, activity->start, kind, html)->until =
            activity->end;
    }
}

void sc_timeline_add_gifts(sc_timeline_t *timeline, const apr_array_header_t *gifts)
{
    const sc_view_t *view = timeline->view;
    int i;

    for (i = 0; i < SC_COUNT(gifts); i++) {
        const sc_gift_t *gift = SC_AT(gifts, i, sc_gift_t);

        add_event(timeline, GIFTS, gift->partnership, gift->date, sc_text(view->language, "gift"),
                  sc_html_make(view->pool, "%t", gift->object));
    }
}

/* "2019" is told by "2019-02-22": the more precise date of an agreement says it better. */
static int is_told(const sc_timeline_t *timeline, const char *partnership, const char *date)
{
    int i;

    for (i = 0; i < timeline->events->nelts; i++) {
        const event_t *event = &APR_ARRAY_IDX(timeline->events, i, event_t);

        if (event->date && strcmp(event->partnership, partnership) == 0 &&
            strncmp(event->date, date, strlen(date)) == 0) {
            return 1;
        }
    }
    return 0;
}

static void add_untold(sc_timeline_t *timeline, const sc_partnership_t *partnership,
                       const char *date, const char *kind)
{
    if (date && !is_told(timeline, partnership->slug, date)) {
        add_event(timeline, STEPS, partnership->slug, date, kind, NULL);
    }
}

void sc_timeline_add_partnership(sc_timeline_t *timeline, const sc_partnership_t *partnership)
{
    const sc_language_t *language = timeline->view->language;

    add_untold(timeline, partnership, partnership->ended,
               sc_text_word(language, &sc_statuses, partnership->status));
    add_untold(timeline, partnership, partnership->established,
               sc_text(language, "partnership established"));
    add_untold(timeline, partnership, partnership->first_contact,
               sc_text(language, "first contact"));
}

static int newest_first(const void *a, const void *b)
{
    const event_t *left = a;
    const event_t *right = b;
    int order = 0;

    if (!left->date != !right->date) {
        return left->date ? -1 : 1;
    }
    if (left->date) {
        order = strcmp(right->date, left->date);
    }
    return order ? order : left->order - right->order;
}

/* "1955-12" -> "195X": what the heading above it is made of. NULL for no date. */
static const char *decade_of(const char *date, apr_pool_t *pool)
{
    return date ? apr_pstrcat(pool, apr_pstrmemdup(pool, date, 3), "X", NULL) : NULL;
}

/* Where the whole timeline is one place's, the place itself goes without saying. */
static const char *whose(const sc_timeline_t *timeline, const event_t *event)
{
    const sc_view_t *view = timeline->view;
    const sc_partnership_t *partnership =
        timeline->partnerships
            ? apr_hash_get(timeline->partnerships, event->partnership, APR_HASH_KEY_STRING)
            : NULL;
    apr_array_header_t *partners;

    if (!partnership) {
        return NULL;
    }
    partners = timeline->place ? sc_partners_of(partnership, timeline->place, view->pool) : NULL;
    if (SC_COUNT(partners) != 1 || partnership->name) {
        return sc_part_partnership_link(view, timeline->labels, partnership);
    }
    return sc_html_make(view->pool, "<a href=\"%u\">%t</a>",
                        sc_link(view, "partnerships", partnership->slug, NULL),
                        sc_part_name(view, sc_part_label(view, timeline->labels,
                                                         SC_AT(partners, 0, sc_party_t)->place)));
}

/* A date that the event before has shown stands only in what is read aloud. */
static void write_when(sc_buffer_t *out, const sc_view_t *view, const event_t *event,
                       const event_t *before)
{
    int is_shown = before && before->date && strcmp(before->date, event->date) == 0 &&
                   !before->until && !event->until;

    sc_html(out, "<span class=\"sistercity__date%r\">", is_shown ? " sistercity__unseen" : NULL);
    sc_html_span(out, view, event->date, event->until);
    sc_buffer_puts(out, "</span> ");
}

/* @param before the event above it under the same heading, or NULL */
static void write_event(sc_buffer_t *out, const sc_timeline_t *timeline, const event_t *event,
                        const event_t *before)
{
    const char *parties = whose(timeline, event);

    sc_buffer_puts(out, "<li class=\"sistercity__event\">");
    if (event->date) {
        write_when(out, timeline->view, event, before);
    }
    sc_html(out, "<div class=\"sistercity__happened\">%r%r", parties, parties ? " " : NULL);
    if (event->kind) {
        sc_html(out, "<span class=\"sistercity__kind\">%t</span>%r", event->kind,
                event->html ? " " : NULL);
    }
    sc_html(out, "%r</div></li>\n", event->html);
}

static void open_decade(sc_buffer_t *out, const sc_view_t *view, const char *decade, int depth)
{
    const char *heading = decade ? sc_format_date(view->language, decade, view->pool)
                                 : sc_text(view->language, "Date not recorded");

    sc_part_heading(out, view, depth, heading);
    sc_buffer_puts(out, "<ol class=\"sistercity__timeline\">\n");
}

static int has_group(const sc_timeline_t *timeline, const char *group)
{
    int i;

    for (i = 0; i < timeline->events->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(timeline->events, i, event_t).group, group) == 0) {
            return 1;
        }
    }
    return 0;
}

static void write_choice(sc_buffer_t *out, const sc_view_t *view, const char *group,
                         const char *label, int is_chosen)
{
    const char *with = group ? apr_pstrcat(view->pool, "events=", group, NULL) : NULL;

    sc_html(out, "<li><a href=\"%u\"%r>%t</a></li>\n",
            sc_link_self(view, "", sc_query_arguments(view->query, "events", with, view->pool)),
            is_chosen ? " aria-current=\"true\"" : NULL, label);
}

/* Links that narrow the timeline to one kind; none where there is only one. */
static void write_choices(sc_buffer_t *out, const sc_timeline_t *timeline, const char *chosen)
{
    const sc_view_t *view = timeline->view;
    int count = 0;
    int i;

    for (i = 0; i < sc_events.count; i++) {
        count += has_group(timeline, sc_events.words[i].word);
    }
    if (count < 2 || !view->query) {
        return;
    }
    sc_html(out, "<div class=\"sistercity__orders\">%t <ul class=\"sistercity__inline\">\n",
            sc_text(view->language, "Show:"));
    write_choice(out, view, NULL, sc_text(view->language, "everything"), !chosen);
    for (i = 0; i < sc_events.count; i++) {
        const char *word = sc_events.words[i].word;

        if (has_group(timeline, word)) {
            write_choice(out, view, word, sc_text_word(view->language, &sc_events, word),
                         chosen && strcmp(chosen, word) == 0);
        }
    }
    sc_buffer_puts(out, "</ul></div>\n");
}

/* Drops what the reader did not choose. */
static void narrow(sc_timeline_t *timeline, const char *chosen)
{
    event_t *events = (event_t *)timeline->events->elts;
    int kept = 0;
    int i;

    for (i = 0; chosen && i < timeline->events->nelts; i++) {
        if (strcmp(events[i].group, chosen) == 0) {
            events[kept++] = events[i];
        }
    }
    if (chosen) {
        timeline->events->nelts = kept;
    }
}

void sc_timeline_write(sc_buffer_t *out, sc_timeline_t *timeline, int depth, int most)
{
    const char *chosen = timeline->view->query ? timeline->view->query->events : NULL;
    const event_t *events = (const event_t *)timeline->events->elts;
    const char *decade = "";
    int count;
    int i;

    write_choices(out, timeline, chosen);
    narrow(timeline, chosen);
    count = timeline->events->nelts;
    if (count == 0) {
        sc_html(out, "<p class=\"sistercity__empty\">%t</p>\n",
                sc_text(timeline->view->language, "Nothing of this kind is on record."));
        return;
    }
    qsort(timeline->events->elts, (size_t)count, sizeof(event_t), newest_first);
    for (i = 0; i < count && (most == 0 || i < most); i++) {
        const char *own = decade_of(events[i].date, timeline->view->pool);
        int is_first = i == 0 || strcmp(own ? own : "", decade ? decade : "") != 0;

        if (is_first) {
            sc_buffer_puts(out, i ? "</ol>\n" : "");
            open_decade(out, timeline->view, own, depth);
            decade = own;
        }
        write_event(out, timeline, &events[i], is_first ? NULL : &events[i - 1]);
    }
    sc_buffer_puts(out, i ? "</ol>\n" : "");
}
