"""Resources found by their IRI, their CURIE, or a name in any language."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from seutu.errors import AmbiguousName, OtherKind, UnknownName
from seutu.language import inflection
from seutu.language.names import NAME_PROPERTIES, Index, IndexedName, NameIndex, bare, normal
from seutu.phrases import NOTHING, Label, Phrase
from seutu.rdf.model import RDF_TYPE, Quads, Term
from seutu.rdf.namespaces import PREFIXES, compact, expand

_PASSAGE, _STATEMENT, _SOURCE, _GAP = (
    ox.NamedNode(PREFIXES["seutu"] + name) for name in ("Passage", "Statement", "Source", "Gap")
)
_REGION = PREFIXES["seutu"] + "Region"
_RANK_OF_STATEMENTS = 2
"""The rank of statements and gaps; passages have the next one. People seldom mean either by a name."""
_IN_SCHEME, _SCHEME, _NARROWER_THAN = (
    ox.NamedNode(expand(curie)) for curie in ("skos:inScheme", "skos:ConceptScheme", "rdfs:subClassOf")
)
_ABSOLUTE_IRI = re.compile(r"[A-Za-z][\w+.-]*://\S+|urn:\S+", re.ASCII)

_AROUND_DASHES = re.compile(r"\s*-\s*")
_SHORT_SPAN = re.compile(
    r"(?P<century>[0-9]{2})(?P<from>[0-9]{2})\s*[-\u2010-\u2014]\s*(?P<to>[0-9]{2})", re.ASCII
)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))

_WHOLE_NAME_STEPS = 4
"""The number of steps of `Names._by_part` that compare whole names; they are the first ones."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """The resource that a name stands for; ``remark`` is a message for the user if the name is inexact or ambiguous."""

    iri: str
    remark: Phrase = NOTHING


class Names:
    """Index of the names of the resources in a store; the store is not changed."""

    def __init__(self, store: Quads, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self.store, self.prefixes, self.index = store, prefixes, NameIndex(store)

    def resolve(
        self,
        text: str,
        kinds: Sequence[str] = (),
        preferred: Callable[[], Collection[Term | None]] | None = None,
        *,
        partly: bool = False,
    ) -> str:
        """The IRI that ``text`` stands for: ``<iri>``, an IRI, a CURIE, or a name, in its own case first, then in any.

        With ``partly``, a text that is not a whole name may also be some words of a name, or a name or words of it in
        another grammatical case. ``kinds`` are the IRIs of classes or concept schemes; the resource must belong to one
        of them, and with them its other names count as much as its name. Among several resources with the name, those
        that ``preferred`` returns are chosen, if it returns any of them. A resource of another class goes before a
        passage, statement or source of the same name.

        Raises `UnknownName` with the nearest names if no resource has the name, `AmbiguousName` with all CURIEs if
        several have it, `OtherKind` if only resources of other kinds have it.
        """
        return self.candidate(text, kinds, preferred, partly=partly).iri

    def candidate(
        self,
        text: str,
        kinds: Sequence[str] = (),
        preferred: Callable[[], Collection[Term | None]] | None = None,
        *,
        partly: bool = False,
    ) -> Candidate:
        """Return the result of `resolve`, with a remark if its name differs or if other resources have the name too."""
        words = normal(text)
        iri = self._iri(words)
        if iri is not None:
            return Candidate(self._single_of_kind(words, {ox.NamedNode(self._known(words, iri))}, kinds))
        whole = self._by_whole_name(words, together=bool(kinds))
        candidates = self._of_kinds(whole, kinds)
        if candidates:
            found = self._single(words, self._narrowed(candidates, preferred))
            return Candidate(
                found, self._ambiguity_remark(words, found, whole) if partly and not kinds else NOTHING
            )
        if partly:
            steps = list(self._by_part(words))
            candidates = self._of_kinds((set(step) for step in steps), kinds)
            if candidates:
                found = self._single(words, self._narrowed(candidates, preferred))
                ambiguity = (
                    NOTHING
                    if kinds
                    else self._ambiguity_remark(words, found, [set(one) for one in steps[:_WHOLE_NAME_STEPS]])
                )
                return Candidate(found, ambiguity or _match_remark(words, found, steps))
        if any(whole):
            return Candidate(self._single_of_kind(words, self._best(next(filter(None, whole))), kinds))
        raise UnknownName(Phrase("thing"), words, self._names_of(kinds), self._sharing(words, kinds))

    def is_name(self, text: str) -> bool:
        """Return whether a resource has this whole name, ignoring case."""
        return any(self._by_whole_name(normal(text), together=True))

    def _of_kinds(self, steps: Iterable[set[ox.NamedNode]], kinds: Sequence[str]) -> list[set[ox.NamedNode]]:
        kept = ({node for node in step if self._is_of_kind(node, kinds)} for step in steps)
        return [step for step in kept if step]

    def _ambiguity_remark(self, words: str, found: str, whole: Sequence[set[ox.NamedNode]]) -> Phrase:
        """Return a message about the other resources that have the name; empty if there are none."""
        others = sorted(
            compact(node.value, self.prefixes)
            for node in set().union(*whole)
            if node.value != found and self._rank(node) == 0
        )
        if not others or self._rank(ox.NamedNode(found)):
            return NOTHING
        return Phrase(
            "'{name}' is taken for {thing}; it also names {others}.",
            name=words,
            thing=compact(found, self.prefixes),
            others=", ".join(others),
        )

    def _names_of(self, kinds: Sequence[str]) -> list[str]:
        """The names of the resources of these kinds, then their other names."""
        return [
            name
            for index in (self.index.own, self.index.other)
            for name, things in index.items()
            if not kinds or any(self._is_of_kind(thing, kinds) for thing in things)
        ]

    def _narrowed(
        self, candidates: Sequence[set[ox.NamedNode]], preferred: Callable[[], Collection[Term | None]] | None
    ) -> set[ox.NamedNode]:
        if preferred is None or len(set().union(*candidates)) == 1:
            return candidates[0]
        mentioned = set(preferred())
        return next((step & mentioned for step in candidates if step & mentioned), candidates[0])

    def _single(self, words: str, found: set[ox.NamedNode]) -> str:
        best = self._best(found)
        if len(best) > 1:
            raise AmbiguousName(words, [compact(node.value, self.prefixes) for node in best])
        return next(iter(best)).value

    def _single_of_kind(self, words: str, found: set[ox.NamedNode], kinds: Sequence[str]) -> str:
        """The IRI of the one resource found; raises `OtherKind` if it is of another kind."""
        if all(self._is_of_kind(node, kinds) for node in found):
            return self._single(words, found)
        others = {compact(node.value, self.prefixes): self._narrowest_class(node) for node in found}
        raise OtherKind([self._kind_name(ox.NamedNode(kind)) for kind in kinds], words, others)

    def _kind_name(self, kind: ox.NamedNode) -> Phrase:
        title, types = self._title(kind), self.store.quads_for_pattern(kind, RDF_TYPE, _SCHEME, None)
        return title if next(types, None) is None else Phrase("concept of '{title}'", title=title)

    def _is_of_kind(self, node: ox.NamedNode, kinds: Sequence[str]) -> bool:
        if not kinds:
            return True
        return any(
            next(self.store.quads_for_pattern(node, belonging, ox.NamedNode(kind)), None) is not None
            for kind in kinds
            for belonging in (RDF_TYPE, _IN_SCHEME)
        )

    def _narrowest_class(self, node: ox.NamedNode) -> Phrase:
        """The name of the narrowest class of a resource; empty if no class of it has a name."""
        types = {
            quad.object
            for quad in self.store.quads_for_pattern(node, RDF_TYPE, None, None)
            if isinstance(quad.object, ox.NamedNode)
            and self._title(quad.object) != compact(quad.object.value, self.prefixes)
        }
        wider = {
            quad.object
            for one in types
            for quad in self.store.quads_for_pattern(one, _NARROWER_THAN, None, None)
            if quad.object != one
        }
        return min(map(self._title, types - wider), default=NOTHING)

    def _title(self, node: ox.NamedNode) -> Phrase:
        """The name of a class or a scheme, or its IRI."""
        titles = {
            quad.object.language or "": quad.object.value
            for predicate in NAME_PROPERTIES
            for quad in self.store.quads_for_pattern(node, predicate, None, None)
            if isinstance(quad.object, ox.Literal)
        }
        return Label(titles.get("en") or titles.get("") or compact(node.value, self.prefixes), **titles)

    def property(self, text: str) -> ox.NamedNode:
        """The property that ``text`` stands for: one that is described in the store, or used in it.

        Raises the errors of `resolve`.
        """
        iri = self._iri(normal(text))
        used = iri is not None and ox.NamedNode(iri)
        if used and next(self.store.quads_for_pattern(None, used, None), None) is not None:
            return used
        return ox.NamedNode(self.resolve(text))

    def value(self, text: str) -> Term:
        """The resource that ``text`` stands for, else the literal of the store with this text, in any language.

        Raises the errors of `resolve` if there is neither.
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
        if _ABSOLUTE_IRI.fullmatch(words):
            return words
        prefix, colon, _ = words.partition(":")
        return (
            expand(words, self.prefixes) if colon and " " not in words and prefix in self.prefixes else None
        )

    def _known(self, words: str, iri: str) -> str:
        try:
            node = ox.NamedNode(iri)
        except ValueError:
            raise UnknownName(Phrase("thing"), words, ()) from None
        for pattern in ((node, None, None), (None, None, node)):
            if next(self.store.quads_for_pattern(*pattern), None) is not None:
                return iri
        subjects = {quad.subject for quad in self.store}
        raise UnknownName(
            Phrase("thing"),
            compact(iri, self.prefixes),
            [compact(thing.value, self.prefixes) for thing in subjects if isinstance(thing, ox.NamedNode)],
        )

    def _best(self, found: set[ox.NamedNode]) -> set[ox.NamedNode]:
        ranked = {node: self._rank(node) for node in found}
        least = min(ranked.values())
        return {node for node, rank in ranked.items() if rank == least}

    def _rank(self, node: ox.NamedNode) -> int:
        types = {quad.object for quad in self.store.quads_for_pattern(node, RDF_TYPE, None, None)}
        if _PASSAGE in types:
            return _RANK_OF_STATEMENTS + 1
        if types & {_STATEMENT, _GAP}:
            return _RANK_OF_STATEMENTS
        return int(_SOURCE in types or node.value.startswith(PREFIXES["seutu"]))

    def _by_whole_name(self, words: str, *, together: bool) -> list[set[ox.NamedNode]]:
        """The resources with this name, then those with this other name; with ``together`` as one set."""
        own, also = self._by_name(words, self.index.own), self._by_name(words, self.index.other)
        return [own | also] if together else [own, also]

    def _by_name(self, words: str, names: Index) -> set[ox.NamedNode]:
        if words in names:
            return names[words]
        loose = _loose(words)
        return {thing for name, things in names.items() if _loose(name) == loose for thing in things}

    def _by_part(self, words: str) -> Iterator[dict[ox.NamedNode, str]]:
        """Resources with the name of the match, a mapping for each step, from the closest to the loosest.

        The steps compare a span of years in full, the name in another grammatical case, a part of it, a part in another
        case, and the ends of compounds with a number. A region has its whole name only, and words that are all of
        names of regions stand for nothing else: the town of Tampere is neither its sub-region nor its university.
        """
        given, full = inflection.search_words(words), _span(words)
        for index in self.index.in_words:
            yield self._named_resources(one for one in index if full and _loose(one.name) == full)
        for index in self.index.in_words:
            yield self._named_resources(one for one in index if given and one.is_inflection_of(given))
        if given and not self._are_words_of_places(given):
            every = [one for index in self.index.in_words for one in index]
            for found in (
                IndexedName.contains,
                IndexedName.contains_inflected,
                IndexedName.contains_endings,
            ):
                named = self._named_resources(one for one in every if found(one, given))
                yield {thing: name for thing, name in named.items() if not self._is_of_kind(thing, [_REGION])}

    def _are_words_of_places(self, given: Sequence[str]) -> bool:
        """Return whether each of the words is one of the name of a region, in whatever case."""
        return all(any(inflection.are_same_words((one,), (own,)) for own in self._places) for one in given)

    def _sharing(self, words: str, kinds: Sequence[str]) -> list[str]:
        """Names of resources of these kinds that have the first word of a name, the shortest first.

        Other names are taken only where no resource has the word in its name.
        """
        first = bare(inflection.search_words(words))[:1]
        for index in self.index.in_words:
            found = [one for one in index if one.shares(first) and self._names_one_of(one, kinds)]
            if found:
                return [one.name for one in sorted(found, key=lambda one: (len(one.words), one.name))]
        return []

    def _names_one_of(self, name: IndexedName, kinds: Sequence[str]) -> bool:
        return any(
            self._rank(thing) < _RANK_OF_STATEMENTS and self._is_of_kind(thing, kinds)
            for thing in name.things
        )

    @cached_property
    def _places(self) -> frozenset[str]:
        """The words of names of regions."""
        return frozenset(
            word
            for index in (self.index.own, self.index.other)
            for name, things in index.items()
            if any(self._is_of_kind(thing, [_REGION]) for thing in things)
            for word in inflection.words(name)
        )

    def _named_resources(self, found: Iterable[IndexedName]) -> dict[ox.NamedNode, str]:
        """The resources that have the names found, without passages, statements and gaps."""
        named: dict[ox.NamedNode, str] = {}
        for one in found:
            for node in one.things:
                if self._rank(node) < _RANK_OF_STATEMENTS:
                    named.setdefault(node, one.name)
        return named


def _loose(name: str) -> str:
    # Keyboards lack the dash of a printed span of years, and people may put spaces around it.
    return _AROUND_DASHES.sub("-", name.casefold().translate(_DASHES))


def _span(words: str) -> str | None:
    """The full form of a span of years such as 2007-10; None for any other text."""
    span = _SHORT_SPAN.fullmatch(words)
    if span is None or span["from"] >= span["to"]:
        return None
    return f"{span['century']}{span['from']}-{span['century']}{span['to']}"


def _match_remark(words: str, found: str, steps: Iterable[Mapping[ox.NamedNode, str]]) -> Phrase:
    name = next(step[node] for node in [ox.NamedNode(found)] for step in steps if node in step)
    return Phrase("'{words}' is taken for '{name}'.", words=words, name=name)
