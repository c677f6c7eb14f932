-- Sets of items on PostgreSQL: for each trait that lists are filtered by, and each of its words, the ids
-- of the items that have it, packed (store/query/id_set.h), so that filters combine without looking at
-- each item. A blank line ends a statement.
--
-- The program makes and mends the sets. What changes otherwise is noted by triggers as unsettled,
-- and asked of the items themselves until the program has settled it. In a transaction
-- that says SET LOCAL sistercity.counting = 'off' the triggers rest: a large import makes all sets
-- anew at its end.

CREATE TABLE "item_sets" (
    "collection" TEXT COLLATE "C" NOT NULL,
    "trait" TEXT COLLATE "C" NOT NULL,
    "word" TEXT COLLATE "C" NOT NULL,
    "block" BIGINT NOT NULL,
    "ids" TEXT NOT NULL,
    PRIMARY KEY ("collection", "trait", "word", "block")
);

-- Base64 of packed ids does not compress; trying costs more than the space.
ALTER TABLE "item_sets" ALTER COLUMN "ids" SET STORAGE EXTERNAL;

CREATE INDEX "item_sets_by_block" ON "item_sets" ("collection", "block");

CREATE TABLE "unsettled" (
    "collection" TEXT COLLATE "C" NOT NULL,
    "id" BIGINT NOT NULL,
    PRIMARY KEY ("collection", "id")
);

-- Whoever notes an item that is noted already must lock its row: the program, settling, leaves out
-- what somebody else is still changing.
CREATE FUNCTION unsettle(collection TEXT, id BIGINT) RETURNS void LANGUAGE sql VOLATILE AS $$
    INSERT INTO "unsettled" VALUES ($1, $2)
        ON CONFLICT ("collection", "id") DO UPDATE SET "id" = excluded."id"
$$;

CREATE FUNCTION item_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM unsettle(TG_TABLE_NAME, OLD."id");
    END IF;
    IF TG_OP <> 'DELETE' AND (TG_OP = 'INSERT' OR NEW."id" <> OLD."id") THEN
        PERFORM unsettle(TG_TABLE_NAME, NEW."id");
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION partnership_list_unsettled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM unsettle('partnerships', OLD."partnership_id");
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM unsettle('partnerships', NEW."partnership_id");
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION activity_list_unsettled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM unsettle('activities', OLD."activity_id");
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM unsettle('activities', NEW."activity_id");
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION place_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM unsettle('partnerships', "partnership_id") FROM "partnership_parties"
        WHERE "place_id" = NEW."id";
    RETURN NULL;
END
$$;

CREATE FUNCTION country_unsettled(code TEXT) RETURNS void LANGUAGE sql VOLATILE AS $$
    SELECT unsettle('places', "id") FROM "places" WHERE "country" = $1;
    SELECT unsettle('partnerships', m."partnership_id") FROM "places" AS p
        JOIN "partnership_parties" AS m ON m."place_id" = p."id" WHERE p."country" = $1
$$;

CREATE FUNCTION country_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM country_unsettled(OLD."code");
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM country_unsettled(NEW."code");
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER "places_unsettled" AFTER INSERT OR DELETE ON "places"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "places_unsettled_by_update" AFTER UPDATE ON "places"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."country" IS DISTINCT FROM OLD."country"
        OR NEW."level" IS DISTINCT FROM OLD."level"))
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "partnerships_unsettled" AFTER INSERT OR DELETE ON "partnerships"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "partnerships_unsettled_by_update" AFTER UPDATE ON "partnerships"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."type" IS DISTINCT FROM OLD."type"
        OR NEW."status" IS DISTINCT FROM OLD."status"
        OR NEW."established" IS DISTINCT FROM OLD."established"
        OR NEW."ended" IS DISTINCT FROM OLD."ended"))
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "agreements_unsettled" AFTER INSERT OR DELETE ON "agreements"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "agreements_unsettled_by_update" AFTER UPDATE ON "agreements"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"
        OR NEW."kind" IS DISTINCT FROM OLD."kind"
        OR NEW."date" IS DISTINCT FROM OLD."date"
        OR NEW."effective_from" IS DISTINCT FROM OLD."effective_from"
        OR NEW."effective_until" IS DISTINCT FROM OLD."effective_until"))
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "approvals_unsettled" AFTER INSERT OR DELETE ON "approvals"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "approvals_unsettled_by_update" AFTER UPDATE ON "approvals"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"))
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "steps_unsettled" AFTER INSERT OR DELETE ON "steps"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "steps_unsettled_by_update" AFTER UPDATE ON "steps"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"))
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "activities_unsettled" AFTER INSERT OR DELETE ON "activities"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "activities_unsettled_by_update" AFTER UPDATE ON "activities"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"
        OR NEW."start" IS DISTINCT FROM OLD."start"))
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "gifts_unsettled" AFTER INSERT OR DELETE ON "gifts"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "gifts_unsettled_by_update" AFTER UPDATE ON "gifts"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"))
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "partnership_parties_unsettled" AFTER INSERT OR DELETE ON "partnership_parties"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION partnership_list_unsettled();

CREATE TRIGGER "partnership_parties_unsettled_by_update" AFTER UPDATE ON "partnership_parties"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"
        OR NEW."place_id" IS DISTINCT FROM OLD."place_id"))
    EXECUTE FUNCTION partnership_list_unsettled();

CREATE TRIGGER "partnership_fields_unsettled" AFTER INSERT OR DELETE ON "partnership_fields"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION partnership_list_unsettled();

CREATE TRIGGER "partnership_fields_unsettled_by_update" AFTER UPDATE ON "partnership_fields"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"
        OR NEW."value" IS DISTINCT FROM OLD."value"))
    EXECUTE FUNCTION partnership_list_unsettled();

CREATE TRIGGER "activity_fields_unsettled" AFTER INSERT OR DELETE ON "activity_fields"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION activity_list_unsettled();

CREATE TRIGGER "activity_fields_unsettled_by_update" AFTER UPDATE ON "activity_fields"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."activity_id" IS DISTINCT FROM OLD."activity_id"
        OR NEW."value" IS DISTINCT FROM OLD."value"))
    EXECUTE FUNCTION activity_list_unsettled();

CREATE TRIGGER "partnerships_unsettled_by_place" AFTER UPDATE ON "places"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."country" IS DISTINCT FROM OLD."country"
        OR NEW."level" IS DISTINCT FROM OLD."level"))
    EXECUTE FUNCTION place_moved();

CREATE TRIGGER "items_unsettled_by_country" AFTER INSERT OR UPDATE OR DELETE ON "countries"
    FOR EACH ROW
    EXECUTE FUNCTION country_changed();

INSERT INTO "unsettled" SELECT 'places', "id" FROM "places";

INSERT INTO "unsettled" SELECT 'partnerships', "id" FROM "partnerships";

INSERT INTO "unsettled" SELECT 'agreements', "id" FROM "agreements";

INSERT INTO "unsettled" SELECT 'approvals', "id" FROM "approvals";

INSERT INTO "unsettled" SELECT 'steps', "id" FROM "steps";

INSERT INTO "unsettled" SELECT 'activities', "id" FROM "activities";

INSERT INTO "unsettled" SELECT 'gifts', "id" FROM "gifts";

UPDATE "registry" SET "schema_version" = 5;
