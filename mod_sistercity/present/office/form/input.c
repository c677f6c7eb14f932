#include "present/office/form/writer.h"

#include "present/page/part/part.h"

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

static void open_select_with(form_writer_t *writer, const form_place_t *place, const char *html)
{
    sc_html(writer->out, "<select %r>", html);
    sc_part_option(writer->out, "",
                   place->field->flags & SC_REQUIRED ? sc_say(writer->view, "choose one")
                                                     : sc_say(writer->view, "not recorded"),
                   0);
}

static void open_select(form_writer_t *writer, const form_place_t *place)
{
    open_select_with(writer, place, form_attributes(writer, place, place->path, place->path));
}

/* What was typed stands there even if the list does not offer it. */
static void close_select(form_writer_t *writer, const char *value, int is_offered)
{
    if (*value && !is_offered) {
        sc_part_option(writer->out, value, value, 1);
    }
    sc_buffer_puts(writer->out, "</select>\n");
}

/* What a word of the field is called: of a direction who went where. */
static const char *word_of(const form_writer_t *writer, const sc_field_t *field, const char *word)
{
    form_place_t owner;
    const sc_partnership_t *partnership = NULL;

    if (field == sc_entity_field(&sc_activity, "direction")) {
        owner = form_place(writer, sc_entity_field(&sc_activity, "partnership"));
        partnership = writer->form->named.partnerships
                          ? apr_hash_get(writer->form->named.partnerships,
                                         form_value(writer, &owner), APR_HASH_KEY_STRING)
                          : NULL;
    }
    return partnership
               ? sc_part_direction(writer->view, writer->form->named.labels, partnership, word)
               : sc_part_word(writer->view, field->vocabulary, word);
}

static void write_word(form_writer_t *writer, const form_place_t *place)
{
    const sc_vocabulary_t *vocabulary = place->field->vocabulary;
    const char *value = form_value(writer, place);

    open_select(writer, place);
    for (int i = 0; i < vocabulary->count; i++) {
        const char *word = vocabulary->words[i].word;

        sc_part_option(writer->out, word, word_of(writer, place->field, word),
                       strcmp(word, value) == 0);
    }
    close_select(writer, value, sc_vocabulary_find(vocabulary, value) >= 0);
}

void form_write_country(form_writer_t *writer, const form_place_t *place, const char *html,
                        const char *value)
{
    int is_offered = 0, count;
    const sc_sorted_t *countries = sc_countries_by_name(writer->view, &count);

    open_select_with(writer, place, html);
    for (int i = 0; i < count; i++) {
        int is_chosen = strcmp(countries[i].tie, value) == 0;

        is_offered |= is_chosen;
        sc_part_option(writer->out, countries[i].tie, countries[i].name, is_chosen);
    }
    close_select(writer, value, is_offered);
}

/* What a source of an item of this kind may speak about: its fields and what belongs to it. */
static apr_array_header_t *subjects_of(const form_writer_t *writer, const sc_entity_t *entity)
{
    apr_array_header_t *names = apr_array_make(writer->view->pool, 24, sizeof(const char *));

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field->flags & SC_PUBLIC && field->type != SC_TYPE_SLUG) {
            APR_ARRAY_PUSH(names, const char *) = field->name;
        }
    }
    for (int i = 0; sc_entities[i]; i++) {
        const sc_field_t *owner = sc_entity_field(sc_entities[i], entity->name);

        if (owner && owner->flags & SC_OWNED && sc_entities[i] != &sc_source) {
            APR_ARRAY_PUSH(names, const char *) =
                sc_entities[i] == &sc_claim ? "claimed_partners" : sc_entities[i]->collection;
        }
    }
    return names;
}

/* @return whether the value is among them */
static int write_subjects(form_writer_t *writer, const sc_entity_t *entity, const char *value)
{
    const apr_array_header_t *names = subjects_of(writer, entity);
    int is_offered = 0;

    sc_html(writer->out, "<optgroup label=\"%t\">",
            sc_part_capital(writer->view, sc_say(writer->view, entity->label)));
    SC_EACH(const char, name, names) {
        int is_chosen = !is_offered && strcmp(name, value) == 0;

        is_offered |= is_chosen;
        sc_part_option(
            writer->out, name,
            sc_part_capital(writer->view, sc_part_source_field(writer->view, entity, name)),
            is_chosen);
    }
    sc_buffer_puts(writer->out, "</optgroup>");
    return is_offered;
}

