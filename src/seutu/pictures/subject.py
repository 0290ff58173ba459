"""The content of a picture: the rows of an answer, and the labels in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import pyoxigraph as ox

from seutu.language.labels import NOT_STATED, Labels
from seutu.phrases import Phrase
from seutu.query.definition import Query
from seutu.rdf.model import Term
from seutu.rdf.namespaces import BASE
from seutu.text import days
from seutu.text.table import one_line

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_DAY, _CASE = "on", "case"


@dataclass(frozen=True, slots=True)
class Record:
    """A row of an answer: the value of each column that has one, and the passages and sources cited."""

    cells: Mapping[str, Term]
    evidence: tuple[Term, ...]

    @classmethod
    def of(cls, columns: Iterable[str], cells: Iterable[Term | None], evidence: tuple[Term, ...]) -> "Record":
        """Return the record of a row with a cell for each column."""
        pairs = zip(columns, cells, strict=True)
        return cls({column: term for column, term in pairs if term is not None}, evidence)

    def get(self, column: str) -> Term | None:
        """Return the value of a column; None if it has none."""
        return self.cells.get(column)


@dataclass(frozen=True, slots=True)
class Subject:
    """The rows of an answer and its question; ``headings`` are by column, ``silences`` are the gaps of the sources."""

    query: Query
    records: Sequence[Record]
    labels: Labels
    headings: Mapping[str, str]
    bindings: Mapping[str, Term] = field(default_factory=dict)
    silences: Sequence[str] = ()

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.labels.lang

    @property
    def title(self) -> str:
        """The question's title, with the date of the question if it has one."""
        title, day = self._text(self.query.title) or self.query.name, self.bindings.get(_DAY)
        if day is None:
            return title
        as_of = Phrase("as of {day}", day=days.written(day, self.lang)).text_in(self.lang)
        return f"{title}, {as_of}"

    @property
    def question(self) -> str:
        """The full text of the question; empty if its header has none."""
        return self._text(self.query.question)

    def _text(self, texts: Mapping[str, str]) -> str:
        return one_line(texts.get(self.lang) or texts.get("en", ""))

    def conditions(self) -> list[str]:
        """Return the other conditions of the answer: ``Function: decides``."""
        given = ((column, value) for column, value in self.bindings.items() if column != _DAY)
        return [f"{self.heading(column)}: {self.shown(value)}" for column, value in given]

    def heading(self, column: str) -> str:
        """Return the heading of a column."""
        return self.headings.get(column, column)

    def shown(self, term: Term | None) -> str:
        """Return the name of a resource on one line: of a passage its source and place, of a date its written form."""
        if isinstance(term, ox.NamedNode) and self.labels.is_passage(term):
            return self.labels.cited_in_words([term])
        if days.covered(term):
            return days.written(term, self.lang)
        return one_line(self.labels.shown(term))

    def capital(self, term: Term | None) -> str:
        """Return the name of a resource with a capital letter."""
        shown = self.shown(term)
        return shown[:1].upper() + shown[1:]

    def description(self, record: Record) -> str:
        """Return a row as text: each heading with its value, and the source."""
        parts = [f"{self.heading(column)}: {self.shown(value)}" for column, value in record.cells.items()]
        cited = one_line(self.labels.cited(record.evidence))
        return "; ".join([*parts, f"{Phrase('Source').text_in(self.lang)}: {cited}"] if cited else parts)

    def values(self, column: str) -> list[Term]:
        """Return the values of a column, without duplicates, ordered by their first row."""
        found = (record.get(column) for record in self.records)
        return list(dict.fromkeys(value for value in found if value is not None))

    def shared(self, column: str) -> Term | None:
        """Return the value that all rows have in a column; None if they differ."""
        found = {record.get(column) for record in self.records}
        return found.pop() if len(found) == 1 else None

    def by_case(self) -> list[tuple[str, "Subject"]]:
        """Return the rows of each case with the case's name, ordered by the first row of each; last what cases share.

        If no row has a case, all rows are one part without a name.
        """
        cases: list[Term | None] = [*self.values(_CASE)]
        if not cases:
            return [("", self)]
        if any(record.get(_CASE) is None for record in self.records):
            cases.append(None)
        return [(self._case_name(case), self._only(case)) for case in cases]

    def _case_name(self, case: Term | None) -> str:
        return Phrase("Shared by the cases").text_in(self.lang) if case is None else self.capital(case)

    def _only(self, case: Term | None) -> "Subject":
        return replace(self, records=[record for record in self.records if record.get(_CASE) == case])


