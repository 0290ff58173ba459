"""The fast engine of SHACL: validation of a store with shapes, giving findings."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

import pyoxigraph as ox

from seutu.errors import ShapesError
from seutu.phrases import Phrase
from seutu.query.graphs import Graphs
from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES, compact
from seutu.shacl import engineform, lexical, recursion, rewritten, skolemization
from seutu.shacl.constraints import Classes, extract_constraints
from seutu.shacl.findings import findings_in
from seutu.shacl.report import Finding, Report
from seutu.shacl.rewritten import RewrittenTerms
from seutu.shacl.wellformed import Shapes, declared_prefixes, parse_shapes

_SH = PREFIXES["sh"]
_MESSAGE, _SHAPE = ox.NamedNode(_SH + "resultMessage"), ox.NamedNode(_SH + "sourceShape")
_PLACEHOLDER = re.compile(r"\{[?$]\w+\}")
_NAMED = re.compile(r"(<[^<>]*>|_:[\w.-]+)\)$")
_RECURSIVE = "recursion through negation"
_MEMBER = re.compile(r"<[^<>]*>|_:[\w.-]+")


def against_shapes(data: model.Quads, shapes: Shapes) -> list[Finding]:
    """The findings of shapes, without those of checks."""
    graph = parse_shapes(shapes)
    terms = RewrittenTerms.of(data)
    written = lexical.marked(model.ntriples(data))
    constraints, rest = extract_constraints(graph)
    classes = Classes(data)
    found = [
        one
        for constraint in constraints
        for one in constraint.findings(
            data, classes, rewritten.select_rows(data, constraint.select, constraint.prefixes, terms)
        )
    ]
    by_engine = _by_engine(rest, graph, written)
    if rewritten.shapes_depend_on_forms(rest, declared_prefixes(rest) if terms.properties else {}, terms):
        return [*found, *_with_reference_findings(data, rest, by_engine)]
    return [*found, *by_engine]


def _with_reference_findings(
    data: model.Quads, shapes: Graphs, found: Iterable[Finding]
) -> Iterator[Finding]:
    """The findings, with those of queries from the reference engine, which keeps lexical forms."""
    from seutu.shacl import pyshacl

    is_by_query = engineform.of(shapes).rests_on_query
    try:
        others = pyshacl.against_shapes(data, shapes)
    except ShapesError:  # pyshacl refuses some well-formed shapes
        yield from found
        return
    yield from (one for one in found if not is_by_query(one))
    yield from (one for one in others if is_by_query(one))


def validate_ntriples(data: bytes, shapes: Shapes, origin: str = "shapes") -> Report:
    """The report of ``shapes`` (Turtle or N-Triples) on N-Triples, without loading the data into a store.

    A store would change datatypes derived from ``xsd:integer`` to ``xsd:integer``, which shapes may distinguish. Raises
    `ShapesError`, naming ``origin``, for shapes that are not well-formed SHACL.
    """
    graph = parse_shapes(shapes, origin)
    return Report.of(_by_engine(graph, graph, lexical.marked(data)))


def _by_engine(shapes: Graphs, whole: model.Quads, data: bytes) -> list[Finding]:
    """The findings of the engine for ``shapes``; paths that its report omits are looked up in all shapes, ``whole``."""
    if not len(shapes):
        return []
    form = engineform.of(shapes)
    found = [form.restored(one) for one in _run(form, form.shapes, whole, data)]
    # The engine ignores queries with a blank node as focus node (pyshifty 0.5.1).
    if b"_:" not in data or not form.asks_queries:
        return found
    is_by_query = form.rests_on_query
    skolem = skolemization.Skolemization()
    named = (
        form.restored(skolem.restored(one))
        for one in _run(form, skolem.shapes(form.shapes), whole, skolem.ntriples(data))
    )
    return [one for one in found if not is_by_query(one)] + [one for one in named if is_by_query(one)]


def _run(form: engineform.EngineForm, shapes: Graphs, whole: model.Quads, data: bytes) -> list[Finding]:
    arguments = model.ntriples(shapes), data
    if form.recursive_count:
        written = recursion.with_stack(_engine, recursion.stack_size(data, form.recursive_count), *arguments)
    else:
        written = _engine(*arguments)
    if not written:
        return []
    # Blank nodes have the same names as in data and shapes, so that paths can be looked up there.
    report = Graphs(ox.parse(written, format=ox.RdfFormat.TURTLE))
    _tag_messages(report, whole)
    return findings_in(report, whole)


def _engine(shapes: bytes, data: bytes) -> str | None:
    """The report on the data, as Turtle; None when there are no findings."""
    # Imported here, because the import is slow and questions do not need it.
    from shifty._shifty import PreparedValidator

    arguments: dict[str, Any] = {
        "data": data,
        "data_format": "nt",
        "graph_mode": "data",
        "run_infer": False,
        "on_unsupported": "error",
    }
    try:
        validator = PreparedValidator(shapes=shapes, shapes_format="nt")
        if validator.diagnostics:
            raise _refused(validator.diagnostics[0])
        # Testing conformance takes a third of the time of a report.
        if validator.validate_algebra(minimum_severity="info", **arguments).conforms:
            return None
        return validator.validate_w3c(sort_results=True, **arguments).report_turtle
    except ValueError as error:
        raise _refused(str(error)) from None
    except BaseException as error:
        # A panic of the engine raises an exception that is not an Exception of Python.
        if type(error).__name__ != "PanicException":
            raise
        problem = Phrase("the engine cannot read it: {error}", error=error)
        raise _unusable(None, problem) from None


def _refused(message: str) -> ShapesError:
    if _RECURSIVE in message:
        return _recursion_error(message)
    first = message.partition("\n")[0].removeprefix("invalid shapes graph: ")
    problem = re.sub(r"^\[\w+\] ", "", first).partition(": error at ")[0]
    named = _NAMED.search(message.rstrip())
    shape = named[1] if named else None
    return _unusable(shape, Phrase(_NAMED.sub("", problem).strip(" (")))


def _unusable(shape: str | None, problem: Phrase) -> ShapesError:
    problem = Phrase("{shape} cannot be used, {problem}", shape=_culprit(shape), problem=problem)
    return ShapesError("shapes", problem, Phrase("correct the shape"), shape=_without_brackets(shape))


def _recursion_error(message: str) -> ShapesError:
    """Return the error for recursion through negation; the message of the engine names the shapes in the cycle."""
    named = _MEMBER.search(message.partition(_RECURSIVE)[2])
    shape = named[0] if named else None
    return ShapesError(
        "shapes",
        Phrase(
            "{shape} refers to itself where it must not hold, through sh:not, sh:xone or a count, and "
            "SHACL leaves open what that means (3.4.3)",
            shape=_culprit(shape),
        ),
        Phrase("name another shape there"),
        shape=_without_brackets(shape),
    )


def _culprit(name: str | None) -> Phrase:
    if name is None:
        return Phrase("a shape")
    return (
        Phrase("the shape without a name")
        if name.startswith("_:")
        else Phrase("the shape {name}", name=compact(name[1:-1]))
    )


def _without_brackets(name: str | None) -> str | None:
    return name[1:-1] if name and name.startswith("<") else name


def _tag_messages(report: Graphs, shapes: model.Quads) -> None:
    # The engine drops the language of a message with inserted values; restore it.
    templates = _templates(shapes)
    for quad in list(report.quads_for_pattern(None, _MESSAGE, None, None)):
        message = quad.object
        source = next(report.quads_for_pattern(quad.subject, _SHAPE, None, None), None)
        known = templates.get(source.object, []) if source else []
        if isinstance(message, ox.Literal) and not message.language and known:
            tagged = ox.Literal(message.value, language=_language(message.value, known))
            report.remove(quad)
            report.add(ox.Quad(quad.subject, _MESSAGE, tagged))


def _templates(shapes: model.Quads) -> dict[model.Term, list[ox.Literal]]:
    rows = shapes.query(
        "SELECT ?shape ?message { ?shape sh:sparql/sh:message ?message }", prefixes={"sh": _SH}
    )
    assert isinstance(rows, ox.QuerySolutions)
    templates: dict[model.Term, list[ox.Literal]] = {}
    for shape, message in rows:
        templates.setdefault(shape, []).append(message)
    return templates


def _language(text: str, templates: Iterable[ox.Literal]) -> str | None:
    # The template with the longest fixed text is the likeliest source.
    for template in sorted(templates, key=lambda literal: -len(_PLACEHOLDER.sub("", literal.value))):
        pattern = ".*".join(re.escape(part) for part in _PLACEHOLDER.split(template.value))
        if re.fullmatch(pattern, text, re.DOTALL):
            return template.language
    return None
