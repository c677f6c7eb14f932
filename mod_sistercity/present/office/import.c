#include "present/office/pages.h"

#include <apr_strings.h>
#include <string.h>

/* Lines that the box for pasted rows shows at once. */
#define PASTE_ROWS 10

/* How many findings are shown; the rest is counted. */
#define FINDINGS_SHOWN 200

const char *sc_title_import(const sc_view_t *view, const void *data)
{
    const sc_import_page_t *page = data;

    return page->stage == SC_IMPORT_LOOK ? sc_say(view, "Import: look before it is stored")
                                         : sc_say(view, "Import");
}

static void write_options(sc_buffer_t *out, const apr_array_header_t *options, const char *value)
{
    SC_EACH_OF(const sc_import_option_t, option, options) {
        sc_part_option(out, option->value, option->label, strcmp(option->value, value) == 0);
    }
    sc_buffer_puts(out, "</select>");
}

static void write_choice(sc_buffer_t *out, const sc_view_t *view, const sc_import_choice_t *choice)
{
    const char *id = apr_pstrcat(view->pool, "f-", choice->name, NULL);

    sc_html(out,
            "<div class=\"sistercity-form__field sistercity-form__field--wide\">"
            "<label for=\"%t\">%t</label>\n",
            id, choice->label);
    if (choice->help) {
        sc_html(out, "<p class=\"sistercity-form__help\" id=\"%t-help\">%t</p>\n", id,
                choice->help);
    }
    sc_html(out,
            choice->options ? "<select id=\"%t\" name=\"%t\"%r>"
                            : "<input type=\"text\" id=\"%t\" name=\"%t\"%r",
            id, choice->name,
            choice->help ? sc_html_make(view->pool, " aria-describedby=\"%t-help\"", id) : NULL);
    if (choice->options) {
        write_options(out, choice->options, choice->value);
        sc_buffer_puts(out, "</div>\n");
    }
    else {
        sc_html(out, " value=\"%t\"></div>\n", choice->value);
    }
}

/* The box works everywhere; the script adds a file's own input, which sends the file as it is. */
static void write_content(sc_buffer_t *out, const sc_view_t *view, const sc_import_page_t *page)
{
    sc_html(out,
            "<div class=\"sistercity-form__field sistercity-form__field--wide\" data-file hidden>"
            "<label for=\"f-file\">%t</label>\n"
            "<p class=\"sistercity-form__help\" id=\"f-file-help\">%t</p>\n"
            "<input type=\"file\" id=\"f-file\" "
            "accept=\".csv,.tsv,.txt,.xlsx,.ods,.json,text/csv,application/json\" "
            "aria-describedby=\"f-file-help\">"
            "<p class=\"sistercity-form__wrong\" data-file-wrong hidden>%t</p></div>\n",
            sc_say(view, "A workbook (.xlsx, .ods), CSV or JSON file"),
            sc_say(view, "As this registry exports it, or a table with a heading for "
                         "each column"),
            sc_say(view, "The file could not be sent. Try again, or paste its rows "
                         "below."));
    sc_html(out,
            "<div class=\"sistercity-form__field sistercity-form__field--wide\">"
            "<label for=\"f-text\">%t</label>\n"
            "<p class=\"sistercity-form__help\" id=\"f-text-help\">%t</p>\n"
            "<textarea id=\"f-text\" name=\"text\" rows=\"%d\" spellcheck=\"false\" "
            "aria-describedby=\"f-text-help\">\n%t</textarea></div>\n",
            sc_say(view, "Rows, pasted"),
            sc_say(view, "Copied from a spreadsheet with the row of headings, or CSV or "
                         "JSON as text"),
            PASTE_ROWS, page->text);
}

static void write_send(sc_buffer_t *out, const sc_view_t *view, const sc_import_page_t *page)
{
    sc_html(out, "<p>%t</p>\n",
            sc_say(view, "Nothing is stored yet: you see first what would be added and "
                         "changed, and every row that cannot be read, with its reason."));
    sc_html(out,
            "<form class=\"sistercity-form\" method=\"post\" action=\"%u\" novalidate "
            "data-import>\n",
            page->action);
    sc_part_hidden(out, "token", page->admin->token);
    write_content(out, view, page);
    for (int i = 0; i < page->choices->nelts; i++) {
        write_choice(out, view, &APR_ARRAY_IDX(page->choices, i, sc_import_choice_t));
    }
    sc_office_buttons_open(out);
    sc_office_button(out, "look", sc_say(view, "Look at it"));
    sc_buffer_puts(out, "</div>\n</form>\n");
}

