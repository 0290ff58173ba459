"""Names of terms for people: a label in their language, the source and place of a passage, or a CURIE."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pyoxigraph as ox

from seutu.language import places
from seutu.phrases import Phrase, all_of, counted
from seutu.rdf.model import RDF_TYPE, Quads, Term, node, objects
from seutu.rdf.namespaces import PREFIXES, compact

_FALLBACK = ("fi", "en", "sv")


# The name of a reading is its question.
_NAME_PROPERTIES = tuple(
    map(node, ("skos:prefLabel", "rdfs:label", "dcterms:title", "seutu:readingQuestion"))
)
_MATCH_NAMES: Mapping[Term, Phrase] = {
    node("skos:exactMatch"): Phrase("exact match"),
    node("skos:closeMatch"): Phrase("close match"),
    node("skos:broadMatch"): Phrase("broader match"),
    node("skos:narrowMatch"): Phrase("narrower match"),
    node("skos:relatedMatch"): Phrase("related match"),
    node("owl:sameAs"): Phrase("the same thing"),
}
"""Names of the properties that link to other datasets, whose vocabularies are not loaded."""
_PREF_LABEL = _NAME_PROPERTIES[0]
_SOURCE = node("seutu:inSource")
_WHOLE = node("seutu:fragmentOf")
_SORT_KEY = node("seutu:sortKey")
_SHOWN_IN = node("seutu:shownIn")
_THIRD_PARTY = node("seutu:ThirdPartyCopy")
_SOURCES = node("seutu:Source")
_EXACT = node("oa:exact")
_NOTATION = node("skos:notation")
_CITATION = node("dcterms:bibliographicCitation")
_GAP = node("seutu:Gap")
_GAP_ABOUT = node("seutu:gapAbout")
_GAP_PLACE = node("seutu:wouldStandAt")
_ASPECT = node("seutu:aspect")
NOT_STATED, NOT_FOR_DAY = node("answer:not-stated"), node("answer:not-stated-for-day")
NOT_STATED_TEXT = Phrase("not stated in the source")
"""The text for `NOT_STATED` and `NOT_FOR_DAY` in a store that has no labels for them."""


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of the resources in a store, for readers of one language; the store is not changed.

    With ``iris`` the CURIE of a resource takes the place of its name.
    """

    store: Quads
    lang: str = "en"
    prefixes: Mapping[str, str] = field(default_factory=lambda: PREFIXES)
    iris: bool = False
    # Caches: a large answer looks up the same resources many times.
    _found: dict[tuple[Term, ox.NamedNode], list[Term]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    _shown: dict[Term, str] = field(default_factory=dict, init=False, repr=False, compare=False)
    _several: list[bool] = field(default_factory=list, init=False, repr=False, compare=False)

    def _objects(self, thing: Term, predicate: ox.NamedNode) -> list[Term]:
        """The values of a property, from the cache if it has them."""
        key = (thing, predicate)
        if key not in self._found:
            self._found[key] = objects(self.store, thing, predicate)
        return self._found[key]

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages to look in, the reader's first."""
        return (self.lang, *_FALLBACK)

    def shown(self, term: Term | None) -> str:
        """A cell for people: a label (with ``iris`` a CURIE), a passage's source and place, a literal's text."""
        if term is None:
            return ""
        if isinstance(term, ox.Literal):
            return term.value
        if not isinstance(term, ox.NamedNode):
            return str(term)
        if self.iris:
            return self.curie(term)
        if term not in self._shown:
            self._shown[term] = (
                self.cited([term]) if self.is_passage(term) else self.label(term) or self.curie(term)
            )
        return self._shown[term]

    def curie(self, iri: ox.NamedNode) -> str:
        """The short form of an IRI, or ``<iri>`` where no prefix fits."""
        return compact(iri.value, self.prefixes)

    def label(self, thing: Term) -> str | None:
        """The name in the reader's language, else in Finnish, English, Swedish or any; None if there is none."""
        own = next(
            filter(None, (self.text(thing, name_property) for name_property in _NAME_PROPERTIES)), None
        )
        return own or (_MATCH_NAMES[thing].text_in(self.lang) if thing in _MATCH_NAMES else None)

    def text(self, thing: Term, name_property: ox.NamedNode) -> str | None:
        """A text of a property, in the reader's language, else in another; None if there is none."""
        texts = self._texts(thing, name_property)
        return next((texts[lang] for lang in (*self.languages, *sorted(texts)) if lang in texts), None)

    def is_passage(self, thing: Term) -> bool:
        """Whether a thing is a place in a source, and not a source as a whole."""
        return bool(self._objects(thing, _SOURCE) or self._objects(thing, places.LINE))

    def place(self, passage: Term) -> str:
        """The place of a passage without its source, such as ``l. 50``; it tells if only a third party shows it."""
        whole = next(iter(self._objects(passage, _WHOLE)), passage)
        found = places.worded(self._place_values(whole), self.lang)
        if whole != passage:
            exact = " ".join(self._texts(passage, _EXACT).values())
            found = f"{found} {places.quoted(exact, self.lang)}".strip()
        found = found or self.curie_of(passage)
        if self._by_third_party(passage):
            return Phrase("{place} (third-party copy)", place=found).text_in(self.lang)
        return found

    def curie_of(self, term: Term) -> str:
        """The short form of a term: the CURIE of an IRI."""
        return self.curie(term) if isinstance(term, ox.NamedNode) else str(term)

    def _place_values(self, passage: Term) -> dict[object, str]:
        found = ((one, self._objects(passage, one)) for one in places.PROPERTIES)
        return {one: self._value(min(values, key=str)) for one, values in found if values}

    def _value(self, term: Term) -> str:
        return term.value if isinstance(term, ox.Literal) else self.label(term) or self.curie_of(term)

    def _by_third_party(self, passage: Term) -> bool:
        copies = self._objects(passage, _SHOWN_IN)
        return bool(copies) and all(_THIRD_PARTY in self._objects(copy, RDF_TYPE) for copy in copies)

    def cited(self, passages: Iterable[Term]) -> str:
        """The passages as ``ll. 49, 50``; with their source as soon as there is more than one: ``S0 l. 50; S18``."""
        found = self.in_order(passages)
        if self.iris:
            return ", ".join(map(self.shown, found))
        named = self._names_sources(found)
        groups: dict[Term, list[Term]] = {}
        for passage in found:
            groups.setdefault(self.source(passage) or passage, []).append(passage)
        return "; ".join(self._group(source, group, named) for source, group in groups.items())

    def cited_in_words(self, passages: Iterable[Term]) -> str:
        """Lines in words, such as ``lines 49 and 50``, where there is one source; else as `cited` returns them."""
        found = self.in_order(passages)
        lines = [line for line in map(self._line_alone, found) if line]
        if self.iris or not lines or len(lines) < len(found) or self._names_sources(found):
            return self.cited(found)
        listed = all_of(lines)
        message = counted(
            len(lines), Phrase("line {lines}", lines=listed), Phrase("lines {lines}", lines=listed)
        )
        return message.text_in(self.lang)

    def _group(self, source: Term, passages: Sequence[Term], named: bool) -> str:
        """The passages of one source, or the source itself where it is cited as a whole."""
        name = self.name_of_source(source)
        inside = [passage for passage in passages if passage != source]
        if not inside:
            return name
        # Several passages of one list, say, have one place.
        listed = ", ".join(dict.fromkeys(self._places(inside)))
        if source in passages:
            return f"{name}, {listed}"
        return f"{name} {listed}" if named and self.source(inside[0]) else listed

    def _places(self, passages: Sequence[Term]) -> Iterator[str]:
        """The places of passages, lines that follow each other taken together."""
        lines: list[str] = []
        for passage in passages:
            line = self._line_alone(passage)
            if line:
                lines.append(line)
                continue
            if lines:
                yield places.lines(lines).text_in(self.lang)
                lines = []
            yield self.place(passage)
        if lines:
            yield places.lines(lines).text_in(self.lang)

    def _line_alone(self, passage: Term) -> str | None:
        """The number of a line, where that is all there is to say of a place."""
        values = self._place_values(passage)
        plain = list(values) == [places.LINE] and not self._by_third_party(passage)
        return values[places.LINE] if plain else None

    def _names_sources(self, passages: Iterable[Term]) -> bool:
        """Whether a place is told with its source: where several are cited, or there are several in the store."""
        return self.has_several_sources or len({self.source(one) or one for one in passages}) > 1

    @property
    def has_several_sources(self) -> bool:
        """Whether there is more than one source in the store."""
        if not self._several:
            found = (quad.subject for quad in self.store.quads_for_pattern(None, RDF_TYPE, _SOURCES, None))
            first = next(found, None)
            self._several.append(any(other != first for other in found))
        return self._several[0]

    def name_of_source(self, source: Term) -> str:
        """The sign of a source, such as S18, or its name where it has none or shares it with another source."""
        if self.iris:
            return self.shown(source)
        sign = self.notation(source)
        return sign if sign and not self._is_shared(sign, source) else self.shown(source)

    def _is_shared(self, sign: str, source: Term) -> bool:
        found = self.store.quads_for_pattern(None, _NOTATION, ox.Literal(sign), None)
        others = {quad.subject for quad in found} - {source}
        return any(_SOURCES in self._objects(one, RDF_TYPE) for one in others)

    def notation(self, source: Term) -> str | None:
        """The notation by which a source is cited, such as S18; None if it has none."""
        signs = [value.value for value in self._objects(source, _NOTATION) if isinstance(value, ox.Literal)]
        return min(signs, default=None)

    def in_order(self, passages: Iterable[Term]) -> list[Term]:
        """The passages by source, then by their place in it, each once."""
        return sorted(set(passages), key=self.order)

    def order(self, passage: Term) -> tuple[str, int, str, int, int, str]:
        """The key by which passages and sources are put in order: that of the data, else by name and line."""
        keys = self._objects(passage, _SORT_KEY)
        given = min((key.value for key in keys if isinstance(key, ox.Literal)), default="")
        source = self.source(passage)
        line = next(
            (one.value for one in self._objects(passage, places.LINE) if isinstance(one, ox.Literal)), ""
        )
        # Among whole sources the shorter sign is the earlier one: S2 before S17.
        name, sign = "" if source is None else self.name_of_source(source), str(passage)
        return given, int(bool(name)), name, int(line) if line.isdecimal() else 0, len(sign), sign

    def quoted(self, passage: Term) -> list[str]:
        """The exact text of a passage, then its translation into the reader's language if there is one.

        For a whole source, its name and its bibliographic citation.
        """
        found = [value.value for value in self._objects(passage, _CITATION) if isinstance(value, ox.Literal)]
        if found:
            return [text for text in (self.label(passage), *found) if text]
        exact = [value.value for value in self._objects(passage, _EXACT) if isinstance(value, ox.Literal)][:1]
        translated = self._texts(passage, _PREF_LABEL).get(self.lang) if exact else None
        return [*exact, translated] if translated else exact

    def gaps(self, thing: Term) -> list[str]:
        """The gaps about a resource: the name of each, with the lines where the fact could have stood."""
        found = {quad.subject for quad in self.store.quads_for_pattern(None, _GAP_ABOUT, thing, None)}
        return sorted(self._gap(gap) for gap in found if _GAP in self._objects(gap, RDF_TYPE))

    def _gap(self, gap: Term) -> str:
        aspects = ", ".join(sorted(self.shown(aspect) for aspect in self._objects(gap, _ASPECT)))
        name = self.label(gap) or aspects or self.shown(gap)
        places = self.cited_in_words(self._objects(gap, _GAP_PLACE))
        return f"{name} ({places})" if places else name

    def source(self, passage: Term) -> Term | None:
        """The source of a passage; None for a resource that is not a passage."""
        return next(iter(sorted(self._objects(passage, _SOURCE), key=str)), None)

    def _texts(self, thing: Term, name_property: ox.NamedNode) -> dict[str, str]:
        found = [value for value in self._objects(thing, name_property) if isinstance(value, ox.Literal)]
        return {value.language or "": value.value for value in sorted(found, key=str, reverse=True)}
