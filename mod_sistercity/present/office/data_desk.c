#include "present/office/pages.h"
#include "present/page/part/part.h"
#include "present/write/json.h"

static void write_counts(sc_json_t *json, const apr_array_header_t *counts)
{
    sc_json_open(json, "counts", '{');
    SC_EACH_OF(const sc_desk_count_t, count, counts) {
        sc_json_integer(json, count->entity->collection, count->number);
    }
    sc_json_close(json, '}');
}

static void write_missing(sc_json_t *json, const apr_array_header_t *told)
{
    sc_json_open(json, "missing_texts", '{');
    SC_EACH_OF(const sc_told_t, one, told) {
        sc_json_open(json, one->entity->collection, '{');
        for (int j = 0; j < SC_COUNT(json->view->languages); j++) {
            apr_int64_t number = sc_office_missing(json->view, one, j);

            if (number) {
                sc_json_integer(json, APR_ARRAY_IDX(json->view->languages, j, const char *),
                                number);
            }
        }
        sc_json_close(json, '}');
    }
    sc_json_close(json, '}');
}

static void write_checks(sc_json_t *json, const apr_array_header_t *checks)
{
    sc_json_open(json, "findings", '[');
    SC_EACH_OF(const sc_check_t, check, checks) {
        sc_json_open(json, NULL, '{');
        sc_json_text(json, "collection", check->entity->collection);
        sc_json_text(json, "slug", check->slug);
        sc_json_text(json, "field", check->problem.field);
        sc_json_text(json, "code", check->problem.code);
        sc_json_text(json, "detail", sc_say_problem(json->view, &check->problem));
        sc_json_close(json, '}');
    }
    sc_json_close(json, ']');
}

static void write_dues(sc_json_t *json, const sc_desk_page_t *page, const apr_array_header_t *dues)
{
    SC_EACH_OF(const sc_due_t, due, dues) {
        sc_json_open(json, NULL, '{');
        sc_json_text(json, "kind", due->kind);
        sc_json_text(json, "date", due->date);
        sc_json_id(json, "years", due->years);
        sc_json_text(json, "detail", due->detail);
        sc_json_text(json, "activity", due->activity);
        sc_json_text(json, "partnership", due->partnership->slug);
        sc_json_text(json, "name",
                     sc_part_parties(json->view, page->named.labels, due->partnership));
        sc_json_close(json, '}');
    }
}

void sc_json_desk(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_desk_page_t *page = data;
    const sc_desk_t *desk = &page->desk;
    sc_json_t json = sc_json_begin(out, view);

    sc_json_text(&json, "database", page->database);
    sc_json_integer(&json, "schema", view->state->schema);
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_text(&json, "modified", view->state->modified);
    write_counts(&json, desk->counts);
    write_missing(&json, desk->told);
    sc_json_integer(&json, "finding_count", desk->check_total);
    write_checks(&json, desk->checks);
    sc_json_text(&json, "due_until", desk->until);
    sc_json_integer(&json, "due_count", desk->due_total + desk->silent_total);
    sc_json_open(&json, "searches", '[');
    SC_EACH(const sc_seeking_t, search, desk->searches) {
        sc_json_open(&json, NULL, '{');
        sc_json_text(&json, "slug", search->slug);
        sc_json_text(&json, "place", search->place);
        sc_json_text(&json, "valid_until", search->valid_until);
        sc_json_close(&json, '}');
    }
    sc_json_close(&json, ']');
    sc_json_open(&json, "memberships", '[');
    SC_EACH(const sc_membership_t, membership, desk->memberships) {
        sc_json_open(&json, NULL, '{');
        sc_json_text(&json, "slug", membership->slug);
        sc_json_text(&json, "network", membership->network);
        sc_json_text(&json, "place", membership->place);
        sc_json_text(&json, "joined", membership->joined);
        sc_json_text(&json, "left", membership->left);
        sc_json_close(&json, '}');
    }
    sc_json_close(&json, ']');
    sc_json_open(&json, "dues", '[');
    write_dues(&json, page, desk->dues);
    write_dues(&json, page, desk->silent);
    sc_json_close(&json, ']');
    sc_json_end(&json);
}
