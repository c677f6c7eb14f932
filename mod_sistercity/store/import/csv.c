#include "language/table/csv_file.h"
#include "language/table/workbook.h"
#include "store/import/recast.h"
#include "store/import/run.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* A foreign file has many unknown columns; this many are named one by one. */
#define NAMED_COLUMNS 5

/** A column whose cells may have been merged: one that is filled above empty ones. */
typedef struct gaps_t {
    sc_look_column_t seen;
    int areas;
    int filled, first; /* the last line with a cell; the one above the first gap, or 0 */
    int is_open;       /* the row before had none */
} gaps_t;

/** The state of reading one file. */
typedef struct csv_t {
    import_run_t *run;
    import_table_t *table;
    const sc_import_plan_t *plan; /* what the columns are; NULL: they say it themselves */
    import_recast_t *recast;      /* with a plan */
    apr_status_t status;          /* of the database, with a plan */
    sc_import_shape_t shape;
    gaps_t *gaps;    /* of the table's columns; NULL: a person was asked, or the sheet tells */
    int passed;      /* rows above the headings that were passed over */
    int has_heading; /* whether the heading was read, or there is none */
    int is_useless;  /* whether the heading or the encoding keeps every row out */
} csv_t;

static import_place_t place_in(const csv_t *csv, int line, int column)
{
    import_place_t place = {csv->table, csv->table->file, line, column, 0, NULL};

    return place;
}

static const char *number(const csv_t *csv, int value)
{
    return apr_itoa(csv->run->scratch, value);
}

static const char *known_columns(const csv_t *csv)
{
    const sc_entity_t *entity = csv->table->entity;
    const char *names = entity->fields[0].name;

    for (int i = 1; i < entity->field_count; i++) {
        names = apr_pstrcat(csv->run->scratch, names, ", ", entity->fields[i].name, NULL);
    }
    return names;
}

/* The heading's cell without the white space around it and in small letters. */
static const char *heading_text(const char *cell, apr_pool_t *pool)
{
    char *text = apr_pstrdup(pool, cell);

    apr_collapse_spaces(text, text);
    for (char *letter = text; *letter; letter++) {
        *letter = (char)apr_tolower(*letter);
    }
    return text;
}

static const char **split_cells(const sc_csv_row_t *row, apr_pool_t *pool)
{
    const char **cells = apr_palloc(pool, (row->count + 1) * sizeof(*cells));
    const char *cell = row->cells;

    for (int i = 0; i < row->count; i++) {
        cells[i] = cell;
        cell += strlen(cell) + 1;
    }
    return cells;
}

/* Cells up to the last one that is not empty: spreadsheets pad rows. */
static int used_cells(const char **cells, int count)
{
    while (count > 0 && !*cells[count - 1]) {
        count--;
    }
    return count;
}

/* Tells what keeps every row out.
 * @param columns those that a person should know of: all of the collection's, or some */
static void refuse(csv_t *csv, int line, int column, const char *code, const char *detail,
                   const char *name, const char *columns)
{
    import_place_t place = place_in(csv, line, column);

    csv->is_useless = 1;
    import_find(csv->run, &place, NULL, code, detail, "name", name, "collection",
                csv->table->entity->collection, "columns", columns, "count", name, NULL);
}

static void report_missing(csv_t *csv, int line)
{
    const sc_entity_t *entity = csv->table->entity;
    const char *names = NULL;

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if ((field->flags & SC_REQUIRED) && field->type != SC_TYPE_SLUG &&
            import_column_of(csv->table, field) < 0) {
            names = names ? apr_pstrcat(csv->run->scratch, names, ", ", field->name, NULL)
                          : field->name;
        }
    }
    if (names) {
        refuse(csv, line, 0, "missing_column",
               N_("Columns that every row of {collection} needs are missing: {columns}."), "",
               names);
    }
}

/* The known columns of the heading. @return how many of its cells are unknown. */
static int match_columns(csv_t *csv, const sc_csv_row_t *row, const char **cells, int count)
{
    import_table_t *table = csv->table;
    int unknown = 0;

    table->columns = apr_pcalloc(csv->run->pool, (count + 1) * sizeof(*table->columns));
    for (int i = 0; i < count; i++) {
        const char *name = heading_text(cells[i], csv->run->scratch);
        const sc_field_t *field = sc_entity_column(table->entity, name);

        if (!field) {
            unknown++;
        }
        else if (import_column_of(table, field) >= 0) {
            refuse(csv, row->line, i + 1, "duplicate_column",
                   N_("The column \"{name}\" stands twice. Remove one of them."), name, "");
        }
        else {
            table->columns[table->column_count++] = field;
        }
    }
    return unknown;
}

