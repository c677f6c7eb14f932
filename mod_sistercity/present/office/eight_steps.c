#include "present/office/pages.h"

#include "model/text/edtf.h"

#include <math.h>
#include <string.h>

typedef const void *find_fn(const sc_partnership_dossier_t *dossier, const char *today);

static const void *last_of(const apr_array_header_t *records)
{
    return SC_COUNT(records) ? SC_AT(records, SC_COUNT(records) - 1, void) : NULL;
}

/* The last activity that is more than a plan. */
static const void *find_activity(const sc_partnership_dossier_t *dossier, const char *today)
{
    for (int i = dossier->activities->nelts - 1; i >= 0; i--) {
        const sc_activity_t *activity = SC_AT(dossier->activities, i, sc_activity_t);

        if (!sc_edtf_is_future(activity->start, today)) {
            return activity;
        }
    }
    return NULL;
}

static const void *find_approval(const sc_partnership_dossier_t *dossier, const char *today)
{
    (void)today;
    return last_of(dossier->approvals);
}

static const void *find_budget(const sc_partnership_dossier_t *dossier, const char *today)
{
    (void)today;
    for (int i = dossier->approvals->nelts - 1; i >= 0; i--) {
        const sc_approval_t *approval = SC_AT(dossier->approvals, i, sc_approval_t);

        if (!isnan(approval->budget_amount)) {
            return approval;
        }
    }
    return NULL;
}

static const void *find_intent(const sc_partnership_dossier_t *dossier, const char *today)
{
    (void)today;
    SC_EACH(const sc_agreement_t, agreement, dossier->agreements) {
        if (strcmp(agreement->kind, "letter_of_intent") == 0) {
            return agreement;
        }
    }
    return NULL;
}

static const sc_agreement_t *binding(const sc_partnership_dossier_t *dossier)
{
    SC_EACH(const sc_agreement_t, agreement, dossier->agreements) {
        if (sc_agreement_binds(agreement->kind)) {
            return agreement;
        }
    }
    return NULL;
}

static const void *find_agreement(const sc_partnership_dossier_t *dossier, const char *today)
{
    (void)today;
    return binding(dossier);
}

static const void *find_signatories(const sc_partnership_dossier_t *dossier, const char *today)
{
    (void)today;
    const sc_agreement_t *agreement = binding(dossier);

    return agreement && SC_COUNT(agreement->signatories) ? agreement : NULL;
}

/* What began when the agreement was signed, or later. */
static const void *find_exchange(const sc_partnership_dossier_t *dossier, const char *today)
{
    const sc_agreement_t *agreement = binding(dossier);
    const sc_activity_t *activity = find_activity(dossier, today);

    return agreement && agreement->date && activity && activity->start &&
                   strcmp(activity->start, agreement->date) >= 0
               ? activity
               : NULL;
}

/* What is to be written down at a step: a field of the partnership, or an item. */
static const struct {
    const char *step;
    const char *what;          /* message id */
    const char *field;         /* of the partnership; NULL: */
    const sc_entity_t *entity; /* what is added for it */
    find_fn *find;             /* what shows that it has been */
} tasks[] = {
    {"candidate", N_("why this place"), "origin", NULL, NULL},
    {"asked", N_("the first contact"), "first_contact", NULL, NULL},
    {"research_visit", N_("the visit, and what came of it"), NULL, &sc_activity, find_activity},
    {"intent", N_("the letter of intent"), NULL, &sc_agreement, find_intent},
    {"policy", N_("the fields of exchange"), "fields", NULL, NULL},
    {"policy", N_("whether the exchange is limited to them"), "scope", NULL, NULL},
    {"deliberation", N_("the decision of the assembly"), NULL, &sc_approval, find_approval},
    {"deliberation", N_("the budget"), NULL, &sc_approval, find_budget},
    {"signing", N_("the agreement"), NULL, &sc_agreement, find_agreement},
    {"signing", N_("who signed it"), NULL, &sc_agreement, find_signatories},
    {"signing", N_("the beginning of the partnership"), "established", NULL, NULL},
    {"exchange", N_("the first exchange"), NULL, &sc_activity, find_exchange},
};

