#include "language/table/workbook.h"

#include "language/table/converter.h"
#include "model/field.h"

#include <apr_strings.h>
#include <string.h>

/* Its own limits are below these: SECONDS and OUTPUT in workbook.py. */
#define SECONDS_MOST 40
#define OUTPUT_MOST ((apr_size_t)64 << 20)

static const char *const command[] = {"/usr/bin/python3", "-I", "-B", "-X", "utf8", "-c",
                                      sc_workbook_script, NULL};

/** What a person is told of each word of the program. */
typedef struct wording_t {
    const char *word, *code, *detail;
} wording_t;

static const wording_t refusals[] = {
    {"missing", "not_installed",
     N_("Workbooks are read by the package {package}, which is not installed on this computer. "
        "Until somebody installs it, save the sheet as CSV in UTF-8, and import that.")},
    {"old_or_locked", "workbook_locked",
     N_("This workbook is protected by a password, or it is of the old kind (.xls). Save it as "
        ".xlsx or .ods, without a password.")},
    {"macros", "workbook_macros",
     N_("This workbook has macros, which are not let in here. Save it as .xlsx.")},
    {"no_sheet", "no_sheet",
     N_("This is no workbook, whatever its name says: there is no sheet in it.")},
    {"too_large", "workbook_too_large",
     N_("This workbook is larger than what is read here: 200,000 rows and 256 columns, or what it "
        "is unpacked to. Remove what does not belong to the table, or save the sheet as CSV.")},
    {"empty", "empty_file", N_("No sheet of this workbook has a row.")},
    {"broken", "workbook_broken",
     N_("This workbook is damaged, or of a kind that is not read here. Open it in a spreadsheet "
        "program, save it anew as .xlsx or .ods, and import that.")},
};

const char sc_merged_cells[] =
    N_("Merged cells stand for their first one, and the others are empty: {count} areas, the "
       "first from {cell} on. Say for each column what its empty cells mean.");

static const wording_t notes[] = {
    {"hidden", "hidden_rows",
     N_("Hidden rows are read like others: {count}, the first with {cell}.")},
    {"merged", "merged_cells", sc_merged_cells},
    {"errors", "error_cells",
     N_("Cells with an error, such as #N/A, are taken as empty: {count}, the first {cell}.")},
    {"unsaved", "unsaved_formulas",
     N_("Formulas without a saved result are taken as empty: {count}, the first {cell}. Open the "
        "workbook in a spreadsheet program, save it, and import it again.")},
    {"early", "early_dates",
     N_("Dates before March 1900 are another day in some programs. Compare them: {count}, the "
        "first {cell}.")},
};

static const wording_t *wording_of(const wording_t *all, size_t count, const char *word)
{
    for (size_t i = 0; word && i < count; i++) {
        if (strcmp(all[i].word, word) == 0) {
            return &all[i];
        }
    }
    return NULL;
}

#define WORDING(all, word) wording_of(all, SC_LENGTH(all), word)

static void refuse(sc_problems_t *problems, const char *word, const char *package)
{
    const wording_t *wording = WORDING(refusals, word);

    sc_problem_add(problems, NULL, wording->code, wording->detail, "package",
                   package && *package ? package : "python3", NULL);
}

/** A line of the head: words between tabs. */
typedef struct line_t {
    const char *words[4]; /* "" where there is none */
} line_t;

/* The lines above the first empty one. @return an array of line_t; *rest: what follows, or NULL */
static apr_array_header_t *read_head(const char *text, apr_size_t length, const char **rest,
                                     apr_pool_t *pool)
{
    apr_array_header_t *lines = apr_array_make(pool, 4, sizeof(line_t));
    const char *end = text + length, *stop;

    *rest = NULL;
    while (text < end && *text != '\n' && (stop = memchr(text, '\n', (size_t)(end - text)))) {
        char *state, *words = apr_pstrmemdup(pool, text, (apr_size_t)(stop - text));
        line_t *line = apr_array_push(lines);
        const char *word = apr_strtok(words, "\t", &state);

        for (int i = 0; i < 4; i++) {
            line->words[i] = word ? word : "";
            word = word ? apr_strtok(NULL, "\t", &state) : NULL;
        }
        text = stop + 1;
    }
    *rest = text < end ? text + 1 : NULL;
    return lines;
}

