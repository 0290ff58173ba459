"""The context layer: all of it is cited, none of it is taken for what the deck says, and any layer can be dropped."""

from functools import cache

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.answer.rows import Cells
from seutu.rdf.namespaces import expand
from tests.loading import ROOT

LAYERS = ("stated", "read", "context")
DECK = "https://w3id.org/seutu/id/source/jamsa-deck"


@cache
def workspace() -> Workspace:
    return Workspace.open(ROOT)


@cache
def dropped(layer: str) -> Workspace:
    return workspace().without(layer)


def column(space: Workspace, text: str) -> list[str]:
    result = space.query(text)
    assert isinstance(result, ox.QuerySolutions)
    return [str(row[0]) for row in result]


def statements(space: Workspace, layer: str) -> set[str]:
    return set(column(space, f"SELECT ?one {{ ?one seutu:layer layer:{layer} }}"))


def test_there_is_a_context() -> None:
    assert len(statements(workspace(), "context")) > 100


def test_every_statement_of_the_context_cites_a_source_that_can_be_found() -> None:
    cited = """
        SELECT ?one {
            ?one seutu:layer layer:context ; seutu:evidence/seutu:inSource? ?source .
            ?source a seutu:Source ; dcterms:bibliographicCitation ?citation .
        }
    """
    assert set(column(workspace(), cited)) == statements(workspace(), "context")


def test_no_statement_of_the_context_rests_on_the_deck() -> None:
    resting = f"SELECT ?one {{ ?one seutu:layer layer:context ; seutu:evidence/seutu:inSource? <{DECK}> }}"
    assert column(workspace(), resting) == []


def test_nothing_of_the_context_stands_in_the_stated_layer() -> None:
    stated = """
        SELECT ?subject {
            ?graph seutu:holdsLayer layer:stated .
            GRAPH ?graph { ?subject ?property ?value }
            ?value a seutu:Source .
            MINUS { ?line seutu:inSource ?value }
        }
    """
    assert column(workspace(), stated) == []
    graphs = set(column(workspace(), "SELECT ?graph { ?graph seutu:holdsLayer layer:stated }"))
    assert graphs
    assert not any("/data/finland/" in graph for graph in graphs)


def test_what_is_read_from_the_context_names_its_premises() -> None:
    without = """
        SELECT ?reading {
            ?reading a seutu:Reading ; seutu:evidence ?source .
            ?source a seutu:Source .
            MINUS { ?reading seutu:premise ?premise }
            MINUS { ?reading seutu:confidence confidence:unrated }
        }
    """
    assert column(workspace(), without) == []


def test_what_is_read_is_not_asserted() -> None:
    asserted = "SELECT ?one { ?one seutu:layer layer:read ; seutu:modality modality:asserted }"
    assert column(workspace(), asserted) == []


def test_a_gap_in_a_page_says_how_much_of_it_was_read() -> None:
    """Of a web page only the opening was read, and of one only titles; files were read as a whole."""
    files = "source:s19 , source:s19b , source:s20 , source:s21 , source:s22 , source:s23 , source:s24"
    silent = f"""
        SELECT ?gap {{
            ?gap seutu:gapIn ?page ; skos:prefLabel ?label .
            ?page dcterms:bibliographicCitation ?citation .
            FILTER(?page NOT IN ({files}))
            FILTER(!REGEX(?label, "luettiin vain|lästes bara|lästes)|was read|were read"))
            # That numbers cannot be compared is no silence.
            MINUS {{ ?gap seutu:aspect aspect:comparability }}
        }}
    """
    assert column(workspace(), silent) == []


def test_no_correspondence_is_exact_where_the_source_only_lists_the_other() -> None:
    assert column(workspace(), "SELECT ?one { ?one seutu:matchProperty skos:exactMatch }") == []


def test_a_text_before_an_event_is_no_source_for_it() -> None:
    """A succession cites nothing that was issued before the day on which it took place."""
    early = """
        SELECT ?one {
            ?one a seutu:Succession ; seutu:during/seutu:firstDay ?day ; seutu:evidence/dcterms:issued ?issued .
            FILTER(SUBSTR(STR(?issued), 1, 4) < SUBSTR(STR(?day), 1, 4))
        }
    """
    assert column(workspace(), early) == []


def test_the_name_of_jamk_is_given_by_its_reading_alone() -> None:
    assert column(workspace(), "SELECT ?name { party:jamk skos:altLabel ?name }") == []


def test_every_source_that_is_listed_is_cited() -> None:
    uncited = """
        SELECT ?source {
            ?source a seutu:Source .
            MINUS { ?anything seutu:evidence|seutu:namedIn|seutu:wouldStandAt|dcterms:source ?source }
            MINUS { ?passage seutu:inSource ?source }
        }
    """
    assert column(workspace(), uncited) == []


def test_the_region_of_the_deck_is_nowhere_the_same_as_the_sub_region() -> None:
    linked = """
        SELECT ?link {
            { region:jamsan-seutu ?link region:jamsan-seutukunta }
            UNION { region:jamsan-seutukunta ?link region:jamsan-seutu }
        }
    """
    assert column(workspace(), linked) == []


