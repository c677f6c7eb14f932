#include "model/office.h"

#include "model/text/edtf.h"

#include <string.h>

/* The days between which an office was held for certain; of a time at which it is known to have
 * been held the last day and the first one, in between which any may be meant. */
typedef struct days_t {
    char first[11], last[11];
    int is_open; /* no end is recorded */
    int is_held; /* such a time */
} days_t;

static int span_of(const char *text, char first[11], char last[11])
{
    sc_date_t date;

    if (!text || sc_edtf_parse(text, &date) != APR_SUCCESS || date.uncertain || date.approximate) {
        return 0;
    }
    sc_edtf_span(&date, first, last);
    return 1;
}

/* @return 0 if no day is certain */
static int days_of(const sc_office_t *office, days_t *days)
{
    const char *end = office->to ? office->to : office->from ? NULL : office->held;
    char unused[11];

    days->is_held = !office->from && end == office->held;
    if (!span_of(office->from ? office->from : office->held, unused, days->first)) {
        return 0;
    }
    days->is_open = !end;
    memcpy(days->last, "~", sizeof("~"));
    return (!end || span_of(end, days->last, unused)) &&
           (days->is_held || strcmp(days->first, days->last) <= 0);
}

/* Who hands over on the day of taking the next one up holds one after the other. */
static int meet(const days_t *one, const days_t *other)
{
    int is_within = one->is_held || other->is_held;

    return strcmp(one->first, other->last) < is_within &&
           strcmp(other->first, one->last) < is_within;
}

static int is_one_of(const char *kind, const char *const *kinds)
{
    while (kind && *kinds && strcmp(*kinds, kind) != 0) {
        kinds++;
    }
    return kind && *kinds;
}

static int is_same(const char *one, const char *other)
{
    return one == other || (one && other && strcmp(one, other) == 0);
}

sc_offices_e sc_offices_together(const sc_office_t *one, const sc_office_t *other)
{
    static const char *const heads[] = {"mayor", "governor", NULL};
    static const char *const honors[] = {"honorary_citizen", "founder", "goodwill_ambassador",
                                         NULL};
    int is_twice = is_same(one->kind, other->kind) && is_same(one->title, other->title) &&
                   is_same(one->place, other->place) &&
                   is_same(one->organization, other->organization) &&
                   is_same(one->partnership, other->partnership);
    int leads_two = is_one_of(one->kind, heads) && is_one_of(other->kind, heads) && one->place &&
                    other->place && strcmp(one->place, other->place) != 0;
    days_t days, others;

    if (!days_of(one, &days) || !days_of(other, &others) || !meet(&days, &others)) {
        return SC_OFFICES_APART;
    }
    if ((is_twice || leads_two) && !days.is_open && !others.is_open) {
        return SC_OFFICES_IMPOSSIBLE;
    }
    return !is_twice && (is_one_of(one->kind, honors) || is_one_of(other->kind, honors))
               ? SC_OFFICES_APART
               : SC_OFFICES_TOGETHER;
}

int sc_holds_offices_together(const sc_person_t *person)
{
    for (int i = 0; i < SC_COUNT(person->offices); i++) {
        for (int j = 0; j < i; j++) {
            if (sc_offices_together(SC_AT(person->offices, j, sc_office_t),
                                    SC_AT(person->offices, i, sc_office_t)) != SC_OFFICES_APART) {
                return 1;
            }
        }
    }
    return 0;
}
