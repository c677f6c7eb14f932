-- Large imports on SQLite. A blank line ends a statement.
--
-- While registry.is_counting is 0 the triggers of insertion rest: a large import does at its end,
-- once, what they do for each row (store/query/statistics.c).

DROP TRIGGER "places_inserted";

CREATE TRIGGER "places_inserted" AFTER INSERT ON "places"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'places' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

DROP TRIGGER "place_names_inserted";

CREATE TRIGGER "place_names_inserted" AFTER INSERT ON "place_names"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    UPDATE "places" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."place_id" AND "version" > 0;
END;

DROP TRIGGER "place_predecessors_inserted";

CREATE TRIGGER "place_predecessors_inserted" AFTER INSERT ON "place_predecessors"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    UPDATE "places" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."place_id" AND "version" > 0;
END;

DROP TRIGGER "organizations_inserted";

CREATE TRIGGER "organizations_inserted" AFTER INSERT ON "organizations"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'organizations' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

DROP TRIGGER "organization_languages_inserted";

CREATE TRIGGER "organization_languages_inserted" AFTER INSERT ON "organization_languages"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    UPDATE "organizations" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."organization_id" AND "version" > 0;
END;

DROP TRIGGER "partnerships_inserted";

CREATE TRIGGER "partnerships_inserted" AFTER INSERT ON "partnerships"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'partnerships' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

DROP TRIGGER "partnership_parties_inserted";

CREATE TRIGGER "partnership_parties_inserted" AFTER INSERT ON "partnership_parties"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    UPDATE "partnerships" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."partnership_id" AND "version" > 0;
END;

DROP TRIGGER "partnership_fields_inserted";

CREATE TRIGGER "partnership_fields_inserted" AFTER INSERT ON "partnership_fields"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    UPDATE "partnerships" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."partnership_id" AND "version" > 0;
END;

DROP TRIGGER "agreements_inserted";

CREATE TRIGGER "agreements_inserted" AFTER INSERT ON "agreements"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'agreements' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

DROP TRIGGER "agreement_signatories_inserted";

CREATE TRIGGER "agreement_signatories_inserted" AFTER INSERT ON "agreement_signatories"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    UPDATE "agreements" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."agreement_id" AND "version" > 0;
END;

DROP TRIGGER "agreement_documents_inserted";

CREATE TRIGGER "agreement_documents_inserted" AFTER INSERT ON "agreement_documents"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    UPDATE "agreements" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."agreement_id" AND "version" > 0;
END;

DROP TRIGGER "approvals_inserted";

CREATE TRIGGER "approvals_inserted" AFTER INSERT ON "approvals"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'approvals' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

DROP TRIGGER "steps_inserted";

CREATE TRIGGER "steps_inserted" AFTER INSERT ON "steps"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'steps' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

DROP TRIGGER "activities_inserted";

CREATE TRIGGER "activities_inserted" AFTER INSERT ON "activities"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'activities' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

DROP TRIGGER "activity_fields_inserted";

CREATE TRIGGER "activity_fields_inserted" AFTER INSERT ON "activity_fields"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    UPDATE "activities" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."activity_id" AND "version" > 0;
END;

DROP TRIGGER "activity_participants_inserted";

CREATE TRIGGER "activity_participants_inserted" AFTER INSERT ON "activity_participants"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    UPDATE "activities" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."activity_id" AND "version" > 0;
END;

DROP TRIGGER "activity_organizations_inserted";

CREATE TRIGGER "activity_organizations_inserted" AFTER INSERT ON "activity_organizations"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    UPDATE "activities" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."activity_id" AND "version" > 0;
END;

DROP TRIGGER "gifts_inserted";

CREATE TRIGGER "gifts_inserted" AFTER INSERT ON "gifts"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'gifts' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

DROP TRIGGER "sources_inserted";

CREATE TRIGGER "sources_inserted" AFTER INSERT ON "sources"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'sources' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

DROP TRIGGER "claims_inserted";

CREATE TRIGGER "claims_inserted" AFTER INSERT ON "claims"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'claims' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

DROP TRIGGER "partnerships_count_inserted";

CREATE TRIGGER "partnerships_count_inserted" AFTER INSERT ON "partnerships"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."id", 1);
END;

DROP TRIGGER "partnership_parties_count_inserting";

CREATE TRIGGER "partnership_parties_count_inserting" BEFORE INSERT ON "partnership_parties"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."partnership_id", -1);
END;

DROP TRIGGER "partnership_parties_count_inserted";

CREATE TRIGGER "partnership_parties_count_inserted" AFTER INSERT ON "partnership_parties"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."partnership_id", 1);
END;

DROP TRIGGER "partnership_fields_count_inserting";

CREATE TRIGGER "partnership_fields_count_inserting" BEFORE INSERT ON "partnership_fields"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."partnership_id", -1);
END;

DROP TRIGGER "partnership_fields_count_inserted";

CREATE TRIGGER "partnership_fields_count_inserted" AFTER INSERT ON "partnership_fields"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."partnership_id", 1);
END;

DROP TRIGGER "places_count_inserted";

CREATE TRIGGER "places_count_inserted" AFTER INSERT ON "places"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "place_counting" SELECT NEW."country", NEW."level", 1 WHERE NEW."version" > 0;
END;

DROP TRIGGER "agreements_count_inserted";

CREATE TRIGGER "agreements_count_inserted" AFTER INSERT ON "agreements"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "item_counting" VALUES ('agreements', NEW."id", 1);
    INSERT INTO "partnership_counting"
        SELECT NEW."partnership_id", 0, 1, 0 WHERE NEW."version" > 0
        AND (SELECT "is_counting" FROM "registry");
