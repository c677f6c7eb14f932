#include "httpd/answer/shown.h"

/* FNV-1a, 32 bits (draft-eastlake-fnv). */
#define FNV_BASIS 2166136261u
#define FNV_PRIME 16777619u

static apr_uint32_t mix(apr_uint32_t hash, unsigned char byte)
{
    return (hash ^ byte) * FNV_PRIME;
}

apr_uint32_t sc_shown_group(const char *page, apr_int64_t id)
{
    apr_uint32_t hash = FNV_BASIS;
    size_t i;

    for (; *page; page++) {
        hash = mix(hash, (unsigned char)*page);
    }
    for (i = 0; i < sizeof(id); i++) {
        hash = mix(hash, (unsigned char)(id >> (8 * i)));
    }
    return (hash ^ hash >> 16) % SC_SHOWN_GROUPS;
}

void sc_shown_add(sc_shown_t *shown, const char *page, apr_int64_t id)
{
    if (shown->count < SC_SHOWN_MOST) {
        shown->groups[shown->count++] = sc_shown_group(page, id);
    }
}
