"""Shapes in the form that the engine takes, and findings that say what was given."""

import pyoxigraph as ox
import pytest

from seutu.query.graphs import Graphs
from seutu.shacl import engineform
from seutu.shacl.report import Finding

SH = "http://www.w3.org/ns/shacl#"
HEAD = f"@prefix : <urn:x:> . @prefix sh: <{SH}> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> ."


def graphs(text: str) -> Graphs:
    return Graphs(ox.parse(f"{HEAD} {text}", format=ox.RdfFormat.TURTLE))


def values(shapes: Graphs, name: str) -> list[str]:
    found = shapes.quads_for_pattern(None, ox.NamedNode(SH + name), None, None)
    return sorted(quad.object.value for quad in found if isinstance(quad.object, ox.Literal))


@pytest.mark.parametrize(
    ("value", "kept"), [("true", ["true"]), ("false", []), ("1", []), ('"1"^^xsd:boolean', [])]
)
def test_only_true_switches_on(value: str, kept: list[str]) -> None:
    shapes = graphs(f":S a sh:NodeShape ; sh:closed {value} .")
    assert values(Graphs(engineform.without_inactive_flags(shapes)), "closed") == kept


@pytest.mark.parametrize(
    ("value", "taken"),
    [("3", "3"), ('"+03"^^xsd:integer', "3"), ("99999999999999999999999", str(2**64 - 1))],
)
def test_a_number_is_put_as_the_engine_reads_it(value: str, taken: str) -> None:
    form = engineform.of(graphs(f":S a sh:PropertyShape ; sh:path :p ; sh:minCount {value} ."))
    assert values(form.shapes, "minCount") == [taken]


def test_a_constraint_that_is_switched_off_is_left_out() -> None:
    form = engineform.of(graphs(':S sh:sparql [ sh:deactivated true ; sh:select "SELECT $this {}" ] .'))
    assert list(form.shapes.quads_for_pattern(None, ox.NamedNode(f"{SH}sparql"), None, None)) == []
    assert not form.asks_queries


def test_a_finding_repeats_the_number_as_it_wrestored() -> None:
    component = f"{SH}MinCountConstraintComponent"
    form = engineform.of(graphs(':S a sh:PropertyShape ; sh:path :p ; sh:minCount "+03"^^xsd:integer .'))
    made = Finding(
        ox.NamedNode("urn:x:a"), None, None, component, "urn:x:S", "violation", {"": "less than 3"}
    )
    assert form.restored(made).messages == {"": "less than +03"}


def test_findings_of_a_query_are_told_from_others() -> None:
    form = engineform.of(graphs(":S sh:node :T . :T sh:property :U . :U sh:sparql :q . :V sh:node :W ."))
    assert form.asks_queries
    judged = {
        (shape, name): form.rests_on_query(
            Finding(None, None, None, f"{SH}{name}ConstraintComponent", f"urn:x:{shape}", "violation", {})
        )
        for shape, name in (("S", "Node"), ("V", "Node"), ("U", "SPARQL"), ("S", "MinCount"))
    }
    assert [name for name, by_query in judged.items() if by_query] == [("S", "Node"), ("U", "SPARQL")]


def test_shapes_that_come_back_to_themselves_are_counted() -> None:
    assert engineform.of(graphs(":S sh:node :T . :T sh:property :S . :U sh:node :T .")).recursive_count == 2
