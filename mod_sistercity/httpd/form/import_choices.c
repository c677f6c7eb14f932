#include "httpd/form/import_choices.h"
#include "httpd/form/import_reading.h"

#include "language/charset.h"
#include "language/table/encoding.h"
#include "language/table/workbook.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* Where an encoding shows itself, if the file has another one at all. */
#define PEEK (64 * 1024)

/* Of a row that may be that of the headings, cells are shown up to this many bytes, and then the
 * one that goes beyond. */
#define ROW_LABEL 60

int sc_import_is_choice(const char *name)
{
    static const char *const words[] = {"collection", "mode",      "encoding", "own",
                                        "places",     "delimiter", "heading",  "rows",
                                        "table",      "sheet",     "months"};
    static const char *const beginnings[] = {"column[", "read[", "word[", "down[", "fill."};

    for (size_t i = 0; i < SC_LENGTH(words); i++) {
        if (strcmp(words[i], name) == 0) {
            return 1;
        }
    }
    for (size_t i = 0; i < SC_LENGTH(beginnings); i++) {
        if (strncmp(beginnings[i], name, strlen(beginnings[i])) == 0) {
            return 1;
        }
    }
    return 0;
}

static void ask_mode(import_reading_t *reading)
{
    apr_array_header_t *options = import_options(reading);
    const char *mode = import_said(reading, "mode");

    reading->page->mode = sc_is(mode, "add") ? "add" : "merge";
    import_offer(reading, options, "merge",
                 N_("Add what is new, and change what is on record as far as the file says"));
    import_offer(reading, options, "add",
                 N_("Add what is new only; what is on record already is a mistake"));
    import_ask(reading->asked, "mode", sc_text(reading->language, "What to do"), NULL,
               reading->page->mode, options);
}

/* @param may_say whether the file itself can say it @param help message id, or NULL */
static void ask_collection(import_reading_t *reading, int may_say, const char *help)
{
    apr_array_header_t *options = import_options(reading);
    const char *collection = import_said(reading, "collection");

    reading->page->entity = collection ? sc_entity_of_collection(collection) : NULL;
    if (may_say) {
        import_offer(reading, options, "", N_("as the file says"));
    }
    else if (!reading->page->entity) {
        APR_ARRAY_PUSH(options, sc_import_option_t) = (sc_import_option_t){"", ""};
    }
    for (int i = 0; sc_entities[i]; i++) {
        import_offer(reading, options, sc_entities[i]->collection, sc_entities[i]->label_many);
    }
    import_ask(reading->asked, "collection", sc_text(reading->language, "What it is about"),
               help ? sc_text(reading->language, help) : NULL,
               reading->page->entity ? reading->page->entity->collection : "", options);
}

/* Proposes what the table is about, as far as its headings tell; it is not taken as said. */
static void propose_collection(import_reading_t *reading, const sc_import_text_t *text)
{
    apr_size_t length = text->length < PEEK ? text->length : PEEK;

    reading->page->is_ready = 0;
    while (length < text->length && length > 0 && text->bytes[length - 1] != '\n') {
        length--;
    }
    reading->page->entity = sc_import_suggest_entity(text->bytes, length, reading->sheet > 0,
                                                     reading->foreign, reading->pool);
    for (int i = 0; reading->page->entity && i < reading->asked->nelts; i++) {
        sc_import_choice_t *choice = &APR_ARRAY_IDX(reading->asked, i, sc_import_choice_t);

        if (strcmp(choice->name, "collection") == 0) {
            choice->value = reading->page->entity->collection;
        }
    }
}

/* The encoding that the text is read in. An editor who has not said it yet is shown the likeliest.
 * @param is_sure whether it is known, or was said */
