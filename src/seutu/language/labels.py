"""Names of terms for people: a label in their language, the line of a passage, or a CURIE."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pyoxigraph as ox

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
_LINE = node("seutu:lineNumber")
_SOURCE = node("seutu:inSource")
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
        """A cell for people: a label (with ``iris`` a CURIE), a passage's line number, a literal's text."""
        if term is None:
            return ""
        if isinstance(term, ox.Literal):
            return term.value
        if not isinstance(term, ox.NamedNode):
            return str(term)
        if self.iris:
            return self.curie(term)
        if term not in self._shown:
            line = self.line(term)
            self._shown[term] = str(line) if line is not None else self.label(term) or self.curie(term)
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

    def line(self, thing: Term) -> int | None:
        """The line number of a passage; None for a resource that is not a line of a source."""
        for value in self._objects(thing, _LINE):
            if isinstance(value, ox.Literal) and value.value.isdecimal():
                return int(value.value)
        return None

    def cited(self, passages: Iterable[Term]) -> str:
        """The passages as ``49, 50``; lines of more than one source are each given with their source."""
        found = self.in_order(passages)
        several = len({self._source(passage) for passage in found if self.line(passage) is not None}) > 1
        return ", ".join(self._cited(passage, several) for passage in found)

    def cited_in_words(self, passages: Iterable[Term]) -> str:
        """Lines of one source in words, such as ``lines 49 and 50``; other passages as `cited` returns them."""
        found = self.in_order(passages)
        lines = [str(line) for line in map(self.line, found) if line is not None]
        if not lines or len(lines) < len(found) or len({self._source(passage) for passage in found}) > 1:
            return self.cited(found)
        listed = all_of(lines)
        message = counted(
            len(lines), Phrase("line {lines}", lines=listed), Phrase("lines {lines}", lines=listed)
        )
        return message.text_in(self.lang)

    def _cited(self, passage: Term, with_source: bool) -> str:
        if self.line(passage) is None:
            return (None if self.iris else self.notation(passage)) or self.shown(passage)
        return f"{self._source(passage)}: {self.shown(passage)}" if with_source else self.shown(passage)

    def notation(self, source: Term) -> str | None:
        """The notation by which a source is cited, such as S18; None if it has none."""
        signs = [value.value for value in self._objects(source, _NOTATION) if isinstance(value, ox.Literal)]
        return min(signs, default=None)

    def in_order(self, passages: Iterable[Term]) -> list[Term]:
        """The passages by source, then by line number as a number, each once."""
        return sorted(set(passages), key=self._sort_key)

    def _sort_key(self, passage: Term) -> tuple[str, int, int, str]:
        # Among whole sources the shorter sign is the earlier one: S2 before S17.
        sign = str(passage)
        return self._source(passage), self.line(passage) or 0, len(sign), sign

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

    def _source(self, passage: Term) -> str:
        source = self.source(passage)
        return "" if source is None else self.shown(source)

    def _texts(self, thing: Term, name_property: ox.NamedNode) -> dict[str, str]:
        found = [value for value in self._objects(thing, name_property) if isinstance(value, ox.Literal)]
        return {value.language or "": value.value for value in sorted(found, key=str, reverse=True)}


QUOTES: Mapping[str, tuple[str, str]] = {"en": ("“", "”"), "fi": ("”", "”"), "sv": ("”", "”")}
"""The marks before and after a quotation."""
