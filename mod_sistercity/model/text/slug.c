#include "model/text/slug.h"

#include <apr.h>

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
