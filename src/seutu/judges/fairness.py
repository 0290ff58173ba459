"""What to do for each check of FOOPS!, by its name; kept apart from how the checks are decided."""

from collections.abc import Mapping
from types import MappingProxyType

from seutu.judges.advice import Advice

_HEADER = Advice(
    "Say the missing thing in the header of the ontology, with the property named here.",
    "Kerro puuttuva tieto ontologian tunnisteosassa tässä nimetyllä ominaisuudella.",
    "Ange det som saknas i ontologins huvud, med den egenskap som nämns här.",
)

ADVICE: Mapping[str, Advice] = MappingProxyType(
    {
        "PURL1": Advice(
            "Give the ontology an IRI at a host that is kept up for good, such as w3id.org.",
            "Anna ontologialle IRI palvelimella, jota ylläpidetään pysyvästi, kuten w3id.org.",
            "Ge ontologin en IRI hos en värd som underhålls varaktigt, till exempel w3id.org.",
        ),
        "URI1": Advice(
            "The IRI of the ontology must answer: publish the folder and register its redirects.",
            "Ontologian IRIn on vastattava: julkaise kansio ja rekisteröi sen uudelleenohjaukset.",
            "Ontologins IRI måste svara: publicera mappen och registrera dess omdirigeringar.",
        ),
        "URI2": Advice(
            "What the IRI of the ontology answers with must name itself by that same IRI: publish under the base"
            " that the files were written for.",
            "Sen, mitä ontologian IRI palauttaa, on nimettävä itsensä samalla IRIllä: julkaise sen kannan alla,"
            " jota varten tiedostot kirjoitettiin.",
            "Det som ontologins IRI svarar med måste kalla sig vid samma IRI: publicera under den bas som filerna"
            " skrevs för.",
        ),
        "VER1": Advice(
            "Name this version by an IRI of its own (owl:versionIRI), other than that of the ontology.",
            "Nimeä tämä versio omalla IRIllä (owl:versionIRI), joka ei ole ontologian oma.",
            "Ge denna version en egen IRI (owl:versionIRI), en annan än ontologins.",
        ),
        "VER2": Advice(
            "The version IRI must answer: publish the folder of this version too and keep it.",
            "Version IRIn on vastattava: julkaise myös tämän version kansio ja säilytä se.",
            "Versionens IRI måste svara: publicera även denna versions mapp och behåll den.",
        ),
        "OM1": _HEADER,
        "FIND1": Advice(
            "Name the prefix that people are to use (vann:preferredNamespacePrefix).",
            "Nimeä etuliite, jota toivotaan käytettävän (vann:preferredNamespacePrefix).",
            "Ange det prefix som bör användas (vann:preferredNamespacePrefix).",
        ),
        "FIND2": Advice(
            "The prefix must be known to prefix.cc or LOV: register prefix and namespace as the header has them.",
            "Etuliitteen on oltava prefix.cc:n tai LOV:n tuntema: rekisteröi etuliite ja nimiavaruus, kuten ne ovat"
            " tunnisteosassa.",
            "Prefixet måste vara känt för prefix.cc eller LOV: registrera prefix och namnrymd som i huvudet.",
        ),
        "FIND3": Advice(
            "The ontology must be listed in LOV: propose it there once its IRI answers.",
            "Ontologian on oltava LOV:n luettelossa: ehdota sitä sinne, kun sen IRI vastaa.",
            "Ontologin måste finnas i LOV: föreslå den där när dess IRI svarar.",
        ),
        "FIND_3_BIS": Advice(
            "Name the catalogue that describes the ontology (schema:includedInDataCatalog).",
            "Nimeä luettelo, joka kuvaa ontologian (schema:includedInDataCatalog).",
            "Ange den katalog som beskriver ontologin (schema:includedInDataCatalog).",
        ),
        "CN1": Advice(
            "The IRI of the ontology must answer with HTML or RDF as asked: publish the folder with its redirects.",
            "Ontologian IRIn on palautettava HTML tai RDF pyynnön mukaan: julkaise kansio uudelleenohjauksineen.",
            "Ontologins IRI måste svara med HTML eller RDF efter önskan: publicera mappen med dess omdirigeringar.",
        ),
        "HTTP1": Advice(
            "Give the ontology an IRI that begins with http or https.",
            "Anna ontologialle IRI, jonka alussa on http tai https.",
            "Ge ontologin en IRI som börjar med http eller https.",
        ),
        "RDF1": Advice(
            "State in the RDF which resource is the ontology (a owl:Ontology).",
            "Kerro RDF:ssä, mikä resurssi on ontologia (a owl:Ontology).",
            "Ange i RDF vilken resurs som är ontologin (a owl:Ontology).",
        ),
        "VOC1": Advice(
            "Describe the ontology with properties of well-known vocabularies, such as DCMI Terms.",
            "Kuvaa ontologia tunnettujen sanastojen ominaisuuksilla, esimerkiksi DCMI Terms -sanaston.",
            "Beskriv ontologin med egenskaper ur kända vokabulärer, till exempel DCMI Terms.",
        ),
        "VOC2": Advice(
            "Let at least one term build on another vocabulary.",
            "Rakenna ainakin yksi termi toisen sanaston varaan.",
            "Låt minst en term bygga på en annan vokabulär.",
        ),
        "OM2": _HEADER,
        "OM3": _HEADER,
        "OM4.1": Advice(
            "Say under which licence the ontology is (dcterms:license).",
            "Kerro ontologian käyttölupa (dcterms:license).",
            "Ange ontologins licens (dcterms:license).",
        ),
        "OM4.2": Advice(
            "The IRI of the licence must answer: take that of the licence's own publisher.",
            "Käyttöluvan IRIn on vastattava: käytä luvan oman julkaisijan IRIä.",
            "Licensens IRI måste svara: ta den som licensens egen utgivare har.",
        ),
        "OM5.1": _HEADER,
        "OM5.2": _HEADER,
        "DOC1": Advice(
            "The IRI of the ontology must answer with a page for people: publish the folder with its pages.",
            "Ontologian IRIn on palautettava sivu ihmisille: julkaise kansio sivuineen.",
            "Ontologins IRI måste svara med en sida för människor: publicera mappen med dess sidor.",
        ),
        "VOC3": Advice(
            "Give every term a label (rdfs:label).",
            "Anna jokaiselle termille nimi (rdfs:label).",
            "Ge varje term en benämning (rdfs:label).",
        ),
        "VOC4": Advice(
            "Define every term (skos:definition or rdfs:comment).",
            "Määrittele jokainen termi (skos:definition tai rdfs:comment).",
            "Definiera varje term (skos:definition eller rdfs:comment).",
        ),
    }
)
"""A check's name to what to do for it."""
