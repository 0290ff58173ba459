"""Listening to one source or layer, and dropping a layer: what goes, what stays, and how a day is answered."""

from datetime import date

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu import Workspace
from seutu.answer import nearest
from seutu.errors import ParameterError, SeutuError, UnknownName
from seutu.rdf.model import Term
from seutu.rdf.namespaces import PREFIXES, expand
from seutu.workspace import scope
from tests.loading import ROOT

TURTLE = """
graph:stated seutu:holdsLayer layer:stated .
graph:read seutu:holdsLayer layer:read .
GRAPH graph:stated {
    statement:a a seutu:Tie ; seutu:modality modality:asserted ; seutu:evidence line:1 .
    statement:e a seutu:Tie ; seutu:modality modality:asserted ; seutu:evidence line:1 , source:two .
    body:b skos:prefLabel "b"@en ; seutu:namedIn line:1 , source:two .
}
GRAPH graph:read {
        reading:r a seutu:Reading ; seutu:modality modality:implied ;
        seutu:reads statement:a , body:b ; seutu:evidence line:1 , source:two .
    reading:q a seutu:Reading ; seutu:modality modality:implied ;
        seutu:reads statement:a ; seutu:evidence line:1 .
    statement:c a seutu:Tie ; seutu:modality modality:implied ;
        seutu:underReading reading:q ; seutu:evidence source:two .
    statement:d a seutu:Tie ; seutu:modality modality:implied ;
        seutu:premise statement:c ; seutu:evidence source:two .
    gap:g a seutu:Gap ; seutu:gapAbout body:b ; seutu:gapIn source:one .
    gap:h a seutu:Gap ; seutu:gapAbout statement:a ; seutu:gapIn source:two .
}
GRAPH graph:sources {
    line:1 seutu:inSource source:one .
    line:9 seutu:inSource source:two .
}
"""
LINES = "https://w3id.org/seutu/id/source/one/line/"


def world() -> ox.Store:
    store = ox.Store()
    prefixes = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    text = f"{prefixes}@prefix line: <{LINES}> .\n{TURTLE}"
    store.load(text.encode(), format=ox.RdfFormat.TRIG)
    return store


def node(curie: str) -> ox.NamedNode:
    return ox.NamedNode(expand(curie, {"line": LINES}))


def left(part: scope.Scope) -> tuple[set[Term], ox.Store]:
    store = world()
    before = set(store)
    gone = part.outside(store)
    assert set(store) == before, "the store is only read"
    assert gone <= before
    rest = ox.Store()
    rest.extend(before - gone)
    return {quad.subject for quad in rest}, rest


def has(store: ox.Store, subject: str, predicate: str, value: str) -> bool:
    pattern = (node(subject), node(predicate), node(value), None)
    return next(store.quads_for_pattern(*pattern), None) is not None


def test_a_layer_is_heard_alone_and_names_stay() -> None:
    subjects, rest = left(scope.of_layer(node("layer:read"), "read"))
    assert node("statement:a") not in subjects
    assert {node("reading:r"), node("statement:c"), node("body:b"), node("gap:g")} <= subjects
    # Who is not listened to names nothing either.
    assert not has(rest, "body:b", "seutu:namedIn", "line:1")


def test_gaps_stay_whatever_layer_is_heard() -> None:
    subjects, _ = left(scope.of_layer(node("layer:stated"), "stated"))
    assert {node("gap:g"), node("gap:h"), node("statement:a")} <= subjects
    assert node("reading:r") not in subjects


def test_a_source_is_heard_alone_in_what_rests_on_several() -> None:
    subjects, rest = left(scope.of_source(node("source:two"), "two"))
    assert {node("statement:a"), node("reading:q"), node("gap:g"), node("line:1")} & subjects == set()
    assert {
        node("statement:e"),
        node("statement:c"),
        node("gap:h"),
        node("line:9"),
        node("body:b"),
    } <= subjects
    assert has(rest, "statement:e", "seutu:evidence", "source:two")
    assert not has(rest, "statement:e", "seutu:evidence", "line:1")
    assert has(rest, "body:b", "seutu:namedIn", "source:two")


@pytest.mark.parametrize("whom", ["source:one", "source:two"])
def test_what_is_read_out_of_two_sources_is_said_by_neither(whom: str) -> None:
    subjects, _ = left(scope.of_source(node(whom), whom))
    assert node("reading:r") not in subjects


def test_a_source_is_heard_by_its_lines() -> None:
    subjects, _ = left(scope.of_source(node("source:one"), "one"))
    assert {node("statement:a"), node("reading:q"), node("gap:g"), node("line:1")} <= subjects
    assert {node("statement:c"), node("gap:h"), node("line:9")} & subjects == set()


def test_what_rests_on_a_dropped_layer_goes_with_it() -> None:
    subjects, rest = left(scope.without([node("layer:stated")], "stated"))
    gone = {node(name) for name in ("statement:a", "reading:q", "statement:c", "statement:d", "gap:h")}
    assert gone & subjects == set()
    # A reading that is about something else too stays, and says no more than it can.
    assert {node("reading:r"), node("body:b"), node("gap:g")} <= subjects
    assert not has(rest, "reading:r", "seutu:reads", "statement:a")
    assert has(rest, "reading:r", "seutu:reads", "body:b")


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT)


