"""The sentences of the assessment: each in three languages, with the same values put in, and each used."""

import ast
import re
import tomllib
from collections.abc import Iterator

import pytest

from seutu.quality.advice import advice
from seutu.quality.mqa import METRICS, RATINGS
from tests.loading import ROOT

JUDGES = ROOT / "src" / "seutu" / "quality"
TABLES: dict[str, dict[str, dict[str, str]]] = tomllib.loads((JUDGES / "advice.toml").read_text("utf-8"))
ENTRIES = [(table, name) for table, entries in TABLES.items() for name in entries]


def words(module: str) -> Iterator[str]:
    """The texts that a module of the judges names."""
    for node in ast.walk(ast.parse((JUDGES / f"{module}.py").read_text("utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


@pytest.mark.parametrize(("table", "name"), ENTRIES)
def test_a_sentence_is_there_in_three_languages(table: str, name: str) -> None:
    texts = TABLES[table][name]
    assert list(texts) == ["en", "fi", "sv"]
    assert len(set(texts.values())) == 3
    assert len({text[-1] == "." for text in texts.values()}) == 1
    assert len({frozenset(re.findall(r"\{\w*\}", text)) for text in texts.values()}) == 1
    assert advice(table)[name].json() == texts


def test_advice_is_a_whole_sentence() -> None:
    found = [
        text
        for table in ("metrics", "expected")
        for texts in TABLES[table].values()
        for text in texts.values()
    ]
    assert [text for text in found if not (text[0].isupper() and text.endswith("."))] == []


@pytest.mark.parametrize(
    ("table", "used"),
    [
        ("metrics", {metric.id for metric in METRICS}),
        ("ratings", {word for word, _ in RATINGS}),
        ("expected", set(words("assessment"))),
        ("scorecard", {*words("scorecard"), *words("assessment")}),
    ],
)
def test_every_sentence_is_used_and_none_is_missing(table: str, used: set[str]) -> None:
    if table in ("metrics", "ratings"):
        assert set(TABLES[table]) == used
    assert set(TABLES[table]) <= used


def test_there_are_no_other_tables() -> None:
    assert set(TABLES) == {"metrics", "expected", "ratings", "scorecard"}
