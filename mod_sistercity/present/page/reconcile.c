#include "present/page/reconcile.h"

#include "language/collate.h"
#include "present/page/part/part.h"
#include "present/write/json.h"
#include "version.h"

#include <apr_escape.h>
#include <apr_strings.h>
#include <stdlib.h>
#include <string.h>

/* The type of all places; their levels are types besides. */
#define PLACE "place"

/* Scores of names, from 0 to 100: named just so, but for spelling, beginning so, having the words,
 * none of it. */
enum { SAME = 100, ALIKE = 90, BEGUN = 75, PARTLY = 60, NEAR = 50 };

/* The part of a score that what is stated besides the name makes up. */
#define SHARE_OF_STATED 0.4

/* A match is certain from this score on, if it is ahead of all others by this much. */
#define CERTAIN 95
#define AHEAD 5

/* Numbers agree that differ by less than this part. */
#define TOLERANCE 0.1

static const char *name_of(const sc_view_t *view, const sc_place_t *place)
{
    return sc_part_name(view, sc_label_of(view, place));
}

static const char *type_name(const sc_view_t *view, const char *type)
{
    return strcmp(type, PLACE) == 0 ? sc_say(view, "Place") : sc_part_word(view, &sc_levels, type);
}

/* What a client chose to call something, as a key. */
static const char *key_of(const sc_view_t *view, const char *text)
{
    sc_buffer_t *quoted = sc_buffer_new(view->pool, 0);
    sc_json_t json = {.out = quoted, .view = view};

    sc_json_text(&json, NULL, text);
    return quoted->length > 2 ? apr_pstrmemdup(view->pool, quoted->data + 1, quoted->length - 2)
                              : "";
}

static void write_id(sc_json_t *json, const char *id, const char *name)
{
    sc_json_open(json, NULL, '{');
    sc_json_text(json, "id", id);
    sc_json_text(json, "name", name);
    sc_json_close(json, '}');
}

static void write_types(sc_json_t *json, const char *key, const sc_place_t *place)
{
    sc_json_open(json, key, '[');
    write_id(json, PLACE, type_name(json->view, PLACE));
    if (place->level) {
        write_id(json, place->level, type_name(json->view, place->level));
    }
    sc_json_close(json, ']');
}

/* The manifest */

static void write_service(sc_json_t *json, const char *key, const char *path)
{
    sc_json_open(json, key, '{');
    sc_json_text(json, "service_url", sc_address(json->view, "reconcile", NULL));
    sc_json_text(json, "service_path", path);
    sc_json_close(json, '}');
}

static void write_manifest(sc_json_t *json, const sc_view_t *view)
{
    const char *service = sc_address(view, "reconcile", NULL);

    sc_json_open(json, "versions", '[');
    sc_json_text(json, NULL, "0.2");
    sc_json_close(json, ']');
    sc_json_text(json, "name", sc_say(view, "Sister cities and partnerships"));
    sc_json_text(json, "identifierSpace",
                 apr_pstrcat(view->pool, sc_address(view, "places", NULL), "/", NULL));
    sc_json_text(json, "schemaSpace", apr_pstrcat(view->pool, service, "/properties#", NULL));
    sc_json_text(json, "documentation", sc_address(view, NULL));
    sc_json_text(json, "serviceVersion", SC_VERSION);
    sc_json_open(json, "defaultTypes", '[');
    write_id(json, PLACE, type_name(view, PLACE));
    sc_json_close(json, ']');
    sc_json_open(json, "view", '{');
    sc_json_text(json, "url",
                 apr_pstrcat(view->pool, sc_address(view, "places", NULL), "/{{id}}", NULL));
    sc_json_close(json, '}');
    sc_json_open(json, "preview", '{');
    sc_json_text(json, "url", apr_pstrcat(view->pool, service, "/preview?id={{id}}", NULL));
    sc_json_integer(json, "width", 400);
    sc_json_integer(json, "height", 180);
    sc_json_close(json, '}');
    sc_json_open(json, "suggest", '{');
    write_service(json, "entity", "/suggest/entity");
    write_service(json, "property", "/suggest/property");
    write_service(json, "type", "/suggest/type");
    sc_json_close(json, '}');
    sc_json_open(json, "extend", '{');
    write_service(json, "propose_properties", "/properties");
    sc_json_close(json, '}');
}

/* Candidates and how well they fit */

typedef struct scored_t {
    const sc_place_t *place;
    double score;
} scored_t;

