-- Statistics on SQLite in fewer rows. A blank line ends a statement.
--
-- Partnerships by a trait alone: the registry's statistics would add up thousands of rows of
-- partnership_statistics.

CREATE TABLE "trait_statistics" (
    "trait" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "partnerships" INTEGER NOT NULL,
    PRIMARY KEY ("trait", "word")
) WITHOUT ROWID;

-- What it must hold.
CREATE VIEW "trait_counts" AS
    SELECT "trait", "word", SUM("partnerships") AS "partnerships" FROM "partnership_statistics"
    WHERE "trait" <> 'all' GROUP BY "trait", "word" HAVING SUM("partnerships") <> 0;

INSERT INTO "trait_statistics" SELECT * FROM "trait_counts";

DROP TRIGGER "partnership_counted";

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

-- Places with very many partnerships, hubs: what their statistics count is kept, as that of the
-- registry is, so that nobody has to look at each of their partnerships.
--
-- A place becomes one when everything is counted from scratch (store/query/statistics.c), and is one until
-- its row is removed: whoever cannot keep its numbers true removes it, and they are counted when they
-- are asked for, as those of all other places.

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

-- The places that are worth it.
CREATE VIEW "hub_choice" AS
    SELECT "place_id" FROM "place_partnerships" WHERE "partnerships" >= 100;

-- What a hub's partnerships are counted by: of other parties, what and where they are; levels, of two
-- that are alone. CROSS: hubs are few, which SQLite cannot know.
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

-- What hub_statistics must hold.
CREATE VIEW "hub_counts" AS
    SELECT "place_id", "trait", "word", COUNT(*) AS "items" FROM "hub_partnership_traits"
        GROUP BY "place_id", "trait", "word"
    UNION ALL
    SELECT "place_id", "trait", "word", COUNT(*) FROM "hub_item_traits"
        GROUP BY "place_id", "trait", "word";

INSERT INTO "hubs" SELECT * FROM "hub_choice";

INSERT INTO "hub_statistics" SELECT * FROM "hub_counts";

-- Most partnerships are no hub's: of those nothing more is asked than that.
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

DROP TRIGGER "whole_partnership_counted";

CREATE TRIGGER "whole_partnership_counted" INSTEAD OF INSERT ON "whole_partnership_counting"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "partnership_counting" VALUES (NEW."partnership_id", NEW."sign",
        NEW."sign" * (SELECT COUNT(*) FROM "agreements"
            WHERE "partnership_id" = NEW."partnership_id" AND "version" > 0),
        NEW."sign" * (SELECT COUNT(*) FROM "activities"
            WHERE "partnership_id" = NEW."partnership_id" AND "version" > 0));
    INSERT INTO "hub_counting" VALUES (NEW."partnership_id", NEW."sign");
END;

DROP TRIGGER "item_counted";

CREATE TRIGGER "item_counted" INSTEAD OF INSERT ON "item_counting"
    WHEN (SELECT "is_counting" FROM "registry")
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

-- What no count follows: regions that are drawn anew, and items that another takes the place of.
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

UPDATE "registry" SET "schema_version" = 11;
