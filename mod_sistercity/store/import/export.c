#include "store/import/export.h"

#include "language/table/csv_file.h"
#include "model/text/notation.h"
#include "store/db/schema.h"
#include "store/record/related.h"
#include "view/force.h"

#include <apr_strings.h>

/* Items that are held in memory at once. */
#define BATCH 200

/* How often all is written when the registry keeps changing meanwhile. */
#define ATTEMPTS 3

static apr_status_t write_heading(const sc_entity_t *entity, apr_file_t *file, apr_pool_t *pool)
{
    const char **cells = apr_palloc(pool, entity->column_count * sizeof(*cells));

    for (int i = 0; i < entity->column_count; i++) {
        cells[i] = entity->fields[i].name;
    }
    return sc_csv_write(file, cells, entity->column_count, pool);
}

static apr_status_t write_record(const void *record, const char *today, apr_file_t *file,
                                 apr_pool_t *pool)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const char **cells = apr_palloc(pool, entity->column_count * sizeof(*cells));

    for (int i = 0; i < entity->column_count; i++) {
        cells[i] = sc_cell_today(&entity->fields[i], record, today, pool);
    }
    return sc_csv_write(file, cells, entity->column_count, pool);
}

/* The next items behind the slug, in order of slug. */
static apr_status_t read_next(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                              const char *after, apr_array_header_t **records)
{
    sc_arg_t args[] = {sc_arg_text(after), sc_arg_integer(BATCH)};
    const char *sql = apr_psprintf(pool, "SELECT id FROM %s WHERE slug > ? ORDER BY slug LIMIT ?",
                                   entity->collection);

    return sc_related_select(db, pool, entity, sql, args, 2, records);
}

static apr_status_t write_collection(sc_db_t *db, const sc_entity_t *entity, apr_file_t *file,
                                     apr_pool_t *pool)
{
    char after[SC_SLUG_LIMIT + 1] = "";
    apr_array_header_t *records;
    apr_pool_t *batch;

    apr_pool_create(&batch, pool);
    apr_status_t status = write_heading(entity, file, batch);
    while (status == APR_SUCCESS) {
        apr_pool_clear(batch);
        status = read_next(db, batch, entity, after, &records);
        if (status != APR_SUCCESS || records->nelts == 0) {
            break;
        }
        for (int i = 0; i < records->nelts && status == APR_SUCCESS; i++) {
            status = write_record(SC_AT(records, i, void), sc_db_today(db), file, batch);
        }
        apr_cpystrn(after, sc_record_slug(SC_AT(records, records->nelts - 1, void)), sizeof(after));
    }
    apr_pool_destroy(batch);
    return status;
}

static apr_status_t describe(apr_status_t status, const char *file, sc_db_t *db, const char **error,
                             apr_pool_t *pool)
{
    char reason[120];

    if (status == APR_EGENERAL) {
        *error = apr_pstrdup(pool, sc_db_error(db));
    }
    else if (status != APR_SUCCESS) {
        *error = apr_psprintf(pool, "%s: %s", file, apr_strerror(status, reason, sizeof(reason)));
    }
    return status;
}

static apr_status_t write_file(sc_db_t *db, const sc_entity_t *entity, const char *name,
                               apr_pool_t *pool)
{
    const char *unfinished = apr_pstrcat(pool, name, ".new", NULL);
    apr_file_t *file;
    apr_status_t status, closed;

    SC_TRY(apr_file_open(&file, unfinished,
                         APR_FOPEN_WRITE | APR_FOPEN_CREATE | APR_FOPEN_TRUNCATE |
                             APR_FOPEN_BINARY | APR_FOPEN_BUFFERED,
                         APR_FPROT_UREAD | APR_FPROT_UWRITE | APR_FPROT_GREAD, pool));
    status = write_collection(db, entity, file, pool);
    closed = apr_file_close(file);
    status = status == APR_SUCCESS ? closed : status;
    if (status == APR_SUCCESS) {
        return apr_file_rename(unfinished, name, pool);
    }
    apr_file_remove(unfinished, pool);
    return status;
}

static apr_status_t write_all(sc_db_t *db, const char *directory, const char **error,
                              apr_pool_t *pool)
{
    apr_status_t status = APR_SUCCESS;

    for (int i = 0; sc_entities[i] && status == APR_SUCCESS; i++) {
        const char *name =
            apr_pstrcat(pool, directory, "/", sc_entities[i]->collection, ".csv", NULL);

        status = describe(write_file(db, sc_entities[i], name, pool), name, db, error, pool);
    }
    return status;
}

apr_status_t sc_export_directory(sc_db_t *db, apr_pool_t *pool, const char *directory,
                                 const char **error)
{
    sc_state_t before, after;

    apr_status_t status = describe(apr_dir_make_recursive(directory, APR_FPROT_OS_DEFAULT, pool),
                                   directory, db, error, pool);
    for (int i = 0; i < ATTEMPTS && status == APR_SUCCESS; i++) {
        status = describe(sc_state_read(db, pool, &before), directory, db, error, pool);
        if (status == APR_SUCCESS) {
            status = write_all(db, directory, error, pool);
        }
        if (status == APR_SUCCESS) {
            status = describe(sc_state_read(db, pool, &after), directory, db, error, pool);
        }
        if (status != APR_SUCCESS || before.revision == after.revision) {
            return status;
        }
    }
    if (status == APR_SUCCESS) {
        *error = "The registry changed while it was exported. Try again when nobody edits.";
        status = APR_EBUSY;
    }
    return status;
}
