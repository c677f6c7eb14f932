#include "store/import/run.h"
#include "store/record/read.h"
#include "store/record/references.h"
#include "store/write/write.h"

#include <apr_strings.h>

/* Slugs are asked for one by one, each a journey to the database, until there were this many:
 * then all are read at once ... */
#define ASKED_MOST 500

/* ... unless the registry has more than this: some hundred bytes each are kept. */
#define READ_MOST 400000

int import_reads_all(int *asked, apr_int64_t count)
{
    return ++*asked == ASKED_MOST && count <= READ_MOST;
}

/* Rows of which the registry's items are read by one statement, ahead of their turn. */
#define AHEAD_MOST 200

import_collection_t *import_collection_of(const import_run_t *run, const sc_entity_t *entity)
{
    import_collection_t *collection = run->collections;

    while (collection->entity != entity) {
        collection++;
    }
    return collection;
}

void import_registry_forget(import_run_t *run)
{
    run->ahead_of = NULL;
}

apr_status_t import_registry_open(import_run_t *run)
{
    apr_status_t status = APR_SUCCESS;
    apr_int64_t count = 0;

    import_registry_forget(run);
    for (int i = 0; sc_entities[i] && status == APR_SUCCESS; i++) {
        import_collection_t *collection = &run->collections[i];

        collection->slugs = apr_hash_make(run->pool);
        collection->known = apr_hash_make(run->pool);
        collection->asked = collection->is_whole = 0;
        if (run->import->mode != SC_IMPORT_REPLACE) {
            status = sc_read_count(run->db, run->scratch, collection->entity, &count);
        }
        collection->count = count;
    }
    return status;
}

static const int yes = 1, no = 0;

static apr_status_t read_slugs(import_run_t *run, import_collection_t *collection)
{
    sc_rows_t *rows;

    SC_TRY(sc_db_select(run->db, run->pool,
                        apr_pstrcat(run->pool, "SELECT \"slug\" FROM \"",
                                    collection->entity->collection, "\"", NULL),
                        NULL, 0, &rows));
    for (int i = 0; i < rows->count; i++) {
        apr_hash_set(collection->known, sc_row_word(rows, i, 0), APR_HASH_KEY_STRING, &yes);
    }
    return APR_SUCCESS;
}

apr_status_t import_registry_has(import_run_t *run, const sc_entity_t *entity, const char *slug,
                                 int *has)
{
    import_collection_t *collection = import_collection_of(run, entity);
    const int *known;
    sc_arg_t arg = sc_arg_text(slug);
    sc_rows_t *rows;

    *has = 0;
    if (!collection->count) {
        return APR_SUCCESS;
    }
    known = apr_hash_get(collection->known, slug, APR_HASH_KEY_STRING);
    if (!known && import_reads_all(&collection->asked, collection->count)) {
        SC_TRY(read_slugs(run, collection));
        collection->is_whole = 1;
        known = apr_hash_get(collection->known, slug, APR_HASH_KEY_STRING);
    }
    if (!known && collection->is_whole) {
        return APR_SUCCESS;
    }
    if (!known) {
        SC_TRY(sc_db_select(run->db, run->scratch, collection->lookup, &arg, 1, &rows));
        known = rows->count ? &yes : &no;
        apr_hash_set(collection->known, apr_pstrdup(run->pool, slug), APR_HASH_KEY_STRING, known);
    }
    *has = *known;
    return APR_SUCCESS;
}

/* Reads what the registry has for this row and for some that are treated after it: they are in the
 * order of their numbers, others between them. */
static apr_status_t read_ahead(import_run_t *run, const import_row_t *row)
{
    const apr_array_header_t *rows = row->table->rows;
    apr_array_header_t *slugs, *items;

    if (!run->ahead) {
        apr_pool_create(&run->ahead, run->pool);
    }
    apr_pool_clear(run->ahead);
    run->items = apr_hash_make(run->ahead);
    run->ahead_of = row->table;
    slugs = apr_array_make(run->ahead, AHEAD_MOST, sizeof(const char *));
    for (int i = row->number; i < rows->nelts && slugs->nelts < AHEAD_MOST; i++) {
        const import_row_t *other = APR_ARRAY_IDX(rows, i, const import_row_t *);

        if (other->slug && other->action == row->action) {
            APR_ARRAY_PUSH(slugs, const char *) = other->slug;
        }
    }
    SC_TRY(sc_read_by_slugs(run->db, run->ahead, row->table->entity, slugs, &items));
    SC_EACH(void, item, items) {
        apr_hash_set(run->items, sc_record_slug(item), APR_HASH_KEY_STRING, item);
    }
    return run->bulk ? sc_references_look_up(run->bulk->known, run->ahead, items) : APR_SUCCESS;
}

apr_status_t import_registry_item(import_run_t *run, const import_row_t *row, void **item)
{
    *item = run->ahead_of == row->table ? apr_hash_get(run->items, row->slug, APR_HASH_KEY_STRING)
                                        : NULL;
    if (!*item) {
        SC_TRY(read_ahead(run, row));
        *item = apr_hash_get(run->items, row->slug, APR_HASH_KEY_STRING);
    }
    return *item ? APR_SUCCESS : APR_ENOENT;
}

apr_status_t import_free_slug(import_run_t *run, const sc_entity_t *entity, const char *base,
                              apr_hash_t *made, const char **slug)
{
    int is_taken = 1;

    *slug = base;
    for (int number = 2; *slug && is_taken; number++) {
        SC_TRY(import_registry_has(run, entity, *slug, &is_taken));
        is_taken |= apr_hash_get(made, *slug, APR_HASH_KEY_STRING) != NULL;
        if (is_taken) {
            *slug = sc_item_slug_numbered(base, number, run->scratch);
        }
    }
    if (*slug) {
        *slug = apr_pstrdup(run->pool, *slug);
        apr_hash_set(made, *slug, APR_HASH_KEY_STRING, *slug);
    }
    return APR_SUCCESS;
}

apr_status_t import_each_reference(import_run_t *run, const void *record, sc_problems_t *problems,
                                   import_visit_fn *visit)
{
    const sc_entity_t *entity = sc_record_entity(record);
    apr_status_t status = APR_SUCCESS;

    for (int i = 0; i < entity->field_count && status == APR_SUCCESS; i++) {
        const sc_field_t *field = &entity->fields[i];
        const apr_array_header_t *list = NULL;

        if (field->type == SC_TYPE_REFERENCE && sc_field_is_set(field, record)) {
            status = visit(run, field, sc_field_text(field, record), problems);
        }
        else if (field->type == SC_TYPE_REFERENCES || field->type == SC_TYPE_PARTS) {
            list = sc_field_list(field, record);
        }
        for (int j = 0; j < SC_COUNT(list) && status == APR_SUCCESS; j++) {
            sc_problems_t within = sc_problems_within(problems, field->name, j);

            status = field->type == SC_TYPE_PARTS
                         ? import_each_reference(run, SC_AT(list, j, void), &within, visit)
                         : visit(run, field, APR_ARRAY_IDX(list, j, const char *), problems);
        }
    }
    return status;
}
