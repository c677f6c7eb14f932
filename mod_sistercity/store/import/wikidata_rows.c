#include "model/text/edtf.h"
#include "store/import/run.h"
#include "store/import/wikidata/result.h"
#include "store/write/write.h"

#include <apr_strings.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define KNOWN_PLACES                                                                               \
    "SELECT t.\"wikidata\", t.\"slug\" FROM \"places\" t WHERE t.\"wikidata\" IS NOT NULL"
#define NAMELESS "SELECT 1 FROM \"places\" t WHERE t.\"slug\" = ? AND t.\"wikidata\" IS NULL"

/* Of two places: first the sister cities, then what else joins them. */
#define KNOWN_PAIR                                                                                 \
    "SELECT p.\"slug\", p.\"established\", p.\"ended\" FROM \"places\" x "                         \
    "JOIN \"partnership_parties\" a ON a.\"place_id\" = x.\"id\" "                                 \
    "JOIN \"partnership_parties\" b ON b.\"partnership_id\" = a.\"partnership_id\" "               \
    "JOIN \"places\" y ON y.\"id\" = b.\"place_id\" "                                              \
    "JOIN \"partnerships\" p ON p.\"id\" = a.\"partnership_id\" "                                  \
    "WHERE x.\"slug\" = ? AND y.\"slug\" = ? AND p.\"type\" <> 'network' "                         \
    "ORDER BY CASE p.\"type\" WHEN 'sister' THEN 0 ELSE 1 END, p.\"id\" LIMIT 1"
#define KNOWN_SOURCE                                                                               \
    "SELECT 1 FROM \"sources\" s JOIN \"partnerships\" p ON p.\"id\" = s.\"partnership_id\" "      \
    "WHERE p.\"slug\" = ? AND s.\"url\" = ? AND s.\"field\" = ?"
#define KNOWN_CLAIM                                                                                \
    "SELECT 1 FROM \"claims\" c JOIN \"places\" x ON x.\"id\" = c.\"place_id\" "                   \
    "JOIN \"places\" y ON y.\"id\" = c.\"partner_id\" "                                            \
    "WHERE x.\"slug\" = ? AND y.\"slug\" = ? AND c.\"url\" LIKE 'https://www.wikidata.org/%'"

/** A partnership that statements of its two places speak of. */
typedef struct pair_t {
    const char *places[2];                     /* slugs; the first statement's place is the first */
    const wikidata_statement_t *statements[4]; /* others of the same pair say nothing more */
    int count;
} pair_t;

typedef struct making_t {
    import_run_t *run;
    const char *file;
    const char *today;
    apr_hash_t *items;         /* Wikidata item -> slug, of the registry and of this import */
    apr_hash_t *made;          /* slugs that this import gives to places and partnerships ... */
    apr_hash_t *told;          /* ... to sources and claims */
    apr_hash_t *pairs;         /* "slug slug", in order -> pair_t * */
    apr_array_header_t *order; /* of pair_t * */
    import_table_t *places, *partnerships, *sources, *claims;
} making_t;

#define tell(making, statement, is_warning, code, ...)                                             \
    do {                                                                                           \
        import_place_t at = {NULL, (making)->file, (statement)->line,                              \
                             0,    is_warning,     (statement)->item};                             \
        import_find((making)->run, &at, NULL, code, __VA_ARGS__, NULL);                            \
    } while (0)

/* Adds the row and gives up the object. */
static void add_row(making_t *making, import_table_t *table, const wikidata_statement_t *statement,
                    json_t *object)
{
    char *text = json_dumps(object, JSON_COMPACT);

    if (text) {
        import_row_add(making->run, table, statement->line, text, strlen(text));
    }
    free(text);
    json_decref(object);
}

static apr_status_t know_places(making_t *making)
{
    apr_pool_t *pool = making->run->pool;
    sc_rows_t *rows;

    SC_TRY(sc_db_select(making->run->db, pool, KNOWN_PLACES, NULL, 0, &rows));
    for (int i = 0; i < rows->count; i++) {
        apr_hash_set(making->items, sc_row_word(rows, i, 0), APR_HASH_KEY_STRING,
                     sc_row_text(rows, i, 1));
    }
    return APR_SUCCESS;
}

