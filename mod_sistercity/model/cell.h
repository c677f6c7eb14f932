/**
 * The value of a field as one cell of a CSV file, and back.
 *
 * Scalars stand as sc_value_to_text() gives them. Entries of a list are joined by `|`. A part is
 * its first required text (a reference or text field), then `;key=value` for each other field that
 * is set. Names are led by their language: `ja=平塚市;kind=official`; of texts of
 * which none must be there, the language itself is first: `ja;note=…`. A backslash protects `|`,
 * `;` and `\` within a value (and `=` in a name's text). When reading, `;` separates only before a
 * key that the part has (spaces may stand before the key), and a backslash before any other
 * character stands for itself, so people's own texts pass as they are.
 *
 * A cell that a spreadsheet would run as a formula (it begins with = + - @ TAB or CR, and is not a
 * plain number) is defused by a leading apostrophe on export; import takes off one apostrophe that
 * stands before such a character (and export adds one to a text that would lose its own that way).
 */
#pragma once

#include "model/entity.h"
#include "model/problem.h"

/** The cell of the field, "" if absent, before CSV quoting and already defused. */
const char *sc_cell_write(const sc_field_t *field, const void *record, apr_pool_t *pool);

/** A text that is no field's value as a cell: defused if a spreadsheet would run it. */
const char *sc_cell_defuse(const char *cell, apr_pool_t *pool);

/** Reads the cell into the record; the values are made in @a pool, the cell is not kept. A blank
 * cell makes the field absent. @return 1, or 0 after adding a problem for each part, entry or value
 * that cannot be read (an empty one is such); the field is then absent. */
int sc_cell_read(const sc_field_t *field, void *record, const char *cell, apr_pool_t *pool,
                 sc_problems_t *problems);
