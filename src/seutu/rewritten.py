"""Which queries may see how a value is written, where a store has it in another form: these the reference answers.

The fast engines compare and take apart the value that their store keeps, ``7`` for ``007``; rdflib keeps it as it is
written (RDF 1.1 Concepts, section 3.3; SPARQL 1.1, sections 17.4.1.8 and 17.4.2.5).
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph as ox

from seutu import rdf
from seutu.graphs import Graphs
from seutu.rdf import node

_PATH_VARIABLE = "PATH"
_QUERIES = tuple(map(node, ("sh:select", "sh:ask")))


def properties(data: rdf.Quads) -> frozenset[str]:
    """The IRIs of the properties that have a value which the store of ``data`` keeps in another form."""
    return (
        frozenset(quad.predicate.value for quad in data.rewritten)
        if isinstance(data, Graphs)
        else frozenset()
    )


def sees(text: str, prefixes: Mapping[str, str], odd: frozenset[str]) -> bool:
    """Whether a query may come to a value of one of the ``odd`` properties."""
    if not odd:
        return False
    try:
        predicates = set(_predicates(_algebra(text, prefixes)))
    except Exception:  # noqa: BLE001 - rdflib raises anything at what it cannot read, and then nobody knows
        return True
    return None in predicates or not odd.isdisjoint(predicates)


def shapes_see(shapes: rdf.Quads, prefixes: Mapping[str, Mapping[str, str]], odd: frozenset[str]) -> bool:
    """Whether a query of some shapes may, or is asked of values to which an ``odd`` property leads.

    ``prefixes`` are those that each query declares, by the node that has it, as text.
    """
    queries = [quad for predicate in _QUERIES for quad in shapes.quads_for_pattern(None, predicate, None)]
    if not odd or not queries:
        return False
    named = {quad.object.value for quad in shapes if isinstance(quad.object, ox.NamedNode)}
    return not odd.isdisjoint(named) or any(
        sees(quad.object.value, prefixes.get(str(quad.subject), {}), odd)
        for quad in queries
        if isinstance(quad.object, ox.Literal)
    )


def _algebra(text: str, prefixes: Mapping[str, str]) -> Any:
    from rdflib.plugins.sparql import prepareQuery

    return prepareQuery(text.removeprefix("\ufeff"), initNs=dict(prefixes)).algebra


def _predicates(part: Any) -> Iterator[str | None]:
    """The IRIs of the properties in a query's patterns; None for one that may be any."""
    if isinstance(part, Mapping):
        for name, inner in part.items():
            if name == "triples":
                for _, predicate, _ in inner:
                    yield from _steps(predicate)
            else:
                yield from _predicates(inner)
    elif isinstance(part, list | tuple | set):
        for inner in part:
            yield from _predicates(inner)


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
