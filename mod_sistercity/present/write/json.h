/**
 * JSON, written as it comes: what is absent is left out, nothing is ever null or "".
 *
 *     sc_json_t json = sc_json_begin(out, view);
 *
 *     sc_json_text(&json, "slug", place->slug);
 *     sc_json_open(&json, "country", '{');
 *     sc_json_text(&json, "code", place->country);
 *     sc_json_close(&json, '}');
 *     sc_json_end(&json);
 *
 * Keys stand in the order of the calls, each is a plain name. Within an array the key is NULL.
 */
#pragma once

#include "present/write/view.h"

typedef struct sc_json_t {
    sc_buffer_t *out;
    const sc_view_t *view;
    int needs_comma;         /* before whatever comes next */
    apr_hash_t *labels;      /* slug -> sc_label_t *: names of the parties; or NULL */
    const sc_query_t *query; /* whose columns the entries of a list keep; NULL: all */
    const char *place;       /* slug: whose partnerships they are, as they stand for it; or NULL */
} sc_json_t;

/** Begins a document, which is an object. */
sc_json_t sc_json_begin(sc_buffer_t *out, const sc_view_t *view);

/** Ends the document with a final newline. */
void sc_json_end(sc_json_t *json);

/** Opens an object '{' or an array '[', and closes it with '}' or ']'. */
void sc_json_open(sc_json_t *json, const char *key, char bracket);
void sc_json_close(sc_json_t *json, char bracket);

/** A text; NULL, "" and text that is not UTF-8 leave it out. */
void sc_json_text(sc_json_t *json, const char *key, const char *text);

/** A number; SC_NO_INTEGER leaves it out. */
void sc_json_integer(sc_json_t *json, const char *key, apr_int64_t number);

/** A number that counts from 1, such as an id; 0 leaves it out. */
void sc_json_id(sc_json_t *json, const char *key, apr_int64_t id);

/** The number with the fewest digits that give the same one again. */
void sc_json_real(sc_json_t *json, const char *key, double number);

void sc_json_boolean(sc_json_t *json, const char *key, int truth);

/** An array of const char *; NULL and an empty one leave it out. */
void sc_json_texts(sc_json_t *json, const char *key, const apr_array_header_t *texts);

/* json_record.c: items and parts as their field tables have them */

/** Which fields of a record a reader gets: all that readers may see; those of them that lists show;
 * or all there are, for editors. */
typedef enum { SC_FORM_WHOLE, SC_FORM_SHORT, SC_FORM_STORED } sc_form_e;

/** A member of any field but parts: numbers and truths as such, lists as texts, else a text. */
void sc_json_value(sc_json_t *json, const sc_field_t *field, const void *record);

/**
 * The members of an item or part, within an object that the caller opens and closes: slug, url
 * (items with an address of their own), version and time of modification stand before the other
 * fields, for editors behind them. To readers a place is named in their language, a country is
 * {code, name}, and a partnership tells the word for the relationship.
 * @param without a field that is left out because the reader has it already (the partnership of
 * what is shown inside one), or NULL
 */
void sc_json_members(sc_json_t *json, const void *record, sc_form_e form, const char *without);

/** An object of its own of them; left out for NULL. */
void sc_json_record(sc_json_t *json, const char *key, const void *record, sc_form_e form,
                    const char *without);

/** An array of such objects; left out if there are none. */
void sc_json_records(sc_json_t *json, const char *key, const apr_array_header_t *records,
                     sc_form_e form, const char *without);

/** "parties": [{slug, url, name, country, term, term_lang}]; names need the labels of json. */
void sc_json_parties(sc_json_t *json, const sc_partnership_t *partnership);

/** An item as an entry of an array; what belongs to a partnership tells its parties as well.
 * @param partnerships slug -> sc_partnership_t *, or NULL */
void sc_json_entry(sc_json_t *json, const void *record, sc_form_e form, apr_hash_t *partnerships);

/** "fixed_term": {"until": DATE, "renewals": N}; left out for an open-ended partnership.
 * @param agreements of sc_agreement_t *, oldest first; those of other partnerships too */
void sc_json_fixed_term(sc_json_t *json, const apr_array_header_t *agreements,
                        const sc_partnership_t *partnership);
