/* No file makes the CSV reader lose its footing: lines only go up, cells are ended texts. */
#include "fuzz.h"
#include "language/table/csv_file.h"

#include <string.h>

static int on_row(void *baton, const sc_csv_row_t *row)
{
    int *line = baton;
    apr_size_t length = 0;
    int i;

    FUZZ_PROMISE(row->line > *line);
    *line = row->line;
    for (i = 0; i < row->count; i++) {
        length += strlen(row->cells + length) + 1;
    }
    FUZZ_PROMISE(length == row->length);
    return 1;
}

static void on_fault(void *baton, const sc_csv_fault_t *fault)
{
    (void)baton;
    FUZZ_PROMISE(fault->line >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    int line = 0;
    sc_csv_reader_t reader = {on_row, on_fault, &line, 0, 0};

    FUZZ_PROMISE(sc_csv_read_text((const char *)data, size, &reader, pool) == APR_SUCCESS);
    return 0;
}
