"""Whatever people are told has Finnish and Swedish words, and with ``--lang`` no English of ours is left."""

import ast
import io
import json
import pickle
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from seutu import errors, phrases
from seutu.cli import main as cli
from seutu.cli import terminal
from seutu.phrases import LANGUAGES, Label, Phrase, any_of, joined
from tests.helpers import small
from tests.src.cli.test_bad_input import CASES, Case

SOURCES = Path(errors.__file__).parent
CATALOGUE: dict[str, dict[str, str]] = json.loads((SOURCES / "phrases.json").read_text("utf-8"))
TONGUES = [lang for lang in LANGUAGES if lang != "en"]
# What tells a person something; each takes phrases, and an f-string would be in English for ever.
TELLING = {name for name in vars(errors) if name.endswith("Error")} | {
    *("NotAQuery", "TimeExceeded", "UnknownName", "AmbiguousName", "OtherKind", "Fault"),
    *("echo_message", "progress", "message_if_slow"),
}


def calls() -> Iterator[tuple[Path, ast.Call, str]]:
    """Every call in the sources, with the name of what is called."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
                yield path, node, str(name)


def written() -> set[str]:
    """The English of every phrase in the sources."""
    return {
        str(call.args[0].value)
        for _, call, name in calls()
        if name == "Phrase" and call.args and isinstance(call.args[0], ast.Constant) and call.args[0].value
    }


def is_english(node: ast.expr) -> bool:
    """Whether an argument is words that nobody can translate."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    words = [str(part.value) for part in parts if isinstance(part, ast.Constant)]
    return any(re.search(r"[a-z]{2,} |  *[a-z]{2,}", text) for text in words)


def fields(text: str) -> list[tuple[str, str | None, str | None]]:
    """The places that a template has for its arguments, with how each is written."""
    return sorted(
        (name, spec, conversion) for _, name, spec, conversion in Formatter().parse(text) if name is not None
    )


def test_every_phrase_has_its_translations_and_every_translation_its_phrase() -> None:
    assert sorted(written() - CATALOGUE.keys()) == []
    assert sorted(CATALOGUE.keys() - written()) == []


def test_the_catalogue_is_whole_and_in_order() -> None:
    assert list(CATALOGUE) == sorted(CATALOGUE)
    for english, translations in CATALOGUE.items():
        assert sorted(translations) == sorted(TONGUES), english
        assert all(text.strip() for text in translations.values()), english


@pytest.mark.parametrize("lang", TONGUES)
def test_quotation_marks_are_those_of_the_language(lang: str) -> None:
    straight = re.compile(r"\"|(?<!\w)'|'(?!\w)")
    assert [texts[lang] for texts in CATALOGUE.values() if straight.search(texts[lang])] == []


@pytest.mark.parametrize("lang", TONGUES)
def test_a_translation_has_the_places_of_its_english(lang: str) -> None:
    for english, translations in CATALOGUE.items():
        assert fields(translations[lang]) == fields(english), english


@pytest.mark.parametrize("lang", TONGUES)
def test_a_sentence_ends_as_its_english_does(lang: str) -> None:
    for english, translations in CATALOGUE.items():
        assert (translations[lang][-1] == ".") == (english[-1] == "."), english


def test_nobody_is_told_anything_but_phrases() -> None:
    found = [
        f"{path.relative_to(SOURCES)}:{call.lineno}"
        for path, call, name in calls()
        if name in TELLING and any(is_english(argument) for argument in call.args)
    ]
    assert found == []


def test_what_goes_to_stderr_goes_through_one_door() -> None:
    found = {path.name for path, call, name in calls() if name in ("echo", "secho", "print")}
    assert found <= {"terminal.py"}


def test_a_phrase_is_english_and_can_be_told() -> None:
    phrase = Phrase("{count} files", count=2)
    assert phrase == "2 files"
    assert [phrase.text_in(lang) for lang in LANGUAGES] == ["2 tiedostoa", "2 filer", "2 files"]
    assert Phrase("words of nobody").text_in("fi") == "words of nobody"
    assert Phrase("{count} files", count=3).text_in("de") == "3 files"


def test_who_speaks_english_waits_for_no_catalogue(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "_translations", lambda: pytest.fail("the catalogue was read"))
    assert errors.NotAQuery().text_in("en") == str(errors.NotAQuery())


def test_what_a_phrase_is_made_of_is_told_too() -> None:
    outer = Phrase("{problem} of {path}", problem=Phrase("is a file"), path="is a file")
    assert outer.text_in("fi") == "on tiedosto of is a file"
    assert joined([Phrase("is a file"), "x"], "; ").text_in("sv") == "är en fil; x"
    assert any_of(["'a'", "'b'", "'c'"]).text_in("fi") == "'a', 'b' tai 'c'"
    assert any_of(["'a'"]) == "'a'"


