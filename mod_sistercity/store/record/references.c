#include "store/record/references.h"

#include "store/record/columns.h"
#include "store/record/read.h"
#include "view/change.h"

#include <apr_strings.h>

apr_status_t sc_reference_id(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                             const char *slug, apr_int64_t *id)
{
    const char *sql = apr_pstrcat(pool, "SELECT \"id\" FROM \"", entity->collection,
                                  "\" WHERE \"slug\" = ?", NULL);
    sc_arg_t arg = sc_arg_text(slug);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, sql, &arg, 1, &rows));
    if (rows->count == 0) {
        return APR_ENOENT;
    }
    *id = sc_row_number(rows, 0, 0);
    return APR_SUCCESS;
}

void sc_reference_missing(sc_problems_t *problems, const char *field, const sc_entity_t *target,
                          const char *slug)
{
    static const struct {
        const sc_entity_t *target;
        const char *detail;
    } sentences[] = {
        {&sc_place, N_("There is no place with the address name {slug}.")},
        {&sc_partnership, N_("There is no partnership with the address name {slug}.")},
        {&sc_organization, N_("There is no organization with the address name {slug}.")},
        {NULL, N_("There is no item with the address name {slug}.")},
    };
    int i = 0;

    while (sentences[i].target && sentences[i].target != target) {
        i++;
    }
    sc_problem_add(problems, field, "unknown_reference", sentences[i].detail, "slug", slug, NULL);
}

int sc_reference_is_target(const sc_entity_t *entity)
{
    for (int i = 0; sc_entities[i]; i++) {
        for (int j = 0; j < sc_entities[i]->field_count; j++) {
            if (sc_entities[i]->fields[j].target == entity) {
                return 1;
            }
        }
    }
    return 0;
}

int sc_reference_feeds_partnership(const sc_entity_t *entity)
{
    const sc_field_t *field = sc_entity_field(entity, "partnership");

    return field && field->flags & SC_FACET;
}

static void add_reference(apr_array_header_t *references, const sc_field_t *field,
                          const sc_field_t *list, int index, void *holder, const char *slug)
{
    sc_reference_t *reference = apr_array_push(references);

    *reference = (sc_reference_t){field, list, index, holder, slug};
}

/* The references of a part, or of a record itself but for those in its lists. */
static void add_columns(apr_array_header_t *references, const sc_field_t *list, int index,
                        void *holder, const void *before)
{
    const sc_entity_t *entity = sc_record_entity(holder);

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->type == SC_TYPE_REFERENCE && sc_field_is_set(field, holder) &&
            !(before && sc_field_is_equal(field, holder, before))) {
            add_reference(references, field, list, index, holder, sc_field_text(field, holder));
        }
    }
}

apr_array_header_t *sc_references_of(void *record, const void *before, apr_pool_t *pool)
{
    apr_array_header_t *references = apr_array_make(pool, 8, sizeof(sc_reference_t));
    const sc_entity_t *entity = sc_record_entity(record);

    add_columns(references, NULL, 0, record, before);
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];
        apr_array_header_t *list =
            field->target && sc_field_is_list(field) ? sc_field_list(field, record) : NULL;

        if (before && sc_field_is_equal(field, record, before)) {
            continue;
        }
        for (int j = 0; j < SC_COUNT(list); j++) {
            if (field->type == SC_TYPE_PARTS) {
                add_columns(references, field, j, SC_AT(list, j, void), NULL);
            }
            else {
                add_reference(references, field, field, j, record, SC_AT(list, j, const char));
            }
        }
    }
    return references;
}

const char *sc_reference_path(const sc_reference_t *reference, apr_pool_t *pool)
{
    const sc_field_t *field = reference->field, *list = reference->list;

    return !list ? field->name
                 : apr_psprintf(pool, "%s[%d]%s%s", list->name, reference->index,
                                list == field ? "" : ".", list == field ? "" : field->name);
}

void sc_reference_set(const sc_reference_t *reference, const char *slug)
{
    if (reference->list == reference->field) {
        APR_ARRAY_IDX(sc_field_list(reference->field, reference->holder), reference->index,
                      const char *) = slug;
    }
    else {
        sc_field_set_text(reference->field, reference->holder, slug);
    }
}

apr_status_t sc_reference_follow(sc_db_t *db, apr_pool_t *pool, void *record)
{
    const apr_array_header_t *references = sc_references_of(record, NULL, pool);
    sc_known_t *known = sc_known_new(db, pool);

    SC_TRY(sc_known_look_up(known, pool, references));
    SC_EACH_OF(const sc_reference_t, reference, references) {
        const sc_known_item_t *item;
        const char *now = NULL;
        sc_fate_e fate;
        apr_status_t status =
            sc_known_item(known, pool, reference->field->target, reference->slug, &item);

        if (status == APR_ENOENT) {
            status = sc_read_fate(db, pool, reference->field->target, reference->slug, &fate, &now);
        }
        SC_TRY(status);
        if (now) {
            sc_reference_set(reference, now);
        }
    }
    return APR_SUCCESS;
}

