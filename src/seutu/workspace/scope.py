"""What one source or one layer says, and what is left when a layer is dropped: which quads of a store go.

Descriptions of things, their names above all, are kept whoever gives them, so that what is left can still be read.
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
# What cannot stand when anything it points to is gone, and what can while one such thing is left.
_NEEDS_ALL = tuple(map(node, ("seutu:premise", "seutu:underReading")))
_NEEDS_ONE = tuple(map(node, ("seutu:reads", "seutu:gapAbout")))


@dataclass(frozen=True, slots=True)
class Scope:
    """A part of a store: its ``name`` for people, and ``outside``, which gives the quads that are not in it.

    ``outside`` only reads the store.
    """

    name: str
    outside: Callable[[Quads], set[ox.Quad]]


def named(whom: str, names: Names, labels: Labels) -> Scope:
    """The scope that a person means by the name of a source or a layer.

    Raises `UnknownName`, `AmbiguousName`, or `ParameterError` for what is neither.
    """
    found = _found(whom, names)
    shown = labels.shown(found)
    if _IN_LAYERS in objects(names.store, found, _IN_SCHEME):
        return of_layer(found, Phrase('the layer "{layer}"', layer=shown).told(labels.lang))
    if _SOURCE in objects(names.store, found, RDF_TYPE):
        return of_source(found, shown)
    raise ParameterError(
        Phrase("'{whom}' is neither a source nor a layer; 'seutu ask sources' lists both.", whom=whom)
    )


def layer_named(name: str, names: Names) -> ox.NamedNode:
    """The layer that a person means. Raises what `named` raises."""
    found = _found(name, names)
    if _IN_LAYERS not in objects(names.store, found, _IN_SCHEME):
        raise ParameterError(Phrase("'{name}' is not a layer; 'seutu ask sources' lists them.", name=name))
    return found


def _found(name: str, names: Names) -> ox.NamedNode:
    # The last part of the IRI of a layer or a source, `read` or `s1`, is name enough where one is wanted.
    for candidate in (f"layer:{name}", f"source:{name}", name):
        with suppress(UnknownName):
            return ox.NamedNode(names.resolve(candidate))
    known = [*_subjects(names.store, _IN_SCHEME, _IN_LAYERS), *_subjects(names.store, RDF_TYPE, _SOURCE)]
    raise UnknownName(Phrase("source or layer"), name, [str(term)[1:-1].rpartition("/")[2] for term in known])


def of_layer(layer: ox.NamedNode, name: str) -> Scope:
    """What one layer states, and who names a thing in it. Gaps stay: a source is silent whoever is listened to."""

    def outside(store: Quads) -> set[ox.Quad]:
        graphs = _graphs(store, lambda held: held != layer)
        cited = (quad for citing in _CITING for quad in store.quads_for_pattern(None, citing, None, None))
        return _about(store, _statements(store, graphs)) | {
            quad for quad in cited if quad.graph_name in graphs
        }

    return Scope(name, outside)


def of_source(source: ox.NamedNode, name: str) -> Scope:
    """What rests on one source, on that source alone, and what it is recorded not to say.

    Of what is stated twice, each source says all; of what is read, sources may each give a part, and none says it.
    """

    def outside(store: Quads) -> set[ox.Quad]:
        places = {source, *_subjects(store, _IN_SOURCE, source)}
        cited = [quad for citing in _CITING for quad in store.quads_for_pattern(None, citing, None, None)]
        resting = {quad.subject for quad in cited if quad.predicate == _EVIDENCE and quad.object in places}
        read = _statements(store, _graphs(store, lambda held: held == _READ))
        resting -= {quad.subject for quad in cited if quad.object not in places} & read
        silences = store.quads_for_pattern(None, _GAP_IN, None, None)
        elsewhere = store.quads_for_pattern(None, _IN_SOURCE, None, None)
        gone = {quad.subject for quad in cited if quad.predicate == _EVIDENCE} - resting
        gone |= {quad.subject for quad in [*silences, *elsewhere] if quad.object != source}
        return _about(store, gone) | {quad for quad in cited if quad.object not in places}

    return Scope(name, outside)


def without(layers: Collection[ox.NamedNode], name: str) -> Scope:
    """All but the statements of some layers, and what cannot stand without them.

    An inference goes with its premise, a reading and a gap with the last statement they are about.
    """

    def outside(store: Quads) -> set[ox.Quad]:
        gone = _statements(store, _graphs(store, lambda held: held in layers))
        while True:
            loose = _dependants(store, gone)
            if loose <= gone:
                pointing = (store.quads_for_pattern(None, link, None, None) for link in _NEEDS_ONE)
                left = {quad for quads in pointing for quad in quads if quad.object in gone}
                return _about(store, gone) | left
            gone |= loose

    return Scope(name, outside)


def _graphs(store: Quads, wanted: Callable[[Term], bool]) -> set[GraphName]:
    """The graphs that hold a layer which is wanted."""
    held = store.quads_for_pattern(None, _HOLDS_LAYER, None, None)
    return {quad.subject for quad in held if wanted(quad.object) and isinstance(quad.subject, ox.NamedNode)}


def _statements(store: Quads, graphs: Collection[GraphName]) -> set[Term]:
    said = store.quads_for_pattern(None, _MODALITY, None, None)
    return {quad.subject for quad in said if quad.graph_name in graphs}


def _subjects(store: Quads, predicate: ox.NamedNode, value: Term) -> set[Term]:
    return {quad.subject for quad in store.quads_for_pattern(None, predicate, value, None)}


def _about(store: Quads, subjects: Iterable[Term]) -> set[ox.Quad]:
    return {
        quad
        for subject in subjects
        if isinstance(subject, ox.NamedNode | ox.BlankNode)
        for quad in store.quads_for_pattern(subject, None, None, None)
    }


def _dependants(store: Quads, gone: Collection[Term]) -> set[Term]:
    """What has lost all that it is about, or anything that it follows from."""
    lost: set[Term] = {
        quad.subject
        for link in _NEEDS_ALL
        for quad in store.quads_for_pattern(None, link, None, None)
        if quad.object in gone
    }
    for link in _NEEDS_ONE:
        about: dict[Term, bool] = {}
        for quad in store.quads_for_pattern(None, link, None, None):
            about[quad.subject] = about.get(quad.subject, False) or quad.object not in gone
        lost |= {subject for subject, stands in about.items() if not stands}
    return lost
