#include "language/names.h"

#include "language/locale.h"

#include <string.h>
#include <strings.h>

/* How well a name's kind suits a reader; the least is best. */
enum { OFFICIAL, SHORT, PLAIN, FOREIGN, UNFIT };

static int rank_of(const sc_name_t *name)
{
    static const struct {
        const char *kind;
        int rank;
    } ranks[] = {{"official", OFFICIAL},
                 {"short", SHORT},
                 {"exonym", FOREIGN},
                 {"former", UNFIT},
                 {"reading", UNFIT}};

    if (name->to) {
        return UNFIT;
    }
    for (size_t i = 0; name->kind && i < SC_LENGTH(ranks); i++) {
        if (strcmp(name->kind, ranks[i].kind) == 0) {
            return ranks[i].rank;
        }
    }
    return PLAIN;
}

/* The script of a tag ("Latn" in "ja-Latn-JP"), which always follows the language; its length is
 * four. NULL if the tag has none. */
static const char *script_of(const char *tag)
{
    const char *hyphen = strchr(tag, '-');

    return hyphen && strcspn(hyphen + 1, "-") == 4 ? hyphen + 1 : NULL;
}

/* Whether a name in the language @a lang is what a reader of @a wanted reads: ja and ja-JP for ja,
 * but not ja-Latn, which is its romanization. */
static int reads_as(const char *lang, const char *wanted)
{
    size_t length = strcspn(wanted, "-");
    const char *script = script_of(lang);
    const char *wanted_script = script_of(wanted);

    if (strcspn(lang, "-") != length || strncasecmp(lang, wanted, length) != 0) {
        return 0;
    }
    return !script || (wanted_script && strncasecmp(script, wanted_script, 4) == 0);
}

/* The best name in the language, or NULL; @a most is the greatest rank that will do. */
static const sc_name_t *best_name(const apr_array_header_t *names, const char *lang, int most)
{
    const sc_name_t *best = NULL;

    SC_EACH(const sc_name_t, name, names) {
        if (rank_of(name) <= most && (!lang || (name->lang && reads_as(name->lang, lang)))) {
            best = name;
            most = rank_of(name) - 1;
        }
    }
    return best;
}

sc_lang_text_t sc_name_for(const sc_language_t *language, const sc_label_t *place)
{
    const sc_name_t *name = best_name(place->names, sc_language_tag(language), FOREIGN);
    sc_lang_text_t text = {name ? name->text : place->name, NULL};

    return text;
}

/* The country's likeliest language with its script ("ja-Jpan"), or NULL. */
static const char *language_of(const sc_language_t *language, const char *country)
{
    int index = sc_country_index(country);

    return index < 0 ? NULL : sc_country_language(language, index);
}

sc_lang_text_t sc_name_local(const sc_language_t *language, const sc_label_t *place)
{
    const char *local = language_of(language, place->country);
    sc_lang_text_t text = {NULL, NULL};
    const sc_name_t *name = NULL;

    /* Of several official names, that in the country's likeliest language goes first. */
    if (local) {
        name = best_name(place->names, local, OFFICIAL);
    }
    if (!name) {
        name = best_name(place->names, NULL, OFFICIAL);
    }
    if (!name && local) {
        name = best_name(place->names, local, FOREIGN);
    }
    if (name && strcmp(name->text, sc_name_for(language, place).text) != 0) {
        text.text = name->text;
        text.lang = name->lang;
    }
    return text;
}
