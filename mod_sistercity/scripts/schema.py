"""Makes the database's schema of the field tables: schema.py sqlite|postgresql [migrations]

Written out is one SQL file (or that of the migrations): what stands in sql/registry.sql, then of each entity in model/entity.c a table of items with a column
a field, a table a list field, a table of search keys where fields are searchable, the indexes that follow references, and the
triggers; model/entities/README.md says what each flag of a field brings. A blank line ends a statement, and none has one within.

Triggers serve SQL typed by hand. They raise the version of the item that was changed, or that owns the list's row, keep the
registry's revision and what became of slugs, and note in dirty_items whose facets have to be read anew. They rest, but for
deletions, while registry.is_writing is 1 (on PostgreSQL: SET LOCAL sistercity.writing = 'on'), as in large imports.
"""

import pathlib
import re
import sys
import textwrap

TOP = pathlib.Path(__file__).resolve().parents[2]
MODEL = TOP / "mod_sistercity" / "model"

# What the files in sql/ call by these names, each in the words of a dialect.
WORDS = {
    "sqlite": {"integer": "INTEGER", "real": "REAL", "text": "TEXT", "rowless": " WITHOUT ROWID", "id": "",
               "now": "CAST(strftime('%s', 'now') AS INTEGER)",
               "moment": "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')", "differs": "IS NOT"},
    # Texts are compared byte by byte, as SQLite does: this orders partial dates as time does and serves searches by prefix.
    # With the id in an index a page of a list is read from it alone; SQLite's indexes have it anyway.
    "postgresql": {"integer": "BIGINT", "real": "DOUBLE PRECISION", "text": 'TEXT COLLATE "C"', "rowless": "",
                   "id": ', "id"', "now": "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp())) AS BIGINT)", "moment": "utc_now()",
                   "differs": "IS DISTINCT FROM"},
}

# All other types are texts.
TYPES = {"INTEGER": "integer", "REAL": "real", "BOOLEAN": "integer", "REFERENCE": "integer"}
LISTS = {"WORDS", "LANGUAGES", "REFERENCES", "PARTS"}


class Field:
    def __init__(self, type_, name, flags, rest):
        self.type, self.name, self.flags = type_, name, set(flags.split(" | "))
        self.rest = rest
        self.target = rest[0].removeprefix("sc_") if type_ in ("REFERENCE", "REFERENCES", "PARTS") else None
        self.column = name + "_id" if type_ == "REFERENCE" else name

    def has(self, flag):
        return "SC_" + flag in self.flags


class Entity:
    """One file of fields. The name of a list's table is that of the owner and of the field."""

    def __init__(self, name, collection):
        self.name, self.collection = name, collection
        self.owner = name + "_id"
        text = re.sub(r'"(?:[^"\\]|\\.)*"', "", (MODEL / "entities" / f"{name}.def").read_text(encoding="utf-8"))
        rows = re.findall(r"([A-Z]+)\(([^()]*)\)", re.sub(r"\b[NC]_\([^()]*\)", "", text))
        self.fields = []
        for type_, arguments in rows:
            name, _, flags, *rest = [" ".join(argument.split()) for argument in arguments.split(",")]
            self.fields.append(Field(type_, name, flags, rest))

    def having(self, flag):
        return [field for field in self.fields if field.has(flag)]

    @property
    def lists(self):
        return [field for field in self.fields if field.type in LISTS]

    @property
    def columns(self):
        return [field for field in self.fields if field.type not in LISTS]


def entities():
    """By name, and those that have a table of their own in the order of their tables."""
    text = (MODEL / "entity.c").read_text(encoding="utf-8")
    found = {name: Entity(name, collection.strip('"')) for name, collection in re.findall(r'^ENTITY\((\w+), ("\w+"|NULL),', text, re.M)}
    order = re.search(r"sc_entities\[\] = \{(.*?)NULL\}", text, re.S).group(1)
    return found, [found[name] for name in re.findall(r"&sc_(\w+)", order)]