END;

DROP TRIGGER "activities_count_inserted";

CREATE TRIGGER "activities_count_inserted" AFTER INSERT ON "activities"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', NEW."id", 1);
    INSERT INTO "partnership_counting"
        SELECT NEW."partnership_id", 0, 0, 1 WHERE NEW."version" > 0
        AND (SELECT "is_counting" FROM "registry");
END;

DROP TRIGGER "activity_fields_count_inserting";

CREATE TRIGGER "activity_fields_count_inserting" BEFORE INSERT ON "activity_fields"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', NEW."activity_id", -1);
END;

DROP TRIGGER "activity_fields_count_inserted";

CREATE TRIGGER "activity_fields_count_inserted" AFTER INSERT ON "activity_fields"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', NEW."activity_id", 1);
END;

-- What the tables of statistics must hold, counted with each table read once: what belongs to a
-- partnership is counted once for it, not once for each of its traits.
DROP VIEW "partnership_counts";

CREATE VIEW "partnership_counts" AS
    WITH "counted" AS MATERIALIZED (
        SELECT "id", "type", "status", COALESCE(SUBSTR("established", 1, 4), '') AS "year",
            (SELECT COUNT(*) FROM "agreements" AS a
                WHERE a."partnership_id" = s."id" AND a."version" > 0) AS "agreements",
            (SELECT COUNT(*) FROM "activities" AS a
                WHERE a."partnership_id" = s."id" AND a."version" > 0) AS "activities"
        FROM "partnerships" AS s WHERE "version" > 0),
    "placed" AS MATERIALIZED (
        SELECT s."id", s."type", s."status", s."agreements", s."activities", p."country", p."level"
        FROM "counted" AS s JOIN "partnership_parties" AS m ON m."partnership_id" = s."id"
        JOIN "places" AS p ON p."id" = m."place_id")
    SELECT 'all' AS "trait", '' AS "word", "type", "status",
        COUNT(*) AS "partnerships", SUM("agreements") AS "agreements",
        SUM("activities") AS "activities"
        FROM "counted" GROUP BY "type", "status"
    UNION ALL
    SELECT 'year', "year", "type", "status", COUNT(*), SUM("agreements"),
        SUM("activities")
        FROM "counted"
        GROUP BY "year", "type", "status"
    UNION ALL
    SELECT 'country', "country", "type", "status", COUNT(*), SUM("agreements"),
        SUM("activities")
        FROM (SELECT DISTINCT "id", "country", "type", "status", "agreements", "activities"
            FROM "placed" WHERE "country" IS NOT NULL) AS d
        GROUP BY "country", "type", "status"
    UNION ALL
    SELECT 'region', "region", "type", "status", COUNT(*), SUM("agreements"),
        SUM("activities")
        FROM (SELECT DISTINCT "id", c."region", "type", "status", "agreements", "activities"
            FROM "placed" JOIN "countries" AS c ON c."code" = "country") AS d
        GROUP BY "region", "type", "status"
    UNION ALL
    SELECT 'level', "level", "type", "status", COUNT(*), SUM("agreements"),
        SUM("activities")
        FROM (SELECT DISTINCT "id", "level", "type", "status", "agreements", "activities"
            FROM "placed" WHERE "level" IS NOT NULL) AS d
        GROUP BY "level", "type", "status"
    UNION ALL
    SELECT 'levels', "levels", "type", "status", COUNT(*), SUM("agreements"),
        SUM("activities")
        FROM (SELECT MIN("level") || ' ' || MAX("level") AS "levels", "type", "status", "agreements", "activities"
            FROM "placed" GROUP BY "id", "type", "status", "agreements", "activities"
            HAVING COUNT(*) = 2 AND COUNT("level") = 2) AS d
        GROUP BY "levels", "type", "status"
    UNION ALL
    SELECT 'field', "value", "type", "status", COUNT(*), SUM("agreements"),
        SUM("activities")
        FROM (SELECT DISTINCT s."id", f."value", "type", "status", "agreements", "activities"
            FROM "counted" AS s JOIN "partnership_fields" AS f ON f."partnership_id" = s."id") AS d
        GROUP BY "value", "type", "status";

DROP VIEW "item_counts";

CREATE VIEW "item_counts" AS
    SELECT 'agreements' AS "collection", 'kind' AS "trait", "kind" AS "word", COUNT(*) AS "items"
        FROM "agreements" WHERE "version" > 0 GROUP BY "kind"
    UNION ALL
    SELECT 'agreements', 'year', COALESCE(SUBSTR("date", 1, 4), ''), COUNT(*)
        FROM "agreements" WHERE "version" > 0 GROUP BY 3
    UNION ALL
    SELECT 'activities', 'year', COALESCE(SUBSTR("start", 1, 4), ''), COUNT(*)
        FROM "activities" WHERE "version" > 0 GROUP BY 3
    UNION ALL
    SELECT 'activities', 'form', COALESCE("form", ''), COUNT(*)
        FROM "activities" WHERE "version" > 0 GROUP BY 3
    UNION ALL
    SELECT 'activities', 'field', f."value", COUNT(DISTINCT f."activity_id")
        FROM "activity_fields" AS f JOIN "activities" AS a ON a."id" = f."activity_id"
        WHERE a."version" > 0 GROUP BY f."value";

UPDATE "registry" SET "schema_version" = 6;
