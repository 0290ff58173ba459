"""The VoID description of a dataset, with partitions by class and property, and linksets.

The dataset has the same IRI as in the catalogue, and its partitions have IRIs below it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import pyoxigraph as ox

from seutu.rdf import model
from seutu.rdf.namespaces import BASE, PREFIXES, compact

LINKS = (
    "skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch skos:relatedMatch owl:sameAs seutu:slice"
).split()
"""The properties that link our resources to those of others."""

PARTS = ("class", "property", "links", "target")
"""The path segments between a dataset's IRI and the names of its parts."""

_FORMATS = {
    "ttl": "Turtle",
    "nt": "N-Triples",
    "nq": "N-Quads",
    "trig": "TriG",
    "jsonld": "JSON-LD",
    "rdf": "RDF_XML",
}
_FORMAT = "http://www.w3.org/ns/formats/"
_THINGS = BASE + "id/"

# A triple in several graphs counts once; the engine would count it in each graph.
_WHOLE = """
SELECT (COUNT(*) AS ?triples) (COUNT(DISTINCT ?s) AS ?distinctSubjects) (COUNT(DISTINCT ?p) AS ?properties)
       (COUNT(DISTINCT ?o) AS ?distinctObjects) (COUNT(DISTINCT ?thing) AS ?entities)
WHERE {{ {{ SELECT DISTINCT * WHERE {{ ?s ?p ?o }} }}
    BIND(IF(STRSTARTS(STR(?s), "{space}"), ?s, ?none) AS ?thing) }}"""

_CLASSES = "SELECT ?part (COUNT(DISTINCT ?s) AS ?entities) WHERE { ?s a ?part } GROUP BY ?part"
_PROPERTIES = (
    "SELECT ?part (COUNT(*) AS ?triples) WHERE { { SELECT DISTINCT * WHERE { ?s ?part ?o } } } GROUP BY ?part"
)
_LINKED = """
SELECT ?link ?space (COUNT(*) AS ?triples)
WHERE {{ {{ SELECT DISTINCT * WHERE {{ VALUES ?link {{ {links} }} ?s ?link ?o }} }}
    FILTER(isIRI(?o) && !STRSTARTS(STR(?o), "{base}")) BIND(REPLACE(STR(?o), "[^/#]*$", "") AS ?space) }}
GROUP BY ?link ?space"""


@dataclass(frozen=True)
class VoidDescription:
    """The input of a VoID description: the graphs of a dataset in a store, its RDF files, and a SPARQL endpoint
    if any.
    """

    iri: ox.NamedNode
    store: model.Quads
    graphs: tuple[model.GraphName, ...]
    dumps: tuple[str, ...]
    endpoint: str | None = None

    def triples(self) -> Iterator[ox.Triple]:
        """Yield the description, each triple once."""
        counts = self._row(_WHOLE.format(space=_THINGS))
        yield from model.about(self.iri, "rdf:type", [model.node("void:Dataset")])
        yield from _counted(self.iri, counts)
        yield from model.about(self.iri, "void:uriSpace", [ox.Literal(_THINGS)])
        yield from model.about(self.iri, "void:vocabulary", map(ox.NamedNode, self._vocabularies()))
        yield from model.about(self.iri, "void:dataDump", map(ox.NamedNode, self.dumps))
        yield from model.about(self.iri, "void:feature", map(ox.NamedNode, self._features()))
        if self.endpoint:
            yield from model.about(self.iri, "void:sparqlEndpoint", [ox.NamedNode(self.endpoint)])
        yield from self._partitions("class", _CLASSES)
        yield from self._partitions("property", _PROPERTIES)
        yield from self._linksets()

    def _partitions(self, kind: str, query: str) -> Iterator[ox.Triple]:
        rows = [row for row in self._rows(query) if isinstance(row["part"], ox.NamedNode)]
        if kind == "class":
            yield from _counted(self.iri, {"classes": ox.Literal(len(rows))})
        for row in rows:
            part = row.pop("part")
            assert isinstance(part, ox.NamedNode)
            iri = ox.NamedNode(f"{self.iri.value}/{kind}/{_slug(part.value)}")
            yield from model.about(self.iri, f"void:{kind}Partition", [iri])
            yield from model.about(iri, f"void:{kind}", [part])
            yield from _counted(iri, row)

    def _linksets(self) -> Iterator[ox.Triple]:
        links = " ".join(f"<{model.node(name).value}>" for name in LINKS)
        for row in self._rows(_LINKED.format(links=links, base=BASE)):
            link, space = row["link"], row["space"]
            assert isinstance(link, ox.NamedNode)
            assert isinstance(space, ox.Literal)
            name = f"{_slug(link.value)}-{_words(space.value)}"
            iri, target = (ox.NamedNode(f"{self.iri.value}/{kind}/{name}") for kind in ("links", "target"))
            yield from model.about(self.iri, "void:subset", [iri])
            yield from model.about(iri, "rdf:type", [model.node("void:Linkset")])
            yield from model.about(iri, "void:linkPredicate", [link])
            yield from model.about(iri, "void:subjectsTarget", [self.iri])
            yield from model.about(iri, "void:objectsTarget", [target])
            yield from _counted(iri, {"triples": row["triples"]})
            yield from model.about(target, "rdf:type", [model.node("void:Dataset")])
            yield from model.about(target, "void:uriSpace", [space])

    def _vocabularies(self) -> list[str]:
        used = [*self._rows(_CLASSES), *self._rows(_PROPERTIES)]
        terms = [part.value for row in used if isinstance(part := row["part"], ox.NamedNode)]
        return sorted({space for space in PREFIXES.values() for term in terms if _is_in(term, space)})

    def _features(self) -> list[str]:
        return sorted({_FORMAT + _FORMATS[dump.rpartition(".")[2]] for dump in self.dumps})

    def _row(self, query: str) -> dict[str, model.Term]:
        return self._rows(query)[0]

    def _rows(self, query: str) -> list[dict[str, model.Term]]:
        found = cast(ox.QuerySolutions, self.store.query(query, default_graph=list(self.graphs)))
        names = [variable.value for variable in found.variables]
        return [{name: row[name] for name in names} for row in found]


def _counted(subject: ox.NamedNode, counts: dict[str, model.Term]) -> Iterator[ox.Triple]:
    for name, count in counts.items():
        yield from model.about(subject, f"void:{name}", [count])


def _is_in(term: str, space: str) -> bool:
    return term.startswith(space) and not set("/#") & set(term.removeprefix(space))


def _slug(iri: str) -> str:
    """A term's short IRI as a part of a longer one."""
    short = compact(iri)
    return _words(iri) if short.startswith("<") else short.replace(":", "-")


def _words(iri: str) -> str:
    return "-".join("".join(char if char.isalnum() else " " for char in iri.partition("://")[2]).split())
