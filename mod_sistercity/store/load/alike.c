#include "store/load/load.h"

#include "language/collate.h"
#include "store/db/sql.h"
#include "store/query/list.h"
#include "store/record/read.h"

#include <apr_strings.h>
#include <string.h>

/* The most places that one is compared with. */
#define COMPARED_MOST 200
/* Partnerships of more parties are networks, which have a name. */
#define PARTIES_MOST 10

/* Words that a name has or leaves out: what kind of local government it is. Folded. */
static const char *const generic[] = {
    "city",      "town",     "village", "municipality", "metropolitan", "gemeente",
    "stadt",     "gemeinde", "ville",   "commune",      "comune",       "ciudad",
    "municipio", "municipi", "cidade",  "miasto",       "gmina",        "mesto",
    "obec",      "kommun",   "kommune", "kaupunki",     "kunta",        "miestas",
    "miesto",    "rajono",   "linn",    "vald",         "pilseta",      "savivaldybe",
    "shi",       "cho",      "machi",   "mura",         "gorod",        "oras"};
/* Those before which a name of the Baltic languages stands in the genitive: "Kauno miestas". */
static const char *const owned[] = {"miestas", "miesto", "rajono", "savivaldybe", "pilseta"};
static const struct {
    const char *genitive, *nominative;
} endings[] = {{"o", "as"},  {"os", "a"},  {"es", "e"},   {"iu", "iai"}, {"u", "ai"},
               {"io", "ys"}, {"io", "is"}, {"aus", "us"}, {"ies", "is"}, {"as", "a"}};
static const char *const particles[] = {"of", "the", "di", "de"};
static const char *const generic_ends[] = {"市", "町", "村", "区", "縣", "县"};

static int is_among(const char *word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(words[i], word) == 0) {
            return 1;
        }
    }
    return 0;
}

#define IS_AMONG(word, words) is_among(word, words, sizeof(words) / sizeof((words)[0]))

/* What tells the name from others of its country: "utrecht" of "Gemeente Utrecht". */
static const char *core_of(const char *name, apr_pool_t *pool)
{
    const char *folded = sc_fold(name, pool);
    char *rest = apr_pstrdup(pool, folded), *word, *last;
    const char *core = "";

    for (word = apr_strtok(rest, " ", &last); word; word = apr_strtok(NULL, " ", &last)) {
        if (!IS_AMONG(word, generic) && !IS_AMONG(word, particles)) {
            core = apr_pstrcat(pool, core, *core ? " " : "", word, NULL);
        }
    }
    for (size_t i = 0; i < sizeof(generic_ends) / sizeof(generic_ends[0]); i++) {
        size_t length = strlen(core), end = strlen(generic_ends[i]);

        if (length > end && strcmp(core + length - end, generic_ends[i]) == 0) {
            return apr_pstrmemdup(pool, core, length - end);
        }
    }
    return *core ? core : folded;
}

