/**
 * @file json.h
 * @brief Pieces of JSON documents, inside this room only: trees of jansson values.
 *
 * Values are jansson's, counted by reference and not in any pool; what makes one gives it to the
 * caller. Keys are in the order in which they were set. Nothing is ever null or "": sc_json_set()
 * leaves out what is absent, which is how a function here says "nothing": by NULL.
 */
#ifndef SC_PRESENT_WRITE_JSON_H
#define SC_PRESENT_WRITE_JSON_H

#include "present/write/view.h"

#include <jansson.h>

/** Sets a key to a value, which is taken over; NULL leaves the key out. */
void sc_json_set(json_t *object, const char *key, json_t *value);

/** Sets a key to a text; NULL, "" and text that is not UTF-8 leave it out. */
void sc_json_set_text(json_t *object, const char *key, const char *text);

/** Sets a key to a number; SC_NO_INTEGER leaves it out. */
void sc_json_set_integer(json_t *object, const char *key, apr_int64_t number);

/** Writes the document compactly with a final newline, reals with the fewest digits that give the
 * same number again, and releases it. */
void sc_json_write(sc_buffer_t *out, json_t *document);

/** Writes a part of a document; the value stays the caller's. */
void sc_json_write_value(sc_buffer_t *out, json_t *value);

/** An item of a list, by its number from 0. */
typedef json_t *sc_json_item_fn(const void *baton, int i);

/** Writes an object with `items` first and the members of @a rest behind them, which it takes over.
 * Of a list of a thousand items no more than one is in memory as a tree. */
void sc_json_write_items(sc_buffer_t *out, sc_json_item_fn *item, const void *baton, int count,
                         json_t *rest);

/** Which fields of a record a reader gets. */
typedef enum { SC_FORM_WHOLE, SC_FORM_SHORT } sc_form_e;

/**
 * An item or part as its field table has it: the fields that readers may see; slug first, then url
 * (items with an address of their own), version and time of modification.
 * @param without a field that is left out because the reader has it already (the partnership of
 * what is shown inside one), or NULL
 */
json_t *sc_json_record(const sc_view_t *view, const void *record, sc_form_e form,
                       const char *without);

/** An array of sc_json_record(), whole; NULL if there are none. */
json_t *sc_json_records(const sc_view_t *view, const apr_array_header_t *records,
                        const char *without);

/** A place: its record with the name in the reader's language, and the country by code and name. */
json_t *sc_json_place_record(const sc_view_t *view, const sc_place_t *place);

/** A partnership: its record with parties by name and the words for the relationship.
 * @param labels slug -> sc_label_t * */
json_t *sc_json_partnership_record(const sc_view_t *view, const sc_partnership_t *partnership,
                                   sc_form_e form, apr_hash_t *labels);

/** `{"until": DATE, "renewals": N}`, or NULL for an open-ended partnership.
 * @param agreements of sc_agreement_t *, oldest first; those of other partnerships too */
json_t *sc_json_fixed_term(const sc_view_t *view, const apr_array_header_t *agreements,
                           const sc_partnership_t *partnership);

/** An item of any entity. What belongs to a partnership also tells its parties.
 * @param partnership the one it belongs to, or NULL */
json_t *sc_json_any(const sc_view_t *view, const void *record, sc_form_e form,
                    const sc_partnership_t *partnership, apr_hash_t *labels);

#endif
