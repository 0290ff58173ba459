"""The context layer: all of it is cited, none of it is taken for what the deck says, and any layer can be dropped."""

from functools import cache

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.namespaces import expand
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
            ?one seutu:layer layer:context ; seutu:evidence ?source .
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
    assert all("/data/jamsa/" in graph for graph in graphs)


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
        question = workspace().questions[name]
        at = question.variables.index("layer") if "layer" in question.variables else None
        kept = [
            cells
            for cells in workspace().ask(name).solutions
            if at is not None and cells[at] is not None and not str(cells[at]).endswith(f"/{layer}>")
        ]
        left = dropped(layer).ask(name).solutions
        assert {cells for cells in left if at is None or cells[at] is not None} <= set(
            workspace().ask(name).solutions
        )
        if layer != "stated":
            assert {cells for cells in kept if str(cells[at or 0]).endswith("/stated>")} <= set(left), name


def test_an_inference_goes_with_its_premise() -> None:
    inferred = expand("statement:kuhmoinen-in-sub-region-2001-2006")
    assert f"<{inferred}>" in statements(workspace(), "read")
    assert f"<{inferred}>" not in statements(dropped("context"), "read")
    assert "<" + expand("statement:services-reform-2006-2007") + ">" not in statements(
        dropped("stated"), "read"
    )
