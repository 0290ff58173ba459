"""The numbers of JSON-LD as literals of RDF: whole ones as they are, others as doubles (JSON-LD API, 8.2.2 and 8.6)."""

import re

import pyoxigraph as ox

from seutu.errors import InputError
from seutu.phrases import Phrase
from seutu.rdf.namespaces import PREFIXES

_JSON = PREFIXES["rdf"] + "JSON"
_WHOLE = 21  # digits that a whole number has at most that is no double
# The parser is right about numbers of few digits without an exponent.
_LONG = r"(?:[0-9][0-9.]{15,}(?:[eE][+-]?[0-9]+)?|[0-9][0-9.]*[eE][+-]?[0-9]+)"
_ANY_LONG = re.compile(rf"[\s:,\[-]{_LONG}")
_NUMBER = re.compile(rf'"(?:[^"\\]++|\\.)*+"|(?<![\w.+])(?P<number>{_LONG})(?![\w.+-])', re.DOTALL)
_PARTS = re.compile(r"([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
_SHOWN = 30  # letters of a number in an error


class Numbers:
    """The long numbers of a text, for each of which the parser is given a short one that stands in for it.

    What the parser makes of that tells whether a datatype made it a double, and whether it is part of a JSON literal.
    """

    def __init__(self, text: str, origin: str) -> None:
        """Find them. Raises `InputError`, with the line, for one that no double holds."""
        self.text = text
        """The text with those that stand in, line for line."""
        self._found: dict[str, str] = {}
        self._values: dict[str, str] = {}
        self._written: dict[str, str] = {}
        if _ANY_LONG.search(text):
            numbers = map(str, range(812345, 10**6))
            self._start = next(
                one for one in numbers if one not in text and f"{one[0]}.{one[1:]}" not in text
            )
            self.text = _NUMBER.sub(lambda match: self._replaced(match, origin), text)

    def literal(self, value: ox.Literal) -> ox.Literal:
        """What a literal that the parser gave stands for; the same for most."""
        if not self._values:
            return value
        if value.datatype.value == _JSON:
            start = f"{self._start[0]}\\.?{self._start[1:]}"
            return ox.Literal(
                re.sub(rf"{start}\d+(?:e\+300)?", self._in_json, value.value), datatype=value.datatype
            )
        sign, found = value.value[:1] == "-", self._values.get(value.value.removeprefix("-"))
        if found is None:
            return value
        return ox.Literal(f"-{found}" if sign and found != "0" else found, datatype=value.datatype)

    def _replaced(self, match: re.Match[str], origin: str) -> str:
        parts = _PARTS.fullmatch(match["number"] or "")
        if not parts:
            return match[0]
        if match[0] not in self._found:
            if not _held(parts):
                line = match.string.count("\n", 0, match.start()) + 1
                shown = match[0] if len(match[0]) <= _SHOWN else f"{match[0][:_SHOWN]}…"
                problem = Phrase(
                    "the number {shown} is beyond those of JSON-LD, which are as xsd:double", shown=shown
                )
                raise InputError(
                    origin, problem, Phrase("write it as a string with a datatype, such as xsd:decimal"), line
                )
            self._found[match[0]] = self._standing_in(parts)
        return self._found[match[0]]

    def _standing_in(self, parts: re.Match[str]) -> str:
        digits = f"{self._start}{len(self._found):08d}1"
        mantissa, whole = f"{digits[0]}.{digits[1:]}", _whole(parts)
        given = digits if whole else f"{mantissa}E300"
        self._values[digits] = whole
        self._values[f"{mantissa}E{len(digits) - 1 if whole else 300}"] = _double(parts)
        self._written[given.replace("E", "e+")] = parts[0]
        return given

    def _in_json(self, match: re.Match[str]) -> str:
        document = f'{{"http://a/b": {{"@type": "@json", "@value": {self._written[match[0]]}}}}}'
        return str(next(iter(ox.parse(document, format=ox.RdfFormat.JSON_LD))).object.value)


def _held(parts: re.Match[str]) -> bool:
    """Whether a double is near to a number: neither infinite, nor zero where the number is not."""
    near, zero = float(parts[0]), not (parts[1] + (parts[2] or "")).strip("0")
    return near != float("inf") and (near != 0 or zero)


def _whole(parts: re.Match[str]) -> str:
    """The digits of a number without fraction that is less than 1e21; empty for any other."""
    written = parts[1] + (parts[2] or "")
    digits = written.strip("0")
    if not digits:
        return "0"
    zeros = int(parts[3] or 0) - len(parts[2] or "") + len(written) - len(written.rstrip("0"))
    return digits + "0" * zeros if zeros >= 0 and len(digits) + zeros <= _WHOLE else ""


def _double(parts: re.Match[str]) -> str:
    """The canonical form of a double, with at most 15 digits after the point (JSON-LD API, 8.6)."""
    mantissa, _, exponent = f"{float(parts[0]):.15e}".partition("e")
    digits = mantissa.rstrip("0")
    return f"{digits}{'0' if digits.endswith('.') else ''}E{int(exponent)}"
