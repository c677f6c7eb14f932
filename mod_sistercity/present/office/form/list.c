#include "present/office/form/writer.h"

#include <apr_strings.h>
#include <string.h>

/* Languages that names and documents of partner cities are in most; any other tag can be typed. */
static const char *const languages[] = {
    "en", "lt", "ja", "ja-Latn", "ja-Hrkt", "zh-Hans", "zh-Hant", "ko", "ru", "uk",
    "be", "pl", "de", "fr",      "es",      "pt",      "it",      "nl", "sv", "nb",
    "da", "fi", "et", "lv",      "cs",      "sk",      "hu",      "ro", "bg", "el",
    "tr", "ka", "hy", "he",      "ar",      "fa",      "hi",      "vi", "th", "id"};

void form_write_datalists(form_writer_t *writer)
{
    const sc_view_t *view = writer->view;

    sc_buffer_puts(writer->out, "<datalist id=\"languages\">");
    for (size_t i = 0; i < SC_LENGTH(languages); i++) {
        sc_html(writer->out, "<option value=\"%t\">%t</option>", languages[i],
                sc_say_language(view, languages[i]));
    }
    sc_buffer_puts(writer->out, "</datalist>\n");
}

static void write_words(form_writer_t *writer, const form_place_t *place)
{
    const sc_vocabulary_t *vocabulary = place->field->vocabulary;
    const apr_array_header_t *values = form_values(writer, place);

    form_open_group(writer, place, "sistercity-form__choices");
    for (int i = 0; i < vocabulary->count; i++) {
        const char *word = vocabulary->words[i].word;

        form_write_choice(writer, "checkbox", place->path, word, sc_has_text(values, word),
                          sc_part_word(writer->view, vocabulary, word), NULL);
    }
    SC_EACH(const char, value, values) {
        if (*value && sc_vocabulary_find(vocabulary, value) < 0) {
            form_write_choice(writer, "checkbox", place->path, value, 1, value, NULL);
        }
    }
    form_close_group(writer);
}

static int is_wanted(const form_writer_t *writer, const sc_field_t *field)
{
    return sc_is(writer->form->more, field->name);
}

static void write_more(form_writer_t *writer, const sc_field_t *field)
{
    sc_html(writer->out,
            "<p><button class=\"sistercity__button\" type=\"submit\" name=\"act\" "
            "value=\"more:%t\">%r</button></p>\n",
            field->name,
            sc_office_heard(writer->view, sc_say(writer->view, "Add another"),
                            sc_say(writer->view, field->label)));
}

static void write_entry(form_writer_t *writer, const form_place_t *place, int number,
                        const char *value)
{
    const char *path = apr_psprintf(writer->view->pool, "%s[%d]", place->path, number);
    const char *id = sc_office_id(writer->view, path);

    sc_html(writer->out,
            "<div class=\"sistercity-form__entry\"><label class=\"sistercity__unseen\" for=\"%t\">"
            "%t</label>",
            id, sc_office_numbered(writer->view, place->field, number));
    if (place->field->type == SC_TYPE_REFERENCES) {
        form_write_reference(writer, place, path, value);
    }
    else if (place->field->type == SC_TYPE_COUNTRIES) {
        form_write_country(writer, place, form_attributes(writer, place, path, place->path), value);
    }
    else {
        sc_html(writer->out,
                "<input type=\"text\" id=\"%t\" name=\"%t\" value=\"%t\" size=\"14\" "
                "list=\"languages\" autocomplete=\"off\" spellcheck=\"false\" "
                "aria-describedby=\"%t-help\">",
                id, place->path, value, sc_office_id(writer->view, place->path));
    }
    sc_buffer_puts(writer->out, "</div>\n");
}

/* One empty input stands below those with something in them. */
static void write_entries(form_writer_t *writer, const form_place_t *place)
{
    const apr_array_header_t *values = form_values(writer, place);
    int count = values->nelts;

    form_open_group(writer, place, "sistercity-form__entries");
    for (int i = 0; i < count; i++) {
        write_entry(writer, place, i, APR_ARRAY_IDX(values, i, const char *));
    }
    if (count == 0 || is_wanted(writer, place->field)) {
        write_entry(writer, place, count, "");
    }
    write_more(writer, place->field);
    form_close_group(writer);
}

