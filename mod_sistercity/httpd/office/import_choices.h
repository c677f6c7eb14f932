/**
 * @file import_choices.h
 * @brief What an editor said about an uploaded file, as a plan for the store and as a form.
 */
#ifndef SC_HTTPD_IMPORT_CHOICES_H
#define SC_HTTPD_IMPORT_CHOICES_H

#include "httpd/office/admin.h"
#include "present/office/pages.h"
#include "store/edit/upload.h"
#include "store/import/import.h"

/** Whether a form's input is such a choice: only these are kept with an upload. */
int sc_import_is_choice(const char *name);

/** What is asked when a file is to be sent. @param choices made so far */
void sc_import_choices_ask(sc_admin_t *admin, apr_hash_t *choices, sc_import_page_t *page);

/**
 * Works out what the choices of the upload mean.
 * @param text set to what is to be imported, with its plan, when page->is_ready
 * @param page gets entity, mode, name, choices, columns, is_ready and problems
 * @return what the decoding of the file came to
 */
apr_status_t sc_import_choices_read(sc_admin_t *admin, const sc_upload_t *upload,
                                    sc_import_text_t *text, sc_import_page_t *page);

#endif
