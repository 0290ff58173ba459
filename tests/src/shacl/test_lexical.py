"""Numbers in and out of the lexical spaces of their datatypes."""

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.query.graphs import Graphs
from seutu.rdf.namespaces import PREFIXES
from seutu.shacl import lexical
from seutu.validation.checks import validate

HEAD = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix ex: <http://ex/> .
    @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
WELL = {
    "integer": ["0", "-0", "+1", "007", "9" * 40],
    "decimal": ["1.", ".5", "+.5", "-12.50", "0"],
    "double": ["INF", "-INF", "+INF", "NaN", "1e3", "1.5E-7", ".5", "-0"],
    "float": ["INF", "NaN", "12"],
    "byte": ["-128", "127", "007"],
    "unsignedByte": ["0", "255"],
    "long": ["9223372036854775807", "-9223372036854775808"],
    "positiveInteger": ["1", "+1", "9" * 18],
    "nonPositiveInteger": ["0", "-0", "-1"],
    "negativeInteger": ["-1"],
    "nonNegativeInteger": ["0", "-0"],
}
ILL = {
    "integer": ["", " 1", "1 ", "1.0", "abc", "\t1", "1e3", "٣"],
    "decimal": ["", ".", "1 ", " 1", "1e3", "INF"],
    "double": ["inf", "nan", "Infinity", "-inf", "+NaN", " 1", "1 ", "", "1e", "infinity"],
    "float": ["inf", "nan", "INFINITY"],
    "byte": ["-129", "128", "300", "1.0"],
    "unsignedByte": ["-1", "256"],
    "long": ["9223372036854775808", "1" + "0" * 40],
    "positiveInteger": ["0", "-1", "-" + "9" * 40],
    "nonPositiveInteger": ["1"],
    "negativeInteger": ["0"],
    "nonNegativeInteger": ["-1"],
}


def cases(table: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in table.items() for value in values]


def found(shape: str, data: str) -> list[str]:
    shapes = (
        f"{HEAD} ex:S a sh:NodeShape ; sh:targetSubjectsOf ex:p ; sh:property [ sh:path ex:p ; {shape} ] ."
    )
    quads = ox.parse(HEAD + data, format=ox.RdfFormat.TURTLE)
    return [str(one.value) for one in validate(Graphs(quads), shapes.encode()).findings]


def said(name: str, value: str) -> str:
    return f"ex:a ex:p {ox.Literal(value)}^^xsd:{name} ."


@pytest.mark.parametrize(("name", "value"), cases(WELL))
def test_what_is_well_formed_has_its_datatype(name: str, value: str) -> None:
    assert lexical.is_well_formed(value, name)
    assert found(f"sh:datatype xsd:{name}", said(name, value)) == []


@pytest.mark.parametrize(("name", "value"), cases(ILL))
def test_what_is_ill_formed_is_found_as_it_is_written(name: str, value: str) -> None:
    literal = ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + name))
    assert not lexical.is_well_formed(value, name)
    assert found(f"sh:datatype xsd:{name}", said(name, value)) == [str(literal)]
    # What is no number cannot be compared with one (SPARQL 1.1, section 17.2).
    assert found("sh:maxInclusive 1000", said(name, value)) == [str(literal)]


@pytest.mark.parametrize(("name", "value"), [*cases(ILL), *cases(WELL)])
def test_other_constraints_see_its_letters(name: str, value: str) -> None:
    assert found(f"sh:minLength {len(value)} ; sh:maxLength {len(value)}", said(name, value)) == []


@given(
    st.lists(
        st.sampled_from([*cases(WELL), *cases(ILL), ("string", "1 "), ("string", 'say "inf"^^<x> \\')]),
        max_size=8,
    )
)
def test_marks_come_off_again(values: list[tuple[str, str]]) -> None:
    literals = [ox.Literal(value, datatype=ox.NamedNode(PREFIXES["xsd"] + name)) for name, value in values]
    lines = "".join(f"<urn:s> <urn:p{number}> {literal} .\n" for number, literal in enumerate(literals))
    marked = lexical.marked(lines.encode()).decode()
    read = [quad.object for quad in ox.parse(marked, format=ox.RdfFormat.N_TRIPLES)]
    assert [lexical.without_mark(term) for term in read] == literals
    assert [term == literal for term, literal in zip(read, literals, strict=True)] == [
        name == "string" or lexical.is_well_formed(value, name) for name, value in values
    ]
    assert lexical.unmarked(marked) == lines
