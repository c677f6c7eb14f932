/* Whatever JSON is sent becomes a record that validates, or problems. */
#include "fuzz.h"
#include "model/value.h"
#include "store/record/json_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    apr_pool_t *pool = fuzz_pool();
    sc_problems_t *problems = sc_problems_new(pool);
    const char *error = NULL;
    json_t *json = sc_json_parse((const char *)data, size, &error, pool);
    int i;

    if (!json) {
        FUZZ_PROMISE(error != NULL);
        return 0;
    }
    for (i = 0; sc_entities[i]; i++) {
        void *record = sc_record_new(sc_entities[i], pool);

        sc_json_record_read(json, record, pool, problems);
        sc_validate(record, problems);
    }
    for (i = 0; i < problems->items->nelts; i++) {
        const sc_problem_t *problem = &APR_ARRAY_IDX(problems->items, i, sc_problem_t);

        FUZZ_PROMISE(sc_problem_english(problem, pool) != NULL);
    }
    json_decref(json);
    return 0;
}
