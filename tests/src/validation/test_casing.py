"""Names that differ in capital letters alone are told at validation, before their files are written over each other."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.query.graphs import Graphs
from seutu.rdf.namespaces import BASE
from seutu.validation import casing, incremental, units
from tests.helpers import small


def graphs(*names: str) -> Graphs:
    lines = "".join(f"<{BASE}{name}> <x:p> <{BASE}id/body/C> <{BASE}graph/data/x.ttl> .\n" for name in names)
    return Graphs(ox.parse(lines, format=ox.RdfFormat.N_QUADS))


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["id/body/a", "id/body/b"], []),
        (["id/body/a", "id/body/A", "id/body/c"], [("id/body/a", "id/body/A")]),
        (["id/x", "id/X", "ID/x"], [("id/X", "ID/x"), ("id/x", "ID/x")]),
        (["ont#a", "ont#A"], []),
        (["ont#a", "Ont#b"], [("ont", "Ont")]),
        (["id/ä", "id/Ä"], [("id/ä", "id/Ä")]),
        (["graph/data/X.ttl"], [("graph/data/x.ttl", "graph/data/X.ttl")]),
    ],
)
def test_names_that_would_share_a_file(names: list[str], found: list[tuple[str, str]]) -> None:
    told = [(str(one.focus)[1:-1], str(one.value)[1:-1]) for one in casing.findings(graphs(*names))]
    assert told == [(BASE + one, BASE + other) for one, other in found]


def test_names_of_others_are_theirs() -> None:
    lines = "<http://x/a> <x:p> 1 <http://x/g> .\n<http://x/A> <x:p> 1 <http://x/G> .\n".replace(
        " 1 ", " <x:o> "
    )
    assert list(casing.findings(Graphs(ox.parse(lines, format=ox.RdfFormat.N_QUADS)))) == []


@pytest.mark.parametrize("engine", ["fast", "reference"])
def test_a_workspace_is_warned(tmp_path: Path, engine: str) -> None:
    root = small.write(tmp_path)
    assert casing.NAME not in {one.component for one in Workspace.open(root).validate(engine=engine).findings}
    (root / "data/more.ttl").write_text(f"\n<{BASE}id/body/Group> <x:p> 1 .\n", "utf-8")
    found = [
        one for one in Workspace.open(root).validate(engine=engine).findings if one.component == casing.NAME
    ]
    ((file, line, severity),) = [(one.file, one.line, one.severity) for one in found]
    assert severity == "warning"
    assert (file, line) in {("data/more.ttl", 2), ("data/small/body.ttl", 11)}
    assert all(found[0].message(lang) for lang in ("fi", "sv", "en"))


def test_units_leave_it_to_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(incremental, "MIN_SIZE", 0)
    monkeypatch.setattr(units, "MIN_UNIT", 0)
    monkeypatch.setattr(units, "MAX_UNIT", 1)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    (tmp_path / "ontology").mkdir()
    (tmp_path / "ontology/o.ttl").write_text("<x:o> a <http://www.w3.org/2002/07/owl#Ontology> .", "utf-8")
    (tmp_path / "data").mkdir()
    for name in "abc":
        (tmp_path / f"data/{name}.ttl").write_text(f"<{BASE}id/x/{name}> <x:p> 1 .", "utf-8")
    assert incremental.report(Workspace.open(tmp_path)) is not None
    (tmp_path / "data/c.ttl").write_text(f"<{BASE}id/x/A> <x:p> 1 .", "utf-8")
    assert incremental.report(Workspace.open(tmp_path)) is None
    (finding,) = Workspace.open(tmp_path).validate().findings
    assert finding.component == casing.NAME
