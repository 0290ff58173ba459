"""How far all that a workspace is asked sees, as its rules, checks and shapes declare."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.query.locality import Meeting, Side
from seutu.rdf.namespaces import expand
from seutu.validation import units
from seutu.validation.survey import Survey, survey_of
from seutu.workspace.contents import Contents
from tests.helpers import small

CHECK, RULE = "queries/checks/no-evidence.rq", "queries/rules/10-superclass.rq"
FORWARD = {name: f"# locality: forward\n{small.FILES[name]}" for name in (CHECK, RULE)}
QUERY = """
shape:Role sh:sparql shape:Role-query .
shape:Role-query a sh:SPARQLConstraint ;
    sh:select "SELECT $this { $this <https://w3id.org/seutu/ont#from> ?value }" %s .
"""
IRIS = st.frozensets(st.sampled_from(["urn:a", "urn:b", "urn:c"]))
SIDES = st.builds(Side, IRIS, IRIS, IRIS)
GROUPS = st.lists(st.lists(st.builds(Meeting, SIDES, SIDES), max_size=2).map(tuple), max_size=3).map(tuple)


def survey(folder: Path, changed: dict[str, str]) -> Survey | None:
    return survey_of(Contents(small.write(folder, {**FORWARD, **changed})))


def test_what_sees_forward_alone_meets_nothing(tmp_path: Path) -> None:
    found = survey(tmp_path, {})
    assert found
    assert (found.groups, found.meetings, found.absent) == ((), (), frozenset())
    assert units.number(ox.NamedNode(expand("seutu:evidence"))) in found.named
    assert units.number(ox.NamedNode("urn:not-named")) not in found.named


def test_what_meets_or_asks_for_absence_is_named(tmp_path: Path) -> None:
    locality = "# locality: absent, meets seutu:inSource = seutu:evidence/seutu:inSource\n"
    found = survey(tmp_path, {CHECK: locality + small.CHECK})
    assert found
    assert found.absent == {"no-evidence"}
    assert [meeting.one.last for meeting in found.meetings] == [{expand("seutu:inSource")}]


@pytest.mark.parametrize("name", [CHECK, RULE])
def test_a_query_without_a_locality_sees_everything(tmp_path: Path, name: str) -> None:
    assert survey(tmp_path, {name: small.FILES[name]}) is None


@pytest.mark.parametrize(("declared", "known"), [('; seutu:locality "forward"', True), ("", False)])
def test_the_query_of_a_shape_declares_its_locality_too(tmp_path: Path, declared: str, known: bool) -> None:
    assert (survey(tmp_path, {"shapes/body.ttl": small.SHAPES + QUERY % declared}) is not None) == known


@pytest.mark.parametrize("text", ["BIND(IRI(?x) AS ?y)", "?x <urn:\\u0061> ?y"])
def test_a_query_that_names_what_its_words_do_not_sees_everything(tmp_path: Path, text: str) -> None:
    check = FORWARD[CHECK].replace("FILTER NOT", f"{text}\n  FILTER NOT")
    assert survey(tmp_path, {CHECK: check}) is None


def test_a_shape_that_follows_statements_backwards_sees_everything(tmp_path: Path) -> None:
    shape = "shape:Body-name sh:not [ sh:path [ sh:inversePath seutu:holder ] ; sh:minCount 1 ] .\n"
    assert survey(tmp_path, {"shapes/body.ttl": small.SHAPES + shape}) is None


@given(GROUPS, st.frozensets(st.text(max_size=5)), st.frozensets(st.integers(0, 2**64)))
def test_sights_are_read_as_they_were_written(
    groups: tuple[tuple[Meeting, ...], ...], absent: frozenset[str], named: frozenset[int]
) -> None:
    made = Survey(groups, absent, named)
    assert Survey.of_bytes(made.to_bytes()) == made
