/**
 * @file choices.h
 * @brief Looking up what was typed into a form's references: items to choose from.
 */
#ifndef SC_HTTPD_FORM_CHOICES_H
#define SC_HTTPD_FORM_CHOICES_H

#include "httpd/form/fields.h"
#include "store/db/db.h"

/** What was found for the form. */
typedef struct sc_form_choices_t {
    apr_hash_t *found;           /* as sc_form_t.choices */
    apr_array_header_t *records; /* all of it, for naming; of const void * */
} sc_form_choices_t;

/** Looks up what stands at form->target. */
apr_status_t sc_form_choices_asked(const sc_form_record_t *form, sc_db_t *db, apr_pool_t *pool,
                                   sc_form_choices_t *choices);

/** Looks up whatever names no item: texts in place of address names, and searches of which nothing
 * has been chosen. */
apr_status_t sc_form_choices_missing(const sc_form_record_t *form, sc_db_t *db, apr_pool_t *pool,
                                     sc_form_choices_t *choices);

/** Adds a problem for every search of which nothing has been chosen. */
void sc_form_choices_check(const sc_form_record_t *form, apr_pool_t *pool, sc_problems_t *problems);

#endif
