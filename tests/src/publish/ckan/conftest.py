"""The portal that the tests of this folder publish to."""

import pytest

from tests.helpers.standin import StandIn

# CKAN itself is there for the tests, and brings what warns.
pytestmark = [pytest.mark.filterwarnings("ignore:'crypt' is deprecated:DeprecationWarning")]


@pytest.fixture
def portal() -> StandIn:
    return StandIn()
