"""Named graphs whose terms are as they were written, with a store as their index.

An Oxigraph store keeps the value of a number, a day or a truth value and not how it was written: ``007`` comes back as
``7``, ``"5"^^xsd:byte`` as an ``xsd:integer``. For RDF these are other terms (RDF 1.1 Concepts, section 3.3). What the
store would rewrite is therefore kept beside it, and put back wherever a statement is handed out. Queries are answered
by the store; where an answer shows a value that the data write otherwise, it is shown as written.
"""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from seutu.query import lexer
from seutu.rdf.model import GraphName, Result, Term, Triples

_SUBJECT, _PREDICATE = ox.BlankNode("s"), ox.NamedNode("urn:p")
_BATCH = 50_000


class Graphs:
    """Quads, each term as written: asked like an `ox.Store`, by the same methods.

    ``store`` is the index; do not change it. Nothing that is handed out is a part of it.
    """

    def __init__(self, quads: Iterable[ox.Quad] = (), store: ox.Store | None = None) -> None:
        """Take the quads; or a ``store`` that holds them already, of which ``quads`` are those it has rewritten."""
        self.store = ox.Store() if store is None else store
        # For each quad that the store holds in the place of others, those others, in the order in which they came.
        self._written: dict[ox.Quad, list[ox.Quad]] = {}
        self._images: dict[Term, Term] = {}
        if store is None:
            self.extend(quads)
        else:
            for quad in quads:
                self._note(self._image_of(quad), quad)

    @property
    def rewritten(self) -> list[ox.Quad]:
        """The quads that the store does not hold as written, and those that it holds in the same place."""
        return [quad for several in self._written.values() for quad in several]

    def image(self, value: Term) -> Term:
        """The term that the store holds in the place of a value."""
        return self._image(value) if isinstance(value, ox.Literal) else value

    # --- Changes --------------------------------------------------------------------------------------

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads."""
        given = list(quads)
        odd = [(image, quad) for quad in given if (image := self._image_of(quad)) is not quad]
        if not odd and not self._written:
            self.store.extend(given)
            return
        self.store.extend(quad for quad in given if self._image_of(quad) is quad)
        for image, quad in odd:
            if image in self.store and image not in self._written:
                self._note(image, image)
            self._note(image, quad)
        self.store.extend(image for image, _ in odd)
        for quad in given:
            if quad in self._written:
                self._note(quad, quad)

    def add(self, quad: ox.Quad) -> None:
        """Add one quad."""
        self.extend([quad])

    def remove(self, quad: ox.Quad) -> None:
        """Remove a quad, as it is written; others that the store holds in the same place stay."""
        image = self._image_of(quad)
        several = self._written.get(image)
        if several is None:
            if image is quad:
                self.store.remove(quad)
            return
        if quad in several:
            several.remove(quad)
        if not several:
            del self._written[image]
            self.store.remove(image)
        self._forget_indices()

    def conclude(self, quads: Iterable[ox.Quad], *, computed: bool) -> list[ox.Quad]:
        """Quads that were concluded in the store, as the premises are written, and from then on held as such.

        The store has them already. ``computed`` says that some values may have been worked out, so that a value is
        taken for a written one only where its own subject has it.
        """
        given = list(quads)
        odd = dict.fromkeys(quad for quad in given if quad.object in self._by_value) if self._written else {}
        if not odd:
            return given
        found = dict(self._conclusions(quad, computed, odd) for quad in odd)
        for image, several in found.items():
            if several != [image]:
                for quad in several:
                    self._note(image, quad)
        return [one for quad in given for one in found.get(quad, (quad,))]

    def _conclusions(
        self, quad: ox.Quad, computed: bool, given: Container[ox.Quad] = ()
    ) -> tuple[ox.Quad, list[ox.Quad]]:
        forms = self._forms(quad.object, [quad.subject], computed, given) if self._written else ()
        parts = (quad.subject, quad.predicate, quad.graph_name)
        return quad, [ox.Quad(parts[0], parts[1], form, parts[2]) for form in forms] or [quad]

    def _note(self, image: ox.Quad, quad: ox.Quad) -> None:
        several = self._written.setdefault(image, [])
        if quad not in several:
            several.append(quad)
        self._forget_indices()

    def _forget_indices(self) -> None:
        for name in ("_by_subject", "_by_value", "_predicates", "_graphs"):
            self.__dict__.pop(name, None)

    # --- What the store makes of a term ---------------------------------------------------------------

    def _image_of(self, quad: ox.Quad) -> ox.Quad:
        """The quad that the store holds in the place of one: the very same where it is kept as written."""
        value = quad.object
        if isinstance(value, ox.NamedNode | ox.BlankNode) or (
            isinstance(value, ox.Literal) and value.language
        ):
            return quad
        image = self._image(value)
        if image == value:
            return quad
        return ox.Quad(quad.subject, quad.predicate, image, quad.graph_name)

    def _image(self, value: Term) -> Term:
        image = self._images.get(value)
        if image is None:
            # Only the store itself can say what it makes of a term.
            scratch = ox.Store()
            scratch.add(ox.Quad(_SUBJECT, _PREDICATE, value))
            image = next(iter(scratch)).object
            if len(self._images) > _BATCH:
                self._images.clear()
            self._images[value] = image
        return image

    # --- Reading --------------------------------------------------------------------------------------

    def quads_for_pattern(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        object: Term | None,
        graph_name: GraphName | None = None,
        /,
    ) -> Iterator[ox.Quad]:
        """The quads with these parts, None being any."""
        found = self.store.quads_for_pattern(subject, predicate, object, graph_name)
        if not self._may_differ(predicate, graph_name):
            return found
        return (quad for quad in self._as_written(found) if object is None or quad.object == object)

    def _may_differ(self, predicate: ox.NamedNode | None, graph: GraphName | None) -> bool:
        """Whether the store may have rewritten something of a property in a graph, None being any."""
        return bool(self._written) and (
            (predicate is None or predicate in self._predicates) and (graph is None or graph in self._graphs)
        )

    def _as_written(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        for quad in quads:
            if quad.predicate in self._predicates:
                yield from self._written.get(quad, (quad,))
            else:
                yield quad

    def __iter__(self) -> Iterator[ox.Quad]:
        """All quads."""
        return self._as_written(self.store) if self._written else iter(self.store)

    def __len__(self) -> int:
        """The number of quads."""
        return len(self.store) + sum(len(several) - 1 for several in self._written.values())

    def __contains__(self, quad: ox.Quad) -> bool:
        """Whether a quad is there as it is written."""
        image = self._image_of(quad)
        return (
            quad in self._written[image] if image in self._written else image is quad and quad in self.store
        )

    def named_graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """The names of the graphs."""
        return self.store.named_graphs()

    def dump(self, *, format: ox.RdfFormat, from_graph: GraphName) -> bytes:
        """What one graph says, in N-Triples, the one ``format`` there is here, without order."""
        dumped = self.store.dump(format=format, from_graph=from_graph) or b""
        written = self._written.items()
        rewritten = {image: several for image, several in written if image.graph_name == from_graph}
        if not rewritten:
            return dumped
        gone = {f"{image.triple} .".encode() for image in rewritten}
        lines = [line for line in dumped.splitlines() if line not in gone]
        lines += [f"{quad.triple} .".encode() for several in rewritten.values() for quad in several]
        return b"".join(line + b"\n" for line in lines)

    # --- Queries --------------------------------------------------------------------------------------

    def query(self, text: str, /, **how: Any) -> Result:
        """What a query finds: the store's answer to it, with values as the data write them.

        A value that the query works out stays as it is, and so does one that the data write in several ways of which
        the row does not tell which is meant. ``how`` and what is raised are those of `ox.Store.query`.
        """
        result = self.store.query(text, **how)
        if not self._written or isinstance(result, ox.QueryBoolean):
            return result
        words = lexer.tokens(text)
        if isinstance(result, ox.QueryTriples):
            return self._triples(result, computed=bool(lexer.computed(words)))
        given = {variable.value for variable in how.get("substitutions") or ()}
        return self._solutions(result, lexer.computed(words) | given)

    def _triples(self, triples: ox.QueryTriples, *, computed: bool) -> Triples:
        quads = (ox.Quad(triple.subject, triple.predicate, triple.object) for triple in triples)
        found = (quad.triple for one in quads for quad in self._conclusions(one, computed)[1])
        return Triples(dict.fromkeys(found))

    def _solutions(self, solutions: ox.QuerySolutions, computed: Collection[str]) -> ox.QuerySolutions:
        names = [variable.value for variable in solutions.variables]
        if not names:
            return solutions
        lines = ["\t".join(f"?{name}" for name in names)]
        for row in solutions:
            cells = [
                cell if cell is None or name in computed else self._shown(cell, row)
                for name, cell in zip(names, row, strict=True)
            ]
            lines.append("\t".join("" if cell is None else str(cell) for cell in cells))
        text = "".join(f"{line}\n" for line in lines)
        rows = ox.parse_query_results(text, format=ox.QueryResultsFormat.TSV)
        assert isinstance(rows, ox.QuerySolutions)
        return rows

    def _shown(self, value: Term, row: Iterable[Term | None]) -> Term:
        forms = self._forms(value, [one for one in row if one is not None], computed=False)
        return forms[0] if len(forms) == 1 else value

    def _forms(
        self, value: Term, subjects: Iterable[Term], computed: bool, concluded: Container[ox.Quad] = ()
    ) -> list[Term]:
        """The ways in which the data write a value: by the subjects given if they have it, else by all if one alone.

        How a quad is written that is only ``concluded`` does not count.
        """
        if value not in self._by_value:
            return []
        near = [form for subject in subjects for form in self._by_subject.get((subject, value), ())]
        if near or computed:
            return list(dict.fromkeys(near))
        forms = self._by_value[value]
        written_so = any(
            quad not in self._written and quad not in concluded
            for quad in self.store.quads_for_pattern(None, None, value, None)
        )
        return forms if len(forms) == 1 and not written_so else []

    @cached_property
    def _predicates(self) -> frozenset[ox.NamedNode]:
        """The properties that have a value which the store rewrites."""
        return frozenset(image.predicate for image in self._written)

    @cached_property
    def _graphs(self) -> frozenset[GraphName]:
        """The graphs that have a value which the store rewrites."""
        return frozenset(image.graph_name for image in self._written)

    @cached_property
    def _by_subject(self) -> dict[tuple[Term, Term], list[Term]]:
        found: dict[tuple[Term, Term], list[Term]] = defaultdict(list)
        for image, several in self._written.items():
            forms = found[image.subject, image.object]
            forms += [quad.object for quad in several if quad.object not in forms]
        return dict(found)

    @cached_property
    def _by_value(self) -> dict[Term, list[Term]]:
        found: dict[Term, dict[Term, None]] = defaultdict(dict)
        for image, several in self._written.items():
            found[image.object] |= dict.fromkeys(quad.object for quad in several)
        return {value: list(forms) for value, forms in found.items()}
