"""Regular expressions of XPath in the engine's dialect: the same texts match, and what cannot be said is refused."""

import pyoxigraph as ox
import pytest

from seutu.rdf.model import Term
from seutu.shacl.patterns import PatternError, translated

# A pattern, its flags, what it matches and what it does not (XPath and XQuery Functions and Operators 3.1, 5.6.1).
MATCHES: dict[str, tuple[str, str, tuple[str, ...], tuple[str, ...]]] = {
    "letters": (r"^\p{L}[\p{L} '\-]*$", "", ("Köln", "Äänekoski"), ("K9", "'s")),
    "without vowels": ("^[a-z-[aeiou]]+$", "", ("bcd",), ("bad",)),
    "all but some, and without others": ("^[^x-[ab]]$", "", ("c",), ("x", "a")),
    "taken away twice": ("^[a-z-[a-m-[c]]]+$", "", ("c", "z"), ("a", "m")),
    "names of XML": (r"^\i\c*$", "", ("ab-c.d", "_x", "å1"), ("9ab", "-a", "a b")),
    "no names of XML": (r"^\I\C$", "", ("9 ",), ("a ",)),
    "names in a class": (r"^[\i$]+$", "", ("a$b",), ("9",)),
    "digits of any script": (r"^\d+$", "", ("12", "\u0663"), ("12\n", "a")),
    "space of XML alone": (r"^\s$", "", (" ", "\t", "\r"), ("\u00a0", "\u2003")),
    "what is no space of XML": (r"^\S$", "", ("\u00a0",), (" ",)),
    "word characters": (r"^\w+$", "", ("aå1\u0331",), ("a_", "a-", "a b")),
    "what is no word character": (r"^\W$", "", ("_", "-"), ("a",)),
    "word characters in a class": (r"^[\w_]+$", "", ("a_b",), ("-",)),
    "a point and a line end": ("a.c", "", ("xabcx",), ("a\nc",)),
    "a point and a line end, as one": ("a.c", "s", ("a\nc",), ("ac",)),
    "lines": ("^b$", "m", ("a\nb\nc",), ("ab",)),
    "the end of the text": ("^b$", "", ("b",), ("a\nb", "b\n")),
    "any case": ("^ä$", "i", ("Ä", "ä"), ("a",)),
    "spaced out": ("^ a b [ ] c $", "x", ("ab c",), ("a b c", "abc")),
    "a number sign when spaced out": ("^ a # b $", "x", ("a#b",), ("a",)),
    "quoted": ("a.c(", "q", ("za.c(z",), ("abc(",)),
    "quoted, any case": ("A.c", "qi", ("xa.Cx",), ("abc",)),
    "quoted signs": (r"\d[x]{2}|^$#&~-", "q", (r"\d[x]{2}|^$#&~-",), ("1xx",)),
    "signs that are operators elsewhere": ("^[a&&b]+$", "", ("a&b",), ("c",)),
    "tildes": ("^[a~~b]+$", "", ("a~b",), ("c",)),
    "a hyphen at either end": ("^[-a]+[b-]+$", "", ("-a-b",), ("c",)),
    "escaped signs": (r"^\[\]\(\)\{\}\.\*\+\?\|\^\$\-\\$", "", (r"[](){}.*+?|^$-\ ".strip(),), ("x",)),
    "an escape that is not needed": (r"^https?:\/\/\@", "", ("http://@",), ("http:",)),
    "groups that are not kept": ("^(?:ab)+$", "", ("abab",), ("aba",)),
    "reluctant": ("^a+?b", "", ("aab",), ("b",)),
    "counted": ("^a{2,3}$", "", ("aa", "aaa"), ("a", "aaaa")),
    "not of a category": (r"^\P{Lu}+$", "", ("abc",), ("aBc",)),
}


def matches(text: str, pattern: str, flags: str) -> bool:
    """Whether the engine finds a pattern in a text."""
    values: dict[ox.Variable, Term] = {
        ox.Variable(name): ox.Literal(value)
        for name, value in (("text", text), ("pattern", pattern), ("flags", flags))
    }
    rows = ox.Store().query(
        "SELECT (REGEX(?text, ?pattern, ?flags) AS ?found) ?text ?pattern ?flags {}", substitutions=values
    )
    assert isinstance(rows, ox.QuerySolutions)
    found = next(iter(rows))["found"]
    assert isinstance(found, ox.Literal), "the engine takes the pattern"
    return found.value == "true"


@pytest.mark.parametrize(("pattern", "flags", "inside", "outside"), MATCHES.values(), ids=MATCHES)
def test_the_same_texts_match(
    pattern: str, flags: str, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    made = translated(pattern, flags)
    assert [text for text in inside if not matches(text, *made)] == []
    assert [text for text in outside if matches(text, *made)] == []


@pytest.mark.parametrize(
    ("pattern", "flags", "words"),
    [
        (r"^(.)\1$", "", r"has the back-reference '\\1', which cannot be checked here"),
        ("^(?!xx)", "", r"has '\(\?', which is not of XPath's"),
        ("(?i)a", "", r"has '\(\?', which is not of XPath's"),
        (r"\bword\b", "", r"has '\\b', which is not of XPath's"),
        (
            r"\p{IsGreek}",
            "",
            r"has '\\p\{IsGreek\}', which is not a category of characters that is known here",
        ),
        (r"\p{Latin}", "", "not a category"),
        ("[[:alpha:]]", "", r"has '\[' within a class"),
        ("[a-z-[b]c]", "", "goes on after a class that is taken away"),
        ("[abc", "", r"opens '\[' and does not close it"),
        ("a\\", "", r"has '\\'"),
        ("a", "z", "has the flag 'z'; write flags of s, m, i, x and q"),
        ("a", "ig", "has the flag 'g'"),
    ],
)
def test_what_cannot_be_said_is_refused(pattern: str, flags: str, words: str) -> None:
    with pytest.raises(PatternError, match=words):
        translated(pattern, flags)