static int name_score(const sc_view_t *view, const char *wanted, const char *name)
{
    const char *folded = sc_fold(name, view->pool);
    const char *loose = sc_fold_loose(folded, view->pool);

    if (strcmp(folded, wanted) == 0) {
        return SAME;
    }
    if (strcmp(loose, sc_fold_loose(wanted, view->pool)) == 0) {
        return ALIKE;
    }
    if (strncmp(folded, wanted, strlen(wanted)) == 0) {
        return BEGUN;
    }
    return strstr(folded, wanted) ? PARTLY : NEAR;
}

static int best_name_score(const sc_view_t *view, const char *wanted, const sc_place_t *place)
{
    int best = name_score(view, wanted, place->name);

    for (int i = 0; i < SC_COUNT(place->names); i++) {
        int score = name_score(view, wanted, SC_AT(place->names, i, sc_name_t)->text);

        best = score > best ? score : best;
    }
    return best;
}

static int numbers_agree(double stated, double known)
{
    double least = known < 0 ? -known : known,
           gap = stated > known ? stated - known : known - stated;

    return gap <= least * TOLERANCE;
}

static int texts_agree(const sc_view_t *view, const sc_field_t *field, const char *stated,
                       const char *known)
{
    if (field->type == SC_TYPE_COUNTRY) {
        const char *tag, *code = sc_languages_country(view->all_languages, stated, &tag);

        return strcasecmp(stated, known) == 0 || sc_is(code, known);
    }
    return strcmp(sc_fold(stated, view->pool), sc_fold(known, view->pool)) == 0;
}

/* 1 agrees, 0 does not, -1 where it is not on record. */
static int agreement_of(const sc_view_t *view, const sc_stated_t *stated, const sc_place_t *place)
{
    const sc_field_t *field = sc_entity_field(&sc_place, stated->property);

    if (!field || !sc_field_is_set(field, place) || sc_field_is_list(field)) {
        return -1;
    }
    SC_EACH(const char, value, stated->values) {
        if (field->type == SC_TYPE_INTEGER
                ? numbers_agree(strtod(value, NULL), (double)sc_field_integer(field, place))
            : field->type == SC_TYPE_REAL
                ? numbers_agree(strtod(value, NULL), sc_field_real(field, place))
                : texts_agree(view, field, value, sc_field_text(field, place))) {
            return 1;
        }
    }
    return 0;
}

static double score_of(const sc_view_t *view, const sc_reconcile_query_t *query, const char *wanted,
                       const sc_place_t *place)
{
    double name = best_name_score(view, wanted, place);
    double sum = 0;
    int count = 0;

    for (int i = 0; i < query->stated->nelts; i++) {
        int agrees = agreement_of(view, &APR_ARRAY_IDX(query->stated, i, sc_stated_t), place);

        if (agrees >= 0) {
            sum += agrees * SAME;
            count++;
        }
    }
    return count ? name * (1 - SHARE_OF_STATED) + sum / count * SHARE_OF_STATED : name;
}

/* The best first; equal ones as they came, those with more partnerships first. */
static void sort(scored_t *scored, int count)
{
    for (int i = 1; i < count; i++) {
        scored_t one = scored[i];
        int at = i;

        for (; at > 0 && scored[at - 1].score < one.score; at--) {
            scored[at] = scored[at - 1];
        }
        scored[at] = one;
    }
}

static void write_candidate(sc_json_t *json, const scored_t *one, int is_match)
{
    sc_json_open(json, NULL, '{');
    sc_json_text(json, "id", one->place->slug);
    sc_json_text(json, "name", name_of(json->view, one->place));
    sc_json_text(json, "description", sc_part_whereabouts(json->view, one->place));
    sc_json_real(json, "score", one->score);
    sc_json_boolean(json, "match", is_match);
    write_types(json, "type", one->place);
    sc_json_close(json, '}');
}

static void write_result(sc_json_t *json, const char *key, const sc_reconcile_query_t *query)
{
    const sc_view_t *view = json->view;
    const char *words = query->asked.q_rest ? query->asked.q_rest : query->asked.q;
    const char *wanted = sc_fold(words ? words : "", view->pool);
    int count = query->places->nelts;
    scored_t *scored = apr_pcalloc(view->pool, sizeof(*scored) * (size_t)(count + 1));

    for (int i = 0; i < count; i++) {
        scored[i].place = SC_AT(query->places, i, sc_place_t);
        scored[i].score = score_of(view, query, wanted, scored[i].place);
    }
    sort(scored, count);
    int is_certain = count && scored[0].score >= CERTAIN &&
                     (count == 1 || scored[1].score <= scored[0].score - AHEAD);
    sc_json_open(json, key, '{');
    sc_json_open(json, "result", '[');
    for (int i = 0; i < count && i < query->limit; i++) {
        write_candidate(json, &scored[i], i == 0 && is_certain);
    }
    sc_json_close(json, ']');
    sc_json_close(json, '}');
}

