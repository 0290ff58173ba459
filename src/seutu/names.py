"""The thing that a person means, found by its IRI, its CURIE, or what it is called in any language."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property

import pyoxigraph as ox

from seutu.errors import AmbiguousName, UnknownName
from seutu.namespaces import PREFIXES, compact, expand
from seutu.rdf import RDF_TYPE, Quads, Term

# A thing's own name goes before what it is called besides.
_NAMING, _ALSO_NAMING = (
    tuple(ox.NamedNode(expand(curie)) for curie in curies.split())
    for curies in (
        "skos:prefLabel rdfs:label dcterms:title foaf:name",
        "skos:altLabel skos:notation dcterms:identifier seutu:verbatim",
    )
)
_PASSAGE, _STATEMENT = (
    ox.NamedNode(PREFIXES["seutu"] + "Passage"),
    ox.NamedNode(PREFIXES["seutu"] + "Statement"),
)
_FULL = re.compile(r"[A-Za-z][\w+.-]*://\S+|urn:\S+", re.ASCII)

_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))

_Index = dict[str, set[ox.NamedNode]]


class Names:
    """What the things of a store are called; the store is only read."""

    def __init__(self, store: Quads, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self.store, self.prefixes = store, prefixes

    def resolve(self, text: str) -> str:
        """The IRI that ``text`` stands for: ``<iri>``, an IRI, a CURIE, or a name, its own case first, then any.

        Raises `UnknownName` with the nearest names when nothing is called so, `AmbiguousName` with all CURIEs when
        several things are. A passage or statement yields to a thing of the same name.
        """
        words = _normal(text)
        iri = self._iri(words)
        if iri is not None:
            return self._known(words, iri)
        found = next(filter(None, (self._called(words, exact) for exact in (self._exact, self._also))), None)
        if not found:
            raise UnknownName("thing", words, [*self._exact, *self._also])
        best = self._best(found)
        if len(best) > 1:
            raise AmbiguousName("thing", words, [compact(node.value, self.prefixes) for node in best])
        return next(iter(best)).value

    def property(self, text: str) -> ox.NamedNode:
        """The property that ``text`` stands for: one that is described, or one that is merely used.

        Raises what `resolve` raises.
        """
        iri = self._iri(_normal(text))
        used = iri is not None and ox.NamedNode(iri)
        if used and next(self.store.quads_for_pattern(None, used, None), None) is not None:
            return used
        return ox.NamedNode(self.resolve(text))

    def value(self, text: str) -> Term:
        """The thing that ``text`` stands for, else the literal of the store that reads so, in whatever language.

        Raises what `resolve` raises when there is neither.
        """
        try:
            return ox.NamedNode(self.resolve(text))
        except UnknownName:
            literals = {
                quad.object
                for quad in self.store
                if isinstance(quad.object, ox.Literal) and quad.object.value == text
            }
            if not literals:
                raise
            return min(literals, key=str)

    def _iri(self, words: str) -> str | None:
        if words.startswith("<") and words.endswith(">"):
            return words[1:-1]
        if _FULL.fullmatch(words):
            return words
        prefix, colon, _ = words.partition(":")
        return (
            expand(words, self.prefixes) if colon and " " not in words and prefix in self.prefixes else None
        )

    def _known(self, words: str, iri: str) -> str:
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            raise UnknownName("thing", words, ()) from None
        for pattern in ((node, None, None), (None, None, node)):
            if next(self.store.quads_for_pattern(*pattern), None) is not None:
                return iri
        everything = {quad.subject for quad in self.store}
        raise UnknownName(
            "thing",
            compact(iri, self.prefixes),
            [compact(thing.value, self.prefixes) for thing in everything if isinstance(thing, ox.NamedNode)],
        )

    def _best(self, found: set[ox.NamedNode]) -> set[ox.NamedNode]:
        ranked = {node: self._rank(node) for node in found}
        least = min(ranked.values())
        return {node for node, rank in ranked.items() if rank == least}

    def _rank(self, node: ox.NamedNode) -> int:
        types = {quad.object for quad in self.store.quads_for_pattern(node, RDF_TYPE, None, None)}
        if _PASSAGE in types:
            return 3
        if _STATEMENT in types:
            return 2
        return int(node.value.startswith(PREFIXES["seutu"]))

    def _called(self, words: str, names: _Index) -> set[ox.NamedNode]:
        if words in names:
            return names[words]
        loose = _loose(words)
        return {thing for name, things in names.items() if _loose(name) == loose for thing in things}

    @cached_property
    def _exact(self) -> _Index:
        return self._index(_NAMING)

    @cached_property
    def _also(self) -> _Index:
        return self._index(_ALSO_NAMING)

    def _index(self, naming: Iterable[ox.NamedNode]) -> _Index:
        index: _Index = {}
        for predicate in naming:
            for quad in self.store.quads_for_pattern(None, predicate, None, None):
                if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
                    index.setdefault(_normal(quad.object.value), set()).add(quad.subject)
        return index


def _normal(text: str) -> str:
    # Keyboards differ in how they compose an ä, and nobody counts spaces.
    return " ".join(unicodedata.normalize("NFC", text).split())


def _loose(name: str) -> str:
    # Nor do keyboards have the dash that a span of years is printed with.
    return name.casefold().translate(_DASHES)
