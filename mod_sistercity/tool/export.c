#include "store/import/export.h"
#include "store/import/wikidata/quickstatements.h"

#include "tool/ctl.h"

#include <apr_strings.h>

static int fail(const ctl_t *ctl, apr_status_t status, const char *error)
{
    return status == APR_EGENERAL || status == APR_EBUSY ? ctl_fail_database(ctl, error)
                                                         : ctl_fail(ctl, CTL_USAGE, "%s", error);
}

static int export_quickstatements(ctl_t *ctl)
{
    const char *path = ctl_argument(ctl, 0), *error;
    sc_quickstatements_t written;
    apr_status_t status = sc_export_quickstatements(ctl->db, ctl->pool, path, &written, &error);

    if (status != APR_SUCCESS) {
        return fail(ctl, status, error);
    }
    ctl_say(ctl,
            "Wrote to %s: %" APR_INT64_T_FMT " statements that Wikidata lacks, %" APR_INT64_T_FMT
            " that it has otherwise. Look through them before you send them.",
            path, written.lacking, written.other);
    ctl_answer(ctl, json_pack("{s:s,s:I,s:I}", "file", path, "lacking", (json_int_t)written.lacking,
                              "other", (json_int_t)written.other));
    return CTL_GOOD;
}

int ctl_export(ctl_t *ctl)
{
    const char *directory = ctl_argument(ctl, 0), *error;

    if (ctl->options & CTL_QUICKSTATEMENTS) {
        return export_quickstatements(ctl);
    }
    apr_status_t status = sc_export_directory(ctl->db, ctl->pool, directory, &error);
    if (status != APR_SUCCESS) {
        return fail(ctl, status, error);
    }
    ctl_say(ctl, "Wrote the registry to %s.", directory);
    if (ctl->files) {
        int result =
            ctl_copy_files(ctl, ctl->files, apr_pstrcat(ctl->pool, directory, "/files", NULL));

        if (result != CTL_GOOD) {
            return result;
        }
    }
    ctl_answer(ctl, json_pack("{s:s}", "directory", directory));
    return CTL_GOOD;
}
