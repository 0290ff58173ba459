"""A small workspace of its own for the tests of query, answer, build and the command line."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

ONTOLOGY = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix function: <https://w3id.org/seutu/concept/function/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

<https://w3id.org/seutu/ont> a owl:Ontology .
seutu:Statement a owl:Class ; rdfs:label "statement"@en .
seutu:DecisionRole a owl:Class ; rdfs:subClassOf seutu:Statement ; rdfs:label "decision role"@en .
seutu:Body a owl:Class ; rdfs:label "body"@en .
function:decides a skos:Concept ; skos:prefLabel "päättää"@fi , "beslutar"@sv , "decides"@en .
function:prepares a skos:Concept ; skos:prefLabel "valmistelee"@fi , "bereder"@sv , "prepares"@en .
"""

DECK = """\
@prefix line: <https://w3id.org/seutu/id/source/deck/line/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/seutu/id/source/> .

source:deck a seutu:Source ; skos:prefLabel "Kalvot"@fi , "Slides"@en .
line:9 a seutu:Passage ; seutu:inSource source:deck ; seutu:lineNumber 9 ; oa:exact "- Kunnat päättävät" ;
    skos:prefLabel "The municipalities decide"@en .
line:10 a seutu:Passage ; seutu:inSource source:deck ; seutu:lineNumber 10 ; oa:exact "- Ryhmä valmistelee" .
line:11 a seutu:Passage ; seutu:inSource source:deck ; seutu:lineNumber 11 ; oa:exact "- HQH" .
"""

BODY = """\
@prefix body: <https://w3id.org/seutu/id/body/> .
@prefix function: <https://w3id.org/seutu/concept/function/> .
@prefix gap: <https://w3id.org/seutu/id/gap/> .
@prefix line: <https://w3id.org/seutu/id/source/deck/line/> .
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix statement: <https://w3id.org/seutu/id/statement/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

body:municipalities a seutu:Body ; skos:prefLabel "Kunnat"@fi , "Municipalities"@en .
body:group a seutu:Body ; skos:prefLabel "Ryhmä, \\"pieni\\""@fi , "Group"@en .
body:hqh a seutu:Body ; skos:prefLabel "HQH"@fi .

statement:1 a seutu:DecisionRole ; seutu:holder body:municipalities ; seutu:function function:decides ;
    seutu:from "2002-01-01"^^xsd:date ; seutu:evidence line:10 , line:9 .
statement:2 a seutu:DecisionRole ; seutu:holder body:group ; seutu:function function:prepares ;
    seutu:from "2007-01-01"^^xsd:date ; seutu:evidence line:10 .

gap:hqh a seutu:Gap ; seutu:gapAbout body:hqh ; seutu:wouldStandAt line:11 ;
    skos:prefLabel "HQH:n merkitys"@fi , "the meaning of HQH"@en .
"""

SHAPES = """\
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix shape: <https://w3id.org/seutu/shape#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

shape:Body a sh:NodeShape ; sh:targetClass seutu:Body ; sh:property shape:Body-name .
shape:Body-name a sh:PropertyShape ; sh:path skos:prefLabel ; sh:minCount 1 ;
    sh:message "A body has a name."@en , "Elimellä on nimi."@fi .
shape:Role a sh:NodeShape ; sh:targetClass seutu:DecisionRole ; sh:property shape:Role-from .
shape:Role-from a sh:PropertyShape ; sh:path seutu:from ; sh:datatype xsd:date ;
    sh:message "A role begins on a day."@en .
"""

WHO_DECIDES = """\
# title: Who decides what?
# title@fi: Kuka päättää mistä?
# question: Which function does each body have?
# param: on date optional As of this day
# param@fi: on Tämän päivän tilanne
# param: body iri optional Only this body
# columns: Body | Function
# columns@fi: Elin | Tehtävä
# answers: CQ10 CQ17

SELECT ?body ?function ?on ?evidence WHERE {
  ?role a seutu:DecisionRole ; seutu:holder ?body ; seutu:function ?function ; seutu:evidence ?evidence .
  OPTIONAL { ?role seutu:from ?from }
  FILTER(!BOUND(?on) || ?from <= ?on)
}
ORDER BY ?body
"""

FUNCTION_OF = """\
# title: What does one body do?
# question: Which function does this body have?
# param: body iri required The body asked about
# param: from_year year optional Not before this year

SELECT ?body ?function ?from_year ?evidence WHERE {
  ?role seutu:holder ?body ; seutu:function ?function ; seutu:evidence ?evidence .
}
"""

CHECK = """\
# title: A statement without evidence
# problem: The statement points to no passage.
# problem@fi: Väite ei viittaa mihinkään kohtaan.
# solution: Give it seutu:evidence.
# severity: warning

SELECT ?focus ?path ?value ?message WHERE {
  ?focus a seutu:Statement .
  FILTER NOT EXISTS { ?focus seutu:evidence ?passage }
}
"""

RULE = """\
# title: What is of a class is of its superclasses

CONSTRUCT { ?thing a ?super } WHERE { ?thing a/rdfs:subClassOf ?super }
"""

FILES: Mapping[str, str] = MappingProxyType(
    {
        "ontology/small.ttl": ONTOLOGY,
        "data/sources/deck.ttl": DECK,
        "data/small/body.ttl": BODY,
        "shapes/body.ttl": SHAPES,
        "queries/questions/who-decides.rq": WHO_DECIDES,
        "queries/questions/function-of.rq": FUNCTION_OF,
        "queries/checks/no-evidence.rq": CHECK,
        "queries/rules/10-superclass.rq": RULE,
    }
)


def write(folder: Path, changed: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the small workspace into ``folder``, with some files changed (None leaves one out)."""
    for name, content in {**FILES, **(changed or {})}.items():
        if content is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
