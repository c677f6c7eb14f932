#include "language/collate.h"

#include "language/locale.h"
#include "model/array.h"
#include "model/text/notation.h"

#include <apr_strings.h>
#include <apr_tables.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ulocdata.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

/* No language has more letters that are sorted by themselves. */
#define LETTERS_MOST 64

/* Rare Chinese characters, which folding leaves as they are, hold the places of letters while the
 * rest of a text is folded. */
#define PLACE_HOLDER 0x2A640
static const char place_holder[] = "\xF0\xAA\x99"; /* but for its last byte */

/* What stands for a letter is not longer, and shorter than what holds its place. */
#define KEY_LENGTH 3

static const char *utf8_of(UChar32 letter, apr_pool_t *pool)
{
    char text[U8_MAX_LENGTH + 1];
    int length = 0;

    U8_APPEND_UNSAFE(text, length, letter);
    return apr_pstrmemdup(pool, text, length);
}

/* Two letters as the language's dictionaries have them. */
static int compare(const UCollator *collator, const char *a, const char *b)
{
    UErrorCode status = U_ZERO_ERROR;

    return ucol_strcollUTF8(collator, a, -1, b, -1, &status);
}

/* Letters that are written as others with a mark but sorted apart from them: of const char *. */
static void add_own_letters(apr_array_header_t *letters, const UCollator *collator,
                            const char *locale, apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    ULocaleData *data = ulocdata_open(locale, &status);
    USet *set = ulocdata_getExemplarSet(data, NULL, 0, ULOCDATA_ES_STANDARD, &status);
    int32_t i, count = U_SUCCESS(status) ? uset_size(set) : 0;

    for (i = 0; i < count && letters->nelts < LETTERS_MOST; i++) {
        UChar32 c = uset_charAt(set, i);

        if (c >= 0x80 && u_islower(c) && uscript_hasScript(c, USCRIPT_LATIN)) {
            const char *letter = utf8_of(c, pool);

            if (compare(collator, letter, sc_fold(letter, pool)) != 0) {
                APR_ARRAY_PUSH(letters, const char *) = letter;
            }
        }
    }
    uset_close(set);
    ulocdata_close(data);
}

/* Insertion keeps letters that are sorted alike in the order in which they came: plain ones first.
 */
static void sort(apr_array_header_t *letters, const UCollator *collator)
{
    const char **all = (const char **)letters->elts;
    int j;

    for (int i = 1; i < letters->nelts; i++) {
        const char *letter = all[i];

        for (j = i; j > 0 && compare(collator, all[j - 1], letter) > 0; j--) {
            all[j] = all[j - 1];
        }
        all[j] = letter;
    }
}

/* @param letters in their order: each gets what stands for it, unless that is the letter itself */
static const char *join(const char *tag, const apr_array_header_t *letters,
                        const UCollator *collator, apr_pool_t *pool)
{
    const char *joined = apr_pstrdup(pool, tag), *key = "", *before = NULL;
    char base = '`'; /* comes before a */
    int count = 0;

    SC_EACH(const char, letter, letters) {
        if (!before || compare(collator, before, letter) != 0) {
            count = letter[1] == '\0' && letter[0] > base ? 0 : count + 1;
            base = count == 0 ? letter[0] : base;
            key = count == 0 ? letter : apr_psprintf(pool, "%c~%c", base, '0' + count);
        }
        if (strcmp(key, letter) != 0) {
            joined = apr_pstrcat(pool, joined, " ", letter, "=", key, NULL);
        }
        before = letter;
    }
    return joined;
}

