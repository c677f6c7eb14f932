#include "database.h"

#include "language/collate.h"
#include "store/record/read.h"
#include "store/record/search.h"
#include "store/write/write.h"

#include <math.h>

/* One call of a writer within its transaction. */
typedef struct change_t {
    enum { INSERT, UPDATE, DELETE, CLEAR, REINDEX } kind;
    void *record;
    const sc_entity_t *entity;
    const char *slug;
    sc_problems_t *problems;
} change_t;

static apr_status_t update(sc_db_t *db, apr_pool_t *pool, sc_record_t *record,
                           sc_problems_t *problems)
{
    apr_array_header_t *ids = apr_array_make(pool, 1, sizeof(apr_int64_t)), *found;

    APR_ARRAY_PUSH(ids, apr_int64_t) = record->id;
    assert_int_equal(sc_read_by_ids(db, pool, record->entity, ids, &found), APR_SUCCESS);
    return sc_write_update(db, pool, record, SC_AT(found, 0, void), problems);
}

/* As the database has it, with the activities of a partnership. */
static apr_status_t delete(sc_db_t *db, apr_pool_t *pool, const change_t *change)
{
    apr_array_header_t *activities = NULL;
    void *item;

    SC_TRY(sc_read_item(db, pool, change->entity, change->slug, &item));
    if (change->entity == &sc_partnership) {
        SC_TRY(sc_read_batch(db, pool, &sc_activity, 0, 10, &activities));
    }
    return sc_write_delete(db, pool, item, activities, change->problems);
}

static apr_status_t write_change(sc_db_t *db, apr_pool_t *pool, change_t *change)
{
    switch (change->kind) {
    case INSERT:
        return sc_write_insert(db, pool, change->record, change->problems);
    case UPDATE:
        return update(db, pool, change->record, change->problems);
    case DELETE:
        return delete (db, pool, change);
    case CLEAR:
        return sc_write_clear(db, pool, NULL);
    default:
        return sc_write_reindex(db, pool);
    }
}

static apr_status_t make_change(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    SC_TRY(sc_write_begin(db, pool));
    SC_TRY(write_change(db, pool, baton));
    return sc_write_end(db, pool, 1);
}

static apr_status_t commit(registry_t *registry, change_t *change)
{
    change->problems = sc_problems_new(registry->pool);
    return sc_db_transaction(registry->db, registry->pool, make_change, change);
}

static apr_status_t insert(registry_t *registry, void *record)
{
    change_t change = {.kind = INSERT, .record = record};

    return commit(registry, &change);
}

static void must(registry_t *registry, apr_status_t status)
{
    if (status != APR_SUCCESS) {
        fail_msg("status %d: %s", status, sc_db_error(registry->db));
    }
}

static sc_name_t *name_of(apr_pool_t *pool, const char *lang, const char *text)
{
    sc_name_t *name = sc_record_new(&sc_name, pool);

    name->lang = lang;
    name->text = text;
    return name;
}

static void *listed(apr_pool_t *pool, const void *a, const void *b)
{
    apr_array_header_t *list = apr_array_make(pool, 2, sizeof(void *));

    APR_ARRAY_PUSH(list, const void *) = a;
    if (b) {
        APR_ARRAY_PUSH(list, const void *) = b;
    }
    return list;
}

static sc_place_t *new_place(apr_pool_t *pool, const char *slug, const char *name)
{
    sc_place_t *place = sc_record_new(&sc_place, pool);

    place->slug = slug;
    place->name = name;
    return place;
}

static sc_party_t *party_of(apr_pool_t *pool, const char *place)
{
    sc_party_t *party = sc_record_new(&sc_party, pool);

    party->place = place;
    return party;
}

static sc_partnership_t *new_partnership(apr_pool_t *pool, const char *slug, const char *a,
                                         const char *b)
{
    sc_partnership_t *partnership = sc_record_new(&sc_partnership, pool);

    partnership->slug = slug;
    partnership->parties = listed(pool, party_of(pool, a), party_of(pool, b));
    partnership->type = "sister";
    partnership->status = "active";
    return partnership;
}

