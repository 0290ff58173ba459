"""Generated workspaces: alike for a seed, as large as asked for, and at fault in the known ways alone."""

import json
import re
from collections import Counter
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from benchmarks.findings import SHACL, require_faults
from benchmarks.generate import EXAMPLE, fault_worlds, faulty, generate
from seutu import Workspace
from seutu.shacl.engine import against_shapes
from seutu.shacl.report import Finding
from seutu.validation import reference
from tests.helpers.running import anew as seutu
from tests.loading import store_of

SMALL = 10_000
KINDS = [f"{path.parent.name}/{path.stem.removeprefix('invalid.')}" for path in faulty()]

# What checks find too: the worlds whose fault for the shapes is of itself one for a check, by name.
CHECKED = {
    "undeclared-term": r".*-(unknown|misspelt)-property",
    "dangling-reference": r"body/decision-role-function-misspelt|evidence/file-of-unknown-layer",
    "ill-typed-literal": r"programme/period-(begins|ends)-with-no-such-day",
    "layers-mixed": r"evidence/reading-in-the-stated-layer",
    "statement-without-evidence": r"evidence/evidence-missing",
    "kind-not-in-words": r"evidence/(on-residue-alone|asserted-on-a-title)",
    "name-not-as-printed": r"body/person-surname-corrected",
    "words-not-heeded": r"network/tie-strength-twice|body/decision-role-function-twice",
    "year-not-printed": r"evidence/period-twice|role/role-period-of-no-programme",
    # Each marks a translation as its own that it does not have.
    "marked-translation-missing": (
        r"evidence/(conditional|possible)-without-qualification|evidence/quotation-(in-another|missing-in-a)-language"
        r"|evidence/label-missing|evidence/passage-translation-in-another-language"
        r"|evidence/translation-into-another-language|programme/aim-missing-in-a-language"
    ),
}
# What a world of a few lines does not name, what tells its names from another's, and what worlds say of a common thing.
OF_WORLDS = {
    "label-without-source",
    "source-contradicted",
    "thing-not-in-evidence",
    "thing-not-in-source",
    "translation-adds",
}
# The file of statements that say no layer, or none that there is, can say none either.
UNLAYERED = re.compile(r"https://w3id\.org/seutu/graph/data/faults/unlayered-\d+\.ttl")


def made(folder: Path, triples: int, *, faults: int = 0, seed: int = 1) -> Path:
    generate(folder, triples, faults, seed)
    return folder


def digest(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def statements(folder: Path) -> int:
    return len(store_of(*(path for part in ("ontology", "data") for path in (folder / part).rglob("*.ttl"))))


def findings(folder: Path) -> tuple[bytes, list[dict[str, Any]]]:
    ran = seutu("--workspace", folder, "validate", "--format", "json")
    return ran.out.encode(), json.loads(ran.out)["findings"]


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others(tmp_path: Path) -> None:
    one, same, other = (
        digest(made(tmp_path / name, 2 * SMALL, faults=1, seed=seed))
        for name, seed in (("one", 1), ("same", 1), ("other", 2))
    )
    assert one == same
    changed = {path for path in one.keys() | other.keys() if one.get(path) != other.get(path)}
    assert changed
    assert {path.split("/")[1][0] for path in changed} == {"c"}, "only the regions are left to chance"


@pytest.mark.parametrize(("triples", "faults"), [(15_000, 0), (30_000, 1), (60_000, 0), (60_000, 2)], ids=str)
def test_there_are_about_as_many_statements_as_asked_for(triples: int, faults: int, tmp_path: Path) -> None:
    folder = made(tmp_path / "made", triples, faults=faults)
    assert triples <= statements(folder) < 1.15 * triples


def test_what_is_said_of_a_size_is_so(tmp_path: Path) -> None:
    told = generate(tmp_path / "made", 20_000, 1)
    found = re.search(r": (\d+) statements, (\d+) regions beside Jämsä, (\d+) faults", told)
    assert found
    regions = len(list((tmp_path / "made" / "data").glob("c*/r*")))
    assert [int(number) for number in found.groups()] == [statements(tmp_path / "made"), regions, len(KINDS)]


@pytest.mark.parametrize("times", [1, 3])
def test_every_kind_of_fault_is_there_so_many_times(times: int, tmp_path: Path) -> None:
    folder = made(tmp_path / "made", 1, faults=times)
    faults = json.loads((folder / "faults.json").read_text(encoding="utf-8"))
    kinds = Counter(
        focus.removeprefix(EXAMPLE).rpartition("/")[0].rpartition("/")[0] for focus, _, _ in faults
    )
    assert kinds == dict.fromkeys(KINDS, times)
    assert len({focus for focus, _, _ in faults}) == len(faults)


def test_no_world_says_what_another_says_too() -> None:
    worlds = list(fault_worlds(2))
    subjects = Counter(subject for world in worlds for subject in {str(one.subject) for one in world.triples})
    assert set(subjects.values()) == {1}


def test_a_small_workspace_is_at_fault_in_the_known_ways_alone(tmp_path: Path) -> None:
    folder = made(tmp_path / "made", SMALL, faults=1)
    written, found = findings(folder)
    require_faults(written, map(tuple, json.loads((folder / "faults.json").read_text(encoding="utf-8"))))
    by_check: dict[str, set[str]] = {check: set() for check in CHECKED}
    for finding in found:
        focus, check = finding["focus"]["value"], finding["component"]
        if check == "graph-without-layer":
            assert UNLAYERED.fullmatch(focus)
        elif check in OF_WORLDS:
            assert focus.startswith(EXAMPLE)
        elif not check.startswith(SHACL):
            by_check.setdefault(check, set()).add("/".join(focus.removeprefix(EXAMPLE).split("/")[:2]))
    assert by_check == {
        check: {kind for kind in KINDS if re.fullmatch(worlds, kind)} for check, worlds in CHECKED.items()
    }


def test_nothing_is_wrong_with_regions(tmp_path: Path) -> None:
    written, found = findings(made(tmp_path / "made", SMALL + 2000))
    assert [finding for finding in found if finding["severity"] == "violation"] == []
    require_faults(written, [])


@pytest.mark.long
def test_the_reference_engine_finds_the_same_faults(tmp_path: Path) -> None:
    """By focus, path, value, component, shape and severity; the checks would take the reference engine minutes."""
    folder = made(tmp_path, 10_000, faults=1)
    workspace = Workspace.open(folder)
    fast = against_shapes(workspace.closed(), workspace.shapes)
    slow = reference.validate(workspace.closed(), workspace.shapes).findings
    assert Counter(map(key, fast)) == Counter(map(key, slow))
    assert len(fast) == len(json.loads((folder / "faults.json").read_text(encoding="utf-8")))


def key(finding: Finding) -> tuple[str | None, ...]:
    nodes = (str(finding.focus), finding.path, str(finding.value))
    return (*nodes, finding.component, finding.shape, finding.severity)
