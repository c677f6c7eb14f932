-- The words that find an item, of each kind of item that has searchable fields.

CREATE TABLE "{entity}_keys" (
    "{entity}_id" INTEGER NOT NULL REFERENCES "{table}" ("id") ON DELETE CASCADE,
    "key" TEXT NOT NULL,
    PRIMARY KEY ("key", "{entity}_id")
) WITHOUT ROWID;

CREATE INDEX "{entity}_keys_by_{entity}" ON "{entity}_keys" ("{entity}_id");
