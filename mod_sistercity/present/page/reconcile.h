/**
 * The answers of the reconciliation service.
 */
#pragma once

#include "present/write/data.h"
#include "view/reconcile.h"

/** Whether the property of a place is one that the service tells. */
int sc_reconcile_can_tell(const sc_field_t *field);

/** As JSON; of a preview nothing. @param data sc_reconcile_t */
sc_data_fn sc_json_reconcile;

/** A small HTML document for a frame in somebody's page: the first of the ids.
 * @return 0 if there is no such place */
int sc_reconcile_preview(sc_buffer_t *out, const sc_view_t *view, const sc_reconcile_t *reconcile);
