#include "model/value.h"
#include "store/import/run.h"
#include "store/write/write.h"
#include "view/change.h"

#include <apr_strings.h>
#include <string.h>

#define PLACE_OF "SELECT t.\"name\", t.\"wikidata\" FROM \"places\" t WHERE t.\"slug\" = ?"

/* The row as a record of its own; the problems of its cells are told when it is examined. */
static void *read_quietly(import_run_t *run, const import_row_t *row)
{
    void *record = sc_record_new(row->table->entity, run->scratch);

    import_row_read(row, record, run->scratch, sc_problems_new(run->scratch));
    return record;
}

static void register_row(import_run_t *run, import_row_t *row, const char *slug)
{
    import_collection_t *collection = import_collection_of(run, row->table->entity);

    row->slug = apr_pstrdup(run->pool, slug);
    apr_hash_set(collection->slugs, row->slug, APR_HASH_KEY_STRING, row);
}

static void reject_duplicate(import_run_t *run, import_row_t *row, const import_row_t *first,
                             const char *slug)
{
    import_place_t place = import_place_of(row, run->scratch);

    row->action = IMPORT_REJECT;
    row->slug = apr_pstrdup(run->pool, slug);
    import_find(run, &place, "slug", "duplicate",
                N_("The address name \"{slug}\" stands in line {line} of {file} already."), "slug",
                slug, "line", apr_itoa(run->scratch, first->line), "file", first->table->file,
                NULL);
}

/* Slugs that people gave go before those that are made. */
static apr_status_t take_given_slug(import_run_t *run, import_row_t *row)
{
    const sc_field_t *field = sc_entity_field(row->table->entity, "slug");
    const char *slug = sc_field_text(field, import_row_peek(row, field, run->scratch));

    if (!slug) {
        return APR_SUCCESS;
    }
    const import_row_t *first = apr_hash_get(import_collection_of(run, row->table->entity)->slugs,
                                             slug, APR_HASH_KEY_STRING);
    if (first) {
        reject_duplicate(run, row, first, slug);
    }
    else {
        register_row(run, row, slug);
    }
    return APR_SUCCESS;
}

/* Whether the address is that of another place on record: of one with another Wikidata id, or, as
 * names in Han read alike, of one with another name.
 * @param is_made the address is not plainly the name */
static apr_status_t is_of_other(import_run_t *run, const void *record, const char *slug,
                                int is_made, int *is_other)
{
    const sc_place_t *place = record;
    const sc_arg_t arg = sc_arg_text(slug);
    const char *wikidata;
    sc_rows_t *rows;
    int has;

    *is_other = 0;
    if (sc_record_entity(record) != &sc_place || (!place->wikidata && !is_made)) {
        return APR_SUCCESS;
    }
    SC_TRY(import_registry_has(run, &sc_place, slug, &has));
    if (!has) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_db_select(run->db, run->scratch, PLACE_OF, &arg, 1, &rows));
    if (rows->count) {
        wikidata = sc_row_text(rows, 0, 1);
        *is_other = (place->wikidata && wikidata && strcmp(place->wikidata, wikidata) != 0) ||
                    (is_made && strcmp(place->name, sc_row_text(rows, 0, 0)) != 0);
    }
    return APR_SUCCESS;
}

static apr_status_t make_slug(import_run_t *run, import_row_t *row)
{
    import_collection_t *collection = import_collection_of(run, row->table->entity);
    const char *base, *slug;
    int number = 1, is_made, is_other = 0;

    if (row->slug) {
        return APR_SUCCESS;
    }
    const void *record = read_quietly(run, row);
    base = sc_item_slug(record, 1, run->scratch);
    is_made = !base && row->table->entity == &sc_place;
    base = slug = is_made ? sc_place_slug_made(record, run->scratch) : base;
    if (!base) {
        return APR_SUCCESS;
    }
    SC_TRY(is_of_other(run, record, slug, is_made, &is_other));
    while (is_other || apr_hash_get(collection->slugs, slug, APR_HASH_KEY_STRING)) {
        slug = sc_item_slug_numbered(base, ++number, run->scratch);
        SC_TRY(is_of_other(run, record, slug, is_made, &is_other));
    }
    register_row(run, row, slug);
    return APR_SUCCESS;
}

