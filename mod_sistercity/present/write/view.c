#include "present/write/view.h"

#include "view/derive.h"

#include <apr_escape.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <math.h>
#include <stdarg.h>
#include <string.h>

/* The most parts that a path has. */
enum { PARTS_MOST = 6 };

static struct iovec piece_of(const char *text)
{
    struct iovec piece = {(char *)text, strlen(text)};

    return piece;
}

/* Address names are most of what stands in paths, and need no escaping. */
static const char *escaped(apr_pool_t *pool, const char *part)
{
    const char *c = part;

    while (apr_islower(*c) || apr_isdigit(*c) || *c == '-') {
        c++;
    }
    return *c ? apr_pescape_path_segment(pool, part) : part;
}

static const char *path_of(apr_pool_t *pool, const char *base, const char *mount, va_list parts)
{
    struct iovec pieces[2 + 2 * PARTS_MOST + 1];
    const char *part;
    int count = 0;

    pieces[count++] = piece_of(base);
    pieces[count++] = piece_of(mount);
    while (count < 2 + 2 * PARTS_MOST && (part = va_arg(parts, const char *)) != NULL) {
        pieces[count++] = piece_of("/");
        pieces[count++] = piece_of(escaped(pool, part));
    }
    if (count == 2) {
        pieces[count++] = piece_of("/");
    }
    return apr_pstrcatv(pool, pieces, (apr_size_t)count, NULL);
}

static const char *with_arguments(const sc_view_t *view, const char *path, const char *arguments)
{
    const char *lang = view->lang_in_links ? sc_language_tag(view->language) : NULL;
    int has_arguments = arguments && *arguments;

    if (!lang && !has_arguments) {
        return path;
    }
    return apr_pstrcat(view->pool, path, "?", has_arguments ? arguments : "",
                       lang && has_arguments ? "&" : "", lang ? "lang=" : "", lang ? lang : "",
                       NULL);
}

const char *sc_link(const sc_view_t *view, ...)
{
    va_list parts;

    va_start(parts, view);
    const char *path = path_of(view->pool, "", view->mount, parts);
    va_end(parts);
    return with_arguments(view, path, NULL);
}

const char *sc_link_with(const sc_view_t *view, const char *link, const char *name,
                         const char *value)
{
    return value ? apr_pstrcat(view->pool, link, strchr(link, '?') ? "&" : "?", name, "=", value,
                               NULL)
                 : link;
}

const char *sc_address(const sc_view_t *view, ...)
{
    va_list parts;

    va_start(parts, view);
    const char *path = path_of(view->pool, view->base_url, view->mount, parts);
    va_end(parts);
    return path;
}

const char *sc_file_link(const sc_view_t *view, const char *name)
{
    return view->files ? apr_pstrcat(view->pool, view->files, "/files/", name, NULL) : NULL;
}

const char *sc_file_address(const sc_view_t *view, const char *name)
{
    const char *link = sc_file_link(view, name);

    return link ? apr_pstrcat(view->pool, view->base_url, link, NULL) : NULL;
}

const char *sc_link_self(const sc_view_t *view, const char *suffix, const char *arguments)
{
    /* The root of the mount has no last part that a suffix could follow. */
    const char *path = *suffix && strcmp(view->path, "/") == 0 ? "/index" : view->path;

    path = apr_pescape_path(view->pool, path, 1);
    return with_arguments(view, apr_pstrcat(view->pool, view->mount, path, suffix, NULL),
                          arguments);
}

static const char *add_argument(apr_pool_t *pool, const char *arguments, const char *argument)
{
    return *arguments ? apr_pstrcat(pool, arguments, "&", argument, NULL) : argument;
}

static int is_named(const char *argument, const char *name)
{
    size_t length = strlen(name);

    return argument && strncmp(argument, name, length) == 0 &&
           (argument[length] == '=' || argument[length] == '\0');
}

/* What is given anew, or left out. */
static int is_dropped(const char *name, const char *without, const char *with)
{
    return is_named(with, name) || sc_is(without, name);
}

static const char *encoded(apr_pool_t *pool, const char *name, const char *value)
{
    return apr_pstrcat(pool, name, "=", apr_pescape_urlencoded(pool, value), NULL);
}

const char *sc_query_arguments(const sc_query_t *query, const char *without, const char *with,
                               apr_pool_t *pool)
{
    const struct {
        const char *name;
        const char *value;
    } others[] = {{"sort", query->sort && query->descending
                               ? apr_pstrcat(pool, "-", query->sort, NULL)
                               : query->sort},
                  {"after", query->after},
                  {"columns", query->columns}};
    const char *arguments = "";

    if (query->limit > 0 && query->limit != SC_LIMIT_DEFAULT &&
        !is_dropped("limit", without, with)) {
        arguments = apr_psprintf(pool, "limit=%d", query->limit);
    }
    for (const sc_filter_t *filter = sc_filters; filter->name; filter++) {
        const apr_array_header_t *values = sc_filter_values(query, filter, pool);

        for (int i = 0; i < values->nelts && !is_dropped(filter->name, without, with); i++) {
            arguments =
                add_argument(pool, arguments,
                             encoded(pool, filter->name, APR_ARRAY_IDX(values, i, const char *)));
        }
    }
    for (size_t i = 0; i < SC_LENGTH(others); i++) {
        if (others[i].value && !is_dropped(others[i].name, without, with)) {
            arguments =
                add_argument(pool, arguments, encoded(pool, others[i].name, others[i].value));
        }
    }
    return with && *with ? add_argument(pool, arguments, with) : arguments;
}

