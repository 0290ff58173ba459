"""Two sources disagree only where what they say cannot both hold."""

from functools import cache

import pyoxigraph as ox
import pytest

from seutu.query import definition
from seutu.query.graphs import Graphs
from tests.questions.asking import workspace
from tests.questions.test_filled import with_more

DATA = """
period:year-1 a seutu:Period ; seutu:begins "2003"^^xsd:gYear ; seutu:ends "2003"^^xsd:gYear .
period:day-1 a seutu:Period ; seutu:begins "2003-05-01"^^xsd:date ; seutu:ends "2003-05-01"^^xsd:date .
period:day-2 a seutu:Period ; seutu:begins "2004-05-01"^^xsd:date ; seutu:ends "2004-05-01"^^xsd:date .
period:from-1 a seutu:Period ; seutu:begins "2003"^^xsd:gYear .
programme:one a seutu:Programme . programme:two a seutu:Programme . programme:three a seutu:Programme .
programme:four a seutu:Programme .
statement:9 a seutu:Dating ; seutu:dates programme:four ; seutu:phase phase:town ; seutu:during period:year-1 ;
    seutu:qualification "one"@en .
statement:10 a seutu:Dating ; seutu:dates programme:four ; seutu:phase phase:town ; seutu:during period:day-2 ;
    seutu:qualification "another"@en .
statement:1 a seutu:Dating ; seutu:dates programme:one ; seutu:phase phase:founded ; seutu:during period:year-1 .
statement:2 a seutu:Dating ; seutu:dates programme:one ; seutu:phase phase:founded ; seutu:during period:day-1 .
statement:3 a seutu:Dating ; seutu:dates programme:two ; seutu:phase phase:founded ; seutu:during period:year-1 .
statement:4 a seutu:Dating ; seutu:dates programme:two ; seutu:phase phase:founded ; seutu:during period:day-2 .
statement:5 a seutu:Dating ; seutu:dates programme:three ; seutu:phase phase:in-force ; seutu:during period:from-1 .
statement:6 a seutu:Dating ; seutu:dates programme:three ; seutu:phase phase:in-force ; seutu:during period:year-1 .
statement:7 a seutu:Dating ; seutu:dates programme:three ; seutu:phase phase:ended ; seutu:during period:year-1 .
statement:8 a seutu:Participation ; seutu:participatesIn programme:three ; seutu:participant region:keski-suomi ;
    seutu:during period:day-2 .
""" + "".join(
    f"statement:{number} seutu:modality modality:asserted ; seutu:evidence source:s{number} .\n"
    for number in range(1, 11)
)


@cache
def store() -> Graphs:
    return with_more(DATA)


@pytest.mark.parametrize(
    ("programme", "times"), [("one", set()), ("two", {"year-1", "day-2"}), ("three", set()), ("four", set())]
)
def test_two_times_disagree_where_they_cannot_both_hold(programme: str, times: set[str]) -> None:
    question = workspace().questions["disagreements"]
    thing = ox.NamedNode(f"https://w3id.org/seutu/id/programme/{programme}")
    result = definition.run(store(), question.text, workspace().prefixes, {"thing": thing})
    assert isinstance(result, ox.QuerySolutions)
    found = [(row["one"], row["other"]) for row in result]
    assert {term.value.rpartition("/")[2] for row in found for term in row} == times
