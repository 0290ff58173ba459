"""Faults that a parser finds, as one sentence with a remedy and a line."""

import pyoxigraph as ox
import pytest

from seutu.errors import InputError
from seutu.rdf.readers import faults

TTL, XML, JSON = ox.RdfFormat.TURTLE, ox.RdfFormat.RDF_XML, ox.RdfFormat.JSON_LD
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
HEAD = f'<rdf:RDF xmlns:rdf="{RDF}">\n'


def told(text: str, fmt: ox.RdfFormat) -> str:
    """What is said of the fault for which the parser itself refuses a text."""
    with pytest.raises(SyntaxError) as refused:
        list(ox.parse(text, format=fmt))
    with pytest.raises(InputError) as caught:
        faults.explain(refused.value, text, fmt, "a.file")
    return str(caught.value)


@pytest.mark.parametrize(
    ("text", "fmt", "line", "words"),
    [
        ("\nseutu:x a 1 .", TTL, 2, "declare it at the top: @prefix seutu: <https://w3id.org/seutu/ont#>"),
        ("\n\nodd:x a 1 .", TTL, 3, "declare it at the top: @prefix odd: <its namespace>"),
        ("<a> <urn:p> 1 .", TTL, 1, "an IRI is relative and the file declares no base"),
        ("<urn:a> <urn:p> 1 .\n;", TTL, 2, "correct the Turtle here or just before"),
        (f"{HEAD}\n<rdf:Description>\n</rdf:RDF>", XML, 4, "correct the RDF/XML here or just before"),
        (
            f"{HEAD}<skos:x/></rdf:RDF>",
            XML,
            2,
            'declare it at the top: xmlns:skos="http://www.w3.org/2004/02/skos/core#"',
        ),
        (
            '{"@context": "https://example.org/c"}',
            JSON,
            None,
            "its @context lies on the network, which is not read",
        ),
    ],
)
def test_a_fault_has_a_line_and_a_remedy(text: str, fmt: ox.RdfFormat, line: int | None, words: str) -> None:
    sentence = told(text, fmt)
    assert words in sentence
    assert sentence.startswith(f"a.file:{line}" if line else "a.file:")
    assert "\n" not in sentence


def test_a_literal_without_the_tag_that_it_needs_has_its_line() -> None:
    value = ox.Literal("x", datatype=ox.NamedNode(f"{RDF}dirLangString"))
    text = f'{{"urn:p":\n{{"@value": "x", "@type": "{RDF}dirLangString"}}}}'
    with pytest.raises(
        InputError, match=r"a\.file:2: a value has the datatype rdf:dirLangString and no language"
    ):
        faults.untagged(value, text, JSON, "a.file")


def test_a_token_that_is_too_long_has_its_line() -> None:
    with pytest.raises(InputError, match=r"a\.file:2: .*longer than the N-Triples parser holds \(16 MiB\)"):
        faults.too_long(MemoryError("buffer full"), "\n" + "x" * 4_000_000, ox.RdfFormat.N_TRIPLES, "a.file")


def test_another_want_of_memory_stays_what_it_is() -> None:
    with pytest.raises(MemoryError):
        faults.too_long(MemoryError("no room"), "", TTL, "a.file")
