#include "store/import/wikidata/result.h"

#include "language/table/csv_file.h"
#include "model/text/edtf.h"
#include "model/text/notation.h"
#include "store/record/json_record.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

#define ENTITY_PREFIX "http://www.wikidata.org/entity/"
#define STATEMENT_PREFIX ENTITY_PREFIX "statement/"

/* Bytes at the beginning of a text that show whether it is a result. */
#define SHOWN 4096

/** What a variable holds. Those of a side stand twice: for the place and for its partner. */
typedef enum {
    CELL_ID,
    CELL_LABEL,
    CELL_COUNTRY,
    CELL_AT,
    CELL_OF_SIDE,
    CELL_STATEMENT = CELL_OF_SIDE * 2,
    CELL_RANK,
    CELL_START,
    CELL_START_PRECISION,
    CELL_END,
    CELL_END_PRECISION,
    CELL_REFERENCE,
    CELL_COUNT
} cell_e;

typedef struct word_t {
    const char *word;
    int meaning;
} word_t;

/* What the variables of a side begin with, and how they go on. */
static const word_t sides[] = {{"sistercity", 1}, {"partner", 1}, {"sister", 1}, {"twin", 1},
                               {"place", 0},      {"city", 0},    {"item", 0},   {NULL, 0}};
static const word_t of_side[] = {{"", CELL_ID},
                                 {"label", CELL_LABEL},
                                 {"country", CELL_COUNTRY},
                                 {"countrycode", CELL_COUNTRY},
                                 {"at", CELL_AT},
                                 {"coord", CELL_AT},
                                 {"coordinates", CELL_AT},
                                 {NULL, 0}};
static const word_t others[] = {{"statement", CELL_STATEMENT},
                                {"rank", CELL_RANK},
                                {"start", CELL_START},
                                {"starttime", CELL_START},
                                {"startprecision", CELL_START_PRECISION},
                                {"starttimeprecision", CELL_START_PRECISION},
                                {"end", CELL_END},
                                {"endtime", CELL_END},
                                {"endprecision", CELL_END_PRECISION},
                                {"endtimeprecision", CELL_END_PRECISION},
                                {"reference", CELL_REFERENCE},
                                {"referenceurl", CELL_REFERENCE},
                                {NULL, 0}};

/** A variable of the result. */
typedef struct variable_t {
    int cell;        /* CELL_COUNT: none that is read */
    const char *tag; /* of a label in a language of its own (partnerLabel_ja); or NULL */
} variable_t;

typedef struct reading_t {
    apr_pool_t *pool, *scratch;
    void (*fault)(void *baton, const wikidata_at_t *at, const sc_problems_t *problems);
    void *baton;
    apr_array_header_t *variables;  /* CSV: of variable_t */
    apr_array_header_t *statements; /* of wikidata_statement_t * */
    apr_hash_t *keys;               /* of the statements */
} reading_t;

/** One row: what each cell holds, and labels in languages of their own. */
typedef struct row_t {
    int line;
    const char *item;
    const char *cells[CELL_COUNT];
    apr_array_header_t *names[2]; /* of sc_name_t * */
} row_t;

static int meaning_of(const word_t *words, const char *word)
{
    for (; words->word; words++) {
        if (strcmp(words->word, word) == 0) {
            return words->meaning;
        }
    }
    return CELL_COUNT;
}

/* "?partnerLabel_ja" -> the partner's label in Japanese */
static variable_t variable_of(const char *name, apr_pool_t *pool)
{
    variable_t variable = {CELL_COUNT, NULL};
    char *word = apr_pstrdup(pool, *name == '?' ? name + 1 : name);
    char *tag = strrchr(word, '_');
    char *to = word;

    if (tag && tag > word + 5 && strncasecmp(tag - 5, "Label", 5) == 0) {
        *tag++ = '\0';
        variable.tag = tag;
    }
    for (const char *from = word; *from; from++) {
        if (*from != '_') {
            *to++ = (char)apr_tolower(*from);
        }
    }
    *to = '\0';
    variable.cell = meaning_of(others, word);
    for (int i = 0; sides[i].word && variable.cell == CELL_COUNT; i++) {
        apr_size_t length = strlen(sides[i].word);
        int cell = strncmp(word, sides[i].word, length) == 0 ? meaning_of(of_side, word + length)
                                                             : CELL_COUNT;

        variable.cell = cell == CELL_COUNT ? cell : cell + sides[i].meaning * CELL_OF_SIDE;
    }
    return variable;
}

static void find(reading_t *reading, const row_t *row, const char *code, const char *detail,
                 const char *value)
{
    const wikidata_at_t at = {row ? row->line : 0, row ? row->item : NULL};
    sc_problems_t *problems = sc_problems_new(reading->scratch);

    sc_problem_add(problems, NULL, code, detail, "value", value, NULL);
    reading->fault(reading->baton, &at, problems);
}

