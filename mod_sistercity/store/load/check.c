#include "store/load/check.h"

#include "model/edtf.h"
#include "store/db/batches.h"
#include "store/load/check_rules.h"
#include "store/load/terms.h"

#include <string.h>

/* Findings are fetched so many at a time. */
#define BATCH 1000

/* Columns of a rule's rows before the values. */
enum { COLUMN_ID, COLUMN_SLUG, COLUMN_VALUES };

/* Where findings go. */
typedef struct report_t {
    void (*found)(void *baton, const sc_check_t *check);
    void *baton;
    const char *today;
    const sc_rule_t *rule; /* that is being applied */
} report_t;

static void report_row(const report_t *report, const sc_rows_t *rows, int row)
{
    const sc_rule_t *rule = report->rule;
    const char *arguments[2 * SC_RULE_VALUE_LIMIT + 1] = {NULL};
    sc_check_t check = {rule->entity,
                        sc_row_text(rows, row, COLUMN_SLUG),
                        {rule->field, rule->code, rule->detail, arguments}};
    int i;

    for (i = 0; i < SC_RULE_VALUE_LIMIT && rule->names[i]; i++) {
        arguments[2 * i] = rule->names[i];
        arguments[2 * i + 1] = sc_row_text(rows, row, COLUMN_VALUES + i);
    }
    report->found(report->baton, &check);
}

/* Reports what the rule finds behind the id, at most a batch; sets the id to the last one. */
static apr_status_t apply_to_batch(sc_db_t *db, apr_pool_t *pool, apr_int64_t *after, int *count,
                                   void *baton)
{
    const report_t *report = baton;
    const sc_rule_t *rule = report->rule;
    sc_arg_t args[] = {sc_arg_text(report->today), sc_arg_integer(*after), sc_arg_integer(BATCH)};
    int skipped = rule->takes_today ? 0 : 1;
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(db, pool, rule->sql, args + skipped, 3 - skipped, &rows);
    int i;

    *count = 0;
    if (status != APR_SUCCESS || rows->count == 0) {
        return status;
    }
    for (i = 0; i < rows->count; i++) {
        report_row(report, rows, i);
    }
    *count = rows->count;
    *after = sc_row_integer(rows, rows->count - 1, COLUMN_ID);
    return APR_SUCCESS;
}

static void report_lapsed_term(void *baton, const sc_partnership_t *partnership,
                               const sc_term_t *term, apr_pool_t *pool)
{
    const report_t *report = baton;
    const char *arguments[] = {"until", term->until, NULL};
    sc_check_t check = {&sc_partnership,
                        partnership->slug,
                        {"status", "term_lapsed",
                         N_("Its term ran out ({until}), but its status is still active. Record "
                            "the renewal, or change the status."),
                         arguments}};

    (void)pool;
    if (strcmp(partnership->status, "active") == 0 && sc_edtf_is_past(term->until, report->today)) {
        report->found(report->baton, &check);
    }
}

apr_status_t sc_check_registry(sc_db_t *db, apr_pool_t *pool, const char *today,
                               void (*found)(void *baton, const sc_check_t *check), void *baton)
{
    report_t report = {found, baton, today, NULL};
    apr_status_t status = APR_SUCCESS;
    int i;

    for (i = 0; status == APR_SUCCESS && i < sc_rule_count; i++) {
        report.rule = &sc_rules[i];
        status = sc_batches_walk(db, pool, BATCH, apply_to_batch, &report);
    }
    return status == APR_SUCCESS ? sc_terms_walk(db, pool, report_lapsed_term, &report) : status;
}
