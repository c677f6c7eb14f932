#include "view/merge.h"

#include "view/change.h"

#include <apr_strings.h>
#include <string.h>

/* Fields that say nothing without another. */
static const struct {
    const sc_entity_t *entity;
    const char *field, *lead;
} pairs[] = {{&sc_place, "longitude", "latitude"},
             {&sc_place, "population_year", "population"},
             {&sc_place, "ended_by", "ended"}};

/* The language of a name that nobody has said the language of (BCP 47). */
static const char undetermined[] = "und";

const sc_field_t *sc_merge_lead(const sc_entity_t *entity, const sc_field_t *field)
{
    for (size_t i = 0; i < SC_LENGTH(pairs); i++) {
        if (pairs[i].entity == entity && strcmp(pairs[i].field, field->name) == 0) {
            return sc_entity_field(entity, pairs[i].lead);
        }
    }
    return field;
}

sc_merge_fate_e sc_merge_fate(const sc_field_t *field, const void *kept, const void *other)
{
    const sc_field_t *lead = sc_merge_lead(sc_record_entity(kept), field);

    if (field->type == SC_TYPE_SLUG ||
        (!sc_field_is_set(field, other) && !sc_field_is_set(lead, other)) ||
        (sc_field_is_equal(field, kept, other) && sc_field_is_equal(lead, kept, other))) {
        return SC_MERGE_STAYS;
    }
    if (!sc_field_is_set(field, kept) && !sc_field_is_set(lead, kept)) {
        return SC_MERGE_TAKEN;
    }
    return sc_field_is_list(field) ? SC_MERGE_JOINED : SC_MERGE_CONFLICT;
}

/* What two parts are the same by: the text of a name, the place of a party, the name of a file, the
 * language of what is told in it. */
static const char *identity_of(const void *part)
{
    static const char *const fields[] = {"text", "place", "name", "lang"};
    const char *identity = NULL;

    for (size_t i = 0; !identity && i < SC_LENGTH(fields); i++) {
        identity = sc_record_text(part, fields[i]);
    }
    return identity ? identity : "";
}

/* @return identity -> part; a network may have thousands of parties */
static apr_hash_t *by_identity(const apr_array_header_t *parts, apr_pool_t *pool)
{
    apr_hash_t *found = apr_hash_make(pool);

    for (int i = 0; i < SC_COUNT(parts); i++) {
        apr_hash_set(found, identity_of(SC_AT(parts, i, void)), APR_HASH_KEY_STRING,
                     SC_AT(parts, i, void));
    }
    return found;
}

static void *copy_of(const void *record, apr_pool_t *pool)
{
    return apr_pmemdup(pool, record, sc_record_entity(record)->size);
}

/* The part with what only the other one says. */
static void *fill_part(const void *part, const void *other, apr_pool_t *pool)
{
    const sc_entity_t *entity = sc_record_entity(part);
    void *filled = copy_of(part, pool);

    for (int i = 0; i < entity->field_count; i++) {
        if (sc_merge_fate(&entity->fields[i], part, other) == SC_MERGE_TAKEN) {
            sc_field_take(&entity->fields[i], filled, other);
        }
    }
    return filled;
}

static apr_array_header_t *join_parts(const apr_array_header_t *kept,
                                      const apr_array_header_t *other, apr_pool_t *pool)
{
    apr_array_header_t *parts =
        apr_array_make(pool, SC_COUNT(kept) + SC_COUNT(other) + 1, sizeof(void *));
    apr_hash_t *own = by_identity(kept, pool), *theirs = by_identity(other, pool);

    SC_EACH(void, part, kept) {
        const void *same = sc_find(theirs, identity_of(part));

        APR_ARRAY_PUSH(parts, void *) = same ? fill_part(part, same, pool) : part;
    }
    SC_EACH(void, part, other) {
        if (!sc_find(own, identity_of(part))) {
            APR_ARRAY_PUSH(parts, void *) = part;
        }
    }
    return parts;
}

static apr_array_header_t *join_texts(const apr_array_header_t *kept,
                                      const apr_array_header_t *other, apr_pool_t *pool)
{
    apr_array_header_t *texts =
        apr_array_make(pool, SC_COUNT(kept) + SC_COUNT(other) + 1, sizeof(const char *));

    for (int i = 0; i < SC_COUNT(kept); i++) {
        APR_ARRAY_PUSH(texts, const char *) = SC_AT(kept, i, const char);
    }
    for (int i = 0; i < SC_COUNT(other); i++) {
        if (!sc_has_text(kept, SC_AT(other, i, const char))) {
            APR_ARRAY_PUSH(texts, const char *) = SC_AT(other, i, const char);
        }
    }
    return texts;
}

static void join(const sc_field_t *field, void *after, const void *other, apr_pool_t *pool)
{
    const apr_array_header_t *own = sc_field_list(field, after);
    const apr_array_header_t *theirs = sc_field_list(field, other);

    sc_field_set_list(field, after,
                      field->type == SC_TYPE_PARTS ? join_parts(own, theirs, pool)
                                                   : join_texts(own, theirs, pool));
}

/* Adds the name that is not the place's any more, unless it stands there. */
static void keep_name(sc_place_t *after, const char *text, apr_pool_t *pool)
{
    sc_name_t *name;

    if (!text || strcmp(text, after->name) == 0 || sc_find(by_identity(after->names, pool), text)) {
        return;
    }
    name = sc_record_new(&sc_name, pool);
    name->text = text;
    name->lang = undetermined;
    after->names = join_parts(after->names, NULL, pool);
    APR_ARRAY_PUSH(after->names, void *) = name;
}

void *sc_merge_of(const void *kept, const void *other, const apr_array_header_t *take,
                  apr_pool_t *pool)
{
    const sc_entity_t *entity = sc_record_entity(kept);
    void *after = copy_of(kept, pool);

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];
        sc_merge_fate_e fate = sc_merge_fate(field, kept, other);

        if (fate == SC_MERGE_JOINED) {
            join(field, after, other, pool);
        }
        else if (fate == SC_MERGE_TAKEN ||
                 (fate == SC_MERGE_CONFLICT && take &&
                  sc_has_text(take, sc_merge_lead(entity, field)->name))) {
            sc_field_take(field, after, other);
        }
    }
    if (entity == &sc_place) {
        keep_name(after, ((const sc_place_t *)other)->name, pool);
        keep_name(after, ((const sc_place_t *)kept)->name, pool);
    }
    return after;
}
