"""The pitfalls of OOPS!: none occurs in the complete example, and each when one thing is changed, and it alone."""

import pytest

from seutu.judges import oops
from seutu.judges.remedies import ADVICE
from tests.src.judged import ONTOLOGY, changed, stored

NS = "https://w3id.org/example/ont#"
HEADER = "https://w3id.org/example/ont"


def term(name: str, kind: str, rest: str = "") -> str:
    """One more term, complete; ``rest`` is what else is said of it."""
    said = f'rdfs:label "{name} label"@en ; skos:definition "What {name} means."@en'
    return f"\nex:{name} a owl:{kind} ; {said} {rest} .\n"


def added(text: str) -> str:
    return ONTOLOGY + text


def property_(name: str, rest: str = "", kind: str = "owl:SymmetricProperty") -> str:
    ends = "; rdfs:domain ex:Body ; rdfs:range ex:Body"
    return term(name, f"ObjectProperty , {kind}" if kind else "ObjectProperty", f"{ends} {rest}")


def class_(name: str, rest: str = "") -> str:
    return term(name, "Class", f"; rdfs:subClassOf ex:Body {rest}")


# For each pitfall an ontology in which it occurs, and what it concerns.
CASES: dict[str, list[tuple[str, str]]] = {
    "P02": [(added(class_("Organ", "; owl:equivalentClass ex:TownCouncil")), "Organ")],
    "P03": [(added(property_("is")), "is")],
    "P04": [(added(term("Island", "Class")), "Island")],
    "P05": [
        (
            changed(
                ONTOLOGY,
                'acts in it."@en ;\n    rdfs:domain ex:Period',
                'acts in it."@en ;\n    rdfs:domain ex:Body',
            ),
            "actsDuring",
        )
    ],
    "P06": [
        (
            changed(ONTOLOGY, "rdfs:subClassOf foaf:Agent", "rdfs:subClassOf foaf:Agent , ex:TownCouncil"),
            "Body TownCouncil",
        )
    ],
    "P07": [
        (added(class_("TownAndCity")), "TownAndCity"),
        (changed(ONTOLOGY, '"town council"@en', '"town or city council"@en'), "TownCouncil"),
    ],
    "P08": [
        (changed(ONTOLOGY, '    rdfs:label "town council"@en ;\n', ""), "TownCouncil"),
        (
            changed(ONTOLOGY, '    skos:definition "How many letters a body has sent."@en ;\n', ""),
            "lettersSent",
        ),
    ],
    "P10": [(changed(ONTOLOGY, "    owl:disjointWith ex:Body", "    rdfs:seeAlso ex:Body"), "")],
    "P11": [
        (changed(ONTOLOGY, " ;\n    rdfs:range xsd:integer", ""), "lettersSent"),
        (
            changed(
                ONTOLOGY,
                '"How many letters a body has sent."@en ;\n    rdfs:domain ex:Body',
                '"How many letters a body has sent."@en',
            ),
            "lettersSent",
        ),
    ],
    "P12": [
        (
            added(property_("collaboratesWith")).replace("collaboratesWith label", "works with"),
            "collaboratesWith worksWith",
        )
    ],
    "P13": [(added(property_("feeds", kind="")), "feeds")],
    "P19": [
        (changed(ONTOLOGY, "rdfs:range xsd:integer", "rdfs:range xsd:integer , xsd:decimal"), "lettersSent"),
        (added("ex:lettersSent rdfs:domain ex:Period ."), "lettersSent"),
    ],
    "P20": [(changed(ONTOLOGY, '"A body that a town elects."@en', '"Town council"@en'), "TownCouncil")],
    "P21": [(added(class_("OtherBody")), "OtherBody"), (added(class_("Miscellaneous")), "Miscellaneous")],
    "P22": [
        (added(property_("works_for")), "works_for"),
        (added(property_("WorksFor")), "WorksFor"),
        (added(class_("council")), "council"),
    ],
    "P25": [(added(property_("equals", "; owl:inverseOf ex:equals")), "equals")],
    "P26": [(added(property_("hasPartner", "; owl:inverseOf ex:worksWith")), "hasPartner worksWith")],
    "P27": [
        (
            added("ex:actsDuring owl:equivalentProperty ex:worksWith ."),
            "actsDuring",
        )
    ],
    "P28": [
        (
            changed(
                ONTOLOGY,
                'works with."@en ;\n    rdfs:domain ex:Body',
                'works with."@en ;\n    rdfs:domain ex:Period',
            ),
            "worksWith",
        )
    ],
    "P29": [
        (
            changed(
                ONTOLOGY,
                "ex:actsDuring a owl:ObjectProperty",
                "ex:actsDuring a owl:ObjectProperty , owl:TransitiveProperty",
            ),
            "actsDuring",
        )
    ],
    "P30": [(added("<https://schema.org/Period> a owl:Class ."), "Period")],
    "P32": [(changed(ONTOLOGY, '"town council"@en', '"period"@en'), "Period TownCouncil")],
    "P33": [(added("ex:worksWith owl:propertyChainAxiom ( ex:worksWith ) ."), "worksWith")],
    "P34": [
        (changed(ONTOLOGY, "foaf:Agent a owl:Class .", ""), "http://xmlns.com/foaf/0.1/Agent"),
        (added("<https://w3id.org/example/maker> a foaf:Person ."), "http://xmlns.com/foaf/0.1/Person"),
    ],
    "P35": [
        (changed(ONTOLOGY, "foaf:logo a owl:AnnotationProperty .", ""), "http://xmlns.com/foaf/0.1/logo"),
        (added("ex:worksWith rdfs:subPropertyOf foaf:knows ."), "http://xmlns.com/foaf/0.1/knows"),
    ],
    "P36": [
        (
            ONTOLOGY.replace("<https://w3id.org/example/ont>", "<https://w3id.org/example/ont.owl>"),
            "https://w3id.org/example/ont.owl",
        ),
    ],
    "P38": [(ONTOLOGY.replace("a owl:Ontology", "a owl:Thing"), "http://www.w3.org/2002/07/owl#Ontology")],
    "P39": [
        (changed(ONTOLOGY, '    vann:preferredNamespaceUri "https://w3id.org/example/ont#" ;\n', ""), HEADER),
        (changed(ONTOLOGY, '"https://w3id.org/example/ont#"', '"https://w3id.org/example/ont"'), HEADER),
    ],
    "P40": [(added("foaf:Agent rdfs:subClassOf ex:Period ."), "http://xmlns.com/foaf/0.1/Agent")],
    "P41": [
        (
            changed(ONTOLOGY, "    dcterms:license <https://creativecommons.org/licenses/by/4.0/> ;\n", ""),
            HEADER,
        )
    ],
}


