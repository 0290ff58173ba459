"""JSON numbers as RDF literals: whole numbers unchanged, others as doubles (JSON-LD API, 8.2.2 and 8.6)."""

import re

import pyoxigraph as ox

from seutu.errors import InputError
from seutu.phrases import Phrase
from seutu.rdf.namespaces import PREFIXES

_JSON = PREFIXES["rdf"] + "JSON"
_WHOLE = 21  # the most digits of a whole number that does not become a double
# The parser converts numbers with few digits and without exponent correctly.
_LONG = r"(?:[0-9][0-9.]{15,}(?:[eE][+-]?[0-9]+)?|[0-9][0-9.]*[eE][+-]?[0-9]+)"
_ANY_LONG = re.compile(rf"[\s:,\[-]{_LONG}")
_NUMBER = re.compile(rf'"(?:[^"\\]++|\\.)*+"|(?<![\w.+])(?P<number>{_LONG})(?![\w.+-])', re.DOTALL)
_PARTS = re.compile(r"([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?")
_SHOWN = 30  # the most characters of a number in an error


class Numbers:
    """The long numbers of a text, each replaced by a short one for the parser.

    The literal of the short number shows whether a datatype made it a double, and whether it is in a JSON literal.
    """

    def __init__(self, text: str, origin: str) -> None:
        """Replace the numbers. Raises `InputError`, with the line, for a number outside the range of doubles."""
        self.text = text
        """The text with the short numbers, with the same lines."""
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
        """Return the literal of the original number for a literal of the parser; most stay the same."""
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
            if not _is_in_range(parts):
                line = match.string.count("\n", 0, match.start()) + 1
                shown = match[0] if len(match[0]) <= _SHOWN else f"{match[0][:_SHOWN]}…"
                problem = Phrase(
                    "the number {shown} is beyond those of JSON-LD, which are as xsd:double", shown=shown
                )
                raise InputError(
                    origin, problem, Phrase("write it as a string with a datatype, such as xsd:decimal"), line
                )
            self._found[match[0]] = self._replacement(parts)
        return self._found[match[0]]

    def _replacement(self, parts: re.Match[str]) -> str:
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


def _is_in_range(parts: re.Match[str]) -> bool:
    """Return whether a double can approximate a number: it is finite, and 0 only for 0."""
    near, zero = float(parts[0]), not (parts[1] + (parts[2] or "")).strip("0")
    return near != float("inf") and (near != 0 or zero)


def _whole(parts: re.Match[str]) -> str:
    """The digits of a whole number less than 1e21; empty for any other."""
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
