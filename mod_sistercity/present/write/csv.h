/**
 * @file csv.h
 * @brief Cells of CSV (RFC 4180). Of this room alone.
 */
#ifndef SC_PRESENT_WRITE_CSV_H
#define SC_PRESENT_WRITE_CSV_H

#include "present/write/buffer.h"

#define SC_CSV_LINE_END "\r\n"

/** Writes a cell, in quotes where it needs them. It must be defused (model/cell.h). */
void sc_csv_cell(sc_buffer_t *out, const char *cell);

#endif
