#include "model/slug.h"

#include <string.h>

static int is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

int sc_slug_is_valid(const char *text)
{
    apr_size_t i;

    for (i = 0; text[i]; i++) {
        int is_inner_hyphen = text[i] == '-' && i > 0 && text[i - 1] != '-' && text[i + 1] != '\0';

        if (i >= SC_SLUG_LIMIT || !(is_letter_or_digit(text[i]) || is_inner_hyphen)) {
            return 0;
        }
    }
    return i > 0;
}

/* Cuts at the last hyphen within the limit, so that no word is cut in two unless it fills all. */
static apr_size_t cut_length(const char *slug, apr_size_t length)
{
    apr_size_t cut;

    if (length <= SC_SLUG_LIMIT) {
        return length;
    }
    for (cut = SC_SLUG_LIMIT; cut > 0; cut--) {
        if (slug[cut] == '-') {
            return cut;
        }
    }
    return SC_SLUG_LIMIT;
}

const char *sc_slug_make(const char *folded, apr_pool_t *pool)
{
    char *slug = apr_palloc(pool, strlen(folded) + 1);
    apr_size_t length = 0;
    int is_word_over = 0;

    for (; *folded; folded++) {
        char c = *folded >= 'A' && *folded <= 'Z' ? (char)(*folded - 'A' + 'a') : *folded;

        if (!is_letter_or_digit(c)) {
            is_word_over = 1;
            continue;
        }
        if (is_word_over && length > 0) {
            slug[length++] = '-';
        }
        slug[length++] = c;
        is_word_over = 0;
    }
    length = cut_length(slug, length);
    slug[length] = '\0';
    return length > 0 ? slug : NULL;
}