static void report_unknown_columns(csv_t *csv, const sc_csv_row_t *row, const char **cells,
                                   int count)
{
    int unknown = 0, first_unnamed = 0;

    for (int i = 0; i < count; i++) {
        if (sc_entity_column(csv->table->entity, heading_text(cells[i], csv->run->scratch))) {
            continue;
        }
        if (unknown++ < NAMED_COLUMNS) {
            refuse(csv, row->line, i + 1, "unknown_column",
                   unknown == 1
                       ? N_("There is no column \"{name}\" in {collection}. Rename or remove it. "
                            "The columns are: {columns}.")
                       : N_("There is no column \"{name}\" in {collection}. Rename or remove it."),
                   cells[i], known_columns(csv));
        }
        else if (!first_unnamed) {
            first_unnamed = i + 1;
        }
    }
    if (first_unnamed) {
        refuse(csv, row->line, first_unnamed, "unknown_columns",
               N_("Columns from here on that {collection} does not have either: {count}."),
               number(csv, unknown - NAMED_COLUMNS), "");
    }
}

/* A pair of places tells which partnership is meant as well as an address does. */
static void read_planned_heading(csv_t *csv, const sc_csv_row_t *row)
{
    csv->recast = import_recast_new(csv->run, csv->table, csv->plan);
    csv->has_heading = 1;
    if (csv->run->import->mode != SC_IMPORT_MERGE ||
        import_column_of(csv->table, sc_entity_field(csv->table->entity, "slug")) < 0 ||
        csv->plan->matches->nelts < csv->table->column_count) {
        report_missing(csv, row->line);
    }
}

static void read_heading(csv_t *csv, const sc_csv_row_t *row)
{
    const char **cells = split_cells(row, csv->run->scratch);
    int count = used_cells(cells, row->count);
    int unknown = match_columns(csv, row, cells, count);

    csv->has_heading = 1;
    if (!csv->shape.is_sheet) {
        csv->gaps = apr_pcalloc(csv->run->pool, csv->table->column_count * sizeof(*csv->gaps));
    }
    if (unknown == count) {
        refuse(csv, row->line, 0, "unknown_columns",
               N_("None of this file's columns is one of {collection}. The first line must name "
                  "the columns; they are: {columns}."),
               "", known_columns(csv));
        return;
    }
    report_unknown_columns(csv, row, cells, count);
    /* A patch of items that are there needs only what changes. */
    if (csv->run->import->mode != SC_IMPORT_MERGE) {
        report_missing(csv, row->line);
    }
}

static void watch_gaps(csv_t *csv, const sc_csv_row_t *row, const char **cells)
{
    for (int i = 0; csv->gaps && i < csv->table->column_count; i++) {
        gaps_t *gaps = &csv->gaps[i];

        sc_look_for_gap(&gaps->seen, cells[i], csv->run->pool);
        if (!*cells[i] && !gaps->is_open) {
            gaps->first = gaps->areas++ ? gaps->first : gaps->filled;
        }
        gaps->is_open = !*cells[i];
        gaps->filled = *cells[i] ? row->line : gaps->filled;
    }
}

/* Rows are grouped by a place, a partnership or a country that stands before what they are about.
 */
static int groups_rows(const sc_field_t *field)
{
    return field->type == SC_TYPE_COUNTRY ||
           (field->type == SC_TYPE_REFERENCE &&
            (field->target == &sc_place || field->target == &sc_partnership));
}

static void report_gaps(csv_t *csv)
{
    for (int i = 0; csv->gaps && i < csv->table->column_count; i++) {
        const sc_field_t *field = csv->table->columns[i];
        const gaps_t *gaps = &csv->gaps[i];
        import_place_t place = place_in(csv, gaps->first, i + 1);

        if (sc_import_names_row(field)) {
            return;
        }
        place.is_warning = 1;
        if (gaps->areas && !gaps->seen.is_sparse && groups_rows(field)) {
            import_find(csv->run, &place, field->name, "merged_cells", sc_merged_cells, "count",
                        number(csv, gaps->areas), "cell",
                        apr_psprintf(csv->run->scratch, "%s%d",
                                     sc_import_letters(i, csv->run->scratch), gaps->first),
                        NULL);
        }
    }
}

static void add_row(csv_t *csv, const sc_csv_row_t *row, const char **cells)
{
    int expected = csv->table->column_count;
    apr_size_t length =
        expected < row->count ? (apr_size_t)(cells[expected] - row->cells) : row->length;

    watch_gaps(csv, row, cells);
    if (csv->recast) {
        csv->status = import_recast_row(csv->recast, row->line, cells);
    }
    else {
        import_row_add(csv->run, csv->table, row->line, row->cells, length);
    }
}

/* A row of fewer cells as if the others were empty. */
static const char **padded(const char **cells, int count, int expected, apr_pool_t *pool)
{
    const char **all = apr_palloc(pool, (expected + 1) * sizeof(*all));

    for (int i = 0; i < expected; i++) {
        all[i] = i < count ? cells[i] : "";
    }
    return all;
}

static void read_row(csv_t *csv, const sc_csv_row_t *row)
{
    const char **cells = split_cells(row, csv->run->scratch);
    int expected = csv->plan ? csv->plan->matches->nelts : csv->table->column_count;
    int count = row->count > expected ? used_cells(cells, row->count) : row->count;

    if (csv->plan && count <= expected && used_cells(cells, count) <= 1) {
        add_row(csv, row, padded(cells, row->count, expected, csv->run->scratch));
    }
    else if (count <= expected && row->count >= expected) {
        add_row(csv, row, cells);
    }
    else {
        import_place_t place = place_in(csv, row->line, 0);

        import_find(csv->run, &place, NULL, "ragged",
                    N_("The row has {count} cells and the first line {expected}. A cell that holds "
                       "the delimiter must stand in quotation marks."),
                    "count", number(csv, count), "expected", number(csv, expected), NULL);
        import_row_add(csv->run, csv->table, row->line, NULL, 0);
    }
}

