"""The rules that stand for OWL 2 RL derive exactly what owlrl derives, for the axioms that the ontology uses."""

import pytest

from seutu import Workspace
from seutu.inference import owlrl
from seutu.inference.closure import infer
from tests.loading import ROOT, triples_of


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT)


@pytest.mark.slow
def test_owl_rules_derive_what_owlrl_derives(workspace: Workspace) -> None:
    owl = [rule for rule in workspace.rules if "OWL 2 RL" in rule.title["en"]]
    fast = triples_of(infer(workspace.asserted(), owl))
    slow = triples_of(owlrl.infer(workspace.asserted(), []))
    assert sorted(slow - fast) == []
    assert sorted(fast - slow) == []
    assert len(fast) > 1000


def test_all_rules_together_are_closed_under_owlrl(workspace: Workspace) -> None:
    assert triples_of(workspace.infer("reference")) == triples_of(workspace.infer())
