"""The kinds of portals by name."""

import pytest

from seutu.errors import UnknownName
from seutu.publish.ckan.profiles import profile_named

# CKAN itself is there for the tests, and brings what warns.
pytestmark = [pytest.mark.filterwarnings("ignore:'crypt' is deprecated:DeprecationWarning")]


def test_another_kind_of_portal() -> None:
    with pytest.raises(UnknownName, match=r"No kind of portal 'avoin'\. Did you mean 'avoindata'\?"):
        profile_named("avoin")
