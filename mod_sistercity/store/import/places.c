#include "store/import/places.h"

#include "language/collate.h"
#include "model/text/notation.h"
#include "model/text/utf8.h"
#include "store/record/search.h"
#include "store/write/write.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* How many places a sentence names. */
#define NAMED_PLACES 3

/* Every name of the places of which one is the whole key, in the order of their addresses. */
#define NAMESAKES                                                                                  \
    "SELECT t.\"slug\", t.\"country\", t.\"name\" FROM \"place_keys\" k "                          \
    "JOIN \"places\" t ON t.\"id\" = k.\"place_id\" WHERE k.\"key\" = ? "                          \
    "UNION SELECT t.\"slug\", t.\"country\", n.\"text\" FROM \"place_keys\" k "                    \
    "JOIN \"places\" t ON t.\"id\" = k.\"place_id\" "                                              \
    "JOIN \"place_names\" n ON n.\"place_id\" = t.\"id\" WHERE k.\"key\" = ? ORDER BY 1"

/* The keys of all whole names. */
#define KEYS                                                                                       \
    "SELECT DISTINCT k.\"key\" FROM \"place_keys\" k WHERE k.\"key\" >= '" SC_KEY_OF_WHOLE         \
    "' AND k.\"key\" < '>'"

/* Some places with a name that begins with the key. */
#define ALIKE                                                                                      \
    "SELECT t.\"slug\", t.\"country\" FROM \"place_keys\" k "                                      \
    "JOIN \"places\" t ON t.\"id\" = k.\"place_id\" WHERE k.\"key\" >= ? AND k.\"key\" < ? "       \
    "ORDER BY k.\"key\", t.\"id\" LIMIT 50"

struct import_places_t {
    import_run_t *run;
    sc_foreign_t *foreign;
    int makes_places;
    import_table_t *table; /* of places that are made; NULL until the first */
    const char *file;
    apr_hash_t *known; /* "COUNTRY FOLDED" -> slug */
    apr_hash_t *made;  /* slugs of places that are made */
    apr_hash_t *keys;  /* of all names on record; NULL while they are asked one by one */
    int asked;
};

/** What the database has for a name. */
typedef struct found_t {
    apr_array_header_t *equals;  /* slugs of all of this very name; of const char * */
    apr_array_header_t *similar; /* of those whose names begin alike */
} found_t;

import_places_t *import_places_new(import_run_t *run, const char *file, sc_foreign_t *foreign,
                                   int makes_places)
{
    import_places_t *places = apr_pcalloc(run->pool, sizeof(*places));

    places->run = run;
    places->foreign = foreign;
    places->makes_places = makes_places;
    places->file = file;
    places->known = apr_hash_make(run->pool);
    places->made = apr_hash_make(run->pool);
    return places;
}

static void add_slug(apr_array_header_t *slugs, const char *slug)
{
    for (int i = 0; i < slugs->nelts; i++) {
        if (strcmp(APR_ARRAY_IDX(slugs, i, const char *), slug) == 0) {
            return;
        }
    }
    APR_ARRAY_PUSH(slugs, const char *) = slug;
}

static int is_elsewhere(const sc_rows_t *rows, int row, const char *country)
{
    const char *of = sc_row_text(rows, row, 1);

    return *country && of && strcmp(of, country) != 0;
}

/* Whether the registry may have the key. Most names of a long list are new to it: after some
 * questions all keys of names are read at once. */
static apr_status_t may_have(import_places_t *places, const char *key, int *may)
{
    import_run_t *run = places->run;
    sc_rows_t *rows;

    if (import_reads_all(&places->asked, import_collection_of(run, &sc_place)->count)) {
        places->keys = apr_hash_make(run->pool);
        SC_TRY(sc_db_select(run->db, run->pool, KEYS, NULL, 0, &rows));
        for (int i = 0; i < rows->count; i++) {
            const char *known = sc_row_word(rows, i, 0);

            apr_hash_set(places->keys, known, APR_HASH_KEY_STRING, known);
        }
    }
    *may = !places->keys || sc_find(places->keys, key);
    return APR_SUCCESS;
}