static apr_status_t visit_reference(import_run_t *run, const sc_field_t *field, const char *slug,
                                    sc_problems_t *problems)
{
    import_collection_t *target = import_collection_of(run, field->target);
    int has;

    if (apr_hash_get(target->slugs, slug, APR_HASH_KEY_STRING)) {
        return APR_SUCCESS;
    }
    SC_TRY(import_registry_has(run, field->target, slug, &has));
    if (!has) {
        sc_problem_add(problems, field->name, "unknown_reference",
                       N_("There is no \"{slug}\" in {collection}, neither in the registry nor in "
                          "these files. Correct it or add the item."),
                       "slug", slug, "collection", field->target->collection, NULL);
    }
    return APR_SUCCESS;
}

/* Adds what the record as a whole lacks. A field is absent also when its cell was wrong: that has
 * been said. The slug is absent when what it is made of is: then that is what has to be said. */
static void validate(const void *record, sc_problems_t *problems)
{
    sc_problems_t *found = sc_problems_new(problems->pool);

    sc_validate(record, found);
    SC_EACH_OF(const sc_problem_t, problem, found->items) {
        if (!problem->field || (!sc_problem_is_within(problems, problem->field) &&
                                strcmp(problem->field, "slug") != 0)) {
            APR_ARRAY_PUSH(problems->items, sc_problem_t) = *problem;
        }
    }
    if (problems->items->nelts == 0 && !sc_record_slug(record)) {
        sc_problem_add(problems, "slug", "required",
                       N_("No address name can be made of this row. Give it one in \"slug\": "
                          "lower-case letters, digits and hyphens."),
                       NULL);
    }
}

/* FNV-1a. */
static void see(import_run_t *run, const void *bytes, apr_size_t length)
{
    apr_uint64_t seen = (apr_uint64_t)run->import->seen;

    for (apr_size_t i = 0; i < length; i++) {
        seen = (seen ^ ((const unsigned char *)bytes)[i]) * 0x100000001b3;
    }
    run->import->seen = (apr_int64_t)(seen >> 1);
}

/* What a preview shows of the row: should any of it be other when it is stored, somebody has to
 * look again. */
static void see_row(import_run_t *run, const import_row_t *row, const sc_record_t *before)
{
    const apr_int64_t stored[] = {row->action, before ? before->id : 0,
                                  before ? before->version : 0};

    see(run, stored, sizeof(stored));
    if (row->slug) {
        see(run, row->slug, strlen(row->slug));
    }
    if (row->data) {
        see(run, row->data, row->length);
    }
}

static apr_status_t examine_row(import_run_t *run, import_row_t *row)
{
    sc_problems_t *problems = sc_problems_new(run->scratch);
    import_place_t place = import_place_of(row, run->scratch);
    apr_status_t status = APR_SUCCESS;
    void *before, *after;
    int is_known = 0;

    if (row->slug) {
        status = import_registry_has(run, row->table->entity, row->slug, &is_known);
    }
    if (status == APR_SUCCESS) {
        int is_merged = run->import->mode == SC_IMPORT_MERGE || row->table->entity == SC_SHIPPED;

        status = import_row_item(run, row, is_known && is_merged, run->scratch, problems, &before,
                                 &after);
    }
    if (status != APR_SUCCESS) {
        return status;
    }
    if (before && row->action != IMPORT_REJECT) {
        row->action = sc_record_is_equal(before, after) ? IMPORT_KEEP : IMPORT_CHANGE;
    }
    if (is_known && !before) {
        sc_problem_add(problems, "slug", "taken",
                       N_("The registry has \"{slug}\" already. To change it, import with "
                          "--merge."),
                       "slug", row->slug, NULL);
    }
    validate(after, problems);
    status = import_each_reference(run, after, problems, visit_reference);
    if (problems->items->nelts > 0) {
        row->action = IMPORT_REJECT;
        import_report(run, &place, problems);
    }
    see_row(run, row, before);
    import_progress(run, row->table);
    return status;
}

