"""What a finding says of a class or value that no file has."""

import pyoxigraph as ox
import pytest

from seutu.inference.closure import INFERRED
from seutu.rdf.model import node
from seutu.shacl.report import Finding
from seutu.validation import inferred

TEXT = """\
@prefix ex: <https://example.org/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

ex:speaker rdfs:subPropertyOf ex:concerns ; rdfs:domain ex:Quotation ; rdfs:range ex:Person .
ex:Quotation rdfs:subClassOf ex:Statement .
ex:board a ex:Body ; ex:speaker ex:town ; ex:name "Board" .
"""
BOARD, TOWN = ox.NamedNode("https://example.org/board"), ox.NamedNode("https://example.org/town")
TYPE = str(node("rdf:type"))
FROM = "Wrong. This is inferred from <https://example.org/speaker>."


def store() -> ox.Store:
    found = ox.Store()
    found.load(TEXT, format=ox.RdfFormat.TURTLE)
    for thing, path, value in (
        (BOARD, node("rdf:type"), "Quotation"),
        (BOARD, node("rdf:type"), "Statement"),
        (TOWN, node("rdf:type"), "Person"),
        (BOARD, ox.NamedNode("https://example.org/concerns"), "town"),
    ):
        found.add(ox.Quad(thing, path, ox.NamedNode(f"https://example.org/{value}"), INFERRED))
    return found


@pytest.mark.parametrize(
    ("thing", "path", "value", "said"),
    [
        (BOARD, TYPE, "Quotation", FROM),
        (BOARD, TYPE, "Statement", FROM),
        (TOWN, TYPE, "Person", FROM),
        (BOARD, "<https://example.org/concerns>", "town", FROM),
        (BOARD, TYPE, "Body", "Wrong."),
        (BOARD, "<https://example.org/speaker>", "town", "Wrong."),
        (BOARD, "^<https://example.org/speaker>", "town", "Wrong."),
        (BOARD, None, "town", "Wrong."),
    ],
)
def test_what_no_file_has_is_said_to_be_inferred(
    thing: ox.NamedNode, path: str | None, value: str, said: str
) -> None:
    term = ox.NamedNode(f"https://example.org/{value}")
    finding = Finding(thing, path, term, "a-check", None, "violation", {"en": "Wrong.", "fi": "Väärin."})
    (told,) = inferred.with_origins([finding], store())
    assert told.message("en") == said
    assert told.message("fi").startswith("Väärin.")
