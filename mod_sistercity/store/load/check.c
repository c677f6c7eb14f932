#include "store/load/load.h"

#include "model/text/edtf.h"
#include "store/load/check_rules.h"
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
                     .id = sc_row_integer(rows, row, COLUMN_ID),
                     .slug = sc_row_text(rows, row, COLUMN_SLUG),
                     .problem = {rule->field, rule->code, rule->detail, arguments}};
}

/* As many places with words like city in their names are compared with others. */
#define COMPARED_MOST 500

/* As many findings of a rule as are read only to be counted: to find them takes longer. Where there
 * are more, a statement of its own counts them. */
#define ALSO_READ 4000

static apr_status_t apply(const checking_t *checking, const sc_rule_t *rule)
{
    sc_arg_t day = sc_arg_text(checking->today), args[SC_RULE_DAY_LIMIT + 1] = {day, day, day};
    sc_desk_t *desk = checking->desk;
    int room = checking->most - desk->checks->nelts;
    apr_int64_t found;
    sc_rows_t *rows;

    args[rule->days] = sc_arg_integer((apr_int64_t)room + ALSO_READ);
    SC_TRY(sc_db_select(checking->db, checking->pool,
                        apr_pstrcat(checking->pool, "SELECT ", rule->columns, " FROM ", rule->from,
                                    " ORDER BY ", rule->order, " LIMIT ?", NULL),
                        args, rule->days + 1, &rows));
    found = rows->count;
    for (int i = 0; i < rows->count && i < room; i++) {
        add_row(checking, rule, rows, i);
    }
    if (found == (apr_int64_t)room + ALSO_READ) {
        SC_TRY(sc_db_select(checking->db, checking->pool,
                            apr_pstrcat(checking->pool, "SELECT COUNT(*) FROM ", rule->from, NULL),
                            args, rule->days, &rows));
        found = sc_row_integer(rows, 0, 0);
    }
    desk->check_total += found;
    return APR_SUCCESS;
}

static apr_status_t find_lapsed_terms(const checking_t *checking)
{
    sc_desk_t *desk = checking->desk;
    apr_array_header_t *terms;

    SC_TRY(sc_terms_read(checking->db, checking->pool, &terms));
    for (int i = 0; i < terms->nelts; i++) {
        const sc_fixed_term_t *term = &APR_ARRAY_IDX(terms, i, sc_fixed_term_t);
        const char **arguments;

        if (!term->is_active || !sc_edtf_is_past(term->until, checking->today) ||
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

    SC_TRY(sc_load_generic_names(checking->db, checking->pool, COMPARED_MOST, &places));
    for (int i = 0; i < places->nelts; i++) {
        const sc_place_t *place = SC_AT(places, i, sc_place_t);
        const char **arguments;

        SC_TRY(sc_load_alike(checking->db, checking->pool, place, &alike));
        if (alike->nelts == 0 || ++desk->check_total > checking->most) {
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