/* Kaunas and Hiratsuka, and their partnership. */
static void make_registry(registry_t *registry)
{
    apr_pool_t *pool = registry->pool;
    sc_place_t *kaunas = new_place(pool, "kaunas-lt", "Kaunas");
    sc_place_t *hiratsuka = new_place(pool, "hiratsuka-jp", "Hiratsuka");

    kaunas->country = "LT";
    kaunas->latitude = 54.897222;
    kaunas->longitude = 23.886111;
    hiratsuka->country = "JP";
    hiratsuka->names = listed(pool, name_of(pool, "ja", "平塚市"), NULL);
    must(registry, insert(registry, kaunas));
    must(registry, insert(registry, hiratsuka));
    must(registry,
         insert(registry, new_partnership(pool, "kaunas-hiratsuka", "kaunas-lt", "hiratsuka-jp")));
}

static void *read_item(registry_t *registry, const sc_entity_t *entity, const char *slug)
{
    void *record = NULL;

    must(registry, sc_read_item(registry->db, registry->pool, entity, slug, &record));
    return record;
}

static apr_int64_t revision_of(registry_t *registry)
{
    sc_state_t state;

    must(registry, sc_state_read(registry->db, registry->pool, &state));
    return state.revision;
}

static const char *fate_of(registry_t *registry, const sc_entity_t *entity, const char *slug)
{
    sc_fate_e fate;
    const char *now;

    must(registry, sc_read_fate(registry->db, registry->pool, entity, slug, &fate, &now));
    return fate == SC_FATE_NEVER ? "never" : fate == SC_FATE_GONE ? "gone" : now;
}

static void an_item_is_read_as_it_was_written(void **state)
{
    registry_t *registry = *state;
    apr_pool_t *pool = registry->pool;
    sc_place_t *place = new_place(pool, "klaipeda-lt", "Klaipėda \"O'Klaip\"");
    sc_place_t *found;
    sc_name_t *name = name_of(pool, "de", "Memel");

    must(registry, insert(registry, new_place(pool, "memel", "Memel")));
    name->kind = "former";
    name->to = "1923";
    place->population = 152818;
    place->area_km2 = 98.2;
    place->names = listed(pool, name, name_of(pool, "ja", "クライペダ"));
    place->predecessors = listed(pool, "memel", NULL);
    must(registry, insert(registry, place));
    assert_int_equal(place->record.version, 1);
    found = read_item(registry, &sc_place, "klaipeda-lt");
    assert_true(found->record.id == place->record.id);
    assert_int_equal(found->record.version, 1);
    assert_non_null(found->record.modified);
    assert_string_equal(found->name, place->name);
    assert_int_equal(found->population, 152818);
    assert_true(found->area_km2 == 98.2);
    assert_true(isnan(found->latitude));
    assert_true(found->population_year == SC_NO_INTEGER);
    assert_null(found->website);
    assert_int_equal(found->names->nelts, 2);
    assert_string_equal(SC_AT(found->names, 0, sc_name_t)->to, "1923");
    assert_null(SC_AT(found->names, 0, sc_name_t)->from);
    assert_string_equal(SC_AT(found->names, 1, sc_name_t)->text, "クライペダ");
    assert_string_equal(SC_AT(found->predecessors, 0, const char), "memel");
}

