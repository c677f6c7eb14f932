/**
 * @file redact.h
 * @brief Taking a person's name out of the registry.
 */
#ifndef SC_STORE_REDACT_H
#define SC_STORE_REDACT_H

#include "store/edit/edit.h"

/**
 * Removes a person's name from every item, draft and audit row in which a field that names a person
 * (SC_PERSON: signatories, gift makers, donors, recipients) has it as its whole value, keeping the
 * act: sc_name_removed stands in its place. Where a contact (SC_CONTACT: person, e-mail or
 * telephone) has it, the whole contact becomes absent. Prose is left as it is, and so are copies
 * elsewhere, such as backups. The change itself is recorded without the name and cannot be undone.
 * @param count how many fields held it
 * @return APR_SUCCESS, also if nothing held it (no change then); APR_EINVAL: the name is empty, no
 * sound text, or sc_name_removed itself
 */
apr_status_t sc_edit_redact(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                            const char *name, apr_int64_t *count, sc_edit_t *out);

/** How many places hold the name: what sc_edit_redact() would count, with nothing changed. Status
 * as there. */
apr_status_t sc_edit_redact_look(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                                 const char *name, apr_int64_t *count);

#endif
