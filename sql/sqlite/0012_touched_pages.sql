-- Which pages a change touches on SQLite, so that answers that are kept outlive all other changes. A blank
-- line ends a statement.

-- One row for each revision and page of an item that shows something of what was changed; page is
-- the item's collection. A page named home is that of any item, for the home municipality's own words;
-- '' stands for all pages. A revision without rows has touched what nobody knows: all pages, too.
CREATE TABLE "touched_pages" (
    "revision" INTEGER NOT NULL,
    "page" TEXT NOT NULL,
    "page_id" INTEGER NOT NULL,
    "modified" TEXT NOT NULL,
    PRIMARY KEY ("revision", "page", "page_id")
) WITHOUT ROWID;

-- As many revisions are remembered as httpd/answer/freshness.c asks for. Whoever turns the revision back
-- begins another history.
CREATE TRIGGER "touched_pages_forgotten" AFTER UPDATE OF "revision" ON "registry"
    WHEN NEW."revision" % 256 = 0 OR NEW."revision" <= OLD."revision"
BEGIN
    DELETE FROM "touched_pages" WHERE "revision" < NEW."revision" - 4096;
    DELETE FROM "touched_pages" WHERE "revision" >= NEW."revision";
END;

-- What the page of a partnership shows something of; so do those of its parties.
CREATE VIEW "shown_with_partnerships" AS
    SELECT 'partnerships' AS "collection", "id" AS "item_id", "id" AS "partnership_id"
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
    SELECT "collection", "item_id", 'partnerships' AS "page", "partnership_id" AS "page_id"
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
-- after. Each time is a revision of its own.
CREATE VIEW "changing" AS SELECT NULL AS "collection", NULL AS "id" WHERE 0;

CREATE TRIGGER "changed" INSTEAD OF INSERT ON "changing"
BEGIN
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
    INSERT INTO "touched_pages"
        SELECT r."revision", s."page", s."page_id", r."modified" FROM "registry" AS r
        CROSS JOIN (SELECT NEW."collection" AS "page", NEW."id" AS "page_id"
            UNION ALL SELECT "page", "page_id" FROM "pages_showing"
            WHERE "collection" = NEW."collection" AND "item_id" = NEW."id") AS s
        WHERE r."is_counting"
        ON CONFLICT DO NOTHING;
END;

-- The triggers that counted revisions, again. INSERT OR REPLACE and UPDATE OR REPLACE delete the item
-- whose address or number they take without the triggers of a deletion.

DROP TRIGGER "places_inserted";

DROP TRIGGER "places_updated";

DROP TRIGGER "places_deleted";

CREATE TRIGGER "places_inserting" BEFORE INSERT ON "places"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "changing" SELECT 'places', "id" FROM "places"
        WHERE "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "places_inserted" AFTER INSERT ON "places"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'places' AND "slug" = NEW."slug";
    INSERT INTO "changing" VALUES ('places', NEW."id");
END;

CREATE TRIGGER "places_updating" BEFORE UPDATE ON "places"
    WHEN NEW."id" IS NOT OLD."id"
        OR NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "changing" SELECT 'places', "id" FROM "places"
        WHERE "id" = OLD."id" OR "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "places_updated" AFTER UPDATE ON "places"
BEGIN
    UPDATE "places" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version" AND NEW."sort_name" = OLD."sort_name";
    INSERT INTO "changing" VALUES ('places', NEW."id");
END;

CREATE TRIGGER "places_deleting" BEFORE DELETE ON "places"
BEGIN
    INSERT INTO "changing" VALUES ('places', OLD."id");
END;

CREATE TRIGGER "places_deleted" AFTER DELETE ON "places"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'places' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('places', OLD."slug", NULL);
END;

DROP TRIGGER "organizations_inserted";

DROP TRIGGER "organizations_updated";

DROP TRIGGER "organizations_deleted";

CREATE TRIGGER "organizations_inserting" BEFORE INSERT ON "organizations"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "changing" SELECT 'organizations', "id" FROM "organizations"
        WHERE "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "organizations_inserted" AFTER INSERT ON "organizations"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'organizations' AND "slug" = NEW."slug";
    INSERT INTO "changing" VALUES ('organizations', NEW."id");
END;

