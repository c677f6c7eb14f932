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

const char *sc_search_whole(const char *folded, int is_loose, apr_pool_t *pool)
{
    char *joined = apr_pstrdup(pool, folded), *end = joined;

    for (; *folded; folded++) {
        if (*folded != ' ') {
            *end++ = *folded;
        }
    }
    *end = '\0';
    const char *whole = is_loose ? sc_fold_loose(joined, pool) : joined;
    if (!*whole || (is_loose && strcmp(whole, joined) == 0)) {
        return NULL;
    }
    whole = apr_pstrcat(pool, SC_KEY_OF_WHOLE, whole, NULL);
    return cut(whole, whole + strlen(whole), pool);
}

/* A text is found by all of it, too, however its words are put apart. */
static void add_keys_of_whole(set_t *set, const char *folded)
{
    for (int is_loose = 0; is_loose < 2; is_loose++) {
        const char *whole = sc_search_whole(folded, is_loose, set->pool);

        if (whole) {
            add(set, whole);
        }
    }
}

/* A key from the beginning of the word, and from each place where a reader may see one begin. */
static void add_keys_of_word(set_t *set, const char *word, const char *end)
{
    int was_unspaced = 0;
    int length;

    for (const char *at = word; at < end; at += length) {
        int is_now = is_unspaced(sc_utf8_point(at, &length));

        if (at == word || is_now || was_unspaced) {
            add(set, cut(at, end, set->pool));
        }
        was_unspaced = is_now;
    }
    word = apr_pstrmemdup(set->pool, word, end - word);
    word = sc_fold_loose(word, set->pool);
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

static void add_keys_of_field(void *context, const void *record, const sc_field_t *field,
                              const char *text)
{
    set_t *set = context;
    const char *folded = sc_fold(text, set->pool);

    (void)record;
    each_word(set, folded, add_keys_of_word);
    if (field->type == SC_TYPE_TEXT) {
        add_keys_of_whole(set, folded);
    }
}

int sc_search_knows(const sc_entity_t *entity)
{
    for (int i = 0; i < entity->field_count; i++) {
        if (entity->fields[i].flags & SC_SEARCHABLE) {
            return 1;
        }
    }
    return 0;
}

const char *sc_search_table(const sc_entity_t *entity, apr_pool_t *pool)
{
    return sc_search_knows(entity) ? apr_pstrcat(pool, entity->name, "_keys", NULL) : NULL;
}

/* What is said of the relationship rather than of whom it joins, folded; of scripts without spaces
 * what may stand before or behind a name. */
static const char *const of_relationships[] = {"sister",
                                               "sisters",
                                               "twin",
                                               "twins",
                                               "twinned",
                                               "twinning",
                                               "partner",
                                               "partners",
                                               "partnership",
                                               "friendship",
                                               "city",
                                               "cities",
                                               "town",
                                               "towns",
                                               "of",
                                               "in",
                                               "with",
                                               "from",
                                               "the",
                                               "and",
                                               "miestai",
                                               "miesto",
                                               "miestas",
                                               "partneriai",
                                               "susigiminiave",
                                               "broliai",
                                               "partnerstadt",
                                               "partnerstadte",
                                               "stadtepartnerschaft",
                                               "villes",
                                               "ville",
                                               "jumelees",
                                               "jumelage",
                                               "ciudades",
                                               "hermanas",
                                               "gemellate"};
static const char *const unspaced_of_relationships[] = {"姉妹都市", "友好都市", "の"};

static int is_of_relationships(const char *word)
{
    for (size_t i = 0; i < sizeof(of_relationships) / sizeof(of_relationships[0]); i++) {
        if (strcmp(of_relationships[i], word) == 0) {
            return 1;
        }
    }
    return 0;
}

/* Blanks what is said of the relationship in scripts without spaces. */
static char *blanked(const char *folded, apr_pool_t *pool)
{
    char *text = apr_pstrdup(pool, folded), *at;

    for (size_t i = 0; i < sizeof(unspaced_of_relationships) / sizeof(char *); i++) {
        const char *word = unspaced_of_relationships[i];

        while ((at = strstr(text, word)) != NULL) {
            memset(at, ' ', strlen(word));
        }
    }
    return text;
}

const char *sc_search_names_alone(const char *folded, apr_pool_t *pool)
{
    char *rest = blanked(folded, pool), *word, *last;
    const char *names = "";

    for (word = apr_strtok(rest, " ", &last); word; word = apr_strtok(NULL, " ", &last)) {
        if (!is_of_relationships(word)) {
            names = apr_pstrcat(pool, names, *names ? " " : "", word, NULL);
        }
    }
    return *names && strcmp(names, folded) != 0 ? names : NULL;
}

apr_array_header_t *sc_search_terms(const char *folded, apr_pool_t *pool)
{
    set_t set = set_of(pool);

    each_word(&set, folded, add_term);
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

    sc_record_each_searchable(record, add_keys_of_field, &set);
    return set.texts;
}
