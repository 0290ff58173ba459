"""The pitfalls of OOPS! in the complete example, and the notes by which they are accepted."""

import pytest

from seutu.quality import oops
from tests.helpers.judged import ONTOLOGY, changed, stored

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


def found(text: str) -> dict[str, tuple[str, ...]]:
    return {pitfall.id: pitfall.elements for pitfall in oops.assess(stored(text)).pitfalls}


def iris(names: str) -> tuple[str, ...]:
    return tuple(name if ":" in name else NS + name for name in names.split()) or (HEADER,)


def test_none_occurs_in_the_complete_example() -> None:
    verdict = oops.assess(stored(ONTOLOGY))
    assert (verdict.pitfalls, verdict.unused_notes) == ((), ())


def test_a_namespace_ends_in_a_hash_sign_or_a_slash() -> None:
    assert found(changed(ONTOLOGY, f'"{NS}"', f'"{HEADER}"')) == {"P39": (HEADER,)}
    assert found(changed(ONTOLOGY, f'"{NS}"', f'"{HEADER}/"')) == {}


def test_a_property_that_hangs_on_nothing_lacks_its_ends_too() -> None:
    lonely = {"P04": iris("lonely"), "P11": iris("lonely")}
    assert found(added(term("lonely", "DatatypeProperty"))) == lonely
    tied = "; rdfs:subPropertyOf ex:lettersSent"
    assert found(added(term("lonely", "DatatypeProperty", tied))) == {"P11": iris("lonely")}


def test_the_advice_is_the_problem_and_the_solution_of_the_header() -> None:
    pitfall = oops.PitfallQuery.parse(
        "x.rq",
        "# problem: One is two\n# problem@fi: Yksi on kaksi\n# problem@sv: En är två\n"
        "# solution: Keep IRIs\n# solution@fi: Pidä IRIt\n# solution@sv: Behåll dem\n# code: P02\nSELECT ?focus {}\n",
    )
    assert pitfall.code == "P02"
    assert pitfall.advice.json() == {
        "fi": "Yksi on kaksi: pidä IRIt.",
        "sv": "En är två: behåll dem.",
        "en": "One is two: keep IRIs.",
    }


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
    assert verdict.unaccepted == [pitfall]


def test_a_note_on_the_header_accepts_the_pitfall_of_all() -> None:
    verdict = oops.assess(stored(WITHOUT_INVERSE + noted(f"<{HEADER}>", '"P13: not needed."')))
    (pitfall,) = verdict.pitfalls
    assert (pitfall.elements, verdict.unaccepted, verdict.unused_notes) == ((), [], ())
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
    assert verdict.unused_notes == (("P11", NS + "feeds"),)


def test_a_note_on_the_header_about_what_does_not_occur_is_idle() -> None:
    verdict = oops.assess(stored(ONTOLOGY + noted(f"<{HEADER}>", '"P13: because"@en')))
    assert verdict.unused_notes == (("P13", HEADER),)


def test_a_note_on_a_term_that_is_not_concerned_is_idle() -> None:
    verdict = oops.assess(stored(WITHOUT_INVERSE + noted("ex:worksWith", '"P13: because"@en')))
    assert verdict.unused_notes == (("P13", NS + "worksWith"),)


def test_without_terms_of_its_own_only_the_header_is_judged() -> None:
    # Nothing tells which terms are its own, so that their axioms and notes cannot be said to be amiss.
    elsewhere = changed(ONTOLOGY, f'Uri "{NS}"', 'Uri "https://w3id.org/elsewhere#"')
    text = elsewhere + noted("ex:feeds", '"P11: because"@en')
    verdict = oops.assess(stored(text))
    assert {pitfall.id for pitfall in verdict.pitfalls} <= {"P36", "P38", "P39", "P41"}
    assert verdict.unused_notes == ()
