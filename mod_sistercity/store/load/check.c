#include "store/load/load.h"

#include "model/text/edtf.h"
#include "store/load/check_rules.h"
#include "store/load/contents.h"
#include "store/load/terms.h"

#include <apr_strings.h>
#include <string.h>

/* Columns of a rule's rows before the values. */
enum { COLUMN_ID, COLUMN_SLUG, COLUMN_VALUES };

/* A check that is being made. */
typedef struct checking_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const char *today;
    int most;
    sc_desk_t *desk;
} checking_t;

/* What a rule's {slug} names where that is an item of another kind. */
static const struct {
    const char *code;
    const sc_entity_t *entity;
} others[] = {{"status_differs", &sc_step}, {"place_ceased", &sc_place}};

static const sc_entity_t *other_of(const sc_rule_t *rule)
{
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (strcmp(others[i].code, rule->code) == 0) {
            return others[i].entity;
        }
    }
    return NULL;
}

static void add_row(const checking_t *checking, const sc_rule_t *rule, const sc_rows_t *rows,
                    int row)
{
    const char **arguments =
        apr_pcalloc(checking->pool, (2 * SC_RULE_VALUE_LIMIT + 1) * sizeof(*arguments));

    for (int i = 0; i < SC_RULE_VALUE_LIMIT && rule->names[i]; i++) {
        arguments[2 * i] = rule->names[i];
        arguments[2 * i + 1] = sc_row_text(rows, row, COLUMN_VALUES + i);
    }
    APR_ARRAY_PUSH(checking->desk->checks, sc_check_t) =
        (sc_check_t){.entity = rule->entity,
                     .id = sc_row_number(rows, row, COLUMN_ID),
                     .slug = sc_row_word(rows, row, COLUMN_SLUG),
                     .problem = {rule->field, rule->code, rule->detail, arguments},
                     .other = other_of(rule)};
}

/* The most places with words like city in their names that are compared with others. */
#define COMPARED_MOST 500

/* Findings of a rule that are read only to be counted, which costs less than to find them again.
 * Where there are more, a statement of its own counts them. */
#define ALSO_READ 4000

/* A place and its partners. */
#define NEAR                                                                                       \
    "(SELECT COALESCE(o.\"place_id\", p.\"id\") FROM \"places\" p "                                \
    "LEFT JOIN \"partnership_parties\" m ON m.\"place_id\" = p.\"id\" "                            \
    "LEFT JOIN \"partnership_parties\" o ON o.\"partnership_id\" = m.\"partnership_id\" "          \
    "WHERE p.\"slug\" = ?)"

/* Which items of a kind are a place's. */
static const struct {
    const sc_entity_t *entity;
    const char *condition;
} of_place[] = {
    {&sc_place, "t.\"id\" IN " NEAR},
    {&sc_organization, "t.\"place_id\" IN " NEAR},
    {&sc_person,
     "t.\"id\" IN (SELECT o.\"person_id\" FROM \"person_offices\" o WHERE o.\"place_id\" IN " NEAR
     ")"},
    {&sc_partnership, "t." SC_OF_PLACE("\"id\"")},
    {&sc_step, "t." SC_OF_PLACE("\"partnership_id\"")},
    {&sc_agreement, "t." SC_OF_PLACE("\"partnership_id\"")},
    {&sc_activity, "t." SC_OF_PLACE("\"partnership_id\"")},
    {&sc_claim, "t.\"id\" IN (SELECT c.\"id\" FROM \"claims\" c JOIN \"places\" p ON "
                "p.\"id\" IN (c.\"place_id\", c.\"partner_id\") WHERE p.\"slug\" = ?)"}};

