"""Answers: rows of terms, each with the passages of its evidence, in formats for people and for machines.

Solutions that differ only in ``?evidence`` are one row with several passages; the JSON has each solution, as in SPARQL.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyoxigraph as ox

from seutu.answer.rows import Cells, Row, folded
from seutu.errors import ParameterError, SeutuError
from seutu.language.labels import NOT_FOR_DAY, NOT_STATED, NOT_STATED_TEXT, Labels
from seutu.phrases import ENGLISH, Phrase
from seutu.query.definition import DAY, EVIDENCE, Query, Term
from seutu.rdf.namespaces import PREFIXES
from seutu.text import days, numbers, table

FORMATS = ("table", "csv", "tsv", "json", "markdown", "svg")


@dataclass(frozen=True, slots=True)
class _RenderOptions:
    """Options of the formats for people."""

    fmt: str
    width: int | None
    text: bool
    explain: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """The result of a SELECT query: ``variables`` and ``solutions`` as the engine returned them.

    ``labels`` has the names of the resources in the default language; ``query`` has the headings, and ``bindings`` are
    the values of the parameters. ``scope`` is the name of the source or layer to which the answer is limited;
    ``nearest`` is the answer for the nearest time, if nothing is stated for the requested day. ``remarks`` are messages
    about the interpretation of the given names, where it is not obvious. ``spread`` has the value of each column of a
    matrix, whose cells are passages.
    """

    variables: tuple[str, ...]
    solutions: tuple[Cells, ...]
    labels: Labels
    query: Query | None = None
    bindings: Mapping[str, Term] = field(default_factory=dict)
    scope: str | None = None
    nearest: "Answer | None" = None
    remarks: tuple[Phrase, ...] = ()
    spread: Mapping[str, Term] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        result: object,
        labels: Labels,
        query: Query | None = None,
        bindings: Mapping[str, Term] | None = None,
    ) -> "Answer":
        """Return the answer for the result of an engine.

        Raises `SeutuError` for another form than SELECT, or if a service fails.
        """
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
        """The variables without ``evidence``, which is a separate field of each row."""
        return tuple(variable for variable in self.variables if variable != EVIDENCE)

    @property
    def rows(self) -> tuple[Row, ...]:
        """The solutions in order; those that differ only in their evidence are one row.

        Of solutions that differ only in the language of a text, only the one in the reader's language is included.
        """
        return folded(self.variables, self.solutions, self.labels)

    @property
    def evidence(self) -> tuple[Term, ...]:
        """The passages of all rows, each once, by source and line."""
        return tuple(self.labels.in_order(passage for row in self.rows for passage in row.evidence))

    def basis(self, lang: str | None = None) -> str:
        """A sentence with the day and the source or layer of the answer."""
        lang, day = lang or self.labels.lang, self.bindings.get(DAY)
        takes_day = self.query is not None and any(one.name == DAY for one in self.query.parameters)
        when = Phrase("as of {day}", day=days.written(day, lang)) if day else Phrase("for all dates")
        whom = (
            Phrase("according to {scope}", scope=self.scope)
            if self.scope
            else Phrase("according to all sources, in all layers")
        )
        return _sentence([part.text_in(lang) for part in ((when, whom) if takes_day else (whom,))])

    def gaps(self, lang: str | None = None) -> list[str]:
        """The recorded gaps about the resources among the parameters, as texts."""
        labels = self._labels(lang)
        not_stated = labels.label(NOT_STATED) or NOT_STATED_TEXT.text_in(labels.lang)
        things = [value for value in self.bindings.values() if isinstance(value, ox.NamedNode)]
        return [f"{not_stated}: {gap}" for thing in things for gap in labels.gaps(thing)]

    def render(  # noqa: PLR0913 - six independent options
        self,
        fmt: str = "table",
        lang: str | None = None,
        width: int | None = None,
        *,
        text: bool = False,
        iris: bool = False,
        explain: bool = False,
    ) -> str:
        """Return the answer in one of `FORMATS`, in a language.

        ``width`` is that of the terminal (None for no wrapping), ``text`` adds the exact words of the evidence below
        the table, ``iris`` shows CURIEs in place of labels, ``explain`` adds the sentences that support each row (table
        and markdown only). A picture (svg) exists for a question whose header names one. Raises `ParameterError` with
        the names of the formats for any other, and for the picture of another question.
        """
        if explain and fmt not in ("table", "markdown"):
            raise ParameterError(Phrase("--explain needs --format table or markdown, not {fmt}.", fmt=fmt))
        if fmt == "json":
            return self.json()
        if lang and lang != self.labels.lang:
            translated = replace(self, labels=self._labels(lang))
            return translated.render(fmt, width=width, text=text, iris=iris, explain=explain)
        labels = self._labels(lang, iris)
        if fmt == "svg":
            return self._picture(labels)
        if fmt in ("csv", "tsv"):
            headings, rows = self.machine_cells(labels)
            return _SEPARATED[fmt](headings, rows)
        if fmt not in FORMATS:
            raise ParameterError(
                Phrase(
                    "No answer format '{fmt}'; write one of {formats}.", fmt=fmt, formats=", ".join(FORMATS)
                )
            )
        return self._for_people(_RenderOptions(fmt, width, text, explain), labels)

    def _for_people(self, options: _RenderOptions, labels: Labels) -> str:
        """The rows and those for the nearest time; without any, a message and the gaps."""
        shown = self._display_rows(options, labels) + self._nearest_text(options, labels)
        if shown:
            return shown
        nothing = Phrase("Nothing is recorded.").text_in(labels.lang)
        return "\n".join([nothing, *self.gaps(labels.lang)]) + "\n"

    def _display_rows(self, options: _RenderOptions, labels: Labels) -> str:
        if not self.solutions:
            return ""
        headings, rows = self._display_cells(labels)
        if options.explain:
            from seutu.evidence import support

            each = [
                (shown, self._things(row), row.evidence) for shown, row in zip(rows, self.rows, strict=True)
            ]
            body = support.explained(
                headings,
                each,
                labels,
                self.query.text if self.query else "",
                markdown=options.fmt == "markdown",
            )
        elif options.fmt == "markdown":
            body = table.markdown(headings, rows)
        else:
            body = table.aligned(headings, rows, options.width)
        return body + (self._quotations(labels) if options.text else "")

    def _things(self, row: Row) -> Cells:
        """The terms of a row; in a matrix those of its columns, too, in place of the passages in them."""
        if not self.spread:
            return row.cells
        cells = zip(self.columns, row.cells, strict=True)
        return tuple(self.spread.get(column, cell) if cell is not None else None for column, cell in cells)

    def _nearest_text(self, options: _RenderOptions, labels: Labels) -> str:
        """The rows for the nearest time, below a line with the day for which nothing is stated."""
        if self.nearest is None:
            return ""
        not_stated = labels.label(NOT_FOR_DAY) or NOT_STATED_TEXT.text_in(labels.lang)
        message = Phrase(
            "{silent} ({day}); known nearest:",
            silent=not_stated,
            day=days.written(self.bindings[DAY], labels.lang),
        ).text_in(labels.lang)
        below = "\n" if self.solutions else ""
        return f"{below}{message}\n\n{self.nearest._display_rows(options, labels)}"

    def json(self) -> str:
        """Return the SPARQL 1.1 JSON results: every solution as the engine returned it."""
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

    def _picture(self, labels: Labels) -> str:
        if self.query is None or not self.query.picture:
            name = self.query.name if self.query else "query"
            raise ParameterError(
                Phrase(
                    "'{name}' has no picture; ask a question whose header has '# picture: ...'.", name=name
                )
            )
        # Imported here, because most answers have no picture.
        from seutu.pictures import svg
        from seutu.pictures.subject import Record, Subject

        lang, columns = labels.lang, self.columns
        records = [Record.of(columns, row.cells, row.evidence) for row in self.rows]
        headings, gaps = self.headings(lang), self.gaps(lang)
        subject = Subject(self.query, records, labels, headings, self.bindings, gaps)
        return svg.drawn(subject)

    def headings(self, lang: str) -> dict[str, str]:
        """Return the headings by variable: from the header of the query, else the default, else the variable."""
        found = {variable: variable.replace("_", " ") for variable in self.variables}
        if EVIDENCE in found:
            found[EVIDENCE] = Phrase("Source").text_in(lang)
        if self.query is None:
            return found
        # Imported here, because a query of the user has no headings.
        from seutu.query.headings import heading

        given = self.query.columns
        own = {**given.get(ENGLISH, {}), **given.get(lang, {})}
        return found | {name: text for name in found if (text := own.get(name) or heading(name, lang))}

    def _labels(self, lang: str | None, iris: bool = False) -> Labels:
        return replace(self.labels, lang=lang or self.labels.lang, iris=iris)

    def _display_cells(self, labels: Labels) -> tuple[list[str], list[list[str]]]:
        headings = self.headings(labels.lang)
        shown = [
            index for index, column in enumerate(self.columns) if not self._repeats_parameter(index, column)
        ]
        cited = EVIDENCE in self.variables
        rows = [
            [self._display_text(index, row, labels) for index in shown]
            + ([labels.cited(row.evidence)] if cited else [])
            for row in self.rows
        ]
        return [headings[self.columns[index]] for index in shown] + (
            [headings[EVIDENCE]] if cited else []
        ), rows

    def _display_text(self, index: int, row: Row, labels: Labels) -> str:
        term = row.cells[index]
        return self._cited(index, term, labels) or _display_text(term, labels)

    def _data_texts(self, index: int, row: Row, labels: Labels, pair: bool) -> list[str]:
        term = row.cells[index]
        shown = [self._cited(index, term, labels) or labels.shown(term)] if pair else []
        return [_text(term), *shown]

    def _cited(self, index: int, term: Term | None, labels: Labels) -> str:
        """The citation of a passage in a cell of a matrix; empty for other cells."""
        return labels.cited([term]) if term is not None and self.columns[index] in self.spread else ""

    def _repeats_parameter(self, index: int, column: str) -> bool:
        """Return whether a column only repeats a given parameter, without values from the data."""
        names = {parameter.name for parameter in self.query.parameters} if self.query else set()
        if column not in names:
            return False
        value = self.bindings.get(column)
        if value is None:
            return all(row.cells[index] is None for row in self.rows)
        return not isinstance(value, ox.NamedNode)

    def machine_cells(self, labels: Labels) -> tuple[list[str], list[list[str]]]:
        """Return the headings and rows of CSV and TSV: the terms unchanged, with labels in a column beside IRIs."""
        rows, headings = self.rows, []
        named = [
            self._has_labels(column, [row.cells[index] for row in rows])
            for index, column in enumerate(self.columns)
        ]
        for column, has_labels in zip(self.columns, named, strict=True):
            headings += [column, f"{column}_label"] if has_labels else [column]
        cited = EVIDENCE in self.variables
        headings += [EVIDENCE, f"{EVIDENCE}_label"] if cited else []
        cells = [
            [text for index, pair in enumerate(named) for text in self._data_texts(index, row, labels, pair)]
            + ([" ".join(map(_text, row.evidence)), _each_cited(row.evidence, labels)] if cited else [])
            for row in rows
        ]
        return headings, cells

    def _has_labels(self, column: str, cells: Sequence[Term | None]) -> bool:
        """Return whether a column has labels beside it; for a question its header decides, whatever the values are."""
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


def _display_text(term: Term | None, labels: Labels) -> str:
    """The text of a cell for people: a date or number in the format of the language, a sentence, or a name."""
    if days.covered(term):
        return days.written(term, labels.lang)
    if isinstance(term, ox.Literal):
        return numbers.written(term, labels.lang) or labels.shown(term)
    if isinstance(term, ox.NamedNode) and not labels.iris and labels.label(term) is None:
        return _sentence_of(term, labels) or labels.shown(term)
    return labels.shown(term)


def _sentence_of(term: ox.NamedNode, labels: Labels) -> str | None:
    """The sentence of a statement; None for another resource."""
    # Imported here, because most answers contain no statements.
    from seutu.evidence import explanation

    if not explanation.is_statement(labels.store, term):
        return None
    return explanation.sentence(term, labels).removesuffix(".")


def _each_cited(evidence: Iterable[Term], labels: Labels) -> str:
    """Each passage as people cite it, in the order of the IRIs beside it."""
    return "; ".join(labels.cited([passage]) for passage in evidence)


def _text(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def json_of(term: Term) -> dict[str, object]:
    """Return a term as in SPARQL 1.1 JSON results."""
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
