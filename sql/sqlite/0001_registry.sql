-- The registry on SQLite, first version.
--
-- Every connection must say PRAGMA foreign_keys = ON before it writes. A blank line ends a
-- statement: there is none within one.

-- One row: the state of the registry as a whole. Triggers keep it true.
CREATE TABLE "registry" (
    "id" INTEGER PRIMARY KEY CHECK ("id" = 1),
    "schema_version" INTEGER NOT NULL,
    "revision" INTEGER NOT NULL,
    "modified" TEXT NOT NULL
);

-- What became of slugs that no item has any more: renamed to another, or (item_id NULL) gone.
CREATE TABLE "slug_fates" (
    "collection" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "item_id" INTEGER,
    PRIMARY KEY ("collection", "slug")
) WITHOUT ROWID;

CREATE INDEX "slug_fates_by_item" ON "slug_fates" ("collection", "item_id");

-- The region of the world that a country is counted in (UN M49; with Taiwan and Kosovo).
CREATE TABLE "countries" (
    "code" TEXT PRIMARY KEY,
    "region" TEXT NOT NULL
) WITHOUT ROWID;

CREATE INDEX "countries_by_region" ON "countries" ("region", "code");

CREATE TABLE "places" (
    "id" INTEGER PRIMARY KEY,
    "slug" TEXT NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" INTEGER NOT NULL DEFAULT 1,
    "modified" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    "sort_name" TEXT NOT NULL DEFAULT '',
    "name" TEXT NOT NULL CHECK ("name" <> ''),
    "level" TEXT CHECK ("level" <> ''),
    "country" TEXT CHECK ("country" <> ''),
    "subdivision" TEXT CHECK ("subdivision" <> ''),
    "latitude" REAL CHECK ("latitude" BETWEEN -90 AND 90),
    "longitude" REAL CHECK ("longitude" BETWEEN -180 AND 180),
    "population" INTEGER CHECK ("population" BETWEEN 0 AND 100000000),
    "population_year" INTEGER CHECK ("population_year" BETWEEN 1 AND 9999),
    "wikidata" TEXT CHECK ("wikidata" <> ''),
    "website" TEXT CHECK ("website" <> ''),
    "area_km2" REAL CHECK ("area_km2" BETWEEN 0 AND 10000000)
);

CREATE TABLE "place_names" (
    "place_id" INTEGER NOT NULL REFERENCES "places" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" INTEGER NOT NULL,
    "lang" TEXT NOT NULL CHECK ("lang" <> ''),
    "text" TEXT NOT NULL CHECK ("text" <> ''),
    "kind" TEXT CHECK ("kind" <> ''),
    "from" TEXT CHECK ("from" <> ''),
    "to" TEXT CHECK ("to" <> ''),
    PRIMARY KEY ("place_id", "position")
) WITHOUT ROWID;

CREATE TABLE "place_predecessors" (
    "place_id" INTEGER NOT NULL REFERENCES "places" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" INTEGER NOT NULL,
    "target_id" INTEGER NOT NULL REFERENCES "places" ("id"),
    PRIMARY KEY ("place_id", "position")
) WITHOUT ROWID;

CREATE TABLE "place_keys" (
    "place_id" INTEGER NOT NULL REFERENCES "places" ("id") ON DELETE CASCADE,
    "key" TEXT NOT NULL,
    PRIMARY KEY ("key", "place_id")
) WITHOUT ROWID;

CREATE INDEX "place_keys_by_place" ON "place_keys" ("place_id");

CREATE TABLE "organizations" (
    "id" INTEGER PRIMARY KEY,
    "slug" TEXT NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" INTEGER NOT NULL DEFAULT 1,
    "modified" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    "name" TEXT NOT NULL CHECK ("name" <> ''),
    "kind" TEXT CHECK ("kind" <> ''),
    "place_id" INTEGER REFERENCES "places" ("id"),
    "jurisdiction" TEXT CHECK ("jurisdiction" <> ''),
    "website" TEXT CHECK ("website" <> ''),
    "contact" TEXT CHECK ("contact" <> ''),
    "email" TEXT CHECK ("email" <> ''),
    "phone" TEXT CHECK ("phone" <> ''),
    "contact_published" INTEGER CHECK ("contact_published" IN (0, 1)),
    "source" TEXT CHECK ("source" <> '')
);

CREATE TABLE "organization_languages" (
    "organization_id" INTEGER NOT NULL REFERENCES "organizations" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" INTEGER NOT NULL,
    "value" TEXT NOT NULL,
    PRIMARY KEY ("organization_id", "position")
) WITHOUT ROWID;

CREATE TABLE "organization_keys" (
    "organization_id" INTEGER NOT NULL REFERENCES "organizations" ("id") ON DELETE CASCADE,
    "key" TEXT NOT NULL,
    PRIMARY KEY ("key", "organization_id")
) WITHOUT ROWID;

CREATE INDEX "organization_keys_by_organization" ON "organization_keys" ("organization_id");

