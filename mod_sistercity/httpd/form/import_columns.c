#include "httpd/form/import_reading.h"

#include "model/text/edtf.h"
#include "model/text/notation.h"
#include "model/vocabulary.h"

#include <apr_strings.h>
#include <string.h>

/* How many foreign words of one column a person can be asked about. */
#define WORDS_MOST 20

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* What a column may be taken for besides the collection's fields. */
static const struct {
    const sc_entity_t *entity;
    sc_column_role_e role;
    const char *label;
} roles[] = {
    {&sc_place, SC_COLUMN_READING, N_("How the name is read: its address is made of that")},
    {&sc_partnership, SC_COLUMN_PARTNER, N_("Partner, by its name")},
    {&sc_partnership, SC_COLUMN_PARTNER_COUNTRY, N_("Country of the partner")},
    {&sc_partnership, SC_COLUMN_PLACE, N_("The other place, by its name")},
    {&sc_partnership, SC_COLUMN_PLACE_COUNTRY, N_("Country of the other place")}};

/* What the cells of a column are, as far as it matters for reading them. */
typedef enum { OTHERS, NUMBERS, PLACES, COUNTRIES, DATES } kind_e;

static const struct {
    kind_e kind;
    sc_reading_e reading;
    const char *label; /* of dates: the name of the order */
} readings[] = {{NUMBERS, SC_READ_COMMA_GROUPS, N_("1,234.5: commas between groups")},
                {NUMBERS, SC_READ_DOT_GROUPS, N_("1.234,5: points between groups")},
                {PLACES, SC_READ_NAMES, N_("as names of places")},
                {COUNTRIES, SC_READ_NAMES, N_("as names of countries, in any language")},
                {DATES, SC_READ_DAY_FIRST, N_("day first")},
                {DATES, SC_READ_MONTH_FIRST, N_("month first")},
                {DATES, SC_READ_YEAR_FIRST, N_("year first")}};

static apr_array_header_t *targets(const import_reading_t *reading)
{
    const sc_entity_t *entity = reading->page->entity;
    apr_array_header_t *options = import_options(reading);

    import_offer(reading, options, "", N_("leave it out"));
    for (size_t i = 0; i < COUNT(roles); i++) {
        if (roles[i].entity == entity) {
            import_offer(reading, options, sc_column_role_name(roles[i].role), roles[i].label);
        }
    }
    for (size_t i = 0; i < (size_t)entity->field_count; i++) {
        import_offer(reading, options, entity->fields[i].name, entity->fields[i].label);
    }
    return options;
}

/* What the value of a column's select means. */
static void match_named(const sc_entity_t *entity, const char *name, sc_import_match_t *match)
{
    *match = (sc_import_match_t){SC_COLUMN_LEFT_OUT, NULL, SC_READ_AS_IS, NULL};
    for (size_t i = 0; i < COUNT(roles); i++) {
        if (roles[i].entity == entity && strcmp(sc_column_role_name(roles[i].role), name) == 0) {
            match->role = roles[i].role;
            return;
        }
    }
    match->field = sc_entity_field(entity, name);
    match->role = match->field ? SC_COLUMN_FIELD : SC_COLUMN_LEFT_OUT;
}

static const char *match_name(const sc_import_match_t *match)
{
    return match->role == SC_COLUMN_FIELD ? match->field->name : sc_column_role_name(match->role);
}

int import_is_place(const sc_import_match_t *match)
{
    return match->field && match->field->type == SC_TYPE_REFERENCE &&
           match->field->target == &sc_place;
}

static kind_e kind_of(const sc_import_match_t *match)
{
    if (match->role == SC_COLUMN_PARTNER_COUNTRY || match->role == SC_COLUMN_PLACE_COUNTRY) {
        return COUNTRIES;
    }
    if (!match->field) {
        return OTHERS;
    }
    switch (match->field->type) {
    case SC_TYPE_COUNTRY:
        return COUNTRIES;
    case SC_TYPE_INTEGER:
    case SC_TYPE_REAL:
        return NUMBERS;
    case SC_TYPE_DATE:
        return DATES;
    default:
        return import_is_place(match) ? PLACES : OTHERS;
    }
}

/* The first country or date that is not as our own files have it, or NULL. */
static const char *first_foreign(const sc_look_column_t *column, kind_e kind)
{
    sc_date_t date;

    for (int i = 0; i < column->values->nelts; i++) {
        const char *value = APR_ARRAY_IDX(column->values, i, const char *);

        if (kind == COUNTRIES ? !sc_country_is_known(value)
                              : sc_edtf_parse(value, &date) != APR_SUCCESS) {
            return value;
        }
    }
    return NULL;
}

static int can_read_all(const import_reading_t *reading, const sc_look_column_t *column,
                        sc_reading_e order)
{
    for (int i = 0; i < column->values->nelts; i++) {
        if (!sc_read_date(reading->foreign, APR_ARRAY_IDX(column->values, i, const char *), order,
                          reading->pool)) {
            return 0;
        }
    }
    return 1;
}

/* The only order in which all dates of the column can be read; SC_READ_AS_IS if several could be or
 * none. */
static sc_reading_e suggest_order(const import_reading_t *reading, const sc_look_column_t *column)
{
    sc_reading_e found = SC_READ_AS_IS;

    for (int order = SC_READ_DAY_FIRST; order <= SC_READ_YEAR_FIRST; order++) {
        if (can_read_all(reading, column, order)) {
            if (found != SC_READ_AS_IS) {
                return SC_READ_AS_IS;
            }
            found = order;
        }
    }
    return found;
}

