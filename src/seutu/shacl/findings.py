"""Findings of engines and checks: from the results of a SHACL report, and from the rows of a check."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from seutu.errors import QuerySyntaxError
from seutu.phrases import Phrase
from seutu.query.definition import Query
from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES
from seutu.shacl.paths import path_of
from seutu.shacl.report import Finding

_SH = PREFIXES["sh"]
_CLAIMS = {
    " is less than minimum ": " is not at least ",
    " is greater than maximum ": " is not at most ",
    " is not greater than exclusive minimum ": " is not more than ",
    " is not less than exclusive maximum ": " is not less than ",
}


def findings_in(report: model.Quads, shapes: model.Quads) -> list[Finding]:
    """The results of a SHACL validation report as findings.

    A path that the report does not describe is looked up in ``shapes``.
    """
    # Only the results of the report itself: a result may have others as details.
    results = report.quads_for_pattern(None, ox.NamedNode(_SH + "result"), None, None)
    return [_finding(_Node(report, quad.object), shapes) for quad in results]


class _Node:
    """A node of the graph of a report, with access to its properties."""

    def __init__(self, store: model.Quads, term: Any) -> None:
        self.store, self.term = store, term

    def all(self, name: str) -> list[Any]:
        return [
            quad.object
            for quad in self.store.quads_for_pattern(self.term, ox.NamedNode(_SH + name), None, None)
        ]

    def one(self, name: str) -> Any:
        return next(iter(self.all(name)), None)

    def named(self, name: str) -> str | None:
        term = self.one(name)
        return None if term is None else _plain(term)


def _finding(result: _Node, shapes: model.Quads) -> Finding:
    path = result.one("resultPath")
    is_described = isinstance(path, ox.NamedNode) or any(
        result.store.quads_for_pattern(path, None, None, None)
    )
    severity = result.named("resultSeverity") or _SH + "Violation"
    shown = None if path is None else path_of(result.store if is_described else shapes, path)
    return Finding(
        focus=result.one("focusNode"),
        path=shown,
        value=result.one("value"),
        component=result.named("sourceConstraintComponent") or "",
        shape=result.named("sourceShape"),
        severity=severity.removeprefix(_SH).lower() if severity.startswith(_SH) else severity,
        messages=_readable(_by_language(result.all("resultMessage")), path, shown),
    )


def _readable(messages: dict[str, str], path: Any, shown: str | None) -> dict[str, str]:
    """Messages of an engine with readable paths, and with claims corrected where values cannot be compared."""
    own = messages.get("")
    if own is None:
        return messages
    if isinstance(path, ox.BlankNode) and shown:
        own = own.replace(str(path), shown)
    # Some values, such as years with and without a time zone, cannot be compared.
    for claimed, found in _CLAIMS.items():
        if own.startswith("Value ") and claimed in own:
            own = f"{own.replace(claimed, found)}, or cannot be compared with it"
    return messages | {"": own}


def _by_language(literals: Iterable[ox.Literal]) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    for literal in sorted(literals, key=str):
        texts.setdefault(literal.language or "", []).append(literal.value)
    return {language: " ".join(found) for language, found in texts.items()}


def _plain(term: model.Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


def validate_check(check: Query) -> None:
    """Raise `QuerySyntaxError` for a check without ``?focus``, whose rows cannot become findings."""
    if "focus" not in check.variables:
        raise QuerySyntaxError(
            check.name, None, None, Phrase("a check is a SELECT with ?focus among its variables")
        )


def finding_of(check: Query, row: Mapping[str, model.Term | None]) -> Finding:
    """Return the finding of a row of a check."""
    path = row.get("path")
    return Finding(
        focus=row["focus"],
        path=str(path) if isinstance(path, ox.NamedNode) else None,
        value=row.get("value"),
        component=check.name,
        shape=None,
        severity=check.severity,
        messages=_messages(check, row.get("message")),
    )


def _messages(check: Query, message: model.Term | None) -> dict[str, str]:
    detail = f": {message.value}" if isinstance(message, ox.Literal) else ""
    texts = check.extra.get("problem") or check.title or {"": check.name}
    solutions = check.extra.get("solution", {})
    return {
        lang: f"{text.rstrip('.')}{detail}. {_sentence(solutions.get(lang, ''))}".rstrip()
        for lang, text in texts.items()
    }


def _sentence(text: str) -> str:
    return text if not text or text.endswith(".") else text + "."
