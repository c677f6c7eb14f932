/**
 * A JSON object as a record: what people import and what programs send.
 *
 * Keys are the names of fields. Texts, dates, words, addresses and references are strings, numbers
 * are numbers, booleans true or false, lists arrays, parts arrays of objects. null makes a field
 * absent. What this program writes into its own JSON besides the fields is accepted as well:
 * - a country as {"code": …, "name": …}, of which the code is read;
 * - a reference as {"slug": …, …}, of which the slug is read; within parties the slug stands as
 *   "slug" or as "place";
 * - keys that are made, not stored, which are passed over: url, version, modified, parties of an
 *   item that belongs to a partnership; of a place its partnerships, successors, organizations,
 *   sources, claims, claimed_by, claimed_partners, listed_partners, memberships; of a network
 *   its members, member_total, members_url; of a partnership its term,
 *   fixed_term, conditions, history, agreements, approvals, activities, gifts, sources, claims,
 *   organizations; of a party its url, name, country.
 * Every other key is a problem.
 */
#pragma once

#include "model/entity.h"
#include "model/problem.h"

#include <jansson.h>

/**
 * Parses one JSON value. A key that stands twice in an object is an error.
 * @param error a sentence with line and column, when NULL is returned
 * @return a new reference, for json_decref()
 */
json_t *sc_json_parse(const char *bytes, apr_size_t length, const char **error, apr_pool_t *pool);

/**
 * Puts the values of the object's keys into the record and leaves its other fields as they are; so
 * a new record is read whole, and a stored one is patched (RFC 7396, lists are replaced whole).
 * Problems name their field by its path, such as "names[2].lang". The record keeps nothing of the
 * object: values live in @a pool, which must not live longer than problems->pool.
 * @return the number of problems added; sc_validate() remains to be called
 */
int sc_json_record_read(const json_t *object, void *record, apr_pool_t *pool,
                        sc_problems_t *problems);
