"""The documents published under a base: one for each IRI, self-contained.

The path of a document is its IRI without the base and without a fragment, so all terms of a hash namespace share a
document. It holds the statements with the IRI as subject, and the labels of their predicates and objects. The document
of a named graph holds exactly that graph. The document of an ontology holds the graph that declares it, the graphs of
the ontologies of ours that it imports, and all terms of its namespace.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from seutu.errors import OutputError
from seutu.phrases import LANGUAGES, Phrase
from seutu.query.graphs import Graphs
from seutu.rdf import model
from seutu.rdf.merging import IMPORTS, ONTOLOGY, merging
from seutu.rdf.model import RDF_TYPE, Term, node, objects

DOCUMENT_FOLDERS = ("concept", "graph", "id", "ont", "shape")
"""The first path segments of documents; other IRIs under the base are files, or occur in literals."""

FORMATS = ("ttl", "jsonld", "nt", "rdf")
"""The file extensions of a document, beside its HTML page."""

_NAMES = frozenset(map(node, ("skos:prefLabel", "rdfs:label", "dcterms:title")))
_VERSION = node("owl:versionIRI")
# A path segment that is a valid file name on every system and needs no escapes in a URL.
_SAFE = re.compile(r"(?!\.)[\w.~-]+(?:/(?!\.)[\w.~-]+)*")


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its IRI, its path below the base without an extension, and its subjects, the IRI first.

    ``graph`` is True for a named graph; ``of`` is the path of the document of which this is a version.
    """

    iri: ox.NamedNode
    path: str
    subjects: tuple[ox.NamedNode, ...]
    graph: bool = False
    of: str = ""


