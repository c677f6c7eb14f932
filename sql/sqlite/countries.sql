-- A country's region decides on a facet of its places and of their partnerships.

CREATE VIEW "items_of_countries" AS
    SELECT "country", 'places' AS "collection", "id" FROM "places" WHERE "country" IS NOT NULL
    UNION SELECT p."country", 'partnerships', m."partnership_id"
        FROM "places" AS p JOIN "partnership_parties" AS m ON m."place_id" = p."id" WHERE p."country" IS NOT NULL;

CREATE TRIGGER "countries_inserted" AFTER INSERT ON "countries"
    WHEN {typed}
BEGIN
    INSERT INTO "dirty_items" SELECT "collection", "id" FROM "items_of_countries" WHERE "country" = NEW."code" ON CONFLICT DO NOTHING;
    UPDATE "registry" SET "revision" = "revision" + 1, "modified" = {moment};
END;

CREATE TRIGGER "countries_updated" AFTER UPDATE ON "countries"
    WHEN {typed} AND (NEW."code" <> OLD."code" OR NEW."region" <> OLD."region")
BEGIN
    INSERT INTO "dirty_items" SELECT "collection", "id" FROM "items_of_countries" WHERE "country" IN (OLD."code", NEW."code")
        ON CONFLICT DO NOTHING;
    UPDATE "registry" SET "revision" = "revision" + 1, "modified" = {moment};
END;

CREATE TRIGGER "countries_deleted" AFTER DELETE ON "countries"
    WHEN {typed}
BEGIN
    INSERT INTO "dirty_items" SELECT "collection", "id" FROM "items_of_countries" WHERE "country" = OLD."code" ON CONFLICT DO NOTHING;
    UPDATE "registry" SET "revision" = "revision" + 1, "modified" = {moment};
END;
