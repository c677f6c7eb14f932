/**
 * The filters of a collection's page: as a form, in words, as advice.
 */
#pragma once

#include "present/page/part/part.h"

/** A filter that has a field in the form; name NULL ends. */
typedef struct sc_filter_field_t {
    const char *name;  /* as sc_filters has it */
    const char *label; /* message id, where another one says it better; or NULL */
} sc_filter_field_t;

/** Whether any filter narrows the list. */
int sc_filters_are_set(const sc_view_t *view);

/** The GET form. What else the query asks (place, order, limit) travels in hidden fields. */
void sc_filters_form(sc_buffer_t *out, const sc_view_t *view, const sc_filter_field_t *fields);

/** What is filtered, in words, each with a link that removes it; nothing if nothing is. */
void sc_filters_summary(sc_buffer_t *out, const sc_view_t *view, const sc_filter_field_t *fields,
                        const sc_list_t *list);

/** A list of what to loosen to find something; nothing where the reader can loosen nothing. */
void sc_filters_advise(sc_buffer_t *out, const sc_view_t *view);
