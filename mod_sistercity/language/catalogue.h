/**
 * The message catalogues, as scripts/catalogues.py compiles them from po/. Of this room
 * alone.
 *
 * Texts stand one behind the other in long arrays, and tables name where each begins. So they have
 * no pointers, which the loader would have to write into each process: all children of httpd share
 * the sixteen languages.
 */
#pragma once

#include <stddef.h>

/** A message of any catalogue. Both texts begin at these places of sc_message_keys. */
typedef struct sc_message_t {
    unsigned context; /* of "" if it has none */
    unsigned id;      /* the English text, in the singular */
    unsigned is_plural;
} sc_message_t;

typedef struct sc_catalogue_t {
    const char *tag; /* BCP 47 */
    unsigned form_count;
    unsigned (*plural)(unsigned long n); /* the form for a number, less than form_count */
    const char *texts;
    const unsigned *places; /* where the forms of each message begin in texts, one behind the other;
                               0 where it is not translated */
} sc_catalogue_t;

/** In alphabetical order of tags; English, which translates no messages, is always there. */
extern const sc_catalogue_t sc_catalogues[];
extern const int sc_catalogue_count;

/** The messages, and a hash table of them: each slot has one more than the number of a message, or
 * 0, and who does not find what it looks for goes on to the next slot. */
extern const sc_message_t *const sc_messages;
extern const char *const sc_message_keys;
extern const unsigned short *const sc_message_slots;
extern const unsigned sc_message_slot_count;

/** The tags of the catalogues in the same order; NULL ends. */
extern const char *const sc_catalogue_tags[];

/** The message's text, or the first of its forms; NULL if the catalogue lacks it.
 * @param context "" for none */
const char *sc_catalogue_text(const sc_catalogue_t *catalogue, const char *context, const char *id);

/** The form of the text for the number; NULL if the catalogue lacks it, or has no forms of it. */
const char *sc_catalogue_text_n(const sc_catalogue_t *catalogue, const char *id, unsigned long n);

/** The catalogue of the tag, in any case of letters; NULL if there is none. */
const sc_catalogue_t *sc_catalogue_get(const char *tag);