@pytest.mark.parametrize("layer", LAYERS)
def test_rest_still_holds_when_a_layer_is_dropped(layer: str) -> None:
    report = dropped(layer).validate()
    assert [finding for finding in report.findings if finding.severity == "violation"] == []
    assert statements(dropped(layer), layer) == set()


@pytest.mark.parametrize("layer", LAYERS)
def test_rest_still_answers_when_a_layer_is_dropped(layer: str) -> None:
    others = [other for other in LAYERS if other != layer]
    for other in others:
        left = statements(dropped(layer), other)
        assert left
        assert left <= statements(workspace(), other)


@pytest.mark.parametrize("layer", LAYERS)
def test_answers_shrink_by_what_is_dropped_and_by_nothing_else(layer: str) -> None:
    """Every row that a question gives by statements of other layers alone is still given."""
    for name in ("steering", "codes", "affiliations", "roles", "situation", "region-municipalities", "dates"):
        variables = workspace().questions[name].variables
        at = variables.index("layer") if "layer" in variables else None
        everything, left = own_rows(workspace(), name), own_rows(dropped(layer), name)
        assert {cells for cells in left if at is None or cells[at] is not None} <= everything
        if at is not None and layer != "stated":
            assert {cells for cells in everything if str(cells[at]).endswith("/stated>")} <= left, name


def own_rows(space: Workspace, name: str) -> set[Cells]:
    """The rows of an answer without the columns for case, programme and region before its own."""
    own = len(space.questions[name].variables)
    return {cells[-own:] for cells in space.ask(name).solutions}


def test_an_inference_goes_with_its_premise() -> None:
    inferred = expand("statement:kuhmoinen-in-sub-region-2001-2006")
    assert f"<{inferred}>" in statements(workspace(), "read")
    assert f"<{inferred}>" not in statements(dropped("context"), "read")
    assert "<" + expand("statement:services-reform-2006-2007") + ">" not in statements(
        dropped("stated"), "read"
    )


@pytest.mark.parametrize(
    "fact",
    [
        # The programme built on what was approved in autumn 2000; it was not itself decided then.
        "?d seutu:dates programme:ako ; seutu:phase phase:grounds-approved ; seutu:during period:autumn-2000",
        "?p seutu:prepared programme:koko ; seutu:evidence source:s7 , source:s9",
        "?p seutu:prepared act:602-2002 ; seutu:preparedBy bill:he-55-2002",
        "?p seutu:prepared act:1651-2009 ; seutu:preparedBy bill:he-146-2009",
        "statement:act-602-2002-published seutu:qualification 'in issue 92/2002 of the statute book'@en",
        "?b seutu:governedProgramme reform:paras ; seutu:basedOn act:paras",
        "?a a seutu:Aim ; seutu:about reform:paras ; seutu:evidence source:s18",
        "?p seutu:participant region:jamsan-seutu ; seutu:participatesIn programme:ako ; seutu:layer layer:read",
        "statement:jamsa-in-sub-region-2007-2008 seutu:evidence source:s19 , source:s25",
        "statement:jamsankoski-in-sub-region-2007-2008 seutu:evidence source:s19 , source:s25",
        "statement:kuhmoinen-in-sub-region-2007-2008 seutu:evidence source:s19 , source:s25",
        "reading:jamk seutu:reads party:jamk ; seutu:evidence source:s38",
        "statement:deck-made-2007-2008 seutu:evidence source:s18 , source:s19",
    ],
)
def test_what_the_sources_of_the_context_say_is_there(fact: str) -> None:
    assert column(workspace(), f"SELECT (1 AS ?one) {{ {fact} }}") != []


# S17 says what the new ministry inherited, and not that it steered the programme.
@pytest.mark.parametrize(("whom", "rows"), [("s1", [["ministry-of-the-interior", ""]]), ("s17", [])])
def test_a_source_says_its_own_part_of_who_steered(whom: str, rows: list[list[str]]) -> None:
    answer = workspace().ask("steering", according_to=whom)
    at = [answer.columns.index(name) for name in ("body", "period")]
    last = [
        [str(row.cells[index] or "").strip("<>").rpartition("/")[2] for index in at] for row in answer.rows
    ]
    assert last == rows


def test_the_act_of_2002_gives_way_no_earlier_than_its_successor_was_issued() -> None:
    replaced = """
        SELECT ?day {
            ?succession seutu:predecessor act:602-2002 ; seutu:extent extent:whole ; seutu:layer layer:read ;
                seutu:during ?period .
            ?period seutu:firstDay ?day .
            FILTER NOT EXISTS { ?period seutu:ends ?end }
        }
    """
    assert column(workspace(), replaced) == [
        '"2009-12-29"^^<http://www.w3.org/2001/XMLSchema#date>',
    ]


@pytest.mark.parametrize(
    ("about", "aspect"),
    [
        ("statement:population-sub-region-2004", "comparability"),
        ("statement:population-sub-region-2005", "comparability"),
        ("body:jamsek", "which-body"),
        ("network:koko-mal", "date"),
        ("municipality:langelmaki", "identifier"),
    ],
)
def test_a_warning_is_a_gap_that_answers_show(about: str, aspect: str) -> None:
    found = workspace().ask("not-stated", thing=about, aspect=f"aspect:{aspect}")
    assert len(found.rows) >= 1
