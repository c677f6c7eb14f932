#include "store/query/id_set.h"

struct sc_id_set_t {
    apr_pool_t *pool;
    apr_array_header_t *blocks; /* of sc_id_block_t *, by rising number */
};

#define BLOCK(set, i) APR_ARRAY_IDX((set)->blocks, i, sc_id_block_t *)

sc_id_set_t *sc_id_set_new(apr_pool_t *pool)
{
    sc_id_set_t *set = apr_palloc(pool, sizeof(*set));

    set->pool = pool;
    set->blocks = apr_array_make(pool, 8, sizeof(sc_id_block_t *));
    return set;
}

/* The index of the first block with this number or a greater one. */
static int index_of(const sc_id_set_t *set, apr_int64_t number)
{
    int low = 0;
    int high = set->blocks->nelts;

    while (low < high) {
        int middle = (low + high) / 2;

        if (BLOCK(set, middle)->number < number) {
            low = middle + 1;
        }
        else {
            high = middle;
        }
    }
    return low;
}

static sc_id_block_t *find_block(const sc_id_set_t *set, apr_int64_t number)
{
    int i = index_of(set, number);

    return i < set->blocks->nelts && BLOCK(set, i)->number == number ? BLOCK(set, i) : NULL;
}

static sc_id_block_t *make_block(sc_id_set_t *set, apr_int64_t number)
{
    int at = index_of(set, number);
    sc_id_block_t *block;
    int i;

    if (at < set->blocks->nelts && BLOCK(set, at)->number == number) {
        return BLOCK(set, at);
    }
    block = apr_pcalloc(set->pool, sizeof(*block));
    block->number = number;
    apr_array_push(set->blocks);
    for (i = set->blocks->nelts - 1; i > at; i--) {
        BLOCK(set, i) = BLOCK(set, i - 1);
    }
    BLOCK(set, at) = block;
    return block;
}

static int place_of(apr_int64_t id)
{
    return (int)(id & (SC_ID_BLOCK - 1));
}

void sc_id_set_add(sc_id_set_t *set, apr_int64_t id)
{
    sc_id_block_add(make_block(set, SC_ID_BLOCK_OF(id)), place_of(id), set->pool);
}

int sc_id_set_has(const sc_id_set_t *set, apr_int64_t id)
{
    const sc_id_block_t *block = find_block(set, SC_ID_BLOCK_OF(id));

    return block && sc_id_block_has(block, place_of(id));
}

/* The number at the beginning of a list, which moves behind it and a comma. */
static apr_int64_t next_id(const char **list)
{
    const char *at = *list;
    int is_negative = *at == '-';
    apr_uint64_t id = 0;

    for (at += is_negative; *at >= '0' && *at <= '9'; at++) {
        id = id * 10 + (apr_uint64_t)(*at - '0');
    }
    *list = *at ? at + 1 : at;
    return (apr_int64_t)(is_negative ? -id : id);
}

apr_int64_t sc_id_set_add_list(sc_id_set_t *set, const char *list, const sc_id_set_t *among)
{
    const char *at = list;
    apr_int64_t count;

    for (count = 0; at && *at; count++) {
        apr_int64_t id = next_id(&at);

        if (!among || sc_id_set_has(among, id)) {
            sc_id_set_add(set, id);
        }
    }
    return count;
}

void sc_id_set_unite(sc_id_set_t *set, const sc_id_set_t *other)
{
    int i;

    for (i = 0; i < other->blocks->nelts; i++) {
        const sc_id_block_t *block = BLOCK(other, i);

        sc_id_block_unite(make_block(set, block->number), block, set->pool);
    }
}

void sc_id_set_intersect(sc_id_set_t *set, const sc_id_set_t *other)
{
    int kept = 0;
    int i;

    for (i = 0; i < set->blocks->nelts; i++) {
        sc_id_block_t *block = BLOCK(set, i);
        const sc_id_block_t *same = find_block(other, block->number);

        if (same) {
            sc_id_block_intersect(block, same, set->pool);
            BLOCK(set, kept++) = block;
        }
    }
    set->blocks->nelts = kept;
}

void sc_id_set_subtract(sc_id_set_t *set, const sc_id_set_t *other)
{
    int i;

    for (i = 0; i < other->blocks->nelts; i++) {
        sc_id_block_t *block = find_block(set, BLOCK(other, i)->number);

        if (block) {
            sc_id_block_subtract(block, BLOCK(other, i));
        }
    }
}

apr_int64_t sc_id_set_count(const sc_id_set_t *set)
{
    apr_int64_t count = 0;
    int i;

    for (i = 0; i < set->blocks->nelts; i++) {
        count += sc_id_block_count(BLOCK(set, i));
    }
    return count;
}

int sc_id_set_is_empty(const sc_id_set_t *set)
{
    int i;

    for (i = 0; i < set->blocks->nelts; i++) {
        if (!sc_id_block_is_empty(BLOCK(set, i))) {
            return 0;
        }
    }
    return 1;
}

apr_array_header_t *sc_id_set_ids(const sc_id_set_t *set, apr_pool_t *pool)
{
    apr_array_header_t *ids =
        apr_array_make(pool, (int)sc_id_set_count(set) + 1, sizeof(apr_int64_t));
    int i, j;

    for (i = 0; i < set->blocks->nelts; i++) {
        const sc_id_block_t *block = BLOCK(set, i);
        int count = sc_id_block_count(block);
        apr_uint16_t *places = apr_palloc(pool, (count + 1) * sizeof(*places));

        sc_id_block_list(block, places);
        for (j = 0; j < count; j++) {
            APR_ARRAY_PUSH(ids, apr_int64_t) = block->number * SC_ID_BLOCK + places[j];
        }
    }
    return ids;
}

apr_array_header_t *sc_id_set_blocks(const sc_id_set_t *set, apr_pool_t *pool)
{
    apr_array_header_t *numbers = apr_array_make(pool, set->blocks->nelts + 1, sizeof(apr_int64_t));
    int i;

    for (i = 0; i < set->blocks->nelts; i++) {
        if (!sc_id_block_is_empty(BLOCK(set, i))) {
            APR_ARRAY_PUSH(numbers, apr_int64_t) = BLOCK(set, i)->number;
        }
    }
    return numbers;
}

sc_id_set_t *sc_id_set_of_block(const sc_id_set_t *set, apr_int64_t number, apr_pool_t *pool)
{
    sc_id_set_t *part = sc_id_set_new(pool);
    const sc_id_block_t *block = find_block(set, number);

    if (block) {
        sc_id_block_unite(make_block(part, number), block, pool);
    }
    return part;
}

const char *sc_id_set_packed(const sc_id_set_t *set, apr_int64_t number, apr_pool_t *pool)
{
    const sc_id_block_t *block = find_block(set, number);

    return block ? sc_id_block_packed(block, pool) : NULL;
}

apr_status_t sc_id_set_add_packed(sc_id_set_t *set, apr_int64_t number, const char *packed,
                                  const sc_id_set_t *among)
{
    const sc_id_block_t *wanted = among ? find_block(among, number) : NULL;
    sc_id_scratch_t scratch;
    sc_id_block_t block;
    apr_status_t status;

    if (among && !wanted) {
        return APR_SUCCESS;
    }
    status = sc_id_block_unpack(&block, &scratch, packed);
    if (status != APR_SUCCESS) {
        return status;
    }
    if (wanted) {
        sc_id_block_intersect(&block, wanted, set->pool);
    }
    sc_id_block_unite(make_block(set, number), &block, set->pool);
    return APR_SUCCESS;
}
