/**
 * The kinds of file that the registry keeps (SisterCityFiles), and what files are called:
 * the SHA-256 of the content in 64 hexadecimal digits, and the suffix of the type.
 */
#pragma once

/** Hexadecimal digits of a name. */
#define SC_FILE_DIGITS 64

typedef struct sc_file_type_t {
    const char *suffix;     /* ".pdf" */
    const char *media_type; /* "application/pdf", as libmagic says it, too */
    const char *label;      /* "PDF", in every language */
    int is_picture;
} sc_file_type_t;

/** The type of a file of this name; NULL if it is no such name, or the name is NULL. */
const sc_file_type_t *sc_file_type_of(const char *name);

/** The type with this media type; NULL if such files are not kept. */
const sc_file_type_t *sc_file_type_of_media(const char *media_type);
