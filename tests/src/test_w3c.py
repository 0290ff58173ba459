"""Both engines against the W3C SHACL test suite, result by result, not only whether data conform."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from seutu import rdf, reference, validate
from seutu.errors import SeutuError
from seutu.namespaces import expand
from seutu.report import Report
from seutu.validate import findings_in

SUITE = Path(__file__).parents[3] / "shared" / "standards" / "w3c-shacl" / "tests"

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C suite is not at {SUITE}")

_TRUE = 'takes the "1" of sh:uniqueLang for true; of the two ways to write it SHACL asks for `true`'

# Every test that comes out otherwise than the suite expects, with the reason; all others must come out as expected.
FAST = {"property/uniqueLang-002": _TRUE}
REFERENCE = {
    "property/uniqueLang-002": _TRUE,
    "node/prefixes-001": "does not follow owl:imports from what sh:prefixes names",
    "pre-binding/shapesGraph-001": "does not support $shapesGraph",
}

Key = tuple[str, str | None, str, str, str]


@dataclass(frozen=True)
class Case:
    """One test of the suite; ``expected`` is None where the shapes must be refused."""

    name: str
    data: ox.Store
    shapes: bytes
    expected: Counter[Key] | None


def load(path: Path) -> ox.Store:
    store = ox.Store()
    store.load(path=path, format=ox.RdfFormat.TURTLE, base_iri=path.as_uri())
    return store


def one(store: ox.Store, subject: Any, curie: str) -> Any:
    return next(
        quad.object for quad in store.quads_for_pattern(subject, ox.NamedNode(expand(curie, EXTRA)), None)
    )


EXTRA = {
    "mf": "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
    "sht": "http://www.w3.org/ns/shacl-test#",
}


def case(folder: str, store: ox.Store, entry: Any) -> Case:
    action, result = one(store, entry, "mf:action"), one(store, entry, "mf:result")
    data, shapes = (one(store, action, name) for name in ("sht:dataGraph", "sht:shapesGraph"))
    graphs = {graph: load(Path(graph.value.removeprefix("file://"))) for graph in {data, shapes}}
    expected = None if isinstance(result, ox.NamedNode) else keys(Report.of(findings_in(store, store)))
    return Case(
        f"{folder}/{entry.value.rpartition('/')[2]}", graphs[data], rdf.ntriples(graphs[shapes]), expected
    )


def cases() -> Iterator[Case]:
    for path in sorted(SUITE.rglob("*.ttl")):
        if path.name != "manifest.ttl":
            store = load(path)
            tests = store.quads_for_pattern(None, rdf.RDF_TYPE, ox.NamedNode(expand("sht:Validate", EXTRA)))
            for quad in list(tests):
                yield case(path.parent.name, store, quad.subject)


def keys(report: Report) -> Counter[Key]:
    return Counter(
        (named(finding.focus), finding.path, finding.component, named(finding.value), finding.severity)
        for finding in report.findings
    )


def named(term: Any) -> str:
    return "_:" if isinstance(term, ox.BlankNode) else str(term)


def differing(engine: Callable[[ox.Store, bytes], Report]) -> set[str]:
    return {case.name for case in cases() if outcome(engine, case) != case.expected}


def outcome(engine: Callable[[ox.Store, bytes], Report], case: Case) -> Counter[Key] | None:
    try:
        return keys(engine(case.data, case.shapes))
    except SeutuError:
        return None


def test_the_suite_is_whole() -> None:
    names = [case.name for case in cases()]
    assert len(set(names)) == len(names) == 121


def test_the_fast_engine_differs_where_it_is_known_to() -> None:
    assert differing(validate.validate) == set(FAST)


def test_the_reference_engine_differs_where_it_is_known_to() -> None:
    assert differing(reference.validate) == set(REFERENCE)
