"""The page of a document: the names of its resources, their statements, and the statements that refer to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import pyoxigraph as ox

from seutu.evidence import explanation
from seutu.evidence.explanation import ExplainedStatement, Place
from seutu.language.labels import Labels
from seutu.phrases import LANGUAGES
from seutu.rdf.model import RDF_TYPE, Term, node, objects
from seutu.site import tombstones
from seutu.site.documents import FORMATS, Document, Published
from seutu.site.links import Links, relative
from seutu.site.negotiation import TYPES
from seutu.site.page import LANG, Format, Page, Row, Section, StatementText, Table, Text, sorted_texts, text

FORMAT_NAMES: Mapping[str, str] = {
    "ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML"
}  # fmt: skip
"""The names of the formats."""

MAX_REFERENCES = 200
"""The number of referring resources sorted_texts for each property; the others are counted."""

_LEADS = (node("skos:definition"), node("dcterms:description"))
_NAMES = tuple(map(node, ("skos:prefLabel", "rdfs:label", "dcterms:title", "foaf:name", "vcard:fn")))
# The predicates that are shown above the table of properties.
_ABOVE = frozenset({RDF_TYPE, *_LEADS})
_EXACT, _SOURCE, _LANGUAGE = node("oa:exact"), node("seutu:inSource"), node("dcterms:language")
# The codes of our languages in the EU authority table of languages.
_CODES = {"FIN": "fi", "SWE": "sv", "ENG": "en"}


@dataclass(frozen=True)
class Pages:
    """Makes the pages of documents with ``links``; ``prefixes`` shorten the IRIs of resources without a name."""

    published: Published
    links: Links
    prefixes: Mapping[str, str]
    unwritten: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _texts: dict[Term, Text] = field(default_factory=dict, init=False)

    @cached_property
    def _labels(self) -> dict[str, Labels]:
        return {lang: Labels(self.published.store, lang, self.prefixes) for lang in LANGUAGES}

    def page(self, document: Document) -> Page:
        """Return the page of a document. Raises `TemplateError` for a sentence template that cannot be parsed."""
        origin = f"{document.path}.html"
        thing = ox.NamedNode(document.iri.value)
        single = document.subjects == (thing,) and not document.graph
        return Page(
            titles=self.titles(document.subjects[0] if document.of else thing),
            home=relative("index.html", origin),
            iri=thing.value,
            kinds=tuple(self._linked(kind, origin) for kind in self._types(thing)),
            notice=self._notice(thing, origin),
            lead=self._lead(thing),
            formats=self.formats(document.path),
            sections=tuple(self._single(thing, origin) if single else self._many(document, thing, origin)),
        )

    def formats(self, path: str) -> tuple[Format, ...]:
        """Return the other formats of a document, linked from its page."""
        name = path.rpartition("/")[2]
        return tuple(
            Format(FORMAT_NAMES[one], TYPES[one][0], relative(f"{name}.{one}", ""))
            for one in FORMATS
            if path not in self.unwritten.get(one, ())
        )

    def titles(self, thing: ox.NamedNode) -> tuple[Text, ...]:
        """Return the titles of a resource by language, the page's first; a title that several languages share occurs
        once.
        """
        order = (LANG, *(one for one in LANGUAGES if one != LANG))
        found: dict[str, Text] = {}
        for title in (self._title(thing, lang) for lang in order):
            found.setdefault(title.text, title)
        return tuple(found.values())

    def _title(self, thing: ox.NamedNode, lang: str) -> Text:
        labels = self._labels[lang]
        if explanation.is_statement(self.published.store, thing):
            return text(explanation.sentence(thing, labels), lang)
        named = self._name(thing, lang)
        quoted = self._quotation(thing)
        if quoted and not (named and named == text(named.text, lang)):
            return quoted
        return named or Text(_local_name(thing.value))

    def _name(self, thing: ox.NamedNode, lang: str) -> Text | None:
        """Return the name in a language or, with its own language tag, in the nearest one."""
        found: dict[str, str] = {}
        for naming in _NAMES:
            for value in sorted(objects(self.published.store, thing, naming), key=str):
                if isinstance(value, ox.Literal):
                    found.setdefault(value.language or "", value.value)
        order = (*self._labels[lang].languages, *sorted(found))
        return next((text(found[one], one) for one in order if one in found), None)

    def _quotation(self, thing: Term) -> Text | None:
        """Return the text of a passage, in the language of its source."""
        for value in objects(self.published.store, thing, _EXACT):
            if isinstance(value, ox.Literal):
                return text(value.value, self._source_language(thing))
        return None

    def _source_language(self, passage: Term) -> str:
        sources = objects(self.published.store, passage, _SOURCE)
        codes = {
            _local_name(language.value)
            for source in sources
            for language in objects(self.published.store, source, _LANGUAGE)
            if isinstance(language, ox.NamedNode)
        }
        return _CODES.get(next(iter(codes)), "") if len(codes) == 1 else ""

    def _types(self, thing: ox.NamedNode) -> list[ox.NamedNode]:
        kinds = objects(self.published.store, thing, RDF_TYPE)
        found = (one for one in kinds if isinstance(one, ox.NamedNode))
        return sorted(found, key=lambda one: (not one.value.startswith(explanation.NAMESPACE), one.value))

    def _notice(self, thing: ox.NamedNode, origin: str) -> tuple[Text, ...]:
        store = self.published.store
        if not tombstones.withdrawn(store, thing):
            return ()
        instead = [self._linked(one, origin) for one in tombstones.successors(store, thing)]
        notice = "Withdrawn; replaced by" if instead else "Withdrawn; nothing replaces it."
        return (Text(notice), *instead)

    def _lead(self, thing: ox.NamedNode) -> tuple[Text, ...]:
        """Return the definition or description, in each language."""
        values = [value for lead in _LEADS for value in objects(self.published.store, thing, lead)]
        found = {value.language or "": value.value for value in values if isinstance(value, ox.Literal)}
        order = (LANG, *(one for one in LANGUAGES if one != LANG), "")
        return tuple(text(found[one], one) for one in order if one in found)

    def _single(self, thing: ox.NamedNode, origin: str) -> Iterable[Section]:
        statements = self._statements(thing, origin)
        if statements:
            yield Section(Text("Statements"), "page-said", statements=statements)
        yield Section(Text("Properties"), "page-properties", tables=self._properties(thing, origin))
        yield from self._references(thing, origin)

    def _many(self, document: Document, thing: ox.NamedNode, origin: str) -> Iterable[Section]:
        if document.graph:
            yield from self._contents(document, origin)
            return
        terms = [one for one in document.subjects if one != thing]
        if thing in document.subjects:
            yield Section(Text("Properties"), "page-properties", tables=self._properties(thing, origin))
        links = (
            Text(self._shown(one).text, self._shown(one).lang, f"#{_local_name(one.value)}") for one in terms
        )
        yield Section(Text(f"{len(terms)} terms"), "page-terms", links=sorted_texts(links))
        yield from (self._term(one, origin) for one in terms)

    def _term(self, thing: ox.NamedNode, origin: str) -> Section:
        called = self._shown(thing)
        return Section(
            heading=Text(called.text, called.lang),
            anchor=_local_name(thing.value),
            notice=self._notice(thing, origin),
            texts=(Text(thing.value, code=True), *self._lead(thing)),
            tables=self._properties(thing, origin),
            level=3,
        )

    def _contents(self, document: Document, origin: str) -> Iterable[Section]:
        quads = self.published.store.quads_for_pattern(None, None, None, document.iri)
        subjects = {quad.subject for quad in quads}
        links = sorted_texts(self._linked(one, origin) for one in subjects if isinstance(one, ox.NamedNode))
        yield Section(
            Text(f"What this graph says something of: {len(links)} things"), "page-contents", links=links
        )
        yield from (
            Section(Text("Properties"), "page-properties", tables=self._properties(one, origin))
            for one in document.subjects
        )

    def _properties(self, thing: ox.NamedNode, origin: str) -> tuple[Table, ...]:
        values: dict[ox.NamedNode, set[Text]] = {}
        for quad in self.published.store.quads_for_pattern(thing, None, None, None):
            if quad.predicate in _ABOVE:
                continue
            values.setdefault(quad.predicate, set()).update(self._values(quad.object, origin))
        return self._table(("Property", "Value"), values, origin)

    def _values(self, value: Term, origin: str) -> list[Text]:
        if not isinstance(value, ox.BlankNode):
            return [self._linked(value, origin)]
        found = (quad.object for quad in self.published.store.quads_for_pattern(value, None, None, None))
        return [shown for one in found for shown in self._values(one, origin)]

    def _references(self, thing: ox.NamedNode, origin: str) -> Iterable[Section]:
        values: dict[ox.NamedNode, set[Text]] = {}
        for quad in self.published.store.quads_for_pattern(None, None, thing, None):
            if isinstance(quad.subject, ox.NamedNode) and quad.subject != thing:
                values.setdefault(quad.predicate, set()).add(self._linked(quad.subject, origin))
        if values:
            tables = self._table(("By the property", "From"), values, origin)
            yield Section(Text("What refers to it"), "page-references", tables=tables)

    def _table(
        self, columns: tuple[str, str], values: Mapping[ox.NamedNode, set[Text]], origin: str
    ) -> tuple[Table, ...]:
        rows = [
            Row(self._linked(predicate, origin), (_truncated(sorted_texts(found)),))
            for predicate, found in values.items()
        ]
        rows.sort(key=lambda row: (row.header.text.casefold(), row.header.href))
        return (Table(columns, tuple(rows)),) if rows else ()

    def _linked(self, term: Term, origin: str) -> Text:
        """Return a term in the form for readers, linked if it is an IRI."""
        shown = self._shown(term)
        if not isinstance(term, ox.NamedNode):
            return shown
        return Text(shown.text, shown.lang, self.links.href(term.value, origin))

    def _shown(self, term: Term) -> Text:
        if isinstance(term, ox.Literal):
            return text(term.value, term.language or "")
        if term not in self._texts:
            self._texts[term] = self._text_of(term)
        return self._texts[term]

    def _text_of(self, term: Term) -> Text:
        labels = self._labels[LANG]
        if not isinstance(term, ox.NamedNode):
            return Text(str(term))
        if labels.is_passage(term):
            quoted, place = self._quotation(term), labels.cited([term])
            return Text(f"{place}: {quoted.text}", quoted.lang) if quoted else Text(place)
        if explanation.is_statement(self.published.store, term):
            return Text(explanation.sentence(term, labels))
        return self._name(term, LANG) or self._quotation(term) or Text(labels.curie(term).strip("<>"))

    def _statements(self, thing: ox.NamedNode, origin: str) -> tuple[StatementText, ...]:
        by_language = {
            lang: explanation.explained(thing, labels).statements for lang, labels in self._labels.items()
        }
        others = {
            lang: {one.iri: one.sentence for one in by_language[lang]} for lang in LANGUAGES if lang != LANG
        }
        return tuple(self._statement(one, others, origin) for one in by_language[LANG])

    def _statement(
        self, statement: ExplainedStatement, others: Mapping[str, Mapping[str, str]], origin: str
    ) -> StatementText:
        also = [text(sentences[statement.iri], lang) for lang, sentences in others.items()]
        return StatementText(
            sentences=(Text(statement.sentence, href=self.links.href(statement.iri, origin)), *also),
            manner=statement.manner,
            places=tuple(self._place(place, origin) for place in statement.places),
        )

    def _place(self, place: Place, origin: str) -> tuple[Text, tuple[Text, ...]]:
        passage = ox.NamedNode(place.iri)
        language = "" if place.whole else self._source_language(passage)
        words = tuple(text(one, "" if number else language) for number, one in enumerate(place.words))
        return Text(place.cited, href=self.links.href(place.iri, origin)), words


def _truncated(texts: tuple[Text, ...]) -> tuple[Text, ...]:
    more = len(texts) - MAX_REFERENCES
    return texts if more <= 0 else (*texts[:MAX_REFERENCES], Text(f"and {more} more"))


def _local_name(iri: str) -> str:
    """Return the last path segment of an IRI, or its fragment."""
    whole, _, fragment = iri.partition("#")
    return fragment or whole.rstrip("/").rpartition("/")[2]