CREATE TRIGGER "organizations_updating" BEFORE UPDATE ON "organizations"
    WHEN NEW."id" IS NOT OLD."id"
        OR NEW."slug" IS NOT OLD."slug"
        OR NEW."place_id" IS NOT OLD."place_id"
BEGIN
    INSERT INTO "changing" SELECT 'organizations', "id" FROM "organizations"
        WHERE "id" = OLD."id" OR "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "organizations_updated" AFTER UPDATE ON "organizations"
BEGIN
    UPDATE "organizations" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    INSERT INTO "changing" VALUES ('organizations', NEW."id");
END;

CREATE TRIGGER "organizations_deleting" BEFORE DELETE ON "organizations"
BEGIN
    INSERT INTO "changing" VALUES ('organizations', OLD."id");
END;

CREATE TRIGGER "organizations_deleted" AFTER DELETE ON "organizations"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'organizations' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('organizations', OLD."slug", NULL);
END;

DROP TRIGGER "partnerships_inserted";

DROP TRIGGER "partnerships_updated";

DROP TRIGGER "partnerships_deleted";

CREATE TRIGGER "partnerships_inserting" BEFORE INSERT ON "partnerships"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "changing" SELECT 'partnerships', "id" FROM "partnerships"
        WHERE "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "partnerships_inserted" AFTER INSERT ON "partnerships"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'partnerships' AND "slug" = NEW."slug";
    INSERT INTO "changing" VALUES ('partnerships', NEW."id");
END;

CREATE TRIGGER "partnerships_updating" BEFORE UPDATE ON "partnerships"
    WHEN NEW."id" IS NOT OLD."id"
        OR NEW."slug" IS NOT OLD."slug"
BEGIN
    INSERT INTO "changing" SELECT 'partnerships', "id" FROM "partnerships"
        WHERE "id" = OLD."id" OR "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "partnerships_updated" AFTER UPDATE ON "partnerships"
BEGIN
    UPDATE "partnerships" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version" AND NEW."sort_name" = OLD."sort_name";
    INSERT INTO "changing" VALUES ('partnerships', NEW."id");
END;

CREATE TRIGGER "partnerships_deleting" BEFORE DELETE ON "partnerships"
BEGIN
    INSERT INTO "changing" VALUES ('partnerships', OLD."id");
END;

CREATE TRIGGER "partnerships_deleted" AFTER DELETE ON "partnerships"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'partnerships' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('partnerships', OLD."slug", NULL);
END;

DROP TRIGGER "agreements_inserted";

DROP TRIGGER "agreements_updated";

DROP TRIGGER "agreements_deleted";

CREATE TRIGGER "agreements_inserting" BEFORE INSERT ON "agreements"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "changing" SELECT 'agreements', "id" FROM "agreements"
        WHERE "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "agreements_inserted" AFTER INSERT ON "agreements"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'agreements' AND "slug" = NEW."slug";
    INSERT INTO "changing" VALUES ('agreements', NEW."id");
END;

CREATE TRIGGER "agreements_updating" BEFORE UPDATE ON "agreements"
    WHEN NEW."id" IS NOT OLD."id"
        OR NEW."slug" IS NOT OLD."slug"
        OR NEW."partnership_id" IS NOT OLD."partnership_id"
BEGIN
    INSERT INTO "changing" SELECT 'agreements', "id" FROM "agreements"
        WHERE "id" = OLD."id" OR "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "agreements_updated" AFTER UPDATE ON "agreements"
BEGIN
    UPDATE "agreements" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    INSERT INTO "changing" VALUES ('agreements', NEW."id");
END;

CREATE TRIGGER "agreements_deleting" BEFORE DELETE ON "agreements"
BEGIN
    INSERT INTO "changing" VALUES ('agreements', OLD."id");
END;

CREATE TRIGGER "agreements_deleted" AFTER DELETE ON "agreements"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'agreements' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('agreements', OLD."slug", NULL);
END;

DROP TRIGGER "approvals_inserted";

DROP TRIGGER "approvals_updated";

DROP TRIGGER "approvals_deleted";

CREATE TRIGGER "approvals_inserting" BEFORE INSERT ON "approvals"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "changing" SELECT 'approvals', "id" FROM "approvals"
        WHERE "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "approvals_inserted" AFTER INSERT ON "approvals"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'approvals' AND "slug" = NEW."slug";
    INSERT INTO "changing" VALUES ('approvals', NEW."id");
