-- What the sets of items on PostgreSQL had still missed. A blank line ends a statement.
--
-- TRUNCATE fires no trigger of a row. Nobody else can be reading what is emptied: the sets that are
-- made of it are removed.

CREATE FUNCTION sets_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "item_sets" WHERE CASE TG_TABLE_NAME
        WHEN 'countries' THEN "trait" = 'region'
        WHEN 'partnership_parties' THEN
            "trait" IN ('country', 'level', 'region') AND "collection" <> 'places'
        WHEN 'partnership_fields' THEN "trait" = 'field' AND "collection" <> 'activities'
        WHEN 'activity_fields' THEN "trait" = 'field' AND "collection" = 'activities'
        ELSE "collection" = TG_TABLE_NAME END;
    RETURN NULL;
END
$$;

CREATE TRIGGER "places_emptied" AFTER TRUNCATE ON "places"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER "partnerships_emptied" AFTER TRUNCATE ON "partnerships"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER "agreements_emptied" AFTER TRUNCATE ON "agreements"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER "approvals_emptied" AFTER TRUNCATE ON "approvals"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER "steps_emptied" AFTER TRUNCATE ON "steps"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER "activities_emptied" AFTER TRUNCATE ON "activities"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER "gifts_emptied" AFTER TRUNCATE ON "gifts"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER "partnership_parties_emptied" AFTER TRUNCATE ON "partnership_parties"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER "partnership_fields_emptied" AFTER TRUNCATE ON "partnership_fields"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER "activity_fields_emptied" AFTER TRUNCATE ON "activity_fields"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

CREATE TRIGGER "countries_emptied" AFTER TRUNCATE ON "countries"
    FOR EACH STATEMENT EXECUTE FUNCTION sets_emptied();

-- A country that is written as it was changes nothing.
DROP TRIGGER "items_unsettled_by_country" ON "countries";

CREATE TRIGGER "items_unsettled_by_country" AFTER INSERT OR DELETE ON "countries"
    FOR EACH ROW
    EXECUTE FUNCTION country_changed();

CREATE TRIGGER "items_unsettled_by_country_update" AFTER UPDATE ON "countries"
    FOR EACH ROW
    WHEN (NEW."code" IS DISTINCT FROM OLD."code" OR NEW."region" IS DISTINCT FROM OLD."region")
    EXECUTE FUNCTION country_changed();

UPDATE "registry" SET "schema_version" = 9;
