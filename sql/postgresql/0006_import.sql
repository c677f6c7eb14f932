-- Large imports on PostgreSQL. A blank line ends a statement.
--
-- In a transaction that says SET LOCAL sistercity.counting = 'off' the triggers of insertion rest:
-- a large import does at its end, once, what they do for each row (store/query/statistics.c).

DROP TRIGGER "places_slug_taken" ON "places";

CREATE TRIGGER "places_slug_taken" AFTER INSERT ON "places"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION slug_taken();

DROP TRIGGER "organizations_slug_taken" ON "organizations";

CREATE TRIGGER "organizations_slug_taken" AFTER INSERT ON "organizations"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION slug_taken();

DROP TRIGGER "partnerships_slug_taken" ON "partnerships";

CREATE TRIGGER "partnerships_slug_taken" AFTER INSERT ON "partnerships"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION slug_taken();

DROP TRIGGER "agreements_slug_taken" ON "agreements";

CREATE TRIGGER "agreements_slug_taken" AFTER INSERT ON "agreements"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION slug_taken();

DROP TRIGGER "approvals_slug_taken" ON "approvals";

CREATE TRIGGER "approvals_slug_taken" AFTER INSERT ON "approvals"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION slug_taken();

DROP TRIGGER "steps_slug_taken" ON "steps";

CREATE TRIGGER "steps_slug_taken" AFTER INSERT ON "steps"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION slug_taken();

DROP TRIGGER "activities_slug_taken" ON "activities";

CREATE TRIGGER "activities_slug_taken" AFTER INSERT ON "activities"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION slug_taken();

DROP TRIGGER "gifts_slug_taken" ON "gifts";

CREATE TRIGGER "gifts_slug_taken" AFTER INSERT ON "gifts"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION slug_taken();

DROP TRIGGER "sources_slug_taken" ON "sources";

CREATE TRIGGER "sources_slug_taken" AFTER INSERT ON "sources"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION slug_taken();

DROP TRIGGER "claims_slug_taken" ON "claims";

CREATE TRIGGER "claims_slug_taken" AFTER INSERT ON "claims"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION slug_taken();

DROP TRIGGER "place_names_insert" ON "place_names";

CREATE TRIGGER "place_names_insert" AFTER INSERT ON "place_names"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION place_list_changed();

DROP TRIGGER "place_predecessors_insert" ON "place_predecessors";

CREATE TRIGGER "place_predecessors_insert" AFTER INSERT ON "place_predecessors"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION place_list_changed();

DROP TRIGGER "organization_languages_insert" ON "organization_languages";

CREATE TRIGGER "organization_languages_insert" AFTER INSERT ON "organization_languages"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION organization_list_changed();

DROP TRIGGER "partnership_parties_insert" ON "partnership_parties";

CREATE TRIGGER "partnership_parties_insert" AFTER INSERT ON "partnership_parties"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION partnership_list_changed();

DROP TRIGGER "partnership_fields_insert" ON "partnership_fields";

CREATE TRIGGER "partnership_fields_insert" AFTER INSERT ON "partnership_fields"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION partnership_list_changed();

DROP TRIGGER "agreement_signatories_insert" ON "agreement_signatories";

CREATE TRIGGER "agreement_signatories_insert" AFTER INSERT ON "agreement_signatories"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION agreement_list_changed();

DROP TRIGGER "agreement_documents_insert" ON "agreement_documents";

CREATE TRIGGER "agreement_documents_insert" AFTER INSERT ON "agreement_documents"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION agreement_list_changed();

DROP TRIGGER "activity_fields_insert" ON "activity_fields";

CREATE TRIGGER "activity_fields_insert" AFTER INSERT ON "activity_fields"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION activity_list_changed();

DROP TRIGGER "activity_participants_insert" ON "activity_participants";

CREATE TRIGGER "activity_participants_insert" AFTER INSERT ON "activity_participants"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION activity_list_changed();

DROP TRIGGER "activity_organizations_insert" ON "activity_organizations";

CREATE TRIGGER "activity_organizations_insert" AFTER INSERT ON "activity_organizations"
    REFERENCING NEW TABLE AS "changed"
    FOR EACH STATEMENT
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION activity_list_changed();

