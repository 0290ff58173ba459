"""The pitfalls of the OOPS! catalogue that the statements of an ontology decide, and which of them its makers accept.

A pitfall is accepted by a note that says why: ``skos:editorialNote "P13: …"``, in each language. On a term it accepts
the pitfall of that term, on the ontology's header that of every element concerned. A note about what does not occur is
told too, so that none outlives its reason.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from seutu import rdf
from seutu.judges.advice import Advice
from seutu.judges.remedies import ADVICE
from seutu.judges.vocabulary import Vocabulary
from seutu.namespaces import PREFIXES

_NOTE = rdf.node("skos:editorialNote")
_REASON = re.compile(r"(P\d\d): *(\S.*)", re.DOTALL)
_UNDETERMINED = ""

# In the graph that is asked, the ontology's own things have one of these types besides, and nothing else has.
_OWN = "urn:own:"
_PREFIXES = dict(PREFIXES) | {"own": _OWN}
_HEADER = ox.NamedNode(_OWN + "Header")

_LOCAL = 'REPLACE(STR({0}), "^.*[#/]", "")'
_BUILT_IN = " || ".join(f"STRSTARTS(STR(?element), STR({name}:))" for name in "rdf rdfs owl xsd own".split())
_LINKED = "rdfs:subClassOf|^rdfs:subClassOf|owl:equivalentClass|^owl:equivalentClass|owl:disjointWith|^owl:disjointWith"
_RELATED = "rdfs:subPropertyOf|^rdfs:subPropertyOf|owl:equivalentProperty|^owl:equivalentProperty"
_INVERSE = "owl:inverseOf|^owl:inverseOf"

_ENDS_DIFFER = "?element rdfs:domain ?domain ; rdfs:range ?range FILTER(?domain != ?range)"

PITFALLS: Mapping[str, str] = {
    "P02": "?element a own:Class ; owl:equivalentClass ?other . ?other a own:Class FILTER(?element != ?other)",
    "P03": f"""?element a own:Property OPTIONAL {{ ?element rdfs:label ?label }}
        FILTER(LCASE({_LOCAL.format("?element")}) = "is" || LCASE(STR(?label)) = "is")""",
    "P04": f"""{{ ?element a own:Class FILTER NOT EXISTS {{
            ?element {_LINKED}|^rdfs:domain|^rdfs:range|^rdf:first ?other FILTER(?other != ?element) }} }}
        UNION {{ ?element a own:Property FILTER NOT EXISTS {{
            ?element rdfs:domain|rdfs:range|{_RELATED}|{_INVERSE} ?other FILTER(?other != ?element) }} }}""",
    "P05": """?element a own:Property ; owl:inverseOf ?other FILTER(?element != ?other)
        { ?element rdfs:domain ?one . ?other rdfs:range ?two FILTER(?one != ?two) }
        UNION { ?element rdfs:range ?one . ?other rdfs:domain ?two FILTER(?one != ?two) }""",
    "P06": "?element a own:Class ; rdfs:subClassOf+ ?element",
    "P07": f"""?element a own:Class OPTIONAL {{ ?element rdfs:label ?label FILTER(LANG(?label) IN ("en", "")) }}
        FILTER(REGEX({_LOCAL.format("?element")}, "[a-z](And|Or)[A-Z]") || REGEX(?label, " (and|or) "))""",
    "P08": """?element a own:Term
        FILTER(!EXISTS { ?element rdfs:label|skos:prefLabel ?label }
            || !EXISTS { ?element rdfs:comment|skos:definition ?definition })""",
    "P10": """?element a own:Header
        FILTER NOT EXISTS { ?x owl:disjointWith|owl:disjointUnionOf|owl:propertyDisjointWith ?y }
        FILTER NOT EXISTS { ?x a owl:AllDisjointClasses }""",
    "P11": """?element a own:Property
        FILTER(!EXISTS { ?element rdfs:domain ?domain } || !EXISTS { ?element rdfs:range ?range })""",
    "P12": f"""?element a own:Property ; rdfs:label ?label . ?other a own:Property ; rdfs:label ?label
        FILTER(?element != ?other) FILTER NOT EXISTS {{ ?element {_RELATED} ?other }}""",
    "P13": f"""?element a own:ObjectProperty
        FILTER NOT EXISTS {{ ?element {_INVERSE} ?other }} FILTER NOT EXISTS {{ ?element a owl:SymmetricProperty }}""",
    "P19": """?element a own:Property { ?element rdfs:domain ?one, ?two } UNION { ?element rdfs:range ?one, ?two }
        FILTER(?one != ?two)""",
    "P20": """?element a own:Term ; rdfs:label ?label ; rdfs:comment|skos:definition ?definition
        FILTER(LCASE(STR(?label)) = LCASE(STR(?definition)))""",
    "P21": f"""?element a own:Class
        FILTER(REGEX({_LOCAL.format("?element")}, "^(Other|Misc|Miscellaneous|Unknown)([A-Z]|$)"))""",
    "P22": f"""{{ ?element a own:Term . ?other a own:Term
            FILTER(REGEX({_LOCAL.format("?element")}, "[_-]") && REGEX({_LOCAL.format("?other")}, "[a-z][A-Z]")) }}
        UNION {{ ?element a own:Class . ?other a own:Class
            FILTER(REGEX({_LOCAL.format("?element")}, "^[a-z]") && REGEX({_LOCAL.format("?other")}, "^[A-Z]")) }}
        UNION {{ ?element a own:Property . ?other a own:Property
            FILTER(REGEX({_LOCAL.format("?element")}, "^[A-Z]") && REGEX({_LOCAL.format("?other")}, "^[a-z]")) }}""",
    "P25": "?element a own:Property ; owl:inverseOf ?element",
    "P26": f"?element a own:Property , owl:SymmetricProperty ; {_INVERSE} ?other FILTER(?element != ?other)",
    "P27": """?element a own:Property ; owl:equivalentProperty ?other
        { ?element rdfs:domain ?one . ?other rdfs:domain ?two }
        UNION { ?element rdfs:range ?one . ?other rdfs:range ?two }
        FILTER(?one != ?two)""",
    "P28": f"?element a own:Property , owl:SymmetricProperty . {_ENDS_DIFFER}",
    "P29": f"?element a own:Property , owl:TransitiveProperty . {_ENDS_DIFFER}",
    "P30": f"""?element a own:Class . ?other a owl:Class
        FILTER(?element != ?other && LCASE({_LOCAL.format("?element")}) = LCASE({_LOCAL.format("?other")}))
        FILTER NOT EXISTS {{ ?element {_LINKED}|rdfs:seeAlso|rdfs:subClassOf+ ?other }}""",
    "P32": """?element a own:Class ; rdfs:label ?label . ?other a own:Class ; rdfs:label ?label
        FILTER(?element != ?other)""",
    "P33": "?element a own:Property ; owl:propertyChainAxiom/rdf:rest rdf:nil",
    "P34": f"""{{ ?x rdfs:subClassOf|owl:equivalentClass|owl:disjointWith|rdf:type ?element }}
        UNION {{ ?x a own:ObjectProperty ; rdfs:domain|rdfs:range ?element }}
        UNION {{ ?x a own:DatatypeProperty ; rdfs:domain ?element }}
        FILTER(isIRI(?element) && !({_BUILT_IN}))
        FILTER NOT EXISTS {{ ?element a ?kind FILTER(?kind IN (owl:Class, rdfs:Class, rdfs:Datatype)) }}""",
    "P35": f"""{{ ?x ?element ?y }} UNION {{ ?x rdfs:subPropertyOf|owl:equivalentProperty|owl:inverseOf ?element }}
        FILTER(isIRI(?element) && !({_BUILT_IN})) FILTER NOT EXISTS {{ ?element a ?kind FILTER(?kind IN
            (owl:ObjectProperty, owl:DatatypeProperty, owl:AnnotationProperty, rdf:Property)) }}""",
    "P36": """{ ?element a own:Header } UNION { ?element a own:Term }
        FILTER(REGEX(STR(?element), "\\\\.(owl|rdf|rdfs|ttl|n3|nt|xml|jsonld|obo)([#/]|$)"))""",
    "P38": "BIND(owl:Ontology AS ?element) FILTER NOT EXISTS { ?header a own:Header }",
    "P39": """?element a own:Header FILTER NOT EXISTS {
        ?element vann:preferredNamespaceUri ?namespace FILTER(REGEX(STR(?namespace), "[#/]$")) }""",
    "P40": """?header a own:Header . ?element rdfs:subClassOf|owl:equivalentClass|owl:disjointWith|rdfs:subPropertyOf
            |owl:equivalentProperty|owl:inverseOf|rdfs:domain|rdfs:range ?other
        FILTER(isIRI(?element)) FILTER NOT EXISTS { ?element a own:Term }""",
    "P41": """?element a own:Header
        FILTER NOT EXISTS { ?element dcterms:license|schema:license|cc:license|dcterms:rights ?licence }""",
}
"""The pattern that each pitfall is found by: what ``?element`` it binds is concerned."""

_OF_HEADER = ("P36", "P38", "P39", "P41")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A reason, by language, and the IRIs of the elements for which it stands."""

    reason: Mapping[str, str]
    elements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A pitfall that occurs: the IRIs of elements concerned without a reason, and those accepted with one."""

    id: str
    elements: tuple[str, ...]
    accepted: tuple[Acceptance, ...] = ()

    @property
    def advice(self) -> Advice:
        """What to do about it."""
        return ADVICE[self.id]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The pitfalls that occur, by their names, and the ``idle`` notes: a pitfall's name and what it is said of."""

    pitfalls: tuple[Pitfall, ...]
    idle: tuple[tuple[str, str], ...] = ()

    @property
    def open(self) -> list[Pitfall]:
        """The pitfalls for which there is an element without a reason."""
        return [pitfall for pitfall in self.pitfalls if pitfall.elements]