CREATE TABLE "partnerships" (
    "id" INTEGER PRIMARY KEY,
    "slug" TEXT NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" INTEGER NOT NULL DEFAULT 1,
    "modified" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    "sort_name" TEXT NOT NULL DEFAULT '',
    "type" TEXT NOT NULL CHECK ("type" <> ''),
    "status" TEXT NOT NULL CHECK ("status" <> ''),
    "established" TEXT CHECK ("established" <> ''),
    "ended" TEXT CHECK ("ended" <> ''),
    "source" TEXT CHECK ("source" <> ''),
    "name" TEXT CHECK ("name" <> ''),
    "scope" TEXT CHECK ("scope" <> ''),
    "first_contact" TEXT CHECK ("first_contact" <> ''),
    "origin" TEXT CHECK ("origin" <> ''),
    "note" TEXT CHECK ("note" <> '')
);

CREATE TABLE "partnership_parties" (
    "partnership_id" INTEGER NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" INTEGER NOT NULL,
    "place_id" INTEGER NOT NULL REFERENCES "places" ("id"),
    "term" TEXT CHECK ("term" <> ''),
    "term_lang" TEXT CHECK ("term_lang" <> ''),
    "joined" TEXT CHECK ("joined" <> ''),
    "left" TEXT CHECK ("left" <> ''),
    PRIMARY KEY ("partnership_id", "position")
) WITHOUT ROWID;

CREATE TABLE "partnership_fields" (
    "partnership_id" INTEGER NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" INTEGER NOT NULL,
    "value" TEXT NOT NULL,
    PRIMARY KEY ("partnership_id", "position")
) WITHOUT ROWID;

CREATE TABLE "partnership_keys" (
    "partnership_id" INTEGER NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "key" TEXT NOT NULL,
    PRIMARY KEY ("key", "partnership_id")
) WITHOUT ROWID;

CREATE INDEX "partnership_keys_by_partnership" ON "partnership_keys" ("partnership_id");

CREATE TABLE "agreements" (
    "id" INTEGER PRIMARY KEY,
    "slug" TEXT NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" INTEGER NOT NULL DEFAULT 1,
    "modified" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    "partnership_id" INTEGER NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "kind" TEXT NOT NULL CHECK ("kind" <> ''),
    "title" TEXT CHECK ("title" <> ''),
    "date" TEXT CHECK ("date" <> ''),
    "place" TEXT CHECK ("place" <> ''),
    "mode" TEXT CHECK ("mode" <> ''),
    "term_months" INTEGER CHECK ("term_months" BETWEEN 1 AND 1200),
    "effective_from" TEXT CHECK ("effective_from" <> ''),
    "effective_until" TEXT CHECK ("effective_until" <> ''),
    "note" TEXT CHECK ("note" <> ''),
    "source" TEXT CHECK ("source" <> '')
);

CREATE TABLE "agreement_signatories" (
    "agreement_id" INTEGER NOT NULL REFERENCES "agreements" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" INTEGER NOT NULL,
    "person" TEXT NOT NULL CHECK ("person" <> ''),
    "office" TEXT CHECK ("office" <> ''),
    "place_id" INTEGER REFERENCES "places" ("id"),
    "role" TEXT CHECK ("role" <> ''),
    PRIMARY KEY ("agreement_id", "position")
) WITHOUT ROWID;

CREATE TABLE "agreement_documents" (
    "agreement_id" INTEGER NOT NULL REFERENCES "agreements" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" INTEGER NOT NULL,
    "url" TEXT NOT NULL CHECK ("url" <> ''),
    "lang" TEXT CHECK ("lang" <> ''),
    "title" TEXT CHECK ("title" <> ''),
    PRIMARY KEY ("agreement_id", "position")
) WITHOUT ROWID;

CREATE TABLE "approvals" (
    "id" INTEGER PRIMARY KEY,
    "slug" TEXT NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" INTEGER NOT NULL DEFAULT 1,
    "modified" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    "partnership_id" INTEGER NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "place_id" INTEGER REFERENCES "places" ("id"),
    "body" TEXT NOT NULL CHECK ("body" <> ''),
    "date" TEXT CHECK ("date" <> ''),
    "result" TEXT CHECK ("result" <> ''),
    "decision" TEXT CHECK ("decision" <> ''),
    "votes_for" INTEGER CHECK ("votes_for" BETWEEN 0 AND 100000),
    "votes_against" INTEGER CHECK ("votes_against" BETWEEN 0 AND 100000),
    "votes_abstained" INTEGER CHECK ("votes_abstained" BETWEEN 0 AND 100000),
    "budget_amount" REAL CHECK ("budget_amount" BETWEEN 0 AND 1000000000000),
    "budget_currency" TEXT CHECK ("budget_currency" <> ''),
    "fiscal_year" TEXT CHECK ("fiscal_year" <> ''),
    "source" TEXT CHECK ("source" <> '')
);

CREATE TABLE "steps" (
    "id" INTEGER PRIMARY KEY,
    "slug" TEXT NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" INTEGER NOT NULL DEFAULT 1,
    "modified" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    "partnership_id" INTEGER NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "status" TEXT NOT NULL CHECK ("status" <> ''),
    "date" TEXT CHECK ("date" <> ''),
    "effective" TEXT CHECK ("effective" <> ''),
    "body" TEXT CHECK ("body" <> ''),
    "reason" TEXT CHECK ("reason" <> ''),
    "source" TEXT CHECK ("source" <> '')
);

