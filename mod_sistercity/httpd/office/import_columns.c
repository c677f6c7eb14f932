#include "httpd/office/import_reading.h"

#include "model/country.h"
#include "model/edtf.h"
#include "model/vocabulary.h"

#include <apr_strings.h>
#include <string.h>

/* How many foreign words of one column a person can be asked about. */
#define WORDS_MOST 20

/* What a column may be taken for. */
static apr_array_header_t *targets(const import_reading_t *reading)
{
    static const struct {
        sc_column_role_e role;
        const char *label;
    } roles[] = {{SC_COLUMN_PARTNER, N_("Partner, by its name")},
                 {SC_COLUMN_PARTNER_COUNTRY, N_("Country of the partner")},
                 {SC_COLUMN_PLACE, N_("The other place, by its name")},
                 {SC_COLUMN_PLACE_COUNTRY, N_("Country of the other place")}};
    const sc_entity_t *entity = reading->page->entity;
    apr_array_header_t *options = import_options(reading);
    size_t role;
    int i;

    import_option(options, "", import_message(reading, N_("leave it out")));
    if (entity == &sc_place) {
        import_option(
            options, sc_column_role_name(SC_COLUMN_READING),
            import_message(reading, N_("How the name is read: its address is made of that")));
    }
    for (role = 0; entity == &sc_partnership && role < sizeof(roles) / sizeof(roles[0]); role++) {
        import_option(options, sc_column_role_name(roles[role].role),
                      import_message(reading, roles[role].label));
    }
    for (i = 0; i < entity->field_count; i++) {
        import_option(options, entity->fields[i].name,
                      import_message(reading, entity->fields[i].label));
    }
    return options;
}

/* What the value of a column's select means. */
static void match_named(const sc_entity_t *entity, const char *name, sc_import_match_t *match)
{
    int role;

    *match = (sc_import_match_t){SC_COLUMN_LEFT_OUT, NULL, SC_READ_AS_IS, NULL};
    for (role = SC_COLUMN_PLACE; role < SC_COLUMN_COUNT; role++) {
        if (entity == (role == SC_COLUMN_READING ? &sc_place : &sc_partnership) &&
            strcmp(sc_column_role_name(role), name) == 0) {
            match->role = role;
            return;
        }
    }
    match->field = sc_entity_field(entity, name);
    if (match->field) {
        match->role = SC_COLUMN_FIELD;
    }
}

static const char *match_name(const sc_import_match_t *match)
{
    return match->role == SC_COLUMN_FIELD ? match->field->name : sc_column_role_name(match->role);
}

static int is_country(const sc_import_match_t *match)
{
    return match->role == SC_COLUMN_PARTNER_COUNTRY || match->role == SC_COLUMN_PLACE_COUNTRY ||
           (match->field && match->field->type == SC_TYPE_COUNTRY);
}

int import_is_place(const sc_import_match_t *match)
{
    return match->field && match->field->type == SC_TYPE_REFERENCE &&
           match->field->target == &sc_place;
}

static int is_number(const sc_import_match_t *match)
{
    return match->field &&
           (match->field->type == SC_TYPE_INTEGER || match->field->type == SC_TYPE_REAL);
}

/* The first value that is not as our own files have it, or NULL. */
static const char *first_foreign(const sc_look_column_t *column, const sc_import_match_t *match)
{
    sc_date_t date;
    int i;

    for (i = 0; i < column->values->nelts; i++) {
        const char *value = APR_ARRAY_IDX(column->values, i, const char *);

        if (is_country(match) ? !sc_country_is_known(value)
                              : sc_edtf_parse(value, &date) != APR_SUCCESS) {
            return value;
        }
    }
    return NULL;
}

/* The only order in which all dates of the column can be read; SC_READ_AS_IS if several could be or
 * none. */
static sc_reading_e suggest_order(const import_reading_t *reading, const sc_look_column_t *column)
{
    sc_reading_e found = SC_READ_AS_IS;
    int order, i;

    for (order = SC_READ_DAY_FIRST; order <= SC_READ_YEAR_FIRST; order++) {
        for (i = 0; i < column->values->nelts; i++) {
            if (!sc_import_date(reading->foreign, APR_ARRAY_IDX(column->values, i, const char *),
                                order, reading->pool)) {
                break;
            }
        }
        if (i == column->values->nelts) {
            if (found != SC_READ_AS_IS) {
                return SC_READ_AS_IS;
            }
            found = order;
        }
    }
    return found;
}

/* Adds the ways in which dates can be read, each with what the first one becomes. */
static void add_orders(const import_reading_t *reading, const char *sample,
                       apr_array_header_t *options)
{
    static const struct {
        sc_reading_e order;
        const char *label;
    } orders[] = {{SC_READ_DAY_FIRST, N_("day first")},
                  {SC_READ_MONTH_FIRST, N_("month first")},
                  {SC_READ_YEAR_FIRST, N_("year first")}};
    size_t i;

    for (i = 0; i < sizeof(orders) / sizeof(orders[0]); i++) {
        const char *date = sc_import_date(reading->foreign, sample, orders[i].order, reading->pool);
        const char *label = import_message(reading, orders[i].label);

        import_option(
            options, sc_reading_name(orders[i].order),
            date ? sc_textf(reading->language, reading->pool, "{order}: {sample} becomes {date}",
                            "order", label, "sample", sample, "date", date, NULL)
                 : sc_textf(reading->language, reading->pool, "{order}: {sample} cannot be read",
                            "order", label, "sample", sample, NULL));
    }
}