/* Whether what is selected from has a condition of its own, outside all parentheses. */
static int has_condition(const char *from)
{
    int depth = 0;

    for (; *from; from++) {
        depth += (*from == '(') - (*from == ')');
        if (depth == 0 && strncmp(from, " WHERE ", 7) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What the rule selects from, of the place that is looked at, if one is. */
static const char *from_of(const checking_t *checking, const sc_rule_t *rule)
{
    for (size_t i = 0; checking->desk->place && i < sizeof(of_place) / sizeof(of_place[0]); i++) {
        if (of_place[i].entity == rule->entity) {
            return apr_pstrcat(checking->pool, rule->from,
                               has_condition(rule->from) ? " AND " : " WHERE ",
                               of_place[i].condition, NULL);
        }
    }
    return rule->from;
}

/* The ids that a statement about the place finds; NULL: all are looked at. */
static apr_status_t find_ids(const checking_t *checking, const char *sql, apr_hash_t **ids)
{
    const sc_arg_t place = sc_arg_text(checking->desk->place);
    sc_rows_t *rows;

    *ids = NULL;
    if (!checking->desk->place) {
        return APR_SUCCESS;
    }
    *ids = apr_hash_make(checking->pool);
    SC_TRY(sc_db_select(checking->db, checking->pool, sql, &place, 1, &rows));
    for (int i = 0; i < rows->count; i++) {
        apr_int64_t id = sc_row_number(rows, i, 0);
        const apr_int64_t *kept = apr_pmemdup(checking->pool, &id, sizeof(id));

        apr_hash_set(*ids, kept, sizeof(id), kept);
    }
    return APR_SUCCESS;
}

static int is_meant(apr_hash_t *ids, apr_int64_t id)
{
    return !ids || apr_hash_get(ids, &id, sizeof(id));
}

static apr_status_t apply(const checking_t *checking, const sc_rule_t *rule)
{
    sc_arg_t day = sc_arg_text(checking->today), args[SC_RULE_DAY_LIMIT + 2] = {day, day, day, day};
    const char *from = from_of(checking, rule);
    int count = rule->days;
    sc_desk_t *desk = checking->desk;
    int room = checking->most - desk->checks->nelts;
    sc_rows_t *rows;

    if (from != rule->from) {
        args[count++] = sc_arg_text(desk->place);
    }
    args[count] = sc_arg_integer((apr_int64_t)room + ALSO_READ);
    SC_TRY(sc_db_select(checking->db, checking->pool,
                        apr_pstrcat(checking->pool, "SELECT ", rule->columns, " FROM ", from,
                                    " ORDER BY ", rule->order, " LIMIT ?", NULL),
                        args, count + 1, &rows));
    apr_int64_t found = rows->count;
    for (int i = 0; i < rows->count && i < room; i++) {
        add_row(checking, rule, rows, i);
    }
    if (found == (apr_int64_t)room + ALSO_READ) {
        SC_TRY(sc_db_select(checking->db, checking->pool,
                            apr_pstrcat(checking->pool, "SELECT COUNT(*) FROM ", from, NULL), args,
                            count, &rows));
        found = sc_row_number(rows, 0, 0);
    }
    desk->check_total += found;
    return APR_SUCCESS;
}

static apr_status_t find_lapsed_terms(const checking_t *checking)
{
    sc_desk_t *desk = checking->desk;
    apr_array_header_t *terms;
    apr_hash_t *meant;

    SC_TRY(find_ids(checking,
                    "SELECT t.\"id\" FROM \"partnerships\" t WHERE t." SC_OF_PLACE("\"id\""),
                    &meant));
    SC_TRY(sc_terms_read(checking->db, checking->pool, &terms));
    SC_EACH_OF(const sc_fixed_term_t, term, terms) {
        const char **arguments;

        if (!term->is_active || !is_meant(meant, term->id) ||
            !sc_edtf_is_past(term->until, checking->today) ||
            ++desk->check_total > checking->most) {
            continue;
        }
        arguments = apr_pcalloc(checking->pool, 3 * sizeof(*arguments));
        arguments[0] = "until";
        arguments[1] = term->until;
        APR_ARRAY_PUSH(desk->checks, sc_check_t) = (sc_check_t){
            .entity = &sc_partnership,
            .id = term->id,
            .slug = term->slug,
            .problem = {"status", "term_lapsed",
                        N_("Its term ran out ({until}), but its status is still active. Record "
                           "the renewal, or change the status."),
                        arguments}};
    }
    return APR_SUCCESS;
}

/* "Gemeente Utrecht" beside "Utrecht". */
static apr_status_t find_alike(const checking_t *checking)
{
    sc_desk_t *desk = checking->desk;
    apr_array_header_t *places, *alike;
    apr_hash_t *meant;

    SC_TRY(find_ids(checking, "SELECT t.\"id\" FROM \"places\" t WHERE t.\"id\" IN " NEAR, &meant));
    SC_TRY(sc_load_generic_names(checking->db, checking->pool, COMPARED_MOST, &places));
    SC_EACH(const sc_place_t, place, places) {
        const char **arguments;

        SC_TRY(sc_load_alike(checking->db, checking->pool, place, &alike));
        if (alike->nelts == 0 ||
            !(is_meant(meant, place->record.id) ||
              is_meant(meant, SC_AT(alike, 0, sc_place_t)->record.id)) ||
            ++desk->check_total > checking->most) {
            continue;
        }
        arguments = apr_pcalloc(checking->pool, 3 * sizeof(*arguments));
        arguments[0] = "other";
        arguments[1] = SC_AT(alike, 0, sc_place_t)->slug;
        APR_ARRAY_PUSH(desk->checks, sc_check_t) =
            (sc_check_t){.entity = &sc_place,
                         .id = place->record.id,
                         .slug = place->slug,
                         .problem = {"name", "duplicate",
                                     N_("It is called nearly as {other}, in the same country. If "
                                        "both are one place, keep one of them."),
                                     arguments}};
    }
    return APR_SUCCESS;
}

apr_status_t sc_load_checks(sc_db_t *db, apr_pool_t *pool, const char *today, int most,
                            sc_desk_t *desk)
{
    checking_t checking = {db, pool, today, most, desk};

    desk->checks = apr_array_make(pool, 16, sizeof(sc_check_t));
    desk->check_total = 0;
    for (int i = 0; i < sc_rule_count; i++) {
        SC_TRY(apply(&checking, &sc_rules[i]));
    }
    SC_TRY(find_alike(&checking));
    return find_lapsed_terms(&checking);
}