END;

CREATE TRIGGER "approvals_updating" BEFORE UPDATE ON "approvals"
    WHEN NEW."id" IS NOT OLD."id"
        OR NEW."slug" IS NOT OLD."slug"
        OR NEW."partnership_id" IS NOT OLD."partnership_id"
BEGIN
    INSERT INTO "changing" SELECT 'approvals', "id" FROM "approvals"
        WHERE "id" = OLD."id" OR "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "approvals_updated" AFTER UPDATE ON "approvals"
BEGIN
    UPDATE "approvals" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    INSERT INTO "changing" VALUES ('approvals', NEW."id");
END;

CREATE TRIGGER "approvals_deleting" BEFORE DELETE ON "approvals"
BEGIN
    INSERT INTO "changing" VALUES ('approvals', OLD."id");
END;

CREATE TRIGGER "approvals_deleted" AFTER DELETE ON "approvals"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'approvals' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('approvals', OLD."slug", NULL);
END;

DROP TRIGGER "steps_inserted";

DROP TRIGGER "steps_updated";

DROP TRIGGER "steps_deleted";

CREATE TRIGGER "steps_inserting" BEFORE INSERT ON "steps"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "changing" SELECT 'steps', "id" FROM "steps"
        WHERE "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "steps_inserted" AFTER INSERT ON "steps"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'steps' AND "slug" = NEW."slug";
    INSERT INTO "changing" VALUES ('steps', NEW."id");
END;

CREATE TRIGGER "steps_updating" BEFORE UPDATE ON "steps"
    WHEN NEW."id" IS NOT OLD."id"
        OR NEW."slug" IS NOT OLD."slug"
        OR NEW."partnership_id" IS NOT OLD."partnership_id"
BEGIN
    INSERT INTO "changing" SELECT 'steps', "id" FROM "steps"
        WHERE "id" = OLD."id" OR "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "steps_updated" AFTER UPDATE ON "steps"
BEGIN
    UPDATE "steps" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    INSERT INTO "changing" VALUES ('steps', NEW."id");
END;

CREATE TRIGGER "steps_deleting" BEFORE DELETE ON "steps"
BEGIN
    INSERT INTO "changing" VALUES ('steps', OLD."id");
END;

CREATE TRIGGER "steps_deleted" AFTER DELETE ON "steps"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'steps' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('steps', OLD."slug", NULL);
END;

DROP TRIGGER "activities_inserted";

DROP TRIGGER "activities_updated";

DROP TRIGGER "activities_deleted";

CREATE TRIGGER "activities_inserting" BEFORE INSERT ON "activities"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "changing" SELECT 'activities', "id" FROM "activities"
        WHERE "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "activities_inserted" AFTER INSERT ON "activities"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'activities' AND "slug" = NEW."slug";
    INSERT INTO "changing" VALUES ('activities', NEW."id");
END;

CREATE TRIGGER "activities_updating" BEFORE UPDATE ON "activities"
    WHEN NEW."id" IS NOT OLD."id"
        OR NEW."slug" IS NOT OLD."slug"
        OR NEW."partnership_id" IS NOT OLD."partnership_id"
BEGIN
    INSERT INTO "changing" SELECT 'activities', "id" FROM "activities"
        WHERE "id" = OLD."id" OR "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "activities_updated" AFTER UPDATE ON "activities"
BEGIN
    UPDATE "activities" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    INSERT INTO "changing" VALUES ('activities', NEW."id");
END;

CREATE TRIGGER "activities_deleting" BEFORE DELETE ON "activities"
BEGIN
    INSERT INTO "changing" VALUES ('activities', OLD."id");
END;

CREATE TRIGGER "activities_deleted" AFTER DELETE ON "activities"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'activities' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('activities', OLD."slug", NULL);
END;

DROP TRIGGER "gifts_inserted";

DROP TRIGGER "gifts_updated";

DROP TRIGGER "gifts_deleted";