static int on_row(void *baton, const sc_csv_row_t *row)
{
    csv_t *csv = baton;

    if (csv->is_useless) {
        return 0;
    }
    if (!csv->has_heading && csv->passed < csv->shape.above) {
        csv->passed++;
        return 1;
    }
    if (!csv->has_heading && csv->plan) {
        read_planned_heading(csv, row);
        if (csv->shape.is_headless && !csv->is_useless) {
            read_row(csv, row);
        }
    }
    else if (csv->has_heading) {
        read_row(csv, row);
    }
    else {
        read_heading(csv, row);
    }
    apr_pool_clear(csv->run->scratch);
    return !csv->is_useless && csv->status == APR_SUCCESS;
}

/** What a person is told of each kind of fault. */
static const struct {
    const char *code, *detail;
} faults[] = {
    [SC_CSV_ENCODING] =
        {"encoding", N_("This file is not UTF-8; it looks like {words}. Save it as UTF-8, or run "
                        "\"iconv -f {encoding} -t UTF-8 {file} > new.csv\" and import "
                        "{collection}=new.csv")},
    [SC_CSV_BROKEN_TEXT] =
        {"broken_text", N_("This cell has bytes that are not UTF-8 text, or control characters. "
                           "Type it anew.")},
    [SC_CSV_NUL] = {"nul", N_("This cell has a NUL character. Remove it.")},
    [SC_CSV_STRAY_QUOTE] = {"stray_quote",
                            N_("A quotation mark is out of place; look at line {from}. A cell that "
                               "holds one must stand in quotation marks, with the inner one "
                               "doubled. Lines {line} to {end} were not read.")},
    [SC_CSV_OPEN_QUOTE] = {"open_quote",
                           N_("The quotation mark that opens in line {from} is never closed. "
                              "Everything from there was not read.")},
    [SC_CSV_SPREADSHEET] = {"spreadsheet",
                            N_("This is a workbook or an archive, not a table as text. Open it in "
                               "a spreadsheet program, save the sheet as CSV in UTF-8, and import "
                               "that.")},
    [SC_CSV_ROW_TOO_LONG] =
        {"row_too_long", N_("The row is longer than {limit} bytes. Perhaps a quotation mark that "
                            "opens in line {from} is never closed.")},
};

static void on_fault(void *baton, const sc_csv_fault_t *fault)
{
    csv_t *csv = baton;
    import_place_t place = place_in(csv, fault->line, fault->column);

    import_find(csv->run, &place, NULL, faults[fault->kind].code, faults[fault->kind].detail,
                "file", apr_filepath_name_get(csv->table->file), "collection",
                csv->table->entity->collection, "encoding", fault->encoding ? fault->encoding : "",
                "words", fault->words ? fault->words : "", "from", number(csv, fault->fault_line),
                "line", number(csv, fault->line), "end", number(csv, fault->end_line), "limit",
                number(csv, SC_CSV_ROW_LIMIT), NULL);
    if (fault->kind == SC_CSV_ENCODING || fault->kind == SC_CSV_SPREADSHEET || !csv->has_heading) {
        csv->is_useless = 1;
    }
    else {
        import_row_add(csv->run, csv->table, fault->line, NULL, 0);
    }
    apr_pool_clear(csv->run->scratch);
}

static void report_empty(csv_t *csv)
{
    if (!csv->has_heading && !csv->is_useless) {
        refuse(csv, 0, 0, "empty_file",
               N_("The file is empty. Its first line must name the columns: {columns}."), "",
               known_columns(csv));
    }
}

apr_status_t import_read_csv(import_run_t *run, const char *file, const sc_entity_t *entity)
{
    csv_t csv = {
        .run = run, .table = import_table_new(run, file, entity), .shape = run->import->shape};
    sc_csv_reader_t reader = {on_row, on_fault, &csv, csv.shape.delimiter, csv.shape.is_sheet};

    SC_TRY(sc_csv_read(file, &reader, run->pool));
    report_empty(&csv);
    report_gaps(&csv);
    return APR_SUCCESS;
}

apr_status_t import_read_csv_text(import_run_t *run, const sc_import_text_t *text,
                                  sc_import_shape_t shape)
{
    csv_t csv = {.run = run,
                 .table = import_table_new(run, text->name, text->entity),
                 .plan = text->plan,
                 .shape = shape};
    sc_csv_reader_t reader = {on_row, on_fault, &csv, csv.shape.delimiter, csv.shape.is_sheet};
    apr_status_t status = sc_csv_read_text(text->bytes, text->length, &reader, run->pool);

    if (status == APR_SUCCESS && csv.status == APR_SUCCESS) {
        report_empty(&csv);
    }
    return status == APR_SUCCESS ? csv.status : status;
}
