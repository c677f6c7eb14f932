#include "store/query/id_block.h"

#include <apr_base64.h>
#include <arpa/inet.h>
#include <string.h>

static const char *packed_bytes(char letter, const unsigned char *bytes, int length,
                                apr_pool_t *pool)
{
    char *text = apr_palloc(pool, apr_base64_encode_len(length) + 1);

    text[0] = letter;
    apr_base64_encode_binary(text + 1, bytes, length);
    return text;
}

static const char *packed_bits(const apr_uint16_t *places, int count, apr_pool_t *pool)
{
    unsigned char *bytes = apr_pcalloc(pool, SC_ID_BYTES);
    int i;

    for (i = 0; i < count; i++) {
        bytes[places[i] / 8] |= (unsigned char)(1 << (places[i] % 8));
    }
    return packed_bytes('b', bytes, SC_ID_BYTES, pool);
}

/* @return NULL if the bits are shorter */
static const char *packed_gaps(const apr_uint16_t *places, int count, apr_pool_t *pool)
{
    unsigned char bytes[SC_ID_BYTES + 3];
    int length = 0;
    int before = -1;
    int i;

    for (i = 0; i < count && length < SC_ID_BYTES; i++) {
        unsigned gap = (unsigned)(places[i] - before - 1);

        before = places[i];
        for (; gap > 127; gap >>= 7) {
            bytes[length++] = (unsigned char)(gap & 127) | 128;
        }
        bytes[length++] = (unsigned char)gap;
    }
    return length < SC_ID_BYTES ? packed_bytes('g', bytes, length, pool) : NULL;
}

const char *sc_id_block_packed(const sc_id_block_t *block, apr_pool_t *pool)
{
    int count = sc_id_block_count(block);
    apr_uint16_t *places;
    const char *packed;

    if (count == 0) {
        return NULL;
    }
    places = apr_palloc(pool, count * sizeof(*places));
    sc_id_block_list(block, places);
    packed = packed_gaps(places, count, pool);
    return packed ? packed : packed_bits(places, count, pool);
}

/* The letters of Base64 and what they stand for. */
/* clang-format off */
#define LETTERS \
    X('A', 0) X('B', 1) X('C', 2) X('D', 3) X('E', 4) X('F', 5) X('G', 6) X('H', 7) \
    X('I', 8) X('J', 9) X('K', 10) X('L', 11) X('M', 12) X('N', 13) X('O', 14) X('P', 15) \
    X('Q', 16) X('R', 17) X('S', 18) X('T', 19) X('U', 20) X('V', 21) X('W', 22) X('X', 23) \
    X('Y', 24) X('Z', 25) X('a', 26) X('b', 27) X('c', 28) X('d', 29) X('e', 30) X('f', 31) \
    X('g', 32) X('h', 33) X('i', 34) X('j', 35) X('k', 36) X('l', 37) X('m', 38) X('n', 39) \
    X('o', 40) X('p', 41) X('q', 42) X('r', 43) X('s', 44) X('t', 45) X('u', 46) X('v', 47) \
    X('w', 48) X('x', 49) X('y', 50) X('z', 51) X('0', 52) X('1', 53) X('2', 54) X('3', 55) \
    X('4', 56) X('5', 57) X('6', 58) X('7', 59) X('8', 60) X('9', 61) X('+', 62) X('/', 63)
/* clang-format on */

/* What each letter stands for in its place among four, with all bits turned over: what is no letter
 * is 0, which is 0 among others, too. */
static const apr_uint32_t turned[4][256] = {
#define X(letter, value) [letter] = ~((apr_uint32_t)(value) << 18),
    {LETTERS},
#undef X
#define X(letter, value) [letter] = ~((apr_uint32_t)(value) << 12),
    {LETTERS},
#undef X
#define X(letter, value) [letter] = ~((apr_uint32_t)(value) << 6),
    {LETTERS},
#undef X
#define X(letter, value) [letter] = ~(apr_uint32_t)(value),
    {LETTERS}
#undef X
};

/* Three bytes of four letters, and one more. @return 0 if one of them is none */
static inline int decode_group(const unsigned char *letters, unsigned char *bytes)
{
    const apr_uint32_t group = turned[0][letters[0]] & turned[1][letters[1]] &
                               turned[2][letters[2]] & turned[3][letters[3]];
    const apr_uint32_t out = htonl(~group << 8);

    memcpy(bytes, &out, sizeof(out));
    return group >= 0xFF000000;
}

