#include "store/load/load.h"

#include "store/db/date_sql.h"
#include "store/load/contents.h"
#include "store/query/filter.h"
#include "store/record/columns.h"
#include "store/record/read.h"
#include "store/record/related.h"
#include "view/derive.h"

#include <apr_strings.h>
#include <string.h>

/* The partnerships of a place, as a set of ids. */
#define ITS_PARTNERSHIPS                                                                           \
    "IN (SELECT m.\"partnership_id\" FROM \"partnership_parties\" m WHERE m.\"place_id\" = ?)"

#define MEMBER(name) offsetof(sc_place_dossier_t, name)

/* Who reads a place. */
enum { ALL = 1, DOCUMENT = 2, PAGE = 4, PARTNERS = 8, TIMELINE = 16, DATA = 32 };

/* The stories `t` about a place `p`, or about one of its partnerships; a few. */
#define ITS_STORIES                                                                                \
    "\"stories\" t WHERE (t.\"id\" IN (SELECT s.\"story_id\" FROM \"story_places\" s WHERE "       \
    "s.\"target_id\" = p.\"id\") OR t.\"id\" IN (SELECT s.\"story_id\" FROM "                      \
    "\"story_partnerships\" s JOIN \"partnership_parties\" m ON m.\"partnership_id\" = "           \
    "s.\"target_id\" WHERE m.\"place_id\" = p.\"id\"))"
#define STORIES_SHOWN "5"
#define PERSONS_SHOWN "20" /* SC_PERSONS_SHOWN */

/* The awards `t` to a place `p`, or to one of its partnerships; a few. */
#define ITS_AWARDS                                                                                 \
    "\"awards\" t WHERE (t.\"place_id\" = p.\"id\" OR t.\"partnership_id\" IN (SELECT "            \
    "m.\"partnership_id\" FROM \"partnership_parties\" m WHERE m.\"place_id\" = p.\"id\"))"

/* What belongs to a place by itself. Most places have none of it. */
static const sc_content_t belongings[] = {
    {&sc_organization, MEMBER(organizations),
     "SELECT \"id\" FROM \"organizations\" WHERE \"place_id\" = ? ORDER BY \"name\", \"id\""},
    {&sc_source, MEMBER(sources),
     "SELECT \"id\" FROM \"sources\" WHERE \"place_id\" = ? ORDER BY \"id\""},
    {&sc_claim, MEMBER(claims),
     "SELECT \"id\" FROM \"claims\" WHERE \"place_id\" = ? ORDER BY \"id\""},
    {&sc_claim, MEMBER(claimed_by),
     "SELECT \"id\" FROM \"claims\" WHERE \"partner_id\" = ? ORDER BY \"id\""},
    {&sc_membership, MEMBER(memberships),
     "SELECT \"id\" FROM \"memberships\" WHERE \"place_id\" = ? "
     "ORDER BY COALESCE(\"joined\", '~'), \"id\""},
    {&sc_story, MEMBER(stories),
     "SELECT t.\"id\" FROM \"places\" p, " ITS_STORIES " AND p.\"id\" = ? "
     "ORDER BY COALESCE(t.\"date\", '') DESC, t.\"id\" DESC LIMIT " STORIES_SHOWN},
    {&sc_person, MEMBER(persons),
     "SELECT x.\"id\" FROM \"person_offices\" o JOIN \"persons\" x ON x.\"id\" = o.\"person_id\" "
     "WHERE "
     "o.\"place_id\" = ? GROUP BY x.\"id\", x.\"name\" ORDER BY MAX(COALESCE(o.\"from\", "
     "o.\"held\", '')) DESC, x.\"name\", x.\"id\" LIMIT " PERSONS_SHOWN},
    {&sc_award, MEMBER(awards),
     "SELECT t.\"id\" FROM \"places\" p, " ITS_AWARDS " AND p.\"id\" = ? "
     "ORDER BY COALESCE(t.\"date\", '') DESC, t.\"id\" DESC"}};

enum { BELONGING_COUNT = sizeof(belongings) / sizeof(belongings[0]) };

/* Whether anything came before it or after it, and any of each of the belongings. Its partnerships
 * are not walked over where the whole registry has no story or award. */
