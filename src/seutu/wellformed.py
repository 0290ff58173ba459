"""Whether shapes are well-formed SHACL: engines pass over most slips in silence, and what is skipped never fails."""

from collections.abc import Iterator

import pyoxigraph as ox

from seutu import query, rdf
from seutu.errors import QuerySyntaxError, ShapesError
from seutu.namespaces import PREFIXES, compact

_SH = PREFIXES["sh"]

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
    "has no list, in round brackets, as {what}": """SELECT ?shape ?what {
        VALUES ?what { sh:in sh:and sh:or sh:xone sh:languageIn sh:ignoredProperties }
        ?shape ?what ?list FILTER(!isBlank(?list) && ?list != rdf:nil) }""",
    "has no class as {what}": """SELECT ?shape ?what {
        VALUES ?what { sh:class sh:targetClass sh:datatype sh:targetSubjectsOf sh:targetObjectsOf }
        ?shape ?what ?iri FILTER(!isIRI(?iri)) }""",
    "has a pattern that is no regular expression, {what}": """SELECT ?shape ?what {
        ?shape sh:pattern ?what OPTIONAL { ?shape sh:flags ?flags }
        BIND(REGEX("", ?what, COALESCE(?flags, "")) AS ?read) FILTER(!BOUND(?read)) }""",
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


def parse_shapes(shapes: bytes, origin: str = "shapes") -> ox.Store:
    """The shapes, Turtle or N-Triples, in a store. Raises `ShapesError` when they are not well-formed SHACL."""
    store = ox.Store()
    rdf.load(store, shapes, ox.RdfFormat.TURTLE, ox.DefaultGraph(), origin)
    for shape, problem in _faults(store):
        name = shape.value if isinstance(shape, ox.NamedNode) else None
        raise ShapesError(origin, f"the shape {_shown(shape)} {problem}", "correct the shape", shape=name)
    return store


def declared_prefixes(store: ox.Store) -> dict[str, dict[str, str]]:
    """The prefixes that each query of the shapes in a store may use, by the query's node."""
    prefixes: dict[str, dict[str, str]] = {}
    for shape, prefix, namespace in _rows(store, _DECLARED):
        prefixes.setdefault(str(shape), {})[prefix.value] = namespace.value
    return prefixes


def _faults(store: ox.Store) -> Iterator[tuple[rdf.Term, str]]:
    for shape, predicate in sorted(_rows(store, _USES), key=str):
        if predicate.value.removeprefix(_SH) not in _VOCABULARY:
            yield shape, f"uses {compact(predicate.value)}, which is not of SHACL Core or SHACL-SPARQL"
    for problem, select in _FAULTS.items():
        found = [(row["shape"], problem.format(what=_shown(row["what"]))) for row in _rows(store, select)]
        yield from sorted(found, key=str)
    yield from _query_faults(store)


def _query_faults(store: ox.Store) -> Iterator[tuple[rdf.Term, str]]:
    prefixes = declared_prefixes(store)
    for shape, text in sorted(_rows(store, _QUERIES), key=str):
        try:
            query.run(ox.Store(), text.value, prefixes.get(str(shape), {}))
        except QuerySyntaxError as error:
            yield shape, f"has a query with a fault in its line {error.line}: {error.problem}"


def _rows(store: ox.Store, select: str) -> ox.QuerySolutions:
    rows = store.query(select, prefixes=dict(PREFIXES))
    assert isinstance(rows, ox.QuerySolutions)
    return rows


def _shown(term: rdf.Term) -> str:
    if isinstance(term, ox.BlankNode):
        return "without a name"
    return compact(term.value) if isinstance(term, ox.NamedNode) else str(term)
