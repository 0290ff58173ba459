"""Scopes: the statements of a source or a layer, or all without a layer, as the quads to remove from a store.

Descriptions of resources, especially their labels, stay whatever their source, so that the rest remains readable.
"""

from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass

import pyoxigraph as ox

from seutu.errors import ParameterError, UnknownName
from seutu.language.labels import Labels
from seutu.language.lookup import Names
from seutu.phrases import Phrase
from seutu.rdf.model import RDF_TYPE, GraphName, Quads, Term, node, objects
from seutu.rdf.namespaces import BASE

_MODALITY, _EVIDENCE, _IN_SOURCE = node("seutu:modality"), node("seutu:evidence"), node("seutu:inSource")
_HOLDS_LAYER, _GAP_IN = node("seutu:holdsLayer"), node("seutu:gapIn")
_SOURCE, _IN_SCHEME = node("seutu:Source"), node("skos:inScheme")
_IN_LAYERS, _READ = ox.NamedNode(BASE + "concept/layer"), ox.NamedNode(BASE + "concept/layer/read")
_CITING = (_EVIDENCE, *map(node, ("seutu:namedIn", "seutu:periodNamedIn", "seutu:openEndedAt")))
# Links of statements that are removed when any of the objects is removed, and when all are.
_NEEDS_ALL = tuple(map(node, ("seutu:premise", "seutu:underReading")))
_NEEDS_ONE = tuple(map(node, ("seutu:reads", "seutu:gapAbout")))


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of a store: its ``name`` for readers, and ``outside``, which returns the quads that are not in it.

    ``outside`` only reads the store.
    """

    name: str
    outside: Callable[[Quads], set[ox.Quad]]


def named(name: str, names: Names, labels: Labels) -> Scope:
    """Return the scope for the name of a source or a layer.

    Raises `UnknownName`, `AmbiguousName`, or `ParameterError` for what is neither.
    """
    found = _resolved(name, names)
    shown = labels.shown(found)
    if _IN_LAYERS in objects(names.store, found, _IN_SCHEME):
        return of_layer(found, Phrase('the layer "{layer}"', layer=shown).text_in(labels.lang))
    if _SOURCE in objects(names.store, found, RDF_TYPE):
        return of_source(found, shown)
    raise ParameterError(
        Phrase("'{whom}' is neither a source nor a layer; 'seutu ask sources' lists both.", whom=name)
    )


def layer_named(name: str, names: Names) -> ox.NamedNode:
    """Return the layer for a name. Raises the errors of `named`."""
    found = _resolved(name, names)
    if _IN_LAYERS not in objects(names.store, found, _IN_SCHEME):
        raise ParameterError(Phrase("'{name}' is not a layer; 'seutu ask sources' lists them.", name=name))
    return found


def _resolved(name: str, names: Names) -> ox.NamedNode:
    # The last part of the IRI of a layer or a source, `read` or `s1`, is a valid name, too.
    for candidate in (f"layer:{name}", f"source:{name}", name):
        with suppress(UnknownName):
            return ox.NamedNode(names.resolve(candidate))
    known = [*_subjects(names.store, _IN_SCHEME, _IN_LAYERS), *_subjects(names.store, RDF_TYPE, _SOURCE)]
    raise UnknownName(Phrase("source or layer"), name, [str(term)[1:-1].rpartition("/")[2] for term in known])


def of_layer(layer: ox.NamedNode, name: str) -> Scope:
    """Return the scope of a layer: its statements, and its citations for resources. Gaps stay: they do not depend on a
    layer.
    """

    def outside(store: Quads) -> set[ox.Quad]:
        graphs = _graphs_of_layers(store, lambda held: held != layer)
        cited = (quad for citing in _CITING for quad in store.quads_for_pattern(None, citing, None, None))
        return _quads_about(store, _statements_in(store, graphs)) | {
            quad for quad in cited if quad.graph_name in graphs
        }

    return Scope(name, outside)


def of_source(source: ox.NamedNode, name: str) -> Scope:
    """Return the scope of a source: the statements with evidence in it, with that evidence only, and its gaps.

    A stated statement with evidence in several sources is in the scope of each. A read statement is only in the scope
    of its single source, because several sources may each give a part of it.
    """

    def outside(store: Quads) -> set[ox.Quad]:
        places = {source, *_subjects(store, _IN_SOURCE, source)}
        cited = [quad for citing in _CITING for quad in store.quads_for_pattern(None, citing, None, None)]
        resting = {quad.subject for quad in cited if quad.predicate == _EVIDENCE and quad.object in places}
        read = _statements_in(store, _graphs_of_layers(store, lambda held: held == _READ))
        resting -= {quad.subject for quad in cited if quad.object not in places} & read
        gaps = store.quads_for_pattern(None, _GAP_IN, None, None)
        elsewhere = store.quads_for_pattern(None, _IN_SOURCE, None, None)
        removed = {quad.subject for quad in cited if quad.predicate == _EVIDENCE} - resting
        removed |= {quad.subject for quad in [*gaps, *elsewhere] if quad.object != source}
        return _quads_about(store, removed) | {quad for quad in cited if quad.object not in places}

    return Scope(name, outside)


def without(layers: Collection[ox.NamedNode], name: str) -> Scope:
    """Return the scope without the statements of some layers, and without those that depend on them.

    An inference is removed with any premise; a reading or a gap with the last statement that it is about.
    """

    def outside(store: Quads) -> set[ox.Quad]:
        removed = _statements_in(store, _graphs_of_layers(store, lambda held: held in layers))
        while True:
            dependants = _dependants(store, removed)
            if dependants <= removed:
                links = (store.quads_for_pattern(None, link, None, None) for link in _NEEDS_ONE)
                left = {quad for quads in links for quad in quads if quad.object in removed}
                return _quads_about(store, removed) | left
            removed |= dependants

    return Scope(name, outside)


def _graphs_of_layers(store: Quads, wanted: Callable[[Term], bool]) -> set[GraphName]:
    """Return the graphs of the layers for which ``wanted`` is true."""
    held = store.quads_for_pattern(None, _HOLDS_LAYER, None, None)
    return {quad.subject for quad in held if wanted(quad.object) and isinstance(quad.subject, ox.NamedNode)}


def _statements_in(store: Quads, graphs: Collection[GraphName]) -> set[Term]:
    quads = store.quads_for_pattern(None, _MODALITY, None, None)
    return {quad.subject for quad in quads if quad.graph_name in graphs}


def _subjects(store: Quads, predicate: ox.NamedNode, value: Term) -> set[Term]:
    return {quad.subject for quad in store.quads_for_pattern(None, predicate, value, None)}


def _quads_about(store: Quads, subjects: Iterable[Term]) -> set[ox.Quad]:
    return {
        quad
        for subject in subjects
        if isinstance(subject, ox.NamedNode | ox.BlankNode)
        for quad in store.quads_for_pattern(subject, None, None, None)
    }


def _dependants(store: Quads, removed: Collection[Term]) -> set[Term]:
    """Return the subjects that have lost a premise, or all statements that they are about."""
    lost: set[Term] = {
        quad.subject
        for link in _NEEDS_ALL
        for quad in store.quads_for_pattern(None, link, None, None)
        if quad.object in removed
    }
    for link in _NEEDS_ONE:
        about: dict[Term, bool] = {}
        for quad in store.quads_for_pattern(None, link, None, None):
            about[quad.subject] = about.get(quad.subject, False) or quad.object not in removed
        lost |= {subject for subject, stands in about.items() if not stands}
    return lost
