"""The words of the shipped tables in sentences: what calls for another modality or tense is found, and nothing else."""

import tomllib
from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu.rdf.model import node
from seutu.validation.checks import against_checks
from tests.loading import ROOT, parsed, store_of

CASES = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))
CHECKS = [parsed(ROOT / f"queries/checks/{name}.rq") for name in ("words-deny", "words-not-heeded")]
CONCEPTS = [ROOT / f"ontology/concepts/{name}.ttl" for name in ("modality", "tense", "function", "state")]
STATEMENT, LINE = ox.NamedNode("https://example.org/says"), ox.NamedNode("https://example.org/line")


def findings(case: dict[str, str]) -> set[str]:
    store = store_of(*CONCEPTS)
    said: list[tuple[ox.NamedNode, ox.NamedNode, ox.NamedNode | ox.Literal]] = [
        (STATEMENT, node("seutu:layer"), node("layer:stated")),
        (STATEMENT, node("seutu:modality"), node("modality:asserted")),
        (STATEMENT, node("seutu:verbatim"), ox.Literal(case["words"], language=case["language"])),
        (STATEMENT, node("seutu:evidence"), LINE),
        (LINE, node("oa:exact"), ox.Literal(case.get("line", case["words"]))),
    ]
    store.extend(ox.Quad(subject, predicate, value) for subject, predicate, value in said)
    return {str(one.focus) for one in against_checks(store, CHECKS)}


def told(case: dict[str, str]) -> str:
    return case.get("line", case["words"])


@pytest.mark.parametrize("case", CASES["found"], ids=told)
def test_words_that_say_something_else_are_found(case: dict[str, str]) -> None:
    assert findings(case) == {str(STATEMENT)}


@pytest.mark.parametrize("case", CASES["silent"], ids=told)
def test_words_that_mean_something_else_are_not(case: dict[str, str]) -> None:
    assert findings(case) == set()
