#include "view/doubt.h"

#include "model/text/edtf.h"
#include "model/vocabulary.h"
#include "view/force.h"

#include <string.h>

const char sc_doubt_order[] =
    N_("It comes after {slug} ({date}), which it should come before. See whether both dates are "
       "right.");
const char sc_doubt_early[] =
    N_("It is dated {date}, before the partnership was established ({established}). Correct one "
       "of the two dates.");
const char sc_doubt_resumed[] =
    N_("It was taken up again, but no rest or end before that is on record. Record that step, or "
       "correct this one.");

/* What a step tells of the partnership. */
typedef enum { FORMS, BINDS, RESTS, ENDS, OTHER } sense_e;

static sense_e sense_of(const sc_step_t *step)
{
    static const struct {
        const char *word;
        sense_e sense;
    } senses[] = {{"signing", BINDS}, {"active", BINDS},    {"renewed", BINDS},
                  {"dormant", RESTS}, {"suspended", RESTS}, {"terminated", ENDS},
                  {"expired", ENDS},  {"succeeded", ENDS},  {"upgraded", ENDS}};

    for (size_t i = 0; step->status && i < SC_LENGTH(senses); i++) {
        if (strcmp(step->status, senses[i].word) == 0) {
            return senses[i].sense;
        }
    }
    return step->status && sc_vocabulary_find(&sc_step_words, step->status) <
                               sc_vocabulary_find(&sc_step_words, "signing")
               ? FORMS
               : OTHER;
}

static int is_resumed(const sc_step_t *step)
{
    return sc_is(step->status, "resumed");
}

/* Whether it begins the partnership, or takes it up again. */
static int takes_up(const sc_step_t *step)
{
    sense_e sense = sense_of(step);

    return sense == FORMS || sense == BINDS || is_resumed(step) || sc_is(step->status, "exchange");
}

static int is_same(const sc_step_t *one, const sc_step_t *other)
{
    return one == other || (one->slug && other->slug && strcmp(one->slug, other->slug) == 0);
}

static int is_before(const sc_step_t *one, const sc_step_t *other)
{
    return sc_edtf_is_certainly_before(sc_step_day(one), sc_step_day(other));
}

/* Whether a step between the two, as far as is known, makes the later one possible. */
static int is_between(const apr_array_header_t *steps, const sc_step_t *early,
                      const sc_step_t *late)
{
    SC_EACH(const sc_step_t, step, steps) {
        if (!is_same(step, early) && !is_same(step, late) &&
            (sense_of(late) == FORMS ? sense_of(step) == ENDS : takes_up(step)) &&
            !is_before(step, early) && !is_before(late, step)) {
            return 1;
        }
    }
    return 0;
}

static void check_order(const sc_step_t *step, const apr_array_header_t *steps,
                        sc_problems_t *doubts)
{
    sense_e sense = sense_of(step);
    sense_e over = sense == FORMS ? BINDS : ENDS;

    for (int i = 0; i < steps->nelts && (sense == FORMS || sense == RESTS); i++) {
        const sc_step_t *other = SC_AT(steps, i, sc_step_t);

        if (!is_same(step, other) && sense_of(other) == over && is_before(other, step) &&
            !is_between(steps, other, step)) {
            sc_problem_add(doubts, "date", "step_order", sc_doubt_order, "slug", other->slug,
                           "date", sc_step_day(other), NULL);
        }
    }
}

static int may_resume(const sc_step_t *step, const apr_array_header_t *steps)
{
    SC_EACH(const sc_step_t, other, steps) {
        if ((sense_of(other) == RESTS || sense_of(other) == ENDS) && !is_same(step, other) &&
            !is_before(step, other)) {
            return 1;
        }
    }
    return 0;
}

void sc_step_doubts(const sc_step_t *step, const sc_partnership_t *partnership,
                    const apr_array_header_t *steps, sc_problems_t *doubts)
{
    sense_e sense = sense_of(step);
    int follows =
        sense == RESTS || sense == ENDS || is_resumed(step) || sc_is(step->status, "renewed");

    check_order(step, steps, doubts);
    if (follows && sc_edtf_is_certainly_before(sc_step_day(step), partnership->established)) {
        sc_problem_add(doubts, "date", "step_order", sc_doubt_early, "date", sc_step_day(step),
                       "established", partnership->established, NULL);
    }
    if (is_resumed(step) && !may_resume(step, steps)) {
        sc_problem_add(doubts, "status", "step_order", sc_doubt_resumed, NULL);
    }
}
