/**
 * @file contacts.h
 * @brief Contacts that may not be kept any longer: found, and removed for good.
 */
#ifndef SC_STORE_CONTACTS_H
#define SC_STORE_CONTACTS_H

#include "store/edit/edit.h"

/**
 * Organizations whose contact_until is over on the day @a today ("YYYY-MM-DD") and that still have
 * a contact person, e-mail or telephone.
 * @param records of sc_organization_t *, at most @a limit; @param total of all
 */
apr_status_t sc_contacts_expired(sc_db_t *db, apr_pool_t *pool, const char *today, int limit,
                                 apr_array_header_t **records, apr_int64_t *total);

/**
 * Removes those contacts from the organizations, from their history and from drafts for them. The
 * change itself is recorded without what was removed, and cannot be undone. For administrators:
 * else APR_EACCES.
 * @param count of how many organizations; none is no change
 * @return as sc_edit_redact()
 */
apr_status_t sc_contacts_purge(sc_db_t *db, apr_pool_t *pool, const sc_editor_t *editor,
                               const char *today, apr_int64_t *count, sc_problems_t *problems,
                               sc_edit_t *out);

/** Clears the contact of a record, if it is one that has them: a sc_texts_change_fn. @return how
 * many fields it had */
int sc_contact_clear(void *record, const void *unused);

#endif
