"""Translators' catalogues say everything that the program says."""

import re
import subprocess

import polib
import pytest

from support import paths

PO = paths.TOP / "mod_sistercity" / "language" / "po"
CATALOGUES = sorted(PO.glob("*.po"))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """The messages of the sources as they are now."""
    file = tmp_path_factory.mktemp("pot") / "now.pot"
    subprocess.run(["make", "-s", "-C", str(paths.TOP), "pot-file", f"POT={file}"], check=True, capture_output=True)
    return polib.pofile(str(file))


def test_the_template_is_up_to_date(template):
    stored = polib.pofile(str(PO / "sistercity.pot"))
    assert {(e.msgctxt, e.msgid) for e in stored} == {(e.msgctxt, e.msgid) for e in template}


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda p: p.stem)
def test_a_catalogue_translates_every_message(catalogue, template):
    po = polib.pofile(str(catalogue))
    done = {(e.msgctxt, e.msgid) for e in po if e.translated()}
    missing = [e.msgid for e in template if (e.msgctxt, e.msgid) not in done]
    assert missing == []


@pytest.mark.parametrize("catalogue", CATALOGUES, ids=lambda p: p.stem)
def test_a_catalogue_is_sound(catalogue):
    done = subprocess.run(["msgfmt", "--check", "-o", "/dev/null", str(catalogue)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


# What no text of a language has: a colon, question mark or quotation mark beside a space at which a line may break (fr), quotation
# marks of another language, halves of CJK signs, and digits with hyphens that Arabic letters would turn round.
CODE = re.compile(r"""`[^`]*`|<[^>]*>|"iconv[^"]*"|{"COLLECTION".*?}|; \d+: """)
LEFT_TO_RIGHT = "\u2066"
UNTYPICAL = {
    "fr": r"[\w»)}] ?[;!?](?=[ .)]|$)|[\w»)}] ?:(?= |$)|« | »|[“”\"]",
    "de": r"\"|”|“(?=[\w{])|«",
    "pl": r"\"|“|«", "lt": r"\"|”|“(?=[\w{])|«", "lv": r"\"|“|«",
    "ru": r"[“”„\"]", "uk": r"[“”„\"]", "it": r"[“”„\"]", "es": r"[“”„\"]", "pt": r"[“”„\"]",
    "ja": r"[“”\"]|[぀-ヿ一-鿿][,:;?!(]", "zh-Hant": r"[“”\"]|[一-鿿][,:;?!(]", "zh-Hans": r"[「」\"]|[一-鿿][,:;?!(]",
    "ko": r"[「」„\"]", "ar": rf"[,;](?= |$)|[ء-ي]\?|[“”\"]|(?<![{LEFT_TO_RIGHT}\d-])(?<!ISO )\d{{4}}-\d",
}


@pytest.mark.parametrize("tag", UNTYPICAL)
def test_a_catalogue_has_the_signs_of_its_language(tag):
    texts = [text for e in polib.pofile(str(PO / f"{tag}.po")) if e.msgctxt != "joint" for text in (e.msgstr, *e.msgstr_plural.values())]
    assert [text for text in texts if re.search(UNTYPICAL[tag], CODE.sub("", text))] == []
    assert [text for text in texts if re.search(r"\d \d{3}\b", text)] == []


def bare(term):
    """Without capitals, and without Arabic's article, which a label may have."""
    return term.lower().removeprefix("ال")


def test_catalogues_say_each_thing_as_the_glossary_does():
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in (PO.parent / "GLOSSARY.md").read_text().splitlines() if line.startswith("|")]
    languages, terms = rows[0][1:-1], rows[2:]
    catalogues = {tag: {e.msgid: e.msgstr for e in polib.pofile(str(PO / f"{tag}.po"))} for tag in languages}
    wrong = [(tag, row[0], term, catalogues[tag].get(message)) for row in terms for tag, term in zip(languages, row[1:])
             for message in (row[0], row[0].lower()) if term and message in catalogues[tag] and bare(catalogues[tag][message]) != bare(term)]
    missing = [row[0] for row in terms if not any(m in catalogues["lt"] for m in (row[0], row[0].lower()))]
    assert (wrong, missing) == ([], []) and len(terms) > 15
