"""The thing that a person means, found by its IRI, its CURIE, or what it is called in any language."""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from seutu.errors import AmbiguousName, OtherKind, UnknownName
from seutu.language import inflection
from seutu.phrases import NOTHING, Label, Phrase
from seutu.rdf.model import RDF_TYPE, Quads, Term
from seutu.rdf.namespaces import PREFIXES, compact, expand

# A thing's own name goes before what it is called besides.
_NAMING, _ALSO_NAMING = (
    tuple(ox.NamedNode(expand(curie)) for curie in curies.split())
    for curies in (
        "skos:prefLabel rdfs:label dcterms:title foaf:name seutu:readingQuestion",
        "skos:altLabel skos:notation dcterms:identifier seutu:verbatim",
    )
)
_PASSAGE, _STATEMENT, _SOURCE, _GAP = (
    ox.NamedNode(PREFIXES["seutu"] + name) for name in ("Passage", "Statement", "Source", "Gap")
)
_REGION = PREFIXES["seutu"] + "Region"
_NORMAL_FORM, _ABOUT = (ox.NamedNode(PREFIXES["seutu"] + name) for name in ("normalForm", "about"))
_LEAST_MEANT = 2
"""The rank of what people hardly mean by a name: statements and gaps, and after them passages."""
_IN_SCHEME, _SCHEME, _NARROWER_THAN = (
    ox.NamedNode(expand(curie)) for curie in ("skos:inScheme", "skos:ConceptScheme", "rdfs:subClassOf")
)
_FULL = re.compile(r"[A-Za-z][\w+.-]*://\S+|urn:\S+", re.ASCII)

_AROUND_DASHES = re.compile(r"\s*-\s*")
_SHORT_SPAN = re.compile(
    r"(?P<century>[0-9]{2})(?P<from>[0-9]{2})\s*[-\u2010-\u2014]\s*(?P<to>[0-9]{2})", re.ASCII
)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"))

_HEAD = 4
"""How many letters the end of a compound has at least."""
_WHOLE = 4
"""How many of the first steps by which a thing is found partly look at whole names."""

_Index = dict[str, set[ox.NamedNode]]


@dataclass(frozen=True, slots=True)
class Meant:
    """The thing that a name stands for; ``remark`` tells the person what it was taken for, where that is not plain."""

    iri: str
    remark: Phrase = NOTHING


@dataclass(frozen=True, slots=True)
class _Called:
    """A name in its words, those of them that are abbreviations, and what has it."""

    name: str
    words: tuple[str, ...]
    short: frozenset[str]
    things: set[ox.NamedNode]
    genitive: str
    """How a genitive ends in the language of the name; empty where that is not plain."""

    def is_like(self, given: Sequence[str]) -> bool:
        return inflection.are_alike(_bare(given), _bare(self.words), self.short)

    def has(self, given: tuple[str, ...]) -> bool:
        return given in self._parts(len(given))

    def has_like(self, given: Sequence[str]) -> bool:
        return any(inflection.are_alike(given, part, self.short) for part in self._parts(len(given)))

    def ends_in(self, given: Sequence[str]) -> bool:
        """Whether it has the words in order, each of them whole or the end of a compound: laki of kehittämislaki.

        A number must be among them, for many things share the end of a compound.
        """
        return any(one.isdigit() for one in given) and any(
            all(
                own == one or (len(one) >= _HEAD and own.endswith(one))
                for own, one in zip(part, given, strict=True)
            )
            for part in self._parts(len(given))
        )

    def shares(self, given: Sequence[str]) -> bool:
        """Whether one of its words is one of them in whatever case, or ends in it."""
        return any(
            inflection.are_alike((one,), (own,), self.short) or (len(one) >= _HEAD and own.endswith(one))
            for own in self.words
            for one in given
        )

    def _parts(self, length: int) -> list[Sequence[str]]:
        """The runs of so many of its words that may stand for it: not what it only belongs to, in the genitive."""
        found = inflection.parts(self.words, length)
        owned = found and length < len(self.words) and found[0][-1].endswith(self.genitive or "\0")
        return found[1:] if owned else found