enum { TASK_COUNT = SC_LENGTH(tasks) };

/* What is to be done at each step, and the kinds of templates that help. */
static const struct {
    const char *step, *advice;
    const char *templates; /* apart by spaces */
} steps[] = {
    {"candidate", N_("List places that could fit, and compare them side by side."), ""},
    {"asked",
     N_("Write to those that fit best and ask whether they would like a partnership. An office "
        "in between can pass the letter on."),
     "inquiry"},
    {"research_visit",
     N_("Visit the place, or invite its people, and meet its offices, schools and societies."),
     "invitation"},
    {"intent", N_("Have the other side confirm in writing that it wants to go on."), "intent"},
    {"policy",
     N_("Agree with it on the fields, on who does what, and on what that may cost each side."), ""},
    {"deliberation",
     N_("Draft the agreement in both languages, and bring it and its budget before the assembly."),
     "sister friendship memorandum fixed_term"},
    {"signing",
     N_("Hold the ceremony at which the leaders of both sides sign: day, place, guests, gifts."),
     "invitation"},
    {"exchange", N_("Begin the exchange, name contacts on both sides, and plan the next year."),
     ""},
};

enum { STEP_COUNT = SC_LENGTH(steps) };

static int position_of(const char *step)
{
    for (int i = 0; step && i < STEP_COUNT; i++) {
        if (strcmp(steps[i].step, step) == 0) {
            return i;
        }
    }
    return -1;
}

const char *sc_eight_steps_advice(const char *step)
{
    int at = position_of(step);

    return at < 0 ? NULL : steps[at].advice;
}

/* @param found the item that shows it, where there is one */
static int is_done(int task, const sc_partnership_dossier_t *dossier, const char *today,
                   const void **found)
{
    *found = tasks[task].find ? tasks[task].find(dossier, today) : NULL;
    return tasks[task].field ? sc_field_is_set(sc_entity_field(&sc_partnership, tasks[task].field),
                                               dossier->partnership)
                             : *found != NULL;
}

apr_array_header_t *sc_eight_steps_missing(const sc_view_t *view, const char *step,
                                           const sc_partnership_dossier_t *dossier)
{
    apr_array_header_t *missing = apr_array_make(view->pool, TASK_COUNT, sizeof(const char *));
    int at = position_of(step);
    const void *found;

    for (int i = 0; i < TASK_COUNT && position_of(tasks[i].step) <= at; i++) {
        if (!is_done(i, dossier, view->today, &found)) {
            APR_ARRAY_PUSH(missing, const char *) = sc_say(view, tasks[i].what);
        }
    }
    return missing;
}

static void write_task(sc_buffer_t *out, const sc_view_t *view, int task,
                       const sc_partnership_dossier_t *dossier)
{
    const char *slug = dossier->partnership->slug, *link;
    const void *found;
    int done = is_done(task, dossier, view->today, &found);

    link = found ? sc_link(view, sc_record_entity(found)->collection, sc_record_slug(found), NULL)
           : tasks[task].field ? sc_link(view, "partnerships", slug, NULL)
                               : sc_office_new_link(view, tasks[task].entity, "partnership", slug);
    sc_html(out,
            "<li><span class=\"sistercity__badge sistercity__badge--%t\">%t</span> "
            "<a href=\"%u%t%t\">%t</a></li>\n",
            sc_condition_word(done ? SC_MET : SC_UNKNOWN),
            done ? sc_say(view, "on record") : sc_say(view, "not on record yet"), link,
            tasks[task].field ? "#f-" : NULL, tasks[task].field, sc_say(view, tasks[task].what));
}

