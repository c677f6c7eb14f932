#include "present/office/form/writer.h"

#include "present/page/part/countries.h"

#include <apr_strings.h>
#include <string.h>

/* Lines that a box for prose shows at once. */
#define PROSE_ROWS 5

/* What is said of a kind of value below the field's own help, and what keyboard it asks for. */
static const struct {
    sc_type_e type;
    const char *help;       /* message id, or NULL */
    const char *attributes; /* HTML */
} kinds[] = {{SC_TYPE_DATE, N_("Such as 1959, 1955-12 or 2019-02-22; 1959~ is about 1959"),
              " size=\"14\" autocomplete=\"off\" spellcheck=\"false\""},
             {SC_TYPE_INTEGER, NULL, " size=\"12\" inputmode=\"numeric\" autocomplete=\"off\""},
             {SC_TYPE_REAL, NULL, " size=\"12\" inputmode=\"decimal\" autocomplete=\"off\""},
             {SC_TYPE_URL, N_("The whole address, beginning with https://"),
              " inputmode=\"url\" autocomplete=\"off\" spellcheck=\"false\""},
             {SC_TYPE_LANGUAGE, NULL,
              " size=\"14\" list=\"languages\" autocomplete=\"off\" spellcheck=\"false\""},
             {SC_TYPE_CURRENCY, NULL, " size=\"6\" autocomplete=\"off\" spellcheck=\"false\""},
             {SC_TYPE_WIKIDATA, NULL, " size=\"14\" autocomplete=\"off\" spellcheck=\"false\""},
             {SC_TYPE_SLUG, NULL, " autocomplete=\"off\" spellcheck=\"false\""},
             {SC_TYPE_MARKDOWN,
              N_("Plain text; *stress*, lists and [links](https://…) as in Markdown"), NULL}};

static const char *kind_help(sc_type_e type)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (kinds[i].type == type) {
            return kinds[i].help;
        }
    }
    return NULL;
}

static const char *kind_attributes(sc_type_e type)
{
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
        if (kinds[i].type == type) {
            return kinds[i].attributes;
        }
    }
    return NULL;
}

static int is_new_slug(const form_writer_t *writer, const sc_field_t *field)
{
    return writer->form->is_new && field->type == SC_TYPE_SLUG;
}

static void write_help(form_writer_t *writer, const form_place_t *place, const char *id)
{
    const char *more = kind_help(place->field->type);

    sc_html(writer->out, "<p class=\"sistercity-form__help\" id=\"%t-help\">%t", id,
            sc_say(writer->view, place->field->help));
    if (is_new_slug(writer, place->field)) {
        more = N_("Leave it empty and one is made");
    }
    if (more) {
        sc_html(writer->out, ". %t", sc_say(writer->view, more));
    }
    sc_buffer_puts(writer->out, "</p>\n");
}

static int is_about(const sc_problem_t *problem, const char *path)
{
    return problem->field && strcmp(problem->field, path) == 0;
}

static int problem_count(const form_writer_t *writer, const char *path)
{
    const sc_problems_t *problems = writer->form->problems;
    int count = 0;

    for (int i = 0; problems && i < problems->items->nelts; i++) {
        count += is_about(&APR_ARRAY_IDX(problems->items, i, sc_problem_t), path);
    }
    return count;
}

static void write_wrong(form_writer_t *writer, const char *path, const char *id)
{
    const sc_problems_t *problems = writer->form->problems;
    const sc_view_t *view = writer->view;

    if (problem_count(writer, path) == 0) {
        return;
    }
    sc_html(writer->out,
            "<p class=\"sistercity-form__wrong\" id=\"%t-wrong\">"
            "<span class=\"sistercity__unseen\">%t</span>",
            id, sc_say(view, "Error:"));
    for (int i = 0; i < problems->items->nelts; i++) {
        const sc_problem_t *problem = &APR_ARRAY_IDX(problems->items, i, sc_problem_t);

        if (is_about(problem, path)) {
            sc_html(writer->out, " %t", sc_say_problem(view, problem));
        }
    }
    sc_buffer_puts(writer->out, "</p>\n");
}

