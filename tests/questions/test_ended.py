"""What ended, or was wholly replaced, is not told to hold on a later day for want of a stated end."""

from functools import cache

import pyoxigraph as ox
import pytest

from seutu.language.labels import NOT_FOR_DAY
from seutu.query import definition
from seutu.query.graphs import Graphs
from tests.questions.asking import Plain, plain_rows, questions, workspace
from tests.questions.test_filled import with_more

DATA = """
period:open a seutu:Period ; seutu:begins "2003"^^xsd:gYear .
period:end a seutu:Period ; seutu:begins "2009"^^xsd:gYear ; seutu:ends "2009"^^xsd:gYear .
programme:old a seutu:Programme . programme:new a seutu:Programme .
municipality:old a seutu:Municipality . body:old a seutu:Body .
statement:replaced a seutu:Succession ; seutu:predecessor programme:old ; seutu:successor programme:new ;
    seutu:extent extent:whole .
statement:new-started a seutu:Dating ; seutu:dates programme:new ; seutu:phase phase:started ;
    seutu:during period:end .
statement:abolished a seutu:Dating ; seutu:dates municipality:old ; seutu:phase phase:abolished ;
    seutu:during period:end .
statement:merged a seutu:Dating ; seutu:dates body:old ; seutu:phase phase:merged ; seutu:during period:end .

statement:1 a seutu:Dating ; seutu:dates programme:old ; seutu:phase phase:carried-out .
statement:2 a seutu:Steering ; seutu:steeredProgramme programme:old ;
    seutu:steeringBody body:ministry-of-the-interior .
statement:3 a seutu:Participation ; seutu:participatesIn programme:old ; seutu:participant region:keski-suomi .
statement:4 a seutu:RegionMembership ; seutu:region region:keski-suomi ; seutu:municipality municipality:old .
statement:5 a seutu:TimeSlice ; seutu:sliced municipality:old ; seutu:slice <https://example.org/slice> .
statement:6 a seutu:Measurement ; seutu:measured municipality:old ; seutu:quantity quantity:population ;
    seutu:value 1 .
statement:7 a seutu:RoleInPeriod ; seutu:bearer body:old ; seutu:role role:foresight .
statement:8 a seutu:DecisionRole ; seutu:body body:old ; seutu:function function:decides .
period:open a seutu:ProgrammePeriod ; seutu:periodOf programme:old ; seutu:periodNamedIn source:s1 .
""" + "".join(
    f"statement:{number} seutu:during period:open ; seutu:modality modality:asserted ; seutu:evidence source:s1 .\n"
    for number in range(1, 9)
)
THINGS = {
    "dates": "programme/old",
    "measurements": "municipality/old",
    "participations": "programme/old",
    "periods": "programme/old",
    "region-municipalities": "municipality/old",
    "roles": "body/old",
    "steering": "programme/old",
    "time-slices": "municipality/old",
    "timeline": "municipality/old",
    "who-decides": "body/old",
}
# What is lacking or being learned does not end as a body does.
ENDLESS = {"situation"}


@cache
def store() -> Graphs:
    return with_more(DATA)


