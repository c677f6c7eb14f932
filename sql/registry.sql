-- What the registry has beside its items, for both databases; how to read it says mod_sistercity/scripts/schema.py, which makes the
-- tables of items.

-- One row: the state of the registry as a whole. alphabet is the order of letters by which names are sorted (language/collate.h). While is_writing is 1 the triggers rest, but for those of deletions.
CREATE TABLE "registry" (
    "id" {integer} PRIMARY KEY CHECK ("id" = 1),
    "schema_version" {integer} NOT NULL,
    "revision" {integer} NOT NULL,
    "modified" {text} NOT NULL,
    "alphabet" {text} NOT NULL DEFAULT '',
    "is_writing" {integer} NOT NULL DEFAULT 0 CHECK ("is_writing" IN (0, 1))
);

INSERT INTO "registry" ("id", "schema_version", "revision", "modified") VALUES (1, {version}, 1, {moment});

-- What became of slugs that no item has any more: renamed to another, or (item_id NULL) gone.
CREATE TABLE "slug_fates" (
    "collection" {text} NOT NULL,
    "slug" {text} NOT NULL,
    "item_id" {integer},
    PRIMARY KEY ("collection", "slug")
){rowless};

CREATE INDEX "slug_fates_by_item" ON "slug_fates" ("collection", "item_id");

-- The region of the world that a country is counted in (UN M49; with Taiwan and Kosovo), from countries.txt.
CREATE TABLE "countries" (
    "code" {text} PRIMARY KEY,
    "region" {text} NOT NULL
){rowless};

CREATE INDEX "countries_by_region" ON "countries" ("region", "code");

-- The items that have each word of each facet, as a bitmap (store/query/facets.h). The count stands before the bitmap, so that
-- statistics need not read over it.
CREATE TABLE "facets" (
    "collection" {text} NOT NULL,
    "facet" {text} NOT NULL,
    "word" {text} NOT NULL,
    "count" {integer} NOT NULL,
    "bitmap" {bitmap} NOT NULL,
    PRIMARY KEY ("collection", "facet", "word")
);

-- What counts read: no page of which a bitmap takes the most.
CREATE INDEX "facets_counted" ON "facets" ("collection", "facet", "word", "count");

-- In Base64, which the driver reads faster than bytes. That hardly shrinks, and each reader would pay for it.
{postgresql?} ALTER TABLE "facets" ALTER COLUMN "bitmap" SET STORAGE EXTERNAL;

-- Items whose facets must be read anew: something of them was changed, by the program or by hand. On SQLite also, by the name of a table
-- of search keys, those that were deleted by hand and still have some there.
CREATE TABLE "dirty_items" (
    "collection" {text} NOT NULL,
    "id" {integer} NOT NULL,
    PRIMARY KEY ("collection", "id")
){rowless};

-- One row for each change of an item, one for each import and redaction. before and after are whole items as JSON; belongings are
-- those that were withdrawn or restored with the item. A batch is the import that an item's change was part of. Nothing of this, nor
-- of what follows, counts the registry's revision: readers' pages show none of it.
CREATE TABLE "changes" (
    "id" {integer} PRIMARY KEY,
    "batch" {integer},
    "undoes" {integer},
    "undone" {integer},
    "at" {text} NOT NULL,
    "who" {text} NOT NULL CHECK ("who" <> ''),
    "approved_by" {text} CHECK ("approved_by" <> ''),
    "action" {text} NOT NULL CHECK ("action" <> ''),
    "note" {text} CHECK ("note" <> ''),
    "collection" {text} CHECK ("collection" <> ''),
    "slug" {text} CHECK ("slug" <> ''),
    "before" {text},
    "after" {text},
    "belongings" {text},
    "items" {integer} NOT NULL DEFAULT 0
);

CREATE INDEX "changes_by_batch" ON "changes" ("batch", "id");

CREATE INDEX "changes_by_at" ON "changes" ("at");

CREATE INDEX "changes_by_who" ON "changes" ("who", "id");

CREATE INDEX "changes_by_action" ON "changes" ("action", "id");

CREATE INDEX "changes_by_collection" ON "changes" ("collection", "id");

-- The items in whose history a change stands, by their present address: the changed one with the version it had then (of one that
-- was withdrawn, the last), and those that it belongs to.
CREATE TABLE "change_subjects" (
    "change_id" {integer} NOT NULL REFERENCES "changes" ("id") ON DELETE CASCADE,
    "collection" {text} NOT NULL,
    "slug" {text} NOT NULL,
    "version" {integer},
    PRIMARY KEY ("collection", "slug", "change_id")
){rowless};

CREATE INDEX "change_subjects_by_change" ON "change_subjects" ("change_id");

-- What editors propose. slug and version are those of the item that it changes, absent for a new one; proposed is the slug that it is
-- to have, in place of the one in record: it follows the item when that is renamed. belongings are new items that are stored with
-- it: the agreement of a step that renews.
CREATE TABLE "drafts" (
    "id" {integer} PRIMARY KEY,
    "at" {text} NOT NULL,
    "who" {text} NOT NULL CHECK ("who" <> ''),
    "note" {text} CHECK ("note" <> ''),
    "state" {text} NOT NULL CHECK ("state" IN ('waiting', 'published', 'rejected')),
    "decided_at" {text},
    "decided_by" {text} CHECK ("decided_by" <> ''),
    "decision_note" {text} CHECK ("decision_note" <> ''),
    "change_id" {integer} REFERENCES "changes" ("id") ON DELETE SET NULL,
    "collection" {text} NOT NULL,
    "slug" {text} CHECK ("slug" <> ''),
    "proposed" {text} NOT NULL,
    "is_withdrawal" {integer} NOT NULL CHECK ("is_withdrawal" IN (0, 1)),
    "version" {integer} NOT NULL,
    "record" {text},
    "belongings" {text}
);

CREATE INDEX "drafts_by_state" ON "drafts" ("state", "id");

CREATE INDEX "drafts_by_who" ON "drafts" ("who", "id");

CREATE INDEX "drafts_by_change" ON "drafts" ("change_id");

-- Files that wait in the browser's import between preview and decision. Only its owner may use one. revision is the registry's when
-- the last preview was made; choices are the owner's, by the names of the form's inputs, as a JSON object.
CREATE TABLE "uploads" (
    "id" {integer} PRIMARY KEY,
    "who" {text} NOT NULL CHECK ("who" <> ''),
    "expires" {text} NOT NULL,
    "format" {text} NOT NULL CHECK ("format" IN ('csv', 'json', 'workbook')),
    "revision" {integer} NOT NULL,
    "choices" {text} NOT NULL
);

CREATE INDEX "uploads_by_expires" ON "uploads" ("expires");

-- The bytes as they were sent, whatever their encoding, in Base64.
CREATE TABLE "upload_pieces" (
    "upload_id" {integer} NOT NULL REFERENCES "uploads" ("id") ON DELETE CASCADE,
    "position" {integer} NOT NULL,
    "content" {text} NOT NULL,
    PRIMARY KEY ("upload_id", "position")
);
