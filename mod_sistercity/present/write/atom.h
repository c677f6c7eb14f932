/**
 * @file atom.h
 * @brief Feeds (RFC 4287): sc_atom_begin(), entries, sc_atom_end().
 */
#ifndef SC_PRESENT_WRITE_ATOM_H
#define SC_PRESENT_WRITE_ATOM_H

#include "present/write/view.h"

typedef struct sc_atom_entry_t {
    const char *address; /* its id, too */
    const char *title;
    const char *updated; /* UTC */
    const char *author;
    const char *summary; /* or NULL */
} sc_atom_entry_t;

/** The feed of the view's own address. @param updated UTC; NULL for a registry without any change
 */
void sc_atom_begin(sc_buffer_t *out, const sc_view_t *view, const char *title, const char *updated);
void sc_atom_entry(sc_buffer_t *out, const sc_atom_entry_t *entry);
void sc_atom_end(sc_buffer_t *out);

#endif
