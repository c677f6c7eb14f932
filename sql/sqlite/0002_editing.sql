-- Editing on SQLite: the history of changes, drafts, and two fields. A blank line ends a statement.
--
-- Nothing here counts the registry's revision: readers' pages show none of it.

ALTER TABLE "organizations" ADD COLUMN "contact_until" TEXT CHECK ("contact_until" <> '');

ALTER TABLE "steps" ADD COLUMN "document" TEXT CHECK ("document" <> '');

-- One row for each change of an item, one for each import and redaction. before and after are whole
-- items as JSON; belongings are those that were withdrawn or restored with the item. A batch is the
-- import that an item's change was part of.
CREATE TABLE "changes" (
    "id" INTEGER PRIMARY KEY,
    "batch" INTEGER,
    "undoes" INTEGER,
    "undone" INTEGER,
    "at" TEXT NOT NULL,
    "who" TEXT NOT NULL CHECK ("who" <> ''),
    "approved_by" TEXT CHECK ("approved_by" <> ''),
    "action" TEXT NOT NULL CHECK ("action" <> ''),
    "note" TEXT CHECK ("note" <> ''),
    "collection" TEXT CHECK ("collection" <> ''),
    "slug" TEXT CHECK ("slug" <> ''),
    "before" TEXT,
    "after" TEXT,
    "belongings" TEXT,
    "items" INTEGER NOT NULL DEFAULT 0
);

CREATE INDEX "changes_by_batch" ON "changes" ("batch", "id");

CREATE INDEX "changes_by_at" ON "changes" ("at");

CREATE INDEX "changes_by_who" ON "changes" ("who", "id");

CREATE INDEX "changes_by_action" ON "changes" ("action", "id");

CREATE INDEX "changes_by_collection" ON "changes" ("collection", "id");

-- The items in whose history a change stands, by their present address: the changed one with the
-- version it had then (of one that was withdrawn, the last), and those that it belongs to.
CREATE TABLE "change_subjects" (
    "change_id" INTEGER NOT NULL REFERENCES "changes" ("id") ON DELETE CASCADE,
    "collection" TEXT NOT NULL,
    "slug" TEXT NOT NULL,
    "version" INTEGER,
    PRIMARY KEY ("collection", "slug", "change_id")
) WITHOUT ROWID;

CREATE INDEX "change_subjects_by_change" ON "change_subjects" ("change_id");

-- What editors propose. slug and version are those of the item that it changes, absent for a new
-- one; proposed is the slug that the record itself has.
CREATE TABLE "drafts" (
    "id" INTEGER PRIMARY KEY,
    "at" TEXT NOT NULL,
    "who" TEXT NOT NULL CHECK ("who" <> ''),
    "note" TEXT CHECK ("note" <> ''),
    "state" TEXT NOT NULL CHECK ("state" IN ('waiting', 'published', 'rejected')),
    "decided_at" TEXT,
    "decided_by" TEXT CHECK ("decided_by" <> ''),
    "decision_note" TEXT CHECK ("decision_note" <> ''),
    "change_id" INTEGER REFERENCES "changes" ("id") ON DELETE SET NULL,
    "collection" TEXT NOT NULL,
    "slug" TEXT CHECK ("slug" <> ''),
    "proposed" TEXT NOT NULL,
    "is_withdrawal" INTEGER NOT NULL CHECK ("is_withdrawal" IN (0, 1)),
    "version" INTEGER NOT NULL,
    "record" TEXT
);

CREATE INDEX "drafts_by_state" ON "drafts" ("state", "id");

CREATE INDEX "drafts_by_who" ON "drafts" ("who", "id");

CREATE INDEX "drafts_by_change" ON "drafts" ("change_id");

UPDATE "registry" SET "schema_version" = 2;