/* The fields of a row that stand in sight, or the others. */
static void write_row_fields(form_writer_t *writer, const form_place_t *place, int row,
                             int are_first)
{
    const sc_entity_t *part = place->field->target;

    for (int i = 0; i < part->field_count; i++) {
        form_place_t inner = form_place_within(writer, place, row, &part->fields[i]);

        if (form_layout_is_first(part, &part->fields[i]) == are_first) {
            form_write_single(writer, &inner);
        }
    }
}

/* Whether anything stands in the fields of a row that are not in sight. */
static int has_rest(form_writer_t *writer, const form_place_t *place, int row)
{
    const sc_entity_t *part = place->field->target;

    for (int i = 0; i < part->field_count; i++) {
        form_place_t inner = form_place_within(writer, place, row, &part->fields[i]);

        if (!form_layout_is_first(part, &part->fields[i]) &&
            (form_has_value(writer, &inner) ||
             sc_problem_is_within(writer->form->problems, inner.path))) {
            return 1;
        }
    }
    return 0;
}

static void write_row_rest(form_writer_t *writer, const form_place_t *place, int row)
{
    if (!form_layout_first(place->field->target)) {
        return;
    }
    sc_html(writer->out,
            "<details class=\"sistercity-form__rest\"%r>\n<summary>%t</summary>\n"
            "<div class=\"sistercity-form__fields\">\n",
            has_rest(writer, place, row) ? " open" : NULL, sc_say(writer->view, "Everything else"));
    write_row_fields(writer, place, row, 0);
    sc_buffer_puts(writer->out, "</div>\n</details>\n");
}

static void write_row(form_writer_t *writer, const form_place_t *place, int row)
{
    const char *path = apr_psprintf(writer->view->pool, "%s[%d]", place->path, row);
    const char *label = sc_office_numbered(writer->view, place->field, row);

    sc_html(writer->out,
            "<fieldset class=\"sistercity-form__row\" id=\"%t\" tabindex=\"-1\">\n"
            "<legend>%t</legend>\n<div class=\"sistercity-form__fields\">\n",
            sc_office_id(writer->view, path), label);
    write_row_fields(writer, place, row, 1);
    sc_buffer_puts(writer->out, "</div>\n");
    write_row_rest(writer, place, row);
    sc_html(writer->out,
            "<button class=\"sistercity__button sistercity-form__less\" type=\"submit\" "
            "name=\"act\" value=\"less:%t\">%r</button>\n</fieldset>\n",
            path, sc_office_heard(writer->view, sc_say(writer->view, "Remove"), label));
}

/* Says which of the site's languages none of the texts is in. */
static void write_missing(form_writer_t *writer, const form_place_t *place, int filled)
{
    const sc_view_t *view = writer->view;
    const sc_field_t *lang = sc_entity_field(place->field->target, "lang");
    apr_array_header_t *missing = apr_array_make(view->pool, 4, sizeof(const char *));

    if (strcmp(place->field->name, "texts") != 0) {
        return;
    }
    /* The record itself says it in the first. */
    for (int i = place->field->flags & SC_REQUIRED ? 0 : 1; i < SC_COUNT(view->languages); i++) {
        const char *tag = APR_ARRAY_IDX(view->languages, i, const char *);
        int row = 0;

        while (row < filled) {
            form_place_t inner = form_place_within(writer, place, row, lang);

            if (strcmp(form_value(writer, &inner), tag) == 0) {
                break;
            }
            row++;
        }
        if (row == filled) {
            APR_ARRAY_PUSH(missing, const char *) = sc_say_language(view, tag);
        }
    }
    if (missing->nelts) {
        sc_part_quiet(writer->out, sc_sayf(view, "Not yet in: {languages}.", "languages",
                                           sc_say_list(view, missing), NULL));
    }
}

/* Partnerships of the same parties are named while somebody chooses them. */
static void write_watch(form_writer_t *writer, const sc_field_t *field)
{
    if (writer->form->is_new && field == sc_entity_field(&sc_partnership, "parties")) {
        sc_html(writer->out,
                "<div class=\"sistercity-form__alike\" role=\"status\" data-alike=\"%u\" "
                "data-ask=\"%t\"></div>\n",
                sc_link(writer->view, "partnerships", "find.json", NULL),
                sc_say(writer->view, "Is it one of these, which are on record already?"));
    }
}

