-- The words that find an item, of each kind of item that has searchable fields. They are made by the program of items that it has
-- just stored: to look each item up again for each word is half the work of storing them. So they go by a trigger.

CREATE TABLE "{entity}_keys" (
    "{entity}_id" BIGINT NOT NULL,
    "key" {text} NOT NULL,
    PRIMARY KEY ("key", "{entity}_id")
);

CREATE INDEX "{entity}_keys_by_{entity}" ON "{entity}_keys" ("{entity}_id");

CREATE TRIGGER "{table}_keys_gone" AFTER DELETE ON "{table}" REFERENCING OLD TABLE AS "gone"
    FOR EACH STATEMENT EXECUTE FUNCTION keys_gone('{entity}_keys', '{entity}_id');
