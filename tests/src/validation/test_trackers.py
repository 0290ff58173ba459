"""Troubles that others had, by the reports in their trackers, tried on this tool; the standards say what is right."""

from collections import Counter
from dataclasses import dataclass, field

import pyoxigraph as ox
import pytest

from seutu.compare.difference import Version, compare
from seutu.errors import SeutuError
from seutu.query import definition
from seutu.query.graphs import Graphs
from seutu.rdf import model, reading
from seutu.rdf.serialisation import serialise
from seutu.shacl import wellformed
from seutu.validation import checks

HEAD = """\
@prefix ex: <http://ex.org/> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
PREFIXES = {line.split()[1].rstrip(":"): line.split()[2].strip("<>") for line in HEAD.splitlines()}
GRAPH = ox.NamedNode("http://ex.org/graph")


def graphs(data: str, fmt: ox.RdfFormat = ox.RdfFormat.TURTLE) -> Graphs:
    head = HEAD if fmt in (ox.RdfFormat.TURTLE, ox.RdfFormat.TRIG) else ""
    return Graphs(reading.read((head + data).encode(), fmt, GRAPH, "data"))


# --- Reading and writing: what is written is read again as it was -------------------------------------

ROUND_TRIPS = {
    "rdflib 1755: a prefix used in one place alone": "ex:a sh:path rdf:type .",
    "rdflib 802: lists of blank nodes that refer to each other": (
        "ex:a ex:x _:p1 , _:p2 . _:p1 ex:y ( _:i1 _:i2 _:i3 _:i4 ) . _:p2 ex:z _:p1 ."
    ),
    "rdflib 3504: a cell of a list that two things point to": (
        'ex:a ex:p _:head . ex:b ex:p _:tail . _:head rdf:first "a" ; rdf:rest _:tail .'
        ' _:tail rdf:first "b" ; rdf:rest () .'
    ),
    "rdflib 170: line ends and quotation marks in a row": 'ex:a ex:p \'abc\\ndef"""""\' , \'x\\\\"\' .',
    "rdflib 1395: brackets, commas and apostrophes in a name": (
        "ex:This_\\(journal\\) ex:p <http://ex.org/a,b'c;d!e*f@g$h&i=j~k%20l> ."
    ),
    "rdflib.js 772: words that are not values of their datatype": (
        'ex:a ex:p "yes"^^xsd:boolean , "abc"^^xsd:integer , "1.2.3"^^xsd:decimal , "NaN"^^xsd:double ,'
        ' "INF"^^xsd:double , "1e1"^^xsd:decimal , "1"^^xsd:double , " 1"^^xsd:integer , "TRUE"^^xsd:boolean .'
    ),
    "rdflib 1043: a double without a point": "ex:a ex:p 1e12 , 1E-3 , -0.0e0 .",
    "rdf4j 2324: blank nodes within blank nodes, described in several places": (
        "_:r a sh:ValidationReport ; sh:result _:one . _:one sh:detail _:two . _:two sh:focusNode _:x ;"
        " sh:sourceShape _:s . _:one sh:focusNode ex:a ; sh:value _:x . ex:node sh:property _:s . _:s sh:path ex:p ."
    ),
    "rdf4j 3874: a blank node whose label begins with a digit": "_:5cb ex:p _:0 . _:0 ex:q _:5cb .",
    "a cyclic list": "_:l rdf:first 1 ; rdf:rest _:l . ex:a ex:p _:l .",
    "a list with two ends": "ex:a ex:p _:l . _:l rdf:first 1 , 2 ; rdf:rest () , ( 3 ) .",
    "a list cell with a statement of its own": "ex:a ex:p _:l . _:l rdf:first 1 ; rdf:rest () ; ex:note 'x' .",
    "letters beyond the first plane": "ex:a ex:p '\U0001f600' , 'e\u0301' , '\u00e9' ; ex:\u00e4\u00e4 ex:\U00010400 .",
}


@pytest.mark.parametrize("fmt", [ox.RdfFormat.TURTLE, ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML], ids=str)
@pytest.mark.parametrize("data", ROUND_TRIPS.values(), ids=ROUND_TRIPS)
def test_what_is_written_is_read_as_it_was(data: str, fmt: ox.RdfFormat) -> None:
    given = graphs(data)
    written = serialise(given, fmt, PREFIXES)
    again = Graphs(reading.read(written, fmt, GRAPH, "again"))
    assert compare(Version(given), Version(again)).summary() == "No difference."


