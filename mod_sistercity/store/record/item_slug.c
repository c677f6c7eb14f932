#include "store/record/item_slug.h"

#include "store/import/import_private.h"

const char *sc_item_slug(const void *record, int number, apr_pool_t *pool)
{
    const char *slug = import_slug_make(record, pool);

    return slug && number > 1 ? import_slug_number(slug, number, pool) : slug;
}
