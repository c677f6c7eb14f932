-- Which pages a change touches on PostgreSQL, so that answers that are kept outlive all other changes. A
-- blank line ends a statement.

-- One row for each revision and page of an item that shows something of what was changed; page is
-- the item's collection. A page named home is that of any item, for the home municipality's own words;
-- '' stands for all pages. A revision without rows has touched what nobody knows: all pages, too.
CREATE TABLE "touched_pages" (
    "revision" BIGINT NOT NULL,
    "page" TEXT COLLATE "C" NOT NULL,
    "page_id" BIGINT NOT NULL,
    "modified" TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY ("revision", "page", "page_id")
);

-- As many revisions are remembered as httpd/answer/freshness.c asks for. Whoever turns the revision back
-- begins another history.
CREATE FUNCTION touched_pages_forget() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM "touched_pages"
        WHERE "revision" < NEW."revision" - 4096 OR "revision" >= NEW."revision";
    RETURN NULL;
END
$$;

CREATE TRIGGER "touched_pages_forgotten" AFTER UPDATE OF "revision" ON "registry"
    FOR EACH ROW WHEN (NEW."revision" % 256 = 0 OR NEW."revision" <= OLD."revision")
    EXECUTE FUNCTION touched_pages_forget();

-- What the page of a partnership shows something of; so do those of its parties.
CREATE VIEW "shown_with_partnerships" AS
    SELECT 'partnerships'::TEXT COLLATE "C" AS "collection", "id" AS "item_id", "id" AS "partnership_id"
        FROM "partnerships"
    UNION ALL
    SELECT 'agreements', "id", "partnership_id" FROM "agreements"
    UNION ALL
    SELECT 'approvals', "id", "partnership_id" FROM "approvals"
    UNION ALL
    SELECT 'steps', "id", "partnership_id" FROM "steps"
    UNION ALL
    SELECT 'activities', "id", "partnership_id" FROM "activities"
    UNION ALL
    SELECT 'gifts', "id", "partnership_id" FROM "gifts"
    UNION ALL
    SELECT 'sources', "id", "partnership_id" FROM "sources"
    UNION ALL
    SELECT 'claims', c."id", m."partnership_id" FROM "claims" AS c
        JOIN "partnership_parties" AS m ON m."place_id" = c."place_id"
        JOIN "partnership_parties" AS n ON n."partnership_id" = m."partnership_id"
            AND n."place_id" = c."partner_id"
    UNION ALL
    SELECT 'organizations', r."target_id", a."partnership_id" FROM "activity_organizations" AS r
        JOIN "activities" AS a ON a."id" = r."activity_id"
    UNION ALL
    SELECT 'places', o."place_id", a."partnership_id" FROM "organizations" AS o
        JOIN "activity_organizations" AS r ON r."target_id" = o."id"
        JOIN "activities" AS a ON a."id" = r."activity_id"
    UNION ALL
    SELECT 'places', "place_id", "partnership_id" FROM "partnership_parties"
    UNION ALL
    SELECT 'places', s."place_id", a."partnership_id" FROM "agreement_signatories" AS s
        JOIN "agreements" AS a ON a."id" = s."agreement_id"
    UNION ALL
    SELECT 'places', "place_id", "partnership_id" FROM "approvals"
    UNION ALL
    SELECT 'places', "donor_place_id", "partnership_id" FROM "gifts"
    UNION ALL
    SELECT 'places', "recipient_place_id", "partnership_id" FROM "gifts";

-- The pages that show something of an item. A page that comes to show more must come to stand here.
CREATE VIEW "pages_showing" AS
    SELECT "collection", "item_id", 'partnerships'::TEXT COLLATE "C" AS "page", "partnership_id" AS "page_id"
        FROM "shown_with_partnerships" WHERE "partnership_id" IS NOT NULL
    UNION ALL
    SELECT s."collection", s."item_id", 'places', m."place_id"
        FROM "shown_with_partnerships" AS s
        JOIN "partnership_parties" AS m ON m."partnership_id" = s."partnership_id"
    UNION ALL
    SELECT 'sources', "id", 'places', "place_id" FROM "sources" WHERE "place_id" IS NOT NULL
    UNION ALL
    SELECT 'claims', "id", 'places', "place_id" FROM "claims"
    UNION ALL
    SELECT 'claims', "id", 'places', "partner_id" FROM "claims" WHERE "partner_id" IS NOT NULL
    UNION ALL
    SELECT 'organizations', "id", 'places', "place_id"
        FROM "organizations" WHERE "place_id" IS NOT NULL
    UNION ALL
    SELECT 'places', "place_id", 'organizations', "id" FROM "organizations"
    UNION ALL
    SELECT 'places', "place_id", 'places', "partner_id"
        FROM "claims" WHERE "partner_id" IS NOT NULL
    UNION ALL
    SELECT 'places', "partner_id", 'places', "place_id" FROM "claims"
    UNION ALL
    SELECT 'places', "place_id", 'places', "target_id" FROM "place_predecessors"
    UNION ALL
    SELECT 'places', "target_id", 'places', "place_id" FROM "place_predecessors"
    UNION ALL
    SELECT 'places', "id", 'home', "id" FROM "places";

