#include "language/text.h"

#include "language/format.h"
#include "language/locale.h"

#include <apr_strings.h>
#include <stdarg.h>
#include <unicode/uchar.h>
#include <unicode/ulistformatter.h>
#include <unicode/utf8.h>

const char *sc_text_in(const sc_language_t *language, const char *context, const char *msgid)
{
    const char *text = sc_catalogue_text(language->catalogue, context, msgid);

    return text ? text : msgid;
}

const char *sc_text(const sc_language_t *language, const char *msgid)
{
    return sc_text_in(language, "", msgid);
}

const char *sc_text_isolated(const sc_language_t *language, const char *text, apr_pool_t *pool)
{
    return !strchr(text, '<') && !strstr(text, "://") &&
                   sc_text_runs_against(text, sc_language_direction(sc_language_tag(language)))
               ? apr_pstrcat(pool, "\u2068", text, "\u2069", NULL)
               : text;
}

/* The pairs of a variable argument list, for sc_fill(). @a arguments may have entries already. */
static const char *const *gather(const sc_language_t *language, apr_array_header_t *arguments,
                                 va_list list)
{
    const char *next;

    while ((next = va_arg(list, const char *)) != NULL) {
        const char *value = va_arg(list, const char *);

        APR_ARRAY_PUSH(arguments, const char *) = next;
        APR_ARRAY_PUSH(arguments, const char *) =
            value ? sc_text_isolated(language, value, arguments->pool) : "";
    }
    APR_ARRAY_PUSH(arguments, const char *) = NULL;
    return (const char *const *)arguments->elts;
}

const char *sc_textf(const sc_language_t *language, apr_pool_t *pool, const char *msgid, ...)
{
    apr_array_header_t *arguments = apr_array_make(pool, 9, sizeof(const char *));
    va_list list;

    va_start(list, msgid);
    const char *text = sc_fill(sc_text(language, msgid), gather(language, arguments, list), pool);
    va_end(list);
    return text;
}

static const char *form_for(const sc_language_t *language, const char *msgid,
                            const char *msgid_plural, apr_int64_t n)
{
    apr_uint64_t size = n < 0 ? -(apr_uint64_t)n : (apr_uint64_t)n;
    const char *text = sc_catalogue_text_n(language->catalogue, msgid, (unsigned long)size);

    /* Where a table holds the two texts, translators see two messages without plurals. */
    return text ? text : sc_text(language, size == 1 ? msgid : msgid_plural);
}

const char *sc_text_n(const sc_language_t *language, apr_pool_t *pool, const char *msgid,
                      const char *msgid_plural, apr_int64_t n, ...)
{
    apr_array_header_t *arguments = apr_array_make(pool, 9, sizeof(const char *));
    va_list list;

    APR_ARRAY_PUSH(arguments, const char *) = "n";
    APR_ARRAY_PUSH(arguments, const char *) = sc_format_number(language, n, pool);
    va_start(list, n);
    const char *text = sc_fill(form_for(language, msgid, msgid_plural, n),
                               gather(language, arguments, list), pool);
    va_end(list);
    return text;
}

const char *sc_text_word(const sc_language_t *language, const sc_vocabulary_t *vocabulary,
                         const char *word)
{
    const char *label = sc_vocabulary_label(vocabulary, word);

    return label ? sc_text_in(language, vocabulary->name, label) : word;
}

const char *sc_text_problem(const sc_language_t *language, const sc_problem_t *problem,
                            apr_pool_t *pool)
{
    apr_array_header_t *arguments = apr_array_make(pool, 9, sizeof(const char *));

    for (const char *const *pair = problem->arguments; *pair; pair += 2) {
        APR_ARRAY_PUSH(arguments, const char *) = pair[0];
        APR_ARRAY_PUSH(arguments, const char *) = sc_text_isolated(language, pair[1], pool);
    }
    APR_ARRAY_PUSH(arguments, const char *) = NULL;
    return sc_fill(sc_text(language, problem->detail), (const char *const *)arguments->elts, pool);
}

const char *sc_text_list(const sc_language_t *language, const apr_array_header_t *texts,
                         apr_pool_t *pool)
{
    apr_size_t count = (apr_size_t)texts->nelts;
    const UChar **units = apr_palloc(pool, (count + 1) * sizeof(*units));
    int32_t *lengths = apr_palloc(pool, (count + 1) * sizeof(*lengths));
    int32_t total = 0;
    UErrorCode status = U_ZERO_ERROR;

    for (int i = 0; i < texts->nelts; i++) {
        units[i] =
            sc_utf16_from(sc_text_isolated(language, APR_ARRAY_IDX(texts, i, const char *), pool),
                          &lengths[i], pool);
        total += lengths[i] + 40;
    }
    if (texts->nelts < 2) {
        return texts->nelts ? APR_ARRAY_IDX(texts, 0, const char *) : "";
    }
    UChar *joined = apr_palloc(pool, (apr_size_t)total * sizeof(UChar));
    /* Opened for each list: cheaper than any lock, and safe between threads. */
    UListFormatter *formatter = ulistfmt_open(language->locale, &status);
    int32_t length =
        ulistfmt_format(formatter, units, lengths, texts->nelts, joined, total, &status);
    ulistfmt_close(formatter);
    return U_SUCCESS(status) && length <= total ? sc_utf8_from(joined, length, pool) : "";
}

const char *sc_text_join(const sc_language_t *language, sc_joint_e joint, const char *one,
                         const char *other, apr_pool_t *pool)
{
    static const char *const shapes[] = {[SC_SENTENCES] = C_("joint", "{one} {other}"),
                                         [SC_NOTES] = C_("joint", "{one}. {other}"),
                                         [SC_COLON] = C_("joint", "{one}: {other}"),
                                         [SC_COMMA] = C_("joint", "{one}, {other}"),
                                         [SC_BRACKETS] = C_("joint", "{one} ({other})")};
    const char *both[] = {"one", NULL, "other", NULL, NULL};

    if (!one || !other) {
        return one ? one : other;
    }
    both[1] = sc_text_isolated(language, one, pool);
    both[3] = sc_text_isolated(language, other, pool);
    return sc_fill(sc_text_in(language, "joint", shapes[joint]), both, pool);
}

const char *sc_text_language(const sc_language_t *language, const char *tag, apr_pool_t *pool)
{
    return strcmp(tag, "und") == 0 ? sc_text(language, N_("language not recorded"))
                                   : sc_format_language(language, tag, pool);
}

const char *sc_text_capital(const char *text, apr_pool_t *pool)
{
    char capital[U8_MAX_LENGTH + 1] = "";
    int at = 0, length = 0;
    UChar32 first;

    U8_NEXT_UNSAFE(text, at, first);
    U8_APPEND_UNSAFE(capital, length, u_totitle(first));
    return *text ? apr_pstrcat(pool, capital, text + at, NULL) : text;
}
