"""What the assessment says, in the three languages of the project; the sentences are in ``advice.toml``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType

from seutu.phrases import LANGUAGES


@dataclass(frozen=True, slots=True)
class Advice:
    """One sentence that says what is wrong or wanted and how to mend it, in English, Finnish and Swedish."""

    en: str
    fi: str
    sv: str

    def said(self, lang: str) -> str:
        """The sentence in that language; in English when it is none of the three."""
        return {"fi": self.fi, "sv": self.sv}.get(lang, self.en)

    def json(self) -> dict[str, str]:
        """The sentence by language."""
        return {lang: self.said(lang) for lang in LANGUAGES}


@cache
def advice(table: str) -> Mapping[str, Advice]:
    """The sentences of one table of ``advice.toml``, by name."""
    return MappingProxyType({name: Advice(**texts) for name, texts in _tables()[table].items()})


@cache
def _tables() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    return tomllib.loads(resources.files("seutu.quality").joinpath("advice.toml").read_text("utf-8"))
