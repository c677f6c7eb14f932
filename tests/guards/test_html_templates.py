"""The letters of HTML templates (present/write/html.h) are what stands behind them, in number and in type.

Each call is rewritten so that clang sees which type its letters want: sc_html(out, "%t", x) becomes
sc_html(out, "%t", LETTER_t(x)), which compiles for a const char * and for nothing else."""

import concurrent.futures
import re
import subprocess

from support import paths

SRC = paths.TOP / "mod_sistercity"
CALL = re.compile(r"\b(sc_html|sc_htmlf|sc_html_make)\(")
TEXT = "_Generic((x), char *: 0, const char *: 0, void *: 0)"
LETTERS = {"t": TEXT, "u": TEXT, "r": TEXT, "d": "_Generic((x), int: 0)", "h": "_Generic((x), int: 0)",
           "l": "_Generic((x), apr_int64_t: 0)"}
LITERAL = r'(?:"(?:\\.|[^"\\])*"\s*|[A-Z_]+\s*)+'
CHOICE = re.compile(rf'(?:[^"?]+\?\s*)?(?P<one>{LITERAL})(?::\s*(?P<other>{LITERAL}))?')
MACROS = "".join(f"-DLETTER_{letter}(x)=((void){check}, (x))\n" for letter, check in LETTERS.items()).split("\n")[:-1]


def arguments(text, at):
    """The arguments of the call whose parenthesis opens before `at`, as (begin, end), and where it closes."""
    found, depth, begin = [], 0, at
    while True:
        c = text[at]
        if c in "\"'":
            at += 1
            while text[at] != c:
                at += 2 if text[at] == "\\" else 1
        elif c in "([{":
            depth += 1
        elif c in ")]}" and depth:
            depth -= 1
        elif c == ")" or (c == "," and not depth):
            found.append((begin, at))
            begin = at + 1
            if c == ")":
                return found
        at += 1


def letters_of(literal):
    text = "".join(re.findall(r'"((?:\\.|[^"\\])*)"', literal))
    return [letter for letter in re.findall(r"%(.)", text) if letter != "%"]


def checked(text):
    """The source with each value of each template wrapped; and what is wrong with the number of them."""
    wrong, edits = [], []
    for call in CALL.finditer(text):
        given = arguments(text, call.end())
        template = text[slice(*given[1])].strip() if len(given) > 1 else ""
        choice = CHOICE.fullmatch(template)
        if not choice:
            wrong.append(f"{call.group(1)} without a literal template: {template[:40]}")
            continue
        letters, others = letters_of(choice["one"]), letters_of(choice["other"] or choice["one"])
        if letters != others:
            wrong.append(f"letters that differ: {template}")
        if unknown := set(letters) - set(LETTERS):
            wrong.append(f"unknown letters {unknown} in {template}")
        elif len(letters) != len(given) - 2:
            wrong.append(f"{len(letters)} letters, {len(given) - 2} values: {template}")
        else:
            edits += [(*where, letter) for letter, where in zip(letters, given[2:])]
    opening = {begin: f" LETTER_{letter}(" for begin, end, letter in edits}
    closing = {end for begin, end, letter in edits}
    out = []
    for at, c in enumerate(text):
        out += [")"] if at in closing else []
        out += [opening[at]] if at in opening else []
        out.append(c)
    return "".join(out), wrong


def compiled(text):
    libraries = ["apr-1", "apr-util-1", "icu-i18n", "jansson", "libcmark", "libcrypto"]
    flags = subprocess.run(["pkg-config", "--cflags", *libraries], capture_output=True, text=True, check=True).stdout.split()
    done = subprocess.run(
        ["clang", "-std=gnu11", "-fsyntax-only", "-x", "c", "-", "-Wno-everything", *MACROS, f"-I{SRC}", f"-I{paths.TOP}/tests/unit",
         f"-I{paths.TOP}/tests/fuzz", f"-I{paths.BUILD}/generated", f"-I{paths.apxs('INCLUDEDIR')}", *flags],
        input=text, capture_output=True, text=True,
    )
    return done.stderr


def test_letters_are_what_stands_behind_them():
    sources = {}
    for file in SRC.rglob("*.c"):
        text = file.read_text(encoding="utf-8")
        if CALL.search(text) and file.name != "html.c":
            sources[file] = text
    assert len(sources) > 20
    wrong = []
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        texts = {file: checked(text) for file, text in sources.items()}
        for file, (text, counted) in texts.items():
            wrong += [f"{file.name}: {problem}" for problem in counted]
        for file, said in zip(texts, pool.map(lambda pair: compiled(pair[0]), texts.values())):
            wrong += [f"{file.name}: {line}" for line in said.splitlines() if "error:" in line]
    assert wrong == []


def test_the_guard_sees_what_it_is_for():
    head = "#include <apr.h>\nvoid sc_html(void *out, const char *template, ...);\nvoid f(apr_int64_t n, int i, const char *t)\n{\n"
    for call, count, types in [('sc_html(0, "%t %u", t, "x");', 0, 0), ('sc_html(0, "%d" "%l%%", i, n);', 0, 0),
                               ('sc_html(0, "%t");', 1, 0), ('sc_html(0, "%d", n);', 0, 1),
                               ('sc_html(0, "%t", i);', 0, 1), ('sc_html(0, t);', 1, 0)]:
        text, wrong = checked(head + call + "\n}\n")
        # The declaration is a call without a template, to this guard.
        assert len(wrong) == count + 1, (call, wrong)
        assert ("error:" in compiled(text)) == bool(types), (call, compiled(text))