# --- Queries ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """A query on some data, and its rows in any order, as their plain values."""

    data: str
    text: str
    rows: list[str] = field(default_factory=list)


QUERIES = {
    # To add up what has no value is an error, to count it is not (section 18.5.1).
    "rdflib 2229: a sum of what may be missing": Asked(
        "ex:a a ex:T . ex:b a ex:T ; ex:n 2 .",
        "SELECT ?s (SUM(?n) AS ?sum) (COUNT(?n) AS ?count) { ?s a ex:T OPTIONAL { ?s ex:n ?n } } GROUP BY ?s",
        ["a  0", "b 2 1"],
    ),
    "rdflib 630: times that are not times are not compared": Asked(
        'ex:a ex:s "2016-01-01 20:00:00"^^xsd:dateTime ; ex:e "2016-01-02 20:01:00"^^xsd:dateTime .'
        ' ex:b ex:s "2016-01-01T20:00:00"^^xsd:dateTime ; ex:e "2016-01-02T20:01:00"^^xsd:dateTime .',
        "SELECT ?c { ?c ex:s ?start ; ex:e ?end FILTER(?start < ?end) }",
        ["b"],
    ),
    "oxrdflib 8: a string with and without its datatype": Asked(
        'ex:a rdfs:label "x"^^xsd:string . ex:b rdfs:label "x" .',
        'SELECT ?s { ?s rdfs:label "x" }',
        ["a", "b"],
    ),
    "oxigraph 1200: an OPTIONAL in a group of its own": Asked(
        "ex:a ex:p 1 .",
        "SELECT ?s ?l ?i { ?s ex:p ?o . { OPTIONAL { ?s ex:label ?l } } OPTIONAL { ?s ex:inverse ?i } }",
        ["a  "],
    ),
    "oxigraph 1934: an aggregate of nothing": Asked(
        "ex:a ex:p 1 .",
        "SELECT (COUNT(*) AS ?n) (SUM(?o) AS ?s) (MIN(?o) AS ?m) { ?x ex:none ?o }",
        ["0 0 "],
    ),
    "oxigraph 1934: groups of nothing": Asked(
        "ex:a ex:p 1 .", "SELECT ?x (COUNT(*) AS ?n) { ?x ex:none ?o } GROUP BY ?x", []
    ),
    "jena 2908: the end of a day is the beginning of the next": Asked(
        "ex:a ex:p 1 .",
        'SELECT ?same { BIND("1999-12-31T24:00:00"^^xsd:dateTime = "2000-01-01T00:00:00"^^xsd:dateTime AS ?same) }',
        ["true"],
    ),
    "jena 2014: durations that differ in writing": Asked(
        'ex:a ex:d "PT60M"^^xsd:dayTimeDuration . ex:b ex:d "PT1H"^^xsd:dayTimeDuration .',
        'SELECT ?s { ?s ex:d ?d FILTER(?d = "PT3600S"^^xsd:dayTimeDuration) }',
        ["a", "b"],
    ),
    "jena 1130: a MINUS without a variable in common takes nothing away": Asked(
        "ex:a ex:p 1 .", "SELECT ?s { ?s ex:p ?o MINUS { ?x ex:p ?y } }", ["a"]
    ),
    "4store 26: days are not times": Asked(
        'ex:a ex:p "2010-03-09"^^xsd:dateTime .',
        'SELECT ?s { ?s ex:p ?d FILTER(?d < "2010-03-10"^^xsd:dateTime) }',
        [],
    ),
    "comunica 1065: a day made into a time": Asked(
        "ex:a ex:p 1 .",
        'SELECT ?t { BIND(xsd:dateTime("2022-09-10"^^xsd:date) AS ?t) }',
        ["2022-09-10T00:00:00"],
    ),
    "qlever 2509: a filter within OPTIONAL sees what is outside": Asked(
        "ex:a ex:p 1 .",
        'SELECT ?x ?y { VALUES ?x { 1 2 } OPTIONAL { VALUES ?y { "OK" } FILTER(?x >= 2) } }',
        ["1 ", "2 OK"],
    ),
    "d2rq 184: OPTIONAL beside FILTER": Asked(
        "ex:a ex:n 1 . ex:b ex:n 9 .",
        "SELECT ?s { ?s ex:n ?n FILTER(?n < 5) OPTIONAL { ?s ex:m ?m } }",
        ["a"],
    ),
    "virtuoso 27: FILTER before an OPTIONAL that finds nothing": Asked(
        "ex:a ex:p ex:b , 1 .",
        "SELECT ?o ?t { ex:a ex:p ?o FILTER(isIRI(?o)) OPTIONAL { ?o ex:none ?t } }",
        ["b "],
    ),
    "comunica 1285: members of a list that have a description": Asked(
        "ex:a ex:coding ( [ a ex:Wanted ] [ a ex:Other ] ) . ex:b ex:coding [] .",
        "SELECT ?s { ?s ex:coding [ rdf:rest*/rdf:first [ a ex:Wanted ] ] }",
        ["a"],
    ),
    "rdflib: a language of another region": Asked(
        'ex:a rdfs:label "x"@en-GB , "y"@EN , "z"@fr .',
        'SELECT ?l { ?s rdfs:label ?l FILTER(langMatches(lang(?l), "en")) }',
        ["x", "y"],
    ),
    "rdflib: a path that goes in a circle": Asked(
        "ex:a ex:n ex:b . ex:b ex:n ex:a .", "SELECT ?x { ex:a ex:n+ ?x }", ["a", "b"]
    ),
}


