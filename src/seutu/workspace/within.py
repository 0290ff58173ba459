"""The scope of a case, a programme or a region: the statements that hold in it, and what all cases share."""

from collections.abc import Iterator, Mapping
from contextlib import suppress

import pyoxigraph as ox

from seutu.errors import OtherKind, UnknownName
from seutu.language.labels import Labels
from seutu.language.lookup import Names
from seutu.phrases import Phrase
from seutu.rdf.model import RDF_TYPE, GraphName, Quads, Term, node, objects
from seutu.workspace.scope import Scope

CASE = "case"
_CLASSES = {
    CASE: node("seutu:Case"),
    "programme": node("seutu:Programme"),
    "region": node("seutu:Region"),
}
_PREFIXES: Mapping[str, str] = {CASE: "dataset", "programme": "programme", "region": "region"}
_OWN = {"programme": node("seutu:inProgramme"), "region": node("seutu:inRegion")}
_OF_CASE = {"programme": node("seutu:caseProgramme"), "region": node("seutu:caseRegion")}
_HOLDS_CASE, _MODALITY, _GAP = node("seutu:holdsCase"), node("seutu:modality"), node("seutu:Gap")


def named(kind: str, name: str, names: Names, labels: Labels) -> Scope:
    """Return the scope for the name of a case, programme or region. Raises the errors of `Names.resolve`."""
    place = ox.NamedNode(_resolved(kind, name, names))
    told = Phrase('all sources on "{place}"', place=labels.shown(place)).text_in(labels.lang)
    return Scope(told, lambda store: _outside(store, kind, place))


def case_named(name: str, names: Names) -> ox.NamedNode:
    """Return the case of a name. Raises the errors of `Names.resolve`."""
    return ox.NamedNode(_resolved(CASE, name, names))


def both(one: Scope | None, other: Scope) -> Scope:
    """Return the scope of what is in two scopes."""
    if one is None:
        return other
    return Scope(f"{one.name}; {other.name}", lambda store: one.outside(store) | other.outside(store))


def _resolved(kind: str, name: str, names: Names) -> str:
    # The last part of the IRI, `jamsa`, is a valid name, too.
    wanted = [_CLASSES[kind].value]
    with suppress(UnknownName, OtherKind):
        return names.resolve(f"{_PREFIXES[kind]}:{name}", wanted)
    return names.resolve(name, wanted)


def _outside(store: Quads, kind: str, place: ox.NamedNode) -> set[ox.Quad]:
    about = {
        quad
        for subject in {*_statements_elsewhere(store, kind, place), *_gaps_elsewhere(store, kind, place)}
        if isinstance(subject, ox.NamedNode | ox.BlankNode)
        for quad in store.quads_for_pattern(subject, None, None, None)
    }
    return about | set(_told_by_other_cases(store, place)) if kind == CASE else about


def _told_by_other_cases(store: Quads, case: Term) -> Iterator[ox.Quad]:
    """Yield what the files of other cases hold: their programmes, periods, bodies and passages, too."""
    for held in store.quads_for_pattern(None, _HOLDS_CASE, None, None):
        if held.object != case and isinstance(held.subject, ox.NamedNode):
            yield from store.quads_for_pattern(None, None, None, held.subject)


def _statements_elsewhere(store: Quads, kind: str, place: ox.NamedNode) -> Iterator[Term]:
    """Yield the statements that do not hold in a place: by what they say of it, else by that of their case."""
    for quad in store.quads_for_pattern(None, _MODALITY, None, None):
        own = objects(store, quad.subject, _OWN[kind]) if kind in _OWN else []
        spoken_of = any(store.quads_for_pattern(quad.subject, None, place, None))
        if spoken_of or place in own or (not own and place in _of_graph(store, quad.graph_name, kind)):
            continue
        # What is of no case is shared by all; of a programme or a region it holds only if it speaks of it.
        if kind != CASE or _of_graph(store, quad.graph_name, CASE):
            yield quad.subject


def _gaps_elsewhere(store: Quads, kind: str, place: ox.NamedNode) -> Iterator[Term]:
    for quad in store.quads_for_pattern(None, RDF_TYPE, _GAP, None):
        where = _of_graph(store, quad.graph_name, kind)
        if where and place not in where:
            yield quad.subject


def _of_graph(store: Quads, graph: GraphName, kind: str) -> list[Term]:
    """Return the case of a graph, or the programmes or regions of that case."""
    cases = [] if isinstance(graph, ox.DefaultGraph) else objects(store, graph, _HOLDS_CASE)
    return (
        cases if kind == CASE else [place for case in cases for place in objects(store, case, _OF_CASE[kind])]
    )
