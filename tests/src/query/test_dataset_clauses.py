"""The dataset that a query names (SPARQL 1.1, section 13.2): the same by both engines, wherever a query stands."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest

from seutu.inference import closure, owlrl
from seutu.query import definition, engine, reference
from seutu.query.definition import Result
from seutu.validation.checks import against_checks
from tests.loading import ROOT

TRIG = """
@prefix x: <urn:x:> .
x:g { x:a x:p 1 . x:a x:p 2 }
x:h { x:b x:p 1 }
"""

# Without a clause, all graphs are asked as one; with one, just what it names.
ASKED = {
    "SELECT ?s ?o { ?s x:p ?o }": ["a 1", "a 2", "b 1"],
    "SELECT ?s ?o FROM x:g { ?s x:p ?o }": ["a 1", "a 2"],
    "SELECT ?s ?o FROM <urn:x:h> WHERE { ?s x:p ?o }": ["b 1"],
    "select ?s ?o from x:g from x:h { ?s x:p ?o }": ["a 1", "a 2", "b 1"],
    "BASE <urn:x:> SELECT ?s ?o FROM <urn:x:g> { ?s x:p ?o }": ["a 1", "a 2"],
    "SELECT ?s ?o FROM x:none { ?s x:p ?o }": [],
    "SELECT ?s ?o FROM NAMED x:g { ?s x:p ?o }": [],
    "SELECT ?s ?o FROM NAMED x:g { GRAPH ?any { ?s x:p ?o } }": ["a 1", "a 2"],
    "SELECT ?s ?o FROM x:g { GRAPH ?any { ?s x:p ?o } }": [],
    "SELECT ?s ?o FROM x:h FROM NAMED x:g { ?s x:p ?one GRAPH x:g { ?any x:p ?o } }": ["b 1", "b 2"],
    "SELECT (COUNT(*) AS ?s) FROM x:h { ?any x:p ?o }": ["1"],
    "SELECT ?s ?from FROM x:h { ?s x:p ?from }": ["b 1"],
    "SELECT ?s FROM x:h { ?s x:p ?o FILTER NOT EXISTS { x:a x:p ?o } }": ["b"],
    "SELECT ?s FROM x:h { { SELECT ?s { ?s x:p 1 } } }": ["b"],
}

ENGINES: dict[str, Callable[..., Result]] = {"fast": definition.run, "reference": reference.run}
PREFIXES = {"x": "urn:x:"}


@pytest.fixture(scope="module")
def store() -> ox.Store:
    made = ox.Store()
    made.load(TRIG.encode(), format=ox.RdfFormat.TRIG)
    return made


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("text", "rows"), ASKED.items(), ids=ASKED)
def test_a_query_is_asked_of_the_dataset_it_names(
    store: ox.Store, engine: str, text: str, rows: list[str]
) -> None:
    found = ENGINES[engine](store, text, PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    assert sorted(" ".join(shown(cell) for cell in row) for row in found) == rows


@pytest.mark.parametrize("engine", ENGINES)
def test_other_forms_too(store: ox.Store, engine: str) -> None:
    run = ENGINES[engine]
    assert not run(store, "ASK FROM x:h { x:a ?p ?o }", PREFIXES)
    assert run(store, "ASK FROM x:g { x:a ?p ?o }", PREFIXES)
    made = run(store, "CONSTRUCT { ?s x:q ?o } FROM x:h WHERE { ?s x:p ?o }", PREFIXES)
    assert not isinstance(made, ox.QuerySolutions | ox.QueryBoolean)
    assert [str(triple.subject) for triple in made] == ["<urn:x:b>"]
    described = run(store, "DESCRIBE x:a FROM x:h", PREFIXES)
    assert not isinstance(described, ox.QuerySolutions | ox.QueryBoolean)
    assert list(described) == []


@pytest.mark.parametrize("engine", ENGINES)
def test_with_a_value_for_a_parameter(store: ox.Store, engine: str) -> None:
    found = ENGINES[engine](
        store, "SELECT ?s ?o FROM x:h { ?s x:p ?o }", PREFIXES, {"s": ox.NamedNode("urn:x:a")}
    )
    assert isinstance(found, ox.QuerySolutions)
    assert list(found) == []


def test_a_rule_concludes_from_the_graphs_that_it_names(store: ox.Store) -> None:
    text = "CONSTRUCT { ?s <urn:x:q> ?o } FROM <urn:x:h> WHERE { ?s <urn:x:p> ?o }"
    rule = definition.parse_header("rule.rq", text)
    for found in (closure.infer(store, [rule]), owlrl.infer(store, [rule])):
        subjects = {quad.subject for quad in found if quad.predicate.value == "urn:x:q"}
        assert subjects == {ox.NamedNode("urn:x:b")}


def test_a_check_finds_in_the_graphs_that_it_names(store: ox.Store) -> None:
    check = definition.parse_header("check.rq", "SELECT ?focus FROM <urn:x:h> { ?focus ?p ?o }")
    found = list(against_checks(store, [check]))
    assert [one.focus for one in found] == [ox.NamedNode("urn:x:b")]


def test_no_query_of_ours_names_a_dataset() -> None:
    # A published one could then not be asked of another store.
    for path in (ROOT / "queries").rglob("*.rq"):
        assert not engine.names_dataset(path.read_text("utf-8"), PREFIXES), path


def shown(cell: object) -> str:
    return str(getattr(cell, "value", cell)).removeprefix("urn:x:")
