"""The names of the resources in a store, as they are written and in their words."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from seutu.language import inflection
from seutu.rdf.model import Quads
from seutu.rdf.namespaces import PREFIXES, expand

# The names of a resource go before its other names.
NAME_PROPERTIES, _OTHER_NAME_PROPERTIES = (
    tuple(ox.NamedNode(expand(curie)) for curie in curies.split())
    for curies in (
        "skos:prefLabel rdfs:label dcterms:title foaf:name seutu:readingQuestion",
        "skos:altLabel skos:notation dcterms:identifier seutu:verbatim",
    )
)
_NORMAL_FORM, _ABOUT = (ox.NamedNode(PREFIXES["seutu"] + name) for name in ("normalForm", "about"))

_MIN_COMPOUND_END = 4
"""The least number of letters of the end of a compound."""

Index = dict[str, set[ox.NamedNode]]


@dataclass(frozen=True, slots=True)
class IndexedName:
    """A name, its words, the abbreviations among them, and the resources with this name."""

    name: str
    words: tuple[str, ...]
    abbreviations: frozenset[str]
    things: set[ox.NamedNode]
    genitive: str
    """Ending of a genitive in the language of the name; empty where that is not plain."""

    def is_inflection_of(self, given: Sequence[str]) -> bool:
        """Return whether it is these words, in whatever grammatical case."""
        return inflection.are_same_words(bare(given), bare(self.words), self.abbreviations)

    def contains(self, given: tuple[str, ...]) -> bool:
        """Return whether it has these words one after another."""
        return given in self._parts(len(given))

    def contains_inflected(self, given: Sequence[str]) -> bool:
        """Return whether it has these words one after another, in whatever grammatical case."""
        return any(
            inflection.are_same_words(given, part, self.abbreviations) for part in self._parts(len(given))
        )

    def contains_endings(self, given: Sequence[str]) -> bool:
        """Return whether it has the words in order, each whole or the end of a compound: laki of kehittämislaki.

        A number must be among them, for many things share the end of a compound.
        """
        return any(one.isdigit() for one in given) and any(
            all(
                own == one or (len(one) >= _MIN_COMPOUND_END and own.endswith(one))
                for own, one in zip(part, given, strict=True)
            )
            for part in self._parts(len(given))
        )

    def shares(self, given: Sequence[str]) -> bool:
        """Return whether one of its words is one of them in whatever case, or ends in it."""
        return any(
            inflection.are_same_words((one,), (own,), self.abbreviations)
            or (len(one) >= _MIN_COMPOUND_END and own.endswith(one))
            for own in self.words
            for one in given
        )

    def _parts(self, length: int) -> list[Sequence[str]]:
        """The runs of so many of its words that may stand for it: not what it only belongs to, in the genitive."""
        found = inflection.windows(self.words, length)
        owned = found and length < len(self.words) and found[0][-1].endswith(self.genitive or "\0")
        return found[1:] if owned else found


class NameIndex:
    """The names of the resources in a store, and their other names; the store is not changed."""

    def __init__(self, store: Quads) -> None:
        self.store = store

    @cached_property
    def in_words(self) -> tuple[list[IndexedName], list[IndexedName]]:
        """Own names and others, in their words."""
        own, also = (
            [
                IndexedName(
                    name,
                    inflection.words(name),
                    inflection.abbreviations(name),
                    things,
                    _genitive(self.languages.get(name, set())),
                )
                for name, things in index.items()
            ]
            for index in (self.own, self.other)
        )
        return own, also

    @cached_property
    def languages(self) -> dict[str, set[str]]:
        """The languages of each name."""
        found: dict[str, set[str]] = {}
        for predicate in (*NAME_PROPERTIES, *_OTHER_NAME_PROPERTIES, _NORMAL_FORM):
            for quad in self.store.quads_for_pattern(None, predicate, None, None):
                if isinstance(quad.object, ox.Literal):
                    found.setdefault(normal(quad.object.value), set()).add(quad.object.language or "")
        return found

    @cached_property
    def own(self) -> Index:
        """The resources that have each name."""
        return self._index(NAME_PROPERTIES)

    @cached_property
    def other(self) -> Index:
        """The resources that have each other name: an alternative label, a sign, the form in which a text has it."""
        index = self._index(_OTHER_NAME_PROPERTIES)
        for form in self.store.quads_for_pattern(None, _NORMAL_FORM, None, None):
            for about in self.store.quads_for_pattern(form.subject, _ABOUT, None, None):
                if isinstance(form.object, ox.Literal) and isinstance(about.object, ox.NamedNode):
                    index.setdefault(normal(form.object.value), set()).add(about.object)
        return index

    def _index(self, properties: Iterable[ox.NamedNode]) -> Index:
        index: Index = {}
        for predicate in properties:
            for quad in self.store.quads_for_pattern(None, predicate, None, None):
                if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
                    index.setdefault(normal(quad.object.value), set()).add(quad.subject)
        return index


def normal(text: str) -> str:
    """Return a name as it is compared: in the composed form of Unicode, with one space between words."""
    # Keyboards differ in how they compose an ä; the number of spaces does not matter.
    return " ".join(unicodedata.normalize("NFC", text).split())


def _genitive(languages: Collection[str]) -> str:
    """Ending of a genitive in a name of these languages; a name that is the same in several may be foreign to them."""
    return "n" if "fi" in languages else "s" if set(languages) == {"sv"} else ""


def bare(words: Sequence[str]) -> Sequence[str]:
    """The words of a name without the article in front."""
    return words[1:] if words[:1] == ("the",) else words