UNSTATED = NOT_STATED


def href(term: Term | None) -> str | None:
    """Return the link of a resource's name: its IRI; None for other terms."""
    return term.value if isinstance(term, ox.NamedNode) else None


def concept(scheme: str, name: str) -> ox.NamedNode:
    """Return the IRI of a concept of ours, such as ``modality``, ``asserted``."""
    return ox.NamedNode(f"{BASE}concept/{scheme}/{name}")


@dataclass(frozen=True)
class Citations:
    """Short marks for the evidence of rows: the sign of a source, or a letter, and the place of a passage in it."""

    subject: Subject

    def marks(self, evidence: Iterable[Term]) -> list[tuple[str, Term]]:
        """Return the mark of each passage or source, in order; one after another of its source is a place alone."""
        found = self.subject.labels.in_order(evidence)
        return [(self._mark(term, before), term) for before, term in zip([None, *found], found, strict=False)]

    def description(self, term: Term) -> str:
        """Return the full citation: a source's name, or a passage's place and text."""
        shown, quoted = self.subject.shown(term), self.subject.labels.quoted(term)
        if not self.subject.labels.is_passage(term):
            return one_line(", ".join(quoted)) or shown
        return f"{shown}: {one_line(quoted[0])}" if quoted else shown

    def key(self) -> list[tuple[str, str, Term]]:
        """Return the key of the marks: the mark, its source's name, and the source."""
        labels, alone = self.subject.labels, self._single
        entries = [(Phrase("Source").text_in(self.subject.lang), alone)] if alone is not None else []
        entries += [(letter, source) for source, letter in self._letters.items()]
        return [(mark, one_line(labels.shown(source)), source) for mark, source in entries]

    def _mark(self, term: Term, before: Term | None) -> str:
        labels, source = self.subject.labels, self._source(term)
        if not labels.is_passage(term):
            return self._letters[term]
        named = source in self._letters and (before is None or self._source(before) != source)
        return f"{self._letters[source]} {labels.place(term)}" if named else labels.place(term)

    def _source(self, term: Term) -> Term:
        return self.subject.labels.source(term) or term

    @cached_property
    def _letters(self) -> dict[Term, str]:
        sources = [source for source in self._sources if source != self._single]
        return {source: self._notation(source) or _letter(index) for index, source in enumerate(sources)}

    def _notation(self, source: Term) -> str | None:
        labels = self.subject.labels
        notation = labels.notation(source)
        return notation if notation == labels.name_of_source(source) else None

    @cached_property
    def _single(self) -> Term | None:
        """The one source in play, where all that is cited are places in it."""
        labels, sources = self.subject.labels, self._sources
        inside = all(map(labels.is_passage, self._evidence))
        return sources[0] if len(sources) == 1 and inside and not labels.has_several_sources else None

    @cached_property
    def _sources(self) -> list[Term]:
        """The sources that are cited, in order, without duplicates."""
        return self.subject.labels.in_order(map(self._source, self._evidence))

    @cached_property
    def _evidence(self) -> list[Term]:
        return self.subject.labels.in_order(
            term for record in self.subject.records for term in record.evidence
        )


def _letter(index: int) -> str:
    """Return a letter from a to z, then aa, ab and so on."""
    before, at = divmod(index, len(_ALPHABET))
    return (_letter(before - 1) if before else "") + _ALPHABET[at]
