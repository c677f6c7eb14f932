"""The build refuses a catalogue that would show readers broken text."""

import subprocess
import sys

import pytest

from support import paths

COMPILER = paths.TOP / "mod_sistercity" / "scripts" / "catalogues.py"
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Plural-Forms: {rule}\\n"\n\n'
LITHUANIAN = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);"


def compile_catalogue(directory, entries, rule=LITHUANIAN):
    file = directory / "xx.po"
    file.write_text(HEADER.format(rule=rule) + entries, encoding="utf-8")
    return subprocess.run([sys.executable, str(COMPILER), str(file)], capture_output=True, text=True)


def test_english_is_there_without_any_catalogue():
    done = subprocess.run([sys.executable, str(COMPILER)], capture_output=True, text=True)
    assert done.returncode == 0
    assert '"en"' in done.stdout and "en_plural" in done.stdout


def test_a_sound_catalogue_is_compiled(tmp_path):
    done = compile_catalogue(tmp_path, 'msgid "since {date}"\nmsgstr "nuo {date}"\n')
    assert done.returncode == 0, done.stderr
    assert '"nuo {date}\\0"' in done.stdout


def test_a_span_takes_the_form_of_the_month_that_its_language_wants(tmp_path):
    span = 'msgctxt "{context}"\nmsgid "{{day}}–{{until_day}} {{month}}"\nmsgstr "{{month_number}}/{{day}}–{{until_day}}"\n'
    assert compile_catalogue(tmp_path, span.format(context="span")).returncode == 0
    assert compile_catalogue(tmp_path, span.format(context="other")).returncode != 0


def test_untranslated_and_fuzzy_messages_are_left_out(tmp_path):
    done = compile_catalogue(tmp_path, 'msgid "one"\nmsgstr ""\n\n#, fuzzy\nmsgid "two"\nmsgstr "du"\n')
    assert done.returncode == 0, done.stderr
    assert '"one"' not in done.stdout and '"two"' not in done.stdout


@pytest.mark.parametrize(
    "entries",
    [
        'msgid "since {date}"\nmsgstr "nuo"\n',
        'msgid "since {date}"\nmsgstr "nuo {data}"\n',
        'msgid "since"\nmsgstr "nuo {date}"\n',
        'msgid "{n} a"\nmsgid_plural "{n} b"\nmsgstr[0] "{n} x"\nmsgstr[1] "{n} y"\n',
        # 21 takes the first form, too: without its number it would be wrong.
        'msgid "{n} a"\nmsgid_plural "{n} b"\nmsgstr[0] "x"\nmsgstr[1] "{n} y"\nmsgstr[2] "{n} z"\n',
        'msgid "a"\nmsgstr "b"\n\nmsgid "a"\nmsgstr "c"\n',
        'msgid "a\nmsgstr',
    ],
    ids=["missing", "renamed", "added", "few forms", "number lost", "twice", "syntax"],
)
def test_a_broken_message_stops_the_build(tmp_path, entries):
    done = compile_catalogue(tmp_path, entries)
    assert done.returncode != 0
    assert done.stdout == ""
    assert "xx.po" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "rule",
    [
        "nplurals=2; plural=system(0);",
        "nplurals=2; plural=n != 1; } int x = { 1;",
        "nplurals=2; plural=n %;",
        "nplurals=2; plural=n;",
        "nplurals=3; plural=n != 1;",
        "nplurals=2; plural=1/n;",
        "",
    ],
)
def test_a_plural_rule_that_is_no_expression_of_n_stops_the_build(tmp_path, rule):
    done = compile_catalogue(tmp_path, 'msgid "a"\nmsgstr "b"\n', rule)
    assert done.returncode != 0
    assert "Plural-Forms" in done.stderr and "Traceback" not in done.stderr
