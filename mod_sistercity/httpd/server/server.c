#include "httpd/server/server.h"

#include <apr_shm.h>
#include <string.h>

sc_server_t *sc_server_of(const server_rec *server)
{
    return ap_get_module_config(server->module_config, &sistercity_module);
}

int sc_server_is_ready(const sc_server_t *server)
{
    return server->process && server->process->languages && server->gate;
}

void *sc_server_share(server_rec *main, apr_size_t size, const char *without, apr_pool_t *pool)
{
    apr_shm_t *memory;
    apr_status_t rv = apr_shm_create(&memory, size, NULL, pool);

    if (rv != APR_SUCCESS) {
        ap_log_error(APLOG_MARK, APLOG_WARNING, rv, main, "%s", without);
        return NULL;
    }
    return memset(apr_shm_baseaddr_get(memory), 0, size);
}