CREATE TABLE "activities" (
    "id" INTEGER PRIMARY KEY,
    "slug" TEXT NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" INTEGER NOT NULL DEFAULT 1,
    "modified" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    "partnership_id" INTEGER NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "title" TEXT NOT NULL CHECK ("title" <> ''),
    "start" TEXT CHECK ("start" <> ''),
    "end" TEXT CHECK ("end" <> ''),
    "direction" TEXT CHECK ("direction" <> ''),
    "form" TEXT CHECK ("form" <> ''),
    "place" TEXT CHECK ("place" <> ''),
    "outcome" TEXT CHECK ("outcome" <> ''),
    "link" TEXT CHECK ("link" <> ''),
    "source" TEXT CHECK ("source" <> '')
);

CREATE TABLE "activity_fields" (
    "activity_id" INTEGER NOT NULL REFERENCES "activities" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" INTEGER NOT NULL,
    "value" TEXT NOT NULL,
    PRIMARY KEY ("activity_id", "position")
) WITHOUT ROWID;

CREATE TABLE "activity_participants" (
    "activity_id" INTEGER NOT NULL REFERENCES "activities" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" INTEGER NOT NULL,
    "group" TEXT NOT NULL CHECK ("group" <> ''),
    "count" INTEGER CHECK ("count" BETWEEN 0 AND 10000000),
    PRIMARY KEY ("activity_id", "position")
) WITHOUT ROWID;

CREATE TABLE "activity_organizations" (
    "activity_id" INTEGER NOT NULL REFERENCES "activities" ("id") ON DELETE CASCADE
        DEFERRABLE INITIALLY DEFERRED,
    "position" INTEGER NOT NULL,
    "target_id" INTEGER NOT NULL REFERENCES "organizations" ("id"),
    PRIMARY KEY ("activity_id", "position")
) WITHOUT ROWID;

CREATE TABLE "activity_keys" (
    "activity_id" INTEGER NOT NULL REFERENCES "activities" ("id") ON DELETE CASCADE,
    "key" TEXT NOT NULL,
    PRIMARY KEY ("key", "activity_id")
) WITHOUT ROWID;

CREATE INDEX "activity_keys_by_activity" ON "activity_keys" ("activity_id");

CREATE TABLE "gifts" (
    "id" INTEGER PRIMARY KEY,
    "slug" TEXT NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" INTEGER NOT NULL DEFAULT 1,
    "modified" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    "partnership_id" INTEGER NOT NULL REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "object" TEXT NOT NULL CHECK ("object" <> ''),
    "date" TEXT CHECK ("date" <> ''),
    "donor" TEXT CHECK ("donor" <> ''),
    "donor_place_id" INTEGER REFERENCES "places" ("id"),
    "recipient" TEXT CHECK ("recipient" <> ''),
    "recipient_place_id" INTEGER REFERENCES "places" ("id"),
    "occasion" TEXT CHECK ("occasion" <> ''),
    "maker" TEXT CHECK ("maker" <> ''),
    "location" TEXT CHECK ("location" <> ''),
    "note" TEXT CHECK ("note" <> ''),
    "source" TEXT CHECK ("source" <> '')
);

CREATE TABLE "gift_keys" (
    "gift_id" INTEGER NOT NULL REFERENCES "gifts" ("id") ON DELETE CASCADE,
    "key" TEXT NOT NULL,
    PRIMARY KEY ("key", "gift_id")
) WITHOUT ROWID;

CREATE INDEX "gift_keys_by_gift" ON "gift_keys" ("gift_id");

CREATE TABLE "sources" (
    "id" INTEGER PRIMARY KEY,
    "slug" TEXT NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" INTEGER NOT NULL DEFAULT 1,
    "modified" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    "partnership_id" INTEGER REFERENCES "partnerships" ("id") ON DELETE CASCADE,
    "place_id" INTEGER REFERENCES "places" ("id") ON DELETE CASCADE,
    "field" TEXT CHECK ("field" <> ''),
    "states" TEXT CHECK ("states" <> ''),
    "title" TEXT CHECK ("title" <> ''),
    "url" TEXT CHECK ("url" <> ''),
    "seen" TEXT CHECK ("seen" <> ''),
    "preferred" INTEGER CHECK ("preferred" IN (0, 1)),
    "note" TEXT CHECK ("note" <> '')
);

CREATE TABLE "claims" (
    "id" INTEGER PRIMARY KEY,
    "slug" TEXT NOT NULL UNIQUE CHECK ("slug" <> ''),
    "version" INTEGER NOT NULL DEFAULT 1,
    "modified" TEXT NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%SZ', 'now')),
    "place_id" INTEGER NOT NULL REFERENCES "places" ("id") ON DELETE CASCADE,
    "partner_id" INTEGER REFERENCES "places" ("id"),
    "number" INTEGER CHECK ("number" BETWEEN 0 AND 100000),
    "source" TEXT CHECK ("source" <> ''),
    "url" TEXT CHECK ("url" <> ''),
    "seen" TEXT CHECK ("seen" <> '')
);

CREATE INDEX "places_by_country_sort_name" ON "places" ("country", "sort_name");

CREATE INDEX "places_by_level_sort_name" ON "places" ("level", "sort_name");

CREATE INDEX "places_by_modified" ON "places" ("modified");

CREATE INDEX "place_predecessors_by_target" ON "place_predecessors" ("target_id");

