-- Statistics on SQLite: how many items there are of each sort, kept by triggers so that nobody
-- has to count rows. A blank line ends a statement.
--
-- An item of version 0 is just being written by the program and counts for nothing. While
-- is_counting is 0 the triggers rest: a large import counts once, at its end (store/query/statistics.c).

ALTER TABLE "registry" ADD COLUMN "is_counting" INTEGER NOT NULL DEFAULT 1
    CHECK ("is_counting" IN (0, 1));

-- Partnerships, with their agreements and activities, by a trait, type and status. One that has a
-- trait in several words counts for each of them, once.
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

-- Agreements and activities by traits of their own.
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

-- The places that have partnerships, with their number.
CREATE TABLE "place_partnerships" (
    "place_id" INTEGER PRIMARY KEY,
    "partnerships" INTEGER NOT NULL
);

CREATE INDEX "place_partnerships_by_number" ON "place_partnerships" ("partnerships", "place_id");

-- The traits of each partnership. `levels` are those of its two places; what has more is a network.
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

-- What the tables above must hold: their contents when counted from scratch.
CREATE VIEW "partnership_counts" AS
    SELECT t."trait", t."word", s."type", s."status", COUNT(*) AS "partnerships",
        COALESCE(SUM((SELECT COUNT(*) FROM "agreements" AS a
            WHERE a."partnership_id" = s."id" AND a."version" > 0)), 0) AS "agreements",
        COALESCE(SUM((SELECT COUNT(*) FROM "activities" AS a
            WHERE a."partnership_id" = s."id" AND a."version" > 0)), 0) AS "activities"
    FROM "partnership_traits" AS t JOIN "partnerships" AS s ON s."id" = t."partnership_id"
    WHERE s."version" > 0 GROUP BY t."trait", t."word", s."type", s."status";

CREATE VIEW "item_counts" AS
    SELECT "collection", "trait", "word", COUNT(*) AS "items" FROM "item_traits"
    GROUP BY "collection", "trait", "word";

CREATE VIEW "place_counts" AS
    SELECT COALESCE("country", '') AS "country", COALESCE("level", '') AS "level",
        COUNT(*) AS "places"
    FROM "places" WHERE "version" > 0 GROUP BY 1, 2;

CREATE VIEW "place_partnership_counts" AS
    SELECT m."place_id", COUNT(DISTINCT m."partnership_id") AS "partnerships"
    FROM "partnership_parties" AS m JOIN "partnerships" AS s ON s."id" = m."partnership_id"
    WHERE s."version" > 0 GROUP BY m."place_id";

INSERT INTO "partnership_statistics" SELECT * FROM "partnership_counts";

INSERT INTO "item_statistics" SELECT * FROM "item_counts";

INSERT INTO "place_statistics" SELECT * FROM "place_counts";

INSERT INTO "place_partnerships" SELECT * FROM "place_partnership_counts";

-- What is inserted into these views is counted: 1 for what has come, -1 for what is about to go. Of
-- an item that is not there nothing is counted.

CREATE VIEW "partnership_counting" AS
    SELECT NULL AS "partnership_id", NULL AS "partnerships", NULL AS "agreements",
        NULL AS "activities" WHERE 0;

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
    INSERT INTO "place_partnerships"
        SELECT DISTINCT m."place_id", NEW."partnerships" FROM "partnership_parties" AS m
        JOIN "partnerships" AS s ON s."id" = m."partnership_id"
        WHERE m."partnership_id" = NEW."partnership_id" AND s."version" > 0
        AND NEW."partnerships" <> 0
        ON CONFLICT DO UPDATE SET "partnerships" = "partnerships" + excluded."partnerships";
END;

CREATE VIEW "whole_partnership_counting" AS
    SELECT NULL AS "partnership_id", NULL AS "sign" WHERE 0;

CREATE TRIGGER "whole_partnership_counted" INSTEAD OF INSERT ON "whole_partnership_counting"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "partnership_counting" VALUES (NEW."partnership_id", NEW."sign",
        NEW."sign" * (SELECT COUNT(*) FROM "agreements"
            WHERE "partnership_id" = NEW."partnership_id" AND "version" > 0),
        NEW."sign" * (SELECT COUNT(*) FROM "activities"
            WHERE "partnership_id" = NEW."partnership_id" AND "version" > 0));
