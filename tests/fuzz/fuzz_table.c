/* Whatever table somebody sends, in any encoding, a look at it shows clean text and proposes what
 * can be. */
#include "foreign.h"
#include "language/charset.h"
#include "model/text/utf8.h"
#include "store/import/plan.h"

#include <string.h>

static void check_columns(const sc_look_t *look)
{
    for (int i = 0; look->columns && i < look->columns->nelts; i++) {
        const sc_look_column_t *column = &APR_ARRAY_IDX(look->columns, i, sc_look_column_t);

        FUZZ_PROMISE(sc_utf8_is_clean(column->heading, strlen(column->heading)));
        FUZZ_PROMISE(column->values->nelts <= SC_LOOK_VALUES);
        FUZZ_PROMISE(column->suggested.role != SC_COLUMN_FIELD || column->suggested.field);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const sc_entity_t *const entities[] = {&sc_place, &sc_partnership, &sc_activity};
    apr_pool_t *pool = fuzz_pool();
    sc_foreign_t *foreign = sc_foreign_create(pool);
    int encodings = 0;
    sc_import_shape_t shape = {0};
    apr_size_t length = size;
    const char *text;
    sc_look_t look;

    while (sc_charsets[encodings].name) {
        encodings++;
    }
    /* The last byte chooses the encoding. */
    text = sc_charset_to_utf8(&sc_charsets[size ? data[size - 1] % encodings : 0],
                              fuzz_text(data, size, pool), &length, pool);
    if (!text) {
        return 0;
    }
    FUZZ_PROMISE(text[length] == '\0');
    for (int i = 0; i < 3; i++) {
        FUZZ_PROMISE(sc_import_look(text, length, &shape, pool, &look) == APR_SUCCESS);
        shape = sc_import_suggest_shape(entities[i], &look, foreign, pool);
        FUZZ_PROMISE(sc_import_look(text, length, &shape, pool, &look) == APR_SUCCESS);
        sc_import_suggest_columns(entities[i], &shape, &look, foreign, pool);
        check_columns(&look);
        memset(&shape, 0, sizeof(shape));
    }
    return 0;
}
