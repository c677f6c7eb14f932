#include "store/query/facet.h"

#include <apr_strings.h>
#include <string.h>

#define ALL(table) {SC_FACET_ALL, "\"" table "\" y", "y.\"id\"", "''", NULL, 0, 0}
#define COLUMN(name, table) {name, "\"" table "\" y", "y.\"id\"", "y.\"" name "\"", NULL, 0, 0}
#define COUNTED_COLUMN(name, table)                                                                \
    {name, "\"" table "\" y", "y.\"id\"", "COALESCE(y.\"" name "\", '')", NULL, 0, 0}
#define FIELD(item)                                                                                \
    {"field", "\"" item "_fields\" y", "y.\"" item "_id\"", "y.\"value\"", NULL, 0, 0}
#define DATE_BY(name, table, date, length)                                                         \
    {                                                                                              \
        name,       "\"" table "\" y",                                                             \
        "y.\"id\"", "COALESCE(SUBSTR(" date ", 1, " length "), '')",                               \
        date,       0,                                                                             \
        0}
#define DATE(name, table, date)                                                                    \
    DATE_BY(name SC_BY_DECADE, table, date, "3"), DATE_BY(name, table, date, "4"),                 \
        DATE_BY(name SC_BY_MONTH, table, date, "7")

/* The places of a partnership's parties. */
#define PARTIES "\"partnership_parties\" y JOIN \"places\" p ON p.\"id\" = y.\"place_id\""
#define OF_PARTIES(name, from, word) {name, from, "y.\"partnership_id\"", word, NULL, 0, 0}

/* What the search keys of places begin with: see store/record/search.h. */
#define PREFIX(from, id, length)                                                                   \
    {SC_FACET_PREFIX length,                                                                       \
     from,                                                                                         \
     id,                                                                                           \
     "CASE WHEN LENGTH(k.\"key\") >= " length " THEN SUBSTR(k.\"key\", 1, " length ") END",        \
     NULL,                                                                                         \
     0,                                                                                            \
     LEAST_OF_PREFIX}
#define PREFIXES(from, id)                                                                         \
    PREFIX(from, id, "1"), PREFIX(from, id, "2"), PREFIX(from, id, "3"), PREFIX(from, id, "4")

/* To read the keys of so few items takes less than a request's other statements. */
#define LEAST_OF_PREFIX 200

#define REGION_OF(place) " JOIN \"countries\" c ON c.\"code\" = " place ".\"country\""

/* Two places of a partnership. */
#define PAIRS                                                                                      \
    PARTIES " JOIN \"partnership_parties\" o ON o.\"partnership_id\" = y.\"partnership_id\" AND "  \
            "o.\"place_id\" > y.\"place_id\" JOIN \"places\" q ON q.\"id\" = o.\"place_id\""

/* Of two parties the levels of both: "city town". */
#define LEVELS                                                                                     \
    "(SELECT CASE WHEN COUNT(*) = 2 AND COUNT(p.\"level\") = 2 THEN MIN(p.\"level\") || ' ' || "   \
    "MAX(p.\"level\") END FROM \"partnership_parties\" m JOIN \"places\" p ON p.\"id\" = "         \
    "m.\"place_id\" WHERE m.\"partnership_id\" = y.\"id\")"

/* Fields of exchange that a partnership `y` names, and those of its activities. */
#define FIELDS                                                                                     \
    "SELECT y.\"partnership_id\", y.\"value\" FROM \"partnership_fields\" y UNION ALL "            \
    "SELECT a.\"partnership_id\", f.\"value\" FROM \"activities\" a JOIN \"activity_fields\" f "   \
    "ON "                                                                                          \
    "f.\"activity_id\" = a.\"id\""

/* CLAIR's conditions of a partnership `y`, by the rules of view/derive.h. */
#define BINDING                                                                                    \
    "('memorandum', 'protocol', 'friendship', 'sister', 'cooperation', 'succession', 'renewal', "  \
    "'extension', 'reaffirmation')"
#define AGREEMENT_CONDITION                                                                        \
    "CASE WHEN EXISTS (SELECT 1 FROM \"agreements\" a WHERE a.\"partnership_id\" = y.\"id\" AND "  \
    "a.\"kind\" IN " BINDING " AND (SELECT MIN(s.\"place_id\") <> MAX(s.\"place_id\") FROM "       \
    "\"agreement_signatories\" s WHERE s.\"agreement_id\" = a.\"id\" AND "                         \
    "COALESCE(s.\"role\", '') <> 'witness')) THEN 'met' "                                          \
    "WHEN (y.\"status\" = 'forming' OR y.\"type\" = 'project') AND NOT EXISTS (SELECT 1 FROM "     \
    "\"agreements\" a WHERE a.\"partnership_id\" = y.\"id\") THEN 'not_met' ELSE 'unknown' END"
