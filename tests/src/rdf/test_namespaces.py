"""CURIE to IRI and back."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.errors import UnknownName
from seutu.rdf.namespaces import BASE, PREFIXES, compact, expand

CHARACTERS = st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters='<>"{}|^`\\')


def test_ours_lie_below_the_base() -> None:
    assert PREFIXES["seutu"] == "https://w3id.org/seutu/ont#" == BASE + "ont#"
    assert PREFIXES["function"] == BASE + "concept/function/"
    assert PREFIXES["person"] == BASE + "id/person/"


def test_no_two_prefixes_share_a_namespace() -> None:
    assert len(set(PREFIXES.values())) == len(PREFIXES)


def test_the_table_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        PREFIXES["x"] = "y"  # type: ignore[index]


@pytest.mark.parametrize(
    ("iri", "curie"),
    [
        (BASE + "ont#Programme", "seutu:Programme"),
        (BASE + "id/source/deck/line/3", "<https://w3id.org/seutu/id/source/deck/line/3>"),
        ("http://www.w3.org/2001/XMLSchema#date", "xsd:date"),
        ("http://example.org/x", "<http://example.org/x>"),
        (BASE + "id/person/", "person:"),
        (BASE + "id/person/x.", "<https://w3id.org/seutu/id/person/x.>"),
        (BASE + "id/person/käyttäjä-1.a", "person:käyttäjä-1.a"),
    ],
)
def test_there_and_back(iri: str, curie: str) -> None:
    assert compact(iri) == curie
    assert expand(curie) == iri


def test_the_longest_namespace_wins() -> None:
    line = {"line": BASE + "id/source/deck/line/"}
    assert compact(BASE + "id/source/deck/line/3", line) == "line:3"
    assert expand("line:3", line) == BASE + "id/source/deck/line/3"


def test_the_table_wins_over_a_file() -> None:
    assert expand("seutu:X", {"seutu": "http://x/"}) == BASE + "ont#X"
    assert compact("http://x/X", {"seutu": "http://x/"}) == "<http://x/X>"


def test_an_unknown_prefix_is_told() -> None:
    with pytest.raises(UnknownName, match=r"No prefix 'setu'. Did you mean 'seutu'"):
        expand("setu:Programme")


@given(st.sampled_from([*PREFIXES.values(), "http://example.org/"]), st.text(CHARACTERS))
def test_what_is_shortened_expands_to_itself(namespace: str, local: str) -> None:
    assert expand(compact(namespace + local)) == namespace + local


@given(st.sampled_from(sorted(PREFIXES)), st.text(CHARACTERS))
def test_a_curie_can_be_written_into_turtle(prefix: str, local: str) -> None:
    curie = compact(PREFIXES[prefix] + local)
    try:
        iri = ox.NamedNode(PREFIXES[prefix] + local)
    except ValueError:
        return
    head = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())
    parsed = list(ox.parse(f"{head}{curie} a {curie} .", format=ox.RdfFormat.TURTLE))
    assert [quad.subject for quad in parsed] == [iri]
