"""An answer: rows of terms, each with the passages it rests on, printed for people and for machines.

Rows that differ only in ``?evidence`` are one row with several passages; the JSON is SPARQL's own, row by row.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from seutu.answer.rows import Cells, Row, folded
from seutu.errors import ParameterError, SeutuError
from seutu.language.labels import NOT_FOR_DAY, NOT_STATED, SILENT, Labels
from seutu.phrases import ENGLISH, Phrase
from seutu.query.definition import DAY, EVIDENCE, Query, Term
from seutu.rdf.namespaces import PREFIXES
from seutu.text import days, numbers, table

FORMATS = ("table", "csv", "tsv", "json", "markdown", "svg")


@dataclass(frozen=True, slots=True)
class _Manner:
    """How rows are printed for people."""

    fmt: str
    width: int | None
    text: bool
    explain: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What a SELECT query found: ``variables`` and ``solutions`` as the engine gave them.

    ``labels`` knows what things are called, in the language to print in unless another is asked for; ``query`` gives
    the headings, and ``bindings`` are the values that the parameters had. ``scope`` names the one source or layer that
    was listened to; ``nearest`` is the answer for the nearest time, when nothing is stated for the day asked about.
    ``remarks`` tell what the names that were given were taken for, where that is not plain.
    """

    variables: tuple[str, ...]
    solutions: tuple[Cells, ...]
    labels: Labels
    query: Query | None = None
    bindings: Mapping[str, Term] = field(default_factory=dict)
    scope: str | None = None
    nearest: "Answer | None" = None
    remarks: tuple[Phrase, ...] = ()

    @classmethod
    def of(
        cls,
        result: object,
        labels: Labels,
        query: Query | None = None,
        bindings: Mapping[str, Term] | None = None,
    ) -> "Answer":
        """The answer in an engine's result. Raises `SeutuError` if it is not of a SELECT, or a service fails."""
        if not isinstance(result, ox.QuerySolutions):
            name = query.name if query else "query"
            raise SeutuError(
                Phrase("{name}: only SELECT gives a table; write SELECT ?x WHERE {{ ... }}.", name=name)
            )
        variables = tuple(variable.value for variable in result.variables)
        try:
            solutions = tuple(tuple(solution) for solution in result)
        except (OSError, RuntimeError) as error:
            raise SeutuError(
                Phrase("The query broke off ({error}); correct it, or try its service later.", error=error)
            ) from error
        return cls(variables, solutions, labels, query, dict(bindings or {}))

    @property
    def columns(self) -> tuple[str, ...]:
        """The variables without ``evidence``, which every row has apart."""
        return tuple(variable for variable in self.variables if variable != EVIDENCE)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The solutions in order, those that differ only in their evidence folded into one.

        Of solutions that differ only in the language of a text, the one in the reader's language stands for all.
        """
        return folded(self.variables, self.solutions, self.labels)

    @property
    def evidence(self) -> tuple[Term, ...]:
        """Every passage that some row rests on, once, by source and line."""
        return tuple(self.labels.in_order(passage for row in self.rows for passage in row.evidence))

    def basis(self, lang: str | None = None) -> str:
        """As of which day, and according to whom, the answer is given, in words."""
        lang, day = lang or self.labels.lang, self.bindings.get(DAY)
        takes_day = self.query is not None and any(one.name == DAY for one in self.query.parameters)
        when = Phrase("as of {day}", day=days.written(day, lang)) if day else Phrase("for all dates")
        whom = (
            Phrase("according to {scope}", scope=self.scope)
            if self.scope
            else Phrase("according to all sources, in all layers")
        )
        return _sentence([part.told(lang) for part in ((when, whom) if takes_day else (whom,))])

    def gaps(self, lang: str | None = None) -> list[str]:
        """What the sources are recorded not to say about the things asked about, in words."""
        labels = self._labels(lang)
        silent = labels.label(NOT_STATED) or SILENT.told(labels.lang)
        things = [value for value in self.bindings.values() if isinstance(value, ox.NamedNode)]
        return [f"{silent}: {gap}" for thing in things for gap in labels.gaps(thing)]

    def render(  # noqa: PLR0913 - six things to choose, none of which follows from another
        self,
        fmt: str = "table",
        lang: str | None = None,
        width: int | None = None,
        *,
        text: bool = False,
        iris: bool = False,
        explain: bool = False,
    ) -> str:
        """The answer in one of `FORMATS`, in a language.

        ``width`` is the terminal's (None wraps nothing), ``text`` adds the exact words of the evidence below the table,
        ``iris`` shows CURIEs where labels stand, ``explain`` says under each row, in sentences, what it rests on (table
        and markdown alone). A picture (svg) is drawn for a question whose header names one. Raises `ParameterError`
        naming the formats for any other, and for a picture of another question.
        """
        if explain and fmt not in ("table", "markdown"):
            raise ParameterError(Phrase("--explain needs --format table or markdown, not {fmt}.", fmt=fmt))
        if fmt == "json":
            return self.json()
        if lang and lang != self.labels.lang:
            told = replace(self, labels=self._labels(lang))
            return told.render(fmt, width=width, text=text, iris=iris, explain=explain)
        labels = self._labels(lang, iris)
        if fmt == "svg":
            return self._drawn(labels)
        if fmt in ("csv", "tsv"):
            headings, rows = self.machine_cells(labels)
            return _SEPARATED[fmt](headings, rows)
        if fmt not in FORMATS:
            raise ParameterError(
                Phrase(
                    "No answer format '{fmt}'; write one of {formats}.", fmt=fmt, formats=", ".join(FORMATS)
                )
            )
        manner = _Manner(fmt, width, text, explain)
        shown = self._rows_for_people(manner, labels) + self._nearest_told(manner, labels)
        return (
            shown
            or "\n".join([Phrase("Nothing is recorded.").told(labels.lang), *self.gaps(labels.lang)]) + "\n"
        )

    def _rows_for_people(self, manner: "_Manner", labels: Labels) -> str:
        if not self.solutions:
            return ""
        headings, rows = self._people_cells(labels)
        if manner.explain:
            from seutu.evidence import support

            each = [(shown, row.cells, row.evidence) for shown, row in zip(rows, self.rows, strict=True)]
            body = support.explained(
                headings,
                each,
                labels,
                self.query.text if self.query else "",
                markdown=manner.fmt == "markdown",
            )
        elif manner.fmt == "markdown":
            body = table.markdown(headings, rows)
        else:
            body = table.aligned(headings, rows, manner.width)
        return body + (self._quotations(labels) if manner.text else "")

    def _nearest_told(self, manner: "_Manner", labels: Labels) -> str:
        """What is known of the nearest time, under a line that says for which day nothing is stated."""
        if self.nearest is None:
            return ""
        silent = labels.label(NOT_FOR_DAY) or SILENT.told(labels.lang)
        told = Phrase(
            "{silent} ({day}); known nearest:",
            silent=silent,
            day=days.written(self.bindings[DAY], labels.lang),
        ).told(labels.lang)
        below = "\n" if self.solutions else ""
        return f"{below}{told}\n\n{self.nearest._rows_for_people(manner, labels)}"

    def json(self) -> str:
        """SPARQL 1.1's JSON results: every solution as the engine gave it, nothing folded."""
        import json

        bindings = [
            {
                name: json_of(term)
                for name, term in zip(self.variables, cells, strict=True)
                if term is not None
            }
            for cells in self.solutions
        ]
        body = {"head": {"vars": list(self.variables)}, "results": {"bindings": bindings}}
        return json.dumps(body, ensure_ascii=False, indent=2) + "\n"

    def _drawn(self, labels: Labels) -> str:
        if self.query is None or not self.query.picture:
            name = self.query.name if self.query else "query"
            raise ParameterError(
                Phrase(
                    "'{name}' has no picture; ask a question whose header has '# picture: ...'.", name=name
                )
            )
        # Imported here, because most answers are not drawn.
        from seutu.pictures import svg
        from seutu.pictures.subject import Record, Subject

        lang, columns = labels.lang, self.columns
        records = [Record.of(columns, row.cells, row.evidence) for row in self.rows]
        headings, silences = self.headings(lang), self.gaps(lang)
        subject = Subject(self.query, records, labels, headings, self.bindings, silences)
        return svg.drawn(subject)

    def headings(self, lang: str) -> dict[str, str]:
        """Return the headings by variable: the question's own, else the usual one, else the variable itself."""
        found = {variable: variable.replace("_", " ") for variable in self.variables}
        if EVIDENCE in found:
            found[EVIDENCE] = Phrase("Source").told(lang)
        if self.query is None:
            return found
        # Imported here, because a query that somebody brings has no headings.
        from seutu.query.headings import heading

        given = self.query.columns
        own = {**given.get(ENGLISH, {}), **given.get(lang, {})}
        return found | {name: text for name in found if (text := own.get(name) or heading(name, lang))}

    def _labels(self, lang: str | None, iris: bool = False) -> Labels:
        return replace(self.labels, lang=lang or self.labels.lang, iris=iris)

    def _people_cells(self, labels: Labels) -> tuple[list[str], list[list[str]]]:
        headings = self.headings(labels.lang)
        shown = [index for index, column in enumerate(self.columns) if not self._is_given(index, column)]
        cited = EVIDENCE in self.variables
        rows = [
            [_for_people(row.cells[index], labels) for index in shown]
            + ([labels.cited(row.evidence)] if cited else [])
            for row in self.rows
        ]
        return [headings[self.columns[index]] for index in shown] + (
            [headings[EVIDENCE]] if cited else []
        ), rows

    def _is_given(self, index: int, column: str) -> bool:
        """Whether a column only repeats what the asker gave: a parameter that the data does not fill."""
        names = {parameter.name for parameter in self.query.parameters} if self.query else set()
        if column not in names:
            return False
        value = self.bindings.get(column)
        if value is None:
            return all(row.cells[index] is None for row in self.rows)
        return not isinstance(value, ox.NamedNode)

    def machine_cells(self, labels: Labels) -> tuple[list[str], list[list[str]]]:
        """The headings and rows of CSV and TSV: IRIs and literals as they are, things with their names beside."""
        rows, headings = self.rows, []
        named = [
            self._holds_things(column, [row.cells[index] for row in rows])
            for index, column in enumerate(self.columns)
        ]
        for column, has_labels in zip(self.columns, named, strict=True):
            headings += [column, f"{column}_label"] if has_labels else [column]
        cited = EVIDENCE in self.variables
        headings += [EVIDENCE, f"{EVIDENCE}_label"] if cited else []
        cells = [
            [
                text
                for term, pair in zip(row.cells, named, strict=True)
                for text in _machine(term, pair, labels)
            ]
            + ([" ".join(map(_plain, row.evidence)), _each_cited(row.evidence, labels)] if cited else [])
            for row in rows
        ]
        return headings, cells

    def _holds_things(self, column: str, cells: Sequence[Term | None]) -> bool:
        """Whether labels stand beside a column: a question's header says it, so that no value changes the headings."""
        if self.query:
            return column not in self.query.literals
        return any(isinstance(cell, ox.NamedNode) for cell in cells)

    def _quotations(self, labels: Labels) -> str:
        plain = self._labels(labels.lang)
        found = [(plain.cited([passage]), plain.quoted(passage)) for passage in self.evidence]
        margin = max((table.width_of(place) for place, _ in found), default=0)
        lines = []
        for place, quoted in found:
            for index, words in enumerate(quoted):
                lines.append(f"{('' if index else place).rjust(margin)}  {table.one_line(words)}\n")
        return "\n" + "".join(lines) if lines else ""


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}."


