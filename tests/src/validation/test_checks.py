"""Shapes and checks on a store, by the fast engine and by the reference."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from seutu.errors import QuerySyntaxError, ShapesError
from seutu.query.definition import Query, parse_header
from seutu.rdf.namespaces import expand
from seutu.shacl.report import Finding, Report
from seutu.validation import checks, reference

Engine = Callable[..., Report]

HEAD = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix n: <http://n/> .
"""
DATED = (
    HEAD
    + """
n:S a sh:NodeShape ; sh:targetClass n:C ; sh:property n:S-p .
n:S-p a sh:PropertyShape ; sh:path n:p ; sh:datatype xsd:date ; sh:maxCount 1 ; sh:severity sh:Warning ;
    sh:message "Anna päivä."@fi , "Give a day."@en .
"""
)


@pytest.fixture(params=[checks.validate, reference.validate], ids=["fast", "reference"])
def engine(request: pytest.FixtureRequest) -> Engine:
    chosen: Engine = request.param
    return chosen


def store_of(*graphs: str) -> ox.Store:
    store = ox.Store()
    for number, turtle in enumerate(graphs):
        store.load(HEAD + turtle, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(f"http://g/{number}"))
    return store


def check(text: str, *header: str) -> Query:
    return parse_header("a-check", "\n".join([*header, text]))


def only(report: Report) -> Finding:
    assert len(report.findings) == 1
    return report.findings[0]


def test_a_day_that_no_calendar_has_is_found(engine: Engine) -> None:
    found = only(engine(store_of('n:x a n:C ; n:p "2019-02-31"^^xsd:date .'), DATED.encode()))
    assert found.focus == ox.NamedNode("http://n/x")
    assert found.path == "<http://n/p>"
    assert str(found.value) == '"2019-02-31"^^<http://www.w3.org/2001/XMLSchema#date>'
    assert found.component == "http://www.w3.org/ns/shacl#DatatypeConstraintComponent"
    assert found.shape == "http://n/S-p"
    assert found.severity == "warning"
    assert found.messages == {"fi": "Anna päivä.", "en": "Give a day."}


def test_all_graphs_are_validated_as_one(engine: Engine) -> None:
    two = store_of('n:x a n:C ; n:p "2019-02-01"^^xsd:date .', 'n:x n:p "2019-02-02"^^xsd:date .')
    assert only(engine(two, DATED.encode())).component.endswith("MaxCountConstraintComponent")
    assert engine(store_of("n:x a n:C .", "n:x a n:C ."), DATED.encode()).findings == ()


def test_classes_are_followed_in_the_data(engine: Engine) -> None:
    below = store_of("n:x a n:D ; n:p 1 . n:D <http://www.w3.org/2000/01/rdf-schema#subClassOf> n:C .")
    assert len(engine(below, DATED.encode()).findings) == 1


def test_without_shapes_nothing_is_found(engine: Engine) -> None:
    assert engine(store_of("n:x a n:C ."), b"").conforms


def test_nothing_is_changed(engine: Engine) -> None:
    store = store_of("n:x a n:C ; n:p 1 .")
    before = set(store)
    engine(store, DATED.encode())
    assert set(store) == before


def test_a_complex_path_is_written_as_sparql_does(engine: Engine) -> None:
    shapes = (
        HEAD
        + "n:S sh:targetClass n:C ; sh:property n:P . n:P sh:path ( [ sh:inversePath n:q ] n:p ) ; sh:minCount 1 ."
    )
    assert only(engine(store_of("n:x a n:C ."), shapes.encode())).path == "(^<http://n/q>)/<http://n/p>"


def test_messages_of_a_query_keep_their_languages(engine: Engine) -> None:
    shapes = (
        HEAD
        + """
n:S a sh:NodeShape ; sh:targetClass n:C ; sh:sparql n:S-q .
n:S-q a sh:SPARQLConstraint ; sh:select "SELECT $this ?value { $this <http://n/p> ?value }" ;
    sh:message "Arvo {?value} on väärä."@fi , "The value {?value} is wrong."@en , "Plain." .
"""
    )
    found = only(engine(store_of("n:x a n:C ; n:p 3 ."), shapes.encode()))
    expected = {"fi": "Arvo 3 on väärä.", "en": "The value 3 is wrong.", "": "Plain."}
    if engine is checks.validate:
        assert found.messages == expected
    else:
        assert set(found.messages) >= {""}


@pytest.mark.parametrize(
    "shapes",
    [
        "n:S a sh:NodeShape ; sh:targetClass n:C ; sh:in 3 .",
        "n:S sh:targetClass n:C ; sh:nodeKind n:X ; sh:property [] .",
    ],
)
def test_what_is_no_shacl_is_refused(engine: Engine, shapes: str) -> None:
    with pytest.raises(ShapesError):
        engine(store_of("n:x a n:C ."), (HEAD + shapes).encode())


