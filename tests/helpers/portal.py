"""The small workspace as it describes itself for portals, for the tests of what is published."""

from collections.abc import Mapping
from pathlib import Path

from tests.helpers import small

EU = "http://publications.europa.eu/resource/authority/"

CATALOGUE = f"""\
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix agent: <https://w3id.org/seutu/id/agent/> .
@prefix body: <https://w3id.org/seutu/id/body/> .
@prefix catalogue: <https://w3id.org/seutu/id/catalogue/> .
@prefix contact: <https://w3id.org/seutu/id/contact/> .
@prefix dataset: <https://w3id.org/seutu/id/dataset/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcatap: <http://data.europa.eu/r5r/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix version: <https://w3id.org/seutu/id/catalogue/small/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .

catalogue:small a dcat:Catalog ;
    dcterms:title "Pieni"@fi , "Liten"@sv , "Small"@en ;
    dcterms:description "Pieni luettelo."@fi , "En liten katalog."@sv , "A small catalogue."@en ;
    dcterms:publisher agent:us ;
    dcterms:creator agent:us ;
    dcat:contactPoint contact:us ;
    dcterms:license <{EU}licence/CC_BY_4_0> ;
    dcterms:rights <https://w3id.org/seutu/id/catalogue/small/rights> ;
    dcterms:accessRights <{EU}access-right/PUBLIC> ;
    dcterms:accrualPeriodicity <{EU}frequency/IRREG> ;
    adms:status <{EU}distribution-status/COMPLETED> ;
    dcatap:availability <{EU}planned-availability/AVAILABLE> ;
    dcterms:language <{EU}language/FIN> , <{EU}language/ENG> ;
    dcterms:spatial <{EU}country/FIN> ;
    dcterms:temporal <https://w3id.org/seutu/id/catalogue/small/time> ;
    dcat:theme <{EU}data-theme/REGI> ;
    dcat:hasVersion version:0.9.0 , version:0.10.0 ;
    dcat:dataset dataset:bodies , dataset:terms , dataset:shapes .

<https://w3id.org/seutu/id/catalogue/small/rights> a dcterms:RightsStatement ;
    rdfs:label "Vapaa."@fi , "Fri."@sv , "Free."@en .
<https://w3id.org/seutu/id/catalogue/small/time> a dcterms:PeriodOfTime ;
    dcat:startDate "2002"^^xsd:gYear ;
    dcat:endDate "2010"^^xsd:gYear .
version:0.9.0 a dcat:Resource ; dcat:version "0.9.0" ; dcterms:issued "2020-01-01"^^xsd:date ;
    adms:versionNotes "Ensin."@fi , "Först."@sv , "First."@en .
version:0.10.0 a dcat:Resource ; dcat:version "0.10.0" ; dcterms:issued "2021-02-03"^^xsd:date ;
    adms:versionNotes "Sitten."@fi , "Sedan."@sv , "Then."@en .
agent:us a foaf:Agent ; foaf:name "We" ; dcterms:type <http://purl.org/adms/publishertype/LocalAuthority> .
contact:us a vcard:Organization ; vcard:fn "We" ; vcard:hasEmail <mailto:us@example.com> .

dataset:bodies a dcat:Dataset ; seutu:publishesFolder "data" ;
    dcterms:title "Elimet"@fi , "Organ"@sv , "Bodies"@en ;
    dcterms:description "Kaikki elimet."@fi , "Alla organ."@sv , "All bodies."@en ;
    dcterms:subject body:group ;
    dcat:keyword "elin"@fi , "organ"@sv , "body"@en ;
    dcterms:conformsTo <https://w3id.org/seutu/ont> .
dataset:terms a dcat:Dataset ; seutu:publishesFolder "ontology" ;
    dcterms:title "Termit"@fi , "Termer"@sv , "Terms"@en ;
    dcterms:description "Kaikki termit."@fi , "Alla termer."@sv , "All terms."@en ;
    dcat:keyword "termi"@fi , "term"@sv , "term"@en ;
    dcterms:license <{EU}licence/CC0> .
dataset:shapes a dcat:Dataset ; seutu:publishesFolder "shapes" ;
    dcterms:issued "2021-02-03"^^xsd:date ;
    dcterms:title "Muodot"@fi , "Former"@sv , "Shapes"@en ;
    dcterms:description "Kaikki muodot."@fi , "Alla former."@sv , "All shapes."@en ;
    dcat:keyword "muoto"@fi , "form"@sv , "shape"@en .
"""


def write(folder: Path, changed: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the small workspace with its description into ``folder``, with some files changed."""
    return small.write(folder, {"data/catalogue.ttl": CATALOGUE, **(changed or {})})
