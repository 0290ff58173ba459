"""What RDF 1.2 has and RDF 1.1 has not, and the line where it stands."""

import pyoxigraph as ox
import pytest

from seutu.rdf.readers import newer

A, P = ox.NamedNode("urn:a"), ox.NamedNode("urn:p")
TTL, XML = ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML


def test_the_kind_of_what_is_held_is_named() -> None:
    plain = ox.Quad(A, P, ox.Literal("x", language="fi"))
    about = ox.Quad(A, P, ox.Triple(A, P, A))
    directed = ox.Quad(A, P, ox.Literal("x", language="ar", direction=ox.BaseDirection.RTL))
    assert [str(newer.feature_of([plain, quad])) for quad in (plain, about, directed)] == [
        "",
        "a triple term",
        "a text with a base direction",
    ]


@pytest.mark.parametrize(
    ("text", "fmt", "line"),
    [
        ('<urn:a> <urn:p> "<<" .\n# {|\n<urn:a> <urn:p> <<( <urn:a> <urn:p> 1 )>> .', TTL, 3),
        ("<urn:a> <urn:p> 1\n{| <urn:q> 2 |} .", TTL, 2),
        ('\n\n<urn:a> <urn:p> "x"@ar--rtl .', TTL, 3),
        ('<x\nits:dir="rtl"/>', XML, 2),
        ("<urn:a> <urn:p> '<<' .", TTL, None),
    ],
)
def test_the_line_of_the_first_mark_outside_strings_and_comments(
    text: str, fmt: ox.RdfFormat, line: int | None
) -> None:
    assert newer.line_of(text, fmt) == line


def test_a_file_without_a_mark_holds_none() -> None:
    assert not newer.may_be_rdf12(b'<urn:a> <urn:p> "x"@fi .')
    assert newer.may_be_rdf12(b'<urn:a> <urn:p> "<<" .'), "it may, until it is read"
    assert newer.may_be_rdf12("<<".encode("utf-16")), "its marks are written in other bytes"