const char *sc_address_of_page(const sc_view_t *view, const char *suffix, const char *token)
{
    const char *after, *arguments;

    if (!token) {
        return NULL;
    }
    after = *token
                ? apr_pstrcat(view->pool, "after=", apr_pescape_urlencoded(view->pool, token), NULL)
                : NULL;
    arguments = sc_query_arguments(view->query, "after", after, view->pool);
    if (view->is_for_people) {
        arguments = add_argument(view->pool, arguments, "view=people");
    }
    return apr_pstrcat(view->pool, view->base_url, sc_link_self(view, suffix, arguments), NULL);
}

const char *sc_links_of_list(const sc_view_t *view, const char *suffix, const sc_list_t *list)
{
    const char *next = sc_address_of_page(view, suffix, list->next);
    const char *previous = sc_address_of_page(view, suffix, list->previous);
    const char *links = next ? apr_pstrcat(view->pool, "<", next, ">; rel=\"next\"", NULL) : NULL;

    if (!previous) {
        return links;
    }
    return apr_pstrcat(view->pool, links ? links : "", links ? ", " : "", "<", previous,
                       ">; rel=\"prev\"", NULL);
}

const char *sc_arguments_of_all(const sc_view_t *view, int limit)
{
    sc_query_t query = *view->query;

    query.after = NULL;
    query.limit = limit;
    return sc_query_arguments(&query, NULL, NULL, view->pool);
}

const char *sc_license_address(const sc_view_t *view)
{
    if (!view->license || strchr(view->license, ':')) {
        return view->license;
    }
    return apr_pstrcat(view->pool, "https://spdx.org/licenses/", view->license, NULL);
}

sc_label_t *sc_label_of(const sc_view_t *view, const sc_place_t *place)
{
    sc_label_t *label = apr_pcalloc(view->pool, sizeof(*label));

    label->slug = place->slug;
    label->name = place->name;
    label->level = place->level;
    label->country = place->country;
    label->latitude = place->latitude;
    label->longitude = place->longitude;
    label->names = place->names ? place->names : apr_array_make(view->pool, 1, sizeof(void *));
    return label;
}

sc_lang_text_t sc_own_name(const sc_view_t *view, const void *record)
{
    const apr_array_header_t *names =
        sc_field_list(sc_entity_field(sc_record_entity(record), "names"), record);
    const sc_label_t label = {.slug = sc_record_slug(record),
                              .name = sc_record_text(record, "name"),
                              .latitude = NAN,
                              .longitude = NAN,
                              .names = names ? apr_array_copy(view->pool, names)
                                             : apr_array_make(view->pool, 1, sizeof(void *))};

    return sc_name_for(view->language, &label);
}

const char *sc_day_of(const char *utc, apr_pool_t *pool)
{
    return utc ? apr_pstrndup(pool, utc, strlen("2026-11-22")) : NULL;
}

static int has_party(const sc_partnership_t *partnership, const char *place)
{
    for (int i = 0; place && i < SC_COUNT(partnership->parties); i++) {
        if (strcmp(SC_AT(partnership->parties, i, sc_party_t)->place, place) == 0) {
            return 1;
        }
    }
    return 0;
}

const char *sc_tie_subject(const sc_view_t *view, const sc_partnership_t *partnership)
{
    const sc_party_t *first = NULL;

    if (view->query && has_party(partnership, view->query->place)) {
        return view->query->place;
    }
    if (has_party(partnership, view->home)) {
        return view->home;
    }
    SC_EACH(const sc_party_t, party, partnership->parties) {
        if (sc_party_takes_part(party, view->today)) {
            return party->place;
        }
        first = first ? first : party;
    }
    return first ? first->place : NULL;
}

static const char *country_of(apr_hash_t *labels, const char *slug)
{
    const sc_label_t *label = slug ? sc_find(labels, slug) : NULL;

    return label ? label->country : NULL;
}

const char *sc_tie_word(const sc_view_t *view, apr_hash_t *labels,
                        const sc_partnership_t *partnership, const char *subject)
{
    const char *own = country_of(labels, subject), *type = partnership->type, *word = NULL;
    apr_array_header_t *partners = sc_partners_of(partnership, subject, view->today, view->pool);

    /* A network has one word, however many its members are. */
    for (int i = 0; i < partners->nelts && strcmp(type, "network") != 0; i++) {
        const char *place = SC_AT(partners, i, sc_party_t)->place;
        const char *other =
            sc_term_for(view->language, view->terms, type, country_of(labels, place), own);

        if (word && strcmp(word, other) != 0) {
            word = NULL;
            break;
        }
        word = other;
    }
    return word ? word : sc_term_for(view->language, view->terms, type, NULL, own);
}

int sc_is_located(const sc_label_t *place)
{
    return !isnan(place->latitude) && !isnan(place->longitude);
}

const char *sc_say_dated(const sc_view_t *view, const char *text, const char *edtf)
{
    const char *dates[] = {NULL, NULL, NULL};

    dates[1] = sc_format_date_in_text(view->language, edtf, text, &dates[0], view->pool);
    return sc_fill(text, dates, view->pool);
}