/* The last group of letters, some of which may be padding. */
static int decode_last(const unsigned char *letters, unsigned char *bytes, int padding)
{
    unsigned char whole[4], decoded[4];
    int i;

    for (i = 0; i < 4; i++) {
        whole[i] = i < 4 - padding ? letters[i] : 'A';
    }
    if (!decode_group(whole, decoded)) {
        return 0;
    }
    memcpy(bytes, decoded, (size_t)(3 - padding));
    return 1;
}

/* Decodes Base64. The library takes several times as long, which tells in sets of a million ids.
 * @param bytes has room for SC_ID_BYTES
 * @return how many, or -1 if the text is not Base64 or has more */
static int decode(const char *text, unsigned char *bytes)
{
    const unsigned char *letters = (const unsigned char *)text;
    size_t count = strlen(text);
    int padding = count < 4 || letters[count - 1] != '=' ? 0 : letters[count - 2] != '=' ? 1 : 2;
    size_t groups = count / 4;
    size_t i;

    if (count == 0 || count % 4 != 0 || groups * 3 > SC_ID_BYTES + (size_t)padding) {
        return -1;
    }
    for (i = 0; i + 1 < groups; i++) {
        if (!decode_group(letters + i * 4, bytes + i * 3)) {
            return -1;
        }
    }
    return decode_last(letters + i * 4, bytes + i * 3, padding) ? (int)groups * 3 - padding : -1;
}

/* The gap at *at, which moves behind it. @return SC_ID_BLOCK if there is none */
static inline int next_gap(const unsigned char *bytes, int length, int *at)
{
    int gap = bytes[(*at)++];
    int shift;

    if (gap < 128) {
        return gap;
    }
    gap &= 127;
    for (shift = 7; shift <= 14 && *at < length; shift += 7) {
        int byte = bytes[(*at)++];

        gap |= (byte & 127) << shift;
        if (byte < 128) {
            return gap;
        }
    }
    return SC_ID_BLOCK;
}

static apr_status_t unpack_to_list(sc_id_block_t *block, const unsigned char *bytes, int length)
{
    apr_uint16_t *places = block->places;
    int place = -1;
    int count = 0;
    int at = 0;

    while (at < length) {
        place += next_gap(bytes, length, &at) + 1;
        if (place >= SC_ID_BLOCK) {
            return APR_EINVAL;
        }
        places[count++] = (apr_uint16_t)place;
    }
    block->count = count;
    return APR_SUCCESS;
}

static apr_status_t unpack_to_bits(apr_uint64_t *words, const unsigned char *bytes, int length)
{
    int place = -1;
    int at = 0;

    memset(words, 0, SC_ID_BYTES);
    while (at < length) {
        place += next_gap(bytes, length, &at) + 1;
        if (place >= SC_ID_BLOCK) {
            return APR_EINVAL;
        }
        words[place / 64] |= APR_UINT64_C(1) << (place % 64);
    }
    return APR_SUCCESS;
}

static apr_status_t unpack_gaps(sc_id_block_t *block, sc_id_scratch_t *scratch,
                                const unsigned char *bytes, int length)
{
    if (length <= SC_ID_LISTED) {
        return unpack_to_list(block, bytes, length);
    }
    block->words = scratch->words;
    return unpack_to_bits(block->words, bytes, length);
}

static apr_status_t unpack_bits(sc_id_block_t *block, sc_id_scratch_t *scratch, int length)
{
    block->words = scratch->words;
#if APR_IS_BIGENDIAN
    for (int i = 0; i < SC_ID_WORDS; i++) {
        block->words[i] = __builtin_bswap64(block->words[i]);
    }
#endif
    return length == SC_ID_BYTES ? APR_SUCCESS : APR_EINVAL;
}

apr_status_t sc_id_block_unpack(sc_id_block_t *block, sc_id_scratch_t *scratch, const char *packed)
{
    unsigned char bytes[SC_ID_BYTES];
    int length;

    block->words = NULL;
    block->places = scratch->places;
    block->count = 0;
    block->room = SC_ID_LISTED;
    if (packed[0] == 'b') {
        return unpack_bits(block, scratch, decode(packed + 1, (unsigned char *)scratch->words));
    }
    length = packed[0] == 'g' ? decode(packed + 1, bytes) : -1;
    return length < 0 ? APR_EINVAL : unpack_gaps(block, scratch, bytes, length);
}
