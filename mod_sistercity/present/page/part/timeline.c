#include "present/page/part/timeline.h"

#include "model/text/edtf.h"
#include "present/page/part/fact.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

typedef struct event_t {
    const char *group;       /* a word of sc_events, which a reader can choose */
    const char *word;        /* what programs call it */
    const char *date;        /* EDTF, or NULL */
    const char *until;       /* EDTF, or NULL */
    const void *record;      /* what happened; NULL: something of the partnership itself */
    const char *kind;        /* which that is, translated */
    const char *partnership; /* slug */
    int order;               /* in which it was added: keeps equal dates stable */
    int next;                /* the number of the next one of its partnership; -1: none */
} event_t;

/* Which records are events, and which fields their dates. */
static const struct kind_t {
    const sc_entity_t *entity;
    const char *group, *word;
    const char *date, *second; /* which stands in where the first is not known */
    const char *until;
} kinds[] = {{&sc_agreement, "agreements", "agreement", "date", "effective_from", NULL},
             {&sc_step, "steps", "step", "date", "effective", NULL},
             {&sc_activity, "activities", "activity", "start", NULL, "end"},
             {&sc_gift, "gifts", "gift", "date", NULL, NULL}};

struct sc_timeline_t {
    const sc_view_t *view;
    apr_hash_t *partnerships;
    apr_hash_t *labels;
    const char *place;          /* slug, or NULL */
    apr_array_header_t *events; /* of event_t */
    apr_hash_t *first;          /* slug of a partnership -> the number (int *) of its first one */
    int tells_all;
    const char *source; /* which need not be named again; or NULL */
};

sc_timeline_t *sc_timeline_new(const sc_view_t *view, apr_hash_t *partnerships, apr_hash_t *labels,
                               const char *place)
{
    sc_timeline_t *timeline = apr_palloc(view->pool, sizeof(*timeline));

    *timeline = (sc_timeline_t){view,
                                partnerships,
                                labels,
                                place,
                                apr_array_make(view->pool, 32, sizeof(event_t)),
                                apr_hash_make(view->pool),
                                0,
                                NULL};
    return timeline;
}

void sc_timeline_tell_all(sc_timeline_t *timeline, const char *source)
{
    timeline->tells_all = 1;
    timeline->source = source;
}

int sc_timeline_count(const sc_timeline_t *timeline)
{
    return timeline->events->nelts;
}

/* So that a timeline of thousands need not be walked over for each of them. */
static void link_event(sc_timeline_t *timeline, int number)
{
    event_t *event = &APR_ARRAY_IDX(timeline->events, number, event_t);
    int *first = sc_find(timeline->first, event->partnership);

    event->next = first ? *first : -1;
    if (first) {
        *first = number;
    }
    else {
        apr_hash_set(timeline->first, event->partnership, APR_HASH_KEY_STRING,
                     apr_pmemdup(timeline->view->pool, &number, sizeof(number)));
    }
}

/* The first event of the partnership, or the next one after an event of it; NULL: none. */
static const event_t *event_of(const sc_timeline_t *timeline, const char *partnership,
                               const event_t *after)
{
    const int *first = after ? &after->next : sc_find(timeline->first, partnership);

    return first && *first >= 0 ? &APR_ARRAY_IDX(timeline->events, *first, event_t) : NULL;
}

static event_t *add_event(sc_timeline_t *timeline, const char *group, const char *word,
                          const char *date, const char *partnership)
{
    event_t *event = apr_array_push(timeline->events);

    *event = (event_t){.group = group,
                       .word = word,
                       .date = date,
                       .partnership = partnership,
                       .order = timeline->events->nelts};
    link_event(timeline, timeline->events->nelts - 1);
    return event;
}