-- What the tables of statistics must hold, counted with each table read once: what belongs to a
-- partnership is counted once for it, not once for each of its traits.
DROP VIEW "partnership_counts";

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
    SELECT 'all'::TEXT COLLATE "C" AS "trait", ''::TEXT COLLATE "C" AS "word", "type", "status",
        COUNT(*) AS "partnerships", SUM("agreements")::BIGINT AS "agreements",
        SUM("activities")::BIGINT AS "activities"
        FROM "counted" GROUP BY "type", "status"
    UNION ALL
    SELECT 'year', "year", "type", "status", COUNT(*), SUM("agreements")::BIGINT,
        SUM("activities")::BIGINT
        FROM "counted"
        GROUP BY "year", "type", "status"
    UNION ALL
    SELECT 'country', "country", "type", "status", COUNT(*), SUM("agreements")::BIGINT,
        SUM("activities")::BIGINT
        FROM (SELECT DISTINCT "id", "country", "type", "status", "agreements", "activities"
            FROM "placed" WHERE "country" IS NOT NULL) AS d
        GROUP BY "country", "type", "status"
    UNION ALL
    SELECT 'region', "region", "type", "status", COUNT(*), SUM("agreements")::BIGINT,
        SUM("activities")::BIGINT
        FROM (SELECT DISTINCT "id", c."region", "type", "status", "agreements", "activities"
            FROM "placed" JOIN "countries" AS c ON c."code" = "country") AS d
        GROUP BY "region", "type", "status"
    UNION ALL
    SELECT 'level', "level", "type", "status", COUNT(*), SUM("agreements")::BIGINT,
        SUM("activities")::BIGINT
        FROM (SELECT DISTINCT "id", "level", "type", "status", "agreements", "activities"
            FROM "placed" WHERE "level" IS NOT NULL) AS d
        GROUP BY "level", "type", "status"
    UNION ALL
    SELECT 'levels', "levels", "type", "status", COUNT(*), SUM("agreements")::BIGINT,
        SUM("activities")::BIGINT
        FROM (SELECT MIN("level") || ' ' || MAX("level") AS "levels", "type", "status", "agreements", "activities"
            FROM "placed" GROUP BY "id", "type", "status", "agreements", "activities"
            HAVING COUNT(*) = 2 AND COUNT("level") = 2) AS d
        GROUP BY "levels", "type", "status"
    UNION ALL
    SELECT 'field', "value", "type", "status", COUNT(*), SUM("agreements")::BIGINT,
        SUM("activities")::BIGINT
        FROM (SELECT DISTINCT s."id", f."value", "type", "status", "agreements", "activities"
            FROM "counted" AS s JOIN "partnership_fields" AS f ON f."partnership_id" = s."id") AS d
        GROUP BY "value", "type", "status";

DROP VIEW "item_counts";

CREATE VIEW "item_counts" AS
    SELECT 'agreements'::TEXT COLLATE "C" AS "collection", 'kind'::TEXT COLLATE "C" AS "trait", "kind" AS "word", COUNT(*) AS "items"
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

-- Keys are made by the program, of items that it has just stored: to look each item up again for each
-- of its keys is half the work of storing them. They go with their items all the same.
CREATE FUNCTION keys_gone() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('DELETE FROM %I WHERE %I IN (SELECT "id" FROM "gone")', TG_ARGV[0], TG_ARGV[1]);
    RETURN NULL;
END
$$;

ALTER TABLE "place_keys" DROP CONSTRAINT "place_keys_place_id_fkey";

CREATE TRIGGER "places_keys_gone" AFTER DELETE ON "places"
    REFERENCING OLD TABLE AS "gone"
    FOR EACH STATEMENT EXECUTE FUNCTION keys_gone('place_keys', 'place_id');

ALTER TABLE "organization_keys" DROP CONSTRAINT "organization_keys_organization_id_fkey";

CREATE TRIGGER "organizations_keys_gone" AFTER DELETE ON "organizations"
    REFERENCING OLD TABLE AS "gone"
    FOR EACH STATEMENT EXECUTE FUNCTION keys_gone('organization_keys', 'organization_id');

ALTER TABLE "partnership_keys" DROP CONSTRAINT "partnership_keys_partnership_id_fkey";

CREATE TRIGGER "partnerships_keys_gone" AFTER DELETE ON "partnerships"
    REFERENCING OLD TABLE AS "gone"
    FOR EACH STATEMENT EXECUTE FUNCTION keys_gone('partnership_keys', 'partnership_id');

ALTER TABLE "activity_keys" DROP CONSTRAINT "activity_keys_activity_id_fkey";

CREATE TRIGGER "activities_keys_gone" AFTER DELETE ON "activities"
    REFERENCING OLD TABLE AS "gone"
    FOR EACH STATEMENT EXECUTE FUNCTION keys_gone('activity_keys', 'activity_id');

ALTER TABLE "gift_keys" DROP CONSTRAINT "gift_keys_gift_id_fkey";

CREATE TRIGGER "gifts_keys_gone" AFTER DELETE ON "gifts"
    REFERENCING OLD TABLE AS "gone"
    FOR EACH STATEMENT EXECUTE FUNCTION keys_gone('gift_keys', 'gift_id');

UPDATE "registry" SET "schema_version" = 6;
