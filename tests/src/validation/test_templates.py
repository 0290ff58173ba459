"""Templates of sentences that are at fault."""

import pyoxigraph as ox
import pytest

from seutu.validation import templates

TEXT = """\
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix own: <http://example.org/own#> .
@prefix seutu: <https://w3id.org/seutu/ont#> .

own:visitor a owl:ObjectProperty .
own:Visit seutu:sentence "%s"@en .
"""


@pytest.mark.parametrize(
    ("template", "severities"),
    [("{visitor} came.", []), ("{visitor} saw {place}.", ["violation"]), ("{visitor came.", ["violation"])],
)
def test_a_template_that_cannot_be_filled_is_found(template: str, severities: list[str]) -> None:
    store = ox.Store()
    store.load(TEXT % template, format=ox.RdfFormat.TURTLE)
    assert [one.severity for one in templates.faults(store)] == severities
