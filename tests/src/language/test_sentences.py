"""Templates of sentences: what is read, what is said, and how a malformed one is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.errors import TemplateError
from seutu.language import sentences
from seutu.language.sentences import Words
from seutu.phrases import LANGUAGES

NAMES = st.from_regex(r"[a-z][A-Za-z0-9]{0,8}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_characters="{}[]", exclude_categories=("Cs", "Cc")), max_size=12)
SLOTS = st.one_of(
    NAMES.map(lambda name: f"{{{name}}}"),
    st.tuples(NAMES, NAMES).map(lambda pair: f"{{{pair[0]}@{pair[1]}}}"),
    NAMES.map(lambda name: f"{{{name}#is|are}}"),
)
CONCEPTS = st.from_regex(r"[a-z]{1,6}(-[a-z]{1,6})?", fullmatch=True)
CONDITIONS = st.one_of(
    st.tuples(NAMES, st.sampled_from(["=", "!="]), CONCEPTS).map(lambda parts: f"{{{''.join(parts)}}}"),
    st.tuples(st.sampled_from("!?"), NAMES).map(lambda parts: f"{{{''.join(parts)}}}"),
)
STRETCHES = st.lists(st.one_of(TEXTS, SLOTS), max_size=4).map("".join)
ASKING = st.lists(st.one_of(TEXTS, SLOTS, CONDITIONS), max_size=4).map("".join)
WELL_FORMED = st.lists(st.one_of(STRETCHES, ASKING.map(lambda inner: f"[{inner}]")), max_size=4).map("".join)
SAID = st.lists(TEXTS.filter(bool), max_size=3).map(tuple)
WORDS = st.builds(Words, SAID, SAID, st.booleans(), st.frozensets(CONCEPTS, max_size=2))


def words(**values: str) -> dict[str, Words]:
    """Words of one number, several parted by a comma."""
    return {name: many(*text.split(",")) for name, text in values.items()}


def many(*values: str) -> Words:
    return Words(values, values, len(values) > 1)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (words(body="the board", function="decides"), "the board decides."),
        (words(body="b,c", function="f", matter="m"), "b and c f; matter: m."),
        (words(body="a,b,c", function="f", towards="t"), "a, b and c f for t."),
        (words(function="decides"), "– decides."),
        (words(body="x", function="f", matter="m", towards="t"), "x f; matter: m for t."),
    ],
)
def test_what_there_is_is_said(values: dict[str, Words], said: str) -> None:
    template = sentences.parse("{body} {function}[; matter: {matter}][ for {towards}].")
    assert template.filled(values, "en") == said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (Words(("the board",), ("the board",)), "the board decides and is one."),
        (Words(("the towns",), ("the towns",), plural=True), "the towns decide and are many."),
        (many("a", "b"), "a and b decide and are many."),
    ],
)
def test_a_verb_goes_with_the_number_of_what_it_is_said_of(body: Words, said: str) -> None:
    template = sentences.parse("{body} {function@body} and {body#is one|are many}.")
    assert template.filled({"body": body, "function": Words(("decides",), ("decide",))}, "en") == said


@pytest.mark.parametrize(
    ("modality", "said"),
    [
        ("possible", "AKO can contribute data; time unknown."),
        ("asserted", "AKO contributes data; time unknown."),
        (None, "AKO contributes data; time unknown."),
    ],
)
def test_a_part_is_said_under_its_conditions(modality: str | None, said: str) -> None:
    template = sentences.parse(
        "{body} [{modality=possible}can contribute][{modality!=possible}{body#contributes|contribute}] {what}"
        "[{!during}; time unknown][{?during}; time known][{what=data}{!modality}; unmodal data]."
    )
    given = words(body="AKO", what="data")
    if modality:
        given["modality"] = Words((modality,), (modality,), concepts=frozenset({modality}))
    assert template.filled(given, "en") == said


@given(WELL_FORMED, st.dictionaries(NAMES, WORDS, max_size=4))
def test_of_a_condition_and_its_contrary_one_is_said(text: str, values: dict[str, Words]) -> None:
    for condition in sentences.parse(text).conditions:
        contrary = sentences.Condition(condition.name, condition.concept, not condition.holds)
        assert condition.is_met(values) is not contrary.is_met(values)


@pytest.mark.parametrize(
    ("text", "said"), [("a b", "A b"), ("", ""), ("å", "Å"), ("AKO", "AKO"), ("”a”", "”a”")]
)
def test_a_sentence_begins_with_a_capital(text: str, said: str) -> None:
    assert sentences.capital(text) == said


@pytest.mark.parametrize(("lang", "said"), [("fi", "a, b ja c"), ("sv", "a, b och c"), ("en", "a, b and c")])
def test_several_values_are_listed_in_the_language(lang: str, said: str) -> None:
    assert sentences.parse("{x}").filled(words(x="a,b,c"), lang) == said


@given(WELL_FORMED, st.dictionaries(NAMES, WORDS, max_size=4), st.sampled_from(LANGUAGES))
def test_a_well_formed_template_is_always_said_and_shows_no_mark(
    text: str, values: dict[str, Words], lang: str
) -> None:
    template = sentences.parse(text)
    said = template.filled(values, lang)
    assert not set("{}[]") & set(said)
    assert all(f"{{{name}" in text for name in template.names)


@given(WELL_FORMED, st.sampled_from(["{", "}", "[", "]"]), st.data())
def test_one_mark_too_many_is_refused_in_one_sentence(text: str, mark: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    broken = text[:at] + mark + text[at:]
    with pytest.raises(TemplateError) as refusal:
        sentences.parse(broken)
    assert str(refusal.value).endswith("correct it in ontology/.")


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{a b}", "'a b' is not the name of a property"),
        ("{}", "'' is not the name of a property"),
        ("x]", "']' has no counterpart"),
        ("[[x]]", "'[' has no counterpart"),
        ("[x", "'[' has no counterpart"),
        ("{x", "'{' has no counterpart"),
        ("{x#one}", "'x#one' is not the name of a property"),
        ("{x@}", "'x@' is not the name of a property"),
        ("[{x=}]", "'x=' is not the name of a property"),
        ("[{=a}]", "'=a' is not the name of a property"),
        ("[{!}]", "'!' is not the name of a property"),
        ("[{?}]", "'?' is not the name of a property"),
        ("{?x}", "the condition '?x' stands outside square brackets"),
        ("[{x=A b}]", "'x=A b' is not the name of a property"),
        ("{x=a}", "the condition 'x=a' stands outside square brackets"),
        ("[y]{!x}", "the condition '!x' stands outside square brackets"),
    ],
)
def test_a_fault_is_named(text: str, problem: str) -> None:
    with pytest.raises(TemplateError) as refusal:
        sentences.parse(text)
    assert problem in str(refusal.value)
    assert f'Template "{text}", character ' in str(refusal.value)
