"""The well-formedness of SHACL shapes: engines silently ignore most faults, and ignored shapes never fail."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from seutu.errors import QuerySyntaxError, ShapesError
from seutu.phrases import Phrase
from seutu.query import definition, lexer, locality
from seutu.query.graphs import Graphs
from seutu.rdf import model, reading
from seutu.rdf.namespaces import PREFIXES, compact
from seutu.shacl import components, patterns, prebinding, structure
from seutu.shacl.structure import Fault

Shapes = bytes | Iterable[ox.Quad]
"""Shapes in Turtle or N-Triples, or as quads."""

_SH = PREFIXES["sh"]
_NEARLY = "w3.org/ns/shacl"
_SPARQL, _SEVERITY = model.node("sh:sparql"), model.node("sh:severity")
_ONTOLOGY, _IMPORTS = model.node("owl:Ontology"), model.node("owl:imports")
_INTEGER = model.node("xsd:integer")
LOCALITY = model.node("seutu:locality")
"""The property by which the query of a constraint declares its `seutu.query.locality`."""

_HEXADECIMAL = re.compile("[0-9a-f]+")

# The terms of SHACL Core and SHACL-SPARQL, without SHACL-AF and SHACL-JS, which are not supported.
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

# The properties whose subjects are shapes (section 2.1): targets and parameters; and those of queries.
_OF_SHAPES = (
    "and class closed datatype disjoint equals flags hasValue ignoredProperties in languageIn lessThan"
    " lessThanOrEquals maxCount maxExclusive maxInclusive maxLength minCount minExclusive minInclusive minLength node"
    " nodeKind not or path pattern property qualifiedMaxCount qualifiedMinCount qualifiedValueShape"
    " qualifiedValueShapesDisjoint select sparql targetClass targetNode targetObjectsOf targetSubjectsOf uniqueLang"
    " xone"
).split()
_NUMBERS = "minCount maxCount minLength maxLength qualifiedMinCount qualifiedMaxCount".split()
_FROM_ZERO = re.compile(r"\+?[0-9]+|-0+")

# Each row of a query has a faulty shape, and the property at fault.
_FAULTS = {
    Phrase("is a property shape and has no sh:path"): """SELECT ?shape ("sh:path" AS ?what) {
        { [] sh:property ?shape } UNION { ?shape a sh:PropertyShape } FILTER NOT EXISTS { ?shape sh:path ?path }
        FILTER EXISTS { ?shape ?any ?value } }""",
    Phrase("has two values, where one is allowed, of {what}"): """SELECT DISTINCT ?shape ?what {
        VALUES ?what { sh:path sh:minCount sh:maxCount sh:datatype sh:nodeKind sh:minLength sh:maxLength sh:pattern
            sh:flags sh:uniqueLang sh:minInclusive sh:maxInclusive sh:minExclusive sh:maxExclusive sh:in sh:languageIn
            sh:closed sh:ignoredProperties sh:severity sh:deactivated sh:qualifiedValueShape sh:qualifiedMinCount
            sh:qualifiedMaxCount sh:qualifiedValueShapesDisjoint sh:select sh:ask sh:prefix sh:namespace
            seutu:locality }
        ?shape ?what ?one, ?other FILTER(!sameTerm(?one, ?other)) }""",
    Phrase("has neither true nor false as {what}"): """SELECT ?shape ?what {
        VALUES ?what { sh:uniqueLang sh:closed sh:deactivated sh:qualifiedValueShapesDisjoint }
        ?shape ?what ?flag FILTER(!COALESCE(datatype(?flag) = xsd:boolean, false)) }""",
    Phrase("has no class as {what}"): """SELECT ?shape ?what {
        VALUES ?what { sh:class sh:targetClass }
        ?shape ?what ?iri FILTER(!isIRI(?iri)) }""",
    Phrase("has no text as {what}"): """SELECT ?shape ?what {
        VALUES ?what { sh:message sh:pattern sh:flags sh:select sh:ask sh:prefix seutu:locality }
        ?shape ?what ?text
        FILTER(!isLiteral(?text) || !(DATATYPE(?text) IN (xsd:string, rdf:langString))) }""",
    Phrase("has a value, where a shape or another node is wanted, as {what}"): """SELECT ?shape ?what {
        VALUES ?what { sh:node sh:property sh:not sh:qualifiedValueShape sh:sparql sh:validator sh:nodeValidator
            sh:propertyValidator sh:parameter sh:prefixes sh:declare }
        ?shape ?what ?other FILTER(isLiteral(?other)) }""",
    Phrase("has a value, where shapes are wanted, in the list of {what}"): """SELECT ?shape ?what {
        VALUES ?what { sh:and sh:or sh:xone }
        ?shape ?what ?list . ?list rdf:rest*/rdf:first ?other FILTER(isLiteral(?other)) }""",
    Phrase("has no IRI as {what}"): """SELECT ?shape ?what {
        VALUES ?what { sh:equals sh:disjoint sh:lessThan sh:lessThanOrEquals sh:severity sh:datatype
            sh:targetSubjectsOf sh:targetObjectsOf }
        ?shape ?what ?iri FILTER(!isIRI(?iri)) }""",
    Phrase(
        "has a node without a name, where an IRI or a value is wanted, as {what}"
    ): """SELECT ?shape ?what {
        VALUES ?what { sh:targetNode } ?shape ?what ?node FILTER(isBlank(?node)) }""",
    Phrase("has true or false, which are not compared here, as {what}"): """SELECT ?shape ?what {
        VALUES ?what { sh:minInclusive sh:maxInclusive sh:minExclusive sh:maxExclusive }
        ?shape ?what ?bound FILTER(datatype(?bound) = xsd:boolean) }""",
    Phrase("has no namespace as {what}"): """SELECT ?shape ?what {
        VALUES ?what { sh:namespace } ?shape ?what ?iri
        FILTER(!isLiteral(?iri) || !(DATATYPE(?iri) IN (xsd:anyURI, xsd:string))) }""",
    Phrase("names a constraint by {what} that has no sh:select"): """SELECT ?shape ?what {
        VALUES ?what { sh:sparql } ?shape ?what ?other
        FILTER(!isLiteral(?other)) FILTER NOT EXISTS { ?other sh:select ?text } }""",
    Phrase("has {what} and no sh:select; put it on the query"): """SELECT ?shape ?what {
        VALUES ?what { seutu:locality } ?shape ?what ?text
        FILTER NOT EXISTS { ?shape sh:select ?query } }""",
    Phrase("has no kind of node as {what}"): """SELECT ?shape ?what {
        VALUES ?what { sh:nodeKind } ?shape ?what ?kind
        FILTER(!(?kind IN (sh:IRI, sh:BlankNode, sh:Literal, sh:BlankNodeOrIRI, sh:BlankNodeOrLiteral,
            sh:IRIOrLiteral))) }""",
    Phrase(
        "asks for {what}, and what follows by it is not worked out here"
    ): """SELECT ?shape ("sh:entailment" AS ?what) {
        ?shape sh:entailment ?regime }""",
    Phrase("names {other} by {what}, of which nothing is said"): """SELECT ?shape ?what ?other {
        VALUES ?what { sh:property } ?shape ?what ?other FILTER NOT EXISTS { ?other ?any ?value } }""",
}

_REMEDIES = {
    "has true or false, which are not compared here, as {what}": Phrase("say by sh:in which are right"),
    "has no namespace as {what}": Phrase("write it in quotes, with ^^xsd:anyURI"),
    "names {other} by {what}, of which nothing is said": Phrase("give it a sh:path"),
}

# Data in the same graph may use any terms of SHACL, so only shapes are checked.
_USES = """SELECT DISTINCT ?shape ?predicate {
    { VALUES ?type { sh:NodeShape sh:PropertyShape sh:SPARQLConstraint } ?shape a ?type }
    UNION { VALUES ?says { OF_SHAPES } ?shape ?says ?any }
    UNION { ?any sh:property|sh:node|sh:not|sh:qualifiedValueShape|sh:sparql ?shape }
    UNION { ?any (sh:and|sh:or|sh:xone)/rdf:rest*/rdf:first ?shape }
    ?shape ?predicate ?value FILTER(STRSTARTS(STR(?predicate), STR(sh:))) }""".replace(
    "OF_SHAPES", " ".join(f"sh:{name}" for name in _OF_SHAPES)
)
_QUERIES = "SELECT ?shape ?what ?text { VALUES ?what { sh:select sh:ask } ?shape ?what ?text }"
_LOCALITIES = "SELECT ?shape ?text { ?shape seutu:locality ?text }"
_DECLARED = """SELECT ?shape ?prefix ?namespace {
    ?shape sh:prefixes/owl:imports*/sh:declare ?declaration .
    ?declaration sh:prefix ?prefix ; sh:namespace ?namespace }"""
_PATTERNS = "SELECT ?shape ?pattern ?flags { ?shape sh:pattern ?pattern OPTIONAL { ?shape sh:flags ?flags } }"


def parse_shapes(shapes: Shapes, origin: str = "shapes") -> Graphs:
    """The shapes, in Turtle, N-Triples or as quads, as one graph.

    Raises `InputError` for data that are not RDF, and `ShapesError` for shapes that are not well-formed SHACL.
    """
    if isinstance(shapes, bytes):
        shapes = reading.read(shapes, ox.RdfFormat.TURTLE, model.DEFAULT_GRAPH, origin)
    graph = Graphs(map(_with_reportable_labels, shapes))
    for node, problem, remedy, kind in _faults(graph):
        raise ShapesError(
            origin,
            Phrase("the {kind} {thing} {problem}", kind=kind, thing=_shown(node), problem=problem),
            remedy,
            shape=_name(node),
        )
    return graph


def _with_reportable_labels(quad: ox.Quad) -> ox.Quad:
    # The engine keeps the label of a blank node, except one that is hexadecimal.
    subject, value = (_relabelled(term) for term in (quad.subject, quad.object))
    return ox.Quad(subject, quad.predicate, value)


def _relabelled(term: Any) -> Any:
    if isinstance(term, ox.BlankNode) and _HEXADECIMAL.fullmatch(term.value):
        return ox.BlankNode(f"x{term.value}")
    return term


def remarks(files: Mapping[str, Iterable[ox.Quad]]) -> Iterator[Phrase]:
    """Remarks about files of shapes, by path: files without shapes, unknown imports, and ignored severities."""
    graphs = {
        path: Graphs(model.moved(quad, model.DEFAULT_GRAPH) for quad in quads)
        for path, quads in files.items()
    }
    known = {
        quad.subject
        for graph in graphs.values()
        for quad in graph.quads_for_pattern(None, model.RDF_TYPE, _ONTOLOGY)
    }
    for path, graph in graphs.items():
        if not any(True for _ in _rows(graph, _USES)):
            yield Phrase("{path}: holds no shape; {hint}.", path=path, hint=_hint(graph))
        for quad in graph.quads_for_pattern(None, _IMPORTS, None):
            if quad.object not in known:
                yield Phrase(
                    "{path}: imports {object}, which is not read; give its file with --shapes, too.",
                    path=path,
                    object=quad.object,
                )
        for quad in graph.quads_for_pattern(None, _SPARQL, None):
            if model.objects(graph, quad.object, _SEVERITY):
                yield Phrase(
                    "{path}: the severity of a query is not read; give it to {subject} itself.",
                    path=path,
                    subject=_shown(quad.subject),
                )


def _hint(graph: Graphs) -> Phrase:
    other = sorted(iri for iri in reading.iris(graph) if _NEARLY in iri and not iri.startswith(_SH))
    if other:
        return Phrase(
            "it uses {other}, and the namespace of SHACL is {namespace}", other=other[0], namespace=_SH
        )
    return Phrase("check that it is the right file")


def declared_prefixes(store: model.Quads) -> dict[str, dict[str, str]]:
    """The prefixes that each query of the shapes in a store may use, by the node of the query."""
    prefixes: dict[str, dict[str, str]] = {}
    for shape, prefix, namespace in _rows(store, _DECLARED):
        prefixes.setdefault(str(shape), {})[prefix.value] = namespace.value
    return prefixes


def _faults(store: Graphs) -> Iterator[Fault]:
    for shape, predicate in sorted(_rows(store, _USES), key=str):
        if predicate.value.removeprefix(_SH) not in _VOCABULARY:
            yield Fault(
                shape,
                Phrase(
                    "uses {predicate}, which is not of SHACL Core or SHACL-SPARQL",
                    predicate=compact(predicate.value),
                ),
            )
    yield from _number_faults(store)
    for problem, select in _FAULTS.items():
        for shape, filled in sorted(_filled(_rows(store, select), problem), key=str):
            yield Fault(shape, filled, _REMEDIES.get(problem, Phrase("correct the shape")))
    yield from structure.faults(store)
    yield from components.faults(store)
    yield from _pattern_faults(store)
    yield from _prefix_faults(store)
    yield from _query_faults(store)
    yield from _locality_faults(store)


def _filled(rows: ox.QuerySolutions, problem: str) -> Iterator[tuple[model.Term, Phrase]]:
    """Each faulty shape, and the problem with the values of its row."""
    names = [variable.value for variable in rows.variables]
    for row in rows:
        yield row["shape"], Phrase(problem, **{name: _shown(row[name]) for name in names})


def _number_faults(store: Graphs) -> Iterator[Fault]:
    # The original literal is checked, because a store changes the datatypes of integers to xsd:integer.
    for name in _NUMBERS:
        for quad in sorted(store.quads_for_pattern(None, ox.NamedNode(_SH + name), None), key=str):
            number = quad.object
            if not isinstance(number, ox.Literal) or not _FROM_ZERO.fullmatch(number.value):
                yield Fault(quad.subject, Phrase("has no whole number from 0 up as sh:{name}", name=name))
            elif number.datatype != _INTEGER:
                problem = Phrase(
                    "has no whole number from 0 up as sh:{name}: its type is not xsd:integer", name=name
                )
                yield Fault(
                    quad.subject, problem, Phrase("write {number}, without quotes", number=number.value)
                )


def _pattern_faults(store: model.Quads) -> Iterator[Fault]:
    for shape, pattern, flags in sorted(_rows(store, _PATTERNS), key=str):
        try:
            translated = patterns.translated(pattern.value, flags.value if flags else "")
            fault = None if _is_regex(*translated) else Phrase("cannot be read as a regular expression")
        except patterns.PatternError as error:
            fault = error.args[0]
        if fault:
            yield Fault(
                shape, Phrase("has a sh:pattern, {pattern}, that {fault}", pattern=pattern, fault=fault)
            )


def _is_regex(pattern: str, flags: str) -> bool:
    """Return whether the engine accepts a pattern as a regular expression."""
    rows = ox.Store().query(
        "SELECT (REGEX('', ?pattern, ?flags) AS ?read) ?pattern ?flags { VALUES (?pattern ?flags) { (UNDEF UNDEF) } }",
        substitutions={ox.Variable("pattern"): ox.Literal(pattern), ox.Variable("flags"): ox.Literal(flags)},
    )
    assert isinstance(rows, ox.QuerySolutions)
    return any(row["read"] is not None for row in rows)


def _prefix_faults(store: model.Quads) -> Iterator[Fault]:
    """Faults of queries with one prefix for several namespaces, which is ill-formed (SHACL, section 5.2.1)."""
    namespaces: dict[tuple[model.Term, str], set[str]] = {}
    for shape, prefix, namespace in _rows(store, _DECLARED):
        namespaces.setdefault((shape, prefix.value), set()).add(namespace.value)
    for (shape, prefix), several in sorted(namespaces.items(), key=str):
        if len(several) > 1:
            problem = Phrase(
                "has sh:prefixes that give several namespaces to '{prefix}:', {several}",
                prefix=prefix,
                several=", ".join(sorted(several)),
            )
            yield Fault(shape, problem, Phrase("declare one of them"))


def _query_faults(store: model.Quads) -> Iterator[Fault]:
    prefixes, given = declared_prefixes(store), components.validator_parameters(store)
    for shape, what, text in sorted(_rows(store, _QUERIES), key=str):
        form, wanted = lexer.form(lexer.tokenize(text.value)), what.value.removeprefix(_SH).upper()
        if form not in ("", wanted):
            yield Fault(
                shape,
                Phrase("has a query that is no {wanted} as {what}", wanted=wanted, what=compact(what.value)),
            )
            continue
        known = prefixes.get(str(shape), {})
        try:
            definition.run(ox.Store(), text.value, known)
        except QuerySyntaxError as error:
            yield Fault(
                shape,
                Phrase(
                    "has a query with a fault in its line {line}: {problem}",
                    line=error.line,
                    problem=error.problem,
                ),
            )
            continue
        fault = prebinding.fault(text.value, given.get(shape, frozenset()), known)
        if fault:
            problem, remedy = fault
            yield Fault(shape, Phrase("has a query that {problem}", problem=problem), remedy)


def _locality_faults(store: model.Quads) -> Iterator[Fault]:
    prefixes = declared_prefixes(store)
    for shape, text in sorted(_rows(store, _LOCALITIES), key=str):
        try:
            locality.read(text.value, {**PREFIXES, **prefixes.get(str(shape), {})})
        except ValueError as error:
            problem, remedy = error.args
            yield Fault(
                shape,
                Phrase("has a seutu:locality that is not understood: {problem}", problem=problem),
                remedy,
            )


def _rows(store: model.Quads, select: str) -> ox.QuerySolutions:
    rows = store.query(select, prefixes=dict(PREFIXES))
    assert isinstance(rows, ox.QuerySolutions)
    return rows


def _name(shape: model.Term) -> str:
    return shape.value if isinstance(shape, ox.NamedNode) else str(shape)


def _shown(term: model.Term) -> str:
    if isinstance(term, ox.BlankNode):
        return Phrase("without a name")
    return compact(term.value) if isinstance(term, ox.NamedNode) else str(term)
