-- Kept statistics and sets of items on SQLite.

CREATE TABLE "partnership_statistics" (
    "trait" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "partnerships" INTEGER NOT NULL,
    "agreements" INTEGER NOT NULL,
    "activities" INTEGER NOT NULL,
    PRIMARY KEY ("trait", "word", "type", "status")
) WITHOUT ROWID;

CREATE TABLE "item_statistics" (
    "collection" TEXT NOT NULL,
    "trait" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "items" INTEGER NOT NULL,
    PRIMARY KEY ("collection", "trait", "word")
) WITHOUT ROWID;

CREATE TABLE "place_statistics" (
    "country" TEXT NOT NULL,
    "level" TEXT NOT NULL,
    "places" INTEGER NOT NULL,
    PRIMARY KEY ("country", "level")
) WITHOUT ROWID;

CREATE TABLE "place_partnerships" (
    "place_id" INTEGER PRIMARY KEY,
    "partnerships" INTEGER NOT NULL
);

CREATE INDEX "place_partnerships_by_number" ON "place_partnerships" ("partnerships", "place_id");

CREATE VIEW "partnership_traits" AS
    SELECT "id" AS "partnership_id", 'all' AS "trait", '' AS "word" FROM "partnerships"
    UNION ALL
    SELECT "id", 'year', COALESCE(SUBSTR("established", 1, 4), '') FROM "partnerships"
    UNION ALL
    SELECT DISTINCT m."partnership_id", 'country', p."country" FROM "partnership_parties" AS m
        JOIN "places" AS p ON p."id" = m."place_id" WHERE p."country" IS NOT NULL
    UNION ALL
    SELECT DISTINCT m."partnership_id", 'region', c."region" FROM "partnership_parties" AS m
        JOIN "places" AS p ON p."id" = m."place_id"
        JOIN "countries" AS c ON c."code" = p."country"
    UNION ALL
    SELECT DISTINCT m."partnership_id", 'level', p."level" FROM "partnership_parties" AS m
        JOIN "places" AS p ON p."id" = m."place_id" WHERE p."level" IS NOT NULL
    UNION ALL
    SELECT m."partnership_id", 'levels', MIN(p."level") || ' ' || MAX(p."level")
        FROM "partnership_parties" AS m JOIN "places" AS p ON p."id" = m."place_id"
        GROUP BY m."partnership_id" HAVING COUNT(*) = 2 AND COUNT(p."level") = 2
    UNION ALL
    SELECT DISTINCT "partnership_id", 'field', "value" FROM "partnership_fields";

CREATE VIEW "item_traits" AS
    SELECT "id", 'agreements' AS "collection", 'kind' AS "trait", "kind" AS "word"
        FROM "agreements" WHERE "version" > 0
    UNION ALL
    SELECT "id", 'agreements', 'year', COALESCE(SUBSTR("date", 1, 4), '')
        FROM "agreements" WHERE "version" > 0
    UNION ALL
    SELECT "id", 'activities', 'year', COALESCE(SUBSTR("start", 1, 4), '')
        FROM "activities" WHERE "version" > 0
    UNION ALL
    SELECT "id", 'activities', 'form', COALESCE("form", '') FROM "activities" WHERE "version" > 0
    UNION ALL
    SELECT DISTINCT a."id", 'activities', 'field', f."value" FROM "activities" AS a
        JOIN "activity_fields" AS f ON f."activity_id" = a."id" WHERE a."version" > 0;

CREATE VIEW "place_counts" AS
    SELECT COALESCE("country", '') AS "country", COALESCE("level", '') AS "level",
        COUNT(*) AS "places"
    FROM "places" WHERE "version" > 0 GROUP BY 1, 2;

CREATE VIEW "place_partnership_counts" AS
    SELECT m."place_id", COUNT(DISTINCT m."partnership_id") AS "partnerships"
    FROM "partnership_parties" AS m JOIN "partnerships" AS s ON s."id" = m."partnership_id"
    WHERE s."version" > 0 GROUP BY m."place_id";

CREATE VIEW "partnership_counting" AS
    SELECT NULL AS "partnership_id", NULL AS "partnerships", NULL AS "agreements",
        NULL AS "activities" WHERE 0;

CREATE VIEW "whole_partnership_counting" AS
    SELECT NULL AS "partnership_id", NULL AS "sign" WHERE 0;

CREATE VIEW "item_counting" AS
    SELECT NULL AS "collection", NULL AS "id", NULL AS "sign" WHERE 0;

CREATE VIEW "place_counting" AS
    SELECT NULL AS "country", NULL AS "level", NULL AS "sign" WHERE 0;

CREATE TRIGGER "place_counted" INSTEAD OF INSERT ON "place_counting"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "place_statistics"
        VALUES (COALESCE(NEW."country", ''), COALESCE(NEW."level", ''), NEW."sign")
        ON CONFLICT DO UPDATE SET "places" = "places" + excluded."places";
END;

