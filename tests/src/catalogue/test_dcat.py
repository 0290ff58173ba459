"""The catalogue of what a build wrote: complete, named by IRIs, and in step with the files."""

import hashlib
import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import DCTERMS, RDF, SKOS, BNode, Graph, Literal, Namespace, URIRef
from rdflib.namespace import FOAF

from seutu import Workspace
from seutu.build import build as building
from seutu.errors import ParameterError, WorkspaceError
from seutu.rdf.namespaces import BASE, PREFIXES
from seutu.rdf.rebasing import Rebasing
from tests.helpers import portal, small

ADMS, DCAT, DCATAP, PROV, SPDX = (Namespace(PREFIXES[name]) for name in "adms dcat dcatap prov spdx".split())
ID = BASE + "id/"
ENDPOINT = "https://example.com/sparql"
OTHER = "https://example.org/x/"

OF_DISTRIBUTION = [
    *(DCTERMS[name] for name in "title description format license rights language issued modified".split()),
    *(DCAT[name] for name in "accessURL downloadURL mediaType byteSize".split()),
    ADMS.status,
    DCATAP.availability,
    SPDX.checksum,
]
OF_DATASET = [
    *(
        DCTERMS[name]
        for name in "title description publisher creator license rights accessRights accrualPeriodicity language"
        " spatial temporal identifier issued modified".split()
    ),
    *(DCAT[name] for name in "keyword theme contactPoint landingPage version distribution".split()),
    ADMS.versionNotes,
]


def built(folder: Path, **options: object) -> Graph:
    workspace = Workspace.open(portal.write(folder / "workspace"))
    rebasing, endpoint = options.get("rebasing"), options.get("endpoint")
    assert rebasing is None or isinstance(rebasing, Rebasing)
    assert endpoint is None or isinstance(endpoint, str)
    building.build(workspace, folder / "out", rebasing=rebasing, endpoint=endpoint)
    return Graph().parse(folder / "out" / "catalogue.ttl")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("catalogue")


@pytest.fixture(scope="module")
def graph(folder: Path) -> Graph:
    return built(folder)


def iris(graph: Graph, kind: URIRef) -> list[URIRef]:
    return sorted(thing for thing in graph.subjects(RDF.type, kind) if isinstance(thing, URIRef))


def test_a_workspace_that_does_not_describe_itself_has_none(tmp_path: Path) -> None:
    building.build(Workspace.open(small.write(tmp_path / "workspace")), tmp_path / "out")
    assert not list((tmp_path / "out").glob("catalogue.*"))
    assert not (tmp_path / "out" / "schema.jsonld").exists()


def test_nothing_is_anonymous(graph: Graph) -> None:
    assert [term for triple in graph for term in triple if isinstance(term, BNode)] == []


def test_every_dataset_says_everything(graph: Graph) -> None:
    datasets = iris(graph, DCAT.Dataset)
    assert datasets == [URIRef(f"{ID}dataset/{name}") for name in ("bodies", "shapes", "terms")]
    missing = [(one, name) for one in datasets for name in OF_DATASET if not graph.value(one, name, any=True)]
    assert missing == []


def test_every_file_with_data_is_a_distribution_of_its_dataset(graph: Graph) -> None:
    def of(name: str) -> set[str]:
        found = graph.objects(URIRef(f"{ID}dataset/{name}"), DCAT.distribution)
        return {str(one).removeprefix(f"{ID}distribution/") for one in found}

    formats = ("ttl", "nt", "jsonld", "rdf")
    stems = [f"{stem}.{end}" for stem in ("seutu", "seutu-inferred") for end in (*formats, "nq", "trig")]
    assert of("bodies") == {*stems, "tables/who-decides.csv"}
    assert of("terms") == {f"terms.{end}" for end in formats}
    assert of("shapes") == {f"shapes.{end}" for end in formats}


def test_every_distribution_says_everything(graph: Graph) -> None:
    files = iris(graph, DCAT.Distribution)
    assert len(files) == 21
    missing = [
        (file, name) for file in files for name in OF_DISTRIBUTION if not graph.value(file, name, any=True)
    ]
    assert missing == []


