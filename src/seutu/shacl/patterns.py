"""Translation of the regular expressions of `sh:pattern` into the dialect of the engine, with the same meaning.

SHACL uses those of SPARQL, and SPARQL those of XPath: XPath and XQuery Functions and Operators 3.1, section 5.6.1, an
extension of XML Schema Part 2, appendix F. The engine uses those of Rust's ``regex``. Expressions that it does not
support are refused.
"""

import re
from collections.abc import Iterator, Mapping

from seutu.phrases import Phrase

_START = (
    ":A-Z_a-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d\u2070-\u218f\u2c00-\u2fef"
    "\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_NAME = _START + "\\-.0-9\u00b7\u0300-\u036f\u203f-\u2040"
_CLASSES: Mapping[str, str] = {
    "s": "[ \\t\\n\\r]",
    "S": "[^ \\t\\n\\r]",
    "d": "\\p{Nd}",
    "D": "\\P{Nd}",
    "w": "[^\\p{P}\\p{Z}\\p{C}]",
    "W": "[\\p{P}\\p{Z}\\p{C}]",
    "i": f"[{_START}]",
    "I": f"[^{_START}]",
    "c": f"[{_NAME}]",
    "C": f"[^{_NAME}]",
}
_PLAIN = frozenset("nrt")
_KNOWN_FLAGS = frozenset("smixq")
_SPACE = frozenset(" \t\n\r")
_CATEGORY = re.compile(r"\{(L[ultmo]?|M[nce]?|N[dlo]?|P[cdseifo]?|Z[slp]?|S[mcko]?|C[cfon]?)\}")
# The operators between classes, and the start of a class, in Rust.
_SPECIAL_IN_CLASS = frozenset("&~[")


class PatternError(ValueError):
    """A pattern that cannot be used; its argument is the problem, as the predicate of a sentence."""


def translated(pattern: str, flags: str = "") -> tuple[str, str]:
    """Return a pattern and its flags in the dialect of the engine.

    Raises `PatternError` for a pattern that is not a regular expression of XPath, or that the engine does not support.
    """
    unknown = sorted(set(flags) - _KNOWN_FLAGS)
    if unknown:
        raise PatternError(
            Phrase("has the flag '{unknown}'; write flags of s, m, i, x and q", unknown=unknown[0])
        )
    if "q" in flags:
        return re.sub(r"[\\.+*?()|\[\]{}^$#&~\-]", r"\\\g<0>", pattern), "i" if "i" in flags else ""
    kept = "".join(flag for flag in "smi" if flag in flags)
    return "".join(_Reader(pattern, "x" in flags).pieces()), kept


class _Reader:
    """A scanner of a pattern."""

    def __init__(self, pattern: str, without_space: bool) -> None:
        self._text, self._at, self._without_space = pattern, 0, without_space

    def pieces(self) -> Iterator[str]:
        while self._at < len(self._text):
            letter = self._next()
            if letter == "\\":
                yield self._escape()
            elif letter == "[":
                yield self._class()
            elif letter == "(":
                yield self._group()
            elif not (self._without_space and letter in _SPACE):
                yield letter

    def _next(self) -> str:
        letter = self._text[self._at] if self._at < len(self._text) else ""
        self._at += 1
        return letter

    def _group(self) -> str:
        if not self._text.startswith("?", self._at):
            return "("
        if self._text.startswith("?:", self._at):
            self._at += 2
            return "(?:"
        raise PatternError(Phrase("has '(?', which is not of XPath's regular expressions; leave it out"))

    def _escape(self) -> str:
        letter = self._next()
        if letter in _CLASSES and letter:
            return _CLASSES[letter]
        if letter in ("p", "P"):
            return self._category(letter)
        if letter.isdigit():
            raise PatternError(
                Phrase(
                    "has the back-reference '\\{letter}', which cannot be checked here; say it otherwise",
                    letter=letter,
                )
            )
        if letter in _PLAIN and letter:
            return f"\\{letter}"
        if not letter or letter.isalnum() or not letter.isascii():
            raise PatternError(
                Phrase(
                    "has '\\{letter}', which is not of XPath's regular expressions; leave it out",
                    letter=letter,
                )
            )
        return re.escape(letter)

    def _category(self, letter: str) -> str:
        found = _CATEGORY.match(self._text, self._at)
        if not found:
            named = self._text[self._at : self._text.find("}", self._at) + 1]
            raise PatternError(
                Phrase(
                    "has '\\{letter}{named}', which is not a category of characters that is known here",
                    letter=letter,
                    named=named,
                )
            )
        self._at = found.end()
        return f"\\{letter}{found[0]}"

    def _class(self) -> str:
        """A character class, from after its opening bracket to its closing bracket."""
        parts = ["["]
        if self._text.startswith("^", self._at):
            parts.append(self._next())
        start = self._at
        while True:
            letter = self._next()
            if not letter:
                raise PatternError(Phrase("opens '[' and does not close it"))
            if letter == "]" and self._at - 1 > start:
                return "".join([*parts, "]"])
            if letter == "-" and self._text.startswith("[", self._at):
                return self._subtracted(parts)
            parts.append(self._in_class(letter, parts[-1]))

    def _subtracted(self, parts: list[str]) -> str:
        self._next()
        inner = self._class()
        if self._next() != "]":
            raise PatternError(Phrase("goes on after a class that is taken away; end the class there"))
        # Without brackets around it, the operator would apply to the last character only.
        whole = "".join(parts)
        return f"[{whole}]--{inner}]"

    def _in_class(self, letter: str, before: str) -> str:
        if letter == "\\":
            return self._escape()
        if letter == "-" and before in ("[", "^", "-"):
            return "\\-"  # two of them are an operator
        if letter == "[":
            raise PatternError(Phrase("has '[' within a class; write it as '\\['"))
        return f"\\{letter}" if letter in _SPECIAL_IN_CLASS else letter