static const char *required_mark(const form_writer_t *writer, const form_place_t *place)
{
    if (!(place->field->flags & SC_REQUIRED) || is_new_slug(writer, place->field)) {
        return NULL;
    }
    return sc_htmlf(writer->view, " <span class=\"sistercity-form__required\">%t</span>",
                    sc_say(writer->view, "(required)"));
}

static const char *taken_mark(const form_writer_t *writer, const form_place_t *place)
{
    return place->is_taken ? sc_htmlf(writer->view, " <span class=\"sistercity__kind\">%t</span>",
                                      sc_say(writer->view, "changed by somebody else"))
                           : NULL;
}

void form_write_label(form_writer_t *writer, const form_place_t *place, const char *path)
{
    const char *id = sc_office_id(writer->view, path);

    sc_html(writer->out, "<label for=\"%t\">%t%r%r</label>\n", id,
            sc_say(writer->view, place->field->label), required_mark(writer, place),
            taken_mark(writer, place));
    write_help(writer, place, id);
    write_wrong(writer, path, id);
}

/* The help is the field's, also where the input is one entry of its list. */
static const char *described_by(const form_writer_t *writer, const form_place_t *place,
                                const char *path)
{
    const char *help = sc_office_id(writer->view, place->path);

    return problem_count(writer, path)
               ? apr_pstrcat(writer->view->pool, help, "-help ", sc_office_id(writer->view, path),
                             "-wrong", NULL)
               : apr_pstrcat(writer->view->pool, help, "-help", NULL);
}

void form_open_group(form_writer_t *writer, const form_place_t *place, const char *class)
{
    const char *id = sc_office_id(writer->view, place->path);

    sc_html(writer->out,
            "<fieldset class=\"sistercity-form__group %t%r\" id=\"%t\" tabindex=\"-1\" "
            "aria-describedby=\"%t\">\n<legend>%t%r%r</legend>\n",
            class, problem_count(writer, place->path) ? " sistercity-form__field--wrong" : NULL, id,
            described_by(writer, place, place->path), sc_say(writer->view, place->field->label),
            required_mark(writer, place), taken_mark(writer, place));
    write_help(writer, place, id);
    write_wrong(writer, place->path, id);
}

void form_close_group(form_writer_t *writer)
{
    sc_buffer_puts(writer->out, "</fieldset>\n");
}

const char *form_attributes(const form_writer_t *writer, const form_place_t *place,
                            const char *path, const char *name)
{
    const char *id = sc_office_id(writer->view, path);
    int is_wrong = problem_count(writer, path) > 0;

    return sc_htmlf(writer->view, "id=\"%t\" name=\"%t\" aria-describedby=\"%t\"%r", id, name,
                    described_by(writer, place, path), is_wrong ? " aria-invalid=\"true\"" : NULL);
}

static void open_select(form_writer_t *writer, const form_place_t *place)
{
    sc_html(writer->out, "<select %r>", form_attributes(writer, place, place->path, place->path));
    sc_part_option(writer->out, "",
                   place->field->flags & SC_REQUIRED ? sc_say(writer->view, "choose one")
                                                     : sc_say(writer->view, "not recorded"),
                   0);
}

/* What was typed stands there even if the list does not offer it. */
static void close_select(form_writer_t *writer, const char *value, int is_offered)
{
    if (*value && !is_offered) {
        sc_part_option(writer->out, value, value, 1);
    }
    sc_buffer_puts(writer->out, "</select>\n");
}

static void write_word(form_writer_t *writer, const form_place_t *place)
{
    const sc_vocabulary_t *vocabulary = place->field->vocabulary;
    const char *value = form_value(writer, place);

    open_select(writer, place);
    for (int i = 0; i < vocabulary->count; i++) {
        const char *word = vocabulary->words[i].word;

        sc_part_option(writer->out, word, sc_part_word(writer->view, vocabulary, word),
                       strcmp(word, value) == 0);
    }
    close_select(writer, value, sc_vocabulary_find(vocabulary, value) >= 0);
}