CREATE TRIGGER "gifts_inserting" BEFORE INSERT ON "gifts"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "changing" SELECT 'gifts', "id" FROM "gifts"
        WHERE "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "gifts_inserted" AFTER INSERT ON "gifts"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'gifts' AND "slug" = NEW."slug";
    INSERT INTO "changing" VALUES ('gifts', NEW."id");
END;

CREATE TRIGGER "gifts_updating" BEFORE UPDATE ON "gifts"
    WHEN NEW."id" IS NOT OLD."id"
        OR NEW."slug" IS NOT OLD."slug"
        OR NEW."partnership_id" IS NOT OLD."partnership_id"
BEGIN
    INSERT INTO "changing" SELECT 'gifts', "id" FROM "gifts"
        WHERE "id" = OLD."id" OR "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "gifts_updated" AFTER UPDATE ON "gifts"
BEGIN
    UPDATE "gifts" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    INSERT INTO "changing" VALUES ('gifts', NEW."id");
END;

CREATE TRIGGER "gifts_deleting" BEFORE DELETE ON "gifts"
BEGIN
    INSERT INTO "changing" VALUES ('gifts', OLD."id");
END;

CREATE TRIGGER "gifts_deleted" AFTER DELETE ON "gifts"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'gifts' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('gifts', OLD."slug", NULL);
END;

DROP TRIGGER "sources_inserted";

DROP TRIGGER "sources_updated";

DROP TRIGGER "sources_deleted";

CREATE TRIGGER "sources_inserting" BEFORE INSERT ON "sources"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "changing" SELECT 'sources', "id" FROM "sources"
        WHERE "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "sources_inserted" AFTER INSERT ON "sources"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'sources' AND "slug" = NEW."slug";
    INSERT INTO "changing" VALUES ('sources', NEW."id");
END;

CREATE TRIGGER "sources_updating" BEFORE UPDATE ON "sources"
    WHEN NEW."id" IS NOT OLD."id"
        OR NEW."slug" IS NOT OLD."slug"
        OR NEW."partnership_id" IS NOT OLD."partnership_id"
        OR NEW."place_id" IS NOT OLD."place_id"
BEGIN
    INSERT INTO "changing" SELECT 'sources', "id" FROM "sources"
        WHERE "id" = OLD."id" OR "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "sources_updated" AFTER UPDATE ON "sources"
BEGIN
    UPDATE "sources" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    INSERT INTO "changing" VALUES ('sources', NEW."id");
END;

CREATE TRIGGER "sources_deleting" BEFORE DELETE ON "sources"
BEGIN
    INSERT INTO "changing" VALUES ('sources', OLD."id");
END;

CREATE TRIGGER "sources_deleted" AFTER DELETE ON "sources"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'sources' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('sources', OLD."slug", NULL);
END;

DROP TRIGGER "claims_inserted";

DROP TRIGGER "claims_updated";

DROP TRIGGER "claims_deleted";

CREATE TRIGGER "claims_inserting" BEFORE INSERT ON "claims"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "changing" SELECT 'claims', "id" FROM "claims"
        WHERE "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "claims_inserted" AFTER INSERT ON "claims"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'claims' AND "slug" = NEW."slug";
    INSERT INTO "changing" VALUES ('claims', NEW."id");
END;

CREATE TRIGGER "claims_updating" BEFORE UPDATE ON "claims"
    WHEN NEW."id" IS NOT OLD."id"
        OR NEW."slug" IS NOT OLD."slug"
        OR NEW."place_id" IS NOT OLD."place_id"
        OR NEW."partner_id" IS NOT OLD."partner_id"
BEGIN
    INSERT INTO "changing" SELECT 'claims', "id" FROM "claims"
        WHERE "id" = OLD."id" OR "slug" = NEW."slug" OR "id" = NEW."id";
END;

CREATE TRIGGER "claims_updated" AFTER UPDATE ON "claims"
BEGIN
    UPDATE "claims" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    INSERT INTO "changing" VALUES ('claims', NEW."id");
END;

CREATE TRIGGER "claims_deleting" BEFORE DELETE ON "claims"
BEGIN
    INSERT INTO "changing" VALUES ('claims', OLD."id");
END;

CREATE TRIGGER "claims_deleted" AFTER DELETE ON "claims"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'claims' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('claims', OLD."slug", NULL);
END;

-- A list's row that is given to another item changes the one that had it; so does, with pages of
-- others, the row of a list that joins places.

