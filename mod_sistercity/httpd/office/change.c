#include "httpd/office/change.h"

#include <apr_strings.h>

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
