"""Templates of sentences: what is read, what is said, and how a malformed one is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu import sentences
from seutu.errors import TemplateError
from seutu.phrases import LANGUAGES
from seutu.sentences import Words

NAMES = st.from_regex(r"[a-z][A-Za-z0-9]{0,8}", fullmatch=True)
TEXTS = st.text(st.characters(exclude_characters="{}[]", exclude_categories=("Cs", "Cc")), max_size=12)
SLOTS = st.one_of(
    NAMES.map(lambda name: f"{{{name}}}"),
    st.tuples(NAMES, NAMES).map(lambda pair: f"{{{pair[0]}@{pair[1]}}}"),
    NAMES.map(lambda name: f"{{{name}#is|are}}"),
)
STRETCHES = st.lists(st.one_of(TEXTS, SLOTS), max_size=4).map("".join)
WELL_FORMED = st.lists(st.one_of(STRETCHES, STRETCHES.map(lambda inner: f"[{inner}]")), max_size=4).map(
    "".join
)
SAID = st.lists(TEXTS.filter(bool), max_size=3).map(tuple)
WORDS = st.builds(Words, SAID, SAID, st.booleans())


def words(**values: str) -> dict[str, Words]:
    """Words of one number, several parted by a comma."""
    return {name: many(*text.split(",")) for name, text in values.items()}


def many(*values: str) -> Words:
    return Words(values, values, len(values) > 1)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (words(body="the board", function="decides"), "The board decides."),
        (words(body="b,c", function="f", matter="m"), "B and c f; matter: m."),
        (words(body="a,b,c", function="f", towards="t"), "A, b and c f for t."),
        (words(function="decides"), "– decides."),
        (words(body="x", function="f", matter="m", towards="t"), "X f; matter: m for t."),
    ],
)
def test_what_there_is_is_said(values: dict[str, Words], said: str) -> None:
    template = sentences.read("{body} {function}[; matter: {matter}][ for {towards}].")
    assert template.filled(values, "en") == said


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (Words(("the board",), ("the board",)), "The board decides and is one."),
        (Words(("the towns",), ("the towns",), plural=True), "The towns decide and are many."),
        (many("a", "b"), "A and b decide and are many."),
    ],
)
def test_a_verb_goes_with_the_number_of_what_it_is_said_of(body: Words, said: str) -> None:
    template = sentences.read("{body} {function@body} and {body#is one|are many}.")
    assert template.filled({"body": body, "function": Words(("decides",), ("decide",))}, "en") == said


@pytest.mark.parametrize(("lang", "said"), [("fi", "A, b ja c"), ("sv", "A, b och c"), ("en", "A, b and c")])
def test_several_values_are_listed_in_the_language(lang: str, said: str) -> None:
    assert sentences.read("{x}").filled(words(x="a,b,c"), lang) == said


@given(WELL_FORMED, st.dictionaries(NAMES, WORDS, max_size=4), st.sampled_from(LANGUAGES))
def test_a_well_formed_template_is_always_said_and_shows_no_mark(
    text: str, values: dict[str, Words], lang: str
) -> None:
    template = sentences.read(text)
    said = template.filled(values, lang)
    assert not set("{}[]") & set(said)
    assert all(f"{{{name}" in text for name in template.names)


@given(WELL_FORMED, st.sampled_from(["{", "}", "[", "]"]), st.data())
def test_one_mark_too_many_is_refused_in_one_sentence(text: str, mark: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    broken = text[:at] + mark + text[at:]
    with pytest.raises(TemplateError) as refusal:
        sentences.read(broken)
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
    ],
)
def test_a_fault_is_named(text: str, problem: str) -> None:
    with pytest.raises(TemplateError) as refusal:
        sentences.read(text)
    assert problem in str(refusal.value)
    assert f'Template "{text}", character ' in str(refusal.value)
