-- What the sets of items on SQLite had still missed. A blank line ends a statement.
--
-- INSERT OR REPLACE and UPDATE OR REPLACE delete the item whose address they take without the
-- triggers of a deletion: it is noted before.

CREATE TRIGGER "places_unsettled_before_insert" BEFORE INSERT ON "places"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'places', "id" FROM "places" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "places_unsettled_before_update" BEFORE UPDATE OF "slug" ON "places"
    WHEN (SELECT "is_counting" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'places', "id" FROM "places" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_before_insert" BEFORE INSERT ON "partnerships"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'partnerships', "id" FROM "partnerships" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnerships_unsettled_before_update" BEFORE UPDATE OF "slug" ON "partnerships"
    WHEN (SELECT "is_counting" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'partnerships', "id" FROM "partnerships" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "agreements_unsettled_before_insert" BEFORE INSERT ON "agreements"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'agreements', "id" FROM "agreements" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "agreements_unsettled_before_update" BEFORE UPDATE OF "slug" ON "agreements"
    WHEN (SELECT "is_counting" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'agreements', "id" FROM "agreements" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "approvals_unsettled_before_insert" BEFORE INSERT ON "approvals"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'approvals', "id" FROM "approvals" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "approvals_unsettled_before_update" BEFORE UPDATE OF "slug" ON "approvals"
    WHEN (SELECT "is_counting" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'approvals', "id" FROM "approvals" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "steps_unsettled_before_insert" BEFORE INSERT ON "steps"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'steps', "id" FROM "steps" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "steps_unsettled_before_update" BEFORE UPDATE OF "slug" ON "steps"
    WHEN (SELECT "is_counting" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'steps', "id" FROM "steps" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activities_unsettled_before_insert" BEFORE INSERT ON "activities"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'activities', "id" FROM "activities" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activities_unsettled_before_update" BEFORE UPDATE OF "slug" ON "activities"
    WHEN (SELECT "is_counting" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'activities', "id" FROM "activities" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "gifts_unsettled_before_insert" BEFORE INSERT ON "gifts"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled"
        SELECT 'gifts', "id" FROM "gifts" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "gifts_unsettled_before_update" BEFORE UPDATE OF "slug" ON "gifts"
    WHEN (SELECT "is_counting" FROM "registry") AND NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "unsettled"
        SELECT 'gifts', "id" FROM "gifts" WHERE "slug" = NEW."slug"
        ON CONFLICT DO NOTHING;
END;

-- A place may be replaced under its own number: no other change tells its partnerships.
CREATE TRIGGER "partnerships_unsettled_by_place_insert" AFTER INSERT ON "places"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "unsettled" SELECT 'partnerships', "partnership_id"
        FROM "partnership_parties" WHERE "place_id" = NEW."id"
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_parties_unsettled_by_position" AFTER UPDATE OF "position" ON "partnership_parties"
    WHEN (SELECT "is_counting" FROM "registry") AND NEW."position" IS NOT OLD."position"
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "partnership_fields_unsettled_by_position" AFTER UPDATE OF "position" ON "partnership_fields"
    WHEN (SELECT "is_counting" FROM "registry") AND NEW."position" IS NOT OLD."position"
BEGIN
    INSERT INTO "unsettled" VALUES ('partnerships', NEW."partnership_id")
        ON CONFLICT DO NOTHING;
END;

CREATE TRIGGER "activity_fields_unsettled_by_position" AFTER UPDATE OF "position" ON "activity_fields"
    WHEN (SELECT "is_counting" FROM "registry") AND NEW."position" IS NOT OLD."position"
BEGIN
    INSERT INTO "unsettled" VALUES ('activities', NEW."activity_id")
        ON CONFLICT DO NOTHING;
END;

-- A country that is written as it was changes nothing.
DROP TRIGGER "items_unsettled_by_country_update";

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

UPDATE "registry" SET "schema_version" = 9;