CREATE INDEX "organizations_by_place" ON "organizations" ("place_id");

CREATE INDEX "organizations_by_modified" ON "organizations" ("modified");

CREATE INDEX "partnerships_by_type_sort_name" ON "partnerships" ("type", "sort_name");

CREATE INDEX "partnerships_by_status_sort_name" ON "partnerships" ("status", "sort_name");

CREATE INDEX "partnerships_by_established" ON "partnerships" ("established");

CREATE INDEX "partnerships_by_modified" ON "partnerships" ("modified");

CREATE INDEX "partnership_parties_by_place_partnership"
    ON "partnership_parties" ("place_id", "partnership_id");

CREATE INDEX "partnership_fields_by_value_partnership"
    ON "partnership_fields" ("value", "partnership_id");

CREATE INDEX "agreements_by_partnership_date" ON "agreements" ("partnership_id", "date");

CREATE INDEX "agreements_by_date" ON "agreements" ("date");

CREATE INDEX "agreements_by_kind_date" ON "agreements" ("kind", "date");

CREATE INDEX "agreements_by_modified" ON "agreements" ("modified");

CREATE INDEX "agreement_signatories_by_place" ON "agreement_signatories" ("place_id");

CREATE INDEX "approvals_by_partnership_date" ON "approvals" ("partnership_id", "date");

CREATE INDEX "approvals_by_place" ON "approvals" ("place_id");

CREATE INDEX "approvals_by_modified" ON "approvals" ("modified");

CREATE INDEX "steps_by_partnership_date" ON "steps" ("partnership_id", "date");

CREATE INDEX "steps_by_modified" ON "steps" ("modified");

CREATE INDEX "activities_by_partnership_start" ON "activities" ("partnership_id", "start");

CREATE INDEX "activities_by_start" ON "activities" ("start");

CREATE INDEX "activities_by_title" ON "activities" ("title");

CREATE INDEX "activities_by_modified" ON "activities" ("modified");

CREATE INDEX "activity_fields_by_value_activity" ON "activity_fields" ("value", "activity_id");

CREATE INDEX "activity_organizations_by_target" ON "activity_organizations" ("target_id");

CREATE INDEX "gifts_by_partnership_date" ON "gifts" ("partnership_id", "date");

CREATE INDEX "gifts_by_donor_place" ON "gifts" ("donor_place_id");

CREATE INDEX "gifts_by_recipient_place" ON "gifts" ("recipient_place_id");

CREATE INDEX "gifts_by_modified" ON "gifts" ("modified");

CREATE INDEX "sources_by_partnership" ON "sources" ("partnership_id");

CREATE INDEX "sources_by_place" ON "sources" ("place_id");

CREATE INDEX "sources_by_modified" ON "sources" ("modified");

CREATE INDEX "claims_by_place_partner" ON "claims" ("place_id", "partner_id");

CREATE INDEX "claims_by_partner" ON "claims" ("partner_id");

CREATE INDEX "claims_by_modified" ON "claims" ("modified");

-- The orders of lists (store/query/list.c): an index stands on the very expression that a list sorts by, so
-- that a page is read without sorting. What is unknown comes last whichever way a list runs.

CREATE INDEX "places_in_order_of_name" ON "places" (COALESCE("sort_name", "slug"));

CREATE INDEX "places_in_order_of_country"
    ON "places" ((COALESCE("country", '~') || ' ' || COALESCE("sort_name", "slug")));

CREATE INDEX "places_in_falling_order_of_country"
    ON "places" ((COALESCE("country", '') || ' ' || COALESCE("sort_name", "slug")));

CREATE INDEX "places_in_order_of_population" ON "places" (COALESCE("population", 1000000000));

CREATE INDEX "places_in_falling_order_of_population"
    ON "places" (COALESCE("population", -1));

CREATE INDEX "partnerships_in_order_of_name" ON "partnerships" (COALESCE("sort_name", "slug"));

CREATE INDEX "partnerships_in_order_of_status"
    ON "partnerships" (("status" || ' ' || COALESCE("sort_name", "slug")));

CREATE INDEX "partnerships_in_order_of_established"
    ON "partnerships" (COALESCE("established", '~'));

CREATE INDEX "partnerships_in_falling_order_of_established"
    ON "partnerships" (COALESCE("established", ''));

CREATE INDEX "agreements_in_order_of_date" ON "agreements" (COALESCE("date", '~'));

CREATE INDEX "agreements_in_falling_order_of_date"
    ON "agreements" (COALESCE("date", ''));

CREATE INDEX "activities_in_order_of_start" ON "activities" (COALESCE("start", '~'));

CREATE INDEX "activities_in_falling_order_of_start"
    ON "activities" (COALESCE("start", ''));

-- The triggers are alike for every collection. An item that is updated without saying its version
-- (by hand) gets the next one; sort_name is derived, so a change of that alone makes no version. A
-- change of a list's row is an update of the item that holds it, if the item is there already and
-- is not just being written, which the program marks by version 0 within its transaction.
CREATE TRIGGER "places_inserted" AFTER INSERT ON "places"
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'places' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "places_updated" AFTER UPDATE ON "places"
BEGIN
    UPDATE "places" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version" AND NEW."sort_name" = OLD."sort_name";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "places_renamed" AFTER UPDATE OF "slug" ON "places"
    WHEN NEW."slug" <> OLD."slug"
