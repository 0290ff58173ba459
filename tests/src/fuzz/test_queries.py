"""Whatever text is asked as a query, it ends in a result or in an error of ours: never a crash, never a traceback.

A process answers the texts, under a limit of memory, so that one that dies or hangs is noticed with its text.
The same texts each time; with ``SEUTU_FUZZ_SECONDS``, others, for as long.
"""

import os
import random
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from seutu.query.engine import MAX_NESTING, MAX_OPERATORS
from tests.helpers.asker import Asker
from tests.loading import ROOT

SECONDS = float(os.environ.get("SEUTU_FUZZ_SECONDS", "60"))

# Asks what it reads line by line, each a text as JSON, and says how it ended.
ASKER = """
import json, resource, sys
import pyoxigraph as ox
from seutu.answer import formats
from seutu.query import definition
from seutu.errors import SeutuError
from seutu.language.labels import Labels
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[1]),) * 2)
store = ox.Store()
store.load(b"<urn:a> <urn:p> <urn:b> <urn:g> .", format=ox.RdfFormat.N_QUADS)
for line in sys.stdin:
    try:
        text = json.loads(line)
        definition.parse_header("q.rq", text)
        formats.rendered(definition.run(store, text), None, Labels(store))
        told = "result"
    except SeutuError as error:
        told = "error"
    except BaseException as error:
        told = f"{type(error).__name__}: {error}"
    print(json.dumps(told), flush=True)
"""

VALID = [path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("queries/*/*.rq"))]
WORDS = (
    "SELECT ASK CONSTRUCT DESCRIBE FROM NAMED WHERE FILTER OPTIONAL UNION MINUS BIND AS VALUES GRAPH SERVICE EXISTS"
    " NOT IN GROUP BY HAVING ORDER LIMIT OFFSET COUNT SUM IF COALESCE REGEX BASE PREFIX a true UNDEF INSERT"
    " { } ( ) [ ] . ; , * + / | ^ ! << >> <<( )>> {| |} = != && ||"
    " ?x ?y $z <urn:a> <b> <> seutu:Body no:x _:b 1 -2.5 1e9 'x' \"y\"@fi '''z 'x'^^xsd:int"
).split()
NESTS = [
    *(("{", "}"), ("(", ")"), ("[<urn:p> ", "]"), ("OPTIONAL{", "}"), ("IF(1,1,", ")"), ("!", "")),
    *(("{SELECT*{", "}}"), ("EXISTS{FILTER ", "}"), ("<<", ">>"), ("<<(", ")>>"), ("-(", ")"), ("1+", "")),
    *(("{}UNION", ""), ("COALESCE(", ")"), ("MINUS{", "}"), ("^(", ")*")),
]


FORMS = ("SELECT * {{ {} }}", "ASK {{ FILTER({}) }}", "SELECT * {{ ?s {} ?o }}")


@pytest.fixture(scope="module")
def asker() -> Iterator[Asker]:
    with Asker(ASKER) as asker:
        yield asker


def mutated(draw: random.Random) -> str:
    text = draw.choice(VALID)
    for _ in range(draw.randint(1, 6)):
        at, to = sorted(draw.randint(0, len(text)) for _ in range(2))
        piece = draw.choice([draw.choice(WORDS), chr(draw.randint(0, 0x2FF)), text[at : at + 30], ""])
        text = text[:at] + piece + text[draw.choice([at, min(to, at + 10), at + 1]) :]
    return text


def nested(draw: random.Random) -> str:
    opening, closing = draw.choice(NESTS)
    depth = draw.choice([3, MAX_NESTING - 2, MAX_NESTING, MAX_OPERATORS, 5000, 50_000])
    inner = draw.choice(["1", "?s ?p ?o", "", "<urn:p>"])
    core = opening * depth + inner + closing * depth
    form = draw.choice([*FORMS, "ASK {{ ?s ?p {} }}", "{}"])
    return form.format(core)


def texts() -> st.SearchStrategy[str]:
    randoms = st.randoms(use_true_random=False)
    return st.one_of(
        st.binary(max_size=200).map(lambda data: data.decode("utf-8", errors="surrogateescape")),
        st.text(max_size=200),
        randoms.map(mutated),
        randoms.map(nested),
        st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
        st.lists(st.sampled_from(WORDS), max_size=20).map(
            lambda words: "SELECT * { " + " ".join(words) + " }"
        ),
    )


@pytest.mark.slow
def test_any_text_is_answered_or_told(asker: Asker) -> None:
    until, counted = time.monotonic() + SECONDS, {"result": 0, "error": 0, "slow": 0}

    @settings(
        max_examples=int(SECONDS * 100),
        deadline=None,
        database=None,
        derandomize="SEUTU_FUZZ_SECONDS" not in os.environ,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(texts())
    def asked(text: str) -> None:
        if time.monotonic() > until:
            return
        told = asker.ended(text)
        assert told in counted, f"{told}: {text[:300]!r}"
        counted[told] += 1

    asked()
    assert counted["result"] > 0
    assert counted["error"] > counted["slow"]


@pytest.mark.parametrize("number", range(len(NESTS)))
def test_what_is_deeply_nested_ends_no_process(asker: Asker, number: int) -> None:
    opening, closing = NESTS[number]
    for form in FORMS:
        text = form.format(opening * 20_000 + "1" + closing * 20_000)
        assert asker.ended(text) == "error"
