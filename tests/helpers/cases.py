"""Facts of two cases and of their shared context, as a workspace of three files."""

from pathlib import Path

from seutu.api import Workspace
from tests.loading import ROOT

HEAD = """\
@prefix body: <https://w3id.org/seutu/id/body/> .
@prefix dataset: <https://w3id.org/seutu/id/dataset/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix function: <https://w3id.org/seutu/concept/function/> .
@prefix gap: <https://w3id.org/seutu/id/gap/> .
@prefix graph: <https://w3id.org/seutu/graph/data/> .
@prefix layer: <https://w3id.org/seutu/concept/layer/> .
@prefix modality: <https://w3id.org/seutu/concept/modality/> .
@prefix network: <https://w3id.org/seutu/id/network/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix passage-kind: <https://w3id.org/seutu/concept/passage-kind/> .
@prefix person: <https://w3id.org/seutu/id/person/> .
@prefix position: <https://w3id.org/seutu/concept/position/> .
@prefix post: <https://w3id.org/seutu/id/post/> .
@prefix programme: <https://w3id.org/seutu/id/programme/> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix region: <https://w3id.org/seutu/id/region/> .
@prefix relation: <https://w3id.org/seutu/concept/relation/> .
@prefix seutu: <https://w3id.org/seutu/ont#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix source: <https://w3id.org/seutu/id/source/> .
@prefix statement: <https://w3id.org/seutu/id/statement/> .

"""
VAASA = """\
graph:vaasa.ttl seutu:holdsLayer layer:stated ; seutu:holdsCase dataset:vaasa .
dataset:vaasa a seutu:Case ; seutu:caseProgramme programme:vaasa-ako ; seutu:caseRegion region:vaasan-seutu ;
    prov:hadPrimarySource source:v5 .
programme:vaasa-ako a seutu:Programme ; skos:prefLabel "Vaasanseudun aluekeskusohjelma"@fi .
region:vaasan-seutu a seutu:Region ; skos:prefLabel "Vaasan seutu"@fi .
source:v5 a seutu:Source ; skos:notation "V5" .
source:v5-section a seutu:Passage ; seutu:inSource source:v5 ; seutu:sectionNumber "1" ;
    seutu:passageKind passage-kind:content ;
    oa:exact "Ohjelmatyötä käsitellään ohjausryhmässä" .
body:steering-group a seutu:Body ; skos:prefLabel "ohjausryhmä"@fi .
statement:va15 a seutu:DecisionRole ; seutu:body body:steering-group ; seutu:function function:handles ;
    seutu:modality modality:asserted ; seutu:evidence source:v5-section .
"""
CENTRAL_BALTIC = """\
graph:central-baltic.ttl seutu:holdsLayer layer:stated ; seutu:holdsCase dataset:central-baltic .
dataset:central-baltic a seutu:Case ; seutu:caseProgramme programme:central-baltic ;
    seutu:caseRegion region:central-baltic ; prov:hadPrimarySource source:b7 , source:b12 .
programme:central-baltic a seutu:Programme ; skos:prefLabel "Central Baltic Programme"@en .
programme:part a seutu:Programme ; skos:prefLabel "a sub-programme"@en .
region:central-baltic a seutu:Region ; skos:prefLabel "the programme area"@en .
source:b7 a seutu:Source ; skos:notation "B7" .
source:b7-opening a seutu:Passage ; seutu:inSource source:b7 ; seutu:paragraphNumber 1 ;
    seutu:passageKind passage-kind:content ;
    oa:exact "the funding decisions are taken by the programme Steering Committee" .
body:steering-committee a seutu:Body ; skos:prefLabel "Steering Committee"@en .
body:of-a-part a seutu:Body ; skos:prefLabel "committee of a part"@en .
statement:cb18 a seutu:DecisionRole ; seutu:body body:steering-committee ; seutu:function function:decides ;
    seutu:modality modality:asserted ; seutu:evidence source:b7-opening .
statement:part a seutu:DecisionRole ; seutu:body body:of-a-part ; seutu:function function:decides ;
    seutu:inProgramme programme:part ; seutu:modality modality:asserted ; seutu:evidence source:b7-opening .
body:monitoring-committee a seutu:Body ; skos:prefLabel "Monitoring Committee"@en .
body:government-of-aland a seutu:Body ; skos:prefLabel "Ålands landskapsregering"@sv .
body:joint-secretariat a seutu:Body ; skos:prefLabel "Joint Secretariat"@en .
body:regional-council a seutu:Body ; skos:prefLabel "Regional Council of Southwest Finland"@en .
region:turku a seutu:Region ; skos:prefLabel "Turku"@en .
body:contact-point-sweden-south a seutu:Body ; skos:prefLabel "Contact Point South"@sv .
network:contact-points a seutu:Network ; skos:prefLabel "network of national Contact Points"@en .
statement:cb53 a seutu:NetworkRelation ; seutu:region region:central-baltic ; seutu:network network:contact-points ;
    seutu:node body:contact-point-sweden-south ; seutu:modality modality:asserted ;
    seutu:evidence source:b7-opening .
statement:cb51 a seutu:Mediation ; seutu:region region:central-baltic ; seutu:linkedProgramme programme:central-baltic ;
    seutu:through network:contact-points ; seutu:modality modality:asserted ; seutu:evidence source:b7-opening .
region:south-savo a seutu:Region ; skos:prefLabel "Etelä-Savo"@fi .
statement:cb76 a seutu:RegionMembership ; seutu:region region:central-baltic ; seutu:partRegion region:south-savo ;
    seutu:modality modality:asserted ; seutu:evidence source:b7-opening .
statement:cb17 a seutu:BodyMembership ; seutu:membershipOf body:monitoring-committee ;
    seutu:member body:government-of-aland ; seutu:position position:chair ;
    seutu:modality modality:asserted ; seutu:evidence source:b7-opening .
statement:cb19 a seutu:BodyMembership ; seutu:membershipOf body:steering-committee ; seutu:memberCount 22 ;
    seutu:position position:member ; seutu:modality modality:asserted ; seutu:evidence source:b7-opening .
source:b12 a seutu:Source ; skos:notation "B12" .
source:b12-par-3 a seutu:Passage ; seutu:inSource source:b12 ; seutu:paragraphNumber 3 ;
    seutu:passageKind passage-kind:content ; oa:exact "Niitepõld, the Head of the Managing Authority" .
person:niitepold a seutu:Person ; skos:prefLabel "Niitepõld"@en ; foaf:familyName "Niitepõld" ;
    seutu:namedIn source:b12-par-3 .
post:head-of-managing-authority a seutu:Post ; skos:prefLabel "Head of the Managing Authority"@en .
statement:cb36 a seutu:PostHolding ; seutu:heldPost post:head-of-managing-authority ; seutu:heldBy person:niitepold ;
    seutu:modality modality:asserted ; seutu:evidence source:b12-par-3 .
statement:cb42-host a seutu:BodyRelation ; seutu:relatedBody body:joint-secretariat ;
    seutu:bodyRelation relation:hosted-by ; seutu:relatedTo body:regional-council ;
    seutu:modality modality:asserted ; seutu:evidence source:b7-opening .
statement:cb42-seat a seutu:BodyRelation ; seutu:relatedBody body:joint-secretariat ;
    seutu:bodyRelation relation:seated-in ; seutu:relatedTo region:turku ;
    seutu:modality modality:asserted ; seutu:evidence source:b7-opening .
"""
SHARED = """\
graph:shared.ttl seutu:holdsLayer layer:context .
source:s1 a seutu:Source ; skos:notation "S1" .
body:ministry a seutu:Body ; skos:prefLabel "ministry"@en .
statement:shared a seutu:DecisionRole ; seutu:body body:ministry ; seutu:function function:decides ;
    seutu:modality modality:asserted ; seutu:evidence source:s1 .
"""


def opened(root: Path) -> Workspace:
    """The workspace, made in an empty folder."""
    (root / "data").mkdir()
    for name, text in (("vaasa", VAASA), ("central-baltic", CENTRAL_BALTIC), ("shared", SHARED)):
        (root / "data" / f"{name}.ttl").write_text(HEAD + text, encoding="utf-8")
    for name in ("ontology", "shapes", "queries"):
        (root / name).symlink_to(ROOT / name)
    return Workspace.open(root)
