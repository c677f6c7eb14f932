/* What any cell of any field says is either refused or comes back the same from what is exported.
 */
#include "fuzz.h"
#include "model/cell.h"

#include <string.h>

static void read_write_read(const sc_field_t *field, const char *cell, apr_pool_t *pool)
{
    void *record = sc_record_new(&sc_place, pool);
    sc_problems_t *problems = sc_problems_new(pool);
    const char *written;

    if (!sc_cell_read(field, record, cell, pool, problems)) {
        FUZZ_PROMISE(problems->items->nelts > 0);
        return;
    }
    written = sc_cell_write(field, record, pool);
    record = sc_record_new(&sc_place, pool);
    FUZZ_PROMISE(sc_cell_read(field, record, written, pool, problems));
    FUZZ_PROMISE(strcmp(written, sc_cell_write(field, record, pool)) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    char *cell = fuzz_text(data, size, pool);
    int i;

    for (i = 0; i < sc_place.field_count; i++) {
        read_write_read(&sc_place.fields[i], cell, pool);
    }
    return 0;
}
