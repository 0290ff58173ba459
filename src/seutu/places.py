"""The places that findings and faults are at: from a node to the file that describes it, and the line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import pyoxigraph as ox

from seutu import rdf, reading
from seutu.errors import ShapesError

if TYPE_CHECKING:
    from seutu.report import Finding, Report


@dataclass(frozen=True)
class File:
    """One file of RDF: its path as errors show it, its bytes, format, and the graph its statements stand in."""

    path: str
    data: bytes
    format: ox.RdfFormat
    graph: ox.NamedNode

    def read(self) -> list[ox.Quad]:
        """What the file says, each term as it is written there. Raises `InputError` when it is not well-formed."""
        return reading.read(self.data, self.format, self.graph, self.path)

    def into(self, store: ox.Store) -> None:
        """Add what the file says to a store. Raises `InputError` when it is not well-formed."""
        store.extend(self.read())

    def line_of(self, iri: str) -> int | None:
        """The line where an IRI is described, counted from 1; None when it is not."""
        from seutu import locate

        if self.format in (ox.RdfFormat.JSON_LD, ox.RdfFormat.RDF_XML):
            return locate.line_of(self._text, iri, self.format)
        return self._subjects.get(iri)

    @cached_property
    def graphs(self) -> frozenset[rdf.GraphName]:
        """The graphs that the file speaks of: its own, and those it names itself."""
        named: set[rdf.GraphName] = {self.graph}
        if self.format.supports_datasets:
            named |= {quad.graph_name for quad in ox.parse(self._text, format=self.format)}
        return frozenset(named)

    @cached_property
    def _text(self) -> str:
        return rdf.decoded(self.data, self.path)

    @cached_property
    def _subjects(self) -> dict[str, int]:
        from seutu import locate

        return locate.subjects(self._text)


def placed(report: "Report", store: rdf.Quads, files: Sequence[File], wanted: Sequence[File]) -> "Report":
    """The report with the file and line of each finding's focus, where one of ``files`` describes it.

    Where ``wanted`` is not all of them, findings at other places are left out.
    """
    places = _Places(store, files, wanted)
    found = [places.place(finding) for finding in report.findings]
    if len(wanted) < len(files):
        paths = {file.path for file in wanted}
        found = [finding for finding in found if finding.file in paths]
    return type(report).of(found)


def located(error: ShapesError, files: Iterable[File]) -> ShapesError:
    """The same error, at the file and line of the shape at fault, if one of ``files`` describes it."""
    for file in files if error.shape else ():
        line = file.line_of(error.shape or "")
        if line is not None:
            return ShapesError(file.path, error.problem, error.remedy, line, error.shape)
    return error


class _Places:
    """Which file describes what."""

    def __init__(self, store: rdf.Quads, files: Sequence[File], wanted: Sequence[File]) -> None:
        self._store = store
        # Of several files that say the same, one that was asked about is the place.
        ordered = [*wanted, *(file for file in files if file not in wanted)]
        self._files = {graph: file for file in reversed(ordered) for graph in file.graphs}
        self._order = {file.path: number for number, file in enumerate(ordered)}

    def place(self, finding: "Finding") -> "Finding":
        file = self._file(finding)
        if file is None:
            return finding
        focus = finding.focus
        line = file.line_of(focus.value) if isinstance(focus, ox.NamedNode) else None
        return replace(finding, file=file.path, line=line)

    def _file(self, finding: "Finding") -> File | None:
        focus = finding.focus
        if not isinstance(focus, ox.NamedNode | ox.BlankNode):
            return None
        path = finding.path[1:-1] if finding.path and finding.path.startswith("<") else None
        best: dict[str, tuple[bool, bool, int]] = {}
        for quad in self._store.quads_for_pattern(focus, None, None, None):
            file = self._files.get(quad.graph_name)
            if file is not None:
                on_path = quad.predicate.value == path
                rank = (not (on_path and quad.object == finding.value), not on_path, self._order[file.path])
                best[file.path] = min(rank, best.get(file.path, rank))
        if not best:
            return None
        chosen = min(best, key=lambda name: best[name])
        return next(file for file in self._files.values() if file.path == chosen)
