"""The pitfalls of the OOPS! catalogue that can be decided from an ontology's statements, and their acceptance.

Each pitfall is a query in ``pitfalls/``, with a header like that of a check. A note with a reason accepts a pitfall:
``skos:editorialNote "P13: …"``, in each language. On a term the note accepts the pitfall of that term, on the
ontology's header that of every element. A note about a pitfall that does not occur is reported too, so that obsolete
notes are found.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import pyoxigraph as ox

from seutu.quality.advice import Advice
from seutu.quality.vocabulary import Vocabulary
from seutu.query.header import read
from seutu.rdf import model

_NOTE = model.node("skos:editorialNote")
_REASON = re.compile(r"(P\d\d): *(\S.*)", re.DOTALL)
_UNDETERMINED = ""

# In the graph that is queried, only the ontology's own terms have a further type in this namespace.
_OWN = "urn:own:"
_HEADER = ox.NamedNode(_OWN + "Header")

_OF_HEADER = frozenset({"P36", "P38", "P39", "P41"})


@dataclass(frozen=True, slots=True)
class PitfallQuery:
    """A pitfall's code, the query whose ``?focus`` has the pitfall, and the advice."""

    code: str
    text: str
    advice: Advice

    @classmethod
    def parse(cls, name: str, text: str) -> "PitfallQuery":
        """Parse the text of a query file named ``name``. Raises `QuerySyntaxError` for a malformed header."""
        header = read(name, text)
        problems, solutions = header.texts("problem"), header.texts("solution")
        sentences = {lang: _sentence(problem, solutions[lang]) for lang, problem in problems.items()}
        return cls(header.texts("code")["en"], text, Advice(**sentences))


def _sentence(problem: str, solution: str) -> str:
    return f"{problem}: {solution[0].lower()}{solution[1:]}."


@cache
def pitfall_queries() -> tuple[PitfallQuery, ...]:
    """Return the queries of all pitfalls, in order of their codes."""
    folder = resources.files("seutu.quality").joinpath("pitfalls")
    files = (file for file in folder.iterdir() if file.name.endswith(".rq"))
    found = (PitfallQuery.parse(file.name, file.read_text("utf-8")) for file in files)
    return tuple(sorted(found, key=lambda pitfall: pitfall.code))


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A reason, by language, and the IRIs of the elements to which it applies."""

    reason: Mapping[str, str]
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A pitfall that occurs: the IRIs of its elements without a reason, and those accepted with one."""

    id: str
    advice: Advice
    elements: tuple[str, ...]
    accepted: tuple[Acceptance, ...] = ()


@dataclass(frozen=True, slots=True)
class PitfallReport:
    """The pitfalls that occur, by name, and the ``unused_notes``: the pitfall's name and the subject of each."""

    pitfalls: tuple[Pitfall, ...]
    unused_notes: tuple[tuple[str, str], ...] = ()

    @property
    def unaccepted(self) -> list[Pitfall]:
        """The pitfalls that have an element without a reason."""
        return [pitfall for pitfall in self.pitfalls if pitfall.elements]


def assess(ontology: ox.Store) -> PitfallReport:
    """Return the pitfalls that occur in the ontology of a store, with the reasons for which they are accepted."""
    vocabulary = Vocabulary(ontology)
    marked = marked_own(vocabulary)
    # An ontology without a namespace and terms of its own is not queried about terms: all others would look like
    # faults.
    queries = [each for each in pitfall_queries() if vocabulary.terms or each.code in _OF_HEADER]
    found = {each.code: _elements(marked, each.text) for each in queries}
    notes = _notes(vocabulary) if vocabulary.terms else {}
    header = vocabulary.header.value if vocabulary.header else ""
    pitfalls = (_pitfall(each, found[each.code], notes, header) for each in queries if found[each.code])
    return PitfallReport(tuple(pitfalls), tuple(sorted(_unused_notes(notes, found, header))))


Notes = Mapping[tuple[str, str], Mapping[str, str]]
"""The reasons by pitfall name and subject IRI: each a text by language."""


def _pitfall(query: PitfallQuery, elements: Iterable[str], notes: Notes, header: str) -> Pitfall:
    without: list[str] = []
    covered: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for element in elements:
        reason = notes.get((query.code, element)) or notes.get((query.code, header))
        if reason is None:
            without.append(element)
        else:
            covered.setdefault(tuple(sorted(reason.items())), []).append(element)
    accepted = (Acceptance(dict(reason), tuple(those)) for reason, those in sorted(covered.items()))
    return Pitfall(query.code, query.advice, tuple(without), tuple(accepted))


def _unused_notes(notes: Notes, found: Mapping[str, Iterable[str]], header: str) -> Iterator[tuple[str, str]]:
    for name, subject in notes:
        elements = found.get(name, ())
        if subject not in elements and (subject != header or not elements):
            yield name, subject


def _notes(vocabulary: Vocabulary) -> Notes:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for quad in vocabulary.store.quads_for_pattern(None, _NOTE, None, None):
        text = quad.object
        match = _REASON.fullmatch(text.value) if isinstance(text, ox.Literal) else None
        if match and isinstance(quad.subject, ox.NamedNode) and isinstance(text, ox.Literal):
            reasons = found.setdefault((match[1], quad.subject.value), {})
            reasons[text.language or _UNDETERMINED] = match[2]
    return found


def marked_own(vocabulary: Vocabulary) -> ox.Store:
    """Return the statements of all graphs in one, with types of ``urn:own:`` for the ontology's own terms."""
    marked = ox.Store()
    marked.extend(model.moved(quad, model.DEFAULT_GRAPH) for quad in vocabulary.store)
    if vocabulary.header is not None:
        marked.add(ox.Quad(vocabulary.header, model.RDF_TYPE, _HEADER))
    for iri, kinds in vocabulary.terms.items():
        types = {"Term", *kinds} | ({"Property"} if kinds & {"ObjectProperty", "DatatypeProperty"} else set())
        term = ox.NamedNode(iri)
        marked.extend(ox.Quad(term, model.RDF_TYPE, ox.NamedNode(_OWN + name)) for name in types)
    return marked


def _elements(marked: ox.Store, query: str) -> list[str]:
    rows = marked.query(query)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(row["focus"].value for row in rows if isinstance(row["focus"], ox.NamedNode))
