"""One file of RDF: its bytes, its statements, and the lines of its nodes."""

from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from seutu.errors import InputError
from seutu.phrases import Phrase
from seutu.rdf import model, reading
from seutu.rdf.readers import newer


@dataclass(frozen=True)
class File:
    """One file of RDF: its path as errors show it, its bytes, its format, and the graph of its statements."""

    path: str
    data: bytes
    format: ox.RdfFormat
    graph: ox.NamedNode

    def read(self) -> list[ox.Quad]:
        """The statements of the file, with their lexical forms. Raises `InputError` when it is not well-formed."""
        return reading.read(self.data, self.format, self.graph, self.path)

    @property
    def is_empty(self) -> bool:
        """True if the file has no statement. Raises `InputError` for a fault before its first statement."""
        return reading.is_empty(self.data, self.format, self.path)

    def add_to(self, store: ox.Store) -> None:
        """Add the statements of the file to a store. Raises `InputError` when it is not well-formed."""
        store.extend(self.read())

    def require_rdf11(self) -> None:
        """Check that the file is RDF 1.1, as shapes and checks require.

        Raises `InputError` with the line of the first feature of RDF 1.2.
        """
        if self.format == ox.RdfFormat.JSON_LD or not newer.may_be_rdf12(self.data):
            return
        found = newer.feature_of(reading.read(self.data, self.format, self.graph, self.path))
        if found:
            problem = Phrase("{found} of RDF 1.2 stands here, and validation is of RDF 1.1", found=found)
            line = newer.line_of(self._text, self.format)
            raise InputError(self.path, problem, Phrase("say it in RDF 1.1, or leave the file out"), line)

    def line_of(self, iri: str) -> int | None:
        """The line, counted from 1, that describes an IRI; None when no line does."""
        from seutu.rdf import positions

        return self._subjects.get(iri) or positions.line_naming(self._text, iri, self.format)

    def line_of_blank(self, node: model.Term) -> int | None:
        """The line of a blank node of this file; None where it cannot be determined.

        A node at the start of a statement has the line of that statement; a node inside another has the line of that
        other.
        """
        passed: dict[model.Term, None] = {}
        while isinstance(node, ox.BlankNode) and node not in self._line_cache and node not in passed:
            passed[node] = None
            node = self._parents.get(node, node)
        # Without a parent, or in a cycle, the loop ends at a node that it has passed already.
        if isinstance(node, ox.BlankNode):
            line = self._line_cache[node] if node in self._line_cache else self._blanks.get(node)
        else:
            line = self.line_of(node.value) if isinstance(node, ox.NamedNode) else None
        self._line_cache.update(dict.fromkeys(passed, line))
        return line

    @cached_property
    def graphs(self) -> frozenset[model.GraphName]:
        """The graphs of the file: its own, and those that it names itself."""
        named: set[model.GraphName] = {self.graph}
        if self.format.supports_datasets:
            named |= {quad.graph_name for quad in self.read()}
        return frozenset(named)

    @cached_property
    def _line_cache(self) -> dict[model.Term, int | None]:
        """A cache of the lines of blank nodes, including their parents, because lists are long."""
        return {}

    @cached_property
    def _parents(self) -> dict[ox.BlankNode, model.Term]:
        """The subject of the first statement that has a blank node as its object."""
        found: dict[ox.BlankNode, model.Term] = {}
        for quad in self.read():
            if isinstance(quad.object, ox.BlankNode):
                found.setdefault(quad.object, quad.subject)
        return found

    @cached_property
    def _blanks(self) -> dict[ox.BlankNode, int]:
        from seutu.rdf import positions

        return positions.lines_of_blanks(self._text, self.read())

    @cached_property
    def _text(self) -> str:
        # The text is used for line numbers only, and a carriage return alone also ends a line.
        return reading.text_of(self.data, self.format, self.path).replace("\r", "\n")

    @cached_property
    def _subjects(self) -> dict[str, int]:
        from seutu.rdf import positions

        return positions.subjects(self._text, self.format)
