"""What has no period of its own is not told for a day after all periods of the programme in which it holds."""

import pyoxigraph as ox
import pytest

from seutu.query import definition
from tests.questions.asking import workspace
from tests.questions.test_filled import with_more

PROGRAMMES = ("ended", "running", "undated")
ROLES = "".join(
    f"""
programme:{one} a seutu:Programme . body:{one} a seutu:Body .
statement:{one} a seutu:DecisionRole ; seutu:body body:{one} ; seutu:function function:decides ;
    seutu:inProgramme programme:{one} ; seutu:modality modality:asserted ; seutu:evidence source:s1 .
"""
    for one in PROGRAMMES
)
PERIODS = """
period:first a seutu:ProgrammePeriod ; seutu:periodOf programme:ended , programme:running ;
    seutu:periodNamedIn source:s1 ; seutu:begins "2003"^^xsd:gYear ; seutu:ends "2009"^^xsd:gYear .
period:second a seutu:ProgrammePeriod ; seutu:periodOf programme:running ;
    seutu:periodNamedIn source:s1 ; seutu:begins "2010"^^xsd:gYear .
"""


@pytest.mark.parametrize(
    ("day", "found"),
    [("2008-06-30", {"ended", "running", "undated"}), ("2015-06-01", {"running", "undated"})],
)
def test_a_role_without_a_period_ends_with_its_programme(day: str, found: set[str]) -> None:
    question = workspace().questions["who-decides"]
    on = ox.Literal(day, datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#date"))
    rows = definition.run(with_more(ROLES + PERIODS), question.text, workspace().prefixes, {"on": on})
    assert isinstance(rows, ox.QuerySolutions)
    bodies = {str(row["body"])[1:-1].rpartition("/")[2] for row in rows}
    assert bodies & set(PROGRAMMES) == found
