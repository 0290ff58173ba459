"""The points that the Metadata Quality Assessment (MQA) of data.europa.eu gives to the datasets of a catalogue.

The MQA gives a dataset up to 405 points. A dataset meets a metric of distributions when each of its distributions meets
it. For open and for structured formats one distribution is enough, because a picture beside the data does no harm.
Where the sources on the MQA differ on whether a date belongs to the dataset or to the distribution, both must have it.
A catalogue gets the points of its dataset with the fewest, so it has full points only if every dataset does. 80 points
need the network and are given only with a probe.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pyoxigraph as ox

from seutu.catalogue import codes
from seutu.quality.advice import Advice, advice
from seutu.rdf import model

Probe = Callable[[str], int | None]
"""A function from a URL to the HTTP status of a HEAD request; None when there is no response."""

RATINGS = (("Excellent", 351), ("Good", 221), ("Sufficient", 121), ("Bad", 0))
"""The ratings of the MQA, each with its minimum of points."""

_ACCESS_RIGHTS = codes.AUTHORITY + "access-right"
_ANSWERING = range(200, 400)
_FILE_TYPES, _LICENCES = codes.FILE_TYPES.__contains__, codes.LICENCES.__contains__
_NON_PROPRIETARY, _MACHINE_READABLE = codes.NON_PROPRIETARY.__contains__, codes.MACHINE_READABLE.__contains__


class _View:
    """A catalogue as input of the metrics, and True if it passes validation; no URL is requested twice."""

    def __init__(self, store: ox.Store, passes: bool, probe: Probe | None) -> None:
        self.store, self.passes, self.probe = store, passes, probe
        self._statuses: dict[str, int | None] = {}

    def values(self, thing: model.Term, name: str) -> list[model.Term]:
        return model.objects(self.store, thing, model.node(name))

    def answers(self, url: model.Term) -> bool:
        if self.probe is None or not isinstance(url, ox.NamedNode):
            return False
        if url.value not in self._statuses:
            self._statuses[url.value] = self.probe(url.value)
        return self._statuses[url.value] in _ANSWERING


_Test = Callable[[_View, model.Term], bool]


@dataclass(frozen=True, slots=True)
class Metric:
    """One metric of the MQA: its name there, its dimension, and its points.

    A metric that is ``online`` needs the network; with ``one_is_enough`` one distribution has to meet it.
    """

    id: str
    points: int
    dimension: str = ""
    of_dataset: _Test | None = None
    of_distribution: _Test | None = None
    one_is_enough: bool = False
    online: bool = False

    @property
    def advice(self) -> Advice:
        """The advice on how to get the points."""
        return advice("metrics")[self.id]


@dataclass(frozen=True, slots=True)
class MetricResult:
    """The result of a dataset for one metric; ``points`` is None when it was not tested. ``lacking`` are the failing
    IRIs.
    """

    metric: Metric
    points: int | None
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DatasetScore:
    """The results of a dataset, in the order of `METRICS`."""

    dataset: str
    results: tuple[MetricResult, ...]

    @property
    def points(self) -> int:
        """The sum of its points."""
        return sum(result.points or 0 for result in self.results)


@dataclass(frozen=True, slots=True)
class Quality:
    """The scores of the datasets of a catalogue, by IRI; ``attainable`` are the points attainable in this run."""

    datasets: tuple[DatasetScore, ...]
    attainable: int

    @property
    def points(self) -> int:
        """The points of the dataset with the fewest; 0 when the catalogue lists none."""
        return min((scores.points for scores in self.datasets), default=0)

    @property
    def maximum(self) -> int:
        """The points attainable with the network."""
        return sum(metric.points for metric in METRICS)

    @property
    def rating(self) -> str:
        """The rating of the MQA for `points`."""
        return next(word for word, least in RATINGS if self.points >= least)

    @property
    def complete(self) -> bool:
        """True if all attainable points were given."""
        return self.points == self.attainable


def assess(catalogue: ox.Store, passes: bool, probe: Probe | None = None) -> Quality:
    """Return the points of every dataset in ``catalogue``; ``passes`` is True if it conforms to the DCAT-AP shapes.

    With ``probe`` each access and download URL is requested once; without it the metrics that need responses are
    skipped.
    """
    view = _View(catalogue, passes, probe)
    listed = {
        quad.object for quad in catalogue.quads_for_pattern(None, model.node("dcat:dataset"), None, None)
    }
    scores = [
        DatasetScore(_shown(one), tuple(_result(view, metric, one) for metric in METRICS)) for one in listed
    ]
    attainable = sum(metric.points for metric in METRICS if probe is not None or not metric.online)
    return Quality(tuple(sorted(scores, key=lambda one: one.dataset)), attainable)


def _result(view: _View, metric: Metric, dataset: model.Term) -> MetricResult:
    if metric.online and view.probe is None:
        return MetricResult(metric, None)
    lacking = sorted({_shown(thing) for thing in _lacking(view, metric, dataset)})
    return MetricResult(metric, 0 if lacking else metric.points, tuple(lacking))


def _lacking(view: _View, metric: Metric, dataset: model.Term) -> Iterator[model.Term]:
    if metric.of_dataset and not metric.of_dataset(view, dataset):
        yield dataset
    if metric.of_distribution is None:
        return
    distributions = view.values(dataset, "dcat:distribution")
    without = [one for one in distributions if not metric.of_distribution(view, one)]
    if not distributions:
        yield dataset
    elif not metric.one_is_enough or len(without) == len(distributions):
        yield from without


def _shown(term: model.Term) -> str:
    return term.value if isinstance(term, ox.NamedNode) else str(term)


def _has(name: str) -> _Test:
    return lambda view, thing: bool(view.values(thing, name))


def _all_in(name: str, known: Callable[[str], bool]) -> _Test:
    def test(view: _View, thing: model.Term) -> bool:
        values = view.values(thing, name)
        return bool(values) and all(isinstance(one, ox.NamedNode) and known(one.value) for one in values)

    return test


def _answers(name: str) -> _Test:
    def test(view: _View, thing: model.Term) -> bool:
        values = view.values(thing, name)
        return bool(values) and all(view.answers(one) for one in values)

    return test


def _aligned(view: _View, thing: model.Term) -> bool:
    tests = _all_in("dcterms:format", _FILE_TYPES), _all_in("dcat:mediaType", _is_iana)
    return all(test(view, thing) for test in tests)


def _is_iana(iri: str) -> bool:
    # The media types are to be named with https; IRIs with http are equivalent.
    return iri.replace("http://", "https://", 1).startswith(codes.IANA)


def _is_access_right(iri: str) -> bool:
    code = codes.described(iri)
    return code is not None and code.scheme == _ACCESS_RIGHTS


def _passes(view: _View, _: model.Term) -> bool:
    return view.passes


def _tabled(dimension: str, *metrics: Metric) -> tuple[Metric, ...]:
    return tuple(replace(metric, dimension=dimension) for metric in metrics)


def _dataset(name: str, points: int, test: _Test) -> Metric:
    return Metric(name, points, of_dataset=test)


def _distribution(name: str, points: int, test: _Test) -> Metric:
    return Metric(name, points, of_distribution=test)


def _one(name: str, points: int, test: _Test) -> Metric:
    return Metric(name, points, of_distribution=test, one_is_enough=True)


def _online(name: str, points: int, test: _Test) -> Metric:
    return Metric(name, points, of_distribution=test, online=True)


def _both(name: str, points: int, test: _Test) -> Metric:
    return Metric(name, points, of_dataset=test, of_distribution=test)


METRICS = (
    *_tabled(
        "Findability",
        _dataset("keywordAvailability", 30, _has("dcat:keyword")),
        _dataset("categoryAvailability", 30, _has("dcat:theme")),
        _dataset("spatialAvailability", 20, _has("dcterms:spatial")),
        _dataset("temporalAvailability", 20, _has("dcterms:temporal")),
    ),
    *_tabled(
        "Accessibility",
        _online("accessUrlStatusCode", 50, _answers("dcat:accessURL")),
        _distribution("downloadUrlAvailability", 20, _has("dcat:downloadURL")),
        _online("downloadUrlStatusCode", 30, _answers("dcat:downloadURL")),
    ),
    *_tabled(
        "Interoperability",
        _distribution("formatAvailability", 20, _has("dcterms:format")),
        _distribution("mediaTypeAvailability", 10, _has("dcat:mediaType")),
        _distribution("formatMediaTypeVocabularyAlignment", 10, _aligned),
        _one("formatMediaTypeNonProprietary", 20, _all_in("dcterms:format", _NON_PROPRIETARY)),
        _one("formatMediaTypeMachineInterpretable", 20, _all_in("dcterms:format", _MACHINE_READABLE)),
        _dataset("dcatApCompliance", 30, _passes),
    ),
    *_tabled(
        "Reusability",
        _distribution("licenceAvailability", 20, _has("dcterms:license")),
        _distribution("knownLicence", 10, _all_in("dcterms:license", _LICENCES)),
        _dataset("accessRightsAvailability", 10, _has("dcterms:accessRights")),
        _dataset("accessRightsVocabularyAlignment", 5, _all_in("dcterms:accessRights", _is_access_right)),
        _dataset("contactPointAvailability", 20, _has("dcat:contactPoint")),
        _dataset("publisherAvailability", 10, _has("dcterms:publisher")),
    ),
    *_tabled(
        "Contextuality",
        _distribution("rightsAvailability", 5, _has("dcterms:rights")),
        _distribution("byteSizeAvailability", 5, _has("dcat:byteSize")),
        _both("dateIssuedAvailability", 5, _has("dcterms:issued")),
        _both("dateModifiedAvailability", 5, _has("dcterms:modified")),
    ),
)
"""All metrics of the MQA, by dimension: 405 points."""
