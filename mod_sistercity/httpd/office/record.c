#include "httpd/office/record.h"

#include "store/record/read.h"

#include <apr_strings.h>
#include <string.h>

/* The most partnerships, and the most organizations, that a page names. */
#define NAMED_MOST 200

int sc_admin_read_item(sc_admin_t *admin, sc_db_t *db, void **record)
{
    apr_status_t rv = sc_read_item(db, admin->request->r->pool, admin->entity, admin->slug, record);

    if (APR_STATUS_IS_ENOENT(rv)) {
        return sc_database_missing(admin->request, db, admin->entity);
    }
    return sc_database_status(admin->request, db, rv);
}

void *sc_admin_copy(const void *record, apr_pool_t *pool)
{
    return apr_pmemdup(pool, record, sc_record_entity(record)->size);
}

const char *sc_admin_item_path(const void *record, apr_pool_t *pool)
{
    return apr_pstrcat(pool, "/", sc_record_entity(record)->collection, "/", sc_record_slug(record),
                       NULL);
}

const char *sc_admin_next_path(const void *record, apr_pool_t *pool)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const char *partnership = sc_record_text(record, "partnership");
    const char *place = sc_record_text(record, "place");

    if (entity == &sc_partnership || entity == &sc_place) {
        return apr_pstrcat(pool, sc_admin_item_path(record, pool), "/workbench", NULL);
    }
    if (entity == &sc_network) {
        return sc_admin_item_path(record, pool);
    }
    if (partnership) {
        return apr_pstrcat(pool, "/partnerships/", partnership, "/workbench", NULL);
    }
    return place ? apr_pstrcat(pool, "/places/", place, "/workbench", NULL)
                 : sc_admin_item_path(record, pool);
}

static const char *tag_of(const void *record, apr_pool_t *pool)
{
    return apr_psprintf(pool, "\"v%" APR_INT64_T_FMT "\"", ((const sc_record_t *)record)->version);
}

void sc_admin_set_tag(sc_admin_t *admin, const void *record)
{
    apr_table_setn(admin->request->r->headers_out, "ETag", tag_of(record, admin->request->r->pool));
}

/* Whether one of the tags is the version's; compressing modules put an ending of theirs to it. */
static int names_version(const char *tags, const void *stored, apr_pool_t *pool)
{
    const char *own = tag_of(stored, pool);
    size_t length = strlen(own) - 1;
    char *rest = apr_pstrdup(pool, tags), *tag, *last;

    for (tag = apr_strtok(rest, ", \t", &last); tag; tag = apr_strtok(NULL, ", \t", &last)) {
        if (strcmp(tag, "*") == 0 ||
            (strncmp(tag, own, length) == 0 && (tag[length] == '"' || tag[length] == '-'))) {
            return 1;
        }
    }
    return 0;
}

int sc_admin_check_tag(sc_admin_t *admin, const void *stored)
{
    request_rec *r = admin->request->r;
    const char *sent = apr_table_get(r->headers_in, "If-Match");

    if (!sent) {
        sc_problem_add(admin->problems, NULL, "if_match",
                       N_("The header If-Match with the item’s ETag is missing."), NULL);
        return HTTP_PRECONDITION_REQUIRED;
    }
    if (names_version(sent, stored, r->pool)) {
        return OK;
    }
    sc_admin_set_tag(admin, stored);
    sc_problem_add(admin->problems, NULL, "changed",
                   N_("Somebody else has changed the item meanwhile."), NULL);
    return HTTP_PRECONDITION_FAILED;
}

/* Reads what a slug refers to, once. */
static void name_one(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *entity, const char *slug,
                     apr_hash_t *named)
{
    void *record;

    if (slug && apr_hash_count(named) < NAMED_MOST && !sc_find(named, slug) &&
        sc_read_item(db, pool, entity, slug, &record) == APR_SUCCESS) {
        apr_hash_set(named, slug, APR_HASH_KEY_STRING, record);
    }
}

static void name_all_of(sc_db_t *db, apr_pool_t *pool, const sc_entity_t *target,
                        const void *record, apr_hash_t *named)
{
    const sc_entity_t *entity = sc_record_entity(record);

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->target != target || !sc_field_is_set(field, record)) {
            continue;
        }
        if (field->type == SC_TYPE_REFERENCE) {
            name_one(db, pool, target, sc_field_text(field, record), named);
            continue;
        }
        const apr_array_header_t *slugs =
            field->type == SC_TYPE_REFERENCES ? sc_field_list(field, record) : NULL;
        for (int j = 0; j < SC_COUNT(slugs); j++) {
            name_one(db, pool, target, APR_ARRAY_IDX(slugs, j, const char *), named);
        }
    }
}

