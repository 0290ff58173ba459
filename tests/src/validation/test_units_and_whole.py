"""Small workspaces with shapes and checks of any kind: what units find is what the whole finds, field by field."""

import random

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from seutu.shacl.wellformed import parse_shapes
from tests.helpers import halving

HEAD = """\
@prefix ex: <http://ex.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix seutu: <https://w3id.org/seutu/ont#> .
"""
ONTOLOGY = """\
ex:D rdfs:subClassOf ex:C . ex:common a ex:C ; ex:p 1 .
ex: a <http://www.w3.org/2002/07/owl#Ontology> .
"""
PREFIX = 'ex: sh:declare [ sh:prefix "ex" ; sh:namespace "http://ex.org/" ] .\n'
FILES, THINGS = 5, 4

TARGETS = (
    "sh:targetClass ex:C",
    "sh:targetClass ex:D",
    "sh:targetNode ex:t1_0",
    "sh:targetNode ex:nowhere",
    "sh:targetNode ex:common",
    'sh:targetNode "a"',
    "sh:targetSubjectsOf ex:p",
    "sh:targetObjectsOf ex:p",
    "sh:targetObjectsOf ex:r",
)
CONSTRAINTS = (
    "sh:minCount 1",
    "sh:maxCount 1",
    "sh:datatype xsd:integer",
    "sh:class ex:C",
    "sh:nodeKind sh:IRI",
    "sh:hasValue ex:t2_1",
    "sh:hasValue 1",
    "sh:in ( 1 2 ex:t0_0 )",
    'sh:pattern "^a"',
    "sh:minInclusive 2",
    "sh:uniqueLang true",
    "sh:equals ex:q",
    "sh:disjoint ex:q",
    "sh:lessThan ex:q",
    "sh:not [ sh:class ex:D ]",
    "sh:or ( [ sh:class ex:D ] [ sh:datatype xsd:string ] )",
    "sh:node [ sh:property [ sh:path ex:p ; sh:minCount 1 ] ]",
    "sh:property [ sh:path ex:p ; sh:minCount 2 ]",
    "sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMinCount 1",
)
ON_NODES = tuple(
    one for one in CONSTRAINTS if not any(word in one for word in ("Count", "uniqueLang", "lessThan"))
)
PATHS = (
    "ex:p",
    "ex:q",
    "ex:r",
    "( ex:r ex:p )",
    "[ sh:alternativePath ( ex:p ex:q ) ]",
    "[ sh:zeroOrMorePath ex:r ]",
    "[ sh:inversePath ex:r ]",
)
# Queries of constraints, each by what it declares. Without a word, it is asked of the whole.
QUERIES = (
    ("forward", "SELECT $this ?value { $this ex:p ?value FILTER(?value = 1) }"),
    ("forward", "SELECT $this { $this ex:p ?one FILTER NOT EXISTS { $this ex:q ?two } }"),
    ("absent", "SELECT $this { $this ex:p ?one FILTER NOT EXISTS { ?other ex:r $this } }"),
    ("meets ex:q", "SELECT $this ?value { $this ex:q ?value . ?other ex:q ?value FILTER(?other != $this) }"),
    (
        "meets ex:q = ex:r/ex:q",
        "SELECT $this { $this ex:q ?value . ?other ex:r ?third . ?third ex:q ?value }",
    ),
    ("", "SELECT $this { $this ex:p ?one . ?other ex:q ?two FILTER(?one != ?two) }"),
)
CHECKS = (
    ("forward", "SELECT ?focus ?value { ?focus ex:p ?value FILTER(?value > 1) }"),
    ("forward", "SELECT ?focus { BIND(ex:t1_1 AS ?focus) FILTER NOT EXISTS { ?focus ex:q ?any } }"),
    (
        "forward",
        "SELECT ?focus { VALUES ?focus { ex:t0_0 ex:nowhere } FILTER NOT EXISTS { ?focus a ?any } }",
    ),
    ("absent", "SELECT ?focus { ?focus a ex:D FILTER NOT EXISTS { ?other ex:r ?focus } }"),
    (
        "meets ex:q",
        "SELECT ?focus ?value { ?focus ex:q ?value . ?other ex:q ?value FILTER(?focus != ?other) }",
    ),
    (
        "meets ex:q unless ex:p = ex:r/ex:q",
        """SELECT ?focus ?value { ?focus ex:q ?value . ?other ex:r ?third . ?third ex:q ?value
            MINUS { ?focus ex:p ?any } }""",
    ),
    (
        "meets ex:p and ex:q",
        """SELECT ?focus ?value { ?focus ex:q ?value ; ex:p ?more . ?other ex:q ?value ; ex:p ?more
            FILTER(?focus != ?other) }""",
    ),
    (
        "meets ex:q or ex:q/ex:q",
        """SELECT DISTINCT ?focus ?value { FILTER(?focus != ?other)
            { ?focus ex:q ?value . ?other ex:q ?value }
            UNION { ?focus ex:q/ex:q ?value . ?other ex:q/ex:q ?value } }""",
    ),
    (
        "absent, meets ex:q",
        """SELECT ?focus ?value { ?focus ex:q ?value . ?other ex:q ?value FILTER(?focus != ?other)
            FILTER NOT EXISTS { ?third ex:r ?focus } }""",
    ),
    ("forward", "SELECT ?focus { ex:t3_1 ex:r ?focus }"),
    ("forward", "SELECT ?focus ?value { ?focus ex:r ?value MINUS { ?value a ?any } }"),
    ("", "SELECT (ex:common AS ?focus) (COUNT(*) AS ?value) { ?any ex:p ?one } HAVING (COUNT(*) > 3)"),
    (
        "forward",
        "SELECT ?focus (COUNT(*) AS ?value) { ?focus ex:p ?one } GROUP BY ?focus HAVING (COUNT(*) > 1)",
    ),
    ("", "SELECT ?focus { ?focus ex:p ?one } ORDER BY ?focus LIMIT 2"),
    ("forward", "SELECT ?focus ?value { GRAPH ?graph { ?focus ex:p ?value } }"),
    ("forward", "SELECT ?focus { ?value ex:r ?focus FILTER NOT EXISTS { ?focus a ex:C } }"),
)
# Names that no word of the query is.
ODD_NAMES = (
    'SELECT ?focus { BIND(IRI("http://ex.org/t1_1") AS ?focus) FILTER NOT EXISTS { ?focus ex:q ?any } }',
    'SELECT ?focus { BIND(uri(CONCAT(STR(ex:), "t1_1")) AS ?focus) FILTER NOT EXISTS { ?focus ex:q ?any } }',
    "BASE <http://ex.org/> SELECT ?focus { BIND(<t1_1> AS ?focus) FILTER NOT EXISTS { ?focus ex:q ?any } }",
    r"SELECT ?focus { BIND(<http://ex.org/t1\u005f1> AS ?focus) FILTER NOT EXISTS { ?focus ex:q ?any } }",
    r"SELECT ?focus { BIND(ex:t1\_1 AS ?focus) FILTER NOT EXISTS { ?focus ex:q ?any } }",
)
# A row that several units have.
REPEATED = (
    "SELECT DISTINCT ?focus ?value { ?any ex:p ?value . BIND(ex:common AS ?focus) }",
    "SELECT DISTINCT ?focus ?value { ?any ex:r ?focus ; ex:q ?value }",
    "SELECT ?focus ?value { ?any ex:r ?focus ; ex:q ?value }",
)
ODD = tuple(("forward", check) for check in (*ODD_NAMES, *REPEATED))
# Declared to see less than they do.
WRONG = (
    ("forward", "SELECT ?focus { ?focus a ex:D FILTER NOT EXISTS { ?other ex:r ?focus } }"),
    ("forward", "SELECT ?focus ?value { ?focus ex:q ?value . ?other ex:q ?value FILTER(?focus != ?other) }"),
    ("absent", "SELECT ?focus ?value { ?focus ex:q ?value . ?other ex:q ?value FILTER(?focus != ?other) }"),
    (
        "meets ex:p",
        "SELECT ?focus ?value { ?focus ex:q ?value . ?other ex:q ?value FILTER(?focus != ?other) }",
    ),
    (
        "meets ex:q unless ex:p",
        "SELECT ?focus ?value { ?focus ex:q ?value . ?other ex:q ?value FILTER(?focus != ?other) }",
    ),
    ("forward", "SELECT (ex:common AS ?focus) (COUNT(*) AS ?value) { ?any ex:p ?one } HAVING (COUNT(*) > 3)"),
    ("forward", "SELECT ?focus { ?focus ex:p ?one } ORDER BY ?focus LIMIT 2"),
)

