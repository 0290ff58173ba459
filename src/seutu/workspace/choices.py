"""The choices of a workspace, from its description: the base of its IRIs, and the languages of its labels."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from seutu.errors import InputError
from seutu.phrases import LANGUAGES, Phrase
from seutu.rdf import model
from seutu.rdf.file import File
from seutu.rdf.namespaces import BASE
from seutu.rdf.rebasing import is_address
from seutu.workspace import folders

_BASE = model.node("seutu:iriBase")
_REQUIRED, _WELCOME = model.node("seutu:requiredLanguage"), model.node("seutu:welcomeLanguage")


@dataclass(frozen=True, slots=True)
class Choices:
    """The base of a workspace's IRIs, the languages that every label must have, and those that it may have."""

    base: str = BASE
    required: tuple[str, ...] = LANGUAGES
    welcome: tuple[str, ...] = ()

    @classmethod
    def of(cls, root: Path, endings: Iterable[str]) -> "Choices":
        """Read the choices in the description of the workspace in ``root``; without one, they are those of Seutu.

        Raises `InputError` for a description that is not well-formed, and for a base that cannot begin IRIs.
        """
        paths = folders.paths(root / folders.DATA, *(f"{folders.DESCRIPTION}{end}" for end in endings))
        return cls.described(
            folders.file(path, path.relative_to(root).as_posix())
            for path in paths
            if path.parent == root / folders.DATA
        )

    @classmethod
    def described(cls, files: Iterable[File]) -> "Choices":
        """Read the choices in the files of a description. Raises the errors of `of`."""
        found: dict[ox.NamedNode, list[str]] = {_BASE: [], _REQUIRED: [], _WELCOME: []}
        for file in files:
            _add(file, found)
        required = tuple(sorted(set(found[_REQUIRED]), key=_order)) or LANGUAGES
        welcome = tuple(sorted(set(found[_WELCOME]) - set(required), key=_order))
        return cls(next(iter(found[_BASE]), BASE), required, welcome)


def _add(file: File, found: dict[ox.NamedNode, list[str]]) -> None:
    for quad in file.read():
        if quad.predicate not in found or not isinstance(quad.object, ox.Literal):
            continue
        value = quad.object.value
        if quad.predicate == _BASE and not is_address(value):
            raise _not_a_base(file, quad.subject, value)
        found[quad.predicate].append(value)


def _not_a_base(file: File, thing: model.Term, value: str) -> InputError:
    line = file.line_of(thing.value) if isinstance(thing, ox.NamedNode) else None
    problem = Phrase("seutu:iriBase '{base}' cannot begin IRIs", base=value)
    remedy = Phrase("write a web address with a slash at its end, such as https://example.org/x/")
    return InputError(file.path, problem, remedy, line)


def _order(language: str) -> tuple[int, str]:
    known = LANGUAGES.index(language) if language in LANGUAGES else len(LANGUAGES)
    return known, language
