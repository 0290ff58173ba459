"""The report of a validation: findings in a fixed order, rendered for people and for machines."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from seutu.errors import ParameterError, SeutuError
from seutu.phrases import ENGLISH, Phrase
from seutu.query.header import SEVERITIES
from seutu.rdf.model import RDF_TYPE, Term
from seutu.rdf.namespaces import BASE, PREFIXES, compact
from seutu.shacl.paths import triples_of

FORMATS = ("text", "json", "turtle", "github", "junit")

_SH = PREFIXES["sh"]
_SEVERITY_NAMES = {"violation": Phrase("violation"), "warning": Phrase("warning"), "info": Phrase("info")}
_GITHUB = {"violation": "error", "warning": "warning", "info": "notice"}
_IRI = re.compile(r"<([^>]*)>")
_XML = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
)
# Control characters, line separators of Unicode, and marks that change the direction of text.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_BASIC = 0xFFFF
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a validation, about one node.

    ``path`` is a SPARQL property path of full IRIs; ``component`` the IRI of the constraint, or the name of the check;
    ``severity`` one of `SEVERITIES`, or the IRI of another; ``messages`` the texts by language, ``""`` for no language.
    """

    focus: Term | None
    path: str | None
    value: Term | None
    component: str
    shape: str | None
    severity: str
    messages: Mapping[str, str]
    file: str | None = None
    line: int | None = None

    def message(self, lang: str) -> str:
        """The message in a language, else without language, else in English, Finnish, Swedish or any language."""
        for choice in (lang, "", "en", "fi", "sv", *sorted(self.messages)):
            if choice in self.messages:
                return self.messages[choice]
        return compact(self.component) if ":" in self.component else self.component


@dataclass(frozen=True, slots=True)
class Report:
    """All findings of one validation, the most severe first, and remarks about parts that were not validated."""

    findings: tuple[Finding, ...]
    remarks: tuple[Phrase, ...] = ()

    @classmethod
    def of(cls, findings: Iterable[Finding], remarks: Iterable[Phrase] = ()) -> "Report":
        """Return the report of findings, sorted."""
        return cls(tuple(sorted(findings, key=_order)), tuple(remarks))

    @property
    def conforms(self) -> bool:
        """True if there are no findings, not even warnings: ``sh:conforms`` (SHACL, section 3.6.1.1)."""
        return not self.findings

    @property
    def passes(self) -> bool:
        """True if there are no violations; warnings and remarks are not violations."""
        return not self.at_least("violation")

    def at_least(self, severity: str) -> list[Finding]:
        """The findings of ``severity``, or of a higher severity."""
        return [finding for finding in self.findings if _rank(finding.severity) <= _rank(severity)]

    def count(self, severity: str) -> int:
        """The number of findings of ``severity``."""
        return sum(_rank(finding.severity) == _rank(severity) for finding in self.findings)

    def render(self, fmt: str, lang: str = "en", prefixes: Mapping[str, str] = PREFIXES) -> str:
        """The report in one of `FORMATS`. Raises `ParameterError` that lists them for any other."""
        if fmt == "text":
            return self.text(lang, prefixes)
        if fmt == "json":
            return self.json()
        if fmt == "turtle":
            return self.turtle(prefixes)
        if fmt == "github":
            return self.github(lang, prefixes)
        if fmt == "junit":
            return self.junit(lang, prefixes)
        raise ParameterError(
            Phrase("No report format '{fmt}': write one of {formats}.", fmt=fmt, formats=", ".join(FORMATS))
        )

    def text(self, lang: str = "en", prefixes: Mapping[str, str] = PREFIXES) -> str:
        """A line for each finding: ``file:line: severity: focus path value: message``; empty without findings."""
        return "".join(f"{_line(finding, lang, prefixes)}\n" for finding in self.findings)

    def json(self) -> str:
        """JSON ``{"conforms": ..., "passes": ..., "findings": [...]}``, with terms as in SPARQL JSON results."""
        body = {
            "conforms": self.conforms,
            "passes": self.passes,
            "findings": [_json(finding) for finding in self.findings],
        }
        return json.dumps(body, ensure_ascii=False, indent=2) + "\n"

    def turtle(self, prefixes: Mapping[str, str] = PREFIXES) -> str:
        """A SHACL validation report, which any SHACL tool can read."""
        writer = _Writer()
        writer.report(self)
        used = {name: prefixes[name] for name in sorted(prefixes)}
        return (ox.serialize(writer.triples, format=ox.RdfFormat.TURTLE, prefixes=used) or b"").decode()

    def github(self, lang: str = "en", prefixes: Mapping[str, str] = PREFIXES) -> str:
        """Workflow commands, which GitHub shows beside the lines of the findings."""
        return "".join(f"{_command(finding, lang, prefixes)}\n" for finding in self.findings)

    def junit(self, lang: str = "en", prefixes: Mapping[str, str] = PREFIXES) -> str:
        """JUnit XML: a failed case for each violation, a passed case with output for each finding of lower severity."""
        return _junit(self, lang, prefixes)


