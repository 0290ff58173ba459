"""Named graphs that keep the lexical forms of literals, with a store as their index.

An Oxigraph store keeps the value of a number, a day or a boolean, not its lexical form: it returns ``7`` for ``007``,
and an ``xsd:integer`` for ``"5"^^xsd:byte``. In RDF these are different terms (RDF 1.1 Concepts, section 3.3). So the
quads that the store would rewrite are kept beside it, and restored whenever they are read. Queries are evaluated by the
store; values in their results get the lexical forms of the data.
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
    """Quads with their lexical forms, and the methods of an `ox.Store`.

    ``store`` is the index; do not change it.
    """

    def __init__(self, quads: Iterable[ox.Quad] = (), store: ox.Store | None = None) -> None:
        """Take the quads, or a ``store`` that has them already; ``quads`` are then those that it has rewritten."""
        self.store = ox.Store() if store is None else store
        # The original quads of each rewritten quad in the store, in the order in which they were added.
        self._originals: dict[ox.Quad, list[ox.Quad]] = {}
        self._stored_terms: dict[Term, Term] = {}
        if store is None:
            self.extend(quads)
        else:
            for quad in quads:
                self._record(self._stored_quad(quad), quad)

    @property
    def rewritten(self) -> list[ox.Quad]:
        """The original quads that the store has rewritten, and the others with the same rewritten form."""
        return [quad for originals in self._originals.values() for quad in originals]

    def stored_term(self, value: Term) -> Term:
        """The term that the store returns for a value."""
        return self._stored_term(value) if isinstance(value, ox.Literal) else value

    # --- Changes --------------------------------------------------------------------------------------

    def extend(self, quads: Iterable[ox.Quad]) -> None:
        """Add quads."""
        given = list(quads)
        changed = [(stored, quad) for quad in given if (stored := self._stored_quad(quad)) is not quad]
        if not changed and not self._originals:
            self.store.extend(given)
            return
        self.store.extend(quad for quad in given if self._stored_quad(quad) is quad)
        for stored, quad in changed:
            if stored in self.store and stored not in self._originals:
                self._record(stored, stored)
            self._record(stored, quad)
        self.store.extend(stored for stored, _ in changed)
        for quad in given:
            if quad in self._originals:
                self._record(quad, quad)

    def add(self, quad: ox.Quad) -> None:
        """Add one quad."""
        self.extend([quad])

    def remove(self, quad: ox.Quad) -> None:
        """Remove a quad with this lexical form; quads with other forms of the same value stay."""
        stored = self._stored_quad(quad)
        originals = self._originals.get(stored)
        if originals is None:
            if stored is quad:
                self.store.remove(quad)
            return
        if quad in originals:
            originals.remove(quad)
        if not originals:
            del self._originals[stored]
            self.store.remove(stored)
        self._forget_indices()

    def restore_conclusions(self, quads: Iterable[ox.Quad], *, computed: bool) -> list[ox.Quad]:
        """Restore the lexical forms in quads that were inferred in the store; return and keep the restored quads.

        The store has the quads already. With ``computed`` some values may be results of expressions, so that a value
        gets a lexical form of the data only where its own subject has it.
        """
        given = list(quads)
        changed = (
            dict.fromkeys(quad for quad in given if quad.object in self._by_value) if self._originals else {}
        )
        if not changed:
            return given
        found = dict(self._conclusions(quad, computed, changed) for quad in changed)
        for stored, originals in found.items():
            if originals != [stored]:
                for quad in originals:
                    self._record(stored, quad)
        return [one for quad in given for one in found.get(quad, (quad,))]

    def _conclusions(
        self, quad: ox.Quad, computed: bool, given: Container[ox.Quad] = ()
    ) -> tuple[ox.Quad, list[ox.Quad]]:
        forms = self._lexical_forms(quad.object, [quad.subject], computed, given) if self._originals else ()
        parts = (quad.subject, quad.predicate, quad.graph_name)
        return quad, [ox.Quad(parts[0], parts[1], form, parts[2]) for form in forms] or [quad]

    def _record(self, stored: ox.Quad, quad: ox.Quad) -> None:
        originals = self._originals.setdefault(stored, [])
        if quad not in originals:
            originals.append(quad)
        self._forget_indices()

    def _forget_indices(self) -> None:
        for name in ("_by_subject", "_by_value", "_predicates", "_graphs"):
            self.__dict__.pop(name, None)

    # --- Rewritten terms ------------------------------------------------------------------------------

    def _stored_quad(self, quad: ox.Quad) -> ox.Quad:
        """The quad that the store returns for a quad; the same object where it is not rewritten."""
        value = quad.object
        if isinstance(value, ox.NamedNode | ox.BlankNode) or (
            isinstance(value, ox.Literal) and value.language
        ):
            return quad
        stored = self._stored_term(value)
        if stored == value:
            return quad
        return ox.Quad(quad.subject, quad.predicate, stored, quad.graph_name)

    def _stored_term(self, value: Term) -> Term:
        stored = self._stored_terms.get(value)
        if stored is None:
            # Only the store itself shows how it rewrites a term.
            scratch = ox.Store()
            scratch.add(ox.Quad(_SUBJECT, _PREDICATE, value))
            stored = next(iter(scratch)).object
            if len(self._stored_terms) > _BATCH:
                self._stored_terms.clear()
            self._stored_terms[value] = stored
        return stored

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
        return (quad for quad in self._restored_quads(found) if object is None or quad.object == object)

    def _may_differ(self, predicate: ox.NamedNode | None, graph: GraphName | None) -> bool:
        """Return whether the store may have rewritten values of a property in a graph, None being any."""
        return bool(self._originals) and (
            (predicate is None or predicate in self._predicates) and (graph is None or graph in self._graphs)
        )

    def _restored_quads(self, quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        for quad in quads:
            if quad.predicate in self._predicates:
                yield from self._originals.get(quad, (quad,))
            else:
                yield quad

    def __iter__(self) -> Iterator[ox.Quad]:
        """All quads."""
        return self._restored_quads(self.store) if self._originals else iter(self.store)

    def __len__(self) -> int:
        """The number of quads."""
        return len(self.store) + sum(len(originals) - 1 for originals in self._originals.values())

    def __contains__(self, quad: ox.Quad) -> bool:
        """Return whether the graphs have a quad with this lexical form."""
        stored = self._stored_quad(quad)
        return (
            quad in self._originals[stored]
            if stored in self._originals
            else stored is quad and quad in self.store
        )

    def named_graphs(self) -> Iterator[ox.NamedNode | ox.BlankNode]:
        """The names of the graphs."""
        return self.store.named_graphs()

    def dump(self, *, format: ox.RdfFormat, from_graph: GraphName) -> bytes:
        """The statements of one graph in N-Triples, the only supported ``format``, unsorted."""
        dumped = self.store.dump(format=format, from_graph=from_graph) or b""
        written = self._originals.items()
        rewritten = {stored: originals for stored, originals in written if stored.graph_name == from_graph}
        if not rewritten:
            return dumped
        gone = {f"{stored.triple} .".encode() for stored in rewritten}
        lines = [line for line in dumped.splitlines() if line not in gone]
        lines += [f"{quad.triple} .".encode() for originals in rewritten.values() for quad in originals]
        return b"".join(line + b"\n" for line in lines)

    # --- Queries --------------------------------------------------------------------------------------

    def query(self, text: str, /, **how: Any) -> Result:
        """The results of a query in the store, with the lexical forms of the data.

        A value that the query computes stays as it is. So does a value that has several lexical forms in the data, if
        the row does not show which one applies. Options ``how`` and errors are those of `ox.Store.query`.
        """
        result = self.store.query(text, **how)
        if not self._originals or isinstance(result, ox.QueryBoolean):
            return result
        tokens = lexer.tokenize(text)
        if isinstance(result, ox.QueryTriples):
            return self._triples(result, computed=bool(lexer.computed(tokens)))
        given = {variable.value for variable in how.get("substitutions") or ()}
        return self._solutions(result, lexer.computed(tokens) | given)

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
                cell if cell is None or name in computed else self._restored(cell, row)
                for name, cell in zip(names, row, strict=True)
            ]
            lines.append("\t".join("" if cell is None else str(cell) for cell in cells))
        text = "".join(f"{line}\n" for line in lines)
        rows = ox.parse_query_results(text, format=ox.QueryResultsFormat.TSV)
        assert isinstance(rows, ox.QuerySolutions)
        return rows

    def _restored(self, value: Term, row: Iterable[Term | None]) -> Term:
        forms = self._lexical_forms(value, [one for one in row if one is not None], computed=False)
        return forms[0] if len(forms) == 1 else value

    def _lexical_forms(
        self, value: Term, subjects: Iterable[Term], computed: bool, concluded: Container[ox.Quad] = ()
    ) -> list[Term]:
        """The lexical forms of a value: those of the given subjects if they have it, else a unique form in all data.

        The forms in ``concluded`` quads do not count.
        """
        if value not in self._by_value:
            return []
        near = [form for subject in subjects for form in self._by_subject.get((subject, value), ())]
        if near or computed:
            return list(dict.fromkeys(near))
        forms = self._by_value[value]
        written_so = any(
            quad not in self._originals and quad not in concluded
            for quad in self.store.quads_for_pattern(None, None, value, None)
        )
        return forms if len(forms) == 1 and not written_so else []

    @cached_property
    def _predicates(self) -> frozenset[ox.NamedNode]:
        """The properties with a value that the store has rewritten."""
        return frozenset(stored.predicate for stored in self._originals)

    @cached_property
    def _graphs(self) -> frozenset[GraphName]:
        """The graphs with a value that the store has rewritten."""
        return frozenset(stored.graph_name for stored in self._originals)

    @cached_property
    def _by_subject(self) -> dict[tuple[Term, Term], list[Term]]:
        found: dict[tuple[Term, Term], list[Term]] = defaultdict(list)
        for stored, originals in self._originals.items():
            forms = found[stored.subject, stored.object]
            forms += [quad.object for quad in originals if quad.object not in forms]
        return dict(found)

    @cached_property
    def _by_value(self) -> dict[Term, list[Term]]:
        found: dict[Term, dict[Term, None]] = defaultdict(dict)
        for stored, originals in self._originals.items():
            found[stored.object] |= dict.fromkeys(quad.object for quad in originals)
        return {value: list(forms) for value, forms in found.items()}