def version():
    """That of the first schema, and one for each migration."""
    made = SQLite().migrations()
    return 100 + len(made.split(";\n\n")) if made else 100


class Schema:
    def __init__(self, dialect):
        self.words = WORDS[dialect]
        self.entities, self.items = entities()
        self.statements = []

    def add(self, text, **words):
        """Adds statements in which {…} stand for words of the dialect, and those that are given."""
        known = {**self.words, **words}
        text = re.sub(r"\{([\w.]+)\}", lambda match: known[match.group(1)], textwrap.dedent(text).strip())
        self.statements += [text] if text else []

    def file(self, path, **words):
        text = (TOP / "sql" / path).read_text(encoding="utf-8")
        self.add(re.sub(r"^--.*\n", "", text, flags=re.M), **words)

    def migrations(self):
        columns = {f"{entity.collection}.{field.column}": self.column(field) for entity in self.items for field in entity.columns}
        self.file("migrations.sql", **columns)
        return self.text()

    def text(self):
        return "\n\n".join(self.statements) + "\n" * bool(self.statements)

    # Tables

    def reference(self, target, cascades, is_deferred=False):
        return (f' REFERENCES "{self.entities[target].collection}" ("id")' + " ON DELETE CASCADE" * cascades
                + " DEFERRABLE INITIALLY DEFERRED" * is_deferred)

    def column(self, field):
        name = f'"{field.column}"'
        text = name + " " + self.words[TYPES.get(field.type, "text")] + " NOT NULL" * field.has("REQUIRED")
        if field.type == "REFERENCE":
            return text + self.reference(field.target, field.has("OWNED"))
        if field.type == "BOOLEAN":
            return text + f" CHECK ({name} IN (0, 1))"
        if field.type in ("INTEGER", "REAL"):
            return text + f" CHECK ({name} BETWEEN {field.rest[0]} AND {field.rest[1]})"
        return text + " UNIQUE" * (field.type == "SLUG") + f" CHECK ({name} <> '')"

    def table(self, name, columns, suffix=""):
        body = ",\n".join("    " + column for column in columns)
        self.add(f'CREATE TABLE "{name}" (\n{body}\n){suffix};')

    def index(self, table, *columns):
        name = "_".join(column.removesuffix("_id") for column in columns)
        self.add(f'CREATE INDEX "{table}_by_{name}" ON "{table}" (' + ", ".join(f'"{column}"' for column in columns) + ");")

    def item_tables(self, entity):
        integer, text, rowless, now = (self.words[name] for name in ("integer", "text", "rowless", "now"))
        # Bitmaps hold ids of 32 bits.
        columns = [f'"id" {integer} PRIMARY KEY CHECK ("id" BETWEEN 0 AND 4294967295)']
        for field in entity.columns:
            columns.append(self.column(field))
            if field.type == "SLUG":
                columns += [f'"version" {integer} NOT NULL DEFAULT 1', f'"modified" {integer} NOT NULL DEFAULT ({now})']
        if entity.having("SORTED"):
            columns.append(f'"sort_name" {text} NOT NULL DEFAULT \'\'')
        self.table(entity.collection, columns)
        owner = f'"{entity.owner}" {integer} NOT NULL'
        for field in entity.lists:
            columns = [owner + self.reference(entity.name, True, True), f'"position" {integer} NOT NULL']
            if field.type == "PARTS":
                columns += [self.column(part) for part in self.entities[field.target].columns]
            elif field.type == "REFERENCES":
                columns.append(f'"target_id" {integer} NOT NULL' + self.reference(field.target, False))
            else:
                columns.append(f'"value" {text} NOT NULL')
            self.table(f"{entity.name}_{field.name}", columns + [f'PRIMARY KEY ("{entity.owner}", "position")'], rowless)
        if entity.having("SEARCHABLE"):
            self.key_table(entity, owner)

    def indexes(self, entity):
        """An index on each reference, so that what refers to an item is found."""
        for field in entity.columns:
            if field.type == "REFERENCE":
                self.index(entity.collection, field.column)
        for field in entity.lists:
            table = f"{entity.name}_{field.name}"
            if field.type == "REFERENCES":
                self.index(table, "target_id")
            for part in self.entities[field.target].columns if field.type == "PARTS" else []:
                if part.type == "REFERENCE":
                    self.index(table, part.column, entity.owner)

    # Triggers

    def facet_columns(self, entity):
        return [field.column for field in entity.columns if field.has("FACET")]

    def list_facets(self, entity, field):
        """The columns of a list's table whose change changes facets of its owner."""
        if not field.has("FACET"):
            return []
        return [part.column for part in self.entities[field.target].having("FACET")] if field.type == "PARTS" else ["value"]

    def differ(self, columns):
        return " OR ".join(f'NEW."{column}" {self.words["differs"]} OLD."{column}"' for column in columns)

    def has_facets(self, entity):
        return bool(entity.having("FACET"))

    def write(self):
        self.file("registry.sql", version=str(version()))
        regions = (TOP / "sql" / "countries.txt").read_text(encoding="utf-8")
        for region, codes in re.findall(r"^(\w+):((?:\s+[A-Z]{2}\b)+)", regions, re.M):
            rows = ", ".join(f"('{code}', '{region}')" for code in codes.split())
            self.add('INSERT INTO "countries" VALUES\n' + textwrap.fill(rows, 100, initial_indent="    ", subsequent_indent="    ") + ";")
        for entity in self.items:
            self.item_tables(entity)
        for entity in self.items:
            self.indexes(entity)
        self.file("orders.sql")
        for entity in self.items:
            self.item_triggers(entity)
            for field in entity.lists:
                self.list_triggers(entity, field)
        self.country_triggers()
        return self.text()


