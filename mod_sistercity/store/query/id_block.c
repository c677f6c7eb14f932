#include "store/query/id_block.h"

#include <apr_strings.h>
#include <string.h>

/* Where a place is in the list, or where it would be. */
static int index_of(const sc_id_block_t *block, int place)
{
    int low = 0;
    int high = block->count;

    while (low < high) {
        int middle = (low + high) / 2;

        if (block->places[middle] < place) {
            low = middle + 1;
        }
        else {
            high = middle;
        }
    }
    return low;
}

static void put(apr_uint64_t *words, int place)
{
    words[place / 64] |= APR_UINT64_C(1) << (place % 64);
}

static int is_put(const apr_uint64_t *words, int place)
{
    return words[place / 64] >> (place % 64) & 1;
}

static void become_bits(sc_id_block_t *block, apr_pool_t *pool)
{
    int i;

    block->words = apr_pcalloc(pool, SC_ID_BYTES);
    for (i = 0; i < block->count; i++) {
        put(block->words, block->places[i]);
    }
    block->places = NULL;
}

/* Makes room for one place more in the list. */
static void grow(sc_id_block_t *block, apr_pool_t *pool)
{
    apr_uint16_t *places;

    if (block->count < block->room) {
        return;
    }
    block->room = block->room ? block->room * 4 : 16;
    places = apr_palloc(pool, block->room * sizeof(*places));
    if (block->count > 0) {
        memcpy(places, block->places, block->count * sizeof(*places));
    }
    block->places = places;
}

void sc_id_block_add(sc_id_block_t *block, int place, apr_pool_t *pool)
{
    int at;

    if (!block->words) {
        at = block->count > 0 && block->places[block->count - 1] < place ? block->count
                                                                         : index_of(block, place);
        if (at < block->count && block->places[at] == place) {
            return;
        }
        if (block->count < SC_ID_LISTED) {
            grow(block, pool);
            memmove(&block->places[at + 1], &block->places[at],
                    (block->count - at) * sizeof(*block->places));
            block->places[at] = (apr_uint16_t)place;
            block->count++;
            return;
        }
        become_bits(block, pool);
    }
    put(block->words, place);
}

int sc_id_block_has(const sc_id_block_t *block, int place)
{
    int at;

    if (block->words) {
        return is_put(block->words, place);
    }
    at = index_of(block, place);
    return at < block->count && block->places[at] == place;
}

int sc_id_block_count(const sc_id_block_t *block)
{
    int count = 0;
    int i;

    if (!block->words) {
        return block->count;
    }
    for (i = 0; i < SC_ID_WORDS; i++) {
        count += __builtin_popcountll(block->words[i]);
    }
    return count;
}

int sc_id_block_is_empty(const sc_id_block_t *block)
{
    int i;

    if (!block->words) {
        return block->count == 0;
    }
    for (i = 0; i < SC_ID_WORDS; i++) {
        if (block->words[i]) {
            return 0;
        }
    }
    return 1;
}

void sc_id_block_list(const sc_id_block_t *block, apr_uint16_t *places)
{
    int i;

    if (!block->words) {
        if (block->count > 0) {
            memcpy(places, block->places, block->count * sizeof(*places));
        }
        return;
    }
    for (i = 0; i < SC_ID_WORDS; i++) {
        apr_uint64_t rest = block->words[i];

        for (; rest; rest &= rest - 1) {
            *places++ = (apr_uint16_t)(i * 64 + __builtin_ctzll(rest));
        }
    }
}

static void copy(sc_id_block_t *block, const sc_id_block_t *other, apr_pool_t *pool)
{
    block->count = other->count;
    if (other->words) {
        block->words = apr_pmemdup(pool, other->words, SC_ID_BYTES);
    }
    else if (other->count > 0) {
        block->places = apr_pmemdup(pool, other->places, other->count * sizeof(*block->places));
        block->room = other->count;
    }
}

