"""Shapes that are no SHACL are refused, for a shape that an engine skips never fails."""

import pyoxigraph as ox
import pytest

from seutu.errors import InputError, ShapesError
from seutu.rdf import reading
from seutu.shacl.wellformed import parse_shapes, remarks

HEAD = """\
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix e: <http://e/> .
"""
TARGET = "e:S a sh:NodeShape ; sh:targetClass e:C ; "


def parse(turtle: str) -> int:
    return len(parse_shapes((HEAD + turtle).encode(), "shapes/x.ttl"))


@pytest.mark.parametrize(
    "turtle",
    [
        "",
        TARGET + "sh:property e:P . e:P sh:path e:p ; sh:minCount 1 ; sh:in ( 1 2 ) ; sh:uniqueLang true .",
        TARGET + 'sh:property e:P . e:P sh:path e:p ; sh:pattern "^[a-zå]+$" ; sh:flags "i" .',
        TARGET + 'sh:message "fi"@fi , "en"@en ; sh:sparql [ sh:select "SELECT $this { $this ?p ?o }" ] .',
        TARGET + "sh:in () ; sh:or ( e:T e:U ) . e:T sh:nodeKind sh:IRI . e:U sh:datatype xsd:date .",
        "e:data sh:whatever 1 .",
        TARGET + "sh:property [ sh:path e:p ; sh:minCount +01 ; sh:maxCount 99999999999999999999999 ] .",
        TARGET + 'sh:targetNode 1 , "x"@fi , e:a ; sh:targetSubjectsOf e:p ; sh:targetObjectsOf e:q .',
        TARGET + "sh:minInclusive 1 ; sh:maxExclusive 2.5 .",
    ],
)
def test_shacl_is_taken(turtle: str) -> None:
    assert parse(turtle) >= 0


@pytest.mark.parametrize(
    ("turtle", "words"),
    [
        (
            TARGET + "sh:property e:P . e:P sh:minCount 1 .",
            "http://e/P> is a property shape and has no sh:path",
        ),
        (TARGET + "sh:property [ sh:minCount 1 ] .", "the shape without a name is a property shape"),
        (TARGET + "sh:minCuont 1 .", "uses sh:minCuont, which is not of SHACL"),
        (TARGET + "sh:rule [ sh:order 1 ] .", "uses sh:rule"),
        (TARGET + 'sh:js [ sh:jsFunctionName "f" ] .', "uses sh:js"),
        (TARGET + "sh:target [ a sh:SPARQLTarget ] .", "uses sh:target"),
        (
            TARGET + "sh:property e:P . e:P sh:path e:p , e:q .",
            "two values, where one is allowed, of sh:path",
        ),
        (TARGET + "sh:property e:P . e:P sh:path e:p ; sh:minCount 1 , 2 .", "of sh:minCount"),
        (
            TARGET + 'sh:property e:P . e:P sh:path e:p ; sh:minCount "1" .',
            "no whole number from 0 up as sh:minCount",
        ),
        (TARGET + "sh:property e:P . e:P sh:path e:p ; sh:maxCount -1 .", "no whole number"),
        (TARGET + 'sh:closed "yes" .', "neither true nor false as sh:closed"),
        (TARGET + "sh:in 3 .", "no well-formed list as sh:in"),
        (TARGET + 'sh:pattern "a(" .', "cannot be read as a regular expression"),
        (TARGET + 'sh:class "C" .', "no class as sh:class"),
        (TARGET + "sh:in ( 1 ) , ( 2 ) .", "two values, where one is allowed, of sh:in"),
        (TARGET + 'sh:pattern "a" , "b" .', "two values, where one is allowed, of sh:pattern"),
        (TARGET + 'sh:pattern "a" ; sh:flags "i" , "s" .', "two values, where one is allowed, of sh:flags"),
        (
            TARGET + "sh:targetNode _:x .",
            "a node without a name, where an IRI or a value is wanted, as sh:target",
        ),
        (TARGET + "sh:targetClass _:x .", "no class as sh:targetClass"),
        (TARGET + "sh:targetSubjectsOf _:x .", "no IRI as sh:targetSubjectsOf"),
        (TARGET + 'sh:targetObjectsOf "x" .', "no IRI as sh:targetObjectsOf"),
        (
            TARGET + 'sh:maxLength "3"^^xsd:int .',
            "sh:maxLength: its type is not xsd:integer; write 3, without quotes.",
        ),
        (TARGET + 'sh:minLength "x"^^xsd:integer .', "no whole number from 0 up as sh:minLength; correct"),
        (
            TARGET + "sh:maxInclusive true .",
            "not compared here, as sh:maxInclusive; say by sh:in which are right.",
        ),
        (
            TARGET + "sh:minExclusive false .",
            "true or false, which are not compared here, as sh:minExclusive",
        ),
        (
            TARGET + "sh:property e:P .",
            "<http://e/S> names <http://e/P> by sh:property, of which nothing is said",
        ),
        (TARGET + 'sh:sparql [ sh:message "x" ] .', "names a constraint by sh:sparql that has no sh:select"),
        (TARGET + 'sh:sparql [ sh:select "ASK {}" ] .', "has a query that is no SELECT as sh:select"),
        (TARGET + 'sh:sparql [ sh:select "CLEAR ALL" ] .', "has a query that is no SELECT as sh:select"),
        ('e:V sh:ask "SELECT * {}" .', "has a query that is no ASK as sh:ask"),
        (
            TARGET + 'sh:sparql [ sh:select "SELECT $this { { SELECT ?x { $this ?p ?x } } }" ] .',
            "has a subquery that does not select $this; add it after its SELECT.",
        ),
        (
            "e: sh:declare [ sh:prefix 'p' ; sh:namespace e: ] .",
            "no namespace as sh:namespace; write it in quotes",
        ),
        (
            "e:S sh:targetSubjectsOf e:p ; sh:in ( 1 ) ; sh:minCuont 1 .",
            "uses sh:minCuont, which is not of SHACL",
        ),
        (
            'e:C sh:parameter [ sh:path e:p ] ; sh:validator [ sh:ask "ASK { BIND(1 AS $p) }" ] .',
            "gives $p a value, which it has already",
        ),
        (
            'e:C a sh:ConstraintComponent ; sh:parameter [ sh:path e:my-p ] ; sh:validator [ sh:ask "ASK {}" ] .',
            "the component <http://e/C> has a parameter, <http://e/my-p>, whose name cannot be one of a variable",
        ),
        (
            TARGET + 'sh:sparql [ sh:select "SELECT $this { $this foo:p 1 }" ] .',
            "the prefix 'foo:' is not declared",
        ),
        (TARGET + 'sh:sparql [ sh:select "SELECT $this {" ] .', "a fault in its line 1"),
        (
            TARGET + 'sh:sparql [ sh:select "SELECT $this { SERVICE <http://x/> { $this ?p 1 } }" ] .',
            "SERVICE",
        ),
    ],
)
def test_what_is_no_shacl_is_told(turtle: str, words: str) -> None:
    with pytest.raises(ShapesError) as caught:
        parse(turtle)
    assert words in str(caught.value)
    assert str(caught.value).startswith(("shapes/x.ttl: the shape ", "shapes/x.ttl: the component "))