_SEPARATED: Mapping[str, Callable[[table.Row, Iterable[table.Row]], str]] = {
    "csv": table.separated_by_commas,
    "tsv": table.separated_by_tabs,
}


def _for_people(term: Term | None, labels: Labels) -> str:
    """A cell as people read it: a date or number as they write it, a statement as it is said, all else by its name."""
    if days.covered(term):
        return days.written(term, labels.lang)
    if isinstance(term, ox.Literal):
        return numbers.written(term, labels.lang) or labels.shown(term)
    if isinstance(term, ox.NamedNode) and not labels.iris and labels.label(term) is None:
        return _sentence_of(term, labels) or labels.shown(term)
    return labels.shown(term)


def _sentence_of(term: ox.NamedNode, labels: Labels) -> str | None:
    """The sentence of a statement; None for what is not one."""
    # Imported here, because most answers name things alone.
    from seutu.evidence import explanation

    if not explanation.is_statement(labels.store, term):
        return None
    return explanation.sentence(term, labels).removesuffix(".")


def _each_cited(evidence: Iterable[Term], labels: Labels) -> str:
    """Each passage as people cite it, in the order of the IRIs beside it."""
    return "; ".join(labels.cited([passage]) for passage in evidence)


def _machine(term: Term | None, pair: bool, labels: Labels) -> list[str]:
    return [_plain(term), labels.shown(term)] if pair else [_plain(term)]


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def json_of(term: Term) -> dict[str, object]:
    """A term as SPARQL 1.1's JSON results have it."""
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, ox.BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, ox.Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: json_of(part) for name, part in parts.items()}}
    literal: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        return literal | {"xml:lang": term.language}
    plain = term.datatype.value == PREFIXES["xsd"] + "string"
    return literal if plain else literal | {"datatype": term.datatype.value}
