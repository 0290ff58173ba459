"""What follows from a store by CONSTRUCT rules: only the new statements, and nothing changed."""

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
"""The graph that every inferred statement stands in."""

ROUNDS = 100
"""How often the rules may be run before they count as restless."""

MOST = 1_000_000
"""How many statements they may add to a small store before they do; to a large one, `TIMES` as many as it holds."""

TIMES = 10

OF_TERMS = frozenset(
    map(
        model.node,
        ("rdfs:subClassOf", "rdfs:subPropertyOf", "rdfs:domain", "rdfs:range", "owl:inverseOf"),
    )
)
"""What is said of terms, not of things."""

_SYMMETRIC = model.node("owl:SymmetricProperty")
_FICKLE = re.compile(r"\b(UUID|STRUUID|RAND|NOW|BNODE)\s*\(", re.IGNORECASE)


def infer(
    quads: Iterable[ox.Quad], rules: Sequence[Query], prefixes: Mapping[str, str] = PREFIXES
) -> list[ox.Quad]:
    """The statements that ``rules`` add to some ``quads``, in the graph `INFERRED`, sorted.

    The rules run in order, again and again until none adds anything. Raises `QuerySyntaxError` for a rule that is not
    well-formed, is no CONSTRUCT, makes blank nodes or never comes to rest.
    """
    return sorted(closure(lambda scratch: scratch.extend(quads), rules, prefixes)[1], key=str)


def closure(
    fill: Callable[[Graphs], object], rules: Sequence[Query], prefixes: Mapping[str, str] = PREFIXES
) -> tuple[Graphs, list[ox.Quad]]:
    """New graphs with all that follows in them, and the statements that do, unsorted; raises what `infer` raises.

    ``fill`` puts into the empty graphs it is given what is said. Whoever loads files spares a copy of them so.
    """
    scratch = Graphs()
    fill(scratch)
    run = _Run(scratch.store, prefixes)
    run.to_rest(rules)
    return scratch, scratch.conclude(run.added, computed=any(map(_computes, rules)))


def _computes(rule: Query) -> bool:
    return bool(lexer.computed(lexer.tokens(rule.text)))


def refuse(rule: Query) -> None:
    """Raise `QuerySyntaxError` for what cannot be a rule: another form of query, or one that differs each time."""
    if rule.kind != "construct":
        raise QuerySyntaxError(
            rule.name, None, None, Phrase("a rule is a CONSTRUCT, not a {kind}", kind=rule.kind.upper())
        )
    fickle = _FICKLE.search(rule.text)
    if fickle:
        problem = Phrase(
            "{function}() differs each time, and what follows must not; leave it out of rules",
            function=fickle[1].upper(),
        )
        raise QuerySyntaxError(rule.name, rule.text.count("\n", 0, fickle.start()) + 1, None, problem)


def restless(rule: Query) -> QuerySyntaxError:
    """The error for rules that never come to rest, ``rule`` being the one that ran last."""
    problem = Phrase(
        "the rules still add statements after {rounds} rounds or {most} statements; let each end",
        rounds=ROUNDS,
        most=MOST,
    )
    return QuerySyntaxError(rule.name, None, None, problem)


