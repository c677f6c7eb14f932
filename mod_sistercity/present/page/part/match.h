/**
 * Which text of an item is the one that a search has found.
 */
#pragma once

#include "present/write/html.h"

/**
 * The text that fits the words of the query best, a name before what is told in a sentence; of a
 * running text the part in which they stand.
 * @param list that the item stands in: what belongs to a partnership is found by the names of its
 * parties, too
 * @return text NULL where no text has them, as in what stands in a country that was searched for
 */
sc_lang_text_t sc_match_of(const sc_view_t *view, const sc_list_t *list, const void *record);
