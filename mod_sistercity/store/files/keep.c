#include "store/files/files.h"

#include <apr_strings.h>
#include <fcntl.h>
#include <unistd.h>

/* What is being written; nothing of this name is ever sent. */
#define UNFINISHED ".unfinished-"

static const char *path_of(const char *directory, const char *name, apr_pool_t *pool)
{
    return apr_pstrcat(pool, directory, "/", name, NULL);
}

/* That the name is there must outlast a power cut, too. */
static void sync_directory(const char *directory)
{
    int handle = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (handle >= 0) {
        (void)fsync(handle);
        close(handle);
    }
}

static apr_status_t write_whole(apr_file_t *file, const char *bytes, apr_size_t length)
{
    SC_TRY(apr_file_write_full(file, bytes, length, NULL));
    return apr_file_sync(file);
}

apr_status_t sc_kept_put(const char *directory, const char *name, const char *bytes,
                         apr_size_t length, apr_pool_t *pool)
{
    char *unfinished = apr_pstrcat(pool, directory, "/" UNFINISHED "XXXXXX", NULL);
    const char *path = path_of(directory, name, pool);
    apr_status_t status, closed;
    apr_finfo_t info;
    apr_file_t *file;

    if (apr_stat(&info, path, APR_FINFO_SIZE | APR_FINFO_LINK, pool) == APR_SUCCESS &&
        info.size == (apr_off_t)length) {
        return APR_SUCCESS;
    }
    SC_TRY(apr_file_mktemp(&file, unfinished,
                           APR_FOPEN_CREATE | APR_FOPEN_WRITE | APR_FOPEN_EXCL | APR_FOPEN_BINARY,
                           pool));
    status = write_whole(file, bytes, length);
    closed = apr_file_close(file);
    status = status == APR_SUCCESS ? closed : status;
    if (status == APR_SUCCESS) {
        /* As httpd's own files are: whoever backs them up need not be httpd. */
        (void)apr_file_perms_set(unfinished, APR_FPROT_UREAD | APR_FPROT_UWRITE | APR_FPROT_GREAD);
        status = apr_file_rename(unfinished, path, pool);
    }
    if (status != APR_SUCCESS) {
        apr_file_remove(unfinished, pool);
        return status;
    }
    sync_directory(directory);
    return APR_SUCCESS;
}

apr_status_t sc_kept_open(const char *directory, const char *name, apr_file_t **file,
                          apr_finfo_t *info, apr_pool_t *pool)
{
    apr_status_t status;

    if (!sc_file_type_of(name)) {
        return APR_ENOENT;
    }
    status = apr_file_open(file, path_of(directory, name, pool),
                           APR_FOPEN_READ | APR_FOPEN_BINARY | APR_FOPEN_SENDFILE_ENABLED, 0, pool);
    if (APR_STATUS_IS_ENOENT(status) || APR_STATUS_IS_ENOTDIR(status)) {
        return APR_ENOENT;
    }
    SC_TRY(status);
    SC_TRY(apr_file_info_get(info, APR_FINFO_SIZE | APR_FINFO_TYPE | APR_FINFO_MTIME, *file));
    return info->filetype == APR_REG ? APR_SUCCESS : APR_ENOENT;
}