static const char what_there_is[] =
    "SELECT CASE WHEN EXISTS (SELECT 1 FROM \"place_predecessors\" WHERE \"target_id\" = p.\"id\" "
    "OR \"place_id\" = p.\"id\") THEN 1 END, "
    "CASE WHEN EXISTS (SELECT 1 FROM \"organizations\" WHERE \"place_id\" = p.\"id\") THEN 1 END, "
    "CASE WHEN EXISTS (SELECT 1 FROM \"sources\" WHERE \"place_id\" = p.\"id\") THEN 1 END, "
    "CASE WHEN EXISTS (SELECT 1 FROM \"claims\" WHERE \"place_id\" = p.\"id\") THEN 1 END, "
    "CASE WHEN EXISTS (SELECT 1 FROM \"claims\" WHERE \"partner_id\" = p.\"id\") THEN 1 END, "
    "CASE WHEN EXISTS (SELECT 1 FROM \"memberships\" WHERE \"place_id\" = p.\"id\") THEN 1 END, "
    "CASE WHEN EXISTS (SELECT 1 FROM \"stories\") AND EXISTS (SELECT 1 FROM " ITS_STORIES
    ") THEN 1 END, "
    "CASE WHEN EXISTS (SELECT 1 FROM \"person_offices\" WHERE \"place_id\" = p.\"id\") THEN 1 END, "
    "CASE WHEN EXISTS (SELECT 1 FROM \"awards\") AND EXISTS (SELECT 1 FROM " ITS_AWARDS
    ") THEN 1 END "
    "FROM \"places\" p WHERE p.\"id\" = ?";

/* A predecessor that goes on was left by its successor when that began. */
static const char passages_sql[] =
    "SELECT a.\"slug\", b.\"slug\", CASE WHEN a.\"ended\" IS NOT NULL THEN a.\"ended_by\" "
    "WHEN b.\"begun\" IS NOT NULL THEN 'split_off' END, COALESCE(a.\"ended\", b.\"begun\") "
    "FROM \"place_predecessors\" r JOIN \"places\" a ON a.\"id\" = r.\"target_id\" "
    "JOIN \"places\" b ON b.\"id\" = r.\"place_id\" WHERE r.\"place_id\" = ? OR r.\"target_id\" = "
    "? "
    "ORDER BY COALESCE(a.\"ended\", b.\"begun\", '~'), a.\"slug\", b.\"slug\"";

#define OLDEST_BY(column) " ORDER BY COALESCE(t.\"" column "\", '~'), t.\"id\""
#define NEWEST_BY(column) " ORDER BY COALESCE(t.\"" column "\", '') DESC, t.\"id\" DESC"

static const sc_choice_t its_partnerships = {"\"id\" " ITS_PARTNERSHIPS, OLDEST_BY("established")};
static const sc_choice_t chosen_partnerships = {"\"id\"", OLDEST_BY("established")};
static const sc_choice_t oldest_by_date = {"\"partnership_id\"", OLDEST_BY("date")};
static const sc_choice_t newest_by_date = {"\"partnership_id\"", NEWEST_BY("date")};
static const sc_choice_t newest_by_start = {"\"partnership_id\"", NEWEST_BY("start")};

/* What belongs to the partnerships of a place. */
static const struct {
    const sc_entity_t *entity;
    size_t member;
    const sc_choice_t *choice;
    int readers;
} contents[] = {
    {&sc_agreement, MEMBER(agreements), &oldest_by_date, ALL | DOCUMENT | PAGE | TIMELINE},
    {&sc_step, MEMBER(steps), &oldest_by_date, ALL | DOCUMENT | PAGE | TIMELINE},
    {&sc_activity, MEMBER(activities), &newest_by_start, ALL},
    {&sc_gift, MEMBER(gifts), &newest_by_date, ALL}};

