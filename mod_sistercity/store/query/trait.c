#include "store/query/trait.h"

#include "store/db/date_sql.h"

#include <string.h>

#define BEGINNING(date, length) "COALESCE(SUBSTR(" date ", 1, " length "), '')"

#define COLUMN(name, table)                                                                        \
    {                                                                                              \
        name, "\"" table "\" x", "x.\"id\"", "x.\"" name "\"", NULL, NULL, 0, 0, NULL, NULL        \
    }
#define FIELD(item)                                                                                \
    {                                                                                              \
        "field", "\"" item "_fields\" x", "x.\"" item "_id\"", "x.\"value\"", NULL, NULL, 0, 0,    \
            NULL, NULL                                                                             \
    }
#define DATE_BY(name, table, date, length, has_index, finer, whole)                                \
    {                                                                                              \
        name, "\"" table "\" x", "x.\"id\"", BEGINNING(date, #length), date,                       \
            SC_SQL_AFTER_LAST_DAY(date) " >= ? AND " SC_SQL_FIRST_DAY(date) " <= ?", has_index,    \
            length, finer, whole                                                                   \
    }
#define DATE(name, table, date, has_index)                                                         \
    DATE_BY(name, table, date, 4, has_index, name SC_TRAIT_BY_MONTH, NULL),                        \
        DATE_BY(name SC_TRAIT_BY_MONTH, table, date, 7, has_index, NULL, NULL),                    \
        DATE_BY(name SC_TRAIT_BY_DECADE, table, date, 3, has_index, NULL, name),                   \
        DATE_BY(name SC_TRAIT_BY_CENTURY, table, date, 2, has_index, NULL, name)

#define SORT_NAME "x.\"sort_name\""
#define NAME_BY(name, table, length, finer, whole)                                                 \
    {                                                                                              \
        name, "\"" table "\" x", "x.\"id\"", BEGINNING(SORT_NAME, #length), NULL, NULL, 0, length, \
            finer, whole                                                                           \
    }
#define NAME(table)                                                                                \
    NAME_BY(SC_TRAIT_NAME, table, 3, NULL, NULL),                                                  \
        NAME_BY(SC_TRAIT_LETTERS, table, 2, SC_TRAIT_NAME, SC_TRAIT_NAME),                         \
        NAME_BY(SC_TRAIT_LETTER, table, 1, SC_TRAIT_LETTERS, SC_TRAIT_NAME)

/* The places of a partnership's parties. */
#define PARTIES "\"partnership_parties\" x JOIN \"places\" p ON p.\"id\" = x.\"place_id\""
#define OF_PARTIES(name, from, word)                                                               \
    {                                                                                              \
        name, from, "x.\"partnership_id\"", word, NULL, NULL, 0, 0, NULL, NULL                     \
    }

static const sc_trait_t place_traits[] = {
    NAME("places"),
    COLUMN("country", "places"),
    COLUMN("level", "places"),
    {"region", "\"places\" x JOIN \"countries\" c ON c.\"code\" = x.\"country\"", "x.\"id\"",
     "c.\"region\"", NULL, NULL, 0, 0, NULL, NULL}};

static const sc_trait_t partnership_traits[] = {
    NAME("partnerships"),
    OF_PARTIES("country", PARTIES, "p.\"country\""),
    OF_PARTIES("level", PARTIES, "p.\"level\""),
    OF_PARTIES("region", PARTIES " JOIN \"countries\" c ON c.\"code\" = p.\"country\"",
               "c.\"region\""),
    COLUMN("type", "partnerships"),
    COLUMN("status", "partnerships"),
    FIELD("partnership"),
    DATE(SC_TRAIT_DATE, "partnerships", "x.\"established\"", 1),
    DATE(SC_TRAIT_ENDED, "partnerships", "x.\"ended\"", 0)};

static const sc_trait_t agreement_traits[] = {
    COLUMN("kind", "agreements"), DATE(SC_TRAIT_DATE, "agreements", "x.\"date\"", 1),
    DATE(SC_TRAIT_BEGAN, "agreements", "COALESCE(x.\"effective_from\", x.\"date\")", 0),
    DATE(SC_TRAIT_ENDED, "agreements", "x.\"effective_until\"", 0)};

static const sc_trait_t activity_traits[] = {FIELD("activity"),
                                             DATE(SC_TRAIT_DATE, "activities", "x.\"start\"", 1)};

static const char *const of_partnership[] = {"country", "level", "region", "type", "status", NULL};

static const char *const of_partnership_with_field[] = {"country", "level", "region", "type",
                                                        "status",  "field", NULL};

#define OWN(traits) traits, sizeof(traits) / sizeof(traits[0])

static const sc_traits_t collections[] = {
    {&sc_place, OWN(place_traits), NULL},
    {&sc_partnership, OWN(partnership_traits), NULL},
    {&sc_agreement, OWN(agreement_traits), of_partnership_with_field},
    {&sc_activity, OWN(activity_traits), of_partnership},
    {&sc_approval, NULL, 0, of_partnership},
    {&sc_step, NULL, 0, of_partnership},
    {&sc_gift, NULL, 0, of_partnership}};

enum { COLLECTION_COUNT = sizeof(collections) / sizeof(collections[0]) };

const sc_traits_t *sc_traits_at(int i)
{
    return i < COLLECTION_COUNT ? &collections[i] : NULL;
}

const sc_traits_t *sc_traits_of(const sc_entity_t *entity)
{
    int i;

    for (i = 0; i < COLLECTION_COUNT; i++) {
        if (collections[i].entity == entity) {
            return &collections[i];
        }
    }
    return NULL;
}

const sc_trait_t *sc_trait_own(const sc_traits_t *traits, const char *name)
{
    int i;

    for (i = 0; i < traits->count; i++) {
        if (strcmp(traits->own[i].name, name) == 0) {
            return &traits->own[i];
        }
    }
    return NULL;
}

int sc_trait_is_inherited(const sc_traits_t *traits, const char *name)
{
    const char *const *inherited;

    for (inherited = traits->inherited; inherited && *inherited; inherited++) {
        if (strcmp(*inherited, name) == 0) {
            return 1;
        }
    }
    return 0;
}
