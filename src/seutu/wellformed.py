"""Whether shapes are well-formed SHACL: engines pass over most slips in silence, and what is skipped never fails."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from seutu import patterns, prebinding, query, rdf, reading, sparql, structure
from seutu.errors import QuerySyntaxError, ShapesError
from seutu.graphs import Graphs
from seutu.namespaces import PREFIXES, compact

_SH = PREFIXES["sh"]
_NEARLY = "w3.org/ns/shacl"
_SPARQL, _SEVERITY = rdf.node("sh:sparql"), rdf.node("sh:severity")
_ONTOLOGY, _IMPORTS = rdf.node("owl:Ontology"), rdf.node("owl:imports")
_HEXADECIMAL = re.compile("[0-9a-f]+")

# All of SHACL Core and SHACL-SPARQL, and nothing of SHACL-AF or SHACL-JS, which no engine here is asked to run.
_VOCABULARY = frozenset(
    (
        "alternativePath and annotationProperty annotationValue annotationVarName ask class closed conforms construct"
        " datatype deactivated declare defaultValue description detail disjoint entailment equals flags focusNode group"
        " hasValue ignoredProperties in inversePath labelTemplate languageIn lessThan lessThanOrEquals maxCount"
        " maxExclusive maxInclusive maxLength message minCount minExclusive minInclusive minLength name namespace node"
        " nodeKind nodeValidator not oneOrMorePath optional or order parameter path pattern prefix prefixes property"
        " propertyValidator qualifiedMaxCount qualifiedMinCount qualifiedValueShape qualifiedValueShapesDisjoint result"
        " resultAnnotation resultMessage resultPath resultSeverity select severity shapesGraph"
        " shapesGraphWellFormed sourceConstraint sourceConstraintComponent sourceShape sparql targetClass targetNode"
        " targetObjectsOf targetSubjectsOf uniqueLang update validator value xone zeroOrMorePath zeroOrOnePath"
    ).split()
)

# What every row of a query names is a shape at fault, and what is at fault in it.
_FAULTS = {
    "is a property shape and has no sh:path": """SELECT ?shape ("sh:path" AS ?what) {
        { [] sh:property ?shape } UNION { ?shape a sh:PropertyShape } FILTER NOT EXISTS { ?shape sh:path ?path } }""",
    "has two values, where one is allowed, of {what}": """SELECT DISTINCT ?shape ?what {
        VALUES ?what { sh:path sh:minCount sh:maxCount sh:datatype sh:nodeKind sh:minLength sh:maxLength sh:pattern
            sh:uniqueLang sh:minInclusive sh:maxInclusive sh:minExclusive sh:maxExclusive sh:in sh:languageIn
            sh:closed sh:severity sh:deactivated sh:qualifiedMinCount sh:qualifiedMaxCount }
        ?shape ?what ?one, ?other FILTER(STR(?one) < STR(?other)) FILTER(?what != sh:pattern) }""",
    "has no whole number from 0 up as {what}": """SELECT ?shape ?what {
        VALUES ?what { sh:minCount sh:maxCount sh:minLength sh:maxLength sh:qualifiedMinCount sh:qualifiedMaxCount }
        ?shape ?what ?number FILTER(!COALESCE(datatype(?number) = xsd:integer && ?number >= 0, false)) }""",
    "has neither true nor false as {what}": """SELECT ?shape ?what {
        VALUES ?what { sh:uniqueLang sh:closed sh:deactivated sh:qualifiedValueShapesDisjoint }
        ?shape ?what ?flag FILTER(!COALESCE(datatype(?flag) = xsd:boolean, false)) }""",
    "has no class as {what}": """SELECT ?shape ?what {
        VALUES ?what { sh:class sh:targetClass sh:datatype sh:targetSubjectsOf sh:targetObjectsOf }
        ?shape ?what ?iri FILTER(!isIRI(?iri)) }""",
    "has no text as {what}": """SELECT ?shape ?what {
        VALUES ?what { sh:message sh:pattern sh:flags sh:select sh:ask sh:prefix }
        ?shape ?what ?text
        FILTER(!isLiteral(?text) || !(DATATYPE(?text) IN (xsd:string, rdf:langString))) }""",
    "has a value, where a shape or another node is wanted, as {what}": """SELECT ?shape ?what {
        VALUES ?what { sh:node sh:property sh:not sh:qualifiedValueShape sh:sparql sh:validator sh:nodeValidator
            sh:propertyValidator sh:parameter sh:prefixes sh:declare }
        ?shape ?what ?other FILTER(isLiteral(?other)) }""",
    "has a value, where shapes are wanted, in the list of {what}": """SELECT ?shape ?what {
        VALUES ?what { sh:and sh:or sh:xone }
        ?shape ?what ?list . ?list rdf:rest*/rdf:first ?other FILTER(isLiteral(?other)) }""",
    "has no IRI as {what}": """SELECT ?shape ?what {
        VALUES ?what { sh:equals sh:disjoint sh:lessThan sh:lessThanOrEquals sh:severity }
        ?shape ?what ?iri FILTER(!isIRI(?iri)) }""",
    "has no kind of node as {what}": """SELECT ?shape ?what {
        VALUES ?what { sh:nodeKind } ?shape ?what ?kind
        FILTER(!(?kind IN (sh:IRI, sh:BlankNode, sh:Literal, sh:BlankNodeOrIRI, sh:BlankNodeOrLiteral,
            sh:IRIOrLiteral))) }""",
    "asks for {what}, and what follows by it is not worked out here": """SELECT ?shape ("sh:entailment" AS ?what) {
        ?shape sh:entailment ?regime }""",
    "names shapes by {what} that are themselves not described": """SELECT ?shape ?what {
        VALUES ?what { sh:property } ?shape ?what ?other FILTER NOT EXISTS { ?other ?any ?value } }""",
}

# Data may lie beside the shapes, and use of SHACL's names what it likes.
_USES = """SELECT DISTINCT ?shape ?predicate {
    { VALUES ?type { sh:NodeShape sh:PropertyShape sh:SPARQLConstraint } ?shape a ?type }
    UNION { ?shape sh:property|sh:path|sh:targetClass|sh:targetNode|sh:select ?any }
    UNION { ?any sh:property|sh:node|sh:not|sh:qualifiedValueShape|sh:sparql ?shape }
    UNION { ?any (sh:and|sh:or|sh:xone)/rdf:rest*/rdf:first ?shape }
    ?shape ?predicate ?value FILTER(STRSTARTS(STR(?predicate), STR(sh:))) }"""
_QUERIES = "SELECT ?shape ?text { ?shape sh:select|sh:ask ?text }"
_DECLARED = """SELECT ?shape ?prefix ?namespace {
    ?shape sh:prefixes/owl:imports*/sh:declare ?declaration .
    ?declaration sh:prefix ?prefix ; sh:namespace ?namespace }"""
_PATTERNS = "SELECT ?shape ?pattern ?flags { ?shape sh:pattern ?pattern OPTIONAL { ?shape sh:flags ?flags } }"


def parse_shapes(shapes: bytes | Iterable[ox.Quad], origin: str = "shapes") -> Graphs:
    """The shapes, Turtle, N-Triples or quads that are read already, as one graph.

    Raises `InputError` for what is not RDF, `ShapesError` for shapes that are not well-formed SHACL.
    """
    if isinstance(shapes, bytes):
        shapes = reading.read(shapes, ox.RdfFormat.TURTLE, rdf.DEFAULT_GRAPH, origin)
    graph = Graphs(map(_kept_in_reports, shapes))
    for shape, problem in _faults(graph):
        raise ShapesError(
            origin, f"the shape {_shown(shape)} {problem}", "correct the shape", shape=_name(shape)
        )
    return graph


def _kept_in_reports(quad: ox.Quad) -> ox.Quad:
    # The engine repeats the label of a blank node, but not one that looks like a number to it.
    subject, value = (_relabelled(term) for term in (quad.subject, quad.object))
    return ox.Quad(subject, quad.predicate, value)


def _relabelled(term: Any) -> Any:
    if isinstance(term, ox.BlankNode) and _HEXADECIMAL.fullmatch(term.value):
        return ox.BlankNode(f"x{term.value}")
    return term


def remarks(files: Mapping[str, Iterable[ox.Quad]]) -> Iterator[str]:
    """Sentences about files of shapes, given by path, that say less than somebody may think."""
    said = {
        path: Graphs(rdf.moved(quad, rdf.DEFAULT_GRAPH) for quad in quads) for path, quads in files.items()
    }
    known = {
        quad.subject
        for graph in said.values()
        for quad in graph.quads_for_pattern(None, rdf.RDF_TYPE, _ONTOLOGY)
    }
    for path, graph in said.items():
        if not any(True for _ in _rows(graph, _USES)):
            yield f"{path}: holds no shape; {_hint(graph)}."
        for quad in graph.quads_for_pattern(None, _IMPORTS, None):
            if quad.object not in known:
                yield f"{path}: imports {quad.object}, which is not read; give its file with --shapes, too."
        for quad in graph.quads_for_pattern(None, _SPARQL, None):
            if rdf.objects(graph, quad.object, _SEVERITY):
                yield f"{path}: the severity of a query is not read; give it to {_shown(quad.subject)} itself."


def _hint(graph: Graphs) -> str:
    other = sorted(iri for iri in reading.iris(graph) if _NEARLY in iri and not iri.startswith(_SH))
    if other:
        return f"it uses {other[0]}, and the namespace of SHACL is {_SH}"
    return "check that it is the right file"


def declared_prefixes(store: rdf.Quads) -> dict[str, dict[str, str]]:
    """The prefixes that each query of the shapes in a store may use, by the query's node."""
    prefixes: dict[str, dict[str, str]] = {}
    for shape, prefix, namespace in _rows(store, _DECLARED):
        prefixes.setdefault(str(shape), {})[prefix.value] = namespace.value
    return prefixes


