"""A question finds the same by either engine and in whatever order the data come, and a parameter only selects."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Literal, URIRef, Variable
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.sparql import Query as Prepared
from rdflib.util import from_n3

from seutu.language.labels import NOT_FOR_DAY, NOT_STATED
from seutu.query import definition
from seutu.query.definition import Parameter, Query, Term
from tests.questions.asking import Case, Plain, cases, of_case, plain_rows, questions, workspace

NOWHERE = ox.NamedNode("https://example.org/nowhere")
DAYS = ("1900-01-01", "2004-05-06", "2008-06-30")
XSD = "http://www.w3.org/2001/XMLSchema#"
NAMED = [
    (question, parameter)
    for question in questions()
    for parameter in question.parameters
    if parameter.type in ("iri", "concept", "integer")
]
DATED = [question for question in questions() if any(one.type == "date" for one in question.parameters)]


def found(
    question: Query, bindings: Mapping[str, Term] | None = None, store: ox.Store | None = None
) -> list[tuple[Plain, ...]]:
    """The rows of a question as its text gives them, whether or not a required parameter has a value."""
    result = definition.run(store or workspace().closed(), question.text, workspace().prefixes, bindings)
    assert isinstance(result, ox.QuerySolutions)
    return plain_rows(tuple(row) for row in result)


@cache
def dataset() -> Dataset:
    return workspace().dataset()


@cache
def shuffled() -> ox.Store:
    store = ox.Store()
    store.extend(sorted(workspace().closed(), key=lambda quad: str(quad)[::-1]))
    return store


@cache
def prepared(text: str) -> Prepared:
    """A question as rdflib has parsed it, which takes as long as many an answer."""
    return prepareQuery(text)


def by_reference(question: Query, bindings: Mapping[str, Term]) -> set[tuple[Plain, ...]]:
    values: dict[str, Any] = {name: from_n3(str(term)) for name, term in bindings.items()}
    rows = dataset().query(prepared(question.text), initBindings=values).bindings
    return {tuple(plain_of(row.get(Variable(name))) for name in question.variables) for row in rows}


def plain_of(term: Any) -> Plain:
    if term is None:
        return ()
    if isinstance(term, Literal):
        datatype = XSD + "string" if term.datatype is None else str(term.datatype)
        tagged = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
        return (str(term), term.language or "", tagged if term.language else datatype)
    return (f"<{term}>",) if isinstance(term, URIRef) else (str(term),)


@pytest.mark.parametrize("case", cases(), ids=str)
def test_both_engines_find_the_same(case: Case) -> None:
    question = workspace().questions[case.question]
    bindings = of_case("jamsa").bindings(question, case.params)
    assert set(found(question, bindings)) == by_reference(question, bindings)


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_order_of_rows_does_not_hang_on_the_order_of_the_data(question: Query) -> None:
    assert found(question) == found(question, store=shuffled())


@pytest.mark.parametrize(("question", "parameter"), NAMED, ids=lambda one: one.name)
def test_parameter_selects_the_rows_that_have_its_value(question: Query, parameter: Parameter) -> None:
    column = question.variables.index(parameter.name)
    everything = found(question)
    # "Not stated" is an answer, not a thing that anybody asks for.
    values = {row[column] for row in everything if row[column]} - {(f"<{NOT_STATED.value}>",)}
    for value in sorted(values):
        chosen = found(question, {parameter.name: term_of(value)})
        assert set(chosen) == {row for row in everything if row[column] == value}


@pytest.mark.parametrize(("question", "parameter"), NAMED, ids=lambda one: one.name)
def test_parameter_that_fits_nothing_finds_nothing(question: Query, parameter: Parameter) -> None:
    unfit = ox.Literal(-1) if parameter.type == "integer" else NOWHERE
    assert found(question, {parameter.name: unfit}) == []


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("question", DATED, ids=lambda question: question.name)
def test_day_only_leaves_out(question: Query, day: str) -> None:
    asked = found(question, {"on": ox.Literal(day, datatype=ox.NamedNode(XSD + "date"))})
    undated = {without_day(question, row) for row in found(question)}
    timeless = {without_period(question, row) for row in undated}
    for row in asked:
        kept = without_day(question, row)
        # A period that is open at an end does not say whether it holds on the day.
        assert kept in undated or (has_no_period_for_the_day(question, row) and kept in timeless)


def has_no_period_for_the_day(question: Query, row: tuple[Plain, ...]) -> bool:
    return (f"<{NOT_FOR_DAY.value}>",) in dict(zip(question.variables, row, strict=True)).values()


def without_period(question: Query, row: tuple[Plain, ...]) -> tuple[Plain, ...]:
    return tuple(() if name == "period" else cell for name, cell in zip(question.variables, row, strict=True))


def without_day(question: Query, row: tuple[Plain, ...]) -> tuple[Plain, ...]:
    """A row without the day asked about, and without a period where none is stated, for the day or at all."""
    blank = {(), (f"<{NOT_STATED.value}>",), (f"<{NOT_FOR_DAY.value}>",)}
    cells = dict(zip(question.variables, row, strict=True)) | {"on": ()}
    return tuple(() if name == "period" and cell in blank else cell for name, cell in cells.items())


def term_of(value: Plain) -> Term:
    return ox.Literal(int(value[0])) if len(value) > 1 else ox.NamedNode(value[0][1:-1])
