/**
 * The ties with a country: what stands around the list of partnerships that is narrowed to
 * one.
 */
#pragma once

#include "present/write/html.h"
#include "view/dossier.h"

/** A sentence to quote, and the map; nothing where the list is of no one country, or a part of
 * somebody's page. */
void sc_country_above(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list);

/** What came of the ties lately. */
void sc_country_below(sc_buffer_t *out, const sc_view_t *view, const sc_list_t *list);
