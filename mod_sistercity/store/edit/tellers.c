#include "store/edit/edit.h"

#include "store/edit/audit.h"
#include "store/edit/item.h"
#include "store/record/read.h"
#include "store/record/references.h"
#include "store/record/related.h"

#include <apr_strings.h>
#include <string.h>

/* The stories that name an item, or what belongs to it; each `?` is its id. */
static const struct {
    const sc_entity_t *entity;
    const char *stories;
    int ids;
} tellings[] = {
    {&sc_place, "SELECT \"story_id\" FROM \"story_places\" WHERE \"target_id\" = ?", 1},
    {&sc_activity, "SELECT \"story_id\" FROM \"story_activities\" WHERE \"target_id\" = ?", 1},
    {&sc_partnership,
     "SELECT \"story_id\" FROM \"story_partnerships\" WHERE \"target_id\" = ? UNION "
     "SELECT s.\"story_id\" FROM \"activities\" a JOIN \"story_activities\" s ON s.\"target_id\" "
     "= a.\"id\" WHERE a.\"partnership_id\" = ?",
     2}};

apr_status_t sc_edit_tellers(sc_db_t *db, apr_pool_t *pool, const void *item,
                             apr_array_header_t **stories)
{
    const sc_record_t *record = item;
    const sc_arg_t id = sc_arg_integer(record->id);
    const sc_arg_t args[] = {id, id};

    *stories = apr_array_make(pool, 1, sizeof(void *));
    for (size_t i = 0; i < SC_LENGTH(tellings); i++) {
        if (tellings[i].entity == record->entity) {
            return sc_related_select(db, pool, &sc_story, tellings[i].stories, args,
                                     tellings[i].ids, stories);
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_edit_users(sc_db_t *db, apr_pool_t *pool, const void *item, int most,
                           apr_array_header_t **records)
{
    const sc_record_t *record = item;
    apr_array_header_t *users;

    *records = apr_array_make(pool, 4, sizeof(void *));
    SC_TRY(sc_reference_users(db, pool, record->entity, record->id, &sc_story, most, &users));
    SC_EACH_OF(const sc_reference_user_t, user, users) {
        apr_array_header_t *id = apr_array_make(pool, 1, sizeof(apr_int64_t)), *read;

        APR_ARRAY_PUSH(id, apr_int64_t) = user->id;
        SC_TRY(sc_read_by_ids(db, pool, user->entity, id, &read));
        apr_array_cat(*records, read);
    }
    return APR_SUCCESS;
}

static const char *key_of(const sc_entity_t *entity, const char *slug, apr_pool_t *pool)
{
    return apr_pstrcat(pool, entity->collection, "/", slug, NULL);
}

/* Whether one of the records is the item of this address. */
static int is_named(apr_hash_t *gone, const sc_field_t *field, const char *slug, apr_pool_t *pool)
{
    return apr_hash_get(gone, key_of(field->target, slug, pool), APR_HASH_KEY_STRING) != NULL;
}

/* Takes out of the story what is gone. */
static void forget(void *story, apr_hash_t *gone, apr_pool_t *pool)
{
    for (int i = 0; i < sc_story.field_count; i++) {
        const sc_field_t *field = &sc_story.fields[i];
        const apr_array_header_t *slugs =
            field->type == SC_TYPE_REFERENCES ? sc_field_list(field, story) : NULL;
        apr_array_header_t *left = apr_array_make(pool, 4, sizeof(const char *));

        SC_EACH(const char, slug, slugs) {
            if (!is_named(gone, field, slug, pool)) {
                APR_ARRAY_PUSH(left, const char *) = slug;
            }
        }
        if (left->nelts < SC_COUNT(slugs)) {
            sc_field_set_list(field, story, left);
        }
    }
}

static apr_status_t forget_in_stories(sc_editing_t *editing, const void *item,
                                      const apr_array_header_t *belongings,
                                      const apr_array_header_t *stories)
{
    apr_hash_t *gone = apr_hash_make(editing->pool);

    apr_hash_set(gone, key_of(sc_record_entity(item), sc_record_slug(item), editing->pool),
                 APR_HASH_KEY_STRING, item);
    SC_EACH(const void, one, belongings) {
        apr_hash_set(gone, key_of(sc_record_entity(one), sc_record_slug(one), editing->pool),
                     APR_HASH_KEY_STRING, one);
    }
    SC_EACH(const void, before, stories) {
        void *story = apr_pmemdup(editing->pool, before, sc_story.size);

        forget(story, gone, editing->pool);
        SC_TRY(sc_item_put(editing, story, before));
    }
    return APR_SUCCESS;
}

apr_status_t sc_item_withdraw(sc_editing_t *editing, void *item)
{
    apr_array_header_t *stories, *belongings;
    apr_int64_t first;

    SC_TRY(sc_edit_tellers(editing->db, editing->pool, item, &stories));
    if (stories->nelts == 0) {
        return sc_item_remove(editing, item, NULL);
    }
    SC_TRY(sc_edit_belongings(editing->db, editing->pool, item, &belongings));
    SC_TRY(sc_read_next_id(editing->db, editing->pool, "changes", &first));
    SC_TRY(forget_in_stories(editing, item, belongings, stories));
    SC_TRY(sc_item_remove(editing, item, belongings));
    return sc_audit_set_batch(editing->db, editing->pool, first, editing->out->change);
}
