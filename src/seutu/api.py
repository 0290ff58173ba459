"""Workspaces: folders of ontology, data, shapes and queries, with their questions, explanations and validation."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from seutu.answer.answer import Answer
from seutu.errors import OtherKind, ParameterError, TemplateError, UnknownName
from seutu.inference.closure import INFERRED
from seutu.language import inflection
from seutu.language.lookup import Candidate
from seutu.phrases import Phrase
from seutu.query import definition
from seutu.query.definition import Query, Result, Term
from seutu.rdf.file import File
from seutu.rdf.model import objects
from seutu.rdf.namespaces import compact, expand
from seutu.workspace import folders
from seutu.workspace.contents import Contents

if TYPE_CHECKING:
    from rdflib import Dataset, Graph

    from seutu.evidence.explanation import Explanation
    from seutu.evidence.proof import Proof
    from seutu.rdf.serialisation import OrderedQuads
    from seutu.shacl.report import Report

_PERIOD = expand("seutu:Period")
_LINE_NUMBER = ox.NamedNode(expand("seutu:lineNumber"))
_IN_SCHEME = ox.NamedNode(expand("skos:inScheme"))
_IN_SOURCE = ox.NamedNode(expand("seutu:inSource"))
_LINE = re.compile(
    r"(?:(?:(?P<source>\S+)\s+)?(?:line|rivi|rad|l\.|r\.)\s*)?(?P<number>[0-9]{1,6})",
    re.IGNORECASE | re.ASCII,
)

ENGINES = ("fast", "reference")
"""The engines: pyoxigraph and pyshifty, or rdflib, owlrl and pyshacl."""


class Workspace(Contents):
    """The contents of a folder and the operations on them; see `Contents` for the contents."""

    def ask(
        self,
        name: str,
        lang: str = "en",
        *,
        engine: str = "fast",
        according_to: str | None = None,
        **values: str,
    ) -> Answer:
        """Return the answer to the question of that name, with ``values`` for its parameters.

        ``according_to`` limits the answer to a source or a layer. A ``case``, ``programme`` or ``region`` is a
        parameter of the question, if it has one of that name; else the answer is limited to the statements that hold
        there. If nothing is stated for the requested day, the answer includes that for the nearest time.

        Raises `UnknownName` for an unknown question, parameter or resource, `AmbiguousName` for a label of several
        resources, `ParameterError` for a value that is missing or of the wrong type.
        """
        question = self._question(name)
        own = {parameter.name for parameter in question.parameters}
        places = {kind: values.pop(kind) for kind in definition.WITHIN if kind in values and kind not in own}
        remarks: list[Phrase] = []
        bindings = definition.bind(question, values, partial(self._resolved, question, remarks))
        remarks += self._unknown_lines(question, bindings)
        scoped = self if according_to is None else self.according_to(according_to, lang)
        scoped = scoped.within(places, lang)
        labels = self.labels(lang)
        # Imported here, because a workspace that is not asked needs neither sentences nor what they are made from.
        from seutu.answer import cases, matrix

        def evaluate(values: Mapping[str, Term]) -> Answer:
            with self.paths_in_errors():
                # Without a name the result ends here, in the thread in which it may.
                found = Answer.of(
                    scoped._run(question.text, values, name=name, engine=engine), labels, question, values
                )
            return matrix.pivoted(cases.with_columns(found, scoped.closed()), self._place_in_files)

        scope = scoped.scope.name if scoped.scope else None
        answer = replace(evaluate(bindings), scope=scope, remarks=tuple(remarks))
        from seutu.answer import nearest

        return nearest.with_nearest(answer, evaluate)

    def _place_in_files(self, concept: Term) -> tuple[int, ...]:
        """The place of the file that puts a concept into its scheme, and its line; without one, after all others."""
        if isinstance(concept, ox.NamedNode):
            found = self.closed().quads_for_pattern(concept, _IN_SCHEME, None, None)
            graphs = {quad.graph_name for quad in found}
            for index, file in enumerate(self.files):
                if file.graph in graphs:
                    return index, file.line_of(concept.value) or 0
        return len(self.files), 0

    def questions_about(self, words: str) -> dict[str, Query]:
        """Return the questions with this phrase in a title or text, in any language, by name.

        The endings of the words are ignored; see `inflection`.
        """
        return {
            name: question
            for name, question in self.questions.items()
            if any(inflection.contains_words(text, words) for text in _texts(question))
        }

    def bindings(self, question: Query, values: Mapping[str, str]) -> dict[str, Term]:
        """Return the given values of the parameters of a question as terms, by variable.

        A name stands for a resource of the kind that the parameter takes. Raises the errors of `ask`.
        """
        return definition.bind(question, values, partial(self._resolved, question, []))

    def _resolved(
        self, question: Query, remarks: list[Phrase], text: str, parameter: definition.Parameter
    ) -> str:
        """The IRI of the name given for a parameter; adds to ``remarks``. See `Names.resolve`."""

        @cache
        def mentioned() -> set[Term | None]:
            found = definition.run(self.closed(), question.text, self.prefixes, name=question.name)
            at = question.variables.index(parameter.name)
            return {row[at] for row in found} if isinstance(found, ox.QuerySolutions) else set()

        candidate = self._period(text, mentioned) if _PERIOD in parameter.kinds else None
        if candidate is None:
            try:
                candidate = self.names.candidate(text, parameter.kinds, mentioned)
            except (OtherKind, UnknownName) as error:
                # A question about one resource of any kind accepts a part of a name.
                if isinstance(error, UnknownName) and (parameter.kinds or not parameter.required):
                    raise
                candidate = self.names.candidate(text, parameter.kinds, mentioned, partly=True)
        remarks += filter(None, [candidate.remark])
        return candidate.iri

    def _period(self, text: str, mentioned: Callable[[], set[Term | None]]) -> Candidate | None:
        """The mentioned period that contains a year, month or day; None if the time is itself the name of one.

        Raises `ParameterError` if several contain it.
        """
        from seutu.answer import nearest

        time = text.strip()
        periods = nearest.containing(self.closed(), time) if time[:1].isdigit() else set()
        periods = {period for period in periods if period in mentioned()}
        if not periods:
            return None
        with suppress(UnknownName, OtherKind):
            if ox.NamedNode(self.names.resolve(time, [_PERIOD], mentioned)) in mentioned():
                return None
        curies = sorted(compact(period.value, self.prefixes) for period in periods)
        if len(curies) > 1:
            raise ParameterError(
                Phrase(
                    "'{time}' lies in several periods: write one of {listed}.",
                    time=time,
                    listed=", ".join(curies),
                )
            )
        found = next(period.value for period in periods)
        return Candidate(
            found, Phrase("'{time}' is taken for {period}, which it lies in.", time=time, period=curies[0])
        )

    def _unknown_lines(self, question: Query, bindings: Mapping[str, Term]) -> Iterator[Phrase]:
        """A message for each line number among the parameters that is not recorded."""
        for parameter in question.parameters:
            number, source = bindings.get(parameter.name), bindings.get("source")
            is_line_parameter = re.search(rf"seutu:lineNumber\s+\?{parameter.name}\b", question.text)
            if not (is_line_parameter and isinstance(number, ox.Literal)) or int(number.value) in self._lines(
                source
            ):
                continue
            yield Phrase(
                "{option}: no line {number} is recorded; there are {lines}.",
                option=parameter.option,
                number=number.value,
                lines=_spans(self._lines(source)) or "–",
            )

    def _lines(self, source: Term | None = None) -> set[int]:
        """The recorded line numbers, of one source or of all."""
        store = self.closed()
        return {
            int(quad.object.value)
            for quad in store.quads_for_pattern(None, _LINE_NUMBER, None, None)
            if isinstance(quad.object, ox.Literal)
            if source is None or source in objects(store, quad.subject, _IN_SOURCE)
        }

    def explain(
        self, thing: str, lang: str = "en", remark: Callable[[Phrase], object] = lambda _: None
    ) -> "Explanation":
        """Return the explanation of a resource, given as for `resolve` or by a part of its name, in one language.

        ``remark`` receives a message about the interpretation of the name, where it is not obvious. Raises
        `UnknownName`, `AmbiguousName`, `TemplateError`, and `ParameterError` for the number of a line.
        """
        from seutu.evidence.explanation import explained

        self._reject_line(thing)
        candidate = self.names.candidate(thing, partly=True)
        if candidate.remark:
            remark(candidate.remark)
        with self.places_in_errors():
            return explained(ox.NamedNode(candidate.iri), self.labels(lang))

    @contextmanager
    def places_in_errors(self) -> Iterator[None]:
        """Add the file and line to a `TemplateError` raised within this context."""
        try:
            yield
        except TemplateError as error:
            place = error.place or self._place_of(error.template)
            raise TemplateError(error.template, error.at, error.problem, place) from None

    def _place_of(self, template: str) -> str:
        """The file and line of a sentence template; empty if unknown."""
        from seutu.shacl.report import Report
        from seutu.validation import locations, templates

        store = self.closed()
        faults = [
            one
            for one in templates.faults(store)
            if isinstance(one.value, ox.Literal) and one.value.value == template
        ]
        placed = locations.placed(Report.of(faults), store, self.files, self.files).findings
        return next((f"{one.file}:{one.line}" if one.line else one.file for one in placed if one.file), "")

    def _reject_line(self, thing: str) -> None:
        numbered = _LINE.fullmatch(thing.strip())
        if not numbered or "line" not in self.questions or self.names.is_name(thing):
            return
        if int(numbered["number"]) not in self._lines():
            return
        if numbered["source"]:
            message = Phrase(
                "Run 'seutu ask line --line {number} --source {source}' for the statements on that line.",
                number=numbered["number"],
                source=numbered["source"],
            )
        else:
            message = Phrase(
                "Run 'seutu ask line --line {number}' for the statements on line {number}.",
                number=numbered["number"],
            )
        raise ParameterError(message)

    def proof(self, subject: str, predicate: str, value: str, lang: str = "en") -> "Proof | None":
        """Return the proof of a triple, its parts given as for `resolve`; None if it is neither asserted nor inferred.

        Raises `UnknownName`, `AmbiguousName`, and `QuerySyntaxError` for a faulty rule.
        """
        from seutu.evidence.proof import Proof
        from seutu.inference.derivation import Derivations

        triple = (
            ox.NamedNode(self.resolve(subject)),
            self.names.property(predicate),
            self.names.value(value),
        )
        with self.paths_in_errors():
            step = Derivations(self.closed(), self.rules, self.prefixes).of(triple)
        return Proof(step, self.labels(lang)) if step else None

    def _question(self, name: str) -> Query:
        if name not in self.questions:
            raise UnknownName(Phrase("question"), name, self.questions)
        return self.questions[name]

    def query(
        self,
        text: str,
        bindings: Mapping[str, Term] | None = None,
        *,
        name: str = "query",
        infer: bool = True,
        federation: bool = False,
    ) -> Result:
        """Return the result of a SPARQL query, with the inferred statements or without.

        Raises `QuerySyntaxError`, `NotAQuery` for an update.
        """
        store = self.closed() if infer else self.asserted()
        return definition.run(store, text, self.prefixes, bindings, name=name, federation=federation)

    def _run(self, text: str, bindings: Mapping[str, Term], *, name: str, engine: str) -> Result:
        if _valid_engine(engine) == "fast":
            return definition.run(self.closed(), text, self.prefixes, bindings, name=name)
        from seutu.query import reference

        return reference.run(self.closed(), text, self.prefixes, bindings, name=name)

    def infer(self, engine: str = "fast") -> list[ox.Quad]:
        """Return the inferred statements, by the rules or, with the reference engine, by OWL 2 RL and the rules."""
        if _valid_engine(engine) == "fast":
            return self.inferred()
        from seutu.inference import owlrl

        with self.paths_in_errors():
            return owlrl.infer(self.asserted(), self.rules, self.prefixes)

    def inferred_in_order(self, engine: str = "fast") -> "OrderedQuads":
        """Return the same statements in the order of serialisation; raises the errors of `infer`."""
        from seutu.rdf.serialisation import OrderedQuads

        if _valid_engine(engine) == "fast":
            return OrderedQuads.of_store(self.closed(), lambda graph: graph == INFERRED)
        return OrderedQuads.of(self.infer(engine))

    def validate(
        self,
        files: Sequence[Path | str] = (),
        *,
        alone: bool = False,
        shapes: Sequence[Path | str] = (),
        engine: str = "fast",
        input_format: str | None = None,
    ) -> "Report":
        """Return the report on the workspace and ``files``, each finding with the file and line of its focus.

        ``alone`` validates the files with the ontology only, and reports the findings in them; ``shapes`` replace those
        of the workspace. The path ``-`` is standard input; ``input_format`` is the format of files with a missing or
        wrong extension. Raises `ShapesError`, `InputError`, `QuerySyntaxError`.
        """
        from seutu.validation import full, locations

        if self.original is not None:
            return self.original.validate(
                files, alone=alone, shapes=shapes, engine=engine, input_format=input_format
            )
        engine = _valid_engine(engine)
        given = [self.layers.user_file(Path(path), input_format) for path in files]
        base = self.ontology if alone else self.files
        present = _distinct([*base, *given])
        for file in present:
            file.require_rdf11()
        if engine == "fast" and not (files or alone or shapes):
            from seutu.validation import incremental

            found = incremental.report(self)
            if found is not None:
                return found
        shape_files = [folders.shapes(Path(path), input_format) for path in shapes] or self.shape_files
        store = self.closure(present)[0] if alone or given else self.closed()
        report = full.report(self, store, shape_files, engine)
        if shapes:
            report = replace(report, remarks=full.remarks(shape_files))
        wanted = given if alone else _distinct([*self.own_files, *given])
        return locations.placed(report, store, present, wanted, full.origins(self, shape_files))

    def graph(self, *, inferred: bool = True) -> "Graph":
        """Return all statements as one rdflib graph, with the inferred ones or without; it is a copy."""
        from seutu.rdf import to_rdflib

        return to_rdflib.graph_of(self.closed() if inferred else self.asserted(), self.prefixes)

    def dataset(self, *, inferred: bool = True) -> "Dataset":
        """Return all statements as an rdflib dataset with a graph for each file; it is a copy."""
        from seutu.rdf import to_rdflib

        return to_rdflib.dataset_of(self.closed() if inferred else self.asserted(), self.prefixes)


def _spans(numbers: Iterable[int]) -> str:
    """Numbers in order, with successive ones as spans: 1–3, 5."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    return ", ".join("–".join(map(str, span)) for span in spans)


def _distinct(files: Iterable[File]) -> list[File]:
    return list({file.graph: file for file in files}.values())


def _valid_engine(engine: str) -> str:
    if engine not in ENGINES:
        raise ParameterError(
            Phrase("No engine '{engine}': write {engines}.", engine=engine, engines=" or ".join(ENGINES))
        )
    return engine


def _texts(question: Query) -> list[str]:
    return [question.name.replace("-", " "), *question.title.values(), *question.question.values()]
