#include "present/office/desk.h"
#include "present/page/part/part.h"
#include "present/write/json.h"

static void write_counts(sc_json_t *json, const sc_desk_t *desk)
{
    int i;

    sc_json_open(json, "counts", '{');
    for (i = 0; i < desk->counts->nelts; i++) {
        const sc_desk_count_t *count = &APR_ARRAY_IDX(desk->counts, i, sc_desk_count_t);

        sc_json_integer(json, count->entity->collection, count->number);
    }
    sc_json_close(json, '}');
}

static void write_findings(sc_json_t *json, const sc_desk_t *desk)
{
    int i;

    sc_json_open(json, "findings", '[');
    for (i = 0; i < desk->findings->nelts; i++) {
        const sc_desk_finding_t *finding = &APR_ARRAY_IDX(desk->findings, i, sc_desk_finding_t);

        sc_json_open(json, NULL, '{');
        sc_json_text(json, "collection", finding->entity->collection);
        sc_json_text(json, "slug", finding->slug);
        sc_json_text(json, "field", finding->problem.field);
        sc_json_text(json, "code", finding->problem.code);
        sc_json_text(json, "detail",
                     sc_text_problem(json->view->language, &finding->problem, json->view->pool));
        sc_json_close(json, '}');
    }
    sc_json_close(json, ']');
}

static void write_dues(sc_json_t *json, const sc_desk_t *desk)
{
    int i;

    sc_json_open(json, "dues", '[');
    for (i = 0; i < desk->dues->nelts; i++) {
        const sc_desk_due_t *due = &APR_ARRAY_IDX(desk->dues, i, sc_desk_due_t);

        sc_json_open(json, NULL, '{');
        sc_json_text(json, "kind", due->kind);
        sc_json_text(json, "date", due->date);
        sc_json_id(json, "years", due->years);
        sc_json_text(json, "partnership", due->partnership->slug);
        sc_json_text(json, "name",
                     sc_part_parties(json->view, desk->named.labels, due->partnership));
        sc_json_close(json, '}');
    }
    sc_json_close(json, ']');
}

void sc_json_desk(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_desk_t *desk = data;
    sc_json_t json = sc_json_begin(out, view);

    sc_json_text(&json, "database", desk->database);
    sc_json_integer(&json, "schema", view->state->schema);
    sc_json_integer(&json, "revision", view->state->revision);
    sc_json_text(&json, "modified", view->state->modified);
    write_counts(&json, desk);
    sc_json_integer(&json, "finding_count", desk->finding_count);
    write_findings(&json, desk);
    sc_json_text(&json, "due_until", desk->until);
    sc_json_integer(&json, "due_count", desk->due_count);
    write_dues(&json, desk);
    sc_json_end(&json);
}