@pytest.mark.parametrize("asked", QUERIES.values(), ids=QUERIES)
def test_a_query_finds_what_sparql_says(asked: Asked) -> None:
    found = definition.run(graphs(asked.data), asked.text, PREFIXES)
    assert isinstance(found, ox.QuerySolutions)
    rows = [" ".join("" if cell is None else plain(cell) for cell in row) for row in found]
    assert sorted(rows) == sorted(asked.rows)


def plain(term: object) -> str:
    return str(getattr(term, "value", term)).removeprefix("http://ex.org/")


def test_what_is_constructed_keeps_its_names() -> None:
    """rdf4j 3011: a variable that stands twice in a template is one thing."""
    text = "CONSTRUCT { <x:a> <x:b> ?x . ?x <x:c> ?x } WHERE { ?x a ex:T }"
    made = definition.run(graphs("ex:it a ex:T ."), text, PREFIXES)
    assert not isinstance(made, ox.QuerySolutions | ox.QueryBoolean)
    assert {str(triple.subject) for triple in made} == {"<x:a>", "<http://ex.org/it>"}


def test_iris_without_brackets_are_refused() -> None:
    """ISAITB shacl-validator 17: such a query of a shape was taken, and found nothing."""
    select = "SELECT $this { $this http://x/p ?v }"
    shapes = f'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:select "{select}" ] .'
    with pytest.raises(SeutuError, match="query with a fault in its line 1"):
        checks.validate(graphs(""), (HEAD + shapes).encode())


# --- Validation ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Judged:
    """Data and shapes, and the findings: focus, component (without its ending) and severity."""

    data: str
    shapes: str
    found: list[str] = field(default_factory=list)


