/* A tag that is accepted is canonical; whatever a browser asks for, it gets a language that is
 * offered. */
#include "fuzz.h"
#include "language/language.h"
#include "model/text/notation.h"

#include <string.h>

static const sc_languages_t *languages_of_all(void)
{
    static sc_languages_t *languages;
    static apr_pool_t *pool;

    if (!languages && (apr_pool_create(&pool, NULL) != APR_SUCCESS ||
                       sc_languages_create(&languages, pool) != APR_SUCCESS)) {
        abort();
    }
    return languages;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    const char *text = fuzz_text(data, size, pool);
    apr_array_header_t *offered = apr_array_make(pool, 4, sizeof(const char *));
    char tag[SC_LANGUAGE_TAG_LIMIT + 1], again[SC_LANGUAGE_TAG_LIMIT + 1];
    const sc_language_t *language;

    if (sc_language_tag_read(text, tag)) {
        FUZZ_PROMISE(strcasecmp(tag, text) == 0);
        FUZZ_PROMISE(sc_language_tag_read(tag, again) && strcmp(tag, again) == 0);
    }
    APR_ARRAY_PUSH(offered, const char *) = "lt";
    APR_ARRAY_PUSH(offered, const char *) = "en";
    APR_ARRAY_PUSH(offered, const char *) = "zh-Hant";
    APR_ARRAY_PUSH(offered, const char *) = "pt";
    language = sc_languages_negotiate(languages_of_all(), offered, text);
    FUZZ_PROMISE(language && strstr("lt en zh-Hant pt", sc_language_tag(language)));
    return 0;
}
