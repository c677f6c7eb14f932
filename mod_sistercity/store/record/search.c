#include "store/record/search.h"

#include "language/collate.h"
#include "model/text/utf8.h"

#include <apr_hash.h>
#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* Ranges of code points of scripts that are written without spaces between words and that folding
 * leaves as they are: Han, kana, hangul. */
static const struct {
    unsigned first, last;
} unspaced[] = {{0x1100, 0x11FF}, {0x2E80, 0x2FDF}, {0x3040, 0x31FF}, {0x3400, 0x4DBF},
                {0x4E00, 0x9FFF}, {0xAC00, 0xD7AF}, {0xF900, 0xFAFF}, {0x20000, 0x3FFFF}};

static int is_unspaced(unsigned value)
{
    for (size_t i = 0; i < sizeof(unspaced) / sizeof(unspaced[0]); i++) {
        if (value >= unspaced[i].first && value <= unspaced[i].last) {
            return 1;
        }
    }
    return 0;
}

/* The word, cut at SC_KEY_LIMIT characters. */
static const char *cut(const char *word, const char *end, apr_pool_t *pool)
{
    apr_size_t most = sc_utf8_prefix(word, SC_KEY_LIMIT), length = (apr_size_t)(end - word);

    return apr_pstrmemdup(pool, word, length < most ? length : most);
}

/* A set of texts that keeps their order. */
typedef struct set_t {
    apr_array_header_t *texts;
    apr_hash_t *known;
    apr_pool_t *pool;
} set_t;

static set_t set_of(apr_pool_t *pool)
{
    return (set_t){apr_array_make(pool, 8, sizeof(const char *)), apr_hash_make(pool), pool};
}

static void add(set_t *set, const char *text)
{
    if (!apr_hash_get(set->known, text, APR_HASH_KEY_STRING)) {
        apr_hash_set(set->known, text, APR_HASH_KEY_STRING, text);
        APR_ARRAY_PUSH(set->texts, const char *) = text;
    }
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

const char *sc_search_loose(const char *word, apr_pool_t *pool)
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

/* A key from the beginning of the word, and from each place where a reader may see one begin. */
static void add_keys_of_word(set_t *set, const char *word, const char *end)
{
    int was_unspaced = 0;
    const char *at;
    int length;

    for (at = word; at < end; at += length) {
        int is_now = is_unspaced(sc_utf8_point(at, &length));

        if (at == word || is_now || was_unspaced) {
            add(set, cut(at, end, set->pool));
        }
        was_unspaced = is_now;
    }
    word = apr_pstrmemdup(set->pool, word, end - word);
    word = sc_search_loose(word, set->pool);
    add(set, cut(word, word + strlen(word), set->pool));
}

static void add_term(set_t *set, const char *word, const char *end)
{
    if (set->texts->nelts < SC_TERM_LIMIT) {
        add(set, cut(word, end, set->pool));
    }
}

static void each_word(set_t *set, const char *folded,
                      void (*take)(set_t *set, const char *word, const char *end))
{
    const char *at = folded;

    while (*(at += strspn(at, " "))) {
        const char *end = at + strcspn(at, " ");

        take(set, at, end);
        at = end;
    }
}

static void add_keys_of_record(set_t *set, const void *record)
{
    const sc_entity_t *entity = sc_record_entity(record);

    for (int i = 0; i < entity->field_count; i++) {
        const sc_field_t *field = &entity->fields[i];

        if (!(field->flags & SC_SEARCHABLE) || !sc_field_is_set(field, record)) {
            continue;
        }
        if (field->type == SC_TYPE_PARTS) {
            const apr_array_header_t *parts = sc_field_list(field, record);

            for (int j = 0; j < parts->nelts; j++) {
                add_keys_of_record(set, APR_ARRAY_IDX(parts, j, void *));
            }
        }
        else {
            each_word(set, sc_fold(sc_field_text(field, record), set->pool), add_keys_of_word);
        }
    }
}

const char *sc_search_table(const sc_entity_t *entity, apr_pool_t *pool)
{
    for (int i = 0; i < entity->field_count; i++) {
        if (entity->fields[i].flags & SC_SEARCHABLE) {
            return apr_pstrcat(pool, entity->name, "_keys", NULL);
        }
    }
    return NULL;
}

apr_array_header_t *sc_search_terms(const char *typed, apr_pool_t *pool)
{
    set_t set = set_of(pool);

    each_word(&set, sc_fold(typed, pool), add_term);
    return set.texts;
}

const char *sc_search_end(const char *term, apr_pool_t *pool)
{
    /* U+10FFFF, behind which no character comes. */
    return apr_pstrcat(pool, term, "\xF4\x8F\xBF\xBF", NULL);
}

apr_array_header_t *sc_search_keys(const void *record, apr_pool_t *pool)
{
    set_t set = set_of(pool);

    add_keys_of_record(&set, record);
    return set.texts;
}