class SQLite(Schema):
    def __init__(self):
        super().__init__("sqlite")

    def key_table(self, entity, owner):
        self.table(entity.name + "_keys", [owner + self.reference(entity.name, True), '"key" TEXT NOT NULL',
                                           f'PRIMARY KEY ("key", "{entity.owner}")'], self.words["rowless"])
        self.index(entity.name + "_keys", entity.owner)

    def trigger(self, name, event, table, body, condition=""):
        self.add(f'CREATE TRIGGER "{name}" {event} ON "{table}"' + (f"\n    WHEN {condition}" if condition else "")
                 + "\nBEGIN\n" + textwrap.indent("\n".join(textwrap.dedent(part).strip() for part in body if part), "    ") + "\nEND;",
                 table=table, typed='(SELECT "is_writing" FROM "registry") = 0')

    REVISION = 'UPDATE "registry" SET "revision" = "revision" + 1, "modified" = {moment};'

    # An upsert, because the policy of INSERT OR … is that of the statement which fires the trigger.
    @staticmethod
    def dirty(selection):
        return f'INSERT INTO "dirty_items" {selection} ON CONFLICT DO NOTHING;'

    def changed_dirty(self, collection, owner, columns):
        """After an update: the item before, if any of the columns has changed, and the one after, if that is another."""
        return self.dirty(f"SELECT '{collection}', OLD.\"{owner}\" WHERE {self.differ([owner, *columns])}\n"
                          f"    UNION SELECT '{collection}', NEW.\"{owner}\" WHERE NEW.\"{owner}\" <> OLD.\"{owner}\"")

    def parties_dirty(self, ids, condition):
        return self.dirty("SELECT 'partnerships', \"partnership_id\" FROM \"partnership_parties\"\n"
                          f'    WHERE "place_id" IN ({ids}) AND ({condition})')

    def item_triggers(self, entity):
        table, has_facets = entity.collection, self.has_facets(entity)
        is_place = entity.name == "place"
        facets = self.differ(["id", *self.facet_columns(entity)])
        sort_name = ' AND NEW."sort_name" = OLD."sort_name"' * bool(entity.having("SORTED"))
        if has_facets:
            # REPLACE deletes the item whose address it takes, without the triggers of a deletion.
            replaced = self.dirty(f"SELECT '{table}', \"id\" FROM \"{table}\" WHERE \"slug\" = NEW.\"slug\" OR \"id\" = NEW.\"id\"")
            self.trigger(f"{table}_replacing", "BEFORE INSERT", table, [replaced], "{typed}")
            self.trigger(f"{table}_replacing_by_update", 'BEFORE UPDATE OF "id", "slug"', table, [replaced],
                         "{typed} AND (" + self.differ(["id", "slug"]) + ")")
        self.trigger(f"{table}_inserted", "AFTER INSERT", table, [
            'DELETE FROM "slug_fates" WHERE "collection" = \'{table}\' AND "slug" = NEW."slug";',
            self.dirty("VALUES ('{table}', NEW.\"id\")") if has_facets else "",
            self.parties_dirty('NEW."id"', "1") if is_place else "",
            self.REVISION], "{typed}")
        self.trigger(f"{table}_updated", "AFTER UPDATE", table, [
            f"""
            UPDATE "{table}" SET "version" = OLD."version" + 1, "modified" = {{now}}
                WHERE "id" = NEW."id" AND NEW."version" = OLD."version"{sort_name};
            """,
            """
            DELETE FROM "slug_fates" WHERE "collection" = '{table}'
                AND "slug" IN (OLD."slug", NEW."slug") AND NEW."slug" <> OLD."slug";
            """,
            'INSERT INTO "slug_fates" SELECT \'{table}\', OLD."slug", NEW."id" WHERE NEW."slug" <> OLD."slug";',
            self.changed_dirty(table, "id", self.facet_columns(entity)) if has_facets else "",
            self.parties_dirty('OLD."id", NEW."id"', facets) if is_place else "",
            self.REVISION], "{typed}")
        self.trigger(f"{table}_deleted", "AFTER DELETE", table, [
            'UPDATE "slug_fates" SET "item_id" = NULL WHERE "collection" = \'{table}\' AND "item_id" = OLD."id";',
            """
            INSERT INTO "slug_fates" VALUES ('{table}', OLD."slug", NULL)
                ON CONFLICT ("collection", "slug") DO UPDATE SET "item_id" = NULL;
            """,
            self.dirty("VALUES ('{table}', OLD.\"id\")") if has_facets else "",
            self.REVISION])

    def list_triggers(self, entity, field):
        table = f"{entity.name}_{field.name}"
        facets = self.list_facets(entity, field)

        def versions(*ids):
            return (f'UPDATE "{entity.collection}" SET "version" = "version" + 1, "modified" = {{now}}\n'
                    f'    WHERE "id" IN ({", ".join(ids)}) AND "version" > 0;')

        def noted(id_):
            return self.dirty(f"VALUES ('{entity.collection}', {id_})") if facets else ""

        old, new = f'OLD."{entity.owner}"', f'NEW."{entity.owner}"'
        self.trigger(f"{table}_inserted", "AFTER INSERT", table, [versions(new), noted(new)], "{typed}")
        # REPLACE deletes the row whose position it takes, without the trigger of a deletion.
        self.trigger(f"{table}_updated", "AFTER UPDATE", table, [
            versions(old, new), self.changed_dirty(entity.collection, entity.owner, ["position", *facets]) if facets else ""], "{typed}")
        self.trigger(f"{table}_deleted", "AFTER DELETE", table, [versions(old), noted(old)], "{typed}")

    def country_triggers(self):
        for event, codes in (("INSERT", 'NEW."code"'), ("UPDATE", 'OLD."code", NEW."code"'), ("DELETE", 'OLD."code"')):
            ids = f'SELECT "id" FROM "places" WHERE "country" IN ({codes})'
            changed = self.differ(["code", "region"]) if event == "UPDATE" else "1"
            self.trigger(f"countries_{event.lower()}", f"AFTER {event}", "countries", [
                self.dirty(f"SELECT 'places', \"id\" FROM \"places\" WHERE \"country\" IN ({codes}) AND ({changed})"),
                self.parties_dirty(ids, changed), self.REVISION], "{typed}")