-- What changes an item names it here, before it changes what decides on which pages the item is, and
-- after. A transaction that changes very much has touched all pages. Each collection has a statement of
-- its own, about a few of the tables that the view reads; it is planned once a session, and without
-- looking at how large they are just then.
CREATE FUNCTION item_changing(collection TEXT, id BIGINT) RETURNS void LANGUAGE plpgsql
    SET enable_seqscan = off AS $$
DECLARE
    most CONSTANT INTEGER := 1000;
    number CONSTANT INTEGER :=
        COALESCE(NULLIF(current_setting('sistercity.changing', true), ''), '0')::INTEGER + 1;
    state "registry"%ROWTYPE;
BEGIN
    UPDATE "registry" SET "revision" = "revision" + 1, "modified" = utc_now()
        WHERE "registry"."id" = 1 AND xmin <> pg_current_xact_id()::xid;
    IF number > most + 1 THEN
        RETURN;
    END IF;
    PERFORM set_config('sistercity.changing', number::TEXT, true);
    SELECT * INTO state FROM "registry" AS r WHERE r."id" = 1;
    IF number > most THEN
        INSERT INTO "touched_pages" VALUES (state."revision", '', 0, state."modified")
            ON CONFLICT DO NOTHING;
        RETURN;
    END IF;
    INSERT INTO "touched_pages" VALUES (state."revision", $1, $2, state."modified")
        ON CONFLICT DO NOTHING;
    CASE $1
    WHEN 'places' THEN
        INSERT INTO "touched_pages"
            SELECT state."revision", p."page", p."page_id", state."modified" FROM "pages_showing" AS p
            WHERE p."collection" = 'places' AND p."item_id" = $2 ON CONFLICT DO NOTHING;
    WHEN 'organizations' THEN
        INSERT INTO "touched_pages"
            SELECT state."revision", p."page", p."page_id", state."modified" FROM "pages_showing" AS p
            WHERE p."collection" = 'organizations' AND p."item_id" = $2 ON CONFLICT DO NOTHING;
    WHEN 'partnerships' THEN
        INSERT INTO "touched_pages"
            SELECT state."revision", p."page", p."page_id", state."modified" FROM "pages_showing" AS p
            WHERE p."collection" = 'partnerships' AND p."item_id" = $2 ON CONFLICT DO NOTHING;
    WHEN 'agreements' THEN
        INSERT INTO "touched_pages"
            SELECT state."revision", p."page", p."page_id", state."modified" FROM "pages_showing" AS p
            WHERE p."collection" = 'agreements' AND p."item_id" = $2 ON CONFLICT DO NOTHING;
    WHEN 'approvals' THEN
        INSERT INTO "touched_pages"
            SELECT state."revision", p."page", p."page_id", state."modified" FROM "pages_showing" AS p
            WHERE p."collection" = 'approvals' AND p."item_id" = $2 ON CONFLICT DO NOTHING;
    WHEN 'steps' THEN
        INSERT INTO "touched_pages"
            SELECT state."revision", p."page", p."page_id", state."modified" FROM "pages_showing" AS p
            WHERE p."collection" = 'steps' AND p."item_id" = $2 ON CONFLICT DO NOTHING;
    WHEN 'activities' THEN
        INSERT INTO "touched_pages"
            SELECT state."revision", p."page", p."page_id", state."modified" FROM "pages_showing" AS p
            WHERE p."collection" = 'activities' AND p."item_id" = $2 ON CONFLICT DO NOTHING;
    WHEN 'gifts' THEN
        INSERT INTO "touched_pages"
            SELECT state."revision", p."page", p."page_id", state."modified" FROM "pages_showing" AS p
            WHERE p."collection" = 'gifts' AND p."item_id" = $2 ON CONFLICT DO NOTHING;
    WHEN 'sources' THEN
        INSERT INTO "touched_pages"
            SELECT state."revision", p."page", p."page_id", state."modified" FROM "pages_showing" AS p
            WHERE p."collection" = 'sources' AND p."item_id" = $2 ON CONFLICT DO NOTHING;
    WHEN 'claims' THEN
        INSERT INTO "touched_pages"
            SELECT state."revision", p."page", p."page_id", state."modified" FROM "pages_showing" AS p
            WHERE p."collection" = 'claims' AND p."item_id" = $2 ON CONFLICT DO NOTHING;
    END CASE;
