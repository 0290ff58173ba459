"""JSON-LD of which all is read, or what would be lost is told."""

import json
from typing import Any

import pyoxigraph as ox
import pytest

from seutu.errors import InputError
from seutu.rdf import reading

GRAPH = ox.NamedNode("http://g/")
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
P = "<http://a> <http://p>"


def read(document: Any) -> set[str]:
    text = document if isinstance(document, str) else json.dumps(document)
    quads = reading.read(text.encode(), ox.RdfFormat.JSON_LD, GRAPH, "x.jsonld")
    first = next((quad.subject.value for quad in quads if isinstance(quad.subject, ox.BlankNode)), "")[:-1]
    return {str(quad.triple).replace(first or "none", "b") for quad in quads}


def about(value: Any, **context: Any) -> dict[str, Any]:
    return {"@context": context, "@id": "http://a", "http://p" if not context else "k": value}


def term(**definition: Any) -> dict[str, Any]:
    return {"k": {"@id": "http://p"} | {f"@{key}": value for key, value in definition.items()}}


READ = [
    (about("x"), {f'{P} "x"'}),
    (about(["x", None, ""]), {f'{P} "x"', f'{P} ""'}),
    (about(True), {f'{P} "true"^^<{XSD}boolean>'}),
    (about(5), {f'{P} "5"^^<{XSD}integer>'}),
    (about(5.5), {f'{P} "5.5E0"^^<{XSD}double>'}),
    (about({"@value": "007", "@type": f"{XSD}int"}), {f'{P} "007"^^<{XSD}int>'}),
    (about({"@value": "x", "@language": "fi"}), {f'{P} "x"@fi'}),
    # A base direction has no place in RDF 1.1, and rdfDirection is null unless it is asked for.
    (about({"@value": "x", "@language": "fi", "@direction": "ltr"}), {f'{P} "x"@fi'}),
    (about({"@value": "x", "@direction": "rtl"}), {f'{P} "x"'}),
    (about("x", **term(), **{"@language": "fi", "@direction": "rtl"}), {f'{P} "x"@fi'}),
    (about({"@value": [1], "@type": "@json"}), {f'{P} "[1]"^^<{RDF}JSON>'}),
    (
        about({"@list": [1]}),
        {f"{P} _:b0", f'_:b0 <{RDF}first> "1"^^<{XSD}integer>', f"_:b0 <{RDF}rest> <{RDF}nil>"},
    ),
    (about({"@id": "http://b"}), {f"{P} <http://b>"}),
    (about("b", **term(type="@id"), **{"@base": "http://x/"}), {f"{P} <http://x/b>"}),
    (about("b", **term(type="@vocab"), **{"@vocab": "http://v/"}), {f"{P} <http://v/b>"}),
    # A map of types, whose objects say which thing they are about (JSON-LD 1.1, 9.11).
    (
        about({"http://T": {"@id": "http://b", "http://q": "x"}}, **term(container="@type")),
        {f"{P} <http://b>", f"<http://b> <{RDF}type> <http://T>", '<http://b> <http://q> "x"'},
    ),
    (
        about({"http://T": [{"@id": "http://b"}, "http://c"]}, **term(container="@type")),
        {f"{P} <http://{x}>" for x in "bc"} | {f"<http://{x}> <{RDF}type> <http://T>" for x in "bc"},
    ),
    (
        about({"http://T": {"@id": "http://b", "@type": "http://U"}}, **term(container="@type")),
        {f"{P} <http://b>", f"<http://b> <{RDF}type> <http://T>", f"<http://b> <{RDF}type> <http://U>"},
    ),
    (
        about({"http://b": {"http://q": "x"}}, **term(container="@id")),
        {f"{P} <http://b>", '<http://b> <http://q> "x"'},
    ),
    (about({"fi": "x", "@none": "y"}, **term(container="@language")), {f'{P} "x"@fi', f'{P} "y"'}),
    (about({"i j": "x"}, **term(container="@index")), {f'{P} "x"'}),
    (
        {"http://p": "x", "@type": "http://T", "@id": "http://a"},
        {f'{P} "x"', f"<http://a> <{RDF}type> <http://T>"},
    ),
    ({"@id": "http://b", "@reverse": {"http://p": {"@id": "http://a"}}}, {f"{P} <http://b>"}),
    ({"@graph": [{"@id": "http://a", "http://p": "x"}]}, {f'{P} "x"'}),
    # What is no term of the context is no statement: JSON-LD is used to make statements of a part of some JSON.
    ({"@id": "http://a", "http://p": "x", "note": "y"}, {f'{P} "x"'}),
    ({"@id": "_:x y", "http://p": "x"}, {'_:b0 <http://p> "x"'}),
]


@pytest.mark.parametrize(("document", "expected"), READ)
def test_all_that_is_said_is_read(document: Any, expected: set[str]) -> None:
    assert read(document) == expected


