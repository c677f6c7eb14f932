"""Makes the database's schema of the field tables: schema.py sqlite|postgresql [migrations]

Written out is one SQL file (or that of the migrations). Of each entity in model/entity.c it has a table of items with a column a
field, a table a list field, an index a reference; model/entities/README.md says what each flag of a field brings. What is alike in
both databases and not made of fields stands in sql/registry.sql and sql/orders.sql, and what is said of each table again in
sql/DIALECT/: keys.sql, item.sql, facets.sql (of items that lists are filtered by) and list.sql. In these files

- {word} stands for a word of the dialect, or for one of the table that the file is read for;
- a line behind {word?} stands only where that is so;
- a blank line ends a statement, and none has one within.

Triggers serve SQL typed by hand. They raise the version of the item that was changed, or that owns the list's row, keep the
registry's revision and what became of slugs, and note in dirty_items whose facets have to be read anew. They rest, but for
deletions, while registry.is_writing is 1 (on PostgreSQL: SET LOCAL sistercity.writing = 'on'): the program's own changes do the same themselves.
"""

import csv
import pathlib
import re
import sys
import textwrap

TOP = pathlib.Path(__file__).resolve().parents[2]
MODEL = TOP / "mod_sistercity" / "model"

WORDS = {
    "sqlite": {
        "integer": "INTEGER", "real": "REAL", "text": "TEXT", "bitmap": "BLOB", "rowless": " WITHOUT ROWID", "id": "",
        "now": "CAST(strftime('%s', 'now') AS INTEGER)", "moment": "strftime('%Y-%m-%dT%H:%M:%SZ', 'now')",
        "typed": '(SELECT "is_writing" FROM "registry") = 0', "is not": "IS NOT", "postgresql": False},
    # Texts are compared byte by byte, as SQLite does: this orders partial dates as time does and serves searches by prefix.
    # With the id in an index a page of a list is read from it alone; SQLite's indexes have it anyway.
    "postgresql": {
        "integer": "BIGINT", "real": "DOUBLE PRECISION", "text": 'TEXT COLLATE "C"', "bitmap": "TEXT", "rowless": "", "id": ', "id"',
        "now": "CAST(FLOOR(EXTRACT(EPOCH FROM clock_timestamp())) AS BIGINT)", "moment": "utc_now()",
        "typed": "current_setting('sistercity.writing', true) IS DISTINCT FROM 'on'", "is not": "IS DISTINCT FROM", "postgresql": True},
}

# All other types are texts.
TYPES = {"INTEGER": "integer", "REAL": "real", "BOOLEAN": "integer", "REFERENCE": "integer"}
LISTS = {"WORDS", "COUNTRIES", "LANGUAGES", "REFERENCES", "PARTS"}


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
    def belongs_to_partnership(self):
        """Whether partnerships are filtered by it."""
        return any(field.name == "partnership" for field in self.having("FACET"))

    @property
    def columns(self):
        return [field for field in self.fields if field.type not in LISTS]


def entities():
    """By name, and those that have a table of their own in the order of their tables."""
    text = (MODEL / "entity.c").read_text(encoding="utf-8")
    found = {name: Entity(name, collection.strip('"')) for name, collection in re.findall(r'^ENTITY(?:_OF|_WITH)?\((\w+), (?:sc_\w+, )?("\w+"|NULL),', text, re.M)}
    order = re.search(r"sc_entities\[\] = \{(.*?)NULL\}", text, re.S).group(1)
    return found, [found[name] for name in re.findall(r"&sc_(\w+)", order)]


