"""Our own entry against the W3C SPARQL 1.1 query suite: evaluation by every row, syntax by what is refused."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from seutu.answer import formats
from seutu.errors import SeutuError
from seutu.language.labels import Labels
from seutu.query import definition
from seutu.query.graphs import Graphs
from seutu.rdf.model import Triples
from seutu.rdf.namespaces import PREFIXES

SUITE = Path(__file__).parents[3] / "shared" / "standards" / "w3c-rdf-tests" / "sparql11"

pytestmark = pytest.mark.skipif(not SUITE.is_dir(), reason=f"the W3C suite is not at {SUITE}")

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
XSD = PREFIXES["xsd"]

EVALUATED = ("QueryEvaluationTest", "CSVResultFormatTest")
GOOD, BAD = "PositiveSyntaxTest11", "NegativeSyntaxTest11"

# Every test that comes out otherwise than the suite expects, with the reason and the standard's text; all others
# must come out as expected, and these must not.

_GRAPH = (
    "the engine evaluates a pattern without triples in GRAPH ?g once, and does not bind ?g in it; "
    "section 18.6: Graph(var, P) is evaluated over each named graph, and var is joined with its name"
)
_UNION = (
    "the suite's default graph is one graph, ours all graphs taken as one, which section 13.1 leaves to the service; "
    "FROM asks for another"
)
_NO_LENGTH = (
    "the engine finds no path of no length from a term that is not in the graph; "
    "section 18.4: ZeroLengthPath of a term and a variable has the solution that binds it to the term"
)
_LANGUAGE = (
    "the engine keeps the language of what it joins; section 18.5.1.7: GroupConcat returns a simple literal"
)

DIFFERENCES = {
    "aggregates/agg-empty-group-count-graph": _GRAPH,
    "aggregates/agg-groupconcat-04": _LANGUAGE,
    "aggregates/agg-groupconcat-06": _LANGUAGE,
    "bindings/graph": _GRAPH,
    "exists/exists-graph-variable": _UNION,
    "negation/graph-minus": (
        "the engine counts ?g of GRAPH ?g among the variables within; "
        "section 18.6: each graph is evaluated by itself, so that the two sides of MINUS share no variable"
    ),
    "functions/bnode01": (
        "the engine gives the same node for a label in every solution; "
        "section 17.4.2.9: distinct nodes in the evaluation of different solutions"
    ),
    "property-path/zero_or_more_set_end": _NO_LENGTH,
    "property-path/zero_or_more_set_start": _NO_LENGTH,
    "property-path/zero_or_one_set_end": _NO_LENGTH,
    "property-path/zero_or_one_set_start": _NO_LENGTH,
    "syntax-query/test_4": (
        "a function that nobody knows is refused before the query runs; "
        "section 17.6 leaves it to each service which functions it knows"
    ),
}

# Right but for how a value is written: the store and the engine write numbers and truth values in one way each, and
# derived types as integer. RDF 1.1 Concepts, section 3.3: a literal is its lexical form; the values are the same.
NORMALISED = frozenset(
    (
        "aggregates/agg-avg-02 aggregates/agg-err-02 aggregates/agg-max-01 aggregates/agg-max-02"
        " aggregates/agg-max-distinct aggregates/agg-min-01 aggregates/agg-min-02"
        " aggregates/agg-min-distinct aggregates/agg-sum-02 cast/cast-decimal cast/cast-double"
        " cast/cast-float csv-tsv-res/tsv03 functions/coalesce01 functions/plus-1-corrected"
    ).split()
)

Row = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One test of the suite, with what its manifest says of it."""

    name: str
    kind: str
    query: Path
    data: tuple[Path, ...] = ()
    named: tuple[Path, ...] = ()
    result: Path | None = None


def one(store: Graphs, subject: Any, predicate: str) -> Any:
    return next(values(store, subject, predicate), None)


def values(store: Graphs, subject: Any, predicate: str) -> Iterator[Any]:
    return (quad.object for quad in store.quads_for_pattern(subject, ox.NamedNode(predicate), None))


def loaded(path: Path) -> Graphs:
    fmt = ox.RdfFormat.from_extension(path.suffix[1:])
    return Graphs(ox.parse(path=path, format=fmt, base_iri=path.as_uri()))


def path_of(iri: Any) -> Path:
    return Path(iri.value.removeprefix("file://"))


def cases() -> Iterator[Case]:
    for manifest in sorted(SUITE.glob("*/manifest.ttl")):
        store = loaded(manifest)
        for quad in store.quads_for_pattern(None, ox.NamedNode(f"{PREFIXES['rdf']}type"), None):
            kind = str(getattr(quad.object, "value", "")).removeprefix(MF)
            if kind in (*EVALUATED, GOOD, BAD):
                yield case(store, manifest, quad.subject, kind)


def case(store: Graphs, manifest: Path, subject: Any, kind: str) -> Case:
    name = f"{manifest.parent.name}/{subject.value.rpartition('#')[2]}"
    action, result = one(store, subject, MF + "action"), one(store, subject, MF + "result")
    if isinstance(action, ox.NamedNode):
        return Case(name, kind, path_of(action))
    return Case(
        name,
        kind,
        path_of(one(store, action, QT + "query")),
        tuple(map(path_of, values(store, action, QT + "data"))),
        tuple(map(path_of, values(store, action, QT + "graphData"))),
        path_of(result),
    )


CASES = {each.name: each for each in cases()} if SUITE.is_dir() else {}


