#include "httpd/form/import_reading.h"

#include "language/format.h"
#include "language/reading/number.h"
#include "model/text/edtf.h"
#include "model/text/notation.h"
#include "model/text/utf8.h"
#include "model/vocabulary.h"

#include <apr_strings.h>
#include <string.h>

/* How many foreign words of one column a person can be asked about. */
#define WORDS_MOST 20

/* The value of a choice that has to be made. */
#define UNDECIDED "?"

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
typedef enum { OTHERS, NUMBERS, PLACES, TIES, COUNTRIES, DATES } kind_e;

static const struct {
    kind_e kind;
    sc_reading_e reading;
    const char *label;
} readings[] = {{NUMBERS, SC_READ_COMMA_GROUPS, N_("1,234.5: commas between groups")},
                {NUMBERS, SC_READ_DOT_GROUPS, N_("1.234,5: points between groups")},
                {PLACES, SC_READ_NAMES, N_("as names of places")},
                {TIES, SC_READ_NAMES, N_("as names of partners")},
                {COUNTRIES, SC_READ_NAMES, N_("as names of countries, in any language")},
                {DATES, SC_READ_YEAR_FIRST, N_("year first, or the month in words")},
                {DATES, SC_READ_DAY_FIRST, N_("day first")},
                {DATES, SC_READ_MONTH_FIRST, N_("month first")}};

static apr_array_header_t *targets(const import_reading_t *reading)
{
    const sc_entity_t *entity = reading->page->entity;
    apr_array_header_t *options = import_options(reading);

    import_offer(reading, options, "", N_("leave it out"));
    for (size_t i = 0; i < SC_LENGTH(roles); i++) {
        if (roles[i].entity == entity) {
            import_offer(reading, options, sc_column_role_name(roles[i].role), roles[i].label);
        }
    }
    for (size_t i = 0; i < (size_t)entity->column_count; i++) {
        import_offer(reading, options, entity->fields[i].name, entity->fields[i].label);
    }
    return options;
}

/* What the value of a column's select means. */
static void match_named(const sc_entity_t *entity, const char *name, sc_import_match_t *match)
{
    *match = (sc_import_match_t){.role = SC_COLUMN_LEFT_OUT};
    for (size_t i = 0; i < SC_LENGTH(roles); i++) {
        if (roles[i].entity == entity && strcmp(sc_column_role_name(roles[i].role), name) == 0) {
            match->role = roles[i].role;
            return;
        }
    }
    match->field = sc_entity_column(entity, name);
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

int import_is_tie(const sc_import_match_t *match)
{
    return match->field && match->field->type == SC_TYPE_REFERENCE &&
           match->field->target == &sc_partnership;
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
        return import_is_place(match) ? PLACES : import_is_tie(match) ? TIES : OTHERS;
    }
}

/* The value as our own files have it; NULL if it cannot be read so. */
static const char *read_as(const import_reading_t *reading, const sc_import_match_t *match,
                           const char *value, sc_reading_e how)
{
    apr_size_t length = strlen(value);
    apr_int64_t integer;
    sc_date_t date;
    double real;

    value = sc_utf8_trim(value, &length);
    value = apr_pstrmemdup(reading->pool, value, length);
    switch (kind_of(match)) {
    case COUNTRIES:
        return how == SC_READ_NAMES ? sc_foreign_country(reading->foreign, value)
                                    : (sc_country_is_known(value) ? value : NULL);
    case DATES:
        if (how != SC_READ_AS_IS) {
            return sc_read_date(reading->foreign, value, how, reading->pool);
        }
        return sc_edtf_parse(value, &date) == APR_SUCCESS ? value : NULL;
    case PLACES:
    case TIES:
        return how == SC_READ_NAMES || sc_slug_is_valid(value) ? value : NULL;
    case NUMBERS:
        value = how == SC_READ_AS_IS ? value : sc_read_number(value, how, reading->pool);
        return value && (match->field->type == SC_TYPE_INTEGER ? sc_integer_read(value, &integer)
                                                               : sc_real_read(value, &real))
                   ? value
                   : NULL;
    default:
        return value;
    }
}

