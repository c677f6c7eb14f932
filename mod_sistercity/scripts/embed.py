"""Turns files of the source tree into C: embed.py file HEADER NAME FILE | migrations DIR…

A file becomes the text NAME, declared in HEADER with NAME_length and NAME_version, a short hash.

A migration file NNNN_name.sql holds statements that are separated by blank lines, each ending in a
semicolon; lines that begin with -- are comments.
"""

import hashlib
import pathlib
import re
import sys


def c_string(text):
    """The text as adjacent C string literals, one a line."""
    lines = []
    for line in text.splitlines(keepends=True):
        escaped = "".join(
            c if c.isascii() and c.isprintable() and c not in '"\\?' else "".join(f"\\{b:03o}" for b in c.encode())
            for c in line
        )
        lines.append(f'    "{escaped}"')
    return "\n".join(lines) or '    ""'


def file(header, name, path):
    text = pathlib.Path(path).read_text(encoding="utf-8")
    version = hashlib.sha256(text.encode()).hexdigest()[:12]
    return (
        f'#include "{header}"\n\n'
        f"const char {name}[] =\n{c_string(text)};\n"
        f"const apr_size_t {name}_length = sizeof({name}) - 1;\n"
        f'const char {name}_version[] = "{version}";\n'
    )


def statements(path):
    text = "\n".join(l for l in path.read_text(encoding="utf-8").splitlines() if not l.startswith("--"))
    for block in re.split(r"\n\s*\n", text):
        statement = block.strip()
        if statement:
            if not statement.endswith(";"):
                sys.exit(f"{path}: a statement does not end in a semicolon: {statement[:60]}")
            yield statement[:-1]


def migrations(directories):
    out = ['#include "store/db/migrations.h"\n']
    versions = set()
    for directory in directories:
        dialect = pathlib.Path(directory).name
        files = sorted(pathlib.Path(directory).glob("[0-9]*.sql"))
        versions.add(tuple(f.name for f in files))
        for number, file in enumerate(files, 1):
            if int(file.name[:4]) != number:
                sys.exit(f"{file}: migrations are numbered without gaps from 0001")
            body = ",\n".join(c_string(s) for s in statements(file))
            out.append(f"static const char *const {dialect}_{number:04}[] = {{\n{body},\n    NULL}};\n")
        names = ", ".join(f"{dialect}_{n:04}" for n in range(1, len(files) + 1))
        out.append(f"const char *const *const sc_migrations_{dialect}[] = {{{names}, NULL}};\n")
    if len(versions) != 1:
        sys.exit("each dialect needs the same migrations: " + repr(versions))
    out.append(f"const int sc_migration_count = {len(versions.pop())};\n")
    return "\n".join(out)


if __name__ == "__main__":
    kind, *arguments = sys.argv[1:]
    sys.stdout.write(file(*arguments) if kind == "file" else migrations(arguments))
