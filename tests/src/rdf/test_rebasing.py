"""Another base: everywhere, whatever the syntax, save what is kept; and what is left is found however it is written."""

import json

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.errors import ParameterError
from seutu.rdf.namespaces import BASE
from seutu.rdf.rebasing import Rebasing

OTHER = "https://example.org/x/"
NAMES = st.text("abcæö-_.~/#?%29", max_size=12)


def test_every_iri_of_ours_changes_and_no_other() -> None:
    text = f"<{BASE}id/body/ako> a <{BASE}ont#Body> ; rdfs:seeAlso <urn:o> ; rdfs:label '{BASE}'"
    expected = f"<{OTHER}id/body/ako> a <{OTHER}ont#Body> ; rdfs:seeAlso <urn:o> ; rdfs:label '{OTHER}'"
    assert Rebasing.to(OTHER).text(text) == expected
    assert Rebasing.to(OTHER).data(text.encode()) == expected.encode()


def test_our_own_base_changes_nothing() -> None:
    rebasing = Rebasing.to(BASE)
    assert not rebasing.changes
    assert rebasing.text(BASE) == BASE
    assert list(rebasing.remaining(BASE.encode())) == []


def test_what_begins_with_a_kept_iri_stays() -> None:
    rebasing = Rebasing.to(OTHER, [f"{BASE}ont#"])
    assert rebasing.text(f"{BASE}ont#Body {BASE}ont {BASE}id/x") == f"{BASE}ont#Body {OTHER}ont {OTHER}id/x"


@pytest.mark.parametrize("end", ["", ">", " ", '"', ". ", ".\n", ")", ","])
def test_a_single_kept_iri_stays(end: str) -> None:
    rebasing = Rebasing.to(OTHER).also_keeping([f"{BASE}id/dataset/jamsa"])
    assert rebasing.text(f"{BASE}id/dataset/jamsa{end}") == f"{BASE}id/dataset/jamsa{end}"
    assert list(rebasing.remaining(f"{BASE}id/dataset/jamsa{end}".encode())) == []


@pytest.mark.parametrize("end", ["/time", "nkoski", ".ttl", "#x", "-2", "%20"])
def test_what_only_begins_like_a_single_kept_iri_changes(end: str) -> None:
    rebasing = Rebasing.to(OTHER).also_keeping([f"{BASE}id/dataset/jamsa"])
    assert rebasing.text(f"{BASE}id/dataset/jamsa{end}") == f"{OTHER}id/dataset/jamsa{end}"


def test_prefixes_follow_their_iris() -> None:
    rebasing = Rebasing.to(OTHER, [f"{BASE}ont#"])
    table = {"seutu": f"{BASE}ont#", "body": f"{BASE}id/body/", "org": "http://www.w3.org/ns/org#"}
    assert rebasing.prefixes(table) == table | {"body": f"{OTHER}id/body/"}


def test_quads_keep_their_graphs_and_datatypes() -> None:
    body, size = ox.NamedNode(f"{BASE}id/body/ako"), ox.NamedNode("http://www.w3.org/ns/dcat#byteSize")
    number = ox.Literal("5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#nonNegativeInteger"))
    quads = [
        ox.Quad(body, size, number, ox.NamedNode(f"{BASE}graph/data/body.ttl")),
        ox.Quad(ox.BlankNode("b"), size, ox.Literal(f'"{BASE}"\n'), ox.DefaultGraph()),
    ]
    assert Rebasing.to(BASE).quads(quads) == quads
    assert Rebasing.to(OTHER).quads(quads) == [
        ox.Quad(
            ox.NamedNode(f"{OTHER}id/body/ako"), size, number, ox.NamedNode(f"{OTHER}graph/data/body.ttl")
        ),
        ox.Quad(ox.BlankNode("b"), size, ox.Literal(f'"{OTHER}"\n'), ox.DefaultGraph()),
    ]


@pytest.mark.parametrize(
    "written",
    [
        f"{BASE}id/x",
        BASE.rstrip("/"),
        json.dumps(BASE).replace("/", "\\/"),
        "graph=https%3A%2F%2Fw3id.org%2Fseutu%2Fid%2Fx",
        "https:&#x2F;&#x2F;w3id.org&#x2F;seutu&#x2F;",
        "see w3id.org/seutu for more",
    ],
)
def test_what_is_left_is_found_however_it_is_written(written: str) -> None:
    assert len(list(Rebasing.to(OTHER).remaining(written.encode()))) == 1