static json_t *names_of(const wikidata_side_t *side)
{
    json_t *names = json_array();

    SC_EACH(const sc_name_t, name, side->names) {
        json_array_append_new(names,
                              json_pack("{s:s,s:s}", "lang", name->lang, "text", name->text));
    }
    if (json_array_size(names)) {
        return names;
    }
    json_decref(names);
    return NULL;
}

static json_t *number_of(const char *text)
{
    return text ? json_real(strtod(text, NULL)) : NULL;
}

/* A place of the registry that has this very address and no item of Wikidata yet is the same. */
static apr_status_t is_nameless(making_t *making, const char *slug, int *is)
{
    const sc_arg_t arg = sc_arg_text(slug);
    sc_rows_t *rows;

    SC_TRY(sc_db_select(making->run->db, making->run->scratch, NAMELESS, &arg, 1, &rows));
    *is = rows->count > 0;
    return APR_SUCCESS;
}

static apr_status_t make_place(making_t *making, const wikidata_statement_t *statement,
                               const wikidata_side_t *side, const char **slug)
{
    apr_pool_t *pool = making->run->scratch;
    sc_place_t *place = sc_record_new(&sc_place, pool);
    int is_known;

    place->name = side->label;
    place->country = side->country;
    const char *base = sc_item_slug(place, 1, pool);
    base = base ? base : sc_place_slug_made(place, pool);
    SC_TRY(is_nameless(making, base, &is_known));
    if (is_known && !apr_hash_get(making->made, base, APR_HASH_KEY_STRING)) {
        *slug = apr_pstrdup(making->run->pool, base);
        tell(making, statement, 1, "taken_for",
             N_("{item} is taken for {slug}, which names no item of Wikidata yet."), "item",
             side->id, "slug", base);
        if (making->run->import->mode == SC_IMPORT_MERGE) {
            add_row(making, making->places, statement,
                    json_pack("{s:s,s:s}", "slug", base, "wikidata", side->id));
        }
        return APR_SUCCESS;
    }
    SC_TRY(import_free_slug(making->run, &sc_place, base, making->made, slug));
    add_row(making, making->places, statement,
            json_pack("{s:s,s:s,s:s*,s:o*,s:o*,s:s,s:o*}", "slug", *slug, "name", side->label,
                      "country", side->country, "latitude", number_of(side->latitude), "longitude",
                      number_of(side->longitude), "wikidata", side->id, "names", names_of(side)));
    return APR_SUCCESS;
}

/* @param slug NULL after a finding */
static apr_status_t find_place(making_t *making, const wikidata_statement_t *statement,
                               const wikidata_side_t *side, const char **slug)
{
    *slug = apr_hash_get(making->items, side->id, APR_HASH_KEY_STRING);
    if (*slug) {
        return APR_SUCCESS;
    }
    if (!side->label) {
        tell(making, statement, 0, "no_label",
             N_("{item} has no name in the languages that the query asks for."), "item", side->id);
        making->run->row_count++;
        return APR_SUCCESS;
    }
    SC_TRY(make_place(making, statement, side, slug));
    apr_hash_set(making->items, side->id, APR_HASH_KEY_STRING, *slug);
    return APR_SUCCESS;
}

static void join(making_t *making, const wikidata_statement_t *statement, const char *place,
                 const char *partner)
{
    apr_pool_t *pool = making->run->pool;
    int is_first = strcmp(place, partner) < 0;
    const char *key =
        apr_pstrcat(pool, is_first ? place : partner, " ", is_first ? partner : place, NULL);
    pair_t *pair = apr_hash_get(making->pairs, key, APR_HASH_KEY_STRING);

    if (!pair) {
        pair = apr_pcalloc(pool, sizeof(*pair));
        pair->places[0] = place;
        pair->places[1] = partner;
        apr_hash_set(making->pairs, key, APR_HASH_KEY_STRING, pair);
        APR_ARRAY_PUSH(making->order, pair_t *) = pair;
    }
    if (pair->count < 4) {
        pair->statements[pair->count++] = statement;
    }
}

