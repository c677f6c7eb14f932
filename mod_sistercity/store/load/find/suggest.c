#include "store/load/find/suggest.h"

#include "language/collate.h"
#include "store/db/sql.h"
#include "store/record/related.h"
#include "store/record/search.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* A shorter name is near to too many. */
#define LEAST_LETTERS 4

/* The most that are told. */
#define SUGGESTED "5"

static const char letters[] = "abcdefghijklmnopqrstuvwxyz";

static int is_spelled(const char *name)
{
    size_t length = strlen(name);

    return length >= LEAST_LETTERS && length < SC_KEY_LIMIT && strspn(name, letters) == length;
}

/* The name behind its lead with what stands at a place replaced. @param skipped so many letters of
 * it */
static void add_variant(apr_array_header_t *keys, const char *lead, const char *name, size_t at,
                        const char *other, size_t skipped)
{
    APR_ARRAY_PUSH(keys, const char *) = apr_pstrcat(
        keys->pool, lead, apr_pstrmemdup(keys->pool, name, at), other, name + at + skipped, NULL);
}

/* @param lead what keys of this kind begin with */
static void add_variants(apr_array_header_t *keys, const char *lead, const char *name)
{
    size_t length = strlen(name);

    for (size_t at = 0; at <= length; at++) {
        for (const char *letter = letters; *letter; letter++) {
            const char other[] = {*letter, '\0'};

            add_variant(keys, lead, name, at, other, 0);
            if (at < length && name[at] != *letter) {
                add_variant(keys, lead, name, at, other, 1);
            }
        }
        if (at < length) {
            add_variant(keys, lead, name, at, "", 1);
        }
        if (at + 1 < length && name[at] != name[at + 1]) {
            const char turned[] = {name[at + 1], name[at], '\0'};

            add_variant(keys, lead, name, at, turned, 2);
        }
    }
}

/* The items of the entity that have one of the keys; of places those with the most partnerships. */
static const char *select_items(const sc_db_t *db, const sc_entity_t *entity, apr_pool_t *pool)
{
    return apr_pstrcat(
        pool, "SELECT k.\"id\" FROM (SELECT DISTINCT \"", entity->name, "_id\" AS \"id\" FROM \"",
        entity->name, "_keys\" WHERE \"key\"", sc_sql_in_texts(db), ") k ORDER BY ",
        entity == &sc_place ? "(SELECT COUNT(*) FROM \"partnership_parties\" m WHERE "
                              "m.\"place_id\" = k.\"id\") DESC, "
                            : "",
        "k.\"id\" LIMIT " SUGGESTED, NULL);
}

apr_status_t sc_suggest(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity, const char *typed,
                        apr_array_header_t **items)
{
    const char *folded = sc_fold(typed, pool);
    const char *alone = sc_search_names_alone(folded, pool);
    const char *whole = sc_search_whole(alone ? alone : folded, 0, pool);
    apr_array_header_t *keys = apr_array_make(pool, 1024, sizeof(const char *));

    *items = apr_array_make(pool, 1, sizeof(void *));
    if (!whole || !is_spelled(whole + strlen(SC_KEY_OF_WHOLE))) {
        return APR_SUCCESS;
    }
    whole += strlen(SC_KEY_OF_WHOLE);
    add_variants(keys, SC_KEY_OF_WHOLE, whole);
    if (entity != &sc_place) {
        add_variants(keys, "", whole);
    }
    sc_arg_t arg = sc_sql_texts(db, (const char *const *)keys->elts, keys->nelts, pool);
    return sc_related_select(db, pool, entity, select_items(db, entity, pool), &arg, 1, items);
}