/* The readers' pages, with the names of the parties filled in. */
static void write_templates(sc_buffer_t *out, const sc_view_t *view, const sc_eight_steps_t *guide,
                            const char *kinds)
{
    sc_buffer_t *links = sc_buffer_new(view->pool, 0);
    sc_view_t readers = *view;

    readers.mount = guide->registry;
    for (int i = 0; guide->registry && i < guide->templates->nelts; i++) {
        const void *one = SC_AT(guide->templates, i, void);
        const char *link = sc_link(&readers, "templates", sc_record_slug(one), NULL);

        if (!strstr(kinds, sc_record_text(one, "kind"))) {
            continue;
        }
        sc_html(links, "%r<a href=\"%u\">%r</a>", links->length ? SC_DOT : NULL,
                sc_link_with(&readers, link, "for", guide->dossier->partnership->slug),
                sc_part_title_html(view, one));
    }
    if (links->length) {
        sc_html(out, "<p>%r</p>\n",
                sc_join(view, SC_COLON, sc_text_html(view, sc_say(view, "At hand")), links->data));
    }
}

static const char *date_of(const sc_partnership_dossier_t *dossier, const char *word)
{
    for (int i = dossier->steps->nelts - 1; i >= 0; i--) {
        const sc_step_t *step = SC_AT(dossier->steps, i, sc_step_t);

        if (strcmp(step->status, word) == 0) {
            return step->date;
        }
    }
    return NULL;
}

/* The furthest of the steps on record; the first without any. */
static int reached(const sc_partnership_dossier_t *dossier)
{
    int at = 0;

    for (int i = 0; i < dossier->steps->nelts; i++) {
        int one = position_of(SC_AT(dossier->steps, i, sc_step_t)->status);

        at = one > at ? one : at;
    }
    return at;
}

const char *sc_eight_steps_reached(const sc_partnership_dossier_t *dossier)
{
    return steps[reached(dossier)].step;
}

static void write_step(sc_buffer_t *out, const sc_view_t *view, const sc_eight_steps_t *guide,
                       int i, int at)
{
    const char *word = steps[i].step, *date = date_of(guide->dossier, word);
    const char *state = i == at       ? sc_say(view, "reached")
                        : i == at + 1 ? sc_say(view, "comes next")
                                      : NULL;

    sc_html(out, "<li%r><details%r><summary>%t", i == at ? " aria-current=\"step\"" : NULL,
            state ? " open" : NULL, sc_part_word(view, &sc_step_words, word));
    if (state || date) {
        sc_html(out, " <span class=\"sistercity__details\">%r</span>",
                sc_join(view, SC_COMMA, sc_text_html(view, state),
                        date ? sc_date_html(view, date) : NULL));
    }
    sc_html(out, "</summary>\n<p>%t</p>\n<ul>\n", sc_say(view, steps[i].advice));
    for (int task = 0; task < TASK_COUNT; task++) {
        if (strcmp(tasks[task].step, word) == 0) {
            write_task(out, view, task, guide->dossier);
        }
    }
    sc_buffer_puts(out, "</ul>\n");
    write_templates(out, view, guide, steps[i].templates);
    if (i == 0) {
        sc_html(out, "<p><a href=\"%u\">%t</a></p>\n", sc_link(view, "candidates", NULL),
                sc_say(view, "Candidates side by side"));
    }
    if (i == 1) {
        sc_html(out, "<p><a href=\"%u\">%t</a></p>\n", sc_link(view, "contacts", NULL),
                sc_say(view, "Contacts"));
    }
    sc_buffer_puts(out, "</details></li>\n");
}

void sc_eight_steps_write(sc_buffer_t *out, const sc_view_t *view, const sc_eight_steps_t *guide)
{
    int at = reached(guide->dossier);

    sc_part_heading(out, view, 1, sc_say(view, "Eight steps to a partnership"));
    sc_buffer_puts(out, "<ol class=\"sistercity-admin__guide\">\n");
    for (int i = 0; i < STEP_COUNT; i++) {
        write_step(out, view, guide, i, at);
    }
    sc_buffer_puts(out, "</ol>\n");
}
