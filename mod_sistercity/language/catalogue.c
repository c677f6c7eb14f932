#include "language/catalogue.h"

#include <string.h>
#include <strings.h>

/* As scripts/catalogues.py does it: FNV-1a of both texts. */
static unsigned hash(unsigned so_far, const char *text)
{
    while (*text) {
        so_far = (so_far ^ (unsigned char)*text++) * 16777619U;
    }
    return so_far;
}

/* The number of the message in the table, or -1. A page looks for hundreds. */
static int find(const char *context, const char *id)
{
    unsigned slot = hash(hash(2166136261U, context), id) % sc_message_slot_count;

    for (; sc_message_slots[slot]; slot = (slot + 1) % sc_message_slot_count) {
        const sc_message_t *message = &sc_messages[sc_message_slots[slot] - 1];

        if (strcmp(sc_message_keys + message->id, id) == 0 &&
            strcmp(sc_message_keys + message->context, context) == 0) {
            return sc_message_slots[slot] - 1;
        }
    }
    return -1;
}

static const char *text_of(const sc_catalogue_t *catalogue, int message)
{
    unsigned place = message < 0 ? 0 : catalogue->places[message];

    return place ? catalogue->texts + place : NULL;
}

const char *sc_catalogue_text(const sc_catalogue_t *catalogue, const char *context, const char *id)
{
    return text_of(catalogue, find(context, id));
}

const char *sc_catalogue_text_n(const sc_catalogue_t *catalogue, const char *id, unsigned long n)
{
    int message = find("", id);
    const char *text = text_of(catalogue, message);

    if (!text || !sc_messages[message].is_plural) {
        return NULL;
    }
    for (unsigned form = catalogue->plural(n); form > 0; form--) {
        text += strlen(text) + 1;
    }
    return text;
}

const sc_catalogue_t *sc_catalogue_get(const char *tag)
{
    for (int i = 0; i < sc_catalogue_count; i++) {
        if (strcasecmp(sc_catalogues[i].tag, tag) == 0) {
            return &sc_catalogues[i];
        }
    }
    return NULL;
}