def assess(ontology: ox.Store) -> Verdict:
    """Every pitfall of `PITFALLS` that occurs in the ontology in a store, with the reasons for which it is accepted."""
    vocabulary = Vocabulary(ontology)
    marked = _marked(vocabulary)
    # Without terms of its own, told by their namespace, all others would seem to be the ontology's faults.
    asked = PITFALLS if vocabulary.terms else {name: PITFALLS[name] for name in _OF_HEADER}
    found = {name: _elements(marked, pattern) for name, pattern in asked.items()}
    notes = _notes(vocabulary) if vocabulary.terms else {}
    header = vocabulary.header.value if vocabulary.header else ""
    pitfalls = [_pitfall(name, elements, notes, header) for name, elements in found.items() if elements]
    return Verdict(tuple(pitfalls), tuple(sorted(_idle(notes, found, header))))


Notes = Mapping[tuple[str, str], Mapping[str, str]]
"""The reasons by the pitfall's name and the IRI of what they are said of: each a text by language."""


def _pitfall(name: str, elements: Iterable[str], notes: Notes, header: str) -> Pitfall:
    without: list[str] = []
    covered: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for element in elements:
        reason = notes.get((name, element)) or notes.get((name, header))
        if reason is None:
            without.append(element)
        else:
            covered.setdefault(tuple(sorted(reason.items())), []).append(element)
    accepted = (Acceptance(dict(reason), tuple(those)) for reason, those in sorted(covered.items()))
    return Pitfall(name, tuple(without), tuple(accepted))


