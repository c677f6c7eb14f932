/**
 * @file place.h
 * @brief A place as JSON, alone and as the home of a registry.
 */
#ifndef SC_PRESENT_PAGE_PLACE_H
#define SC_PRESENT_PAGE_PLACE_H

#include "present/write/json.h"

/** The members of the place with what belongs to it. */
void sc_json_place_members(sc_json_t *json, const sc_place_dossier_t *dossier);

#endif
