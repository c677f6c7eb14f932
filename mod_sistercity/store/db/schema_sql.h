/**
 * @file schema_sql.h
 * @brief The schema in SQL, as scripts/schema.py makes it and scripts/embed.py builds it in.
 */
#ifndef SC_STORE_SCHEMA_SQL_H
#define SC_STORE_SCHEMA_SQL_H

#include <stddef.h>

/** The statements that make an empty registry, without semicolons; NULL ends them. */
extern const char *const sc_sql_sqlite[];
extern const char *const sc_sql_postgresql[];

/** What brings an older registry up to date: the statement of a version is the one of that number,
 * less the number of the first version. NULL ends them. */
extern const char *const sc_sql_sqlite_migrations[];
extern const char *const sc_sql_postgresql_migrations[];

#endif
