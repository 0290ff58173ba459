"""Files put into units: what refers to what stays together, and what all refer to is common."""

from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.validation import units
from seutu.validation.units import Division, Index, divide, index_of, number

ONTOLOGY = "ontology/o.ttl"


@pytest.fixture(autouse=True)
def _one_group_is_a_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "HUB_FOLDERS", 1)
    monkeypatch.setattr(units, "MAX_EXTENSIONS", 0)
    monkeypatch.setattr(units, "MIN_UNIT", 1)
    monkeypatch.setattr(units, "MAX_UNIT", 1)


def quads(text: str) -> list[ox.Quad]:
    return list(ox.parse(text.replace("~", "x:"), format=ox.RdfFormat.N_QUADS))


def indexed(files: Mapping[str, str]) -> dict[str, tuple[int, Index]]:
    """Files given as ``thing: other other`` lines: what they describe, and what that refers to."""
    found = {}
    for path, text in files.items():
        lines = []
        for line in text.splitlines():
            thing, _, others = line.partition(":")
            lines += [f"<x:{thing.strip()}> <x:p> <x:{other}> ." for other in others.split()] or [
                f'<x:{thing.strip()}> <x:p> "text" .'
            ]
        found[path] = (len(text), index_of(quads("\n".join(lines))))
    return found


def divided(files: Mapping[str, str], together: Iterable[Sequence[str]] = ()) -> Division:
    return divide(indexed({ONTOLOGY: "term:", **files}), [ONTOLOGY], together)


def test_what_refers_to_each_other_is_together_and_the_rest_apart() -> None:
    found = divided({"a": "a1: b1", "b": "b1:", "c": "c1: term", "d": "d1: c1"})
    assert found.units == (("a", "b"), ("c", "d"))
    assert found.common == (ONTOLOGY,)


def test_what_describes_one_thing_is_together() -> None:
    assert divided({"a": "one:", "b": "one:", "c": "other:"}).units == (("a", "b"), ("c",))


def test_a_thing_that_no_file_describes_keeps_nobody_together() -> None:
    found = divided({"a": "a1: far", "b": "b1: far"})
    assert found.units == (("a",), ("b",))
    assert found.shared == (frozenset({number(ox.NamedNode("x:far")), *PREDICATE}),) * 2


PREDICATE = {number(ox.NamedNode("x:p"))}


def test_what_many_refer_to_is_common_with_what_it_refers_to() -> None:
    found = divided({name: f"{name}1: hub" for name in "abcd"} | {"hub": "hub: base", "base": "base:"})
    assert found.common == ("base", "hub", ONTOLOGY)
    assert found.units == (("a",), ("b",), ("c",), ("d",))


def test_a_file_with_terms_is_common() -> None:
    files = indexed({ONTOLOGY: "term:", "a": "a1:", "b": "b1:"})
    subclass = "<x:sub> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <x:term> ."
    files["b"] = (10, index_of(quads(subclass)))
    assert divide(files, [ONTOLOGY]).common == ("b", ONTOLOGY)


def test_what_is_put_together_stays_together() -> None:
    assert divided({"a": "a1:", "b": "b1:", "c": "c1:"}, [("c", "a")]).units == (("a", "c"), ("b",))


def test_small_groups_share_a_unit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(units, "MAX_UNIT", 1000)
    monkeypatch.setattr(units, "MIN_UNIT", 1000)
    assert divided({"a": "a1:", "b": "b1:"}).units == (("a", "b"),)


names = st.sampled_from("abcdef")


@given(st.dictionaries(names, st.lists(names, max_size=3), min_size=1))
def test_no_unit_refers_to_another(references: Mapping[str, Sequence[str]]) -> None:
    files = {name: f"{name}: {' '.join(others)}" for name, others in references.items()}
    found = divided(files)
    place = {path: unit for unit in found.units for path in unit}
    assert sorted([*found.common, *place]) == sorted([ONTOLOGY, *files])
    for name, others in references.items():
        for other in others:
            if other in place:
                assert place.get(name) == place[other]


@given(st.dictionaries(names, st.lists(names, max_size=3), min_size=1))
def test_an_index_survives_as_bytes(references: Mapping[str, Sequence[str]]) -> None:
    for _, index in indexed(
        {name: f"{name}: {' '.join(others)}" for name, others in references.items()}
    ).values():
        assert Index.of_bytes(index.to_bytes()) == index