static apr_status_t take_statement(making_t *making, const wikidata_statement_t *statement)
{
    const char *place, *partner = NULL;

    if (strcmp(statement->rank, "deprecated") == 0) {
        tell(making, statement, 1, "deprecated",
             N_("Wikidata marks this statement as deprecated, that is, as wrong: it was passed "
                "over."),
             "key", statement->key);
        return APR_SUCCESS;
    }
    SC_TRY(find_place(making, statement, &statement->place, &place));
    SC_TRY(find_place(making, statement, &statement->partner, &partner));
    if (place && partner) {
        join(making, statement, place, partner);
    }
    return APR_SUCCESS;
}

/* Whether the place goes on with the partner: another statement of its own has no end. */
static int goes_on(const pair_t *pair, const wikidata_statement_t *ended)
{
    for (int i = 0; i < pair->count; i++) {
        if (!pair->statements[i]->end &&
            strcmp(pair->statements[i]->place.id, ended->place.id) == 0) {
            return 1;
        }
    }
    return 0;
}

#define DATE_OF(statement, is_end) ((is_end) ? (statement)->end : (statement)->start)

/* The date that the partnership gets: of a preferred statement, else the more precise of two that
 * agree, else the first.
 * @param other one that contradicts it, or NULL */
static const char *date_of(const pair_t *pair, int is_end, const char **other)
{
    const wikidata_statement_t *best = NULL;

    *other = NULL;
    for (int i = 0; i < pair->count; i++) {
        const wikidata_statement_t *next = pair->statements[i];
        const char *date = DATE_OF(next, is_end), *has = best ? DATE_OF(best, is_end) : NULL;
        int is_better = has && (sc_edtf_contains(has, date ? date : "") ||
                                (*next->rank == 'p' && *best->rank != 'p'));

        if (!date || (is_end && goes_on(pair, next)) || (has && strcmp(date, has) == 0)) {
            continue;
        }
        if (has && !sc_edtf_contains(has, date) && !sc_edtf_contains(date, has)) {
            *other = is_better ? has : date;
        }
        best = !has || is_better ? next : best;
    }
    return best ? DATE_OF(best, is_end) : NULL;
}

static void make_partnership(making_t *making, const pair_t *pair, const char *slug,
                             const char *established, const char *ended)
{
    const wikidata_statement_t *first = pair->statements[0];
    int is_over = ended && !sc_edtf_is_future(ended, making->today);

    add_row(making, making->partnerships, first,
            json_pack("{s:s,s:[{s:s},{s:s}],s:s,s:s,s:s*,s:s*,s:s}", "slug", slug, "parties",
                      "place", pair->places[0], "place", pair->places[1], "type", "sister",
                      "status", is_over ? "terminated" : "active", "established", established,
                      "ended", is_over ? ended : NULL, "source", first->url));
}

/* An address for the record that nothing has yet. */
static apr_status_t new_slug(making_t *making, const void *record, apr_hash_t *made,
                             const char **slug)
{
    return import_free_slug(making->run, sc_record_entity(record),
                            sc_item_slug(record, 1, making->run->scratch), made, slug);
}

static apr_status_t new_partnership(making_t *making, const pair_t *pair,
                                    const char *const dates[2], const char **slug)
{
    apr_pool_t *pool = making->run->scratch;
    sc_partnership_t *partnership = sc_record_new(&sc_partnership, pool);

    partnership->parties = apr_array_make(pool, 2, sizeof(sc_party_t *));
    for (int i = 0; i < 2; i++) {
        sc_party_t *party = sc_record_new(&sc_party, pool);

        party->place = pair->places[i];
        APR_ARRAY_PUSH(partnership->parties, sc_party_t *) = party;
    }
    SC_TRY(new_slug(making, partnership, making->made, slug));
    make_partnership(making, pair, *slug, dates[0], dates[1]);
    return APR_SUCCESS;
}

