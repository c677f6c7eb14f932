#include "present/page/part/part.h"

#include "language/names.h"
#include "model/text/edtf.h"

#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* More that may be the oldest make no sentence. */
#define OLDEST_MOST 3

/* A milestone further off than this is not yet anybody's concern (PAGES of the design). */
enum { YEARS_TO_MILESTONE = 2 };

const char *sc_part_term(const sc_view_t *view, apr_hash_t *labels,
                         const sc_partnership_t *partnership, const char *subject,
                         const sc_party_t *partner)
{
    const char *term = sc_tie_word(view, labels, partnership, subject);
    const char *said = sc_htmlf(view, "<span class=\"sistercity__term\">%t</span>", term);
    sc_lang_text_t local = {NULL, NULL};

    if (partner) {
        local = sc_term_local(view->terms, partnership->type,
                              sc_part_label(view, labels, partner->place)->country, partner);
    }
    return local.text && strcmp(local.text, term) != 0
               ? sc_htmlf(view, "%r <span class=\"sistercity__local\">%r</span>", said,
                          sc_lang_html(view, local))
               : said;
}

const char *sc_part_day(const sc_view_t *view)
{
    return view->query && view->query->as_of ? view->query->as_of : view->today;
}

const sc_partnership_t *sc_part_standing(const sc_view_t *view, const sc_partnership_t *partnership)
{
    sc_partnership_t *standing = apr_pmemdup(view->pool, partnership, sizeof(*standing));

    standing->status = sc_status_on(partnership, sc_part_day(view), view->today);
    return standing;
}

const char *sc_part_planned(const sc_view_t *view, const char *status, const char *day)
{
    const char *text =
        sc_sayf(view, "planned: {status} from {date}", "status", status, "date", "{date}", NULL);

    return sc_htmlf(view, "<span class=\"sistercity__badge sistercity__badge--planned\">%r</span>",
                    sc_dated_html(view, text, day));
}

/* "71 years in December 2026": an anniversary as precisely as its day is known. */
static const char *anniversary(const sc_view_t *view, int years, const char *date)
{
    int is_day = strlen(date) == strlen("2026-12-07");
    const char *text =
        is_day ? sc_say_n(view, "{n} year on {date}", "{n} years on {date}", years, NULL)
               : sc_say_n(view, "{n} year in {date}", "{n} years in {date}", years, NULL);

    return sc_dated_html(view, text, date);
}

/* Where only the month is known, nobody can say on which day of it the number grows.
 * @return the anniversary of this month or the next, or NULL */
static const char *anniversary_of_month(const sc_view_t *view, const char *established, int years)
{
    const char *this_month = apr_pstrndup(view->pool, view->today, strlen("2026-12"));
    const char *date = sc_edtf_plus_months(established, 12 * (years + 1), view->pool);

    return date && (strcmp(date, this_month) == 0 ||
                    strcmp(date, sc_edtf_plus_months(this_month, 1, view->pool)) == 0)
               ? anniversary(view, years + 1, date)
               : NULL;
}

static const char *since_with_years(const sc_view_t *view, const sc_partnership_t *partnership)
{
    const char *established = partnership->established;
    int years = sc_edtf_years(established, view->today);
    int is_counted = years >= 0 && strcmp(partnership->status, "active") == 0;
    const char *since = sc_dated_html(view, sc_say(view, "since {date}"), established);
    const char *soon = is_counted ? anniversary_of_month(view, established, years) : NULL;

    if (is_counted && years > 0) {
        since = sc_htmlf(view, "%r" SC_DOT "%t", since,
                         sc_say_n(view, "{n} year", "{n} years", years, NULL));
    }
    return soon ? sc_htmlf(view, "%r" SC_DOT "%r", since, soon) : since;
}

const char *sc_part_since(const sc_view_t *view, const sc_partnership_t *partnership)
{
    if (!partnership->established) {
        return sc_part_undated(view);
    }
    if (sc_edtf_is_future(partnership->established, view->today)) {
        return sc_dated_html(view, sc_say(view, "planned from {date}"), partnership->established);
    }
    return sc_is_over(sc_part_standing(view, partnership))
               ? sc_span_html(view, partnership->established, partnership->ended)
               : since_with_years(view, partnership);
}