static void items_are_read_in_the_order_asked_for(void **state)
{
    registry_t *registry = *state;
    apr_array_header_t *ids, *found;
    int i;

    make_registry(registry);
    for (i = 0; i < 300; i++) {
        const char *slug = apr_psprintf(registry->pool, "place-%d", i);
        sc_place_t *place = new_place(registry->pool, slug, slug);

        place->names = listed(registry->pool, name_of(registry->pool, "en", slug), NULL);
        must(registry, insert(registry, place));
    }
    ids = apr_array_make(registry->pool, 300, sizeof(apr_int64_t));
    for (i = 302; i > 2; i--) {
        APR_ARRAY_PUSH(ids, apr_int64_t) = i;
    }
    APR_ARRAY_PUSH(ids, apr_int64_t) = 4711;
    must(registry, sc_read_by_ids(registry->db, registry->pool, &sc_place, ids, &found));
    assert_int_equal(found->nelts, 300);
    for (i = 0; i < 300; i++) {
        sc_place_t *place = SC_AT(found, i, sc_place_t);

        assert_string_equal(place->slug, apr_psprintf(registry->pool, "place-%d", 299 - i));
        assert_int_equal(place->names->nelts, 1);
        assert_string_equal(SC_AT(place->names, 0, sc_name_t)->text, place->slug);
    }
}

static void a_slug_is_given_once(void **state)
{
    registry_t *registry = *state;
    change_t change = {.kind = INSERT};

    make_registry(registry);
    change.record = new_place(registry->pool, "kaunas-lt", "Another Kaunas");
    assert_int_equal(commit(registry, &change), APR_EEXIST);
    assert_int_equal(change.problems->items->nelts, 1);
    assert_string_equal(APR_ARRAY_IDX(change.problems->items, 0, sc_problem_t).field, "slug");
}

static void every_reference_to_nothing_is_named(void **state)
{
    registry_t *registry = *state;
    change_t change = {.kind = INSERT};
    const sc_problem_t *problem;

    make_registry(registry);
    change.record = new_partnership(registry->pool, "x", "atlantis", "utopia");
    assert_int_equal(commit(registry, &change), APR_ENOENT);
    assert_int_equal(change.problems->items->nelts, 2);
    problem = &APR_ARRAY_IDX(change.problems->items, 1, sc_problem_t);
    assert_string_equal(problem->field, "parties[1].place");
    assert_string_equal(sc_problem_english(problem, registry->pool),
                        "There is no place with the address name utopia.");
}

static void a_change_makes_one_version(void **state)
{
    registry_t *registry = *state;
    change_t change = {.kind = UPDATE};
    sc_place_t *place;
    int names;

    make_registry(registry);
    for (names = 0; names <= 2; names++) {
        place = read_item(registry, &sc_place, "kaunas-lt");
        place->names = names == 0 ? NULL
                       : names == 1
                           ? listed(registry->pool, name_of(registry->pool, "de", "Kauen"), NULL)
                           : listed(registry->pool, name_of(registry->pool, "de", "Kauen"),
                                    name_of(registry->pool, "pl", "Kowno"));
        change.record = place;
        must(registry, commit(registry, &change));
        assert_int_equal(place->record.version, names + 2);
        place = read_item(registry, &sc_place, "kaunas-lt");
        assert_int_equal(place->record.version, names + 2);
        assert_int_equal(SC_COUNT(place->names), names);
    }
}

static void a_change_of_an_older_version_is_refused(void **state)
{
    registry_t *registry = *state;
    change_t change = {.kind = UPDATE};
    sc_place_t *mine, *theirs;

    make_registry(registry);
    mine = read_item(registry, &sc_place, "kaunas-lt");
    theirs = read_item(registry, &sc_place, "kaunas-lt");
    theirs->name = "Kaunas city";
    change.record = theirs;
    must(registry, commit(registry, &change));
    mine->name = "Kovno";
    change.record = mine;
    assert_int_equal(commit(registry, &change), APR_EBUSY);
    mine = read_item(registry, &sc_place, "kaunas-lt");
    assert_string_equal(mine->name, "Kaunas city");
}

static void what_others_refer_to_stays(void **state)
{
    registry_t *registry = *state;
    change_t change = {.kind = DELETE, .entity = &sc_place, .slug = "kaunas-lt"};

    make_registry(registry);
    assert_int_equal(commit(registry, &change), APR_EBUSY);
    assert_non_null(strstr(
        sc_problem_english(&APR_ARRAY_IDX(change.problems->items, 0, sc_problem_t), registry->pool),
        "kaunas-hiratsuka"));
    read_item(registry, &sc_place, "kaunas-lt");
    assert_int_equal(sc_db_execute_once(registry->db, registry->pool,
                                        "DELETE FROM \"places\" WHERE \"slug\" = 'kaunas-lt'"),
                     APR_EGENERAL);
}

