"""The sentences of the assessment in the three languages of the project; they are in ``advice.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from seutu.phrases import LANGUAGES


@dataclass(frozen=True, slots=True)
class Advice:
    """A sentence about a problem and its solution, in English, Finnish and Swedish."""

    en: str
    fi: str
    sv: str

    def text(self, lang: str) -> str:
        """Return the sentence in a language; in English if there is no translation."""
        return {"fi": self.fi, "sv": self.sv}.get(lang, self.en)

    def json(self) -> dict[str, str]:
        """Return the sentence by language."""
        return {lang: self.text(lang) for lang in LANGUAGES}


@cache
def advice(table: str) -> Mapping[str, Advice]:
    """Return the sentences of one table of ``advice.toml``, by name."""
    return MappingProxyType({name: Advice(**texts) for name, texts in _tables()[table].items()})


@cache
def _tables() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(resources.files("seutu.quality").joinpath("advice.toml").read_text("utf-8"))