/* What the registry has already keeps its dates; they are compared, and with --merge those that are
 * missing are added. */
static void compare(making_t *making, const pair_t *pair, const char *slug, const sc_rows_t *known,
                    const char *const dates[2])
{
    static const char *const fields[] = {"established", "ended"};
    json_t *row = json_pack("{s:s}", "slug", slug);

    for (int i = 0; i < 2; i++) {
        const char *has = sc_row_text(known, 0, 1 + i);

        if (has && dates[i] && !sc_edtf_contains(has, dates[i]) &&
            !sc_edtf_contains(dates[i], has)) {
            tell(making, pair->statements[0], 1, "differs",
                 N_("{slug}: the registry has {date}, Wikidata {other}. The registry keeps its "
                    "own, and the statement stands beside it as a source."),
                 "slug", slug, "date", has, "other", dates[i]);
        }
        if (!has && dates[i] && !sc_edtf_is_future(dates[i], making->today) &&
            making->run->import->mode == SC_IMPORT_MERGE) {
            json_object_set_new(row, fields[i], json_string(dates[i]));
            if (i == 1) {
                json_object_set_new(row, "status", json_string("terminated"));
            }
        }
    }
    if (json_object_size(row) > 1) {
        add_row(making, making->partnerships, pair->statements[0], row);
    }
    else {
        json_decref(row);
    }
}

static apr_status_t exists(making_t *making, const char *query, const char *const *texts, int count,
                           int *is)
{
    sc_arg_t args[3];
    sc_rows_t *rows;

    for (int i = 0; i < count; i++) {
        args[i] = sc_arg_text(texts[i]);
    }
    SC_TRY(sc_db_select(making->run->db, making->run->scratch, query, args, count, &rows));
    *is = rows->count > 0;
    return APR_SUCCESS;
}

/* What Wikidata says of when, with what it names as its own source. */
static apr_status_t add_source(making_t *making, const wikidata_statement_t *statement,
                               const char *slug, int is_known, int is_end)
{
    const char *date = DATE_OF(statement, is_end), *field = is_end ? "ended" : "established";
    const char *label = statement->place.label ? statement->place.label : statement->place.id;
    sc_source_t *source = sc_record_new(&sc_source, making->run->scratch);
    const char *own;
    int is = 0;

    if (date && is_known) {
        SC_TRY(exists(making, KNOWN_SOURCE, (const char *const[]){slug, statement->url, field}, 3,
                      &is));
    }
    if (!date || is) {
        return APR_SUCCESS;
    }
    source->partnership = slug;
    source->field = field;
    SC_TRY(new_slug(making, source, making->told, &own));
    add_row(making, making->sources, statement,
            json_pack("{s:s,s:s,s:s,s:s,s:s,s:s,s:s,s:s*}", "slug", own, "partnership", slug,
                      "field", field, "states", date, "title",
                      apr_psprintf(making->run->scratch, "Wikidata: %s", label), "url",
                      statement->url, "seen", making->today, "note",
                      statement->reference
                          ? apr_psprintf(making->run->scratch, "Wikidata names as its source: <%s>",
                                         statement->reference)
                          : NULL));
    return APR_SUCCESS;
}

static apr_status_t make_claim(making_t *making, const wikidata_statement_t *statement,
                               const char *place, const char *partner)
{
    sc_claim_t *claim = sc_record_new(&sc_claim, making->run->scratch);
    const char *slug;

    claim->place = place;
    claim->partner = partner;
    SC_TRY(new_slug(making, claim, making->told, &slug));
    add_row(making, making->claims, statement,
            json_pack("{s:s,s:s,s:s,s:s,s:s,s:s}", "slug", slug, "place", place, "partner", partner,
                      "source", "Wikidata", "url",
                      apr_psprintf(making->run->scratch, "https://www.wikidata.org/wiki/%s#P190",
                                   statement->place.id),
                      "seen", making->today));
    return APR_SUCCESS;
}

