"""Where rows of an answer differ in whose word they are, how they are said, or how surely, they show it."""

from collections.abc import Mapping

import pyoxigraph as ox
import pytest

from seutu.answer.rows import Cells
from seutu.evidence.support import of_row
from seutu.query.definition import Query
from seutu.rdf.model import node, objects
from tests.questions.asking import questions, workspace

MANNERS = {
    "layer": "seutu:layer",
    "modality": "seutu:modality",
    "confidence": "seutu:confidence",
    "strength": "seutu:tieStrength",
    "status": "seutu:networkStatus",
}

# What a question does not show, and why it need not.
NOT_SHOWN: Mapping[str, tuple[str, ...]] = {
    # A gap is shown, not the statement that it is about.
    "not-stated": tuple(MANNERS),
    "comparison": ("strength", "status"),
    # The statement itself is a cell of its row; how strong a tie is, it says itself.
    "evidence": ("strength", "status"),
    "uncertain": ("strength", "status"),
}

ASKED = [one for one in questions() if not any(parameter.required for parameter in one.parameters)]


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.name)
def test_rows_that_differ_show_in_what(question: Query) -> None:
    behind = [statements(row, question) for row in workspace().ask(question.name, "en").solutions]
    columns = " ".join(question.variables)
    hidden = [
        name
        for name, part in MANNERS.items()
        if len({held(row, part) for row in behind if row}) > 1
        and name not in columns
        and name not in NOT_SHOWN.get(question.name, ())
    ]
    assert hidden == []


def statements(row: Cells, question: Query) -> set[ox.NamedNode]:
    *cells, passage = row
    found = of_row([passage] if passage else [], cells, workspace().closed(), question.text)
    return {one for one in found if isinstance(one, ox.NamedNode)}


def held(found: set[ox.NamedNode], part: str) -> frozenset[str]:
    return frozenset(str(value) for one in found for value in objects(workspace().closed(), one, node(part)))


def test_what_is_not_shown_is_asked() -> None:
    assert set(NOT_SHOWN) <= {question.name for question in ASKED}