def test_an_odd_node_kind_is_refused_by_name() -> None:
    shapes = HEAD + "n:S a sh:NodeShape ; sh:targetClass n:C ; sh:nodeKind n:X ."
    with pytest.raises(
        ShapesError, match="the shape <http://n/S> has no kind of node as sh:nodeKind"
    ) as caught:
        checks.validate(store_of("n:x a n:C ."), shapes.encode())
    assert caught.value.shape == "http://n/S"


@pytest.mark.parametrize(
    "outer", ["sh:node [ {} ]", "sh:and ( [ {} ] )", "sh:node [ sh:property [ sh:path n:p ; {} ] ]"]
)
@pytest.mark.parametrize("component", ["a sh:ConstraintComponent ;", ""])
def test_a_component_is_asked_within_a_shape_that_only_its_parameter_makes_one(
    outer: str, component: str
) -> None:
    shapes = f"""{HEAD}n:S a sh:NodeShape ; sh:targetClass n:C ; {outer.format("n:forbid 3")} .
n:K {component} sh:parameter [ sh:path n:forbid ] ; sh:validator [
    sh:ask "ASK {{ FILTER NOT EXISTS {{ $value <http://n/p>? $forbid }} }}" ] ."""
    assert [
        len(checks.validate(store_of(f"n:x a n:C ; n:p {value} ."), shapes.encode()).findings)
        for value in (3, 4)
    ] == [1, 0]


@pytest.mark.parametrize(
    "inner",
    ["sh:not n:S", "sh:xone ( n:S n:T )", "sh:property [ sh:path n:p ; sh:not [ sh:node n:S ] ]"],
)
def test_a_shape_that_holds_where_it_does_not_is_refused_by_name(inner: str) -> None:
    shapes = f"{HEAD}n:S a sh:NodeShape ; sh:targetClass n:C ; {inner} . n:T sh:nodeKind sh:IRI ."
    with pytest.raises(ShapesError, match="the shape <http://n/S> refers to itself where") as caught:
        checks.validate(store_of("n:x a n:C ."), shapes.encode())
    assert caught.value.shape == "http://n/S"


def test_a_bound_that_no_engine_can_hold_is_one_that_nothing_reaches() -> None:
    many = "9" * 23
    shapes = f"{HEAD}n:S a sh:NodeShape ; sh:targetClass n:C ; sh:property n:P ; sh:maxLength {many} . "
    shapes += "n:P sh:path n:p ; sh:maxCount {} ; sh:minCount {} ."
    data = store_of("n:x a n:C ; n:p 3 .")
    assert checks.validate(data, shapes.format(many, 1).encode()).findings == ()
    for least in (2**64 - 1, 2**64, many):
        found = only(checks.validate(data, shapes.format(many, least).encode()))
        assert (found.component, found.shape) == (expand("sh:MinCountConstraintComponent"), "http://n/P")
        assert f"Fewer than {least} values" in found.messages[""]


def test_a_row_of_a_check_is_a_finding(engine: Engine) -> None:
    query = check(
        "SELECT ?focus ?path ?value ?message { ?focus ?path ?value FILTER(?value = 3) BIND('three' AS ?message) }",
        "# title: No threes",
        "# problem: A three stands here",
        "# problem@fi: Tässä on kolmonen.",
        "# solution: Write a four",
        "# severity: info",
    )
    found = only(engine(store_of("n:x n:p 3 , 4 ."), b"", [query]))
    assert (found.component, found.severity, found.path, found.shape) == (
        "a-check",
        "info",
        "<http://n/p>",
        None,
    )
    assert found.messages["en"] == "A three stands here: three. Write a four."
    assert found.messages["fi"] == "Tässä on kolmonen: three."


def test_a_check_may_select_the_focus_alone(engine: Engine) -> None:
    found = only(
        engine(store_of("n:x n:p 3 ."), b"", [check("SELECT ?focus { ?focus ?p 3 }", "# title: No threes")])
    )
    assert (found.path, found.value, found.severity) == (None, None, "violation")
    assert found.messages == {"en": "No threes."}


@pytest.mark.parametrize(
    "text", ["SELECT ?x { ?x ?p ?o }", "ASK { ?x ?p ?o }", "SELECT ?focus { ?focus foo:p ?o }"]
)
def test_a_faulty_check_is_told(engine: Engine, text: str) -> None:
    with pytest.raises(QuerySyntaxError, match=r"^a-check"):
        engine(store_of("n:x n:p 3 ."), b"", [check(text)])