/* The place lists its partner, unless it says that this is over; said once. */
static apr_status_t add_claim(making_t *making, const pair_t *pair, int number, int is_known)
{
    const wikidata_statement_t *statement = pair->statements[number];
    const char *place = apr_hash_get(making->items, statement->place.id, APR_HASH_KEY_STRING);
    const char *partner = apr_hash_get(making->items, statement->partner.id, APR_HASH_KEY_STRING);
    int is = statement->end != NULL;

    for (int i = 0; i < number; i++) {
        is |= !pair->statements[i]->end &&
              strcmp(pair->statements[i]->place.id, statement->place.id) == 0;
    }
    if (is_known && !is) {
        SC_TRY(exists(making, KNOWN_CLAIM, (const char *const[]){place, partner}, 2, &is));
    }
    return is ? APR_SUCCESS : make_claim(making, statement, place, partner);
}

static apr_status_t take_pair(making_t *making, const pair_t *pair)
{
    const sc_arg_t args[] = {sc_arg_text(pair->places[0]), sc_arg_text(pair->places[1])};
    const char *slug, *other[2];
    const char *const dates[] = {date_of(pair, 0, &other[0]), date_of(pair, 1, &other[1])};
    sc_rows_t *known;

    SC_TRY(sc_db_select(making->run->db, making->run->scratch, KNOWN_PAIR, args, 2, &known));
    int is_known = known->count > 0;
    if (is_known) {
        slug = sc_row_text(known, 0, 0);
        compare(making, pair, slug, known, dates);
    }
    else {
        SC_TRY(new_partnership(making, pair, dates, &slug));
    }
    for (int i = 0; i < 2; i++) {
        if (other[i]) {
            tell(making, pair->statements[0], 1, "differs",
                 N_("{slug}: Wikidata itself has both {date} and {other}. The first is used, and "
                    "both stand as sources."),
                 "slug", slug, "date", dates[i], "other", other[i]);
        }
    }
    for (int i = 0; i < pair->count; i++) {
        SC_TRY(add_source(making, pair->statements[i], slug, is_known, 0));
        SC_TRY(add_source(making, pair->statements[i], slug, is_known, 1));
        SC_TRY(add_claim(making, pair, i, is_known));
    }
    return APR_SUCCESS;
}

static void take_fault(void *baton, const wikidata_at_t *at, const sc_problems_t *problems)
{
    making_t *making = baton;
    const import_place_t place = {NULL, making->file, at->line, 0, 0, at->item};

    import_report(making->run, &place, problems);
    /* A row that says nothing usable is one of those that were rejected. */
    making->run->row_count += at->line > 0 || at->item;
}

static apr_status_t make_rows(making_t *making, const apr_array_header_t *statements)
{
    SC_TRY(know_places(making));
    for (int i = 0; i < statements->nelts; i++) {
        apr_pool_clear(making->run->scratch);
        SC_TRY(take_statement(making, APR_ARRAY_IDX(statements, i, const wikidata_statement_t *)));
    }
    for (int i = 0; i < making->order->nelts; i++) {
        apr_pool_clear(making->run->scratch);
        SC_TRY(take_pair(making, APR_ARRAY_IDX(making->order, i, const pair_t *)));
    }
    return APR_SUCCESS;
}

apr_status_t import_read_wikidata(import_run_t *run, const char *file, const char *bytes,
                                  apr_size_t length)
{
    apr_pool_t *pool = run->pool;
    making_t making = {.run = run,
                       .file = file,
                       .today = sc_db_today(run->db),
                       .items = apr_hash_make(pool),
                       .made = apr_hash_make(pool),
                       .told = apr_hash_make(pool),
                       .pairs = apr_hash_make(pool),
                       .order = apr_array_make(pool, 64, sizeof(pair_t *)),
                       .places = import_table_new(run, file, &sc_place),
                       .partnerships = import_table_new(run, file, &sc_partnership),
                       .sources = import_table_new(run, file, &sc_source),
                       .claims = import_table_new(run, file, &sc_claim)};

    making.places->is_made = 1;
    return make_rows(&making,
                     wikidata_read(bytes, length, pool, run->scratch, take_fault, &making));
}
