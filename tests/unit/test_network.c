#include "edited.h"

#include "store/query/facets.h"
#include "store/write/bulk.h"
#include "store/write/write.h"

/* As many parties as a large network has. */
#define PARTIES 3000

/* An edit of it takes a few milliseconds; this is for machines that are busy, and sanitizers. */
#define SECONDS_MOST 1.0

static sc_party_t *party_of(apr_pool_t *pool, const char *place)
{
    sc_party_t *party = sc_record_new(&sc_party, pool);

    party->place = place;
    return party;
}

static const char *slug_of(apr_pool_t *pool, int i)
{
    return apr_psprintf(pool, "place-%04d", i);
}

/* A hundred places more than the network has parties. */
static apr_status_t fill_network(sc_db_t *db, apr_pool_t *pool, void *baton)
{
    sc_bulk_t *bulk = sc_bulk_new(db, 1, pool);
    sc_partnership_t *network = baton;
    int i;

    SC_TRY(sc_write_begin(db, pool));
    for (i = 0; i < PARTIES + 100; i++) {
        sc_place_t *place = sc_record_new(&sc_place, pool);

        place->slug = place->name = slug_of(pool, i);
        assert_int_equal(sc_write_gather(bulk, pool, place, sc_problems_new(pool)), APR_SUCCESS);
        if (i < PARTIES) {
            APR_ARRAY_PUSH(network->parties, void *) = party_of(pool, place->slug);
        }
    }
    assert_int_equal(sc_write_gather(bulk, pool, network, sc_problems_new(pool)), APR_SUCCESS);
    SC_TRY(sc_bulk_flush(bulk));
    SC_TRY(sc_facets_rebuild(db, pool));
    return sc_write_end(db, pool, 1);
}

static registry_t *registry_with_network(void **state)
{
    registry_t *registry = *state;
    sc_partnership_t *network = sc_record_new(&sc_partnership, registry->pool);

    network->slug = "network";
    network->name = "Network";
    network->type = "network";
    network->status = "active";
    network->parties = apr_array_make(registry->pool, PARTIES, sizeof(void *));
    must(registry, sc_db_transaction(registry->db, registry->pool, fill_network, network));
    return registry;
}

static sc_partnership_t *network_of(registry_t *registry)
{
    return stored(registry, &sc_partnership, "network");
}

/* SQLite counts what each connection changes. */
static apr_int64_t total_changes(registry_t *registry)
{
    return apr_atoi64(ask(registry->db, registry->pool, "SELECT total_changes()"));
}

/* Saves the network and undoes that. @return how many rows of parties the saving has written */
static int rows_written(registry_t *registry, sc_partnership_t *network)
{
    int is_sqlite = sc_db_dialect(registry->db) == SC_DIALECT_SQLITE;
    apr_int64_t before = is_sqlite ? total_changes(registry) : 0;
    const sc_partnership_t *after;
    clock_t begin = clock();
    int rows;

    must(registry, save_as(registry, &chief, network));
    assert_true(seconds_since(begin) < SECONDS_MOST);
    rows = is_sqlite
               ? (int)(total_changes(registry) - before)
               : (int)apr_atoi64(ask(registry->db, registry->pool,
                                     "SELECT count(*) FROM \"partnership_parties\" WHERE xmin = "
                                     "(SELECT xmin FROM \"partnerships\")"));
    after = network_of(registry);
    assert_true(sc_record_is_equal(after, network));
    assert_int_equal(after->record.version, network->record.version);
    return rows;
}

/* Rows beside those of the list: the item, its history, the registry's state, keys. */
#define OTHERS_MOST 16

static void the_note_of_a_large_network_is_one_row(registry_t *registry)
{
    sc_partnership_t *network = network_of(registry);

    network->note = "Thousands of towns";
    assert_in_range(rows_written(registry, network), 0, OTHERS_MOST);
}

/* The parties of the network, but for some, with others in their place. */
static apr_array_header_t *spliced(registry_t *registry, const sc_partnership_t *network, int from,
                                   int count, int others, int first)
{
    apr_array_header_t *parties =
        apr_array_make(registry->pool, network->parties->nelts, sizeof(void *));
    int i;

    for (i = 0; i <= network->parties->nelts; i++) {
        if (i == from) {
            int j;

            for (j = 0; j < others; j++) {
                APR_ARRAY_PUSH(parties, void *) =
                    party_of(registry->pool, slug_of(registry->pool, PARTIES + first + j));
            }
        }
        if (i < network->parties->nelts && (i < from || i >= from + count)) {
            APR_ARRAY_PUSH(parties, void *) = SC_AT(network->parties, i, void);
        }
    }
    return parties;
}

static void only_the_parties_that_differ_are_written(registry_t *registry)
{
    static const struct {
        int from, count, others;
    } changes[] = {{1500, 0, 1}, {0, 0, 1},    {2999, 0, 2},  {3000, 0, 1},
                   {10, 1, 0},   {0, 2, 0},    {2990, 5, 0},  {1000, 3, 1},
                   {1000, 1, 3}, {1500, 2, 2}, {1500, 0, 20}, {0, 0, 0}};
    size_t i;

    for (i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        sc_partnership_t *network = network_of(registry);

        network->parties =
            spliced(registry, network, changes[i].from, changes[i].count, changes[i].others, 0);
        network->note = apr_psprintf(registry->pool, "Change %d", (int)i);
        assert_in_range(rows_written(registry, network), 0,
                        OTHERS_MOST + 2 * (changes[i].count + changes[i].others));
        must(registry, undo_as(registry, &chief, edited.change));
        assert_int_equal(network_of(registry)->parties->nelts, PARTIES);
    }
}

static void parties_can_come_between_the_same_two_time_and_again(registry_t *registry)
{
    int i;

    for (i = 0; i < 30; i++) {
        sc_partnership_t *network = network_of(registry);

        network->parties = spliced(registry, network, 1500, 0, 1, i);
        rows_written(registry, network);
    }
    assert_int_equal(network_of(registry)->parties->nelts, PARTIES + 30);
}

static void the_order_of_parties_can_change(registry_t *registry)
{
    sc_partnership_t *network = network_of(registry);
    void *first = SC_AT(network->parties, 0, void);

    SC_AT(network->parties, 0, void) = SC_AT(network->parties, PARTIES - 1, void);
    SC_AT(network->parties, PARTIES - 1, void) = first;
    assert_in_range(rows_written(registry, network), 2, OTHERS_MOST + 4);
}

/* One after the other, because the network takes longer to make than all of this. */
static void a_large_network_is_edited_by_the_rows_that_differ(void **state)
{
    registry_t *registry = registry_with_network(state);

    the_note_of_a_large_network_is_one_row(registry);
    only_the_parties_that_differ_are_written(registry);
    the_order_of_parties_can_change(registry);
    parties_can_come_between_the_same_two_time_and_again(registry);
}

int main(void)
{
    static const named_test_t tests[] = {NAMED(a_large_network_is_edited_by_the_rows_that_differ)};

    return RUN_ON_BOTH(tests);
}
