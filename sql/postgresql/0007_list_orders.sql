-- The orders of lists on PostgreSQL, again. A list is ordered by the id where the keys are the same, and
-- many are: all items of an import were modified in the same second, many places have no population.
-- With the id in the index a page is read from it and nothing else. SQLite's indexes have it anyway.
-- A blank line ends a statement.

DROP INDEX "places_by_modified";

CREATE INDEX "places_by_modified" ON "places" ("modified", "id");

DROP INDEX "organizations_by_modified";

CREATE INDEX "organizations_by_modified" ON "organizations" ("modified", "id");

DROP INDEX "partnerships_by_modified";

CREATE INDEX "partnerships_by_modified" ON "partnerships" ("modified", "id");

DROP INDEX "agreements_by_modified";

CREATE INDEX "agreements_by_modified" ON "agreements" ("modified", "id");

DROP INDEX "approvals_by_modified";

CREATE INDEX "approvals_by_modified" ON "approvals" ("modified", "id");

DROP INDEX "steps_by_modified";

CREATE INDEX "steps_by_modified" ON "steps" ("modified", "id");

DROP INDEX "activities_by_title";

CREATE INDEX "activities_by_title" ON "activities" ("title", "id");

DROP INDEX "activities_by_modified";

CREATE INDEX "activities_by_modified" ON "activities" ("modified", "id");

DROP INDEX "gifts_by_modified";

CREATE INDEX "gifts_by_modified" ON "gifts" ("modified", "id");

DROP INDEX "sources_by_modified";

CREATE INDEX "sources_by_modified" ON "sources" ("modified", "id");

DROP INDEX "claims_by_modified";

CREATE INDEX "claims_by_modified" ON "claims" ("modified", "id");

DROP INDEX "places_in_order_of_name";

CREATE INDEX "places_in_order_of_name" ON "places" (COALESCE("sort_name", "slug"), "id");

DROP INDEX "places_in_order_of_country";

CREATE INDEX "places_in_order_of_country"
    ON "places" ((COALESCE("country", '~') || ' ' || COALESCE("sort_name", "slug")), "id");

DROP INDEX "places_in_falling_order_of_country";

CREATE INDEX "places_in_falling_order_of_country"
    ON "places" ((COALESCE("country", '') || ' ' || COALESCE("sort_name", "slug")), "id");

DROP INDEX "places_in_order_of_population";

CREATE INDEX "places_in_order_of_population" ON "places" (COALESCE("population", 1000000000), "id");

DROP INDEX "places_in_falling_order_of_population";

CREATE INDEX "places_in_falling_order_of_population" ON "places" (COALESCE("population", -1), "id");

DROP INDEX "partnerships_in_order_of_name";

CREATE INDEX "partnerships_in_order_of_name"
    ON "partnerships" (COALESCE("sort_name", "slug"), "id");

DROP INDEX "partnerships_in_order_of_status";

CREATE INDEX "partnerships_in_order_of_status"
    ON "partnerships" (("status" || ' ' || COALESCE("sort_name", "slug")), "id");

DROP INDEX "partnerships_in_order_of_established";

CREATE INDEX "partnerships_in_order_of_established"
    ON "partnerships" (COALESCE("established", '~'), "id");

DROP INDEX "partnerships_in_falling_order_of_established";

CREATE INDEX "partnerships_in_falling_order_of_established"
    ON "partnerships" (COALESCE("established", ''), "id");

DROP INDEX "agreements_in_order_of_date";

CREATE INDEX "agreements_in_order_of_date" ON "agreements" (COALESCE("date", '~'), "id");

DROP INDEX "agreements_in_falling_order_of_date";

CREATE INDEX "agreements_in_falling_order_of_date" ON "agreements" (COALESCE("date", ''), "id");

DROP INDEX "activities_in_order_of_start";

CREATE INDEX "activities_in_order_of_start" ON "activities" (COALESCE("start", '~'), "id");

DROP INDEX "activities_in_falling_order_of_start";

CREATE INDEX "activities_in_falling_order_of_start" ON "activities" (COALESCE("start", ''), "id");

UPDATE "registry" SET "schema_version" = 7;