/* The item of an entity's address, or NULL: unknown values are nodes without one. */
static const char *item_of(const char *value)
{
    const char *id = value ? strrchr(value, '/') : NULL;

    id = id ? id + 1 : value;
    return id && *id == 'Q' && apr_isdigit(id[1]) && strspn(id + 1, "0123456789") == strlen(id + 1)
               ? id
               : NULL;
}

/* Without a precision the query gave the simple value: a first day stands for the whole month or
 * year as often as for itself, and nothing tells which. */
static sc_precision_e guarded_precision(const sc_date_t *date)
{
    if (date->day > 1) {
        return SC_PRECISION_DAY;
    }
    return date->month > 1 ? SC_PRECISION_MONTH : SC_PRECISION_YEAR;
}

/* "1955-12-01T00:00:00Z" of the precision 10 -> "1955-12" (Wikibase's data model: 7 century,
 * 8 decade, 9 year, 10 month, 11 day). A century is left out: Wikidata's begins in its year 1, that
 * of EDTF in its year 0. */
static const char *date_of(const char *value, const char *precision, apr_pool_t *pool)
{
    static const sc_precision_e precisions[] = {SC_PRECISION_DECADE, SC_PRECISION_YEAR,
                                                SC_PRECISION_MONTH, SC_PRECISION_DAY};
    sc_date_t date = {SC_PRECISION_DAY, 0, 0, 0, 0, 0};
    int number = precision ? atoi(precision) : 0;

    value = value && *value == '+' ? value + 1 : value;
    if (!value || strlen(value) < 10 || value[4] != '-' || value[7] != '-') {
        return NULL;
    }
    date.year = atoi(value);
    date.month = atoi(value + 5);
    date.day = atoi(value + 8);
    if (precision && *precision && number < 8) {
        return NULL;
    }
    date.precision = precision && *precision ? precisions[(number > 11 ? 11 : number) - 8]
                                             : guarded_precision(&date);
    date.month = date.precision >= SC_PRECISION_MONTH ? date.month : 0;
    date.day = date.precision == SC_PRECISION_DAY ? date.day : 0;
    date.year -= date.precision == SC_PRECISION_DECADE ? date.year % 10 : 0;
    const char *text = sc_edtf_text(&date, pool);
    return sc_edtf_parse(text, &date) == APR_SUCCESS ? text : NULL;
}

/* "Point(23.9 54.9)": longitude first, as WKT has it. */
static void read_at(const char *at, wikidata_side_t *side, apr_pool_t *pool)
{
    const char *begin = at ? strchr(at, '(') : NULL;
    const char *space = begin ? strchr(begin, ' ') : NULL;
    const char *end = space ? strchr(space, ')') : NULL;

    if (end) {
        side->longitude = apr_pstrmemdup(pool, begin + 1, space - begin - 1);
        side->latitude = apr_pstrmemdup(pool, space + 1, end - space - 1);
    }
}

static const char *copy(const char *text, apr_pool_t *pool)
{
    return text && *text ? apr_pstrdup(pool, text) : NULL;
}

static void read_side(const row_t *row, int which, wikidata_side_t *side, apr_pool_t *pool)
{
    const char *const *cells = row->cells + which * CELL_OF_SIDE;
    const char *label = cells[CELL_LABEL];

    side->id = apr_pstrdup(pool, item_of(cells[CELL_ID]));
    /* The service gives the item for a label that there is not. */
    side->label = label && strcmp(label, side->id) != 0 ? copy(label, pool) : NULL;
    side->country = copy(cells[CELL_COUNTRY], pool);
    side->names = apr_array_make(pool, 1, sizeof(sc_name_t *));
    SC_EACH(const sc_name_t, given, row->names[which]) {
        sc_name_t *name = sc_record_new(&sc_name, pool);

        name->lang = apr_pstrdup(pool, given->lang);
        name->text = apr_pstrdup(pool, given->text);
        APR_ARRAY_PUSH(side->names, sc_name_t *) = name;
    }
    read_at(cells[CELL_AT], side, pool);
}

/* "http://www.wikidata.org/entity/statement/Q42-…" -> as one opens it */
static const char *url_of(const char *statement, const char *id, apr_pool_t *pool)
{
    if (statement && strncmp(statement, STATEMENT_PREFIX, strlen(STATEMENT_PREFIX)) == 0) {
        return apr_pstrcat(pool, "https", statement + 4, NULL);
    }
    return apr_pstrcat(pool, "https://www.wikidata.org/wiki/", id, "#P190", NULL);
}

