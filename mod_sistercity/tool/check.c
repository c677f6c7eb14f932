#include "store/load/check.h"

#include "tool/ctl.h"

#include <apr_strings.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_WITHIN "90d"

/* So far ahead that nobody plans; keeps dates within four digits. */
#define MOST_DAYS 36525

/** The findings as they come. */
typedef struct tally_t {
    const ctl_t *ctl;
    apr_pool_t *scratch;
    json_t *findings;
    apr_int64_t count;
} tally_t;

static json_t *check_object(const sc_check_t *check, const char *detail)
{
    json_t *object = json_object();

    ctl_set_text(object, "collection", check->entity->collection);
    ctl_set_text(object, "slug", check->slug);
    ctl_set_text(object, "field", check->problem.field);
    ctl_set_text(object, "code", check->problem.code);
    ctl_set_text(object, "detail", detail);
    return object;
}

static void on_check(void *baton, const sc_check_t *check)
{
    tally_t *tally = baton;
    const char *detail = sc_problem_english(&check->problem, tally->scratch);

    tally->count++;
    if (tally->ctl->is_json) {
        json_array_append_new(tally->findings, check_object(check, detail));
    }
    else {
        printf("%s/%s: %s [%s]\n", check->entity->collection, check->slug, detail,
               check->problem.code);
    }
    apr_pool_clear(tally->scratch);
}

int ctl_check(ctl_t *ctl)
{
    tally_t tally = {ctl, NULL, json_array(), 0};
    apr_status_t status;

    apr_pool_create(&tally.scratch, ctl->pool);
    status = sc_check_registry(ctl->db, ctl->pool, ctl_day(ctl, 0), on_check, &tally);
    if (status != APR_SUCCESS) {
        json_decref(tally.findings);
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    ctl_say(ctl, tally.count ? "%" APR_INT64_T_FMT " findings." : "No findings.", tally.count);
    ctl_answer(ctl, json_pack("{s:I,s:o}", "finding_count", (json_int_t)tally.count, "findings",
                              tally.findings));
    return tally.count ? CTL_FINDINGS : CTL_GOOD;
}

/* Days of "90d", "12w", "3m" or "1y" (months of 30 days, years of 365); -1 if it is none. */
static int days_of(const char *within)
{
    static const struct {
        char letter;
        int days;
    } units[] = {{'d', 1}, {'w', 7}, {'m', 30}, {'y', 365}};
    char *end;
    long number = strtol(within, &end, 10);
    size_t i;

    for (i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
        if (end != within && *end == units[i].letter && end[1] == '\0' && number >= 0 &&
            number <= MOST_DAYS / units[i].days) {
            return (int)number * units[i].days;
        }
    }
    return -1;
}

static json_t *due_object(const sc_due_t *due)
{
    json_t *object = json_object(), *parties = json_array();
    int i;

    for (i = 0; i < SC_COUNT(due->partnership->parties); i++) {
        const sc_party_t *party = SC_AT(due->partnership->parties, i, sc_party_t);

        json_array_append_new(parties, json_string(party->place));
    }
    ctl_set_text(object, "kind", due->kind);
    ctl_set_text(object, "date", due->date);
    if (due->years) {
        json_object_set_new(object, "years", json_integer(due->years));
    }
    ctl_set_text(object, "partnership", due->partnership->slug);
    json_object_set_new(object, "parties", parties);
    return object;
}

static const char *due_words(const sc_due_t *due, apr_pool_t *pool)
{
    if (strcmp(due->kind, "anniversary") == 0) {
        return apr_psprintf(pool, "%d years", due->years);
    }
    if (strcmp(due->kind, "term") == 0) {
        return "the term ends";
    }
    return due->date ? "silent since" : "nothing on record";
}

static void answer(const ctl_t *ctl, const char *until, const apr_array_header_t *dues)
{
    json_t *array = json_array();
    int i;

    for (i = 0; i < dues->nelts; i++) {
        const sc_due_t *due = &APR_ARRAY_IDX(dues, i, sc_due_t);

        json_array_append_new(array, due_object(due));
        ctl_say(ctl, "%-10s  %-17s  %s", due->date ? due->date : "", due_words(due, ctl->pool),
                due->partnership->slug);
    }
    if (!dues->nelts) {
        ctl_say(ctl, "Nothing falls due until %s.", until);
    }
    ctl_answer(ctl, json_pack("{s:s,s:o}", "until", until, "due", array));
}

int ctl_due(ctl_t *ctl)
{
    const char *within = ctl->within ? ctl->within : DEFAULT_WITHIN, *until;
    int days = days_of(within);
    apr_array_header_t *dues;

    if (days < 0) {
        return ctl_fail(ctl, CTL_USAGE,
                        "--within takes a time such as 90d, 12w, 3m or 1y, not "
                        "\"%s\"",
                        within);
    }
    until = ctl_day(ctl, days);
    if (sc_due_read(ctl->db, ctl->pool, ctl_day(ctl, 0), until, &dues) != APR_SUCCESS) {
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    answer(ctl, until, dues);
    return CTL_GOOD;
}
