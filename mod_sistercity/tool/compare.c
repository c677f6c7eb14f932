#include "store/import/compare.h"

#include "tool/ctl.h"

#include <apr_strings.h>
#include <stdio.h>

static const char *const kinds[] = {"only_theirs", "only_ours", "differs"};

static const char *sentence(const sc_disagreement_t *difference, apr_pool_t *pool)
{
    if (difference->kind == SC_DIFFERS) {
        return difference->ours
                   ? apr_psprintf(pool, "%s is %s here, %s in the list", difference->field,
                                  difference->ours, difference->theirs)
                   : apr_psprintf(pool, "%s is not recorded here, %s in the list",
                                  difference->field, difference->theirs);
    }
    return difference->kind == SC_ONLY_THEIRS ? "only the list has it" : "only the registry has it";
}

static void say(const ctl_t *ctl, const char *path, const sc_disagreement_t *difference)
{
    const char *where =
        difference->line ? apr_psprintf(ctl->pool, "%s:%d: ", path, difference->line) : "";

    ctl_say(ctl, "%s%s%s%s%s: %s", where, difference->places, difference->partnership ? " (" : "",
            difference->partnership ? difference->partnership : "",
            difference->partnership ? ")" : "", sentence(difference, ctl->pool));
}

static json_t *object(const sc_disagreement_t *difference, apr_pool_t *pool)
{
    return json_pack("{s:s,s:o*,s:s*,s:s,s:s*,s:s*,s:s*,s:s}", "kind", kinds[difference->kind],
                     "line", difference->line ? json_integer(difference->line) : NULL,
                     "partnership", difference->partnership, "places", difference->places, "field",
                     difference->field, "ours", difference->ours, "theirs", difference->theirs,
                     "detail", sentence(difference, pool));
}

static void say_unread(const ctl_t *ctl, const sc_import_t *import)
{
    SC_EACH_OF(const sc_finding_t, finding, import->findings) {
        ctl_say(ctl, "%s:%d: %s%s", finding->file, finding->line,
                finding->is_warning ? "note: " : "",
                sc_problem_english(&finding->problem, ctl->pool));
    }
}

int ctl_compare(ctl_t *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    json_t *differences = json_array();
    int counts[3] = {0, 0, 0};
    sc_comparison_t comparison;
    char reason[120];
    apr_status_t status = sc_compare(ctl->db, ctl->pool, path, ctl->place, &comparison);

    if (status != APR_SUCCESS) {
        json_decref(differences);
        return status == APR_EGENERAL ? ctl_fail_database(ctl, sc_db_error(ctl->db))
                                      : ctl_fail(ctl, CTL_USAGE, "%s cannot be read: %s", path,
                                                 apr_strerror(status, reason, sizeof(reason)));
    }
    say_unread(ctl, &comparison.import);
    SC_EACH_OF(const sc_disagreement_t, difference, comparison.differences) {
        counts[difference->kind]++;
        say(ctl, path, difference);
        json_array_append_new(differences, object(difference, ctl->pool));
    }
    ctl_say(ctl,
            "%" APR_INT64_T_FMT
            " agree; only in the list: %d, only in the registry: %d, differences: "
            "%d.",
            comparison.agreeing, counts[SC_ONLY_THEIRS], counts[SC_ONLY_OURS], counts[SC_DIFFERS]);
    ctl_answer(ctl,
               json_pack("{s:I,s:i,s:o}", "agreeing", (json_int_t)comparison.agreeing, "unreadable",
                         (int)comparison.import.error_count, "differences", differences));
    return comparison.differences->nelts || comparison.import.error_count ? CTL_FINDINGS : CTL_GOOD;
}
