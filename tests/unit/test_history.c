#include "edited.h"

#include "store/import/import.h"

static void the_history_of_an_item_has_what_belongs_to_it(void **state)
{
    registry_t *registry = edited_registry(state);

    create(registry, &sc_gift,
           "{'slug': 'print', 'partnership': 'kaunas-hiratsuka', 'object': 'A print'}");
    change_as(registry, &kenji, &sc_place, "kaunas-lt", "{'level': 'city'}");
    change_as(registry, &kenji, &sc_gift, "print", "{'date': '2023'}");
    assert_string_equal(item_history(registry, &sc_partnership, "kaunas-hiratsuka"), "6 4 3");
    assert_string_equal(item_history(registry, &sc_gift, "print"), "6 4");
    assert_string_equal(item_history(registry, &sc_place, "kaunas-lt"), "5 1");
    must(registry, withdraw_as(registry, &rasa, &sc_partnership, "kaunas-hiratsuka", 1));
    assert_string_equal(item_history(registry, &sc_gift, "print"), "7 6 4");
}

static void what_moves_is_in_the_history_of_both_it_belonged_to(void **state)
{
    registry_t *registry = edited_registry(state);

    create(registry, &sc_partnership,
           "{'slug': 'second', 'type': 'sister_port', 'status': 'active',"
           " 'parties': [{'place': 'kaunas-lt'}, {'place': 'hiratsuka-jp'}]}");
    create(registry, &sc_gift,
           "{'slug': 'print', 'partnership': 'kaunas-hiratsuka', 'object': 'A print'}");
    change_as(registry, &kenji, &sc_gift, "print", "{'partnership': 'second'}");
    assert_string_equal(item_history(registry, &sc_partnership, "kaunas-hiratsuka"), "6 5 3");
    assert_string_equal(item_history(registry, &sc_partnership, "second"), "6 4");
}

static void a_history_follows_its_item_to_a_new_address(void **state)
{
    registry_t *registry = edited_registry(state);

    change_as(registry, &kenji, &sc_place, "kaunas-lt", "{'level': 'city'}");
    change_as(registry, &kenji, &sc_place, "kaunas-lt", "{'slug': 'kaunas'}");
    assert_string_equal(item_history(registry, &sc_place, "kaunas"), "5 4 1");
    assert_string_equal(item_history(registry, &sc_place, "kaunas-lt"), "");
    assert_string_equal(change_of(registry, 1)->slug, "kaunas-lt");
    assert_string_equal(change_of(registry, 5)->slug, "kaunas");
}

static void the_history_is_read_page_by_page(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_history_query_t query = {.limit = 2};

    assert_string_equal(history_of(registry, &query), "3 2+");
    query.before = 2;
    assert_string_equal(history_of(registry, &query), "1");
    query.before = 0;
    query.limit = 3;
    assert_string_equal(history_of(registry, &query), "3 2 1");
}

static void the_history_is_narrowed_down(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_history_query_t by_who = {.who = "kenji", .limit = 10};
    sc_history_query_t by_action = {.action = "create", .limit = 10};
    sc_history_query_t by_collection = {.entity = &sc_place, .limit = 10};
    sc_history_query_t of_a_day = {.since = "2020-02-29", .until = "2020-02-29", .limit = 10};

    change_as(registry, &kenji, &sc_place, "kaunas-lt", "{'level': 'city'}");
    assert_string_equal(history_of(registry, &by_who), "4");
    assert_string_equal(history_of(registry, &by_action), "3 2 1");
    assert_string_equal(history_of(registry, &by_collection), "4 2 1");
    type_sql(registry->db, registry->pool,
             "UPDATE \"changes\" SET \"at\" = '2020-02-28T23:59:59Z' WHERE \"id\" = 1");
    type_sql(registry->db, registry->pool,
             "UPDATE \"changes\" SET \"at\" = '2020-02-29T23:59:59Z' WHERE \"id\" = 2");
    assert_string_equal(history_of(registry, &of_a_day), "2");
    of_a_day.since = NULL;
    assert_string_equal(history_of(registry, &of_a_day), "2 1");
}

static void what_is_not_public_is_kept_as_well(void **state)
{
    registry_t *registry = edited_registry(state);
    const sc_organization_t *office;
    apr_int64_t id;

    id = create(registry, &sc_organization,
                "{'slug': 'office', 'name': 'Office', 'contact': 'Ona', 'email': 'o@city.example',"
                " 'contact_published': false, 'contact_until': '2027-01-31'}");
    office = change_of(registry, id)->after;
    assert_string_equal(office->contact, "Ona");
    assert_string_equal(office->email, "o@city.example");
    assert_int_equal(office->contact_published, 0);
    assert_string_equal(office->contact_until, "2027-01-31");
}