static const sc_charset_t *choose_charset(import_reading_t *reading, const sc_upload_t *upload,
                                          int *is_sure)
{
    apr_size_t fault;
    const sc_encoding_t *guess =
        sc_encoding_guess(upload->bytes, upload->length < PEEK ? upload->length : PEEK, &fault);
    const char *name = import_said(reading, "encoding");
    const sc_charset_t *charset = name ? sc_charset_find(name) : NULL;
    apr_array_header_t *options = import_options(reading);

    *is_sure = charset || !guess;
    if (!charset) {
        charset = sc_charset_find(guess ? guess->name : "UTF-8");
    }
    for (const sc_charset_t *other = sc_charsets; other->name; other++) {
        import_offer(reading, options, other->name, other->label);
    }
    import_ask(
        reading->asked, "encoding", sc_text(reading->language, "Encoding of the file"),
        guess ? sc_textf(reading->language, reading->pool,
                         "The file is not UTF-8; it looks like {words}. Choose the encoding in "
                         "which the names below read as they should.",
                         "words", sc_text(reading->language, guess->words), NULL)
              : NULL,
        charset ? charset->name : "UTF-8", options);
    return charset;
}

/* @param field NULL: only the role counts */
static int has_match(const apr_array_header_t *matches, sc_column_role_e role,
                     const sc_field_t *field)
{
    SC_EACH_OF(const sc_import_match_t, match, matches) {
        if (match->role == role && (!field || match->field == field)) {
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

static void ask_fills(import_reading_t *reading, const apr_array_header_t *matches)
{
    const sc_entity_t *entity = reading->page->entity;
    apr_array_header_t *fills = apr_array_make(reading->pool, 4, sizeof(sc_import_fill_t));

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];
        const char *name = apr_pstrcat(reading->pool, "fill.", field->name, NULL);
        const char *text = import_said(reading, name);

        if (has_match(matches, SC_COLUMN_FIELD, field) || !may_fill(field)) {
            continue;
        }
        import_ask(reading->asked, name,
                   sc_textf(reading->language, reading->pool, "{field}: for all rows", "field",
                            sc_text(reading->language, field->label), NULL),
                   sc_text(reading->language, field->help), text,
                   field->type == SC_TYPE_WORD ? import_word_options(reading, field->vocabulary)
                                               : NULL);
        if (text && *text) {
            APR_ARRAY_PUSH(fills, sc_import_fill_t) = (sc_import_fill_t){field, text};
        }
    }
    reading->plan->fills = fills;
}

/* Whether it matters whose partners are named. */
static int names_partners(const apr_array_header_t *matches)
{
    SC_EACH_OF(const sc_import_match_t, match, matches) {
        if (match->role == SC_COLUMN_PARTNER ||
            (import_is_tie(match) && match->reading == SC_READ_NAMES)) {
            return 1;
        }
    }
    return 0;
}

static void ask_own_place(import_reading_t *reading, const apr_array_header_t *matches)
{
    const char *own = import_said(reading, "own");

    if (!names_partners(matches) || has_match(matches, SC_COLUMN_PLACE, NULL)) {
        return;
    }
    import_ask(reading->asked, "own",
               sc_text(reading->language, "The place whose partners these are"),
               sc_text(reading->language, "Its address name, such as kaunas-lt"),
               own ? own : reading->home, NULL);
    reading->plan->own_place = own && *own ? own : NULL;
    if (!reading->plan->own_place) {
        reading->page->is_ready = 0;
    }
}

static int reads_places(const apr_array_header_t *matches)
{
    SC_EACH_OF(const sc_import_match_t, match, matches) {
        if (match->role == SC_COLUMN_PARTNER || match->role == SC_COLUMN_PLACE ||
            (import_is_place(match) && match->reading == SC_READ_NAMES)) {
            return 1;
        }
    }
    return 0;
}

static void ask_places(import_reading_t *reading, const apr_array_header_t *matches)
{
    const char *chosen = import_said(reading, "places");
    apr_array_header_t *options = import_options(reading);

    if (!reads_places(matches)) {
        return;
    }
    reading->plan->makes_places = sc_is(chosen, "make");
    import_offer(reading, options, "", N_("must be on record"));
    import_offer(reading, options, "make", N_("are added where they are missing"));
    import_ask(reading->asked, "places", sc_text(reading->language, "Places that are named"), NULL,
               reading->plan->makes_places ? "make" : "", options);
}

static const struct {
    char delimiter;
    const char *value, *label;
} delimiters[] = {{',', "comma", N_("commas")},
                  {';', "semicolon", N_("semicolons")},
                  {'\t', "tab", N_("tabs")},
                  {'|', "bar", N_("vertical bars")}};

#define DELIMITERS SC_LENGTH(delimiters)

static void ask_delimiter(import_reading_t *reading, char found)
{
    apr_array_header_t *options = import_options(reading);
    const char *value = delimiters[0].value;

    for (size_t i = 0; i < DELIMITERS; i++) {
        import_offer(reading, options, delimiters[i].value, delimiters[i].label);
        value = delimiters[i].delimiter == found ? delimiters[i].value : value;
    }
    import_ask(reading->asked, "delimiter", sc_text(reading->language, "Cells are separated by"),
               NULL, value, options);
}

/* What the value of a choice says, 0 if it says nothing. */
static char delimiter_said(const import_reading_t *reading)
{
    const char *said = import_said(reading, "delimiter");

    for (size_t i = 0; said && i < DELIMITERS; i++) {
        if (strcmp(delimiters[i].value, said) == 0) {
            return delimiters[i].delimiter;
        }
    }
    return 0;
}

/* The cells of a row in one line. */
static const char *row_label(const import_reading_t *reading, const apr_array_header_t *cells)
{
    const char *label = "";

    for (int i = 0; i < cells->nelts && strlen(label) < ROW_LABEL; i++) {
        label = apr_pstrcat(reading->pool, label, i ? " | " : "",
                            APR_ARRAY_IDX(cells, i, const char *), NULL);
    }
    return label;
}

static void ask_heading(import_reading_t *reading, const sc_look_t *look,
                        const sc_import_shape_t *shape)
{
    apr_array_header_t *options = import_options(reading);

    import_offer(reading, options, "0", N_("in no row: every row is a row of the table"));
    for (int i = 0; i < look->top->nelts; i++) {
        APR_ARRAY_PUSH(options, sc_import_option_t) = (sc_import_option_t){
            apr_itoa(reading->pool, i + 1),
            row_label(reading, APR_ARRAY_IDX(look->top, i, const apr_array_header_t *))};
    }
    import_ask(reading->asked, "heading", sc_text(reading->language, "The headings stand"),
               shape->above ? sc_text(reading->language, "What stands above them is left out.")
                            : NULL,
               shape->is_headless ? "0" : apr_itoa(reading->pool, shape->above + 1), options);
}

/* Whether rows with one cell only, and totals, are passed over. Where nearly all rows have one
 * cell, they are the table. */
static void ask_rows(import_reading_t *reading, const sc_look_t *look)
{
    const char *said = import_said(reading, "rows");
    apr_array_header_t *options = import_options(reading);

    reading->plan->takes_all =
        said ? strcmp(said, "all") == 0 : look->sections * 4 > look->rows * 3;
    if (look->sections == 0 && !reading->plan->takes_all) {
        return;
    }
    import_offer(reading, options, "", N_("are passed over"));
    import_offer(reading, options, "all", N_("are rows like others"));
    import_ask(reading->asked, "rows",
               sc_text(reading->language, "Rows with one cell only, and sums"), NULL,
               reading->plan->takes_all ? "all" : "", options);
}

/* How the text is made a table: as was said, else as it seems. Whoever says something else is
 * asked about the columns anew. */
static apr_status_t find_shape(import_reading_t *reading, const sc_import_text_t *text,
                               sc_look_t *look)
{
    const char *seen = import_said(reading, "table");
    const sc_import_shape_t plain = {.delimiter = reading->sheet ? ',' : delimiter_said(reading),
                                     .is_sheet = reading->sheet > 0};
    sc_import_shape_t shape = plain;
    int is_other_sheet = seen && reading->sheet && atoi(seen) != reading->sheet;
    const char *said = is_other_sheet ? NULL : import_said(reading, "heading");
    int heading;

    SC_TRY(sc_import_look(text->bytes, text->length, &shape, reading->pool, look));
    if (said && apr_isdigit(*said)) {
        heading = atoi(said);
        shape.above = heading > 1 && heading <= look->top->nelts ? heading - 1 : 0;
        shape.is_headless = heading == 0;
    }
    else {
        shape =
            sc_import_suggest_shape(reading->page->entity, look, reading->foreign, reading->pool);
        shape.delimiter = plain.delimiter;
        shape.is_sheet = plain.is_sheet;
    }
    if (shape.above || shape.is_headless) {
        SC_TRY(sc_import_look(text->bytes, text->length, &shape, reading->pool, look));
    }
    reading->page->table = apr_psprintf(reading->pool, "%d %s %s %d %d %d", reading->sheet,
                                        reading->charset, reading->page->entity->collection,
                                        look->delimiter, shape.above, shape.is_headless);
    reading->is_other_table = seen && strcmp(seen, reading->page->table) != 0;
    reading->plan->shape = shape;
    if (!reading->sheet) {
        ask_delimiter(reading, look->delimiter);
    }
    ask_heading(reading, look, &shape);
    ask_rows(reading, look);
    return APR_SUCCESS;
}

/* What the table is made of, in words. */
static void describe(import_reading_t *reading, const sc_look_t *look)
{
    const char *rows =
        sc_text_n(reading->language, reading->pool, "{n} row.", "{n} rows.", look->rows, NULL);

    reading->page->description = apr_pstrcat(reading->pool, rows, reading->page->description, NULL);
    if (look->columns->nelts == 1) {
        sc_problem_add(reading->problems, NULL, "no_table",
                       N_("This is a list of lines rather than a table: it has one column only. "
                          "Put what belongs in cells of its own into columns."),
                       NULL);
    }
}

/* Says so where nothing in the headings helps. */
static void tell_if_foreign(import_reading_t *reading, const apr_array_header_t *columns)
{
    for (int i = 0; i < columns->nelts; i++) {
        if (APR_ARRAY_IDX(columns, i, sc_import_column_t).field) {
            return;
        }
    }
    sc_problem_add(reading->problems, NULL, "foreign",
                   N_("None of the headings is known here. Say below which row has them, and "
                      "what each column is."),
                   NULL);
}

static apr_status_t read_table(import_reading_t *reading, sc_import_text_t *text)
{
    apr_array_header_t *matches = apr_array_make(reading->pool, 8, sizeof(sc_import_match_t));
    apr_array_header_t *columns = apr_array_make(reading->pool, 8, sizeof(sc_import_column_t));
    sc_look_t look;

    SC_TRY(find_shape(reading, text, &look));
    reading->page->columns = columns;
    if (look.columns->nelts == 0) {
        return APR_SUCCESS;
    }
    describe(reading, &look);
    sc_import_suggest_columns(reading->page->entity, &reading->plan->shape, &look, reading->foreign,
                              reading->pool);
    for (int i = 0; i < look.columns->nelts; i++) {
        reading->page->is_ready &= import_column_read(
            reading, i, &APR_ARRAY_IDX(look.columns, i, sc_look_column_t), matches, columns);
    }
    reading->page->is_ready &= import_columns_check(reading, matches);
    tell_if_foreign(reading, columns);
    reading->plan->entity = reading->page->entity;
    reading->plan->matches = matches;
    reading->plan->foreign = reading->foreign;
    reading->plan->participants = sc_text(reading->language, N_("participants"));
    ask_own_place(reading, matches);
    ask_places(reading, matches);
    ask_fills(reading, matches);
    text->plan = reading->plan;
    return APR_SUCCESS;
}

static void decode(import_reading_t *reading, const sc_upload_t *upload, sc_import_text_t *text)
{
    int is_sure;
    const sc_charset_t *charset = choose_charset(reading, upload, &is_sure);

    reading->page->is_ready &= is_sure;
    reading->charset = charset ? charset->name : "";
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

/* The sheet that is read, with what is to be said of it: the first, until another is chosen. */
static void choose_sheet(import_reading_t *reading, const sc_upload_t *upload,
                         sc_import_text_t *text)
{
    const apr_array_header_t *sheets =
        sc_workbook_sheets(upload->bytes, upload->length, reading->pool);
    apr_array_header_t *options = import_options(reading);
    const char *said = import_said(reading, "sheet"), *description = "";
    int number = said ? atoi(said) : 0;
    const sc_sheet_t *sheet;

    number = number > 0 && number < sheets->nelts ? number : 0;
    for (int i = 0; i < sheets->nelts; i++) {
        sheet = &APR_ARRAY_IDX(sheets, i, sc_sheet_t);
        APR_ARRAY_PUSH(options, sc_import_option_t) = (sc_import_option_t){
            apr_itoa(reading->pool, i),
            sheet->is_hidden ? sc_textf(reading->language, reading->pool, "{sheet} (hidden)",
                                        "sheet", sheet->name, NULL)
                             : sheet->name};
    }
    if (sheets->nelts > 1) {
        import_ask(reading->asked, "sheet", sc_text(reading->language, "Sheet"), NULL,
                   apr_itoa(reading->pool, number), options);
    }
    sheet = &APR_ARRAY_IDX(sheets, number, sc_sheet_t);
    for (int i = 0; i < sheet->notes->nelts; i++) {
        description = apr_pstrcat(reading->pool, description, " ",
                                  sc_text_problem(reading->language,
                                                  &APR_ARRAY_IDX(sheet->notes, i, sc_problem_t),
                                                  reading->pool),
                                  NULL);
    }
    reading->page->description = description;
    reading->sheet = number + 1;
    text->bytes = sheet->bytes;
    text->length = sheet->length;
}

static import_reading_t reading_of(const sc_view_t *view, apr_hash_t *choices,
                                   sc_problems_t *problems, sc_import_page_t *page)
{
    apr_pool_t *pool = view->pool;
    import_reading_t reading = {.pool = pool,
                                .language = view->language,
                                .view = view,
                                .home = view->home,
                                .choices = choices,
                                .charset = "",
                                .foreign = sc_foreign_create(pool),
                                .page = page,
                                .asked = apr_array_make(pool, 8, sizeof(sc_import_choice_t)),
                                .plan = apr_pcalloc(pool, sizeof(sc_import_plan_t)),
                                .problems = problems};

    page->choices = reading.asked;
    return reading;
}

void sc_import_choices_ask(const sc_view_t *view, apr_hash_t *choices, sc_problems_t *problems,
                           sc_import_page_t *page)
{
    import_reading_t reading = reading_of(view, choices, problems, page);

    ask_collection(&reading, 1,
                   N_("A file that is named as an exported one, and JSON with a member for each "
                      "collection, say it themselves"));
    ask_mode(&reading);
}

apr_status_t sc_import_choices_read(const sc_view_t *view, const sc_upload_t *upload,
                                    sc_problems_t *problems, sc_import_text_t *text,
                                    sc_import_page_t *page)
{
    import_reading_t reading = reading_of(view, upload->choices, problems, page);
    apr_status_t rv = APR_SUCCESS;

    memset(text, 0, sizeof(*text));
    page->is_ready = 1;
    page->name = import_said(&reading, "name");
    text->name = page->name ? page->name : "";
    text->is_json = upload->format == SC_UPLOAD_JSON;
    text->is_wikidata = upload->format != SC_UPLOAD_WORKBOOK &&
                        sc_import_is_wikidata(upload->bytes, upload->length, page->choices->pool);
    if (text->is_wikidata) {
        text->bytes = upload->bytes;
        text->length = upload->length;
        ask_mode(&reading);
        return APR_SUCCESS;
    }
    ask_collection(&reading, text->is_json, NULL);
    ask_mode(&reading);
    if (upload->format == SC_UPLOAD_WORKBOOK) {
        choose_sheet(&reading, upload, text);
    }
    else {
        decode(&reading, upload, text);
    }
    if (!text->is_json && !page->entity) {
        propose_collection(&reading, text);
    }
    text->entity = page->entity;
    if (!text->is_json && page->entity) {
        rv = read_table(&reading, text);
    }
    return rv;
}
