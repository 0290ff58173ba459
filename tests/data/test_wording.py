"""Every text, date and language of the data as it was read by eye: a change shows as a diff, in each language."""

import pytest

from seutu import Workspace
from tests.data.wording import HERE, golden, wording
from tests.loading import ROOT

FILES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "data").glob("*/*.ttl"))


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT)


@pytest.mark.parametrize("path", FILES)
def test_a_file_says_what_was_read_by_eye(
    path: str, workspace: Workspace, pytestconfig: pytest.Config
) -> None:
    (graph,) = (file.graph for file in workspace.files if file.path == path)
    found = wording(workspace.asserted().quads_for_pattern(None, None, None, graph))
    if pytestconfig.getoption("--update-goldens"):
        golden(path).parent.mkdir(exist_ok=True)
        golden(path).write_text(found, encoding="utf-8", newline="\n")
    assert golden(path).read_text(encoding="utf-8") == found


# The last, so that goldens written anew are there to be counted.
def test_every_golden_has_a_file() -> None:
    assert sorted(HERE.glob("*/*.csv")) == sorted(map(golden, FILES))