/* The fields of what the source is about; of both kinds as long as that is not said. */
static void write_subject(form_writer_t *writer, const form_place_t *place)
{
    static const sc_entity_t *const kinds[] = {&sc_partnership, &sc_place};
    const char *value = form_value(writer, place);
    int is_said = 0, is_offered = 0;

    for (size_t i = 0; i < 2; i++) {
        form_place_t owner = form_place(writer, sc_entity_field(&sc_source, kinds[i]->name));

        is_said |= form_has_value(writer, &owner) << i;
    }
    sc_html(writer->out, "<select %r>", form_attributes(writer, place, place->path, place->path));
    sc_part_option(writer->out, "", sc_say(writer->view, "the record as a whole"), 0);
    for (size_t i = 0; i < 2; i++) {
        if (is_said == 0 || is_said & 1 << i) {
            is_offered |= write_subjects(writer, kinds[i], is_offered ? "" : value);
        }
    }
    close_select(writer, value, is_offered);
}

/* A box drops a line end at its very beginning, so one stands there to be dropped. */
static void write_prose(form_writer_t *writer, const form_place_t *place)
{
    sc_html(writer->out, "<textarea rows=\"%d\" %r>\n%t</textarea>\n", PROSE_ROWS,
            form_attributes(writer, place, place->path, place->path), form_value(writer, place));
}

/* What is called nearly so is named while somebody types the name of a new place. */
static void write_watch(form_writer_t *writer)
{
    sc_html(writer->out,
            " data-alike=\"%u\" data-ask=\"%t\">\n"
            "<div class=\"sistercity-form__alike\" role=\"status\"></div>\n",
            sc_link(writer->view, "places", "find.json", NULL),
            sc_say(writer->view, "Is it one of these, which are on record already?"));
}

static void write_line(form_writer_t *writer, const form_place_t *place)
{
    int is_watched = writer->form->is_new && place->field == sc_entity_field(&sc_place, "name") &&
                     strcmp(place->path, "name") == 0;

    sc_html(writer->out, "<input type=\"text\" %r%r value=\"%t\"",
            form_attributes(writer, place, place->path, place->path),
            attributes[place->field->type], form_value(writer, place));
    if (is_watched) {
        write_watch(writer);
        return;
    }
    sc_buffer_puts(writer->out, ">\n");
}

