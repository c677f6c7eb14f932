/* Whatever body a form comes in, what is read of it is clean text, and a file lies within the body.
 */
#include "fuzz.h"
#include "httpd/form/multipart.h"
#include "model/text/utf8.h"

#include <string.h>

static void check(const sc_input_t *input)
{
    FUZZ_PROMISE(input->nelts <= SC_INPUT_FIELDS_MOST);
    for (int i = 0; i < input->nelts; i++) {
        const sc_typed_t *typed = &APR_ARRAY_IDX(input, i, sc_typed_t);

        FUZZ_PROMISE(strlen(typed->name) <= SC_INPUT_NAME_LIMIT);
        FUZZ_PROMISE(sc_utf8_is_clean(typed->name, strlen(typed->name)));
        FUZZ_PROMISE(sc_utf8_is_clean(typed->value, strlen(typed->value)));
        FUZZ_PROMISE(!strchr(typed->value, '\r'));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    const char *body = fuzz_text(data, size, pool), *why = NULL;
    const char *type = apr_pstrcat(pool, "multipart/form-data; boundary=",
                                   apr_pstrmemdup(pool, body + 2, size > 4 ? 2 : 0), NULL);
    const sc_input_t *input = sc_input_read(body, size, &why, pool);
    sc_multipart_t parts;

    FUZZ_PROMISE(input || why);
    if (input) {
        check(input);
    }
    /* The body's own beginning, "--xy", names its boundary; or the usual one stands there. */
    if (sc_multipart_read(type, body, size, &parts, pool) ||
        sc_multipart_read("multipart/form-data; boundary=\"b\"", body, size, &parts, pool)) {
        check(parts.fields);
        FUZZ_PROMISE(parts.length == 0 ||
                     (parts.file >= body && parts.file + parts.length <= body + size));
    }
    return 0;
}
