"""The statements that CONSTRUCT rules infer from quads; the quads themselves are not changed."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import pyoxigraph as ox

from seutu.errors import QuerySyntaxError
from seutu.phrases import Phrase
from seutu.query import definition, engine, lexer
from seutu.query.definition import Query
from seutu.query.graphs import Graphs
from seutu.rdf import model
from seutu.rdf.namespaces import BASE, PREFIXES

INFERRED = ox.NamedNode(BASE + "graph/inferred")
"""The graph of all inferred statements."""

ROUNDS = 100
"""The most rounds that the rules may run."""

MOST = 1_000_000
"""The most statements that the rules may add to a small store; to a large one, `GROWTH` times its size."""

GROWTH = 10

SCHEMA_PROPERTIES = frozenset(
    map(
        model.node,
        ("rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range", "owl:inverseOf"),
    )
)
"""The properties of classes and properties, not of individuals."""

_SYMMETRIC = model.node("owl:SymmetricProperty")
_NONDETERMINISTIC = re.compile(r"\b(UUID|STRUUID|RAND|NOW|BNODE)\s*\(", re.IGNORECASE)


def infer(
    quads: Iterable[ox.Quad], rules: Sequence[Query], prefixes: Mapping[str, str] = PREFIXES
) -> list[ox.Quad]:
    """The statements that ``rules`` add to some ``quads``, in the graph `INFERRED`, sorted.

    The rules run in order, again and again until none adds anything. Raises `QuerySyntaxError` for a rule that is not
    well-formed, is not a CONSTRUCT, makes blank nodes or does not reach a fixed point.
    """
    return sorted(closure(lambda scratch: scratch.extend(quads), rules, prefixes)[1], key=str)


def closure(
    fill: Callable[[Graphs], object], rules: Sequence[Query], prefixes: Mapping[str, str] = PREFIXES
) -> tuple[Graphs, list[ox.Quad]]:
    """New graphs with the asserted and inferred statements, and the inferred ones, unsorted.

    Raises what `infer` raises. ``fill`` adds the asserted statements to the empty graphs that it gets, so that no copy
    of them is needed.
    """
    scratch = Graphs()
    fill(scratch)
    run = _Run(scratch.store, prefixes)
    run.to_fixed_point(rules)
    return scratch, scratch.restore_conclusions(run.added, computed=any(map(_computes, rules)))


def _computes(rule: Query) -> bool:
    return bool(lexer.computed(lexer.tokenize(rule.text)))


def validate_rule(rule: Query) -> None:
    """Raise `QuerySyntaxError` for a query of another form, or one with a function that differs at each call."""
    if rule.kind != "construct":
        raise QuerySyntaxError(
            rule.name, None, None, Phrase("a rule is a CONSTRUCT, not a {kind}", kind=rule.kind.upper())
        )
    varying = _NONDETERMINISTIC.search(rule.text)
    if varying:
        problem = Phrase(
            "{function}() differs each time, and what follows must not; leave it out of rules",
            function=varying[1].upper(),
        )
        raise QuerySyntaxError(rule.name, rule.text.count("\n", 0, varying.start()) + 1, None, problem)


def not_terminating(rule: Query) -> QuerySyntaxError:
    """Return the error for rules that do not reach a fixed point, ``rule`` being the one that ran last."""
    problem = Phrase(
        "the rules still add statements after {rounds} rounds or {most} statements; let each end",
        rounds=ROUNDS,
        most=MOST,
    )
    return QuerySyntaxError(rule.name, None, None, problem)


class _Run:
    """One run of the rules on a store of their own."""

    def __init__(self, scratch: ox.Store, prefixes: Mapping[str, str]) -> None:
        self.scratch, self.prefixes = scratch, dict(prefixes)
        self.added: list[ox.Quad] = []
        self._most = max(MOST, GROWTH * len(scratch))
        self._seen: set[ox.Triple] = set()

    def to_fixed_point(self, rules: Sequence[Query]) -> None:
        """Run the rules in order, round by round, until a round adds no statement."""
        for rule in rules:
            validate_rule(rule)
        self._close_schema(rules)
        new: _Added | None = None
        for _ in range(ROUNDS):
            before = len(self.added)
            for rule in rules:
                self.apply(rule, new.for_rule(rule) if new else self.scratch)
            if len(self.added) == before:
                return
            new = _Added(self.scratch, self.added[before:])
        raise not_terminating(rules[-1])

    def _close_schema(self, rules: Sequence[Query]) -> None:
        """Infer from the schema statements alone first, so that later rounds do not add any."""
        terms = ox.Store()
        terms.bulk_extend(_schema_statements(self.scratch))
        for _ in range(ROUNDS):
            before = len(self.added)
            for rule in rules:
                if rule.rests_on_one:
                    self.apply(rule, terms)
            terms.bulk_extend(self.added[before:])
            if len(self.added) == before:
                return

    def apply(self, rule: Query, premises: ox.Store) -> None:
        """Add the conclusions of a rule from the statements of a store."""
        # All results are read before any is added, so that a rule does not run on its own results.
        fresh = [
            ox.Quad(new.subject, new.predicate, new.object, INFERRED) for new in self._new(rule, premises)
        ]
        self.scratch.bulk_extend(fresh)
        self.added += fresh
        if len(self.added) > self._most:
            raise not_terminating(rule)

    def _new(self, rule: Query, premises: ox.Store) -> list[ox.Triple]:
        unseen = set(self._run(rule, premises)) - self._seen
        self._seen |= unseen
        fresh = [triple for triple in unseen if not self._known(triple)]
        for triple in fresh:
            self._refuse_new_nodes(triple, rule)
        return fresh

    def _run(self, rule: Query, premises: ox.Store) -> ox.QueryTriples:
        result = self._run_unchecked(rule, premises)
        if result is None:
            result = definition.run(premises, rule.text, self.prefixes, name=rule.name)
        assert isinstance(result, ox.QueryTriples)
        return result

    def _run_unchecked(self, rule: Query, premises: ox.Store) -> definition.Result | None:
        # Skips the checks of `definition.run`, which take longer than a small rule.
        if "SERVICE" in rule.text.upper():
            return None
        try:
            return engine.ask(premises, rule.text, self.prefixes)
        except (SyntaxError, RuntimeError):
            return None

    def _known(self, triple: ox.Triple) -> bool:
        return _any(self.scratch.quads_for_pattern(triple.subject, triple.predicate, triple.object))

    def _refuse_new_nodes(self, triple: ox.Triple, rule: Query) -> None:
        # A rule that makes a blank node makes a new one each time it runs.
        for node in (triple.subject, triple.object):
            if isinstance(node, ox.BlankNode) and not self._occurs(node):
                problem = Phrase(
                    "a rule makes no blank nodes; give the thing an IRI, with IRI(CONCAT(...)) if need be"
                )
                raise QuerySyntaxError(rule.name, None, None, problem)

    def _occurs(self, node: ox.BlankNode) -> bool:
        patterns = ((node, None, None), (None, None, node))
        return any(_any(self.scratch.quads_for_pattern(*pattern)) for pattern in patterns)


class _Added:
    """The statements that a round added, as the premises of the next round."""

    def __init__(self, whole: ox.Store, added: Sequence[ox.Quad]) -> None:
        self._whole, self._added = whole, added
        self._changes_schema = any(_is_schema_statement(quad) for quad in added)

    def for_rule(self, rule: Query) -> ox.Store:
        """The store that a rule has to query again.

        A rule that rests on one statement needs only the new statements and those of the schema.
        """
        if not rule.rests_on_one or self._changes_schema:
            return self._whole
        return self._added_and_schema

    @cached_property
    def _added_and_schema(self) -> ox.Store:
        store = ox.Store()
        store.bulk_extend(self._added)
        store.bulk_extend(_schema_statements(self._whole))
        return store


def _schema_statements(store: ox.Store) -> Iterator[ox.Quad]:
    for predicate in SCHEMA_PROPERTIES:
        yield from store.quads_for_pattern(None, predicate, None, None)
    yield from store.quads_for_pattern(None, model.RDF_TYPE, _SYMMETRIC, None)


def _is_schema_statement(quad: ox.Quad) -> bool:
    return quad.predicate in SCHEMA_PROPERTIES or quad.object == _SYMMETRIC


def _any(quads: Iterator[ox.Quad]) -> bool:
    return next(quads, None) is not None
