#include "language/catalogue.h"

#include <string.h>
#include <strings.h>

static int compare(const sc_message_t *message, const char *context, const char *id)
{
    int order = strcmp(message->context, context);

    return order ? order : strcmp(message->id, id);
}

const sc_message_t *sc_catalogue_find(const sc_catalogue_t *catalogue, const char *context,
                                      const char *id)
{
    int first = 0;
    int beyond = catalogue->message_count;

    while (first < beyond) {
        int middle = first + (beyond - first) / 2;
        const sc_message_t *message = &catalogue->messages[middle];
        int order = compare(message, context, id);

        if (order == 0) {
            return message;
        }
        if (order < 0) {
            first = middle + 1;
        }
        else {
            beyond = middle;
        }
    }
    return NULL;
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
