"""A small workspace for the tests of the command line."""

from pathlib import Path

import pytest

from tests.helpers import small


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return small.write(tmp_path_factory.mktemp("workspace"))
