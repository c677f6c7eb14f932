/**
 * @file catalogue.h
 * @brief The message catalogues, as scripts/catalogues.py compiles them from po/. Of this room
 * alone.
 */
#ifndef SC_LANGUAGE_CATALOGUE_H
#define SC_LANGUAGE_CATALOGUE_H

#include <stddef.h>

typedef struct sc_message_t {
    const char *context;      /* "" if none */
    const char *id;           /* the English text, in the singular */
    const char *const *forms; /* as many as the catalogue has; one if the message has no plural */
    unsigned form_count;
} sc_message_t;

typedef struct sc_catalogue_t {
    const char *tag; /* BCP 47 */
    unsigned form_count;
    unsigned (*plural)(unsigned long n); /* the form for a number, less than form_count */
    const sc_message_t *messages;        /* ordered by context, then id, as strcmp does; or NULL */
    int message_count;
} sc_catalogue_t;

/** In alphabetical order of tags; English, which has no messages of its own, is always there. */
extern const sc_catalogue_t sc_catalogues[];
extern const int sc_catalogue_count;

/** The tags of the catalogues in the same order; NULL ends. */
extern const char *const sc_catalogue_tags[];

/** The message; NULL if the catalogue lacks it. @a context is "" for none. */
const sc_message_t *sc_catalogue_find(const sc_catalogue_t *catalogue, const char *context,
                                      const char *id);

/** The catalogue of the tag, in any case of letters; NULL if there is none. */
const sc_catalogue_t *sc_catalogue_get(const char *tag);

#endif