def _idle(notes: Notes, found: Mapping[str, Iterable[str]], header: str) -> Iterator[tuple[str, str]]:
    for name, said_of in notes:
        elements = found.get(name, ())
        if said_of not in elements and (said_of != header or not elements):
            yield name, said_of


def _notes(vocabulary: Vocabulary) -> Notes:
    found: dict[tuple[str, str], dict[str, str]] = {}
    for quad in vocabulary.store.quads_for_pattern(None, _NOTE, None, None):
        text = quad.object
        match = _REASON.fullmatch(text.value) if isinstance(text, ox.Literal) else None
        if match and isinstance(quad.subject, ox.NamedNode) and isinstance(text, ox.Literal):
            reasons = found.setdefault((match[1], quad.subject.value), {})
            reasons[text.language or _UNDETERMINED] = match[2]
    return found


def _marked(vocabulary: Vocabulary) -> ox.Store:
    """The statements of all graphs in one, where the ontology's own things have a type that tells so."""
    marked = ox.Store()
    marked.extend(rdf.moved(quad, rdf.DEFAULT_GRAPH) for quad in vocabulary.store)
    if vocabulary.header is not None:
        marked.add(ox.Quad(vocabulary.header, rdf.RDF_TYPE, _HEADER))
    for iri, kinds in vocabulary.terms.items():
        types = {"Term", *kinds} | ({"Property"} if kinds & {"ObjectProperty", "DatatypeProperty"} else set())
        term = ox.NamedNode(iri)
        marked.extend(ox.Quad(term, rdf.RDF_TYPE, ox.NamedNode(_OWN + name)) for name in types)
    return marked


def _elements(marked: ox.Store, pattern: str) -> list[str]:
    rows = marked.query(f"SELECT DISTINCT ?element {{ {pattern} }}", prefixes=_PREFIXES)
    assert isinstance(rows, ox.QuerySolutions)
    return sorted(row["element"].value for row in rows if isinstance(row["element"], ox.NamedNode))