static void add_column(apr_array_header_t *columns, const sc_entity_t *entity,
                       const sc_field_t *list, const sc_field_t *field, apr_pool_t *pool)
{
    sc_reference_column_t *column = apr_array_push(columns);

    column->entity = entity;
    column->list = list;
    column->field = field;
    column->table = list ? sc_list_table(entity, list, pool) : entity->collection;
    column->owner = list ? apr_pstrcat(pool, entity->name, "_id", NULL) : "id";
    column->name = list == field ? "target_id" : sc_column_name(field, pool);
}

apr_array_header_t *sc_reference_columns(const sc_entity_t *target, apr_pool_t *pool)
{
    apr_array_header_t *columns = apr_array_make(pool, 16, sizeof(sc_reference_column_t));

    for (int i = 0; sc_entities[i]; i++) {
        for (int j = 0; j < sc_entities[i]->field_count; j++) {
            const sc_field_t *field = &sc_entities[i]->fields[j];
            const sc_entity_t *part = field->type == SC_TYPE_PARTS ? field->target : NULL;

            if (field->target == target) {
                add_column(columns, sc_entities[i],
                           field->type == SC_TYPE_REFERENCES ? field : NULL, field, pool);
            }
            for (int k = 0; part && k < part->field_count; k++) {
                if (part->fields[k].type == SC_TYPE_REFERENCE && part->fields[k].target == target) {
                    add_column(columns, sc_entities[i], field, &part->fields[k], pool);
                }
            }
        }
    }
    return columns;
}

/* Whether what refers by the column keeps an item from being deleted. */
static int keeps(const sc_reference_column_t *column, const sc_entity_t *passed)
{
    return (column->list || !(column->field->flags & SC_OWNED)) && column->entity != passed;
}

/* Ids and slugs of items that refer to the one by the column. */
static apr_status_t select_users(sc_db_t *db, apr_pool_t *pool, const sc_reference_column_t *column,
                                 apr_int64_t id, int most, sc_rows_t **rows)
{
    const sc_arg_t args[] = {sc_arg_integer(id), sc_arg_integer(most)};

    return sc_db_select(db, pool,
                        apr_pstrcat(pool, "SELECT DISTINCT o.\"id\", o.\"slug\" FROM \"",
                                    column->table, "\" AS t JOIN \"", column->entity->collection,
                                    "\" AS o ON o.\"id\" = t.\"", column->owner, "\" WHERE t.\"",
                                    column->name, "\" = ? ORDER BY o.\"id\" LIMIT ?", NULL),
                        args, 2, rows);
}

apr_status_t sc_reference_users(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                apr_int64_t id, const sc_entity_t *passed, int most,
                                apr_array_header_t **users)
{
    const apr_array_header_t *columns = sc_reference_columns(entity, pool);

    *users = apr_array_make(pool, 4, sizeof(sc_reference_user_t));
    SC_EACH_OF(const sc_reference_column_t, column, columns) {
        sc_rows_t *rows;

        if (!keeps(column, passed)) {
            continue;
        }
        SC_TRY(select_users(db, pool, column, id, most, &rows));
        for (int j = 0; j < rows->count && (*users)->nelts < most; j++) {
            APR_ARRAY_PUSH(*users, sc_reference_user_t) =
                (sc_reference_user_t){column->entity, sc_row_number(rows, j, 0)};
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_reference_check_unused(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                       apr_int64_t id, const sc_entity_t *passed, int *is_used,
                                       sc_problems_t *problems)
{
    const apr_array_header_t *columns = sc_reference_columns(entity, pool);
    sc_problems_t bare = *problems;

    bare.prefix = "";
    *is_used = 0;
    SC_EACH_OF(const sc_reference_column_t, column, columns) {
        const char *collection = column->entity->collection;
        sc_rows_t *rows;

        if (!keeps(column, passed)) {
            continue;
        }
        SC_TRY(select_users(db, pool, column, id, 1, &rows));
        if (rows->count > 0) {
            *is_used = 1;
            sc_problem_add(
                &bare, apr_pstrcat(bare.pool, collection, "/", sc_row_word(rows, 0, 1), NULL),
                "in_use", N_("It cannot be removed: {slug} in {collection} refers to it."), "slug",
                sc_row_word(rows, 0, 1), "collection", collection, NULL);
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_references_look_up(sc_known_t *known, apr_pool_t *scratch,
                                   const apr_array_header_t *records)
{
    apr_array_header_t *references =
        apr_array_make(scratch, records->nelts, sizeof(sc_reference_t));

    SC_EACH(void, record, records) {
        if (record) {
            apr_array_cat(references, sc_references_of(record, NULL, scratch));
        }
    }
    return sc_known_look_up(known, scratch, references);
}