/* Each status has its own words, with and without a date: a suspended partnership is not over. */
static const struct {
    const char *status;
    const char *dated; /* message id, or NULL where the date says nothing about the status */
} dated_statuses[] = {{"dormant", N_("dormant since {date}")},
                      {"suspended", N_("suspended since {date}")},
                      {"expired", N_("expired {date}")},
                      {"terminated", N_("ended {date}")},
                      {"succeeded", N_("passed to a successor {date}")},
                      {"upgraded", N_("upgraded {date}")}};

static const char *dated_status(const sc_partnership_t *partnership)
{
    for (size_t i = 0; i < SC_LENGTH(dated_statuses); i++) {
        if (partnership->ended && strcmp(dated_statuses[i].status, partnership->status) == 0) {
            return dated_statuses[i].dated;
        }
    }
    return NULL;
}

/* But for what the next step brings. */
static const char *status_of_today(const sc_view_t *view, const sc_partnership_t *partnership)
{
    const sc_partnership_t *standing = sc_part_standing(view, partnership);
    const char *status = standing->status;
    const char *dated = dated_status(standing);
    const char *words = sc_say_word(view, &sc_statuses, status);

    if (strcmp(status, partnership->status) != 0 &&
        sc_edtf_is_future(partnership->ended, view->today)) {
        return sc_part_planned(view, sc_say_word(view, &sc_statuses, partnership->status),
                               partnership->ended);
    }
    if (strcmp(status, "active") == 0) {
        return NULL;
    }
    if (strcmp(status, "unknown") == 0) {
        return sc_htmlf(view, "<span class=\"sistercity__unknown\">%t</span>", words);
    }
    return sc_htmlf(view, "<span class=\"sistercity__badge sistercity__badge--%t\">%r</span>",
                    status,
                    dated ? sc_dated_html(view, sc_say(view, dated), partnership->ended)
                          : sc_text_html(view, words));
}

const char *sc_part_status(const sc_view_t *view, const sc_partnership_t *partnership)
{
    const char *status = status_of_today(view, partnership);
    const char *next =
        partnership->next_status
            ? sc_part_planned(view, sc_say_word(view, &sc_statuses, partnership->next_status),
                              partnership->next_day)
            : NULL;

    return status && next ? sc_htmlf(view, "%r %r", status, next) : next ? next : status;
}

const char *sc_part_any_status(const sc_view_t *view, const sc_partnership_t *partnership)
{
    const char *status = sc_part_status(view, partnership);

    return status ? status : sc_text_html(view, sc_say_word(view, &sc_statuses, "active"));
}

const char *sc_part_fixed_term(const sc_view_t *view, const sc_partnership_t *partnership,
                               const apr_array_header_t *agreements)
{
    sc_duration_t term;

    if (!agreements || sc_is_over(partnership)) {
        return NULL;
    }
    sc_duration_of(agreements, partnership->slug, &term, view->pool);
    if (!term.is_fixed || !term.until) {
        return NULL;
    }
    if (!sc_edtf_is_past(term.until, view->today)) {
        return sc_dated_html(view,
                             sc_status_is_in_force(sc_part_standing(view, partnership)->status)
                                 ? sc_say(view, "in force until {date}")
                                 : sc_say(view, "the term ends {date}"),
                             term.until);
    }
    const char *text =
        sc_say(view, "The term on record ended {date}; no later renewal is on record.");
    return sc_dated_html(view, text, term.until);
}

const char *sc_part_milestone(const sc_view_t *view, const sc_partnership_t *partnership)
{
    sc_milestone_t milestone;

    if (strcmp(partnership->status, "active") != 0 ||
        !sc_milestone_of(partnership, view->today, view->pool, &milestone) ||
        atoi(milestone.date) > atoi(view->today) + YEARS_TO_MILESTONE) {
        return NULL;
    }
    return sc_htmlf(view, "<span class=\"sistercity__milestone\">%r</span>",
                    anniversary(view, milestone.years, milestone.date));
}