static void what_belongs_to_an_item_goes_with_it(void **state)
{
    registry_t *registry = *state;
    change_t change = {.kind = DELETE, .entity = &sc_partnership, .slug = "kaunas-hiratsuka"};
    sc_activity_t *activity = sc_record_new(&sc_activity, registry->pool);
    sc_claim_t *claim = sc_record_new(&sc_claim, registry->pool);
    void *record;

    make_registry(registry);
    activity->slug = "week";
    activity->partnership = "kaunas-hiratsuka";
    activity->title = "Lithuanian Week";
    activity->fields = listed(registry->pool, "culture", "arts");
    must(registry, insert(registry, activity));
    claim->slug = "number";
    claim->place = "kaunas-lt";
    claim->number = 11;
    must(registry, insert(registry, claim));
    must(registry, commit(registry, &change));
    assert_int_equal(sc_read_item(registry->db, registry->pool, &sc_activity, "week", &record),
                     APR_ENOENT);
    assert_string_equal(fate_of(registry, &sc_activity, "week"), "gone");
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"activity_keys\""),
                        "0");
    change.entity = &sc_place;
    change.slug = "kaunas-lt";
    must(registry, commit(registry, &change));
    assert_int_equal(sc_read_item(registry->db, registry->pool, &sc_claim, "number", &record),
                     APR_ENOENT);
    assert_int_equal(commit(registry, &change), APR_ENOENT);
}

static void an_old_slug_leads_to_the_new_one(void **state)
{
    registry_t *registry = *state;
    change_t change = {.kind = UPDATE};
    sc_place_t *place;

    make_registry(registry);
    assert_string_equal(fate_of(registry, &sc_place, "kaunas"), "never");
    place = read_item(registry, &sc_place, "kaunas-lt");
    place->slug = "kaunas";
    change.record = place;
    must(registry, commit(registry, &change));
    assert_string_equal(fate_of(registry, &sc_place, "kaunas-lt"), "kaunas");
    must(registry, insert(registry, new_place(registry->pool, "kaunas-lt", "Kaunas district")));
    assert_string_equal(fate_of(registry, &sc_place, "kaunas-lt"), "never");
}

static void sql_typed_by_hand_counts_like_any_change(void **state)
{
    static const char *const statements[] = {
        "UPDATE \"places\" SET \"population\" = 1 WHERE \"slug\" = 'kaunas-lt'",
        ("INSERT INTO \"place_names\" (\"place_id\", \"position\", \"lang\", \"text\") "
         "VALUES (1, 0, 'pl', 'Kowno')"),
        "UPDATE \"place_names\" SET \"text\" = 'Kowno!' WHERE \"place_id\" = 1",
        "DELETE FROM \"place_names\" WHERE \"place_id\" = 1"};
    registry_t *registry = *state;
    sc_place_t *place;
    size_t i;

    make_registry(registry);
    for (i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
        apr_int64_t before = revision_of(registry);

        type_sql(registry->db, registry->pool, statements[i]);
        assert_true(revision_of(registry) > before);
        place = read_item(registry, &sc_place, "kaunas-lt");
        assert_int_equal(place->record.version, i + 2);
    }
}