def test_the_shape_at_fault_is_named_by_its_iri() -> None:
    with pytest.raises(ShapesError) as caught:
        parse(TARGET + "sh:in 3 .")
    assert caught.value.shape == "http://e/S"


def test_prefixes_that_shapes_declare_hold_in_their_queries() -> None:
    declared = 'e: sh:declare [ sh:prefix "foo" ; sh:namespace "http://foo/"^^xsd:anyURI ] . '
    query = 'sh:sparql [ sh:prefixes e: ; sh:select "SELECT $this { $this foo:p 1 }" ] .'
    assert parse(declared + TARGET + query)


@pytest.mark.parametrize(
    "other", ["e: sh:declare e:two .", "e: owl:imports e:more . e:more sh:declare e:two ."]
)
def test_a_prefix_of_two_namespaces_is_refused(other: str) -> None:
    """SHACL, 5.2.1."""
    declared = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
e: sh:declare [ sh:prefix "foo" ; sh:namespace "http://foo/"^^xsd:anyURI ] .
e:two sh:prefix "foo" ; sh:namespace "http://food/"^^xsd:anyURI .
"""
    query = 'sh:sparql [ sh:prefixes e: ; sh:select "SELECT $this { $this foo:p 1 }" ] .'
    assert parse(declared + TARGET + query)
    with pytest.raises(
        ShapesError, match="several namespaces to 'foo:', http://foo/, http://food/; declare one"
    ):
        parse(declared + TARGET + query + other)


def test_a_prefix_may_be_declared_twice_alike() -> None:
    declared = "e: sh:declare " + ", ".join(
        f'[ sh:prefix "foo" ; sh:namespace {written} ]'
        for written in ('"http://foo/"', '"http://foo/"^^xsd:anyURI')
    )
    query = 'sh:sparql [ sh:prefixes e: ; sh:select "SELECT $this { $this foo:p 1 }" ] .'
    assert parse(f"{declared} . {TARGET} {query}")


def test_what_is_no_turtle_is_told_with_its_line() -> None:
    with pytest.raises(InputError, match=r"^shapes/x.ttl:5"):
        parse("e:S a sh:NodeShape .\nnope")


REMARKS = {
    "data, and no shape": ("e:a a e:T .", "holds no shape; check that it is the right file."),
    "another namespace": (
        "<x:S> a <https://www.w3.org/ns/shacl#NodeShape> .",
        (
            "holds no shape; it uses https://www.w3.org/ns/shacl#NodeShape, and the namespace of SHACL is"
            " http://www.w3.org/ns/shacl#."
        ),
    ),
    "an import": (
        TARGET + "sh:nodeKind sh:IRI . <x:o> <http://www.w3.org/2002/07/owl#imports> <http://e/other> .",
        "imports <http://e/other>, which is not read; give its file with --shapes, too.",
    ),
}


@pytest.mark.parametrize(("turtle", "words"), REMARKS.values(), ids=REMARKS)
def test_what_is_passed_over_is_told(turtle: str, words: str) -> None:
    read = reading.read((HEAD + turtle).encode(), ox.RdfFormat.TURTLE, ox.NamedNode("x:g"), "s.ttl")
    assert list(remarks({"s.ttl": read})) == [f"s.ttl: {words}"]


def test_nothing_is_told_of_shapes_and_of_an_import_that_is_given() -> None:
    owl = "http://www.w3.org/2002/07/owl#"
    files = {
        "one.ttl": TARGET + f"sh:nodeKind sh:IRI . <x:one> <{owl}imports> <x:two> .",
        "two.ttl": f"e:T sh:targetNode e:a ; sh:nodeKind sh:IRI . <x:two> a <{owl}Ontology> .",
        "three.ttl": "e:U sh:targetSubjectsOf e:p ; sh:in ( e:a ) .",
        "four.ttl": "e:V sh:in ( e:a ) .",
    }
    read = {
        path: reading.read((HEAD + text).encode(), ox.RdfFormat.TURTLE, ox.NamedNode(f"x:{path}"), path)
        for path, text in files.items()
    }
    assert list(remarks(read)) == []