#define FIELDS_CONDITION                                                                           \
    "CASE WHEN y.\"scope\" = 'general' THEN 'met' ELSE (SELECT CASE WHEN MIN(z.\"value\") "        \
    "<> MAX(z.\"value\") THEN 'met' WHEN COUNT(z.\"value\") > 0 AND y.\"scope\" = 'named_fields' " \
    "THEN 'not_met' ELSE 'unknown' END FROM (SELECT o.\"value\" FROM \"partnership_fields\" o "    \
    "WHERE o.\"partnership_id\" = y.\"id\" UNION ALL SELECT f.\"value\" FROM \"activities\" a "    \
    "JOIN \"activity_fields\" f ON f.\"activity_id\" = a.\"id\" WHERE a.\"partnership_id\" = "     \
    "y.\"id\") z) END"
#define BUDGET_CONDITION                                                                           \
    "COALESCE((SELECT MIN(CASE WHEN COALESCE(a.\"result\", '') = 'rejected' THEN 'not_met' ELSE "  \
    "'met' END) FROM \"approvals\" a WHERE a.\"partnership_id\" = y.\"id\" AND "                   \
    "a.\"budget_amount\" IS NOT NULL), 'unknown')"
#define MADE(name, word) {name, "\"partnerships\" y", "y.\"id\"", word, NULL, 0, 0}

#define TEXT_OF(number) #number
#define MOST(number)                                                                               \
    "(SELECT \"place_id\" AS \"id\", COUNT(DISTINCT \"partnership_id\") AS \"number\" FROM "       \
    "\"partnership_parties\" GROUP BY \"place_id\" "                                               \
    "ORDER BY 2 DESC, \"place_id\" DESC LIMIT " TEXT_OF(number) ") y"

/* The places with four partnerships or more. */
#define MANY                                                                                       \
    "(SELECT \"place_id\" AS \"id\", COUNT(*) AS \"number\" FROM \"partnership_parties\" "         \
    "GROUP BY \"place_id\" HAVING COUNT(*) >= 4) y"
#define LEAST_OF_MANY                                                                              \
    "CASE WHEN y.\"number\" >= 64 THEN '64' WHEN y.\"number\" >= 32 THEN '32' "                    \
    "WHEN y.\"number\" >= 16 THEN '16' WHEN y.\"number\" >= 8 THEN '8' ELSE '4' END"

static const sc_facet_t of_places[] = {
    ALL("places"),
    COLUMN("country", "places"),
    COLUMN("level", "places"),
    {"region", "\"places\" y" REGION_OF("y"), "y.\"id\"", "c.\"region\"", NULL, 0, 0},
    PREFIXES("\"place_keys\" k", "k.\"place_id\""),
    {SC_FACET_MOST, MOST(SC_PLACES_MOST) " JOIN \"places\" p ON p.\"id\" = y.\"id\"", "y.\"id\"",
     "CAST(y.\"number\" AS TEXT) || ' ' || p.\"slug\"", NULL, 1, 0},
    {SC_FACET_MANY, MANY, "y.\"id\"", LEAST_OF_MANY, NULL, 1, 0}};

static const sc_facet_t of_partnerships[] = {
    ALL("partnerships"),
    OF_PARTIES("country", PARTIES, "p.\"country\""),
    OF_PARTIES("level", PARTIES, "p.\"level\""),
    OF_PARTIES("region", PARTIES REGION_OF("p"), "c.\"region\""),
    OF_PARTIES("country" SC_TWICE, PAIRS " AND q.\"country\" = p.\"country\"", "p.\"country\""),
    OF_PARTIES("region" SC_TWICE,
               PAIRS REGION_OF("p") " JOIN \"countries\" d ON d.\"code\" = q.\"country\" AND "
                                    "d.\"region\" = c.\"region\"",
               "c.\"region\""),
    COLUMN("type", "partnerships"),
    MADE(SC_FACET_INITIAL, "SUBSTR(y.\"sort_name\" || ' ', 1, 1)"),
    COLUMN(SC_FACET_STATUS, "partnerships"),
    FIELD("partnership"),
    PREFIXES(NULL, NULL), /* made of those of places */
    MADE("levels", LEVELS),
    {"exchange", "(" FIELDS ") y", "y.\"partnership_id\"", "y.\"value\"", NULL, 0, 0},
    MADE("condition_agreement", AGREEMENT_CONDITION),
    MADE("condition_fields", FIELDS_CONDITION),
    MADE("condition_budget", BUDGET_CONDITION),
    DATE(SC_FACET_DATE, "partnerships", "y.\"established\""),
    DATE(SC_FACET_ENDED, "partnerships", "y.\"ended\"")};

