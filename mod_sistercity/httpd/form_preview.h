/**
 * @file form_preview.h
 * @brief How readers would see an item that is not stored yet.
 */
#ifndef SC_HTTPD_FORM_PREVIEW_H
#define SC_HTTPD_FORM_PREVIEW_H

#include "httpd/admin.h"

/** The public page's element with the record in it: its own page, or that of what it belongs to.
 * NULL if there is none, or the database does not tell what else is on it. */
const sc_buffer_t *sc_form_preview(sc_admin_t *admin, sc_db_t *db, const void *record);

#endif