/** What a look at all values says about how they are read. */
typedef struct advice_t {
    sc_reading_e how;   /* reads the most of them */
    int is_question;    /* another reading has as good a claim, with other results */
    const char *sample; /* a value that shows the difference; else one that is not as our own files
                           have it; NULL: all are */
} advice_t;

/* Whether the other reading is as good: it reads a value that this one cannot, or both read
 * equally many, and some of them differently. */
static int contends(const import_reading_t *reading, const sc_look_column_t *column,
                    const sc_import_match_t *match, sc_reading_e other, int is_equal,
                    advice_t *advice)
{
    SC_EACH(const char, value, column->values) {
        const char *one = read_as(reading, match, value, advice->how);
        const char *two = read_as(reading, match, value, other);

        if (two && (!one || (is_equal && strcmp(one, two) != 0))) {
            advice->sample = value;
            return 1;
        }
    }
    return 0;
}

static int count_readable(const import_reading_t *reading, const sc_look_column_t *column,
                          const sc_import_match_t *match, sc_reading_e how, const char **unreadable)
{
    int count = 0;

    *unreadable = NULL;
    SC_EACH(const char, value, column->values) {
        if (read_as(reading, match, value, how)) {
            count++;
        }
        else if (!*unreadable) {
            *unreadable = value;
        }
    }
    return count;
}

/* @param is_own the column has a name of ours: what can be read as it stands is meant so */
static advice_t advise(const import_reading_t *reading, const sc_look_column_t *column,
                       const sc_import_match_t *match, int is_own)
{
    advice_t advice = {SC_READ_AS_IS, 0, NULL};
    int counts[SC_READ_COUNT] = {0};
    const char *ignored;

    counts[SC_READ_AS_IS] = count_readable(reading, column, match, SC_READ_AS_IS, &advice.sample);
    if (!advice.sample && (is_own || kind_of(match) != NUMBERS)) {
        return advice;
    }
    for (size_t i = 0; i < SC_LENGTH(readings); i++) {
        if (readings[i].kind == kind_of(match)) {
            sc_reading_e how = readings[i].reading;

            counts[how] = count_readable(reading, column, match, how, &ignored);
            advice.how = counts[how] > counts[advice.how] ? how : advice.how;
        }
    }
    for (size_t i = 0; i < SC_LENGTH(readings) && !advice.is_question; i++) {
        if (readings[i].kind == kind_of(match) && readings[i].reading != advice.how) {
            advice.is_question =
                contends(reading, column, match, readings[i].reading,
                         counts[readings[i].reading] == counts[advice.how], &advice);
        }
    }
    return advice;
}

/* A reading with what the sample becomes in it. */
static const char *reading_label(const import_reading_t *reading, const sc_import_match_t *match,
                                 size_t i, const char *sample)
{
    const char *order = sc_text(reading->language, readings[i].label);
    int is_shown = sample && (kind_of(match) == DATES || kind_of(match) == NUMBERS);
    const char *value = is_shown ? read_as(reading, match, sample, readings[i].reading) : NULL;

    if (!is_shown) {
        return order;
    }
    return value ? sc_textf(reading->language, reading->pool, "{order}: {sample} becomes {date}",
                            "order", order, "sample", sample, "date", value, NULL)
                 : sc_textf(reading->language, reading->pool, "{order}: {sample} cannot be read",
                            "order", order, "sample", sample, NULL);
}

/* A date of the column whose month is another one in another language; NULL if there is none.
 * @param languages is filled with those that read it */
static const char *find_disputed(const import_reading_t *reading, const sc_look_column_t *column,
                                 const apr_array_header_t **languages)
{
    SC_EACH(const char, value, column->values) {
        *languages = sc_date_languages(reading->foreign, value, reading->pool);
        if ((*languages)->nelts) {
            return value;
        }
    }
    return NULL;
}

/* Asks in which language the months of the file are written, where that makes a difference.
 * @return whether that is known */
