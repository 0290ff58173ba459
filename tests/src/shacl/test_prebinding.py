"""What a query of a shape may not have (SHACL, section 5.2.1 and appendix A)."""

import pytest

from seutu.shacl import prebinding

RIGHT = (
    "SELECT $this { $this ?p ?o }",
    "SELECT ?this ?value { ?this ?p ?value }",
    "SELECT * { $this ?p ?o }",
    "SELECT $this (COUNT(?o) AS ?count) { $this ?p ?o } GROUP BY $this",
    "SELECT $this { { SELECT $this (COUNT(?o) AS ?n) { $this ?p ?o } GROUP BY $this } FILTER(?n > 1) }",
    "PREFIX e: <http://e/> SELECT $this { { SELECT * { $this e:p ?o FILTER(?o > 1) } LIMIT 1 } }",
    "SELECT $this { { SELECT * { { SELECT $this { $this ?p ?o } } } } }",
    "SELECT $this { $this $PATH ?o { SELECT $this { $this $PATH ?o } } }",
    "SELECT $this { $this ?p ?o { SELECT * { $this ?y ?o } } }",
    "SELECT $this (COUNT(?o) AS ?value) { $this ?p ?o } GROUP BY $this",
    "ASK { FILTER($value > 1) }",
    'SELECT $this { $this ?p "VALUES MINUS SERVICE" }',
    "SELECT $this ?minus { $this ?values ?minus }",
)
WRONG = {
    "SELECT ?other { ?other ?p ?o }": "does not select $this; add it after SELECT",
    "SELECT $this { $this ?p ?o MINUS { $this ?p 1 } }": "has MINUS",
    "SELECT $this { $this ?p ?o VALUES ?o { 1 } }": "has VALUES",
    "SELECT $this { $this ?p ?o } values ?o { 1 }": "has VALUES",
    "SELECT $this { SERVICE <http://a> { $this ?p ?o } }": "has SERVICE",
    "SELECT (1 AS ?this) { ?s ?p ?o }": "gives ?this a value, which it has already",
    "SELECT $this { $this ?p ?o BIND(1 AS $PATH) }": "gives $PATH a value",
    "ASK { BIND(1 AS $value) }": "gives $value a value",
    "SELECT $this { { SELECT (COUNT($this) AS ?n) { $this ?p ?o } } }": "has a subquery that does not select $this",
    "SELECT $this { $this ?p ?o { SELECT ?o { ?x ?y ?o } } }": "a subquery that does not select $this",
    "SELECT $this { { SELECT * { ?x ?p ?o FILTER(?x = $this) } } }": "a subquery whose * does not reach $this",
    "SELECT $this { $this ?p ?o { SELECT * { ?x ?p ?o } } }": "a subquery whose * does not reach $this",
    "ASK { { SELECT $this ?o { $value ?p ?o } } }": "does not select $value",
    "ASK { { SELECT $value ?o { $value ?p ?o } } }": "does not select $this",
    "SELECT $this FROM <http://g> { $this ?p ?o }": "has FROM, though a query of a shape is asked of the data",
    "SELECT $this FROM NAMED <http://g> { $this ?p ?o }": "has FROM",
}


def _told(fault: prebinding.Fault | None) -> str:
    return "; ".join(fault or ())


@pytest.mark.parametrize("text", RIGHT)
def test_what_may_be_asked(text: str) -> None:
    assert prebinding.fault(text) is None


@pytest.mark.parametrize(("text", "words"), WRONG.items(), ids=WRONG)
def test_what_may_not(text: str, words: str) -> None:
    assert words in _told(prebinding.fault(text))


def test_what_a_component_is_given_is_bound_as_well() -> None:
    given = frozenset({"least"})
    assert prebinding.fault("ASK { FILTER($value > $least) }", given) is None
    assert "gives $least a value" in _told(prebinding.fault("ASK { BIND(1 AS $least) }", given))
    inner = "ASK { { SELECT $this $value { $value ?p $least } } }"
    assert "does not select $least" in _told(prebinding.fault(inner, given))


def test_a_subquery_may_use_the_prefixes_of_its_shape() -> None:
    assert (
        prebinding.fault("SELECT $this { { SELECT * { $this e:p ?o } } }", prefixes={"e": "http://e/"})
        is None
    )
