/**
 * @file label.h
 * @brief What is needed to name a place.
 */
#ifndef SC_MODEL_LABEL_H
#define SC_MODEL_LABEL_H

#include "model/entity.h"

/** What is needed to name a place. */
typedef struct sc_label_t {
    const char *slug;
    const char *name;
    const char *level;
    const char *country;
    double latitude, longitude; /* NAN if unknown */
    apr_array_header_t *names;  /* of sc_name_t *, never NULL */
} sc_label_t;

#endif
