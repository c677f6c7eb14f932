/**
 * What an editor said about an uploaded file, as a plan for the store and as a form.
 */
#pragma once

#include "present/office/pages.h"
#include "store/edit/upload.h"
#include "store/import/import.h"

/** Whether a form's input is such a choice: only these are kept with an upload. */
int sc_import_is_choice(const char *name);

/** What is asked when a file is to be sent. @param choices made so far
 * @param problems gets what is wrong with them; page->choices what is to be asked, in view->pool */
void sc_import_choices_ask(const sc_view_t *view, apr_hash_t *choices, sc_problems_t *problems,
                           sc_import_page_t *page);

/**
 * Works out what the choices of the upload mean.
 * @param text set to what is to be imported, with its plan, when page->is_ready
 * @param page gets entity, mode, name, choices, columns and is_ready
 * @return what the decoding of the file came to
 */
apr_status_t sc_import_choices_read(const sc_view_t *view, const sc_upload_t *upload,
                                    sc_problems_t *problems, sc_import_text_t *text,
                                    sc_import_page_t *page);