class Schema:
    def __init__(self, dialect):
        self.dialect, self.words = dialect, WORDS[dialect]
        self.entities, self.items = entities()
        self.statements = []

    def file(self, path, **words):
        """Adds the statements of a file in sql/."""
        known = {**self.words, **words}
        text = re.sub(r"^--.*\n", "", (TOP / "sql" / path).read_text(encoding="utf-8"), flags=re.M)
        text = re.sub(r"^( *)\{(\w+)\?\} (.*\n)", lambda match: match[1] + match[3] if known[match[2]] else "", text, flags=re.M)
        text = re.sub(r"\{([\w.]+)\}", lambda match: known[match[1]], text)
        self.statements += [statement.strip("\n") for statement in re.split(r"\n\n+", text) if statement.strip()]

    def text(self):
        return "".join(statement + "\n\n" for statement in self.statements)

    def migrations(self):
        columns = {f"{entity.collection}.{field.column}": self.column(field) for entity in self.items for field in entity.columns}
        self.file("migrations.sql", **columns)
        return self

    def reference(self, target, cascades, is_deferred=False):
        return (f' REFERENCES "{self.entities[target].collection}" ("id")' + " ON DELETE CASCADE" * cascades
                + " DEFERRABLE INITIALLY DEFERRED" * is_deferred)

    def column(self, field):
        name = f'"{field.column}"'
        text = name + " " + self.words[TYPES.get(field.type, "text")] + " NOT NULL" * field.has("REQUIRED")
        if field.type == "REFERENCE":
            return text + self.reference(field.target, field.has("OWNED"), True)
        if field.type == "BOOLEAN":
            return text + f" CHECK ({name} IN (0, 1))"
        if field.type in ("INTEGER", "REAL"):
            return text + f" CHECK ({name} BETWEEN {field.rest[0]} AND {field.rest[1]})"
        return text + " UNIQUE" * (field.type == "SLUG") + f" CHECK ({name} <> '')"

    def table(self, name, columns, suffix=""):
        body = ",\n".join("    " + column for column in columns)
        self.statements.append(f'CREATE TABLE "{name}" (\n{body}\n){suffix};')

    def index(self, table, *columns):
        name = "_".join(column.removesuffix("_id") for column in columns)
        listed = ", ".join(f'"{column}"' for column in columns)
        self.statements.append(f'CREATE INDEX "{table}_by_{name}" ON "{table}" ({listed});')

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
                columns.append(f'"target_id" {integer} NOT NULL' + self.reference(field.target, False, True))
            else:
                columns.append(f'"value" {text} NOT NULL')
            self.table(f"{entity.name}_{field.name}", columns + [f'PRIMARY KEY ("{entity.owner}", "position")'], rowless)
        if entity.having("SEARCHABLE"):
            self.file(f"{self.dialect}/keys.sql", entity=entity.name, table=entity.collection)

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
            if field.target == "attachment":
                self.index(table, "name")

    def files(self):
        """All pictures and documents, and whose they are."""
        rows = [f'SELECT \'{entity.collection}\' AS "collection", "{entity.owner}" AS "item_id", "name" FROM "{entity.name}_{field.name}"'
                for entity in self.items for field in entity.lists if field.target == "attachment"]
        self.statements.append('CREATE VIEW "files" AS\n' + "\nUNION ALL ".join(rows) + ";")

    def differ(self, columns):
        return " OR ".join(f'NEW."{column}" {self.words["is not"]} OLD."{column}"' for column in columns)

    def item_triggers(self, entity):
        facets = [field.column for field in entity.columns if field.has("FACET")]
        has_facets, is_sorted = bool(entity.having("FACET")), bool(entity.having("SORTED"))
        words = {"table": entity.collection, "entity": entity.name, "keys": bool(entity.having("SEARCHABLE")), "facets": has_facets, "facetless": not has_facets, "sorted": is_sorted,
                 "unsorted": not is_sorted, "place": entity.name == "place",
                 "belonging": entity.belongs_to_partnership, "differs": self.differ(["id", *facets, *(["sort_name"] if is_sorted else [])])}
        self.file(f"{self.dialect}/item.sql", **words)
        if has_facets:
            self.file(f"{self.dialect}/facets.sql", **words)

    def list_triggers(self, entity, field):
        is_facet = field.has("FACET")
        facets = [part.column for part in self.entities[field.target].having("FACET")] if field.type == "PARTS" else ["value"]
        self.file(f"{self.dialect}/list.sql", table=f"{entity.name}_{field.name}", items=entity.collection, owner=entity.owner,
                  facets=is_facet, facetless=not is_facet, belonging=is_facet and entity.belongs_to_partnership, differs=self.differ([entity.owner, *facets]))

    def shipped(self, entity):
        """The rows that a new registry begins with: sql/COLLECTION.csv, as an export has them, where there is such a file."""
        path = TOP / "sql" / f"{entity.collection}.csv"
        rows = list(csv.DictReader(path.open(encoding="utf-8", newline=""))) if path.exists() else []
        for number, row in enumerate(rows, 1):
            cells = {"id": str(number)} | {name: "'" + cell.replace("'", "''") + "'" for name, cell in row.items() if cell}
            names = ", ".join(f'"{name}"' for name in cells)
            self.statements.append(f'INSERT INTO "{entity.collection}" ({names}) VALUES ({", ".join(cells.values())});')

    def countries(self):
        regions = (TOP / "sql" / "countries.txt").read_text(encoding="utf-8")
        for region, codes in re.findall(r"^(\w+):((?:\s+[A-Z]{2}\b)+)", regions, re.M):
            rows = ", ".join(f"('{code}', '{region}')" for code in codes.split())
            self.statements.append('INSERT INTO "countries" VALUES\n' + textwrap.fill(rows, 100) + ";")
        self.file(f"{self.dialect}/countries.sql")

    def whole(self):
        if self.dialect == "postgresql":
            self.file("postgresql/functions.sql")
        self.file("registry.sql", version=str(100 + len(Schema(self.dialect).migrations().statements)))
        for entity in self.items:
            self.item_tables(entity)
            self.shipped(entity)
        for entity in self.items:
            self.indexes(entity)
        self.files()
        self.file("orders.sql")
        for entity in self.items:
            self.item_triggers(entity)
            for field in entity.lists:
                self.list_triggers(entity, field)
        self.countries()
        return self


if __name__ == "__main__":
    made = Schema(sys.argv[1])
    sys.stdout.write((made.migrations() if sys.argv[2:] else made.whole()).text())
