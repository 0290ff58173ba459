"""What differs between a dataset of ours and the portal's, and whose a dataset is."""

from typing import Any

import pytest

from seutu.publish.ckan.difference import claim, differences
from seutu.publish.ckan.profiles import PROFILES

# CKAN itself is there for the tests, and brings what warns.
pytestmark = [pytest.mark.filterwarnings("ignore:'crypt' is deprecated:DeprecationWarning")]


@pytest.mark.parametrize(
    ("ours", "there", "whose"),
    [
        ({"uri": "a"}, {"extras": [{"key": "uri", "value": "a"}]}, "ours"),
        ({"uri": "a"}, {"uri": "b", "identifier": "a"}, "another"),
        ({"identifier": "a"}, {"identifier": "a"}, "ours"),
        ({"resources": [{"id": "1"}]}, {"resources": [{"id": "1"}, {"id": "2"}]}, "ours"),
        ({"uri": "a", "resources": [{"id": "1"}]}, {"resources": []}, "unknown"),
        ({"resources": [{"id": "1"}]}, {"resources": [{"id": "2"}]}, "unknown"),
    ],
)
def test_whose_a_dataset_is(ours: dict[str, Any], there: dict[str, Any], whose: str) -> None:
    assert claim(ours, there) == whose


@pytest.mark.parametrize(
    ("ours", "there", "told"),
    [
        ({"title": "a"}, {"title": " a\r\n"}, ""),
        ({"title": "a\nb"}, {"title": "a\r\nb"}, ""),
        ({"title": "a"}, {}, "title"),
        ({}, {"title": ""}, ""),
        ({}, {"title": "a", "isopen": True}, "title"),
        ({"version": "1"}, {"version": 1}, ""),
        ({"version": "[1"}, {"version": "[1"}, ""),
        (
            {"tags": [{"name": "b"}, {"name": "a"}]},
            {"tags": [{"name": "a", "display_name": "A"}, {"name": "b"}]},
            "",
        ),
        ({"tags": [{"name": "b"}]}, {"tags": [{"name": "a"}]}, "tags"),
        ({"extras": [{"key": "theme", "value": '["b", "a"]'}]}, {"theme": ["a", "b"]}, ""),
        (
            {"extras": [{"key": "theme", "value": '["b"]'}]},
            {"extras": [{"key": "theme", "value": '["a"]'}]},
            "theme",
        ),
        ({"owner_org": "1"}, {"owner_org": "2"}, "owner_org"),
        ({}, {"owner_org": "2"}, ""),
        (
            {"resources": [{"id": "1", "size": 3}]},
            {"resources": [{"id": "1", "size": "3", "position": 1}]},
            "",
        ),
        ({"resources": [{"id": "1", "size": 3}]}, {"resources": [{"id": "1"}]}, "1 resource differs in size"),
        (
            {"resources": []},
            {"resources": [{"id": "1"}, {"id": "2"}, {"id": "of others"}]},
            "2 resources too many",
        ),
        (
            {"resources": [{"id": "1", "size": 3}, {"id": "2", "url": "a"}]},
            {"resources": [{"id": "1", "size": 4}, {"id": "2", "url": "b"}]},
            "2 resources differ in size, url",
        ),
    ],
)
def test_what_is_a_difference(ours: dict[str, Any], there: dict[str, Any], told: str) -> None:
    assert differences(ours, there, PROFILES["ckan"], ["of others"]) == told