static apr_status_t read_passages(sc_db_t *db, apr_pool_t *pool, sc_place_dossier_t *dossier)
{
    const sc_arg_t id = sc_arg_integer(dossier->place->record.id);
    const sc_arg_t args[] = {id, id};
    sc_rows_t *rows;

    SC_TRY(sc_db_select(db, pool, passages_sql, args, 2, &rows));
    for (int i = 0; i < rows->count; i++) {
        const sc_passage_t passage = {sc_row_word(rows, i, 0), sc_row_word(rows, i, 1),
                                      sc_row_text(rows, i, 2), sc_row_text(rows, i, 3)};

        APR_ARRAY_PUSH(dossier->passages, sc_passage_t) = passage;
        if (strcmp(passage.predecessor, dossier->place->slug) == 0) {
            APR_ARRAY_PUSH(dossier->successors, const char *) = passage.successor;
        }
    }
    return sc_related_labels(db, pool, dossier->successors, dossier->labels);
}

/* What belongs to the place itself; for lists of partners and timelines what came after
 * it only. */
static apr_status_t read_own(sc_db_t *db, apr_pool_t *pool, int reader, sc_place_dossier_t *dossier)
{
    sc_content_t chosen[BELONGING_COUNT];
    apr_int64_t id = dossier->place->record.id;
    sc_arg_t arg = sc_arg_integer(id);
    sc_rows_t *rows;
    apr_status_t status = sc_db_select(db, pool, what_there_is, &arg, 1, &rows);
    int count = 0;

    if (status != APR_SUCCESS || rows->count == 0) {
        return status;
    }
    for (int i = 0; i < BELONGING_COUNT; i++) {
        /* On PostgreSQL all are looked for at once, ahead. */
        if ((reader & (ALL | DOCUMENT | PAGE | DATA)) &&
            (sc_db_dialect(db) == SC_DIALECT_POSTGRESQL || sc_row_text(rows, 0, i + 1))) {
            chosen[count++] = belongings[i];
        }
    }
    if (sc_row_text(rows, 0, 0)) {
        status = read_passages(db, pool, dossier);
    }
    if (status == APR_SUCCESS) {
        status = sc_load_contents(db, pool, chosen, count, id, dossier, dossier->labels);
    }
    return status == APR_SUCCESS
               ? sc_related_items(db, pool, &sc_network, dossier->memberships, dossier->networks)
               : status;
}

/* Those of the place's partnerships that pass the filters. */
static apr_status_t read_filtered(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                                  sc_place_dossier_t *dossier)
{
    sc_query_t asked = *query;
    sc_bitmap_t *ids;

    asked.place = dossier->place->slug;
    SC_TRY(sc_filter_select(db, pool, &sc_partnership, &asked, &ids));
    return sc_read_chosen(db, pool, &sc_partnership, &chosen_partnerships, sc_bitmap_ids(ids, pool),
                          &dossier->partnerships);
}

/* Only ALL and DOCUMENT have their fields of exchange, too, which no page about a place shows. */
static apr_status_t read_partnerships(sc_db_t *db, apr_pool_t *pool, const sc_query_t *query,
                                      int reader, sc_place_dossier_t *dossier)
{
    sc_arg_t arg = sc_arg_integer(dossier->place->record.id);

    SC_TRY(sc_filter_is_set(query) ? read_filtered(db, pool, query, dossier)
                                   : sc_read_where(db, pool, &sc_partnership, &its_partnerships,
                                                   &arg, 1, &dossier->partnerships));
    SC_TRY(reader == DATA ? APR_SUCCESS
                          : sc_parties_read(db, pool, dossier->partnerships, dossier->labels));
    return sc_lists_read(db, pool, dossier->partnerships,
                         reader & (ALL | DOCUMENT) ? NULL : "parties");
}

/* Activities that have begun, newest first, or planned ones, the next first. The first bound, which
 * the second implies or that implies it, spares most of them what the second takes. */
#define HAS_BEGUN " AND (\"start\" <= ? OR COALESCE(" SC_SQL_FIRST_DAY("\"start\"") ", '') <= ?)"
#define IS_PLANNED "\"start\" > ? AND " SC_SQL_FIRST_DAY("\"start\"") " > ?"
#define NEWEST_FIRST " ORDER BY COALESCE(\"start\", '') DESC, \"id\" DESC LIMIT ?"
#define NEXT_FIRST " ORDER BY \"start\", \"id\" LIMIT ?"

