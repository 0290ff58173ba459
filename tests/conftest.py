"""What holds for all tests, and their one option: write the expected answers anew, for a person to read."""

import gc
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


def pytest_collection_finish() -> None:
    """Have the garbage collector leave aside what is there for good: thousands of tests, and what they import."""
    gc.collect()
    gc.freeze()