def test_sizes_hashes_and_addresses_are_those_of_the_files(graph: Graph, folder: Path) -> None:
    for file in iris(graph, DCAT.Distribution):
        path = str(file).removeprefix(f"{ID}distribution/")
        content = (folder / "out" / path).read_bytes()
        checksum = graph.value(file, SPDX.checksum)
        assert graph.value(file, DCAT.byteSize) == Literal(len(content), datatype=small_integer())
        assert str(graph.value(checksum, SPDX.checksumValue)) == hashlib.sha256(content).hexdigest()
        assert graph.value(file, DCAT.downloadURL) == URIRef(f"{BASE}0.10.0/{path}")
        assert graph.value(file, DCAT.accessURL) == URIRef(f"{BASE}0.10.0/")


def small_integer() -> URIRef:
    return URIRef(PREFIXES["xsd"] + "nonNegativeInteger")


def test_every_format_of_the_catalogue_says_the_same(folder: Path, graph: Graph) -> None:
    expected = set(graph)
    for end in ("nt", "jsonld", "rdf"):
        assert set(Graph().parse(folder / "out" / f"catalogue.{end}")) == expected, end
        by_oxigraph = ox.parse(path=str(folder / "out" / f"catalogue.{end}"))
        assert {str(quad.triple) for quad in by_oxigraph} == {
            str(quad.triple) for quad in ox.parse(path=str(folder / "out" / "catalogue.ttl"))
        }


def test_days_come_from_the_versions(graph: Graph) -> None:
    bodies, file = URIRef(f"{ID}dataset/bodies"), URIRef(f"{ID}distribution/seutu.ttl")
    assert str(graph.value(bodies, DCTERMS.issued)) == "2020-01-01"
    assert str(graph.value(bodies, DCTERMS.modified)) == "2021-02-03"
    assert str(graph.value(bodies, DCAT.version)) == "0.10.0"
    assert {str(graph.value(file, name)) for name in (DCTERMS.issued, DCTERMS.modified)} == {"2021-02-03"}


def test_a_dataset_that_came_later_has_its_own_first_day(graph: Graph) -> None:
    shapes = URIRef(f"{ID}dataset/shapes")
    assert [str(day) for day in graph.objects(shapes, DCTERMS.issued)] == ["2021-02-03"]


def test_versions_are_a_chain(graph: Graph) -> None:
    whole, versions = (
        URIRef(f"{ID}catalogue/small"),
        [URIRef(f"{ID}catalogue/small/{n}") for n in ("0.9.0", "0.10.0")],
    )
    assert set(graph.objects(whole, DCAT.hasVersion)) == set(versions)
    assert list(graph.objects(whole, DCAT.hasCurrentVersion)) == [versions[1]]
    assert set(graph.subject_objects(DCAT.previousVersion)) == {(versions[1], versions[0])}
    assert set(graph.subjects(DCAT.isVersionOf, whole)) == set(versions)


def test_what_a_dataset_says_itself_stands(graph: Graph) -> None:
    terms, licence = URIRef(f"{ID}dataset/terms"), URIRef(f"{portal.EU}licence/CC0")
    assert list(graph.objects(terms, DCTERMS.license)) == [licence]
    assert list(graph.objects(URIRef(f"{ID}distribution/terms.ttl"), DCTERMS.license)) == [licence]


def test_a_table_is_called_after_its_question(graph: Graph) -> None:
    table = URIRef(f"{ID}distribution/tables/who-decides.csv")
    assert set(graph.objects(table, DCTERMS.title)) == {
        Literal("Who decides what? (CSV)", lang="en"),
        Literal("Kuka päättää mistä? (CSV)", lang="fi"),
    }