static void push_values(apr_array_header_t *records, apr_hash_t *named, apr_pool_t *pool)
{
    for (apr_hash_index_t *entry = apr_hash_first(pool, named); entry;
         entry = apr_hash_next(entry)) {
        APR_ARRAY_PUSH(records, const void *) = apr_hash_this_val(entry);
    }
}

/* A place that is not stored, or not any more, has the name that it says itself. */
static void name_itself(const sc_admin_t *admin, const void *record, apr_hash_t *labels)
{
    const sc_place_t *place = record;

    if (record && sc_record_entity(record) == &sc_place && place->slug &&
        !apr_hash_get(labels, place->slug, APR_HASH_KEY_STRING)) {
        apr_hash_set(labels, place->slug, APR_HASH_KEY_STRING,
                     sc_label_of(&admin->request->view, place));
    }
}

sc_named_t sc_admin_named(sc_admin_t *admin, sc_db_t *db, const apr_array_header_t *records)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *known = apr_array_make(pool, 16, sizeof(const void *));
    sc_named_t named = {.labels = apr_hash_make(pool),
                        .partnerships = apr_hash_make(pool),
                        .organizations = apr_hash_make(pool),
                        .networks = apr_hash_make(pool),
                        .persons = apr_hash_make(pool)};

    SC_EACH(const void, record, records) {
        if (record) {
            APR_ARRAY_PUSH(known, const void *) = record;
            name_all_of(db, pool, &sc_partnership, record, named.partnerships);
            name_all_of(db, pool, &sc_organization, record, named.organizations);
            name_all_of(db, pool, &sc_network, record, named.networks);
            name_all_of(db, pool, &sc_person, record, named.persons);
        }
    }
    push_values(known, named.partnerships, pool);
    sc_load_labels(db, pool, known, named.labels);
    for (int i = 0; i < records->nelts; i++) {
        name_itself(admin, APR_ARRAY_IDX(records, i, const void *), named.labels);
    }
    return named;
}

void sc_admin_name_problems(sc_admin_t *admin, sc_db_t *db, sc_named_t *named)
{
    apr_pool_t *pool = admin->request->r->pool;
    apr_array_header_t *records = apr_array_make(pool, 4, sizeof(const void *));

    named->items = apr_hash_make(pool);
    for (int i = 0; i < admin->problems->items->nelts; i++) {
        const char *path = APR_ARRAY_IDX(admin->problems->items, i, sc_problem_t).field;
        const char *slash = path ? strchr(path, '/') : NULL;
        const sc_entity_t *entity =
            slash ? sc_entity_of_collection(apr_pstrmemdup(pool, path, (apr_size_t)(slash - path)))
                  : NULL;
        const char *address = entity ? apr_pstrmemdup(pool, path, strcspn(path, ".")) : NULL;
        void *record;

        if (address &&
            sc_read_item(db, pool, entity, strchr(address, '/') + 1, &record) == APR_SUCCESS) {
            apr_hash_set(named->items, address, APR_HASH_KEY_STRING, record);
            APR_ARRAY_PUSH(records, const void *) = record;
        }
    }
    sc_load_labels(db, pool, records, named->labels);
}

sc_named_t sc_admin_named_of(sc_admin_t *admin, sc_db_t *db, const apr_array_header_t *changes,
                             const apr_array_header_t *drafts)
{
    apr_array_header_t *records = apr_array_make(admin->request->r->pool, 64, sizeof(const void *));

    SC_EACH(const sc_change_t, change, changes) {
        APR_ARRAY_PUSH(records, const void *) = change->before;
        APR_ARRAY_PUSH(records, const void *) = change->after;
    }
    SC_EACH(const sc_draft_t, draft, drafts) {
        APR_ARRAY_PUSH(records, const void *) = draft->record;
        APR_ARRAY_PUSH(records, const void *) = draft->current;
        APR_ARRAY_PUSH(records, const void *) = draft->moved;
    }
    return sc_admin_named(admin, db, records);
}
