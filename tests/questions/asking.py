"""What the tests of questions share: the workspace, the cases of each question, and answers as plain values."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from seutu.answer.answer import Answer
from seutu.answer.rows import Cells
from seutu.api import Workspace
from seutu.language.places import LINE
from seutu.query.definition import Query, Term
from seutu.rdf.model import objects
from tests.loading import ROOT

HERE = Path(__file__).parent
LANGUAGES = ("en", "fi", "sv")

Plain = tuple[str, ...]
"""A term as a test compares it: lexical form, language, datatype; nothing for what is unbound."""


@dataclass(frozen=True, slots=True)
class Case:
    """One way to ask a question, and the file that holds what must come out."""

    question: str
    lang: str
    name: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.question}-{self.name}" if self.name else self.question

    @property
    def golden(self) -> Path:
        return HERE / self.question / (f"expected.{self.name}.csv" if self.name else "expected.csv")


@dataclass(frozen=True, slots=True)
class Wrong:
    """A way to ask that is refused, and what the refusal says."""

    question: str
    says: str
    params: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.question}-{'-'.join(self.params.values())}"


@cache
def workspace() -> Workspace:
    return Workspace.open(ROOT)


@cache
def of_case(case: str) -> Workspace:
    """The workspace with what holds in one case and what all cases share."""
    return workspace().within({"case": case})


def asked(question: str, lang: str = "en", **values: str) -> Answer:
    """The answer within the case of Jämsä, of which the expected answers here are."""
    return of_case("jamsa").ask(question, lang, **values)


def questions() -> list[Query]:
    return list(workspace().questions.values())


def tables(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def cases() -> list[Case]:
    return [
        Case(folder.name, **one) for folder in case_folders() for one in tables(folder / "cases.toml")["case"]
    ]


def wrongs() -> list[Wrong]:
    return [
        Wrong(folder.name, **one)
        for folder in case_folders()
        for one in tables(folder / "cases.toml").get("wrong", ())
    ]


def case_folders() -> list[Path]:
    return sorted(path.parent for path in HERE.glob("*/cases.toml"))


def plain(term: Term | None) -> Plain:
    if term is None:
        return ()
    if isinstance(term, ox.Literal):
        return (term.value, term.language or "", term.datatype.value)
    return (str(term),)


def plain_rows(rows: Iterable[Cells]) -> list[tuple[Plain, ...]]:
    return [tuple(map(plain, row)) for row in rows]


def lines_cited(answer: Answer) -> set[int]:
    """The lines that an answer shows: those it rests on, and those that stand in a column of their own."""
    shown = [term for row in answer.rows for term in (*row.cells, *row.evidence) if term is not None]
    passages = [term for term in shown if isinstance(term, ox.NamedNode)]
    numbered = (objects(answer.labels.store, one, LINE) for one in passages)
    return {int(value.value) for values in numbered for value in values if isinstance(value, ox.Literal)}