def found(text: str) -> dict[str, tuple[str, ...]]:
    return {pitfall.id: pitfall.elements for pitfall in oops.assess(stored(text)).pitfalls}


def iris(names: str) -> tuple[str, ...]:
    return tuple(name if ":" in name else NS + name for name in names.split()) or (HEADER,)


def test_none_occurs_in_the_complete_example() -> None:
    verdict = oops.assess(stored(ONTOLOGY))
    assert (verdict.pitfalls, verdict.idle) == ((), ())


@pytest.mark.parametrize(
    ("name", "text", "elements"), [(name, *case) for name, cases in CASES.items() for case in cases]
)
def test_a_pitfall_is_found_and_it_alone(name: str, text: str, elements: str) -> None:
    assert found(text) == {name: iris(elements)}


def test_a_property_that_hangs_on_nothing_lacks_its_ends_too() -> None:
    lonely = {"P04": iris("lonely"), "P11": iris("lonely")}
    assert found(added(term("lonely", "DatatypeProperty"))) == lonely
    tied = "; rdfs:subPropertyOf ex:lettersSent"
    assert found(added(term("lonely", "DatatypeProperty", tied))) == {"P11": iris("lonely")}


def test_every_pitfall_has_a_case_and_advice() -> None:
    assert list(CASES) == list(oops.PITFALLS) == list(ADVICE)
    for advice in ADVICE.values():
        assert len(set(advice.json().values())) == 3
        assert all(text.endswith(".") for text in advice.json().values())


