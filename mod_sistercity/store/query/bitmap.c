#include "store/query/bitmap.h"

#include <roaring/roaring.h>
#include <string.h>

/* How many ids of a list are added at once. */
#define BATCH 1024

/* What CRoaring's portable form begins with where no container is of runs. Runs that somebody made
 * up could lead it beyond its memory. */
static const unsigned char cookie[] = {0x3a, 0x30, 0, 0};

static apr_status_t free_bitmap(void *bitmap)
{
    roaring_bitmap_free(bitmap);
    return APR_SUCCESS;
}

static sc_bitmap_t *owned(roaring_bitmap_t *bitmap, apr_pool_t *pool)
{
    apr_pool_cleanup_register(pool, bitmap, free_bitmap, apr_pool_cleanup_null);
    return bitmap;
}

sc_bitmap_t *sc_bitmap_new(apr_pool_t *pool)
{
    return owned(roaring_bitmap_create(), pool);
}

apr_int64_t sc_bitmap_add_list(sc_bitmap_t *bitmap, const char *list, const sc_bitmap_t *among)
{
    uint32_t ids[BATCH];
    apr_int64_t count = 0;
    size_t gathered = 0;

    while (list && *list) {
        apr_uint64_t id = 0;

        for (; *list >= '0' && *list <= '9'; list++) {
            id = id * 10 + (apr_uint64_t)(*list - '0');
        }
        list += *list ? 1 : 0;
        count++;
        if (!among || roaring_bitmap_contains(among, (uint32_t)id)) {
            ids[gathered++] = (uint32_t)id;
        }
        if (gathered == BATCH) {
            roaring_bitmap_add_many(bitmap, gathered, ids);
            gathered = 0;
        }
    }
    roaring_bitmap_add_many(bitmap, gathered, ids);
    return count;
}

void sc_bitmap_unite(sc_bitmap_t *bitmap, const sc_bitmap_t *other)
{
    roaring_bitmap_or_inplace(bitmap, other);
}

void sc_bitmap_intersect(sc_bitmap_t *bitmap, const sc_bitmap_t *other)
{
    roaring_bitmap_and_inplace(bitmap, other);
}

void sc_bitmap_subtract(sc_bitmap_t *bitmap, const sc_bitmap_t *other)
{
    roaring_bitmap_andnot_inplace(bitmap, other);
}

int sc_bitmap_has(const sc_bitmap_t *bitmap, apr_int64_t id)
{
    return roaring_bitmap_contains(bitmap, (uint32_t)id);
}

apr_int64_t sc_bitmap_count(const sc_bitmap_t *bitmap)
{
    return (apr_int64_t)roaring_bitmap_get_cardinality(bitmap);
}

apr_int64_t sc_bitmap_count_common(const sc_bitmap_t *bitmap, const sc_bitmap_t *other)
{
    return (apr_int64_t)roaring_bitmap_and_cardinality(bitmap, other);
}

apr_int64_t sc_bitmap_last(const sc_bitmap_t *bitmap)
{
    return roaring_bitmap_maximum(bitmap);
}

int sc_bitmap_is_empty(const sc_bitmap_t *bitmap)
{
    return roaring_bitmap_is_empty(bitmap);
}

apr_array_header_t *sc_bitmap_ids(const sc_bitmap_t *bitmap, apr_pool_t *pool)
{
    int count = (int)sc_bitmap_count(bitmap);
    apr_array_header_t *ids = apr_array_make(pool, count + 1, sizeof(apr_int64_t));
    uint32_t *all = apr_palloc(pool, (apr_size_t)(count + 1) * sizeof(*all));

    roaring_bitmap_to_uint32_array(bitmap, all);
    for (int i = 0; i < count; i++) {
        APR_ARRAY_PUSH(ids, apr_int64_t) = all[i];
    }
    return ids;
}

const char *sc_bitmap_bytes(const sc_bitmap_t *bitmap, apr_size_t *size, apr_pool_t *pool)
{
    char *bytes = apr_palloc(pool, roaring_bitmap_portable_size_in_bytes(bitmap));

    *size = roaring_bitmap_portable_serialize(bitmap, bytes);
    return bytes;
}

sc_bitmap_t *sc_bitmap_of_bytes(const char *bytes, apr_size_t size, apr_int64_t count,
                                apr_pool_t *pool)
{
    roaring_bitmap_t *bitmap = NULL;

    /* CRoaring tells of a size that does not fit on the standard error stream. */
    if (size >= sizeof(cookie) && memcmp(bytes, cookie, sizeof(cookie)) == 0 &&
        roaring_bitmap_portable_deserialize_size(bytes, size) == size) {
        bitmap = roaring_bitmap_portable_deserialize_safe(bytes, size);
    }
    if (!bitmap) {
        return NULL;
    }
    owned(bitmap, pool);
    return sc_bitmap_count(bitmap) == count ? bitmap : NULL;
}