/* Says that there are no rows, where the last one was removed: of what is not sent nothing changes.
 */
static void write_no_rows(form_writer_t *writer, const form_place_t *place)
{
    form_place_t inner = form_place_within(writer, place, 0, &place->field->target->fields[0]);

    sc_part_hidden(writer->out, inner.path, "");
}

/* Where the file is, so that an editor sees which it is; its name and size are nobody's to type. */
static void write_file(form_writer_t *writer, const form_place_t *place, int row)
{
    static const char *const given[] = {"name", "size"};
    const sc_view_t *view = writer->view;
    const char *path = apr_psprintf(view->pool, "%s[%d]", place->path, row);
    const char *label = sc_office_numbered(view, place->field, row);
    const sc_entity_t *part = place->field->target;

    sc_html(writer->out,
            "<fieldset class=\"sistercity-form__row\" id=\"%t\" tabindex=\"-1\">\n"
            "<legend>%t</legend>\n",
            sc_office_id(view, path), label);
    for (size_t i = 0; i < SC_LENGTH(given); i++) {
        form_place_t inner = form_place_within(writer, place, row, sc_entity_field(part, given[i]));
        const char *value = form_value(writer, &inner);

        sc_part_hidden(writer->out, inner.path, value);
        if (i == 0 && view->files) {
            sc_office_shown_file(writer->out, view, value);
        }
    }
    sc_buffer_puts(writer->out, "<div class=\"sistercity-form__fields\">\n");
    write_row_fields(writer, place, row, 1);
    sc_html(writer->out,
            "</div>\n<button class=\"sistercity__button sistercity-form__less\" type=\"submit\" "
            "name=\"act\" value=\"less:%t\">%r</button>\n</fieldset>\n",
            path, sc_office_heard(view, sc_say(view, "Remove"), label));
}

/* What belongs to the item already; more is sent from a page of its own. */
static void write_files(form_writer_t *writer, const form_place_t *place)
{
    const sc_view_t *view = writer->view;
    int filled = form_row_count(writer, place);
    const char *slug = writer->form->is_new ? NULL : sc_record_slug(writer->form->record);

    if (!view->files && filled == 0) {
        return;
    }
    form_open_group(writer, place, "sistercity-form__parts");
    if (filled == 0) {
        write_no_rows(writer, place);
    }
    for (int row = 0; row < filled; row++) {
        write_file(writer, place, row);
    }
    if (slug && view->files) {
        sc_part_all(writer->out,
                    sc_link(view, writer->form->entity->collection, slug, "files", NULL),
                    sc_say(view, "Add a picture or a document"));
    }
    else if (view->files) {
        sc_part_quiet(writer->out, sc_say(view, "Save it first; then pictures and documents can "
                                                "be added."));
    }
    form_close_group(writer);
}

static void write_parts(form_writer_t *writer, const form_place_t *place)
{
    int filled = form_row_count(writer, place);
    int count = filled + is_wanted(writer, place->field);
    int least = form_layout_rows(place->field);

    if (place->field->target == &sc_attachment) {
        write_files(writer, place);
        return;
    }
    form_open_group(writer, place, "sistercity-form__parts");
    write_missing(writer, place, filled);
    if (count == 0 && least == 0) {
        write_no_rows(writer, place);
    }
    for (int row = 0; row < count || row < least; row++) {
        write_row(writer, place, row);
    }
    write_more(writer, place->field);
    write_watch(writer, place->field);
    form_close_group(writer);
}

void form_write_field(form_writer_t *writer, const form_place_t *place)
{
    switch (place->field->type) {
    case SC_TYPE_WORDS:
        write_words(writer, place);
        break;
    case SC_TYPE_COUNTRIES:
    case SC_TYPE_LANGUAGES:
    case SC_TYPE_REFERENCES:
        write_entries(writer, place);
        break;
    case SC_TYPE_PARTS:
        write_parts(writer, place);
        break;
    default:
        form_write_single(writer, place);
        break;
    }
}