/* How many there are, and how many of them are planned. @param partnerships their ids */
static sc_sql_t *count_activities(sc_db_t *db, apr_pool_t *pool, sc_arg_t partnerships)
{
    sc_sql_t *sql = sc_sql_new(pool);
    const char *today = sc_db_today(db);

    sc_sql_add_pair(sql,
                    "SELECT COUNT(*), COUNT(CASE WHEN " IS_PLANNED
                    " THEN 1 END) FROM \"activities\" WHERE \"partnership_id\"",
                    today, today);
    sc_sql_add_arg(sql, sc_sql_in_ids(db), partnerships);
    return sql;
}

/* A few of either sort. */
static sc_sql_t *select_activities(sc_db_t *db, apr_pool_t *pool, sc_arg_t partnerships,
                                   const char *sort, const char *order)
{
    sc_sql_t *sql = sc_sql_new(pool);
    const char *today = sc_db_today(db);

    sc_sql_add(sql, "SELECT \"id\" FROM \"activities\" WHERE \"partnership_id\"");
    sc_sql_add_arg(sql, sc_sql_in_ids(db), partnerships);
    sc_sql_add_pair(sql, sort, today, today);
    sc_sql_add_arg(sql, order, sc_arg_integer(SC_RECENT_ACTIVITIES));
    return sql;
}

/* The ids of those that a page shows, newest first. */
static apr_status_t find_activities(sc_db_t *db, apr_pool_t *pool, sc_arg_t partnerships,
                                    apr_int64_t planned, apr_array_header_t **ids)
{
    sc_rows_t *rows;

    *ids = apr_array_make(pool, 2 * SC_RECENT_ACTIVITIES, sizeof(apr_int64_t));
    if (planned > 0) {
        SC_TRY(sc_sql_select(
            db, select_activities(db, pool, partnerships, " AND " IS_PLANNED, NEXT_FIRST), &rows));
        for (int i = rows->count - 1; i >= 0; i--) {
            APR_ARRAY_PUSH(*ids, apr_int64_t) = sc_row_number(rows, i, 0);
        }
    }
    SC_TRY(sc_sql_select(db, select_activities(db, pool, partnerships, HAS_BEGUN, NEWEST_FIRST),
                         &rows));
    apr_array_cat(*ids, sc_related_ids(rows, pool));
    return APR_SUCCESS;
}

/* The few that a page shows, newest first, and how many there are: there may be thousands.
 * @param is_whole with who took part, too, which no page about a place shows */
static apr_status_t read_newest_activities(sc_db_t *db, apr_pool_t *pool,
                                           const apr_array_header_t *partnerships, int is_whole,
                                           sc_place_dossier_t *dossier)
{
    sc_arg_t arg =
        sc_sql_ids(db, (const apr_int64_t *)partnerships->elts, partnerships->nelts, pool);
    apr_array_header_t *ids;
    sc_rows_t *counted;

    SC_TRY(sc_sql_select(db, count_activities(db, pool, arg), &counted));
    dossier->activity_total = sc_row_number(counted, 0, 0);
    if (dossier->activity_total == 0) {
        return APR_SUCCESS;
    }
    SC_TRY(find_activities(db, pool, arg, sc_row_number(counted, 0, 1), &ids));
    SC_TRY(sc_read_shallow(db, pool, &sc_activity, ids, &dossier->activities));
    SC_TRY(sc_lists_read(db, pool, dossier->activities, is_whole ? NULL : "fields"));
    SC_TRY(is_whole ? APR_SUCCESS : sc_lists_read(db, pool, dossier->activities, "texts"));
    return sc_load_labels(db, pool, dossier->activities, dossier->labels);
}

static apr_status_t read_labels(sc_db_t *db, apr_pool_t *pool, sc_place_dossier_t *dossier)
{
    apr_array_header_t *records = apr_array_copy(pool, dossier->partnerships);

    APR_ARRAY_PUSH(records, void *) = dossier->place;
    return sc_load_labels(db, pool, records, dossier->labels);
}

/* What belongs to the partnerships that are shown. Only who reads all of it is told who signed an
 * agreement or took part, and of documents; a list of partners tells of agreements by their terms.
 */
