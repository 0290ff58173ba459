"""Columns for the case, programme and region of each row, where an answer has rows of several."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from seutu.answer.answer import Answer
from seutu.answer.rows import Cells
from seutu.query.definition import EVIDENCE, WITHIN
from seutu.rdf.model import RDF_TYPE, Quads, Term, node, objects

_CASE, _CLASS, _PRIMARY = node("seutu:case"), node("seutu:Case"), node("prov:hadPrimarySource")
_HOLDS_CASE = node("seutu:holdsCase")
_OWN = {"programme": node("seutu:inProgramme"), "region": node("seutu:inRegion")}
_OF_CASE = {"programme": node("seutu:caseProgramme"), "region": node("seutu:caseRegion")}


def with_columns(answer: Answer, heard: Quads) -> Answer:
    """The answer with a first column for each of case, programme and region in which its rows differ.

    A column that the question has itself stays as it is. In a workspace of one case nothing is added. Where ``heard``,
    the facts that were asked, is of one case, a row of no case does not differ from the others.
    """
    store = answer.labels.store
    if EVIDENCE not in answer.variables or not _has_several_cases(store):
        return answer
    wanted = [name for name in WITHIN if name not in answer.variables]
    found = [_places(cells, answer) for cells in answer.solutions]
    same = {None} if _is_of_one_case(heard) else set()
    differing = [name for name in wanted if len({places.get(name) for places in found} - same) > 1]
    solutions = tuple(
        (*(places.get(name) for name in differing), *cells)
        for places, cells in zip(found, answer.solutions, strict=True)
    )
    return replace(answer, variables=(*differing, *answer.variables), solutions=solutions)


def _has_several_cases(store: Quads) -> bool:
    found = (quad.subject for quad in store.quads_for_pattern(None, RDF_TYPE, _CLASS, None))
    first = next(found, None)
    return any(other != first for other in found)


def _is_of_one_case(heard: Quads) -> bool:
    return len({quad.object for quad in heard.quads_for_pattern(None, _HOLDS_CASE, None, None)}) == 1


def _places(cells: Cells, answer: Answer) -> dict[str, Term | None]:
    """The case, programme and region of one solution; nothing where it is of none, or of several."""
    # Imported here, because an answer in a workspace of one case needs no statements.
    from seutu.evidence import support

    store, at = answer.labels.store, answer.variables.index(EVIDENCE)
    passage = cells[at]
    passages = [] if passage is None else [passage]
    asked = answer.query.text if answer.query else ""
    statements = support.of_row(passages, cells[:at] + cells[at + 1 :], store, asked)
    cases = {case for one in statements for case in objects(store, one, _CASE)}
    if not statements:
        cases = _of_sources(passages, answer)
    places: dict[str, Term | None] = {"case": _single(cases)}
    for name, of_case in _OF_CASE.items():
        own = {place for one in statements for place in objects(store, one, _OWN[name])}
        places[name] = _single(own or {place for case in cases for place in objects(store, case, of_case)})
    return places


def _of_sources(passages: Sequence[Term], answer: Answer) -> set[Term]:
    """The cases of which the sources of passages are primary sources."""
    labels = answer.labels
    sources = [labels.source(one) or one for one in passages]
    return {
        quad.subject
        for source in sources
        for quad in labels.store.quads_for_pattern(None, _PRIMARY, source, None)
        if _CLASS in objects(labels.store, quad.subject, RDF_TYPE)
    }


def _single(things: Iterable[Term]) -> Term | None:
    found = [*things]
    return found[0] if len(found) == 1 else None