void sc_timeline_add(sc_timeline_t *timeline, const apr_array_header_t *records)
{
    const struct kind_t *kind = kinds;

    SC_EACH(const void, record, records) {
        const char *date;

        while (kind->entity != sc_record_entity(record)) {
            kind++;
        }
        date = sc_record_text(record, kind->date);
        event_t *event = add_event(timeline, kind->group, kind->word,
                                   date ? date : sc_record_text(record, kind->second),
                                   sc_record_text(record, "partnership"));
        event->until = sc_record_text(record, kind->until);
        event->record = record;
    }
}

void sc_timeline_add_moment(sc_timeline_t *timeline, const char *word, const char *date,
                            const char *partnership)
{
    add_event(timeline, "steps", word, date, partnership);
}

static const char *effective_html(const sc_view_t *view, const char *from)
{
    return sc_dated_html(view, sc_say(view, "in effect from {date}"), from);
}

/* One whose signing is undated stands where it took effect, and says so. */
static const char *agreement_html(const sc_view_t *view, const sc_agreement_t *agreement)
{
    const char *link = sc_part_title_link(view, agreement);

    if (agreement->date || !agreement->effective_from) {
        return link;
    }
    return sc_htmlf(view, "%r <span class=\"sistercity__details\">%r</span>", link,
                    effective_html(view, agreement->effective_from));
}

/* Where the decision can be read, and where it is known from.
 * @param known a source that is named for all */
static void write_evidence(sc_buffer_t *out, const sc_view_t *view, const sc_step_t *step,
                           const char *known)
{
    const char *source =
        step->source && known && strcmp(step->source, known) == 0 ? NULL : step->source;

    if (!step->document && !source) {
        return;
    }
    sc_buffer_puts(out, "<div class=\"sistercity__details\">");
    if (step->document) {
        sc_html(out, "<a href=\"%u\">%t</a>", step->document,
                sc_say(view, "Document of the decision"));
    }
    if (source) {
        sc_buffer_puts(out, step->document ? SC_DOT : "");
        sc_html_fill(out, sc_say(view, "Source: {source}"), "source",
                     sc_part_citation(view, source), NULL);
    }
    sc_buffer_puts(out, "</div>");
}

static const char *step_html(const sc_view_t *view, const sc_step_t *step, const char *known)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    if (step->body) {
        sc_buffer_puts(out, sc_text_html(view, step->body));
    }
    if (step->effective && step->date && strcmp(step->effective, step->date) != 0) {
        sc_html(out, "%r%r", out->length ? SC_DOT : NULL, effective_html(view, step->effective));
    }
    if (step->reason) {
        sc_buffer_puts(out, "<div class=\"sistercity__reason\">");
        sc_html_markdown(out, view, step->reason, view->heading + 3);
        sc_buffer_puts(out, "</div>");
    }
    write_evidence(out, view, step, known);
    return out->length ? out->data : NULL;
}

/* What kind of event it is; NULL if the HTML says it. */
static const char *kind_of(const sc_view_t *view, const event_t *event)
{
    const sc_entity_t *entity = event->record ? sc_record_entity(event->record) : NULL;
    const sc_agreement_t *agreement = event->record;
    const char *form;

    if (!entity) {
        return event->kind;
    }
    if (entity == &sc_agreement) {
        return agreement->title ? sc_say_word(view, &sc_agreement_kinds, agreement->kind) : NULL;
    }
    if (entity == &sc_step) {
        return sc_say_word(view, &sc_step_words, ((const sc_step_t *)event->record)->status);
    }
    if (entity == &sc_gift) {
        return sc_say(view, "gift");
    }
    form = ((const sc_activity_t *)event->record)->form;
    return form ? sc_say_word(view, &sc_activity_forms, form) : sc_say(view, "exchange");
}

/* What happened, if the kind does not say it all; or NULL. */
static const char *html_of(const sc_timeline_t *timeline, const event_t *event)
{
    const sc_view_t *view = timeline->view;
    const sc_entity_t *entity = event->record ? sc_record_entity(event->record) : NULL;

    return !entity                   ? NULL
           : entity == &sc_agreement ? agreement_html(view, event->record)
           : entity == &sc_step      ? step_html(view, event->record, timeline->source)
           : entity == &sc_gift      ? sc_text_html(view, sc_part_title(view, event->record))
                                     : sc_part_title_link(view, event->record);
}

