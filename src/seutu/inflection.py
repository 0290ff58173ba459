"""Words that are one word in different grammatical cases, in Finnish, Swedish and English.

By the stemmers of Snowball, which cut endings off, and a table of consonant gradation in Finnish, which they do not
know. Accents make no difference, for not every keyboard has them. So a word may be taken for another that is much like
it: whoever looks for words in this way says which he found.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

_LANGUAGES = ("finnish", "swedish", "english")
_WORD = re.compile(r"\w+")
_FIRST = 2  # letters that no ending changes
_GRADES = (
    *(("ng", "nk"), ("nn", "nt"), ("mm", "mp"), ("ll", "lt"), ("rr", "rt"), ("d", "t")),
    *(("kk", "k"), ("pp", "p"), ("tt", "t")),
)
"""The weak grade of Finnish consonants, and the strong one: Helsingin and Helsinki, seudun and seutu."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text in small letters and without accents, in order."""
    parted = unicodedata.normalize("NFD", text.casefold())
    return tuple(_WORD.findall("".join(one for one in parted if not unicodedata.combining(one))))


def are_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether as many words are the same one by one, whatever their endings in one of the languages."""
    return len(one) == len(other) and any(
        all(_same(a, b, language) for a, b in zip(one, other, strict=True)) for language in _LANGUAGES
    )


def holds(text: str, given: str) -> bool:
    """Whether a text has some words one after the other, whatever their endings."""
    wanted = words(given)
    return bool(wanted) and any(are_alike(wanted, part) for part in parts(words(text), len(wanted)))


def parts(found: Sequence[str], length: int) -> list[Sequence[str]]:
    """The runs of so many words that follow each other."""
    return [found[at : at + length] for at in range(len(found) - length + 1)]


def _same(one: str, other: str, language: str) -> bool:
    return one == other or (one[:_FIRST] == other[:_FIRST] and _stem(one, language) == _stem(other, language))


@cache
def _stem(word: str, language: str) -> str:
    # Few runs need it, and all would wait for it.
    import snowballstemmer

    stem = str(snowballstemmer.stemmer(language).stemWord(word))
    for weak, strong in _GRADES if language == "finnish" else ():
        stem = stem.replace(weak, strong)
    return stem
