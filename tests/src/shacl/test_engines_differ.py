"""Where the two engines of validation differ: each by name, with what SHACL says, and nowhere else that is known.

The fast engine finds what the standard says in all of these. The list stands in `docs/validation.md`, too.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pyoxigraph as ox
import pytest

from seutu.errors import ShapesError
from seutu.query.graphs import Graphs
from seutu.rdf import reading
from seutu.shacl.report import Report
from seutu.validation import checks, reference
from tests.loading import ROOT

HEAD = """\
@prefix ex: <http://ex.org/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@dataclass(frozen=True)
class Case:
    """Constraints on ``ex:v``, values that are right and wrong by the standard, and where the standard says so.

    ``refused`` says that the reference refuses the shape. ``differs`` are the values of which it says otherwise, and
    ``more`` is what else the shapes say.
    """

    constraint: str
    right: tuple[str, ...]
    wrong: tuple[str, ...]
    section: str
    differs: tuple[str, ...] = ()
    refused: bool = False
    more: str = ""


ALIKE = {
    "a pattern and the end of the text": Case('sh:pattern "^[0-9]+$"', ('"12"',), ('"a"',), "4.4.3"),
    "a whole number below zero": Case(
        "sh:datatype xsd:nonNegativeInteger", ('"5"^^xsd:nonNegativeInteger',), ("5",), "4.1.2"
    ),
    "another type of number": Case(
        "sh:datatype xsd:integer", ("5",), ('"1"^^xsd:int', '"x"^^xsd:integer', "1.0"), "4.1.2"
    ),
    "a value as it is written": Case("sh:hasValue 1", ("1",), (), "4.8.2"),
    "one of a list as it is written": Case("sh:in ( 1.0 )", ("1.0",), ("1.00", "1"), "4.8.3"),
    "a language of another region": Case(
        'sh:languageIn ( "en" )', ('"x"@en', '"x"@en-gb'), ('"x"@fi', '"x"'), "4.4.4"
    ),
    "the length of a blank node": Case("sh:minLength 1", ('"a"',), ("[]",), "4.4.1"),
    "a day that is not in the calendar": Case(
        "sh:datatype xsd:date", ('"2000-02-29"^^xsd:date',), ('"1900-02-29"^^xsd:date',), "4.1.2"
    ),
}
# What the reference says of these hangs on whether owlrl was used before it in the same process.
UNSTEADY = {
    "years beyond four digits": Case(
        "sh:datatype xsd:gYear", ('"12008"^^xsd:gYear', '"-0044"^^xsd:gYear'), (), "4.1.2"
    ),
}
DIFFERENCES = {
    "a final line end": Case('sh:pattern "^[0-9]+$"', ('"12"',), ('"12\\n"',), "4.4.3", ('"12\\n"',)),
    "flag s": Case('sh:pattern "a.c" ; sh:flags "s"', ('"a\\nc"',), ('"ac"',), "4.4.3", ('"a\\nc"',)),
    "flag x": Case('sh:pattern "^a b$" ; sh:flags "x"', ('"ab"',), ('"a b"',), "4.4.3", ('"ab"', '"a b"')),
    "categories of letters": Case('sh:pattern "^\\\\p{Lu}$"', ('"Å"',), ('"å"',), "4.4.3", refused=True),
    "classes without some": Case(
        'sh:pattern "^[a-z-[aeiou]]+$"', ('"bcd"',), ('"bad"',), "4.4.3", ('"bcd"',)
    ),
    "times with and without a zone": Case(
        "sh:lessThanOrEquals ex:w",
        (
            '"2000-01-01T00:00:00"^^xsd:dateTime ; ex:w "2000-01-01T00:00:00"^^xsd:dateTime',
            '"2000-01-01T00:00:00"^^xsd:dateTime ; ex:w "2000-01-03T00:00:00Z"^^xsd:dateTime',
        ),
        ('"2000-01-01T00:00:00"^^xsd:dateTime ; ex:w "2000-01-01T00:00:00Z"^^xsd:dateTime',),
        "4.5.4",
        ('"2000-01-01T00:00:00"^^xsd:dateTime ; ex:w "2000-01-01T00:00:00Z"^^xsd:dateTime',),
    ),
    "the inverse of a sequence": Case(
        "sh:node [ sh:property [ sh:path [ sh:inversePath ( ex:q ex:v ) ] ; sh:minCount 1 ] ]",
        ("1 . ex:b ex:q ex:a",),
        ("1 . ex:b ex:v ex:c . ex:c ex:q 1",),
        "2.3.1.4",
        ("1 . ex:b ex:q ex:a", "1 . ex:b ex:v ex:c . ex:c ex:q 1"),
    ),
    "the length 0 of a blank node": Case("sh:minLength 0", ('""',), ("[]",), "4.4.1", ("[]",)),
    "names without `sh:closed`": Case("sh:ignoredProperties ( ex:w )", ("1",), (), "4.8.1", refused=True),
    "`?value` in a `sh:nodeValidator`": Case(
        "sh:node [ ex:forbid 3 ]",
        ("ex:b . ex:b ex:w 4",),
        ("ex:b . ex:b ex:w 3",),
        "6.3",
        ("ex:b . ex:b ex:w 3",),
        more="""ex:C a sh:ConstraintComponent ; sh:parameter [ sh:path ex:forbid ] ; sh:nodeValidator [ sh:select
            "SELECT $this ?value { $this <http://ex.org/w> ?value FILTER(?value = $forbid) }" ] .""",
    ),
}
# The fast engine finds a fault in these, and should not; the reference does not.
FAST_DIFFERS = {
    "true and false": Case("sh:lessThan ex:w", ("false ; ex:w true",), ("true ; ex:w false",), "4.5.3"),
    "true and false, or the same": Case(
        "sh:lessThanOrEquals ex:w", ("true ; ex:w true",), ("true ; ex:w false",), "4.5.4"
    ),
}