BEGIN
    DELETE FROM "slug_fates"
        WHERE "collection" = 'places' AND "slug" IN (OLD."slug", NEW."slug");
    INSERT INTO "slug_fates" VALUES ('places', OLD."slug", NEW."id");
END;

CREATE TRIGGER "places_deleted" AFTER DELETE ON "places"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'places' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('places', OLD."slug", NULL);
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "place_names_inserted" AFTER INSERT ON "place_names"
BEGIN
    UPDATE "places" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."place_id" AND "version" > 0;
END;

CREATE TRIGGER "place_names_updated" AFTER UPDATE ON "place_names"
BEGIN
    UPDATE "places" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."place_id" AND "version" > 0;
END;

CREATE TRIGGER "place_names_deleted" AFTER DELETE ON "place_names"
BEGIN
    UPDATE "places" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = OLD."place_id" AND "version" > 0;
END;

CREATE TRIGGER "place_predecessors_inserted" AFTER INSERT ON "place_predecessors"
BEGIN
    UPDATE "places" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."place_id" AND "version" > 0;
END;

CREATE TRIGGER "place_predecessors_updated" AFTER UPDATE ON "place_predecessors"
BEGIN
    UPDATE "places" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."place_id" AND "version" > 0;
END;

CREATE TRIGGER "place_predecessors_deleted" AFTER DELETE ON "place_predecessors"
BEGIN
    UPDATE "places" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = OLD."place_id" AND "version" > 0;
END;

CREATE TRIGGER "organizations_inserted" AFTER INSERT ON "organizations"
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'organizations' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "organizations_updated" AFTER UPDATE ON "organizations"
BEGIN
    UPDATE "organizations" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "organizations_renamed" AFTER UPDATE OF "slug" ON "organizations"
    WHEN NEW."slug" <> OLD."slug"
BEGIN
    DELETE FROM "slug_fates"
        WHERE "collection" = 'organizations' AND "slug" IN (OLD."slug", NEW."slug");
    INSERT INTO "slug_fates" VALUES ('organizations', OLD."slug", NEW."id");
END;

CREATE TRIGGER "organizations_deleted" AFTER DELETE ON "organizations"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'organizations' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('organizations', OLD."slug", NULL);
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "organization_languages_inserted" AFTER INSERT ON "organization_languages"
BEGIN
    UPDATE "organizations" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."organization_id" AND "version" > 0;
END;

CREATE TRIGGER "organization_languages_updated" AFTER UPDATE ON "organization_languages"
BEGIN
    UPDATE "organizations" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."organization_id" AND "version" > 0;
END;

CREATE TRIGGER "organization_languages_deleted" AFTER DELETE ON "organization_languages"
BEGIN
    UPDATE "organizations" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = OLD."organization_id" AND "version" > 0;
END;

CREATE TRIGGER "partnerships_inserted" AFTER INSERT ON "partnerships"
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'partnerships' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "partnerships_updated" AFTER UPDATE ON "partnerships"
BEGIN
    UPDATE "partnerships" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version" AND NEW."sort_name" = OLD."sort_name";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "partnerships_renamed" AFTER UPDATE OF "slug" ON "partnerships"
    WHEN NEW."slug" <> OLD."slug"
BEGIN
    DELETE FROM "slug_fates"
        WHERE "collection" = 'partnerships' AND "slug" IN (OLD."slug", NEW."slug");
    INSERT INTO "slug_fates" VALUES ('partnerships', OLD."slug", NEW."id");
END;

CREATE TRIGGER "partnerships_deleted" AFTER DELETE ON "partnerships"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'partnerships' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('partnerships', OLD."slug", NULL);
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "partnership_parties_inserted" AFTER INSERT ON "partnership_parties"
BEGIN
    UPDATE "partnerships" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."partnership_id" AND "version" > 0;
END;

CREATE TRIGGER "partnership_parties_updated" AFTER UPDATE ON "partnership_parties"
BEGIN
    UPDATE "partnerships" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."partnership_id" AND "version" > 0;
END;

CREATE TRIGGER "partnership_parties_deleted" AFTER DELETE ON "partnership_parties"
BEGIN
    UPDATE "partnerships" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = OLD."partnership_id" AND "version" > 0;
END;

CREATE TRIGGER "partnership_fields_inserted" AFTER INSERT ON "partnership_fields"
BEGIN
    UPDATE "partnerships" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."partnership_id" AND "version" > 0;
END;

CREATE TRIGGER "partnership_fields_updated" AFTER UPDATE ON "partnership_fields"
BEGIN
    UPDATE "partnerships" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."partnership_id" AND "version" > 0;
END;

CREATE TRIGGER "partnership_fields_deleted" AFTER DELETE ON "partnership_fields"
BEGIN
    UPDATE "partnerships" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = OLD."partnership_id" AND "version" > 0;
END;

CREATE TRIGGER "agreements_inserted" AFTER INSERT ON "agreements"
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'agreements' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "agreements_updated" AFTER UPDATE ON "agreements"
BEGIN
    UPDATE "agreements" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "agreements_renamed" AFTER UPDATE OF "slug" ON "agreements"
    WHEN NEW."slug" <> OLD."slug"
