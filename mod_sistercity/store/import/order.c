#include "store/import/run.h"

#include <apr_strings.h>
#include <stdlib.h>

/* Of what has no other place: behind all the rest. */
#define LAST APR_INT32_MAX

/* A place that the import's new partnerships name. */
typedef struct site_t {
    int partnerships;
    int number;                  /* by its first appearance */
    const struct site_t *center; /* the greatest party of its partnerships, perhaps itself */
} site_t;

typedef struct ordering_t {
    import_run_t *run;
    apr_pool_t *pool;  /* of this work alone */
    apr_hash_t *sites; /* slug -> site_t * */
} ordering_t;

static site_t *site_of(const ordering_t *ordering, const char *slug)
{
    site_t *site = apr_hash_get(ordering->sites, slug, APR_HASH_KEY_STRING);

    if (!site) {
        site = apr_pcalloc(ordering->pool, sizeof(*site));
        site->number = (int)apr_hash_count(ordering->sites);
        apr_hash_set(ordering->sites, apr_pstrdup(ordering->pool, slug), APR_HASH_KEY_STRING, site);
    }
    return site;
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

static const apr_array_header_t *parties_of(const ordering_t *ordering, const import_row_t *row)
{
    const sc_field_t *field = sc_entity_field(&sc_partnership, "parties");

    return sc_field_list(field, import_row_peek(row, field, ordering->run->scratch));
}

static void count_partnership(ordering_t *ordering, import_row_t *row)
{
    const apr_array_header_t *parties = parties_of(ordering, row);

    for (int i = 0; i < SC_COUNT(parties); i++) {
        site_of(ordering, SC_AT(parties, i, sc_party_t)->place)->partnerships++;
    }
}

/* Puts a partnership beside the others of its greatest party, which may be the center of all. */
static void rank_partnership(ordering_t *ordering, import_row_t *row)
{
    const apr_array_header_t *parties = parties_of(ordering, row);
    const site_t *greatest = NULL;

    for (int i = 0; i < SC_COUNT(parties); i++) {
        greatest = greater(greatest, site_of(ordering, SC_AT(parties, i, sc_party_t)->place));
    }
    for (int i = 0; i < SC_COUNT(parties); i++) {
        site_t *site = site_of(ordering, SC_AT(parties, i, sc_party_t)->place);

        site->center = greater(site->center, greatest);
    }
    row->rank = greatest ? greatest->number : LAST;
}

static void rank_place(ordering_t *ordering, import_row_t *row)
{
    const site_t *site = apr_hash_get(ordering->sites, row->slug, APR_HASH_KEY_STRING);

    row->rank = site ? site->center->number : LAST;
}

/* What belongs to a partnership of the import goes with it. */
static void rank_belonging(ordering_t *ordering, import_row_t *row)
{
    const sc_field_t *field = sc_entity_field(row->table->entity, "partnership");
    const char *slug = sc_field_text(field, import_row_peek(row, field, ordering->run->scratch));
    const apr_hash_t *slugs = import_collection_of(ordering->run, &sc_partnership)->slugs;
    const import_row_t *owner =
        slug ? apr_hash_get((apr_hash_t *)slugs, slug, APR_HASH_KEY_STRING) : NULL;

    row->rank = owner ? owner->rank : LAST;
}

static int compare_ranks(const void *a, const void *b)
{
    const import_row_t *one = *(const import_row_t *const *)a;
    const import_row_t *other = *(const import_row_t *const *)b;

    return one->rank != other->rank ? (one->rank < other->rank ? -1 : 1)
                                    : one->number - other->number;
}

static void order_table(ordering_t *ordering, import_table_t *table,
                        void (*rank)(ordering_t *ordering, import_row_t *row))
{
    apr_array_header_t *order = apr_array_copy(ordering->run->pool, table->rows);

    SC_EACH(import_row_t, row, table->rows) {
        apr_pool_clear(ordering->run->scratch);
        row->rank = LAST;
        if (row->action == IMPORT_ADD) {
            rank(ordering, row);
        }
    }
    qsort(order->elts, (size_t)order->nelts, sizeof(import_row_t *), compare_ranks);
    table->order = order;
}

/* What belongs to partnerships goes in the order of these. */
static void number_rows(const import_table_t *table, int *next_rank)
{
    for (int i = 0; i < table->order->nelts; i++) {
        APR_ARRAY_IDX(table->order, i, import_row_t *)->rank = (*next_rank)++;
    }
}

/* Which places have the most partnerships is known when all have been counted, and where a
 * partnership stands before what belongs to it, and its places, are put there. */
static void order_tables(ordering_t *ordering)
{
    import_table_t **tables = (import_table_t **)ordering->run->tables->elts;
    int count = ordering->run->tables->nelts;
    int next_rank = 0;

    for (int i = 0; i < count; i++) {
        if (tables[i]->entity == &sc_partnership) {
            order_table(ordering, tables[i], count_partnership);
        }
    }
    for (int i = 0; i < count; i++) {
        if (tables[i]->entity == &sc_partnership) {
            order_table(ordering, tables[i], rank_partnership);
            number_rows(tables[i], &next_rank);
        }
    }
    for (int i = 0; i < count; i++) {
        if (tables[i]->entity == &sc_place) {
            order_table(ordering, tables[i], rank_place);
        }
        else if (sc_entity_field(tables[i]->entity, "partnership")) {
            order_table(ordering, tables[i], rank_belonging);
        }
    }
}

void import_order(import_run_t *run, int is_large)
{
    ordering_t ordering = {run, NULL, NULL};

    SC_EACH(import_table_t, table, run->tables) {
        table->order = table->rows;
    }
    if (is_large) {
        apr_pool_create(&ordering.pool, run->pool);
        ordering.sites = apr_hash_make(ordering.pool);
        order_tables(&ordering);
        apr_pool_destroy(ordering.pool);
    }
}
