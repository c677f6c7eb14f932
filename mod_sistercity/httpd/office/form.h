/**
 * @file form.h
 * @brief The form of an item: shown, kept through every failure, saved.
 */
#ifndef SC_HTTPD_OFFICE_FORM_H
#define SC_HTTPD_OFFICE_FORM_H

#include "httpd/office/record.h"

/** The form of the item that the address names. */
sc_admin_fn sc_handle_form;

#endif
