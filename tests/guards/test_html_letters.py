"""The letters of sc_html's templates fit their arguments: the compiler's own check of printf sees them."""

import re
import shutil

from support import clang, paths

SRC = paths.TOP / "mod_sistercity"
CALL = re.compile(r"\b(?:sc_html|sc_html_make|sc_htmlf)\(")
PIECE = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|[(),]|[^"\'(),]+')
LETTER = re.compile(r"%(.)")
PRINTF = {"t": "s", "u": "s", "r": "s", "d": "d", "h": "d", "l": "ld", "%": "%"}


def in_printf_s_letters(text):
    """A file in which the templates, the second argument of each call, have printf's letters."""
    letters = []
    for call in CALL.finditer(text):
        depth, commas, place, had = 1, 0, call.end(), len(letters)
        while depth and commas < 2:
            piece = PIECE.match(text, place)[0]
            depth += {"(": 1, ")": -1}.get(piece, 0)
            commas += piece == "," and depth == 1
            if piece[0] == '"' and commas == 1:
                letters += [(place + m.start(1), m[1]) for m in LETTER.finditer(piece)]
                had = -1
            place += len(piece)
        assert had == -1, f"a template must stand in the call itself: {text[call.start():place]}"
    for place, letter in sorted(letters, reverse=True):
        text = text[:place] + PRINTF[letter] + text[place + 1:]
    return text


def test_the_letters_of_templates_fit_their_arguments(tmp_path):
    copy = tmp_path / "mod_sistercity"
    shutil.copytree(SRC, copy)
    header = copy / "present" / "write" / "html.h"
    text, n = re.subn(r"^(\S.* \*?sc_html(?:_make)?\(.*const char \*template, \.\.\.\));", r"\1 __attribute__((format(printf, 2, 3)));",
                      header.read_text(encoding="utf-8"), flags=re.M)
    assert n == 2
    header.write_text(text, encoding="utf-8")
    files = sorted(f for f in copy.rglob("*.c") if f.name != "html.c" and CALL.search(f.read_text(encoding="utf-8")))
    for file in files:
        file.write_text(in_printf_s_letters(file.read_text(encoding="utf-8")), encoding="utf-8")
    assert clang.complaints(files, copy, "-Wformat")[:3000] == ""
