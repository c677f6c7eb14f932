/* No text gets out of where it stands in HTML; Markdown makes no script. */
#include "fuzz.h"
#include "model/text/utf8.h"
#include "present/write/html.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    char *text = fuzz_text(data, size, pool);
    sc_buffer_t *out = sc_buffer_new(pool, 0);
    sc_view_t view = {.pool = pool};

    sc_html(out, "%t", text);
    FUZZ_PROMISE(strpbrk(out->data, "<>\"'") == NULL);
    out = sc_buffer_new(pool, 0);
    sc_html(out, "%u", text);
    FUZZ_PROMISE(strpbrk(out->data, "<>\"'") == NULL);
    FUZZ_PROMISE(strncasecmp(out->data, "javascript:", 11) != 0);
    if (sc_utf8_is_clean(text, strlen(text))) {
        out = sc_buffer_new(pool, 0);
        sc_html_markdown(out, &view, text, 2);
        FUZZ_PROMISE(strstr(out->data, "<script") == NULL);
    }
    return 0;
}
