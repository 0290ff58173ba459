"""What a file may ask of a reader, and how a person raises it: one environment variable each."""

import os
from dataclasses import dataclass

from seutu.errors import ParameterError
from seutu.phrases import Phrase


@dataclass(frozen=True, slots=True)
class Limit:
    """The most of something; ``ceiling`` is as far as it can be raised before a parser would end the process."""

    variable: str
    usual: int
    ceiling: int

    def value(self) -> int:
        """What holds in this process. Raises `ParameterError` for a variable that is not such a number."""
        written = os.environ.get(self.variable, "")
        if not written:
            return self.usual
        if not (written.isascii() and written.isdecimal() and len(written) < _DIGITS):
            raise ParameterError(
                Phrase(
                    "{variable} is '{written}'; write a whole number, such as {usual}.",
                    variable=self.variable,
                    written=written,
                    usual=self.usual,
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
"""How deep JSON and triple terms may nest; elements of XML, and lists and brackets of Turtle, ten times as deep."""

EXPANSION = Limit("SEUTU_MAX_EXPANSION", 10_000_000, 1_000_000_000)
"""How many characters the entities of an XML file may add to it."""

UNPACKED = Limit("SEUTU_MAX_UNPACKED", 1_000_000_000, 100_000_000_000)
"""How many bytes a compressed file may hold."""

SHAPES = Limit("SEUTU_MAX_SHAPE_NESTING", 100, 500)
"""How many shapes, or steps of a path, may stand within one another."""
