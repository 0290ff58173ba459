"""What a picture is drawn of: the rows of an answer, and the words that stand beside them in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
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
_DAY = "on"


@dataclass(frozen=True, slots=True)
class Record:
    """One row of an answer: what stands in each column that is filled, and the passages and sources it rests on."""

    cells: Mapping[str, Term]
    evidence: tuple[Term, ...]

    @classmethod
    def of(cls, columns: Iterable[str], cells: Iterable[Term | None], evidence: tuple[Term, ...]) -> "Record":
        """The record of a row that has a cell for each column."""
        pairs = zip(columns, cells, strict=True)
        return cls({column: term for column, term in pairs if term is not None}, evidence)

    def get(self, column: str) -> Term | None:
        """What stands in a column; None if nothing does."""
        return self.cells.get(column)


@dataclass(frozen=True, slots=True)
class Subject:
    """The rows of an answer and its question; ``headings`` are by column, ``silences`` what the sources do not say."""

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
        """The question's title, with the day that was asked about."""
        title, day = self._text(self.query.title) or self.query.name, self.bindings.get(_DAY)
        if day is None:
            return title
        told = Phrase("as of {day}", day=days.written(day, self.lang)).told(self.lang)
        return f"{title}, {told}"

    @property
    def question(self) -> str:
        """What the question asks, in full; empty if its header does not say."""
        return self._text(self.query.question)

    def _text(self, texts: Mapping[str, str]) -> str:
        return one_line(texts.get(self.lang) or texts.get("en", ""))

    def conditions(self) -> list[str]:
        """What else the answer was limited to: ``Function: decides``."""
        given = ((column, value) for column, value in self.bindings.items() if column != _DAY)
        return [f"{self.heading(column)}: {self.shown(value)}" for column, value in given]

    def heading(self, column: str) -> str:
        """What stands over a column."""
        return self.headings.get(column, column)

    def shown(self, term: Term | None) -> str:
        """A thing's name on one line; of a passage, ``line 49``; a date as people write it."""
        if isinstance(term, ox.NamedNode) and self.labels.line(term) is not None:
            return self.labels.placed([term])
        if days.covered(term):
            return days.written(term, self.lang)
        return one_line(self.labels.shown(term))

    def capital(self, term: Term | None) -> str:
        """A thing's name as it begins a line of its own."""
        shown = self.shown(term)
        return shown[:1].upper() + shown[1:]

    def told(self, record: Record) -> str:
        """All that a row says, in words: each heading with its value, and the source."""
        said = [f"{self.heading(column)}: {self.shown(value)}" for column, value in record.cells.items()]
        cited = one_line(self.labels.cited(record.evidence))
        return "; ".join([*said, f"{Phrase('Source').told(self.lang)}: {cited}"] if cited else said)

    def values(self, column: str) -> list[Term]:
        """What stands in a column, each once, in the order of its first row."""
        found = (record.get(column) for record in self.records)
        return list(dict.fromkeys(value for value in found if value is not None))


LINES_OF = Phrase("Numbers: lines of")
"""What comes before the source whose lines are cited by their numbers."""

SILENT = NOT_STATED


def href(term: Term | None) -> str | None:
    """Where a thing's name leads: its IRI; None for what has none."""
    return term.value if isinstance(term, ox.NamedNode) else None


def concept(scheme: str, name: str) -> ox.NamedNode:
    """A concept of ours, such as ``modality``, ``asserted``."""
    return ox.NamedNode(f"{BASE}concept/{scheme}/{name}")


@dataclass(frozen=True)
class Citations:
    """Short marks for what the rows rest on: a line's number, and the sign of a source without lines, or a letter."""

    subject: Subject

    def marks(self, evidence: Iterable[Term]) -> list[tuple[str, Term]]:
        """The mark of each passage or source, in order; lines have their source's letter if several sources have."""
        found = self.subject.labels.in_order(evidence)
        # Lines come first and stay in their order; letters follow in theirs.
        ordered = [term for term in found if term not in self._letters]
        lettered = [term for term in found if term in self._letters]
        ordered += sorted(lettered, key=lambda term: (len(self._letters[term]), self._letters[term]))
        return [(self._mark(term), term) for term in ordered]

    def told(self, term: Term) -> str:
        """What is cited, in full: a source's name, or a line's number and words."""
        shown, quoted = self.subject.shown(term), self.subject.labels.quoted(term)
        if self.subject.labels.line(term) is None:
            return one_line(", ".join(quoted)) or shown
        return f"{shown}: {one_line(quoted[0])}" if quoted else shown

    def key(self) -> list[tuple[str, str, Term]]:
        """What the marks stand for: the mark, its source's name, and the source."""
        lined, labels = self._lined, self.subject.labels
        entries = [(LINES_OF.told(self.subject.lang), lined[0])] if len(lined) == 1 else []
        entries += [(letter, source) for source, letter in self._letters.items()]
        return [(mark, one_line(labels.shown(source)), source) for mark, source in entries]

    def _mark(self, term: Term) -> str:
        labels, letters = self.subject.labels, self._letters
        line = labels.line(term)
        if line is None:
            return letters[term]
        source = labels.source(term)
        return f"{letters[source]} {line}" if source in letters else str(line)

    @cached_property
    def _letters(self) -> dict[Term, str]:
        labels, lined = self.subject.labels, self._lined
        sources = [term for term in self._evidence if labels.line(term) is None]
        if len(lined) > 1:
            sources += lined
        ordered = sorted(set(sources), key=lambda term: (labels.shown(term).casefold(), str(term)))
        marks = {source: labels.sign(source) or _letter(index) for index, source in enumerate(ordered)}
        return dict(sorted(marks.items(), key=lambda pair: (len(pair[1]), pair[1])))

    @cached_property
    def _lined(self) -> list[Term]:
        """The sources whose lines are cited, each once."""
        labels = self.subject.labels
        found = (labels.source(term) for term in self._evidence if labels.line(term) is not None)
        return list(dict.fromkeys(source for source in found if source is not None))

    @cached_property
    def _evidence(self) -> list[Term]:
        return self.subject.labels.in_order(
            term for record in self.subject.records for term in record.evidence
        )


def _letter(index: int) -> str:
    """From a to z, then aa, ab and so on."""
    before, at = divmod(index, len(_ALPHABET))
    return (_letter(before - 1) if before else "") + _ALPHABET[at]
