-- Indexes on PostgreSQL that only filters used, before there were sets of items: each would be written with
-- every item, and nothing reads it. A blank line ends a statement.

DROP INDEX "places_by_level_sort_name";

DROP INDEX "partnerships_by_type_sort_name";

DROP INDEX "partnership_fields_by_value_partnership";

DROP INDEX "agreements_by_kind_date";

DROP INDEX "activity_fields_by_value_activity";

UPDATE "registry" SET "schema_version" = 8;
