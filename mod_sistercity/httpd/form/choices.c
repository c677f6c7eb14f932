#include "httpd/form/fields.h"

#include "language/collate.h"
#include "model/text/notation.h"
#include "model/text/utf8.h"
#include "model/value.h"
#include "store/edit/draft.h"
#include "store/query/list.h"
#include "store/record/read.h"
#include "store/write/write.h"

#include <apr_strings.h>
#include <string.h>

/* Findings that are offered: nobody looks through more. */
#define FINDINGS_MOST 10

/* Findings that are searched for one of exactly that name. */
#define EXACT_AMONG 200

/* Address names that are tried for a new place. */
#define SLUGS_TRIED 100

/* References of one form that are looked up: people do not get more wrong at once. */
#define LOOKUPS_MOST 50

static const sc_field_t *reference_of(const sc_form_path_t *path)
{
    const sc_field_t *field = path->part ? path->part : path->field;

    return field->type == SC_TYPE_REFERENCE || field->type == SC_TYPE_REFERENCES ? field : NULL;
}

static const char *text_of(const sc_form_record_t *form, const char *name)
{
    const char *text = sc_input_get(form->typed, name);

    return text && *text ? text : NULL;
}

static const char *search_name(const char *path, apr_pool_t *pool)
{
    return apr_pstrcat(pool, "find.", path, NULL);
}

/* The value at the path: the input's own, for a list of references the one at its position. */
static const char *value_at(const sc_form_record_t *form, const char *name,
                            const sc_form_path_t *path)
{
    int position = 0;

    if (path->field->type != SC_TYPE_REFERENCES) {
        return text_of(form, name);
    }
    SC_EACH_OF(const sc_typed_t, typed, form->typed) {
        if (strcmp(typed->name, path->field->name) == 0 && position++ == path->index) {
            return *typed->value ? typed->value : NULL;
        }
    }
    return NULL;
}

/* Makes sure that the form shows the text that is looked up. */
static void keep_search(const sc_form_record_t *form, const char *path, const char *text,
                        apr_pool_t *pool)
{
    const char *name = search_name(path, pool);
    sc_typed_t *typed;

    if (!sc_input_get(form->typed, name)) {
        typed = apr_array_push(form->typed);
        typed->name = name;
        typed->value = text;
    }
}

static apr_status_t look_up(const sc_form_record_t *form, const char *path,
                            const sc_entity_t *target, const char *text, sc_db_t *db,
                            apr_pool_t *pool, sc_form_choices_t *choices)
{
    const sc_query_t query = {.q = text, .limit = FINDINGS_MOST};
    sc_list_t *list;
    void *named;
    apr_status_t rv = sc_list_read(db, pool, target, &query, &list);

    if (rv == APR_SUCCESS && list->items->nelts == 0 && sc_slug_is_valid(text)) {
        rv = sc_read_item(db, pool, target, text, &named);
        if (rv == APR_SUCCESS) {
            APR_ARRAY_PUSH(list->items, void *) = named;
        }
        rv = APR_STATUS_IS_ENOENT(rv) ? APR_SUCCESS : rv;
    }
    if (rv == APR_SUCCESS) {
        apr_hash_set(choices->found, path, APR_HASH_KEY_STRING, list->items);
        apr_array_cat(choices->records, list->items);
        keep_search(form, path, text, pool);
    }
    return rv;
}

static void begin(sc_form_choices_t *choices, apr_pool_t *pool)
{
    choices->found = apr_hash_make(pool);
    choices->records = apr_array_make(pool, 8, sizeof(const void *));
}

apr_status_t sc_form_choices_asked(const sc_form_record_t *form, sc_db_t *db, apr_pool_t *pool,
                                   sc_form_choices_t *choices)
{
    sc_form_path_t path;

    if (!choices->found) {
        begin(choices, pool);
    }
    if (!form->target || !sc_form_path_read(form->entity, form->target, &path) ||
        !reference_of(&path)) {
        return APR_SUCCESS;
    }
    const char *text = text_of(form, search_name(form->target, pool));
    if (!text) {
        text = value_at(form, form->target, &path);
    }
    return text ? look_up(form, form->target, reference_of(&path)->target, text, db, pool, choices)
                : APR_SUCCESS;
}