/* Both lists, into one. */
static void merge(sc_id_block_t *block, const sc_id_block_t *other, apr_pool_t *pool)
{
    int room = block->count + other->count;
    apr_uint16_t *places = apr_palloc(pool, room * sizeof(*places));
    int i = 0, j = 0, count = 0;

    while (i < block->count && j < other->count) {
        int difference = block->places[i] - other->places[j];

        places[count++] = difference <= 0 ? block->places[i] : other->places[j];
        i += difference <= 0;
        j += difference >= 0;
    }
    for (; i < block->count; i++) {
        places[count++] = block->places[i];
    }
    for (; j < other->count; j++) {
        places[count++] = other->places[j];
    }
    block->places = places;
    block->count = count;
    block->room = room;
}

void sc_id_block_unite(sc_id_block_t *block, const sc_id_block_t *other, apr_pool_t *pool)
{
    int i;

    if (!block->words && block->count == 0) {
        copy(block, other, pool);
        return;
    }
    if (!block->words && !other->words && block->count + other->count <= SC_ID_LISTED) {
        merge(block, other, pool);
        return;
    }
    if (!block->words) {
        become_bits(block, pool);
    }
    for (i = 0; !other->words && i < other->count; i++) {
        put(block->words, other->places[i]);
    }
    for (i = 0; other->words && i < SC_ID_WORDS; i++) {
        block->words[i] |= other->words[i];
    }
}

/* Keeps of a list those that another has. Both are gone through: looking each up takes longer,
 * unless the other is much longer. */
static void intersect_lists(sc_id_block_t *block, const sc_id_block_t *other)
{
    int count = 0;
    int i = 0, j = 0;

    while (i < block->count && j < other->count) {
        int difference = block->places[i] - other->places[j];

        block->places[count] = block->places[i];
        count += difference == 0;
        i += difference <= 0;
        j += difference >= 0;
    }
    block->count = count;
}

/* Keeps of a list those that the other has, or those that it has not. */
static void filter(sc_id_block_t *block, const sc_id_block_t *other, int wanted)
{
    int count = 0;
    int i;

    for (i = 0; i < block->count; i++) {
        int place = block->places[i];

        if (sc_id_block_has(other, place) == wanted) {
            block->places[count++] = (apr_uint16_t)place;
        }
    }
    block->count = count;
}

/* Makes of bits a list of those that are in another. */
static void intersect_with_list(sc_id_block_t *block, const sc_id_block_t *list, apr_pool_t *pool)
{
    int i;

    block->places = apr_palloc(pool, (list->count + 1) * sizeof(*block->places));
    block->room = list->count;
    block->count = 0;
    for (i = 0; i < list->count; i++) {
        block->places[block->count] = list->places[i];
        block->count += is_put(block->words, list->places[i]);
    }
    block->words = NULL;
}

void sc_id_block_intersect(sc_id_block_t *block, const sc_id_block_t *other, apr_pool_t *pool)
{
    int i;

    if (!block->words && !other->words && other->count / 8 < block->count) {
        intersect_lists(block, other);
        return;
    }
    if (!block->words) {
        filter(block, other, 1);
        return;
    }
    if (!other->words) {
        intersect_with_list(block, other, pool);
        return;
    }
    for (i = 0; i < SC_ID_WORDS; i++) {
        block->words[i] &= other->words[i];
    }
}

void sc_id_block_subtract(sc_id_block_t *block, const sc_id_block_t *other)
{
    int i;

    if (!block->words) {
        filter(block, other, 0);
        return;
    }
    for (i = 0; !other->words && i < other->count; i++) {
        int place = other->places[i];

        block->words[place / 64] &= ~(APR_UINT64_C(1) << (place % 64));
    }
    for (i = 0; other->words && i < SC_ID_WORDS; i++) {
        block->words[i] &= ~other->words[i];
    }
}
