"""The reference engine of shapes: its findings, and its refusals in one sentence."""

import pyoxigraph as ox

from seutu.query.graphs import Graphs
from seutu.shacl.pyshacl import against_shapes
from seutu.shacl.report import Finding

HEAD = """\
@prefix : <urn:x:> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
"""
SHAPES = """\
:S a sh:NodeShape ; sh:targetClass :C ; sh:property :S-p .
:S-p sh:path :p ; sh:minCount 1 ; sh:message "no"@en .
"""


def findings(data: str, shapes: str = SHAPES) -> list[Finding]:
    return against_shapes(Graphs(ox.parse(HEAD + data, format=ox.RdfFormat.TURTLE)), (HEAD + shapes).encode())


def test_what_does_not_hold_is_a_finding() -> None:
    (found,) = findings(":a a :C . :b a :C ; :p 1 .")
    assert (found.focus, found.path, found.shape) == (ox.NamedNode("urn:x:a"), "<urn:x:p>", "urn:x:S-p")
    assert found.messages == {"en": "no"}


def test_without_shapes_nothing_is_found() -> None:
    assert findings(":a a :C .", "") == []


def test_nothing_is_inferred() -> None:
    assert findings(":a a :D . :D <http://www.w3.org/2000/01/rdf-schema#subPropertyOf> :C .") == []