HAND = """
ex:HandShape a sh:NodeShape ; sh:targetClass ex:Hand ;
    sh:property [ sh:path ex:digit ; sh:maxCount 5 ] ;
    sh:property [ sh:path ex:digit ; sh:qualifiedValueShape [ sh:class ex:Thumb ] ;
        sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 ] ;
    sh:property [ sh:path ex:digit ; sh:qualifiedValueShape [ sh:class ex:Finger ] ;
        sh:qualifiedValueShapesDisjoint true ; sh:qualifiedMinCount 4 ; sh:qualifiedMaxCount 4 ] .
"""
FINGERS = " , ".join(["[ a ex:Finger ]"] * 5)
REPORTS = {
    "pySHACL 9: a closed shape and a property of a vocabulary of one's own": Judged(
        'ex:f a ex:Parent ; ex:name "F" ; ex:dummy "D" .',
        "ex:S a sh:NodeShape ; sh:targetClass ex:Parent ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ;"
        " sh:property [ sh:path ex:name ; sh:minCount 1 ; sh:maxCount 1 ] .",
        ["f Closed violation"],
    ),
    "pySHACL 164: a hand as it is to be": Judged(
        "ex:h a ex:Hand ; ex:digit ex:t , ex:f1 , ex:f2 , ex:f3 , ex:f4 . ex:t a ex:Thumb ."
        " ex:f1 a ex:Finger . ex:f2 a ex:Finger . ex:f3 a ex:Finger . ex:f4 a ex:Finger .",
        HAND,
    ),
    "pySHACL 213: five fingers without names and no thumb": Judged(
        f"ex:h a ex:Hand ; ex:digit {FINGERS} .",
        HAND,
        ["h QualifiedMinCount violation", "h QualifiedMaxCount violation"],
    ),
    "pySHACL 33: one of two blank nodes qualifies": Judged(
        "ex:d a ex:Doc ; ex:of [ a ex:Author ] , [ a ex:Other ] .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:Doc ; sh:property [ sh:path ex:of ; sh:qualifiedMinCount 1 ;"
        " sh:qualifiedValueShape [ sh:class ex:Author ] ] .",
    ),
    "pySHACL 280: one of two datatypes": Judged(
        'ex:a a ex:D ; ex:v "1"^^xsd:decimal . ex:b a ex:D ; ex:v "1"^^xsd:int . ex:c a ex:D ; ex:v "x" .',
        "ex:S a sh:NodeShape ; sh:targetClass ex:D ; sh:property [ sh:path ex:v ;"
        " sh:or ( [ sh:datatype xsd:string ] [ sh:datatype xsd:int ] ) ] .",
        ["a Or violation"],
    ),
    "shacl-engine 8: qualified without being disjoint": Judged(
        "ex:c a ex:Citizen ; ex:owns ex:h . ex:h a ex:House .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:Citizen ; sh:property ex:P . ex:H sh:class ex:House ."
        " ex:P sh:path ex:owns ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShape ex:H .",
    ),
    "TopQuadrant 171: closed within a property": Judged(
        "ex:a a ex:P ; ex:knows [ ex:name 'J' ] . ex:b a ex:P ; ex:knows [ ex:name 'J' ; ex:age 1 ] .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property [ sh:path ex:knows ; sh:closed true ;"
        " sh:property [ sh:path ex:name ] ] .",
        ["b Closed violation"],
    ),
    "TopQuadrant 110: closed does not look into sh:xone": Judged(
        "ex:a a ex:P ; ex:place ex:x . ex:x a ex:City .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:closed true ; sh:ignoredProperties ( rdf:type ) ;"
        " sh:xone ( [ sh:property [ sh:path ex:place ; sh:class ex:City ] ]"
        " [ sh:property [ sh:path ex:place ; sh:class ex:Town ] ] ) .",
        ["a Closed violation"],
    ),
    "TopQuadrant 11: more values than one": Judged(
        "ex:a a ex:P ; ex:age 20 , 30 .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property [ sh:path ex:age ; sh:maxCount 1 ] .",
        ["a MaxCount violation"],
    ),
    "TopQuadrant 199: the severity of a shape with a query": Judged(
        "ex:a a ex:P .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:severity sh:Warning ;"
        ' sh:sparql [ sh:select "SELECT $this { $this ?p ?o }" ] .',
        ["a SPARQL warning"],
    ),
    "rdf4j 5115: a class within a property within a shape": Judged(
        "ex:a a ex:P ; ex:r [ ex:s ex:x ] . ex:b a ex:P ; ex:r [ ex:s ex:y ] . ex:y a ex:C .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property [ sh:path ex:r ; sh:node [ sh:property"
        " [ sh:path ex:s ; sh:class ex:C ] ] ] .",
        ["a Node violation"],
    ),
    "rdf4j 1561: no dataset at all, by a path backwards": Judged(
        "ex:other a ex:Thing .",
        "ex:M a sh:NodeShape ; sh:targetNode ex:Dataset ; sh:property [ sh:minCount 1 ; sh:path [ sh:inversePath"
        " rdf:type ] ] .",
        ["Dataset MinCount violation"],
    ),
    "zazuko rdf-validate-shacl 53: a list as a value": Judged(
        "ex:a a ex:P ; ex:l ( 1 2 ) .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property [ sh:path ex:l ; sh:nodeKind sh:IRI ] .",
        ["a NodeKind violation"],
    ),
    "data-shapes: a value that is given twice over a path": Judged(
        "ex:a a ex:P ; ex:p ex:x , ex:y . ex:x ex:q 1 . ex:y ex:q 1 .",
        "ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property [ sh:path ( ex:p ex:q ) ; sh:maxCount 1 ] .",
    ),
    "pySHACL: numbers and days in sh:lessThan": Judged(
        'ex:a a ex:P ; ex:p 2 ; ex:q "2020-01-01"^^xsd:date . ex:b a ex:P ; ex:p 1 ; ex:q 1.5 .',
        "ex:S a sh:NodeShape ; sh:targetClass ex:P ; sh:property [ sh:path ex:p ; sh:lessThan ex:q ] .",
        ["a LessThan violation"],
    ),
    "an implicit target": Judged(
        "ex:a a ex:Sub .",
        "ex:C a rdfs:Class , sh:NodeShape ; sh:property [ sh:path ex:p ; sh:minCount 1 ] ."
        " ex:Sub rdfs:subClassOf ex:C .",
        ["a MinCount violation"],
    ),
}