/* Data about places */

int sc_reconcile_can_tell(const sc_field_t *field)
{
    return field->flags & SC_PUBLIC && field->type != SC_TYPE_SLUG &&
           field->type != SC_TYPE_REFERENCES;
}

static void write_string(sc_json_t *json, const char *text)
{
    sc_json_open(json, NULL, '{');
    sc_json_text(json, "str", text);
    sc_json_close(json, '}');
}

static void write_number(sc_json_t *json, const sc_field_t *field, const sc_place_t *place)
{
    sc_json_open(json, NULL, '{');
    if (field->type == SC_TYPE_REAL) {
        sc_json_real(json, "float", sc_field_real(field, place));
    }
    else {
        sc_json_integer(json, "int", sc_field_integer(field, place));
    }
    sc_json_close(json, '}');
}

static void write_values(sc_json_t *json, const sc_field_t *field, const sc_place_t *place)
{
    sc_json_open(json, field->name, '[');
    if (!place || !sc_field_is_set(field, place)) {
        sc_json_close(json, ']');
        return;
    }
    if (field->type == SC_TYPE_PARTS) {
        for (int i = 0; i < SC_COUNT(place->names); i++) {
            write_string(json, SC_AT(place->names, i, sc_name_t)->text);
        }
    }
    else if (field->type == SC_TYPE_INTEGER || field->type == SC_TYPE_REAL) {
        write_number(json, field, place);
    }
    else {
        write_string(json, sc_field_text(field, place));
    }
    sc_json_close(json, ']');
}

static void write_property(sc_json_t *json, const sc_field_t *field)
{
    write_id(json, field->name, sc_say(json->view, field->label));
}

static void write_extension(sc_json_t *json, const sc_reconcile_t *reconcile)
{
    sc_json_open(json, "meta", '[');
    for (int i = 0; i < reconcile->properties->nelts; i++) {
        write_property(json, SC_AT(reconcile->properties, i, const sc_field_t));
    }
    sc_json_close(json, ']');
    sc_json_open(json, "rows", '{');
    SC_EACH(const char, id, reconcile->ids) {
        sc_json_open(json, key_of(json->view, id), '{');
        for (int j = 0; j < reconcile->properties->nelts; j++) {
            write_values(json, SC_AT(reconcile->properties, j, const sc_field_t),
                         sc_find(reconcile->places, id));
        }
        sc_json_close(json, '}');
    }
    sc_json_close(json, '}');
}

/* Suggestions */

typedef struct page_t {
    const char *prefix; /* folded */
    int passed, left;   /* how many are passed over, and how many told behind them */
} page_t;

static page_t page_of(const sc_view_t *view, const sc_reconcile_t *reconcile)
{
    return (page_t){sc_fold(reconcile->prefix ? reconcile->prefix : "", view->pool),
                    reconcile->cursor, SC_RECONCILE_SUGGESTED};
}

static void suggest(sc_json_t *json, page_t *page, const char *id, const char *name)
{
    const char *folded = sc_fold(name, json->view->pool);
    size_t length = strlen(page->prefix);

    if (strncmp(folded, page->prefix, length) != 0 && strncmp(id, page->prefix, length) != 0) {
        return;
    }
    if (page->passed > 0) {
        page->passed--;
    }
    else if (page->left > 0) {
        page->left--;
        write_id(json, id, name);
    }
}

static void suggest_types(sc_json_t *json, page_t page)
{
    suggest(json, &page, PLACE, type_name(json->view, PLACE));
    for (int i = 0; i < sc_levels.count; i++) {
        suggest(json, &page, sc_levels.words[i].word,
                type_name(json->view, sc_levels.words[i].word));
    }
}

static void suggest_properties(sc_json_t *json, page_t page)
{
    for (int i = 0; i < sc_place.field_count; i++) {
        const sc_field_t *field = &sc_place.fields[i];

        if (sc_reconcile_can_tell(field)) {
            suggest(json, &page, field->name, sc_say(json->view, field->label));
        }
    }
}

