#include "model/text/utf8.h"
#include "store/files/files.h"

#include <apr_file_info.h>
#include <apr_mmap.h>
#include <apr_strings.h>
#include <apr_time.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* What is being written; nothing of this name is ever sent. */
#define UNFINISHED ".unfinished-"

/* No upload takes as long. */
#define NEW_SECONDS apr_time_from_sec(3600)

const char *sc_kept_path(const char *directory, const char *name, apr_pool_t *pool)
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
    const char *path = sc_kept_path(directory, name, pool);
    apr_status_t status, closed;
    apr_finfo_t info;
    apr_file_t *file;

    if (apr_stat(&info, path, APR_FINFO_SIZE | APR_FINFO_LINK, pool) == APR_SUCCESS &&
        info.size == (apr_off_t)length) {
        /* Wanted anew: nobody is to take it for an orphan before an item names it. */
        (void)apr_file_mtime_set(path, apr_time_now(), pool);
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

static apr_status_t copy_bytes(const char *directory, const char *name, const char *bytes,
                               apr_size_t length, apr_pool_t *pool)
{
    const sc_file_type_t *type = sc_file_type_of(name);

    if (!type || strcmp(sc_content_name(bytes, length, type, pool), name) != 0) {
        return APR_EMISMATCH;
    }
    return sc_kept_put(directory, name, bytes, length, pool);
}

apr_status_t sc_kept_copy(const char *directory, const char *name, const char *path,
                          apr_pool_t *pool)
{
    apr_finfo_t info;
    apr_file_t *file;
    apr_mmap_t *map;

    SC_TRY(apr_file_open(&file, path, APR_FOPEN_READ | APR_FOPEN_BINARY, 0, pool));
    apr_status_t status = apr_file_info_get(&info, APR_FINFO_SIZE | APR_FINFO_TYPE, file);
    if (status == APR_SUCCESS && (info.filetype != APR_REG || info.size == 0)) {
        status = APR_EMISMATCH;
    }
    if (status == APR_SUCCESS) {
        status = apr_mmap_create(&map, file, 0, (apr_size_t)info.size, APR_MMAP_READ, pool);
    }
    if (status == APR_SUCCESS) {
        status = copy_bytes(directory, name, map->mm, (apr_size_t)info.size, pool);
        apr_mmap_delete(map);
    }
    apr_file_close(file);
    return status;
}

apr_status_t sc_kept_open(const char *directory, const char *name, apr_file_t **file,
                          apr_finfo_t *info, apr_pool_t *pool)
{
    const char *path = sc_kept_path(directory, name, pool);

    if (!sc_file_type_of(name)) {
        return APR_ENOENT;
    }
    /* Opening what is no file may wait for ever. */
    apr_status_t status = apr_stat(info, path, APR_FINFO_TYPE, pool);
    if (APR_STATUS_IS_ENOENT(status) || APR_STATUS_IS_ENOTDIR(status) ||
        (status == APR_SUCCESS && info->filetype != APR_REG)) {
        return APR_ENOENT;
    }
    SC_TRY(status);
    SC_TRY(apr_file_open(file, path, APR_FOPEN_READ | APR_FOPEN_BINARY | APR_FOPEN_SENDFILE_ENABLED,
                         0, pool));
    return apr_file_info_get(info, APR_FINFO_SIZE | APR_FINFO_MTIME, *file);
}

int sc_kept_is_new(const char *directory, const char *name, apr_pool_t *pool)
{
    apr_finfo_t info;

    return apr_stat(&info, sc_kept_path(directory, name, pool), APR_FINFO_MTIME, pool) ==
               APR_SUCCESS &&
           info.mtime + NEW_SECONDS > apr_time_now();
}

static void list_entry(const apr_finfo_t *info, apr_array_header_t *names, apr_array_header_t *left,
                       apr_pool_t *pool)
{
    if (sc_file_type_of(info->name)) {
        APR_ARRAY_PUSH(names, const char *) = apr_pstrdup(pool, info->name);
    }
    else if (left && strncmp(info->name, UNFINISHED, strlen(UNFINISHED)) == 0 &&
             info->mtime + NEW_SECONDS < apr_time_now()) {
        APR_ARRAY_PUSH(left, const char *) = apr_pstrdup(pool, info->name);
    }
}

apr_status_t sc_kept_list(const char *directory, apr_array_header_t **names,
                          apr_array_header_t **left, apr_pool_t *pool)
{
    apr_finfo_t info;
    apr_dir_t *dir;

    *names = apr_array_make(pool, 16, sizeof(const char *));
    if (left) {
        *left = apr_array_make(pool, 2, sizeof(const char *));
    }
    SC_TRY(apr_dir_open(&dir, directory, pool));
    while (apr_dir_read(&info, APR_FINFO_NAME | APR_FINFO_MTIME, dir) == APR_SUCCESS) {
        list_entry(&info, *names, left ? *left : NULL, pool);
    }
    apr_dir_close(dir);
    sc_utf8_sort(*names);
    return APR_SUCCESS;
}