Check = tuple[str, str]
"""The locality that a query declares, if any, and the query."""


def data(chance: random.Random, number: int) -> str:
    """One file, whose things refer to each other, at times to what is common and seldom to those of another file."""

    def thing() -> str:
        if chance.random() < 0.08:
            return f"ex:t{chance.randrange(FILES)}_{chance.randrange(THINGS)}"
        return chance.choice([f"ex:t{number}_{chance.randrange(THINGS)}", "ex:common", "ex:nowhere", "[]"])

    def statement() -> str:
        value = chance.choice(
            [
                thing(),
                str(chance.randint(1, 3)),
                '"a"',
                '"b"@fi',
                f'"of {number}"',
                f'"{chance.randint(1, 9)}"',
            ]
        )
        return f"ex:{chance.choice('pq')} {value}" if chance.random() < 0.6 else f"ex:r {thing()}"

    def described(name: str) -> str:
        kinds = chance.choice([["a ex:C"], ["a ex:D"], []])
        return f"{name} {' ; '.join([*kinds, *(statement() for _ in range(chance.randint(1, 3)))])} ."

    lines = [described(f"ex:t{number}_{index}") for index in range(THINGS)]
    lines += [described("[]") for _ in range(chance.randint(0, 1))]
    if chance.random() < 0.03:
        lines.append(described("ex:common"))
    return "\n".join(lines) + "\n"


