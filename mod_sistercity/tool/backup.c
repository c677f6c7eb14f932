#include "model/text/utf8.h"
#include "store/db/file.h"
#include "store/db/schema.h"
#include "tool/ctl.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int copy_sqlite(ctl_t *ctl, const char *file)
{
    const char *unfinished = apr_pstrcat(ctl->pool, file, ".new", NULL);

    /* The copy holds what readers must not see, such as contacts. */
    umask(027);
    apr_file_remove(unfinished, ctl->pool);
    /* It is not prepared and so takes no bound values. */
    apr_status_t status = sc_db_execute_once(
        ctl->db, ctl->pool,
        apr_pstrcat(ctl->pool, "VACUUM INTO '", sc_utf8_escape(unfinished, "'", '\'', ctl->pool),
                    "'", NULL));
    if (status != APR_SUCCESS) {
        apr_file_remove(unfinished, ctl->pool);
        return ctl_fail_database(ctl, sc_db_error(ctl->db));
    }
    status = apr_file_rename(unfinished, file, ctl->pool);
    if (status != APR_SUCCESS) {
        return ctl_fail_file(ctl, file, status);
    }
    ctl_say(ctl, "Wrote a copy of the registry to %s.", file);
    return CTL_GOOD;
}

/* Where the pictures and documents of a copy are. */
static const char *beside(const ctl_t *ctl, const char *file)
{
    return apr_pstrcat(ctl->pool, file, ".files", NULL);
}