@pytest.mark.parametrize("judged", REPORTS.values(), ids=REPORTS)
def test_shapes_find_what_shacl_says(judged: Judged) -> None:
    # Subclasses of the shapes' own are known to the data, as those of a workspace are.
    data = graphs(judged.data + (judged.shapes if "subClassOf" in judged.shapes else ""))
    report = checks.validate(data, (HEAD + judged.shapes).encode())
    found = [
        f"{plain(one.focus)} {one.component.rpartition('#')[2].removesuffix('ConstraintComponent')} {one.severity}"
        for one in report.findings
    ]
    assert Counter(found) == Counter(judged.found)


REFUSED = {
    "ISAITB 23: a property within sh:property that has no path": (
        "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:property [ sh:or ( [ sh:path ex:p ; sh:minCount 1 ] ) ] .",
        "is a property shape and has no sh:path",
    ),
}


@pytest.mark.parametrize(("shapes", "words"), REFUSED.values(), ids=REFUSED)
def test_shapes_that_say_nothing_are_refused(shapes: str, words: str) -> None:
    with pytest.raises(SeutuError, match=words):
        checks.validate(graphs(""), (HEAD + shapes).encode())


def test_the_severity_of_a_query_is_told_of() -> None:
    """data-shapes 795: SHACL reads it of shapes alone, and nobody was told."""
    shapes = (
        "ex:S a sh:NodeShape ; sh:targetClass ex:A ; sh:sparql [ sh:severity sh:Warning ;"
        ' sh:select "SELECT $this { $this ?p ?o }" ] .'
    )
    (remark,) = wellformed.remarks({"s.ttl": graphs(shapes)})
    assert remark == "s.ttl: the severity of a query is not read; give it to <http://ex.org/S> itself."


def test_a_query_that_may_report_a_failure_is_refused() -> None:
    """rdf4j 4686: a row whose ?failure is true is not a finding, but a failure (SHACL, section 5.3.2)."""
    select = "SELECT $this (true AS ?failure) {}"
    shapes = f'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:sparql [ sh:select "{select}" ] .'
    with pytest.raises(SeutuError, match="failure"):
        checks.validate(graphs("ex:a ex:p 1 ."), (HEAD + shapes).encode())


def test_a_message_shows_the_members_of_a_list() -> None:
    """TopQuadrant 8 and 20: the message named the list by a blank node."""
    shapes = 'ex:S a sh:NodeShape ; sh:targetNode ex:a ; sh:property [ sh:path ex:g ; sh:in ( "f" "m" ) ] .'
    (finding,) = checks.validate(graphs('ex:a ex:g "h" .'), (HEAD + shapes).encode()).findings
    assert "_:" not in finding.message("en")


def test_shapes_in_json_ld_with_an_index_of_paths() -> None:
    """zazuko shacl-playground 258: the property that the index stands for was lost, and nothing was found."""
    shapes = b"""{"@context": {"sh": "http://www.w3.org/ns/shacl#", "ex": "http://ex.org/", "id": "@id",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "shapes": {"@id": "ex:shapes", "@container": "@id"}, "sh:path": {"@type": "@id"},
        "sh:property": {"@container": "@index", "@index": "sh:path"}},
        "id": "ex:graph", "shapes": {"ex:Doc": {"@type": ["sh:NodeShape", "rdfs:Class"],
        "sh:property": {"ex:version": {"sh:minCount": 1}}}}}"""
    read = reading.read(shapes, ox.RdfFormat.JSON_LD, model.DEFAULT_GRAPH, "shapes")
    (finding,) = checks.validate(graphs("ex:one a ex:Doc ."), read).findings
    assert finding.path == "<http://ex.org/version>"
