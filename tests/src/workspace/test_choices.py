"""The choices in the description of a workspace: its base and its languages."""

from pathlib import Path

import pytest

from seutu.errors import InputError
from seutu.workspace.choices import Choices
from seutu.workspace.layers import Layers

HEAD = "@prefix seutu: <https://w3id.org/seutu/ont#> .\n<https://example.org/x/c> "


def choices(root: Path, text: str, name: str = "data/catalogue.ttl") -> Choices:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(text, "utf-8")
    return Choices.of(root, (".ttl", ".nt"))


def test_without_a_description_they_are_those_of_seutu(tmp_path: Path) -> None:
    assert choices(tmp_path, f'{HEAD} seutu:requiredLanguage "en" .', "data/own/catalogue.ttl") == Choices()


def test_base_and_languages_are_read(tmp_path: Path) -> None:
    said = 'seutu:requiredLanguage "en" , "fi" , "et" ; seutu:welcomeLanguage "sv" , "fi" ; seutu:iriBase '
    found = choices(tmp_path, f'{HEAD}{said}"https://example.org/x/" .')
    assert found == Choices("https://example.org/x/", ("fi", "en", "et"), ("sv",))
    layers = Layers.of(tmp_path)
    assert layers.files("data", ".ttl")[0].graph.value == "https://example.org/x/graph/data/catalogue.ttl"
    assert (layers.required, layers.welcome) == (found.required, found.welcome)


@pytest.mark.parametrize("base", ["example.org/x/", "https://example.org/x", "https://example.org/x/#"])
def test_a_base_that_cannot_begin_iris_is_refused(tmp_path: Path, base: str) -> None:
    with pytest.raises(
        InputError, match=r"data/catalogue\.ttl:2: seutu:iriBase '.*' cannot begin IRIs; write a web"
    ):
        choices(tmp_path, f'{HEAD} seutu:iriBase "{base}" .')
