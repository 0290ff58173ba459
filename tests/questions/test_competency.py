"""The competency questions come out exactly, and what the source does not say is answered as not stated."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain

import pyoxigraph as ox
import pytest

from seutu.answer.answer import Answer
from seutu.rdf.namespaces import expand
from tests.loading import ROOT
from tests.questions.asking import HERE, asked, lines_cited, questions, tables

TABLES = tables(HERE / "competency.toml")
LIST = ROOT.parent / "shared" / "domain" / "questions.md"
LISTED = re.compile(r"^\| (CQ\d+) \|.*\| (.*) \| ([\d, –]+) \|$", re.MULTILINE)
LISTED_OF_CONTEXT = re.compile(r"^\| (CX\d+) \|.*\| ([^|]*) \|$", re.MULTILINE)
CITED = re.compile(r"S(\d+)(?:–S(\d+))?")
RANGE = re.compile(r"(\d+)(?:–(\d+))?")


@dataclass(frozen=True, slots=True)
class Ask:
    """A competency question as it is asked here, and what must come out.

    ``beside`` are lines that are cited beside those of the list: the title or heading that a line stands under and
    without which it says less, and lines that mention what is asked about.
    """

    cq: str
    question: str
    columns: list[str]
    rows: list[list[str]]
    lines: list[int]
    params: Mapping[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    beside: list[int] = field(default_factory=list)
    open: bool = False

    def __str__(self) -> str:
        return "-".join((self.cq, self.question, *self.params.values()))


@dataclass(frozen=True, slots=True)
class Silence:
    """Something that the source does not say, where it is asked for, and the gaps that the answer names."""

    item: str
    question: str
    column: str
    gaps: list[str]
    lines: list[int]
    params: Mapping[str, str] = field(default_factory=dict)
    beside: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return self.item.replace(" ", "-")


ASKS = [Ask(**one) for one in TABLES["ask"]]
SILENCES = [Silence(**one) for one in TABLES["silence"]]


def shown(answer: Answer, columns: list[str]) -> set[tuple[str, ...]]:
    at = [answer.columns.index(column) for column in columns]
    return {tuple(answer.labels.shown(row.cells[index]) for index in at) for row in answer.rows}


def sources_cited(answer: Answer) -> set[str]:
    """The sources that an answer cites as a whole."""
    cited = {term.value for row in answer.rows for term in row.evidence if isinstance(term, ox.NamedNode)}
    return {iri.rpartition("/")[2] for iri in cited if "/line/" not in iri}


@pytest.mark.parametrize("ask", ASKS, ids=str)
def test_competency_question_is_answered_exactly(ask: Ask) -> None:
    answer = asked(ask.question, "fi", **ask.params)
    assert shown(answer, ask.columns) == {tuple(row) for row in ask.rows}
    assert lines_cited(answer) == {*ask.lines, *ask.beside}
    assert sources_cited(answer) == set(ask.sources)
    assert all(row.evidence for row in answer.rows)


@pytest.mark.parametrize("ask", [ask for ask in ASKS if ask.question == "listed"], ids=str)
def test_open_list_says_where_it_is_left_open(ask: Ask) -> None:
    answer = asked(ask.question, "fi", **ask.params)
    marks = {row.cells[answer.columns.index("open")] for row in answer.rows}
    assert (None not in marks) == ask.open


@pytest.mark.parametrize("silence", SILENCES, ids=str)
def test_silence_of_the_source_is_an_answer(silence: Silence) -> None:
    answer = asked(silence.question, "fi", **silence.params)
    said = shown(answer, [silence.column])
    assert said == {("ei sanota lähteessä",), *((words,) for words in silence.beside)}
    cells = set(chain.from_iterable(row.cells for row in answer.rows))
    gaps = {cell.value for cell in cells if isinstance(cell, ox.NamedNode) and "/id/gap/" in cell.value}
    assert gaps == {expand(gap) for gap in silence.gaps}
    assert lines_cited(answer) == set(silence.lines)


def test_no_competency_question_is_missing() -> None:
    assert {ask.cq for ask in ASKS} == set(TABLES["all"])


def test_headers_name_the_competency_questions_they_answer() -> None:
    asked = defaultdict(set)
    for ask in ASKS:
        asked[ask.question].add(ask.cq)
    answers = {question.name: set(question.answers) for question in questions() if question.answers}
    assert answers == asked


@pytest.mark.skipif(not LIST.exists(), reason="the list of competency questions is not at hand")
def test_list_of_competency_questions_is_followed() -> None:
    listed = {
        name: (answer, lines) for name, answer, lines in LISTED.findall(LIST.read_text(encoding="utf-8"))
    }
    assert set(listed) == {name for name in TABLES["all"] if name.startswith("CQ")}
    for name, (answer, lines) in listed.items():
        asks = [ask for ask in ASKS if ask.cq == name]
        assert any(ask.open for ask in asks) == answer.endswith("OPEN")
        assert_lines(name, set(chain.from_iterable(ask.lines for ask in asks)), lines)


def assert_lines(name: str, cited: set[int], listed: str) -> None:
    """The lines lie in the listed ranges and touch both ends of each; a range may hold lines of another kind."""
    ranges = [(int(first), int(last or first)) for first, last in RANGE.findall(listed)]
    assert {end for pair in ranges for end in pair} <= cited, name
    assert all(any(first <= line <= last for first, last in ranges) for line in cited), name


@pytest.mark.skipif(not LIST.exists(), reason="the list of competency questions is not at hand")
def test_list_of_questions_about_the_context_is_followed() -> None:
    listed = dict(LISTED_OF_CONTEXT.findall(LIST.read_text(encoding="utf-8")))
    assert set(listed) == {name for name in TABLES["all"] if name.startswith("CX")}
    for name, sources in listed.items():
        cited = set(chain.from_iterable(ask.sources for ask in ASKS if ask.cq == name))
        cited |= {"s0"} if any(ask.lines for ask in ASKS if ask.cq == name) else set()
        assert numbers(sources) <= cited, name


def numbers(sources: str) -> set[str]:
    """The sources of ``S25–S27, S21``, each by its number."""
    pairs = [(int(first), int(last or first)) for first, last in CITED.findall(sources)]
    return {f"s{number}" for first, last in pairs for number in range(first, last + 1)}
