#include "store/load/load.h"

#include "store/db/date_sql.h"
#include "store/load/contents.h"
#include "view/board.h"
#include "view/suggestion.h"

#include <apr_strings.h>
#include <string.h>

/* By whether much is still to be done about them. */
#define IN_ORDER                                                                                   \
    " ORDER BY CASE WHEN t.\"status\" = 'forming' THEN 0 WHEN t.\"status\" IN " SC_SQL_OVER        \
    " THEN 2 ELSE 1 END, t.\"modified\" DESC, t.\"id\" DESC LIMIT ?"

/** What is read of each partnership, oldest first. */
static const struct {
    const sc_entity_t *entity;
    size_t member; /* of the dossier */
    const char *date;
} belongings[] = {
    {&sc_agreement, offsetof(sc_partnership_dossier_t, agreements), "date"},
    {&sc_approval, offsetof(sc_partnership_dossier_t, approvals), "date"},
    {&sc_step, offsetof(sc_partnership_dossier_t, steps), "date"},
    {&sc_activity, offsetof(sc_partnership_dossier_t, activities), "start"},
};

enum { BELONGING_COUNT = sizeof(belongings) / sizeof(belongings[0]) };

static apr_status_t read_partnerships(sc_db_t *db, apr_pool_t *pool, sc_board_t *board,
                                      apr_array_header_t **partnerships)
{
    const char *which = board->place ? " WHERE " SC_OF_PLACE("t.\"id\"") : "";
    const sc_arg_t args[] = {sc_arg_text(board->place), sc_arg_integer(SC_BOARD_LIMIT)};
    int skipped = board->place ? 0 : 1;
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool,
                        apr_pstrcat(pool, "SELECT COUNT(*) FROM \"partnerships\" t", which, NULL),
                        args, 1 - skipped, &rows));
    board->total = sc_row_number(rows, 0, 0);
    return sc_related_select(
        db, pool, &sc_partnership,
        apr_pstrcat(pool, "SELECT t.\"id\" FROM \"partnerships\" t", which, IN_ORDER, NULL),
        args + skipped, 2 - skipped, partnerships);
}

static apr_array_header_t **member_of(sc_partnership_dossier_t *dossier, int belonging)
{
    return (apr_array_header_t **)((char *)dossier + belongings[belonging].member);
}

static sc_partnership_dossier_t *new_dossier(sc_partnership_t *partnership, apr_pool_t *pool)
{
    sc_partnership_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));

    dossier->partnership = partnership;
    for (int i = 0; i < BELONGING_COUNT; i++) {
        *member_of(dossier, i) = apr_array_make(pool, 2, sizeof(void *));
    }
    return dossier;
}

/* Gives each dossier what belongs to its partnership. */
static apr_status_t fill(sc_db_t *db, apr_pool_t *pool, apr_hash_t *dossiers, int belonging,
                         const sc_arg_t *ids)
{
    const sc_entity_t *entity = belongings[belonging].entity;
    const sc_field_t *owner = sc_entity_field(entity, "partnership");
    const char *sql =
        apr_pstrcat(pool, "SELECT \"id\" FROM \"", entity->collection,
                    "\" WHERE \"partnership_id\"", sc_sql_in_ids(db), " ORDER BY COALESCE(\"",
                    belongings[belonging].date, "\", ''), \"id\"", NULL);
    apr_array_header_t *records;

    SC_TRY(sc_related_select(db, pool, entity, sql, ids, 1, &records));
    SC_EACH(void, record, records) {
        void *dossier = apr_hash_get(dossiers, sc_field_text(owner, record), APR_HASH_KEY_STRING);

        if (dossier) {
            APR_ARRAY_PUSH(*member_of(dossier, belonging), void *) = record;
        }
    }
    return APR_SUCCESS;
}

static void add_card(sc_board_t *board, const sc_partnership_dossier_t *dossier, apr_pool_t *pool)
{
    sc_board_card_t *card = apr_array_push(board->cards);
    int steps = dossier->steps->nelts;

    card->partnership = dossier->partnership;
    card->dossier = dossier;
    card->step = steps ? SC_AT(dossier->steps, steps - 1, sc_step_t) : NULL;
    sc_conditions_of(dossier, &card->conditions, pool);
}

apr_status_t sc_load_board(sc_db_t *db, apr_pool_t *pool, sc_board_t *board)
{
    apr_hash_t *dossiers = apr_hash_make(pool);
    apr_array_header_t *partnerships;

    SC_TRY(read_partnerships(db, pool, board, &partnerships));
    SC_EACH(sc_partnership_t, partnership, partnerships) {
        apr_hash_set(dossiers, partnership->slug, APR_HASH_KEY_STRING,
                     new_dossier(partnership, pool));
    }
    sc_arg_t ids = sc_related_arg(db, partnerships, pool);
    for (int i = 0; i < BELONGING_COUNT; i++) {
        SC_TRY(fill(db, pool, dossiers, i, &ids));
    }
    board->cards = apr_array_make(pool, partnerships->nelts + 1, sizeof(sc_board_card_t));
    for (int i = 0; i < partnerships->nelts; i++) {
        add_card(board,
                 apr_hash_get(dossiers, SC_AT(partnerships, i, sc_partnership_t)->slug,
                              APR_HASH_KEY_STRING),
                 pool);
    }
    board->labels = apr_hash_make(pool);
    return sc_load_labels(db, pool, partnerships, board->labels);
}

