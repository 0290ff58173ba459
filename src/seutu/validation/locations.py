"""Places of findings and errors: the file that describes a node, and the line."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from seutu.errors import ShapesError
from seutu.rdf import model
from seutu.rdf.file import File

if TYPE_CHECKING:
    from seutu.shacl.report import Finding, Report


@dataclass(frozen=True)
class Origins:
    """Places of shapes and checks: the files of the shapes, and the path of each check by its name."""

    shapes: Sequence[File] = ()
    checks: Mapping[str, str] = field(default_factory=dict)

    def of(self, finding: "Finding") -> tuple[str | None, int | None]:
        """The file and line of the shape or check of a finding, as far as known."""
        if finding.component in self.checks:
            return self.checks[finding.component], None
        return self.of_shape(finding.shape) if finding.shape else (None, None)

    def of_shape(self, name: str) -> tuple[str | None, int | None]:
        """The file and line of a shape; for a blank node (``_:b1``) those of the named shape that contains it."""
        shape = _node_named(name)
        for file in self.shapes:
            line = file.line_of(shape.value) if isinstance(shape, ox.NamedNode) else None
            if line is not None:
                return file.path, line
        holder = self._holders.get(shape)
        return (holder.path, holder.line_of_blank(shape)) if holder else (None, None)

    @cached_property
    def _holders(self) -> dict[model.Term, File]:
        """The first file with a statement about each resource."""
        found: dict[model.Term, File] = {}
        for file in self.shapes:
            for quad in file.read():
                found.setdefault(quad.subject, file)
        return found


def placed(
    report: "Report",
    store: model.Quads,
    files: Sequence[File],
    wanted: Sequence[File],
    origins: Origins | None = None,
) -> "Report":
    """Return the report with the file and line of each finding.

    That is the place where one of ``files`` describes the focus, else where one mentions it, else that of the shape or
    check. Findings in files that are not ``wanted`` are left out; findings without a place are included.
    """
    places, paths = _Places(store, files, wanted), {file.path for file in wanted}
    found = [places.place(finding) for finding in report.findings]
    kept = (one for one in found if one.file is None or one.file in paths)
    return type(report).of((_with_origin(one, origins or Origins()) for one in kept), report.remarks)


def _with_origin(finding: "Finding", origins: Origins) -> "Finding":
    if finding.file is not None:
        return finding
    file, line = origins.of(finding)
    return replace(finding, file=file, line=line)


def located(error: ShapesError, files: Sequence[File]) -> ShapesError:
    """Return the error with the file and line of the faulty shape, if one of ``files`` describes it."""
    file, line = Origins(files).of_shape(error.shape) if error.shape else (None, None)
    return error if file is None else ShapesError(file, error.problem, error.remedy, line, error.shape)


def _node_named(name: str) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(name[2:]) if name.startswith("_:") else ox.NamedNode(name.strip("<>"))


class _Places:
    """Index of the files by the graphs that they describe resources in."""

    def __init__(self, store: model.Quads, files: Sequence[File], wanted: Sequence[File]) -> None:
        self._store = store
        # Among several files with the same statement, the place is in a wanted one.
        ordered = [*wanted, *(file for file in files if file not in wanted)]
        self._files = {graph: file for file in reversed(ordered) for graph in file.graphs}
        self._order = {file.path: number for number, file in enumerate(ordered)}

    def place(self, finding: "Finding") -> "Finding":
        focus = finding.focus
        if focus is None:
            return finding
        path = finding.path[1:-1] if finding.path and finding.path.startswith("<") else None
        file, quad = self._describing(focus, path, finding.value)
        line = None
        if file is None:
            file, quad = self._mentioning(focus)
            focus = quad.subject if quad else focus
        if file is not None:
            line = self._line(file, focus)
        return finding if file is None else replace(finding, file=file.path, line=line)

    def _line(self, file: File, thing: model.Term) -> int | None:
        if isinstance(thing, ox.NamedNode):
            return file.line_of(thing.value)
        if isinstance(thing, ox.BlankNode):
            return file.line_of_blank(thing)
        return None

    def _describing(
        self, focus: model.Term, path: str | None, value: model.Term | None
    ) -> tuple[File | None, ox.Quad | None]:
        if not isinstance(focus, ox.NamedNode | ox.BlankNode):
            return None, None
        quads = self._store.quads_for_pattern(focus, None, None, None)
        return self._best(quads, lambda quad: _rank(quad, path, value))

    def _mentioning(self, focus: model.Term) -> tuple[File | None, ox.Quad | None]:
        return self._best(self._store.quads_for_pattern(None, None, focus, None), str)

    def _best(
        self, quads: Iterable[ox.Quad], rank: Callable[[ox.Quad], Any]
    ) -> tuple[File | None, ox.Quad | None]:
        found = [(quad, file) for quad in quads if (file := self._files.get(quad.graph_name)) is not None]
        if not found:
            return None, None
        quad, file = min(found, key=lambda pair: (rank(pair[0]), self._order[pair[1].path]))
        return file, quad


def _rank(quad: ox.Quad, path: str | None, value: model.Term | None) -> tuple[bool, bool]:
    """The distance of a statement from a finding: the same statement, the same property, or any other."""
    on_path = quad.predicate.value == path
    return not (on_path and quad.object == value), not on_path
