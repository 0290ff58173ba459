"""The ontology by itself: every term named and defined, within OWL 2 RL, and free of contradiction."""

import re
from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.rdf.model import RDF_TYPE, node
from seutu.rdf.namespaces import PREFIXES
from tests.loading import ROOT, store_of

LANGUAGES = {"fi", "sv", "en"}
# Documented in docs/ontology-choices.md: what they link has no common class but owl:Thing, or no datatype but several.
WITHOUT_RANGE = {
    "aimText alternativeReading dates evidence gapAbout match matchProperty namedIn normalForm",
    "periodNamedIn preferredReading qualification quotedText readingQuestion reads slice wouldStandAt",
}
# What OWL 2 RL allows that the ontology uses; anything else needs a thought before it comes in.
CONSTRUCTS = {
    "AllDisjointClasses AnnotationProperty Class DatatypeProperty ObjectProperty Ontology SymmetricProperty",
    "deprecated disjointWith imports inverseOf members versionIRI versionInfo",
}


def words(groups: set[str]) -> set[str]:
    return {word for group in groups for word in group.split()}


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return Workspace.open(ROOT)


def rows(workspace: Workspace, text: str) -> list[tuple[str, ...]]:
    result = workspace.query(text)
    assert isinstance(result, ox.QuerySolutions)
    return [tuple("" if term is None else term.value for term in row) for row in result]


def local(iri: str) -> str:
    return iri.rpartition("#")[2]


TERMS = "?term rdfs:isDefinedBy <https://w3id.org/seutu/ont>"


@pytest.mark.parametrize("naming", ["rdfs:label", "skos:definition"])
def test_every_term_has_one_text_in_each_language(workspace: Workspace, naming: str) -> None:
    found: dict[str, list[str]] = {}
    for term, lang in rows(workspace, f"SELECT ?term (LANG(?text) AS ?lang) {{ {TERMS} ; {naming} ?text }}"):
        found.setdefault(term, []).append(lang)
    assert len(found) > 90
    assert {term: langs for term, langs in found.items() if sorted(langs) != sorted(LANGUAGES)} == {}
    assert set(found) == {term for (term,) in rows(workspace, f"SELECT ?term {{ {TERMS} }}")}


def test_every_term_has_an_example(workspace: Workspace) -> None:
    assert (
        rows(workspace, f"SELECT ?term {{ {TERMS} FILTER NOT EXISTS {{ ?term skos:example ?example }} }}")
        == []
    )


def test_definitions_are_sentences(workspace: Workspace) -> None:
    texts = rows(workspace, f"SELECT ?term ?text {{ {TERMS} ; skos:definition ?text }}")
    assert [row for row in texts if not (row[1][0].isupper() and row[1].endswith("."))] == []


def test_no_two_terms_of_a_kind_share_a_label(workspace: Workspace) -> None:
    query = """
        SELECT ?one ?other ?label {
            ?one rdfs:isDefinedBy ?ontology ; a ?kind ; rdfs:label ?label .
            ?other rdfs:isDefinedBy ?ontology ; a ?kind ; rdfs:label ?label .
            FILTER(STR(?one) < STR(?other))
        }
    """
    assert rows(workspace, query) == []


def test_names_tell_classes_from_properties(workspace: Workspace) -> None:
    for term, kind in rows(workspace, f"SELECT ?term ?kind {{ {TERMS} ; a ?kind }}"):
        pattern = r"[A-Z][A-Za-z]+" if local(kind) == "Class" else r"[a-z][A-Za-z]+"
        assert re.fullmatch(pattern, local(term)), term


def test_every_property_has_domain_and_range_or_a_reason(workspace: Workspace) -> None:
    query = f"""
        SELECT ?term ?end {{
            {TERMS} ; a ?kind . FILTER(?kind IN (owl:ObjectProperty, owl:DatatypeProperty))
            VALUES ?end {{ rdfs:domain rdfs:range }}
            FILTER NOT EXISTS {{ ?term ?end ?class }}
        }}
    """
    assert {(local(term), local(end)) for term, end in rows(workspace, query)} == {
        (name, "range") for name in words(WITHOUT_RANGE)
    }


def test_every_class_but_the_roots_has_a_superclass(workspace: Workspace) -> None:
    query = f"SELECT ?term {{ {TERMS} ; a owl:Class FILTER NOT EXISTS {{ ?term rdfs:subClassOf ?super }} }}"
    assert {local(term) for (term,) in rows(workspace, query)} == {"Referent"}


def test_only_constructs_of_owl_2_rl_are_used(workspace: Workspace) -> None:
    query = "SELECT DISTINCT ?what { { ?x ?what ?y } UNION { ?x a ?what } }"
    owl = PREFIXES["owl"]
    assert {local(what) for (what,) in rows(workspace, query) if what.startswith(owl)} == words(CONSTRUCTS)