END
$$;

CREATE FUNCTION item_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM item_changing(TG_TABLE_NAME, OLD."id");
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION item_after() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM item_changing(TG_TABLE_NAME, NEW."id");
    RETURN NULL;
END
$$;

-- Of a list's row: the item that it belonged to.
CREATE FUNCTION list_before() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SELECT item_changing(%L, ($1).%I)', TG_ARGV[0], TG_ARGV[1]) USING OLD;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE FUNCTION pages_emptied() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE "registry" SET "revision" = "revision" + 1, "modified" = utc_now()
        WHERE "id" = 1 AND xmin <> pg_current_xact_id()::xid;
    INSERT INTO "touched_pages" SELECT "revision", '', 0, "modified" FROM "registry"
        ON CONFLICT DO NOTHING;
    RETURN NULL;
END
$$;

CREATE TRIGGER "places_pages_before_update" BEFORE UPDATE ON "places"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"))
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "places_pages_before_delete" BEFORE DELETE ON "places"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "places_pages" AFTER INSERT OR UPDATE ON "places"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_after();

CREATE TRIGGER "places_pages_emptied" AFTER TRUNCATE ON "places"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "organizations_pages_before_update" BEFORE UPDATE ON "organizations"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."place_id" IS DISTINCT FROM OLD."place_id"))
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "organizations_pages_before_delete" BEFORE DELETE ON "organizations"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "organizations_pages" AFTER INSERT OR UPDATE ON "organizations"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_after();

CREATE TRIGGER "organizations_pages_emptied" AFTER TRUNCATE ON "organizations"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "partnerships_pages_before_update" BEFORE UPDATE ON "partnerships"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"))
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "partnerships_pages_before_delete" BEFORE DELETE ON "partnerships"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "partnerships_pages" AFTER INSERT OR UPDATE ON "partnerships"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_after();

CREATE TRIGGER "partnerships_pages_emptied" AFTER TRUNCATE ON "partnerships"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "agreements_pages_before_update" BEFORE UPDATE ON "agreements"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"))
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "agreements_pages_before_delete" BEFORE DELETE ON "agreements"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "agreements_pages" AFTER INSERT OR UPDATE ON "agreements"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_after();

CREATE TRIGGER "agreements_pages_emptied" AFTER TRUNCATE ON "agreements"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "approvals_pages_before_update" BEFORE UPDATE ON "approvals"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"))
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "approvals_pages_before_delete" BEFORE DELETE ON "approvals"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "approvals_pages" AFTER INSERT OR UPDATE ON "approvals"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_after();

CREATE TRIGGER "approvals_pages_emptied" AFTER TRUNCATE ON "approvals"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "steps_pages_before_update" BEFORE UPDATE ON "steps"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"))
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "steps_pages_before_delete" BEFORE DELETE ON "steps"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "steps_pages" AFTER INSERT OR UPDATE ON "steps"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_after();

CREATE TRIGGER "steps_pages_emptied" AFTER TRUNCATE ON "steps"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "activities_pages_before_update" BEFORE UPDATE ON "activities"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"))
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "activities_pages_before_delete" BEFORE DELETE ON "activities"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "activities_pages" AFTER INSERT OR UPDATE ON "activities"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_after();

CREATE TRIGGER "activities_pages_emptied" AFTER TRUNCATE ON "activities"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "gifts_pages_before_update" BEFORE UPDATE ON "gifts"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"))
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "gifts_pages_before_delete" BEFORE DELETE ON "gifts"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "gifts_pages" AFTER INSERT OR UPDATE ON "gifts"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_after();

CREATE TRIGGER "gifts_pages_emptied" AFTER TRUNCATE ON "gifts"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "sources_pages_before_update" BEFORE UPDATE ON "sources"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id"
        OR NEW."place_id" IS DISTINCT FROM OLD."place_id"))
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "sources_pages_before_delete" BEFORE DELETE ON "sources"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "sources_pages" AFTER INSERT OR UPDATE ON "sources"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_after();