static sc_reading_e reading_named(const char *name)
{
    int reading;

    for (reading = SC_READ_COUNT - 1; reading > SC_READ_AS_IS; reading--) {
        if (strcmp(sc_reading_name(reading), name) == 0) {
            break;
        }
    }
    return reading;
}

/* Whether the reading is for such a column: what a form sends for another field is dropped. */
static int fits(sc_reading_e reading, const sc_import_match_t *match)
{
    switch (reading) {
    case SC_READ_DAY_FIRST:
    case SC_READ_MONTH_FIRST:
    case SC_READ_YEAR_FIRST:
        return match->field && match->field->type == SC_TYPE_DATE;
    case SC_READ_NAMES:
        return is_country(match) || import_is_place(match);
    case SC_READ_COMMA_GROUPS:
    case SC_READ_DOT_GROUPS:
        return is_number(match);
    default:
        return 1;
    }
}

/* The options for the cells of a column; none where there is nothing to ask. */
static apr_array_header_t *reading_options(const import_reading_t *reading,
                                           const sc_look_column_t *column,
                                           const sc_import_match_t *match, sc_reading_e *suggested)
{
    apr_array_header_t *options = import_options(reading);
    const char *sample;

    *suggested = SC_READ_AS_IS;
    if (match->role == SC_COLUMN_LEFT_OUT || column->values->nelts == 0) {
        return options;
    }
    import_option(options, "", import_message(reading, N_("as it stands")));
    if (is_number(match)) {
        import_option(options, sc_reading_name(SC_READ_COMMA_GROUPS),
                      import_message(reading, N_("1,234.5: commas between groups")));
        import_option(options, sc_reading_name(SC_READ_DOT_GROUPS),
                      import_message(reading, N_("1.234,5: points between groups")));
    }
    else if (import_is_place(match)) {
        import_option(options, sc_reading_name(SC_READ_NAMES),
                      import_message(reading, N_("as names of places")));
    }
    else if (is_country(match)) {
        import_option(options, sc_reading_name(SC_READ_NAMES),
                      import_message(reading, N_("as names of countries, in any language")));
        *suggested = first_foreign(column, match) ? SC_READ_NAMES : SC_READ_AS_IS;
    }
    else if (match->field && match->field->type == SC_TYPE_DATE &&
             (sample = first_foreign(column, match))) {
        add_orders(reading, sample, options);
        *suggested = suggest_order(reading, column);
    }
    return options;
}

static void ask_reading(import_reading_t *reading, int number, const sc_look_column_t *column,
                        sc_import_match_t *match, apr_array_header_t *asked)
{
    const char *name = apr_psprintf(reading->pool, "read[%d]", number);
    const char *chosen = import_said(reading, name);
    sc_reading_e suggested;
    apr_array_header_t *options = reading_options(reading, column, match, &suggested);

    match->reading = chosen ? reading_named(chosen) : SC_READ_AS_IS;
    if (!fits(match->reading, match)) {
        match->reading = SC_READ_AS_IS;
        chosen = NULL;
    }
    if (options->nelts > 1) {
        import_ask(asked, name, import_message(reading, N_("How it is read")), NULL,
                   chosen ? chosen : sc_reading_name(suggested), options);
    }
}

apr_array_header_t *import_word_options(const import_reading_t *reading,
                                        const sc_vocabulary_t *vocabulary)
{
    apr_array_header_t *options = import_options(reading);
    int i;

    import_option(options, "", import_message(reading, N_("as it stands")));
    for (i = 0; i < vocabulary->count; i++) {
        const char *word = vocabulary->words[i].word;

        import_option(options, word, sc_text_word(reading->language, vocabulary, word));
    }
    return options;
}

/* Asks what each foreign word of a column means. */
static void ask_words(import_reading_t *reading, int number, const sc_look_column_t *column,
                      sc_import_match_t *match, apr_array_header_t *asked)
{
    const sc_vocabulary_t *vocabulary = match->field ? match->field->vocabulary : NULL;
    int i, count = 0;

    if (!vocabulary || match->field->type != SC_TYPE_WORD) {
        return;
    }
    match->words = apr_hash_make(reading->pool);
    for (i = 0; i < column->values->nelts && count < WORDS_MOST; i++) {
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
            word ? word : sc_import_suggest_word(vocabulary, value),
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
    sc_import_match_t match;
    sc_import_column_t column = {.heading = look->heading,
                                 .options = targets(reading),
                                 .choices =
                                     apr_array_make(reading->pool, 1, sizeof(sc_import_choice_t))};
    apr_array_header_t *asked = apr_array_make(reading->pool, 1, sizeof(sc_import_choice_t));
    int is_decided = 1;

    if (chosen) {
        match_named(entity, chosen, &match);
    }
    else if (!sc_import_match_own(entity, look->heading, &match)) {
        column.is_suggested = sc_import_suggest(entity, look->heading, &match);
        is_decided = 0;
    }
    column.field = match_name(&match);
    column.sample = look->values->nelts ? APR_ARRAY_IDX(look->values, 0, const char *) : NULL;
    ask_reading(reading, number, look, &match, asked);
    ask_words(reading, number, look, &match, asked);
    column.choices = asked;
    APR_ARRAY_PUSH(matches, sc_import_match_t) = match;
    APR_ARRAY_PUSH(columns, sc_import_column_t) = column;
    return is_decided;
}

int import_columns_check(import_reading_t *reading, const apr_array_header_t *matches)
{
    int i, j;

    for (i = 0; i < matches->nelts; i++) {
        const sc_import_match_t *one = &APR_ARRAY_IDX(matches, i, sc_import_match_t);

        for (j = 0; j < i && one->role != SC_COLUMN_LEFT_OUT; j++) {
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
