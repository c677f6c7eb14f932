#include "store/load/contents.h"

#include "store/load/load.h"
#include "store/record/related.h"

apr_status_t sc_load_contents(sc_db_t *db, apr_pool_t *pool, const sc_content_t *contents,
                              int count, apr_int64_t id, void *dossier, apr_hash_t *labels)
{
    apr_array_header_t *all = apr_array_make(pool, 64, sizeof(void *));
    sc_arg_t arg = sc_arg_integer(id);

    for (int i = 0; i < count; i++) {
        apr_array_header_t **member = (void *)((char *)dossier + contents[i].member);

        SC_TRY(sc_related_select(db, pool, contents[i].entity, contents[i].sql, &arg, 1, member));
        apr_array_cat(all, *member);
    }
    return sc_load_labels(db, pool, all, labels);
}
