"""Take one triple away from the Jämsä data: somebody must notice, be it a shape, a check or a question's answer."""

import random
import sys
from collections.abc import Iterable, Mapping

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.graphs import Graphs
from seutu.infer import closure
from seutu.query import run
from seutu.rdf import Quads
from seutu.validate import validate
from tests.loading import ROOT

SEED, SAMPLE = 2002, 6

Answers = Mapping[str, frozenset[tuple[str, ...]]]


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT)


def jamsa(workspace: Workspace) -> list[ox.Quad]:
    files = [file for file in workspace.files if file.path.startswith(("data/jamsa/", "data/sources/jamsa"))]
    return sorted(
        (
            quad
            for file in files
            for quad in workspace.asserted().quads_for_pattern(None, None, None, file.graph)
        ),
        key=str,
    )


def without(workspace: Workspace, gone: ox.Quad) -> Graphs:
    kept = [quad for quad in workspace.asserted() if quad != gone]
    return closure(lambda graphs: graphs.extend(kept), workspace.rules, workspace.prefixes)[0]


def answers(workspace: Workspace, store: Quads) -> Answers:
    # Without their parameters, so that a question answers for every value that there is.
    asked = workspace.questions.values()
    return {one.name: frozenset(rows(run(store, one.text, workspace.prefixes))) for one in asked}


def rows(result: object) -> Iterable[tuple[str, ...]]:
    assert isinstance(result, ox.QuerySolutions)
    return (tuple(map(str, row)) for row in result)


def noticed_by(workspace: Workspace, gone: ox.Quad, before: Answers) -> str:
    store = without(workspace, gone)
    if any(store.quads_for_pattern(gone.subject, gone.predicate, gone.object)):
        return "the rules, which restore it"
    report = validate(store, workspace.shapes, workspace.checks, workspace.prefixes)
    if not report.passes:
        return report.at_least("violation")[0].component
    after = answers(workspace, store)
    return next((name for name in before if before[name] != after[name]), "")


def score(workspace: Workspace, sample: Iterable[ox.Quad]) -> dict[str, str]:
    before = answers(workspace, workspace.closed())
    return {str(gone): noticed_by(workspace, gone, before) for gone in sample}


def told(found: Mapping[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    with capsys.disabled():
        sys.stdout.write(
            f"\nMutation score: {sum(map(bool, found.values()))} of {len(found)} lost triples noticed.\n"
        )


def test_nothing_is_found_before_anything_is_taken_away(workspace: Workspace) -> None:
    assert validate(workspace.closed(), workspace.shapes, workspace.checks, workspace.prefixes).passes


def test_half_a_dozen_lost_triples_are_noticed(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    found = score(workspace, random.Random(SEED).sample(jamsa(workspace), SAMPLE))
    told(found, capsys)
    assert [gone for gone, by in found.items() if not by] == []


@pytest.mark.slow
def test_any_lost_triple_is_noticed(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    found = score(workspace, random.Random(SEED).sample(jamsa(workspace), 100))
    told(found, capsys)
    assert [gone for gone, by in found.items() if not by] == []
