"""Each module of the package has a file of tests in the same room: `tests/src/<room>/test_<module>.py`."""

from pathlib import Path

from tests.loading import ROOT

PACKAGE = ROOT / "src" / "seutu"
HERE = Path(__file__).parent
# The package's front and its process, which `test_rooms.py` and the tests of the command line know.
FRONTS = {"__init__.py", "__main__.py"}
# Modules without a file of their own: `progress.py` declares a type and has no function. The set may only shrink.
WITHOUT = {"progress.py"}


def modules() -> set[str]:
    """The paths of the modules, below the package."""
    return {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if path.name not in FRONTS}


def file_of_tests(module: str) -> Path:
    path = Path(module)
    return HERE / path.parent / f"test_{path.name}"


def test_each_module_has_a_file_of_tests() -> None:
    lacking = {module for module in modules() if not file_of_tests(module).is_file()}
    assert lacking - WITHOUT == set(), "write a test for these"
    assert WITHOUT - lacking == set(), "take these out of the list"


def test_a_file_of_tests_has_tests() -> None:
    files = [file_of_tests(module) for module in modules() - WITHOUT]
    assert [file for file in files if "\ndef test_" not in file.read_text("utf-8")] == []
