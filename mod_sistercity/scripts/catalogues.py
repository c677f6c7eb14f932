"""Compiles message catalogues into C: catalogues.py FILE.po… > catalogues.c

Refuses a catalogue that would show broken text: placeholders that differ from the message's, a
wrong number of plural forms, a plural rule that is not an expression of n. Messages that are not
translated, or only fuzzily, are left out; readers then see the English text, which is the id.
"""

import gettext
import pathlib
import re
import sys

import polib

ENGLISH_RULE = "nplurals=2; plural=n != 1;"
PLACEHOLDER = re.compile(r"\{[a-z_0-9]+\}")
# Numbers on which a plural rule is tried: rules look at the last two or three digits.
NUMBERS = range(1001)


def c_string(text):
    """The text as one C string literal."""
    return '"%s"' % "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\?' else "".join(f"\\{b:03o}" for b in c.encode())
        for c in text
    )


def plural_rule(header):
    """The number of forms and the C expression of a Plural-Forms header."""
    found = re.fullmatch(r"\s*nplurals\s*=\s*(\d+)\s*;\s*plural\s*=\s*([n0-9\s()?:|&=!<>+*/%-]+?)\s*;?\s*", header)
    if not found:
        raise ValueError(f"unreadable Plural-Forms: {header!r}")
    count, expression = int(found[1]), found[2]
    try:
        forms = set(map(gettext.c2py(expression), NUMBERS))
    except (ValueError, ArithmeticError) as error:
        raise ValueError(f"Plural-Forms cannot be computed: {header!r}") from error
    if forms != set(range(count)):
        raise ValueError(f"Plural-Forms does not use each of its {count} forms: {header!r}")
    return count, expression


def placeholders(text):
    return set(PLACEHOLDER.findall(text))


def check_form(entry, form, source, may_lack_number):
    """Compares a translated form's placeholders with those of the English text."""
    wanted = placeholders(source)
    has = placeholders(form)
    if has != wanted and not (may_lack_number and has == wanted - {"{n}"}):
        raise ValueError(f"line {entry.linenum}: {form!r} has not the placeholders of {source!r}")


def forms_of(entry, count, expression):
    """The translated forms of a message, checked."""
    if not entry.msgid_plural:
        check_form(entry, entry.msgstr, entry.msgid, False)
        return [entry.msgstr]
    if sorted(entry.msgstr_plural) != list(range(count)):
        raise ValueError(f"line {entry.linenum}: {entry.msgid!r} needs {count} plural forms")
    rule = gettext.c2py(expression)
    uses = [rule(n) for n in NUMBERS]
    forms = [entry.msgstr_plural[i] for i in range(count)]
    for i, form in enumerate(forms):
        # "One partner" may leave its number out only where the form is used for one number alone.
        check_form(entry, form, entry.msgid_plural, uses.count(i) <= 1)
    return forms


def messages_of(catalogue, count, expression):
    """(context, id, forms) of every message that is shown translated, in the order of strcmp."""
    messages = [
        (entry.msgctxt or "", entry.msgid, forms_of(entry, count, expression))
        for entry in catalogue
        if entry.translated() and not entry.obsolete
    ]
    return sorted(messages, key=lambda m: (m[0].encode(), m[1].encode()))


def read(path):
    """(tag, plural rule, messages) of a .po file."""
    catalogue = polib.pofile(str(path), check_for_duplicates=True)
    rule = plural_rule(catalogue.metadata.get("Plural-Forms", ""))
    return path.stem.replace("_", "-"), rule, messages_of(catalogue, *rule)


def c_catalogue(tag, expression, messages):
    """The plural rule and the table of messages of one language."""
    name = re.sub(r"[^a-z0-9]", "_", tag.lower())
    out = [
        f"static unsigned {name}_plural(unsigned long n)",
        "{",
        "    (void)n;",
        f"    return (unsigned)({expression});",
        "}",
        "",
    ]
    if messages:
        out.append(f"static const sc_message_t {name}_messages[] = {{")
        for context, msgid, forms in messages:
            array = ", ".join(map(c_string, forms))
            out.append(
                f"    {{{c_string(context)}, {c_string(msgid)}, (const char *const[]){{{array}}}, {len(forms)}}},"
            )
        out += ["};", ""]
    return "\n".join(out)


def c_row(tag, count, messages):
    name = re.sub(r"[^a-z0-9]", "_", tag.lower())
    table = f"{name}_messages" if messages else "NULL"
    return f'    {{"{tag}", {count}, {name}_plural, {table}, {len(messages)}}},'


def compile_all(paths):
    catalogues = {"en": ("en", plural_rule(ENGLISH_RULE), [])}
    for path in map(pathlib.Path, paths):
        try:
            catalogue = read(path)
        except (ValueError, OSError) as error:
            sys.exit(f"{path}: {error}")
        catalogues[catalogue[0]] = catalogue
    ordered = [catalogues[tag] for tag in sorted(catalogues)]
    # Plural rules are written by translators, who need no more parentheses than gettext does.
    out = ['#include "language/catalogue.h"\n', '#pragma GCC diagnostic ignored "-Wparentheses"\n']
    out += [c_catalogue(tag, rule[1], messages) for tag, rule, messages in ordered]
    out.append("const sc_catalogue_t sc_catalogues[] = {")
    out += [c_row(tag, rule[0], messages) for tag, rule, messages in ordered]
    out += ["};", f"const int sc_catalogue_count = {len(ordered)};", ""]
    out += ["const char *const sc_catalogue_tags[] = {"]
    out += [f'    "{tag}",' for tag, _, _ in ordered]
    out += ["    NULL};", ""]
    return "\n".join(out)


if __name__ == "__main__":
    sys.stdout.write(compile_all(sys.argv[1:]))
