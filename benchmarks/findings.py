"""What validation must find in a workspace whose faults are known."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable

from benchmarks.measure import BenchmarkError
from benchmarks.sizes import Fault

SHACL = "http://www.w3.org/ns/shacl#"
SHOWN = 3


def require_faults(written: bytes, faults: Iterable[Fault]) -> None:
    """Raise BenchmarkError unless the shapes found just these faults, each once.

    ``written`` is what ``seutu validate --format json`` wrote. What the checks find is not looked at, nor what the
    workspace that all are made of is warned of.
    """
    expected = Counter(faults)
    known = {place for place, _, _ in expected}
    found: Counter[Fault] = Counter()
    for finding in json.loads(written)["findings"]:
        if finding["component"].startswith(SHACL):
            place = place_of(finding["focus"]["value"], known)
            if place in known or finding["severity"] == "violation":
                found[place, str(finding["shape"]), finding["component"]] += 1
    missing, surplus = expected - found, found - expected
    if missing or surplus:
        raise BenchmarkError(
            f"`seutu validate` found {found.total()} faults where {expected.total()} are:"
            f" {listed('not found', missing)}; {listed('found too much', surplus)}"
        )


def place_of(focus: str, known: Iterable[str] | set[str]) -> str:
    """Return the place among those known that an IRI is in, or the IRI itself."""
    place = focus[: focus.rfind("/") + 1]
    return place if place in known else focus


def listed(title: str, faults: Counter[Fault]) -> str:
    """Return how many faults there are, with the first few."""
    some = ", ".join(" ".join(fault) for fault in sorted(faults)[:SHOWN])
    return f"{title} {faults.total()}" + (
        f" ({some}{', ...' if len(faults) > SHOWN else ''})" if some else ""
    )
