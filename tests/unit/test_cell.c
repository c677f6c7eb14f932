#include "support.h"

#include "model/cell.h"
#include "model/entity.h"
#include "model/text/utf8.h"
#include "model/value.h"
#include "model/vocabulary.h"

#include <math.h>

/* A fixed sequence of pseudo-random numbers: a failure can be repeated. */
static unsigned next_random(unsigned *seed, unsigned below)
{
    *seed = *seed * 1103515245u + 12345u;
    return (*seed >> 16) % below;
}

/* What a text is put together from: all that has a meaning in cells, and what people write. */
static const char *const pieces[] = {
    "|", ";", "=",      "\\",      "'",     "\"",  ",",      "=1+1", "+",
    "-", "@", ";kind=", "; to=",   "text=", "a",   "平塚市", "ž",    "5",
    ".", " ", "🌸",     ";place=", "\\|",   "ja=", "e1"};

static const char *random_line(apr_pool_t *pool, unsigned *seed, apr_int64_t limit)
{
    const char *text = "";
    unsigned count = 1 + next_random(seed, 6);
    apr_size_t length;

    while (count--) {
        text = apr_pstrcat(pool, text,
                           pieces[next_random(seed, sizeof(pieces) / sizeof(pieces[0]))], NULL);
    }
    length = sc_utf8_prefix(text, (apr_size_t)limit);
    text = sc_utf8_trim(text, &length);
    return length ? apr_pstrmemdup(pool, text, length) : "x";
}

static const char *one_of(unsigned *seed, const char *const *texts, unsigned count)
{
    return texts[next_random(seed, count)];
}

