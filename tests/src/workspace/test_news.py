"""What is new in the package for a workspace that names an earlier version."""

from pathlib import Path

import pytest

from seutu.workspace import news

CATALOGUE = """\
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix ex: <http://ex.org/> .
ex:c a dcat:Catalog ; dcat:hasVersion ex:a , ex:b , ex:c10 .
ex:a dcat:version "1.0.0" ; dcterms:issued "2026-01-01" ; adms:versionNotes "First."@en , "Ensimmäinen."@fi .
ex:b dcat:version "1.2.0" ; dcterms:issued "2026-01-02" ; adms:versionNotes "Second."@en .
ex:c10 dcat:version "1.10.0" ; dcterms:issued "2026-01-03" .
"""


@pytest.mark.parametrize(
    ("pinned", "lang", "told"),
    [
        ("0.9", "fi", ["1.0.0: Ensimmäinen.", "1.2.0", "1.10.0"]),
        ("1.0.0", "en", ["1.2.0: Second.", "1.10.0"]),
        ("1.2.0", "sv", ["1.10.0"]),
        ("2.0.0", "en", []),
    ],
)
def test_the_notes_of_later_versions(tmp_path: Path, pinned: str, lang: str, told: list[str]) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/catalogue.ttl").write_text(CATALOGUE, "utf-8")
    assert news.since(pinned, tmp_path, lang) == told


def test_without_a_catalogue_there_is_no_news(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data/catalogue.ttl").write_text("<a:b> <a:c> 1 .", "utf-8")
    assert news.since("0.1", tmp_path, "en") == []