/* The places of this very name. */
static apr_status_t find_equals(import_places_t *places, const char *folded, const char *country,
                                found_t *found)
{
    apr_pool_t *pool = places->run->scratch;
    const char *key = sc_search_whole(folded, 0, pool);
    const sc_arg_t args[] = {sc_arg_text(key), sc_arg_text(key)};
    sc_rows_t *rows;
    int may_be = 0;

    found->equals = apr_array_make(pool, 2, sizeof(const char *));
    if (key) {
        SC_TRY(may_have(places, key, &may_be));
    }
    if (!may_be) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(places->run->db, pool, NAMESAKES, args, 2, &rows));
    for (int i = 0; i < rows->count; i++) {
        if (!is_elsewhere(rows, i, country) &&
            strcmp(sc_fold(sc_row_word(rows, i, 2), pool), folded) == 0) {
            add_slug(found->equals, sc_row_word(rows, i, 0));
        }
    }
    return APR_SUCCESS;
}

/* Some of those whose names begin alike. */
static apr_status_t find_similar(import_places_t *places, const char *folded, const char *country,
                                 found_t *found)
{
    apr_pool_t *pool = places->run->scratch;
    const apr_array_header_t *terms = sc_search_terms(folded, pool);
    const char *term = terms->nelts ? SC_AT(terms, 0, const char) : NULL;
    sc_rows_t *rows;

    found->similar = apr_array_make(pool, 2, sizeof(const char *));
    if (!term) {
        return APR_SUCCESS;
    }
    const sc_arg_t args[] = {sc_arg_text(term), sc_arg_text(sc_search_end(term, pool))};

    SC_TRY(sc_db_select(places->run->db, pool, ALIKE, args, 2, &rows));
    for (int i = 0; i < rows->count; i++) {
        if (!is_elsewhere(rows, i, country)) {
            add_slug(found->similar, sc_row_word(rows, i, 0));
        }
    }
    return APR_SUCCESS;
}

static const char *list(const apr_array_header_t *slugs, apr_pool_t *pool)
{
    const char *text = "";

    for (int i = 0; i < slugs->nelts && i < NAMED_PLACES; i++) {
        text = apr_pstrcat(pool, text, i ? ", " : "", APR_ARRAY_IDX(slugs, i, const char *), NULL);
    }
    return slugs->nelts > NAMED_PLACES ? apr_pstrcat(pool, text, " …", NULL) : text;
}

/* Tells why there is no place of the name. */
static void tell(const import_places_t *places, const found_t *found, const char *name,
                 sc_problems_t *problems)
{
    apr_pool_t *pool = places->run->scratch;

    if (found->equals->nelts > 1) {
        sc_problem_add(problems, "parties", "ambiguous_place",
                       N_("Several places are called \"{name}\": {places}. Write the address name "
                          "instead, or give the country."),
                       "name", name, "places", list(found->equals, pool), NULL);
    }
    else if (found->similar->nelts > 0) {
        sc_problem_add(problems, "parties", "unknown_place",
                       N_("No place on record is called \"{name}\". Perhaps one of these is meant: "
                          "{places}. Else have the missing places added."),
                       "name", name, "places", list(found->similar, pool), NULL);
    }
    else {
        sc_problem_add(problems, "parties", "unknown_place",
                       N_("No place on record is called \"{name}\". Correct the name, or have the "
                          "missing places added."),
                       "name", name, NULL);
    }
}

static const char number_first[] =
    N_("\"{name}\" begins with a number: perhaps a date that belongs in a column of its own.");

/* No place is called "12.09.2006 - Shenzhen". */
static int begins_with_date(const char *name)
{
    size_t length = strspn(name, "0123456789.-/");
    int parts = 0, year = 0;

    for (size_t at = 0, digits; at < length; at += digits + 1) {
        digits = strspn(name + at, "0123456789");
        parts += digits > 0;
        year |= digits == 4;
    }
    return parts == 3 && year;
}

/* What somebody should look at before a place gets this name. */
static void warn(import_places_t *places, int line, const char *name)
{
    static const char *const joints[] = {" and ", " und ", " et ", " y ", " e ", "/", "&", ";"};
    import_place_t place = {places->table, places->file, line, 0, 1, NULL};

    if (strchr(name, '?')) {
        import_find(places->run, &place, "name", "lost_letter",
                    N_("\"{name}\" has a question mark in it: perhaps a letter that was lost when "
                       "the file was saved."),
                    "name", name, NULL);
    }
    if (apr_isdigit(*name)) {
        import_find(places->run, &place, "name", "number_first", number_first, "name", name, NULL);
    }
    for (apr_size_t i = 0; i < SC_LENGTH(joints); i++) {
        if (strstr(name, joints[i])) {
            import_find(places->run, &place, "name", "several_places",
                        N_("\"{name}\" becomes one place. If it is more than one, give each a row "
                           "of its own."),
                        "name", name, NULL);
            return;
        }
    }
}

