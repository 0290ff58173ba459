"""Which queries may see how a value is written, where a store has it in another form: these the reference answers.

The fast engines compare and take apart the value that their store keeps, ``7`` for ``007``; rdflib keeps it as it is
written (RDF 1.1 Concepts, section 3.3; SPARQL 1.1, sections 17.4.1.8 and 17.4.2.5).
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
"""On how many statements the reference is still asked: on more it takes minutes."""

_PATH_VARIABLE = "PATH"
_QUERIES = tuple(map(node, ("sh:select", "sh:ask")))
# By these a query can tell how a value is written; comparisons and arithmetic go by the value itself.
_TELLING = frozenset("STR DATATYPE SAMETERM DISTINCT REDUCED GROUP".split())


@dataclass(frozen=True)
class Odd:
    """The IRIs of the properties that have values which a store keeps in another form.

    ``merged`` are those of which it keeps several values as one.
    """

    properties: frozenset[str] = frozenset()
    merged: frozenset[str] = frozenset()

    @classmethod
    def of(cls, data: model.Quads) -> "Odd":
        """Those of some data; none of data of more than `MOST` statements."""
        if not isinstance(data, Graphs) or len(data) > MOST:
            return cls()
        rewritten = data.rewritten
        places = Counter(
            (quad.subject, quad.predicate, data.stored_term(quad.object), quad.graph_name)
            for quad in rewritten
        )
        merged = {predicate.value for (_, predicate, _, _), times in places.items() if times > 1}
        return cls(frozenset(quad.predicate.value for quad in rewritten), frozenset(merged))


def sees(text: str, prefixes: Mapping[str, str], odd: Odd) -> bool:
    """Whether a query may come to an ``odd`` value and tell how it is written; false of what rdflib cannot read."""
    if not odd.properties:
        return False
    try:
        triples = list(_triples(_algebra(text, prefixes)))
    except Exception:  # noqa: BLE001 - rdflib raises anything at what it cannot read, and then it cannot be asked
        return False
    wanted = odd.properties if _tells(text) or _joins(triples) else odd.merged
    predicates = {one for _, predicate, _ in triples for one in _steps(predicate)}
    return bool(wanted) and (None in predicates or not wanted.isdisjoint(predicates))


def shapes_see(shapes: model.Quads, prefixes: Mapping[str, Mapping[str, str]], odd: Odd) -> bool:
    """Whether a query of some shapes may, or tells how values are written to which an ``odd`` property leads.

    ``prefixes`` are those that each query declares, by the node that has it, as text.
    """
    queries = [quad for predicate in _QUERIES for quad in shapes.quads_for_pattern(None, predicate, None)]
    if not odd.properties or not queries:
        return False
    named = {quad.object.value for quad in shapes if isinstance(quad.object, ox.NamedNode)}
    leads = not odd.properties.isdisjoint(named)
    return any(
        (leads and _tells(quad.object.value))
        or sees(quad.object.value, prefixes.get(str(quad.subject), {}), odd)
        for quad in queries
        if isinstance(quad.object, ox.Literal)
    )


def _tells(text: str) -> bool:
    return any(word.kind == "word" and word.text.upper() in _TELLING for word in lexer.tokenize(text))


def _joins(triples: Sequence[Any]) -> bool:
    """Whether values are matched as terms: with a literal of the query, or as the object of several patterns."""
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
    """The patterns of a query, wherever they stand."""
    if isinstance(part, Mapping):
        for name, inner in part.items():
            if name == "triples":
                # What rdflib has not worked on yet, it keeps as runs of terms, three to a pattern.
                terms = [term for run in inner for term in run]
                yield from zip(terms[::3], terms[1::3], terms[2::3], strict=True)
            else:
                yield from _triples(inner)
    elif isinstance(part, list | tuple | set):
        for inner in part:
            yield from _triples(inner)


def _steps(predicate: Any) -> Iterator[str | None]:
    """The IRIs of the properties that a predicate or a path goes along; None for any."""
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


def rows(
    data: model.Quads, text: str, prefixes: Mapping[str, str], odd: Odd, name: str = "query"
) -> ox.QuerySolutions:
    """What a query selects, by the reference where it may see one of the ``odd`` values."""
    if sees(text, prefixes, odd):
        from seutu.query import reference

        found = reference.run(data, text, prefixes, name=name)
    else:
        found = definition.run(data, text, prefixes, name=name)
    assert isinstance(found, ox.QuerySolutions)
    return found