class Published:
    """All data published under a base, without the statements about queries.

    The store is a copy; the arguments are only read.
    """

    def __init__(self, store: model.Quads, others: Iterable[ox.Quad], base: str) -> None:
        """Copy the asserted and inferred statements of ``store``, and ``others`` in named graphs; all IRIs are under
        ``base``.

        Raises `OutputError` for an IRI that is not a valid file name, and for two that would share a file.
        """
        self.base = base
        without = ox.NamedNode(base + "graph/queries")
        self.store = Graphs(quad for quad in store if quad.graph_name != without)
        self.store.extend(others)
        self.documents = tuple(self._documents())
        _refuse_clashes(self.documents)

    @cached_property
    def iris(self) -> tuple[str, ...]:
        """Return all IRIs under the base that are subjects of statements, in order."""
        return tuple(sorted(subject.value for subject in self._subjects))

    @cached_property
    def _subjects(self) -> set[ox.NamedNode]:
        subjects = {quad.subject for quad in self.store}
        return {one for one in subjects if isinstance(one, ox.NamedNode) and one.value.startswith(self.base)}

    @cached_property
    def _graphs(self) -> set[str]:
        prefix = self.base + "graph/"
        names = (name.value for name in self.store.named_graphs() if isinstance(name, ox.NamedNode))
        return {name for name in names if name.startswith(prefix)}

    def _documents(self) -> Iterator[Document]:
        groups: dict[str, set[ox.NamedNode]] = {}
        for iri in {*(one.value for one in self._subjects), *self._graphs}:
            whole = iri.partition("#")[0]
            if whole.removeprefix(self.base).partition("/")[0] in DOCUMENT_FOLDERS:
                groups.setdefault(whole, set()).add(ox.NamedNode(iri))
        # The page of a resource may be a subject, too; it has no page of its own.
        for whole in [one for one in groups if one not in self._graphs and _stem(one) in groups]:
            del groups[whole]
        versions = {
            version.value: whole
            for whole in groups
            for version in self._values(ox.NamedNode(whole), _VERSION)
            if version.value.startswith(self.base) and version.value not in groups
        }
        for whole in sorted({*groups, *versions}):
            of = versions.get(whole, "")
            yield self._document(whole, groups[of or whole], of)

    def _document(self, whole: str, subjects: set[ox.NamedNode], of: str) -> Document:
        path = whole.removeprefix(self.base)
        if not _SAFE.fullmatch(path):
            remedy = Phrase("use letters, digits, hyphens and points in its parts")
            raise OutputError(f"<{whole}>", Phrase("no file can be named after this IRI"), remedy)
        about = tuple(sorted(subjects, key=lambda one: one.value))
        return Document(ox.NamedNode(whole), path, about, whole in self._graphs, of.removeprefix(self.base))

    def triples(self, document: Document) -> set[ox.Triple]:
        """Return the triples of a document."""
        if document.graph:
            return self._in_graph(document.iri) | self._about(document.subjects)
        found = self._about(document.subjects)
        for subject in document.subjects:
            found |= self._declared(subject)
        return merged(found | self._names_in(found))

    def _declared(self, ontology: ox.NamedNode) -> set[ox.Triple]:
        """Return the triples of the graphs that declare an ontology, and of those that declare its imports of ours."""
        added = {ox.NamedNode(self.base + name) for name in ("graph/inferred", "graph/catalogue")}
        declaring = [ontology, *(one for one in self._values(ontology, IMPORTS) if one in self._subjects)]
        return {
            triple
            for one in declaring
            for quad in self.store.quads_for_pattern(one, RDF_TYPE, ONTOLOGY, None)
            if quad.graph_name not in added
            for triple in self._in_graph(quad.graph_name)
        }

    def _in_graph(self, graph: model.GraphName) -> set[ox.Triple]:
        return model.triples(self.store.quads_for_pattern(None, None, None, graph))

    def _about(self, subjects: Iterable[ox.NamedNode | ox.BlankNode]) -> set[ox.Triple]:
        """Return the triples about subjects, and about the lists and other blank nodes to which they lead."""
        found: set[ox.Triple] = set()
        waiting: list[ox.NamedNode | ox.BlankNode] = list(subjects)
        while waiting:
            triples = self._triples_of(waiting.pop())
            waiting += [
                triple.object for triple in triples - found if isinstance(triple.object, ox.BlankNode)
            ]
            found |= triples
        return found

    def _triples_of(self, subject: ox.NamedNode | ox.BlankNode) -> set[ox.Triple]:
        return model.triples(self.store.quads_for_pattern(subject, None, None, None))

    def _names_in(self, triples: set[ox.Triple]) -> set[ox.Triple]:
        named = {term for triple in triples for term in (triple.predicate, triple.object)}
        quads = (
            quad
            for term in named
            if isinstance(term, ox.NamedNode)
            for name in _NAMES
            for quad in self.store.quads_for_pattern(term, name, None, None)
        )
        return {quad.triple for quad in quads if _language(quad.object) in LANGUAGES}

    def _values(self, thing: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        return [one for one in objects(self.store, thing, predicate) if isinstance(one, ox.NamedNode)]


def _stem(iri: str) -> str:
    """Return the IRI without a file extension of a document; empty when it has none."""
    stem, _, extension = iri.rpartition(".")
    return stem if extension in (*FORMATS, "html") else ""


def _language(term: Term) -> str:
    return (term.language or "") if isinstance(term, ox.Literal) else ""


def _refuse_clashes(documents: Iterable[Document]) -> None:
    """Raise `OutputError` for an IRI that equals, or is below, the path of another document's file."""
    known = tuple(documents)
    files = {f"{one.path}.{extension}": one for one in known for extension in (*FORMATS, "html")}
    for document in known:
        steps = document.path.split("/")
        for length in range(1, len(steps) + 1):
            other = files.get("/".join(steps[:length]))
            if other:
                problem = Phrase("stands where a file of <{iri}> is to stand", iri=other.iri.value)
                raise OutputError(f"<{document.iri.value}>", problem, Phrase("give one of them another name"))


def merged(triples: Iterable[ox.Triple]) -> set[ox.Triple]:
    """Return the triples of one file, with one header for an ontology and its modules."""
    given = set(triples)
    if not any(triple.object == ONTOLOGY for triple in given):
        return given
    change = merging(Graphs(ox.Quad(one.subject, one.predicate, one.object) for one in given))
    return given - change.removed | change.added
