/* Whatever Wikidata's query service is said to have given, statements have ids and dates that are
 * such. */
#include "fuzz.h"
#include "model/text/edtf.h"
#include "store/import/wikidata/result.h"

#include <string.h>

static void on_fault(void *baton, const wikidata_at_t *at, const sc_problems_t *problems)
{
    (void)at;
    for (int i = 0; i < problems->items->nelts; i++) {
        FUZZ_PROMISE(sc_problem_english(&APR_ARRAY_IDX(problems->items, i, sc_problem_t), baton) !=
                     NULL);
    }
}

static void check_date(const char *text)
{
    sc_date_t date;

    FUZZ_PROMISE(!text || sc_edtf_parse(text, &date) == APR_SUCCESS);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool(), *scratch;
    const char *text = fuzz_text(data, size, pool);
    const apr_array_header_t *statements;

    if (!wikidata_is_result(text, size, pool)) {
        return 0;
    }
    apr_pool_create(&scratch, pool);
    statements = wikidata_read(text, size, pool, scratch, on_fault, pool);
    for (int i = 0; i < statements->nelts; i++) {
        const wikidata_statement_t *statement =
            APR_ARRAY_IDX(statements, i, const wikidata_statement_t *);

        FUZZ_PROMISE(statement->key && *statement->place.id == 'Q' &&
                     *statement->partner.id == 'Q');
        check_date(statement->start);
        check_date(statement->end);
    }
    return 0;
}
