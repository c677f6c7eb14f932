-- The orders of lists: nothing to do on SQLite, whose indexes end in the id by themselves.

UPDATE "registry" SET "schema_version" = 7;
