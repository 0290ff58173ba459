"""An ontology as those who judge it see it: which header, namespace and terms are its own."""

import pyoxigraph as ox

from seutu.quality.vocabulary import Vocabulary
from tests.helpers.judged import ONTOLOGY, stored


def test_the_header_is_the_ontology_that_no_other_imports() -> None:
    vocabulary = Vocabulary(stored(ONTOLOGY))
    assert vocabulary.header == ox.NamedNode("https://w3id.org/example/ont")
    assert vocabulary.namespace == "https://w3id.org/example/ont#"


def test_the_namespace_without_being_told() -> None:
    vocabulary = Vocabulary(stored("<https://w3id.org/x> a <http://www.w3.org/2002/07/owl#Ontology> ."))
    assert vocabulary.namespace == "https://w3id.org/x#"
    assert Vocabulary(ox.Store()).namespace == ""
    assert Vocabulary(ox.Store()).terms == {}