#define ONE_OF(seed, ...)                                                                          \
    one_of(seed, (const char *const[]){__VA_ARGS__},                                               \
           sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static const char *random_text(const sc_field_t *field, apr_pool_t *pool, unsigned *seed)
{
    switch (field->type) {
    case SC_TYPE_TEXT:
        return random_line(pool, seed, field->limit);
    case SC_TYPE_MARKDOWN:
        return apr_pstrcat(pool, random_line(pool, seed, 40), "\n\n",
                           random_line(pool, seed, field->limit), NULL);
    case SC_TYPE_DATE:
        return ONE_OF(seed, "1959", "1955-12", "2019-02-22", "195X~", "19XX", "1959%");
    case SC_TYPE_WORD:
    case SC_TYPE_WORDS:
        return field->vocabulary->words[next_random(seed, (unsigned)field->vocabulary->count)].word;
    case SC_TYPE_URL:
        return ONE_OF(seed, "https://example.org/a;b=c?d=e", "https://example.org/a;title=x",
                      "http://example.org/平塚市");
    case SC_TYPE_COUNTRY:
    case SC_TYPE_COUNTRIES:
        return ONE_OF(seed, "LT", "JP", "XK");
    case SC_TYPE_LANGUAGE:
    case SC_TYPE_LANGUAGES:
        return ONE_OF(seed, "lt", "ja-Latn", "zh-Hant-TW");
    case SC_TYPE_CURRENCY:
        return ONE_OF(seed, "EUR", "JPY");
    case SC_TYPE_WIKIDATA:
        return ONE_OF(seed, "Q1", "Q4115712");
    default:
        return ONE_OF(seed, "kaunas-lt", "a", "boston-us-kyoto-jp-2");
    }
}

static void *random_record(const sc_entity_t *entity, apr_pool_t *pool, unsigned *seed);

static apr_array_header_t *random_list(const sc_field_t *field, apr_pool_t *pool, unsigned *seed)
{
    apr_array_header_t *list = apr_array_make(pool, 3, sizeof(void *));
    unsigned count = 1 + next_random(seed, 3);

    while (count--) {
        if (field->type == SC_TYPE_PARTS) {
            APR_ARRAY_PUSH(list, void *) = random_record(field->target, pool, seed);
        }
        else {
            APR_ARRAY_PUSH(list, const char *) = random_text(field, pool, seed);
        }
    }
    return list;
}

static void set_random(const sc_field_t *field, void *record, apr_pool_t *pool, unsigned *seed)
{
    double fraction = next_random(seed, 30000) / 29999.0;
    double span = (double)(field->limit - field->least);

    if (sc_field_is_list(field)) {
        sc_field_set_list(field, record, random_list(field, pool, seed));
    }
    else if (sc_field_is_text(field)) {
        sc_field_set_text(field, record, random_text(field, pool, seed));
    }
    else if (field->type == SC_TYPE_REAL) {
        sc_field_set_real(field, record, (double)field->least + fraction * span);
    }
    else {
        sc_field_set_integer(field, record, field->least + (apr_int64_t)(fraction * span));
    }
}

static void *random_record(const sc_entity_t *entity, apr_pool_t *pool, unsigned *seed)
{
    void *record = sc_record_new(entity, pool);
    int i;

    for (i = 0; i < entity->field_count; i++) {
        if ((entity->fields[i].flags & SC_REQUIRED) || next_random(seed, 2)) {
            set_random(&entity->fields[i], record, pool, seed);
        }
    }
    return record;
}

static int is_same(const sc_field_t *field, const void *one, const void *other, apr_pool_t *pool);

static int is_same_list(const sc_field_t *field, const apr_array_header_t *one,
                        const apr_array_header_t *other, apr_pool_t *pool)
{
    int i, j;

    if (SC_COUNT(one) != SC_COUNT(other)) {
        return 0;
    }
    for (i = 0; i < SC_COUNT(one); i++) {
        if (field->type != SC_TYPE_PARTS) {
            if (strcmp(SC_AT(one, i, const char), SC_AT(other, i, const char)) != 0) {
                return 0;
            }
            continue;
        }
        for (j = 0; j < field->target->field_count; j++) {
            if (!is_same(&field->target->fields[j], SC_AT(one, i, void), SC_AT(other, i, void),
                         pool)) {
                return 0;
            }
        }
    }
    return 1;
}

static int is_same(const sc_field_t *field, const void *one, const void *other, apr_pool_t *pool)
{
    const char *one_text, *other_text;

    if (sc_field_is_list(field)) {
        return is_same_list(field, sc_field_list(field, one), sc_field_list(field, other), pool);
    }
    if (field->type == SC_TYPE_REAL && sc_field_is_set(field, one)) {
        return sc_field_real(field, one) == sc_field_real(field, other);
    }
    one_text = sc_value_to_text(field, one, pool);
    other_text = sc_value_to_text(field, other, pool);
    return one_text && other_text ? strcmp(one_text, other_text) == 0 : one_text == other_text;
}

static void check_round_trip(const sc_field_t *field, const void *record, apr_pool_t *pool)
{
    sc_problems_t *problems = sc_problems_new(pool);
    void *copy = sc_record_new(sc_record_entity(record), pool);
    const char *cell = sc_cell_write(field, record, pool);

    if (!sc_cell_read(field, copy, cell, pool, problems)) {
        fail_msg("%s: %s is refused: %s", field->name, cell,
                 sc_problem_english(&APR_ARRAY_IDX(problems->items, 0, sc_problem_t), pool));
    }
    if (!is_same(field, record, copy, pool)) {
        fail_msg("%s: %s comes back as %s", field->name, cell, sc_cell_write(field, copy, pool));
    }
    if (strchr("=+-@\t\r", cell[0]) && cell[0] && !(field->type == SC_TYPE_REAL)) {
        assert_true(cell[0] == '-' && strspn(cell + 1, "0123456789.e") == strlen(cell + 1));
    }
}

static void every_value_of_every_field_comes_back(void **state)
{
    unsigned seed = 1959;
    int round, e, f;

    for (round = 0; round < 300; round++) {
        apr_pool_t *pool;

        apr_pool_create(&pool, *state);
        for (e = 0; sc_entities[e]; e++) {
            void *record = random_record(sc_entities[e], pool, &seed);

            for (f = 0; f < sc_entities[e]->field_count; f++) {
                check_round_trip(&sc_entities[e]->fields[f], record, pool);
            }
        }
        apr_pool_destroy(pool);
    }
}

/* The cell that a text field has. */
static const char *text_cell(apr_pool_t *pool, const char *text)
{
    sc_place_t *place = sc_record_new(&sc_place, pool);

    place->name = text;
    return sc_cell_write(sc_entity_field(&sc_place, "name"), place, pool);
}

static void formulas_are_defused(void **state)
{
    apr_pool_t *pool = *state;

    assert_string_equal(text_cell(pool, "=HYPERLINK(\"x\")"), "'=HYPERLINK(\"x\")");
    assert_string_equal(text_cell(pool, "+370 37"), "'+370 37");
    assert_string_equal(text_cell(pool, "-1+1"), "'-1+1");
    assert_string_equal(text_cell(pool, "@SUM(A1)"), "'@SUM(A1)");
    assert_string_equal(text_cell(pool, "'=1"), "''=1");
    assert_string_equal(text_cell(pool, "'Aiea"), "'Aiea");
    assert_string_equal(text_cell(pool, "a=1"), "a=1");
    assert_string_equal(text_cell(pool, "-5"), "-5");
}

static void negative_numbers_are_not_formulas(void **state)
{
    sc_place_t *place = sc_record_new(&sc_place, *state);

    place->longitude = -71.06;
    assert_string_equal(sc_cell_write(sc_entity_field(&sc_place, "longitude"), place, *state),
                        "-71.06");
}

static const sc_place_t *read_names(apr_pool_t *pool, const char *cell)
{
    sc_place_t *place = sc_record_new(&sc_place, pool);
    sc_problems_t *problems = sc_problems_new(pool);

    if (!sc_cell_read(sc_entity_field(&sc_place, "names"), place, cell, pool, problems)) {
        fail_msg("%s is refused: %s", cell,
                 sc_problem_english(&APR_ARRAY_IDX(problems->items, 0, sc_problem_t), pool));
    }
    return place;
}

static void names_are_written_as_promised(void **state)
{
    apr_pool_t *pool = *state;
    const sc_place_t *place = read_names(pool, "ja=平塚市;kind=official|ja-latn=Hiratsuka");
    const sc_name_t *name = SC_AT(place->names, 0, sc_name_t);

    assert_int_equal(place->names->nelts, 2);
    assert_string_equal(name->lang, "ja");
    assert_string_equal(name->text, "平塚市");
    assert_string_equal(name->kind, "official");
    assert_string_equal(SC_AT(place->names, 1, sc_name_t)->lang, "ja-Latn");
    assert_string_equal(sc_cell_write(sc_entity_field(&sc_place, "names"), place, pool),
                        "ja=平塚市;kind=official|ja-Latn=Hiratsuka");
}

static void peoples_own_texts_pass_as_they_are(void **state)
{
    apr_pool_t *pool = *state;
    const sc_place_t *place =
        read_names(pool, " lt = Kaunas; miestas = x \\o/ ; kind=short ; from=1990 ");
    const sc_name_t *name = SC_AT(place->names, 0, sc_name_t);

    assert_string_equal(name->text, "Kaunas; miestas = x \\o/");
    assert_string_equal(name->kind, "short");
    assert_string_equal(name->from, "1990");
}

static void parties_are_slugs_in_a_row(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_t *partnership = sc_record_new(&sc_partnership, pool);
    const sc_field_t *field = sc_entity_field(&sc_partnership, "parties");
    const char *cell = "boston-us|kyoto-jp;term=姉妹都市;term_lang=ja";

    assert_true(sc_cell_read(field, partnership, cell, pool, sc_problems_new(pool)));
    assert_int_equal(partnership->parties->nelts, 2);
    assert_string_equal(SC_AT(partnership->parties, 1, sc_party_t)->term, "姉妹都市");
    assert_string_equal(sc_cell_write(field, partnership, pool), cell);
}

/* The problems of a cell that is refused, as "field:code field:code". */
static const char *refused(apr_pool_t *pool, const sc_entity_t *entity, const char *name,
                           const char *cell)
{
    sc_problems_t *problems = sc_problems_new(pool);
    void *record = sc_record_new(entity, pool);
    const sc_field_t *field = sc_entity_field(entity, name);
    const char *all = "";
    int i;

    assert_false(sc_cell_read(field, record, cell, pool, problems));
    assert_false(sc_field_is_set(field, record));
    for (i = 0; i < problems->items->nelts; i++) {
        const sc_problem_t *problem = &APR_ARRAY_IDX(problems->items, i, sc_problem_t);

        all = apr_pstrcat(pool, all, i ? " " : "", problem->field, ":", problem->code, NULL);
    }
    return all;
}

static void each_unreadable_part_is_named(void **state)
{
    apr_pool_t *pool = *state;

    assert_string_equal(refused(pool, &sc_place, "names", "lt=Kaunas|Kowno|xxxx=K"),
                        "names[1]:no_language names[2].lang:not_a_language");
    assert_string_equal(refused(pool, &sc_partnership, "parties", "boston-us|Kyoto"),
                        "parties[1].place:not_a_slug");
    assert_string_equal(refused(pool, &sc_partnership, "parties", "boston-us||kyoto-jp|"),
                        "parties:empty parties:empty");
    assert_string_equal(refused(pool, &sc_partnership, "fields", "culture|football"),
                        "fields:unknown_word");
    assert_string_equal(refused(pool, &sc_place, "names", "lt=Kaunas;kind=short;kind=official"),
                        "names[0].kind:repeated");
    assert_string_equal(refused(pool, &sc_place, "names", "lt=|=Kaunas"),
                        "names[0].text:required names[1].lang:required");
    assert_string_equal(refused(pool, &sc_place, "names", "\x19"), "names[0].text:not_text");
    assert_string_equal(refused(pool, &sc_partnership, "parties", ";term=x|kyoto-jp"),
                        "parties[0].place:required");
    assert_string_equal(refused(pool, &sc_place, "population", "8,912"),
                        "population:not_an_integer");
}

static void an_empty_cell_makes_the_field_absent(void **state)
{
    apr_pool_t *pool = *state;
    sc_partnership_t *partnership = sc_record_new(&sc_partnership, pool);
    int i;

    for (i = 0; i < sc_partnership.field_count; i++) {
        const sc_field_t *field = &sc_partnership.fields[i];

        assert_string_equal(sc_cell_write(field, partnership, pool), "");
        assert_true(sc_cell_read(field, partnership, " \xC2\xA0", pool, sc_problems_new(pool)));
        assert_false(sc_field_is_set(field, partnership));
    }
}

/* Whatever bytes a cell has, reading it ends in a value or a problem; a value is written so that it
 * reads the same. */
static void nothing_in_a_cell_does_harm(void **state)
{
    unsigned seed = 7;
    int round;

    for (round = 0; round < 5000; round++) {
        const sc_entity_t *entity = sc_entities[next_random(&seed, 10)];
        const sc_field_t *field =
            &entity->fields[next_random(&seed, (unsigned)entity->field_count)];
        apr_pool_t *pool;
        sc_problems_t *problems;
        void *record;
        const char *cell;

        apr_pool_create(&pool, *state);
        problems = sc_problems_new(pool);
        record = sc_record_new(entity, pool);
        cell = apr_pstrcat(pool, random_line(pool, &seed, 100), next_random(&seed, 4) ? "" : "\xFF",
                           next_random(&seed, 4) ? "" : "\\", NULL);
        if (sc_cell_read(field, record, cell, pool, problems)) {
            assert_int_equal(problems->items->nelts, 0);
            check_round_trip(field, record, pool);
        }
        else {
            assert_true(problems->items->nelts > 0);
        }
        apr_pool_destroy(pool);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_value_of_every_field_comes_back), TEST(formulas_are_defused),
        TEST(negative_numbers_are_not_formulas),     TEST(names_are_written_as_promised),
        TEST(peoples_own_texts_pass_as_they_are),    TEST(parties_are_slugs_in_a_row),
        TEST(each_unreadable_part_is_named),         TEST(an_empty_cell_makes_the_field_absent),
        TEST(nothing_in_a_cell_does_harm),
    };

    return cmocka_run_group_tests(tests, start_apr, stop_apr);
}
