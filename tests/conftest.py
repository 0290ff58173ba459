"""The one option of the tests: write the expected answers anew, for a person to read before they are kept."""

import os

import pytest
from hypothesis import settings

# How long something takes on a busy machine is no finding.
settings.register_profile("seutu", deadline=None)
settings.load_profile("seutu")

# Tests keep nothing from one run to the next, save those that are about just that.
os.environ["SEUTU_CACHE"] = ""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write the expected answers anew")