BEGIN
    DELETE FROM "slug_fates"
        WHERE "collection" = 'agreements' AND "slug" IN (OLD."slug", NEW."slug");
    INSERT INTO "slug_fates" VALUES ('agreements', OLD."slug", NEW."id");
END;

CREATE TRIGGER "agreements_deleted" AFTER DELETE ON "agreements"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'agreements' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('agreements', OLD."slug", NULL);
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "agreement_signatories_inserted" AFTER INSERT ON "agreement_signatories"
BEGIN
    UPDATE "agreements" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."agreement_id" AND "version" > 0;
END;

CREATE TRIGGER "agreement_signatories_updated" AFTER UPDATE ON "agreement_signatories"
BEGIN
    UPDATE "agreements" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."agreement_id" AND "version" > 0;
END;

CREATE TRIGGER "agreement_signatories_deleted" AFTER DELETE ON "agreement_signatories"
BEGIN
    UPDATE "agreements" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = OLD."agreement_id" AND "version" > 0;
END;

CREATE TRIGGER "agreement_documents_inserted" AFTER INSERT ON "agreement_documents"
BEGIN
    UPDATE "agreements" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."agreement_id" AND "version" > 0;
END;

CREATE TRIGGER "agreement_documents_updated" AFTER UPDATE ON "agreement_documents"
BEGIN
    UPDATE "agreements" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."agreement_id" AND "version" > 0;
END;

CREATE TRIGGER "agreement_documents_deleted" AFTER DELETE ON "agreement_documents"
BEGIN
    UPDATE "agreements" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = OLD."agreement_id" AND "version" > 0;
END;

CREATE TRIGGER "approvals_inserted" AFTER INSERT ON "approvals"
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'approvals' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "approvals_updated" AFTER UPDATE ON "approvals"
BEGIN
    UPDATE "approvals" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "approvals_renamed" AFTER UPDATE OF "slug" ON "approvals"
    WHEN NEW."slug" <> OLD."slug"
BEGIN
    DELETE FROM "slug_fates"
        WHERE "collection" = 'approvals' AND "slug" IN (OLD."slug", NEW."slug");
    INSERT INTO "slug_fates" VALUES ('approvals', OLD."slug", NEW."id");
END;

CREATE TRIGGER "approvals_deleted" AFTER DELETE ON "approvals"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'approvals' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('approvals', OLD."slug", NULL);
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "steps_inserted" AFTER INSERT ON "steps"
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'steps' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "steps_updated" AFTER UPDATE ON "steps"
BEGIN
    UPDATE "steps" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "steps_renamed" AFTER UPDATE OF "slug" ON "steps"
    WHEN NEW."slug" <> OLD."slug"
BEGIN
    DELETE FROM "slug_fates"
        WHERE "collection" = 'steps' AND "slug" IN (OLD."slug", NEW."slug");
    INSERT INTO "slug_fates" VALUES ('steps', OLD."slug", NEW."id");
END;

CREATE TRIGGER "steps_deleted" AFTER DELETE ON "steps"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'steps' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('steps', OLD."slug", NULL);
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "activities_inserted" AFTER INSERT ON "activities"
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'activities' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "activities_updated" AFTER UPDATE ON "activities"
BEGIN
    UPDATE "activities" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "activities_renamed" AFTER UPDATE OF "slug" ON "activities"
    WHEN NEW."slug" <> OLD."slug"
BEGIN
    DELETE FROM "slug_fates"
        WHERE "collection" = 'activities' AND "slug" IN (OLD."slug", NEW."slug");
    INSERT INTO "slug_fates" VALUES ('activities', OLD."slug", NEW."id");
END;

CREATE TRIGGER "activities_deleted" AFTER DELETE ON "activities"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'activities' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('activities', OLD."slug", NULL);
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "activity_fields_inserted" AFTER INSERT ON "activity_fields"
BEGIN
    UPDATE "activities" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."activity_id" AND "version" > 0;
END;

CREATE TRIGGER "activity_fields_updated" AFTER UPDATE ON "activity_fields"
BEGIN
    UPDATE "activities" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."activity_id" AND "version" > 0;
END;

CREATE TRIGGER "activity_fields_deleted" AFTER DELETE ON "activity_fields"
BEGIN
    UPDATE "activities" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = OLD."activity_id" AND "version" > 0;
END;

CREATE TRIGGER "activity_participants_inserted" AFTER INSERT ON "activity_participants"
BEGIN
    UPDATE "activities" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."activity_id" AND "version" > 0;
END;

CREATE TRIGGER "activity_participants_updated" AFTER UPDATE ON "activity_participants"
BEGIN
    UPDATE "activities" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."activity_id" AND "version" > 0;
END;

CREATE TRIGGER "activity_participants_deleted" AFTER DELETE ON "activity_participants"
BEGIN
    UPDATE "activities" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = OLD."activity_id" AND "version" > 0;
END;

CREATE TRIGGER "activity_organizations_inserted" AFTER INSERT ON "activity_organizations"
BEGIN
    UPDATE "activities" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."activity_id" AND "version" > 0;
END;

CREATE TRIGGER "activity_organizations_updated" AFTER UPDATE ON "activity_organizations"
BEGIN
    UPDATE "activities" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."activity_id" AND "version" > 0;