static const sc_candidate_t *candidate_of(const apr_array_header_t *items, const char *place)
{
    SC_EACH_OF(const sc_candidate_t, one, items) {
        if (strcmp(one->dossier->place->slug, place) == 0) {
            return one;
        }
    }
    return NULL;
}

/* What the place looks for today, where it is not the reason for suggesting it. */
static apr_status_t find_search(sc_db_t *db, apr_pool_t *pool, const sc_place_t *place,
                                const sc_seeking_t **search)
{
    const sc_arg_t args[] = {sc_arg_integer(place->record.id), sc_arg_text(sc_db_today(db)),
                             sc_arg_text(sc_db_today(db))};
    apr_array_header_t *searches;

    SC_TRY(sc_related_select(
        db, pool, &sc_seeking,
        "SELECT s.\"id\" FROM \"seeking\" s WHERE s.\"place_id\" = ? "
        "AND " SC_SQL_HOLDS_ON("s.\"valid_from\"",
                               "s.\"valid_until\"") " ORDER BY s.\"id\" DESC LIMIT 1",
        args, 3, &searches));
    *search = searches->nelts ? SC_AT(searches, 0, sc_seeking_t) : NULL;
    return APR_SUCCESS;
}

static apr_status_t add_candidate(sc_db_t *db, apr_pool_t *pool, sc_candidates_t *candidates,
                                  const char *place, const sc_candidate_t *known)
{
    static const sc_query_t all = {0};
    sc_candidate_t candidate = *known;
    void *dossier;

    if (candidates->items->nelts >= SC_CANDIDATES_MOST || candidate_of(candidates->items, place)) {
        return APR_SUCCESS;
    }
    SC_TRY(sc_load_place(db, pool, place, &all, &dossier));
    candidate.dossier = dossier;
    if (!candidate.search) {
        SC_TRY(find_search(db, pool, candidate.dossier->place, &candidate.search));
    }
    APR_ARRAY_PUSH(candidates->items, sc_candidate_t) = candidate;
    return APR_SUCCESS;
}

/* The last step of a partnership that is on record. */
static const char *step_of(const sc_place_dossier_t *dossier, const sc_partnership_t *partnership)
{
    for (int i = dossier->steps->nelts - 1; i >= 0; i--) {
        const sc_step_t *step = SC_AT(dossier->steps, i, sc_step_t);

        if (strcmp(step->partnership, partnership->slug) == 0) {
            return step->status;
        }
    }
    return "candidate";
}

static apr_status_t add_forming(sc_db_t *db, apr_pool_t *pool, sc_candidates_t *candidates)
{
    const sc_place_dossier_t *own = candidates->own;

    SC_EACH(const sc_partnership_t, partnership, own->partnerships) {
        const sc_candidate_t known = {NULL, partnership, step_of(own, partnership), NULL};
        const apr_array_header_t *partners =
            sc_partners_of(partnership, own->place->slug, sc_db_today(db), pool);

        if (strcmp(partnership->status, "forming") != 0) {
            continue;
        }
        for (int j = 0; j < partners->nelts; j++) {
            SC_TRY(
                add_candidate(db, pool, candidates, SC_AT(partners, j, sc_party_t)->place, &known));
        }
    }
    return APR_SUCCESS;
}

apr_status_t sc_load_candidates(sc_db_t *db, apr_pool_t *pool, const char *place,
                                sc_candidates_t *candidates)
{
    const sc_query_t few = {.limit = SC_CANDIDATES_SUGGESTED}, all = {0};
    void *data;

    candidates->items = apr_array_make(pool, SC_CANDIDATES_MOST, sizeof(sc_candidate_t));
    SC_TRY(sc_load_place(db, pool, place, &all, &data));
    candidates->own = data;
    SC_TRY(add_forming(db, pool, candidates));
    SC_TRY(sc_load_suggestions(db, pool, place, &few, &data));
    const sc_suggestions_t *suggestions = data;
    for (int i = 0; i < suggestions->items->nelts; i++) {
        const sc_seeking_t *search = APR_ARRAY_IDX(suggestions->items, i, sc_suggestion_t).search;
        const sc_candidate_t known = {NULL, NULL, NULL, search};

        SC_TRY(add_candidate(db, pool, candidates, search->place, &known));
    }
    return APR_SUCCESS;
}

apr_status_t sc_load_all_templates(sc_db_t *db, apr_pool_t *pool, apr_array_header_t **templates)
{
    return sc_related_select(
        db, pool, &sc_template,
        "SELECT \"id\" FROM \"templates\" ORDER BY COALESCE(\"position\", 100001), \"id\"", NULL, 0,
        templates);
}
