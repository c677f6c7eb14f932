#include "httpd/answer/terms.h"

#include "httpd/server/kept.h"
#include "store/load/load.h"

static apr_status_t fill(void *context, apr_pool_t *pool, void *value)
{
    return sc_load_all_terms(context, pool, value);
}

apr_status_t sc_terms_take(sc_request_t *request, sc_db_t *db)
{
    const void *terms;

    SC_TRY(sc_kept_take(request->server->terms, request->server->process->scratch, request->mark,
                        "", request->r->pool, sizeof(sc_terms_t), fill, db, &terms));
    request->view.terms = terms;
    return APR_SUCCESS;
}