const char *sc_alphabet_of(const char *tag, apr_pool_t *pool)
{
    apr_array_header_t *letters = apr_array_make(pool, 40, sizeof(const char *));
    char canonical[SC_LANGUAGE_TAG_LIMIT + 1], locale[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;

    if (!sc_language_tag_read(tag, canonical) || !sc_locale_of_tag(canonical, locale)) {
        return NULL;
    }
    UCollator *collator = ucol_open(locale, &status);
    if (U_FAILURE(status)) {
        return NULL;
    }
    ucol_setStrength(collator, UCOL_PRIMARY);
    for (char c = 'a'; c <= 'z'; c++) {
        APR_ARRAY_PUSH(letters, const char *) = apr_pstrmemdup(pool, &c, 1);
    }
    add_own_letters(letters, collator, locale, pool);
    sort(letters, collator);
    const char *alphabet = join(canonical, letters, collator, pool);
    ucol_close(collator);
    return alphabet;
}

/* What a letter is replaced by. */
typedef struct letter_t {
    UChar32 letter;
    const char *key;
} letter_t;

static apr_array_header_t *letters_of(const char *alphabet, apr_pool_t *pool)
{
    apr_array_header_t *letters = apr_array_make(pool, 16, sizeof(letter_t));
    char *state, *pair = apr_strtok(apr_pstrdup(pool, alphabet), " ", &state); /* the tag */

    while (pair && (pair = apr_strtok(NULL, " ", &state)) && letters->nelts < LETTERS_MOST) {
        const char *key = strchr(pair, '=');
        letter_t *letter;
        int at = 0;

        if (key) {
            letter = apr_array_push(letters);
            U8_NEXT_UNSAFE(pair, at, letter->letter);
            letter->key = key + 1;
        }
    }
    return letters;
}

static int compare_letters(const void *a, const void *b)
{
    return strcmp(((const sc_letter_t *)a)->key, ((const sc_letter_t *)b)->key);
}

/* One that is sorted as another is listed under that. */
apr_array_header_t *sc_alphabet_letters(const char *alphabet, apr_pool_t *pool)
{
    apr_array_header_t *own = letters_of(alphabet, pool);
    apr_array_header_t *letters = apr_array_make(pool, 40, sizeof(sc_letter_t));

    for (char c = 'a'; c <= 'z'; c++) {
        const letter_t plain = {c, apr_pstrmemdup(pool, &c, 1)};

        APR_ARRAY_PUSH(own, letter_t) = plain;
    }
    SC_EACH_OF(const letter_t, letter, own) {
        const char *written = utf8_of(letter->letter, pool);

        if (strcmp(sc_alphabet_key(alphabet, written, pool), letter->key) == 0 &&
            (letter->key[1] || strcmp(letter->key, written) == 0)) {
            APR_ARRAY_PUSH(letters, sc_letter_t) =
                (sc_letter_t){utf8_of(u_toupper(letter->letter), pool), letter->key};
        }
    }
    qsort(letters->elts, (size_t)letters->nelts, sizeof(sc_letter_t), compare_letters);
    return letters;
}

static UChar32 place_holder_of(const apr_array_header_t *letters, UChar32 c)
{
    UChar32 lower = u_tolower(c);

    for (int i = 0; i < letters->nelts; i++) {
        if (APR_ARRAY_IDX(letters, i, letter_t).letter == lower) {
            return PLACE_HOLDER + i;
        }
    }
    return c;
}

/* The text with characters that hold the places of letters. */
static const char *hold_places(const apr_array_header_t *letters, const char *text,
                               apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t length, i = 0, end = 0;
    const UChar *source = sc_utf16_from(text, &length, pool);
    UChar *composed = apr_palloc(pool, (3 * length + 1) * sizeof(UChar));
    UChar *held = apr_palloc(pool, (6 * length + 1) * sizeof(UChar));

    length = unorm2_normalize(unorm2_getNFCInstance(&status), source, length, composed,
                              3 * length + 1, &status);
    if (U_FAILURE(status)) {
        return text;
    }
    while (i < length) {
        UChar32 c;

        U16_NEXT(composed, i, length, c);
        U16_APPEND_UNSAFE(held, end, place_holder_of(letters, c));
    }
    return sc_utf8_from(held, end, pool);
}

/* The letter whose place is held there, or NULL. */
static const letter_t *held_letter(const apr_array_header_t *letters, const char *at)
{
    int index = strncmp(at, place_holder, 3) == 0 ? (unsigned char)at[3] - 0x80 : letters->nelts;

    return index < letters->nelts ? &APR_ARRAY_IDX(letters, index, letter_t) : NULL;
}

const char *sc_alphabet_key(const char *alphabet, const char *text, apr_pool_t *pool)
{
    const apr_array_header_t *letters = letters_of(alphabet, pool);
    const char *folded, *at;
    char *key, *end;

    if (letters->nelts == 0) {
        return sc_fold(text, pool);
    }
    folded = sc_fold(hold_places(letters, text, pool), pool);
    key = end = apr_palloc(pool, strlen(folded) + 1);
    for (at = folded; *at; at++) {
        const letter_t *letter = held_letter(letters, at);

        if (letter) {
            end = apr_cpystrn(end, letter->key, KEY_LENGTH + 1);
            at += KEY_LENGTH;
        }
        else {
            *end++ = *at;
        }
    }
    *end = '\0';
    return key;
}
