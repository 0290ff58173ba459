"""Checks for a workspace that builds on the package: what they say of Seutu's own things holds for its things too."""

import re
from collections.abc import Sequence
from dataclasses import replace

from seutu.phrases import LANGUAGES
from seutu.query.definition import Query
from seutu.rdf.namespaces import BASE
from seutu.workspace.layers import Layers

_OURS = re.compile(rf'STRSTARTS\(STR\((\?\w+)\), "{re.escape(BASE)}"\)')
_EVERY_LANGUAGE = " ".join(f'"{language}"' for language in LANGUAGES)


def checks(found: Sequence[Query], layers: Layers) -> list[Query]:
    """Return checks in which things under the bases of the workspace are ours too, in the languages it requires."""
    bases = sorted({BASE, *(layer.base for layer in layers.own)})
    return [replace(check, text=_adapted(check.text, bases, layers.required)) for check in found]


def _adapted(text: str, bases: Sequence[str], required: Sequence[str]) -> str:
    def ours(match: re.Match[str]) -> str:
        each = (f'STRSTARTS(STR({match[1]}), "{base}")' for base in bases)
        return f"({' || '.join(each)})"

    languages = " ".join(f'"{language}"' for language in required)
    text = _OURS.sub(ours, text) if len(bases) > 1 else text
    return text.replace(f"{{ {_EVERY_LANGUAGE} }}", f"{{ {languages} }}")
