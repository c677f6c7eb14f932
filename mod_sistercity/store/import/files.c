#include "language/table/csv_file.h"
#include "model/text/utf8.h"
#include "store/import/run.h"

#include <apr_file_info.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/** What a file's name says about it. */
typedef struct name_t {
    int is_json, is_csv, is_workbook;
    const sc_entity_t *entity; /* NULL: the name is not a collection's */
} name_t;

static name_t read_name(const char *path, apr_pool_t *pool)
{
    name_t name = {0, 0, 0, NULL};
    const char *file = apr_filepath_name_get(path);
    const char *dot = strrchr(file, '.');

    if (dot) {
        name.is_json = strcasecmp(dot, ".json") == 0;
        name.is_csv = strcasecmp(dot, ".csv") == 0 || strcasecmp(dot, ".tsv") == 0;
        name.is_workbook = strcasecmp(dot, ".xlsx") == 0 || strcasecmp(dot, ".ods") == 0;
        name.entity = sc_entity_of_collection(apr_pstrmemdup(pool, file, dot - file));
    }
    return name;
}

static void find(import_run_t *run, const char *path, int is_warning, const char *code,
                 const char *detail, const char *error)
{
    import_place_t place = {NULL, path, 0, 0, is_warning, NULL};

    import_find(run, &place, NULL, code, detail, "error", error, "file", path, "collections",
                import_collections(run->scratch), NULL);
}

/* What keeps a file from being opened is a finding like any other. */
static void find_unreadable(import_run_t *run, const char *path, apr_status_t status)
{
    char reason[120];

    find(run, path, 0, "unreadable", N_("This cannot be read: {error}."),
         apr_strerror(status, reason, sizeof(reason)));
}

static int is_archive(const char *path, apr_pool_t *pool)
{
    char bytes[8];
    apr_size_t length = 0;
    apr_file_t *file;

    if (apr_file_open(&file, path, APR_FOPEN_READ, APR_FPROT_OS_DEFAULT, pool) == APR_SUCCESS) {
        apr_file_read_full(file, bytes, sizeof(bytes), &length);
        apr_file_close(file);
    }
    return sc_csv_is_archive(bytes, length);
}

static apr_status_t read_table(import_run_t *run, const char *path, const name_t *name,
                               const sc_entity_t *entity)
{
    return name->is_workbook || is_archive(path, run->scratch)
               ? import_read_workbook(run, path, entity)
               : import_read_csv(run, path, entity);
}

static void read_file(import_run_t *run, const char *path, const name_t *name,
                      const sc_entity_t *entity)
{
    apr_status_t status =
        name->is_json ? import_read_json(run, path, entity) : read_table(run, path, name, entity);

    if (status != APR_SUCCESS) {
        find_unreadable(run, path, status);
    }
}

static apr_status_t list_directory(const char *path, apr_pool_t *pool, apr_array_header_t **names)
{
    apr_dir_t *directory;
    apr_finfo_t info;
    apr_status_t status = apr_dir_open(&directory, path, pool);

    *names = apr_array_make(pool, 16, sizeof(const char *));
    if (status != APR_SUCCESS) {
        return status;
    }
    while (apr_dir_read(&info, APR_FINFO_NAME, directory) == APR_SUCCESS) {
        APR_ARRAY_PUSH(*names, const char *) = apr_pstrdup(pool, info.name);
    }
    apr_dir_close(directory);
    sc_utf8_sort(*names);
    return APR_SUCCESS;
}

static int is_ours(const name_t *name)
{
    return name->is_json || name->is_csv || name->is_workbook;
}

static void read_directory(import_run_t *run, const char *path)
{
    apr_array_header_t *names;
    apr_status_t status = list_directory(path, run->pool, &names);
    int taken = 0;

    if (status != APR_SUCCESS) {
        find_unreadable(run, path, status);
        return;
    }
    for (int i = 0; i < names->nelts; i++) {
        const char *file = apr_pstrcat(run->pool, path, path[strlen(path) - 1] == '/' ? "" : "/",
                                       APR_ARRAY_IDX(names, i, const char *), NULL);
        name_t name = read_name(file, run->pool);

        if (name.entity && is_ours(&name)) {
            read_file(run, file, &name, name.entity);
            taken++;
        }
        else if (is_ours(&name)) {
            find(
                run, file, 1, "unknown_file",
                N_("This file was passed over: its name is not a collection. If it belongs to one, "
                   "import it as COLLECTION={file}. The collections are: {collections}."),
                "");
        }
    }
    if (!taken) {
        find(run, path, 0, "no_files",
             N_("This directory has no file to import, such as places.csv. The collections are: "
                "{collections}."),
             "");
    }
}

/* A path COLLECTION=FILE. @return the file, or NULL if the path is none of these */
static const char *named_file(const char *path, const sc_entity_t **entity, apr_pool_t *pool)
{
    const char *sign = strchr(path, '=');

    *entity = sign ? sc_entity_of_collection(apr_pstrmemdup(pool, path, sign - path)) : NULL;
    return *entity ? sign + 1 : NULL;
}

void import_read_path(import_run_t *run, const char *path)
{
    const sc_entity_t *entity;
    const char *file = named_file(path, &entity, run->pool);
    apr_finfo_t info;
    name_t name = read_name(file ? file : path, run->pool);

    if (file) {
        read_file(run, file, &name, entity);
        return;
    }
    apr_status_t status = apr_stat(&info, path, APR_FINFO_TYPE, run->pool);
    if (status != APR_SUCCESS && status != APR_INCOMPLETE) {
        find_unreadable(run, path, status);
    }
    else if (info.filetype == APR_DIR) {
        read_directory(run, path);
    }
    else if (name.is_json || (is_ours(&name) && name.entity)) {
        read_file(run, path, &name, name.entity);
    }
    else {
        find(run, path, 0, "unknown_file",
             N_("The name of this file is not a collection. Rename it, or import it as "
                "COLLECTION={file}. The collections are: {collections}."),
             "");
    }
}
