"""What a parameter takes: each kind is described, and whatever a question answers about is of it."""

import pyoxigraph as ox
import pytest

from seutu.query import definition
from seutu.query.definition import Parameter, Query
from seutu.rdf.namespaces import PREFIXES, expand
from tests.questions.asking import questions, workspace

THINGS = [
    pytest.param(question, parameter, id=f"{question.name}-{parameter.name}")
    for question in questions()
    for parameter in question.parameters
    if parameter.type in ("iri", "concept")
]
OPEN = {
    *(
        "about-thing",
        "dates-thing",
        "disagreements-thing",
        "identifiers-thing",
        "kinds-thing",
        "listed-under",
    ),
    *(
        "listed-listed",
        "measurements-thing",
        "not-stated-thing",
        "one-source-two-accounts-thing",
        "plans-and-outcomes-thing",
        "successions-predecessor",
        "successions-successor",
    ),
    *("timeline-thing", "uncertain-thing"),
}
"""The parameters that take things of any kind."""


def belongs(node: ox.NamedNode, kinds: tuple[str, ...]) -> bool:
    store = workspace().closed()
    return any(
        next(store.quads_for_pattern(node, ox.NamedNode(expand(curie)), ox.NamedNode(kind)), None) is not None
        for curie in ("rdf:type", "skos:inScheme")
        for kind in kinds
    )


@pytest.mark.parametrize(("question", "parameter"), THINGS)
def test_a_parameter_says_what_kind_of_thing_it_takes(question: Query, parameter: Parameter) -> None:
    assert (not parameter.kinds) == (f"{question.name}-{parameter.name}" in OPEN)
    store = workspace().closed()
    for kind in parameter.kinds:
        if not kind.startswith(PREFIXES["owl"]):
            assert next(store.quads_for_pattern(ox.NamedNode(kind), None, None), None) is not None, (
                "is not described"
            )


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        (question, parameter)
        for question in questions()
        for parameter in question.parameters
        if parameter.kinds
    ],
)
def test_whatever_is_answered_about_is_of_the_kind(question: Query, parameter: Parameter) -> None:
    found = definition.run(workspace().closed(), question.text, workspace().prefixes)
    assert isinstance(found, ox.QuerySolutions)
    at = question.variables.index(parameter.name)
    answers = PREFIXES["answer"]
    values = {row[at] for row in found}
    things = {one for one in values if isinstance(one, ox.NamedNode) and not one.value.startswith(answers)}
    assert {thing for thing in things if not belongs(thing, parameter.kinds)} == set()
