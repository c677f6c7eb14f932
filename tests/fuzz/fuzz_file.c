/* Whatever is uploaded is of a type that is kept, or of none; a picture without what it says of
 * itself is of the same type, not larger, and has nothing more to lose. */
#include "fuzz.h"
#include "store/files/files.h"

#include <string.h>

static void check_bare(const sc_file_type_t *type, const char *bytes, apr_size_t size,
                       apr_pool_t *pool)
{
    const char *bare = bytes, *barer;
    apr_size_t length = size, shorter;

    if (sc_content_bare(&bare, &length, type, pool) != APR_SUCCESS) {
        return;
    }
    FUZZ_PROMISE(length <= size);
    barer = bare;
    shorter = length;
    FUZZ_PROMISE(sc_content_bare(&barer, &shorter, type, pool) == APR_SUCCESS);
    FUZZ_PROMISE(shorter == length && memcmp(bare, barer, length) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const media[] = {"image/png", "image/jpeg", "image/webp", "application/pdf"};
    static unsigned runs;
    apr_pool_t *pool = fuzz_pool();
    const char *bytes = fuzz_text(data, size, pool);
    const sc_file_type_t *type = NULL;

    for (size_t i = 0; i < sizeof(media) / sizeof(media[0]); i++) {
        const sc_file_type_t *each = sc_file_type_of_media(media[i]);

        if (each) {
            check_bare(each, bytes, size, pool);
        }
    }
    /* libmagic reads all that it knows each time. */
    if (runs++ % 64 == 0) {
        FUZZ_PROMISE(sc_content_type(bytes, size, &type) == APR_SUCCESS);
        FUZZ_PROMISE(!type || sc_file_type_of(sc_content_name(bytes, size, type, pool)) == type);
    }
    return 0;
}
