"""Where a source does say what the deck leaves out, the answer is what it says, and the silence is gone."""

from dataclasses import dataclass

import pyoxigraph as ox
import pytest

from seutu.inference.closure import closure
from seutu.query import definition
from seutu.query.graphs import Graphs
from seutu.rdf import reading
from seutu.rdf.namespaces import PREFIXES
from tests.questions.asking import plain_rows, workspace

SILENT = (f"<{PREFIXES['answer']}not-stated>",)
GRAPH = ox.NamedNode(PREFIXES["graph"] + "data/filled.ttl")
STATED = "<https://w3id.org/seutu/graph/data/filled.ttl> seutu:holdsLayer layer:stated ."


@dataclass(frozen=True, slots=True)
class Filled:
    """Statements that a source could have made, and the cell in which they must then be read."""

    question: str
    subject: str
    column: str
    value: str
    data: str

    def __str__(self) -> str:
        return f"{self.question}-{self.column}"


FILLED = [
    Filled(
        "region-municipalities",
        "<https://w3id.org/seutu/id/region/jamsan-seutu>",
        "municipality",
        "<https://example.org/town>",
        """statement:new a seutu:RegionMembership ; seutu:region region:jamsan-seutu ;
        seutu:municipality <https://example.org/town> ; seutu:modality modality:asserted ;
        seutu:evidence line:3 .""",
    ),
    Filled(
        "source-authorship",
        "<https://w3id.org/seutu/id/source/jamsa-deck>",
        "value",
        "<https://w3id.org/seutu/id/person/asunmaa>",
        "source:jamsa-deck dcterms:creator person:asunmaa .",
    ),
    Filled(
        "source-authorship",
        "<https://w3id.org/seutu/id/source/jamsa-deck>",
        "value",
        "<https://w3id.org/seutu/id/period/2002-2006>",
        "statement:new a seutu:Dating ; seutu:dates source:jamsa-deck ; seutu:during period:2002-2006 ;"
        " seutu:modality modality:asserted ; seutu:evidence line:3 .",
    ),
    Filled(
        "person-details",
        "<https://w3id.org/seutu/id/person/hakala>",
        "value",
        "Given",
        'person:hakala foaf:givenName "Given" .',
    ),
    Filled(
        "amounts",
        "<https://w3id.org/seutu/id/statement/committed-by-funding>",
        "amount",
        "12.5",
        "statement:committed-by-funding seutu:amount 12.5 .",
    ),
    Filled(
        "foreseen-events",
        "<https://w3id.org/seutu/id/event/single-municipality-founded>",
        "when",
        "<https://w3id.org/seutu/id/period/2007-2010>",
        "statement:new a seutu:Dating ; seutu:dates event:single-municipality-founded ;"
        " seutu:during period:2007-2010 ; seutu:evidence line:49 .",
    ),
    Filled(
        "ties",
        "<https://w3id.org/seutu/id/party/communications-group>",
        "leads_to",
        "<https://w3id.org/seutu/id/network/industrial>",
        "statement:communications-group-tie seutu:tieTo network:industrial .",
    ),
    Filled(
        "who-decides",
        "<https://w3id.org/seutu/id/body/advisory-board>",
        "towards",
        "<https://w3id.org/seutu/id/body/ako>",
        "statement:advisory-board-recommends seutu:towards body:ako .",
    ),
    Filled(
        "commitment",
        "<https://w3id.org/seutu/id/programme/jamsa-ako>",
        "committed",
        "<https://w3id.org/seutu/id/body/city-board>",
        "statement:committed-by-funding seutu:committed body:city-board .",
    ),
    Filled(
        "quotations",
        "<https://w3id.org/seutu/id/person/asunmaa>",
        "when",
        "<https://w3id.org/seutu/id/period/year-2002>",
        "statement:asunmaa-quotation seutu:during period:year-2002 .",
    ),
]


def with_more(data: str) -> Graphs:
    space = workspace()
    turtle = (
        "".join(f"@prefix {prefix}: <{iri}> .\n" for prefix, iri in space.prefixes.items()) + STATED + data
    )

    def fill(store: Graphs) -> None:
        store.extend(space.asserted())
        store.extend(reading.read(turtle.encode(), ox.RdfFormat.TURTLE, GRAPH, "more"))

    return closure(fill, space.rules, space.prefixes)[0]


@pytest.mark.parametrize("filled", FILLED, ids=str)
def test_what_is_said_takes_the_place_of_silence(filled: Filled) -> None:
    question = workspace().questions[filled.question]
    column = question.variables.index(filled.column)

    def values(store: Graphs) -> list[str]:
        result = definition.run(store, question.text, workspace().prefixes)
        assert isinstance(result, ox.QuerySolutions)
        rows = plain_rows(tuple(row) for row in result)
        return [row[column][0] for row in rows if (filled.subject,) in row and row[column]]

    before, after = values(workspace().closed()), values(with_more(filled.data))
    assert filled.value not in before
    assert filled.value in after
    assert after.count(SILENT[0]) < before.count(SILENT[0])


TIMED_GAP = """
period:test a seutu:Period ; seutu:begins "2011"^^xsd:gYear ; seutu:ends "2012"^^xsd:gYear .
gap:test a seutu:Gap ; seutu:gapAbout region:keski-suomi ; seutu:aspect aspect:municipalities ;
    seutu:gapIn source:s21 ; seutu:gapDuring period:test ; seutu:wouldStandAt source:s21 .
"""


@pytest.mark.parametrize(
    ("day", "silent"),
    [("2010-12-31", False), ("2011-01-01", True), ("2012-12-31", True), ("2013-01-01", False)],
)
def test_a_gap_with_a_time_is_silence_for_that_time_alone(day: str, silent: bool) -> None:
    question = workspace().questions["region-municipalities"]
    bindings = workspace().bindings(question, {"on": day, "region": "region:keski-suomi"})
    result = definition.run(with_more(TIMED_GAP), question.text, workspace().prefixes, bindings)
    assert isinstance(result, ox.QuerySolutions)
    assert any(SILENT in row for row in plain_rows(tuple(row) for row in result)) == silent
