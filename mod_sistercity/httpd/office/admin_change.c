#include "httpd/office/admin_change.h"

#include <apr_strings.h>

static void set_text(json_t *object, const char *key, const char *text)
{
    if (text) {
        json_object_set_new(object, key, json_string(text));
    }
}

static void set_number(json_t *object, const char *key, apr_int64_t number)
{
    if (number) {
        json_object_set_new(object, key, json_integer(number));
    }
}

static void set_record(sc_admin_t *admin, json_t *object, const char *key, const void *record)
{
    if (record) {
        json_object_set_new(object, key, sc_admin_record_json(admin, record));
    }
}

static const char *url_of(sc_admin_t *admin, const char *collection, apr_int64_t id)
{
    return sc_address(&admin->request->view, collection,
                      apr_psprintf(admin->request->r->pool, "%" APR_INT64_T_FMT, id), NULL);
}

json_t *sc_admin_change_json(sc_admin_t *admin, const sc_change_t *change)
{
    json_t *object = json_object();

    set_number(object, "id", change->id);
    set_text(object, "url", url_of(admin, "history", change->id));
    set_text(object, "at", change->at);
    set_text(object, "who", change->who);
    set_text(object, "approved_by", change->approved_by);
    set_text(object, "action", change->action);
    set_text(object, "note", change->note);
    set_text(object, "collection", change->entity ? change->entity->collection : NULL);
    set_text(object, "slug", change->slug);
    set_number(object, "batch", change->batch);
    set_number(object, "items", change->items);
    set_number(object, "undoes", change->undoes);
    set_number(object, "undone", change->undone);
    set_record(admin, object, "before", change->before);
    set_record(admin, object, "after", change->after);
    return object;
}

json_t *sc_admin_draft_json(sc_admin_t *admin, const sc_draft_t *draft)
{
    json_t *object = json_object();

    set_number(object, "id", draft->id);
    set_text(object, "url", url_of(admin, "drafts", draft->id));
    set_text(object, "at", draft->at);
    set_text(object, "who", draft->who);
    set_text(object, "note", draft->note);
    set_text(object, "state", draft->state);
    set_text(object, "decided_at", draft->decided_at);
    set_text(object, "decided_by", draft->decided_by);
    set_text(object, "decision_note", draft->decision_note);
    set_number(object, "change", draft->change);
    set_text(object, "collection", draft->entity ? draft->entity->collection : NULL);
    set_text(object, "slug", draft->slug);
    json_object_set_new(object, "withdrawal", json_boolean(draft->is_withdrawal));
    set_record(admin, object, "item", draft->record);
    set_record(admin, object, "current", draft->current);
    set_record(admin, object, "follows", draft->follows);
    return object;
}

sc_named_t sc_admin_named_of(sc_admin_t *admin, sc_db_t *db, const apr_array_header_t *changes,
                             const apr_array_header_t *drafts)
{
    apr_array_header_t *records = apr_array_make(admin->request->r->pool, 64, sizeof(const void *));
    int i;

    for (i = 0; i < SC_COUNT(changes); i++) {
        const sc_change_t *change = SC_AT(changes, i, sc_change_t);

        APR_ARRAY_PUSH(records, const void *) = change->before;
        APR_ARRAY_PUSH(records, const void *) = change->after;
    }
    for (i = 0; i < SC_COUNT(drafts); i++) {
        const sc_draft_t *draft = SC_AT(drafts, i, sc_draft_t);

        APR_ARRAY_PUSH(records, const void *) = draft->record;
        APR_ARRAY_PUSH(records, const void *) = draft->current;
        APR_ARRAY_PUSH(records, const void *) = draft->moved;
    }
    return sc_admin_named(admin, db, records);
}
