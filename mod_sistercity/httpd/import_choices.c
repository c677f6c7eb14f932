#include "httpd/import_choices.h"

#include "language/charset.h"
#include "model/country.h"
#include "model/edtf.h"
#include "model/vocabulary.h"
#include "store/encoding.h"

#include <apr_strings.h>
#include <string.h>

/* Where an encoding shows itself, if the file has another one at all. */
#define PEEK (64 * 1024)

/* How many foreign words of one column a person can be asked about. */
#define WORDS_MOST 20

/** What is worked out. */
typedef struct reading_t {
    apr_pool_t *pool;
    const sc_language_t *language;
    const char *home;
    apr_hash_t *choices; /* as the editor sent them */
    sc_foreign_t *foreign;
    sc_import_page_t *page;
    apr_array_header_t *asked; /* of sc_import_choice_t: about the file */
    sc_import_plan_t *plan;
    sc_problems_t *problems;
} reading_t;

int sc_import_is_choice(const char *name)
{
    static const char *const words[] = {"collection", "mode", "encoding", "own", "places"};
    static const char *const beginnings[] = {"column[", "read[", "word[", "fill."};
    size_t i;

    for (i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
        if (strcmp(words[i], name) == 0) {
            return 1;
        }
    }
    for (i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++) {
        if (strncmp(beginnings[i], name, strlen(beginnings[i])) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What was said, or NULL. */
static const char *said(const reading_t *reading, const char *name)
{
    return apr_hash_get(reading->choices, name, APR_HASH_KEY_STRING);
}

static const char *text_of(const reading_t *reading, const char *msgid)
{
    return sc_text(reading->language, msgid);
}

static void add_option(apr_array_header_t *options, const char *value, const char *label)
{
    APR_ARRAY_PUSH(options, sc_import_option_t) = (sc_import_option_t){value, label};
}

static apr_array_header_t *new_options(const reading_t *reading)
{
    return apr_array_make(reading->pool, 8, sizeof(sc_import_option_t));
}

static void ask(apr_array_header_t *asked, const char *name, const char *label, const char *help,
                const char *value, const apr_array_header_t *options)
{
    APR_ARRAY_PUSH(asked, sc_import_choice_t) =
        (sc_import_choice_t){name, label, help, value ? value : "", options};
}

static void ask_mode(reading_t *reading)
{
    apr_array_header_t *options = new_options(reading);
    const char *mode = said(reading, "mode");

    reading->page->mode = mode && strcmp(mode, "add") == 0 ? "add" : "merge";
    add_option(options, "merge",
               text_of(reading, N_("Add what is new, and change what is on record as far as the "
                                   "file says")));
    add_option(
        options, "add",
        text_of(reading, N_("Add what is new only; what is on record already is a mistake")));
    ask(reading->asked, "mode", text_of(reading, N_("What to do")), NULL, reading->page->mode,
        options);
}

static void ask_collection(reading_t *reading, int is_json)
{
    apr_array_header_t *options = new_options(reading);
    const char *collection = said(reading, "collection");
    int i;

    reading->page->entity = collection ? sc_entity_of_collection(collection) : NULL;
    if (is_json || !reading->page->entity) {
        add_option(options, "", is_json ? text_of(reading, N_("as the file says")) : "");
    }
    for (i = 0; sc_entities[i]; i++) {
        add_option(options, sc_entities[i]->collection,
                   text_of(reading, sc_entities[i]->label_many));
    }
    ask(reading->asked, "collection", text_of(reading, N_("What it is about")), NULL,
        reading->page->entity ? reading->page->entity->collection : "", options);
}

/* The encoding that the text is read in. An editor who has not said it yet is shown the likeliest.
 * @param is_sure whether it is known, or was said */
static const sc_charset_t *choose_charset(reading_t *reading, const sc_upload_t *upload,
                                          int *is_sure)
{
    apr_size_t fault;
    const sc_encoding_t *guess =
        sc_encoding_guess(upload->bytes, upload->length < PEEK ? upload->length : PEEK, &fault);
    const char *name = said(reading, "encoding");
    const sc_charset_t *charset = name ? sc_charset_find(name) : NULL;
    apr_array_header_t *options = new_options(reading);
    const sc_charset_t *other;

    *is_sure = charset || !guess;
    if (!charset) {
        charset = sc_charset_find(guess ? guess->name : "UTF-8");
    }
    for (other = sc_charsets; other->name; other++) {
        add_option(options, other->name, text_of(reading, other->label));
    }
    ask(reading->asked, "encoding", text_of(reading, N_("Encoding of the file")),
        guess ? sc_textf(reading->language, reading->pool,
                         "The file is not UTF-8; it looks like {words}. Choose the encoding in "
                         "which the names below read as they should.",
                         "words", text_of(reading, guess->words), NULL)
              : NULL,
        charset ? charset->name : "UTF-8", options);
    return charset;
}

/* What a column may be taken for. */
static apr_array_header_t *targets(const reading_t *reading)
{
    static const struct {
        sc_column_role_e role;
        const char *label;
    } roles[] = {{SC_COLUMN_PARTNER, N_("Partner, by its name")},
                 {SC_COLUMN_PARTNER_COUNTRY, N_("Country of the partner")},
                 {SC_COLUMN_PLACE, N_("The other place, by its name")},
                 {SC_COLUMN_PLACE_COUNTRY, N_("Country of the other place")}};
    const sc_entity_t *entity = reading->page->entity;
    apr_array_header_t *options = new_options(reading);
    size_t role;
    int i;

    add_option(options, "", text_of(reading, N_("leave it out")));
    for (role = 0; entity == &sc_partnership && role < sizeof(roles) / sizeof(roles[0]); role++) {
        add_option(options, sc_column_role_name(roles[role].role),
                   text_of(reading, roles[role].label));
    }
    for (i = 0; i < entity->field_count; i++) {
        add_option(options, entity->fields[i].name, text_of(reading, entity->fields[i].label));
    }
    return options;
}

/* What the value of a column's select means. */
static void match_named(const sc_entity_t *entity, const char *name, sc_import_match_t *match)
{
    int role;

    *match = (sc_import_match_t){SC_COLUMN_LEFT_OUT, NULL, SC_READ_AS_IS, NULL};
    for (role = SC_COLUMN_PLACE; entity == &sc_partnership && role < SC_COLUMN_COUNT; role++) {
        if (strcmp(sc_column_role_name(role), name) == 0) {
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

static int is_place(const sc_import_match_t *match)
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
static sc_reading_e suggest_order(const reading_t *reading, const sc_look_column_t *column)
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
static void add_orders(const reading_t *reading, const char *sample, apr_array_header_t *options)
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
        const char *label = text_of(reading, orders[i].label);

        add_option(
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
        return is_country(match) || is_place(match);
    case SC_READ_COMMA_GROUPS:
    case SC_READ_DOT_GROUPS:
        return is_number(match);
    default:
        return 1;
    }
}

/* The options for the cells of a column; none where there is nothing to ask. */
static apr_array_header_t *reading_options(const reading_t *reading, const sc_look_column_t *column,
                                           const sc_import_match_t *match, sc_reading_e *suggested)
{
    apr_array_header_t *options = new_options(reading);
    const char *sample;

    *suggested = SC_READ_AS_IS;
    if (match->role == SC_COLUMN_LEFT_OUT || column->values->nelts == 0) {
        return options;
    }
    add_option(options, "", text_of(reading, N_("as it stands")));
    if (is_number(match)) {
        add_option(options, sc_reading_name(SC_READ_COMMA_GROUPS),
                   text_of(reading, N_("1,234.5: commas between groups")));
        add_option(options, sc_reading_name(SC_READ_DOT_GROUPS),
                   text_of(reading, N_("1.234,5: points between groups")));
    }
    else if (is_place(match)) {
        add_option(options, sc_reading_name(SC_READ_NAMES),
                   text_of(reading, N_("as names of places")));
    }
    else if (is_country(match)) {
        add_option(options, sc_reading_name(SC_READ_NAMES),
                   text_of(reading, N_("as names of countries, in any language")));
        *suggested = first_foreign(column, match) ? SC_READ_NAMES : SC_READ_AS_IS;
    }
    else if (match->field && match->field->type == SC_TYPE_DATE &&
             (sample = first_foreign(column, match))) {
        add_orders(reading, sample, options);
        *suggested = suggest_order(reading, column);
    }
    return options;
}

static void ask_reading(reading_t *reading, int number, const sc_look_column_t *column,
                        sc_import_match_t *match, apr_array_header_t *asked)
{
    const char *name = apr_psprintf(reading->pool, "read[%d]", number);
    const char *chosen = said(reading, name);
    sc_reading_e suggested;
    apr_array_header_t *options = reading_options(reading, column, match, &suggested);

    match->reading = chosen ? reading_named(chosen) : SC_READ_AS_IS;
    if (!fits(match->reading, match)) {
        match->reading = SC_READ_AS_IS;
        chosen = NULL;
    }
    if (options->nelts > 1) {
        ask(asked, name, text_of(reading, N_("How it is read")), NULL,
            chosen ? chosen : sc_reading_name(suggested), options);
    }
}

static apr_array_header_t *word_options(const reading_t *reading, const sc_vocabulary_t *vocabulary)
{
    apr_array_header_t *options = new_options(reading);
    int i;

    add_option(options, "", text_of(reading, N_("as it stands")));
    for (i = 0; i < vocabulary->count; i++) {
        const char *word = vocabulary->words[i].word;

        add_option(options, word, sc_text_word(reading->language, vocabulary, word));
    }
    return options;
}

/* Asks what each foreign word of a column means. */
static void ask_words(reading_t *reading, int number, const sc_look_column_t *column,
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
        const char *word = said(reading, name);

        if (sc_vocabulary_find(vocabulary, value) >= 0) {
            continue;
        }
        count++;
        ask(asked, name,
            sc_textf(reading->language, reading->pool, "“{word}” means", "word", value, NULL), NULL,
            word ? word : sc_import_suggest_word(vocabulary, value),
            word_options(reading, vocabulary));
        if (word && sc_vocabulary_find(vocabulary, word) >= 0) {
            apr_hash_set(match->words, value, APR_HASH_KEY_STRING, word);
        }
    }
}

/* One column: what it is taken for, and how it is read.
 * @return whether somebody, or the column's own name, has said what it is */
static int read_column(reading_t *reading, int number, const sc_look_column_t *look,
                       apr_array_header_t *matches, apr_array_header_t *columns)
{
    const sc_entity_t *entity = reading->page->entity;
    const char *chosen = said(reading, apr_psprintf(reading->pool, "column[%d]", number));
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

/* Two columns cannot be the same field. @return whether each is itself */
static int check_columns(reading_t *reading, const apr_array_header_t *matches)
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

static int has_role(const apr_array_header_t *matches, sc_column_role_e role)
{
    int i;

    for (i = 0; i < matches->nelts; i++) {
        if (APR_ARRAY_IDX(matches, i, sc_import_match_t).role == role) {
            return 1;
        }
    }
    return 0;
}

static int has_field(const apr_array_header_t *matches, const sc_field_t *field)
{
    int i;

    for (i = 0; i < matches->nelts; i++) {
        if (APR_ARRAY_IDX(matches, i, sc_import_match_t).field == field) {
            return 1;
        }
    }
    return 0;
}

/* Whether a list can lack a field that holds for all of its rows. */
static int may_fill(const sc_field_t *field)
{
    return !sc_field_is_list(field) && field->type != SC_TYPE_SLUG &&
           ((field->flags & SC_REQUIRED && strcmp(field->name, "name") != 0 &&
             strcmp(field->name, "title") != 0) ||
            field->type == SC_TYPE_COUNTRY || strcmp(field->name, "source") == 0);
}

static void ask_fills(reading_t *reading, const apr_array_header_t *matches)
{
    const sc_entity_t *entity = reading->page->entity;
    apr_array_header_t *fills = apr_array_make(reading->pool, 4, sizeof(sc_import_fill_t));
    int i;

    for (i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];
        const char *name = apr_pstrcat(reading->pool, "fill.", field->name, NULL);
        const char *text = said(reading, name);

        if (has_field(matches, field) || !may_fill(field)) {
            continue;
        }
        ask(reading->asked, name,
            sc_textf(reading->language, reading->pool, "{field}, the same in every row", "field",
                     text_of(reading, field->label), NULL),
            text_of(reading, field->help), text,
            field->type == SC_TYPE_WORD ? word_options(reading, field->vocabulary) : NULL);
        if (text && *text) {
            APR_ARRAY_PUSH(fills, sc_import_fill_t) = (sc_import_fill_t){field, text};
        }
    }
    reading->plan->fills = fills;
}

static void ask_own_place(reading_t *reading, const apr_array_header_t *matches)
{
    const char *own = said(reading, "own");

    if (!has_role(matches, SC_COLUMN_PARTNER) || has_role(matches, SC_COLUMN_PLACE)) {
        return;
    }
    ask(reading->asked, "own", text_of(reading, N_("The place whose partners these are")),
        text_of(reading, N_("Its address name, such as kaunas-lt")), own ? own : reading->home,
        NULL);
    reading->plan->own_place = own && *own ? own : NULL;
    if (!reading->plan->own_place) {
        reading->page->is_ready = 0;
    }
}

static int reads_places(const apr_array_header_t *matches)
{
    int i;

    for (i = 0; i < matches->nelts; i++) {
        const sc_import_match_t *match = &APR_ARRAY_IDX(matches, i, sc_import_match_t);

        if (match->role == SC_COLUMN_PARTNER || match->role == SC_COLUMN_PLACE ||
            (is_place(match) && match->reading == SC_READ_NAMES)) {
            return 1;
        }
    }
    return 0;
}

static void ask_places(reading_t *reading, const apr_array_header_t *matches)
{
    const char *chosen = said(reading, "places");
    apr_array_header_t *options = new_options(reading);

    if (!reads_places(matches)) {
        return;
    }
    reading->plan->makes_places = chosen && strcmp(chosen, "make") == 0;
    add_option(options, "", text_of(reading, N_("must be on record")));
    add_option(options, "make", text_of(reading, N_("are added where they are missing")));
    ask(reading->asked, "places", text_of(reading, N_("Places that are named")), NULL,
        reading->plan->makes_places ? "make" : "", options);
}

static const char *delimiter_word(char delimiter)
{
    switch (delimiter) {
    case ';':
        return N_("semicolons");
    case '\t':
        return N_("tabs");
    default:
        return N_("commas");
    }
}

/* What the table is made of, in words. */
static void describe(reading_t *reading, const sc_look_t *look)
{
    reading->page->description =
        sc_text_n(reading->language, reading->pool,
                  "{n} row below the headings; its cells are separated by {delimiter}.",
                  "{n} rows below the headings; their cells are separated by {delimiter}.",
                  look->rows, "delimiter", text_of(reading, delimiter_word(look->delimiter)), NULL);
    if (look->columns->nelts == 1) {
        sc_problem_add(
            reading->problems, NULL, "no_table",
            N_("This is a list of lines rather than a table: it has one column only. "
               "Put a heading over it, and what belongs in cells of its own into columns."),
            NULL);
    }
}

static apr_status_t read_table(reading_t *reading, sc_import_text_t *text)
{
    apr_array_header_t *matches = apr_array_make(reading->pool, 8, sizeof(sc_import_match_t));
    apr_array_header_t *columns = apr_array_make(reading->pool, 8, sizeof(sc_import_column_t));
    sc_look_t look;
    apr_status_t rv = sc_import_look(text->bytes, text->length, reading->pool, &look);
    int i;

    if (rv != APR_SUCCESS) {
        return rv;
    }
    reading->page->columns = columns;
    if (look.columns->nelts == 0) {
        return APR_SUCCESS;
    }
    describe(reading, &look);
    for (i = 0; i < look.columns->nelts; i++) {
        reading->page->is_ready &= read_column(
            reading, i, &APR_ARRAY_IDX(look.columns, i, sc_look_column_t), matches, columns);
    }
    reading->page->is_ready &= check_columns(reading, matches);
    reading->plan->entity = reading->page->entity;
    reading->plan->matches = matches;
    ask_own_place(reading, matches);
    ask_places(reading, matches);
    ask_fills(reading, matches);
    text->plan = reading->plan;
    return APR_SUCCESS;
}

static void decode(reading_t *reading, const sc_upload_t *upload, sc_import_text_t *text)
{
    int is_sure;
    const sc_charset_t *charset = choose_charset(reading, upload, &is_sure);

    reading->page->is_ready &= is_sure;
    text->length = upload->length;
    text->bytes =
        charset ? sc_charset_to_utf8(charset, upload->bytes, &text->length, reading->pool) : NULL;
    /* UTF-8 with a few broken cells: those are told one by one. */
    if (!text->bytes && charset && strcmp(charset->name, "UTF-8") == 0) {
        text->bytes = upload->bytes;
        text->length = upload->length;
    }
    if (!text->bytes) {
        reading->page->is_ready = 0;
        text->bytes = "";
        text->length = 0;
        sc_problem_add(reading->problems, "encoding", "encoding",
                       N_("The file cannot be read in this encoding. Choose another one."), NULL);
    }
}

apr_status_t sc_import_choices_read(sc_admin_t *admin, const sc_upload_t *upload,
                                    sc_import_text_t *text, sc_import_page_t *page)
{
    apr_pool_t *pool = admin->request->r->pool;
    reading_t reading = {.pool = pool,
                         .language = admin->request->view.language,
                         .home = admin->request->view.home,
                         .choices = upload->choices,
                         .foreign = sc_foreign_create(pool),
                         .page = page,
                         .asked = apr_array_make(pool, 8, sizeof(sc_import_choice_t)),
                         .plan = apr_pcalloc(pool, sizeof(sc_import_plan_t)),
                         .problems = admin->problems};
    apr_status_t rv = APR_SUCCESS;

    memset(text, 0, sizeof(*text));
    page->is_ready = 1;
    page->columns = apr_array_make(pool, 1, sizeof(sc_import_column_t));
    page->name = said(&reading, "name");
    text->name = page->name ? page->name : "";
    text->is_json = upload->is_json;
    ask_collection(&reading, upload->is_json);
    ask_mode(&reading);
    decode(&reading, upload, text);
    text->entity = page->entity;
    if (!upload->is_json && !page->entity) {
        page->is_ready = 0;
    }
    else if (!upload->is_json) {
        rv = read_table(&reading, text);
    }
    page->choices = reading.asked;
    return rv;
}
