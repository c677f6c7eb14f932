/* A date that is accepted is canonical, has a span that is in order, and sorts within it. */
#include "fuzz.h"
#include "model/text/edtf.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    char *text = fuzz_text(data, size, pool);
    char first[11], last[11];
    sc_date_t date;

    if (sc_edtf_parse(text, &date) != APR_SUCCESS) {
        return 0;
    }
    FUZZ_PROMISE(strcmp(sc_edtf_text(&date, pool), text) == 0);
    sc_edtf_span(&date, first, last);
    FUZZ_PROMISE(strcmp(first, last) <= 0);
    FUZZ_PROMISE(strlen(text) <= SC_EDTF_LIMIT);
    return 0;
}