static const char *rank_of(const char *value, apr_pool_t *pool)
{
    static const char *const ranks[] = {"deprecated", "preferred"};
    char *lower = apr_pstrdup(pool, value ? value : "");

    for (char *at = lower; *at; at++) {
        *at = (char)apr_tolower(*at);
    }
    for (int i = 0; i < 2; i++) {
        if (strstr(lower, ranks[i])) {
            return ranks[i];
        }
    }
    return "normal";
}

static void add_statement(reading_t *reading, const row_t *row, const char *key)
{
    apr_pool_t *pool = reading->pool;
    const char *const *cells = row->cells;
    wikidata_statement_t *statement = apr_pcalloc(pool, sizeof(*statement));

    statement->line = row->line;
    statement->item = copy(row->item, pool);
    statement->key = apr_pstrdup(pool, key);
    read_side(row, 0, &statement->place, pool);
    read_side(row, 1, &statement->partner, pool);
    statement->url = url_of(cells[CELL_STATEMENT], statement->place.id, pool);
    statement->rank = rank_of(cells[CELL_RANK], pool);
    statement->start = date_of(cells[CELL_START], cells[CELL_START_PRECISION], pool);
    statement->end = date_of(cells[CELL_END], cells[CELL_END_PRECISION], pool);
    statement->reference = copy(cells[CELL_REFERENCE], pool);
    APR_ARRAY_PUSH(reading->statements, wikidata_statement_t *) = statement;
    apr_hash_set(reading->keys, statement->key, APR_HASH_KEY_STRING, statement);
}

/* A statement with two references, or a place with two positions, comes in two rows. */
static void take_row(reading_t *reading, const row_t *row)
{
    const char *place = item_of(row->cells[CELL_ID]);
    const char *partner = item_of(row->cells[CELL_OF_SIDE + CELL_ID]);
    const char *given = row->cells[CELL_STATEMENT];

    if (!place || !partner) {
        find(reading, row, "no_item",
             N_("This row does not name two places by their Wikidata items."), "");
        return;
    }
    if (strcmp(place, partner) == 0) {
        find(reading, row, "own_partner", N_("{value} is said to be its own partner."), place);
        return;
    }
    const char *key =
        given && *given ? given : apr_pstrcat(reading->scratch, place, " ", partner, NULL);
    if (!apr_hash_get(reading->keys, key, APR_HASH_KEY_STRING)) {
        add_statement(reading, row, key);
    }
}

static void set_cell(row_t *row, const variable_t *variable, const char *value, apr_pool_t *pool)
{
    int side = variable->cell / CELL_OF_SIDE;

    if (variable->cell == CELL_COUNT || !value || !*value) {
        return;
    }
    if (!variable->tag) {
        row->cells[variable->cell] = value;
        return;
    }
    if (!row->names[side]) {
        row->names[side] = apr_array_make(pool, 2, sizeof(sc_name_t *));
    }
    sc_name_t *name = sc_record_new(&sc_name, pool);
    name->lang = variable->tag;
    name->text = value;
    APR_ARRAY_PUSH(row->names[side], sc_name_t *) = name;
}

static int is_complete(const apr_array_header_t *variables)
{
    int sides_seen = 0;

    for (int i = 0; i < variables->nelts; i++) {
        int cell = APR_ARRAY_IDX(variables, i, variable_t).cell;

        sides_seen |= cell == CELL_ID ? 1 : cell == CELL_OF_SIDE + CELL_ID ? 2 : 0;
    }
    return sides_seen == 3;
}

static int read_heading(reading_t *reading, const sc_csv_row_t *csv)
{
    apr_pool_t *pool = reading->pool;
    const char *cell = csv->cells;

    reading->variables = apr_array_make(pool, csv->count, sizeof(variable_t));
    for (int i = 0; i < csv->count; i++, cell += strlen(cell) + 1) {
        APR_ARRAY_PUSH(reading->variables, variable_t) = variable_of(cell, pool);
    }
    return is_complete(reading->variables);
}

/* TSV has its values in SPARQL's notation: <http://…>, "text"@en, "…"^^<…>. */
static const char *plain_value(const char *value, apr_pool_t *pool)
{
    const char *end = *value == '<'   ? strrchr(value, '>')
                      : *value == '"' ? strrchr(value, '"')
                                      : NULL;

    return end && end > value ? apr_pstrmemdup(pool, value + 1, end - value - 1) : value;
}

static int take_csv_row(void *baton, const sc_csv_row_t *csv)
{
    reading_t *reading = baton;
    apr_pool_t *pool = reading->scratch;
    const char *cell = csv->cells;
    row_t row = {.line = csv->line};

    if (!reading->variables) {
        if (!read_heading(reading, csv)) {
            find(reading, &row, "no_result",
                 N_("This is no result of Wikidata's query for sister cities: the variables "
                    "\"place\" and \"partner\" are not there. The query is in the README."),
                 "");
            return 0;
        }
        return 1;
    }
    apr_pool_clear(pool);
    for (int i = 0; i < csv->count && i < reading->variables->nelts; i++) {
        set_cell(&row, &APR_ARRAY_IDX(reading->variables, i, variable_t), plain_value(cell, pool),
                 pool);
        cell += strlen(cell) + 1;
    }
    take_row(reading, &row);
    return 1;
}

