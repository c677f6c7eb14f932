#include "store/edit/person.h"

#include "language/collate.h"
#include "model/text/utf8.h"

#include <apr_lib.h>
#include <apr_strings.h>
#include <string.h>

/* One word of a text. */
typedef struct word_t {
    const char *from, *until;
    const char *folded;
} word_t;

/* Han, kana and hangul put no spaces between given and family names: each sign is a word. */
static int is_sign(unsigned point)
{
    return (point >= 0x2E80 && point <= 0x2FDF) || (point >= 0x3040 && point <= 0x9FFF) ||
           (point >= 0xAC00 && point <= 0xD7AF) || (point >= 0xF900 && point <= 0xFAFF) ||
           (point >= 0x20000 && point <= 0x3FFFF);
}

static int is_letter(unsigned point)
{
    if (point < 0x80) {
        return apr_isalnum((int)point) != 0;
    }
    return point > 0xBF && !(point >= 0x2000 && point <= 0x206F) &&
           !(point >= 0x3000 && point <= 0x303F) && !(point >= 0xFF00 && point <= 0xFF0F);
}

/* The next word. @return where it ends; NULL: there is none */
static const char *next_word(const char *at, word_t *word, apr_pool_t *pool)
{
    int length = 0;

    while (*at && !is_letter(sc_utf8_point(at, &length))) {
        at += length;
    }
    if (!*at) {
        return NULL;
    }
    word->from = at;
    if (is_sign(sc_utf8_point(at, &length))) {
        at += length;
    }
    else {
        unsigned point;

        while (*at && is_letter(point = sc_utf8_point(at, &length)) && !is_sign(point)) {
            at += length;
        }
    }
    word->until = at;
    word->folded = sc_fold(apr_pstrmemdup(pool, word->from, (apr_size_t)(at - word->from)), pool);
    return at;
}

sc_sought_name_t sc_person_of(const char *name, apr_pool_t *pool)
{
    sc_sought_name_t person = {{NULL}, 0, 0};
    word_t word;

    while ((name = next_word(name, &word, pool)) != NULL) {
        if (person.count == SC_PERSON_WORDS) {
            return (sc_sought_name_t){{NULL}, 0, 0};
        }
        person.words[person.count++] = word.folded;
    }
    return person;
}

int sc_person_is_vague(const sc_sought_name_t *person)
{
    return person->count < 2;
}

/* How much of a word is its stem at least, and how much longer another form of it may be: bytes. */
enum { STEM_LEAST = 4, ENDING_MOST = 5 };

static int is_word(const sc_sought_name_t *person, const char *word, const char *folded)
{
    size_t length = strlen(word), shared = 0;
    size_t stem = length > STEM_LEAST + ENDING_MOST ? length - ENDING_MOST : STEM_LEAST;

    while (word[shared] && word[shared] == folded[shared]) {
        shared++;
    }
    return (!word[shared] && !folded[shared]) ||
           (person->is_loose && shared >= stem && strlen(folded) <= length + ENDING_MOST);
}

/* Whether the last words are the name's, in any order. @param first of them within a ring */
static int is_name(const sc_sought_name_t *person, const word_t *ring, int first)
{
    int used = 0;

    for (int i = 0; i < person->count; i++) {
        const char *folded = ring[(first + i) % person->count].folded;
        int j = 0;

        while (j < person->count && (used & 1 << j || !is_word(person, person->words[j], folded))) {
            j++;
        }
        if (j == person->count) {
            return 0;
        }
        used |= 1 << j;
    }
    return 1;
}

int sc_person_find(const sc_sought_name_t *person, const char *text, const char **from,
                   const char **until, apr_pool_t *pool)
{
    word_t ring[SC_PERSON_WORDS];
    const char *at = text;

    for (int i = 0; person->count; i++) {
        int place = i % person->count, first = (i + 1) % person->count;

        at = next_word(at, &ring[place], pool);
        if (!at) {
            return 0;
        }
        if (i + 1 >= person->count && is_name(person, ring, first)) {
            *from = ring[first].from;
            *until = ring[place].until;
            return 1;
        }
    }
    return 0;
}

int sc_person_is(const sc_sought_name_t *person, const char *text, apr_pool_t *pool)
{
    const char *from, *until;
    word_t word;

    if (!sc_person_find(person, text, &from, &until, pool) || next_word(until, &word, pool)) {
        return 0;
    }
    next_word(text, &word, pool);
    return word.from == from;
}

const char *sc_person_replace(const sc_sought_name_t *person, const char *text, const char *instead,
                              apr_pool_t *pool)
{
    const char *done = "", *from, *until, *rest = text;

    while (sc_person_find(person, rest, &from, &until, pool)) {
        done = apr_pstrcat(pool, done, apr_pstrmemdup(pool, rest, (apr_size_t)(from - rest)),
                           instead, NULL);
        rest = until;
    }
    return rest == text ? text : apr_pstrcat(pool, done, rest, NULL);
}
