#include "store/id_set.h"

#include <apr_base64.h>
#include <apr_strings.h>
#include <string.h>

enum { WORD_BITS = 64, WORDS = SC_ID_BLOCK / WORD_BITS, BYTES = SC_ID_BLOCK / 8 };

typedef struct block_t {
    apr_int64_t number;
    apr_uint64_t words[WORDS];
} block_t;

struct sc_id_set_t {
    apr_pool_t *pool;
    apr_array_header_t *blocks; /* of block_t *, by rising number */
};

#define BLOCK(set, i) APR_ARRAY_IDX((set)->blocks, i, block_t *)

sc_id_set_t *sc_id_set_new(apr_pool_t *pool)
{
    sc_id_set_t *set = apr_palloc(pool, sizeof(*set));

    set->pool = pool;
    set->blocks = apr_array_make(pool, 8, sizeof(block_t *));
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

static block_t *find_block(const sc_id_set_t *set, apr_int64_t number)
{
    int i = index_of(set, number);

    return i < set->blocks->nelts && BLOCK(set, i)->number == number ? BLOCK(set, i) : NULL;
}

static block_t *make_block(sc_id_set_t *set, apr_int64_t number)
{
    int at = index_of(set, number);
    block_t *block;
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

static void put(block_t *block, int place)
{
    block->words[place / WORD_BITS] |= APR_UINT64_C(1) << (place % WORD_BITS);
}

void sc_id_set_add(sc_id_set_t *set, apr_int64_t id)
{
    put(make_block(set, SC_ID_BLOCK_OF(id)), place_of(id));
}

int sc_id_set_has(const sc_id_set_t *set, apr_int64_t id)
{
    const block_t *block = find_block(set, SC_ID_BLOCK_OF(id));
    int place = place_of(id);

    return block && (block->words[place / WORD_BITS] >> (place % WORD_BITS) & 1);
}

void sc_id_set_add_list(sc_id_set_t *set, const char *list)
{
    const char *at = list;

    while (at && *at) {
        sc_id_set_add(set, apr_atoi64(at));
        at = strchr(at, ',');
        at = at ? at + 1 : NULL;
    }
}

void sc_id_set_unite(sc_id_set_t *set, const sc_id_set_t *other)
{
    int i, j;

    for (i = 0; i < other->blocks->nelts; i++) {
        block_t *block = make_block(set, BLOCK(other, i)->number);

        for (j = 0; j < WORDS; j++) {
            block->words[j] |= BLOCK(other, i)->words[j];
        }
    }
}

void sc_id_set_intersect(sc_id_set_t *set, const sc_id_set_t *other)
{
    int kept = 0;
    int i, j;

    for (i = 0; i < set->blocks->nelts; i++) {
        block_t *block = BLOCK(set, i);
        const block_t *same = find_block(other, block->number);

        if (same) {
            for (j = 0; j < WORDS; j++) {
                block->words[j] &= same->words[j];
            }
            BLOCK(set, kept++) = block;
        }
    }
    set->blocks->nelts = kept;
}

void sc_id_set_subtract(sc_id_set_t *set, const sc_id_set_t *other)
{
    int i, j;

    for (i = 0; i < other->blocks->nelts; i++) {
        block_t *block = find_block(set, BLOCK(other, i)->number);

        for (j = 0; block && j < WORDS; j++) {
            block->words[j] &= ~BLOCK(other, i)->words[j];
        }
    }
}

static int count_of(const block_t *block)
{
    int count = 0;
    int i;

    for (i = 0; i < WORDS; i++) {
        count += __builtin_popcountll(block->words[i]);
    }
    return count;
}

apr_int64_t sc_id_set_count(const sc_id_set_t *set)
{
    apr_int64_t count = 0;
    int i;

    for (i = 0; i < set->blocks->nelts; i++) {
        count += count_of(BLOCK(set, i));
    }
    return count;
}

/* The places of a block's ids, rising. @param places has room for count_of() */
static void list_places(const block_t *block, int *places)
{
    int i;

    for (i = 0; i < WORDS; i++) {
        apr_uint64_t rest = block->words[i];

        for (; rest; rest &= rest - 1) {
            *places++ = i * WORD_BITS + __builtin_ctzll(rest);
        }
    }
}

apr_array_header_t *sc_id_set_ids(const sc_id_set_t *set, apr_pool_t *pool)
{
    apr_array_header_t *ids =
        apr_array_make(pool, (int)sc_id_set_count(set) + 1, sizeof(apr_int64_t));
    int i, j;

    for (i = 0; i < set->blocks->nelts; i++) {
        const block_t *block = BLOCK(set, i);
        int count = count_of(block);
        int *places = apr_palloc(pool, (count + 1) * sizeof(*places));

        list_places(block, places);
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
        if (count_of(BLOCK(set, i)) > 0) {
            APR_ARRAY_PUSH(numbers, apr_int64_t) = BLOCK(set, i)->number;
        }
    }
    return numbers;
}

sc_id_set_t *sc_id_set_of_block(const sc_id_set_t *set, apr_int64_t number, apr_pool_t *pool)
{
    sc_id_set_t *part = sc_id_set_new(pool);
    const block_t *block = find_block(set, number);

    if (block) {
        *make_block(part, number) = *block;
    }
    return part;
}

static const char *packed_bytes(char letter, const unsigned char *bytes, int length,
                                apr_pool_t *pool)
{
    char *text = apr_palloc(pool, apr_base64_encode_len(length) + 1);

    text[0] = letter;
    apr_base64_encode_binary(text + 1, bytes, length);
    return text;
}

static const char *packed_bits(const block_t *block, apr_pool_t *pool)
{
    unsigned char *bytes = apr_palloc(pool, BYTES);
    int i;

    for (i = 0; i < BYTES; i++) {
        bytes[i] = (unsigned char)(block->words[i / 8] >> (8 * (i % 8)));
    }
    return packed_bytes('b', bytes, BYTES, pool);
}

/* @return NULL if the bits are shorter */
static const char *packed_gaps(const block_t *block, int count, apr_pool_t *pool)
{
    int *places = apr_palloc(pool, count * sizeof(*places));
    unsigned char *bytes = apr_palloc(pool, BYTES + 3);
    int length = 0;
    int before = -1;
    int i;

    list_places(block, places);
    for (i = 0; i < count && length < BYTES; i++) {
        unsigned gap = (unsigned)(places[i] - before - 1);

        before = places[i];
        for (; gap > 127; gap >>= 7) {
            bytes[length++] = (unsigned char)(gap & 127) | 128;
        }
        bytes[length++] = (unsigned char)gap;
    }
    return length < BYTES ? packed_bytes('g', bytes, length, pool) : NULL;
}

const char *sc_id_set_packed(const sc_id_set_t *set, apr_int64_t number, apr_pool_t *pool)
{
    const block_t *block = find_block(set, number);
    int count = block ? count_of(block) : 0;
    const char *packed;

    if (count == 0) {
        return NULL;
    }
    packed = packed_gaps(block, count, pool);
    return packed ? packed : packed_bits(block, pool);
}

static apr_status_t add_bits(block_t *block, const unsigned char *bytes, int length)
{
    int i;

    if (length != BYTES) {
        return APR_EINVAL;
    }
    for (i = 0; i < BYTES; i++) {
        block->words[i / 8] |= (apr_uint64_t)bytes[i] << (8 * (i % 8));
    }
    return APR_SUCCESS;
}

static apr_status_t add_gaps(block_t *block, const unsigned char *bytes, int length)
{
    int place = -1;
    int i = 0;

    while (i < length) {
        unsigned gap = 0;
        int shift = 0;

        while (i < length && (bytes[i] & 128) && shift < 14) {
            gap |= (unsigned)(bytes[i++] & 127) << shift;
            shift += 7;
        }
        if (i == length || (bytes[i] & 128)) {
            return APR_EINVAL;
        }
        gap |= (unsigned)bytes[i++] << shift;
        place += (int)gap + 1;
        if (place >= SC_ID_BLOCK) {
            return APR_EINVAL;
        }
        put(block, place);
    }
    return APR_SUCCESS;
}

apr_status_t sc_id_set_add_packed(sc_id_set_t *set, apr_int64_t number, const char *packed)
{
    /* Longer texts are none, and the decoder must not be handed more than there is room for. */
    unsigned char bytes[BYTES + 3];
    size_t letters = strlen(packed);
    block_t *block;
    int length;

    if (letters < 2 || letters > 1 + (BYTES + 2) / 3 * 4) {
        return APR_EINVAL;
    }
    length = apr_base64_decode_binary(bytes, packed + 1);
    /* It ends at what is no Base64. */
    if ((size_t)(length + 2) / 3 * 4 != letters - 1) {
        return APR_EINVAL;
    }
    block = make_block(set, number);
    switch (packed[0]) {
    case 'b':
        return add_bits(block, bytes, length);
    case 'g':
        return add_gaps(block, bytes, length);
    default:
        return APR_EINVAL;
    }
}
