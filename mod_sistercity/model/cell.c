#include "model/cell.h"

#include "model/spelling.h"
#include "model/text/notation.h"
#include "model/text/utf8.h"
#include "model/value.h"

#include <apr_strings.h>
#include <string.h>

/* What a part's cell begins with, by its entity: names are led by their language, and so is any
 * text that must be there with it. */
typedef struct lead_t {
    const sc_field_t *tag;  /* stands before `=`; NULL for all but names */
    const sc_field_t *text; /* stands first */
} lead_t;

static const sc_field_t *next_required(const sc_entity_t *entity, const sc_field_t *field)
{
    const sc_field_t *end = entity->fields + entity->field_count;

    while (field < end && !(field->flags & SC_REQUIRED)) {
        field++;
    }
    return field < end ? field : NULL;
}

static lead_t lead_of(const sc_entity_t *entity)
{
    lead_t lead = {NULL, next_required(entity, entity->fields)};
    const sc_field_t *next = next_required(entity, lead.text + 1);

    return next && lead.text->type == SC_TYPE_LANGUAGE ? (lead_t){lead.text, next} : lead;
}

/* Characters that a backslash protects. In a name's text `=` is one, so that whoever splits at
 * every `=` is not led astray. */
#define SPECIAL "|;\\"
#define SPECIAL_IN_NAME "|;\\="

static void write_part(const void *part, apr_array_header_t *pieces)
{
    const sc_entity_t *entity = sc_record_entity(part);
    lead_t lead = lead_of(entity);
    apr_pool_t *pool = pieces->pool;
    const char *text = sc_value_to_text(lead.text, part, pool);

    if (lead.tag) {
        const char *tag = sc_value_to_text(lead.tag, part, pool);

        APR_ARRAY_PUSH(pieces, const char *) = tag ? tag : "";
        APR_ARRAY_PUSH(pieces, const char *) = "=";
    }
    APR_ARRAY_PUSH(pieces, const char *) =
        sc_utf8_escape(text ? text : "", lead.tag ? SPECIAL_IN_NAME : SPECIAL, '\\', pool);
    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (field != lead.tag && field != lead.text && sc_field_is_set(field, part)) {
            APR_ARRAY_PUSH(pieces, const char *) = apr_pstrcat(
                pool, ";", field->name, "=",
                sc_utf8_escape(sc_value_to_text(field, part, pool), SPECIAL, '\\', pool), NULL);
        }
    }
}

static const char *write_list(const sc_field_t *field, const apr_array_header_t *list,
                              apr_pool_t *pool)
{
    apr_array_header_t *pieces = apr_array_make(pool, 2 * list->nelts, sizeof(const char *));

    for (int i = 0; i < list->nelts; i++) {
        if (i > 0) {
            APR_ARRAY_PUSH(pieces, const char *) = "|";
        }
        if (field->type == SC_TYPE_PARTS) {
            write_part(SC_AT(list, i, void), pieces);
        }
        else {
            APR_ARRAY_PUSH(pieces, const char *) = APR_ARRAY_IDX(list, i, const char *);
        }
    }
    return pieces->nelts == 1 ? APR_ARRAY_IDX(pieces, 0, const char *)
                              : apr_array_pstrcat(pool, pieces, '\0');
}

/* Whether the cell begins with a character that starts a formula. */
static int begins_formula(const char *cell)
{
    switch (*cell) {
    case '=':
    case '+':
    case '-':
    case '@':
    case '\t':
    case '\r':
        return 1;
    default:
        return 0;
    }
}

/* Whatever looks as if it had been defused is defused once more, so that restoring gives back
 * both. */
const char *sc_cell_defuse(const char *cell, apr_pool_t *pool)
{
    const char *start = cell;
    double number;

    while (*start == '\'') {
        start++;
    }
    if (!begins_formula(start) || sc_real_read(cell, &number)) {
        return cell;
    }
    return apr_pstrcat(pool, "'", cell, NULL);
}

static const char *restore(const char *cell)
{
    return *cell == '\'' && begins_formula(cell + strspn(cell, "'")) ? cell + 1 : cell;
}

const char *sc_cell_write(const sc_field_t *field, const void *record, apr_pool_t *pool)
{
    const char *cell;

    if (!sc_field_is_set(field, record)) {
        return "";
    }
    if (sc_field_is_list(field)) {
        cell = write_list(field, sc_field_list(field, record), pool);
    }
    else {
        cell = sc_value_to_text(field, record, pool);
    }
    return sc_cell_defuse(cell, pool);
}

/* The first of the characters that no backslash protects; the end of the text if there is none. */
static const char *find_unescaped(const char *text, char wanted)
{
    for (; *text && *text != wanted; text++) {
        if (*text == '\\' && text[1]) {
            text++;
        }
    }
    return text;
}

/* Takes off the backslashes that protect something. Others are people's own and stay. */
static const char *unescape(const char *text, apr_size_t length, apr_pool_t *pool)
{
    char *plain = apr_palloc(pool, length + 1);
    char *out = plain;
    const char *end = text + length;

    for (; text < end; text++) {
        if (*text == '\\' && text + 1 < end && strchr(SPECIAL_IN_NAME, text[1])) {
            text++;
        }
        *out++ = *text;
    }
    *out = '\0';
    return plain;
}

/* The part's field that `;key=` at @a text names; NULL if it is not such. @a value is what stands
 * behind the `=`. */
static const sc_field_t *key_at(const sc_entity_t *entity, const char *text, const char **value)
{
    text += 1 + strspn(text + 1, " ");
    apr_size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");
    if (text[length] != '=') {
        return NULL;
    }
    *value = text + length + 1;
    for (int i = 0; i < entity->field_count; i++) {
        const char *name = entity->fields[i].name;

        if (strncmp(name, text, length) == 0 && name[length] == '\0') {
            return &entity->fields[i];
        }
    }
    return NULL;
}