END;

CREATE VIEW "item_counting" AS
    SELECT NULL AS "collection", NULL AS "id", NULL AS "sign" WHERE 0;

CREATE TRIGGER "item_counted" INSTEAD OF INSERT ON "item_counting"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "item_statistics"
        SELECT "collection", "trait", "word", NEW."sign" FROM "item_traits"
        WHERE "collection" = NEW."collection" AND "id" = NEW."id"
        ON CONFLICT DO UPDATE SET "items" = "items" + excluded."items";
END;

CREATE VIEW "place_counting" AS
    SELECT NULL AS "country", NULL AS "level", NULL AS "sign" WHERE 0;

CREATE TRIGGER "place_counted" INSTEAD OF INSERT ON "place_counting"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "place_statistics"
        VALUES (COALESCE(NEW."country", ''), COALESCE(NEW."level", ''), NEW."sign")
        ON CONFLICT DO UPDATE SET "places" = "places" + excluded."places";
END;

CREATE TRIGGER "partnerships_count_inserted" AFTER INSERT ON "partnerships"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."id", 1);
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

CREATE TRIGGER "partnership_parties_count_inserting" BEFORE INSERT ON "partnership_parties"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."partnership_id", -1);
END;

CREATE TRIGGER "partnership_parties_count_inserted" AFTER INSERT ON "partnership_parties"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."partnership_id", 1);
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

CREATE TRIGGER "partnership_fields_count_inserting" BEFORE INSERT ON "partnership_fields"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."partnership_id", -1);
END;

CREATE TRIGGER "partnership_fields_count_inserted" AFTER INSERT ON "partnership_fields"
BEGIN
    INSERT INTO "whole_partnership_counting" VALUES (NEW."partnership_id", 1);
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

CREATE TRIGGER "places_count_inserted" AFTER INSERT ON "places"
BEGIN
    INSERT INTO "place_counting" SELECT NEW."country", NEW."level", 1 WHERE NEW."version" > 0;
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

CREATE TRIGGER "agreements_count_inserted" AFTER INSERT ON "agreements"
BEGIN
    INSERT INTO "item_counting" VALUES ('agreements', NEW."id", 1);
    INSERT INTO "partnership_counting"
        SELECT NEW."partnership_id", 0, 1, 0 WHERE NEW."version" > 0
        AND (SELECT "is_counting" FROM "registry");
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
        AND (SELECT "is_counting" FROM "registry");
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
        AND (SELECT "is_counting" FROM "registry");
END;

CREATE TRIGGER "agreements_count_deleting" BEFORE DELETE ON "agreements"
BEGIN
    INSERT INTO "item_counting" VALUES ('agreements', OLD."id", -1);
    INSERT INTO "partnership_counting"
        SELECT OLD."partnership_id", 0, -1, 0 WHERE OLD."version" > 0
        AND (SELECT "is_counting" FROM "registry");
END;

CREATE TRIGGER "activities_count_inserted" AFTER INSERT ON "activities"
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', NEW."id", 1);
    INSERT INTO "partnership_counting"
        SELECT NEW."partnership_id", 0, 0, 1 WHERE NEW."version" > 0
        AND (SELECT "is_counting" FROM "registry");
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
        AND (SELECT "is_counting" FROM "registry");
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
        AND (SELECT "is_counting" FROM "registry");
END;

CREATE TRIGGER "activities_count_deleting" BEFORE DELETE ON "activities"
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', OLD."id", -1);
    INSERT INTO "partnership_counting"
        SELECT OLD."partnership_id", 0, 0, -1 WHERE OLD."version" > 0
        AND (SELECT "is_counting" FROM "registry");
END;

CREATE TRIGGER "activity_fields_count_inserting" BEFORE INSERT ON "activity_fields"
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', NEW."activity_id", -1);
END;

CREATE TRIGGER "activity_fields_count_inserted" AFTER INSERT ON "activity_fields"
BEGIN
    INSERT INTO "item_counting" VALUES ('activities', NEW."activity_id", 1);
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

UPDATE "registry" SET "schema_version" = 3;