static int has_core(const sc_place_t *place, const char *core, apr_pool_t *pool)
{
    if (place->name && strcmp(core_of(place->name, pool), core) == 0) {
        return 1;
    }
    SC_EACH(const sc_name_t, name, place->names) {
        if (name->text && strcmp(core_of(name->text, pool), core) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Whether both say it and say different things. */
static int differ(const char *one, const char *other)
{
    return one && other && strcmp(one, other) != 0;
}

static const char *const local[] = {"city", "town", "village", "municipality"};

int sc_load_may_be_one(const sc_place_t *one, const sc_place_t *other)
{
    return !differ(one->country, other->country) && !differ(one->wikidata, other->wikidata) &&
           !differ(one->subdivision, other->subdivision) &&
           (!differ(one->level, other->level) ||
            (IS_AMONG(one->level, local) && IS_AMONG(other->level, local)));
}

static int is_known(const apr_array_header_t *places, const char *slug)
{
    for (int i = 0; i < places->nelts; i++) {
        if (strcmp(SC_AT(places, i, sc_place_t)->slug, slug) == 0) {
            return 1;
        }
    }
    return 0;
}

/* @param cores those that were looked for already: many languages call a place alike */
static apr_status_t add_of_core(sc_db_t *db, apr_pool_t *pool, const sc_place_t *place,
                                const char *core, apr_array_header_t *cores,
                                apr_array_header_t *places)
{
    const sc_query_t query = {.q = core, .limit = COMPARED_MOST, .is_alone = 1};
    sc_list_t *list;

    if (sc_has_text(cores, core)) {
        return APR_SUCCESS;
    }
    APR_ARRAY_PUSH(cores, const char *) = core;
    SC_TRY(sc_list_read(db, pool, &sc_place, &query, &list));
    SC_EACH(const sc_place_t, other, list->items) {
        if (other->record.id != place->record.id && sc_load_may_be_one(place, other) &&
            has_core(other, core, pool) && !is_known(places, other->slug)) {
            APR_ARRAY_PUSH(places, const sc_place_t *) = other;
        }
    }
    return APR_SUCCESS;
}

static int is_owned(const char *name, apr_pool_t *pool)
{
    char *rest = apr_pstrdup(pool, sc_fold(name, pool)), *word, *last;

    for (word = apr_strtok(rest, " ", &last); word; word = apr_strtok(NULL, " ", &last)) {
        if (IS_AMONG(word, owned)) {
            return 1;
        }
    }
    return 0;
}

/* Those of the same name, and of what it is the genitive of. */
static apr_status_t add_alike(sc_db_t *db, apr_pool_t *pool, const sc_place_t *place,
                              const char *name, apr_array_header_t *cores,
                              apr_array_header_t *places)
{
    const char *core = core_of(name, pool);

    SC_TRY(add_of_core(db, pool, place, core, cores, places));
    for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]) && is_owned(name, pool); i++) {
        size_t length = strlen(core), end = strlen(endings[i].genitive);

        if (length > end + 1 && strcmp(core + length - end, endings[i].genitive) == 0) {
            SC_TRY(add_of_core(db, pool, place,
                               apr_pstrcat(pool, apr_pstrmemdup(pool, core, length - end),
                                           endings[i].nominative, NULL),
                               cores, places));
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_load_alike(sc_db_t *db, apr_pool_t *pool, const sc_place_t *place,
                           apr_array_header_t **places)
{
    apr_array_header_t *cores = apr_array_make(pool, 4, sizeof(const char *));

    *places = apr_array_make(pool, 2, sizeof(const sc_place_t *));
    if (place->name) {
        SC_TRY(add_alike(db, pool, place, place->name, cores, *places));
    }
    for (int i = 0; i < SC_COUNT(place->names) && i < 10; i++) {
        SC_TRY(add_alike(db, pool, place, SC_AT(place->names, i, sc_name_t)->text, cores, *places));
    }
    return APR_SUCCESS;
}

/* The places that a party may be: itself first. NULL for one that is not on record. */
static apr_status_t read_party(sc_db_t *db, apr_pool_t *pool, const sc_party_t *party,
                               apr_array_header_t **places)
{
    apr_array_header_t *alike;
    void *place;

    *places = NULL;
    apr_status_t status =
        party->place ? sc_read_item(db, pool, &sc_place, party->place, &place) : APR_ENOENT;
    if (status != APR_SUCCESS) {
        return status == APR_ENOENT ? APR_SUCCESS : status;
    }
    SC_TRY(sc_load_alike(db, pool, place, &alike));
    *places = apr_array_make(pool, alike->nelts + 1, sizeof(const sc_place_t *));
    APR_ARRAY_PUSH(*places, const sc_place_t *) = place;
    apr_array_cat(*places, alike);
    return APR_SUCCESS;
}

static sc_arg_t ids_of(const sc_db_t *db, const apr_array_header_t *places, apr_pool_t *pool)
{
    apr_array_header_t *ids = apr_array_make(pool, places->nelts, sizeof(apr_int64_t));

    for (int i = 0; i < places->nelts; i++) {
        APR_ARRAY_PUSH(ids, apr_int64_t) = SC_AT(places, i, sc_place_t)->record.id;
    }
    return sc_sql_ids(db, (const apr_int64_t *)ids->elts, ids->nelts, pool);
}

/* Whether each party of the one may be a party of the other. */
static int has_parties(const sc_partnership_t *partnership, apr_array_header_t *const *sides,
                       int count)
{
    for (int i = 0; i < count; i++) {
        int found = 0;

        for (int j = 0; j < SC_COUNT(partnership->parties) && !found; j++) {
            found = is_known(sides[i], SC_AT(partnership->parties, j, sc_party_t)->place);
        }
        if (!found) {
            return 0;
        }
    }
    return SC_COUNT(partnership->parties) == count;
}

/* Those between the first two sides. */
static apr_status_t select_ties(sc_db_t *db, apr_pool_t *pool, apr_array_header_t *const *sides,
                                const char *type, apr_array_header_t **found)
{
    const sc_arg_t args[] = {ids_of(db, sides[0], pool), ids_of(db, sides[1], pool),
                             type ? sc_arg_text(type) : sc_arg_integer(COMPARED_MOST),
                             sc_arg_integer(COMPARED_MOST)};
    const char *sql = apr_pstrcat(
        pool,
        "SELECT DISTINCT t.\"id\" FROM \"partnership_parties\" a JOIN \"partnership_parties\" b "
        "ON b.\"partnership_id\" = a.\"partnership_id\" JOIN \"partnerships\" t "
        "ON t.\"id\" = a.\"partnership_id\" WHERE a.\"place_id\"",
        sc_sql_in_ids(db), " AND b.\"place_id\"", sc_sql_in_ids(db),
        type ? " AND t.\"type\" = ?" : "", " ORDER BY t.\"id\" LIMIT ?", NULL);

    return sc_related_select(db, pool, &sc_partnership, sql, args, type ? 4 : 3, found);
}

apr_status_t sc_load_alike_ties(sc_db_t *db, apr_pool_t *pool, const sc_partnership_t *partnership,
                                const char *type, apr_array_header_t **ties)
{
    apr_array_header_t *sides[PARTIES_MOST], *found;
    int count = SC_COUNT(partnership->parties);

    *ties = apr_array_make(pool, 2, sizeof(const sc_partnership_t *));
    if (count < 2 || count > PARTIES_MOST) {
        return APR_SUCCESS;
    }
    for (int i = 0; i < count; i++) {
        SC_TRY(read_party(db, pool, SC_AT(partnership->parties, i, sc_party_t), &sides[i]));
        if (!sides[i]) {
            return APR_SUCCESS;
        }
    }
    SC_TRY(select_ties(db, pool, sides, type, &found));
    SC_EACH(const sc_partnership_t, other, found) {
        if (other->record.id != partnership->record.id && has_parties(other, sides, count)) {
            APR_ARRAY_PUSH(*ties, const sc_partnership_t *) = other;
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_load_generic_names(sc_db_t *db, apr_pool_t *pool, int most,
                                   apr_array_header_t **places)
{
    const sc_arg_t args[] = {sc_sql_texts(db, generic, sizeof(generic) / sizeof(generic[0]), pool),
                             sc_arg_integer(most)};

    return sc_related_select(
        db, pool, &sc_place,
        apr_pstrcat(pool, "SELECT DISTINCT \"place_id\" FROM \"place_keys\" WHERE \"key\"",
                    sc_sql_in_texts(db), " ORDER BY \"place_id\" LIMIT ?", NULL),
        args, 2, places);
}
