#include "view/milestone.h"

#include "model/text/edtf.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* How many months a window has that is open at one end. */
enum { WINDOW_MONTHS = 24 };

int sc_milestone_from(int years)
{
    static const int told[] = {5, 10, 20, 25, 30, 40, 50, 60, 70, 75};

    for (size_t i = 0; i < SC_LENGTH(told); i++) {
        if (years <= told[i]) {
            return told[i];
        }
    }
    return (years + 24) / 25 * 25;
}

const char *sc_milestone_name(int years, const sc_partnership_t *partnership, apr_hash_t *labels)
{
    for (int i = 0; years == 60 && i < SC_COUNT(partnership->parties); i++) {
        const sc_label_t *label = apr_hash_get(
            labels, SC_AT(partnership->parties, i, sc_party_t)->place, APR_HASH_KEY_STRING);

        if (label && sc_is(label->country, "JP")) {
            return "kanreki";
        }
    }
    return NULL;
}

int sc_milestone_of(const sc_partnership_t *partnership, const char *today, apr_pool_t *pool,
                    sc_milestone_t *milestone)
{
    const char *begin = partnership->established;
    int age = sc_edtf_years(begin, today);

    if (sc_is_over(partnership) || age < 0) {
        return 0;
    }
    milestone->years = sc_milestone_from(age);
    milestone->date = sc_edtf_plus_months(begin, 12 * milestone->years, pool);
    if (sc_edtf_is_past(milestone->date, today)) {
        milestone->years = sc_milestone_from(milestone->years + 1);
        milestone->date = sc_edtf_plus_months(begin, 12 * milestone->years, pool);
    }
    return milestone->date != NULL;
}

/* The first or the last day that a date can mean. */
static const char *day_of(const char *edtf, int is_last, apr_pool_t *pool)
{
    char *first = apr_palloc(pool, 11), *last = apr_palloc(pool, 11);
    sc_date_t date;

    if (sc_edtf_parse(edtf, &date) != APR_SUCCESS) {
        return edtf;
    }
    sc_edtf_span(&date, first, last);
    return is_last ? last : first;
}

/* The first or the last day of the month that is @a months after that of @a day. */
static const char *day_beside(const char *day, int months, int is_last, apr_pool_t *pool)
{
    const char *month = sc_edtf_plus_months(apr_pstrndup(pool, day, 7), months, pool);

    return month ? day_of(month, is_last, pool) : is_last ? "9999-12-31" : "0001-01-01";
}

int sc_window_of(const sc_query_t *query, const char *today, apr_pool_t *pool, sc_window_t *window)
{
    window->since = query->since ? day_of(query->since, 0, pool) : today;
    window->until = query->until ? day_of(query->until, 1, pool)
                                 : day_beside(window->since, WINDOW_MONTHS, 1, pool);
    if (!query->since && strcmp(window->until, today) < 0) {
        window->since = day_beside(window->until, -WINDOW_MONTHS, 0, pool);
    }
    return atoi(window->until) - atoi(window->since) <= SC_WINDOW_YEARS;
}
