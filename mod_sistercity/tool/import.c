#include "store/import/import.h"
#include "store/db/schema.h"

#include "tool/ctl.h"

#include <apr_strings.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

static sc_import_mode_e mode_of(const ctl_t *ctl)
{
    if (ctl->options & CTL_REPLACE) {
        return SC_IMPORT_REPLACE;
    }
    return ctl->options & CTL_MERGE ? SC_IMPORT_MERGE : SC_IMPORT_ADD;
}

/* FILE:LINE: column N "HEADING": what is wrong */
static void print_finding(const sc_finding_t *finding, apr_pool_t *pool)
{
    const char *field = finding->problem.field;

    printf("%s:", finding->file);
    if (finding->line) {
        printf("%d:", finding->line);
    }
    if (finding->column) {
        printf(" column %d%s", finding->column, field ? "" : ":");
    }
    if (field) {
        printf(" \"%s\":", field);
    }
    printf(" %s%s\n", finding->is_warning ? "note: " : "",
           sc_problem_english(&finding->problem, pool));
}

static json_t *finding_object(const sc_finding_t *finding, apr_pool_t *pool)
{
    return json_pack("{s:s,s:o*,s:o*,s:s*,s:s,s:s,s:o*}", "file", finding->file, "line",
                     finding->line ? json_integer(finding->line) : NULL, "column",
                     finding->column ? json_integer(finding->column) : NULL, "field",
                     finding->problem.field, "code", finding->problem.code, "detail",
                     sc_problem_english(&finding->problem, pool), "warning",
                     finding->is_warning ? json_true() : NULL);
}

static void answer(const ctl_t *ctl, const sc_import_t *import)
{
    json_t *findings = json_array();

    for (int i = 0; i < import->findings->nelts; i++) {
        json_array_append_new(
            findings, finding_object(&APR_ARRAY_IDX(import->findings, i, sc_finding_t), ctl->pool));
    }
    ctl_answer(ctl,
               json_pack("{s:b,s:b,s:I,s:I,s:I,s:I,s:I,s:o}", "stored", import->is_stored,
                         "dry_run", import->dry_run, "added", (json_int_t)import->added, "changed",
                         (json_int_t)import->changed, "unchanged", (json_int_t)import->unchanged,
                         "rejected", (json_int_t)import->rejected, "finding_count",
                         (json_int_t)import->finding_count, "findings", findings));
}

static void print(const ctl_t *ctl, const sc_import_t *import, int is_bad)
{
    const char *verb = import->is_stored ? "Stored" : "Nothing was stored";

    for (int i = 0; i < import->findings->nelts; i++) {
        print_finding(&APR_ARRAY_IDX(import->findings, i, sc_finding_t), ctl->pool);
    }
    if (import->finding_count > import->findings->nelts) {
        printf("… and %" APR_INT64_T_FMT " more.\n",
               import->finding_count - import->findings->nelts);
    }
    if (import->dry_run) {
        verb = is_bad && !import->keep_good ? "Trial, and nothing would be stored"
                                            : "Trial, nothing was stored";
    }
    ctl_say(ctl,
            "%s: %" APR_INT64_T_FMT " new, %" APR_INT64_T_FMT " changed, %" APR_INT64_T_FMT
            " as they were, %" APR_INT64_T_FMT " rejected.",
            verb, import->added, import->changed, import->unchanged, import->rejected);
    if (is_bad && !import->keep_good && import->added + import->changed > 0) {
        ctl_say(ctl, "Mend what is named above, or let the good rows in alone by --keep-good.");
    }
}

/* The history tells that there was an import, not of its items: a first one has tens of thousands.
 */
static const sc_editor_t importer = {.who = "sistercityctl", .role = SC_ROLE_ADMIN};

/* How CSV files are made tables. @return 0 if the options do not say it */
static int read_shape(const ctl_t *ctl, sc_import_shape_t *shape)
{
    const char *delimiter = ctl->delimiter ? ctl->delimiter : "";

    if (strcmp(delimiter, "\\t") == 0) {
        delimiter = "\t";
    }
    if (strlen(delimiter) > 1 || (*delimiter && !strchr(",;\t|", *delimiter)) ||
        (ctl->delimiter && !*delimiter)) {
        return 0;
    }
    shape->delimiter = *delimiter;
    if (ctl->heading) {
        char *end;
        apr_int64_t heading = apr_strtoi64(ctl->heading, &end, 10);

        shape->above = heading > 0 && heading < INT_MAX ? (int)heading - 1 : 0;
        return heading > 0 && heading < INT_MAX && !*end;
    }
    return 1;
}

int ctl_import(ctl_t *ctl)
{
    sc_import_t import = {0};
    char reason[120];

    if (ctl->from && (strcmp(ctl->from, "wikidata") != 0 || ctl->arguments->nelts != 1 ||
                      (ctl->options & (CTL_REPLACE | CTL_DELIMITER | CTL_HEADING)))) {
        return ctl_fail(ctl, CTL_USAGE,
                        "--from takes wikidata, with one file, and without --replace, --delimiter "
                        "and --heading");
    }
    if (!read_shape(ctl, &import.shape)) {
        return ctl_fail(ctl, CTL_USAGE,
                        "--delimiter takes one of , ; | or \\t, and --heading a number from 1");
    }
    import.mode = mode_of(ctl);
    import.dry_run = (ctl->options & CTL_DRY_RUN) != 0;
    import.keep_good = (ctl->options & CTL_KEEP_GOOD) != 0;
    import.sheet = ctl->sheet;
    import.progress = ctl_progress;
    import.editor = &importer;
    apr_status_t status =
        ctl->from ? sc_import_wikidata(ctl->db, ctl->pool, ctl_argument(ctl, 0), &import)
                  : sc_import_files(ctl->db, ctl->pool, ctl->arguments, &import);
    ctl_progress_end();
    if (ctl->from && (APR_STATUS_IS_ENOENT(status) || APR_STATUS_IS_EACCES(status) ||
                      APR_STATUS_IS_ENOSPC(status))) {
        return ctl_fail(ctl, CTL_USAGE, "%s cannot be read: %s", ctl_argument(ctl, 0),
                        apr_strerror(status, reason, sizeof(reason)));
    }
    if (status != APR_SUCCESS) {
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    if (import.is_stored) {
        (void)sc_schema_tidy(ctl->db, ctl->pool); /* what is stored is stored without it, too */
    }
    int is_bad = import.error_count > 0;
    if (ctl->is_json) {
        answer(ctl, &import);
    }
    else {
        print(ctl, &import, is_bad);
    }
    return is_bad ? CTL_FINDINGS : CTL_GOOD;
}
