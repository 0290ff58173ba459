"""The words of the texts, as a style sheet has them: what may not stand, and that docs/words.md tells what does."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.rdf.namespaces import PREFIXES
from tests.loading import ROOT, queries

TURTLE = sorted(path for folder in ("ontology", "shapes", "data") for path in (ROOT / folder).rglob("*.ttl"))
HEADERS = [path for kind in ("questions", "checks", "rules") for path in queries(kind)]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"@(fi|sv|en)')
HEADER = re.compile(r"# (?:title|question|param|columns|problem|solution)(?:@(fi|sv))?: (.*)")
QUOTED = re.compile(r'\\"[^"\\]*\\"|”[^”]*”|“[^”]*”')


class Text(NamedTuple):
    """One text, its language, and the line of its file on which it stands."""

    line: int
    lang: str
    words: str


class Rule(NamedTuple):
    """A word that may not stand, as a pattern, and the word that stands instead."""

    pattern: re.Pattern[str]
    instead: str


def rule(entry: dict[str, str]) -> Rule:
    if "pattern" in entry:
        return Rule(re.compile(entry["pattern"]), entry["instead"])
    word = entry["word"]
    return Rule(re.compile(rf"(?<!\w){re.escape(word)}", re.IGNORECASE * word.islower()), entry["instead"])


@cache
def rules() -> dict[str, list[Rule]]:
    table = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
    return {lang: [rule(entry) for entry in entries] for lang, entries in table.items()}


def texts_of_turtle(text: str) -> Iterator[Text]:
    """The texts of a file but for the exact words of a source, which stand as they are."""
    for number, line in enumerate(text.splitlines(), 1):
        if not line.lstrip().startswith("seutu:verbatim "):
            yield from (Text(number, lang, words) for words, lang in LITERAL.findall(line))


def texts_of_header(text: str) -> Iterator[Text]:
    """A header line, and a line that goes on with it, which is set in by three spaces."""
    lang = ""
    for number, line in enumerate(text.splitlines(), 1):
        if found := HEADER.match(line):
            lang = found[1] or "en"
            yield Text(number, lang, found[2])
        elif lang and line.startswith("#   "):
            yield Text(number, lang, line[4:])
        else:
            lang = ""


def texts_of_page(text: str) -> Iterator[Text]:
    """A page is in English, save for names in backticks and answers, which have their words from the other files."""
    for number, line in enumerate(text.splitlines(), 1):
        yield Text(number, "en", re.sub("`[^`]*`", "", line))


def texts(path: Path) -> Iterator[Text]:
    readers = {".ttl": texts_of_turtle, ".rq": texts_of_header, ".md": texts_of_page}
    return readers[path.suffix](path.read_text(encoding="utf-8"))


def faults(text: Text) -> Iterator[str]:
    said = QUOTED.sub("", text.words)
    for pattern, instead in rules()[text.lang]:
        if found := pattern.search(said):
            yield f"{text.line}: {text.lang}: {found[0]!r}: write {instead!r}"


@pytest.mark.parametrize("path", [*TURTLE, *HEADERS, *PAGES], ids=lambda path: str(path.relative_to(ROOT)))
def test_no_word_stands_that_may_not(path: Path) -> None:
    found = [f"{path.relative_to(ROOT)}:{fault}" for text in texts(path) for fault in faults(text)]
    assert found == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (Text(1, "fi", "Luennan luottamus"), 2),
        (Text(1, "fi", "epäluottamus, tulkinnan varmuus"), 0),
        (Text(1, "fi", "mainitaan: rivi 49, 50"), 1),
        (Text(1, "fi", "rivit 49 ja 50"), 0),
        (Text(1, "sv", "AKO:s roll"), 1),
        (Text(1, "sv", 'Är \\"AKO\\" programmet?'), 0),
        (Text(1, "sv", "makon"), 0),
        (Text(1, "sv", "med organet"), 1),
        (Text(1, "sv", "i samband med organet i fråga"), 0),
        (Text(1, "en", "a strategy of Regional Centre Programme"), 1),
    ],
)
def test_words_are_found_as_they_begin_and_outside_quotation_marks(text: Text, found: int) -> None:
    assert len(list(faults(text))) == found


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.ttl", 'a:b\n    rdfs:label "yksi"@fi , "ett \\"x\\""@sv .', [(2, "fi"), (2, "sv")]),
        (
            "a.rq",
            "# title: One\n# title@fi: Yksi\n#   kaksi\n# kind: a\n#   b",
            [(1, "en"), (2, "fi"), (3, "fi")],
        ),
        ("a.md", "One\n\nTwo", [(1, "en"), (2, "en"), (3, "en")]),
    ],
)
def test_texts_are_found_where_they_stand(
    name: str, text: str, expected: list[tuple[int, str]], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert [(found.line, found.lang) for found in texts(path)] == expected


def rows_of_page() -> list[list[str]]:
    """The rows of docs/words.md: a term or concept, its label in fi, sv and en, and what it is."""
    lines = (ROOT / "docs" / "words.md").read_text(encoding="utf-8").splitlines()
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| `")
    ]
    return [row for row in cells if len(row) == 5]


def label(workspace: Workspace, name: str, lang: str) -> str:
    prefix, _, local = name.strip("`").partition(":")
    query = f"""
        SELECT ?label {{
            <{PREFIXES[prefix]}{local}> rdfs:label|skos:prefLabel ?label FILTER(LANG(?label) = "{lang}")
        }}
    """
    found = workspace.query(query)
    assert isinstance(found, ox.QuerySolutions)
    return "".join(row[0].value for row in found)


def test_page_of_words_has_the_labels_as_they_are() -> None:
    workspace = Workspace.open(ROOT)
    rows = rows_of_page()
    assert 20 <= len(rows) <= 30
    shown = {row[0]: row[1:4] for row in rows}
    assert shown == {name: [label(workspace, name, lang) for lang in ("fi", "sv", "en")] for name in shown}


@pytest.mark.parametrize("path", [*TURTLE, *HEADERS], ids=lambda path: path.name)
def test_quotation_marks_in_finnish_and_swedish_are_not_straight(path: Path) -> None:
    written = path.read_text(encoding="utf-8")
    texts = texts_of_turtle(written) if path.suffix == ".ttl" else texts_of_header(written)
    straight = re.compile(r"\"|(?<!\w)'[^']*'")
    assert [one for one in texts if one.lang != "en" and straight.search(one.words)] == []