END;

CREATE TRIGGER "activity_organizations_deleted" AFTER DELETE ON "activity_organizations"
BEGIN
    UPDATE "activities" SET "version" = "version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = OLD."activity_id" AND "version" > 0;
END;

CREATE TRIGGER "gifts_inserted" AFTER INSERT ON "gifts"
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'gifts' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "gifts_updated" AFTER UPDATE ON "gifts"
BEGIN
    UPDATE "gifts" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "gifts_renamed" AFTER UPDATE OF "slug" ON "gifts"
    WHEN NEW."slug" <> OLD."slug"
BEGIN
    DELETE FROM "slug_fates"
        WHERE "collection" = 'gifts' AND "slug" IN (OLD."slug", NEW."slug");
    INSERT INTO "slug_fates" VALUES ('gifts', OLD."slug", NEW."id");
END;

CREATE TRIGGER "gifts_deleted" AFTER DELETE ON "gifts"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'gifts' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('gifts', OLD."slug", NULL);
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "sources_inserted" AFTER INSERT ON "sources"
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'sources' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "sources_updated" AFTER UPDATE ON "sources"
BEGIN
    UPDATE "sources" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "sources_renamed" AFTER UPDATE OF "slug" ON "sources"
    WHEN NEW."slug" <> OLD."slug"
BEGIN
    DELETE FROM "slug_fates"
        WHERE "collection" = 'sources' AND "slug" IN (OLD."slug", NEW."slug");
    INSERT INTO "slug_fates" VALUES ('sources', OLD."slug", NEW."id");
END;

CREATE TRIGGER "sources_deleted" AFTER DELETE ON "sources"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'sources' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('sources', OLD."slug", NULL);
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "claims_inserted" AFTER INSERT ON "claims"
BEGIN
    DELETE FROM "slug_fates" WHERE "collection" = 'claims' AND "slug" = NEW."slug";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "claims_updated" AFTER UPDATE ON "claims"
BEGIN
    UPDATE "claims" SET "version" = OLD."version" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now')
        WHERE "id" = NEW."id"
        AND NEW."version" = OLD."version";
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

CREATE TRIGGER "claims_renamed" AFTER UPDATE OF "slug" ON "claims"
    WHEN NEW."slug" <> OLD."slug"
BEGIN
    DELETE FROM "slug_fates"
        WHERE "collection" = 'claims' AND "slug" IN (OLD."slug", NEW."slug");
    INSERT INTO "slug_fates" VALUES ('claims', OLD."slug", NEW."id");
END;

CREATE TRIGGER "claims_deleted" AFTER DELETE ON "claims"
BEGIN
    UPDATE "slug_fates" SET "item_id" = NULL
        WHERE "collection" = 'claims' AND "item_id" = OLD."id";
    INSERT INTO "slug_fates" VALUES ('claims', OLD."slug", NULL);
    UPDATE "registry" SET "revision" = "revision" + 1,
        "modified" = strftime('%Y-%m-%dT%H:%M:%SZ', 'now');
END;

INSERT INTO "countries" VALUES
    ('AO', 'africa'), ('BF', 'africa'), ('BI', 'africa'), ('BJ', 'africa'), ('BW',
    'africa'), ('CD', 'africa'), ('CF', 'africa'), ('CG', 'africa'), ('CI', 'africa'),
    ('CM', 'africa'), ('CV', 'africa'), ('DJ', 'africa'), ('DZ', 'africa'), ('EG',
    'africa'), ('EH', 'africa'), ('ER', 'africa'), ('ET', 'africa'), ('GA', 'africa'),
    ('GH', 'africa'), ('GM', 'africa'), ('GN', 'africa'), ('GQ', 'africa'), ('GW',
    'africa'), ('IO', 'africa'), ('KE', 'africa'), ('KM', 'africa'), ('LR', 'africa'),
    ('LS', 'africa'), ('LY', 'africa'), ('MA', 'africa'), ('MG', 'africa'), ('ML',
    'africa'), ('MR', 'africa'), ('MU', 'africa'), ('MW', 'africa'), ('MZ', 'africa'),
    ('NA', 'africa'), ('NE', 'africa'), ('NG', 'africa'), ('RE', 'africa'), ('RW',
    'africa'), ('SC', 'africa'), ('SD', 'africa'), ('SH', 'africa'), ('SL', 'africa'),
    ('SN', 'africa'), ('SO', 'africa'), ('SS', 'africa'), ('ST', 'africa'), ('SZ',
    'africa'), ('TD', 'africa'), ('TF', 'africa'), ('TG', 'africa'), ('TN', 'africa'),
    ('TZ', 'africa'), ('UG', 'africa'), ('YT', 'africa'), ('ZA', 'africa'), ('ZM',
    'africa'), ('ZW', 'africa');