class _Run:
    """The rules at work on a store of their own."""

    def __init__(self, scratch: ox.Store, prefixes: Mapping[str, str]) -> None:
        self.scratch, self.prefixes = scratch, dict(prefixes)
        self.added: list[ox.Quad] = []
        self._most = max(MOST, TIMES * len(scratch))
        self._seen: set[ox.Triple] = set()

    def to_rest(self, rules: Sequence[Query]) -> None:
        """Run the rules in turn, until a round adds nothing."""
        for rule in rules:
            refuse(rule)
        self._settle_terms(rules)
        new: _New | None = None
        for _ in range(ROUNDS):
            before = len(self.added)
            for rule in rules:
                self.apply(rule, new.for_rule(rule) if new else self.scratch)
            if len(self.added) == before:
                return
            new = _New(self.scratch, self.added[before:])
        raise restless(rules[-1])

    def _settle_terms(self, rules: Sequence[Query]) -> None:
        """Add what follows of terms from terms alone, so that it is not new to every rule once the things are seen."""
        terms = ox.Store()
        terms.bulk_extend(_said_of_terms(self.scratch))
        for _ in range(ROUNDS):
            before = len(self.added)
            for rule in rules:
                if rule.rests_on_one:
                    self.apply(rule, terms)
            terms.bulk_extend(self.added[before:])
            if len(self.added) == before:
                return

    def apply(self, rule: Query, premises: ox.Store) -> None:
        """Add what a rule concludes from some store."""
        # All is read before anything is added, so that a rule never chases its own tail.
        fresh = [
            ox.Quad(new.subject, new.predicate, new.object, INFERRED) for new in self._new(rule, premises)
        ]
        self.scratch.bulk_extend(fresh)
        self.added += fresh
        if len(self.added) > self._most:
            raise restless(rule)

    def _new(self, rule: Query, premises: ox.Store) -> list[ox.Triple]:
        unseen = set(self._run(rule, premises)) - self._seen
        self._seen |= unseen
        fresh = [triple for triple in unseen if not self._known(triple)]
        for triple in fresh:
            self._refuse_new_nodes(triple, rule)
        return fresh

    def _run(self, rule: Query, premises: ox.Store) -> ox.QueryTriples:
        result = self._at_once(rule, premises)
        if result is None:
            result = definition.run(premises, rule.text, self.prefixes, name=rule.name)
        assert isinstance(result, ox.QueryTriples)
        return result

    def _at_once(self, rule: Query, premises: ox.Store) -> definition.Result | None:
        # The way round the search for services and faults, which takes longer than a small rule.
        if "SERVICE" in rule.text.upper():
            return None
        try:
            return engine.ask(premises, rule.text, self.prefixes)
        except (SyntaxError, RuntimeError):
            return None

    def _known(self, triple: ox.Triple) -> bool:
        return _any(self.scratch.quads_for_pattern(triple.subject, triple.predicate, triple.object))

    def _refuse_new_nodes(self, triple: ox.Triple, rule: Query) -> None:
        # A rule that makes a blank node makes another one each time it runs.
        for node in (triple.subject, triple.object):
            if isinstance(node, ox.BlankNode) and not self._stands(node):
                problem = Phrase(
                    "a rule makes no blank nodes; give the thing an IRI, with IRI(CONCAT(...)) if need be"
                )
                raise QuerySyntaxError(rule.name, None, None, problem)

    def _stands(self, node: ox.BlankNode) -> bool:
        patterns = ((node, None, None), (None, None, node))
        return any(_any(self.scratch.quads_for_pattern(*pattern)) for pattern in patterns)


class _New:
    """What a round added, as the rules of the next round see it."""

    def __init__(self, whole: ox.Store, added: Sequence[ox.Quad]) -> None:
        self._whole, self._added = whole, added
        self._of_terms = any(_of_terms(quad) for quad in added)

    def for_rule(self, rule: Query) -> ox.Store:
        """The store that a rule has to look at again.

        A rule that rests on one statement needs only what is new, and what is said of the terms.
        """
        if not rule.rests_on_one or self._of_terms:
            return self._whole
        return self._alone

    @cached_property
    def _alone(self) -> ox.Store:
        store = ox.Store()
        store.bulk_extend(self._added)
        store.bulk_extend(_said_of_terms(self._whole))
        return store


def _said_of_terms(store: ox.Store) -> Iterator[ox.Quad]:
    for predicate in OF_TERMS:
        yield from store.quads_for_pattern(None, predicate, None, None)
    yield from store.quads_for_pattern(None, model.RDF_TYPE, _SYMMETRIC, None)


def _of_terms(quad: ox.Quad) -> bool:
    return quad.predicate in OF_TERMS or quad.object == _SYMMETRIC


def _any(quads: Iterator[ox.Quad]) -> bool:
    return next(quads, None) is not None