CREATE TRIGGER "place_names_leaving" BEFORE UPDATE OF "place_id" ON "place_names"
    WHEN NEW."place_id" <> OLD."place_id"
BEGIN
    INSERT INTO "changing" VALUES ('places', OLD."place_id");
END;

CREATE TRIGGER "place_predecessors_replacing" BEFORE INSERT ON "place_predecessors"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "changing" SELECT 'places', "place_id" FROM "place_predecessors"
        WHERE "place_id" = NEW."place_id" AND "position" = NEW."position";
END;

CREATE TRIGGER "place_predecessors_leaving" BEFORE UPDATE ON "place_predecessors"
BEGIN
    INSERT INTO "changing" VALUES ('places', OLD."place_id");
    INSERT INTO "changing" SELECT 'places', NEW."place_id"
        WHERE NEW."place_id" <> OLD."place_id";
END;

CREATE TRIGGER "place_predecessors_deleting" BEFORE DELETE ON "place_predecessors"
BEGIN
    INSERT INTO "changing" VALUES ('places', OLD."place_id");
END;

CREATE TRIGGER "organization_languages_leaving" BEFORE UPDATE OF "organization_id" ON "organization_languages"
    WHEN NEW."organization_id" <> OLD."organization_id"
BEGIN
    INSERT INTO "changing" VALUES ('organizations', OLD."organization_id");
END;

CREATE TRIGGER "partnership_parties_replacing" BEFORE INSERT ON "partnership_parties"
    WHEN (SELECT "is_counting" FROM "registry")
BEGIN
    INSERT INTO "changing" SELECT 'partnerships', "partnership_id" FROM "partnership_parties"
        WHERE "partnership_id" = NEW."partnership_id" AND "position" = NEW."position";
END;

CREATE TRIGGER "partnership_parties_leaving" BEFORE UPDATE ON "partnership_parties"
BEGIN
    INSERT INTO "changing" VALUES ('partnerships', OLD."partnership_id");
    INSERT INTO "changing" SELECT 'partnerships', NEW."partnership_id"
        WHERE NEW."partnership_id" <> OLD."partnership_id";
END;

CREATE TRIGGER "partnership_parties_deleting" BEFORE DELETE ON "partnership_parties"
BEGIN
    INSERT INTO "changing" VALUES ('partnerships', OLD."partnership_id");
END;

CREATE TRIGGER "partnership_fields_leaving" BEFORE UPDATE OF "partnership_id" ON "partnership_fields"
    WHEN NEW."partnership_id" <> OLD."partnership_id"
BEGIN
    INSERT INTO "changing" VALUES ('partnerships', OLD."partnership_id");
END;

CREATE TRIGGER "agreement_signatories_leaving" BEFORE UPDATE OF "agreement_id" ON "agreement_signatories"
    WHEN NEW."agreement_id" <> OLD."agreement_id"
BEGIN
    INSERT INTO "changing" VALUES ('agreements', OLD."agreement_id");
END;

CREATE TRIGGER "agreement_documents_leaving" BEFORE UPDATE OF "agreement_id" ON "agreement_documents"
    WHEN NEW."agreement_id" <> OLD."agreement_id"
BEGIN
    INSERT INTO "changing" VALUES ('agreements', OLD."agreement_id");
END;

CREATE TRIGGER "activity_fields_leaving" BEFORE UPDATE OF "activity_id" ON "activity_fields"
    WHEN NEW."activity_id" <> OLD."activity_id"
BEGIN
    INSERT INTO "changing" VALUES ('activities', OLD."activity_id");
END;

CREATE TRIGGER "activity_participants_leaving" BEFORE UPDATE OF "activity_id" ON "activity_participants"
    WHEN NEW."activity_id" <> OLD."activity_id"
BEGIN
    INSERT INTO "changing" VALUES ('activities', OLD."activity_id");
END;

CREATE TRIGGER "activity_organizations_leaving" BEFORE UPDATE OF "activity_id" ON "activity_organizations"
    WHEN NEW."activity_id" <> OLD."activity_id"
BEGIN
    INSERT INTO "changing" VALUES ('activities', OLD."activity_id");
END;

UPDATE "registry" SET "schema_version" = 12;