static void write_numbers(sc_buffer_t *out, const sc_view_t *view, const sc_import_t *import)
{
    sc_buffer_puts(out, "<dl class=\"sistercity__numbers\">\n");
    sc_part_number(out, view, sc_say(view, "would be added"), import->added);
    sc_part_number(out, view, sc_say(view, "would be changed"), import->changed);
    sc_part_number(out, view, sc_say(view, "as they are on record"), import->unchanged);
    sc_part_number(out, view, sc_say(view, "cannot be read"), import->rejected);
    sc_buffer_puts(out, "</dl>\n");
}

/* @param is_suggested nobody has confirmed the value */
static const char *select_of(const sc_view_t *view, const char *name, const char *label,
                             const char *value, const apr_array_header_t *options, int is_suggested)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    sc_html(out, "<select name=\"%t\" aria-label=\"%t\">", name, label);
    write_options(out, options, value);
    if (is_suggested) {
        sc_html(out, " <span class=\"sistercity__kind\">%t</span>", sc_say(view, "a proposal"));
    }
    return out->data;
}

static void write_choices(sc_buffer_t *out, const sc_view_t *view, const sc_import_page_t *page)
{
    sc_part_heading(out, view, 1, sc_say(view, "The file"));
    if (page->table) {
        sc_part_hidden(out, "table", page->table);
    }
    if (page->description) {
        sc_part_quiet(out, page->description);
    }
    for (int i = 0; i < SC_COUNT(page->choices); i++) {
        write_choice(out, view, &APR_ARRAY_IDX(page->choices, i, sc_import_choice_t));
    }
}

static const char *field_choice(const sc_view_t *view, const sc_import_column_t *column, int number)
{
    const char *label = sc_sayf(view, "What “{heading}” is", "heading", column->heading, NULL);

    return select_of(view, apr_psprintf(view->pool, "column[%d]", number), label,
                     column->field ? column->field : "", column->options, column->is_suggested);
}

/* How the cells of a column are read. */
static const char *column_choices(const sc_view_t *view, const sc_import_column_t *column)
{
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    SC_EACH_OF(const sc_import_choice_t, choice, column->choices) {
        const char *label = sc_join(view, SC_COLON, column->heading, choice->label);

        sc_html(out, "<div>%t %r</div>", choice->label,
                select_of(view, choice->name, label, choice->value, choice->options,
                          choice->is_suggested));
    }
    return out->length ? out->data : NULL;
}

static void write_columns(sc_buffer_t *out, const sc_view_t *view, const sc_import_page_t *page)
{
    static const char *const headings[] = {N_("Column"), N_("Such as"), N_("Is taken for"),
                                           N_("How it is read"), NULL};

    if (SC_COUNT(page->columns) == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "Columns"));
    sc_part_table_open(out, view, sc_say(view, "What each column is taken for"), headings);
    for (int i = 0; i < page->columns->nelts; i++) {
        const sc_import_column_t *column = &APR_ARRAY_IDX(page->columns, i, sc_import_column_t);

        sc_html(out, "<tr><th scope=\"row\">%t</th>", column->heading);
        sc_part_cell(out, view, headings[1], sc_htmlf(view, "%t", column->sample));
        sc_part_cell(out, view, headings[2], field_choice(view, column, i));
        sc_part_cell(out, view, headings[3], column_choices(view, column));
        sc_buffer_puts(out, "</tr>\n");
    }
    sc_part_table_close(out);
}

static const char *where(const sc_view_t *view, const sc_import_page_t *page,
                         const sc_finding_t *finding)
{
    const char *line = sc_say_number(view, finding->line);
    const char *member = finding->problem.field;

    if (member && !page->columns) {
        return member; /* of JSON, where lines tell little */
    }
    if (finding->line == 0) {
        return finding->file ? finding->file : sc_say(view, "The file");
    }
    return finding->column ? sc_sayf(view, "line {line}, column {column}", "line", line, "column",
                                     sc_say_number(view, finding->column), NULL)
                           : sc_sayf(view, "line {line}", "line", line, NULL);
}

static void write_findings(sc_buffer_t *out, const sc_view_t *view, const sc_import_page_t *page)
{
    const sc_import_t *import = page->import;
    static const char *const headings[] = {N_("Where"), N_("What"), NULL};
    int i;

    if (import->findings->nelts == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "To look at"));
    sc_part_table_open(out, view, sc_say(view, "What was found in the file"), headings);
    for (i = 0; i < import->findings->nelts && i < FINDINGS_SHOWN; i++) {
        const sc_finding_t *finding = &APR_ARRAY_IDX(import->findings, i, sc_finding_t);

        sc_html(out, "<tr><th scope=\"row\">%t</th>", where(view, page, finding));
        sc_part_cell(out, view, headings[1],
                     sc_html_make(view->pool, "%r%t",
                                  finding->is_warning
                                      ? sc_html_make(view->pool,
                                                     "<span class=\"sistercity__kind\">%t</span> ",
                                                     sc_say(view, "only to look at"))
                                      : NULL,
                                  sc_say_problem(view, &finding->problem)));
        sc_buffer_puts(out, "</tr>\n");
    }
    sc_part_table_close(out);
    sc_office_more(out, view, import->finding_count - i);
}