class Names:
    """What the things of a store are called; the store is only read."""

    def __init__(self, store: Quads, prefixes: Mapping[str, str] = PREFIXES) -> None:
        self.store, self.prefixes = store, prefixes

    def resolve(
        self,
        text: str,
        kinds: Sequence[str] = (),
        told_of: Callable[[], Collection[Term | None]] | None = None,
        *,
        partly: bool = False,
    ) -> str:
        """The IRI that ``text`` stands for: ``<iri>``, an IRI, a CURIE, or a name, its own case first, then any.

        ``partly`` lets what is the whole name of nothing be some words of one, or a name or words of it in another
        grammatical case. ``kinds`` are the IRIs of classes or concept schemes, of which the thing must be one; with
        them what a thing is called besides counts as much as its own name. Of several things so called, those that
        ``told_of`` gives are meant, if it gives any of them. A passage, statement or source yields to a thing of the
        same name.

        Raises `UnknownName` with the nearest names when nothing is called so, `AmbiguousName` with all CURIEs when
        several things are, `OtherKind` when only things of other kinds are.
        """
        return self.meant(text, kinds, told_of, partly=partly).iri

    def meant(
        self,
        text: str,
        kinds: Sequence[str] = (),
        told_of: Callable[[], Collection[Term | None]] | None = None,
        *,
        partly: bool = False,
    ) -> Meant:
        """What `resolve` finds, with a remark where it is called otherwise or something else is called so too."""
        words = _normal(text)
        iri = self._iri(words)
        if iri is not None:
            return Meant(self._of_kind(words, {ox.NamedNode(self._known(words, iri))}, kinds))
        whole = self._called(words, together=bool(kinds))
        meant = self._among(whole, kinds)
        if meant:
            found = self._one(words, self._preferred(meant, told_of))
            return Meant(found, self._besides(words, found, whole) if partly and not kinds else NOTHING)
        if partly:
            steps = list(self._partly(words))
            meant = self._among((set(step) for step in steps), kinds)
            if meant:
                found = self._one(words, self._preferred(meant, told_of))
                besides = (
                    NOTHING if kinds else self._besides(words, found, [set(one) for one in steps[:_WHOLE]])
                )
                return Meant(found, besides or _taken(words, found, steps))
        if any(whole):
            return Meant(self._of_kind(words, self._best(next(filter(None, whole))), kinds))
        raise UnknownName(Phrase("thing"), words, self._names_of(kinds), self._sharing(words, kinds))

    def is_called(self, text: str) -> bool:
        """Whether something goes by this whole name, whatever its case."""
        return any(self._called(_normal(text), together=True))

    def _among(self, steps: Iterable[set[ox.NamedNode]], kinds: Sequence[str]) -> list[set[ox.NamedNode]]:
        kept = ({node for node in step if self._is(node, kinds)} for step in steps)
        return [step for step in kept if step]

    def _besides(self, words: str, found: str, whole: Sequence[set[ox.NamedNode]]) -> Phrase:
        """What else goes by a name than the thing that was found by it, in words."""
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
        """What things of these kinds are called, own names first."""
        return [
            name
            for index in (self._exact, self._also)
            for name, things in index.items()
            if not kinds or any(self._is(thing, kinds) for thing in things)
        ]

    def _preferred(
        self, meant: Sequence[set[ox.NamedNode]], told_of: Callable[[], Collection[Term | None]] | None
    ) -> set[ox.NamedNode]:
        if told_of is None or len(set().union(*meant)) == 1:
            return meant[0]
        told = set(told_of())
        return next((step & told for step in meant if step & told), meant[0])

    def _one(self, words: str, found: set[ox.NamedNode]) -> str:
        best = self._best(found)
        if len(best) > 1:
            raise AmbiguousName(words, [compact(node.value, self.prefixes) for node in best])
        return next(iter(best)).value

    def _of_kind(self, words: str, found: set[ox.NamedNode], kinds: Sequence[str]) -> str:
        """The one thing found, if it is of the kinds; raises `OtherKind` else."""
        if all(self._is(node, kinds) for node in found):
            return self._one(words, found)
        others = {compact(node.value, self.prefixes): self._kind_of(node) for node in found}
        raise OtherKind([self._wanted(ox.NamedNode(kind)) for kind in kinds], words, others)

    def _wanted(self, kind: ox.NamedNode) -> Phrase:
        title, types = self._title(kind), self.store.quads_for_pattern(kind, RDF_TYPE, _SCHEME, None)
        return title if next(types, None) is None else Phrase("concept of '{title}'", title=title)

    def _is(self, node: ox.NamedNode, kinds: Sequence[str]) -> bool:
        if not kinds:
            return True
        return any(
            next(self.store.quads_for_pattern(node, belonging, ox.NamedNode(kind)), None) is not None
            for kind in kinds
            for belonging in (RDF_TYPE, _IN_SCHEME)
        )

    def _kind_of(self, node: ox.NamedNode) -> Phrase:
        """What a thing is, in words: the class of it that has no narrower one among its classes."""
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
            for naming in _NAMING
            for quad in self.store.quads_for_pattern(node, naming, None, None)
            if isinstance(quad.object, ox.Literal)
        }
        return Label(titles.get("en") or titles.get("") or compact(node.value, self.prefixes), **titles)

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
            raise UnknownName(Phrase("thing"), words, ()) from None
        for pattern in ((node, None, None), (None, None, node)):
            if next(self.store.quads_for_pattern(*pattern), None) is not None:
                return iri
        everything = {quad.subject for quad in self.store}
        raise UnknownName(
            Phrase("thing"),
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
            return _LEAST_MEANT + 1
        if types & {_STATEMENT, _GAP}:
            return _LEAST_MEANT
        return int(_SOURCE in types or node.value.startswith(PREFIXES["seutu"]))

    def _called(self, words: str, *, together: bool) -> list[set[ox.NamedNode]]:
        """What is called so by a whole name, its own before others, or all of it together."""
        own, also = self._whole(words, self._exact), self._whole(words, self._also)
        return [own | also] if together else [own, also]

    def _whole(self, words: str, names: _Index) -> set[ox.NamedNode]:
        if words in names:
            return names[words]
        loose = _loose(words)
        return {thing for name, things in names.items() if _loose(name) == loose for thing in things}

    def _partly(self, words: str) -> Iterator[dict[ox.NamedNode, str]]:
        """What is called so in another grammatical case; by a part of its name; by a part in another case, or
        by the end of a compound with a number.

        Each thing with the name by which it was found. A region has its whole name only, and words that are all of
        names of regions stand for nothing else: the town of Tampere is neither its sub-region nor its university.
        """
        given, full = inflection.asked(words), _span(words)
        for index in self._names:
            yield self._things(one for one in index if full and _loose(one.name) == full)
        for index in self._names:
            yield self._things(one for one in index if given and one.is_like(given))
        if given and not self._tell_places(given):
            every = [one for index in self._names for one in index]
            for found in (_Called.has, _Called.has_like, _Called.ends_in):
                named = self._things(one for one in every if found(one, given))
                yield {thing: name for thing, name in named.items() if not self._is(thing, [_REGION])}

    def _tell_places(self, given: Sequence[str]) -> bool:
        """Whether each of the words is one of the name of a region, in whatever case."""
        return all(any(inflection.are_alike((one,), (own,)) for own in self._places) for one in given)

    def _sharing(self, words: str, kinds: Sequence[str]) -> list[str]:
        """Names of things of these kinds that have the first word of a name, the shortest first."""
        first = _bare(inflection.asked(words))[:1]
        found = [
            one
            for index in self._names
            for one in index
            if one.shares(first)
            and any(self._rank(thing) < _LEAST_MEANT and self._is(thing, kinds) for thing in one.things)
        ]
        return [one.name for one in sorted(found, key=lambda one: (len(one.words), one.name))]

    @cached_property
    def _names(self) -> tuple[list[_Called], list[_Called]]:
        """Own names and others, in their words."""
        own, also = (
            [
                _Called(
                    name,
                    inflection.words(name),
                    inflection.abbreviations(name),
                    things,
                    _genitive(self._languages.get(name, set())),
                )
                for name, things in index.items()
            ]
            for index in (self._exact, self._also)
        )
        return own, also

    @cached_property
    def _languages(self) -> dict[str, set[str]]:
        """The languages of each name."""
        found: dict[str, set[str]] = {}
        for predicate in (*_NAMING, *_ALSO_NAMING, _NORMAL_FORM):
            for quad in self.store.quads_for_pattern(None, predicate, None, None):
                if isinstance(quad.object, ox.Literal):
                    found.setdefault(_normal(quad.object.value), set()).add(quad.object.language or "")
        return found

    @cached_property
    def _places(self) -> frozenset[str]:
        """The words of names of regions."""
        return frozenset(
            word
            for index in (self._exact, self._also)
            for name, things in index.items()
            if any(self._is(thing, [_REGION]) for thing in things)
            for word in inflection.words(name)
        )

    def _things(self, found: Iterable[_Called]) -> dict[ox.NamedNode, str]:
        """Of what is found, what people mean by a part of a name: no passage and no statement."""
        named: dict[ox.NamedNode, str] = {}
        for one in found:
            for node in one.things:
                if self._rank(node) < _LEAST_MEANT:
                    named.setdefault(node, one.name)
        return named

    @cached_property
    def _exact(self) -> _Index:
        return self._index(_NAMING)

    @cached_property
    def _also(self) -> _Index:
        index = self._index(_ALSO_NAMING)
        for said in self.store.quads_for_pattern(None, _NORMAL_FORM, None, None):
            for about in self.store.quads_for_pattern(said.subject, _ABOUT, None, None):
                if isinstance(said.object, ox.Literal) and isinstance(about.object, ox.NamedNode):
                    index.setdefault(_normal(said.object.value), set()).add(about.object)
        return index

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
    # Nor do keyboards have the dash that a span of years is printed with, and people put spaces around it or not.
    return _AROUND_DASHES.sub("-", name.casefold().translate(_DASHES))


def _span(words: str) -> str | None:
    """A span of years in full that is written short, as 2007-10."""
    span = _SHORT_SPAN.fullmatch(words)
    if span is None or span["from"] >= span["to"]:
        return None
    return f"{span['century']}{span['from']}-{span['century']}{span['to']}"


def _genitive(languages: Collection[str]) -> str:
    """How a genitive ends in a name of these languages; a name that is the same in several may be foreign to them."""
    return "n" if "fi" in languages else "s" if set(languages) == {"sv"} else ""


def _bare(words: Sequence[str]) -> Sequence[str]:
    """The words of a name without the article in front."""
    return words[1:] if words[:1] == ("the",) else words


def _taken(words: str, found: str, steps: Iterable[Mapping[ox.NamedNode, str]]) -> Phrase:
    name = next(step[node] for node in [ox.NamedNode(found)] for step in steps if node in step)
    return Phrase("'{words}' is taken for '{name}'.", words=words, name=name)
