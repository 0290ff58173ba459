"""The engines that everyone knows, for the same three tasks: rdflib queries, owlrl and rdflib infer, pyshacl validates.

They are slow and serve to be compared with. Results have the types of the fast engines.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from seutu import engineform, query, rdf
from seutu.errors import ParameterError, ShapesError
from seutu.findings import finding_of, findings_in
from seutu.findings import refuse as refuse_check
from seutu.graphs import Graphs
from seutu.infer import INFERRED, MOST, ROUNDS, refuse, restless
from seutu.namespaces import PREFIXES
from seutu.phrases import Phrase
from seutu.query import Query, Result, Term
from seutu.report import Finding, Report
from seutu.wellformed import Shapes, parse_shapes

if TYPE_CHECKING:
    from rdflib import Dataset, Graph

_AXIOMATIC = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl", "xsd"))
_REFLEXIVE = frozenset(
    PREFIXES["owl"] + name for name in ("sameAs", "equivalentClass", "equivalentProperty")
) | frozenset(PREFIXES["rdfs"] + name for name in ("subClassOf", "subPropertyOf"))
_STRING = ox.NamedNode(PREFIXES["xsd"] + "string")
_TOP = frozenset((PREFIXES["owl"] + "Thing", PREFIXES["rdfs"] + "Resource", PREFIXES["rdfs"] + "Literal"))


def graph_of(store: rdf.Quads, prefixes: Mapping[str, str] = PREFIXES) -> "Graph":
    """All graphs of a store as one rdflib graph, with prefixes to print it by."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    with _quiet():
        for triple in rdf.triples(store):
            graph.add((_node(triple.subject), _node(triple.predicate), _node(triple.object)))
    for prefix, namespace in prefixes.items():
        graph.bind(prefix, namespace)
    return graph


def dataset_of(store: rdf.Quads, prefixes: Mapping[str, str] = PREFIXES) -> "Dataset":
    """A store as an rdflib dataset, whose default graph is all graphs together."""
    from rdflib import Dataset

    dataset = Dataset(default_union=True)
    with _quiet():
        for name in [rdf.DEFAULT_GRAPH, *store.named_graphs()]:
            graph = dataset.graph(None if isinstance(name, ox.DefaultGraph) else _node(name))
            for quad in store.quads_for_pattern(None, None, None, name):
                graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    for prefix, namespace in prefixes.items():
        dataset.bind(prefix, namespace)
    return dataset


def _node(term: Term) -> Any:
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise ParameterError(
            Phrase("rdflib knows no statement about the statement {term}: use the fast engine.", term=term)
        )
    # A plain string has no datatype in rdflib, and no value is to be rewritten: "2011-1" must be found as it stands.
    plain = term.language or term.datatype == _STRING
    datatype = None if plain else URIRef(term.datatype.value)
    return Literal(term.value, lang=term.language, datatype=datatype, normalize=False)


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what rdflib and pyshacl log: of ill-typed literals findings tell, and of faulty shapes what is raised."""
    import logging
    import warnings

    disabled = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)


def run(
    store: rdf.Quads,
    text: str,
    prefixes: Mapping[str, str] = PREFIXES,
    bindings: Mapping[str, Term] | None = None,
    *,
    name: str = "query",
) -> Result:
    """Run a query with rdflib; takes, gives and raises what `query.run` does. There is no federation."""
    # The other engine reads the text first, so that a fault is told in the same words and no service is called.
    query.run(ox.Store(), text, prefixes, bindings, name=name)
    with _quiet():
        return _result(_run(dataset_of(store), text, prefixes, bindings or {}))


def _run(whole: "Dataset", text: str, prefixes: Mapping[str, str], bindings: Mapping[str, Term]) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    values: dict[str, Any] = {variable: _node(term) for variable, term in bindings.items()}
    prepared = prepareQuery(text.removeprefix("\ufeff"), initNs=dict(prefixes))
    # rdflib would fetch from the web the graphs that FROM names: the dataset is ours to make, and the clause goes.
    clauses = prepared.algebra.pop("datasetClause", None)
    return (_named(whole, clauses) if clauses else whole).query(prepared, initBindings=values)


def _named(whole: "Dataset", clauses: Sequence[Any]) -> "Dataset":
    """The dataset that clauses ask for, by SPARQL 1.1, section 13.2: the graphs of FROM as one, and FROM NAMED's."""
    from rdflib import Dataset

    dataset = Dataset()
    for clause in clauses:
        graph = dataset.graph(clause.named) if clause.named else dataset.default_graph
        for triple in whole.graph(clause.named or clause.default):
            graph.add(triple)
    return dataset


def _result(result: Any) -> Result:
    if result.type in ("SELECT", "ASK"):
        return ox.parse_query_results(result.serialize(format="json"), format=ox.QueryResultsFormat.JSON)
    written = result.graph.serialize(format="nt", encoding="utf-8")
    return rdf.Triples(quad.triple for quad in ox.parse(written, format=ox.RdfFormat.N_TRIPLES))