static void write_item(sc_buffer_t *out, const sc_view_t *view, const sc_import_page_t *page,
                       const sc_import_item_t *item)
{
    const sc_entity_t *entity = sc_record_entity(item->after);

    sc_html(out, "<details class=\"sistercity-admin__change\"><summary>%t</summary>\n",
            sc_join(view, SC_COLON, item->before ? sc_say(view, "Changed") : sc_say(view, "Added"),
                    sc_office_name(view, &page->named, item->after)));
    sc_office_differences(out, view, &page->named, entity, item->before, item->after, N_("Before"),
                          N_("After"));
    sc_buffer_puts(out, "</details>\n");
}

static void write_items(sc_buffer_t *out, const sc_view_t *view, const sc_import_page_t *page)
{
    apr_int64_t left = page->import->added + page->import->changed - SC_COUNT(page->import->items);

    if (SC_COUNT(page->import->items) == 0) {
        return;
    }
    sc_part_heading(out, view, 1, sc_say(view, "What changes"));
    for (int i = 0; i < page->import->items->nelts; i++) {
        write_item(out, view, page, &APR_ARRAY_IDX(page->import->items, i, sc_import_item_t));
    }
    sc_office_more(out, view, left);
}

static void write_apply(sc_buffer_t *out, const sc_view_t *view, const sc_import_page_t *page)
{
    const sc_import_t *import = page->import;
    int has_any = import->added + import->changed > 0;

    if (has_any) {
        sc_office_note(out, view, NULL);
    }
    sc_office_buttons_open(out);
    if (has_any && import->rejected == 0) {
        sc_office_button(out, "apply", sc_say(view, "Store it"));
    }
    if (has_any && import->rejected > 0) {
        sc_office_button(out, "apply_good", sc_say(view, "Store the good rows"));
    }
    sc_html(out, "<a href=\"%u\">%t</a>\n</div>\n", sc_link(view, "import", NULL),
            sc_say(view, "Begin again"));
}

static void write_look(sc_buffer_t *out, const sc_view_t *view, const sc_import_page_t *page)
{
    sc_html(out, "<p>%t</p>\n",
            sc_say(view, "Nothing is stored yet. What is stored goes in at once, and "
                         "can be undone at once."));
    sc_office_form_open(out, page->admin, page->action);
    write_choices(out, view, page);
    write_columns(out, view, page);
    sc_office_buttons_open(out);
    sc_office_button_quiet(out, "look",
                           page->is_ready ? sc_say(view, "Look again with what is chosen here")
                                          : sc_say(view, "Look at it with what is chosen here"));
    sc_office_button_quiet(out, "discard", sc_say(view, "Throw the file away"));
    sc_buffer_puts(out, "</div>\n");
    if (page->is_ready) {
        write_numbers(out, view, page->import);
        write_findings(out, view, page);
        write_items(out, view, page);
        write_apply(out, view, page);
    }
    sc_buffer_puts(out, "</form>\n");
}

/* The script asks again by itself; without it the link does. */
static void write_storing(sc_buffer_t *out, const sc_view_t *view, const sc_import_page_t *page)
{
    const char *rows =
        sc_sayf(view, "Rows: {done} of {total}", "done", sc_say_number(view, page->done), "total",
                sc_say_number(view, page->total), NULL);

    sc_html(out, "<p>%t</p>\n",
            sc_say(view, "The import is being stored. It goes on when you leave this page, and "
                         "stands in the history as soon as it is done."));
    sc_html(out,
            "<div data-storing role=\"status\">"
            "<p><progress max=\"%l\" value=\"%l\" aria-label=\"%t\"></progress> %t</p></div>\n",
            page->total, page->done, sc_say(view, "Import"), rows);
    sc_html(out, "<p><a href=\"%u\">%t</a></p>\n", sc_link_self(view, "", "waiting=1"),
            sc_say(view, "Load the page again to see the present state."));
}

void sc_page_import(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_import_page_t *page = data;

    sc_admin_open(out, view, page->admin, "import", sc_title_import(view, data));
    if (page->name) {
        sc_part_quiet(out, page->name);
    }
    sc_office_problems(out, view, NULL, NULL, page->problems);
    if (page->stage == SC_IMPORT_LOOK) {
        write_look(out, view, page);
    }
    else if (page->stage == SC_IMPORT_STORING) {
        write_storing(out, view, page);
    }
    else {
        write_send(out, view, page);
    }
    sc_part_close(out);
}
