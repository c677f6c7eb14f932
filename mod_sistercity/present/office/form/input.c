#include "present/office/form/writer.h"

#include "present/page/part/countries.h"

#include <apr_strings.h>
#include <string.h>

/* Lines that a box for prose shows at once. */
#define PROSE_ROWS 5

/* What keyboard and help a kind of value asks for. */
static const char *const attributes[SC_TYPE_PARTS + 1] = {
    [SC_TYPE_DATE] = " size=\"14\" autocomplete=\"off\" spellcheck=\"false\"",
    [SC_TYPE_INTEGER] = " size=\"12\" inputmode=\"numeric\" autocomplete=\"off\"",
    [SC_TYPE_REAL] = " size=\"12\" inputmode=\"decimal\" autocomplete=\"off\"",
    [SC_TYPE_URL] = " inputmode=\"url\" autocomplete=\"off\" spellcheck=\"false\"",
    [SC_TYPE_LANGUAGE] =
        " size=\"14\" list=\"languages\" autocomplete=\"off\" spellcheck=\"false\"",
    [SC_TYPE_CURRENCY] = " size=\"6\" autocomplete=\"off\" spellcheck=\"false\"",
    [SC_TYPE_WIKIDATA] = " size=\"14\" autocomplete=\"off\" spellcheck=\"false\"",
    [SC_TYPE_SLUG] = " autocomplete=\"off\" spellcheck=\"false\""};

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
            attributes[place->field->type], form_value(writer, place));
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
    int is_wrong = form_problem_count(writer, path) > 0;

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