@pytest.mark.parametrize("whom", ["s18", "source:s18", "Wikipedia: Kunta- ja palvelurakenneuudistus"])
def test_a_source_is_named_by_its_id_curie_or_label(workspace: Workspace, whom: str) -> None:
    answer = workspace.ask("dates", "fi", according_to=whom)
    assert {str(passage) for row in answer.rows for passage in row.evidence} == {f"<{expand('source:s18')}>"}
    assert answer.basis("en") == "For all dates; according to Wikipedia: Kunta- ja palvelurakenneuudistus."


@pytest.mark.parametrize("whom", ["context", "konteksti", "kontext", "layer:context"])
def test_a_layer_is_named_in_any_language(workspace: Workspace, whom: str) -> None:
    answer = workspace.ask("affiliations", "sv", according_to=whom)
    assert {row.cells[answer.columns.index("layer")] for row in answer.rows} == {node("layer:context")}
    assert answer.basis("sv") == "Enligt skiktet ”kontext”."


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_both_engines_listen_alike(workspace: Workspace, engine: str) -> None:
    asked = workspace.ask("timeline", according_to="jamsa-deck", engine=engine)
    assert {row.evidence for row in asked.rows}
    sources = {str(passage) for row in asked.rows for passage in row.evidence}
    assert all("jamsa-deck/line" in source for source in sources)


WRONG = {
    "s99": "No source or layer 's99'. Did you mean",
    "Jämsä": "'Jämsä' is neither a source nor a layer",
    "": "No source or layer ''",
    "modality:asserted": "neither a source nor a layer",
}


@pytest.mark.parametrize("whom", WRONG)
def test_who_is_neither_source_nor_layer_is_refused(workspace: Workspace, whom: str) -> None:
    with pytest.raises((ParameterError, UnknownName)) as refusal:
        workspace.ask("dates", according_to=whom)
    assert WRONG[whom] in str(refusal.value)


@pytest.mark.parametrize(("layer", "says"), [("nothing", "No source or layer"), ("s18", "is not a layer")])
def test_only_layers_can_be_dropped(workspace: Workspace, layer: str, says: str) -> None:
    with pytest.raises(SeutuError) as refusal:
        workspace.without(layer)
    assert says in str(refusal.value)


def test_without_asking_the_basis_says_all(workspace: Workspace) -> None:
    assert (
        workspace.ask("roles").basis("fi")
        == "Kaikilta ajoilta; kaikkien lähteiden mukaan, kaikissa kerroksissa."
    )
    assert workspace.ask("kinds").basis() == "According to all sources, in all layers."
    assert (
        workspace.ask("roles", on="2008-01-01")
        .basis("sv")
        .startswith("Läget 1 januari 2008; enligt alla källor")
    )


# --- The nearest time ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "told", "period"),
    [
        ("2001-12-31", "31 December 2001", "2002-2006"),
        ("2011-01-01", "1 January 2011", "2007-2010"),
        ("2006-12-31", "31 December 2006", None),
    ],
)
def test_roles_outside_their_periods_are_not_stated_but_the_nearest_is(
    workspace: Workspace, day: str, told: str, period: str | None
) -> None:
    answer = workspace.ask("roles", on=day)
    assert (answer.nearest is None) == (period is None)
    if answer.nearest is not None:
        at = answer.columns.index("period")
        assert {row.cells[at] for row in answer.nearest.rows} == {node(f"period:{period}")}
        assert f"not stated for this day ({told}); known nearest:" in answer.render()
        assert answer.render("csv").count("\n") == 1, "machines get what is stated, and no more"


def test_undated_functions_say_that_they_are_not_stated_for_the_day(workspace: Workspace) -> None:
    answer = workspace.within({"case": "jamsa"}).ask("who-decides", on="2008-06-30")
    periods = [str(row.cells[answer.columns.index("period")]) for row in answer.rows]
    assert periods.count(f"<{expand('answer:not-stated-for-day')}>") == 5
    assert answer.nearest is None


PERIODS = {
    "past": ("2002-01-01", "2006-12-31"),
    "next": ("2007-01-01", "2010-12-31"),
    "open": ("2015-01-01", None),
}
FIRST_DAY, LAST_DAY = node("seutu:firstDay"), node("seutu:lastDay")


def calendar() -> ox.Store:
    store = ox.Store()
    for name, (first, last) in PERIODS.items():
        for bound, day in ((FIRST_DAY, first), (LAST_DAY, last)):
            if day:
                store.add(ox.Quad(node(f"period:{name}"), bound, ox.Literal(day)))
    return store


def distance(name: str, day: date) -> int:
    first, last = PERIODS[name]
    before = (date.fromisoformat(first) - day).days
    after = (day - date.fromisoformat(last)).days if last else 0
    return max(0, before, after)


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)))
def test_nearest_is_the_least_number_of_days_away(day: date) -> None:
    found = nearest.closest(calendar(), [node(f"period:{name}") for name in PERIODS], day)
    least = min(distance(name, day) for name in PERIODS)
    assert found == {node(f"period:{name}") for name in PERIODS if distance(name, day) == least}


def test_what_has_no_days_is_never_nearest() -> None:
    assert (
        nearest.closest(calendar(), [None, ox.Literal("2002"), node("answer:not-stated")], date(2002, 1, 1))
        == set()
    )
    assert not nearest.has_days(calendar(), [None, node("answer:not-stated")])
    assert nearest.has_days(calendar(), [None, node("period:open")])
