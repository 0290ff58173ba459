"""Proofs of statements: each is asserted in a file, or inferred by a rule from premises, down to asserted ones.

A rule is parsed with rdflib, which gives the algebra of a query; its solutions come from the engine that infers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import pyoxigraph as ox

from seutu.inference.closure import INFERRED
from seutu.query import definition, lexer
from seutu.query.definition import Query
from seutu.rdf.model import Quads, Term
from seutu.rdf.namespaces import PREFIXES

Triple = tuple[Term, Term, Term]
_Pattern = tuple[Any, Any, Any]
_Solution = Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Step:
    """One triple of a proof: the ``graphs`` that assert it, or the rule that infers it and its premises."""

    triple: Triple
    graphs: tuple[str, ...] = ()
    rule: Query | None = None
    premises: tuple["Step", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Derivation:
    rule: Query
    premises: tuple[Triple, ...]


class Derivations:
    """Shortest proofs of all statements that rules infer in a store; the store is only read.

    ``store`` holds the asserted and the inferred statements (`closure.closure`).
    """

    def __init__(self, store: Quads, rules: Sequence[Query], prefixes: Mapping[str, str] = PREFIXES) -> None:
        """Find the proofs. Raises `QuerySyntaxError` for a rule that is not well-formed."""
        self._asserted = _asserted(store)
        self._derivations: dict[Triple, list[_Derivation]] = {}
        for rule in rules:
            for conclusion, premises in _derived(store, rule, prefixes):
                if conclusion not in self._asserted:
                    self._derivations.setdefault(conclusion, []).append(_Derivation(rule, premises))
        self._best = self._shortest()

    def of(self, triple: Triple) -> Step | None:
        """The proof of a triple, None when it is neither asserted nor inferred."""
        if triple in self._asserted:
            return Step(triple, self._asserted[triple])
        best = self._best.get(triple)
        if best is None:
            return None
        steps = tuple(step for premise in best.premises if (step := self.of(premise)) is not None)
        return Step(triple, rule=best.rule, premises=steps)

    def __iter__(self) -> Iterator[Triple]:
        """Every triple that is inferred and not asserted."""
        return iter(self._best)

    def _shortest(self) -> dict[Triple, _Derivation]:
        """For each triple the derivation with the fewest steps to asserted triples, which is never circular."""
        steps: dict[Triple, int] = {}
        best: dict[Triple, _Derivation] = {}
        reached, depth = True, 0
        while reached:
            depth += 1
            found = dict(self._at_depth(steps))
            reached = bool(found)
            best |= found
            steps |= dict.fromkeys(found, depth)
        return best

    def _at_depth(self, steps: Mapping[Triple, int]) -> Iterator[tuple[Triple, _Derivation]]:
        for conclusion, derivations in self._derivations.items():
            if conclusion in steps:
                continue
            ready = [
                derivation
                for derivation in derivations
                if all(one in self._asserted or one in steps for one in derivation.premises)
            ]
            if ready:
                yield conclusion, min(ready, key=_simplicity)


def _simplicity(derivation: _Derivation) -> tuple[int, str, str]:
    return len(derivation.premises), derivation.rule.name, str(derivation.premises)


def _asserted(store: Quads) -> dict[Triple, tuple[str, ...]]:
    """Every asserted triple, with the graphs of the files that assert it."""
    found: dict[Triple, set[str]] = {}
    for quad in store:
        if quad.graph_name != INFERRED:
            graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
            found.setdefault((quad.subject, quad.predicate, quad.object), set()).add(graph)
    return {triple: tuple(sorted(graphs)) for triple, graphs in found.items()}


def _derived(
    store: Quads, rule: Query, prefixes: Mapping[str, str]
) -> Iterator[tuple[Triple, tuple[Triple, ...]]]:
    """The conclusions of a rule in a store, each with its premises, once for every derivation."""
    head, body = _parts(rule)
    for solution in _solutions(store, rule, prefixes):
        candidates = list(map(_by_subject, _premises(store, body, solution)))
        for template in head:
            conclusion = _bound(template, solution)
            if conclusion is None:
                continue
            # When a solution fits several alternatives, a trial shows which of them gives the conclusion.
            fit = (
                candidates
                if len(candidates) == 1
                else (each for each in candidates if _concludes(store, rule, each, conclusion))
            )
            for premises in islice(fit, 1):
                yield conclusion, premises


def _premises(store: Quads, node: Any, solution: _Solution) -> list[list[Triple]]:
    """The triples of a store that a part of a query rests on in a solution, for each of the ways in which it may.

    What must be absent is not a premise. An optional part counts wherever it fits the solution.
    """
    if node is None or not hasattr(node, "name"):
        return [[]]
    if node.name == "BGP":
        triples = [_bound(pattern, solution) for pattern in node.triples]
        found = [one for one in triples if one is not None and _holds(store, one)]
        return [found] if len(found) == len(triples) else []
    if node.name == "Union":
        return [*_premises(store, node.p1, solution), *_premises(store, node.p2, solution)]
    if node.name in ("Join", "LeftJoin"):
        right = _premises(store, node.p2, solution)
        if node.name == "LeftJoin" and (not right or node.expr.name != "TrueFilter"):
            right.append([])
        return [[*one, *other] for one in _premises(store, node.p1, solution) for other in right]
    return _premises(store, node.p1 if node.name == "Minus" else getattr(node, "p", None), solution)


def _concludes(store: Quads, rule: Query, premises: Iterable[Triple], conclusion: Triple) -> bool:
    """Return whether a rule gives a conclusion from these premises alone."""
    alone = ox.Store()
    for premise in premises:
        alone.extend(_quads(store, premise))
    found = definition.run(alone, rule.text, name=rule.name)
    assert isinstance(found, ox.QueryTriples)
    return conclusion in {(one.subject, one.predicate, one.object) for one in found}


def _by_subject(triples: Iterable[Triple]) -> tuple[Triple, ...]:
    """The triples without duplicates, grouped by subject."""
    found = list(dict.fromkeys(triples))
    subjects = [triple[0] for triple in found]
    return tuple(sorted(found, key=lambda triple: subjects.index(triple[0])))


def _solutions(store: Quads, rule: Query, prefixes: Mapping[str, str]) -> Iterator[_Solution]:
    found = definition.run(store, lexer.select_all_variables(rule.text), prefixes, name=rule.name)
    assert isinstance(found, ox.QuerySolutions)
    names = [variable.value for variable in found.variables]
    seen: set[tuple[Term | None, ...]] = set()
    for row in found:
        cells = tuple(row)
        if cells not in seen:
            seen.add(cells)
            yield {name: cell for name, cell in zip(names, cells, strict=True) if cell is not None}


def _parts(rule: Query) -> tuple[list[_Pattern], Any]:
    """The patterns of the conclusions of a rule, and the algebra of its conditions."""
    from rdflib.plugins.sparql.algebra import translateQuery
    from rdflib.plugins.sparql.parser import parseQuery

    algebra = translateQuery(parseQuery(rule.text)).algebra
    return list(algebra.template or []), algebra.p


def _bound(pattern: Sequence[Any], solution: _Solution) -> Triple | None:
    terms = [_term(part, solution) for part in pattern]
    subject, predicate, value = terms
    if subject is None or predicate is None or value is None:
        return None
    return subject, predicate, value


def _term(part: Any, solution: _Solution) -> Term | None:
    """A part of a pattern as the engine's term; None for a variable without a value, and for a path."""
    from rdflib import Literal, URIRef, Variable

    if isinstance(part, Variable):
        return solution.get(str(part))
    if isinstance(part, URIRef):
        return ox.NamedNode(str(part))
    if isinstance(part, Literal):
        datatype = ox.NamedNode(str(part.datatype)) if part.datatype and not part.language else None
        return ox.Literal(str(part), language=part.language, datatype=datatype)
    return None


def _holds(store: Quads, triple: Triple) -> bool:
    return next(_quads(store, triple), None) is not None


def _quads(store: Quads, triple: Triple) -> Iterator[ox.Quad]:
    """The triple in each graph that has it; none for a triple that a store cannot hold."""
    subject, predicate, value = triple
    if isinstance(subject, ox.Literal) or not isinstance(predicate, ox.NamedNode):
        return iter(())
    return store.quads_for_pattern(subject, predicate, value, None)


def steps_of(step: Step) -> Iterator[Step]:
    """A step and all steps below it, each triple once, conclusions before their premises."""
    seen: set[Triple] = set()
    waiting = [step]
    while waiting:
        one = waiting.pop(0)
        if one.triple not in seen:
            seen.add(one.triple)
            yield one
            waiting += one.premises
