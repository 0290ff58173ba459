"""Every failure is one sentence that says what to do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu import errors
from seutu.phrases import Phrase


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            errors.InputError("data/x.ttl", Phrase("is empty"), Phrase("fill it"), 12),
            "data/x.ttl:12: is empty; fill it.",
        ),
        (
            errors.InputError("x.ttl", Phrase("is empty"), Phrase("fill it"), 12, 3),
            "x.ttl:12:3: is empty; fill it.",
        ),
        (errors.InputError("x.ttl", Phrase("is empty"), Phrase("fill it")), "x.ttl: is empty; fill it."),
        (
            errors.ShapesError("s.ttl", Phrase("is odd"), Phrase("mend it"), 4, "http://x/s"),
            "s.ttl:4: is odd; mend it.",
        ),
        (errors.QuerySyntaxError("q.rq", 2, 5, Phrase("no '}' closes it")), "q.rq:2:5: no '}' closes it."),
        (errors.QuerySyntaxError("query", None, None, Phrase("is empty")), "query: is empty."),
        (
            errors.WorkspaceError("/x", Phrase("is no folder"), Phrase("give one")),
            "/x: is no folder; give one.",
        ),
        (errors.OutputError("build", Phrase("is full"), Phrase("make room")), "build: is full; make room."),
        (
            errors.UnknownName(Phrase("question"), "who-decide", ["who-decides", "roles"]),
            "No question 'who-decide'. Did you mean 'who-decides'?",
        ),
        (errors.UnknownName(Phrase("question"), "zzz", ["roles"]), "No question 'zzz'. Known: roles."),
        (errors.UnknownName(Phrase("question"), "zzz"), "No question 'zzz'. No question is known here."),
        (
            errors.UnknownName(Phrase("thing"), "zzz", [f"q{n:02}" for n in range(20)]),
            "No thing 'zzz'. 20 are known, none of them similar.",
        ),
        (
            errors.AmbiguousName("Jämsä", ["region:jamsa", "body:jamsa"]),
            "'Jämsä' names more than one thing: write one of body:jamsa, region:jamsa.",
        ),
    ],
)
def test_an_error_is_a_sentence(error: errors.SeutuError, sentence: str) -> None:
    assert str(error) == sentence
    assert error.exit_code == 2


def test_not_a_query_says_what_is_one() -> None:
    assert str(errors.NotAQuery("q.rq")).endswith("write SELECT, ASK, CONSTRUCT or DESCRIBE.")


def test_several_near_names_are_all_proposed() -> None:
    error = errors.UnknownName(Phrase("question"), "role", ["roles", "xrole", "x"])
    assert set(error.nearest) == {"roles", "xrole"}
    assert " or " in str(error)


@pytest.mark.parametrize(
    ("sentence", "begun"),
    [
        ("Unexpected end of file", "unexpected end of file"),
        ("A value", "a value"),
        ("XML namespaces are required", "XML namespaces are required"),
        ("JSON-LD has no place for it", "JSON-LD has no place for it"),
        ("IRIs differ", "IRIs differ"),
        ("N-Triples end", "N-Triples end"),
        ("@id is defined twice", "@id is defined twice"),
        ("", ""),
    ],
)
def test_a_sentence_of_a_parser_begins_small_but_for_acronyms(sentence: str, begun: str) -> None:
    assert errors.uncapitalised(sentence) == begun


@given(st.text(), st.lists(st.text()))
def test_any_name_can_be_unknown(name: str, known: list[str]) -> None:
    assert str(errors.UnknownName(Phrase("thing"), name, known)).startswith(f"No thing '{name}'.")


def test_slip_of_the_pen_is_proposed_before_a_word_in_common() -> None:
    refusal = errors.UnknownName(
        Phrase("thing"), "nod person", ["nod", "node person"], sharing=["nod", "node"]
    )

    assert refusal.nearest == ["node person", "nod", "node"]
