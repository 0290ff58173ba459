"""One file that a build wrote."""

import pytest

from seutu.catalogue.manifest import Written


@pytest.mark.parametrize(
    ("path", "extension"),
    [("seutu.nq", "nq"), ("tables/a.b.csv", "csv"), ("tables/a.csv-metadata.json", "json")],
)
def test_the_extension_is_what_follows_the_last_dot(path: str, extension: str) -> None:
    assert Written(path, 1, "0" * 64).extension == extension