static int ask_months(import_reading_t *reading, const sc_look_column_t *column,
                      apr_array_header_t *asked)
{
    const char *said = import_said(reading, "months");
    const apr_array_header_t *languages;
    const char *sample = reading->knows_months ? NULL : find_disputed(reading, column, &languages);
    apr_array_header_t *options = import_options(reading);

    if (!sample) {
        return 1;
    }
    import_offer(reading, options, UNDECIDED, N_("choose one: both could be meant"));
    SC_EACH(const char, tag, languages) {
        APR_ARRAY_PUSH(options, sc_import_option_t) = (sc_import_option_t){
            tag,
            sc_textf(reading->language, reading->pool, "{order}: {sample} becomes {date}", "order",
                     sc_format_language(reading->language, tag, reading->pool), "sample", sample,
                     "date", sc_read_date_in(reading->foreign, tag, sample, reading->pool), NULL)};
        reading->knows_months |= sc_is(said, tag);
    }
    import_ask(asked, "months", sc_text(reading->language, "Language of the months"), NULL,
               reading->knows_months ? said : UNDECIDED, options);
    if (reading->knows_months) {
        sc_foreign_speak(reading->foreign, said);
    }
    return reading->knows_months;
}

/* Asks how the cells of a column are read, where there is anything to ask.
 * @return whether that is known */
static int ask_reading(import_reading_t *reading, int number, const sc_look_column_t *column,
                       int is_own, sc_import_match_t *match, apr_array_header_t *asked)
{
    const char *name = apr_psprintf(reading->pool, "read[%d]", number);
    const char *chosen = import_said(reading, name);
    apr_array_header_t *options = import_options(reading);
    kind_e kind = kind_of(match);
    advice_t advice = kind == OTHERS ? (advice_t){SC_READ_AS_IS, 0, NULL}
                                     : advise(reading, column, match, is_own);
    int is_open = advice.is_question && (!chosen || strcmp(chosen, UNDECIDED) == 0);

    match->reading = chosen || is_open ? SC_READ_AS_IS : advice.how;
    if (is_open) {
        import_offer(reading, options, UNDECIDED, N_("choose one: both could be meant"));
    }
    import_offer(reading, options, "", N_("as written"));
    for (size_t i = 0; i < SC_LENGTH(readings); i++) {
        const char *value = sc_reading_name(readings[i].reading);

        if (readings[i].kind != kind) {
            continue;
        }
        if (sc_is(chosen, value)) {
            match->reading = readings[i].reading;
        }
        if (kind != DATES || advice.sample) {
            import_offer(reading, options, value, reading_label(reading, match, i, advice.sample));
        }
    }
    if (options->nelts == 1 || column->values->nelts == 0) {
        return 1;
    }
    import_ask(asked, name, sc_text(reading->language, "How it is read"), NULL,
               is_open ? UNDECIDED : sc_reading_name(match->reading), options);
    return !is_open;
}

static const apr_array_header_t *country_options(const import_reading_t *reading)
{
    int count;
    const sc_sorted_t *countries = sc_countries_by_name(reading->view, &count);
    apr_array_header_t *options = import_options(reading);

    import_offer(reading, options, "", N_("as written"));
    for (int i = 0; i < count; i++) {
        APR_ARRAY_PUSH(options, sc_import_option_t) =
            (sc_import_option_t){countries[i].tie, countries[i].name};
    }
    return options;
}

/* Asks what each word of a column means that is not known here: of a vocabulary, or a country. */
static void ask_words(import_reading_t *reading, int number, const sc_look_column_t *column,
                      sc_import_match_t *match, apr_array_header_t *asked)
{
    const sc_vocabulary_t *vocabulary =
        match->field && match->field->type == SC_TYPE_WORD ? match->field->vocabulary : NULL;
    const apr_array_header_t *options = NULL;
    int count = 0;

    if (!vocabulary && (kind_of(match) != COUNTRIES || match->reading != SC_READ_NAMES)) {
        return;
    }
    match->words = apr_hash_make(reading->pool);
    for (int i = 0; i < column->values->nelts && count < WORDS_MOST; i++) {
        const char *value = APR_ARRAY_IDX(column->values, i, const char *);
        const char *name = apr_psprintf(reading->pool, "word[%d][%d]", number, i);
        const char *word = import_said(reading, name);

        if (vocabulary ? sc_vocabulary_find(vocabulary, value) >= 0
                       : sc_foreign_country(reading->foreign, value) != NULL) {
            continue;
        }
        count++;
        options = options      ? options
                  : vocabulary ? import_word_options(reading, vocabulary)
                               : country_options(reading);
        import_ask(
            asked, name,
            sc_textf(reading->language, reading->pool, "“{word}” means", "word", value, NULL), NULL,
            word || !vocabulary
                ? word
                : sc_import_suggest_word(vocabulary, value, reading->foreign, reading->pool),
            options);
        if (word &&
            (vocabulary ? sc_vocabulary_find(vocabulary, word) >= 0 : sc_country_is_known(word))) {
            apr_hash_set(match->words, value, APR_HASH_KEY_STRING, word);
        }
    }
}