/* Imports a file as the chief. @return the change */
static apr_int64_t import_file(registry_t *registry, const char *name, const char *content,
                               sc_import_mode_e mode)
{
    const char *path = apr_pstrcat(registry->pool, make_directory(registry->pool), "/", name, NULL);
    apr_array_header_t *paths = apr_array_make(registry->pool, 1, sizeof(const char *));
    sc_import_t import = {.mode = mode, .editor = &chief, .is_undoable = 1};
    apr_file_t *file;

    assert_int_equal(apr_file_open(&file, path, APR_FOPEN_WRITE | APR_FOPEN_CREATE,
                                   APR_FPROT_OS_DEFAULT, registry->pool),
                     APR_SUCCESS);
    assert_int_equal(apr_file_puts(content, file), APR_SUCCESS);
    apr_file_close(file);
    APR_ARRAY_PUSH(paths, const char *) = path;
    must(registry, sc_import_files(registry->db, registry->pool, paths, &import));
    assert_int_equal(import.findings->nelts, 0);
    return import.change;
}

/* Hiratsuka changed; Kuji and Yaotsu, which name each other as predecessors, added. */
static const char places[] = "slug,name,country,predecessors\n"
                             "hiratsuka-jp,Hiratsuka-shi,JP,\n"
                             "kuji-jp,Kuji,JP,yaotsu-jp\n"
                             "yaotsu-jp,Yaotsu,JP,kuji-jp\n";

static void an_import_is_one_row_with_a_row_for_each_item(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_history_query_t overall = {.limit = 10};
    sc_history_query_t within = {.limit = 10};
    const sc_change_t *import;

    within.batch = import_file(registry, "places.csv", places, SC_IMPORT_MERGE);
    import = change_of(registry, within.batch);
    assert_string_equal(import->action, "import");
    assert_string_equal(import->who, "chief");
    assert_null(import->entity);
    assert_int_equal(import->items, 3);
    assert_string_equal(history_of(registry, &overall), "4 3 2 1");
    assert_string_equal(history_of(registry, &within), "8 7 6 5");
    assert_string_equal(item_history(registry, &sc_place, "hiratsuka-jp"), "5 2");
    assert_string_equal(((sc_place_t *)change_of(registry, 5)->before)->name, "Hiratsuka");
}

static void an_import_is_undone_as_a_whole_and_done_again(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t import = import_file(registry, "places.csv", places, SC_IMPORT_MERGE);
    apr_int64_t undoing;
    const sc_place_t *place;

    assert_int_equal(undo_as(registry, &teacher, import), APR_EACCES);
    must(registry, undo_as(registry, &chief, import));
    undoing = edited.change;
    assert_string_equal(((sc_place_t *)stored(registry, &sc_place, "hiratsuka-jp"))->name,
                        "Hiratsuka");
    assert_null(stored(registry, &sc_place, "kuji-jp"));
    assert_null(stored(registry, &sc_place, "yaotsu-jp"));
    assert_string_equal(change_of(registry, undoing)->action, "import");
    assert_int_equal(change_of(registry, undoing)->undoes, import);
    assert_int_equal(change_of(registry, import)->undone, undoing);
    must(registry, undo_as(registry, &chief, undoing));
    assert_string_equal(((sc_place_t *)stored(registry, &sc_place, "hiratsuka-jp"))->name,
                        "Hiratsuka-shi");
    place = stored(registry, &sc_place, "kuji-jp");
    assert_string_equal(APR_ARRAY_IDX(place->predecessors, 0, const char *), "yaotsu-jp");
    assert_int_equal(change_of(registry, import)->undone, 0);
}

static void one_item_of_an_import_is_undone_alone(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t import = import_file(registry, "places.csv", places, SC_IMPORT_MERGE);

    must(registry, undo_as(registry, &teacher, 5));
    assert_string_equal(((sc_place_t *)stored(registry, &sc_place, "hiratsuka-jp"))->name,
                        "Hiratsuka");
    must(registry, undo_as(registry, &chief, import));
    assert_null(stored(registry, &sc_place, "kuji-jp"));
}

static void later_changes_that_stand_in_the_way_of_undoing_an_import_are_all_told(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t import = import_file(registry, "places.csv", places, SC_IMPORT_MERGE);

    change_as(registry, &kenji, &sc_place, "hiratsuka-jp", "{'name': 'Hiratsuka City'}");
    create(registry, &sc_claim, "{'slug': 'one', 'place': 'yaotsu-jp', 'number': 1}");
    assert_int_equal(undo_as(registry, &chief, import), APR_EBUSY);
    assert_non_null(
        strstr(problems_text(registry->pool), "places/hiratsuka-jp.name:changed_again"));
    assert_non_null(strstr(problems_text(registry->pool), "claims/one:added"));
    assert_non_null(stored(registry, &sc_place, "kuji-jp"));
    assert_int_equal(change_of(registry, import)->undone, 0);
}

