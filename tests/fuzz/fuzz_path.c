/* Whatever stands in an address leads to at most one route, whose path for the item is that
 * address. */
#include "fuzz.h"
#include "httpd/answer/input.h"
#include "httpd/answer/route.h"
#include "model/text/notation.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const sc_route_t *const tables[] = {sc_public_routes, sc_admin_files, NULL};
    apr_pool_t *pool = fuzz_pool();
    char *path = sc_input_decode(fuzz_text(data, size, pool), size, pool);
    const char *slug = NULL;
    const sc_route_t *route = path ? sc_route_find(tables, path, &slug, pool) : NULL;

    if (!route) {
        return 0;
    }
    FUZZ_PROMISE(!slug || sc_slug_is_valid(slug));
    FUZZ_PROMISE(strcmp(sc_route_path(route, slug, pool), path) == 0);
    FUZZ_PROMISE(sc_route_formats(route) != 0);
    return 0;
}
