"""The points of the MQA: what each metric takes away when one thing is missing, and nothing else."""

from collections.abc import Callable

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.quality import mqa
from tests.helpers.judged import CATALOGUE, changed, stored

EX = "https://example.org/id/"
DATASET, TURTLE = EX + "dataset", EX + "turtle"

FILE_TYPE = "<http://publications.europa.eu/resource/authority/file-type/"


def without(line: str, subject: str) -> Callable[[str], str]:
    """The catalogue without the line that begins so, of one subject."""

    def change(text: str) -> str:
        start = text.index(f"\n{subject} a ")
        at = text.index(f"\n    {line}", start)
        assert at < text.index(" .\n", start)
        return text[:at] + text[text.index("\n", at + 1) :]

    return change


def replaced(old: str, new: str, subject: str = "") -> Callable[[str], str]:
    def change(text: str) -> str:
        start = text.index(f"\n{subject} a ") if subject else 0
        return text[:start] + text[start:].replace(old, new, 1 if subject else -1)

    return change


Change = Callable[[str], str]

# For each metric what is changed so that it fails, what lacks it then, and which others fail with it as they must.
CASES: dict[str, tuple[Change, str, str]] = {
    "keywordAvailability": (without("dcat:keyword", "ex:dataset"), DATASET, ""),
    "categoryAvailability": (without("dcat:theme", "ex:dataset"), DATASET, ""),
    "spatialAvailability": (without("dcterms:spatial", "ex:dataset"), DATASET, ""),
    "temporalAvailability": (without("dcterms:temporal", "ex:dataset"), DATASET, ""),
    "accessUrlStatusCode": (without("dcat:accessURL", "ex:turtle"), TURTLE, ""),
    "downloadUrlAvailability": (without("dcat:downloadURL", "ex:turtle"), TURTLE, "downloadUrlStatusCode"),
    "downloadUrlStatusCode": (replaced("1.0/data.ttl", "gone"), TURTLE, ""),
    "formatAvailability": (
        without("dcterms:format", "ex:turtle"),
        TURTLE,
        "formatMediaTypeVocabularyAlignment formatMediaTypeMachineInterpretable",
    ),
    "mediaTypeAvailability": (
        without("dcat:mediaType", "ex:turtle"),
        TURTLE,
        "formatMediaTypeVocabularyAlignment",
    ),
    "formatMediaTypeVocabularyAlignment": (
        replaced("https://www.iana.org/assignments/media-types/text/turtle", EX + "text"),
        TURTLE,
        "",
    ),
    "formatMediaTypeNonProprietary": (
        lambda text: text.replace(f"{FILE_TYPE}RDF_TURTLE>", f"{FILE_TYPE}XLSX>").replace(
            f"{FILE_TYPE}SVG>", f"{FILE_TYPE}XLSX>"
        ),
        TURTLE,
        "",
    ),
    "formatMediaTypeMachineInterpretable": (
        replaced(f"{FILE_TYPE}RDF_TURTLE>", f"{FILE_TYPE}TXT>"),
        TURTLE,
        "",
    ),
    "licenceAvailability": (without("dcterms:license", "ex:turtle"), TURTLE, "knownLicence"),
    "knownLicence": (replaced("licence/CC_BY_4_0", "licence/OWN", "ex:turtle"), TURTLE, ""),
    "accessRightsAvailability": (
        without("dcterms:accessRights", "ex:dataset"),
        DATASET,
        "accessRightsVocabularyAlignment",
    ),
    "accessRightsVocabularyAlignment": (
        replaced("authority/access-right/PUBLIC", "authority/frequency/IRREG"),
        DATASET,
        "",
    ),
    "contactPointAvailability": (without("dcat:contactPoint", "ex:dataset"), DATASET, ""),
    "publisherAvailability": (without("dcterms:publisher", "ex:dataset"), DATASET, ""),
    "rightsAvailability": (without("dcterms:rights", "ex:turtle"), TURTLE, ""),
    "byteSizeAvailability": (without("dcat:byteSize", "ex:turtle"), TURTLE, ""),
    "dateIssuedAvailability": (without("dcterms:issued", "ex:turtle"), TURTLE, ""),
    "dateModifiedAvailability": (without("dcterms:modified", "ex:dataset"), DATASET, ""),
}


def answering(url: str) -> int | None:
    return 404 if url.endswith("gone") else 200


def lost(
    text: str, *, passes: bool = True, probe: mqa.Probe | None = answering
) -> dict[str, tuple[str, ...]]:
    (scored,) = mqa.assess(stored(text), passes, probe).datasets
    return {mark.metric.id: mark.lacking for mark in scored.results if mark.points == 0}


def test_the_metrics_are_those_of_the_methodology() -> None:
    of_dimension: dict[str, int] = {}
    for metric in mqa.METRICS:
        of_dimension[metric.dimension] = of_dimension.get(metric.dimension, 0) + metric.points
    assert of_dimension == {
        "Findability": 100,
        "Accessibility": 100,
        "Interoperability": 110,
        "Reusability": 75,
        "Contextuality": 20,
    }