/* "2019" is told by "2019-02-22": the more precise date of an agreement says it better. */
static int is_told(const sc_timeline_t *timeline, const char *partnership, const char *date)
{
    const event_t *event = NULL;

    while ((event = event_of(timeline, partnership, event)) != NULL) {
        if (event->date && strncmp(event->date, date, strlen(date)) == 0) {
            return 1;
        }
    }
    return 0;
}

static void add_untold(sc_timeline_t *timeline, const sc_partnership_t *partnership,
                       const char *date, const char *kind)
{
    if (date && !is_told(timeline, partnership->slug, date)) {
        add_event(timeline, "steps", NULL, date, partnership->slug)->kind = kind;
    }
}

void sc_timeline_add_partnership(sc_timeline_t *timeline, const sc_partnership_t *partnership)
{
    add_untold(timeline, partnership, partnership->ended,
               sc_say_word(timeline->view, &sc_statuses, partnership->status));
    add_untold(timeline, partnership, partnership->established,
               sc_say(timeline->view, "partnership established"));
    add_untold(timeline, partnership, partnership->first_contact,
               sc_say(timeline->view, "first contact"));
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

static void sort(sc_timeline_t *timeline)
{
    qsort(timeline->events->elts, (size_t)timeline->events->nelts, sizeof(event_t), newest_first);
    apr_hash_clear(timeline->first);
    for (int i = timeline->events->nelts - 1; i >= 0; i--) {
        link_event(timeline, i);
    }
}

/* Stands for the decade of what is still to come. */
#define PLANNED "planned"

/* "1955-12" -> "195X": what the heading above it is made of. NULL for no date. */
static const char *decade_of(const sc_view_t *view, const char *date)
{
    return !date                                  ? NULL
           : sc_edtf_is_future(date, view->today) ? PLANNED
                                                  : apr_psprintf(view->pool, "%.3sX", date);
}

/* Where the whole timeline is one place's, the place itself goes without saying. */
static const char *whose(const sc_timeline_t *timeline, const event_t *event)
{
    const sc_view_t *view = timeline->view;
    const sc_partnership_t *partnership = sc_find(timeline->partnerships, event->partnership);
    apr_array_header_t *partners;

    if (!partnership) {
        return NULL;
    }
    partners =
        timeline->place ? sc_partners_of(partnership, timeline->place, NULL, view->pool) : NULL;
    if (SC_COUNT(partners) != 1 || partnership->name) {
        return sc_part_partnership_link(view, timeline->labels, partnership);
    }
    return sc_link_html(view, sc_link(view, "partnerships", partnership->slug, NULL),
                        sc_part_name(view, sc_part_label(view, timeline->labels,
                                                         SC_AT(partners, 0, sc_party_t)->place)));
}

/* A date that the event before has shown stands only in what is read aloud. */
static void write_when(sc_buffer_t *out, const sc_view_t *view, const event_t *event,
                       const event_t *before)
{
    int is_shown = before && sc_is(before->date, event->date) && !before->until && !event->until;

    sc_html(out, "<span class=\"sistercity__date%r\">", is_shown ? " sistercity__unseen" : NULL);
    sc_buffer_puts(out, sc_span_html(view, event->date, event->until));
    sc_buffer_puts(out, "</span> ");
}

/* Which step an agreement tells of. */
static const struct {
    const char *step, *agreements;
} same[] = {{"signing", " memorandum protocol friendship sister cooperation "},
            {"renewed", " renewal reaffirmation extension "},
            {"suspended", " suspension "},
            {"terminated", " termination "},
            {"succeeded", " succession "}};

static int tells_of(const event_t *agreement, const event_t *step)
{
    const char *kind, *status;

    if (!agreement->record || sc_record_entity(agreement->record) != &sc_agreement ||
        !sc_is(agreement->date, step->date)) {
        return 0;
    }
    kind = ((const sc_agreement_t *)agreement->record)->kind;
    status = ((const sc_step_t *)step->record)->status;
    for (size_t i = 0; i < SC_LENGTH(same); i++) {
        if (strcmp(same[i].step, status) == 0 && kind && strstr(same[i].agreements, kind)) {
            return 1;
        }
    }
    return 0;
}

/* The agreement that tells of the step, or the step that an agreement tells of, among the events
 * that are shown; NULL for all else. */
static const event_t *counterpart(const sc_timeline_t *timeline, const event_t *event)
{
    int is_step = event->record && sc_record_entity(event->record) == &sc_step;
    const event_t *other = NULL;

    if (!event->date || !event->record) {
        return NULL;
    }
    while ((other = event_of(timeline, event->partnership, other)) != NULL) {
        if (is_step ? tells_of(other, event)
                    : other->record && sc_record_entity(other->record) == &sc_step && other->date &&
                          tells_of(event, other)) {
            return other;
        }
    }
    return NULL;
}

/* What a line does not say: the step that an agreement was, its facts, those of a gift. */
static void write_rest(sc_buffer_t *out, const sc_timeline_t *timeline, const event_t *event)
{
    const sc_entity_t *entity = event->record ? sc_record_entity(event->record) : NULL;
    const event_t *step = entity == &sc_agreement ? counterpart(timeline, event) : NULL;

    if (step) {
        sc_html(out, " <div>%r</div>", step_html(timeline->view, step->record, timeline->source));
    }
    if (timeline->tells_all && (entity == &sc_agreement || entity == &sc_gift)) {
        sc_facts_beside(out, timeline->view, event->record, timeline->labels, timeline->source);
    }
}

/* @param before the event above it under the same heading, or NULL */
static void write_event(sc_buffer_t *out, const sc_timeline_t *timeline, const event_t *event,
                        const event_t *before)
{
    const char *parties = whose(timeline, event);
    const char *kind = kind_of(timeline->view, event), *html = html_of(timeline, event);

    sc_buffer_puts(out, "<li class=\"sistercity__event\">");
    if (event->date) {
        write_when(out, timeline->view, event, before);
    }
    sc_html(out, "<div class=\"sistercity__happened\">%r%r", parties, parties ? " " : NULL);
    if (kind) {
        sc_html(out, "<span class=\"sistercity__kind\">%t</span>%r", kind, html ? " " : NULL);
    }
    sc_html(out, "%r", html);
    write_rest(out, timeline, event);
    sc_buffer_puts(out, "</div></li>\n");
}

static void open_decade(sc_buffer_t *out, const sc_view_t *view, const char *decade, int depth)
{
    const char *heading = !decade                        ? sc_say(view, "Date not recorded")
                          : strcmp(decade, PLANNED) == 0 ? sc_say(view, "Planned")
                                                         : sc_say_date(view, decade);

    sc_part_heading(out, view, depth, heading);
    sc_buffer_puts(out, "<ol class=\"sistercity__timeline\">\n");
}

static int has_group(const sc_timeline_t *timeline, const char *group)
{
    for (int i = 0; i < timeline->events->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(timeline->events, i, event_t).group, group) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Whoever chooses stays there. */
#define ANCHOR "sistercity-events"

static void write_choice(sc_buffer_t *out, const sc_view_t *view, const char *group,
                         const char *label, int is_chosen)
{
    const char *with = group ? apr_pstrcat(view->pool, "events=", group, NULL) : NULL;

    sc_html(out, "<li><a href=\"%u#" ANCHOR "\"%r>%t</a></li>\n",
            sc_link_self(view, "", sc_query_arguments(view->query, "events", with, view->pool)),
            is_chosen ? " aria-current=\"true\"" : NULL, label);
}

/* Links that narrow the timeline to one kind; none where there is only one. */
static void write_choices(sc_buffer_t *out, const sc_timeline_t *timeline, const char *chosen)
{
    const sc_view_t *view = timeline->view;
    int count = 0;

    for (int i = 0; i < sc_events.count; i++) {
        count += has_group(timeline, sc_events.words[i].word);
    }
    if (count < 2 || !view->query || view->is_fragment) {
        return;
    }
    sc_html(out,
            "<div class=\"sistercity__orders\" id=\"" ANCHOR
            "\">%t <ul class=\"sistercity__inline\">\n",
            sc_say(view, "Show:"));
    write_choice(out, view, NULL, sc_say(view, "everything"), !chosen);
    for (int i = 0; i < sc_events.count; i++) {
        const char *word = sc_events.words[i].word;

        if (has_group(timeline, word)) {
            write_choice(out, view, word, sc_say_word(view, &sc_events, word), sc_is(chosen, word));
        }
    }
    sc_buffer_puts(out, "</ul></div>\n");
}

/* Drops what the reader did not choose. */
static void narrow(sc_timeline_t *timeline, const char *chosen)
{
    event_t *events = (event_t *)timeline->events->elts;
    int kept = 0;

    for (int i = 0; chosen && i < timeline->events->nelts; i++) {
        if (strcmp(events[i].group, chosen) == 0) {
            events[kept++] = events[i];
        }
    }
    if (chosen) {
        timeline->events->nelts = kept;
    }
}

static int is_told_by_agreement(const sc_timeline_t *timeline, const event_t *event)
{
    return event->record && sc_record_entity(event->record) == &sc_step &&
           counterpart(timeline, event) != NULL;
}

void sc_timeline_write(sc_buffer_t *out, sc_timeline_t *timeline, int depth, int most)
{
    const char *chosen = timeline->view->query ? timeline->view->query->events : NULL;
    const event_t *events = (const event_t *)timeline->events->elts;
    const event_t *before = NULL;
    const char *decade = "";
    int count, shown = 0;

    write_choices(out, timeline, chosen);
    narrow(timeline, chosen);
    sort(timeline);
    count = timeline->events->nelts;
    if (count == 0) {
        sc_part_empty(out, sc_say(timeline->view, "Nothing of this kind is on record."));
        return;
    }
    for (int i = 0; i < count && (most == 0 || shown < most); i++) {
        const char *own = decade_of(timeline->view, events[i].date);
        int is_first = !before || strcmp(own ? own : "", decade ? decade : "") != 0;

        if (is_told_by_agreement(timeline, &events[i])) {
            continue;
        }
        if (is_first) {
            sc_buffer_puts(out, before ? "</ol>\n" : "");
            open_decade(out, timeline->view, own, depth);
            decade = own;
        }
        write_event(out, timeline, &events[i], is_first ? NULL : before);
        before = &events[i];
        shown++;
    }
    sc_buffer_puts(out, before ? "</ol>\n" : "");
}

void sc_timeline_write_json(sc_json_t *json, sc_timeline_t *timeline, int most)
{
    const event_t *events;

    narrow(timeline, timeline->view->query ? timeline->view->query->events : NULL);
    sort(timeline);
    events = (const event_t *)timeline->events->elts;
    sc_json_open(json, "items", '[');
    for (int i = 0; i < timeline->events->nelts && (most == 0 || i < most); i++) {
        sc_json_open(json, NULL, '{');
        sc_json_text(json, "date", events[i].date);
        sc_json_text(json, "event", events[i].word);
        sc_json_text(json, "partnership", events[i].partnership);
        sc_json_text(json, "partnership_url",
                     sc_address(json->view, "partnerships", events[i].partnership, NULL));
        sc_json_record(json, "item", events[i].record, SC_FORM_SHORT, "partnership");
        sc_json_close(json, '}');
    }
    sc_json_close(json, ']');
    sc_json_integer(json, "total", timeline->events->nelts);
}
