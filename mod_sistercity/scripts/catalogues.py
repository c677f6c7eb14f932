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


class Strings:
    """Texts one behind the other in one array, each ended by a NUL: what has no pointers in it needs no
    relocation, so that all processes share it. A text that was there already is found again."""

    def __init__(self):
        self.places = {}
        self.lines = []
        self.length = 0
        self.add("")

    def add(self, *texts):
        """Where the texts begin."""
        if texts not in self.places:
            self.places[texts] = self.length
            for text in texts:
                self.lines.append("    " + c_string(text)[:-1] + '\\0"')
                self.length += len(text.encode()) + 1
        return self.places[texts]

    def c_array(self, name):
        return "\n".join([f"static const char {name}[] =", *self.lines[:-1], self.lines[-1] + ";", ""])


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


# A span may take whichever form of the month its language wants: 二月 is {month}, and 2 {month_number}.
MONTH_FORM = re.compile(r"month_(alone|number|short|alone_short)\b")


def placeholders(text, context=None):
    text = MONTH_FORM.sub("month", text) if context in ("span", "since", "until") else text
    return set(PLACEHOLDER.findall(re.sub(r"\{date_(since|until)\}", "{date}", text)))


def check_form(entry, form, source, may_lack_number):
    """Compares a translated form's placeholders with those of the English text."""
    wanted = placeholders(source, entry.msgctxt)
    has = placeholders(form, entry.msgctxt)
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
    """{(context, id, whether it has plural forms): forms} of every message that is shown translated."""
    return {
        (entry.msgctxt or "", entry.msgid, bool(entry.msgid_plural)): forms_of(entry, count, expression)
        for entry in catalogue
        if entry.translated() and not entry.obsolete
    }


def read(path):
    """(tag, plural rule, messages) of a .po file."""
    catalogue = polib.pofile(str(path), check_for_duplicates=True)
    rule = plural_rule(catalogue.metadata.get("Plural-Forms", ""))
    return path.stem.replace("_", "-"), rule, messages_of(catalogue, *rule)


def c_name(tag):
    return re.sub(r"[^a-z0-9]", "_", tag.lower())


def c_numbers(name, numbers):
    return f"static const unsigned {name}[] = {{{', '.join(map(str, numbers))}}};\n"


def c_keys(keys):
    """The table of the messages of all catalogues; never empty, as C wants it."""
    strings = Strings()
    rows = [f"    {{{strings.add(c)}, {strings.add(i)}, {int(plural)}}}," for c, i, plural in keys]
    table = ["static const sc_message_t messages[] = {", *(rows or ["    {0, 0, 0},"]), "};", ""]
    return strings.c_array("keys") + "\n".join(table)


def hash_of(*texts):
    """FNV-1a, 32 bits."""
    value = 2166136261
    for byte in "".join(texts).encode():
        value = (value ^ byte) * 16777619 % 2**32
    return value


def c_slots(keys):
    """A hash table, at most half full, of numbers of messages from 1 on."""
    slots = [0] * 2 ** (2 * len(keys)).bit_length()
    for number, (context, message, _) in enumerate(keys, 1):
        slot = hash_of(context, message) % len(slots)
        while slots[slot]:
            slot = (slot + 1) % len(slots)
        slots[slot] = number
    return f"static const unsigned short slots[{len(slots)}] = {{{', '.join(map(str, slots))}}};\n"


def c_catalogue(tag, expression, messages, keys):
    """The plural rule and the texts of one language."""
    name, strings = c_name(tag), Strings()
    places = [strings.add(*messages[key]) if key in messages else 0 for key in keys]
    rule = [f"static unsigned {name}_plural(unsigned long n)", "{", "    (void)n;"]
    rule += [f"    return (unsigned)({expression});", "}", ""]
    return "\n".join(rule) + strings.c_array(f"{name}_texts") + c_numbers(f"{name}_places", places or [0])


def c_row(tag, count):
    name = c_name(tag)
    return f'    {{"{tag}", {count}, {name}_plural, {name}_texts, {name}_places}},'


def compile_all(paths):
    catalogues = {"en": ("en", plural_rule(ENGLISH_RULE), [])}
    for path in map(pathlib.Path, paths):
        try:
            catalogue = read(path)
        except (ValueError, OSError) as error:
            sys.exit(f"{path}: {error}")
        catalogues[catalogue[0]] = catalogue
    ordered = [catalogues[tag] for tag in sorted(catalogues)]
    keys = sorted({key for _, _, messages in ordered for key in messages}, key=lambda k: (k[0].encode(), k[1].encode()))
    # Plural rules are written by translators, who need no more parentheses than gettext does.
    out = ['#include "language/catalogue.h"\n', '#pragma GCC diagnostic ignored "-Wparentheses"\n', c_keys(keys), c_slots(keys)]
    out += [c_catalogue(tag, rule[1], messages, keys) for tag, rule, messages in ordered]
    out.append("const sc_catalogue_t sc_catalogues[] = {")
    out += [c_row(tag, rule[0]) for tag, rule, _ in ordered]
    out += ["};", f"const int sc_catalogue_count = {len(ordered)};"]
    out += ["const char *const sc_message_keys = keys;", "const sc_message_t *const sc_messages = messages;"]
    out += ["const unsigned short *const sc_message_slots = slots;"]
    out += ["const unsigned sc_message_slot_count = sizeof(slots) / sizeof(slots[0]);", ""]
    out += ["const char *const sc_catalogue_tags[] = {"]
    out += [f'    "{tag}",' for tag, _, _ in ordered]
    out += ["    NULL};", ""]
    return "\n".join(out)


if __name__ == "__main__":
    sys.stdout.write(compile_all(sys.argv[1:]))
