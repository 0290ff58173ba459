"""What follows from a store by CONSTRUCT rules: only the new statements, and nothing changed."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import pyoxigraph as ox

from seutu import query
from seutu.errors import QuerySyntaxError
from seutu.namespaces import BASE, PREFIXES
from seutu.query import Query

INFERRED = ox.NamedNode(BASE + "graph/inferred")
"""The graph that every inferred statement stands in."""

ROUNDS = 100
"""How often the rules may be run before they count as restless."""

MOST = 1_000_000
"""How many statements they may add before they do."""

_FICKLE = re.compile(r"\b(UUID|STRUUID|RAND|NOW|BNODE)\s*\(", re.IGNORECASE)


def infer(store: ox.Store, rules: Sequence[Query], prefixes: Mapping[str, str] = PREFIXES) -> list[ox.Quad]:
    """The statements that ``rules`` add to ``store``, in the graph `INFERRED`, sorted.

    The rules run in order, again and again until none adds anything. Raises `QuerySyntaxError` for a rule that is not
    well-formed, is no CONSTRUCT, makes blank nodes or never comes to rest.
    """
    return closure(lambda scratch: scratch.bulk_extend(store), rules, prefixes)[1]


def closure(
    fill: Callable[[ox.Store], object], rules: Sequence[Query], prefixes: Mapping[str, str] = PREFIXES
) -> tuple[ox.Store, list[ox.Quad]]:
    """A new store with all that follows in it, and the statements that do; raises what `infer` raises.

    ``fill`` puts into the empty store it is given what is said. Whoever loads files spares a copy of them so.
    """
    scratch = ox.Store()
    fill(scratch)
    run = _Run(scratch, prefixes)
    run.to_rest(rules)
    return scratch, sorted(run.added, key=str)


def refuse(rule: Query) -> None:
    """Raise `QuerySyntaxError` for what cannot be a rule: another form of query, or one that differs each time."""
    if rule.kind != "construct":
        raise QuerySyntaxError(rule.name, None, None, f"a rule is a CONSTRUCT, not a {rule.kind.upper()}")
    fickle = _FICKLE.search(rule.text)
    if fickle:
        problem = f"{fickle[1].upper()}() differs each time, and what follows must not; leave it out of rules"
        raise QuerySyntaxError(rule.name, rule.text.count("\n", 0, fickle.start()) + 1, None, problem)


def restless(rule: Query) -> QuerySyntaxError:
    """The error for rules that never come to rest, ``rule`` being the one that ran last."""
    problem = f"the rules still add statements after {ROUNDS} rounds or {MOST} statements; let each end"
    return QuerySyntaxError(rule.name, None, None, problem)


class _Run:
    """The rules at work on a store of their own."""

    def __init__(self, scratch: ox.Store, prefixes: Mapping[str, str]) -> None:
        self.scratch, self.prefixes = scratch, dict(prefixes)
        self.added: list[ox.Quad] = []
        self._seen: set[ox.Triple] = set()

    def to_rest(self, rules: Sequence[Query]) -> None:
        """Run the rules in turn; one that has seen all there is waits until something is added, also by itself."""
        seen: dict[str, int] = {}
        for _ in range(ROUNDS):
            waiting = [rule for rule in rules if seen.get(rule.name) != len(self.added)]
            if not waiting:
                return
            for rule in waiting:
                seen[rule.name] = len(self.added)
                self.apply(rule)
                if len(self.added) > MOST:
                    raise restless(rule)
        raise restless(rules[-1])

    def apply(self, rule: Query) -> None:
        fresh = [ox.Quad(new.subject, new.predicate, new.object, INFERRED) for new in self._new(rule)]
        self.scratch.extend(fresh)
        self.added += fresh

    def _new(self, rule: Query) -> Iterator[ox.Triple]:
        refuse(rule)
        # All is read before anything is added, so that a rule never chases its own tail.
        for triple in list(self._run(rule)):
            if triple not in self._seen:
                self._seen.add(triple)
                self._refuse_new_nodes(triple, rule)
                if not self._known(triple):
                    yield triple

    def _run(self, rule: Query) -> ox.QueryTriples:
        result = self._at_once(rule)
        if result is None:
            result = query.run(self.scratch, rule.text, self.prefixes, name=rule.name)
        assert isinstance(result, ox.QueryTriples)
        return result

    def _at_once(self, rule: Query) -> query.Result | None:
        # The way round the search for services and faults, which takes longer than a small rule.
        if "SERVICE" in rule.text.upper():
            return None
        try:
            return self.scratch.query(rule.text, prefixes=self.prefixes, use_default_graph_as_union=True)
        except SyntaxError:
            return None

    def _known(self, triple: ox.Triple) -> bool:
        return _any(self.scratch.quads_for_pattern(triple.subject, triple.predicate, triple.object))

    def _refuse_new_nodes(self, triple: ox.Triple, rule: Query) -> None:
        # A rule that makes a blank node makes another one each time it runs.
        for node in (triple.subject, triple.object):
            if isinstance(node, ox.BlankNode) and not self._stands(node):
                problem = (
                    "a rule makes no blank nodes; give the thing an IRI, with IRI(CONCAT(...)) if need be"
                )
                raise QuerySyntaxError(rule.name, None, None, problem)

    def _stands(self, node: ox.BlankNode) -> bool:
        patterns = ((node, None, None), (None, None, node))
        return any(_any(self.scratch.quads_for_pattern(*pattern)) for pattern in patterns)


def _any(quads: Iterator[ox.Quad]) -> bool:
    return next(quads, None) is not None
