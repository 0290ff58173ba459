"""A workspace checked in units: what is found is what checking the whole finds, whatever was changed."""

import random
import shutil
from pathlib import Path
from typing import Self

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from benchmarks import generate as making
from seutu.api import Workspace
from seutu.errors import InputError
from seutu.validation import full, incremental, units, worker
from seutu.validation.survey import survey_of
from seutu.validation.worker import Job
from seutu.workspace import cache
from seutu.workspace.contents import Contents
from tests.helpers.halving import keys

TRIPLES = 22_000  # five regions beside Jämsä


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("large") / "workspace"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "REGIONS_PER_COUNTRY", 2)
        making.generate(folder, TRIPLES, faults=0)
    return folder


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that the tests share: what is found in the same bytes is found once."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def _small_units(monkeypatch: pytest.MonkeyPatch, kept: Path) -> None:
    """Units of a region or two, checked in this process."""
    monkeypatch.setattr(incremental, "MIN_SIZE", 0)
    monkeypatch.setattr(units, "HUB_FOLDERS", 3)
    monkeypatch.setattr(units, "MIN_UNIT", 60_000)
    monkeypatch.setattr(units, "MAX_UNIT", 100_000)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    monkeypatch.setenv(cache.VARIABLE, str(kept))


def assert_same(folder: Path) -> bool:
    """The two ways of checking agree; return whether there were units at all."""
    by_units = incremental.report(Workspace(folder))
    if by_units is not None:
        assert keys(by_units) == keys(full.workspace_report(Contents(folder)))
    return by_units is not None


@pytest.mark.slow
def test_nothing_is_found_where_nothing_is_wrong(made: Path) -> None:
    found = incremental.report(Workspace(made))
    assert found is not None
    assert found.passes


def test_every_fault_is_found_in_units_as_in_the_whole(tmp_path: Path) -> None:
    making.generate(tmp_path / "faulty", TRIPLES, faults=1)
    assert assert_same(tmp_path / "faulty")


