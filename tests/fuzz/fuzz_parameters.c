/* Whatever an address asks, each of its parameters is within its bounds or is named in a problem.
 */
#include "fuzz.h"
#include "httpd/answer/parameters.h"
#include "model/text/edtf.h"
#include "model/text/notation.h"

#include <apr_lib.h>
#include <string.h>

/* httpd's own. */
void ap_str_toupper(char *text);
void ap_str_toupper(char *text)
{
    for (; *text; text++) {
        *text = (char)apr_toupper(*text);
    }
}

static void check(const sc_parameters_t *parameters, const apr_array_header_t *languages)
{
    const sc_query_t *query = &parameters->query;
    int is_offered = !parameters->lang;
    sc_date_t date;

    for (int i = 0; i < languages->nelts && parameters->lang; i++) {
        is_offered |= strcmp(APR_ARRAY_IDX(languages, i, const char *), parameters->lang) == 0;
    }
    FUZZ_PROMISE(is_offered);
    FUZZ_PROMISE(parameters->heading >= 0 && parameters->heading <= 6);
    FUZZ_PROMISE(parameters->limit >= 0 && parameters->limit <= 1000);
    FUZZ_PROMISE(!query->place || sc_slug_is_valid(query->place));
    FUZZ_PROMISE(!query->as_of || sc_edtf_parse(query->as_of, &date) == APR_SUCCESS);
    FUZZ_PROMISE(!parameters->css_class || !strpbrk(parameters->css_class, "<>\"'&"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const tags[] = {"en", "lt", "zh-Hant"};
    apr_pool_t *pool = fuzz_pool();
    const char *arguments = fuzz_text(data, size, pool);
    apr_array_header_t *languages = apr_array_make(pool, 3, sizeof(const char *));

    for (int i = 0; i < 3; i++) {
        APR_ARRAY_PUSH(languages, const char *) = tags[i];
    }
    for (const sc_route_t *route = sc_public_routes; route->pattern; route++) {
        sc_problems_t *problems = sc_problems_new(pool);
        sc_parameters_t parameters = {0};
        int count =
            sc_parameters_read(arguments, route, size % 2 == 1, languages, &parameters, problems);

        FUZZ_PROMISE(count == problems->items->nelts);
        for (int i = 0; i < count; i++) {
            FUZZ_PROMISE(
                sc_problem_english(&APR_ARRAY_IDX(problems->items, i, sc_problem_t), pool));
        }
        check(&parameters, languages);
    }
    return 0;
}