/* Whether there is an item of this address name. */
static apr_status_t exists(const sc_entity_t *entity, const char *slug, sc_db_t *db,
                           apr_pool_t *pool, int *is_there)
{
    apr_status_t rv = APR_ENOENT;
    void *record;

    if (sc_slug_is_valid(slug)) {
        rv = sc_read_item(db, pool, entity, slug, &record);
    }
    *is_there = rv == APR_SUCCESS;
    return APR_STATUS_IS_ENOENT(rv) ? APR_SUCCESS : rv;
}

/* What to look up for the typed input; NULL for nothing. @param path set to its PATH */
static const char *wanted_text(const sc_form_record_t *form, const sc_typed_t *typed,
                               sc_form_path_t *parsed, int position, const char **path,
                               apr_pool_t *pool)
{
    if (!*typed->value || !sc_form_path_read(form->entity, typed->name, parsed) || parsed->added ||
        !reference_of(parsed)) {
        return NULL;
    }
    if (parsed->is_search) {
        *path = typed->name + strlen("find.");
        parsed->is_search = 0;
        return value_at(form, *path, parsed) ? NULL : typed->value;
    }
    *path = parsed->field->type == SC_TYPE_REFERENCES
                ? apr_psprintf(pool, "%s[%d]", typed->name, position)
                : typed->name;
    return typed->value;
}

/* How many values of the same name came before this one. */
static int position_of(const sc_form_record_t *form, int index)
{
    const char *name = APR_ARRAY_IDX(form->typed, index, sc_typed_t).name;
    int position = 0;

    for (int i = 0; i < index; i++) {
        position += strcmp(APR_ARRAY_IDX(form->typed, i, sc_typed_t).name, name) == 0;
    }
    return position;
}

apr_status_t sc_form_choices_missing(const sc_form_record_t *form, int all, sc_db_t *db,
                                     apr_pool_t *pool, sc_form_choices_t *choices)
{
    apr_status_t rv = APR_SUCCESS;
    int lookups = 0, count = form->typed->nelts;

    begin(choices, pool);
    for (int i = 0; i < count && rv == APR_SUCCESS && lookups < LOOKUPS_MOST; i++) {
        const sc_typed_t typed = APR_ARRAY_IDX(form->typed, i, sc_typed_t);
        sc_form_path_t parsed;
        const char *path = NULL, *text, *search;
        int is_there = 0;

        text = wanted_text(form, &typed, &parsed, position_of(form, i), &path, pool);
        if (!text || (!all && strcmp(text, SC_FORM_ADD) != 0) || sc_find(choices->found, path)) {
            continue;
        }
        lookups++;
        rv = exists(reference_of(&parsed)->target, text, db, pool, &is_there);
        if (rv == APR_SUCCESS && !is_there) {
            search = text_of(form, search_name(path, pool));
            rv = look_up(form, path, reference_of(&parsed)->target, search ? search : text, db,
                         pool, choices);
        }
    }
    return rv;
}

void sc_form_choices_check(const sc_form_record_t *form, apr_pool_t *pool, sc_problems_t *problems)
{
    SC_EACH_OF(const sc_typed_t, typed, form->typed) {
        sc_form_path_t parsed;
        const char *path = NULL;

        if (strncmp(typed->name, "find.", strlen("find.")) == 0 &&
            wanted_text(form, typed, &parsed, 0, &path, pool)) {
            sc_problem_add(problems, path, "not_chosen",
                           N_("Choose one of what was found, or empty the search."), NULL);
        }
    }
}

