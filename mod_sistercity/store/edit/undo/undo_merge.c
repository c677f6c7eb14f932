#include "store/edit/undo/undo_merge.h"

#include "store/edit/audit.h"
#include "store/edit/history.h"
#include "store/record/read.h"
#include "store/record/record_text.h"
#include "store/record/references.h"
#include "store/write/redirect.h"

#include <apr_hash.h>
#include <apr_strings.h>
#include <string.h>

/* What is redirected back on its way. */
typedef struct returning_t {
    sc_editing_t *editing;
    sc_bulk_t *bulk;
    apr_int64_t batch;   /* the merge */
    sc_rows_t *rows;     /* its changes */
    apr_hash_t *by_item; /* "COLLECTION/SLUG" -> row (int *), or SEVERAL */
} returning_t;

#define SEVERAL (-1)

static const void *other_of(const sc_change_t *merge)
{
    return SC_COUNT(merge->belongings) ? SC_AT(merge->belongings, 0, void) : NULL;
}

apr_status_t sc_undo_find_removal(sc_editing_t *editing, const sc_change_t *merge, apr_int64_t *id)
{
    const void *other = other_of(merge);
    const sc_arg_t args[] = {sc_arg_integer(merge->id), sc_arg_text(merge->entity->collection),
                             sc_arg_text(other ? sc_record_slug(other) : NULL)};
    sc_rows_t *rows;

    SC_TRY(sc_db_select(editing->db, editing->pool,
                        "SELECT \"id\" FROM \"changes\" WHERE \"batch\" = ? AND \"action\" = "
                        "'withdraw' AND \"collection\" = ? AND \"slug\" = ?",
                        args, 3, &rows));
    *id = rows->count ? sc_row_number(rows, 0, 0) : 0;
    return APR_SUCCESS;
}

enum { ID, COLLECTION, SLUG, BEFORE, AFTER };

static const char *key_of(const char *collection, const char *slug, apr_pool_t *pool)
{
    return apr_pstrcat(pool, collection, "/", slug, NULL);
}

/* Those changes of the merge that changed an item and are not undone; of an item that was changed
 * several times, none. */
static apr_status_t read_changes(returning_t *returning)
{
    sc_editing_t *editing = returning->editing;
    const sc_arg_t arg = sc_arg_integer(returning->batch);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(editing->db, editing->pool,
                        "SELECT \"id\", \"collection\", \"slug\", \"before\", \"after\" FROM "
                        "\"changes\" WHERE \"batch\" = ? AND \"action\" = 'change' AND \"undone\" "
                        "IS NULL AND \"before\" IS NOT NULL AND \"after\" IS NOT NULL",
                        &arg, 1, &rows));
    returning->rows = rows;
    returning->by_item = apr_hash_make(editing->pool);
    for (int i = 0; i < rows->count; i++) {
        const char *key =
            key_of(sc_row_word(rows, i, COLLECTION), sc_row_word(rows, i, SLUG), editing->pool);
        int *known = apr_hash_get(returning->by_item, key, APR_HASH_KEY_STRING);
        int row = known ? SEVERAL : i;

        apr_hash_set(returning->by_item, key, APR_HASH_KEY_STRING,
                     apr_pmemdup(editing->pool, &row, sizeof(row)));
    }
    return APR_SUCCESS;
}

/* The change that made an item what it is now of what it is to be again; 0: there is none. */
static apr_int64_t find_change(const returning_t *returning, apr_pool_t *pool, const void *now,
                               const void *then)
{
    const sc_entity_t *entity = sc_record_entity(now);
    const sc_rows_t *rows = returning->rows;
    const int *row =
        apr_hash_get(returning->by_item, key_of(entity->collection, sc_record_slug(now), pool),
                     APR_HASH_KEY_STRING);
    const void *before, *after;

    if (!row || *row == SEVERAL) {
        return 0;
    }
    before = sc_record_from_text(entity, sc_row_text(rows, *row, BEFORE), pool);
    after = sc_record_from_text(entity, sc_row_text(rows, *row, AFTER), pool);
    return before && after && sc_record_is_equal(now, after) && sc_record_is_equal(then, before)
               ? sc_row_number(rows, *row, ID)
               : 0;
}

