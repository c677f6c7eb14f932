/**
 * The parts of a place's page that are pages of their own as well.
 *
 * Each writes headings from @a depth levels below the view's outermost one on.
 */
#pragma once

#include "present/page/part/part.h"
#include "present/write/json.h"

/** The partners: those in force, groups and networks, suspended, dormant, and ended ones apart.
 * view->limit, where the reader set it, bounds how many; the rest is a link away. */
void sc_place_partners(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier,
                       int depth);

/** The activities that are planned, and the recent ones, a few of each under headings of their own.
 * @return how many are shown */
int sc_place_happenings(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier);

/** The timeline of all partnerships by decade. */
void sc_place_timeline(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier,
                       int depth);

/** Whether the timeline would have an event to show. */
int sc_place_has_timeline(const sc_place_dossier_t *dossier);

/** One paragraph that can be quoted: how many partners, where, the oldest, what the place itself
 * states. */
void sc_place_lead(sc_buffer_t *out, const sc_view_t *view, const sc_place_dossier_t *dossier);

/** A title in which the place is named. @param text message id with {place} */
const char *sc_place_title(const sc_view_t *view, const char *text, const sc_place_t *place);

/** Opens a part of a place; or of the registry, where @a place is NULL. */
void sc_place_open(sc_buffer_t *out, const sc_view_t *view, const char *name, const char *title,
                   const sc_place_t *place);

/** Ends a part of a place: within somebody's page with its content; as a page it leads back to the
 * place. */
void sc_place_close(sc_buffer_t *out, const sc_view_t *view, const sc_place_t *place,
                    const char *title);

/** The same at the end of a list. @param rows of it */
void sc_place_close_list(sc_buffer_t *out, const sc_view_t *view, const sc_place_t *place,
                         const char *title, apr_int64_t rows);

/** The place's name in the reader's language, plain. */
const char *sc_place_name(const sc_view_t *view, const sc_place_dossier_t *dossier);

/** The members of the place with what belongs to it. */
void sc_json_place_members(sc_json_t *json, const sc_place_dossier_t *dossier);
