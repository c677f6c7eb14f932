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
    *id = sc_row_integer(rows, 0, 0);
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

static void set_slug(const sc_reference_t *reference, const char *slug)
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
    for (int i = 0; i < references->nelts; i++) {
        const sc_reference_t *reference = &APR_ARRAY_IDX(references, i, sc_reference_t);
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
            set_slug(reference, now);
        }
    }
    return APR_SUCCESS;
}

/* A SELECT of the slug of one item of the entity whose field (or a field of whose parts, in that
 * field's table) holds the id. */
static const char *select_user(const sc_entity_t *entity, const char *table, const char *column,
                               apr_pool_t *pool)
{
    if (!table) {
        return apr_pstrcat(pool, "SELECT \"slug\" FROM \"", entity->collection, "\" WHERE \"",
                           column, "\" = ? LIMIT 1", NULL);
    }
    return apr_pstrcat(pool, "SELECT o.\"slug\" FROM \"", table, "\" AS t JOIN \"",
                       entity->collection, "\" AS o ON o.\"id\" = t.\"", entity->name,
                       "_id\" WHERE t.\"", column, "\" = ? LIMIT 1", NULL);
}

/* One walk over all references to an entity. */
typedef struct search_t {
    sc_db_t *db;
    apr_pool_t *pool;
    const sc_entity_t *target;
    apr_int64_t id;
    int is_used;
    sc_problems_t *problems;
} search_t;

static apr_status_t look(search_t *search, const sc_entity_t *entity, const char *table,
                         const char *column)
{
    sc_arg_t arg = sc_arg_integer(search->id);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(search->db, search->pool, select_user(entity, table, column, search->pool),
                        &arg, 1, &rows));
    if (rows->count > 0) {
        search->is_used = 1;
        sc_problem_add(search->problems, NULL, "in_use",
                       N_("It cannot be removed: {slug} in {collection} refers to it."), "slug",
                       sc_row_text(rows, 0, 0), "collection", entity->collection, NULL);
    }
    return APR_SUCCESS;
}

static apr_status_t look_in_parts(search_t *search, const sc_entity_t *entity,
                                  const sc_field_t *list)
{
    const char *table = sc_list_table(entity, list, search->pool);

    for (int i = 0; i < list->target->field_count; i++) {
        const sc_field_t *field = &list->target->fields[i];

        if (field->type == SC_TYPE_REFERENCE && field->target == search->target) {
            SC_TRY(look(search, entity, table, sc_column_name(field, search->pool)));
        }
    }
    return APR_SUCCESS;
}

static apr_status_t look_in_field(search_t *search, const sc_entity_t *entity,
                                  const sc_field_t *field)
{
    if (field->type == SC_TYPE_PARTS) {
        return look_in_parts(search, entity, field);
    }
    if (field->target != search->target) {
        return APR_SUCCESS;
    }
    if (field->type == SC_TYPE_REFERENCES) {
        return look(search, entity, sc_list_table(entity, field, search->pool), "target_id");
    }
    return field->flags & SC_OWNED
               ? APR_SUCCESS
               : look(search, entity, NULL, sc_column_name(field, search->pool));
}

apr_status_t sc_reference_check_unused(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity,
                                       apr_int64_t id, int *is_used, sc_problems_t *problems)
{
    search_t search = {db, pool, entity, id, 0, problems};

    for (int i = 0; sc_entities[i]; i++) {
        for (int j = 0; j < sc_entities[i]->field_count; j++) {
            SC_TRY(look_in_field(&search, sc_entities[i], &sc_entities[i]->fields[j]));
        }
    }
    *is_used = search.is_used;
    return APR_SUCCESS;
}
