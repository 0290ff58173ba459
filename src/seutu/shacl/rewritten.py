"""Queries that depend on lexical forms which a store has rewritten: the reference engine answers these.

The fast engines use the terms that their store returns, ``7`` for ``007``; rdflib keeps the lexical forms
(RDF 1.1 Concepts, section 3.3; SPARQL 1.1, sections 17.4.1.8 and 17.4.2.5).
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from seutu.query import definition, lexer
from seutu.query.graphs import Graphs
from seutu.rdf import model
from seutu.rdf.model import node

MOST = 5000
"""The most statements for the reference engine: with more it takes minutes."""

_PATH_VARIABLE = "PATH"
_QUERIES = tuple(map(node, ("sh:select", "sh:ask")))
# The functions and clauses that depend on the lexical form; comparisons and arithmetic use the value.
_FORM_KEYWORDS = frozenset("STR DATATYPE SAMETERM DISTINCT REDUCED GROUP".split())


@dataclass(frozen=True)
class RewrittenTerms:
    """The properties with values that a store has rewritten, by their IRIs.

    ``merged`` are those where several literals became one.
    """

    properties: frozenset[str] = frozenset()
    merged: frozenset[str] = frozenset()

    @classmethod
    def of(cls, data: model.Quads) -> "RewrittenTerms":
        """The properties in data; none for data of more than `MOST` statements."""
        if not isinstance(data, Graphs) or len(data) > MOST:
            return cls()
        rewritten = data.rewritten
        places = Counter(
            (quad.subject, quad.predicate, data.stored_term(quad.object), quad.graph_name)
            for quad in rewritten
        )
        merged = {predicate.value for (_, predicate, _, _), times in places.items() if times > 1}
        return cls(frozenset(quad.predicate.value for quad in rewritten), frozenset(merged))


def depends_on_forms(text: str, prefixes: Mapping[str, str], rewritten: RewrittenTerms) -> bool:
    """Return whether a query may depend on the lexical form of rewritten terms; false if rdflib cannot parse it."""
    if not rewritten.properties:
        return False
    try:
        triples = list(_triples(_algebra(text, prefixes)))
    except Exception:  # noqa: BLE001 - rdflib raises many types for queries that it cannot parse, and then cannot run
        return False
    wanted = (
        rewritten.properties if _uses_form_keywords(text) or _matches_terms(triples) else rewritten.merged
    )
    predicates = {one for _, predicate, _ in triples for one in _steps(predicate)}
    return bool(wanted) and (None in predicates or not wanted.isdisjoint(predicates))


def shapes_depend_on_forms(
    shapes: model.Quads, prefixes: Mapping[str, Mapping[str, str]], rewritten: RewrittenTerms
) -> bool:
    """Return whether a query of shapes may depend on the lexical form of rewritten terms.

    That includes queries that get such terms by a path of their shape. ``prefixes`` are those of each query, by the
    text of its node.
    """
    queries = [quad for predicate in _QUERIES for quad in shapes.quads_for_pattern(None, predicate, None)]
    if not rewritten.properties or not queries:
        return False
    named = {quad.object.value for quad in shapes if isinstance(quad.object, ox.NamedNode)}
    is_in_paths = not rewritten.properties.isdisjoint(named)
    return any(
        (is_in_paths and _uses_form_keywords(quad.object.value))
        or depends_on_forms(quad.object.value, prefixes.get(str(quad.subject), {}), rewritten)
        for quad in queries
        if isinstance(quad.object, ox.Literal)
    )


def _uses_form_keywords(text: str) -> bool:
    return any(word.kind == "word" and word.text.upper() in _FORM_KEYWORDS for word in lexer.tokenize(text))


def _matches_terms(triples: Sequence[Any]) -> bool:
    """Return whether values are matched as terms: with a literal of the query, or in several patterns."""
    from rdflib import Literal, Variable

    objects = [value for _, _, value in triples]
    variables = Counter(value for value in objects if isinstance(value, Variable))
    return any(isinstance(value, Literal) for value in objects) or any(
        times > 1 for times in variables.values()
    )


def _algebra(text: str, prefixes: Mapping[str, str]) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(text.removeprefix("\ufeff"), initNs=dict(prefixes)).algebra


def _triples(part: Any) -> Iterator[Any]:
    """The triple patterns of a query, at any depth."""
    if isinstance(part, Mapping):
        for name, inner in part.items():
            if name == "triples":
                # Before its translation rdflib keeps patterns as flat lists of terms, three for each pattern.
                terms = [term for run in inner for term in run]
                yield from zip(terms[::3], terms[1::3], terms[2::3], strict=True)
            else:
                yield from _triples(inner)
    elif isinstance(part, list | tuple | set):
        for inner in part:
            yield from _triples(inner)


def _steps(predicate: Any) -> Iterator[str | None]:
    """The IRIs of the properties in a predicate or path; None for any property."""
    from rdflib import URIRef, Variable
    from rdflib.paths import AlternativePath, InvPath, MulPath, SequencePath

    if isinstance(predicate, URIRef):
        yield str(predicate)
    elif isinstance(predicate, InvPath):
        yield from _steps(predicate.arg)
    elif isinstance(predicate, MulPath):
        yield from _steps(predicate.path)
    elif isinstance(predicate, SequencePath | AlternativePath):
        for step in predicate.args:
            yield from _steps(step)
    elif predicate != Variable(_PATH_VARIABLE):  # its steps are those of the shape's path
        yield None


def select_rows(
    data: model.Quads, text: str, prefixes: Mapping[str, str], rewritten: RewrittenTerms, name: str = "query"
) -> ox.QuerySolutions:
    """The rows of a query, from the reference engine if it may depend on lexical forms."""
    if depends_on_forms(text, prefixes, rewritten):
        from seutu.query import reference

        found = reference.run(data, text, prefixes, name=name)
    else:
        found = definition.run(data, text, prefixes, name=name)
    assert isinstance(found, ox.QuerySolutions)
    return found