/* An order with what the first date becomes in it. */
static const char *order_label(const import_reading_t *reading, size_t i, const char *sample)
{
    const char *order = sc_text(reading->language, readings[i].label);
    const char *date = sc_read_date(reading->foreign, sample, readings[i].reading, reading->pool);

    return date ? sc_textf(reading->language, reading->pool, "{order}: {sample} becomes {date}",
                           "order", order, "sample", sample, "date", date, NULL)
                : sc_textf(reading->language, reading->pool, "{order}: {sample} cannot be read",
                           "order", order, "sample", sample, NULL);
}

/* Asks how the cells of a column are read, where there is anything to ask. */
static void ask_reading(import_reading_t *reading, int number, const sc_look_column_t *column,
                        sc_import_match_t *match, apr_array_header_t *asked)
{
    const char *name = apr_psprintf(reading->pool, "read[%d]", number);
    const char *chosen = import_said(reading, name);
    apr_array_header_t *options = import_options(reading);
    kind_e kind = kind_of(match);
    const char *foreign = first_foreign(column, kind);
    sc_reading_e shown = SC_READ_AS_IS;

    import_offer(reading, options, "", N_("as it stands"));
    for (size_t i = 0; i < COUNT(readings); i++) {
        const char *value = sc_reading_name(readings[i].reading);

        if (readings[i].kind != kind) {
            continue;
        }
        if (chosen && strcmp(chosen, value) == 0) {
            match->reading = readings[i].reading;
        }
        if (kind != DATES || foreign) {
            import_offer(reading, options, value,
                         kind == DATES ? order_label(reading, i, foreign) : readings[i].label);
        }
    }
    if (options->nelts == 1 || column->values->nelts == 0) {
        return;
    }
    if (match->reading != SC_READ_AS_IS || (chosen && !*chosen)) {
        shown = match->reading;
    }
    else if (kind == DATES) {
        shown = suggest_order(reading, column);
    }
    else if (kind == COUNTRIES && foreign) {
        shown = SC_READ_NAMES;
    }
    import_ask(asked, name, sc_text(reading->language, "How it is read"), NULL,
               sc_reading_name(shown), options);
}

/* Asks what each foreign word of a column means. */
static void ask_words(import_reading_t *reading, int number, const sc_look_column_t *column,
                      sc_import_match_t *match, apr_array_header_t *asked)
{
    const sc_vocabulary_t *vocabulary = match->field ? match->field->vocabulary : NULL;
    int count = 0;

    if (!vocabulary || match->field->type != SC_TYPE_WORD) {
        return;
    }
    match->words = apr_hash_make(reading->pool);
    for (int i = 0; i < column->values->nelts && count < WORDS_MOST; i++) {
        const char *value = APR_ARRAY_IDX(column->values, i, const char *);
        const char *name = apr_psprintf(reading->pool, "word[%d][%d]", number, i);
        const char *word = import_said(reading, name);

        if (sc_vocabulary_find(vocabulary, value) >= 0) {
            continue;
        }
        count++;
        import_ask(
            asked, name,
            sc_textf(reading->language, reading->pool, "“{word}” means", "word", value, NULL), NULL,
            word ? word : sc_import_suggest_word(vocabulary, value, reading->pool),
            import_word_options(reading, vocabulary));
        if (word && sc_vocabulary_find(vocabulary, word) >= 0) {
            apr_hash_set(match->words, value, APR_HASH_KEY_STRING, word);
        }
    }
}

int import_column_read(import_reading_t *reading, int number, const sc_look_column_t *look,
                       apr_array_header_t *matches, apr_array_header_t *columns)
{
    const sc_entity_t *entity = reading->page->entity;
    const char *chosen = import_said(reading, apr_psprintf(reading->pool, "column[%d]", number));
    apr_array_header_t *asked = apr_array_make(reading->pool, 1, sizeof(sc_import_choice_t));
    sc_import_match_t match;
    int is_decided = 1, is_suggested = 0;

    if (chosen) {
        match_named(entity, chosen, &match);
    }
    else if (!sc_import_match_own(entity, look->heading, &match)) {
        is_suggested = sc_import_suggest(entity, look->heading, &match, reading->pool);
        is_decided = 0;
    }
    ask_reading(reading, number, look, &match, asked);
    ask_words(reading, number, look, &match, asked);
    APR_ARRAY_PUSH(matches, sc_import_match_t) = match;
    APR_ARRAY_PUSH(columns, sc_import_column_t) = (sc_import_column_t){
        .heading = look->heading,
        .sample = look->values->nelts ? APR_ARRAY_IDX(look->values, 0, const char *) : NULL,
        .field = match_name(&match),
        .options = targets(reading),
        .is_suggested = is_suggested,
        .choices = asked};
    return is_decided;
}

int import_columns_check(import_reading_t *reading, const apr_array_header_t *matches)
{
    for (int i = 0; i < matches->nelts; i++) {
        const sc_import_match_t *one = &APR_ARRAY_IDX(matches, i, sc_import_match_t);

        for (int j = 0; j < i && one->role != SC_COLUMN_LEFT_OUT; j++) {
            const sc_import_match_t *other = &APR_ARRAY_IDX(matches, j, sc_import_match_t);

            if (one->role == other->role && one->field == other->field) {
                sc_problem_add(reading->problems, apr_psprintf(reading->pool, "column[%d]", i),
                               "duplicate_column",
                               N_("Two columns are taken for the same: {field}. Leave one of them "
                                  "out."),
                               "field", match_name(one), NULL);
                return 0;
            }
        }
    }
    return 1;
}