const char *sc_part_milestone_years(const sc_view_t *view, apr_hash_t *labels,
                                    const sc_partnership_t *partnership, int years)
{
    const char *text =
        sc_say_n(view, "{n} year of partnership", "{n} years of partnership", years, NULL);

    return sc_milestone_name(years, partnership, labels)
               ? sc_sayf(view, "{years} (kanreki)", "years", text, NULL)
               : text;
}

static const char *began(const apr_array_header_t *dated, int index)
{
    return SC_AT(dated, index, sc_partnership_t)->established;
}

/* First and last day on which it may have begun. @return 0 if its date cannot be read */
static int span_of(const apr_array_header_t *dated, int index, char first[11], char last[11])
{
    sc_date_t date;

    if (sc_edtf_parse(began(dated, index), &date) != APR_SUCCESS) {
        return 0;
    }
    sc_edtf_span(&date, first, last);
    return 1;
}

/* Those that no other one certainly came before. A hub has thousands, so each is read twice and not
 * beside each other one. */
static apr_array_header_t *possibly_oldest(const apr_array_header_t *dated, apr_pool_t *pool)
{
    apr_array_header_t *indexes = apr_array_make(pool, 4, sizeof(int));
    char first[11], last[11], earliest[11] = "";

    for (int i = 0; i < dated->nelts; i++) {
        if (span_of(dated, i, first, last) && (!*earliest || strcmp(last, earliest) < 0)) {
            apr_cpystrn(earliest, last, sizeof(earliest));
        }
    }
    for (int i = 0; i < dated->nelts; i++) {
        if (!span_of(dated, i, first, last) || strcmp(earliest, first) >= 0) {
            APR_ARRAY_PUSH(indexes, int) = i;
        }
    }
    return indexes;
}

/* The date that is true of all of them; NULL if none of theirs is. */
static const char *common_date(const apr_array_header_t *dated, const apr_array_header_t *indexes)
{
    for (int i = 0; i < indexes->nelts; i++) {
        const char *date = began(dated, APR_ARRAY_IDX(indexes, i, int));
        int is_common = 1;

        for (int j = 0; j < indexes->nelts; j++) {
            is_common &= sc_edtf_contains(date, began(dated, APR_ARRAY_IDX(indexes, j, int)));
        }
        if (is_common) {
            return date;
        }
    }
    return NULL;
}

/* Nobody knows the oldest one while dates are missing. Whole sentences: another language may need
 * another order or case for each. */
static const char *oldest_sentence(const sc_view_t *view, int is_one, int are_all_dated)
{
    if (is_one) {
        return are_all_dated
                   ? sc_say(view, "The oldest is {partner}, since {date}.")
                   : sc_say(view, "The oldest with a date on record is {partner}, since {date}.");
    }
    return are_all_dated
               ? sc_say(view, "The oldest are {partner}, since {date}.")
               : sc_say(view, "The oldest with a date on record are {partner}, since {date}.");
}

const char *sc_part_oldest(const sc_view_t *view, const apr_array_header_t *dated,
                           const apr_array_header_t *links, int are_all_dated)
{
    const apr_array_header_t *indexes = possibly_oldest(dated, view->pool);
    apr_array_header_t *named = apr_array_make(view->pool, OLDEST_MOST, sizeof(const char *));
    const char *date = indexes->nelts > OLDEST_MOST ? NULL : common_date(dated, indexes);
    const char *arguments[] = {"partner", NULL, NULL};

    if (!date) {
        return NULL;
    }
    for (int i = 0; i < indexes->nelts; i++) {
        APR_ARRAY_PUSH(named, const char *) =
            APR_ARRAY_IDX(links, APR_ARRAY_IDX(indexes, i, int), const char *);
    }
    arguments[1] = sc_say_list(view, named);
    return sc_fill(
        sc_dated_html(view, oldest_sentence(view, named->nelts == 1, are_all_dated), date),
        arguments, view->pool);
}