CREATE TRIGGER "partnerships_count_updating"
    BEFORE UPDATE OF "id", "type", "status", "established", "version" ON "partnerships"
    WHEN (OLD."version" = 0) <> (NEW."version" = 0) OR NEW."type" <> OLD."type"
        OR NEW."status" <> OLD."status" OR NEW."established" IS NOT OLD."established"
        OR NEW."id" <> OLD."id"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (OLD."id", -1);
END;

CREATE TRIGGER "partnerships_count_updated"
    AFTER UPDATE OF "id", "type", "status", "established", "version" ON "partnerships"
    WHEN (OLD."version" = 0) <> (NEW."version" = 0) OR NEW."type" <> OLD."type"
        OR NEW."status" <> OLD."status" OR NEW."established" IS NOT OLD."established"
        OR NEW."id" <> OLD."id"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."id", 1);
END;

CREATE TRIGGER "partnerships_count_deleting" BEFORE DELETE ON "partnerships"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (OLD."id", -1);
END;

CREATE TRIGGER "partnership_parties_count_updating" BEFORE UPDATE ON "partnership_parties"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (OLD."partnership_id", -1);
    INSERT INTO "whole_partnership_counting" SELECT NEW."partnership_id", -1
        WHERE NEW."partnership_id" <> OLD."partnership_id";
END;

CREATE TRIGGER "partnership_parties_count_updated" AFTER UPDATE ON "partnership_parties"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (OLD."partnership_id", 1);
    INSERT INTO "whole_partnership_counting" SELECT NEW."partnership_id", 1
        WHERE NEW."partnership_id" <> OLD."partnership_id";
END;

CREATE TRIGGER "partnership_parties_count_deleting" BEFORE DELETE ON "partnership_parties"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (OLD."partnership_id", -1);
END;

CREATE TRIGGER "partnership_parties_count_deleted" AFTER DELETE ON "partnership_parties"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (OLD."partnership_id", 1);
END;

CREATE TRIGGER "partnership_fields_count_updating" BEFORE UPDATE ON "partnership_fields"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (OLD."partnership_id", -1);
    INSERT INTO "whole_partnership_counting" SELECT NEW."partnership_id", -1
        WHERE NEW."partnership_id" <> OLD."partnership_id";
END;

CREATE TRIGGER "partnership_fields_count_updated" AFTER UPDATE ON "partnership_fields"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (OLD."partnership_id", 1);
    INSERT INTO "whole_partnership_counting" SELECT NEW."partnership_id", 1
        WHERE NEW."partnership_id" <> OLD."partnership_id";
END;

CREATE TRIGGER "partnership_fields_count_deleting" BEFORE DELETE ON "partnership_fields"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (OLD."partnership_id", -1);
END;

CREATE TRIGGER "partnership_fields_count_deleted" AFTER DELETE ON "partnership_fields"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (OLD."partnership_id", 1);
END;

CREATE TRIGGER "places_count_deleted" AFTER DELETE ON "places"
BEGIN
    INSERT INTO "place_counting" SELECT OLD."country", OLD."level", -1 WHERE OLD."version" > 0;
    DELETE FROM "place_partnerships" WHERE "place_id" = OLD."id";
END;