def infer(store: rdf.Quads, rules: Sequence[Query], prefixes: Mapping[str, str] = PREFIXES) -> list[ox.Quad]:
    """What follows by all of OWL 2 RL and by ``rules``, in the graph that `infer.infer` uses, sorted.

    Left out, because they say nothing about the data: statements about literals, blank nodes and the terms of RDF,
    RDFS, OWL and XSD; membership in owl:Thing, rdfs:Resource and rdfs:Literal and subsumption by them; and that
    something is the same as, or narrower than, itself.
    """
    from owlrl import DeductiveClosure, OWLRL_Semantics

    graph = graph_of(store)
    with _quiet():
        DeductiveClosure(OWLRL_Semantics).expand(graph)
        _apply(rules, graph, dataset_of(store), prefixes)
    asserted = rdf.triples(store)
    found = {triple for triple in _telling(graph) if triple not in asserted}
    return sorted((ox.Quad(new.subject, new.predicate, new.object, INFERRED) for new in found), key=str)


def _apply(rules: Sequence[Query], closed: "Graph", dataset: "Dataset", prefixes: Mapping[str, str]) -> None:
    from rdflib import URIRef

    # Rules may ask which graph a statement stands in, so they run on the dataset, with the closure as one more graph.
    inferred = dataset.graph(URIRef(INFERRED.value))
    for triple in closed:
        inferred.add(triple)
    for _ in range(ROUNDS):
        before = len(inferred)
        for rule in rules:
            refuse(rule)
            query.run(ox.Store(), rule.text, prefixes, name=rule.name)
            for triple in list(_run(dataset, rule.text, prefixes, {})):
                inferred.add(triple)
                closed.add(triple)
        if len(inferred) == before:
            return
        if before > MOST:
            break
    raise restless(rules[-1])


def _telling(graph: "Graph") -> Iterator[ox.Triple]:
    from rdflib import Graph, URIRef

    named = Graph()
    for subject, predicate, value in graph:
        if isinstance(subject, URIRef) and isinstance(predicate, URIRef):
            named.add((subject, predicate, value))
    for quad in ox.parse(named.serialize(format="nt", encoding="utf-8"), format=ox.RdfFormat.N_TRIPLES):
        if not _is_trivial(quad.triple):
            yield quad.triple


def _is_trivial(triple: ox.Triple) -> bool:
    subject, value = str(triple.subject)[1:-1], triple.object
    if isinstance(value, ox.BlankNode) or subject.startswith(_AXIOMATIC):
        return True
    if not isinstance(value, ox.NamedNode):
        return False
    return value.value in _TOP or (value.value == subject and triple.predicate.value in _REFLEXIVE)


def validate(
    data: rdf.Quads, shapes: Shapes, checks: Sequence[Query] = (), prefixes: Mapping[str, str] = PREFIXES
) -> Report:
    """The findings of pyshacl, and of the checks run by rdflib; takes and raises what `validate.validate` does."""
    return Report.of([*against_shapes(data, shapes), *_against_checks(data, checks, prefixes)])


def against_shapes(data: rdf.Quads, shapes: Shapes) -> list[Finding]:
    """The findings of pyshacl by the shapes alone; raises `ShapesError`."""
    parsed = parse_shapes(shapes)
    if not len(parsed):
        return []
    with _quiet():
        written = _pyshacl(graph_of(data), graph_of(Graphs(engineform.switched(parsed))))
    return findings_in(Graphs(ox.parse(written, format=ox.RdfFormat.N_TRIPLES)), parsed)


def _pyshacl(data: "Graph", shapes: "Graph") -> bytes:
    import pyshacl
    from rdflib import Graph

    try:
        _, report, told = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    except Exception as error:  # noqa: BLE001 - it raises anything, also a bare Exception, at shapes it cannot use
        report, told = None, str(error)
    if not isinstance(report, Graph):
        first = told.strip().partition("\n")[0].rstrip(".")
        raise ShapesError(
            "shapes",
            Phrase("pyshacl cannot use them ({first})", first=first),
            Phrase("correct them, or use the fast engine"),
        )
    return report.serialize(format="nt", encoding="utf-8")


def _against_checks(
    data: rdf.Quads, checks: Sequence[Query], prefixes: Mapping[str, str]
) -> Iterator[Finding]:
    if not checks:
        return
    dataset = dataset_of(data)
    for check in checks:
        refuse_check(check)
        query.run(ox.Store(), check.text, prefixes, name=check.name)
        with _quiet():
            rows = _result(_run(dataset, check.text, prefixes, {}))
        assert isinstance(rows, ox.QuerySolutions)
        for row in rows:
            yield finding_of(check, {name: row[name] for name in check.variables})
