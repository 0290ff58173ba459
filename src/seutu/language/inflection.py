"""Comparison of words in different grammatical cases, in Finnish, Swedish and English.

The stemmers of Snowball remove the endings. A table adds the consonant gradation of Finnish, which they do not handle.
Accents are ignored, because not every keyboard has them. The comparison is approximate, so a caller that finds a
resource in this way names it in a message.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache

_LANGUAGES = ("finnish", "swedish", "english")
_WORD = re.compile(r"\w+")
_ABBREVIATION = re.compile(r"\b[^\W\d_a-zà-öø-ÿ]{2,}\b")
_ENDING = r"(?:n|t|a|t?ta|ssa|sta|lla|lta|lle|ksi|na|ineen|h?[aeiouy]n|seen|kin)"
"""Endings of Finnish abbreviations, without accents: EUn, EU:n, EUssa."""
_ABBREVIATION_ENDING = re.compile(_ENDING)
_COLON_ENDING = re.compile(rf"(?<=\w):(?:{_ENDING}|s)\b", re.IGNORECASE)
_NEN = re.compile(r"(?<=[aeiouy])(?:nen|sten)$")
_SE_ENDING = re.compile(r"(?<=[aeiouy])(?:sta|siin|sia)$")
"""Endings that may include the -nen or -s of the word itself: toista, toisiin, hallitusta."""
_STEMS = tuple(
    (re.compile(pattern), stem) for pattern, stem in ((r"(?<=[uy])ks$", "s"), ("vet$", "v"), ("mae$", "mak"))
)
"""Ends of stems and their basic forms: hallituksen and hallitus, veden and vesi, mäen and mäki."""
_LONG_STEM = 5  # letters of a stem that is distinctive in Swedish and English, where Tekes is not tekee
_UNCHANGED_LETTERS = 2  # letters that no ending changes
_GRADATION = (
    *(("ng", "nk"), ("nn", "nt"), ("mm", "mp"), ("ll", "lt"), ("rr", "rt"), ("d", "t")),
    *(("kk", "k"), ("pp", "p"), ("tt", "t")),
)
"""The weak grade of Finnish consonants, and the strong one: kaupungin and kaupunki, seudun and seutu."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters and without accents, in order."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return tuple(_WORD.findall("".join(one for one in decomposed if not unicodedata.combining(one))))


def search_words(text: str) -> tuple[str, ...]:
    """The words of a search text, without the endings of abbreviations after a colon: EU:n."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(one for one in decomposed if not unicodedata.combining(one))
    return words(_COLON_ENDING.sub("", bare))


def abbreviations(text: str) -> frozenset[str]:
    """The words of a text that are written in capitals, in the form that `words` returns."""
    return frozenset(word for found in _ABBREVIATION.findall(text) for word in words(found))


def are_same_words(one: Sequence[str], other: Sequence[str], abbreviated: Collection[str] = ()) -> bool:
    """Return whether two sequences have the same words, ignoring their endings in one of the languages.

    A word of ``other`` that is in ``abbreviated`` equals only itself, with or without a Finnish ending.
    """
    return len(one) == len(other) and any(
        all(
            _is_abbreviation(a, b) if b in abbreviated else _are_same_word(a, b, language)
            for a, b in zip(one, other, strict=True)
        )
        for language in _LANGUAGES
    )


def contains_words(text: str, phrase: str) -> bool:
    """Return whether a text contains a phrase, ignoring the endings of the words."""
    wanted = words(phrase)
    return bool(wanted) and any(are_same_words(wanted, part) for part in windows(words(text), len(wanted)))


def windows(found: Sequence[str], length: int) -> list[Sequence[str]]:
    """The sequences of ``length`` successive words."""
    return [found[at : at + length] for at in range(len(found) - length + 1)]


def _is_abbreviation(word: str, abbreviated: str) -> bool:
    ending = word.removeprefix(abbreviated) if word.startswith(abbreviated) else None
    return ending is not None and (not ending or _ABBREVIATION_ENDING.fullmatch(ending) is not None)


def _are_same_word(one: str, other: str, language: str) -> bool:
    if one == other or one[:_UNCHANGED_LETTERS] != other[:_UNCHANGED_LETTERS]:
        return one == other
    if language == "finnish":
        return not _stems(one).isdisjoint(_stems(other))
    stem = _stem(one, language)
    return stem == _stem(other, language) and (len(stem) >= _LONG_STEM or stem in (one, other))


@cache
def _stems(word: str) -> frozenset[str]:
    """The possible stems of a Finnish word."""
    found = {_stem(word, "finnish"), _stem(_SE_ENDING.sub("se", word), "finnish")}
    return frozenset(found | {ending.sub(basic, stem) for stem in found for ending, basic in _STEMS})


@cache
def _stem(word: str, language: str) -> str:
    # Imported here, because few runs need it.
    import snowballstemmer

    if language == "finnish":
        # -nen is -sten, -sissa: toinen is toisten, toisissa.
        word = _NEN.sub("se", word)
    stem = str(snowballstemmer.stemmer(language).stemWord(word))
    for weak, strong in _GRADATION if language == "finnish" else ():
        stem = stem.replace(weak, strong)
    return stem
