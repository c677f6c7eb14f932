#include "support.h"

#include "model/problem.h"

static const sc_problem_t *problem_at(const sc_problems_t *problems, int i)
{
    return &APR_ARRAY_IDX(problems->items, i, sc_problem_t);
}

static void a_sentence_gets_its_values(void **state)
{
    const char *const arguments[] = {"value", "{limit}", "limit", "9", NULL};

    assert_string_equal(sc_fill("{value} of {limit}, {limit}", arguments, *state),
                        "{limit} of 9, 9");
    assert_string_equal(sc_fill("nothing", arguments, *state), "nothing");
    assert_string_equal(sc_fill("", arguments, *state), "");
}

static void an_unknown_placeholder_stays(void **state)
{
    const char *const arguments[] = {"value", "x", NULL};

    assert_string_equal(sc_fill("{other} {val} {values} {value", arguments, *state),
                        "{other} {val} {values} {value");
    assert_string_equal(sc_fill("{ {value} }{}", arguments, *state), "{ x }{}");
}

static void problems_keep_their_arguments(void **state)
{
    sc_problems_t *problems = sc_problems_new(*state);
    char value[] = "before";

    sc_problem_add(problems, "established", "not_a_date", "“{value}” is wrong", "value", value,
                   NULL);
    strcpy(value, "after!");
    assert_string_equal(sc_problem_english(problem_at(problems, 0), *state), "“before” is wrong");
    sc_problem_add(problems, NULL, "about_nothing", "{x}", NULL);
    assert_null(problem_at(problems, 1)->field);
    assert_non_null(problem_at(problems, 1)->arguments);
}

static void problems_in_parts_name_the_part(void **state)
{
    sc_problems_t *problems = sc_problems_new(*state);
    sc_problems_t name = sc_problems_within(problems, "names", 2);
    int i;

    for (i = 0; i < 20; i++) {
        sc_problem_add(&name, i ? "lang" : NULL, "required", "This must be filled in.", NULL);
    }
    sc_problem_add(problems, "slug", "required", "This must be filled in.", NULL);
    assert_int_equal(problems->items->nelts, 21);
    assert_string_equal(problem_at(problems, 0)->field, "names[2]");
    assert_string_equal(problem_at(problems, 19)->field, "names[2].lang");
    assert_string_equal(problem_at(problems, 20)->field, "slug");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sentence_gets_its_values),
        TEST(an_unknown_placeholder_stays),
        TEST(problems_keep_their_arguments),
        TEST(problems_in_parts_name_the_part),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
