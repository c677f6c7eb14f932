#include "store/load/load.h"

#include "language/language.h"
#include "model/text/edtf.h"
#include "model/text/notation.h"
#include "present/office/pages.h"
#include "tool/ctl.h"

#include <apr_strings.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DEFAULT_WITHIN "90d"

/* Rows of each kind in a message: nobody reads more. */
#define MAILED_MOST 100

static json_t *check_object(const sc_check_t *check, const char *detail)
{
    return json_pack("{s:s,s:s*,s:s*,s:s,s:s}", "collection", check->entity->collection, "slug",
                     check->slug, "field", check->problem.field, "code", check->problem.code,
                     "detail", detail);
}

/* Files that items name and the directory lacks. */
static void tell_missing(const ctl_t *ctl, json_t *findings, const apr_array_header_t *missing)
{
    static const char detail[] =
        "an item names it, but it is not there; put it back or take it out";

    SC_EACH(const char, name, missing) {
        json_array_append_new(findings,
                              json_pack("{s:s,s:s,s:s,s:s}", "collection", "files", "slug", name,
                                        "code", "missing_file", "detail", detail));
        ctl_say(ctl, "files/%s: %s [missing_file]", name, detail);
    }
}

int ctl_check(ctl_t *ctl)
{
    apr_array_header_t *missing = apr_array_make(ctl->pool, 1, sizeof(const char *));
    int i, result = ctl->files ? ctl_missing_files(ctl, ctl->files, &missing) : CTL_GOOD;
    sc_desk_t desk = {0};

    if (result != CTL_GOOD) {
        return result;
    }
    json_t *findings = json_array();

    if (sc_load_checks(ctl->db, ctl->pool, ctl_day(ctl, 0), INT_MAX, &desk) != APR_SUCCESS) {
        json_decref(findings);
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    for (i = 0; i < desk.checks->nelts; i++) {
        const sc_check_t *check = &APR_ARRAY_IDX(desk.checks, i, sc_check_t);
        const char *detail = sc_problem_english(&check->problem, ctl->pool);

        json_array_append_new(findings, check_object(check, detail));
        ctl_say(ctl, "%s/%s: %s [%s]", check->entity->collection, check->slug, detail,
                check->problem.code);
    }
    tell_missing(ctl, findings, missing);
    i += missing->nelts;
    ctl_say(ctl, i ? "%d findings." : "No findings.", i);
    ctl_answer(ctl, json_pack("{s:i,s:o}", "finding_count", i, "findings", findings));
    return i ? CTL_FINDINGS : CTL_GOOD;
}

static json_t *due_object(const sc_due_t *due)
{
    json_t *parties = json_array();

    SC_EACH(const sc_party_t, party, due->partnership->parties) {
        json_array_append_new(parties, json_string(party->place));
    }
    return json_pack("{s:s,s:s*,s:o*,s:s*,s:s*,s:s,s:o}", "kind", due->kind, "date", due->date,
                     "years", due->years ? json_integer(due->years) : NULL, "detail", due->detail,
                     "activity", due->activity, "partnership", due->partnership->slug, "parties",
                     parties);
}

static const char *due_words(const sc_due_t *due, apr_pool_t *pool)
{
    if (strcmp(due->kind, "anniversary") == 0) {
        return apr_psprintf(pool, "%d years", due->years);
    }
    if (strcmp(due->kind, "term") == 0) {
        return "the term ends";
    }
    if (strcmp(due->kind, "task") == 0) {
        return apr_pstrcat(pool, "to do: ", due->detail, NULL);
    }
    if (strcmp(due->kind, "silent") != 0) {
        return due->detail ? apr_pstrcat(pool, "planned: ", due->detail, NULL)
                           : apr_pstrcat(pool, "the partnership ", due->kind, NULL);
    }
    return due->date ? "silent since" : "nothing on record";
}

static void say_dues(const ctl_t *ctl, const apr_array_header_t *dues, json_t *array)
{
    SC_EACH_OF(const sc_due_t, due, dues) {
        json_array_append_new(array, due_object(due));
        ctl_say(ctl, "%-10s  %-17s  %s", due->date ? due->date : "", due_words(due, ctl->pool),
                due->partnership->slug);
    }
}

static int mail_dues(const ctl_t *ctl, sc_desk_page_t *page, const apr_array_header_t *records)
{
    const char *tag = ctl->language ? ctl->language : "en";
    sc_view_t view = {.pool = ctl->pool, .path = "/due", .today = ctl_day(ctl, 0)};
    sc_buffer_t *out = sc_buffer_new(ctl->pool, 8192);
    sc_languages_t *languages;

    if (!sc_language_is_offered(tag)) {
        return ctl_fail(ctl, CTL_USAGE,
                        "--language takes the tag of a language that pages have, "
                        "such as en, not \"%s\"",
                        tag);
    }
    page->named.labels = apr_hash_make(ctl->pool);
    page->named.networks = page->desk.networks;
    if (sc_languages_create(&languages, ctl->pool) != APR_SUCCESS ||
        sc_load_labels(ctl->db, ctl->pool, records, page->named.labels) != APR_SUCCESS) {
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    view.language = sc_languages_get(languages, tag);
    sc_mail_due(out, &view, page);
    fwrite(out->data, 1, out->length, stdout);
    return CTL_GOOD;
}

int ctl_due(ctl_t *ctl)
{
    const char *within = ctl->within ? ctl->within : DEFAULT_WITHIN;
    int days = sc_days_read(within);
    int is_mail = ctl->options & CTL_MAIL;
    sc_desk_page_t page = {0};
    sc_desk_t *desk = &page.desk;
    apr_array_header_t *records = apr_array_make(ctl->pool, 64, sizeof(const void *));
    json_t *array, *searches, *memberships;

    if (days < 0) {
        return ctl_fail(ctl, CTL_USAGE,
                        "--within takes a time such as 90d, 12w, 3m or 1y, not "
                        "\"%s\"",
                        within);
    }
    desk->until = ctl_day(ctl, days);
    if (sc_load_dues(ctl->db, ctl->pool, ctl_day(ctl, 0), is_mail ? MAILED_MOST : INT_MAX, desk) !=
            APR_SUCCESS ||
        sc_load_desk_records(ctl->db, ctl->pool, desk, records) != APR_SUCCESS) {
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    if (is_mail) {
        return mail_dues(ctl, &page, records);
    }
    array = json_array();
    searches = json_array();
    memberships = json_array();
    say_dues(ctl, desk->dues, array);
    say_dues(ctl, desk->silent, array);
    SC_EACH(const sc_seeking_t, search, desk->searches) {
        json_array_append_new(searches,
                              json_pack("{s:s,s:s,s:s}", "slug", search->slug, "place",
                                        search->place, "valid_until", search->valid_until));
        ctl_say(ctl, "%-10s  %-17s  %s", search->valid_until, "a search ends", search->place);
    }
    SC_EACH(const sc_membership_t, membership, desk->memberships) {
        int joins = sc_edtf_is_future(membership->joined, ctl_day(ctl, 0));

        json_array_append_new(memberships,
                              json_pack("{s:s,s:s,s:s,s:s*,s:s*}", "slug", membership->slug,
                                        "network", membership->network, "place", membership->place,
                                        "joined", membership->joined, "left", membership->left));
        ctl_say(ctl, "%-10s  %-17s  %s", joins ? membership->joined : membership->left,
                joins ? "a member joins" : "a member leaves", membership->slug);
    }
    if (!json_array_size(array) && !json_array_size(searches) && !json_array_size(memberships)) {
        ctl_say(ctl, "Nothing falls due until %s.", desk->until);
    }
    ctl_answer(ctl, json_pack("{s:s,s:o,s:o,s:o}", "until", desk->until, "due", array, "searches",
                              searches, "memberships", memberships));
    return CTL_GOOD;
}