static void sql_typed_by_hand_leaves_fates(void **state)
{
    registry_t *registry = *state;
    apr_int64_t before;

    make_registry(registry);
    before = revision_of(registry);
    type_sql(registry->db, registry->pool,
             "INSERT INTO \"places\" (\"slug\", \"name\") VALUES ('izu-jp', 'Izu')");
    type_sql(registry->db, registry->pool,
             "UPDATE \"places\" SET \"slug\" = 'izu' WHERE \"slug\" = 'izu-jp'");
    assert_string_equal(fate_of(registry, &sc_place, "izu-jp"), "izu");
    type_sql(registry->db, registry->pool, "DELETE FROM \"places\" WHERE \"slug\" = 'izu'");
    assert_string_equal(fate_of(registry, &sc_place, "izu-jp"), "gone");
    assert_string_equal(fate_of(registry, &sc_place, "izu"), "gone");
    assert_true(revision_of(registry) > before + 2);
}

static void sql_typed_by_hand_cannot_break_references(void **state)
{
    static const char *const statements[] = {
        ("INSERT INTO \"partnership_parties\" (\"partnership_id\", \"position\", \"place_id\") "
         "VALUES (1, 2, 4711)"),
        ("INSERT INTO \"place_names\" (\"place_id\", \"position\", \"lang\", \"text\") "
         "VALUES (4711, 0, 'pl', 'Nowhere')"),
        ("INSERT INTO \"activities\" (\"id\", \"slug\", \"partnership_id\", \"title\") "
         "VALUES (1, 'x', 4711, 'X')"),
        "UPDATE \"places\" SET \"latitude\" = 91", "UPDATE \"places\" SET \"name\" = NULL"};
    registry_t *registry = *state;
    size_t i;

    make_registry(registry);
    for (i = 0; i < sizeof(statements) / sizeof(statements[0]); i++) {
        if (sc_db_execute_once(registry->db, registry->pool, statements[i]) != APR_EGENERAL) {
            fail_msg("passed: %s", statements[i]);
        }
    }
}

/* How many places have for each term a key that begins with it. */
static int count_found(registry_t *registry, const char *typed)
{
    apr_array_header_t *terms = sc_search_terms(sc_fold(typed, registry->pool), registry->pool);
    const char *sql = "SELECT \"id\" FROM \"places\" WHERE 1 = 1";
    sc_arg_t args[2 * SC_TERM_LIMIT];
    sc_rows_t *rows;
    int i;

    for (i = 0; i < terms->nelts; i++) {
        const char *term = APR_ARRAY_IDX(terms, i, const char *);

        sql = apr_pstrcat(registry->pool, sql,
                          " AND \"id\" IN (SELECT \"place_id\" FROM \"place_keys\" WHERE \"key\" "
                          ">= ? AND \"key\" < ?)",
                          NULL);
        args[2 * i] = sc_arg_text(term);
        args[2 * i + 1] = sc_arg_text(sc_search_end(term, registry->pool));
    }
    must(registry, sc_db_select(registry->db, registry->pool, sql, args, 2 * terms->nelts, &rows));
    return rows->count;
}

static void a_place_is_found_by_any_of_its_names(void **state)
{
    static const char *const found[] = {"hirats", "HIRATSUKA", "平塚", "塚市", "市", "平塚 hirats"};
    static const char *const missed[] = {"iratsuka", "平市", "hiratsuka kaunas", "x"};
    registry_t *registry = *state;
    size_t i;

    make_registry(registry);
    for (i = 0; i < sizeof(found) / sizeof(found[0]); i++) {
        assert_int_equal(count_found(registry, found[i]), 1);
    }
    for (i = 0; i < sizeof(missed) / sizeof(missed[0]); i++) {
        assert_int_equal(count_found(registry, missed[i]), 0);
    }
}

static void a_renamed_place_moves_its_partnerships(void **state)
{
    registry_t *registry = *state;
    change_t change = {.kind = UPDATE};
    sc_partnership_t *partnership;
    sc_place_t *place;

    make_registry(registry);
    assert_string_equal(
        ask(registry->db, registry->pool, "SELECT \"sort_name\" FROM \"partnerships\""),
        "kaunas hiratsuka");
    place = read_item(registry, &sc_place, "kaunas-lt");
    place->name = "Łódź";
    change.record = place;
    must(registry, commit(registry, &change));
    assert_string_equal(
        ask(registry->db, registry->pool, "SELECT \"sort_name\" FROM \"partnerships\""),
        "lodz hiratsuka");
    partnership = read_item(registry, &sc_partnership, "kaunas-hiratsuka");
    assert_int_equal(partnership->record.version, 1);
    assert_int_equal(count_found(registry, "kaunas"), 0);
    assert_int_equal(count_found(registry, "lodz"), 1);
}

