/* Names, words, dates and numbers of people: what is folded stays folded, what is read is
 * canonical. */
#include "foreign.h"
#include "language/reading/date.h"
#include "language/reading/number.h"
#include "language/reading/plain.h"
#include "model/text/edtf.h"
#include "model/text/utf8.h"
#include "store/record/search.h"

#include <string.h>

static void check_readings(const char *text, apr_pool_t *pool)
{
    sc_foreign_t *foreign = sc_foreign_create(pool);
    const char *country = sc_foreign_country(foreign, text);
    sc_date_t date;

    FUZZ_PROMISE(!country || strlen(country) == 2);
    for (int order = SC_READ_DAY_FIRST; order <= SC_READ_YEAR_FIRST; order++) {
        const char *read = sc_read_date(foreign, text, (sc_reading_e)order, pool);

        FUZZ_PROMISE(!read || sc_edtf_parse(read, &date) == APR_SUCCESS);
    }
    for (int reading = SC_READ_COMMA_GROUPS; reading <= SC_READ_DOT_GROUPS; reading++) {
        const char *number = sc_read_number(text, (sc_reading_e)reading, pool);

        FUZZ_PROMISE(!number || strspn(number, "-0123456789.") == strlen(number));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    const char *text = fuzz_text(data, size, pool);
    const apr_array_header_t *terms;
    const char *plain;

    if (strlen(text) != size || !sc_utf8_is_clean(text, size)) {
        return 0; /* nothing else is ever read as a name */
    }
    plain = sc_plain_text(text, pool);
    FUZZ_PROMISE(sc_utf8_is_clean(plain, strlen(plain)));
    FUZZ_PROMISE(sc_utf8_is_clean(sc_fold(text, pool), strlen(sc_fold(text, pool))));
    for (const char *at = sc_fold_ascii(text, pool); *at; at++) {
        FUZZ_PROMISE((unsigned char)*at < 0x80);
    }
    terms = sc_search_terms(sc_fold(text, pool), pool);
    FUZZ_PROMISE(terms->nelts <= SC_TERM_LIMIT);
    for (int i = 0; i < terms->nelts; i++) {
        const char *term = APR_ARRAY_IDX(terms, i, const char *);

        FUZZ_PROMISE(sc_utf8_length(term) <= SC_KEY_LIMIT);
        FUZZ_PROMISE(strcmp(sc_search_end(term, pool), term) > 0);
    }
    check_readings(text, pool);
    return 0;
}