/* Whether the column tells which one a row is about. */
static int names_row(const sc_import_match_t *match)
{
    return match->role == SC_COLUMN_PARTNER || (match->field && sc_import_names_row(match->field));
}

/* Whether rows are grouped by a column whose cells were merged: it stands before what the rows are
 * about. Behind that, a gap is as likely to be what nobody knows; so is it among dates and notes.
 * @param before the columns to its left */
static int groups_rows(const sc_look_column_t *column, const sc_import_match_t *match,
                       const apr_array_header_t *before)
{
    kind_e kind = kind_of(match);

    for (int i = 0; i < before->nelts; i++) {
        if (names_row(&APR_ARRAY_IDX(before, i, sc_import_match_t))) {
            return 0;
        }
    }
    return !column->is_sparse &&
           (kind == COUNTRIES || kind == PLACES || kind == TIES || match->role == SC_COLUMN_PLACE);
}

/* Asks what empty cells of a column mean: in a spreadsheet, merged cells come as one that is filled
 * above empty ones.
 * @return whether that is known: where they seem to have been merged, it has to be confirmed */
static int ask_gaps(import_reading_t *reading, int number, const sc_look_column_t *column,
                    const apr_array_header_t *before, sc_import_match_t *match,
                    apr_array_header_t *asked)
{
    const char *name = apr_psprintf(reading->pool, "down[%d]", number);
    const char *said = import_said(reading, name);
    apr_array_header_t *options = import_options(reading);
    int is_proposal = !said && groups_rows(column, match, before);

    if (!column->has_gaps || match->role == SC_COLUMN_LEFT_OUT) {
        return 1;
    }
    match->fills_down = is_proposal || sc_is(said, "above");
    import_offer(reading, options, "", N_("are empty"));
    import_offer(reading, options, "above", N_("mean what stands above them"));
    import_ask(asked, name, sc_text(reading->language, "Empty cells"), NULL,
               match->fills_down ? "above" : "", options);
    APR_ARRAY_IDX(asked, asked->nelts - 1, sc_import_choice_t).is_suggested = is_proposal;
    return !is_proposal;
}

int import_column_read(import_reading_t *reading, int number, const sc_look_column_t *look,
                       apr_array_header_t *matches, apr_array_header_t *columns)
{
    const sc_entity_t *entity = reading->page->entity;
    const char *chosen = import_said(reading, apr_psprintf(reading->pool, "column[%d]", number));
    apr_array_header_t *asked = apr_array_make(reading->pool, 1, sizeof(sc_import_choice_t));
    sc_import_match_t match;
    int is_own = sc_import_match_own(entity, look->heading, &match);
    int is_decided = 1, is_suggested = 0;

    if (chosen) {
        match_named(entity, chosen, &match);
    }
    else if (!is_own) {
        match = look->suggested;
        is_suggested = match.role != SC_COLUMN_LEFT_OUT;
        is_decided = 0;
    }
    if (kind_of(&match) == DATES) {
        is_decided &= ask_months(reading, look, asked);
    }
    is_decided &= ask_reading(reading, number, look, is_own, &match, asked);
    ask_words(reading, number, look, &match, asked);
    is_decided &= ask_gaps(reading, number, look, matches, &match, asked);
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