def constraint(declared: str, query: str) -> str:
    said = f' ; seutu:locality "{declared}"' if declared else ""
    return f'[ sh:select """{query}""" ; sh:prefixes ex: ; sh:message "m"{said} ]'


def shape(chance: random.Random, number: int) -> str:
    name = f"ex:S{number}"
    target = chance.choice(TARGETS)
    kind = chance.random()
    if kind < 0.2:
        return f"{name} a sh:NodeShape ; {target} ; sh:sparql {constraint(*chance.choice(QUERIES))} .\n"
    if kind < 0.4:
        return f"{name} a sh:NodeShape ; {target} ; {chance.choice(ON_NODES)} .\n"
    body = f"sh:path {chance.choice(PATHS)} ; {chance.choice(CONSTRAINTS)}"
    if kind < 0.7:
        return f"{name} a sh:NodeShape ; {target} ; sh:property [ {body} ] .\n"
    return f"{name} a sh:NodeShape ; {target} ; sh:property {name}-p .\n{name}-p {body} .\n"


def made(seed: int, check: Check | None = None) -> dict[str, str]:
    """The files of a workspace by path."""
    chance = random.Random(seed)
    files = {
        "ontology/o.ttl": HEAD + ONTOLOGY,
        "shapes/s.ttl": HEAD
        + PREFIX
        + "".join(shape(chance, number) for number in range(chance.randint(1, 3))),
    }
    files |= {f"data/{number}/d.ttl": HEAD + data(chance, number) for number in range(FILES)}
    for number in range(1 if check else chance.choice([0, 0, 1])):
        declared, query = check or chance.choice((*CHECKS, *ODD))
        header = f"# title: A check\n# severity: warning\n{f'# locality: {declared}' if declared else ''}"
        files[f"queries/checks/c{number}.rq"] = f"{header}\nPREFIX ex: <http://ex.org/>\n{query}\n"
    return files


def compared(seed: int, check: Check | None = None) -> bool:
    """Hold units against the whole; whether there were units."""
    in_units, same = outcome(seed, check)
    assert same, f"seed {seed}"
    return in_units


def outcome(seed: int, check: Check | None = None) -> tuple[bool, bool]:
    """Whether there were units in a workspace made from a seed, and whether they found what the whole finds."""
    return halving.outcome(made(seed, check))


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 1_000_000))
def test_units_find_what_the_whole_finds(seed: int) -> None:
    event(f"in units: {compared(seed)}")


@pytest.mark.long
def test_units_find_what_the_whole_finds_in_ten_thousand_workspaces() -> None:
    assert sum(compared(seed) for seed in range(10_000)) > 1_000


@pytest.mark.parametrize("check", ODD)
def test_what_a_check_names_in_other_ways_or_finds_in_several_units(check: Check) -> None:
    for seed in range(12):
        compared(seed, check)


@pytest.mark.parametrize("check", [check for check in CHECKS if check[0] != "forward"])
def test_a_check_that_sees_further_than_forward(check: Check) -> None:
    assert (sum(compared(seed, check) for seed in range(40)) > 0) == bool(check[0])


@pytest.mark.parametrize("check", WRONG)
def test_a_wrong_declaration_is_noticed(check: Check) -> None:
    assert not all(outcome(seed, check)[1] for seed in range(200))


def test_many_workspaces_leave_units() -> None:
    assert sum(compared(seed) for seed in range(80)) > 8


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("constraint", CONSTRAINTS)
def test_a_shape_of_every_kind_is_taken(target: str, constraint: str) -> None:
    # Were one of the pool refused, nothing of it would be compared.
    assert parse_shapes(f"{HEAD}ex:S {target} ; sh:property [ sh:path ex:p ; {constraint} ] .".encode())
