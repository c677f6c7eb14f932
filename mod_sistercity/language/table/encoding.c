#include "language/table/encoding.h"

#include "model/field.h"

#include <string.h>

static const sc_encoding_t utf_16 = {"UTF-16", N_("UTF-16, which spreadsheets call Unicode text")};
static const sc_encoding_t utf_16le = {"UTF-16LE", N_("UTF-16 without a byte order mark")};
static const sc_encoding_t utf_16be = {"UTF-16BE", N_("UTF-16 without a byte order mark")};
static const sc_encoding_t shift_jis = {"CP932", N_("Shift_JIS, the older Japanese encoding")};
static const sc_encoding_t gb18030 = {"GB18030", N_("an East Asian encoding: GB18030, or EUC-KR or "
                                                    "EUC-JP")};
static const sc_encoding_t windows = {
    "WINDOWS-1252",
    N_("an older Windows encoding: WINDOWS-1252 for Western Europe, 1250 for Central "
       "Europe, 1251 for Cyrillic, 1254 for Turkish")};

/** What a walk over the bytes counted; a pair is a lead byte with a trail byte of an encoding. */
typedef struct tally_t {
    apr_size_t first_fault;
    int good;   /* UTF-8 sequences of two bytes or more */
    int broken; /* bytes that belong to no UTF-8 sequence */
} tally_t;

/* The length of the UTF-8 sequence that a byte leads; 0 for one that leads none. */
static int sequence_length(unsigned char lead)
{
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if ((lead & 0xF0) == 0xE0) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

static int is_sequence(const unsigned char *bytes, int length)
{
    for (int i = 1; i < length; i++) {
        if ((bytes[i] & 0xC0) != 0x80) {
            return 0;
        }
    }
    return 1;
}

static tally_t tally_utf8(const unsigned char *bytes, apr_size_t length)
{
    tally_t tally = {length, 0, 0};
    apr_size_t i = 0;

    while (i < length) {
        int size = bytes[i] < 0x80 ? 1 : sequence_length(bytes[i]);

        if (size && i + size > length) {
            break;
        }
        if (size && is_sequence(bytes + i, size)) {
            tally.good += size > 1;
            i += size;
            continue;
        }
        if (!tally.broken) {
            tally.first_fault = i;
        }
        tally.broken++;
        i++;
    }
    return tally;
}

/* Kana and the usual kanji; the leads of rare ones are letters of Western encodings. */
static int is_shift_jis_pair(unsigned char lead, unsigned char trail)
{
    return lead >= 0x81 && lead <= 0x9F && trail >= 0x40 && trail != 0x7F && trail <= 0xFC;
}

static int is_euc_pair(unsigned char lead, unsigned char trail)
{
    return lead >= 0xA1 && lead <= 0xFE && trail >= 0xA1 && trail <= 0xFE;
}

static int is_halfwidth_kana(unsigned char byte)
{
    return byte >= 0xA1 && byte <= 0xDF;
}

/* Whether the high bytes (but for those that stand alone) fall into pairs.
 * @param ratio how many pairs there must be for each byte that is in none */
static int is_pairs(const unsigned char *bytes, apr_size_t length,
                    int (*is_pair)(unsigned char, unsigned char), int (*is_single)(unsigned char),
                    int ratio)
{
    int pairs = 0, others = 0;

    for (apr_size_t i = 0; i < length; i++) {
        if (bytes[i] < 0x80 || (is_single && is_single(bytes[i]))) {
            continue;
        }
        if (i + 1 < length && is_pair(bytes[i], bytes[i + 1])) {
            pairs++;
            i++;
        }
        else {
            others++;
        }
    }
    return pairs > 0 && pairs >= ratio * others;
}

/* Latin text in UTF-16 has a zero in every other byte. */
static const sc_encoding_t *guess_utf16(const unsigned char *bytes, apr_size_t length)
{
    apr_size_t zeros[2] = {0, 0};

    if (length >= 2 &&
        ((bytes[0] == 0xFF && bytes[1] == 0xFE) || (bytes[0] == 0xFE && bytes[1] == 0xFF))) {
        return &utf_16;
    }
    for (apr_size_t i = 0; i < length; i++) {
        zeros[i % 2] += bytes[i] == 0;
    }
    if (zeros[1] * 4 > length && zeros[0] == 0) {
        return &utf_16le;
    }
    return zeros[0] * 4 > length && zeros[1] == 0 ? &utf_16be : NULL;
}

const sc_encoding_t *sc_encoding_guess(const char *bytes, apr_size_t length, apr_size_t *fault)
{
    const unsigned char *octets = (const unsigned char *)bytes;
    const sc_encoding_t *encoding = guess_utf16(octets, length);

    *fault = 0;
    if (encoding) {
        return encoding;
    }
    tally_t tally = tally_utf8(octets, length);
    if (tally.broken == 0 || tally.broken < tally.good) {
        return NULL;
    }
    *fault = tally.first_fault;
    if (is_pairs(octets, length, is_shift_jis_pair, is_halfwidth_kana, 9)) {
        return &shift_jis;
    }
    /* Words of other scripts have an odd number of letters as often as an even one. */
    return is_pairs(octets, length, is_euc_pair, NULL, 50) ? &gb18030 : &windows;
}
