#include "present/office/office.h"

#include "model/value.h"

#include <apr_strings.h>
#include <string.h>

/* Unchanged words that stand beside a change in a long text, for orientation. */
#define WORDS_AROUND 6

/* Numbers up to this may be years, which are never grouped. */
#define GREATEST_YEAR 9999

static const char *language_value(const sc_view_t *view, const char *tag)
{
    return sc_htmlf(view, "%t (%t)", sc_say_language(view, tag), tag);
}

static const char *word_value(const sc_view_t *view, const sc_field_t *field, const char *word)
{
    return sc_text_html(view, sc_say_word(view, field->vocabulary, word));
}

static const char *part_value(const sc_view_t *view, const sc_named_t *named, const void *part)
{
    const sc_entity_t *entity = sc_record_entity(part);
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);
    const char *separator = "";

    for (int i = 0; i < entity->field_count; i++) {
        const char *value = sc_office_value(view, named, &entity->fields[i], part);

        if (value) {
            sc_html(out, "%r%r", separator, value);
            separator = SC_DOT;
        }
    }
    return out->data;
}

static const char *entry_value(const sc_view_t *view, const sc_named_t *named,
                               const sc_field_t *field, const void *entry)
{
    switch (field->type) {
    case SC_TYPE_WORDS:
        return word_value(view, field, entry);
    case SC_TYPE_COUNTRIES:
        return sc_text_html(view, sc_say_country(view, entry));
    case SC_TYPE_LANGUAGES:
        return language_value(view, entry);
    case SC_TYPE_REFERENCES:
        return sc_office_item_link(view, named, field->target, entry);
    default:
        return part_value(view, named, entry);
    }
}

static int is_same_entry(const sc_field_t *field, const void *a, const void *b)
{
    return field->type == SC_TYPE_PARTS ? sc_record_is_equal(a, b) : strcmp(a, b) == 0;
}

static int has_entry(const sc_field_t *field, const void *record, const void *entry)
{
    const apr_array_header_t *list = record ? sc_field_list(field, record) : NULL;

    for (int i = 0; i < SC_COUNT(list); i++) {
        if (is_same_entry(field, APR_ARRAY_IDX(list, i, const void *), entry)) {
            return 1;
        }
    }
    return 0;
}

/* The entries, those that the other record lacks marked by the element. */
static const char *list_value(const sc_view_t *view, const sc_named_t *named,
                              const sc_field_t *field, const void *record, const void *other,
                              const char *mark)
{
    const apr_array_header_t *list = sc_field_list(field, record);
    sc_buffer_t *out = sc_buffer_new(view->pool, 0);

    sc_buffer_puts(out, "<ul class=\"sistercity-admin__values\">");
    SC_EACH(const void, entry, list) {
        const char *value = entry_value(view, named, field, entry);

        if (mark && !has_entry(field, other, entry)) {
            value = sc_htmlf(view, "<%t>%r</%t>", mark, value, mark);
        }
        sc_html(out, "<li>%r</li>", value);
    }
    sc_buffer_puts(out, "</ul>");
    return out->data;
}

static const char *number_value(const sc_view_t *view, const sc_field_t *field, const void *record)
{
    const char *text = field->type == SC_TYPE_INTEGER && field->limit > GREATEST_YEAR
                           ? sc_say_number(view, sc_field_integer(field, record))
                           : sc_value_to_text(field, record, view->pool);

    return sc_text_html(view, text);
}

static const char *text_value(const sc_view_t *view, const sc_named_t *named,
                              const sc_field_t *field, const char *text)
{
    switch (field->type) {
    case SC_TYPE_DATE:
        return sc_date_html(view, text);
    case SC_TYPE_WORD:
        return word_value(view, field, text);
    case SC_TYPE_COUNTRY:
        return sc_text_html(view, sc_say_country(view, text));
    case SC_TYPE_LANGUAGE:
        return language_value(view, text);
    case SC_TYPE_REFERENCE:
        return sc_office_item_link(view, named, field->target, text);
    case SC_TYPE_URL:
        return sc_htmlf(view, "<span class=\"sistercity__address\">%t</span>", text);
    case SC_TYPE_MARKDOWN:
        return sc_htmlf(view, "<span class=\"sistercity-admin__lines\">%t</span>", text);
    default:
        return sc_text_html(view, text);
    }
}

const char *sc_office_value(const sc_view_t *view, const sc_named_t *named, const sc_field_t *field,
                            const void *record)
{
    if (!record || !sc_field_is_set(field, record)) {
        return NULL;
    }
    if (sc_field_is_list(field)) {
        return list_value(view, named, field, record, NULL, NULL);
    }
    if (field->type == SC_TYPE_BOOLEAN) {
        return sc_htmlf(view, "%t",
                        sc_field_integer(field, record) ? sc_say(view, "Yes") : sc_say(view, "No"));
    }
    if (!sc_field_is_text(field)) {
        return number_value(view, field, record);
    }
    return text_value(view, named, field, sc_field_text(field, record));
}

/* Prose that differs: where its changed middle begins and ends, on both sides. */
typedef struct middle_t {
    size_t begin;
    size_t tail; /* bytes after the middle, the same on both sides */
} middle_t;

static int is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t';
}