static void suggest_places(sc_json_t *json, const sc_reconcile_t *reconcile)
{
    const apr_array_header_t *places =
        APR_ARRAY_IDX(reconcile->queries, 0, sc_reconcile_query_t).places;

    for (int i = reconcile->cursor;
         i < places->nelts && i < reconcile->cursor + SC_RECONCILE_SUGGESTED; i++) {
        const sc_place_t *place = SC_AT(places, i, sc_place_t);

        sc_json_open(json, NULL, '{');
        sc_json_text(json, "id", place->slug);
        sc_json_text(json, "name", name_of(json->view, place));
        sc_json_text(json, "description", sc_part_whereabouts(json->view, place));
        write_types(json, "notable", place);
        sc_json_close(json, '}');
    }
}

static void write_suggestions(sc_json_t *json, const sc_reconcile_t *reconcile)
{
    page_t page = page_of(json->view, reconcile);

    sc_json_open(json, "result", '[');
    if (reconcile->kind == SC_RECONCILE_SUGGEST_ENTITY) {
        suggest_places(json, reconcile);
    }
    else if (reconcile->kind == SC_RECONCILE_SUGGEST_TYPE) {
        suggest_types(json, page);
    }
    else {
        suggest_properties(json, page);
    }
    sc_json_close(json, ']');
}

/* All that can be told of a place. */
static void write_proposal(sc_json_t *json)
{
    page_t page = {"", 0, sc_place.field_count};

    sc_json_text(json, "type", PLACE);
    sc_json_open(json, "properties", '[');
    suggest_properties(json, page);
    sc_json_close(json, ']');
}

void sc_json_reconcile(sc_buffer_t *out, const sc_view_t *view, const void *data)
{
    const sc_reconcile_t *reconcile = data;
    sc_json_t json = sc_json_begin(out, view);

    switch (reconcile->kind) {
    case SC_RECONCILE_QUERIES:
        SC_EACH_OF(const sc_reconcile_query_t, query, reconcile->queries) {
            write_result(&json, key_of(view, query->key), query);
        }
        break;
    case SC_RECONCILE_EXTEND:
        write_extension(&json, reconcile);
        break;
    case SC_RECONCILE_PROPOSE:
        write_proposal(&json);
        break;
    case SC_RECONCILE_MANIFEST:
        write_manifest(&json, view);
        break;
    default:
        write_suggestions(&json, reconcile);
    }
    sc_json_end(&json);
}

/* What a client shows of a candidate, in a frame of its own page. */
int sc_reconcile_preview(sc_buffer_t *out, const sc_view_t *view, const sc_reconcile_t *reconcile)
{
    const char *id = reconcile->ids->nelts ? SC_AT(reconcile->ids, 0, const char) : NULL;
    const sc_place_t *place = sc_find(reconcile->places, id);
    const apr_int64_t *count = sc_find(reconcile->counts, id);
    const sc_label_t *label = place ? sc_label_of(view, place) : NULL;
    const char *local = label ? sc_part_local(view, label) : NULL;
    const char *description = place ? sc_part_whereabouts(view, place) : NULL;

    if (!place) {
        return 0;
    }
    sc_html(out,
            "<!DOCTYPE html>\n<html lang=\"%t\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta name=\"robots\" content=\"noindex\">\n<title>%t</title>\n"
            "<link rel=\"stylesheet\" href=\"%u\">\n</head>\n<body>\n"
            "<main class=\"sistercity sistercity-preview\">\n<p><strong><a href=\"%u\" "
            "target=\"_blank\" rel=\"noopener\">%t</a></strong>%r%r</p>\n",
            sc_language_tag(view->language), name_of(view, place),
            apr_pstrcat(view->pool, view->mount, "/sistercity.css", NULL),
            sc_link(view, "places", place->slug, NULL), name_of(view, place), local ? " " : NULL,
            local);
    if (description) {
        sc_html(out, "<p>%t</p>\n", description);
    }
    if (place->level) {
        sc_html(out, "<p>%t</p>\n", sc_part_word(view, &sc_levels, place->level));
    }
    if (count) {
        sc_html(out, "<p>%t</p>\n",
                sc_say_n(view, "{n} partnership", "{n} partnerships", *count, NULL));
    }
    sc_buffer_puts(out, "</main>\n</body>\n</html>\n");
    return 1;
}
