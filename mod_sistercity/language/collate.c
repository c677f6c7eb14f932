#include "language/collate.h"

#include "language/locale.h"
#include "model/text/radicals.h"
#include "model/text/utf8.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <pthread.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/utf16.h>
#include <unicode/utrans.h>

/* No character becomes more than this many in Latin, or in compatibility decomposition (U+FDFA). */
#define MOST_EXPANSION 18

/*
 * Modifier letters go before Latin-ASCII makes them apostrophes: Кольцово is kolcovo, Oʻzbekiston
 * ozbekiston. East Asian letters stay as they are: ICU would read kanji as Chinese.
 */
static const UChar keep_east_asian[] =
    u"[[:^scx=Han:]&[:^scx=Hira:]&[:^scx=Kana:]&[:^scx=Hang:]&[:^scx=Bopo:]] "
    u"Any-Latin; [:Lm:] Remove; Latin-ASCII; Lower";
static const UChar read_chinese[] = u"Any-Latin; [:Lm:] Remove; Latin-ASCII; Lower; [:Zs:] Remove";
static const UChar romanize_all[] = u"[:^scx=Han:] Any-Latin; [:Lm:] Remove; Latin-ASCII; Lower";

/*
 * A transliterator may not be used by two threads at once, takes a millisecond to open, and one
 * that is cloned for each text loses what makes the next text of the same script fast: so there is
 * one for the process, behind a lock. Texts in ASCII never come here.
 */
typedef struct transliterator_t {
    pthread_mutex_t lock;
    const UChar *id;
    UTransliterator *opened; /* NULL until first used */
} transliterator_t;

static transliterator_t keeping = {PTHREAD_MUTEX_INITIALIZER, keep_east_asian, NULL};
static transliterator_t chinese = {PTHREAD_MUTEX_INITIALIZER, read_chinese, NULL};
static transliterator_t romanizing = {PTHREAD_MUTEX_INITIALIZER, romanize_all, NULL};

int sc_collate(const sc_language_t *language, const char *a, const char *b)
{
    UErrorCode status = U_ZERO_ERROR;
    UCollationResult order =
        ucol_strcollUTF8(sc_usage_of(language)->collator, a, -1, b, -1, &status);

    return U_SUCCESS(status) ? (int)order : strcmp(a, b);
}

static int is_ascii(const char *text)
{
    for (; *text; text++) {
        if ((unsigned char)*text >= 0x80) {
            return 0;
        }
    }
    return 1;
}

/* Keeps letters and digits, in lower case, and puts one space between runs of them. Bytes of other
 * characters than ASCII are kept, or with @a only_ascii dropped. */
static const char *words_of(const char *text, int only_ascii, apr_pool_t *pool)
{
    char *folded = apr_palloc(pool, strlen(text) + 1);
    char *end = folded;
    int gap = 0;

    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c >= 0x80 && only_ascii) {
            continue;
        }
        if (c < 0x80 && !apr_isalnum(c)) {
            gap = end > folded;
            continue;
        }
        if (gap) {
            *end++ = ' ';
            gap = 0;
        }
        *end++ = (char)apr_tolower(c);
    }
    *end = '\0';
    return folded;
}

static int is_word_character(UChar32 c)
{
    return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

/* Punctuation and symbols of every script become spaces; words_of() then joins them. */
static void blank_punctuation(UChar *text, int32_t length)
{
    int32_t i = 0;

    while (i < length) {
        int32_t start = i;
        UChar32 c;

        U16_NEXT(text, i, length, c);
        if (!is_word_character(c)) {
            while (start < i) {
                text[start++] = ' ';
            }
        }
    }
}

/* NFKC and case folding. */
static UChar *casefold(const char *text, int32_t *length, int32_t *room, apr_pool_t *pool)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *nfkc = unorm2_getNFKCCasefoldInstance(&status);
    int32_t source_length;
    const UChar *source = sc_utf16_from(text, &source_length, pool);

    *room = source_length * MOST_EXPANSION + 1;
    UChar *folded = apr_palloc(pool, (apr_size_t)*room * sizeof(UChar));
    *length = unorm2_normalize(nfkc, source, source_length, folded, *room, &status);
    return U_SUCCESS(status) ? folded : NULL;
}

static int transliterate(transliterator_t *transliterator, UChar *text, int32_t *length,
                         int32_t room)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t limit = *length;

    pthread_mutex_lock(&transliterator->lock);
    if (!transliterator->opened) {
        transliterator->opened =
            utrans_openU(transliterator->id, -1, UTRANS_FORWARD, NULL, 0, NULL, &status);
    }
    if (transliterator->opened) {
        utrans_transUChars(transliterator->opened, text, length, room, 0, &limit, &status);
    }
    pthread_mutex_unlock(&transliterator->lock);
    return U_SUCCESS(status) && *length <= room;
}

static const char *fold(const char *text, transliterator_t *transliterator, apr_pool_t *pool)
{
    int only_ascii = transliterator != &keeping;
    int32_t length;
    int32_t room;

    if (is_ascii(text)) {
        return words_of(text, only_ascii, pool);
    }
    UChar *units = casefold(sc_radicals_read(text, pool), &length, &room, pool);
    if (!units || !transliterate(transliterator, units, &length, room)) {
        return words_of(text, only_ascii, pool);
    }
    blank_punctuation(units, length);
    return words_of(sc_utf8_from(units, length, pool), only_ascii, pool);
}

const char *sc_fold(const char *text, apr_pool_t *pool)
{
    return fold(text, &keeping, pool);
}

const char *sc_fold_pinyin(const char *text, apr_pool_t *pool)
{
    return fold(text, &chinese, pool);
}

const char *sc_fold_ascii(const char *text, apr_pool_t *pool)
{
    return fold(text, &romanizing, pool);
}

/* Whether folding can romanize all of the word: kana and hangul, of which no letter is lost. */
static int is_romanizable(const char *word)
{
    int length;

    for (; *word; word += length) {
        unsigned value = sc_utf8_point(word, &length);

        if (!(value >= 0x3040 && value <= 0x30FF) && !(value >= 0xAC00 && value <= 0xD7AF)) {
            return 0;
        }
    }
    return 1;
}

const char *sc_fold_loose(const char *word, apr_pool_t *pool)
{
    const char *from = *word && is_romanizable(word) ? sc_fold_ascii(word, pool) : word;
    char *loose = apr_pstrdup(pool, from), *end = loose;

    for (; *from; from++) {
        char letter = *from == 'y' ? 'i' : *from;
        int follows = end > loose && strchr("aoui", end[-1]) != NULL;

        if ((follows && letter == 'e') || (follows && end[-1] == 'o' && letter == 'u') ||
            (apr_isascii(letter) && from[1] && end > loose && end[-1] == letter)) {
            continue;
        }
        *end++ = letter;
    }
    *end = '\0';
    return *loose && strcmp(loose, word) != 0 ? loose : word;
}
