"""Pages of a few things."""

import pyoxigraph as ox
import pytest

from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.site.documents import Published
from seutu.site.links import Links
from seutu.site.thing import Pages
from tests.helpers.pages import DATA


@pytest.fixture(scope="module")
def pages() -> Pages:
    store = ox.Store()
    store.load(DATA, format=ox.RdfFormat.TURTLE, to_graph=ox.NamedNode(BASE + "graph/data/x.ttl"))
    published = Published(store, [], BASE)
    places = {one.iri.value: f"{one.path}.html" for one in published.documents}
    places |= {f"{BASE}ont#Body": "ont.html#Body", f"{BASE}ont#holder": "ont.html#holder"}
    return Pages(published, Links(places), PREFIXES)
