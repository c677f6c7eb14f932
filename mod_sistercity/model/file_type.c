#include "model/file_type.h"

#include "model/array.h"

#include <stddef.h>
#include <string.h>

static const sc_file_type_t types[] = {{".pdf", "application/pdf", "PDF", 0},
                                       {".jpg", "image/jpeg", "JPEG", 1},
                                       {".png", "image/png", "PNG", 1},
                                       {".webp", "image/webp", "WebP", 1}};

#define TYPE_COUNT SC_LENGTH(types)

const sc_file_type_t *sc_file_type_of(const char *name)
{
    if (!name || strspn(name, "0123456789abcdef") != SC_FILE_DIGITS) {
        return NULL;
    }
    for (size_t i = 0; i < TYPE_COUNT; i++) {
        if (strcmp(name + SC_FILE_DIGITS, types[i].suffix) == 0) {
            return &types[i];
        }
    }
    return NULL;
}

const sc_file_type_t *sc_file_type_of_media(const char *media_type)
{
    for (size_t i = 0; media_type && i < TYPE_COUNT; i++) {
        if (strcmp(media_type, types[i].media_type) == 0) {
            return &types[i];
        }
    }
    return NULL;
}
