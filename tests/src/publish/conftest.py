"""A small workspace ready to publish, and the same with more and with less in it."""

from pathlib import Path

import pytest

from seutu.site.publication import Publication
from tests.helpers import small
from tests.helpers.publishing import publication


@pytest.fixture
def first(tmp_path: Path) -> Publication:
    return publication(small.write(tmp_path / "work"))


@pytest.fixture
def more(tmp_path: Path) -> Publication:
    """The same with one more body."""
    added = small.BODY + 'body:more a seutu:Body ; skos:prefLabel "Lisää"@fi .\n'
    return publication(small.write(tmp_path / "more", {"data/small/body.ttl": added}), "0.2.0")


@pytest.fixture
def less(tmp_path: Path) -> Publication:
    """The same without one of its bodies."""
    lines = [line for line in small.BODY.splitlines(True) if "hqh" not in line and "line:11" not in line]
    kept = "".join(line for line in lines if not line.startswith('    skos:prefLabel "HQH'))
    return publication(small.write(tmp_path / "less", {"data/small/body.ttl": kept}), "0.2.0")
