"""The reading of RDF 1.1 against the W3C test suites, test by test."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu.errors import InputError
from seutu.rdf import model, reading

SUITE = Path(__file__).parents[3] / "shared" / "standards" / "w3c-rdf-tests" / "rdf11"
SUITES = "rdf-turtle rdf-n-triples rdf-n-quads rdf-trig rdf-xml".split()
GRAPH = ox.NamedNode("urn:graph")
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
PARSE = ox.parse

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C suites are not at {SUITE}")

# Every test that comes out otherwise than the suite expects, with the standard's text as the reason: there is none.
DIFFERENT: dict[str, str] = {}


@dataclass(frozen=True)
class Case:
    """One test of a suite: what is read, under which base, and what must come out, or None where it is refused."""

    name: str
    path: Path
    base: str
    kind: str
    result: Path | None


def cases() -> Iterator[Case]:
    for suite in SUITES if SUITE.is_dir() else ():
        manifest = SUITE / suite / "manifest.ttl"
        store = ox.Store()
        store.load(path=manifest, format=ox.RdfFormat.TURTLE, base_iri=manifest.as_uri())
        base = next(
            (value(quad.object) for quad in store.quads_for_pattern(None, mf("assumedTestBase"), None)), ""
        )
        for quad in store.quads_for_pattern(None, mf("action"), None):
            about = store.quads_for_pattern(quad.subject, None, None)
            said = {one.predicate.value: value(one.object) for one in about}
            name = f"{suite}/{value(quad.subject).rpartition('#')[2]}"
            kind = said[model.RDF_TYPE.value].rpartition("#")[2]
            path, result = (located(said.get(f"{MF}{part}"), manifest) for part in ("action", "result"))
            assert path
            yield Case(name, path, base and base + path.relative_to(manifest.parent).as_posix(), kind, result)


def value(term: model.Term) -> str:
    assert not isinstance(term, ox.Triple)
    return term.value


def mf(name: str) -> ox.NamedNode:
    return ox.NamedNode(MF + name)


def located(iri: str | None, manifest: Path) -> Path | None:
    return manifest.parent / iri.removeprefix(manifest.parent.as_uri() + "/") if iri else None


def read(case: Case, monkeypatch: pytest.MonkeyPatch, graph: reading.GraphName) -> list[ox.Quad]:
    # A file of ours has no base of its own; those of the suite have.
    monkeypatch.setattr(ox, "parse", partial(PARSE, base_iri=case.base or None))
    return reading.read(case.path.read_bytes(), model.format_of(case.path.name), graph, case.path.name)


def canonical(quads: list[ox.Quad], graph: reading.GraphName) -> set[ox.Quad]:
    default = ox.DefaultGraph()
    moved = [model.moved(quad, default) if quad.graph_name == graph else quad for quad in quads]
    dataset = ox.Dataset(moved)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)


def differs(case: Case, monkeypatch: pytest.MonkeyPatch, graph: reading.GraphName) -> str:
    """How a test comes out otherwise than it should; empty where it does not."""
    try:
        quads = read(case, monkeypatch, graph)
    except InputError as error:
        return "" if "Negative" in case.kind else f"refused: {error}"
    if "Negative" in case.kind:
        return "read"
    if case.result is None:
        return ""
    expected = list(PARSE(path=case.result))
    return (
        "" if canonical(quads, graph) == canonical(expected, ox.DefaultGraph()) else "read as another graph"
    )


@pytest.mark.parametrize("graph", [GRAPH, ox.DefaultGraph()], ids=["named", "default"])
@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.name)
def test_a_file_is_read_as_the_standard_says(
    case: Case, graph: reading.GraphName, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bool(differs(case, monkeypatch, graph)) == (case.name in DIFFERENT)


def test_every_difference_is_of_a_test_there_is() -> None:
    assert set(DIFFERENT) <= {case.name for case in cases()}
