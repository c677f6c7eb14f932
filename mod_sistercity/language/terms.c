#include "language/names.h"

#include "language/text.h"
#include "model/vocabulary.h"

#include <string.h>

static int is(const char *one, const char *other)
{
    return one && other && *one == *other && strcmp(one, other) == 0;
}

/* Whether the tag is that language, or a kind of it (RFC 4647, 3.3.1): pt-BR is pt. */
static int speaks(const char *tag, const char *lang)
{
    size_t length = strlen(lang);

    return strncmp(tag, lang, length) == 0 && (tag[length] == '\0' || tag[length] == '-');
}

static const char *region_of(const sc_terms_t *terms, const char *country)
{
    return country ? sc_find(terms->regions, country) : NULL;
}

/* How closely the word fits such a tie: that of a country goes before that of a region, and that
 * before one for all; 0: not at all. */
static int fit_of(const sc_terms_t *terms, const sc_term_t *word, const char *partner,
                  const char *own)
{
    if (word->country) {
        return is(word->country, partner) || is(word->country, own) ? 3 : 0;
    }
    if (word->region) {
        return is(word->region, region_of(terms, partner)) &&
                       is(word->region, region_of(terms, own))
                   ? 2
                   : 0;
    }
    return 1;
}

const char *sc_term_for(const sc_language_t *language, const sc_terms_t *terms, const char *type,
                        const char *partner, const char *own)
{
    const char *tag = sc_language_tag(language), *best = NULL;
    int best_fit = 0;

    for (int i = 0; terms && i < terms->words->nelts; i++) {
        const sc_term_t *word = SC_AT(terms->words, i, sc_term_t);

        if (!is(word->usage, "reader") || !is(word->type, type) || !speaks(tag, word->lang)) {
            continue;
        }
        int fit = fit_of(terms, word, partner, own);
        if (fit > best_fit) {
            best = word->text;
            best_fit = fit;
        }
    }
    return best ? best : sc_text_word(language, &sc_partnership_types, type);
}

sc_lang_text_t sc_term_local(const sc_terms_t *terms, const char *type, const char *country,
                             const sc_party_t *party)
{
    if (party && party->term) {
        return (sc_lang_text_t){party->term, party->term_lang};
    }
    for (int i = 0; terms && i < terms->words->nelts; i++) {
        const sc_term_t *word = SC_AT(terms->words, i, sc_term_t);

        /* The country first, which tells most of them apart. */
        if (is(word->country, country) && is(word->usage, "local") && is(word->type, type)) {
            return (sc_lang_text_t){word->text, word->lang};
        }
    }
    return (sc_lang_text_t){NULL, NULL};
}