static void sql_typed_by_hand_becomes_searchable_by_reindexing(void **state)
{
    registry_t *registry = *state;
    change_t change = {.kind = REINDEX};

    make_registry(registry);
    type_sql(registry->db, registry->pool,
             "UPDATE \"places\" SET \"name\" = 'Yaotsu' WHERE \"slug\" = 'kaunas-lt'");
    assert_int_equal(count_found(registry, "yaotsu"), 0);
    must(registry, commit(registry, &change));
    assert_int_equal(count_found(registry, "yaotsu"), 1);
    assert_int_equal(count_found(registry, "kaunas"), 0);
    assert_string_equal(
        ask(registry->db, registry->pool, "SELECT \"sort_name\" FROM \"partnerships\""),
        "yaotsu hiratsuka");
}

static void insert_activity(registry_t *registry, const char *slug, const char *title)
{
    sc_activity_t *activity = sc_record_new(&sc_activity, registry->pool);

    activity->slug = slug;
    activity->partnership = "kaunas-hiratsuka";
    activity->title = title;
    must(registry, insert(registry, activity));
}

static void what_sql_typed_by_hand_deletes_leaves_nothing_to_the_next_item(void **state)
{
    registry_t *registry = *state;

    make_registry(registry);
    insert_activity(registry, "week", "Week");
    type_sql(registry->db, registry->pool, "DELETE FROM \"activities\"");
    insert_activity(registry, "choir", "Choir");
    assert_string_equal(ask(registry->db, registry->pool,
                            "SELECT count(*) FROM \"activity_keys\" WHERE \"key\" = 'week'"),
                        "0");
    assert_string_equal(ask(registry->db, registry->pool,
                            "SELECT count(*) FROM \"activity_keys\" WHERE \"key\" = 'choir'"),
                        "1");
}

static void an_emptied_registry_has_no_item_left(void **state)
{
    registry_t *registry = *state;
    change_t change = {.kind = CLEAR};
    int i;

    make_registry(registry);
    must(registry, commit(registry, &change));
    for (i = 0; sc_entities[i]; i++) {
        apr_int64_t count = -1;

        must(registry, sc_read_count(registry->db, registry->pool, sc_entities[i], &count));
        assert_int_equal(count, 0);
    }
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"place_keys\""),
                        "0");
    assert_string_equal(fate_of(registry, &sc_place, "kaunas-lt"), "gone");
}

int main(void)
{
    static const named_test_t tests[] = {
        NAMED(an_item_is_read_as_it_was_written),
        NAMED(items_are_read_in_the_order_asked_for),
        NAMED(a_slug_is_given_once),
        NAMED(every_reference_to_nothing_is_named),
        NAMED(a_change_makes_one_version),
        NAMED(a_change_of_an_older_version_is_refused),
        NAMED(what_others_refer_to_stays),
        NAMED(what_belongs_to_an_item_goes_with_it),
        NAMED(an_old_slug_leads_to_the_new_one),
        NAMED(sql_typed_by_hand_counts_like_any_change),
        NAMED(sql_typed_by_hand_leaves_fates),
        NAMED(sql_typed_by_hand_cannot_break_references),
        NAMED(a_place_is_found_by_any_of_its_names),
        NAMED(a_renamed_place_moves_its_partnerships),
        NAMED(sql_typed_by_hand_becomes_searchable_by_reindexing),
        NAMED(what_sql_typed_by_hand_deletes_leaves_nothing_to_the_next_item),
        NAMED(an_emptied_registry_has_no_item_left),
    };

    return RUN_ON_BOTH(tests);
}
