"""Turns files into C: embed.py file HEADER NAME FILE | text HEADER NAME FILE | string … | sql HEADER (NAME FILE)…

A file becomes the text NAME, declared in HEADER with NAME_length; "string" leaves that out, "file" adds NAME_version, a short hash. A file of SQL becomes
the array NAME of its statements, which NULL ends.
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


def string(header, name, path):
    content = c_string(pathlib.Path(path).read_text(encoding="utf-8"))
    return f'#include "{header}"\n\nconst char {name}[] =\n{content};\n'


def text(header, name, path):
    return string(header, name, path) + f"const apr_size_t {name}_length = sizeof({name}) - 1;\n"


def file(header, name, path):
    version = hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()[:12]
    return text(header, name, path) + f'const char {name}_version[] = "{version}";\n'


def statements(path):
    """Those of a file of SQL, without their semicolons. A blank line ends one; lines that begin with -- are comments."""
    text = re.sub(r"^--.*\n", "", pathlib.Path(path).read_text(encoding="utf-8"), flags=re.M)
    for block in filter(None, map(str.strip, re.split(r"\n\s*\n", text))):
        if not block.endswith(";"):
            sys.exit(f"{path}: a statement does not end in a semicolon: {block[:60]}")
        yield block[:-1]


def sql(header, *pairs):
    out = [f'#include "{header}"\n']
    for name, path in zip(pairs[::2], pairs[1::2], strict=True):
        body = "".join(c_string(statement) + ",\n" for statement in statements(path))
        out.append(f"const char *const {name}[] = {{\n{body}    NULL}};\n")
    return "\n".join(out)


if __name__ == "__main__":
    kind, *arguments = sys.argv[1:]
    sys.stdout.write({"file": file, "text": text, "string": string, "sql": sql}[kind](*arguments))
