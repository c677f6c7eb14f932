#include "store/import/export.h"

#include "model/text/utf8.h"
#include "tool/ctl.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <string.h>
#include <sys/stat.h>

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

static int copy_sqlite(ctl_t *ctl, const char *file)
{
    const char *unfinished = apr_pstrcat(ctl->pool, file, ".new", NULL);
    apr_status_t status;
    char reason[120];

    /* The copy holds what readers must not see, such as contacts. */
    umask(027);
    apr_file_remove(unfinished, ctl->pool);
    /* It is not prepared and so takes no bound values. */
    status = sc_db_execute_once(ctl->db, ctl->pool,
                                apr_pstrcat(ctl->pool, "VACUUM INTO '",
                                            sc_utf8_escape(unfinished, "'", '\'', ctl->pool), "'",
                                            NULL));
    if (status != APR_SUCCESS) {
        apr_file_remove(unfinished, ctl->pool);
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    status = apr_file_rename(unfinished, file, ctl->pool);
    if (status != APR_SUCCESS) {
        return ctl_fail(ctl, CTL_USAGE, "%s: %s", file,
                        apr_strerror(status, reason, sizeof(reason)));
    }
    ctl_say(ctl, "Wrote a copy of the registry to %s.", file);
    ctl_answer(ctl, json_pack("{s:s}", "file", file));
    return CTL_GOOD;
}

int ctl_backup(ctl_t *ctl)
{
    const char *file = ctl_argument(ctl, 0);
    apr_finfo_t info;

    /* A dump in PostgreSQL's own form keeps everything and can be restored by its own tools; a
     * second kind of dump made here would only be worse. */
    if (sc_db_dialect(ctl->db) != SC_DIALECT_SQLITE) {
        return ctl_fail(ctl, CTL_USAGE,
                        "backup copies SQLite files. On PostgreSQL use its own: pg_dump "
                        "--format=custom --file=%s \"%s\"",
                        file, strchr(ctl->database, ':') + 1);
    }
    if (apr_stat(&info, file, APR_FINFO_TYPE, ctl->pool) == APR_SUCCESS) {
        return ctl_fail(ctl, CTL_USAGE, "%s exists already; name a new file", file);
    }
    return copy_sqlite(ctl, file);
}
