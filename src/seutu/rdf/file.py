"""One file of RDF: its bytes, what it says, and the lines that nodes stand on."""

from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from seutu.errors import InputError
from seutu.phrases import Phrase
from seutu.rdf import model, reading
from seutu.rdf.readers import newer


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

    @property
    def is_empty(self) -> bool:
        """Whether the file says nothing. Raises `InputError` for a fault before its first statement."""
        return reading.is_empty(self.data, self.format, self.path)

    def into(self, store: ox.Store) -> None:
        """Add what the file says to a store. Raises `InputError` when it is not well-formed."""
        store.extend(self.read())

    def in_rdf11(self) -> None:
        """Nothing, for a file that shapes and checks can be asked about; they know RDF 1.1.

        Raises `InputError` with the line of what only RDF 1.2 has.
        """
        if self.format == ox.RdfFormat.JSON_LD or not newer.may_hold(self.data):
            return
        found = newer.held(reading.read(self.data, self.format, self.graph, self.path))
        if found:
            problem = Phrase("{found} of RDF 1.2 stands here, and validation is of RDF 1.1", found=found)
            line = newer.line_of(self._text, self.format)
            raise InputError(self.path, problem, Phrase("say it in RDF 1.1, or leave the file out"), line)

    def line_of(self, iri: str) -> int | None:
        """The line where an IRI is described, counted from 1; None when it is not."""
        from seutu.rdf import positions

        return self._subjects.get(iri) or positions.line_naming(self._text, iri, self.format)

    def line_of_blank(self, node: model.Term) -> int | None:
        """The line of a blank node of this file; None where it cannot be told.

        One that is named or stands in brackets at the start of a statement has that statement's line; one within
        another has the line of what it stands in.
        """
        passed: dict[model.Term, None] = {}
        while isinstance(node, ox.BlankNode) and node not in self._found and node not in passed:
            passed[node] = None
            node = self._above.get(node, node)
        # Where there is nothing above, or a circle, the last is the one that was passed already.
        if isinstance(node, ox.BlankNode):
            line = self._found[node] if node in self._found else self._blanks.get(node)
        else:
            line = self.line_of(node.value) if isinstance(node, ox.NamedNode) else None
        self._found.update(dict.fromkeys(passed, line))
        return line

    @cached_property
    def graphs(self) -> frozenset[model.GraphName]:
        """The graphs that the file speaks of: its own, and those it names itself."""
        named: set[model.GraphName] = {self.graph}
        if self.format.supports_datasets:
            named |= {quad.graph_name for quad in self.read()}
        return frozenset(named)

    @cached_property
    def _found(self) -> dict[model.Term, int | None]:
        """The lines of blank nodes that were asked for, and of what is on the way: lists are long."""
        return {}

    @cached_property
    def _above(self) -> dict[ox.BlankNode, model.Term]:
        """What each blank node first stands in."""
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
        # Only places are sought in it, and to them a carriage return alone ends a line as well.
        return reading.text_of(self.data, self.format, self.path).replace("\r", "\n")

    @cached_property
    def _subjects(self) -> dict[str, int]:
        from seutu.rdf import positions

        return positions.subjects(self._text, self.format)
