#include "model/query.h"

#include <apr_strings.h>
#include <stddef.h>
#include <string.h>

#define MEMBER(name) #name, offsetof(sc_query_t, name)

/* Partnerships, and what belongs to one and is found by that. */
#define TIES "partnerships agreements activities"
#define BELONGINGS "approvals steps gifts"
/* Texts in several languages. */
#define TEXTS " guide stories templates"
#define ALL "places organizations " TIES

const sc_filter_t sc_filters[] = {
    {MEMBER(place), SC_FILTER_ITEM, NULL, N_("Place"),
     "organizations sources claims memberships seeking stories persons awards " BELONGINGS
     " " TIES},
    {MEMBER(partnership), SC_FILTER_ITEM, NULL, N_("Partnership"),
     "stories sources agreements activities persons awards " BELONGINGS},
    {MEMBER(network), SC_FILTER_ITEM, NULL, N_("Network"), "memberships"},
    {MEMBER(country), SC_FILTER_COUNTRY, NULL, N_("Country"),
     "claims memberships seeking terms persons awards " BELONGINGS " " ALL},
    {MEMBER(partner_country), SC_FILTER_COUNTRY, NULL, N_("Country of the other place"),
     BELONGINGS " " TIES},
    {MEMBER(region), SC_FILTER_WORD, &sc_regions, N_("Region of the world"),
     "memberships seeking " BELONGINGS " " ALL},
    {MEMBER(level), SC_FILTER_WORD, &sc_levels, N_("Level"), "seeking " BELONGINGS " " ALL},
    {MEMBER(type), SC_FILTER_WORD, &sc_partnership_types, N_("Type"),
     "terms seeking " BELONGINGS " " TIES},
    {MEMBER(status), SC_FILTER_WORD, &sc_statuses, N_("Status"), BELONGINGS " " TIES},
    {MEMBER(field), SC_FILTER_WORD, &sc_exchange_fields, N_("Field of exchange"), "seeking " TIES},
    {MEMBER(exchange), SC_FILTER_WORD, &sc_exchange_fields, N_("Field of exchange"),
     BELONGINGS " " TIES},
    {MEMBER(condition_agreement), SC_FILTER_WORD, &sc_condition_answers,
     N_("Agreement signed by both leaders"), TIES},
    {MEMBER(condition_fields), SC_FILTER_WORD, &sc_condition_answers,
     N_("More than one field of exchange"), TIES},
    {MEMBER(condition_budget), SC_FILTER_WORD, &sc_condition_answers,
     N_("Budget that an assembly approved"), TIES},
    {MEMBER(office), SC_FILTER_WORD, &sc_office_kinds, N_("Kind of office"), "persons"},
    {MEMBER(seeks), SC_FILTER_COUNTRY, NULL, N_("Looks for a partner in"), "seeking"},
    {MEMBER(population_min), SC_FILTER_NUMBER, NULL, N_("Inhabitants, at least"), "seeking"},
    {MEMBER(population_max), SC_FILTER_NUMBER, NULL, N_("Inhabitants, at most"), "seeking"},
    {"for", offsetof(sc_query_t, suggest_for), SC_FILTER_ITEM, NULL, N_("Place"), ""},
    {MEMBER(kind), SC_FILTER_WORD, &sc_agreement_kinds, N_("Kind"), "agreements"},
    {MEMBER(events), SC_FILTER_WORD, &sc_events, N_("Timeline"), ""},
    {MEMBER(chart), SC_FILTER_WORD, &sc_charts, N_("Chart"), ""},
    {MEMBER(beside), SC_FILTER_LANGUAGE, NULL, N_("Second language"), ""},
    {MEMBER(missing), SC_FILTER_LANGUAGE, NULL, N_("Language"), ""},
    {MEMBER(since), SC_FILTER_DATE, NULL, N_("Established since"), TIES},
    {MEMBER(until), SC_FILTER_DATE, NULL, N_("Established until"), TIES},
    {MEMBER(q), SC_FILTER_SEARCH, NULL, N_("Name"), "networks gifts persons awards " ALL TEXTS},
    {MEMBER(as_of), SC_FILTER_DAY, NULL, N_("In force on"), "memberships seeking persons " TIES},
    {NULL, 0, SC_FILTER_SEARCH, NULL, NULL, NULL}};

int sc_filter_narrows(const sc_filter_t *filter, const sc_entity_t *entity)
{
    return strstr(filter->collections, entity->collection) != NULL;
}

const sc_filter_t *sc_filter_named(const char *name)
{
    const sc_filter_t *filter = sc_filters;

    while (filter->name && strcmp(filter->name, name) != 0) {
        filter++;
    }
    return filter->name ? filter : NULL;
}

const char *sc_filter_value(const sc_query_t *query, const sc_filter_t *filter)
{
    return *(const char *const *)((const char *)query + filter->member);
}

int sc_filter_repeats(const sc_filter_t *filter)
{
    return filter->type == SC_FILTER_COUNTRY ||
           (filter->type == SC_FILTER_WORD && *filter->collections);
}

apr_array_header_t *sc_filter_values(const sc_query_t *query, const sc_filter_t *filter,
                                     apr_pool_t *pool)
{
    apr_array_header_t *values = apr_array_make(pool, 2, sizeof(const char *));
    const char *all = sc_filter_value(query, filter);
    char *rest = all ? apr_pstrdup(pool, all) : NULL, *last, *value;

    if (!sc_filter_repeats(filter)) {
        if (all) {
            APR_ARRAY_PUSH(values, const char *) = all;
        }
        return values;
    }
    for (value = rest ? apr_strtok(rest, ",", &last) : NULL; value;
         value = apr_strtok(NULL, ",", &last)) {
        APR_ARRAY_PUSH(values, const char *) = value;
    }
    return values;
}

/* Columns that are no field of the item itself. */
static const char *const made_columns[] = {"country", "partnerships", "member_total", NULL};

int sc_column_is_known(const sc_entity_t *entity, const char *name)
{
    const sc_field_t *field = sc_entity_field(entity, name);

    for (int i = 0; made_columns[i]; i++) {
        if (strcmp(made_columns[i], name) == 0) {
            return 1;
        }
    }
    return field && (field->flags & SC_PUBLIC) != 0;
}

int sc_column_is_chosen(const sc_query_t *query, const char *name)
{
    const char *next = query ? query->columns : NULL;
    size_t length = strlen(name);

    if (!next) {
        return 1;
    }
    for (; next; next = strchr(next, ',')) {
        next += *next == ',';
        if (strncmp(next, name, length) == 0 && (next[length] == ',' || next[length] == '\0')) {
            return 1;
        }
    }
    return 0;
}
