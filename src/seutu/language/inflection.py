"""Words that are one word in different grammatical cases, in Finnish, Swedish and English.

By the stemmers of Snowball, which cut endings off, and a table of consonant gradation in Finnish, which they do not
know. Accents make no difference, for not every keyboard has them. So a word may be taken for another that is much like
it: whoever looks for words in this way says which he found.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache

_LANGUAGES = ("finnish", "swedish", "english")
_WORD = re.compile(r"\w+")
_SHORT = re.compile(r"\b[^\W\d_a-zà-öø-ÿ]{2,}\b")
_ENDING = r"(?:n|t|a|t?ta|ssa|sta|lla|lta|lle|ksi|na|ineen|h?[aeiouy]n|seen|kin)"
"""What is put after a Finnish abbreviation, without accents: AKOn, AKO:n, AKOssa."""
_AFTER_SHORT = re.compile(_ENDING)
_AFTER_COLON = re.compile(rf"(?<=\w):(?:{_ENDING}|s)\b", re.IGNORECASE)
_NEN = re.compile(r"(?<=[aeiouy])(?:nen|sten)$")
_OF_SE = re.compile(r"(?<=[aeiouy])(?:sta|siin|sia)$")
"""What is an ending, or stands for the -nen or -s of a word and an ending: Kuhmoista, Kuhmoisiin, hallitusta."""
_STEMS = tuple(
    (re.compile(pattern), stem) for pattern, stem in ((r"(?<=[uy])ks$", "s"), ("vet$", "v"), ("mae$", "mak"))
)
"""How a stem may end, and its basic form: hallituksen and hallitus, Oriveden and Orivesi, Längelmäen and Längelmäki."""
_LONG = 5  # letters of a stem that tell words apart in Swedish and English, where Tekes is not tekee
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


def asked(text: str) -> tuple[str, ...]:
    """The words that a person looks for, without the ending that an abbreviation has after a colon: AKO:n."""
    parted = unicodedata.normalize("NFD", text)
    bare = "".join(one for one in parted if not unicodedata.combining(one))
    return words(_AFTER_COLON.sub("", bare))


def abbreviations(text: str) -> frozenset[str]:
    """Those words of a text that are written in capitals, as `words` gives them."""
    return frozenset(word for found in _SHORT.findall(text) for word in words(found))


def are_alike(one: Sequence[str], other: Sequence[str], short: Collection[str] = ()) -> bool:
    """Whether as many words are the same one by one, whatever their endings in one of the languages.

    What is ``short`` among the others is an abbreviation, and the same only with a Finnish ending put after it.
    """
    return len(one) == len(other) and any(
        all(_is_short(a, b) if b in short else _same(a, b, language) for a, b in zip(one, other, strict=True))
        for language in _LANGUAGES
    )


def holds(text: str, given: str) -> bool:
    """Whether a text has some words one after the other, whatever their endings."""
    wanted = words(given)
    return bool(wanted) and any(are_alike(wanted, part) for part in parts(words(text), len(wanted)))


def parts(found: Sequence[str], length: int) -> list[Sequence[str]]:
    """The runs of so many words that follow each other."""
    return [found[at : at + length] for at in range(len(found) - length + 1)]


def _is_short(word: str, short: str) -> bool:
    ending = word.removeprefix(short) if word.startswith(short) else None
    return ending is not None and (not ending or _AFTER_SHORT.fullmatch(ending) is not None)


def _same(one: str, other: str, language: str) -> bool:
    if one == other or one[:_FIRST] != other[:_FIRST]:
        return one == other
    if language == "finnish":
        return not _stems(one).isdisjoint(_stems(other))
    stem = _stem(one, language)
    return stem == _stem(other, language) and (len(stem) >= _LONG or stem in (one, other))


@cache
def _stems(word: str) -> frozenset[str]:
    """The stems that a Finnish word may have."""
    found = {_stem(word, "finnish"), _stem(_OF_SE.sub("se", word), "finnish")}
    return frozenset(found | {ending.sub(basic, stem) for stem in found for ending, basic in _STEMS})


@cache
def _stem(word: str, language: str) -> str:
    # Few runs need it, and all would wait for it.
    import snowballstemmer

    if language == "finnish":
        # Kuhmoinen is Kuhmoisten, Kuhmoisissa.
        word = _NEN.sub("se", word)
    stem = str(snowballstemmer.stemmer(language).stemWord(word))
    for weak, strong in _GRADES if language == "finnish" else ():
        stem = stem.replace(weak, strong)
    return stem