static void write_boolean(form_writer_t *writer, const form_place_t *place)
{
    static const struct {
        const char *value;
        const char *label;
    } answers[] = {{"true", N_("Yes")}, {"false", N_("No")}, {"", N_("not recorded")}};
    const char *value = form_value(writer, place);

    form_open_group(writer, place, "sistercity-form__choices");
    for (size_t i = 0; i < SC_LENGTH(answers); i++) {
        form_write_choice(writer, "radio", place->path, answers[i].value,
                          strcmp(answers[i].value, value) == 0,
                          sc_say(writer->view, answers[i].label), NULL);
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
    if (place->field == sc_entity_field(&sc_source, "field")) {
        write_subject(writer, place);
        return;
    }
    switch (place->field->type) {
    case SC_TYPE_WORD:
        write_word(writer, place);
        break;
    case SC_TYPE_COUNTRY:
        form_write_country(writer, place, form_attributes(writer, place, place->path, place->path),
                           form_value(writer, place));
        break;
    case SC_TYPE_MARKDOWN:
        write_prose(writer, place);
        break;
    default:
        write_line(writer, place);
        break;
    }
}

static int holds(const apr_array_header_t *records, const char *slug)
{
    for (int i = 0; i < records->nelts; i++) {
        if (strcmp(sc_record_slug(SC_AT(records, i, void)), slug) == 0) {
            return 1;
        }
    }
    return 0;
}

/* What is said of a place that is added from here; what else there is to say can wait. */
static void write_new(form_writer_t *writer, const form_place_t *place, const char *looked_up,
                      const char *value)
{
    const sc_view_t *view = writer->view;
    const char *new = apr_pstrcat(view->pool, "new.", place->path, NULL);
    form_place_t name = {sc_entity_field(&sc_place, "name"),
                         apr_pstrcat(view->pool, new, ".name", NULL), NULL, 0};
    form_place_t country = {sc_entity_field(&sc_place, "country"),
                            apr_pstrcat(view->pool, new, ".country", NULL), NULL, 0};

    form_write_choice(writer, "radio", place->path, SC_FORM_ADD, strcmp(value, SC_FORM_ADD) == 0,
                      sc_say(view, "Add it as a new place:"), NULL);
    if (writer->typed && !form_typed(writer, name.path)) {
        apr_hash_set(writer->typed, name.path, APR_HASH_KEY_STRING, looked_up);
    }
    sc_buffer_puts(writer->out, "<div class=\"sistercity-form__fields\">\n");
    form_write_single(writer, &name);
    form_write_single(writer, &country);
    sc_buffer_puts(writer->out, "</div>\n");
}

/* One of them is always chosen, so that each looked up reference sends exactly one value. */
static void write_choices(form_writer_t *writer, const form_place_t *place,
                          const apr_array_header_t *records, const char *looked_up,
                          const char *value)
{
    const sc_view_t *view = writer->view;
    int is_added = strcmp(value, SC_FORM_ADD) == 0;
    int is_one = records->nelts == 1 && !is_added;

    sc_html(writer->out, "<fieldset class=\"sistercity-form__found\">\n<legend>%t</legend>\n",
            records->nelts ? sc_say(view, "Which one is it?")
                           : sc_say(view, "Nothing of that name was found"));
    SC_EACH(const void, record, records) {
        const char *slug = sc_record_slug(record);

        form_write_choice(writer, "radio", place->path, slug, is_one || strcmp(slug, value) == 0,
                          sc_office_name(view, &writer->form->named, record),
                          sc_office_detail(view, record));
    }
    form_write_choice(writer, "radio", place->path, "",
                      !is_one && !is_added && !holds(records, value), sc_say(view, "None of these"),
                      NULL);
    if (place->field->target == &sc_place && place->field->type == SC_TYPE_REFERENCE) {
        write_new(writer, place, looked_up, value);
        sc_buffer_puts(writer->out, "</fieldset>\n");
        return;
    }
    sc_html(writer->out, "<p><a href=\"%u\">%t</a></p>\n</fieldset>\n",
            sc_office_new_link(view, place->field->target, NULL, NULL),
            sc_say(view, "Add a new one first"));
}

static void write_box(form_writer_t *writer, const form_place_t *place, const char *path,
                      const char *name, const char *text)
{
    const sc_view_t *view = writer->view;

    sc_html(writer->out,
            "<div class=\"sistercity-form__reference\"><input type=\"text\" %r value=\"%t\" "
            "autocomplete=\"off\" spellcheck=\"false\" data-find=\"%u\">\n"
            "<button class=\"sistercity__button\" type=\"submit\" name=\"act\" value=\"find:%t\">"
            "%r</button></div>\n",
            form_attributes(writer, place, path, name), text,
            sc_link(view, place->field->target->collection, "find.json", NULL), path,
            sc_office_heard(view, sc_say(view, "Find"), sc_say(view, place->field->label)));
}

void form_write_reference(form_writer_t *writer, const form_place_t *place, const char *path,
                          const char *value)
{
    const apr_array_header_t *choices = form_choices(writer, path);
    const char *find = apr_pstrcat(writer->view->pool, "find.", path, NULL);
    const char *looked_up = form_typed(writer, find);

    if (choices) {
        write_box(writer, place, path, find, looked_up ? looked_up : value);
        write_choices(writer, place, choices, looked_up ? looked_up : value, value);
        return;
    }
    if (!*value && looked_up) {
        value = looked_up;
    }
    write_box(writer, place, path, place->path, value);
    const char *name =
        sc_office_slug_name(writer->view, &writer->form->named, place->field->target, value);
    sc_html(writer->out, "<p class=\"sistercity-form__named\">%t</p>\n",
            strcmp(name, value) == 0 ? NULL : name);
}

void form_write_single(form_writer_t *writer, const form_place_t *place)
{
    const char *path = place->path;
    int is_wrong = sc_problem_of(writer->form->problems, path) != NULL;

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