/* The next `;` before a key of the part; the end of the text if there is none. */
static const char *find_key(const sc_entity_t *entity, const char *text, const sc_field_t **field,
                            const char **value)
{
    *field = NULL;
    for (text = find_unescaped(text, ';'); *text; text = find_unescaped(text + 1, ';')) {
        *field = key_at(entity, text, value);
        if (*field) {
            break;
        }
    }
    return text;
}

static int read_value(const sc_field_t *field, void *part, const char *text, apr_size_t length,
                      apr_pool_t *pool, sc_problems_t *problems)
{
    const char *value = unescape(text, length, pool);

    if (sc_field_is_set(field, part)) {
        sc_problem_add(problems, field->name, "repeated",
                       N_("“{key}” is given twice. Take one of them out."), "key", field->name,
                       NULL);
        return 0;
    }
    return sc_value_from_text(field, part, value, pool, problems);
}

/* Reads a value that a part cannot be without. */
static int read_required(const sc_field_t *field, void *part, const char *text, apr_size_t length,
                         apr_pool_t *pool, sc_problems_t *problems)
{
    if (!read_value(field, part, text, length, pool, problems)) {
        return 0;
    }
    if (!sc_field_is_set(field, part)) {
        sc_problem_add(problems, field->name, "required", N_("This must be filled in."), NULL);
        return 0;
    }
    return 1;
}

static void refuse_without_tag(const lead_t *lead, const char *text, apr_pool_t *pool,
                               sc_problems_t *problems)
{
    const char *value = sc_spelling_sound(lead->text, text, pool, problems);

    if (value) {
        sc_problem_add(problems, NULL, "no_language",
                       N_("“{value}” lacks the language of the name. Write its tag and = before "
                          "it, such as lt=Kaunas."),
                       "value", sc_spelling_shorten(value, pool), NULL);
    }
}

/* Reads what stands before the first key. */
static int read_lead(const sc_entity_t *entity, void *part, const char *text, apr_size_t length,
                     apr_pool_t *pool, sc_problems_t *problems)
{
    lead_t lead = lead_of(entity);
    int is_good = 1;

    if (lead.tag) {
        const char *equals = find_unescaped(text, '=');
        apr_size_t tag_length = (apr_size_t)(equals - text);

        if (tag_length >= length) {
            refuse_without_tag(&lead, unescape(text, length, pool), pool, problems);
            return 0;
        }
        is_good = read_required(lead.tag, part, text, tag_length, pool, problems);
        text += tag_length + 1;
        length -= tag_length + 1;
    }
    return read_required(lead.text, part, text, length, pool, problems) && is_good;
}

/* Reads a part from one entry of a cell. NULL after a problem. */
static void *read_part(const sc_entity_t *entity, const char *text, apr_pool_t *pool,
                       sc_problems_t *problems)
{
    void *part = sc_record_new(entity, pool);
    const sc_field_t *field;
    const char *value;
    const char *end = find_key(entity, text, &field, &value);
    int is_good = read_lead(entity, part, text, (apr_size_t)(end - text), pool, problems);

    while (*end) {
        const sc_field_t *this_field = field;
        const char *this_value = value;

        end = find_key(entity, this_value, &field, &value);
        is_good &= read_value(this_field, part, this_value, (apr_size_t)(end - this_value), pool,
                              problems);
    }
    return is_good ? part : NULL;
}

static int is_blank(const char *text)
{
    apr_size_t length = strlen(text);

    sc_utf8_trim(text, &length);
    return length == 0;
}

/* Reads one entry of a list and appends it, NULL after a problem. */
static int read_entry(const sc_field_t *field, apr_array_header_t *list, const char *text,
                      apr_pool_t *pool, sc_problems_t *problems)
{
    if (is_blank(text)) {
        APR_ARRAY_PUSH(list, void *) = NULL;
        sc_problem_add(problems, field->name, "empty",
                       N_("Entry {number} is empty. Fill it in or take out one “|”."), "number",
                       apr_itoa(problems->pool, list->nelts), NULL);
        return 0;
    }
    if (field->type == SC_TYPE_PARTS) {
        sc_problems_t within = sc_problems_within(problems, field->name, list->nelts);
        void *part = read_part(field->target, text, pool, &within);

        APR_ARRAY_PUSH(list, void *) = part;
        return part != NULL;
    }
    APR_ARRAY_PUSH(list, const char *) = sc_entry_from_text(field, text, pool, problems);
    return APR_ARRAY_IDX(list, list->nelts - 1, const char *) != NULL;
}

static int read_list(const sc_field_t *field, void *record, const char *cell, apr_pool_t *pool,
                     sc_problems_t *problems)
{
    apr_array_header_t *list = apr_array_make(pool, 2, sizeof(void *));
    int is_good = 1;

    sc_field_clear(field, record);
    if (is_blank(cell)) {
        return 1;
    }
    for (;;) {
        const char *end = find_unescaped(cell, '|');
        const char *text = apr_pstrmemdup(pool, cell, (apr_size_t)(end - cell));

        is_good &= read_entry(field, list, text, pool, problems);
        if (!*end) {
            break;
        }
        cell = end + 1;
    }
    if (is_good) {
        sc_field_set_list(field, record, list);
    }
    return is_good;
}

int sc_cell_read(const sc_field_t *field, void *record, const char *cell, apr_pool_t *pool,
                 sc_problems_t *problems)
{
    cell = restore(cell);
    if (sc_field_is_list(field)) {
        return read_list(field, record, cell, pool, problems);
    }
    return sc_value_from_text(field, record, cell, pool, problems);
}