static int is_called(const void *record, const char *folded, apr_pool_t *pool)
{
    const sc_field_t *name = sc_entity_field(sc_record_entity(record), "name");
    const sc_field_t *names = sc_entity_field(sc_record_entity(record), "names");
    const apr_array_header_t *others = names ? sc_field_list(names, record) : NULL;
    const char *usual = name ? sc_field_text(name, record) : NULL;

    if (usual && strcmp(sc_fold(usual, pool), folded) == 0) {
        return 1;
    }
    for (int i = 0; i < SC_COUNT(others); i++) {
        if (strcmp(sc_fold(SC_AT(others, i, sc_name_t)->text, pool), folded) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The one item that is called exactly so; NULL if there is none or there are more.
 * @param country of the place, or NULL for any */
static apr_status_t find_exact(const sc_entity_t *target, const char *name, const char *country,
                               sc_db_t *db, apr_pool_t *pool, const char **slug)
{
    const sc_query_t query = {.q = name, .limit = EXACT_AMONG};
    const char *folded = sc_fold(name, pool);
    int count = 0;
    sc_list_t *list;

    *slug = NULL;
    SC_TRY(sc_list_read(db, pool, target, &query, &list));
    SC_EACH(const void, record, list->items) {
        const char *other = target == &sc_place ? ((const sc_place_t *)record)->country : NULL;

        if (is_called(record, folded, pool) && (!country || sc_is(other, country))) {
            *slug = sc_record_slug(record);
            count++;
        }
    }
    *slug = count == 1 ? *slug : NULL;
    return APR_SUCCESS;
}

/* Whether a new place may have the address. @param is_own a draft of the editor's own waits for a
 * place of that name there: it is what is meant */
static apr_status_t is_free(const sc_form_record_t *form, const sc_place_t *place, const char *who,
                            sc_db_t *db, apr_pool_t *pool, int *is, int *is_own)
{
    sc_draft_t *draft;

    *is_own = 0;
    SC_TRY(exists(&sc_place, place->slug, db, pool, is));
    *is = !*is;
    for (int i = 0; i < form->added->nelts; i++) {
        *is &= strcmp(APR_ARRAY_IDX(form->added, i, sc_form_added_t).place->slug, place->slug) != 0;
    }
    apr_status_t rv =
        *is ? sc_draft_of_address(db, pool, &sc_place, place->slug, &draft) : APR_ENOENT;
    if (rv == APR_SUCCESS) {
        const sc_place_t *drafted = draft->record;

        *is = 0;
        *is_own =
            drafted && strcmp(draft->who, who) == 0 && strcmp(drafted->name, place->name) == 0;
    }
    return APR_STATUS_IS_ENOENT(rv) ? APR_SUCCESS : rv;
}

/* Gives the new place an address, and it to the form unless it waits already. */
static apr_status_t add(sc_form_record_t *form, const char *path, sc_place_t *place,
                        const char *who, sc_db_t *db, apr_pool_t *pool, sc_typed_t *typed)
{
    int is = 0, is_own = 0;

    for (int number = 1; number <= SLUGS_TRIED && !is; number++) {
        place->slug = sc_item_slug(place, number, pool);
        if (!place->slug) {
            break;
        }
        SC_TRY(is_free(form, place, who, db, pool, &is, &is_own));
        if (is_own) {
            typed->value = place->slug;
            return APR_SUCCESS;
        }
    }
    APR_ARRAY_PUSH(form->added, sc_form_added_t) = (sc_form_added_t){path, place};
    return APR_SUCCESS;
}

/* The new place that stands at the path. */
static apr_status_t settle_added(sc_form_record_t *form, sc_typed_t *typed, const char *who,
                                 sc_db_t *db, apr_pool_t *pool, sc_problems_t *problems)
{
    static const char *const fields[] = {"name", "country"};
    sc_place_t *place = sc_record_new(&sc_place, pool);
    sc_problems_t within = *problems;
    const char *known = NULL;

    within.prefix = apr_pstrcat(pool, "new.", typed->name, ".", NULL);
    for (size_t i = 0; i < SC_LENGTH(fields); i++) {
        const sc_field_t *field = sc_entity_field(&sc_place, fields[i]);
        const char *text = text_of(form, apr_pstrcat(pool, within.prefix, fields[i], NULL));

        text = text ? sc_read_typed(&form->writer, field, text, &within) : NULL;
        if (text) {
            sc_value_from_text(field, place, text, pool, &within);
        }
    }
    if (place->name) {
        SC_TRY(find_exact(&sc_place, place->name, place->country ? place->country : "", db, pool,
                          &known));
    }
    if (known) {
        typed->value = known;
        return APR_SUCCESS;
    }
    SC_TRY(add(form, typed->name, place, who, db, pool, typed));
    sc_validate(place, &within);
    return APR_SUCCESS;
}

/* The address name of what the text is exactly the name of; NULL if it is none, or one already. */
static apr_status_t find_named(const sc_entity_t *target, const char *text, sc_db_t *db,
                               apr_pool_t *pool, const char **slug)
{
    int is_there;

    *slug = NULL;
    SC_TRY(exists(target, text, db, pool, &is_there));
    *slug = is_there ? text : NULL;
    return is_there ? APR_SUCCESS : find_exact(target, text, NULL, db, pool, slug);
}

static sc_typed_t *put_value(sc_form_record_t *form, const char *name, const char *value)
{
    sc_typed_t *typed = NULL;

    for (int i = 0; i < form->typed->nelts && !typed; i++) {
        typed = &APR_ARRAY_IDX(form->typed, i, sc_typed_t);
        typed = strcmp(typed->name, name) == 0 ? typed : NULL;
    }
    typed = typed ? typed : apr_array_push(form->typed);
    *typed = (sc_typed_t){name, value};
    return typed;
}

/* Whoever writes the country of a new place means it to be added, also where nothing was said of
 * it. @param parsed of new.PATH.FIELD */
static apr_status_t settle_described(sc_form_record_t *form, const sc_typed_t *typed,
                                     const sc_form_path_t *parsed, const char *who, sc_db_t *db,
                                     apr_pool_t *pool, sc_problems_t *problems)
{
    const char *path = typed->name + strlen("new.");

    path = apr_pstrmemdup(pool, path, strlen(path) - strlen(parsed->added->name) - 1);
    if (parsed->added != sc_entity_field(&sc_place, "country") || text_of(form, path)) {
        return APR_SUCCESS;
    }
    return settle_added(form, put_value(form, path, SC_FORM_ADD), who, db, pool, problems);
}

static apr_status_t settle(sc_form_record_t *form, int index, const char *who, sc_db_t *db,
                           apr_pool_t *pool, sc_problems_t *problems)
{
    sc_typed_t *typed = &APR_ARRAY_IDX(form->typed, index, sc_typed_t);
    const char *path = typed->name, *slug;
    apr_size_t length = strlen(typed->value);
    const char *text = sc_utf8_trim(typed->value, &length);
    sc_form_path_t parsed;

    if (length == 0 || !sc_form_path_read(form->entity, typed->name, &parsed) ||
        !reference_of(&parsed)) {
        return APR_SUCCESS;
    }
    if (parsed.added) {
        return settle_described(form, typed, &parsed, who, db, pool, problems);
    }
    text = apr_pstrmemdup(pool, text, length);
    if (strcmp(text, SC_FORM_ADD) == 0) {
        return settle_added(form, typed, who, db, pool, problems);
    }
    if (parsed.is_search) {
        path += strlen("find.");
        if (parsed.field->type == SC_TYPE_REFERENCES || value_at(form, path, &parsed)) {
            return APR_SUCCESS;
        }
    }
    SC_TRY(find_named(reference_of(&parsed)->target, text, db, pool, &slug));
    if (slug && parsed.is_search) {
        typed->value = "";
        put_value(form, path, slug);
    }
    else if (slug) {
        typed->value = slug;
    }
    return APR_SUCCESS;
}

apr_status_t sc_form_choices_settle(sc_form_record_t *form, sc_db_t *db, apr_pool_t *pool,
                                    const char *who, sc_problems_t *problems)
{
    int count = form->typed->nelts < LOOKUPS_MOST * 10 ? form->typed->nelts : LOOKUPS_MOST * 10;

    for (int i = 0; i < count; i++) {
        SC_TRY(settle(form, i, who, db, pool, problems));
    }
    return APR_SUCCESS;
}
