"""Headings of columns in three languages, by the variables that the columns show.

A question's header gives a heading only where it is another one than in ``headings.toml``.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from seutu.phrases import ENGLISH


def heading(variable: str, lang: str) -> str | None:
    """Return the usual heading of a variable in a language, else in English; None when it has none."""
    texts = _headings().get(variable, {})
    return texts.get(lang) or texts.get(ENGLISH)


@cache
def _headings() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(resources.files("seutu.query").joinpath("headings.toml").read_text("utf-8"))