def test_the_suite_is_there_whole() -> None:
    kinds = Counter(each.kind for each in CASES.values())
    assert kinds == {"QueryEvaluationTest": 232, "CSVResultFormatTest": 3, GOOD: 63, BAD: 40}
    assert {*DIFFERENCES, *NORMALISED} <= set(CASES)
    assert not NORMALISED & set(DIFFERENCES)


@pytest.mark.parametrize("name", CASES)
def test_a_query_gives_what_the_standard_says(name: str) -> None:
    expected = name not in DIFFERENCES and name not in NORMALISED
    assert passes(CASES[name]) is expected, DIFFERENCES.get(name, "the suite says otherwise")


@pytest.mark.parametrize("name", sorted(NORMALISED))
def test_what_differs_in_writing_alone_has_the_values_that_the_standard_says(name: str) -> None:
    each = CASES.get(name)
    assert each is None or passes(each, of_values=True)


def passes(each: Case, *, of_values: bool = False) -> bool:
    if each.kind in (GOOD, BAD):
        return accepted(each) is (each.kind == GOOD)
    try:
        found = asked(each)
    except SeutuError:
        return False
    assert each.result is not None
    if isinstance(found, ox.QueryBoolean):
        return bool(found) is told(each.result)
    if isinstance(found, ox.QueryTriples | Triples):
        return canonical(list(found)) == canonical([quad.triple for quad in loaded(each.result)])
    if each.result.suffix == ".csv":
        written = formats.rendered(found, "csv", Labels(ox.Store()))
        return table(written, of_values) == table(each.result.read_bytes(), of_values)
    pair = [list(rows(found)), expected_rows(each.result)]
    if of_values:
        pair = [[{name: stored(value) for name, value in row.items()} for row in given] for given in pair]
    return same(*pair, ordered=has_index(each.result))


def stored(value: Any) -> Any:
    """A term as a store keeps it."""
    store, node = ox.Store(), ox.NamedNode("urn:x")
    store.add(ox.Quad(node, node, value))
    return next(iter(store)).object


def accepted(each: Case) -> bool:
    try:
        definition.run(ox.Store(), text_of(each))
    except SeutuError:
        return False
    return True


def asked(each: Case) -> definition.Result:
    store = Graphs()
    for path in each.data:
        store.extend(loaded(path))
    for path in each.named:
        graph = ox.NamedNode(path.as_uri())
        store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, graph) for quad in loaded(path))
    return definition.run(store, text_of(each), {})


def text_of(each: Case) -> str:
    """The query with the base that the suite gives it: where it is read from."""
    text = each.query.read_text(encoding="utf-8")
    return f"BASE <{each.query.as_uri()}>\n{text}"


def rows(found: ox.QuerySolutions) -> Iterator[Row]:
    names = [variable.value for variable in found.variables]
    for solution in found:
        yield {name: solution[name] for name in names if solution[name] is not None}


def told(path: Path) -> bool:
    if path.suffix in (".ttl", ".rdf"):
        store = loaded(path)
        value = one(store, None, RS + "boolean")
        assert isinstance(value, ox.Literal)
        return value.value == "true"
    return bool(ox.parse_query_results(path=path, format=FORMATS[path.suffix]))


FORMATS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}


def expected_rows(path: Path) -> list[Row]:
    if path.suffix not in FORMATS:
        return [row for _, row in sorted(listed(loaded(path)), key=lambda pair: pair[0])]
    found = ox.parse_query_results(path=path, format=FORMATS[path.suffix])
    assert isinstance(found, ox.QuerySolutions)
    return list(rows(found))


def listed(store: Graphs) -> Iterator[tuple[int, Row]]:
    """The rows of a result set as a graph, each with its number where it has one."""
    for solution in values(store, None, RS + "solution"):
        bindings = values(store, solution, RS + "binding")
        row = {one(store, each, RS + "variable").value: one(store, each, RS + "value") for each in bindings}
        index = one(store, solution, RS + "index")
        yield int(index.value) if index else 0, row


def has_index(path: Path) -> bool:
    """Whether the result says in which order its rows come."""
    return path.suffix not in FORMATS and one(loaded(path), None, RS + "index") is not None


def table(data: str | bytes, of_values: bool) -> Counter[tuple[tuple[str, str], ...]]:
    """The rows of a table, each cell with its column, the blank nodes by when they come."""
    text = data if isinstance(data, str) else data.decode()
    nodes: dict[str, str] = {}

    def cell(text: str) -> str:
        if text.startswith("_:"):
            return nodes.setdefault(text, f"_:{len(nodes)}")
        return str(float(text)) if of_values and NUMBER.fullmatch(text) else text

    return Counter(
        tuple(sorted((column, cell(text)) for column, text in row.items()))
        for row in csv.DictReader(io.StringIO(text))
    )


NUMBER = re.compile(r"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?")


def same(found: list[Row], expected: list[Row], *, ordered: bool) -> bool:
    """Whether rows are the same ones as often, whatever their blank nodes are called."""
    return canonical(as_graph(found, ordered)) == canonical(as_graph(expected, ordered))


def as_graph(given: list[Row], ordered: bool) -> list[ox.Triple]:
    """Rows as a graph: a node for each, so that two graphs are isomorphic when the rows are the same."""
    triples = []
    for number, row in enumerate(given):
        node = ox.BlankNode()
        at = ox.Literal(number if ordered else 0)
        triples.append(ox.Triple(node, ox.NamedNode("urn:row"), at))
        triples += [ox.Triple(node, ox.NamedNode(f"urn:column:{name}"), value) for name, value in row.items()]
    return triples


def canonical(triples: list[ox.Triple]) -> set[ox.Quad]:
    dataset = ox.Dataset(ox.Quad(one.subject, one.predicate, one.object) for one in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return set(dataset)
