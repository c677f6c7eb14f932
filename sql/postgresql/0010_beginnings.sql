-- Sets of items on PostgreSQL also by what names begin with, and by decades and centuries: what is
-- searched for by a few letters, or sorted by name, is found without looking at each item. A blank
-- line ends a statement.
--
-- Sort names and search keys are written by the program only, which notes what it has changed by
-- these triggers. All items are unsettled until the program has made the sets behind this migration.

CREATE FUNCTION place_keys_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM unsettle('places', OLD."place_id");
        PERFORM unsettle('partnerships', "partnership_id") FROM "partnership_parties"
            WHERE "place_id" = OLD."place_id";
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM unsettle('places', NEW."place_id");
        PERFORM unsettle('partnerships', "partnership_id") FROM "partnership_parties"
            WHERE "place_id" = NEW."place_id";
    END IF;
    RETURN NULL;
END
$$;

CREATE TRIGGER "places_unsettled_by_sort_name" AFTER UPDATE OF "sort_name" ON "places"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND NEW."sort_name" IS DISTINCT FROM OLD."sort_name")
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "partnerships_unsettled_by_sort_name" AFTER UPDATE OF "sort_name" ON "partnerships"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND NEW."sort_name" IS DISTINCT FROM OLD."sort_name")
    EXECUTE FUNCTION item_changed();

CREATE TRIGGER "place_keys_unsettled" AFTER INSERT OR UPDATE OR DELETE ON "place_keys"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION place_keys_changed();

CREATE TRIGGER "partnership_keys_unsettled" AFTER INSERT OR UPDATE OR DELETE ON "partnership_keys"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION partnership_list_unsettled();

-- Without any set by what keys begin with, searches ask the keys themselves.
CREATE OR REPLACE FUNCTION sets_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "item_sets" WHERE CASE TG_TABLE_NAME
        WHEN 'countries' THEN "trait" = 'region'
        WHEN 'place_keys' THEN "trait" = 'key'
        WHEN 'partnership_keys' THEN "trait" = 'key' AND "collection" = 'partnerships'
        WHEN 'partnership_parties' THEN
            "trait" IN ('country', 'level', 'region', 'key') AND "collection" <> 'places'
        WHEN 'partnership_fields' THEN "trait" = 'field' AND "collection" <> 'activities'
        WHEN 'activity_fields' THEN "trait" = 'field' AND "collection" = 'activities'
        ELSE "collection" = TG_TABLE_NAME END;
    RETURN NULL;
END
$$;

CREATE TRIGGER "place_keys_emptied" AFTER TRUNCATE ON "place_keys"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER "partnership_keys_emptied" AFTER TRUNCATE ON "partnership_keys"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

INSERT INTO "unsettled" SELECT 'places', "id" FROM "places"
    ON CONFLICT DO NOTHING;

INSERT INTO "unsettled" SELECT 'partnerships', "id" FROM "partnerships"
    ON CONFLICT DO NOTHING;

INSERT INTO "unsettled" SELECT 'agreements', "id" FROM "agreements"
    ON CONFLICT DO NOTHING;

INSERT INTO "unsettled" SELECT 'approvals', "id" FROM "approvals"
    ON CONFLICT DO NOTHING;

INSERT INTO "unsettled" SELECT 'steps', "id" FROM "steps"
    ON CONFLICT DO NOTHING;

INSERT INTO "unsettled" SELECT 'activities', "id" FROM "activities"
    ON CONFLICT DO NOTHING;

INSERT INTO "unsettled" SELECT 'gifts', "id" FROM "gifts"
    ON CONFLICT DO NOTHING;

UPDATE "registry" SET "schema_version" = 10;