static apr_status_t visit_rejected(import_run_t *run, const sc_field_t *field, const char *slug,
                                   sc_problems_t *problems)
{
    import_collection_t *target = import_collection_of(run, field->target);
    const import_row_t *row = apr_hash_get(target->slugs, slug, APR_HASH_KEY_STRING);
    int has;

    if (!row || row->action != IMPORT_REJECT) {
        return APR_SUCCESS;
    }
    /* An item that the registry has stays there when the row that would change it is rejected. */
    SC_TRY(import_registry_has(run, field->target, slug, &has));
    if (!has) {
        sc_problem_add(problems, field->name, "rejected_reference",
                       N_("\"{slug}\" in line {line} of {file} could not be stored, so this cannot "
                          "refer to it."),
                       "slug", slug, "line", apr_itoa(run->scratch, row->line), "file",
                       row->table->file, NULL);
    }
    return APR_SUCCESS;
}

static apr_status_t reject_dependent(import_run_t *run, import_row_t *row)
{
    sc_problems_t *problems = sc_problems_new(run->scratch);
    import_place_t place = import_place_of(row, run->scratch);

    if (row->action == IMPORT_REJECT) {
        return APR_SUCCESS;
    }
    apr_status_t status =
        import_each_reference(run, read_quietly(run, row), problems, visit_rejected);
    if (problems->items->nelts > 0) {
        row->action = IMPORT_REJECT;
        import_report(run, &place, problems);
    }
    return status;
}

static apr_status_t begin_row(import_run_t *run, import_row_t *row)
{
    (void)run;
    row->slug = NULL;
    row->is_stored = 0;
    row->action = IMPORT_ADD;
    return APR_SUCCESS;
}

static apr_status_t reject_dependents(import_run_t *run)
{
    apr_int64_t before;
    apr_status_t status;

    do {
        before = run->import->error_count;
        status = import_each_row(run, reject_dependent);
    } while (status == APR_SUCCESS && run->import->error_count != before);
    return status;
}

static apr_status_t drop(import_run_t *run, import_row_t *row)
{
    (void)run;
    if (row->table->is_made && row->action == IMPORT_ADD) {
        row->action = IMPORT_DROP;
    }
    return APR_SUCCESS;
}

static apr_status_t take_back(import_run_t *run, const sc_field_t *field, const char *slug,
                              sc_problems_t *problems)
{
    import_row_t *row =
        apr_hash_get(import_collection_of(run, field->target)->slugs, slug, APR_HASH_KEY_STRING);

    (void)problems;
    if (row && row->action == IMPORT_DROP) {
        row->action = IMPORT_ADD;
    }
    return APR_SUCCESS;
}

static apr_status_t take_back_needed(import_run_t *run, import_row_t *row)
{
    return row->action == IMPORT_REJECT
               ? APR_SUCCESS
               : import_each_reference(run, read_quietly(run, row), sc_problems_new(run->scratch),
                                       take_back);
}

/* Leaves out the places that only rejected rows name. */
static apr_status_t drop_unneeded(import_run_t *run)
{
    SC_TRY(import_each_row(run, drop));
    return import_each_row(run, take_back_needed);
}

apr_status_t import_examine(import_run_t *run)
{
    static import_row_fn *const stages[] = {begin_row, take_given_slug, make_slug, examine_row};
    apr_status_t status = import_registry_open(run);

    run->import->seen = 1;
    for (size_t i = 0; i < SC_LENGTH(stages) && status == APR_SUCCESS; i++) {
        status = import_each_row(run, stages[i]);
    }
    if (status == APR_SUCCESS && run->import->keep_good && run->import->error_count > 0) {
        status = reject_dependents(run);
    }
    return status == APR_SUCCESS && run->import->error_count > 0 ? drop_unneeded(run) : status;
}
