"""Names of blank nodes: the same whatever they were called, and found in bounded time."""

import random
from collections.abc import Callable, Iterable
from typing import Any

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.rdf import canonical as module
from seutu.rdf.canonical import canonical

P, Q = ox.NamedNode("x:p"), ox.NamedNode("x:q")


def node(name: object) -> ox.BlankNode:
    return ox.BlankNode(f"b{name}")


def clique(size: int) -> list[ox.Quad]:
    return [
        ox.Quad(node(one), P, node(other)) for one in range(size) for other in range(size) if one != other
    ]


def chain(size: int) -> list[ox.Quad]:
    return [ox.Quad(node(number), P, node(number + 1)) for number in range(size)]


def ring(size: int) -> list[ox.Quad]:
    return [ox.Quad(node(number), P, node((number + 1) % size)) for number in range(size)]


def hubs(size: int) -> list[ox.Quad]:
    return [ox.Quad(node(hub), P, node(f"{hub}x{number}")) for hub in range(2) for number in range(size)]


def torus(size: int) -> list[ox.Quad]:
    places = [(one, other) for one in range(size) for other in range(size)]
    return [
        ox.Quad(node(f"{x}y{y}"), P, node(f"{(x + right) % size}y{(y + down) % size}"))
        for x, y in places
        for right, down in ((0, 1), (1, 0))
    ]


HARD: dict[str, tuple[Callable[[int], list[ox.Quad]], int]] = {
    "everyone to everyone": (clique, 9),
    "a long chain": (chain, 400),
    "a long ring": (ring, 300),
    "two with many alike": (hubs, 12),
    "a torus": (torus, 8),
}


def renamed(quads: Iterable[ox.Quad], seed: int) -> list[ox.Quad]:
    """The same graph in another order and with other names."""
    mixed = random.Random(seed)
    given = list(quads)
    names = sorted({term.value for quad in given for term in _blank(quad)})
    shuffled = mixed.sample(names, len(names))
    table = {name: ox.BlankNode(f"z{other}") for name, other in zip(names, shuffled, strict=True)}
    found = [
        ox.Quad(_other(quad.subject, table), quad.predicate, _other(quad.object, table)) for quad in given
    ]
    mixed.shuffle(found)
    return found


def _blank(quad: ox.Quad) -> Iterable[ox.BlankNode]:
    return (term for term in (quad.subject, quad.object) if isinstance(term, ox.BlankNode))


def _other(term: Any, table: dict[str, ox.BlankNode]) -> Any:
    return table[term.value] if isinstance(term, ox.BlankNode) else term


@pytest.mark.parametrize(("make", "size"), HARD.values(), ids=HARD)
def test_a_graph_whose_nodes_look_alike_is_named_all_the_same(
    make: Callable[[int], list[ox.Quad]], size: int
) -> None:
    quads = make(size)
    named = set(canonical(quads))
    assert len(named) == len(quads)
    assert set(canonical(renamed(quads, 1))) == named


def test_graphs_that_differ_are_named_unlike() -> None:
    # In both every node has two neighbours, so that nothing said of one tells them apart.
    two = [*ring(6), *(ox.Quad(node(f"o{i}"), P, node(f"o{(i + 1) % 6}")) for i in range(6))]
    assert len(two) == len(ring(12))
    assert set(canonical(two)) != set(canonical(ring(12)))


@pytest.mark.parametrize("size", [3, 20])
def test_what_can_be_named_by_the_standard_is(size: int) -> None:
    dataset = ox.Dataset(chain(size))
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    assert set(canonical(chain(size))) == set(dataset)


def test_more_than_there_is_time_for_is_named_by_its_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_STEPS", 100)
    named = canonical(chain(400))
    assert named == canonical(chain(400))
    assert len(set(named)) == 400


NODES = st.sampled_from([node(number) for number in range(6)])
GRAPHS = st.lists(
    st.builds(
        ox.Quad,
        NODES,
        st.sampled_from([P, Q]),
        st.one_of(NODES, st.just(ox.Literal("_:b0 ")), st.just(ox.NamedNode("x:o"))),
    ),
    max_size=14,
)


@given(GRAPHS, st.integers(0, 99), st.sampled_from([0, 7]))
def test_names_and_order_make_no_difference(quads: list[ox.Quad], seed: int, crowd: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        # With no crowd allowed, all is named by refinement.
        patch.setattr(module, "LARGEST_COMPONENT", crowd)
        patch.setattr(module, "LONGEST_CHAIN", 150 if crowd else 0)
        assert set(canonical(renamed(quads, seed))) == set(canonical(quads))


def test_quoted_triples_and_names_of_graphs_are_named_too() -> None:
    quoted = ox.Triple(node(1), P, node(2))
    quads = [
        ox.Quad(node(0), P, quoted, node(3)),
        *(ox.Quad(one.subject, P, one.object, node(3)) for one in clique(9)),
    ]
    named = canonical(quads)
    assert all("_:c14n" in str(quad) and "_:b" not in str(quad) for quad in named)
