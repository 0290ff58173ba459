"""A folder of ontology, data, shapes and queries, opened: asked, explained, inferred from and validated."""

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
from seutu.language.lookup import Meant
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
_IN_SOURCE = ox.NamedNode(expand("seutu:inSource"))
_LINE = re.compile(
    r"(?:(?:(?P<source>\S+)\s+)?(?:line|rivi|rad|l\.|r\.)\s*)?(?P<number>[0-9]{1,6})",
    re.IGNORECASE | re.ASCII,
)

ENGINES = ("fast", "reference")
"""What may do the work: pyoxigraph and pyshifty, or rdflib, owlrl and pyshacl."""


class Workspace(Contents):
    """What a folder holds, and what can be done with it; see `Contents` for what it holds."""

    def ask(
        self,
        name: str,
        lang: str = "en",
        *,
        engine: str = "fast",
        according_to: str | None = None,
        **values: str,
    ) -> Answer:
        """The answer to the question of that name, with ``values`` for its parameters.

        ``according_to`` a source or a layer, else to all. A ``case``, ``programme`` or ``region`` is a parameter of
        the question, if it has one of that name; else the answer is of the statements that hold there. Where nothing
        is stated for the day asked about, the answer brings along what is known of the time nearest to it.

        Raises `UnknownName` for a question, parameter or thing that there is not, `AmbiguousName` for a label of
        several things, `ParameterError` for a value that is missing or ill-typed.
        """
        question = self._question(name)
        own = {parameter.name for parameter in question.parameters}
        places = {kind: values.pop(kind) for kind in definition.WITHIN if kind in values and kind not in own}
        remarks: list[Phrase] = []
        bindings = definition.bind(question, values, partial(self._meant, question, remarks))
        remarks += self._unknown_lines(question, bindings)
        heard = self if according_to is None else self.according_to(according_to, lang)
        heard = heard.within(places, lang)
        labels = self.labels(lang)
        # Imported here, because a workspace that is not asked needs neither sentences nor what they are made from.
        from seutu.answer import cases

        def answered(values: Mapping[str, Term]) -> Answer:
            with self.paths_in_errors():
                found = heard._run(question.text, values, name=name, engine=engine)
            return cases.with_columns(Answer.of(found, labels, question, values), heard.closed())

        scope = heard.scope.name if heard.scope else None
        answer = replace(answered(bindings), scope=scope, remarks=tuple(remarks))
        from seutu.answer import nearest

        return nearest.with_nearest(answer, answered)

    def questions_about(self, words: str) -> dict[str, Query]:
        """The questions that have these words one after the other in a title or text, in any language, by name.

        Endings make no difference; see `inflection`.
        """
        return {
            name: question
            for name, question in self.questions.items()
            if any(inflection.holds(text, words) for text in _texts(question))
        }

    def bindings(self, question: Query, values: Mapping[str, str]) -> dict[str, Term]:
        """The values that are given for a question's parameters, as terms, by variable.

        A name stands for a thing of the kind that the parameter takes. Raises what `ask` raises.
        """
        return definition.bind(question, values, partial(self._meant, question, []))

    def _meant(
        self, question: Query, remarks: list[Phrase], text: str, parameter: definition.Parameter
    ) -> str:
        """The IRI that a name given for a parameter stands for, with what is to be remarked; see `Names.resolve`."""

        @cache
        def told_of() -> set[Term | None]:
            found = definition.run(self.closed(), question.text, self.prefixes, name=question.name)
            at = question.variables.index(parameter.name)
            return {row[at] for row in found} if isinstance(found, ox.QuerySolutions) else set()

        meant = self._period(text, told_of) if _PERIOD in parameter.kinds else None
        if meant is None:
            try:
                meant = self.names.meant(text, parameter.kinds, told_of)
            except (OtherKind, UnknownName) as error:
                # Where a question is about one thing of any kind, a part of a name will do.
                if isinstance(error, UnknownName) and (parameter.kinds or not parameter.required):
                    raise
                meant = self.names.meant(text, parameter.kinds, told_of, partly=True)
        remarks += filter(None, [meant.remark])
        return meant.iri

    def _period(self, text: str, told_of: Callable[[], set[Term | None]]) -> Meant | None:
        """The period that a year, month or day lies in of which something is told, unless it names such a one itself.

        Raises `ParameterError` when it lies in several.
        """
        from seutu.answer import nearest

        time = text.strip()
        around = nearest.containing(self.closed(), time) if time[:1].isdigit() else set()
        around = {period for period in around if period in told_of()}
        if not around:
            return None
        with suppress(UnknownName, OtherKind):
            if ox.NamedNode(self.names.resolve(time, [_PERIOD], told_of)) in told_of():
                return None
        curies = sorted(compact(period.value, self.prefixes) for period in around)
        if len(curies) > 1:
            raise ParameterError(
                Phrase(
                    "'{time}' lies in several periods: write one of {listed}.",
                    time=time,
                    listed=", ".join(curies),
                )
            )
        found = next(period.value for period in around)
        return Meant(
            found, Phrase("'{time}' is taken for {period}, which it lies in.", time=time, period=curies[0])
        )

    def _unknown_lines(self, question: Query, bindings: Mapping[str, Term]) -> Iterator[Phrase]:
        """A remark on each number by which a question looks for a line, where no line has it."""
        for parameter in question.parameters:
            number, source = bindings.get(parameter.name), bindings.get("source")
            asked = re.search(rf"seutu:lineNumber\s+\?{parameter.name}\b", question.text)
            if not (asked and isinstance(number, ox.Literal)) or int(number.value) in self._lines(source):
                continue
            yield Phrase(
                "{option}: no line {number} is recorded; there are {lines}.",
                option=parameter.option,
                number=number.value,
                lines=_spans(self._lines(source)) or "–",
            )

    def _lines(self, source: Term | None = None) -> set[int]:
        """The numbers of the lines that are recorded, of one source or of all."""
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
        """What is known of a thing, named as for `resolve` or by a part of its name, in sentences of one language.

        ``remark`` is told what the name was taken for, where that is not plain. Raises `UnknownName`, `AmbiguousName`,
        `TemplateError`, and `ParameterError` for the number of a line.
        """
        from seutu.evidence.explanation import explained

        self._refuse_line(thing)
        meant = self.names.meant(thing, partly=True)
        if meant.remark:
            remark(meant.remark)
        with self.places_in_errors():
            return explained(ox.NamedNode(meant.iri), self.labels(lang))

    @contextmanager
    def places_in_errors(self) -> Iterator[None]:
        """Have errors name the file and line of a sentence's template, where the pure modules know its text only."""
        try:
            yield
        except TemplateError as error:
            place = error.place or self._place_of(error.template)
            raise TemplateError(error.template, error.at, error.problem, place) from None

    def _place_of(self, template: str) -> str:
        """The file and line where a template of a sentence stands; empty if that is not known."""
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

    def _refuse_line(self, thing: str) -> None:
        numbered = _LINE.fullmatch(thing.strip())
        if not numbered or "line" not in self.questions or self.names.is_called(thing):
            return
        if int(numbered["number"]) not in self._lines():
            return
        if numbered["source"]:
            told = Phrase(
                "What rests on line {number} of {source} is told by"
                " 'seutu ask line --line {number} --source {source}'.",
                number=numbered["number"],
                source=numbered["source"],
            )
        else:
            told = Phrase(
                "What rests on line {number} is told by 'seutu ask line --line {number}'.",
                number=numbered["number"],
            )
        raise ParameterError(told)

    def proof(self, subject: str, predicate: str, value: str, lang: str = "en") -> "Proof | None":
        """Why a triple is there, its parts named as for `resolve`; None when it is neither said nor follows.

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
        """What any SPARQL query finds, with the inferred statements or without.

        Raises `QuerySyntaxError`, `NotAQuery` for an update.
        """
        store = self.closed() if infer else self.asserted()
        return definition.run(store, text, self.prefixes, bindings, name=name, federation=federation)

    def _run(self, text: str, bindings: Mapping[str, Term], *, name: str, engine: str) -> Result:
        if _checked(engine) == "fast":
            return definition.run(self.closed(), text, self.prefixes, bindings, name=name)
        from seutu.query import reference

        return reference.run(self.closed(), text, self.prefixes, bindings, name=name)

    def infer(self, engine: str = "fast") -> list[ox.Quad]:
        """The statements that follow, by the rules or, with the reference engine, by all of OWL 2 RL and the rules."""
        if _checked(engine) == "fast":
            return self.inferred()
        from seutu.inference import owlrl

        with self.paths_in_errors():
            return owlrl.infer(self.asserted(), self.rules, self.prefixes)

    def inferred_in_order(self, engine: str = "fast") -> "OrderedQuads":
        """The same statements in the order in which they are written; raises what `infer` raises."""
        from seutu.rdf.serialisation import OrderedQuads

        if _checked(engine) == "fast":
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
        """What does not hold in the workspace and in ``files``, each finding with the place where its focus stands.

        ``alone`` validates the files with the ontology only, and reports what is found in them; ``shapes`` are used
        in place of the workspace's. The path ``-`` is standard input; ``input_format`` names the format of files whose
        names do not tell it, or tell it wrong. Raises `ShapesError`, `InputError`, `QuerySyntaxError`.
        """
        from seutu.validation import full, locations

        engine = _checked(engine)
        given = [folders.user_file(self.root, Path(path), input_format) for path in files]
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
        wanted = given if alone else present
        return locations.placed(report, store, present, wanted, full.origins(self, shape_files))

    def graph(self, *, inferred: bool = True) -> "Graph":
        """All statements as one rdflib graph, with the inferred ones or without; a copy, free to be changed."""
        from seutu.rdf import to_rdflib

        return to_rdflib.graph_of(self.closed() if inferred else self.asserted(), self.prefixes)

    def dataset(self, *, inferred: bool = True) -> "Dataset":
        """All statements as an rdflib dataset, a graph a file; a copy, free to be changed."""
        from seutu.rdf import to_rdflib

        return to_rdflib.dataset_of(self.closed() if inferred else self.asserted(), self.prefixes)


def _spans(numbers: Iterable[int]) -> str:
    """Numbers in order, those that follow each other as the first and the last of them: 1-3, 5."""
    spans: list[list[int]] = []
    for number in sorted(numbers):
        if spans and number == spans[-1][-1] + 1:
            spans[-1] = [spans[-1][0], number]
        else:
            spans.append([number])
    return ", ".join("–".join(map(str, span)) for span in spans)


def _distinct(files: Iterable[File]) -> list[File]:
    return list({file.graph: file for file in files}.values())


def _checked(engine: str) -> str:
    if engine not in ENGINES:
        raise ParameterError(
            Phrase("No engine '{engine}': write {engines}.", engine=engine, engines=" or ".join(ENGINES))
        )
    return engine


def _texts(question: Query) -> list[str]:
    return [question.name.replace("-", " "), *question.title.values(), *question.question.values()]
