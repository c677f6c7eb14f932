#include "present/page/part/match.h"

#include "language/collate.h"
#include "model/text/utf8.h"

#include <apr_strings.h>
#include <string.h>

/* Bytes of a running text that are shown around what was found. */
#define EXCERPT 200

/* How well a text fits. */
enum { FITS_NOT, FITS_IN_PART, FITS_BY_WORDS, FITS_FROM_BEGIN, FITS };

typedef struct matching_t {
    apr_pool_t *pool;
    const char *words, *joined; /* what is searched for, folded; and without spaces */
    sc_lang_text_t best;
    int fit; /* of the best */
} matching_t;

static const char *joined(const char *folded, apr_pool_t *pool)
{
    char *text = apr_pstrdup(pool, folded), *end = text;

    for (; *folded; folded++) {
        if (*folded != ' ') {
            *end++ = *folded;
        }
    }
    *end = '\0';
    return text;
}

/* Whether a word of the text begins so. */
static int has_word(const char *folded, const char *word)
{
    const char *at = folded;

    while ((at = strstr(at, word)) != NULL) {
        /* Scripts without spaces have words anywhere. */
        if (at == folded || at[-1] == ' ' || (unsigned char)*at >= 0x80) {
            return 1;
        }
        at++;
    }
    return 0;
}

/* How many of the words it has, loosely too. @param total set to how many there are */
static int count_words(const matching_t *matching, const char *folded, int *total)
{
    const char *loose = sc_fold_loose(folded, matching->pool);
    char *rest = apr_pstrdup(matching->pool, matching->words), *word, *last;
    int count = 0;

    *total = 0;
    for (word = apr_strtok(rest, " ", &last); word; word = apr_strtok(NULL, " ", &last)) {
        count += has_word(folded, word) || has_word(loose, sc_fold_loose(word, matching->pool));
        (*total)++;
    }
    return count;
}

static int fit_of(const matching_t *matching, const char *text)
{
    const char *folded = sc_fold(text, matching->pool);
    const char *whole = joined(folded, matching->pool);
    int total, count;

    if (strcmp(whole, matching->joined) == 0) {
        return FITS;
    }
    if (strncmp(whole, matching->joined, strlen(matching->joined)) == 0) {
        return FITS_FROM_BEGIN;
    }
    count = count_words(matching, folded, &total);
    return count == 0 ? FITS_NOT : count == total ? FITS_BY_WORDS : FITS_IN_PART;
}

static void consider(matching_t *matching, const char *text, const char *lang)
{
    int fit = text && matching->fit < FITS ? fit_of(matching, text) : FITS_NOT;

    if (fit > matching->fit) {
        matching->fit = fit;
        matching->best = (sc_lang_text_t){text, lang};
    }
}

/* Sentence by sentence. */
static void consider_running(matching_t *matching, const char *text)
{
    while (text && *text) {
        size_t length = strcspn(text, "\n");
        const char *stop = strstr(text, ". ");

        length = stop && (size_t)(stop - text) < length ? (size_t)(stop - text) + 1 : length;
        consider(matching, apr_pstrmemdup(matching->pool, text, length), NULL);
        text += length;
        text += strspn(text, "\n ");
    }
}

static void consider_field(void *context, const void *record, const sc_field_t *field,
                           const char *text)
{
    if (field->type == SC_TYPE_MARKDOWN) {
        consider_running(context, text);
    }
    else {
        consider(context, text,
                 sc_record_entity(record) == &sc_name ? ((const sc_name_t *)record)->lang : NULL);
    }
}

static void consider_parties(matching_t *matching, const sc_list_t *list,
                             const sc_partnership_t *partnership)
{
    for (int i = 0; partnership && i < SC_COUNT(partnership->parties); i++) {
        const sc_label_t *label =
            sc_find(list->labels, SC_AT(partnership->parties, i, sc_party_t)->place);

        consider(matching, label ? label->name : NULL, NULL);
        for (int j = 0; label && j < SC_COUNT(label->names); j++) {
            const sc_name_t *name = SC_AT(label->names, j, sc_name_t);

            consider(matching, name->text, name->lang);
        }
    }
}

sc_lang_text_t sc_match_of(const sc_view_t *view, const sc_list_t *list, const void *record)
{
    const char *words = view->query->q_rest ? view->query->q_rest : view->query->q;
    matching_t matching = {.pool = view->pool, .words = sc_fold(words, view->pool)};

    matching.joined = joined(matching.words, view->pool);
    if (*matching.joined) {
        sc_record_each_searchable(record, consider_field, &matching);
        consider_parties(&matching, list,
                         sc_record_entity(record) == &sc_partnership
                             ? record
                             : sc_find(list->partnerships, sc_record_text(record, "partnership")));
    }
    if (matching.best.text && strlen(matching.best.text) > EXCERPT) {
        matching.best.text =
            apr_pstrcat(view->pool,
                        apr_pstrmemdup(view->pool, matching.best.text,
                                       sc_utf8_prefix(matching.best.text, EXCERPT / 3)),
                        "…", NULL);
    }
    return matching.best;
}
