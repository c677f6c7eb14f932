-- Uploads on PostgreSQL: files that wait in the browser's import between preview and decision. A blank line ends a statement.
--
-- Nothing here counts the registry's revision: readers' pages show none of it.

-- Only its owner may use one. revision is the registry's when the last preview
-- was made; choices are the owner's, by the names of the form's inputs, as a JSON object.
CREATE TABLE "uploads" (
    "id" BIGINT PRIMARY KEY,
    "who" TEXT COLLATE "C" NOT NULL CHECK ("who" <> ''),
    "expires" TEXT COLLATE "C" NOT NULL,
    "format" TEXT NOT NULL CHECK ("format" IN ('csv', 'json')),
    "revision" BIGINT NOT NULL,
    "choices" TEXT NOT NULL
);

CREATE INDEX "uploads_by_expires" ON "uploads" ("expires");

-- The bytes as they were sent, whatever their encoding, in Base64.
CREATE TABLE "upload_pieces" (
    "upload_id" BIGINT NOT NULL REFERENCES "uploads" ("id") ON DELETE CASCADE,
    "position" BIGINT NOT NULL,
    "content" TEXT NOT NULL,
    PRIMARY KEY ("upload_id", "position")
);

UPDATE "registry" SET "schema_version" = 4;