CREATE TRIGGER "places_count_updating" BEFORE UPDATE OF "country", "level", "version" ON "places"
    WHEN (OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."country" IS NOT OLD."country" OR NEW."level" IS NOT OLD."level"
BEGIN
    INSERT INTO "place_counting" SELECT OLD."country", OLD."level", -1 WHERE OLD."version" > 0;
END;

CREATE TRIGGER "places_count_updated" AFTER UPDATE OF "country", "level", "version" ON "places"
    WHEN (OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."country" IS NOT OLD."country" OR NEW."level" IS NOT OLD."level"
BEGIN
    INSERT INTO "place_counting" SELECT NEW."country", NEW."level", 1 WHERE NEW."version" > 0;
END;

CREATE TRIGGER "places_count_moving" BEFORE UPDATE OF "country", "level" ON "places"
    WHEN NEW."country" IS NOT OLD."country" OR NEW."level" IS NOT OLD."level"
BEGIN
    INSERT INTO "whole_partnership_counting"
        SELECT DISTINCT "partnership_id", -1 FROM "partnership_parties"
        WHERE "place_id" = OLD."id";
END;

CREATE TRIGGER "places_count_moved" AFTER UPDATE OF "country", "level" ON "places"
    WHEN NEW."country" IS NOT OLD."country" OR NEW."level" IS NOT OLD."level"
BEGIN
    INSERT INTO "whole_partnership_counting"
        SELECT DISTINCT "partnership_id", 1 FROM "partnership_parties"
        WHERE "place_id" = OLD."id";
END;

CREATE TRIGGER "agreements_count_updating"
    BEFORE UPDATE OF "partnership_id", "kind", "date", "version" ON "agreements"
    WHEN (OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."partnership_id" <> OLD."partnership_id"
        OR NEW."kind" IS NOT OLD."kind"
        OR NEW."date" IS NOT OLD."date"
BEGIN
    INSERT INTO "item_counting" VALUES ('agreements', OLD."id", -1);
    INSERT INTO "partnership_counting"
        SELECT OLD."partnership_id", 0, -1, 0 WHERE OLD."version" > 0
        AND (SELECT NOT "is_writing" FROM "registry");
END;

CREATE TRIGGER "agreements_count_updated"
    AFTER UPDATE OF "partnership_id", "kind", "date", "version" ON "agreements"
    WHEN (OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."partnership_id" <> OLD."partnership_id"
        OR NEW."kind" IS NOT OLD."kind"
        OR NEW."date" IS NOT OLD."date"
BEGIN
    INSERT INTO "item_counting" VALUES ('agreements', NEW."id", 1);
    INSERT INTO "partnership_counting"
        SELECT NEW."partnership_id", 0, 1, 0 WHERE NEW."version" > 0
        AND (SELECT NOT "is_writing" FROM "registry");
END;

CREATE TRIGGER "agreements_count_deleting" BEFORE DELETE ON "agreements"
BEGIN
    INSERT INTO "item_counting" VALUES ('agreements', OLD."id", -1);
    INSERT INTO "partnership_counting"
        SELECT OLD."partnership_id", 0, -1, 0 WHERE OLD."version" > 0
        AND (SELECT NOT "is_writing" FROM "registry");
END;

CREATE TRIGGER "activities_count_updating"
    BEFORE UPDATE OF "partnership_id", "form", "start", "version" ON "activities"
    WHEN (OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."partnership_id" <> OLD."partnership_id"
        OR NEW."form" IS NOT OLD."form"
        OR NEW."start" IS NOT OLD."start"
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', OLD."id", -1);
    INSERT INTO "partnership_counting"
        SELECT OLD."partnership_id", 0, 0, -1 WHERE OLD."version" > 0
        AND (SELECT NOT "is_writing" FROM "registry");
END;

CREATE TRIGGER "activities_count_updated"
    AFTER UPDATE OF "partnership_id", "form", "start", "version" ON "activities"
    WHEN (OLD."version" = 0) <> (NEW."version" = 0)
        OR NEW."partnership_id" <> OLD."partnership_id"
        OR NEW."form" IS NOT OLD."form"
        OR NEW."start" IS NOT OLD."start"
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', NEW."id", 1);
    INSERT INTO "partnership_counting"
        SELECT NEW."partnership_id", 0, 0, 1 WHERE NEW."version" > 0
        AND (SELECT NOT "is_writing" FROM "registry");
END;

CREATE TRIGGER "activities_count_deleting" BEFORE DELETE ON "activities"
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', OLD."id", -1);
    INSERT INTO "partnership_counting"
        SELECT OLD."partnership_id", 0, 0, -1 WHERE OLD."version" > 0
        AND (SELECT NOT "is_writing" FROM "registry");
END;

CREATE TRIGGER "activity_fields_count_updating" BEFORE UPDATE ON "activity_fields"
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', OLD."activity_id", -1);
    INSERT INTO "item_counting" SELECT 'activities', NEW."activity_id", -1
        WHERE NEW."activity_id" <> OLD."activity_id";
END;

CREATE TRIGGER "activity_fields_count_updated" AFTER UPDATE ON "activity_fields"
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', OLD."activity_id", 1);
    INSERT INTO "item_counting" SELECT 'activities', NEW."activity_id", 1
        WHERE NEW."activity_id" <> OLD."activity_id";
END;

CREATE TRIGGER "activity_fields_count_deleting" BEFORE DELETE ON "activity_fields"
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', OLD."activity_id", -1);
END;

CREATE TRIGGER "activity_fields_count_deleted" AFTER DELETE ON "activity_fields"
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', OLD."activity_id", 1);
END;

CREATE TABLE "item_sets" (
    "collection" TEXT NOT NULL,
    "trait" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "block" INTEGER NOT NULL,
    "ids" TEXT NOT NULL,
    PRIMARY KEY ("collection", "trait", "word", "block")
);

CREATE INDEX "item_sets_by_block" ON "item_sets" ("collection", "block");

CREATE TABLE "unsettled" (
    "collection" TEXT NOT NULL,
    "id" INTEGER NOT NULL,
    PRIMARY KEY ("collection", "id")
) WITHOUT ROWID;

CREATE TRIGGER "places_unsettled_by_insert" AFTER INSERT ON "places"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('places', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "places_unsettled_by_update" AFTER UPDATE ON "places"
    WHEN (SELECT NOT "is_writing" FROM "registry")
        AND (NEW."id" IS NOT OLD."id"
        OR NEW."country" IS NOT OLD."country"
        OR NEW."level" IS NOT OLD."level")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('places', OLD."id"), ('places', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "places_unsettled_by_delete" AFTER DELETE ON "places"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('places', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_by_insert" AFTER INSERT ON "partnerships"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_by_update" AFTER UPDATE ON "partnerships"
    WHEN (SELECT NOT "is_writing" FROM "registry")
        AND (NEW."id" IS NOT OLD."id"
        OR NEW."type" IS NOT OLD."type"
        OR NEW."status" IS NOT OLD."status"
        OR NEW."established" IS NOT OLD."established"
        OR NEW."ended" IS NOT OLD."ended")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('partnerships', OLD."id"), ('partnerships', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_by_delete" AFTER DELETE ON "partnerships"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "agreements_unsettled_by_insert" AFTER INSERT ON "agreements"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('agreements', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "agreements_unsettled_by_update" AFTER UPDATE ON "agreements"
    WHEN (SELECT NOT "is_writing" FROM "registry")
        AND (NEW."id" IS NOT OLD."id"
        OR NEW."partnership_id" IS NOT OLD."partnership_id"
        OR NEW."kind" IS NOT OLD."kind"
        OR NEW."date" IS NOT OLD."date"
        OR NEW."effective_from" IS NOT OLD."effective_from"
        OR NEW."effective_until" IS NOT OLD."effective_until")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('agreements', OLD."id"), ('agreements', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "agreements_unsettled_by_delete" AFTER DELETE ON "agreements"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('agreements', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "approvals_unsettled_by_insert" AFTER INSERT ON "approvals"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('approvals', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "approvals_unsettled_by_update" AFTER UPDATE ON "approvals"
    WHEN (SELECT NOT "is_writing" FROM "registry")
        AND (NEW."id" IS NOT OLD."id"
        OR NEW."partnership_id" IS NOT OLD."partnership_id")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('approvals', OLD."id"), ('approvals', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "approvals_unsettled_by_delete" AFTER DELETE ON "approvals"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('approvals', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "steps_unsettled_by_insert" AFTER INSERT ON "steps"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('steps', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "steps_unsettled_by_update" AFTER UPDATE ON "steps"
    WHEN (SELECT NOT "is_writing" FROM "registry")
        AND (NEW."id" IS NOT OLD."id"
        OR NEW."partnership_id" IS NOT OLD."partnership_id")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('steps', OLD."id"), ('steps', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "steps_unsettled_by_delete" AFTER DELETE ON "steps"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('steps', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activities_unsettled_by_insert" AFTER INSERT ON "activities"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('activities', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activities_unsettled_by_update" AFTER UPDATE ON "activities"
    WHEN (SELECT NOT "is_writing" FROM "registry")
        AND (NEW."id" IS NOT OLD."id"
        OR NEW."partnership_id" IS NOT OLD."partnership_id"
        OR NEW."start" IS NOT OLD."start")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('activities', OLD."id"), ('activities', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activities_unsettled_by_delete" AFTER DELETE ON "activities"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('activities', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "gifts_unsettled_by_insert" AFTER INSERT ON "gifts"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('gifts', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "gifts_unsettled_by_update" AFTER UPDATE ON "gifts"
    WHEN (SELECT NOT "is_writing" FROM "registry")
        AND (NEW."id" IS NOT OLD."id"
        OR NEW."partnership_id" IS NOT OLD."partnership_id")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('gifts', OLD."id"), ('gifts', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "gifts_unsettled_by_delete" AFTER DELETE ON "gifts"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('gifts', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_parties_unsettled_by_insert" AFTER INSERT ON "partnership_parties"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_parties_unsettled_by_update" AFTER UPDATE ON "partnership_parties"
    WHEN (SELECT NOT "is_writing" FROM "registry")
        AND (NEW."partnership_id" IS NOT OLD."partnership_id"
        OR NEW."place_id" IS NOT OLD."place_id")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('partnerships', OLD."partnership_id"), ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_parties_unsettled_by_delete" AFTER DELETE ON "partnership_parties"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', OLD."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_fields_unsettled_by_insert" AFTER INSERT ON "partnership_fields"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_fields_unsettled_by_update" AFTER UPDATE ON "partnership_fields"
    WHEN (SELECT NOT "is_writing" FROM "registry")
        AND (NEW."partnership_id" IS NOT OLD."partnership_id"
        OR NEW."value" IS NOT OLD."value")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('partnerships', OLD."partnership_id"), ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_fields_unsettled_by_delete" AFTER DELETE ON "partnership_fields"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', OLD."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activity_fields_unsettled_by_insert" AFTER INSERT ON "activity_fields"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('activities', NEW."activity_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activity_fields_unsettled_by_update" AFTER UPDATE ON "activity_fields"
    WHEN (SELECT NOT "is_writing" FROM "registry")
        AND (NEW."activity_id" IS NOT OLD."activity_id"
        OR NEW."value" IS NOT OLD."value")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('activities', OLD."activity_id"), ('activities', NEW."activity_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activity_fields_unsettled_by_delete" AFTER DELETE ON "activity_fields"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('activities', OLD."activity_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_by_place" AFTER UPDATE ON "places"
    WHEN (SELECT NOT "is_writing" FROM "registry")
        AND (NEW."country" IS NOT OLD."country"
        OR NEW."level" IS NOT OLD."level")
BEGIN
    INSERT INTO "unsettled" SELECT 'partnerships', "partnership_id"
        FROM "partnership_parties" WHERE "place_id" = NEW."id"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "items_unsettled_by_country_insert" AFTER INSERT ON "countries"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'places', "id" FROM "places" WHERE "country" IN (NEW."code")
        ON CONFLICT DO NOTHING;
    INSERT INTO "unsettled"
        SELECT 'partnerships', m."partnership_id" FROM "places" AS p
        JOIN "partnership_parties" AS m ON m."place_id" = p."id"
        WHERE p."country" IN (NEW."code")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "items_unsettled_by_country_delete" AFTER DELETE ON "countries"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'places', "id" FROM "places" WHERE "country" IN (OLD."code")
        ON CONFLICT DO NOTHING;
    INSERT INTO "unsettled"
        SELECT 'partnerships', m."partnership_id" FROM "places" AS p
        JOIN "partnership_parties" AS m ON m."place_id" = p."id"
        WHERE p."country" IN (OLD."code")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_count_inserted" AFTER INSERT ON "partnerships"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."id", 1);
END;

CREATE TRIGGER "partnership_parties_count_inserting" BEFORE INSERT ON "partnership_parties"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."partnership_id", -1);
END;

CREATE TRIGGER "partnership_parties_count_inserted" AFTER INSERT ON "partnership_parties"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."partnership_id", 1);
END;

CREATE TRIGGER "partnership_fields_count_inserting" BEFORE INSERT ON "partnership_fields"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."partnership_id", -1);
END;

CREATE TRIGGER "partnership_fields_count_inserted" AFTER INSERT ON "partnership_fields"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."partnership_id", 1);
END;

CREATE TRIGGER "places_count_inserted" AFTER INSERT ON "places"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "place_counting" SELECT NEW."country", NEW."level", 1 WHERE NEW."version" > 0;
END;

CREATE TRIGGER "agreements_count_inserted" AFTER INSERT ON "agreements"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "item_counting" VALUES ('agreements', NEW."id", 1);
    INSERT INTO "partnership_counting"
        SELECT NEW."partnership_id", 0, 1, 0 WHERE NEW."version" > 0
        AND (SELECT NOT "is_writing" FROM "registry");
END;

CREATE TRIGGER "activities_count_inserted" AFTER INSERT ON "activities"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', NEW."id", 1);
    INSERT INTO "partnership_counting"
        SELECT NEW."partnership_id", 0, 0, 1 WHERE NEW."version" > 0
        AND (SELECT NOT "is_writing" FROM "registry");
END;

CREATE TRIGGER "activity_fields_count_inserting" BEFORE INSERT ON "activity_fields"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', NEW."activity_id", -1);
END;

CREATE TRIGGER "activity_fields_count_inserted" AFTER INSERT ON "activity_fields"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', NEW."activity_id", 1);
END;

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

CREATE TRIGGER "places_unsettled_before_insert" BEFORE INSERT ON "places"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'places', "id" FROM "places" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "places_unsettled_before_update" BEFORE UPDATE OF "slug" ON "places"
    WHEN (SELECT NOT "is_writing" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'places', "id" FROM "places" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_before_insert" BEFORE INSERT ON "partnerships"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'partnerships', "id" FROM "partnerships" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_before_update" BEFORE UPDATE OF "slug" ON "partnerships"
    WHEN (SELECT NOT "is_writing" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'partnerships', "id" FROM "partnerships" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "agreements_unsettled_before_insert" BEFORE INSERT ON "agreements"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'agreements', "id" FROM "agreements" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "agreements_unsettled_before_update" BEFORE UPDATE OF "slug" ON "agreements"
    WHEN (SELECT NOT "is_writing" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'agreements', "id" FROM "agreements" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "approvals_unsettled_before_insert" BEFORE INSERT ON "approvals"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'approvals', "id" FROM "approvals" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "approvals_unsettled_before_update" BEFORE UPDATE OF "slug" ON "approvals"
    WHEN (SELECT NOT "is_writing" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'approvals', "id" FROM "approvals" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "steps_unsettled_before_insert" BEFORE INSERT ON "steps"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'steps', "id" FROM "steps" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "steps_unsettled_before_update" BEFORE UPDATE OF "slug" ON "steps"
    WHEN (SELECT NOT "is_writing" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'steps', "id" FROM "steps" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activities_unsettled_before_insert" BEFORE INSERT ON "activities"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'activities', "id" FROM "activities" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activities_unsettled_before_update" BEFORE UPDATE OF "slug" ON "activities"
    WHEN (SELECT NOT "is_writing" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'activities', "id" FROM "activities" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "gifts_unsettled_before_insert" BEFORE INSERT ON "gifts"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'gifts', "id" FROM "gifts" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "gifts_unsettled_before_update" BEFORE UPDATE OF "slug" ON "gifts"
    WHEN (SELECT NOT "is_writing" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'gifts', "id" FROM "gifts" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_by_place_insert" AFTER INSERT ON "places"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled" SELECT 'partnerships', "partnership_id"
        FROM "partnership_parties" WHERE "place_id" = NEW."id"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_parties_unsettled_by_position" AFTER UPDATE OF "position" ON "partnership_parties"
    WHEN (SELECT NOT "is_writing" FROM "registry") AND NEW."position" IS NOT OLD."position"
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_fields_unsettled_by_position" AFTER UPDATE OF "position" ON "partnership_fields"
    WHEN (SELECT NOT "is_writing" FROM "registry") AND NEW."position" IS NOT OLD."position"
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activity_fields_unsettled_by_position" AFTER UPDATE OF "position" ON "activity_fields"
    WHEN (SELECT NOT "is_writing" FROM "registry") AND NEW."position" IS NOT OLD."position"
BEGIN
    INSERT INTO "unsettled" VALUES ('activities', NEW."activity_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "items_unsettled_by_country_update" AFTER UPDATE ON "countries"
    WHEN NEW."code" IS NOT OLD."code" OR NEW."region" IS NOT OLD."region"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'places', "id" FROM "places" WHERE "country" IN (OLD."code", NEW."code")
        ON CONFLICT DO NOTHING;
    INSERT INTO "unsettled"
        SELECT 'partnerships', m."partnership_id" FROM "places" AS p
        JOIN "partnership_parties" AS m ON m."place_id" = p."id"
        WHERE p."country" IN (OLD."code", NEW."code")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "places_unsettled_by_sort_name" AFTER UPDATE OF "sort_name" ON "places"
    WHEN (SELECT NOT "is_writing" FROM "registry") AND NEW."sort_name" IS NOT OLD."sort_name"
BEGIN
    INSERT INTO "unsettled" VALUES ('places', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_by_sort_name" AFTER UPDATE OF "sort_name" ON "partnerships"
    WHEN (SELECT NOT "is_writing" FROM "registry") AND NEW."sort_name" IS NOT OLD."sort_name"
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "place_keys_unsettled_by_insert" AFTER INSERT ON "place_keys"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('places', NEW."place_id")
        ON CONFLICT DO NOTHING;
    INSERT INTO "unsettled" SELECT 'partnerships', "partnership_id"
        FROM "partnership_parties" WHERE "place_id" IN (NEW."place_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "place_keys_unsettled_by_update" AFTER UPDATE ON "place_keys"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('places', OLD."place_id"), ('places', NEW."place_id")
        ON CONFLICT DO NOTHING;
    INSERT INTO "unsettled" SELECT 'partnerships', "partnership_id"
        FROM "partnership_parties" WHERE "place_id" IN (OLD."place_id", NEW."place_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "place_keys_unsettled_by_delete" AFTER DELETE ON "place_keys"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('places', OLD."place_id")
        ON CONFLICT DO NOTHING;
    INSERT INTO "unsettled" SELECT 'partnerships', "partnership_id"
        FROM "partnership_parties" WHERE "place_id" IN (OLD."place_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_keys_unsettled_by_insert" AFTER INSERT ON "partnership_keys"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_keys_unsettled_by_update" AFTER UPDATE ON "partnership_keys"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('partnerships', OLD."partnership_id"), ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_keys_unsettled_by_delete" AFTER DELETE ON "partnership_keys"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('partnerships', OLD."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TABLE "trait_statistics" (
    "trait" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "partnerships" INTEGER NOT NULL,
    PRIMARY KEY ("trait", "word")
) WITHOUT ROWID;

CREATE VIEW "trait_counts" AS
    SELECT "trait", "word", SUM("partnerships") AS "partnerships" FROM "partnership_statistics"
    WHERE "trait" <> 'all' GROUP BY "trait", "word" HAVING SUM("partnerships") <> 0;

CREATE TRIGGER "partnership_counted" INSTEAD OF INSERT ON "partnership_counting"
BEGIN
    INSERT INTO "partnership_statistics"
        SELECT t."trait", t."word", s."type", s."status", NEW."partnerships", NEW."agreements",
            NEW."activities"
        FROM "partnerships" AS s JOIN "partnership_traits" AS t ON t."partnership_id" = s."id"
        WHERE s."id" = NEW."partnership_id" AND t."partnership_id" = NEW."partnership_id"
        AND s."version" > 0
        ON CONFLICT DO UPDATE SET "partnerships" = "partnerships" + excluded."partnerships",
            "agreements" = "agreements" + excluded."agreements",
            "activities" = "activities" + excluded."activities";
    INSERT INTO "trait_statistics"
        SELECT t."trait", t."word", NEW."partnerships"
        FROM "partnerships" AS s JOIN "partnership_traits" AS t ON t."partnership_id" = s."id"
        WHERE s."id" = NEW."partnership_id" AND t."partnership_id" = NEW."partnership_id"
        AND s."version" > 0 AND t."trait" <> 'all' AND NEW."partnerships" <> 0
        ON CONFLICT DO UPDATE SET "partnerships" = "partnerships" + excluded."partnerships";
    INSERT INTO "place_partnerships"
        SELECT DISTINCT m."place_id", NEW."partnerships" FROM "partnership_parties" AS m
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        WHERE m."partnership_id" = NEW."partnership_id" AND s."version" > 0
        AND NEW."partnerships" <> 0
        ON CONFLICT DO UPDATE SET "partnerships" = "partnerships" + excluded."partnerships";
END;

CREATE TABLE "hubs" (
    "place_id" INTEGER PRIMARY KEY REFERENCES "places" ("id") ON DELETE CASCADE
);

CREATE TABLE "hub_statistics" (
    "place_id" INTEGER NOT NULL REFERENCES "hubs" ("place_id") ON DELETE CASCADE,
    "trait" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "items" INTEGER NOT NULL,
    PRIMARY KEY ("place_id", "trait", "word")
) WITHOUT ROWID;

CREATE VIEW "hub_choice" AS
    SELECT "place_id" FROM "place_partnerships" WHERE "partnerships" >= 100;

CREATE VIEW "hub_partnership_traits" AS
    SELECT DISTINCT m."place_id", s."id" AS "partnership_id", 'status' AS "trait",
        s."status" AS "word"
        FROM "hubs" AS h CROSS JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id" WHERE s."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", s."id", 'type', s."type"
        FROM "hubs" AS h CROSS JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id" WHERE s."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", s."id", 'year', COALESCE(SUBSTR(s."established", 1, 4), '')
        FROM "hubs" AS h CROSS JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id" WHERE s."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", s."id", 'field', f."value"
        FROM "hubs" AS h CROSS JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "partnership_fields" AS f ON f."partnership_id" = s."id" WHERE s."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", s."id", 'country', p."country"
        FROM "hubs" AS h CROSS JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "partnership_parties" AS o
            ON o."partnership_id" = s."id" AND o."place_id" <> m."place_id"
        JOIN "places" AS p ON p."id" = o."place_id"
        WHERE s."version" > 0 AND p."country" IS NOT NULL
    UNION ALL
    SELECT DISTINCT m."place_id", s."id", 'region', c."region"
        FROM "hubs" AS h CROSS JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "partnership_parties" AS o
            ON o."partnership_id" = s."id" AND o."place_id" <> m."place_id"
        JOIN "places" AS p ON p."id" = o."place_id"
        JOIN "countries" AS c ON c."code" = p."country" WHERE s."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", s."id", 'levels',
        MIN(p."level", q."level") || ' ' || MAX(p."level", q."level")
        FROM "hubs" AS h CROSS JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "places" AS q ON q."id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "partnership_parties" AS o
            ON o."partnership_id" = s."id" AND o."place_id" <> m."place_id"
        JOIN "places" AS p ON p."id" = o."place_id"
        WHERE s."version" > 0 AND p."level" IS NOT NULL AND q."level" IS NOT NULL
        AND (SELECT COUNT(*) FROM "partnership_parties" AS n
            WHERE n."partnership_id" = s."id") = 2;

CREATE VIEW "hub_item_traits" AS
    SELECT DISTINCT m."place_id", a."partnership_id", 'agreements' AS "collection", a."id",
        'agreements kind' AS "trait", a."kind" AS "word"
        FROM "hubs" AS h CROSS JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "agreements" AS a ON a."partnership_id" = s."id"
        WHERE s."version" > 0 AND a."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", a."partnership_id", 'activities', a."id", 'activities year',
        COALESCE(SUBSTR(a."start", 1, 4), '')
        FROM "hubs" AS h CROSS JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "activities" AS a ON a."partnership_id" = s."id"
        WHERE s."version" > 0 AND a."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", a."partnership_id", 'activities', a."id", 'activities form',
        COALESCE(a."form", '')
        FROM "hubs" AS h CROSS JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "activities" AS a ON a."partnership_id" = s."id"
        WHERE s."version" > 0 AND a."version" > 0
    UNION ALL
    SELECT DISTINCT m."place_id", a."partnership_id", 'activities', a."id", 'activities field',
        f."value"
        FROM "hubs" AS h CROSS JOIN "partnership_parties" AS m ON m."place_id" = h."place_id"
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        JOIN "activities" AS a ON a."partnership_id" = s."id"
        JOIN "activity_fields" AS f ON f."activity_id" = a."id"
        WHERE s."version" > 0 AND a."version" > 0;

CREATE VIEW "hub_counts" AS
    SELECT "place_id", "trait", "word", COUNT(*) AS "items" FROM "hub_partnership_traits"
        GROUP BY "place_id", "trait", "word"
    UNION ALL
    SELECT "place_id", "trait", "word", COUNT(*) FROM "hub_item_traits"
        GROUP BY "place_id", "trait", "word";

CREATE VIEW "hub_counting" AS SELECT NULL AS "partnership_id", NULL AS "sign" WHERE 0;

CREATE TRIGGER "hub_counted" INSTEAD OF INSERT ON "hub_counting"
    WHEN EXISTS (SELECT 1 FROM "partnership_parties" AS m JOIN "hubs" AS h
        ON h."place_id" = m."place_id" WHERE m."partnership_id" = NEW."partnership_id")
BEGIN
    INSERT INTO "hub_statistics"
        SELECT "place_id", "trait", "word", NEW."sign" FROM "hub_partnership_traits"
        WHERE "partnership_id" = NEW."partnership_id"
        ON CONFLICT DO UPDATE SET "items" = "items" + excluded."items";
    INSERT INTO "hub_statistics"
        SELECT "place_id", "trait", "word", NEW."sign" FROM "hub_item_traits"
        WHERE "partnership_id" = NEW."partnership_id"
        ON CONFLICT DO UPDATE SET "items" = "items" + excluded."items";
END;

CREATE VIEW "hub_item_counting" AS
    SELECT NULL AS "partnership_id", NULL AS "collection", NULL AS "id", NULL AS "sign" WHERE 0;

CREATE TRIGGER "hub_item_counted" INSTEAD OF INSERT ON "hub_item_counting"
    WHEN EXISTS (SELECT 1 FROM "partnership_parties" AS m JOIN "hubs" AS h
        ON h."place_id" = m."place_id" WHERE m."partnership_id" = NEW."partnership_id")
BEGIN
    INSERT INTO "hub_statistics"
        SELECT "place_id", "trait", "word", NEW."sign" FROM "hub_item_traits"
        WHERE "partnership_id" = NEW."partnership_id"
        AND "collection" = NEW."collection" AND "id" = NEW."id"
        ON CONFLICT DO UPDATE SET "items" = "items" + excluded."items";
END;

CREATE TRIGGER "whole_partnership_counted" INSTEAD OF INSERT ON "whole_partnership_counting"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "partnership_counting" VALUES (NEW."partnership_id", NEW."sign",
        NEW."sign" * (SELECT COUNT(*) FROM "agreements"
            WHERE "partnership_id" = NEW."partnership_id" AND "version" > 0),
        NEW."sign" * (SELECT COUNT(*) FROM "activities"
            WHERE "partnership_id" = NEW."partnership_id" AND "version" > 0));
    INSERT INTO "hub_counting" VALUES (NEW."partnership_id", NEW."sign");
END;

CREATE TRIGGER "item_counted" INSTEAD OF INSERT ON "item_counting"
    WHEN (SELECT NOT "is_writing" FROM "registry")
BEGIN
    INSERT INTO "item_statistics"
        SELECT "collection", "trait", "word", NEW."sign" FROM "item_traits"
        WHERE "collection" = NEW."collection" AND "id" = NEW."id"
        ON CONFLICT DO UPDATE SET "items" = "items" + excluded."items";
    INSERT INTO "hub_item_counting" SELECT "partnership_id", NEW."collection", NEW."id", NEW."sign"
        FROM "agreements" WHERE NEW."collection" = 'agreements' AND "id" = NEW."id";
    INSERT INTO "hub_item_counting" SELECT "partnership_id", NEW."collection", NEW."id", NEW."sign"
        FROM "activities" WHERE NEW."collection" = 'activities' AND "id" = NEW."id";
END;

CREATE TRIGGER "countries_hubs_insert" AFTER INSERT ON "countries"
BEGIN
    DELETE FROM "hubs";
END;

CREATE TRIGGER "countries_hubs_update" AFTER UPDATE ON "countries"
    WHEN NEW."code" IS NOT OLD."code" OR NEW."region" IS NOT OLD."region"
BEGIN
    DELETE FROM "hubs";
END;

CREATE TRIGGER "countries_hubs_delete" AFTER DELETE ON "countries"
BEGIN
    DELETE FROM "hubs";
END;

CREATE TRIGGER "partnerships_hubs_insert" BEFORE INSERT ON "partnerships"
    WHEN EXISTS (SELECT 1 FROM "partnerships" WHERE "id" = NEW."id" OR "slug" = NEW."slug")
BEGIN
    DELETE FROM "hubs";
END;

CREATE TRIGGER "partnerships_hubs_update" BEFORE UPDATE OF "id", "slug" ON "partnerships"
    WHEN EXISTS (SELECT 1 FROM "partnerships" WHERE "id" <> OLD."id"
        AND ("id" = NEW."id" OR "slug" = NEW."slug"))
BEGIN
    DELETE FROM "hubs";
END;

CREATE TRIGGER "agreements_hubs_insert" BEFORE INSERT ON "agreements"
    WHEN EXISTS (SELECT 1 FROM "agreements" WHERE "id" = NEW."id" OR "slug" = NEW."slug")
BEGIN
    DELETE FROM "hubs";
END;

CREATE TRIGGER "agreements_hubs_update" BEFORE UPDATE OF "id", "slug" ON "agreements"
    WHEN EXISTS (SELECT 1 FROM "agreements" WHERE "id" <> OLD."id"
        AND ("id" = NEW."id" OR "slug" = NEW."slug"))
BEGIN
    DELETE FROM "hubs";
END;

CREATE TRIGGER "activities_hubs_insert" BEFORE INSERT ON "activities"
    WHEN EXISTS (SELECT 1 FROM "activities" WHERE "id" = NEW."id" OR "slug" = NEW."slug")
BEGIN
    DELETE FROM "hubs";
END;

CREATE TRIGGER "activities_hubs_update" BEFORE UPDATE OF "id", "slug" ON "activities"
    WHEN EXISTS (SELECT 1 FROM "activities" WHERE "id" <> OLD."id"
        AND ("id" = NEW."id" OR "slug" = NEW."slug"))
BEGIN
    DELETE FROM "hubs";
END;
