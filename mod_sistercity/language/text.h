/**
 * The words that a person reads, from the message catalogues in po/.
 *
 * A message id is the English text itself. Message catalogues are gettext's .po files, compiled
 * into the program at build time. A message that a catalogue lacks is shown in English. Calls of
 * sc_text, sc_textf, sc_text_n, the sc_say of present/write/view.h and N_() are found by xgettext
 * (see po/README.md).
 */
#pragma once

#include "language/language.h"
#include "model/problem.h"
#include "model/vocabulary.h"

/** The message in the language. The text is static: it may be kept. */
const char *sc_text(const sc_language_t *language, const char *msgid);

/** The message that stands under a context (msgctxt). */
const char *sc_text_in(const sc_language_t *language, const char *context, const char *msgid);

/** The name of a language; that it is not recorded for the tag und (BCP 47, 4.1). */
const char *sc_text_language(const sc_language_t *language, const char *tag, apr_pool_t *pool);

/** The text between U+2068 and U+2069 where a letter of it runs against the language, so that it
 * takes no neighbor's full stop or number with it in a title, an attribute, a mail or a calendar:
 * whatever is filled into a message or joined with another is isolated so. HTML is left to its
 * <bdi>, and an address to programs that look for one in a text. */
const char *sc_text_isolated(const sc_language_t *language, const char *text, apr_pool_t *pool);

/** The message with its {name} placeholders filled: name, value, …, NULL, all const char *. */
const char *sc_textf(const sc_language_t *language, apr_pool_t *pool, const char *msgid, ...)
    __attribute__((sentinel));

/** The form of the message for the number, with {n} (grouped as the language writes numbers) and
 * the other placeholders filled. */
const char *sc_text_n(const sc_language_t *language, apr_pool_t *pool, const char *msgid,
                      const char *msgid_plural, apr_int64_t n, ...) __attribute__((sentinel));

/** The label of a vocabulary's word; the word itself if the vocabulary lacks it. */
const char *sc_text_word(const sc_language_t *language, const sc_vocabulary_t *vocabulary,
                         const char *word);

/** A problem's sentence in the language. */
const char *sc_text_problem(const sc_language_t *language, const sc_problem_t *problem,
                            apr_pool_t *pool);

/** A list of texts joined as the language does: "culture, sports and youth". */
const char *sc_text_list(const sc_language_t *language, const apr_array_header_t *texts,
                         apr_pool_t *pool);

/** How two texts stand beside each other that make no sentence: a row of whole ones, a label with
 * its value, a name with a remark. */
typedef enum sc_joint_e {
    SC_SENTENCES, /* "One. Other." */
    SC_NOTES,     /* "One" and "Other", neither with a full stop: "One. Other" */
    SC_COLON,     /* "one: other" */
    SC_COMMA,     /* "one, other" */
    SC_BRACKETS   /* "one (other)" */
} sc_joint_e;

/** Two texts with the language's space, colon, comma or brackets; the one where the other is NULL,
 * NULL where both are. Of HTML as well: what stands between needs no escaping. */
const char *sc_text_join(const sc_language_t *language, sc_joint_e joint, const char *one,
                         const char *other, apr_pool_t *pool);

/** The text with a capital letter, where it stands alone: "švietimas" -> "Švietimas". */
const char *sc_text_capital(const char *text, apr_pool_t *pool);
