"""Limits of the parsers, each with the environment variable that raises it."""

import os
from dataclasses import dataclass

from seutu.errors import ParameterError
from seutu.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit; ``ceiling`` is its highest value, beyond which a parser would crash the process."""

    variable: str
    default: int
    ceiling: int

    def value(self) -> int:
        """The value in this process. Raises `ParameterError` if the variable is not a number in the range."""
        written = os.environ.get(self.variable, "")
        if not written:
            return self.default
        if not (written.isascii() and written.isdecimal() and len(written) < _DIGITS):
            raise ParameterError(
                Phrase(
                    "{variable} is '{written}'; write a whole number, such as {usual}.",
                    variable=self.variable,
                    written=written,
                    usual=self.default,
                )
            )
        if not 1 <= int(written) <= self.ceiling:
            raise ParameterError(
                Phrase(
                    "{variable} is {written}; write a number from 1 to {ceiling}.",
                    variable=self.variable,
                    written=written,
                    ceiling=self.ceiling,
                )
            )
        return int(written)


_DIGITS = 16

NESTING = Limit("SEUTU_MAX_NESTING", 500, 1000)
"""The deepest nesting of JSON and triple terms; ten times as much for XML elements, Turtle lists and brackets."""

EXPANSION = Limit("SEUTU_MAX_EXPANSION", 10_000_000, 1_000_000_000)
"""The most characters that the entities of an XML file may add to it."""

UNPACKED = Limit("SEUTU_MAX_UNPACKED", 1_000_000_000, 100_000_000_000)
"""The most bytes of a compressed file, decompressed."""

SHAPES = Limit("SEUTU_MAX_SHAPE_NESTING", 100, 500)
"""The deepest nesting of shapes, and of property paths."""