static void write_country(form_writer_t *writer, const form_place_t *place)
{
    const apr_array_header_t *countries = sc_countries_by_name(writer->view);
    const char *value = form_value(writer, place);
    int is_offered = 0;

    open_select(writer, place);
    for (int i = 0; i < countries->nelts; i++) {
        const sc_country_t *country = &APR_ARRAY_IDX(countries, i, sc_country_t);
        int is_chosen = strcmp(country->code, value) == 0;

        is_offered |= is_chosen;
        sc_part_option(writer->out, country->code, country->name, is_chosen);
    }
    close_select(writer, value, is_offered);
}

/* A box drops a line end at its very beginning, so one stands there to be dropped. */
static void write_prose(form_writer_t *writer, const form_place_t *place)
{
    sc_html(writer->out, "<textarea rows=\"%d\" %r>\n%t</textarea>\n", PROSE_ROWS,
            form_attributes(writer, place, place->path, place->path), form_value(writer, place));
}

static void write_line(form_writer_t *writer, const form_place_t *place)
{
    sc_html(writer->out, "<input type=\"text\" %r%r value=\"%t\">\n",
            form_attributes(writer, place, place->path, place->path),
            kind_attributes(place->field->type), form_value(writer, place));
}

static void write_boolean(form_writer_t *writer, const form_place_t *place)
{
    static const struct {
        const char *value;
        const char *label;
    } answers[] = {{"true", N_("Yes")}, {"false", N_("No")}, {"", N_("not recorded")}};
    const char *value = form_value(writer, place);

    form_open_group(writer, place, "sistercity-form__choices");
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        sc_html(writer->out,
                "<label class=\"sistercity-form__choice\"><input type=\"radio\" name=\"%t\" "
                "value=\"%t\"%r> %t</label>\n",
                place->path, answers[i].value,
                strcmp(answers[i].value, value) == 0 ? " checked" : NULL,
                sc_say(writer->view, answers[i].label));
    }
    form_close_group(writer);
}

/* Rows of parts are to stay low, so a part's texts share a line. */
static int is_narrow(const form_place_t *place)
{
    const sc_field_t *field = place->field;
    int is_within = strchr(place->path, '[') != NULL;

    switch (field->type) {
    case SC_TYPE_MARKDOWN:
    case SC_TYPE_URL:
    case SC_TYPE_REFERENCE:
        return 0;
    case SC_TYPE_TEXT:
        return field->limit <= 200 && (is_within || !(field->flags & SC_REQUIRED));
    default:
        return 1;
    }
}

static void write_input(form_writer_t *writer, const form_place_t *place)
{
    form_write_label(writer, place, place->path);
    switch (place->field->type) {
    case SC_TYPE_WORD:
        write_word(writer, place);
        break;
    case SC_TYPE_COUNTRY:
        write_country(writer, place);
        break;
    case SC_TYPE_MARKDOWN:
        write_prose(writer, place);
        break;
    default:
        write_line(writer, place);
        break;
    }
}

void form_write_single(form_writer_t *writer, const form_place_t *place)
{
    const char *path = place->path;
    int is_wrong = problem_count(writer, path) > 0;

    if (place->field->type == SC_TYPE_BOOLEAN) {
        write_boolean(writer, place);
        return;
    }
    sc_html(writer->out, "<div class=\"sistercity-form__field%r%r\">\n",
            is_narrow(place) ? NULL : " sistercity-form__field--wide",
            is_wrong ? " sistercity-form__field--wrong" : NULL);
    if (place->field->type == SC_TYPE_REFERENCE) {
        form_write_label(writer, place, path);
        form_write_reference(writer, place, path, form_value(writer, place));
    }
    else {
        write_input(writer, place);
    }
    sc_buffer_puts(writer->out, "</div>\n");
}

void form_write_field(form_writer_t *writer, const form_place_t *place)
{
    switch (place->field->type) {
    case SC_TYPE_WORDS:
        form_write_words(writer, place);
        break;
    case SC_TYPE_LANGUAGES:
    case SC_TYPE_REFERENCES:
        form_write_entries(writer, place);
        break;
    case SC_TYPE_PARTS:
        form_write_parts(writer, place);
        break;
    default:
        form_write_single(writer, place);
        break;
    }
}
