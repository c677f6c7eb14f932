/**
 * @file migrations.h
 * @brief The files of sql/, as scripts/embed.py builds them into the program.
 */
#ifndef SC_STORE_MIGRATIONS_H
#define SC_STORE_MIGRATIONS_H

#include <stddef.h>

/** Migration N of a dialect is element N-1: its statements, without semicolons; NULL ends both. */
extern const char *const *const sc_migrations_sqlite[];
extern const char *const *const sc_migrations_postgresql[];
extern const int sc_migration_count;

#endif