LOST = [
    ('{\n"@id": "http://a b",\n"http://p": 1}', 2, "'http://a b' is not an IRI"),
    ('{"@id": "http://a",\n"http://p": {"@id": "http://a>b"}}', 2, "'http://a>b' is not an IRI"),
    ('{"@id": "http://a",\n"@type": "http://T U"}', 2, "'http://T U' is not an IRI"),
    ('{"@id": "http://a",\n\n"http://p q": 1}', 3, "'http://p q' is not an IRI"),
    (
        '{"@context": {"e": "http://e/"},\n"@id": "e:a",\n"e:p": {"@id":\n"e:x y"}}',
        4,
        "'http://e/x y' is not an IRI",
    ),
    ('{"@id": "http://a",\n"_:p": 1}', 2, "'_:p' is a blank node"),
    (
        '{"@graph": [{"@id": "http://a",\n"@graph": [{"@id": "http://x y",\n"http://p": 1}]}]}',
        2,
        "is not an IRI",
    ),
    ('{"@id": "http://x y",\n"@graph": [{"@id": "http://a",\n"http://p": 1}]}', 1, "is not an IRI"),
    ('{"http://p":\n{"@value": "x", "@type": "http://x y"}}', 2, "is not an IRI"),
    ('{"http://p":\n{"@value": "x", "@language": "en_US"}}', 2, "'en_US' is not a language tag"),
    (f'{{"http://p":\n{{"@value": "x",\n"@type": "{RDF}langString"}}}}', 3, "no language tag"),
    (f'{{"http://p":\n{{"@value": "x",\n"@type": "{RDF}dirLangStrin\\u0067"}}}}', None, "no language tag"),
    ('{"@id":\n"x", "http://p": 1}', 2, "relative"),
    ('{"@id": "http://a",\n"http://p": {"@value": {}}}', 2, "@value"),
    ('{"@id": "http://a",\n"http://p": }', 2, ""),
    ('{"http://p": 1,\n"http://p": 2}', 2, "the key 'http://p' is twice in one object"),
    ('{"@id": "http://a", "@id"\n: "http://b"}', 1, "the key '@id' is twice"),
    ('{"http://p": {"http://p": [{"x": 1}, {"x": 1,\n"\\u0078": 2}]}}', 2, "the key 'x' is twice"),
    ('{"http://p":\n1e400}', 2, "the number 1e400 is beyond those of JSON-LD"),
    ('{"http://p": [\n-1e-400]}', 2, "the number 1e-400 is beyond"),
    ('{"http://p": {"@type": "@json",\n"@value": 1e400}}', 2, "the number 1e400 is beyond"),
    (f'{{"http://p": {"1" * 5000}}}', 1, f"the number {'1' * 30}… is beyond"),
    (f'{{"http://p": 1e{"1" * 5000}}}', 1, "is beyond"),
    ("5", 1, "an object or a list"),
]


@pytest.mark.parametrize(("text", "line", "words"), LOST)
def test_what_would_be_lost_is_told_at_its_line(text: str, line: int | None, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read(text)
    assert (caught.value.line, words in str(caught.value)) == (line, True), str(caught.value)


SAID = [
    ("12345678901234567890123", "1.234567890123457E22", "double"),
    ("-12345678901234567890123", "-1.234567890123457E22", "double"),
    ("1e21", "1.0E21", "double"),
    ("1000000000000000000000", "1.0E21", "double"),
    ("1e20", "100000000000000000000", "integer"),
    ("-999999999999999999999", "-999999999999999999999", "integer"),
    ("12345678901234567890", "12345678901234567890", "integer"),
    ("9007199254740993", "9007199254740993", "integer"),
    ("0.30000000000000004", "3.0E-1", "double"),
    ("3.14159265358979323846", "3.141592653589793E0", "double"),
    ("1.0000000000000000", "1", "integer"),
    ("-0e5", "0", "integer"),
    ("100e-2", "1", "integer"),
    (f"1{'0' * 400}e-400", "1", "integer"),
    ("1.5e1", "15", "integer"),
    ("-15E-1", "-1.5E0", "double"),
    ("1e-7", "1.0E-7", "double"),
    ("1.7976931348623157e308", "1.797693134862316E308", "double"),
]


@pytest.mark.parametrize(("number", "value", "datatype"), SAID)
def test_a_number_is_whole_or_a_double(number: str, value: str, datatype: str) -> None:
    assert read(f'{{"@id": "http://a", "http://p": {number}}}') == {f'{P} "{value}"^^<{XSD}{datatype}>'}
    assert read(f'{{"@id":"http://a","http://p":[1,{number},"{number}",1]}}') == {
        f'{P} "1"^^<{XSD}integer>',
        f'{P} "{number}"',
        f'{P} "{value}"^^<{XSD}{datatype}>',
    }


TYPED = [
    ("1e20", "1.0E20", "100000000000000000000", "100000000000000000000"),
    ("12345678901234567890", "1.234567890123457E19", "12345678901234567890", "12345678901234567000"),
    (
        "-12345678901234567890123",
        "-1.234567890123457E22",
        "-1.234567890123457E22",
        "-1.2345678901234568e+22",
    ),
    ("0.30000000000000004", "3.0E-1", "3.0E-1", "0.30000000000000004"),
]


@pytest.mark.parametrize(("number", "double", "other", "literal"), TYPED)
def test_a_number_with_a_datatype_has_the_form_of_its_kind(
    number: str, double: str, other: str, literal: str
) -> None:
    def typed(datatype: str) -> set[str]:
        return read(f'{{"@id": "http://a", "http://p": {{"@value": {number}, "@type": "{datatype}"}}}}')

    assert typed(f"{XSD}double") == {f'{P} "{double}"^^<{XSD}double>'}
    assert typed("http://t") == {f'{P} "{other}"^^<http://t>'}
    assert typed("@json") == {f'{P} "{literal}"^^<{RDF}JSON>'}
    as_text = about({"@value": number, "@type": f"{XSD}double"})
    assert read(as_text) == {f'{P} "{number}"^^<{XSD}double>'}
