#include "store/id_block.h"

#include <apr_base64.h>
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

/* What a letter of Base64 stands for, and SEXTET besides, which tells it from all others. */
enum { SEXTET = 64 };
static const unsigned char sextets[256] = {
    ['A'] = 64,  ['B'] = 65,  ['C'] = 66,  ['D'] = 67,  ['E'] = 68,  ['F'] = 69,  ['G'] = 70,
    ['H'] = 71,  ['I'] = 72,  ['J'] = 73,  ['K'] = 74,  ['L'] = 75,  ['M'] = 76,  ['N'] = 77,
    ['O'] = 78,  ['P'] = 79,  ['Q'] = 80,  ['R'] = 81,  ['S'] = 82,  ['T'] = 83,  ['U'] = 84,
    ['V'] = 85,  ['W'] = 86,  ['X'] = 87,  ['Y'] = 88,  ['Z'] = 89,  ['a'] = 90,  ['b'] = 91,
    ['c'] = 92,  ['d'] = 93,  ['e'] = 94,  ['f'] = 95,  ['g'] = 96,  ['h'] = 97,  ['i'] = 98,
    ['j'] = 99,  ['k'] = 100, ['l'] = 101, ['m'] = 102, ['n'] = 103, ['o'] = 104, ['p'] = 105,
    ['q'] = 106, ['r'] = 107, ['s'] = 108, ['t'] = 109, ['u'] = 110, ['v'] = 111, ['w'] = 112,
    ['x'] = 113, ['y'] = 114, ['z'] = 115, ['0'] = 116, ['1'] = 117, ['2'] = 118, ['3'] = 119,
    ['4'] = 120, ['5'] = 121, ['6'] = 122, ['7'] = 123, ['8'] = 124, ['9'] = 125, ['+'] = 126,
    ['/'] = 127};

/* Three bytes of four letters. @return 0 if one of them is none */
static inline int decode_group(const unsigned char *letters, unsigned char *bytes)
{
    const unsigned a = sextets[letters[0]], b = sextets[letters[1]];
    const unsigned c = sextets[letters[2]], d = sextets[letters[3]];
    const unsigned group = (a & 63) << 18 | (b & 63) << 12 | (c & 63) << 6 | (d & 63);

    bytes[0] = (unsigned char)(group >> 16);
    bytes[1] = (unsigned char)(group >> 8);
    bytes[2] = (unsigned char)group;
    return a & b & c & d & SEXTET;
}

/* The last group of letters, some of which may be padding. */
static int decode_last(const unsigned char *letters, unsigned char *bytes, int padding)
{
    unsigned char whole[4], decoded[3];
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

/* The gap of several bytes at *at, which moves behind it. @return -1 if there is none */
static int long_gap(const unsigned char *bytes, int length, int *at)
{
    unsigned gap = 0;
    int shift = 0;

    while (*at < length && (bytes[*at] & 128) && shift < 14) {
        gap |= (unsigned)(bytes[(*at)++] & 127) << shift;
        shift += 7;
    }
    if (*at == length || (bytes[*at] & 128)) {
        return -1;
    }
    return (int)(gap | (unsigned)bytes[(*at)++] << shift);
}

static apr_status_t unpack_gaps(sc_id_block_t *block, sc_id_scratch_t *scratch,
                                const unsigned char *bytes, int length)
{
    apr_uint64_t *words = NULL;
    int place = -1;
    int at = 0;

    if (length > SC_ID_LISTED) {
        words = block->words = scratch->words;
        memset(words, 0, SC_ID_BYTES);
    }
    while (at < length) {
        int gap = bytes[at] < 128 ? bytes[at++] : long_gap(bytes, length, &at);

        place += gap + 1;
        if (gap < 0 || place >= SC_ID_BLOCK) {
            return APR_EINVAL;
        }
        if (words) {
            words[place / 64] |= APR_UINT64_C(1) << (place % 64);
        }
        else {
            block->places[block->count++] = (apr_uint16_t)place;
        }
    }
    return APR_SUCCESS;
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