static void what_was_withdrawn_since_matters_only_where_it_was_there_before(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t import = import_file(
        registry, "places.csv", "slug,name\nkuji-jp,Kuji\nyaotsu-jp,Yaotsu\n", SC_IMPORT_MERGE);
    apr_int64_t second;

    must(registry, withdraw_as(registry, &kenji, &sc_place, "kuji-jp", 1));
    must(registry, undo_as(registry, &chief, import));
    assert_null(stored(registry, &sc_place, "yaotsu-jp"));
    create(registry, &sc_place, "{'slug': 'toyohashi-jp', 'name': 'Toyohashi'}");
    second = import_file(registry, "places.csv", "slug,name\ntoyohashi-jp,Toyohashi-shi\n",
                         SC_IMPORT_MERGE);
    must(registry, withdraw_as(registry, &kenji, &sc_place, "toyohashi-jp", 2));
    assert_int_equal(undo_as(registry, &chief, second), APR_EBUSY);
    assert_string_equal(problems_text(registry->pool), "places/toyohashi-jp:gone");
}

static void a_large_import_is_undone_in_full(void **state)
{
    registry_t *registry = edited_registry(state);
    const char *content = "slug,name\n";
    apr_int64_t import;
    int i;

    for (i = 0; i < 250; i++) {
        content = apr_psprintf(registry->pool, "%stown-%d,Town %d\n", content, i, i);
    }
    import = import_file(registry, "places.csv", content, SC_IMPORT_ADD);
    must(registry, undo_as(registry, &chief, import));
    assert_int_equal(change_of(registry, edited.change)->items, 250);
    assert_string_equal(ask(registry->db, registry->pool, "SELECT count(*) FROM \"places\""), "2");
}

static void an_import_that_replaced_everything_is_told_but_not_undone(void **state)
{
    registry_t *registry = edited_registry(state);
    apr_int64_t import =
        import_file(registry, "places.csv", "slug,name\nkuji-jp,Kuji\n", SC_IMPORT_REPLACE);

    assert_int_equal(change_of(registry, import)->items, 1);
    assert_int_equal(undo_as(registry, &chief, import), APR_EBUSY);
    assert_string_equal(
        problems_text(registry->pool),
        apr_psprintf(registry->pool, "history/%" APR_INT64_T_FMT ":not_undoable", import));
}

static void an_import_that_changes_nothing_is_not_told_of(void **state)
{
    registry_t *registry = edited_registry(state);

    assert_int_equal(
        import_file(registry, "places.csv", "slug,name\nkaunas-lt,Kaunas\n", SC_IMPORT_MERGE), 0);
    assert_string_equal(ask(registry->db, registry->pool, "SELECT max(\"id\") FROM \"changes\""),
                        "3");
}

static void only_admins_import(void **state)
{
    registry_t *registry = edited_registry(state);
    sc_import_t import = {.editor = &teacher};
    apr_array_header_t *paths = apr_array_make(registry->pool, 1, sizeof(const char *));

    assert_int_equal(sc_import_files(registry->db, registry->pool, paths, &import), APR_EACCES);
}

static const named_test_t tests[] = {
    NAMED(the_history_of_an_item_has_what_belongs_to_it),
    NAMED(what_moves_is_in_the_history_of_both_it_belonged_to),
    NAMED(a_history_follows_its_item_to_a_new_address),
    NAMED(the_history_is_read_page_by_page),
    NAMED(the_history_is_narrowed_down),
    NAMED(what_is_not_public_is_kept_as_well),
    NAMED(an_import_is_one_row_with_a_row_for_each_item),
    NAMED(an_import_is_undone_as_a_whole_and_done_again),
    NAMED(one_item_of_an_import_is_undone_alone),
    NAMED(later_changes_that_stand_in_the_way_of_undoing_an_import_are_all_told),
    NAMED(what_was_withdrawn_since_matters_only_where_it_was_there_before),
    NAMED(a_large_import_is_undone_in_full),
    NAMED(an_import_that_replaced_everything_is_told_but_not_undone),
    NAMED(an_import_that_changes_nothing_is_not_told_of),
    NAMED(only_admins_import),
};

int main(void)
{
    return RUN_ON_BOTH(tests);
}