static apr_status_t read_contents(sc_db_t *db, apr_pool_t *pool, int reader,
                                  sc_place_dossier_t *dossier)
{
    apr_array_header_t *ids = apr_array_make(pool, 32, sizeof(apr_int64_t));
    apr_status_t status = APR_SUCCESS;

    for (int j = 0; j < dossier->partnerships->nelts; j++) {
        APR_ARRAY_PUSH(ids, apr_int64_t) = SC_AT(dossier->partnerships, j, sc_record_t)->id;
    }
    if (ids->nelts == 0) {
        return APR_SUCCESS;
    }
    if (reader == PARTNERS) {
        return sc_related_terms(db, pool, dossier->partnerships, &dossier->agreements);
    }
    for (size_t i = 0; status == APR_SUCCESS && i < sizeof(contents) / sizeof(contents[0]); i++) {
        apr_array_header_t **member = (void *)((char *)dossier + contents[i].member);

        if (contents[i].readers & reader) {
            status = sc_read_chosen(db, pool, contents[i].entity, contents[i].choice, ids, member);
        }
        if (status == APR_SUCCESS && reader == ALL) {
            status = sc_lists_read(db, pool, *member, NULL);
        }
        if (status == APR_SUCCESS && reader == ALL) {
            status = sc_load_labels(db, pool, *member, dossier->labels);
        }
    }
    dossier->activity_total = dossier->activities->nelts;
    return status == APR_SUCCESS && (reader & (DOCUMENT | PAGE))
               ? read_newest_activities(db, pool, ids, reader == DOCUMENT, dossier)
               : status;
}

/* Each of its lists is one of its own: a preview adds to them. */
static sc_place_dossier_t *empty_dossier(void *place, apr_pool_t *pool)
{
    sc_place_dossier_t *dossier = apr_pcalloc(pool, sizeof(*dossier));
    apr_array_header_t **const lists[] = {
        &dossier->agreements,    &dossier->steps,   &dossier->activities, &dossier->gifts,
        &dossier->organizations, &dossier->sources, &dossier->claims,     &dossier->claimed_by,
        &dossier->memberships,   &dossier->persons, &dossier->awards};

    dossier->place = place;
    dossier->labels = apr_hash_make(pool);
    dossier->networks = apr_hash_make(pool);
    dossier->successors = apr_array_make(pool, 1, sizeof(const char *));
    dossier->passages = apr_array_make(pool, 1, sizeof(sc_passage_t));
    for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++) {
        *lists[i] = apr_array_make(pool, 1, sizeof(void *));
    }
    return dossier;
}

/* The ids of the activities that read_newest_activities() will find, in its order. */
static sc_arg_t newest_ahead(sc_ahead_t *ahead, const sc_sql_t *planned, const sc_sql_t *begun)
{
    apr_pool_t *pool = ahead->pool;

    return sc_ahead_ids(
        ahead,
        apr_pstrcat(pool,
                    "SELECT n.\"id\" FROM (SELECT a.\"id\", -ROW_NUMBER() OVER () AS "
                    "\"number\" FROM (",
                    apr_array_pstrcat(pool, planned->pieces, 0),
                    ") a UNION ALL SELECT b.\"id\", ROW_NUMBER() OVER () FROM (",
                    apr_array_pstrcat(pool, begun->pieces, 0), ") b) n ORDER BY n.\"number\"",
                    NULL),
        (const sc_arg_t *)apr_array_append(pool, planned->args, begun->args)->elts,
        planned->args->nelts + begun->args->nelts);
}

static sc_set_t activities_ahead(sc_ahead_t *ahead, sc_arg_t partnerships, int is_whole)
{
    const sc_sql_t *planned =
        select_activities(ahead->db, ahead->pool, partnerships, " AND " IS_PLANNED, NEXT_FIRST);
    const sc_sql_t *begun =
        select_activities(ahead->db, ahead->pool, partnerships, HAS_BEGUN, NEWEST_FIRST);
    sc_set_t newest = {&sc_activity, newest_ahead(ahead, planned, begun)};

    sc_ahead_ask_sql(ahead, count_activities(ahead->db, ahead->pool, partnerships));
    sc_ahead_ask_sql(ahead, planned);
    sc_ahead_ask_sql(ahead, begun);
    sc_read_shallow_ahead(ahead, newest.entity, newest.ids);
    sc_lists_ahead(ahead, newest.entity, newest.ids, is_whole ? NULL : "fields");
    if (!is_whole) {
        sc_lists_ahead(ahead, newest.entity, newest.ids, "texts");
    }
    return newest;
}

