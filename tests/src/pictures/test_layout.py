"""A layered layout: nodes stay apart, and edges lead to the right."""

from hypothesis import given
from hypothesis import strategies as st

from seutu.pictures.layout import Bend, Node, Size, lay_out


@given(
    st.lists(
        st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda edge: edge[0] < edge[1]), max_size=20
    )
)
def test_a_lattice_keeps_nodes_apart_and_leads_to_the_right(edges: list[tuple[int, int]]) -> None:
    sizes: dict[Node, Size] = {node: (10.0 + node, 5.0 + node) for node in range(10)}
    found = lay_out(sizes, edges, (3, 4), (7, 2))
    boxes = list(found.boxes.values())
    assert not any(one.overlaps(other) for index, one in enumerate(boxes) for other in boxes[:index])
    assert all(box.x >= 3 and box.y >= 4 - 1e-9 for box in boxes)
    for (start, end), way in found.ways.items():
        assert (way[0], way[-1]) == (start, end)
        assert all(isinstance(node, Bend) for node in way[1:-1])
        across = [found.boxes[node].x for node in way]
        assert across == sorted(across)
