"""The place of a passage in its source, in words: a line, a page, a heading, an article or any other."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from seutu.phrases import Phrase, counted, joined
from seutu.rdf.model import node

LINE, PART = node("seutu:lineNumber"), node("seutu:sourcePart")
_PAGE, _SLIDE = node("seutu:pageNumber"), node("seutu:slideNumber")
_ARTICLE, _SECTION = node("seutu:articleNumber"), node("seutu:sectionNumber")
_HEADING, _PARAGRAPH = node("seutu:headingText"), node("seutu:paragraphNumber")
PROPERTIES = (PART, _PAGE, _SLIDE, _ARTICLE, _SECTION, _HEADING, _PARAGRAPH, LINE)
"""The properties that give a passage its place, the wider before the narrower."""

QUOTES: Mapping[str, tuple[str, str]] = {"en": ("“", "”"), "fi": ("”", "”"), "sv": ("”", "”")}
"""The marks before and after a quotation."""

Given = Mapping[object, str]
"""The values of the properties of a place, as people read them."""


def quoted(text: str, lang: str) -> str:
    """A text between the quotation marks of a language."""
    before, after = QUOTES.get(lang, QUOTES["en"])
    return f"{before}{text}{after}"


def worded(given: Given, lang: str) -> str:
    """A place in words, such as ``p. 3 l. 5``, ``Art. 22(1)`` or ``“Aims” par. 2``."""
    return joined(_parts(given, lang), " ").text_in(lang)


def lines(numbers: Sequence[str]) -> Phrase:
    """Lines of one source: ``l. 49``, ``ll. 49, 50``."""
    listed = joined(numbers)
    return counted(len(numbers), Phrase("l. {lines}", lines=listed), Phrase("ll. {lines}", lines=listed))


def _parts(given: Given, lang: str) -> Iterator[str]:
    for one in PROPERTIES:
        if one == _ARTICLE and one in given:
            yield _article(given)
        elif one == _HEADING and one in given:
            yield quoted(given[one], lang)
        elif one in given and not (one == _PARAGRAPH and _ARTICLE in given):
            yield _WORDS[one](given[one])


def _article(given: Given) -> Phrase:
    article, paragraph = given[_ARTICLE], given.get(_PARAGRAPH)
    if paragraph is None:
        return Phrase("Art. {article}", article=article)
    return Phrase("Art. {article}({paragraph})", article=article, paragraph=paragraph)


_WORDS: Mapping[object, Callable[[str], str]] = {
    PART: str,
    _PAGE: lambda number: Phrase("p. {number}", number=number),
    _SLIDE: lambda number: Phrase("slide {number}", number=number),
    _SECTION: lambda number: Phrase("§ {number}", number=number),
    _PARAGRAPH: lambda number: Phrase("par. {number}", number=number),
    LINE: lambda number: lines([number]),
}
