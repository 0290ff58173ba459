"""The locality that rules, checks and shapes declare is what rdflib's algebra of their queries says."""

import pytest

from seutu import joins, locality, rdf
from seutu.contents import Contents
from seutu.namespaces import PREFIXES
from seutu.wellformed import LOCALITY, declared_prefixes, parse_shapes
from tests.loading import ROOT

OPENED = Contents.open(ROOT)
QUERIES = {query.name: query for query in (*OPENED.rules, *OPENED.checks)}
SHAPES = parse_shapes(OPENED.shapes)
CONSTRAINTS = [quad.object for quad in SHAPES.quads_for_pattern(None, rdf.node("sh:sparql"), None)]


def parts(read: joins.Sight | locality.Locality) -> object:
    """The same of what was read and of what was declared."""
    return {
        frozenset(
            frozenset((side.last, side.before, side.unless) for side in (one.one, one.other)) for one in group
        )
        for group in read.meetings
    }


@pytest.mark.parametrize("name", QUERIES)
def test_a_query(name: str) -> None:
    query = QUERIES[name]
    sight = joins.sight_of(query.text, OPENED.prefixes)
    assert query.locality is not None
    assert (sight.kind == "absent", parts(sight)) == (query.locality.absent, parts(query.locality))
    assert sight.kind != "global"


@pytest.mark.parametrize("node", CONSTRAINTS, ids=str)
def test_a_constraint(node: rdf.Term) -> None:
    prefixes = declared_prefixes(SHAPES)[str(node)]
    (select,) = rdf.objects(SHAPES, node, rdf.node("sh:select"))
    (declared,) = rdf.objects(SHAPES, node, LOCALITY)
    sight, found = (
        joins.sight_of(select.value, prefixes),
        locality.read(declared.value, {**PREFIXES, **prefixes}),
    )
    assert (sight.kind == "absent", parts(sight)) == (found.absent, parts(found))
    assert sight.kind != "global"
