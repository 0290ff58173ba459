"""The verb ``new``."""

from pathlib import Path

import pytest

from tests.helpers.running import seutu

NEW = ("new", "own", "--title", "Own region", "--base", "https://example.org/own/", "--languages", "fi, en")


def test_a_new_workspace_validates_and_answers(tmp_path: Path) -> None:
    ran = seutu(*NEW, cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, "8 files in own. Next, there: seutu validate\n", "")
    found = seutu("validate", cwd=tmp_path / "own")
    assert (found.code, found.err) == (0, "0 violations, 1 warning in 35 files.\n")
    asked = seutu("ask", "who-decides", cwd=tmp_path / "own")
    assert "the district board" in asked.out


@pytest.mark.parametrize("lang", ["fi", "sv", "en"])
def test_nothing_is_overwritten(tmp_path: Path, lang: str) -> None:
    seutu(*NEW, cwd=tmp_path)
    ran = seutu(*NEW, "--lang", lang, cwd=tmp_path)
    assert (ran.code, ran.out) == (2, "")
    assert ran.err.startswith("seutu: own/data/catalogue.ttl: ")


def test_a_workspace_of_another_version_is_told_what_is_new(tmp_path: Path) -> None:
    seutu(*NEW, cwd=tmp_path)
    (tmp_path / "own/requirements.txt").write_text("seutu==0.0.1\n", "utf-8")
    told = seutu("validate", cwd=tmp_path / "own").err
    assert told.startswith("requirements.txt names Seutu 0.0.1, and this is ")
    assert " name it there. 0.1.0: First release: " in told
    assert "0.1.0: Ensimmäinen julkaisu: " in seutu("validate", "--lang", "fi", cwd=tmp_path / "own").err


def test_it_is_published_under_its_own_base(tmp_path: Path) -> None:
    seutu(*NEW, cwd=tmp_path)
    ran = seutu("publish", "--to", "folder:public", cwd=tmp_path / "own")
    assert ran.code == 0
    page = (tmp_path / "own/public/id/district-board.html").read_text("utf-8")
    assert "https://example.org/own/id/district-board" in page
    iris = (tmp_path / "own/public/iris.txt").read_text("utf-8").split()
    assert all(iri.startswith("https://example.org/own/") for iri in iris)


def test_its_catalogue_has_all_points_that_need_no_network(tmp_path: Path) -> None:
    seutu(*NEW, cwd=tmp_path)
    ran = seutu("publish", "--check", cwd=tmp_path / "own")
    assert ran.out.startswith("325 of 325 points: ")
    assert "Violations of the workspace's shapes: 0\n" in ran.out
