"""Both engines against the W3C SHACL test suite, result by result, not only whether data conform."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from seutu.errors import SeutuError
from seutu.query.graphs import Graphs
from seutu.rdf import model
from seutu.rdf.namespaces import expand
from seutu.shacl.findings import findings_in
from seutu.shacl.report import Report
from seutu.validation import checks, reference

SUITE = Path(__file__).parents[3] / "shared" / "standards" / "w3c-shacl" / "tests"

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C suite is not at {SUITE}")

# Every test that comes out otherwise than the suite expects, with the reason; all others must come out as expected.
FAST: dict[str, str] = {}
REFERENCE = {
    "node/prefixes-001": "does not follow owl:imports from what sh:prefixes names",
    "pre-binding/shapesGraph-001": "does not support $shapesGraph",
}

Engine = Callable[[Graphs, Graphs], Report]
Key = tuple[str, str | None, str, str, str]


@dataclass(frozen=True)
class Case:
    """One test of the suite; ``expected`` is None where the shapes must be refused."""

    name: str
    data: Graphs
    shapes: Graphs
    expected: Counter[Key] | None


def load(path: Path) -> Graphs:
    return Graphs(ox.parse(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri()))


def one(store: Graphs, subject: Any, curie: str) -> Any:
    return next(
        quad.object for quad in store.quads_for_pattern(subject, ox.NamedNode(expand(curie, EXTRA)), None)
    )


EXTRA = {
    "mf": "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
    "sht": "http://www.w3.org/ns/shacl-test#",
}


def case(folder: str, store: Graphs, entry: Any) -> Case:
    action, result = one(store, entry, "mf:action"), one(store, entry, "mf:result")
    data, shapes = (one(store, action, name) for name in ("sht:dataGraph", "sht:shapesGraph"))
    graphs = {graph: load(Path(graph.value.removeprefix("file://"))) for graph in {data, shapes}}
    expected = None if isinstance(result, ox.NamedNode) else keys(Report.of(findings_in(store, store)))
    return Case(f"{folder}/{entry.value.rpartition('/')[2]}", graphs[data], graphs[shapes], expected)


def cases() -> Iterator[Case]:
    for path in sorted(SUITE.rglob("*.ttl")):
        if path.name != "manifest.ttl":
            store = load(path)
            tests = store.quads_for_pattern(None, model.RDF_TYPE, ox.NamedNode(expand("sht:Validate", EXTRA)))
            for quad in list(tests):
                yield case(path.parent.name, store, quad.subject)


def keys(report: Report) -> Counter[Key]:
    return Counter(
        (named(finding.focus), finding.path, finding.component, named(finding.value), finding.severity)
        for finding in report.findings
    )


def named(term: Any) -> str:
    return "_:" if isinstance(term, ox.BlankNode) else str(term)


def differing(engine: Engine, change: Callable[[Case], Case] = lambda case: case) -> set[str]:
    return {case.name for case in map(change, cases()) if outcome(engine, case) != case.expected}


def outcome(engine: Engine, case: Case) -> Counter[Key] | None:
    try:
        return keys(engine(case.data, case.shapes))
    except SeutuError:
        return None


def test_the_suite_is_whole() -> None:
    names = [case.name for case in cases()]
    assert len(set(names)) == len(names) == 121


def renamed(case: Case) -> Case:
    """The same with other names of blank nodes, and in another order."""
    turtle = ox.serialize(reversed(list(case.data)), format=ox.RdfFormat.N_QUADS)
    assert turtle is not None
    data = Graphs(ox.parse(turtle, format=ox.RdfFormat.N_QUADS, rename_blank_nodes=True))
    return replace(case, data=data)


def blanked(case: Case) -> Case:
    """The same with blank nodes for the things that no shape and no statement of a term names."""
    gone = {str(term): ox.BlankNode() for term in _things(case)}

    def put(term: Any) -> Any:
        return gone.get(str(term), term)

    def shown(name: str) -> str:
        return "_:" if name in gone else name

    data = Graphs(ox.Quad(put(quad.subject), quad.predicate, put(quad.object)) for quad in case.data)
    expected = None if case.expected is None else Counter[Key]()
    for (focus, path, component, value, severity), times in (case.expected or {}).items():
        assert expected is not None
        expected[shown(focus), path, component, shown(value), severity] += times
    return replace(case, data=data, expected=expected)


def _things(case: Case) -> set[ox.NamedNode]:
    report = {expand("sh:focusNode"), expand("sh:value")}
    terms = {expand(name) for name in ("rdf:first", "rdf:rest", "rdfs:subClassOf", "owl:imports")}
    sh = expand("sh:")
    naming = {
        str(term)
        for quad in case.shapes
        if quad.predicate.value in terms
        or (quad.predicate.value.startswith(sh) and quad.predicate.value not in report)
        for term in (quad.subject, quad.object)
    }
    naming |= {str(quad.object) for quad in case.data if quad.predicate == model.RDF_TYPE}
    naming |= {str(quad.predicate) for quad in case.data}
    # What a query names or says of a thing's own IRI cannot be said of a blank node.
    texts = " ".join(quad.object.value for quad in case.shapes if isinstance(quad.object, ox.Literal))
    found = {
        term for quad in case.data for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)
    }
    return {term for term in found if str(term) not in naming and term.value.rpartition("#")[2] not in texts}


# A person works for something that has to have an IRI, which a blank node has not (SHACL, section 4.1.3).
BLANKED = {"complex/personexample"}

CHANGES = {"renamed": (renamed, set[str]()), "blanked": (blanked, BLANKED)}


def test_the_fast_engine_differs_where_it_is_known_to() -> None:
    assert differing(checks.validate) == set(FAST)


def test_the_reference_engine_differs_where_it_is_known_to() -> None:
    assert differing(reference.validate) == set(REFERENCE)


@pytest.mark.parametrize(("change", "known"), CHANGES.values(), ids=CHANGES)
def test_blank_nodes_make_no_difference(change: Callable[[Case], Case], known: set[str]) -> None:
    assert differing(checks.validate, change) == set(FAST) | known
    assert differing(reference.validate, change) == set(REFERENCE) | known


def test_most_cases_have_things_that_can_be_blank() -> None:
    assert sum(bool(_things(case)) for case in cases()) > 110