def test_a_serialisation_says_what_is_in_it(graph: Graph) -> None:
    def title(path: str) -> str:
        titles = graph.objects(URIRef(f"{ID}distribution/{path}"), DCTERMS.title)
        (found,) = [str(one) for one in titles if isinstance(one, Literal) and one.language == "en"]
        return found

    assert title("seutu.ttl") == "Turtle: the statements as they are"
    assert title("seutu-inferred.rdf") == "RDF/XML: the statements and what follows from them"
    assert title("shapes.nt") == "N-Triples"


def test_a_file_conforms_to_what_its_dataset_does_and_a_table_to_the_model_of_tables(graph: Graph) -> None:
    standards = {
        path: list(graph.objects(URIRef(f"{ID}distribution/{path}"), DCTERMS.conformsTo))
        for path in ("seutu.ttl", "tables/who-decides.csv", "shapes.ttl")
    }
    assert standards == {
        "seutu.ttl": [URIRef(BASE + "ont")],
        "tables/who-decides.csv": [URIRef("https://www.w3.org/TR/tabular-data-model/")],
        "shapes.ttl": [],
    }


def test_what_is_mentioned_and_described_elsewhere_is_named(graph: Graph) -> None:
    group = URIRef(f"{ID}body/group")
    assert Literal("Group", lang="en") in set(graph.objects(group, SKOS.prefLabel))
    assert set(graph.objects(group, RDF.type)) == {URIRef(PREFIXES["seutu"] + "Body")}


def test_a_licence_is_of_a_known_kind(graph: Graph) -> None:
    kinds = {
        str(licence).rpartition("/")[2]: str(kind).rpartition("/")[2]
        for licence, kind in graph.subject_objects(DCTERMS.type)
        if str(licence).startswith(f"{portal.EU}licence/")
    }
    assert kinds == {"CC0": "PublicDomain", "CC_BY_4_0": "Attribution"}
    kind = URIRef("http://purl.org/adms/licencetype/Attribution")
    assert graph.value(kind, SKOS.inScheme) == URIRef("http://purl.org/adms/licencetype/1.0")


def test_its_triples_are_those_of_the_files_with_what_follows(graph: Graph, folder: Path) -> None:
    written = (folder / "out" / "seutu-inferred.nt").read_text(encoding="utf-8").splitlines()
    bodies = URIRef(f"{ID}dataset/bodies")
    assert graph.value(bodies, URIRef(PREFIXES["void"] + "triples")) == Literal(len(written))
    dumps = {
        str(dump).rpartition("/")[2] for dump in graph.objects(bodies, URIRef(PREFIXES["void"] + "dataDump"))
    }
    assert dumps == {f"seutu-inferred.{end}" for end in ("ttl", "nt", "jsonld", "rdf", "nq", "trig")}


def test_codes_are_described(graph: Graph) -> None:
    code = URIRef(f"{portal.EU}frequency/IRREG")
    assert set(graph.objects(code, RDF.type)) == {SKOS.Concept, DCTERMS.Frequency}
    assert graph.value(code, SKOS.inScheme) == URIRef(f"{portal.EU}frequency")
    assert graph.value(code, SKOS.prefLabel) == Literal("irregular", lang="en")
    assert graph.value(URIRef(f"{portal.EU}frequency"), DCTERMS.title) == Literal("Frequency", lang="en")


def test_who_publishes_has_a_name(graph: Graph) -> None:
    assert str(graph.value(URIRef(f"{ID}agent/us"), FOAF.name)) == "We"


def test_without_an_endpoint_there_is_no_service(graph: Graph) -> None:
    assert iris(graph, DCAT.DataService) == []
    assert list(graph.objects(None, URIRef(PREFIXES["void"] + "sparqlEndpoint"))) == []


def test_an_endpoint_is_a_service_for_the_main_dataset(tmp_path: Path) -> None:
    graph = built(tmp_path, endpoint=ENDPOINT)
    (service,) = iris(graph, DCAT.DataService)
    bodies = URIRef(f"{ID}dataset/bodies")
    assert graph.value(service, DCAT.endpointURL) == URIRef(ENDPOINT)
    assert list(graph.objects(service, DCAT.servesDataset)) == [bodies]
    assert list(graph.objects(URIRef(f"{ID}catalogue/small"), DCAT.service)) == [service]
    assert graph.value(bodies, URIRef(PREFIXES["void"] + "sparqlEndpoint")) == URIRef(ENDPOINT)