static void make_table(import_places_t *places)
{
    static const char *const columns[] = {"slug", "name", "country"};

    places->table = import_table_new(places->run, places->file, &sc_place);
    places->table->columns = apr_pcalloc(places->run->pool, 3 * sizeof(*places->table->columns));
    for (int i = 0; i < 3; i++) {
        places->table->columns[i] = sc_entity_field(&sc_place, columns[i]);
    }
    places->table->column_count = 3;
    places->table->is_made = 1;
    places->table->numbers = apr_pcalloc(places->run->pool, 3 * sizeof(int));
}

/* An address that neither the registry nor this import has. */
static apr_status_t free_slug(import_places_t *places, const char *name, const char *country,
                              const char **slug)
{
    apr_pool_t *pool = places->run->scratch;
    sc_place_t *place = sc_record_new(&sc_place, pool);

    place->name = name;
    place->country = *country ? country : NULL;
    const char *base = sc_item_slug(place, 1, pool);
    return import_free_slug(places->run, &sc_place, base ? base : sc_place_slug_made(place, pool),
                            places->made, slug);
}

static apr_status_t make_place(import_places_t *places, int line, const char *name,
                               const char *country, sc_problems_t *problems, const char **slug)
{
    import_run_t *run = places->run;

    if (begins_with_date(name)) {
        sc_problem_add(problems, "parties", "number_first", number_first, "name", name, NULL);
        return APR_SUCCESS;
    }
    SC_TRY(free_slug(places, name, country, slug));
    if (!*slug) {
        sc_problem_add(
            problems, "parties", "no_slug",
            N_("No address name can be made of \"{name}\". Add the place by hand first."), "name",
            name, NULL);
        return APR_SUCCESS;
    }
    if (!places->table) {
        make_table(places);
    }
    import_row_add_cells(run, places->table, line, (const char *const[]){*slug, name, country});
    warn(places, line, name);
    return APR_SUCCESS;
}

/* Somebody may have written the address itself. */
static apr_status_t find_address(import_places_t *places, const char *name, const char **slug)
{
    apr_status_t status = APR_SUCCESS;
    int is_known = 0;

    if (sc_slug_is_valid(name)) {
        status = import_registry_has(places->run, &sc_place, name, &is_known);
    }
    *slug = is_known ? apr_pstrdup(places->run->pool, name) : NULL;
    return status;
}

static apr_status_t find_new(import_places_t *places, int line, const char *name,
                             const char *folded, const char *country, sc_problems_t *problems,
                             const char **slug)
{
    apr_status_t status = find_address(places, name, slug);
    found_t found;

    if (status != APR_SUCCESS || *slug) {
        return status;
    }
    SC_TRY(find_equals(places, folded, country, &found));
    if (found.equals->nelts == 1) {
        *slug = apr_pstrdup(places->run->pool, APR_ARRAY_IDX(found.equals, 0, const char *));
    }
    else if (found.equals->nelts == 0 && places->makes_places) {
        return make_place(places, line, name, country, problems, slug);
    }
    else {
        SC_TRY(find_similar(places, folded, country, &found));
        tell(places, &found, name, problems);
    }
    return APR_SUCCESS;
}

apr_status_t import_places_find(import_places_t *places, int line, const char *name,
                                const char *country, sc_problems_t *problems, const char **slug)
{
    apr_pool_t *pool = places->run->scratch;
    const char *folded, *key;
    apr_size_t length = strlen(name);

    *slug = NULL;
    name = sc_utf8_trim(name, &length);
    name = apr_pstrmemdup(pool, name, length);
    country = country ? country : "";
    folded = sc_fold(name, pool);
    if (!*folded) {
        sc_problem_add(problems, "parties", "required", N_("The name of a place is missing."),
                       NULL);
        return APR_SUCCESS;
    }
    key = apr_pstrcat(pool, country, " ", folded, NULL);
    *slug = apr_hash_get(places->known, key, APR_HASH_KEY_STRING);
    if (*slug) {
        return APR_SUCCESS;
    }
    SC_TRY(find_new(places, line, name, folded, country, problems, slug));
    if (*slug) {
        apr_hash_set(places->known, apr_pstrdup(places->run->pool, key), APR_HASH_KEY_STRING,
                     *slug);
    }
    return APR_SUCCESS;
}

int import_places_is_made(const import_places_t *places, const char *slug)
{
    return apr_hash_get(places->made, slug, APR_HASH_KEY_STRING) != NULL;
}