def judged(engine: Callable[[Graphs, bytes], Report], constraint: str, value: str, more: str = "") -> bool:
    """Whether an engine finds a value wrong. Raises `ShapesError` for shapes that it refuses."""
    shapes = f"{HEAD}ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property ex:P . ex:P sh:path ex:v ; {constraint} ."
    shapes += more
    data = reading.read(
        f"{HEAD}ex:a ex:v {value} .".encode(), ox.RdfFormat.TURTLE, ox.NamedNode("x:g"), "data"
    )
    return bool(engine(Graphs(data), shapes.encode()).findings)


@pytest.mark.parametrize(
    "case",
    [*ALIKE.values(), *UNSTEADY.values(), *DIFFERENCES.values()],
    ids=[*ALIKE, *UNSTEADY, *DIFFERENCES],
)
def test_the_fast_engine_finds_what_the_standard_says(case: Case) -> None:
    assert [value for value in case.right if judged(checks.validate, case.constraint, value, case.more)] == []
    assert [
        value for value in case.wrong if not judged(checks.validate, case.constraint, value, case.more)
    ] == []


@pytest.mark.parametrize("case", ALIKE.values(), ids=ALIKE)
def test_the_reference_finds_the_same(case: Case) -> None:
    assert [
        value for value in case.right if judged(reference.validate, case.constraint, value, case.more)
    ] == []
    assert [
        value for value in case.wrong if not judged(reference.validate, case.constraint, value, case.more)
    ] == []


@pytest.mark.parametrize("case", DIFFERENCES.values(), ids=DIFFERENCES)
def test_the_reference_differs_where_it_is_known_to(case: Case) -> None:
    values = {value: value in case.wrong for value in (*case.right, *case.wrong)}
    if case.refused:
        with pytest.raises(ShapesError):
            judged(reference.validate, case.constraint, next(iter(values)), case.more)
        return
    found = {value: judged(reference.validate, case.constraint, value, case.more) for value in values}
    assert {value for value in values if found[value] != values[value]} == set(case.differs)


@pytest.mark.parametrize("case", FAST_DIFFERS.values(), ids=FAST_DIFFERS)
def test_the_fast_engine_differs_where_it_is_known_to(case: Case) -> None:
    """SPARQL 1.1, 17.3, compares truth values, and this engine does not."""
    for value in (*case.right, *case.wrong):
        assert judged(checks.validate, case.constraint, value)
        assert judged(reference.validate, case.constraint, value) == (value in case.wrong)
    assert "`true` and `false`" in (ROOT / "docs/validation.md").read_text("utf-8")


def test_a_shape_that_refers_to_itself_by_a_negation_is_refused_by_the_fast_engine_alone() -> None:
    shapes = f"{HEAD}ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:not ex:S .".encode()
    assert reference.validate(Graphs(), shapes).findings == ()
    with pytest.raises(ShapesError):
        checks.validate(Graphs(), shapes)


def test_the_reference_refuses_in_one_sentence_and_logs_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ShapesError):
        judged(reference.validate, DIFFERENCES["names without `sh:closed`"].constraint, "1")
    assert "".join(capfd.readouterr()) == ""


@pytest.mark.parametrize(
    "shape",
    ["ex:S sh:qualifiedValueShape [ sh:class ex:C ] ; sh:qualifiedMinCount 1", "ex:S sh:uniqueLang true"],
)
def test_what_only_a_property_may_have(shape: str) -> None:
    """SHACL, 4.7.3 and 4.4.5: a node shape with it is ill-formed."""
    with pytest.raises(ShapesError):
        checks.validate(Graphs(), f"{HEAD}{shape} ; a sh:NodeShape ; sh:targetNode ex:a .".encode())


@pytest.mark.parametrize("name", DIFFERENCES)
def test_each_difference_is_in_the_docs(name: str) -> None:
    assert name in (ROOT / "docs/validation.md").read_text("utf-8")