INSERT INTO "countries" VALUES
    ('AG', 'americas'), ('AI', 'americas'), ('AR', 'americas'), ('AW', 'americas'), ('BB',
    'americas'), ('BL', 'americas'), ('BM', 'americas'), ('BO', 'americas'), ('BQ',
    'americas'), ('BR', 'americas'), ('BS', 'americas'), ('BV', 'americas'), ('BZ',
    'americas'), ('CA', 'americas'), ('CL', 'americas'), ('CO', 'americas'), ('CR',
    'americas'), ('CU', 'americas'), ('CW', 'americas'), ('DM', 'americas'), ('DO',
    'americas'), ('EC', 'americas'), ('FK', 'americas'), ('GD', 'americas'), ('GF',
    'americas'), ('GL', 'americas'), ('GP', 'americas'), ('GS', 'americas'), ('GT',
    'americas'), ('GY', 'americas'), ('HN', 'americas'), ('HT', 'americas'), ('JM',
    'americas'), ('KN', 'americas'), ('KY', 'americas'), ('LC', 'americas'), ('MF',
    'americas'), ('MQ', 'americas'), ('MS', 'americas'), ('MX', 'americas'), ('NI',
    'americas'), ('PA', 'americas'), ('PE', 'americas'), ('PM', 'americas'), ('PR',
    'americas'), ('PY', 'americas'), ('SR', 'americas'), ('SV', 'americas'), ('SX',
    'americas'), ('TC', 'americas'), ('TT', 'americas'), ('US', 'americas'), ('UY',
    'americas'), ('VC', 'americas'), ('VE', 'americas'), ('VG', 'americas'), ('VI',
    'americas');

INSERT INTO "countries" VALUES
    ('AE', 'asia'), ('AF', 'asia'), ('AM', 'asia'), ('AZ', 'asia'), ('BD', 'asia'), ('BH',
    'asia'), ('BN', 'asia'), ('BT', 'asia'), ('CN', 'asia'), ('CY', 'asia'), ('GE', 'asia'),
    ('HK', 'asia'), ('ID', 'asia'), ('IL', 'asia'), ('IN', 'asia'), ('IQ', 'asia'), ('IR',
    'asia'), ('JO', 'asia'), ('JP', 'asia'), ('KG', 'asia'), ('KH', 'asia'), ('KP', 'asia'),
    ('KR', 'asia'), ('KW', 'asia'), ('KZ', 'asia'), ('LA', 'asia'), ('LB', 'asia'), ('LK',
    'asia'), ('MM', 'asia'), ('MN', 'asia'), ('MO', 'asia'), ('MV', 'asia'), ('MY', 'asia'),
    ('NP', 'asia'), ('OM', 'asia'), ('PH', 'asia'), ('PK', 'asia'), ('PS', 'asia'), ('QA',
    'asia'), ('SA', 'asia'), ('SG', 'asia'), ('SY', 'asia'), ('TH', 'asia'), ('TJ', 'asia'),
    ('TL', 'asia'), ('TM', 'asia'), ('TR', 'asia'), ('TW', 'asia'), ('UZ', 'asia'), ('VN',
    'asia'), ('YE', 'asia');

INSERT INTO "countries" VALUES
    ('AD', 'europe'), ('AL', 'europe'), ('AT', 'europe'), ('AX', 'europe'), ('BA',
    'europe'), ('BE', 'europe'), ('BG', 'europe'), ('BY', 'europe'), ('CH', 'europe'),
    ('CZ', 'europe'), ('DE', 'europe'), ('DK', 'europe'), ('EE', 'europe'), ('ES',
    'europe'), ('FI', 'europe'), ('FO', 'europe'), ('FR', 'europe'), ('GB', 'europe'),
    ('GG', 'europe'), ('GI', 'europe'), ('GR', 'europe'), ('HR', 'europe'), ('HU',
    'europe'), ('IE', 'europe'), ('IM', 'europe'), ('IS', 'europe'), ('IT', 'europe'),
    ('JE', 'europe'), ('LI', 'europe'), ('LT', 'europe'), ('LU', 'europe'), ('LV',
    'europe'), ('MC', 'europe'), ('MD', 'europe'), ('ME', 'europe'), ('MK', 'europe'),
    ('MT', 'europe'), ('NL', 'europe'), ('NO', 'europe'), ('PL', 'europe'), ('PT',
    'europe'), ('RO', 'europe'), ('RS', 'europe'), ('RU', 'europe'), ('SE', 'europe'),
    ('SI', 'europe'), ('SJ', 'europe'), ('SK', 'europe'), ('SM', 'europe'), ('UA',
    'europe'), ('VA', 'europe'), ('XK', 'europe');

INSERT INTO "countries" VALUES
    ('AS', 'oceania'), ('AU', 'oceania'), ('CC', 'oceania'), ('CK', 'oceania'), ('CX',
    'oceania'), ('FJ', 'oceania'), ('FM', 'oceania'), ('GU', 'oceania'), ('HM', 'oceania'),
    ('KI', 'oceania'), ('MH', 'oceania'), ('MP', 'oceania'), ('NC', 'oceania'), ('NF',
    'oceania'), ('NR', 'oceania'), ('NU', 'oceania'), ('NZ', 'oceania'), ('PF', 'oceania'),
    ('PG', 'oceania'), ('PN', 'oceania'), ('PW', 'oceania'), ('SB', 'oceania'), ('TK',
    'oceania'), ('TO', 'oceania'), ('TV', 'oceania'), ('UM', 'oceania'), ('VU', 'oceania'),
    ('WF', 'oceania'), ('WS', 'oceania');

INSERT INTO "registry" VALUES (1, 1, 1, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'));
