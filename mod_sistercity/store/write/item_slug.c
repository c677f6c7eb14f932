#include "store/write/write.h"

#include "language/collate.h"
#include "model/text/notation.h"

#include <apr_md5.h>
#include <apr_strings.h>
#include <string.h>

/* Hexadecimal digits that stand for what was cut off. */
#define DIGEST_DIGITS 8

/** What tells an item from others of its kind: the fields whose texts are joined. */
typedef struct recipe_t {
    const sc_entity_t *entity;
    const char *fields[4];
    int needs_first; /* the first field must give something */
} recipe_t;

static const recipe_t recipes[] = {
    {&sc_place, {"name", "country"}, 1},
    {&sc_organization, {"name", "place"}, 1},
    {&sc_partnership, {"parties", "type"}, 1},
    {&sc_agreement, {"partnership", "kind", "date"}, 1},
    {&sc_approval, {"partnership", "body", "date"}, 1},
    {&sc_step, {"partnership", "status", "date"}, 1},
    {&sc_activity, {"partnership", "title", "start"}, 1},
    {&sc_gift, {"partnership", "object"}, 1},
    {&sc_source, {"partnership", "place", "field"}, 0},
    {&sc_claim, {"place", "partner", "number"}, 1},
    {&sc_network, {"name"}, 1},
    {&sc_membership, {"network", "place"}, 1},
    {&sc_term, {"type", "country", "region", "lang"}, 1},
    {&sc_seeking, {"place"}, 1},
    {&sc_guide, {"texts"}, 1},
    {&sc_story, {"texts", "date"}, 1},
    {&sc_template, {"texts"}, 1},
    {&sc_person, {"name"}, 1},
    {&sc_award, {"name", "place", "partnership", "date"}, 1},
};

static const recipe_t *recipe_of(const sc_entity_t *entity)
{
    const recipe_t *recipe = recipes;

    while (recipe->entity != entity) {
        recipe++;
    }
    return recipe;
}

/* The first reference of each part (a party's place), joined. */
static const char *text_of_parts(const sc_field_t *field, const void *record, apr_pool_t *pool)
{
    const apr_array_header_t *parts = sc_field_list(field, record);
    apr_array_header_t *slugs = apr_array_make(pool, parts->nelts, sizeof(const char *));

    for (int i = 0; i < parts->nelts; i++) {
        const char *slug =
            sc_field_text(&field->target->fields[0], APR_ARRAY_IDX(parts, i, void *));

        if (slug) {
            APR_ARRAY_PUSH(slugs, const char *) = slug;
        }
    }
    return apr_array_pstrcat(pool, slugs, '-');
}

static const char *text_of(const sc_field_t *field, const void *record, apr_pool_t *pool)
{
    if (!sc_field_is_set(field, record)) {
        return "";
    }
    if (field->type == SC_TYPE_PARTS && sc_entity_field(field->target, "title")) {
        return text_of(sc_entity_field(field->target, "title"),
                       SC_AT(sc_field_list(field, record), 0, void), pool);
    }
    if (field->type == SC_TYPE_PARTS) {
        return text_of_parts(field, record, pool);
    }
    if (field->type == SC_TYPE_INTEGER) {
        return apr_psprintf(pool, "%" APR_INT64_T_FMT, sc_field_integer(field, record));
    }
    /* Sister cities are what most partnerships are: their addresses need not say so. */
    if (field == sc_entity_field(&sc_partnership, "type") &&
        strcmp(sc_field_text(field, record), "sister") == 0) {
        return "";
    }
    return sc_fold_ascii(sc_field_text(field, record), pool);
}

/* A text of slug characters that is longer than a slug may be: cut, with a digest of it all. */
static const char *cut(const char *text, apr_pool_t *pool)
{
    unsigned char digest[APR_MD5_DIGESTSIZE];
    apr_size_t room = SC_SLUG_LIMIT - DIGEST_DIGITS - 1;

    apr_md5(digest, text, strlen(text));
    while (room > 0 && text[room - 1] == '-') {
        room--;
    }
    return apr_psprintf(pool, "%.*s-%02x%02x%02x%02x", (int)room, text, digest[0], digest[1],
                        digest[2], digest[3]);
}

/* Joins by hyphens what is left of each text when only slug characters count. */
static const char *join(const char *slug, const char *text, apr_pool_t *pool)
{
    char *clean = apr_palloc(pool, strlen(text) + 1);
    char *to = clean;

    for (; *text; text++) {
        char letter = *text >= 'A' && *text <= 'Z' ? (char)(*text + ('a' - 'A')) : *text;

        if ((letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9')) {
            *to++ = letter;
        }
        else if (to > clean && to[-1] != '-') {
            *to++ = '-';
        }
    }
    to -= to > clean && to[-1] == '-';
    *to = '\0';
    return *clean && *slug ? apr_pstrcat(pool, slug, "-", clean, NULL) : (*clean ? clean : slug);
}

static const char *plain_slug(const void *record, apr_pool_t *pool)
{
    const sc_entity_t *entity = sc_record_entity(record);
    const recipe_t *recipe = recipe_of(entity);
    const char *slug = "";

    for (int i = 0; i < 4 && recipe->fields[i]; i++) {
        slug = join(slug, text_of(sc_entity_field(entity, recipe->fields[i]), record, pool), pool);
        if (i == 0 && recipe->needs_first && !*slug) {
            return NULL;
        }
    }
    if (!*slug) {
        return NULL;
    }
    return strlen(slug) <= SC_SLUG_LIMIT ? slug : cut(slug, pool);
}

const char *sc_place_slug_made(const sc_place_t *place, apr_pool_t *pool)
{
    static const char *const chinese[] = {"CN", "TW", "HK", "MO", "SG"};
    sc_place_t *named = sc_record_new(&sc_place, pool);
    unsigned char digest[APR_MD5_DIGESTSIZE];

    if (!place->name || !*place->name) {
        return NULL;
    }
    apr_md5(digest, place->name, strlen(place->name));
    named->country = place->country;
    named->name = apr_psprintf(pool, "place %u",
                               ((unsigned)digest[0] << 24 | (unsigned)digest[1] << 16 |
                                (unsigned)digest[2] << 8 | digest[3]) %
                                   100000000U);
    for (apr_size_t i = 0; place->country && i < sizeof(chinese) / sizeof(chinese[0]); i++) {
        if (strcmp(chinese[i], place->country) == 0) {
            named->name = sc_fold_pinyin(place->name, pool);
        }
    }
    return plain_slug(named, pool);
}

const char *sc_item_slug_numbered(const char *slug, int number, apr_pool_t *pool)
{
    const char *text = apr_psprintf(pool, "%s-%d", slug, number);

    return strlen(text) <= SC_SLUG_LIMIT ? text : cut(text, pool);
}

const char *sc_item_slug(const void *record, int number, apr_pool_t *pool)
{
    const char *slug = plain_slug(record, pool);

    return slug && number > 1 ? sc_item_slug_numbered(slug, number, pool) : slug;
}
