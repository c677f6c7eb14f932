/**
 * @file preview.h
 * @brief How readers would see an item that is not stored yet.
 */
#ifndef SC_HTTPD_FORM_PREVIEW_H
#define SC_HTTPD_FORM_PREVIEW_H

#include "httpd/answer/request.h"
#include "store/db/db.h"

/** The public page's element with the record in it: its own page, or that of what it belongs to.
 * NULL if there is none, or the database does not tell what else is on it.
 * @param slug of the stored item, or NULL */
const sc_buffer_t *sc_form_preview(const sc_request_t *request, sc_db_t *db, const char *slug,
                                   const void *record);

/** A partnership's page with a new step, and with the partnership as it follows from that.
 * @param follows NULL: it stays as it is stored */
const sc_buffer_t *sc_form_preview_move(const sc_request_t *request, sc_db_t *db,
                                        const sc_step_t *step, const sc_partnership_t *follows);

#endif