@pytest.mark.parametrize(
    "endpoint", ["sparql", "https://", "https://exa mple.org/", "file:///etc/passwd", "https://x/<y>"]
)
def test_an_endpoint_is_a_web_address(tmp_path: Path, endpoint: str) -> None:
    with pytest.raises(ParameterError, match="no web address"):
        built(tmp_path, endpoint=endpoint)


def test_under_another_base_only_the_origins_are_left(tmp_path: Path) -> None:
    graph = built(tmp_path, rebasing=Rebasing.to(OTHER))
    ours = {term for triple in graph for term in triple if str(term).startswith(BASE)}
    assert ours == {URIRef(f"{ID}dataset/{name}") for name in ("bodies", "shapes", "terms")}
    for name in ("bodies", "shapes", "terms"):
        there = URIRef(f"{OTHER}id/dataset/{name}")
        assert list(graph.objects(there, PROV.wasDerivedFrom)) == [URIRef(f"{ID}dataset/{name}")]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    sizes = {row["path"]: row["bytes"] for row in manifest["files"]}
    table = URIRef(f"{OTHER}id/distribution/tables/who-decides.csv")
    assert graph.value(table, DCAT.byteSize) == Literal(
        sizes["tables/who-decides.csv"], datatype=small_integer()
    )


def changed(folder: Path, old: str, new: str, more: dict[str, str] | None = None) -> Path:
    """The build of a workspace whose description says something else."""
    assert old in portal.CATALOGUE
    files = {"data/catalogue.ttl": portal.CATALOGUE.replace(old, new), **(more or {})}
    building.build(Workspace.open(portal.write(folder / "workspace", files)), folder / "out")
    return folder / "out"


@pytest.mark.parametrize("slug", ["seutu", "seutu-inferred", "report", "catalogue", "schema", "Report"])
def test_a_dataset_is_not_called_like_other_files(tmp_path: Path, slug: str) -> None:
    with pytest.raises(WorkspaceError, match=f"'{slug}' is what other files are called; give the dataset"):
        changed(tmp_path, "dataset:terms", f"dataset:{slug}")
    assert not (tmp_path / "out").exists()


def test_the_main_dataset_may_be_called_so_for_no_file_is_named_after_it(tmp_path: Path) -> None:
    out = changed(tmp_path, "dataset:bodies", "dataset:report")
    files = Graph().parse(out / "catalogue.ttl").objects(URIRef(f"{ID}dataset/report"), DCAT.distribution)
    assert URIRef(f"{ID}distribution/seutu.ttl") in files


@pytest.mark.parametrize("wrong", ["ontolgy", "", "/etc", "../..", "data/sm", "ontology/small.ttl"])
def test_a_dataset_of_an_empty_folder_is_none(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(WorkspaceError, match="and no file below it says anything; correct"):
        changed(tmp_path, 'publishesFolder "ontology"', f'publishesFolder "{wrong}"')


@pytest.mark.parametrize("name", ["a b", "what?", "half%20", "#1"])
def test_a_question_whose_table_could_not_be_found(tmp_path: Path, name: str) -> None:
    question = {f"queries/questions/{name}.rq": small.WHO_DECIDES}
    with pytest.raises(WorkspaceError, match="no web address can hold; rename it"):
        changed(tmp_path, "dataset:terms", "dataset:terms", question)


def test_a_question_with_a_point_in_its_name(tmp_path: Path) -> None:
    question = {"queries/questions/who.v2.rq": small.WHO_DECIDES.replace("Who decides", "Who did decide")}
    graph = Graph().parse(changed(tmp_path, "dataset:terms", "dataset:terms", question) / "catalogue.ttl")
    titles = list(graph.objects(URIRef(f"{ID}distribution/tables/who.v2.csv"), DCTERMS.title))
    assert Literal("Who did decide what? (CSV)", lang="en") in titles