def severity_word(severity: str, lang: str) -> str:
    """The name of one of `SEVERITIES`, in English for languages without translation; the CURIE of another severity."""
    return _SEVERITY_NAMES[severity].text_in(lang) if severity in _SEVERITY_NAMES else compact(severity)


def _sh(name: str) -> ox.NamedNode:
    return ox.NamedNode(_SH + name)


def _rank(severity: str) -> int:
    # A custom severity is reported like a warning, and is not a violation.
    return SEVERITIES.index(severity) if severity in SEVERITIES else 1


def _order(finding: Finding) -> tuple[object, ...]:
    place = (finding.file is None, finding.file or "", finding.line or 0)
    what = (finding.path or "", finding.component, finding.shape or "", str(finding.value))
    return (_rank(finding.severity), *place, str(finding.focus), *what, sorted(finding.messages.items()))


def _line(finding: Finding, lang: str, prefixes: Mapping[str, str]) -> str:
    place = (
        f"{finding.file}:{finding.line}: " if finding.file and finding.line else f"{finding.file or '-'}: "
    )
    line_text = (
        f"{severity_word(finding.severity, lang)}: {_node_text(finding, prefixes)}: {finding.message(lang)}"
    )
    return printable(f"{place}{line_text}")


def printable(text: str) -> str:
    """A text on one line, with escapes for characters that move the cursor or change the direction of text."""
    return _UNPRINTABLE.sub(lambda found: _ESCAPES.get(found[0]) or _escaped(found[0]), text)


def _escaped(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04X}" if code <= _BASIC else f"\\U{code:08X}"


def _node_text(finding: Finding, prefixes: Mapping[str, str]) -> str:
    parts = [_shown(finding.focus, prefixes)] if finding.focus is not None else []
    if finding.path:
        parts.append(_IRI.sub(lambda match: compact(match[1], prefixes), finding.path))
    if finding.value is not None and finding.value != finding.focus:
        parts.append(_shown(finding.value, prefixes))
    return " ".join(parts) or "-"


def _shown(term: Term, prefixes: Mapping[str, str]) -> str:
    if isinstance(term, ox.NamedNode):
        return compact(term.value, prefixes)
    return _IRI.sub(lambda match: compact(match[1], prefixes), str(term))


def _json(finding: Finding) -> dict[str, Any]:
    return {
        "severity": finding.severity,
        "focus": _json_term(finding.focus),
        "path": finding.path,
        "value": _json_term(finding.value),
        "component": finding.component,
        "shape": finding.shape,
        "messages": dict(sorted(finding.messages.items())),
        "file": finding.file,
        "line": finding.line,
    }


def _json_term(term: Term | None) -> dict[str, str] | None:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return {"type": "uri", "value": term.value}
    if not isinstance(term, ox.Literal):
        return {"type": "bnode", "value": str(term).removeprefix("_:")}
    kind = {"xml:lang": term.language} if term.language else {"datatype": term.datatype.value}
    return {"type": "literal", "value": term.value} | kind


def _command(finding: Finding, lang: str, prefixes: Mapping[str, str]) -> str:
    where = f"file={_property(finding.file)}," if finding.file else ""
    where += f"line={finding.line}," if finding.line else ""
    title = _property(_kind(finding, prefixes))
    line_text = _data(printable(f"{_node_text(finding, prefixes)}: {finding.message(lang)}"))
    return f"::{_GITHUB.get(finding.severity, 'warning')} {where}title={title}::{line_text}"