/* All but what belongs to the place itself, which is looked for here and read by
 * sc_load_contents(). */
static apr_status_t foresee(sc_db_t *db, apr_pool_t *pool, const char *slug, int reader)
{
    sc_ahead_t *ahead = sc_ahead_new(db, pool);
    sc_set_t sets[3 + sizeof(contents) / sizeof(contents[0])] = {{.entity = &sc_place},
                                                                 {.entity = &sc_partnership}};
    int count = 2;

    if (!ahead) {
        return APR_SUCCESS;
    }
    sets[0].ids = sc_read_item_ahead(ahead, &sc_place, slug);
    sc_arg_t id = sc_ahead_id(sets[0].ids);
    sets[1].ids = sc_read_where_ahead(ahead, &sc_partnership, &its_partnerships, id);
    sc_lists_ahead(ahead, &sc_partnership, sets[1].ids,
                   reader & (ALL | DOCUMENT) ? NULL : "parties");
    sc_ahead_ask(ahead, what_there_is, &id, 1);
    if (reader & (ALL | DOCUMENT | PAGE | DATA)) {
        sc_contents_ahead(ahead, belongings, BELONGING_COUNT, id);
    }
    for (size_t i = 0; i < sizeof(contents) / sizeof(contents[0]); i++) {
        if (contents[i].readers & reader) {
            sets[count].entity = contents[i].entity;
            sets[count].ids =
                sc_read_chosen_ahead(ahead, contents[i].entity, contents[i].choice, sets[1].ids);
            if (reader == ALL) {
                sc_lists_ahead(ahead, sets[count].entity, sets[count].ids, NULL);
            }
            count++;
        }
    }
    if (reader == PARTNERS) {
        sc_related_terms_ahead(ahead, sets[1].ids);
    }
    if (reader & (DOCUMENT | PAGE)) {
        sets[count++] = activities_ahead(ahead, sets[1].ids, reader == DOCUMENT);
    }
    if (reader != DATA) {
        sc_labels_ahead(ahead, sets, count);
    }
    return sc_ahead_fetch(ahead);
}

static apr_status_t load(sc_db_t *db, apr_pool_t *pool, const char *slug, const sc_query_t *query,
                         int reader, void **data)
{
    void *place;

    SC_TRY(sc_filter_is_set(query) ? APR_SUCCESS : foresee(db, pool, slug, reader));
    SC_TRY(sc_read_item(db, pool, &sc_place, slug, &place));
    sc_place_dossier_t *dossier = empty_dossier(place, pool);
    apr_status_t status = read_partnerships(db, pool, query, reader, dossier);
    for (int i = 0; status == APR_SUCCESS && !(reader & (ALL | DOCUMENT | DATA)) &&
                    i < dossier->partnerships->nelts;
         i++) {
        sc_partnership_as_left(SC_AT(dossier->partnerships, i, sc_partnership_t), slug,
                               sc_db_today(db));
    }
    if (status == APR_SUCCESS && reader != DATA) {
        status = read_labels(db, pool, dossier);
    }
    if (status == APR_SUCCESS) {
        status = read_own(db, pool, reader, dossier);
    }
    if (status == APR_SUCCESS && reader != DATA) {
        status = read_contents(db, pool, reader, dossier);
    }
    *data = dossier;
    return status;
}

#define LOADER(name, reader)                                                                       \
    apr_status_t name(sc_db_t *db, apr_pool_t *pool, const char *slug, const sc_query_t *query,    \
                      void **data)                                                                 \
    {                                                                                              \
        return load(db, pool, slug, query, reader, data);                                          \
    }

LOADER(sc_load_place, ALL)
LOADER(sc_load_place_page, PAGE)
LOADER(sc_load_place_document, DOCUMENT)
LOADER(sc_load_place_data, DATA)
LOADER(sc_load_place_partners, PARTNERS)
LOADER(sc_load_place_timeline, TIMELINE)
