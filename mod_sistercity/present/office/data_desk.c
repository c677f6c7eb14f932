#include "present/office/desk.h"
#include "present/page/part/part.h"
#include "present/write/json.h"

static json_t *counts_object(const sc_desk_t *desk)
{
    json_t *object = json_object();
    int i;

    for (i = 0; i < desk->counts->nelts; i++) {
        const sc_desk_count_t *count = &APR_ARRAY_IDX(desk->counts, i, sc_desk_count_t);

        sc_json_set_integer(object, count->entity->collection, count->number);
    }
    return object;
}

static json_t *findings_array(const sc_view_t *view, const sc_desk_t *desk)
{
    json_t *array = json_array();
    int i;

    for (i = 0; i < desk->findings->nelts; i++) {
        const sc_desk_finding_t *finding = &APR_ARRAY_IDX(desk->findings, i, sc_desk_finding_t);
        json_t *object = json_object();

        sc_json_set_text(object, "collection", finding->entity->collection);
        sc_json_set_text(object, "slug", finding->slug);
        sc_json_set_text(object, "field", finding->problem.field);
        sc_json_set_text(object, "code", finding->problem.code);
        sc_json_set_text(object, "detail",
                         sc_text_problem(view->language, &finding->problem, view->pool));
        json_array_append_new(array, object);
    }
    return array;
}

static json_t *dues_array(const sc_view_t *view, const sc_desk_t *desk)
{
    json_t *array = json_array();
    int i;

    for (i = 0; i < desk->dues->nelts; i++) {
        const sc_desk_due_t *due = &APR_ARRAY_IDX(desk->dues, i, sc_desk_due_t);
        json_t *object = json_object();

        sc_json_set_text(object, "kind", due->kind);
        sc_json_set_text(object, "date", due->date);
        sc_json_set_integer(object, "years", due->years ? due->years : SC_NO_INTEGER);
        sc_json_set_text(object, "partnership", due->partnership->slug);
        sc_json_set_text(object, "name",
                         sc_part_parties(view, desk->named.labels, due->partnership));
        json_array_append_new(array, object);
    }
    return array;
}

void sc_json_desk(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_desk_t *desk = data;
    json_t *document = json_object();

    sc_json_set_text(document, "database", desk->database);
    sc_json_set_integer(document, "schema", view->state->schema);
    sc_json_set_integer(document, "revision", view->state->revision);
    sc_json_set_text(document, "modified", view->state->modified);
    sc_json_set(document, "counts", counts_object(desk));
    sc_json_set_integer(document, "finding_count", desk->finding_count);
    sc_json_set(document, "findings", findings_array(view, desk));
    sc_json_set_text(document, "due_until", desk->until);
    sc_json_set_integer(document, "due_count", desk->due_count);
    sc_json_set(document, "dues", dues_array(view, desk));
    sc_json_write(out, document);
}
