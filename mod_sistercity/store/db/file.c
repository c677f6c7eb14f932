#include "store/db/file.h"

#include <apr_file_io.h>
#include <apr_strings.h>
#include <grp.h>
#include <pwd.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/* Milliseconds that a copy waits for writers. */
#define COPY_PATIENCE 60000

static const char *const endings[] = {"-wal", "-shm"};

static sqlite3 *native(const sc_driver_t *driver)
{
    return driver->dialect == SC_DIALECT_SQLITE
               ? apr_dbd_native_handle(driver->driver, driver->handle)
               : NULL;
}

static apr_ino_t number_of(const char *path, apr_pool_t *scratch)
{
    apr_finfo_t info;

    return apr_stat(&info, path, APR_FINFO_INODE, scratch) == APR_SUCCESS ? info.inode : 0;
}

void sc_file_find(const sc_driver_t *driver, apr_pool_t *pool, apr_pool_t *scratch, sc_file_t *file)
{
    sqlite3 *connection = native(driver);
    const char *path = connection ? sqlite3_db_filename(connection, "main") : NULL;

    file->path = path && *path ? apr_pstrdup(pool, path) : NULL;
    if (!file->path || sc_file_has_moved(driver, file)) {
        return; /* what is beside it is another's */
    }
    for (int i = 0; i < 2; i++) {
        file->beside[i] = number_of(apr_pstrcat(scratch, path, endings[i], NULL), scratch);
    }
}

int sc_file_has_moved(const sc_driver_t *driver, const sc_file_t *file)
{
    int has_moved = 0;

    return file->path &&
           sqlite3_file_control(native(driver), "main", SQLITE_FCNTL_HAS_MOVED, &has_moved) ==
               SQLITE_OK &&
           has_moved;
}

apr_status_t sc_file_reopen(const sc_driver_t *driver, const sc_file_t *file, apr_pool_t *pool,
                            apr_pool_t *scratch, apr_dbd_t **handle)
{
    const char *error;

    if (number_of(file->path, scratch) == 0) {
        return APR_ENOENT; /* the driver would make an empty one */
    }
    for (int i = 0; sc_file_has_moved(driver, file) && i < 2; i++) {
        const char *path = apr_pstrcat(scratch, file->path, endings[i], NULL);

        /* Its number is not another's as long as the old connection has it open. */
        if (file->beside[i] && number_of(path, scratch) == file->beside[i]) {
            (void)apr_file_remove(path, scratch);
        }
    }
    return apr_dbd_open_ex(driver->driver, pool, file->path, handle, &error);
}

static int copy(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *backup = sqlite3_backup_init(to, "main", from, "main");

    if (backup) {
        (void)sqlite3_backup_step(backup, -1);
        (void)sqlite3_backup_finish(backup);
    }
    return sqlite3_errcode(to);
}

apr_status_t sc_file_copy(const char *from, const char *to, apr_pool_t *pool, const char **error)
{
    sqlite3 *source = NULL, *target = NULL;
    int rc = sqlite3_open_v2(from, &source, SQLITE_OPEN_READWRITE, NULL);

    if (rc == SQLITE_OK) {
        rc = sqlite3_open_v2(to, &target, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL);
    }
    if (rc == SQLITE_OK) {
        sqlite3_busy_timeout(target, COPY_PATIENCE);
        rc = copy(source, target);
    }
    *error = apr_pstrdup(pool, sqlite3_errmsg(target ? target : source));
    sqlite3_close(source);
    sqlite3_close(target);
    if (rc == SQLITE_OK) {
        return APR_SUCCESS;
    }
    return rc == SQLITE_NOTADB || rc == SQLITE_CORRUPT ? APR_EINVAL : APR_EGENERAL;
}

/* In a process of its own, which is that user's from now on. */
static int ask_as(const struct passwd *user, const char *path, const char *directory)
{
    return initgroups(user->pw_name, user->pw_gid) == 0 && setgid(user->pw_gid) == 0 &&
           setuid(user->pw_uid) == 0 && access(path, R_OK | W_OK) == 0 &&
           access(directory, W_OK | X_OK) == 0;
}

int sc_file_may_be_written(const char *path, uid_t user, apr_pool_t *pool)
{
    const struct passwd *known = geteuid() == 0 ? getpwuid(user) : NULL;
    const char *slash = strrchr(path, '/');
    const char *directory = slash ? apr_pstrmemdup(pool, path, slash - path + 1) : ".";
    int status = 0;
    pid_t child = known ? fork() : -1;

    if (child == 0) {
        _exit(ask_as(known, path, directory) ? 0 : 1);
    }
    return child > 0 && waitpid(child, &status, 0) == child
               ? WIFEXITED(status) && !WEXITSTATUS(status)
               : -1;
}
