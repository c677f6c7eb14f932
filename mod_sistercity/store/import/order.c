#include "store/import/run.h"

#include <apr_strings.h>
#include <stdlib.h>

/* Of what has no other place: behind all the rest. */
#define LAST APR_INT32_MAX

/* A place that the import's partnerships name. */
typedef struct site_t {
    int partnerships;
    int number;                  /* by its first appearance */
    const struct site_t *center; /* the greatest party of its partnerships, perhaps itself */
} site_t;

/* A row on its way to its place in the order. */
typedef struct ranked_t {
    import_row_t *row;
    int rank;
    site_t **parties; /* of a new partnership, NULL ends */
} ranked_t;

typedef struct ordering_t {
    import_run_t *run;
    apr_pool_t *pool;  /* of this work alone */
    apr_hash_t *sites; /* slug -> site_t * */
    int next_rank;     /* of a partnership */
} ordering_t;

static site_t *site_of(ordering_t *ordering, const char *slug)
{
    site_t *site = apr_hash_get(ordering->sites, slug, APR_HASH_KEY_STRING);

    if (!site) {
        site = apr_pcalloc(ordering->pool, sizeof(*site));
        site->number = (int)apr_hash_count(ordering->sites);
        apr_hash_set(ordering->sites, apr_pstrdup(ordering->pool, slug), APR_HASH_KEY_STRING, site);
    }
    return site;
}

/* The places that a new partnership joins, each with one partnership more. */
static site_t **count_parties(ordering_t *ordering, const import_row_t *row)
{
    const sc_field_t *field = sc_entity_field(&sc_partnership, "parties");
    const apr_array_header_t *parties =
        sc_field_list(field, import_row_peek(row, field, ordering->run->scratch));
    site_t **sites = apr_pcalloc(ordering->pool, (SC_COUNT(parties) + 1) * sizeof(*sites));
    int i;

    for (i = 0; i < SC_COUNT(parties); i++) {
        sites[i] = site_of(ordering, SC_AT(parties, i, sc_party_t)->place);
        sites[i]->partnerships++;
    }
    return sites;
}

static const site_t *greater(const site_t *one, const site_t *other)
{
    if (!one || !other) {
        return one ? one : other;
    }
    if (one->partnerships != other->partnerships) {
        return one->partnerships > other->partnerships ? one : other;
    }
    return one->number < other->number ? one : other;
}

/* Puts a partnership beside the others of its greatest party, which may be the center of all. */
static int rank_beside_parties(const ranked_t *ranked)
{
    const site_t *greatest = NULL;
    site_t **site;

    for (site = ranked->parties; *site; site++) {
        greatest = greater(greatest, *site);
    }
    for (site = ranked->parties; *site; site++) {
        (*site)->center = greater((*site)->center, greatest);
    }
    return greatest ? greatest->number : LAST;
}

static int compare_ranks(const void *a, const void *b)
{
    const ranked_t *one = a, *other = b;

    if (one->rank != other->rank) {
        return one->rank < other->rank ? -1 : 1;
    }
    return one->row->number < other->row->number ? -1 : 1;
}

static void take_order(const ordering_t *ordering, import_table_t *table, ranked_t *ranked)
{
    int count = table->rows->nelts;
    apr_array_header_t *order =
        apr_array_make(ordering->run->pool, count + 1, sizeof(import_row_t *));
    int i;

    qsort(ranked, (size_t)count, sizeof(*ranked), compare_ranks);
    for (i = 0; i < count; i++) {
        APR_ARRAY_PUSH(order, import_row_t *) = ranked[i].row;
    }
    table->order = order;
}

static ranked_t *ranked_of(const ordering_t *ordering, const import_table_t *table)
{
    ranked_t *ranked =
        apr_pcalloc(ordering->pool, ((apr_size_t)table->rows->nelts + 1) * sizeof(*ranked));
    int i;

    for (i = 0; i < table->rows->nelts; i++) {
        ranked[i].row = APR_ARRAY_IDX(table->rows, i, import_row_t *);
        ranked[i].row->rank = ranked[i].rank = LAST;
    }
    return ranked;
}