/* Bounds are at spaces, so that words (and the bytes of a character) stay whole. */
static middle_t middle_of(const char *a, const char *b)
{
    size_t length_a = strlen(a), length_b = strlen(b);
    size_t shorter = length_a < length_b ? length_a : length_b;
    middle_t middle = {0, 0};

    for (size_t i = 0; i < shorter && a[i] == b[i]; i++) {
        if (is_space(a[i])) {
            middle.begin = i + 1;
        }
    }
    for (size_t i = 0; i < shorter - middle.begin && a[length_a - 1 - i] == b[length_b - 1 - i];
         i++) {
        if (is_space(a[length_a - 1 - i])) {
            middle.tail = i + 1;
        }
    }
    return middle;
}

/* The last words of the text's first bytes. */
static const char *words_before(apr_pool_t *pool, const char *text, size_t length)
{
    size_t start = length;
    int words = 0;

    while (start > 0 && words <= WORDS_AROUND) {
        start--;
        words += start > 0 && is_space(text[start - 1]);
    }
    return apr_pstrcat(pool, start > 0 ? "… " : "",
                       apr_pstrmemdup(pool, text + start, length - start), NULL);
}

static const char *words_after(apr_pool_t *pool, const char *text)
{
    size_t end = 0;
    int words = 0;

    while (text[end] && words <= WORDS_AROUND) {
        words += is_space(text[end]) && end > 0;
        end++;
    }
    return apr_pstrcat(pool, apr_pstrmemdup(pool, text, end), text[end] ? " …" : "", NULL);
}

static const char *prose_difference(const sc_view_t *view, const char *text, const char *other,
                                    const char *mark)
{
    middle_t middle = middle_of(text, other);
    size_t length = strlen(text) - middle.begin - middle.tail;
    const char *changed = apr_pstrmemdup(view->pool, text + middle.begin, length);

    return sc_htmlf(view, "<span class=\"sistercity-admin__lines\">%t<%t>%t</%t>%t</span>",
                    words_before(view->pool, text, middle.begin), mark, changed, mark,
                    words_after(view->pool, text + middle.begin + length));
}

static int is_prose(const sc_field_t *field)
{
    return field->type == SC_TYPE_TEXT || field->type == SC_TYPE_MARKDOWN;
}

/* One side of a difference. */
static const char *side(const sc_view_t *view, const sc_named_t *named, const sc_field_t *field,
                        const void *record, const void *other, const char *mark)
{
    int has_other = other && sc_field_is_set(field, other);
    const char *value = sc_office_value(view, named, field, record);

    if (!value) {
        return sc_office_quiet(view, sc_say(view, "nothing"));
    }
    if (sc_field_is_list(field)) {
        return list_value(view, named, field, record, other, mark);
    }
    if (is_prose(field) && has_other) {
        return prose_difference(view, sc_field_text(field, record), sc_field_text(field, other),
                                mark);
    }
    return sc_htmlf(view, "<%t>%r</%t>", mark, value, mark);
}

static void write_both(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                       const apr_array_header_t *differences, const char *const *columns)
{
    SC_EACH_OF(const sc_difference_t, it, differences) {
        sc_html(out, "<tr><th scope=\"row\">%t</th>", sc_say(view, it->field->label));
        sc_part_cell(out, view, columns[1],
                     side(view, named, it->field, it->before, it->after, "del"));
        sc_part_cell(out, view, columns[2],
                     side(view, named, it->field, it->after, it->before, "ins"));
        sc_buffer_puts(out, "</tr>\n");
    }
}

static void write_one(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                      const sc_entity_t *entity, const void *record, const char *const *columns)
{
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];
        const char *value = sc_office_value(view, named, field, record);

        if (value) {
            sc_html(out, "<tr><th scope=\"row\">%t</th>", sc_say(view, field->label));
            sc_part_cell(out, view, columns[1], value);
            sc_buffer_puts(out, "</tr>\n");
        }
    }
}

void sc_office_differences(sc_buffer_t *out, const sc_view_t *view, const sc_named_t *named,
                           const sc_entity_t *entity, const void *before, const void *after,
                           const char *before_label, const char *after_label)
{
    const apr_array_header_t *differences = sc_differences(entity, before, after, view->pool);
    const char *columns[] = {N_("Field"), before_label, after_label, NULL};

    if (before && after && differences->nelts == 0) {
        sc_part_quiet(out, sc_say(view, "No field differs."));
        return;
    }
    if (!before || !after) {
        columns[1] = before ? before_label : after_label;
        columns[2] = NULL;
    }
    sc_part_table_open(out, view, sc_say(view, "Field by field"), columns);
    if (before && after) {
        write_both(out, view, named, differences, columns);
    }
    else {
        write_one(out, view, named, entity, before ? before : after, columns);
    }
    sc_part_table_close(out);
}

const char *sc_office_differing(const sc_view_t *view, const sc_entity_t *entity,
                                const void *before, const void *after)
{
    apr_array_header_t *labels = apr_array_make(view->pool, 4, sizeof(const char *));

    if (!entity || !before || !after) {
        return NULL;
    }
    const apr_array_header_t *differences = sc_differences(entity, before, after, view->pool);
    SC_EACH_OF(const sc_difference_t, difference, differences) {
        APR_ARRAY_PUSH(labels, const char *) = sc_say(view, difference->field->label);
    }
    return labels->nelts ? sc_say_list(view, labels) : NULL;
}
