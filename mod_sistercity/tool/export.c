#include "store/import/export.h"

#include "tool/ctl.h"

int ctl_export(ctl_t *ctl)
{
    const char *directory = ctl_argument(ctl, 0), *error;
    apr_status_t status = sc_export_directory(ctl->db, ctl->pool, directory, &error);

    if (status == APR_EGENERAL || status == APR_EBUSY) {
        return ctl_fail_database(ctl, error);
    }
    if (status != APR_SUCCESS) {
        return ctl_fail(ctl, CTL_USAGE, "%s", error);
    }
    ctl_say(ctl, "Wrote the registry to %s.", directory);
    ctl_answer(ctl, json_pack("{s:s}", "directory", directory));
    return CTL_GOOD;
}