CREATE TRIGGER "sources_pages_emptied" AFTER TRUNCATE ON "sources"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "claims_pages_before_update" BEFORE UPDATE ON "claims"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND (NEW."id" IS DISTINCT FROM OLD."id"
        OR NEW."place_id" IS DISTINCT FROM OLD."place_id"
        OR NEW."partner_id" IS DISTINCT FROM OLD."partner_id"))
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "claims_pages_before_delete" BEFORE DELETE ON "claims"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_before();

CREATE TRIGGER "claims_pages" AFTER INSERT OR UPDATE ON "claims"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION item_after();

CREATE TRIGGER "claims_pages_emptied" AFTER TRUNCATE ON "claims"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

-- A list's row that is given to another item changes the one that had it; so does, with pages of
-- others, the row of a list that joins places.

CREATE TRIGGER "place_names_pages" BEFORE UPDATE ON "place_names"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND NEW."place_id" IS DISTINCT FROM OLD."place_id")
    EXECUTE FUNCTION list_before('places', 'place_id');

CREATE TRIGGER "place_names_pages_emptied" AFTER TRUNCATE ON "place_names"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "place_predecessors_pages" BEFORE UPDATE OR DELETE ON "place_predecessors"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION list_before('places', 'place_id');

CREATE TRIGGER "place_predecessors_pages_emptied" AFTER TRUNCATE ON "place_predecessors"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "organization_languages_pages" BEFORE UPDATE ON "organization_languages"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND NEW."organization_id" IS DISTINCT FROM OLD."organization_id")
    EXECUTE FUNCTION list_before('organizations', 'organization_id');

CREATE TRIGGER "organization_languages_pages_emptied" AFTER TRUNCATE ON "organization_languages"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "partnership_parties_pages" BEFORE UPDATE OR DELETE ON "partnership_parties"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off')
    EXECUTE FUNCTION list_before('partnerships', 'partnership_id');

CREATE TRIGGER "partnership_parties_pages_emptied" AFTER TRUNCATE ON "partnership_parties"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "partnership_fields_pages" BEFORE UPDATE ON "partnership_fields"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND NEW."partnership_id" IS DISTINCT FROM OLD."partnership_id")
    EXECUTE FUNCTION list_before('partnerships', 'partnership_id');

CREATE TRIGGER "partnership_fields_pages_emptied" AFTER TRUNCATE ON "partnership_fields"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "agreement_signatories_pages" BEFORE UPDATE ON "agreement_signatories"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND NEW."agreement_id" IS DISTINCT FROM OLD."agreement_id")
    EXECUTE FUNCTION list_before('agreements', 'agreement_id');

CREATE TRIGGER "agreement_signatories_pages_emptied" AFTER TRUNCATE ON "agreement_signatories"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "agreement_documents_pages" BEFORE UPDATE ON "agreement_documents"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND NEW."agreement_id" IS DISTINCT FROM OLD."agreement_id")
    EXECUTE FUNCTION list_before('agreements', 'agreement_id');

CREATE TRIGGER "agreement_documents_pages_emptied" AFTER TRUNCATE ON "agreement_documents"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "activity_fields_pages" BEFORE UPDATE ON "activity_fields"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND NEW."activity_id" IS DISTINCT FROM OLD."activity_id")
    EXECUTE FUNCTION list_before('activities', 'activity_id');

CREATE TRIGGER "activity_fields_pages_emptied" AFTER TRUNCATE ON "activity_fields"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "activity_participants_pages" BEFORE UPDATE ON "activity_participants"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND NEW."activity_id" IS DISTINCT FROM OLD."activity_id")
    EXECUTE FUNCTION list_before('activities', 'activity_id');

CREATE TRIGGER "activity_participants_pages_emptied" AFTER TRUNCATE ON "activity_participants"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

CREATE TRIGGER "activity_organizations_pages" BEFORE UPDATE ON "activity_organizations"
    FOR EACH ROW
    WHEN (current_setting('sistercity.counting', true) IS DISTINCT FROM 'off'
        AND NEW."activity_id" IS DISTINCT FROM OLD."activity_id")
    EXECUTE FUNCTION list_before('activities', 'activity_id');

CREATE TRIGGER "activity_organizations_pages_emptied" AFTER TRUNCATE ON "activity_organizations"
    FOR EACH STATEMENT EXECUTE FUNCTION pages_emptied();

UPDATE "registry" SET "schema_version" = 12;
