"""A few things to make pages of, and a page as a browser reads it."""

from seutu.rdf.namespaces import BASE
from seutu.site.files import template
from seutu.site.page import (
    Page,
    Renderer,
)
from seutu.site.thing import Pages
from tests.helpers.web import Reader

DATA = f"""\
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix seutu: <{BASE}ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <{BASE}> .

seutu:Body a owl:Class ; rdfs:label "body"@en , "elin"@fi ;
    skos:definition "A body <decides>."@en , "Elin päättää."@fi .
seutu:holder rdfs:label "holder"@en , "haltija"@fi .
seutu:DecisionRole seutu:sentence "{{holder}} decides."@en , "{{holder}} päättää."@fi , "{{holder}} beslutar."@sv .
<id/body/ako> a seutu:Body ; skos:prefLabel "AKO"@fi , "AKO"@sv , "RCP"@en ;
    rdfs:seeAlso <javascript:alert(1)> , <http://example.org/> ; rdfs:comment "<script>alert(1)</script>" .
<id/body/old> skos:prefLabel "vanha"@fi ; owl:deprecated true ; dcterms:isReplacedBy <id/body/ako> .
<id/body/gone> owl:deprecated true .
<id/statement/1> a seutu:Statement , seutu:DecisionRole ; seutu:holder <id/body/ako> ;
    seutu:evidence <id/source/deck/line/9> .
<id/source/deck> a seutu:Source ; skos:prefLabel "Kalvot"@fi , "Slides"@en ;
    dcterms:language <http://publications.europa.eu/resource/authority/language/FIN> .
<id/source/deck/line/9> a seutu:Passage ; seutu:inSource <id/source/deck> ; seutu:lineNumber 9 ;
    oa:exact "- AKO päättää" ; skos:prefLabel "AKO beslutar"@sv .
<id/catalogue/seutu> a dcat:Catalog ; dcterms:title "Luettelo"@fi ; dcterms:description "Kuvaus"@fi ;
    dcat:dataset <id/dataset/one> ; dcat:hasVersion <id/catalogue/seutu/0.1.0> .
<id/dataset/one> dcterms:title "One"@en ; dcterms:description "What it is"@en .
<id/catalogue/seutu/0.1.0> dcat:version "0.1.0" ; dcterms:issued "2026-11-26" .
"""


def page(pages: Pages, path: str) -> Page:
    return pages.page(next(one for one in pages.published.documents if one.path == path))


def read(shown: Page) -> Reader:
    reader = Reader(Renderer(template()).html(shown))
    assert reader.faults == []
    return reader
