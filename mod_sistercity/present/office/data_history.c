#include "present/office/pages.h"
#include "present/write/data.h"
#include "present/write/json.h"

#include <apr_strings.h>

static const char *title_of(const sc_view_t *view, const sc_named_t *named,
                            const sc_change_t *change)
{
    return sc_join(view, SC_COLON, sc_office_action(view, change->action),
                   sc_office_subject(view, named, change));
}

/* What a reader of feeds shows below the title: the fields that differ, and the note. */
static const char *summary_of(const sc_view_t *view, const sc_change_t *change)
{
    const char *fields = sc_office_differing(view, change->entity, change->before, change->after);

    if (fields && change->note) {
        return apr_pstrcat(view->pool, fields, " · ", sc_isolated(view, change->note), NULL);
    }
    return fields ? fields : change->note;
}

void sc_atom_history(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_history_page_t *page = data;
    const char *updated = view->state ? view->state->modified : NULL;

    /* A feed without entries is as old as the registry's last change. */
    if (page->changes->nelts) {
        updated = SC_AT(page->changes, 0, sc_change_t)->at;
    }
    sc_atom_begin(out, view, sc_title_history(view, data), updated);
    SC_EACH(const sc_change_t, change, page->changes) {
        const sc_atom_entry_t entry = {
            NULL,
            sc_address(view, "history", sc_office_number(view, change->id), NULL),
            title_of(view, &page->named, change),
            change->at,
            change->who,
            summary_of(view, change)};

        sc_atom_entry(out, &entry);
    }
    sc_atom_end(out);
}

static void write_url(sc_json_t *json, const char *collection, apr_int64_t id)
{
    sc_json_text(json, "url",
                 sc_address(json->view, collection, sc_office_number(json->view, id), NULL));
}

static void write_fields(sc_json_t *json, const sc_change_t *change)
{
    if (!change->entity || !change->before || !change->after) {
        return;
    }
    const apr_array_header_t *differences =
        sc_differences(change->entity, change->before, change->after, json->view->pool);
    sc_json_open(json, "fields", '[');
    for (int i = 0; i < differences->nelts; i++) {
        sc_json_text(json, NULL, APR_ARRAY_IDX(differences, i, sc_difference_t).field->name);
    }
    sc_json_close(json, ']');
}

/* What lists and single changes tell. */
static void write_change(sc_json_t *json, const sc_change_t *change, int is_whole)
{
    sc_json_id(json, "id", change->id);
    write_url(json, "history", change->id);
    sc_json_text(json, "at", change->at);
    sc_json_text(json, "who", change->who);
    sc_json_text(json, "approved_by", change->approved_by);
    sc_json_text(json, "action", change->action);
    sc_json_text(json, "note", change->note);
    sc_json_text(json, "collection", change->entity ? change->entity->collection : NULL);
    sc_json_text(json, "slug", change->slug);
    if (!is_whole) {
        write_fields(json, change);
    }
    if (!change->entity) {
        sc_json_integer(json, "items", change->items);
    }
    sc_json_id(json, "batch", change->batch);
    sc_json_id(json, "undoes", change->undoes);
    sc_json_id(json, "undone", change->undone);
    if (is_whole) {
        sc_json_record(json, "before", change->before, SC_FORM_STORED, NULL);
        sc_json_record(json, "after", change->after, SC_FORM_STORED, NULL);
    }
}

void sc_json_history(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_history_page_t *page = data;
    sc_json_t json = sc_json_begin(out, view);

    sc_json_open(&json, "items", '[');
    for (int i = 0; i < page->changes->nelts; i++) {
        sc_json_open(&json, NULL, '{');
        write_change(&json, SC_AT(page->changes, i, sc_change_t), 0);
        sc_json_close(&json, '}');
    }
    sc_json_close(&json, ']');
    sc_json_id(&json, "older", page->older);
    sc_json_end(&json);
}

void sc_json_change(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    sc_json_t json = sc_json_begin(out, view);

    write_change(&json, ((const sc_change_page_t *)data)->change, 1);
    sc_json_end(&json);
}

static void write_draft(sc_json_t *json, const sc_draft_t *draft)
{
    sc_json_id(json, "id", draft->id);
    write_url(json, "drafts", draft->id);
    sc_json_text(json, "at", draft->at);
    sc_json_text(json, "who", draft->who);
    sc_json_text(json, "note", draft->note);
    sc_json_text(json, "state", draft->state);
    sc_json_text(json, "decided_at", draft->decided_at);
    sc_json_text(json, "decided_by", draft->decided_by);
    sc_json_text(json, "decision_note", draft->decision_note);
    sc_json_id(json, "change", draft->change);
    sc_json_text(json, "collection", draft->entity ? draft->entity->collection : NULL);
    sc_json_text(json, "slug", draft->slug);
    sc_json_boolean(json, "withdrawal", draft->is_withdrawal);
    sc_json_record(json, "item", draft->record, SC_FORM_STORED, NULL);
    sc_json_records(json, "belongings", draft->belongings, SC_FORM_STORED, NULL);
    sc_json_record(json, "current", draft->current, SC_FORM_STORED, NULL);
    sc_json_record(json, "follows", draft->follows, SC_FORM_STORED, NULL);
}

void sc_json_drafts(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_drafts_page_t *page = data;
    sc_json_t json = sc_json_begin(out, view);

    sc_json_open(&json, "items", '[');
    for (int i = 0; i < page->drafts->nelts; i++) {
        sc_json_open(&json, NULL, '{');
        write_draft(&json, SC_AT(page->drafts, i, sc_draft_t));
        sc_json_close(&json, '}');
    }
    sc_json_close(&json, ']');
    sc_json_end(&json);
}

void sc_json_draft(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    sc_json_t json = sc_json_begin(out, view);

    write_draft(&json, ((const sc_draft_page_t *)data)->draft);
    sc_json_end(&json);
}

void sc_json_done(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_edited_t *edited = data;
    sc_json_t json = sc_json_begin(out, view);

    sc_json_id(&json, edited->draft ? "draft" : "change",
               edited->draft ? edited->draft : edited->change);
    write_url(&json, edited->draft ? "drafts" : "history",
              edited->draft ? edited->draft : edited->change);
    sc_json_end(&json);
}
