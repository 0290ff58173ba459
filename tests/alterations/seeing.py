"""Who sees that the data say something else: validation, a golden of what they say in words, or a question's answer."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

import pyoxigraph as ox

from seutu import Workspace
from seutu.inference.closure import closure
from seutu.query.definition import run
from seutu.query.graphs import Graphs
from seutu.rdf.model import Quads
from seutu.shacl.engine import against_shapes
from seutu.shacl.report import Finding
from seutu.validation.checks import against_checks
from tests.alterations.altering import FOLDERS, Alteration
from tests.data.wording import golden, wording

FINDINGS = ("violation: ", "warning: ")

Answers = Mapping[str, frozenset[tuple[str, ...]]]


class Watch:
    """What a workspace says and answers, to compare an altered one with."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._quads = list(workspace.asserted())
        self._files = {file.graph: file.path for file in workspace.files}

    @cached_property
    def _answers(self) -> Answers:
        return self._asked(self._workspace.closed())

    @cached_property
    def _known(self) -> set[str]:
        """What validation finds before anything is altered."""
        return set(self._found(self._workspace.closed()))

    def seen_by(self, alteration: Alteration) -> str:
        """Who sees the alteration: the finding, the golden or the question; nothing if nobody does."""
        quads = alteration.of(self._quads)
        # Of what a translation should say validation knows nothing, and takes its time to say so.
        by_golden = self._by_golden(alteration, quads)
        if alteration.kind == "translation" and by_golden:
            return by_golden
        rules, prefixes = self._workspace.rules, self._workspace.prefixes
        store = closure(lambda graphs: graphs.extend(quads), rules, prefixes)[0]
        if not alteration.added and all(_is_in(store, quad) for quad in alteration.gone):
            return "the rules, which restore it"
        found = (one for one in self._found(store) if one not in self._known)
        return next(found, "") or by_golden or self._by_question(store)

    def validated(self, alteration: Alteration) -> str:
        """The violation or warning that validation has of the alteration; nothing if it has none."""
        rules, prefixes = self._workspace.rules, self._workspace.prefixes
        store = closure(lambda graphs: graphs.extend(alteration.of(self._quads)), rules, prefixes)[0]
        found = (one for one in self._found(store) if one not in self._known)
        return next((one for one in found if one.startswith(FINDINGS)), "")

    def _found(self, store: Quads) -> Iterator[str]:
        """What `validate` finds, that of the checks first, which are quicker."""
        yield from map(_told, against_checks(store, self._workspace.checks, self._workspace.prefixes))
        yield from map(_told, against_shapes(store, self._workspace.shapes))

    def _by_golden(self, alteration: Alteration, quads: Iterable[ox.Quad]) -> str:
        graph = next(iter(alteration.gone | alteration.added)).graph_name
        path = self._files[graph] if isinstance(graph, ox.NamedNode) else ""
        said = wording(quad for quad in quads if quad.graph_name == graph)
        if path.startswith(FOLDERS) and said != golden(path).read_text(encoding="utf-8"):
            return f"golden: {golden(path).parent.name}/{golden(path).name}"
        return ""

    def _by_question(self, store: Graphs) -> str:
        after = self._asked(store)
        changed = (name for name, rows in self._answers.items() if rows != after[name])
        return next((f"question: {name}" for name in changed), "")

    def _asked(self, store: Quads) -> Answers:
        # Without their parameters, so that a question answers for every value that there is.
        asked = self._workspace.questions.values()
        return {one.name: frozenset(_rows(run(store, one.text, self._workspace.prefixes))) for one in asked}


def _is_in(store: Quads, quad: ox.Quad) -> bool:
    return any(store.quads_for_pattern(quad.subject, quad.predicate, quad.object))


def _told(finding: Finding) -> str:
    by = (finding.shape or finding.component).rpartition("#")[2]
    return f"{finding.severity}: {by} {finding.focus} {finding.value or ''}".strip()


def _rows(result: object) -> Iterator[tuple[str, ...]]:
    assert isinstance(result, ox.QuerySolutions)
    return (tuple(map(str, row)) for row in result)