@pytest.mark.slow
def test_several_processes_find_the_same(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    with Edited(made, 5) as edited:
        edited.edit()
        assert assert_same(made)


def test_only_what_a_change_touches_is_checked_again(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    checked_again: list[Job] = []
    work = worker.check

    def watched(job: Job) -> bytes:
        checked_again.append(job)
        return work(job)

    monkeypatch.setattr(worker, "check", watched)
    assert incremental.report(Workspace(made)) is not None
    checked_again.clear()
    assert incremental.report(Workspace(made)) is not None
    assert checked_again == []
    path = next(path for path in sorted(made.glob("data/c0000/*/region.ttl")))
    before = path.read_bytes()
    path.write_bytes(before.replace(b'region"@en', b'regiom"@en'))
    try:
        assert path.read_bytes() != before
        assert incremental.report(Workspace(made)) is not None
    finally:
        path.write_bytes(before)
    # One unit; again, when it is known which of its values others come to.
    (paths,) = {job.paths for job in checked_again}
    assert path.relative_to(made).as_posix() in paths
    assert [region for region in regions(made) if f"{region.relative_to(made)}/region.ttl" not in paths]


def test_a_rule_that_sees_everything_leaves_no_units(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "other")
    rule = "# title: all\nCONSTRUCT { ?a <x:p> ?b } WHERE { ?a <x:q> ?c . ?b <x:r> ?d }"
    (tmp_path / "other" / "queries" / "rules" / "99-all.rq").write_text(rule, encoding="utf-8")
    assert incremental.report(Workspace(tmp_path / "other")) is None


def test_a_shape_that_looks_backwards_leaves_no_units(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "other")
    shape = """@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <x:> .
        x:Shape a sh:NodeShape ; sh:targetClass x:C ; sh:property x:Back .
        x:Back sh:path [ sh:inversePath x:p ] ; sh:minCount 1 ."""
    (tmp_path / "other" / "shapes" / "more.ttl").write_text(shape, encoding="utf-8")
    assert incremental.report(Workspace(tmp_path / "other")) is None


# The queries of constraints, each with what it declares.
NEAR = "SELECT $this ?value WHERE { $this <x:p> ?value }", "forward"
FAR = "SELECT $this ?value WHERE { $this <x:p> ?value . ?other <x:p> ?more }", ""
UNREFERRED = "SELECT $this WHERE { $this <x:p> ?value FILTER NOT EXISTS { ?other <x:q> $this } }", "absent"
BY_CLASS, OF_OBJECTS = "x:Shape sh:targetClass x:C", "x:Shape sh:targetObjectsOf x:p"
UNNAMED = "[] sh:targetClass x:C"


@pytest.mark.parametrize(
    ("shape", "queries", "units"),
    [
        (BY_CLASS, [NEAR], True),
        (BY_CLASS, [FAR, NEAR], False),
        (BY_CLASS, [NEAR, FAR], False),
        (BY_CLASS, [UNREFERRED], True),
        (OF_OBJECTS, [UNREFERRED], False),
        (OF_OBJECTS, [NEAR], True),
        (UNNAMED, [UNREFERRED], False),
        (UNNAMED, [NEAR], True),
    ],
)
def test_every_constraint_of_a_shape_counts(
    made: Path, tmp_path: Path, shape: str, queries: list[tuple[str, str]], units: bool
) -> None:
    shutil.copytree(made, tmp_path / "other", ignore=shutil.ignore_patterns("c0*", "*.rq"))
    constraints = " , ".join(constraint(*query) for query in queries)
    text = f"""@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix x: <x:> .
        @prefix seutu: <https://w3id.org/seutu/ont#> .
        {shape} ; a sh:NodeShape ; sh:sparql {constraints} ."""
    (tmp_path / "other" / "shapes" / "more.ttl").write_text(text, encoding="utf-8")
    assert (survey_of(Contents(tmp_path / "other")) is not None) == units


def constraint(select: str, declared: str) -> str:
    """A constraint in Turtle, with the locality that it declares, if any."""
    said = f' ; seutu:locality "{declared}"' if declared else ""
    return f'[ sh:select "{select}"{said} ]'


def test_a_check_by_the_name_of_a_rule_counts_too(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "other")
    queries = tmp_path / "other" / "queries"
    name = next((queries / "checks").iterdir()).name
    near = "# locality: forward\nCONSTRUCT { ?a <x:p> ?b } WHERE { ?a <x:q> ?b }"
    (queries / "rules" / name).write_text(near, encoding="utf-8")
    (queries / "checks" / name).write_text(
        "SELECT ?focus WHERE { ?focus <x:q> ?b . ?c <x:q> ?d }", encoding="utf-8"
    )
    assert survey_of(Contents(tmp_path / "other")) is None


def test_a_rule_that_rests_on_what_is_absent_leaves_no_units(made: Path, tmp_path: Path) -> None:
    shutil.copytree(made, tmp_path / "other")
    rule = "CONSTRUCT { ?focus <x:p> 1 } WHERE { ?focus <x:q> ?b MINUS { ?c <x:r> ?focus } }"
    (tmp_path / "other" / "queries" / "rules" / "99-more.rq").write_text(rule, encoding="utf-8")
    assert survey_of(Contents(tmp_path / "other")) is None


def test_a_file_that_is_not_well_formed_is_told(made: Path) -> None:
    path = next(path for path in sorted(made.glob("data/c0000/*/region.ttl")))
    with Edited(made, 0) as edited:
        edited.write(path, edited.said(path))
        path.write_text("nonsense", encoding="utf-8")
        with pytest.raises(InputError, match=r"region\.ttl:1"):
            Workspace(made).validate()


@pytest.mark.long
def test_a_file_that_changes_while_it_is_read_leaves_no_units(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(cache.VARIABLE, str(tmp_path))
    workspace = Workspace(made)
    path = next(path for path in sorted(made.glob("data/c0000/*/region.ttl")))
    with Edited(made, 0) as edited:
        edited.write(path, edited.said(path)[:-1])
        assert incremental.report(workspace) is None
    assert assert_same(made)


def test_what_two_units_share_is_found(made: Path) -> None:
    """Two regions of different countries by one name, of no case: neither unit alone is at fault."""
    one, other = (region / "region.ttl" for region in (regions(made)[0], regions(made)[-1]))
    with Edited(made, 0) as edited:
        shared, said = (
            [triple for triple in edited.said(path) if not triple.predicate.value.endswith("#holdsCase")]
            for path in (other, one)
        )
        edited.write(other, shared)
        label = next(triple for triple in shared if is_of_region(triple, "prefLabel"))
        own = next(triple for triple in said if is_of_region(triple, "prefLabel"))
        edited.write(one, [*said, ox.Triple(own.subject, label.predicate, label.object)])
        found = incremental.report(Workspace(made))
        assert found is not None
        assert "label-used-twice" in {finding.component for finding in found.findings}
        assert assert_same(made)


@pytest.mark.slow
def test_a_network_that_two_units_share_brings_them_together(made: Path) -> None:
    one, other = regions(made)[0] / "network.ttl", regions(made)[-1] / "network.ttl"
    with Edited(made, 0) as edited:
        said, others = edited.said(one), edited.said(other)
        link = next(triple for triple in others if triple.predicate.value.endswith("#network"))
        own = next(triple.subject for triple in said if triple.predicate.value.endswith("#network"))
        edited.write(one, [*said, ox.Triple(own, link.predicate, link.object)])
        assert assert_same(made)


def regions(made: Path) -> list[Path]:
    return sorted(made.glob("data/c*/r*"))


def is_of_region(triple: ox.Triple, name: str) -> bool:
    return "/id/region/" in str(triple.subject) and triple.predicate.value.endswith(name)


TERM = """@prefix owl: <http://www.w3.org/2002/07/owl#> . @prefix seutu: <https://w3id.org/seutu/ont#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
    seutu:newTerm a owl:AnnotationProperty ; rdfs:isDefinedBy <https://w3id.org/seutu/ont> ."""


@pytest.mark.slow
@pytest.mark.parametrize("used", [True, False])
def test_what_is_used_in_one_unit_is_used(made: Path, tmp_path: Path, used: bool) -> None:
    """In all other units, and in what is common, the term is not."""
    folder = tmp_path / "other"
    shutil.copytree(made, folder)
    (folder / "ontology" / "new.ttl").write_text(TERM, encoding="utf-8")
    path = regions(folder)[-1] / "region.ttl"
    if used:
        more = "<https://w3id.org/seutu/id/x> <https://w3id.org/seutu/ont#newTerm> 1 .\n"
        path.write_text(path.read_text("utf-8") + more, encoding="utf-8")
    found = incremental.report(Workspace(folder))
    assert found is not None
    # This case alone does not use every term either.
    unused = {str(one.focus)[-8:-1] for one in found.findings if one.component == "unused-term"}
    assert ("newTerm" in unused) == (not used)
    assert assert_same(folder)


@pytest.mark.slow
def test_a_node_without_a_name_is_found_once(made: Path, tmp_path: Path) -> None:
    """It is in the files common to all, and has another name in each unit."""
    folder = tmp_path / "other"
    shutil.copytree(made, folder)
    nameless = f'{TERM} [] seutu:newTerm "no number"^^xsd:integer .'
    (folder / "ontology" / "new.ttl").write_text(nameless, encoding="utf-8")
    by_units, whole = incremental.report(Workspace(folder)), full.workspace_report(Contents(folder))
    assert by_units is not None
    assert [one.component for one in by_units.findings] == [one.component for one in whole.findings]


@pytest.mark.long
def test_what_a_unit_infers_of_a_common_thing_leaves_no_units(made: Path, tmp_path: Path) -> None:
    folder = tmp_path / "other"
    shutil.copytree(made, folder)
    rule = "# rests: one\n# locality: forward\nCONSTRUCT { ?b <x:seen> true } WHERE { ?a <x:sees> ?b }"
    (folder / "queries" / "rules" / "99-seen.rq").write_text(rule, encoding="utf-8")
    assert incremental.report(Workspace(folder)) is not None
    path = regions(folder)[-1] / "region.ttl"
    more = "<https://w3id.org/seutu/id/x> <x:sees> <https://w3id.org/seutu/id/reform/paras> .\n"
    path.write_text(path.read_text("utf-8") + more, encoding="utf-8")
    assert incremental.report(Workspace(folder)) is None


# --- Edits --------------------------------------------------------------------------------------------


class Edited:
    """A workspace in which some statements are made others, and put back afterwards."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.chance = folder, random.Random(seed)
        self.paths = sorted(folder.glob("data/**/*.ttl"))
        self.before: dict[Path, bytes] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for path, content in self.before.items():
            path.write_bytes(content)

    def edit(self) -> None:
        path, other = self.chance.choice(self.paths), self.chance.choice(self.paths)
        triples, others = self.said(path), self.said(other)
        which = self.chance.randrange(len(triples))
        triple, borrowed = triples[which], self.chance.choice(others)
        alike = [one for one in others if one.predicate == triple.predicate]
        if alike and self.chance.random() < 0.6:
            borrowed = self.chance.choice(alike)
        changes = {
            "removed": [],
            "of another": [ox.Triple(borrowed.subject, triple.predicate, triple.object)],
            "to another": [ox.Triple(triple.subject, triple.predicate, borrowed.object)],
            "by another": [ox.Triple(triple.subject, borrowed.predicate, triple.object)],
            "added": [triple, borrowed],
            "about another": [triple, ox.Triple(triple.subject, borrowed.predicate, borrowed.object)],
        }
        self.write(
            path, [*triples[:which], *changes[self.chance.choice(sorted(changes))], *triples[which + 1 :]]
        )

    def said(self, path: Path) -> list[ox.Triple]:
        return [quad.triple for quad in ox.parse(path=path)]

    def write(self, path: Path, triples: list[ox.Triple]) -> None:
        self.before.setdefault(path, path.read_bytes())
        path.write_bytes(ox.serialize(triples, format=ox.RdfFormat.TURTLE) or b"")


def assert_same_after_edits(folder: Path, seed: int, edits: int) -> None:
    with Edited(folder, seed) as edited:
        for _ in range(edits):
            edited.edit()
        event("in units" if assert_same(folder) else "as a whole")


@pytest.mark.slow
def test_most_edits_leave_units(made: Path) -> None:
    """What follows would show nothing if there were none."""
    in_units = 0
    for seed in range(4):
        with Edited(made, seed) as edited:
            edited.edit()
            in_units += incremental.report(Workspace(made)) is not None
    assert in_units >= 3


def alike(examples: int) -> settings:
    quiet = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
    return settings(max_examples=examples, deadline=None, suppress_health_check=quiet, database=None)


seeds, counts = st.integers(0, 1_000_000), st.integers(1, 3)


@pytest.mark.long
@alike(8)
@given(seed=seeds, edits=counts)
def test_units_find_what_the_whole_finds(made: Path, seed: int, edits: int) -> None:
    assert_same_after_edits(made, seed, edits)


@pytest.mark.long
@pytest.mark.parametrize("_", range(10))
@alike(20)
@given(seed=seeds, edits=counts)
def test_units_find_what_the_whole_finds_after_two_hundred_edits(
    made: Path, seed: int, edits: int, _: int
) -> None:
    assert_same_after_edits(made, seed, edits)
