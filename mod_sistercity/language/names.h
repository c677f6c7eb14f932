/**
 * @file names.h
 * @brief Which of a place's names a reader sees.
 */
#ifndef SC_LANGUAGE_NAMES_H
#define SC_LANGUAGE_NAMES_H

#include "language/language.h"
#include "model/label.h"

/** A text in a language of its own. */
typedef struct sc_lang_text_t {
    const char *text;
    const char *lang; /* BCP 47, or NULL where it is the reader's language or not known */
} sc_lang_text_t;

/**
 * The place's name in the reader's language: a name on record in that language that is neither
 * former nor a reading (official before short before foreign), else the usual name, with lang NULL.
 */
sc_lang_text_t sc_name_for(const sc_language_t *language, const sc_label_t *place);

/**
 * The local form, to stand beside sc_name_for(): the official name on record, else the one in the
 * country's most likely language. text is NULL when there is none or it reads the same.
 */
sc_lang_text_t sc_name_local(const sc_language_t *language, const sc_label_t *place);

#endif
