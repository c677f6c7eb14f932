-- The words that find an item, of each kind of item that has searchable fields. No index leads from an item to its words: it would be
-- as large as the table itself. The program, which made them of the item, knows them; of items that SQL typed by hand deletes it finds
-- them by reading all (store/write/index.h), and until then a search passes over them.

CREATE TABLE "{entity}_keys" (
    "{entity}_id" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    PRIMARY KEY ("key", "{entity}_id")
) WITHOUT ROWID;
