-- Sets of items on SQLite by what names begin with, and by decades and centuries: what is searched for
-- by a few letters, or sorted by name, is found without looking at each item. A blank line ends a
-- statement.
--
-- Sort names and search keys are written by the program only, which notes what it has changed by
-- these triggers. All items are unsettled until the program has made the sets behind this migration.

CREATE TRIGGER "places_unsettled_by_sort_name" AFTER UPDATE OF "sort_name" ON "places"
    WHEN (SELECT "is_counting" FROM "registry") AND NEW."sort_name" IS NOT OLD."sort_name"
BEGIN
    INSERT INTO "unsettled" VALUES ('places', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_by_sort_name" AFTER UPDATE OF "sort_name" ON "partnerships"
    WHEN (SELECT "is_counting" FROM "registry") AND NEW."sort_name" IS NOT OLD."sort_name"
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "place_keys_unsettled_by_insert" AFTER INSERT ON "place_keys"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('places', NEW."place_id")
        ON CONFLICT DO NOTHING;
    INSERT INTO "unsettled" SELECT 'partnerships', "partnership_id"
        FROM "partnership_parties" WHERE "place_id" IN (NEW."place_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "place_keys_unsettled_by_update" AFTER UPDATE ON "place_keys"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('places', OLD."place_id"), ('places', NEW."place_id")
        ON CONFLICT DO NOTHING;
    INSERT INTO "unsettled" SELECT 'partnerships', "partnership_id"
        FROM "partnership_parties" WHERE "place_id" IN (OLD."place_id", NEW."place_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "place_keys_unsettled_by_delete" AFTER DELETE ON "place_keys"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('places', OLD."place_id")
        ON CONFLICT DO NOTHING;
    INSERT INTO "unsettled" SELECT 'partnerships', "partnership_id"
        FROM "partnership_parties" WHERE "place_id" IN (OLD."place_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_keys_unsettled_by_insert" AFTER INSERT ON "partnership_keys"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_keys_unsettled_by_update" AFTER UPDATE ON "partnership_keys"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('partnerships', OLD."partnership_id"), ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_keys_unsettled_by_delete" AFTER DELETE ON "partnership_keys"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('partnerships', OLD."partnership_id")
        ON CONFLICT DO NOTHING;
END;

INSERT INTO "unsettled" SELECT 'places', "id" FROM "places" WHERE 1 = 1
    ON CONFLICT DO NOTHING;

INSERT INTO "unsettled" SELECT 'partnerships', "id" FROM "partnerships" WHERE 1 = 1
    ON CONFLICT DO NOTHING;

INSERT INTO "unsettled" SELECT 'agreements', "id" FROM "agreements" WHERE 1 = 1
    ON CONFLICT DO NOTHING;

INSERT INTO "unsettled" SELECT 'approvals', "id" FROM "approvals" WHERE 1 = 1
    ON CONFLICT DO NOTHING;

INSERT INTO "unsettled" SELECT 'steps', "id" FROM "steps" WHERE 1 = 1
    ON CONFLICT DO NOTHING;

INSERT INTO "unsettled" SELECT 'activities', "id" FROM "activities" WHERE 1 = 1
    ON CONFLICT DO NOTHING;

INSERT INTO "unsettled" SELECT 'gifts', "id" FROM "gifts" WHERE 1 = 1
    ON CONFLICT DO NOTHING;

UPDATE "registry" SET "schema_version" = 10;
