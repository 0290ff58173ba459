"""Seutu: regional programmes, who decides in them and through whom they are networked, as linked data.

Open a workspace and ask it::

    from seutu import Workspace

    answer = Workspace.open().ask("who-decides")
    for row in answer.rows:
        print(row.cells, row.evidence)

Everything here is imported when it is first used, so that ``import seutu`` costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from seutu.answer.answer import Answer
    from seutu.answer.rows import Row
    from seutu.api import Workspace
    from seutu.errors import (
        AmbiguousName,
        InputError,
        NotAQuery,
        OtherKind,
        OutputError,
        ParameterError,
        QuerySyntaxError,
        SeutuError,
        ShapesError,
        TemplateError,
        UnknownName,
        WorkspaceError,
    )
    from seutu.evidence.explanation import Explanation
    from seutu.evidence.proof import Proof
    from seutu.query.definition import Parameter, Query
    from seutu.shacl.report import Finding, Report

    __version__: str

_HOMES = {
    "answer.answer": ("Answer",),
    "errors": (
        "AmbiguousName",
        "InputError",
        "NotAQuery",
        "OtherKind",
        "OutputError",
        "ParameterError",
        "QuerySyntaxError",
        "SeutuError",
        "ShapesError",
        "TemplateError",
        "UnknownName",
        "WorkspaceError",
    ),
    "query.definition": ("Parameter", "Query"),
    "shacl.report": ("Finding", "Report"),
    "evidence.explanation": ("Explanation",),
    "evidence.proof": ("Proof",),
    "answer.rows": ("Row",),
    "api": ("Workspace",),
}

__all__ = [
    "AmbiguousName",
    "Answer",
    "Explanation",
    "Finding",
    "InputError",
    "NotAQuery",
    "OtherKind",
    "OutputError",
    "Parameter",
    "ParameterError",
    "Proof",
    "Query",
    "QuerySyntaxError",
    "Report",
    "Row",
    "SeutuError",
    "ShapesError",
    "TemplateError",
    "UnknownName",
    "Workspace",
    "WorkspaceError",
    "__version__",
]


def __getattr__(name: str) -> object:
    """A public name, imported now that it is asked for."""
    if name == "__version__":
        return _version()
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"seutu.{module}"), name)
    raise AttributeError(f"module 'seutu' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("seutu")
    except PackageNotFoundError:  # the sources are on the path, and nothing is installed
        return "unknown"