@pytest.mark.parametrize(
    "base",
    [
        *("", "example.org/", "https://example.org/x", "https://example.org", "ftp://x/", "https://a b/"),
        *(
            "https://example.org/x#/",
            "https://u:p@example.org/x/",
            "https://example.org/?x/",
            "HTTPS://x.org/",
        ),
        *("https://x.org/a/../b/", "https://x.org/./", "https://x.org//b/", "https://x.org/100%/"),
        *(
            "https://x.org:99999/",
            "https://x.org:a/",
            "http://[::1/",
            'https://x.org/"/',
            "https://x.org/<b>/",
        ),
    ],
)
def test_a_base_is_a_web_address_that_ends_in_a_slash(base: str) -> None:
    with pytest.raises(ParameterError, match="slash at its end"):
        Rebasing.to(base)


@pytest.mark.parametrize(
    "base",
    [
        *(
            "http://localhost:8080/",
            "https://jämsä.example/x/",
            "https://example.org/my%20data/",
            "http://[::1]:80/",
        ),
        *(
            "https://example.org/a+b,c@d!e*f;g'(h)$1&=~_-./",
            "https://example.org/seutu/",
            "https://x.org/..a/",
        ),
    ],
)
def test_an_odd_base_is_one_too(base: str) -> None:
    assert Rebasing.to(base).text(f"<{BASE}id/x>") == f"<{base}id/x>"


@pytest.mark.parametrize("base", ["http://w3id.org/seutu/", "https://example.org/w3id.org/seutu/"])
def test_a_base_with_ours_in_it_could_not_be_told_from_what_is_left(base: str) -> None:
    with pytest.raises(ParameterError, match="by which the old base is known"):
        Rebasing.to(base)


def test_a_base_within_ours_would_be_replaced_again() -> None:
    with pytest.raises(ParameterError, match="lies within"):
        Rebasing.to(f"{BASE}x/")


def test_what_is_not_ours_need_not_be_kept() -> None:
    with pytest.raises(ParameterError, match="is kept anyway"):
        Rebasing.to(OTHER, ["https://example.org/"])


def test_nothing_is_kept_without_another_base() -> None:
    assert not Rebasing.from_options(None).changes
    assert Rebasing.from_options(OTHER, [f"{BASE}ont#"]) == Rebasing.to(OTHER, [f"{BASE}ont#"])
    with pytest.raises(ParameterError, match="without another --base"):
        Rebasing.from_options(None, [f"{BASE}ont#"])


@given(st.lists(st.tuples(st.booleans(), NAMES), max_size=6), NAMES, NAMES)
def test_nothing_is_left_but_what_is_kept(parts: list[tuple[bool, str]], begin: str, single: str) -> None:
    rebasing = Rebasing.to(OTHER, [f"{BASE}k{begin}"]).also_keeping([f"{BASE}s{single}"])
    text = " ".join((BASE if ours else "https://example.com/") + name for ours, name in parts)
    moved = rebasing.text(text)
    assert list(rebasing.remaining(moved.encode())) == []
    assert moved.replace(OTHER, BASE) == text
    assert rebasing.text(moved) == moved


def test_prefixes_serialise_a_kept_iri_in_full() -> None:
    from seutu.rdf.serialisation import serialise

    rebasing = Rebasing.to(OTHER).also_keeping([f"{BASE}id/dataset/jamsa"])
    was = ox.NamedNode("http://www.w3.org/ns/prov#wasDerivedFrom")
    triple = ox.Triple(ox.NamedNode(f"{OTHER}id/dataset/jamsa"), was, ox.NamedNode(f"{BASE}id/dataset/jamsa"))
    prefixes = rebasing.prefixes({"dataset": f"{BASE}id/dataset/"})
    written = serialise([triple], ox.RdfFormat.TURTLE, prefixes).decode()
    assert f"dataset:jamsa <{was.value}> <{BASE}id/dataset/jamsa>" in written
