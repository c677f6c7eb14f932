#include "store/db/schema.h"
#include "tool/ctl.h"

#include <apr_file_info.h>
#include <apr_strings.h>
#include <string.h>

/** What to do about the complaints of drivers that people meet. */
static const struct {
    const char *part, *advice;
} advices[] = {
    {"is locked", "Another program is writing to the registry. Try again when it is done."},
    {"lock timeout", "Another program is writing to the registry. Try again when it is done."},
    {"read-only transaction", "This is a replica, which can only be read: name the primary."},
    {"readonly database", "SQLite writes files beside the database: run this as a user who may "
                          "write to its directory, such as the one that httpd runs as."},
    {"unable to open", "Does the directory exist, and may you write to it?"},
    {"cannot be opened", "Does the directory exist, and may you write to it?"},
    {"not a database", "The file is not an SQLite database, or it is damaged. Restore a "
                       "backup: sistercityctl restore FILE"},
    {"malformed", "The file is damaged. Restore a backup: sistercityctl restore FILE"},
    {"disk is full", "Make room and try again; nothing was stored."},
    {"disk I/O error", "Is the disk full or damaged?"},
    {"could not connect", "Is the server running, and are the parameters right?"},
    {"onnection refused", "Is the server running, and are the parameters right?"},
    {"cannot be loaded", "Install the package with APR's database drivers: libaprutil1-dbd-sqlite3 "
                         "or libaprutil1-dbd-pgsql."},
    {"not DRIVER:PARAMS", "Write it like sqlite3:/var/lib/sistercity/registry.db"},
    {"not one of the drivers", "Write it like sqlite3:/var/lib/sistercity/registry.db"},
};

int ctl_fail_database(const ctl_t *ctl, const char *complaint)
{
    for (size_t i = 0; i < SC_LENGTH(advices); i++) {
        if (strstr(complaint, advices[i].part)) {
            return ctl_fail(ctl, CTL_DATABASE, "the database: %s. %s", complaint,
                            advices[i].advice);
        }
    }
    return ctl_fail(ctl, CTL_DATABASE, "the database: %s", complaint);
}

const char *ctl_sqlite_file(const ctl_t *ctl)
{
    static const char driver[] = "sqlite3:";
    const char *database = ctl->database;

    if (strncmp(database, driver, strlen(driver)) != 0) {
        return NULL;
    }
    database += strlen(driver);
    return strncmp(database, "file:", 5) == 0 || *database == ':' ? NULL : database;
}

/* SQLite would make a missing file, and then say that it has no registry. */
static int find_file(const ctl_t *ctl)
{
    const char *file = ctl_sqlite_file(ctl);
    apr_finfo_t info;
    char reason[120];

    if (!file) {
        return CTL_GOOD;
    }
    apr_status_t status = apr_stat(&info, file, APR_FINFO_TYPE, ctl->pool);
    if (APR_STATUS_IS_ENOENT(status)) {
        return ctl_fail(ctl, CTL_DATABASE,
                        "there is no file %s. To make a new registry there, run: sistercityctl "
                        "--database %s init",
                        file, ctl->database);
    }
    if (status != APR_SUCCESS && status != APR_INCOMPLETE) {
        return ctl_fail(ctl, CTL_DATABASE, "%s: %s", file,
                        apr_strerror(status, reason, sizeof(reason)));
    }
    if (info.filetype == APR_DIR) {
        return ctl_fail(ctl, CTL_DATABASE, "%s is a directory; name the file in it", file);
    }
    return CTL_GOOD;
}

int ctl_fail_old(const ctl_t *ctl, int version)
{
    return ctl_fail(
        ctl, CTL_DATABASE,
        sc_schema_can_migrate(version)
            ? "the registry has version %d, this program works with %d. Make a backup, "
              "then run: sistercityctl --database %s migrate"
            : "the registry has version %d, made before the first release; this "
              "program works with %d. Carry it over: sistercityctl --database %s export "
              "DIR by the program that made it, then init and import DIR by this one "
              "into a new database",
        version, sc_schema_current(), ctl->database);
}

static int check_state(const ctl_t *ctl, ctl_need_e need)
{
    sc_state_t state;
    apr_status_t status = sc_state_read(ctl->db, ctl->pool, &state);

    if (status == APR_EINIT) {
        return ctl_fail(ctl, CTL_DATABASE,
                        "the database has no registry. To make one, run: sistercityctl --database "
                        "%s init",
                        ctl->database);
    }
    if (status == APR_EMISMATCH && state.schema > sc_schema_current()) {
        return ctl_fail(ctl, CTL_DATABASE,
                        "the registry has version %d, made by a newer program; this one works with "
                        "%d. Update mod_sistercity.",
                        state.schema, sc_schema_current());
    }
    if (status == APR_EMISMATCH && need == CTL_REGISTRY) {
        return ctl_fail_old(ctl, state.schema);
    }
    if (status != APR_SUCCESS && status != APR_EMISMATCH) {
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    return CTL_GOOD;
}

int ctl_check_registry(ctl_t *ctl, sc_db_t *db)
{
    ctl->db = db;
    int result = check_state(ctl, CTL_REGISTRY);
    ctl->db = NULL;
    return result;
}

int ctl_connect(ctl_t *ctl, ctl_need_e need)
{
    const char *error;
    int result;

    if (need == CTL_NO_DATABASE) {
        return CTL_GOOD;
    }
    if (!ctl->database) {
        return ctl_fail(ctl, CTL_USAGE,
                        "which database? Say --database DRIVER:PARAMS, such as --database "
                        "sqlite3:/var/lib/sistercity/registry.db, or set SISTERCITY_DATABASE");
    }
    if (need == CTL_NAMED_DATABASE) {
        return CTL_GOOD;
    }
    if (need != CTL_ANY_DATABASE) {
        result = find_file(ctl);
        if (result != CTL_GOOD) {
            return result;
        }
    }
    if (sc_db_open(ctl->database, ctl->pool, &ctl->db, &error) != APR_SUCCESS) {
        return ctl_fail_database(ctl, error);
    }
    return need == CTL_ANY_DATABASE ? CTL_GOOD : check_state(ctl, need);
}