def told(name: str, day: str) -> list[dict[str, Plain]]:
    question = workspace().questions[name]
    on = ox.Literal(day, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    result = definition.run(store(), question.text, workspace().prefixes, {"on": on})
    assert isinstance(result, ox.QuerySolutions)
    thing = (f"<https://w3id.org/seutu/id/{THINGS[name]}>",)
    rows = [row for row in plain_rows(tuple(row) for row in result) if thing in row]
    return [dict(zip(question.variables, row, strict=True)) for row in rows]


def silent(row: dict[str, Plain]) -> bool:
    return row.get("period") == (str(NOT_FOR_DAY),)


def is_open(row: dict[str, Plain]) -> bool:
    """Whether a row is of the period without an end."""
    return row.get("begins", ("2003",))[:1] == ("2003",)


@pytest.mark.parametrize("name", THINGS)
def test_what_ended_is_told_until_then(name: str) -> None:
    rows = list(filter(is_open, told(name, "2008-12-31")))
    assert rows
    assert not any(map(silent, rows))


@pytest.mark.parametrize("name", THINGS)
def test_what_ended_is_not_told_afterwards(name: str) -> None:
    assert all(map(silent, filter(is_open, told(name, "2009-01-01"))))


def test_every_question_with_a_day_is_tried() -> None:
    dated = {question.name for question in questions() if "on" in question.variables}
    assert dated == THINGS.keys() | ENDLESS


BOUNDED = """
period:long a seutu:Period ; seutu:begins "2003"^^xsd:gYear ; seutu:ends "2012"^^xsd:gYear .
period:early a seutu:Period ; seutu:begins "2003"^^xsd:gYear ; seutu:ends "2009"^^xsd:gYear .
period:until a seutu:Period ; seutu:ends "2008"^^xsd:gYear .
period:day a seutu:Period ; seutu:begins "2010-01-01"^^xsd:date ; seutu:ends "2010-01-01"^^xsd:date .
programme:old a seutu:Programme . programme:new a seutu:Programme . municipality:old a seutu:Municipality .
statement:1 a seutu:Participation ; seutu:participatesIn programme:old ; seutu:participant region:keski-suomi ;
    seutu:during period:long .
statement:2 a seutu:Steering ; seutu:steeredProgramme programme:old ; seutu:steeringBody body:ministry-of-the-interior ;
    seutu:during period:long .
statement:3 a seutu:TimeSlice ; seutu:sliced municipality:old ; seutu:slice <https://example.org/slice> ;
    seutu:during period:until .
""" + "".join(
    f"statement:{number} seutu:modality modality:asserted ; seutu:evidence source:s1 .\n"
    for number in range(1, 4)
)
REPLACED = """
statement:replaced a seutu:Succession ; seutu:predecessor programme:old ; seutu:successor programme:new ;
    seutu:extent extent:whole ; seutu:during period:day .
"""
CARRIED_OUT = """
statement:done a seutu:Dating ; seutu:dates programme:old ; seutu:phase phase:carried-out ; seutu:during period:early .
"""


def periods(name: str, day: str, data: str) -> set[Plain]:
    question = workspace().questions[name]
    on = ox.Literal(day, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    result = definition.run(with_more(data), question.text, workspace().prefixes, {"on": on})
    assert isinstance(result, ox.QuerySolutions)
    thing = (f"<https://w3id.org/seutu/id/{THINGS[name]}>",)
    at = question.variables.index("period")
    return {row[at] for row in plain_rows(tuple(row) for row in result) if thing in row}


@pytest.mark.parametrize("end", [REPLACED, CARRIED_OUT])
@pytest.mark.parametrize("name", ["participations", "steering"])
def test_nothing_holds_in_a_programme_after_its_end(name: str, end: str) -> None:
    long = {("<https://w3id.org/seutu/id/period/long>",)}
    assert periods(name, "2009-12-31", BOUNDED + end) == long
    assert periods(name, "2010-12-31", BOUNDED + end) == {(str(NOT_FOR_DAY),)}


def test_what_is_said_of_a_part_outlasts_the_programme() -> None:
    part = 'statement:1 seutu:qualification "local part"@en .'
    assert periods("participations", "2010-12-31", BOUNDED + REPLACED + part) != {(str(NOT_FOR_DAY),)}


def test_a_beginning_that_is_not_stated_is_told_so() -> None:
    assert periods("time-slices", "2007-01-01", BOUNDED) == {(str(NOT_FOR_DAY),)}
    assert periods("time-slices", "2009-01-01", BOUNDED) == set()


@pytest.mark.parametrize(
    "name", ["dates", "measurements", "region-municipalities", "time-slices", "who-decides"]
)
def test_what_was_abolished_or_merged_is_left_out(name: str) -> None:
    undated = DATA.replace("seutu:dates programme:old", "seutu:dates municipality:old")
    old = "body/old" if name == "who-decides" else "municipality/old"
    question = workspace().questions[name]
    on = ox.Literal("2010-01-01", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    result = definition.run(with_more(undated), question.text, workspace().prefixes, {"on": on})
    assert isinstance(result, ox.QuerySolutions)
    assert [
        row for row in plain_rows(map(tuple, result)) if (f"<https://w3id.org/seutu/id/{old}>",) in row
    ] == []