static void take_fault(void *baton, const sc_csv_fault_t *fault)
{
    row_t row = {.line = fault->line};

    find(baton, &row, "not_csv", N_("This row cannot be read as CSV in UTF-8."), "");
}

/* {"type": "uri", "value": "http://…"}, or the value itself */
static const char *value_of(const json_t *value, apr_pool_t *pool)
{
    value = json_is_object(value) ? json_object_get(value, "value") : value;
    if (json_is_integer(value)) {
        return apr_psprintf(pool, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    }
    return json_string_value(value);
}

static void take_object(reading_t *reading, json_t *object, apr_size_t number)
{
    apr_pool_t *pool = reading->scratch;
    row_t row = {.item = apr_psprintf(pool, "results[%" APR_SIZE_T_FMT "]", number)};
    const char *name;
    json_t *value;

    json_object_foreach(object, name, value) {
        variable_t variable = variable_of(name, pool);

        set_cell(&row, &variable, value_of(value, pool), pool);
    }
    take_row(reading, &row);
}

/* The rows of SPARQL's JSON, or of plain JSON; NULL: it is neither. */
static json_t *rows_of(json_t *root)
{
    json_t *rows =
        json_is_array(root) ? root : json_object_get(json_object_get(root, "results"), "bindings");

    return json_is_array(rows) ? rows : NULL;
}

static void read_json(reading_t *reading, const char *bytes, apr_size_t length)
{
    const char *error = "";
    json_t *root = sc_json_parse(bytes, length, &error, reading->pool);
    json_t *rows = rows_of(root), *object;
    apr_size_t i;

    if (!root) {
        find(reading, NULL, "not_json", N_("This is not JSON: {value}."), error);
    }
    else if (!rows) {
        find(reading, NULL, "no_result",
             N_("This is no result of Wikidata's query service: it has no rows."), "");
    }
    json_array_foreach(rows, i, object) {
        apr_pool_clear(reading->scratch);
        take_object(reading, object, i);
    }
    json_decref(root);
}

static const char *without_mark(const char *bytes, apr_size_t *length)
{
    if (*length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        *length -= 3;
        return bytes + 3;
    }
    return bytes;
}

static int is_json(const char *bytes, apr_size_t length)
{
    while (length && apr_isspace(*bytes)) {
        bytes++;
        length--;
    }
    return length && (*bytes == '{' || *bytes == '[');
}

apr_array_header_t *
wikidata_read(const char *bytes, apr_size_t length, apr_pool_t *pool, apr_pool_t *scratch,
              void (*fault)(void *baton, const wikidata_at_t *at, const sc_problems_t *problems),
              void *baton)
{
    reading_t reading = {.pool = pool,
                         .scratch = scratch,
                         .fault = fault,
                         .baton = baton,
                         .statements = apr_array_make(pool, 64, sizeof(wikidata_statement_t *)),
                         .keys = apr_hash_make(pool)};
    const sc_csv_reader_t reader = {.row = take_csv_row, .fault = take_fault, .baton = &reading};

    bytes = without_mark(bytes, &length);
    if (is_json(bytes, length)) {
        read_json(&reading, bytes, length);
    }
    else if (sc_csv_read_text(bytes, length, &reader, pool) != APR_SUCCESS || !reading.variables) {
        find(&reading, NULL, "empty_file", N_("The file is empty."), "");
    }
    return reading.statements;
}

/* Whether the first line names the variables of a result. */
static int has_heading(const char *bytes, apr_size_t length, apr_pool_t *pool)
{
    const char *end = memchr(bytes, '\n', length);
    apr_array_header_t *variables = apr_array_make(pool, 8, sizeof(variable_t));
    char *line = apr_pstrmemdup(pool, bytes, end ? (apr_size_t)(end - bytes) : 0);
    char *rest = NULL;

    for (char *name = apr_strtok(line, ",\t\r\"", &rest); name;
         name = apr_strtok(NULL, ",\t\r\"", &rest)) {
        APR_ARRAY_PUSH(variables, variable_t) = variable_of(name, pool);
    }
    return is_complete(variables);
}

int wikidata_is_result(const char *bytes, apr_size_t length, apr_pool_t *pool)
{
    bytes = without_mark(bytes, &length);
    const char *begin = apr_pstrmemdup(pool, bytes, length < SHOWN ? length : SHOWN);
    return strstr(begin, ENTITY_PREFIX) != NULL &&
           (is_json(bytes, length) || has_heading(bytes, length, pool));
}