/* What kept the program from saying anything. */
static const char *failure(apr_status_t rv)
{
    return APR_STATUS_IS_ENOENT(rv)                               ? "missing"
           : APR_STATUS_IS_TIMEUP(rv) || APR_STATUS_IS_ENOSPC(rv) ? "too_large"
                                                                  : NULL;
}

apr_status_t sc_workbook_read(const char *bytes, apr_size_t length, sc_problems_t *problems,
                              apr_pool_t *pool, const char **text, apr_size_t *text_length)
{
    const converter_t converter = {command, OUTPUT_MOST, SECONDS_MOST};
    apr_status_t rv = converter_run(&converter, bytes, length, pool, text, text_length);
    const char *word = failure(rv), *rest;
    const line_t *head;

    if (rv != APR_SUCCESS) {
        if (word) {
            refuse(problems, word, NULL);
        }
        return word ? APR_SUCCESS : rv;
    }
    if (sc_workbook_sheets(*text, *text_length, pool)->nelts == 0) {
        head = (const line_t *)read_head(*text, *text_length, &rest, pool)->elts;
        word = rest && strcmp(head->words[0], "problem") == 0 ? head->words[1] : "broken";
        refuse(problems, WORDING(refusals, word) ? word : "broken", rest ? head->words[2] : NULL);
    }
    return APR_SUCCESS;
}

/* The notes behind the line of a sheet. */
static apr_array_header_t *read_notes(const apr_array_header_t *lines, int at, apr_pool_t *pool)
{
    sc_problems_t *problems = sc_problems_new(pool);

    for (; at < lines->nelts; at++) {
        const line_t *line = &APR_ARRAY_IDX(lines, at, line_t);
        const wording_t *wording = WORDING(notes, line->words[1]);

        if (strcmp(line->words[0], "note") != 0) {
            break;
        }
        if (wording) {
            sc_problem_add(problems, NULL, wording->code, wording->detail, "count", line->words[2],
                           "cell", line->words[3], NULL);
        }
    }
    return problems->items;
}

static void add_sheets(apr_array_header_t *sheets, const apr_array_header_t *lines, int is_hidden,
                       const char *rest, const char *end, apr_pool_t *pool)
{
    for (int i = 0; i < lines->nelts; i++) {
        const line_t *line = &APR_ARRAY_IDX(lines, i, line_t);
        apr_int64_t length = apr_atoi64(line->words[1]);

        if (strcmp(line->words[0], "sheet") != 0) {
            continue;
        }
        if (length < 0 || length > end - rest) {
            return;
        }
        if (length && (*line->words[2] == '1') == is_hidden) {
            APR_ARRAY_PUSH(sheets, sc_sheet_t) =
                (sc_sheet_t){.name = line->words[3],
                             .is_hidden = is_hidden,

                             .bytes = rest,
                             .length = (apr_size_t)length,
                             .notes = read_notes(lines, i + 1, pool)};
        }
        rest += length;
    }
}

apr_array_header_t *sc_workbook_sheets(const char *text, apr_size_t length, apr_pool_t *pool)
{
    apr_array_header_t *sheets = apr_array_make(pool, 4, sizeof(sc_sheet_t));
    const char *rest;
    const apr_array_header_t *lines = read_head(text, length, &rest, pool);

    for (int is_hidden = 0; is_hidden < 2 && rest; is_hidden++) {
        add_sheets(sheets, lines, is_hidden, rest, text + length, pool);
    }
    return sheets;
}
