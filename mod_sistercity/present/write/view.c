#include "present/write/view.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <math.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

/* The texts of a query in the canonical order of its arguments. */
static const struct {
    const char *name;
    size_t offset;
} query_texts[] = {{"place", offsetof(sc_query_t, place)},
                   {"partnership", offsetof(sc_query_t, partnership)},
                   {"country", offsetof(sc_query_t, country)},
                   {"region", offsetof(sc_query_t, region)},
                   {"level", offsetof(sc_query_t, level)},
                   {"type", offsetof(sc_query_t, type)},
                   {"status", offsetof(sc_query_t, status)},
                   {"field", offsetof(sc_query_t, field)},
                   {"kind", offsetof(sc_query_t, kind)},
                   {"events", offsetof(sc_query_t, events)},
                   {"since", offsetof(sc_query_t, since)},
                   {"until", offsetof(sc_query_t, until)},
                   {"q", offsetof(sc_query_t, q)},
                   {"as_of", offsetof(sc_query_t, as_of)},
                   {"sort", offsetof(sc_query_t, sort)},
                   {"after", offsetof(sc_query_t, after)},
                   {"columns", offsetof(sc_query_t, columns)}};

/* As many parts as a path may have. */
enum { PARTS_MOST = 6 };

static struct iovec piece_of(const char *text)
{
    struct iovec piece = {(char *)text, strlen(text)};

    return piece;
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
        pieces[count++] = piece_of(apr_pescape_path_segment(pool, part));
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
    const char *path;

    va_start(parts, view);
    path = path_of(view->pool, "", view->mount, parts);
    va_end(parts);
    return with_arguments(view, path, NULL);
}

const char *sc_address(const sc_view_t *view, ...)
{
    va_list parts;
    const char *path;

    va_start(parts, view);
    path = path_of(view->pool, view->base_url, view->mount, parts);
    va_end(parts);
    return path;
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

static const char *argument_of(const sc_query_t *query, const char *name, const char *value,
                               apr_pool_t *pool)
{
    int is_descending = query->descending && strcmp(name, "sort") == 0;

    return apr_pstrcat(pool, name, "=", is_descending ? "-" : "",
                       apr_pescape_urlencoded(pool, value), NULL);
}

static const char *limit_of(const sc_query_t *query, apr_pool_t *pool)
{
    if (query->limit <= 0 || query->limit == SC_LIMIT_DEFAULT) {
        return NULL;
    }
    return apr_psprintf(pool, "limit=%d", query->limit);
}

static const char *text_at(const sc_query_t *query, size_t i)
{
    return *(const char *const *)((const char *)query + query_texts[i].offset);
}

const char *sc_query_value(const sc_query_t *query, const char *name)
{
    size_t i;

    for (i = 0; i < sizeof(query_texts) / sizeof(query_texts[0]); i++) {
        if (strcmp(query_texts[i].name, name) == 0) {
            return text_at(query, i);
        }
    }
    return NULL;
}

const char *sc_query_arguments(const sc_query_t *query, const char *without, const char *with,
                               apr_pool_t *pool)
{
    const char *arguments = "";
    const char *limit = limit_of(query, pool);
    size_t i;

    if (limit && !(without && strcmp("limit", without) == 0) && !is_named(with, "limit")) {
        arguments = limit;
    }
    for (i = 0; i < sizeof(query_texts) / sizeof(query_texts[0]); i++) {
        const char *name = query_texts[i].name;
        const char *value = text_at(query, i);

        if (value && !is_named(with, name) && !(without && strcmp(name, without) == 0)) {
            arguments = add_argument(pool, arguments, argument_of(query, name, value, pool));
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

const char *sc_arguments_of_all(const sc_view_t *view)
{
    sc_query_t query = *view->query;

    query.after = NULL;
    query.limit = SC_LIMIT_MOST;
    return sc_query_arguments(&query, NULL, NULL, view->pool);
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