def test_what_lacks_nothing_has_all_points() -> None:
    offline, online = mqa.assess(stored(CATALOGUE), True), mqa.assess(stored(CATALOGUE), True, answering)
    assert (offline.points, offline.attainable, offline.rating, offline.complete) == (325, 325, "Good", True)
    assert (online.points, online.attainable, online.rating, online.complete) == (405, 405, "Excellent", True)
    assert lost(CATALOGUE) == {}


@pytest.mark.parametrize("name", CASES)
def test_a_metric_is_lost_and_it_alone(name: str) -> None:
    change, lacking, others = CASES[name]
    text = change(CATALOGUE)
    assert text != CATALOGUE
    found = lost(text)
    assert set(found) == {name, *others.split()}
    assert lacking in found[name]


def test_compliance_is_lost_and_it_alone() -> None:
    assert lost(CATALOGUE, passes=False) == {"dcatApCompliance": (DATASET,)}


def test_every_metric_has_a_case() -> None:
    assert {*CASES, "dcatApCompliance"} == {metric.id for metric in mqa.METRICS}


def test_every_metric_has_advice() -> None:
    for metric in mqa.METRICS:
        texts = metric.advice.json()
        assert len(set(texts.values())) == 3
        assert all(text.endswith(".") for text in texts.values())


@pytest.mark.parametrize("name", ["dateIssuedAvailability", "dateModifiedAvailability"])
@pytest.mark.parametrize("subject", ["ex:dataset", "ex:turtle", "ex:picture"])
def test_a_date_is_wanted_of_the_dataset_and_of_each_distribution(name: str, subject: str) -> None:
    line = "dcterms:issued" if "Issued" in name else "dcterms:modified"
    assert lost(without(line, subject)(CATALOGUE)) == {name: (subject.replace("ex:", EX),)}


@pytest.mark.parametrize(
    ("status", "answers"), [(200, 1), (204, 1), (301, 1), (399, 1), (400, 0), (404, 0), (199, 0)]
)
def test_what_counts_as_an_answer(status: int, answers: int) -> None:
    found = lost(CATALOGUE, probe=lambda _: status)
    assert set(found) == (set() if answers else {"accessUrlStatusCode", "downloadUrlStatusCode"})


def test_no_answer_is_none() -> None:
    assert set(lost(CATALOGUE, probe=lambda _: None)) == {"accessUrlStatusCode", "downloadUrlStatusCode"}


def test_a_url_is_asked_once() -> None:
    asked: list[str] = []

    def probe(url: str) -> int:
        asked.append(url)
        return 200

    mqa.assess(stored(CATALOGUE), True, probe)
    root = "https://example.org/1.0/"
    assert sorted(asked) == [root, root + "data.ttl", root + "picture.svg"]


def test_without_a_probe_two_metrics_are_not_asked() -> None:
    (scored,) = mqa.assess(stored(CATALOGUE), True).datasets
    unasked = [(mark.metric.id, mark.metric.points) for mark in scored.results if mark.points is None]
    assert unasked == [("accessUrlStatusCode", 50), ("downloadUrlStatusCode", 30)]


def test_a_dataset_without_distributions_lacks_what_they_have() -> None:
    text = changed(CATALOGUE, " ;\n    dcat:distribution ex:turtle , ex:picture", "")
    found = lost(text)
    of_distributions = {metric.id for metric in mqa.METRICS if metric.of_distribution}
    assert set(found) == of_distributions
    assert all(lacking == (DATASET,) for lacking in found.values())


def test_a_catalogue_has_the_points_of_its_least_dataset() -> None:
    second = f"<{EX}second> a dcat:Dataset ; dcat:keyword 'x' ."
    text = changed(CATALOGUE, "dcat:dataset ex:dataset", f"dcat:dataset ex:dataset , <{EX}second>") + second
    quality = mqa.assess(stored(text), True)
    assert [(one.dataset, one.points) for one in quality.datasets] == [(DATASET, 325), (EX + "second", 60)]
    assert (quality.points, quality.rating, quality.complete) == (60, "Bad", False)


def test_an_empty_catalogue_has_nothing() -> None:
    quality = mqa.assess(ox.Store(), True)
    assert (quality.datasets, quality.points, quality.rating, quality.complete) == ((), 0, "Bad", False)


@given(st.integers(0, 405))
def test_the_words_for_points(points: int) -> None:
    mark = mqa.MetricResult(mqa.METRICS[0], points)
    rating = mqa.Quality((mqa.DatasetScore("x", (mark,)),), 405).rating
    bounds = {"Bad": (0, 120), "Sufficient": (121, 220), "Good": (221, 350), "Excellent": (351, 405)}
    assert bounds[rating][0] <= points <= bounds[rating][1]