WITHOUT_INVERSE = added(property_("feeds", kind="") + property_("sells", kind=""))


def noted(subject: str, *notes: str) -> str:
    return "".join(f"\n{subject} skos:editorialNote {note} .\n" for note in notes)


def test_a_note_on_a_term_accepts_the_pitfall_of_that_term() -> None:
    verdict = oops.assess(
        stored(WITHOUT_INVERSE + noted("ex:feeds", '"P13: nobody asks."@en', '"P13: ingen frågar."@sv'))
    )
    (pitfall,) = verdict.pitfalls
    assert pitfall.elements == iris("sells")
    assert pitfall.accepted == (
        oops.Acceptance({"en": "nobody asks.", "sv": "ingen frågar."}, iris("feeds")),
    )
    assert verdict.open == [pitfall]


def test_a_note_on_the_header_accepts_the_pitfall_of_all() -> None:
    verdict = oops.assess(stored(WITHOUT_INVERSE + noted(f"<{HEADER}>", '"P13: not needed."')))
    (pitfall,) = verdict.pitfalls
    assert (pitfall.elements, verdict.open, verdict.idle) == ((), [], ())
    assert pitfall.accepted == (oops.Acceptance({"": "not needed."}, iris("feeds sells")),)


def test_the_same_reason_is_told_once() -> None:
    text = WITHOUT_INVERSE + noted("ex:feeds", '"P13: so."@en') + noted("ex:sells", '"P13: so."@en')
    assert oops.assess(stored(text)).pitfalls[0].accepted == (
        oops.Acceptance({"en": "so."}, iris("feeds sells")),
    )


@pytest.mark.parametrize(
    "note", ['"P13:"', '"P13 because"', '"13: because"', '"P13: "', '"We do. P13: because"']
)
def test_what_is_no_reason_accepts_nothing(note: str) -> None:
    verdict = oops.assess(stored(WITHOUT_INVERSE + noted("ex:feeds", note)))
    assert verdict.pitfalls[0].elements == iris("feeds sells")


def test_a_reason_for_another_pitfall_accepts_nothing_and_is_idle() -> None:
    verdict = oops.assess(stored(WITHOUT_INVERSE + noted("ex:feeds", '"P11: because"@en')))
    assert verdict.pitfalls[0].elements == iris("feeds sells")
    assert verdict.idle == (("P11", NS + "feeds"),)


def test_a_note_on_the_header_about_what_does_not_occur_is_idle() -> None:
    verdict = oops.assess(stored(ONTOLOGY + noted(f"<{HEADER}>", '"P13: because"@en')))
    assert verdict.idle == (("P13", HEADER),)


def test_a_note_on_a_term_that_is_not_concerned_is_idle() -> None:
    verdict = oops.assess(stored(WITHOUT_INVERSE + noted("ex:worksWith", '"P13: because"@en')))
    assert verdict.idle == (("P13", NS + "worksWith"),)


def test_without_terms_of_its_own_only_the_header_is_judged() -> None:
    # Nothing tells which terms are its own, so that their axioms and notes cannot be said to be amiss.
    elsewhere = changed(ONTOLOGY, f'Uri "{NS}"', 'Uri "https://w3id.org/elsewhere#"')
    text = elsewhere + noted("ex:feeds", '"P11: because"@en')
    verdict = oops.assess(stored(text))
    assert {pitfall.id for pitfall in verdict.pitfalls} <= {"P36", "P38", "P39", "P41"}
    assert verdict.idle == ()
