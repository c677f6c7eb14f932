#include "language/catalogue.h"

#include <string.h>
#include <strings.h>

static int compare(const sc_message_t *message, const char *context, const char *id)
{
    int order = strcmp(sc_message_keys + message->context, context);

    return order ? order : strcmp(sc_message_keys + message->id, id);
}

/* The number of the message in the table, or -1. */
static int find(const char *context, const char *id)
{
    int first = 0;
    int beyond = sc_message_count;

    while (first < beyond) {
        int middle = first + (beyond - first) / 2;
        int order = compare(&sc_messages[middle], context, id);

        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            first = middle + 1;
        }
        else {
            beyond = middle;
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