/* Which places have the most partnerships is known when all have been counted. */
static ranked_t *count_table(ordering_t *ordering, const import_table_t *table)
{
    ranked_t *ranked = ranked_of(ordering, table);
    int i;

    for (i = 0; i < table->rows->nelts; i++) {
        if (ranked[i].row->action == IMPORT_ADD) {
            apr_pool_clear(ordering->run->scratch);
            ranked[i].parties = count_parties(ordering, ranked[i].row);
        }
    }
    return ranked;
}

static void order_partnerships(ordering_t *ordering, import_table_t *table, ranked_t *ranked)
{
    int i;

    for (i = 0; i < table->rows->nelts; i++) {
        if (ranked[i].parties) {
            ranked[i].rank = rank_beside_parties(&ranked[i]);
        }
    }
    take_order(ordering, table, ranked);
    for (i = 0; i < table->rows->nelts; i++) {
        ranked[i].row->rank = ordering->next_rank++;
    }
}

static int rank_of_place(const ordering_t *ordering, const import_row_t *row)
{
    const site_t *site = apr_hash_get(ordering->sites, row->slug, APR_HASH_KEY_STRING);

    return site ? site->center->number : LAST;
}

/* What belongs to a partnership of the import goes with it. */
static int rank_of_item(const ordering_t *ordering, const import_row_t *row,
                        const sc_field_t *partnership)
{
    const char *slug =
        sc_field_text(partnership, import_row_peek(row, partnership, ordering->run->scratch));
    const import_row_t *owner =
        slug ? apr_hash_get(import_collection_of(ordering->run, &sc_partnership)->slugs, slug,
                            APR_HASH_KEY_STRING)
             : NULL;

    return owner ? owner->rank : LAST;
}

static void order_others(ordering_t *ordering, import_table_t *table)
{
    const sc_field_t *partnership = sc_entity_field(table->entity, "partnership");
    ranked_t *ranked;
    int i;

    if (table->entity != &sc_place && !partnership) {
        return;
    }
    ranked = ranked_of(ordering, table);
    for (i = 0; i < table->rows->nelts; i++) {
        const import_row_t *row = ranked[i].row;

        apr_pool_clear(ordering->run->scratch);
        if (row->action == IMPORT_ADD) {
            ranked[i].rank = partnership ? rank_of_item(ordering, row, partnership)
                                         : rank_of_place(ordering, row);
        }
    }
    take_order(ordering, table, ranked);
}

static void order_tables(ordering_t *ordering)
{
    import_table_t **tables = (import_table_t **)ordering->run->tables->elts;
    int count = ordering->run->tables->nelts;
    ranked_t **ranked = apr_pcalloc(ordering->pool, (apr_size_t)(count + 1) * sizeof(*ranked));
    int i;

    for (i = 0; i < count; i++) {
        if (tables[i]->entity == &sc_partnership) {
            ranked[i] = count_table(ordering, tables[i]);
        }
    }
    for (i = 0; i < count; i++) {
        if (tables[i]->entity == &sc_partnership) {
            order_partnerships(ordering, tables[i], ranked[i]);
        }
    }
    for (i = 0; i < count; i++) {
        if (tables[i]->entity != &sc_partnership) {
            order_others(ordering, tables[i]);
        }
    }
}

void import_order(import_run_t *run, int is_large)
{
    ordering_t ordering = {run, NULL, NULL, 0};
    int i;

    for (i = 0; i < run->tables->nelts; i++) {
        import_table_t *table = APR_ARRAY_IDX(run->tables, i, import_table_t *);

        table->order = table->rows;
    }
    if (is_large) {
        apr_pool_create(&ordering.pool, run->pool);
        ordering.sites = apr_hash_make(ordering.pool);
        order_tables(&ordering);
        apr_pool_destroy(ordering.pool);
    }
}