int ctl_copy_registry(ctl_t *ctl, const char *file)
{
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

int ctl_backup(ctl_t *ctl)
{
    const char *file = ctl_argument(ctl, 0);
    /* The database first: what it names by then is kept already, and stays. */
    int result = ctl_copy_registry(ctl, file);

    if (result == CTL_GOOD) {
        ctl_answer(ctl, json_pack("{s:s}", "file", file));
    }
    return result == CTL_GOOD && ctl->files ? ctl_copy_files(ctl, ctl->files, beside(ctl, file))
                                            : result;
}

/* Says what is wrong with the copy, if anything is. */
static int check_copy(const ctl_t *ctl, const char *file, int *version)
{
    const char *error, *complaint = NULL;
    sc_state_t state;
    apr_finfo_t info;
    sc_db_t *db;

    /* SQLite would make a missing one. */
    if (apr_stat(&info, file, APR_FINFO_TYPE, ctl->pool) != APR_SUCCESS ||
        info.filetype != APR_REG) {
        return ctl_fail(ctl, CTL_USAGE, "there is no file %s", file);
    }
    if (sc_db_open(apr_pstrcat(ctl->pool, "sqlite3:", file, NULL), ctl->pool, &db, &error) !=
        APR_SUCCESS) {
        return ctl_fail_database(ctl, apr_psprintf(ctl->pool, "%s: %s", file, error));
    }
    apr_status_t status = sc_state_read(db, ctl->pool, &state);
    *version = state.schema;
    if (status == APR_EINIT) {
        complaint = "it has no registry";
    }
    else if (status == APR_EMISMATCH && !sc_schema_can_migrate(state.schema)) {
        complaint = "its registry is of another program's version";
    }
    else if (status == APR_SUCCESS || status == APR_EMISMATCH) {
        status = sc_schema_check_file(db, ctl->pool);
        complaint = status == APR_EINVAL ? "it is damaged" : NULL;
    }
    if (!complaint && status != APR_SUCCESS) {
        complaint = sc_db_error(db);
    }
    return complaint ? ctl_fail(ctl, CTL_DATABASE, "%s cannot be restored: %s", file, complaint)
                     : CTL_GOOD;
}

static const char *directory_of(const char *file, apr_pool_t *pool)
{
    const char *slash = strrchr(file, '/');

    return slash ? apr_pstrmemdup(pool, file, slash - file + 1) : ".";
}

/* Gives the new file what the old one has, or else the directory: whoever restores may not be whom
 * httpd runs as. */
static void give(const char *new_file, const char *file, apr_pool_t *pool)
{
    struct stat of;

    if (stat(file, &of) == 0) {
        (void)chmod(new_file, of.st_mode & 0777);
    }
    else if (stat(directory_of(file, pool), &of) != 0) {
        return;
    }
    (void)!chown(new_file, of.st_uid, of.st_gid);
}

/* Where there is no database that could take the content. */
static apr_status_t put_in_place(const ctl_t *ctl, const char *copy, const char *file,
                                 const char **error)
{
    const char *unfinished = apr_pstrcat(ctl->pool, file, ".new", NULL);
    static const char *const beside[] = {"-wal", "-shm"};
    char reason[120];

    umask(027);
    apr_file_remove(unfinished, ctl->pool);
    apr_status_t status = sc_file_copy(copy, unfinished, ctl->pool, error);
    if (status != APR_SUCCESS) {
        apr_file_remove(unfinished, ctl->pool);
        return status;
    }
    give(unfinished, file, ctl->pool);
    /* Read as part of the new file, those of the old one would make it malformed. */
    for (int i = 0; i < 2; i++) {
        apr_file_remove(apr_pstrcat(ctl->pool, file, beside[i], NULL), ctl->pool);
    }
    status = apr_file_rename(unfinished, file, ctl->pool);
    *error = apr_pstrdup(ctl->pool, apr_strerror(status, reason, sizeof(reason)));
    return status;
}

/* What readers have is of other revisions than what they get from now on. */
static apr_status_t count_on(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    const apr_int64_t *revision = baton;
    sc_arg_t args[] = {sc_arg_integer(*revision), sc_arg_text(sc_utc_now(pool))};

    return sc_db_execute(db, pool,
                         "UPDATE \"registry\" SET \"revision\" = max(\"revision\", ?) + 1, "
                         "\"modified\" = ?",
                         args, 2, NULL);
}

static int restore(ctl_t *ctl, const char *copy, const char *file)
{
    const char *error = NULL;
    apr_int64_t revision = 0;
    apr_finfo_t info;
    sc_state_t state;
    apr_status_t status = apr_stat(&info, file, APR_FINFO_SIZE, ctl->pool);

    if (status == APR_SUCCESS && info.size == 0) {
        status = APR_ENOENT;
    }
    if (status == APR_SUCCESS &&
        sc_db_open(ctl->database, ctl->pool, &ctl->db, &error) == APR_SUCCESS) {
        (void)sc_state_read(ctl->db, ctl->pool, &state);
        revision = state.revision;
    }
    if (status == APR_SUCCESS) {
        status = sc_file_copy(copy, file, ctl->pool, &error);
    }
    if (APR_STATUS_IS_ENOENT(status) || status == APR_EINVAL) {
        status = put_in_place(ctl, copy, file, &error);
    }
    if (status == APR_SUCCESS) {
        status = sc_db_open(ctl->database, ctl->pool, &ctl->db, &error);
    }
    if (status != APR_SUCCESS) {
        return ctl_fail_database(ctl, error);
    }
    return sc_db_transaction(ctl->db, ctl->pool, count_on, &revision) == APR_SUCCESS
               ? CTL_GOOD
               : ctl_fail_database(ctl, sc_db_error(ctl->db));
}

int ctl_restore(ctl_t *ctl)
{
    const char *copy = ctl_argument(ctl, 0), *file = ctl_sqlite_file(ctl);
    int version = 0, result;

    if (!file) {
        return ctl_fail(ctl, CTL_USAGE,
                        "restore puts copies of SQLite files in the place of sqlite3:FILE. On "
                        "PostgreSQL use its own: pg_restore --clean --if-exists "
                        "--single-transaction --dbname=\"%s\" %s",
                        strchr(ctl->database, ':') ? strchr(ctl->database, ':') + 1 : "", copy);
    }
    result = check_copy(ctl, copy, &version);
    /* The files first: what the copy names is there when readers see it. */
    if (result == CTL_GOOD && ctl->files) {
        result = ctl_copy_files(ctl, beside(ctl, copy), ctl->files);
    }
    if (result == CTL_GOOD) {
        result = restore(ctl, copy, file);
    }
    if (result != CTL_GOOD) {
        return result;
    }
    ctl_say(ctl, "Restored the registry from %s.", copy);
    if (version != sc_schema_current()) {
        ctl_say(ctl, "It is an older program's: now run: sistercityctl --database %s migrate",
                ctl->database);
    }
    ctl_answer(ctl, json_pack("{s:s,s:i}", "restored", copy, "schema", version));
    return CTL_GOOD;
}