static const sc_facet_t of_agreements[] = {
    ALL("agreements"), COLUMN("kind", "agreements"),
    DATE(SC_FACET_DATE, "agreements", "y.\"date\""),
    DATE(SC_FACET_BEGAN, "agreements", "COALESCE(y.\"effective_from\", y.\"date\")"),
    DATE(SC_FACET_ENDED, "agreements", "y.\"effective_until\"")};

static const sc_facet_t of_activities[] = {
    ALL("activities"), FIELD("activity"), COUNTED_COLUMN("form", "activities"),
    COUNTED_COLUMN("direction", "activities"), DATE(SC_FACET_DATE, "activities", "y.\"start\"")};

static const sc_facet_t of_approvals[] = {ALL("approvals")};
static const sc_facet_t of_steps[] = {ALL("steps")};
static const sc_facet_t of_gifts[] = {ALL("gifts")};

#define OF_ITS_PARTNERSHIP                                                                         \
    "country", "country" SC_TWICE, "level", "region", "type", "status", "exchange",                \
        "condition_agreement", "condition_fields", "condition_budget"
static const char *const of_its_partnership[] = {OF_ITS_PARTNERSHIP, NULL};
static const char *const of_its_partnership_with_field[] = {OF_ITS_PARTNERSHIP, "field", NULL};

#define OWN(facets) facets, sizeof(facets) / sizeof(facets[0])

static const sc_faceted_t collections[] = {
    {&sc_place, OWN(of_places), NULL},
    {&sc_partnership, OWN(of_partnerships), NULL},
    {&sc_agreement, OWN(of_agreements), of_its_partnership_with_field},
    {&sc_activity, OWN(of_activities), of_its_partnership},
    {&sc_approval, OWN(of_approvals), of_its_partnership},
    {&sc_step, OWN(of_steps), of_its_partnership},
    {&sc_gift, OWN(of_gifts), of_its_partnership}};

enum { COLLECTION_COUNT = sizeof(collections) / sizeof(collections[0]) };

const sc_faceted_t *sc_faceted_at(int i)
{
    return i < COLLECTION_COUNT ? &collections[i] : NULL;
}

const sc_faceted_t *sc_faceted_of(const sc_entity_t *entity)
{
    for (int i = 0; i < COLLECTION_COUNT; i++) {
        if (collections[i].entity == entity) {
            return &collections[i];
        }
    }
    return NULL;
}

static const sc_facet_t *own_facet(const sc_faceted_t *faceted, const char *name)
{
    for (int i = 0; i < faceted->count; i++) {
        if (strcmp(faceted->own[i].name, name) == 0) {
            return &faceted->own[i];
        }
    }
    return NULL;
}

static int is_own(const sc_faceted_t *faceted, const sc_facet_t *facet)
{
    return facet >= faceted->own && facet < faceted->own + faceted->count;
}

const sc_facet_t *sc_facet_at(const sc_faceted_t *faceted, int i)
{
    if (i < faceted->count) {
        return &faceted->own[i];
    }
    /* Callers stop at the first NULL. */
    return faceted->inherited && faceted->inherited[i - faceted->count]
               ? own_facet(sc_faceted_of(&sc_partnership), faceted->inherited[i - faceted->count])
               : NULL;
}

const sc_facet_t *sc_facet_named(const sc_faceted_t *faceted, const char *name)
{
    const sc_facet_t *facet;

    for (int i = 0; (facet = sc_facet_at(faceted, i)); i++) {
        if (strcmp(facet->name, name) == 0) {
            return facet;
        }
    }
    return NULL;
}

const char *sc_facet_source(const sc_faceted_t *faceted, const sc_facet_t *facet, apr_pool_t *pool)
{
    const char *source =
        apr_pstrcat(pool, "(SELECT ", facet->id, " AS \"id\", ", facet->word, " AS \"word\"",
                    facet->date ? ", " : "", facet->date ? facet->date : "",
                    facet->date ? " AS \"date\"" : "", " FROM ", facet->from, ")", NULL);

    if (is_own(faceted, facet)) {
        return apr_pstrcat(pool, source, " x", NULL);
    }
    return apr_pstrcat(pool, "(SELECT t.\"id\", z.\"word\" FROM ", source, " z JOIN \"",
                       faceted->entity->collection, "\" t ON t.\"partnership_id\" = z.\"id\") x",
                       NULL);
}