def annotation(error: SeutuError, lang: str = ENGLISH) -> str:
    """The workflow command for an error that stopped a validation; "" for an error without a file."""
    path = getattr(error, "path", None) or getattr(error, "name", None)
    if not isinstance(path, str):
        return ""
    line = getattr(error, "line", None)
    where = f"file={_property(path)}" + (f",line={line}" if line else "")
    return f"::error {where}::{_data(error.text_in(lang))}\n"


def _kind(finding: Finding, prefixes: Mapping[str, str]) -> str:
    return _name(finding.shape or finding.component, prefixes)


def _name(name: str, prefixes: Mapping[str, str]) -> str:
    return compact(name, prefixes) if ":" in name and not name.startswith("_:") else name


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _junit(report: Report, lang: str, prefixes: Mapping[str, str]) -> str:
    cases = [_case(finding, lang, prefixes) for finding in report.findings]
    cases = cases or ['  <testcase classname="seutu" name="validate"/>']
    failures = report.count("violation")
    head = f'<testsuite name="seutu validate" tests="{len(cases)}" failures="{failures}" errors="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *cases, "</testsuite>", ""])


def _case(finding: Finding, lang: str, prefixes: Mapping[str, str]) -> str:
    name = f"{_kind(finding, prefixes)}: {_node_text(finding, prefixes)}"
    head = f"  <testcase classname={_quoted(finding.file or 'seutu')} name={_quoted(name)}"
    head += f" line={_quoted(str(finding.line))}>" if finding.line else ">"
    line_text = _line(finding, lang, prefixes)
    if finding.severity == "violation":
        message = _quoted(finding.message(lang))
        body = f'<failure type="violation" message={message}>{_xml(line_text)}</failure>'
    else:
        body = f"<system-out>{_xml(line_text)}</system-out>"
    return f"{head}{body}</testcase>"


def _quoted(text: str) -> str:
    return f'"{_xml(text)}"'


def _resource(name: str | None) -> ox.NamedNode | ox.BlankNode | None:
    if name is None:
        return None
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name)


def _xml(text: str) -> str:
    # Written here, because importing the function of the standard library triples the start time.
    return _NOT_IN_XML.sub("\ufffd", text).translate(_XML)


class _Writer:
    """A builder of the statements of a validation report, in the order of its findings."""

    def __init__(self) -> None:
        self.triples: list[ox.Triple] = []

    def report(self, report: Report) -> None:
        head = ox.BlankNode("report")
        self.add(head, RDF_TYPE, _sh("ValidationReport"))
        self.add(head, _sh("conforms"), ox.Literal(report.conforms))
        results = [ox.BlankNode(f"result{number}") for number, _ in enumerate(report.findings, 1)]
        for result in results:
            self.add(head, _sh("result"), result)
        for result, finding in zip(results, report.findings, strict=True):
            self.result(result, finding)

    def result(self, node: ox.BlankNode, finding: Finding) -> None:
        self.add(node, RDF_TYPE, _sh("ValidationResult"))
        named = finding.severity in SEVERITIES
        self.add(
            node,
            _sh("resultSeverity"),
            _sh(finding.severity.title()) if named else ox.NamedNode(finding.severity),
        )
        self.add(node, _sh("focusNode"), finding.focus)
        if finding.path:
            path, triples = triples_of(finding.path, f"{node.value}path")
            self.add(node, _sh("resultPath"), path)
            self.triples += triples
        self.add(node, _sh("value"), finding.value)
        self.add(node, _sh("sourceShape"), _resource(finding.shape))
        if ":" in finding.component:
            self.add(node, _sh("sourceConstraintComponent"), ox.NamedNode(finding.component))
        else:
            self.add(node, _sh("sourceConstraintComponent"), _sh("SPARQLConstraintComponent"))
            self.add(node, _sh("sourceConstraint"), ox.NamedNode(f"{BASE}check/{finding.component}"))
        for language, text in sorted(finding.messages.items()):
            self.add(node, _sh("resultMessage"), ox.Literal(text, language=language or None))

    def add(self, subject: ox.NamedNode | ox.BlankNode, predicate: ox.NamedNode, value: Any) -> None:
        if value is not None:
            self.triples.append(ox.Triple(subject, predicate, value))
