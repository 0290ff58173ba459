"""What to do for each pitfall of the OOPS! catalogue, by its name; kept apart from how the pitfalls are found."""

from collections.abc import Mapping
from types import MappingProxyType

from seutu.judges.advice import Advice

ADVICE: Mapping[str, Advice] = MappingProxyType(
    {
        "P02": Advice(
            "Two classes of the ontology are the same: keep one, and give it the other's name as skos:altLabel.",
            "Kaksi ontologian luokkaa tarkoittaa samaa: pidä toinen ja anna sille toisen nimi (skos:altLabel).",
            "Två klasser i ontologin är samma: behåll en och ge den den andras namn (skos:altLabel).",
        ),
        "P03": Advice(
            "A property called “is” says too little: use rdf:type or rdfs:subClassOf, or name the relation.",
            "Ominaisuus ”is” kertoo liian vähän: käytä rdf:type tai rdfs:subClassOf tai nimeä suhde.",
            "En egenskap som heter ”is” säger för lite: använd rdf:type, rdfs:subClassOf eller ett eget namn.",
        ),
        "P04": Advice(
            "The term hangs on nothing: relate it to another one, or take it out.",
            "Termi ei liity mihinkään: liitä se toiseen tai poista se.",
            "Termen hänger inte ihop med något: knyt den till en annan eller ta bort den.",
        ),
        "P05": Advice(
            "The domain of a property must be the range of its inverse, and the other way round: make them agree.",
            "Ominaisuuden määrittelyjoukon on oltava sen käänteisen arvojoukko ja päinvastoin: saata ne yhtäpitäviksi.",
            "En egenskaps domän ska vara inversens räckvidd och tvärtom: få dem att stämma överens.",
        ),
        "P06": Advice(
            "The class lies below itself: cut the circle of rdfs:subClassOf.",
            "Luokka on itsensä alaluokka: katkaise rdfs:subClassOf-kehä.",
            "Klassen är en underklass till sig själv: bryt cirkeln av rdfs:subClassOf.",
        ),
        "P07": Advice(
            "One class stands for two things: make a class of each.",
            "Yksi luokka tarkoittaa kahta asiaa: tee kummastakin oma luokka.",
            "En klass står för två saker: gör en klass av var och en.",
        ),
        "P08": Advice(
            "The term lacks a label or a definition: give it rdfs:label and skos:definition.",
            "Termiltä puuttuu nimi tai määritelmä: anna sille rdfs:label ja skos:definition.",
            "Termen saknar benämning eller definition: ge den rdfs:label och skos:definition.",
        ),
        "P10": Advice(
            "No classes exclude each other: say which do (owl:AllDisjointClasses).",
            "Mitkään luokat eivät sulje toisiaan pois: kerro, mitkä sulkevat (owl:AllDisjointClasses).",
            "Inga klasser utesluter varandra: ange vilka som gör det (owl:AllDisjointClasses).",
        ),
        "P11": Advice(
            "The property lacks rdfs:domain or rdfs:range: give it both, or say why it cannot have them.",
            "Ominaisuudelta puuttuu rdfs:domain tai rdfs:range: anna molemmat tai kerro, miksei sillä voi niitä olla.",
            "Egenskapen saknar rdfs:domain eller rdfs:range: ge den båda, eller säg varför den inte kan ha dem.",
        ),
        "P12": Advice(
            "Two properties share a label: state that they are equivalent, or tell them apart by their names.",
            "Kahdella ominaisuudella on sama nimi: ilmoita ne samoiksi tai erota ne nimiltään.",
            "Två egenskaper har samma benämning: ange att de är ekvivalenta, eller skilj dem åt med namnen.",
        ),
        "P13": Advice(
            "The property has no inverse: state one (owl:inverseOf), or say why none is needed.",
            "Ominaisuudella ei ole käänteistä: ilmoita se (owl:inverseOf) tai kerro, miksei sitä tarvita.",
            "Egenskapen har ingen invers: ange en (owl:inverseOf), eller säg varför ingen behövs.",
        ),
        "P19": Advice(
            "Several domains or ranges mean that all hold at once: keep one, such as a common superclass.",
            "Useasta määrittely- tai arvojoukosta kaikki pätevät: pidä yksi, esimerkiksi yhteinen yläluokka.",
            "Flera domäner eller räckvidder betyder att alla gäller: behåll en, till exempel en gemensam överklass.",
        ),
        "P20": Advice(
            "The definition only repeats the label: say what the term means.",
            "Määritelmä vain toistaa nimen: kerro, mitä termi tarkoittaa.",
            "Definitionen upprepar bara benämningen: säg vad termen betyder.",
        ),
        "P21": Advice(
            "A class for the rest says only what its things are not: use the superclass for them.",
            "Kaatoluokka kertoo vain, mitä sen jäsenet eivät ole: käytä niille yläluokkaa.",
            "En restklass säger bara vad dess ting inte är: använd överklassen för dem.",
        ),
        "P22": Advice(
            "The term is named in another manner than the others: write all names in one.",
            "Termi on nimetty toisin kuin muut: kirjoita kaikki nimet samalla tavalla.",
            "Termen är namngiven på ett annat sätt än de andra: skriv alla namn på ett sätt.",
        ),
        "P25": Advice(
            "A property that is its own inverse is symmetric: say so (owl:SymmetricProperty).",
            "Ominaisuus, joka on oma käänteisensä, on symmetrinen: sano se (owl:SymmetricProperty).",
            "En egenskap som är sin egen invers är symmetrisk: ange det (owl:SymmetricProperty).",
        ),
        "P26": Advice(
            "A symmetric property is its own inverse: take the other one out.",
            "Symmetrinen ominaisuus on oma käänteisensä: poista toinen.",
            "En symmetrisk egenskap är sin egen invers: ta bort den andra.",
        ),
        "P27": Advice(
            "Equivalent properties must have the same domain and range: make them agree, or use rdfs:subPropertyOf.",
            "Samaa tarkoittavilla on samat määrittely- ja arvojoukot: yhtenäistä ne tai käytä rdfs:subPropertyOf.",
            "Ekvivalenta egenskaper ska ha samma domän och räckvidd: jämka dem, eller använd rdfs:subPropertyOf.",
        ),
        "P28": Advice(
            "The ends of a symmetric property are of one kind: give it the same domain and range.",
            "Symmetrisen ominaisuuden päät ovat samaa lajia: anna sille sama määrittely- ja arvojoukko.",
            "Ändarna av en symmetrisk egenskap är av samma slag: ge den samma domän och räckvidd.",
        ),
        "P29": Advice(
            "The ends of a transitive property are of one kind: give it the same domain and range.",
            "Transitiivisen ominaisuuden päät ovat samaa lajia: anna sille sama määrittely- ja arvojoukko.",
            "Ändarna av en transitiv egenskap är av samma slag: ge den samma domän och räckvidd.",
        ),
        "P30": Advice(
            "Another vocabulary has a class of this name: say how the two are related, if only by rdfs:seeAlso.",
            "Toisessa sanastossa on samanniminen luokka: kerro niiden suhde, vaikka vain ominaisuudella rdfs:seeAlso.",
            "En annan vokabulär har en klass med detta namn: ange hur de hänger ihop, om så bara med rdfs:seeAlso.",
        ),
        "P32": Advice(
            "Two classes share a label: tell them apart by their names.",
            "Kahdella luokalla on sama nimi: erota ne nimiltään.",
            "Två klasser har samma benämning: skilj dem åt med namnen.",
        ),
        "P33": Advice(
            "A chain of one property is no chain: use rdfs:subPropertyOf.",
            "Yhden ominaisuuden ketju ei ole ketju: käytä rdfs:subPropertyOf.",
            "En kedja av en egenskap är ingen kedja: använd rdfs:subPropertyOf.",
        ),
        "P34": Advice(
            "What is used as a class is not said to be one: declare it (owl:Class).",
            "Luokkana käytettyä ei ole sanottu luokaksi: ilmoita se (owl:Class).",
            "Det som används som klass anges inte vara en: deklarera den (owl:Class).",
        ),
        "P35": Advice(
            "What is used as a property is not said to be one: declare it, such as by owl:AnnotationProperty.",
            "Ominaisuutena käytettyä ei ole sanottu ominaisuudeksi: ilmoita se, esimerkiksi owl:AnnotationProperty.",
            "Det som används som egenskap anges inte vara en: deklarera den, till exempel som owl:AnnotationProperty.",
        ),
        "P36": Advice(
            "The IRI names a file's format: take the extension out of it.",
            "IRIssä on tiedostomuodon nimi: poista siitä tiedostopääte.",
            "IRI:n nämner ett filformat: ta bort filändelsen ur den.",
        ),
        "P38": Advice(
            "Nothing is said to be the ontology: declare its IRI (a owl:Ontology).",
            "Minkään ei sanota olevan ontologia: ilmoita sen IRI (a owl:Ontology).",
            "Inget anges vara ontologin: deklarera dess IRI (a owl:Ontology).",
        ),
        "P39": Advice(
            "The namespace is not told, or ends in neither # nor /: state it (vann:preferredNamespaceUri).",
            "Nimiavaruutta ei kerrota tai sen lopussa ei ole # eikä /: ilmoita se (vann:preferredNamespaceUri).",
            "Namnrymden anges inte, eller slutar varken på # eller /: ange den (vann:preferredNamespaceUri).",
        ),
        "P40": Advice(
            "An axiom is given to a term of another vocabulary: move it to a term of your own, or say why it stays.",
            "Toisen sanaston termille annetaan aksiooma: siirrä se omalle termille tai kerro, miksi se jää.",
            "En term ur en annan vokabulär får ett axiom: flytta det till en egen term, eller säg varför det behövs.",
        ),
        "P41": Advice(
            "No licence is stated: say under which one the ontology is (dcterms:license).",
            "Käyttölupaa ei kerrota: ilmoita ontologian käyttölupa (dcterms:license).",
            "Ingen licens anges: ange ontologins licens (dcterms:license).",
        ),
    }
)
"""A pitfall's name to what to do about it."""