def test_foreign_terms_are_typed_so_that_tools_load_offline(workspace: Workspace) -> None:
    query = """
        SELECT DISTINCT ?term {
            { ?x ?term ?y } UNION { ?x a ?term } UNION { ?x rdfs:subClassOf|rdfs:subPropertyOf|rdfs:seeAlso ?term }
            FILTER NOT EXISTS { ?term a ?kind }
        }
    """
    builtin = tuple(PREFIXES[name] for name in ("rdf", "rdfs", "owl"))
    assert [term for (term,) in rows(workspace, query) if not term.startswith(builtin)] == []


def disjoint(workspace: Workspace) -> Iterator[tuple[str, str]]:
    query = """
        SELECT ?one ?other {
            {
                ?axiom a owl:AllDisjointClasses ; owl:members ?list .
                ?list rdf:rest*/rdf:first ?one , ?other .
                FILTER(?one != ?other)
            } UNION { ?one owl:disjointWith ?other } UNION { ?other owl:disjointWith ?one }
        }
    """
    return ((one, other) for one, other in rows(workspace, query))


def test_no_class_is_below_two_that_exclude_each_other(workspace: Workspace) -> None:
    above: dict[str, set[str]] = {}
    for term, higher in rows(
        workspace, "SELECT ?term ?super { ?term rdfs:subClassOf* ?super . ?term a owl:Class }"
    ):
        above.setdefault(term, set()).add(higher)
    pairs = set(disjoint(workspace))
    assert len(pairs) > 300
    clash = [(term, pair) for term, supers in above.items() for pair in pairs if supers.issuperset(pair)]
    assert clash == []


def test_nothing_is_in_two_classes_that_exclude_each_other(workspace: Workspace) -> None:
    types: dict[str, set[str]] = {}
    for thing, kind in rows(workspace, "SELECT ?thing ?kind { ?thing a ?kind FILTER(isIRI(?thing)) }"):
        types.setdefault(thing, set()).add(kind)
    pairs = set(disjoint(workspace))
    assert [(thing, pair) for thing, kinds in types.items() for pair in pairs if kinds.issuperset(pair)] == []


def test_blank_nodes_are_for_lists_alone(workspace: Workspace) -> None:
    query = "SELECT ?node ?property { ?node ?property ?value FILTER(isBlank(?node)) }"
    listing = {PREFIXES["rdf"] + "first", PREFIXES["rdf"] + "rest"}
    assert {property_ for _, property_ in rows(workspace, query)} <= listing


def test_the_header_imports_every_module(workspace: Workspace) -> None:
    imported = {iri.rpartition("/")[2] for (iri,) in rows(workspace, "SELECT ?o { ?s owl:imports ?o }")}
    assert imported == {path.stem for path in (ROOT / "ontology").glob("*.ttl")} - {"seutu"}
    shapes = {path.stem for path in (ROOT / "shapes").glob("*.ttl")}
    assert imported - {"alignments", "sentences"} == shapes - {"seutu"}


def test_each_module_has_one_header_which_bears_its_name() -> None:
    for path in (ROOT / "ontology").glob("*.ttl"):
        header = store_of(path).quads_for_pattern(None, RDF_TYPE, node("owl:Ontology"), None)
        name = "" if path.stem == "seutu" else f"/{path.stem}"
        assert [quad.subject for quad in header] == [ox.NamedNode(f"https://w3id.org/seutu/ont{name}")]


def test_every_scheme_is_a_file_and_every_concept_is_in_one(workspace: Workspace) -> None:
    schemes = {iri.rpartition("/")[2] for (iri,) in rows(workspace, "SELECT ?s { ?s a skos:ConceptScheme }")}
    assert schemes == {path.stem for path in (ROOT / "ontology" / "concepts").glob("*.ttl")}
    query = """
        SELECT ?concept {
            ?concept a skos:Concept FILTER(STRSTARTS(STR(?concept), "https://w3id.org/seutu/concept/"))
            FILTER NOT EXISTS {
                ?concept skos:inScheme ?scheme
                FILTER(STRSTARTS(STR(?concept), CONCAT(STR(?scheme), "/")))
            }
        }
    """
    assert rows(workspace, query) == []


def test_the_version_is_the_projects(workspace: Workspace) -> None:
    from importlib.metadata import version

    told = rows(
        workspace, "SELECT ?v ?iri { <https://w3id.org/seutu/ont> owl:versionInfo ?v ; owl:versionIRI ?iri }"
    )
    assert told == [(version("seutu"), f"https://w3id.org/seutu/ont/{version('seutu')}")]