def _faults(store: Graphs) -> Iterator[tuple[rdf.Term, str]]:
    for shape, predicate in sorted(_rows(store, _USES), key=str):
        if predicate.value.removeprefix(_SH) not in _VOCABULARY:
            yield shape, f"uses {compact(predicate.value)}, which is not of SHACL Core or SHACL-SPARQL"
    for problem, select in _FAULTS.items():
        found = [(row["shape"], problem.format(what=_shown(row["what"]))) for row in _rows(store, select)]
        yield from sorted(found, key=str)
    yield from structure.faults(store)
    yield from _pattern_faults(store)
    yield from _query_faults(store)


def _pattern_faults(store: rdf.Quads) -> Iterator[tuple[rdf.Term, str]]:
    for shape, pattern, flags in sorted(_rows(store, _PATTERNS), key=str):
        try:
            told = patterns.translated(pattern.value, flags.value if flags else "")
            fault = "" if _is_read(*told) else "cannot be read as a regular expression"
        except patterns.PatternError as error:
            fault = str(error)
        if fault:
            yield shape, f"has a sh:pattern, {pattern}, that {fault}"


def _is_read(pattern: str, flags: str) -> bool:
    """Whether the engine takes a pattern for a regular expression."""
    rows = ox.Store().query(
        "SELECT (REGEX('', ?pattern, ?flags) AS ?read) ?pattern ?flags { VALUES (?pattern ?flags) { (UNDEF UNDEF) } }",
        substitutions={ox.Variable("pattern"): ox.Literal(pattern), ox.Variable("flags"): ox.Literal(flags)},
    )
    assert isinstance(rows, ox.QuerySolutions)
    return any(row["read"] is not None for row in rows)


def _query_faults(store: rdf.Quads) -> Iterator[tuple[rdf.Term, str]]:
    prefixes = declared_prefixes(store)
    for shape, text in sorted(_rows(store, _QUERIES), key=str):
        try:
            query.run(ox.Store(), text.value, prefixes.get(str(shape), {}))
        except QuerySyntaxError as error:
            yield shape, f"has a query with a fault in its line {error.line}: {error.problem}"
            continue
        fault = prebinding.fault(sparql.tokens(text.value))
        if fault:
            yield shape, f"has a query that {fault}"


def _rows(store: rdf.Quads, select: str) -> ox.QuerySolutions:
    rows = store.query(select, prefixes=dict(PREFIXES))
    assert isinstance(rows, ox.QuerySolutions)
    return rows


def _name(shape: rdf.Term) -> str:
    return shape.value if isinstance(shape, ox.NamedNode) else str(shape)


def _shown(term: rdf.Term) -> str:
    if isinstance(term, ox.BlankNode):
        return "without a name"
    return compact(term.value) if isinstance(term, ox.NamedNode) else str(term)
