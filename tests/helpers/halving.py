"""What the tests of units share: small workspaces checked in the smallest units, and as a whole."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from seutu.api import Workspace
from seutu.shacl.report import Report
from seutu.validation import full, incremental, units
from seutu.workspace import cache


def keys(report: Report) -> Counter[tuple[object, ...]]:
    """All that is said of each finding of a report."""
    return Counter(
        (
            *map(str, (one.focus, one.path, one.value, one.component, one.shape, one.severity)),
            *(one.file, one.line),
            *sorted(one.messages.items()),
        )
        for one in report.findings
    )


@contextmanager
def workspace(files: Mapping[str, str], beside: int = units.MAX_EXTENSIONS) -> Iterator[Workspace]:
    """A workspace of some files, given by path, whose units are as small as they can be.

    ``beside`` is how many bytes of files may be common because they add to what is common.
    """
    with tempfile.TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.setattr(incremental, "MIN_SIZE", 0)
        patch.setattr(units, "MIN_UNIT", 0)
        patch.setattr(units, "MAX_UNIT", 1)
        patch.setattr(units, "MAX_EXTENSIONS", beside)
        patch.setattr("os.cpu_count", lambda: 1)
        patch.setenv(cache.VARIABLE, "")
        for name, content in files.items():
            path = Path(place, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, "utf-8")
        yield Workspace.open(place)


def outcome(files: Mapping[str, str], beside: int = units.MAX_EXTENSIONS) -> tuple[bool, bool]:
    """Whether a workspace was checked in units, and whether they found what the whole finds."""
    with workspace(files, beside) as opened:
        found = incremental.report(opened)
        return found is not None, found is None or keys(found) == keys(full.workspace_report(opened))