class PostgreSQL(Schema):
    def __init__(self):
        super().__init__("postgresql")

    def write(self):
        self.file("postgresql.sql")
        super().write()
        # Base64 of bitmaps hardly shrinks, and each reader would pay for it.
        self.add('ALTER TABLE "facets" ALTER COLUMN "bitmap" SET STORAGE EXTERNAL;')
        return self.text()

    def key_table(self, entity, owner):
        """Keys are made by the program of items that it has just stored: to look each item up again for each key is half the work
        of storing them. So they go with their items by a trigger and not by a reference."""
        keys = entity.name + "_keys"
        self.table(keys, [owner, '"key" TEXT COLLATE "C" NOT NULL', f'PRIMARY KEY ("key", "{entity.owner}")'])
        self.index(keys, entity.owner)
        self.add(f"""
            CREATE TRIGGER "{entity.collection}_keys_gone" AFTER DELETE ON "{entity.collection}" REFERENCING OLD TABLE AS "gone"
                FOR EACH STATEMENT EXECUTE FUNCTION keys_gone('{keys}', '{entity.owner}');
            """)

    def trigger(self, name, event, table, function, condition="{typed}"):
        self.add(f'CREATE TRIGGER "{name}" {event} ON "{table}" FOR EACH ' + ("STATEMENT" if "TRUNCATE" in event else "ROW")
                 + (f"\n    WHEN ({condition})" if condition else "") + f"\n    EXECUTE FUNCTION {function};",
                 typed="current_setting('sistercity.writing', true) IS DISTINCT FROM 'on'")

    def item_triggers(self, entity):
        table = entity.collection
        sort_name = ' AND NEW."sort_name" = OLD."sort_name"' * bool(entity.having("SORTED"))
        self.trigger(f"{table}_number", "BEFORE INSERT", table, "item_number()", 'NEW."id" IS NULL')
        self.trigger(f"{table}_version", "BEFORE UPDATE", table, "item_version()",
                     f'{{typed}} AND NEW."version" = OLD."version"{sort_name}')
        self.trigger(f"{table}_changed", "AFTER INSERT OR UPDATE", table, "item_changed()")
        self.trigger(f"{table}_deleted", "AFTER DELETE", table, "item_changed()", "")
        if self.has_facets(entity):
            self.trigger(f"{table}_dirty", "AFTER INSERT OR DELETE", table, "item_dirty()")
            self.trigger(f"{table}_dirty_update", "AFTER UPDATE", table, "item_dirty()",
                         "{typed} AND (" + self.differ(["id", *self.facet_columns(entity)]) + ")")
        self.trigger(f"{table}_emptied", "BEFORE TRUNCATE", table,
                     f"emptied('{table}', '{'id' if self.has_facets(entity) else ''}')", "")

    def list_triggers(self, entity, field):
        table = f"{entity.name}_{field.name}"
        facets = self.list_facets(entity, field)
        arguments = f"'{entity.collection}', '{entity.owner}'"
        self.trigger(f"{table}_changed", "AFTER INSERT OR UPDATE OR DELETE", table, f"list_changed({arguments})")
        if facets:
            self.trigger(f"{table}_dirty", "AFTER INSERT OR DELETE", table, f"list_dirty({arguments})")
            self.trigger(f"{table}_dirty_update", "AFTER UPDATE", table, f"list_dirty({arguments})",
                         "{typed} AND (" + self.differ([entity.owner, *facets]) + ")")
        self.trigger(f"{table}_emptied", "BEFORE TRUNCATE", table,
                     f"emptied('{entity.collection}', '{entity.owner if facets else ''}')", "")

    def country_triggers(self):
        self.trigger("countries_changed", "AFTER INSERT OR UPDATE OR DELETE", "countries", "country_changed()")
        self.trigger("countries_emptied", "BEFORE TRUNCATE", "countries", "country_changed()", "")


if __name__ == "__main__":
    made = {"sqlite": SQLite, "postgresql": PostgreSQL}[sys.argv[1]]()
    sys.stdout.write(made.migrations() if sys.argv[2:] else made.write())
