"""The fast engine of shapes: what does not hold in a store, as findings."""

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
from seutu.shacl.constraints import Classes, taken_out
from seutu.shacl.findings import findings_in
from seutu.shacl.report import Finding, Report
from seutu.shacl.rewritten import Odd
from seutu.shacl.wellformed import Shapes, declared_prefixes, parse_shapes

_SH = PREFIXES["sh"]
_MESSAGE, _SHAPE = ox.NamedNode(_SH + "resultMessage"), ox.NamedNode(_SH + "sourceShape")
_PLACEHOLDER = re.compile(r"\{[?$]\w+\}")
_NAMED = re.compile(r"(<[^<>]*>|_:[\w.-]+)\)$")
_RECURSIVE = "recursion through negation"
_MEMBER = re.compile(r"<[^<>]*>|_:[\w.-]+")


def against_shapes(data: model.Quads, shapes: Shapes) -> list[Finding]:
    """The findings of the shapes alone."""
    graph = parse_shapes(shapes)
    odd = Odd.of(data)
    written = lexical.marked(model.ntriples(data))
    constraints, rest = taken_out(graph)
    classes = Classes(data)
    found = [
        one
        for constraint in constraints
        for one in constraint.findings(
            data, classes, rewritten.rows(data, constraint.select, constraint.prefixes, odd)
        )
    ]
    by_engine = _by_engine(rest, graph, written)
    if rewritten.shapes_see(rest, declared_prefixes(rest) if odd.properties else {}, odd):
        return [*found, *_judged_apart(data, rest, by_engine)]
    return [*found, *by_engine]


def _judged_apart(data: model.Quads, shapes: Graphs, found: Iterable[Finding]) -> Iterator[Finding]:
    """What is found, save that the reference answers the queries: it keeps values as they are written."""
    from seutu.shacl import pyshacl

    by_query = engineform.of(shapes).judged_by_query
    try:
        others = pyshacl.against_shapes(data, shapes)
    except ShapesError:  # it refuses some shapes that are well-formed
        yield from found
        return
    yield from (one for one in found if not by_query(one))
    yield from (one for one in others if by_query(one))


def as_written(data: bytes, shapes: Shapes, origin: str = "shapes") -> Report:
    """The findings of ``shapes`` (Turtle or N-Triples) on N-Triples, each literal as it is written there.

    A store makes an ``xsd:integer`` of every number of a type derived from it, which shapes may tell apart. Raises
    `ShapesError`, naming ``origin``, for shapes that are not well-formed SHACL.
    """
    graph = parse_shapes(shapes, origin)
    return Report.of(_by_engine(graph, graph, lexical.marked(data)))


def _by_engine(shapes: Graphs, whole: model.Quads, data: bytes) -> list[Finding]:
    """What the engine finds by ``shapes``; what it does not spell out is looked up in the ``whole`` of them."""
    if not len(shapes):
        return []
    form = engineform.of(shapes)
    found = [form.as_given(one) for one in _found(form, form.shapes, whole, data)]
    # The engine takes no account of a blank node that a query is asked of (pyshifty 0.5.1).
    if b"_:" not in data or not form.asks_queries:
        return found
    by_query = form.judged_by_query
    skolem = skolemization.Skolemization()
    named = (
        form.as_given(skolem.undone(one))
        for one in _found(form, skolem.shapes(form.shapes), whole, skolem.ntriples(data))
    )
    return [one for one in found if not by_query(one)] + [one for one in named if by_query(one)]


def _found(form: engineform.EngineForm, shapes: Graphs, whole: model.Quads, data: bytes) -> list[Finding]:
    given = model.ntriples(shapes), data
    if form.coming_back:
        written = recursion.with_stack(_engine, recursion.stack(data, form.coming_back), *given)
    else:
        written = _engine(*given)
    if not written:
        return []
    # Blank nodes keep the names they have in data and shapes, so that a path can be looked up there.
    report = Graphs(ox.parse(written, format=ox.RdfFormat.TURTLE))
    _tag_messages(report, whole)
    return findings_in(report, whole)


def _engine(shapes: bytes, data: bytes) -> str | None:
    """The report on the data, as Turtle; None when nothing was found."""
    # Imported here, because whoever only asks a question should not wait for it.
    from shifty._shifty import PreparedValidator

    given: dict[str, Any] = {
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
        # To say whether anything is wrong takes a third of the time that it takes to say what.
        if validator.validate_algebra(minimum_severity="info", **given).conforms:
            return None
        return validator.validate_w3c(sort_results=True, **given).report_turtle
    except ValueError as error:
        raise _refused(str(error)) from None
    except BaseException as error:
        # What the engine did not expect ends in an exception of its own, which no class of Python's covers.
        if type(error).__name__ != "PanicException":
            raise
        problem = Phrase("the engine cannot read it: {error}", error=error)
        raise _unusable(None, problem) from None


def _refused(message: str) -> ShapesError:
    if _RECURSIVE in message:
        return _negating(message)
    first = message.partition("\n")[0].removeprefix("invalid shapes graph: ")
    problem = re.sub(r"^\[\w+\] ", "", first).partition(": error at ")[0]
    named = _NAMED.search(message.rstrip())
    shape = named[1] if named else None
    return _unusable(shape, Phrase(_NAMED.sub("", problem).strip(" (")))


def _unusable(shape: str | None, problem: Phrase) -> ShapesError:
    problem = Phrase("{shape} cannot be used, {problem}", shape=_culprit(shape), problem=problem)
    return ShapesError("shapes", problem, Phrase("correct the shape"), shape=_bare(shape))


def _negating(message: str) -> ShapesError:
    """Shapes that refer to themselves so that they hold where they do not. The engine names those on the way."""
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
        shape=_bare(shape),
    )


def _culprit(name: str | None) -> Phrase:
    if name is None:
        return Phrase("a shape")
    return (
        Phrase("the shape without a name")
        if name.startswith("_:")
        else Phrase("the shape {name}", name=compact(name[1:-1]))
    )


def _bare(name: str | None) -> str | None:
    return name[1:-1] if name and name.startswith("<") else name


def _tag_messages(report: Graphs, shapes: model.Quads) -> None:
    # The engine drops the language of a message that it has put values into: give it back.
    templates = _templates(shapes)
    for quad in list(report.quads_for_pattern(None, _MESSAGE, None, None)):
        message = quad.object
        source = next(report.quads_for_pattern(quad.subject, _SHAPE, None, None), None)
        known = templates.get(source.object, []) if source else []
        if isinstance(message, ox.Literal) and not message.language and known:
            told = ox.Literal(message.value, language=_language(message.value, known))
            report.remove(quad)
            report.add(ox.Quad(quad.subject, _MESSAGE, told))


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
    # The template with the most words of its own is the likeliest source.
    for template in sorted(templates, key=lambda literal: -len(_PLACEHOLDER.sub("", literal.value))):
        pattern = ".*".join(re.escape(part) for part in _PLACEHOLDER.split(template.value))
        if re.fullmatch(pattern, text, re.DOTALL):
            return template.language
    return None
