/**
 * The page of a guide entry, a story or a template.
 */
#pragma once

#include "present/page/part/part.h"

/** The page, from the first tag to the last, of an item whose entity has a field `texts`. */
void sc_text_page(sc_buffer_t *out, const sc_view_t *view, const sc_item_dossier_t *dossier);

/** A guide entry as one of many: its question as a heading that leads to it, and the answer. */
void sc_text_answer(sc_buffer_t *out, const sc_view_t *view, const void *entry);
