-- Sets of items on SQLite: for each trait that lists are filtered by, and each of its words, the ids
-- of the items that have it, packed (store/query/id_set.h), so that filters combine without looking at
-- each item. A blank line ends a statement.
--
-- The program makes and mends the sets. What changes otherwise is noted by triggers as unsettled,
-- and asked of the items themselves until the program has settled it. While a large import
-- counts nothing, the triggers rest: it makes all sets anew at its end.

CREATE TABLE "item_sets" (
    "collection" TEXT NOT NULL,
    "trait" TEXT NOT NULL,
    "word" TEXT NOT NULL,
    "block" INTEGER NOT NULL,
    "ids" TEXT NOT NULL,
    PRIMARY KEY ("collection", "trait", "word", "block")
);

CREATE INDEX "item_sets_by_block" ON "item_sets" ("collection", "block");

-- Triggers say ON CONFLICT DO NOTHING, not INSERT OR IGNORE: of two policies of the latter kind the
-- one of the statement that fires a trigger counts.
CREATE TABLE "unsettled" (
    "collection" TEXT NOT NULL,
    "id" INTEGER NOT NULL,
    PRIMARY KEY ("collection", "id")
) WITHOUT ROWID;

CREATE TRIGGER "places_unsettled_by_insert" AFTER INSERT ON "places"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('places', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "places_unsettled_by_update" AFTER UPDATE ON "places"
    WHEN (SELECT "is_counting" FROM "registry")
        AND (NEW."id" IS NOT OLD."id"
        OR NEW."country" IS NOT OLD."country"
        OR NEW."level" IS NOT OLD."level")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('places', OLD."id"), ('places', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "places_unsettled_by_delete" AFTER DELETE ON "places"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('places', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_by_insert" AFTER INSERT ON "partnerships"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_by_update" AFTER UPDATE ON "partnerships"
    WHEN (SELECT "is_counting" FROM "registry")
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
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "agreements_unsettled_by_insert" AFTER INSERT ON "agreements"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('agreements', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "agreements_unsettled_by_update" AFTER UPDATE ON "agreements"
    WHEN (SELECT "is_counting" FROM "registry")
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
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('agreements', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "approvals_unsettled_by_insert" AFTER INSERT ON "approvals"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('approvals', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "approvals_unsettled_by_update" AFTER UPDATE ON "approvals"
    WHEN (SELECT "is_counting" FROM "registry")
        AND (NEW."id" IS NOT OLD."id"
        OR NEW."partnership_id" IS NOT OLD."partnership_id")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('approvals', OLD."id"), ('approvals', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "approvals_unsettled_by_delete" AFTER DELETE ON "approvals"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('approvals', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "steps_unsettled_by_insert" AFTER INSERT ON "steps"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('steps', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "steps_unsettled_by_update" AFTER UPDATE ON "steps"
    WHEN (SELECT "is_counting" FROM "registry")
        AND (NEW."id" IS NOT OLD."id"
        OR NEW."partnership_id" IS NOT OLD."partnership_id")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('steps', OLD."id"), ('steps', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "steps_unsettled_by_delete" AFTER DELETE ON "steps"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('steps', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activities_unsettled_by_insert" AFTER INSERT ON "activities"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('activities', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activities_unsettled_by_update" AFTER UPDATE ON "activities"
    WHEN (SELECT "is_counting" FROM "registry")
        AND (NEW."id" IS NOT OLD."id"
        OR NEW."partnership_id" IS NOT OLD."partnership_id"
        OR NEW."start" IS NOT OLD."start")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('activities', OLD."id"), ('activities', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activities_unsettled_by_delete" AFTER DELETE ON "activities"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('activities', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "gifts_unsettled_by_insert" AFTER INSERT ON "gifts"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('gifts', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "gifts_unsettled_by_update" AFTER UPDATE ON "gifts"
    WHEN (SELECT "is_counting" FROM "registry")
        AND (NEW."id" IS NOT OLD."id"
        OR NEW."partnership_id" IS NOT OLD."partnership_id")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('gifts', OLD."id"), ('gifts', NEW."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "gifts_unsettled_by_delete" AFTER DELETE ON "gifts"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('gifts', OLD."id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_parties_unsettled_by_insert" AFTER INSERT ON "partnership_parties"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_parties_unsettled_by_update" AFTER UPDATE ON "partnership_parties"
    WHEN (SELECT "is_counting" FROM "registry")
        AND (NEW."partnership_id" IS NOT OLD."partnership_id"
        OR NEW."place_id" IS NOT OLD."place_id")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('partnerships', OLD."partnership_id"), ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_parties_unsettled_by_delete" AFTER DELETE ON "partnership_parties"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', OLD."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_fields_unsettled_by_insert" AFTER INSERT ON "partnership_fields"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_fields_unsettled_by_update" AFTER UPDATE ON "partnership_fields"
    WHEN (SELECT "is_counting" FROM "registry")
        AND (NEW."partnership_id" IS NOT OLD."partnership_id"
        OR NEW."value" IS NOT OLD."value")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('partnerships', OLD."partnership_id"), ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_fields_unsettled_by_delete" AFTER DELETE ON "partnership_fields"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', OLD."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activity_fields_unsettled_by_insert" AFTER INSERT ON "activity_fields"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('activities', NEW."activity_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activity_fields_unsettled_by_update" AFTER UPDATE ON "activity_fields"
    WHEN (SELECT "is_counting" FROM "registry")
        AND (NEW."activity_id" IS NOT OLD."activity_id"
        OR NEW."value" IS NOT OLD."value")
BEGIN
    INSERT INTO "unsettled"
        VALUES ('activities', OLD."activity_id"), ('activities', NEW."activity_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activity_fields_unsettled_by_delete" AFTER DELETE ON "activity_fields"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" VALUES ('activities', OLD."activity_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_by_place" AFTER UPDATE ON "places"
    WHEN (SELECT "is_counting" FROM "registry")
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

CREATE TRIGGER "items_unsettled_by_country_update" AFTER UPDATE ON "countries"
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

INSERT INTO "unsettled" SELECT 'places', "id" FROM "places";

INSERT INTO "unsettled" SELECT 'partnerships', "id" FROM "partnerships";

INSERT INTO "unsettled" SELECT 'agreements', "id" FROM "agreements";

INSERT INTO "unsettled" SELECT 'approvals', "id" FROM "approvals";

INSERT INTO "unsettled" SELECT 'steps', "id" FROM "steps";

INSERT INTO "unsettled" SELECT 'activities', "id" FROM "activities";

INSERT INTO "unsettled" SELECT 'gifts', "id" FROM "gifts";

UPDATE "registry" SET "schema_version" = 5;