def test_a_label_has_its_own_words() -> None:
    label = Label("body", fi="toimielin", en="body")
    assert (label, label.text_in("fi"), label.text_in("sv")) == ("body", "toimielin", "body")


@pytest.mark.parametrize("phrase", [Phrase("{path} is", path=Phrase("is a file")), Label("x", fi="y")])
def test_another_process_can_tell_it(phrase: Phrase) -> None:
    copy = pickle.loads(pickle.dumps(phrase))
    assert type(copy) is type(phrase)
    assert [copy, copy.text_in("fi")] == [phrase, phrase.text_in("fi")]


def test_another_process_needs_to_know_no_term() -> None:
    copy = pickle.loads(pickle.dumps(Phrase("{path} is a {kind}", path=Path("x"), kind=ValueError("y"))))
    assert copy.arguments == {"path": "x", "kind": "y"}


def test_a_place_can_be_words_too() -> None:
    error = errors.PublishError(Phrase("the address"), Phrase("is a file"), Phrase("rename it"))
    assert error.text_in("fi") == "osoite: on tiedosto; nimeä se uudelleen."


def test_an_error_is_english_and_can_be_told() -> None:
    error = errors.InputError("x.ttl", Phrase("is a file"), Phrase("rename it"), 3)
    assert str(error) == "x.ttl:3: is a file; rename it."
    assert error.text_in("fi") == "x.ttl:3: on tiedosto; nimeä se uudelleen."
    assert error.text_in("sv") == "x.ttl:3: är en fil; byt namn på den."
    assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize(
    ("args", "variable", "lang"),
    [
        ([], None, "en"),
        ([], "fi", "fi"),
        ([], "de", "en"),
        (["ask", "--lang", "sv"], "fi", "sv"),
        (["ask", "--lang=sv", "x"], None, "sv"),
        (["ask", "--lang", "fi", "x", "--lang", "sv"], None, "sv"),
        (["ask", "--lang=fi", "x", "--lang", "sv"], None, "sv"),
        (["ask", "--lang"], "fi", "fi"),
        (["ask", "--lang", "xx"], "fi", "fi"),
    ],
)
def test_the_language_is_that_of_the_option_else_of_the_variable(
    args: list[str], variable: str | None, lang: str
) -> None:
    assert terminal.language(args, {"SEUTU_LANG": variable} if variable else {}) == lang


def english_left(text: str, lang: str) -> list[str]:
    """The pieces of our English phrases that stand in a text, save those that their translations have too.

    A parser's own words stay English; pieces of three words are not among them.
    """
    return [
        piece
        for english, translations in CATALOGUE.items()
        for piece in (part[0].strip(" .;:,'()") for part in Formatter().parse(english))
        if re.search(r"[a-z]+ [a-z]+ [a-z]+", piece) and piece in text and piece not in translations[lang]
    ]


@pytest.mark.parametrize("lang", TONGUES)
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_no_english_of_ours_is_left(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    case: Case,
    lang: str,
) -> None:
    folder, beside = small.write(tmp_path / "workspace", case.changed), tmp_path / "beside"
    beside.mkdir()
    for name, content in case.beside.items():
        (beside / name).parent.mkdir(exist_ok=True)
        (beside / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    monkeypatch.chdir(beside)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(case.stdin)))
    monkeypatch.setenv("SEUTU_LANG", lang)
    monkeypatch.setenv("SEUTU_CACHE", "")
    assert cli.main(["--workspace", str(folder), *case.args]) == 2
    told = capsys.readouterr().err
    assert told.startswith("seutu: ")
    assert english_left(told, lang) == []


FINE = {
    "validate": ("validate",),
    "build": ("build",),
    "infer": ("infer",),
    "a difference": ("diff", ".", "."),
    "an answer": ("ask", "who-decides"),
    "a picture": ("ask", "who-decides", "--format", "svg"),
    "words of a question": ("ask", "mistä"),
    "help of a question": ("ask", "who-decides", "--help"),
    "a query in time": ("query", "--timeout", "60", "-e", "SELEC"),
    "nothing that proves it": ("explain", "Kunnat", "seutu:holder", "Kunnat"),
    "an option that there is not": ("ask", "who-decides", "--onn", "2008"),
    "a format that there is not": ("ask", "who-decides", "--format", "xx"),
    "a verb that there is not": ("asq",),
}


@pytest.mark.parametrize("lang", TONGUES)
@pytest.mark.parametrize("args", FINE.values(), ids=FINE.keys())
def test_what_goes_well_is_told_in_the_language_too(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    args: tuple[str, ...],
    lang: str,
) -> None:
    folder = small.write(tmp_path / "workspace")
    (folder / "data/notes.csv").write_text("a,b\n")
    monkeypatch.chdir(folder / "data")
    monkeypatch.setenv("SEUTU_CACHE", "")
    cli.main([*args, "--lang", lang])
    told = capsys.readouterr()
    assert told.err or told.out
    assert english_left(told.err + told.out, lang) == []
