/**
 * What happened, newest first: the events of one partnership or of all of a place.
 */
#pragma once

#include "present/page/part/part.h"
#include "present/write/json.h"

typedef struct sc_timeline_t sc_timeline_t;

/** @param partnerships slug -> sc_partnership_t *: named beside each event; NULL where the page
 * is about one
 * @param place slug of the place whose timeline it is: events name its partners alone; or NULL */
sc_timeline_t *sc_timeline_new(const sc_view_t *view, apr_hash_t *partnerships, apr_hash_t *labels,
                               const char *place);

/** Adds agreements, steps, activities or gifts; all of one kind. */
void sc_timeline_add(sc_timeline_t *timeline, const apr_array_header_t *records);

/** Adds something of the partnership itself. @param word what programs call it */
void sc_timeline_add_moment(sc_timeline_t *timeline, const char *word, const char *date,
                            const char *partnership);

/** Adds first contact, beginning and end of the partnership, as far as no agreement or step that
 * was added before says the same. */
void sc_timeline_add_partnership(sc_timeline_t *timeline, const sc_partnership_t *partnership);

/** Has each agreement and gift say all that is on record of it, as it is told nowhere else.
 * @param source which the page names for all; or NULL */
void sc_timeline_tell_all(sc_timeline_t *timeline, const char *source);

int sc_timeline_count(const sc_timeline_t *timeline);

/** Writes links that choose a kind of event (`events=`; none in a fragment, whose author chooses),
 * then the events chosen, under one heading per decade. What an agreement says already is no event
 * besides, @a depth below the outermost one. At most
 * @a most events, all for 0. Events without a date come last, under a heading that says so. */
void sc_timeline_write(sc_buffer_t *out, sc_timeline_t *timeline, int depth, int most);

/** Writes "items": [{date, event, partnership, item}], newest first, undated last, and "total". */
void sc_timeline_write_json(sc_json_t *json, sc_timeline_t *timeline, int most);