static apr_status_t note(apr_pool_t *pool, const apr_array_header_t *before,
                         apr_array_header_t *after, void *baton)
{
    const returning_t *returning = baton;
    const sc_editing_t *editing = returning->editing;
    apr_int64_t id;

    for (int i = 0; i < before->nelts; i++) {
        const sc_audit_t audit = {
            .who = editing->who,
            .note = editing->note,
            .action = "change",
            .batch = editing->batch,
            .undoes = find_change(returning, pool, SC_AT(before, i, void), SC_AT(after, i, void)),
            .before = SC_AT(before, i, void),
            .after = SC_AT(after, i, void)};

        if (!audit.undoes) {
            APR_ARRAY_IDX(after, i, void *) = NULL;
            continue;
        }
        SC_TRY(sc_audit_gather(returning->bulk, pool, &audit, &id));
    }
    return sc_bulk_flush_full(returning->bulk);
}

apr_status_t sc_undo_redirection(sc_editing_t *editing, const sc_change_t *merge, int is_again)
{
    returning_t returning = {editing, sc_bulk_new(editing->db, 0, editing->pool), merge->id, NULL,
                             NULL};
    const void *gone = other_of(merge);
    void *kept, *other;
    apr_int64_t first;

    if (!gone) {
        return APR_SUCCESS;
    }
    apr_status_t status =
        sc_read_present(editing->db, editing->pool, merge->entity, merge->slug, &kept);
    if (status == APR_SUCCESS) {
        status =
            sc_read_item(editing->db, editing->pool, merge->entity, sc_record_slug(gone), &other);
    }
    if (status != APR_SUCCESS) {
        return status == APR_ENOENT ? APR_SUCCESS : status;
    }
    SC_TRY(read_changes(&returning));
    SC_TRY(sc_read_next_id(editing->db, editing->pool, "changes", &first));
    SC_TRY(sc_redirect(editing->db, editing->pool, is_again ? other : kept, is_again ? kept : other,
                       note, &returning));
    SC_TRY(sc_bulk_flush(returning.bulk));
    return sc_audit_mark_all_undone(editing->db, editing->pool, first);
}

/* The address of an item that is merged again leads to the one that is kept. */
static apr_status_t lead_on(sc_editing_t *editing, const sc_change_t *merge)
{
    apr_int64_t id;
    void *kept;

    SC_EACH(const void, other, merge->belongings) {
        apr_status_t status =
            sc_reference_id(editing->db, editing->pool, merge->entity, sc_record_slug(other), &id);

        if (status == APR_ENOENT) {
            SC_TRY(sc_read_present(editing->db, editing->pool, merge->entity, merge->slug, &kept));
            status = sc_fate_lead(editing->db, editing->pool, other, kept);
        }
        SC_TRY(status);
    }
    return APR_SUCCESS;
}

apr_status_t sc_undo_lead_on(sc_editing_t *editing, const sc_change_t *merge)
{
    const sc_arg_t arg = sc_arg_integer(merge->id);
    sc_change_t *part;
    sc_rows_t *rows;

    SC_TRY(sc_db_select(editing->db, editing->pool,
                        "SELECT \"id\" FROM \"changes\" WHERE \"batch\" = ? AND \"action\" = "
                        "'merge' ORDER BY \"id\"",
                        &arg, 1, &rows));
    for (int i = 0; i < rows->count; i++) {
        SC_TRY(sc_history_change(editing->db, editing->pool, sc_row_number(rows, i, 0), &part));
        SC_TRY(lead_on(editing, part));
    }
    return lead_on(editing, merge);
}
