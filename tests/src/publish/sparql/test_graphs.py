"""Named graphs in a SPARQL store: a real one, and the same behind a server that misbehaves when we want it to."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

import pyoxigraph as ox
import pytest

from seutu import Workspace
from seutu.errors import ParameterError, PublishError, UnknownName
from seutu.publish.plan import Plan
from seutu.publish.sparql.form import Form
from seutu.publish.sparql.graphlist import GraphList
from seutu.publish.sparql.graphs import GraphPublication
from seutu.remote.credentials import Credentials
from seutu.remote.http import HttpClient, Limits
from seutu.remote.sparql import LAYOUTS, Endpoints, SparqlStore, endpoints
from tests.helpers import small
from tests.helpers.running import environment
from tests.helpers.serving import Handle, Reply, Request, free_port, oxigraph, passing_on, serving

BASE = "https://example.org/x/"
CATALOGUE, NEIGHBOUR = f"{BASE}id/catalogue/ours", f"{BASE}id/catalogue/neighbour"
QUICK = Limits(connect=20, read=20, tries_again=0, wait=0)

Graphs = dict[str, list[ox.Triple]]

ONE, TWO, THREE = (f"{BASE}graph/{name}.ttl" for name in ("one", "two", "three"))


def triples(text: str) -> list[ox.Triple]:
    prefixes = f"PREFIX : <{BASE}id/> PREFIX xsd: <http://www.w3.org/2001/XMLSchema#> "
    return [quad.triple for quad in ox.parse(prefixes + text, format=ox.RdfFormat.TURTLE)]


OLD: Graphs = {
    ONE: triples(":a :says 'vanha'@fi , 'old'@en-GB , 007 , 1.50 ; :list ( 1 2 [ :is :c ] ) ."),
    TWO: triples(":b :says 'pysyy' ."),
    f"{BASE}graph/gone.ttl": triples(":c :says 'poistuu' , 'två' ."),
}
NEW: Graphs = {
    ONE: triples(":a :says 'uusi'@fi , 'old'@en-GB , 007 ; :list ( 1 2 [ :is :d ] ) ."),
    TWO: triples(":b :says 'pysyy' ."),
    THREE: triples(
        r""":e :says '<\"quoted\\ \n\r\t\U0001F600>' , 'x'^^xsd:anyURI ; :at '2026-11-26'^^xsd:date ."""
    ),
}
FOREIGN = {"https://other.example/graph/theirs": triples(":f :says 'muiden' .")}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph(tmp_path_factory.mktemp("store")) as url:
        yield url


@pytest.fixture
def store(server: str) -> str:
    """A store that holds the old state, and a graph of someone else."""
    with HttpClient(limits=QUICK) as web:
        direct = SparqlStore(endpoints(server, "oxigraph"), web)
        direct.update(["DROP ALL"])
    put(server, FOREIGN)
    publish(server, OLD)
    return server


def put(url: str, graphs: Mapping[str, list[ox.Triple]]) -> None:
    """Write graphs as others would."""
    with HttpClient(limits=QUICK) as web:
        for graph, statements in graphs.items():
            SparqlStore(endpoints(url, "oxigraph"), web).write(graph, Form.of(statements).written)


def update(url: str, operation: str) -> None:
    with HttpClient(limits=QUICK) as web:
        SparqlStore(endpoints(url, "oxigraph"), web).update([operation])


def whole(url: str) -> dict[str, bytes]:
    """All that a store holds."""
    with HttpClient(limits=QUICK) as web:
        direct = SparqlStore(endpoints(url, "oxigraph"), web)
        return {
            graph: Form.of(direct.read(graph, size), by_value=True).ntriples
            for graph, size in direct.sizes("").items()
        }


def contents(url: str) -> dict[str, bytes]:
    """All that a store holds, save the lists of what is published."""
    return {graph: said for graph, said in whole(url).items() if not graph.startswith(f"{BASE}published/")}


def state(*graphs: Graphs) -> dict[str, bytes]:
    return {name: Form.of(said, by_value=True).ntriples for each in graphs for name, said in each.items()}


def at(url: str) -> Endpoints:
    return endpoints(url, "oxigraph")


def publication(
    at: Endpoints,
    web: HttpClient,
    graphs: Graphs = NEW,
    *,
    catalogue: str = CATALOGUE,
    overwrite: bool = False,
) -> GraphPublication:
    return GraphPublication(SparqlStore(at, web), graphs, BASE, catalogue=catalogue, overwrite=overwrite)


def planned(url: str, graphs: Graphs = NEW, *, catalogue: str = CATALOGUE, overwrite: bool = False) -> Plan:
    with HttpClient(limits=QUICK) as web:
        return publication(at(url), web, graphs, catalogue=catalogue, overwrite=overwrite).plan()


def publish(
    url: str,
    graphs: Graphs = NEW,
    *,
    credentials: Credentials | None = None,
    catalogue: str = CATALOGUE,
    overwrite: bool = False,
) -> Plan:
    with HttpClient(credentials, limits=QUICK) as web:
        return publication(at(url), web, graphs, catalogue=catalogue, overwrite=overwrite).carry_out()


def lines(plan: Plan) -> list[tuple[str, str, str]]:
    return [(change.action, change.what.removeprefix(BASE), change.detail) for change in plan.changes]


CHANGES = [
    ("replace", "graph/one.ttl", "+2 −3 statements"),
    ("add", "graph/three.ttl", "+3 −0 statements"),
    ("remove", "graph/gone.ttl", "+0 −2 statements"),
]


def test_the_plan_tells_each_graph_and_changes_nothing(store: str) -> None:
    plan = planned(store)
    assert sorted(lines(plan)) == sorted(CHANGES)
    assert (plan.unchanged, plan.target) == (1, f"{store}/store")
    assert contents(store) == state(OLD, FOREIGN)


def test_what_is_read_back_is_what_was_sent(store: str) -> None:
    assert sorted(lines(publish(store))) == sorted(CHANGES)
    assert contents(store) == state(NEW, FOREIGN)
    again = publish(store)
    assert (again.changes, again.unchanged) == ((), 3)
    assert not planned(store)
    publish(store, OLD)
    assert contents(store) == state(OLD, FOREIGN)


def test_a_graph_that_says_nothing_is_none(store: str) -> None:
    assert ("remove", "graph/one.ttl", "+0 −12 statements") in lines(publish(store, {**OLD, ONE: []}))
    assert ONE not in contents(store)
    assert not planned(store, {**OLD, ONE: []})


def test_progress_goes_from_nothing_to_all(store: str) -> None:
    shares: list[float] = []
    with HttpClient(limits=QUICK) as web:
        publication(at(store), web).plan(shares.append)
        assert (shares == sorted(shares), shares[-1]) == (True, 1.0)
        shares.clear()
        publication(at(store), web).carry_out(shares.append)
    assert shares == sorted(shares)
    assert len(set(shares)) > 3
    assert shares[-1] == 1.0


@pytest.mark.parametrize(
    "graph",
    ["https://other.example/g", f"{BASE}staging/x", f"{BASE}published/x", f"{BASE}forms", f"{BASE}graph/a b"],
)
def test_a_graph_that_is_not_ours_to_publish(graph: str) -> None:
    with (
        HttpClient() as web,
        pytest.raises(
            ParameterError,
            match=r"its IRI must begin with https://example\.org/x/graph/; leave out the --keep",
        ),
    ):
        publication(at("http://127.0.0.1:1"), web, {graph: OLD[TWO]})


def test_a_workspace_of_one_own(store: str, tmp_path: Path) -> None:
    graphs: Graphs = {}
    for quad in Workspace.open(small.write(tmp_path / "small")).closed():
        assert isinstance(quad.graph_name, ox.NamedNode)
        graphs.setdefault(quad.graph_name.value, []).append(quad.triple)
    base = next(iter(graphs)).partition("graph/")[0]
    with HttpClient(limits=QUICK) as web:
        publication = GraphPublication(SparqlStore(at(store), web), graphs, base, catalogue=CATALOGUE)
        assert len(publication.carry_out().changes) == len(graphs)
        assert not publication.plan()
    held = {
        graph: said for graph, said in contents(store).items() if not graph.startswith(f"{base}published/")
    }
    assert held == state(graphs, OLD, FOREIGN)


# --- What others have in the store ----------------------------------------------------------------

MINE = triples(":mine :says 'minun' .")
GONE = f"{BASE}graph/gone.ttl"


@pytest.mark.parametrize("name", ["graph/mine", "graph/data/neighbour/municipalities.ttl", "staging/notes"])
def test_what_others_have_beside_ours_stays_and_is_told(store: str, name: str) -> None:
    put(store, {BASE + name: MINE})
    assert planned(store).stays == (f"{BASE}{name} is not ours and stays",)
    for overwrite in (False, True):
        plan = publish(store, overwrite=overwrite)
        assert plan.stays == (f"{BASE}{name} is not ours and stays",)
        assert contents(store) == state(NEW, FOREIGN, {BASE + name: MINE})


@pytest.mark.parametrize("name", ["forms", "published/notes", "kept"])
def test_what_others_have_under_names_of_our_bookkeeping_stays(store: str, name: str) -> None:
    put(store, {BASE + name: MINE})
    publish(store)
    assert whole(store)[BASE + name] == Form.of(MINE).ntriples


def test_what_others_put_into_our_list_stays(store: str) -> None:
    place = GraphList.empty(BASE, CATALOGUE).place
    update(store, f"INSERT DATA {{ GRAPH <{place}> {{ <urn:a> <urn:b> 'c' }} }}")
    assert len(publish(store).changes) == 3
    assert b'<urn:a> <urn:b> "c" .' in whole(store)[place]
    assert publish(store, {}).changes
    assert whole(store)[place] == b'<urn:a> <urn:b> "c" .\n'


def test_a_graph_that_was_changed_since_stays(store: str) -> None:
    edited = {ONE: triples(":a :says 'muokattu' ."), GONE: triples(":c :says 'muokattu' .")}
    put(store, edited)
    plan = publish(store)
    assert lines(plan) == [("add", "graph/three.ttl", "+3 −0 statements")]
    assert plan.stays == (
        f"{ONE} was changed since and stays, so what we have for it is not written; --overwrite replaces it",
        f"{GONE} is no longer published, was changed since and stays",
    )
    assert plan.unchanged == 1
    assert contents(store) == state(NEW, FOREIGN, edited)
    again = publish(store)
    assert (again.changes, again.stays) == ((), plan.stays)
    # What is edited back is ours again.
    put(store, {GONE: OLD[GONE]})
    plan = publish(store, overwrite=True)
    assert lines(plan) == [
        ("replace", "graph/one.ttl", "+4 −1 statements"),
        ("remove", "graph/gone.ttl", "+0 −2 statements"),
    ]
    assert contents(store) == state(NEW, FOREIGN)
    assert not publish(store).stays


def test_a_store_without_a_list_is_taken_over_as_far_as_it_says_the_same(store: str) -> None:
    place = GraphList.empty(BASE, CATALOGUE).place
    update(store, f"DROP GRAPH <{place}>")
    put(store, {THREE: MINE})
    plan = publish(store, {**OLD, THREE: NEW[THREE]})
    assert (plan.changes, plan.unchanged) == ((), 3)
    assert plan.stays == (
        f"{THREE} is not ours and stays, so what we have for it is not written; --overwrite replaces it",
    )
    assert place in whole(store)
    assert contents(store) == state(OLD, FOREIGN, {THREE: MINE})
    assert publish(store, {**OLD, THREE: NEW[THREE]}, overwrite=True).changes
    assert len(publish(store).changes) == 2
    assert contents(store) == state(NEW, FOREIGN)


def test_two_catalogues_in_one_store_leave_each_other_alone(store: str) -> None:
    theirs = {TWO: OLD[TWO], ONE: MINE, f"{BASE}graph/next.ttl": MINE}
    plan = publish(store, theirs, catalogue=NEIGHBOUR)
    assert lines(plan) == [("add", "graph/next.ttl", "+1 −0 statements")]
    assert plan.unchanged == 1
    reason, rest = plan.stays
    assert reason.startswith(
        f"{ONE} is published by the catalogue {CATALOGUE} and stays, so what we have for it"
    )
    assert rest == f"what the catalogue {CATALOGUE} published stays (2 graphs)"
    assert len(publish(store).changes) == 3
    assert contents(store) == state(NEW, FOREIGN, {f"{BASE}graph/next.ttl": MINE})
    # Whoever overwrites has it from then on.
    assert publish(store, theirs, catalogue=NEIGHBOUR, overwrite=True).changes
    plan = publish(store)
    assert plan.stays[0].startswith(f"{ONE} is published by the catalogue {NEIGHBOUR} and stays")
    assert not plan.changes
    assert publish(store, {}, catalogue=NEIGHBOUR).changes
    assert contents(store) == state({TWO: NEW[TWO], THREE: NEW[THREE]}, FOREIGN)


def test_only_what_a_mark_names_is_what_a_killed_run_left(store: str) -> None:
    place, left, notes = GraphList.empty(BASE, CATALOGUE).place, f"{BASE}staging/left", f"{BASE}staging/notes"
    put(store, {left: MINE, notes: MINE})
    marks = " ".join(
        f"<{graph}> <http://purl.org/dc/terms/isVersionOf> <{place}> ." for graph in (left, *FOREIGN)
    )
    update(store, f"INSERT DATA {{ GRAPH <{place}> {{ {marks} }} }}")
    assert lines(publish(store, OLD)) == [("remove", "staging/left", "left by a run that was killed")]
    assert contents(store) == state(OLD, FOREIGN, {notes: MINE})


# --- When it goes wrong ---------------------------------------------------------------------------


def at_request(number: int, fault: Handle, upstream: str) -> Handle:
    """Misbehave at one request, and pass all others on."""
    well = passing_on(upstream)
    return lambda request: fault(request) if request.number == number else well(request)


def failing(url: str, sentence: str) -> PublishError:
    with pytest.raises(PublishError, match=sentence) as caught:
        publish(url)
    assert "\n" not in str(caught.value)
    return caught.value


def asked(store: str) -> list[Request]:
    """The requests of a publication that succeeds."""
    with serving(passing_on(store)) as proxy:
        publish(proxy.url)
    return proxy.requests


FAULTS: Mapping[str, tuple[Handle, str]] = {
    "fails": (lambda _: Reply(500, b"disk full"), r"failed \(HTTP 500: disk full\)"),
    "refuses": (lambda _: Reply(400, b"no"), r"refused what was asked \(HTTP 400: no\)"),
    "breaks off": (lambda _: Reply(silent=True), "broke the connection off"),
    "answers half": (lambda _: Reply(body=b"<a:a> ", missing=100), "broke the connection off"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_at_whatever_request_it_fails_the_old_state_is_whole(store: str, fault: str) -> None:
    misbehave, sentence = FAULTS[fault]
    total = len(asked(store))
    assert total >= 8
    publish(store, OLD)
    for number in range(1, total + 1):
        with serving(at_request(number, misbehave, store)) as proxy:
            error = failing(proxy.url, sentence)
        assert str(error).endswith("; what was published before is as it was.")
        assert contents(store) == state(OLD, FOREIGN), f"request {number} of {total}"
    publish(store)
    assert contents(store) == state(NEW, FOREIGN)


def test_where_a_run_ends_without_another_word_the_next_knows_what_is_ours(store: str) -> None:
    total, well = len(asked(store)), passing_on(store)
    other = {ONE: triples(":a :says 'toinen' ."), TWO: triples(":b :says 'toinen' .")}
    for number in range(1, total + 1):
        publish(store, OLD)

        def die(request: Request, last: int = number) -> Reply:
            return well(request) if request.number < last else Reply(silent=True)

        with serving(die) as proxy:
            failing(proxy.url, "broke the connection off")
        assert publish(store, other).stays == (), f"request {number} of {total}"
        assert contents(store) == state(other, FOREIGN)


@pytest.mark.parametrize("status", [404, 405, 501])
def test_a_store_that_takes_no_updates(store: str, status: int) -> None:
    well = passing_on(store)

    def handle(request: Request) -> Reply:
        return Reply(status) if request.path == "/update" else well(request)

    with serving(handle) as proxy:
        error = failing(proxy.url, "takes no SPARQL updates")
    assert str(error) == (
        f"{proxy.url}/update: takes no SPARQL updates (HTTP {status}); give the address where the store takes them, "
        "or publish to a store that does; what was published before is as it was."
    )
    assert contents(store) == state(OLD, FOREIGN)


def test_an_answer_that_is_lost_after_the_deed(store: str) -> None:
    well = passing_on(store)

    def handle(request: Request) -> Reply:
        done = well(request)
        return Reply(silent=True) if b"MOVE" in request.body else done

    with serving(handle) as proxy:
        assert len(publish(proxy.url).changes) == 3
    assert contents(store) == state(NEW, FOREIGN)


def test_a_server_that_dies_at_the_last_moment(store: str) -> None:
    well, dead = passing_on(store), threading.Event()

    def handle(request: Request) -> Reply:
        if b"MOVE" in request.body:
            dead.set()
        return Reply(silent=True) if dead.is_set() else well(request)

    with serving(handle) as proxy:
        error = failing(proxy.url, "broke the connection off")
    assert str(error).endswith("; publish again, for all of it was changed or nothing.")
    assert ("remove", "left by a run that was killed") in {(a, d) for a, _, d in lines(planned(store))}
    publish(store)
    assert contents(store) == state(NEW, FOREIGN)


def test_a_server_that_does_not_answer_in_time(store: str) -> None:
    ended = threading.Event()

    def wait(_: Request) -> Reply:
        ended.wait(20)
        return Reply(500)

    with (
        serving(at_request(4, wait, store)) as proxy,
        HttpClient(limits=Limits(connect=20, read=0.5, tries_again=0)) as web,
    ):
        with pytest.raises(PublishError, match=r"timed out after 0\.5 s; .* is as it was"):
            publication(at(proxy.url), web).carry_out()
        ended.set()
    assert contents(store) == state(OLD, FOREIGN)


def test_nobody_listens() -> None:
    failing(f"http://127.0.0.1:{free_port()}", r"cannot be reached \(Connection refused\)")


def test_a_wrong_token(store: str) -> None:
    well = passing_on(store)

    def handle(request: Request) -> Reply:
        known = request.method == "GET" or request.headers.get("Authorization") == "Bearer right"
        return well(request) if known else Reply(401, f"no: {request.headers.get('Authorization')}".encode())

    with serving(handle) as proxy:
        sentence = r"the credentials were not accepted \(HTTP 401: no: .*\[hidden\]"
        with pytest.raises(PublishError, match=sentence) as caught:
            publish(proxy.url, credentials=Credentials(token="wr0ng"))
        assert "wr0ng" not in str(caught.value)
        assert contents(store) == state(OLD, FOREIGN)
        failing(proxy.url, "wants credentials, and none were given; set SEUTU_TOKEN")
        publish(proxy.url, credentials=Credentials(token="right"))
    assert contents(store) == state(NEW, FOREIGN)


def test_a_graph_that_vanishes_while_it_is_read(store: str) -> None:
    def vanish(request: Request) -> Reply:
        return (
            Reply(404)
            if "one.ttl" in request.path and request.method == "GET"
            else passing_on(store)(request)
        )

    with serving(vanish) as proxy:
        error = failing(
            proxy.url, "one.ttl is gone, though it was there a moment ago; look whether someone else"
        )
    assert error.place == f"{proxy.url}/store"
    assert contents(store) == state(OLD, FOREIGN)


def test_a_graph_that_is_not_kept(store: str) -> None:
    well = passing_on(store)

    def lose(request: Request) -> Reply:
        return (
            Reply(204) if request.method == "PUT" and "three.ttl" in unquote(request.path) else well(request)
        )

    with serving(lose) as proxy:
        failing(proxy.url, "keeps 0 of the 3 statements of the graph .*three.ttl; look whether")
    assert contents(store) == state(OLD, FOREIGN)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"<html>Welcome</html>", "answered with no SPARQL result"),
        (b'{"head": {}, "boolean": true}', "answered with no SPARQL result"),
        (b"[]", "answered with no SPARQL result"),
        (
            b'{"results": {"bindings": [{"graph": {"value": "a> b"}, "size": {"value": "1"}}]}}',
            "answered with no SPARQL result",
        ),
        (b'{"head": {"vars": ["x"]}, "results": {"bindings": [{}]}}', "answered with no SPARQL result"),
    ],
)
def test_what_is_no_store(body: bytes, sentence: str) -> None:
    with serving(lambda _: Reply(body=body)) as server:
        failing(server.url, f"{sentence}; look whether this is the address of a SPARQL 1.1 store")


def test_an_answer_that_is_not_rdf(store: str) -> None:
    with serving(at_request(2, lambda _: Reply(body=b"<html>"), store)) as proxy:
        failing(proxy.url, "answered with no N-Triples; look")


# --- A store that keeps other values than it was sent -----------------------------------------------


def rounding(upstream: str) -> Handle:
    """What a store does that holds all numbers for decimals of few digits."""
    well = passing_on(upstream)

    def handle(request: Request) -> Reply:
        body = (
            request.body.replace(b'"0.333333333"', b'"0.3333"') if request.method == "PUT" else request.body
        )
        return well(Request(request.number, request.method, request.path, request.headers, body))

    return handle


def test_what_the_store_makes_of_a_value_is_no_change(store: str) -> None:
    graphs = {**OLD, TWO: triples(":b :says 0.333333333 .")}
    with serving(rounding(store)) as proxy:
        assert lines(publish(proxy.url, graphs)) == [("replace", "graph/two.ttl", "+1 −1 statements")]
        assert not planned(proxy.url, graphs)
        assert not publish(proxy.url, graphs)
        # Another change leaves the memory as it is; a change at the store, or of what is sent, is seen.
        publish(proxy.url, {**graphs, ONE: NEW[ONE]})
        assert not planned(proxy.url, {**graphs, ONE: NEW[ONE]})
        assert planned(proxy.url, {**graphs, TWO: triples(":b :says 0.333333334 .")})
        publish(proxy.url, OLD)
    assert contents(store) == state(OLD, FOREIGN)


def test_what_version_0_1_0_remembered_is_believed(store: str) -> None:
    graphs = {TWO: triples(":b :says 0.333333333 .")}
    sent, made = (
        Form.of(triples(f":b :says {value} ."), by_value=True) for value in ("0.333333333", "0.3333")
    )
    update(store, "DROP ALL")
    kept_as = ox.Triple(sent.name, ox.NamedNode("http://purl.org/dc/terms/hasFormat"), made.name)
    put(store, {TWO: triples(":b :says 0.3333 ."), f"{BASE}forms": [kept_as]})
    with serving(rounding(store)) as proxy:
        plan = publish(proxy.url, graphs)
        assert (plan.changes, plan.stays, plan.unchanged) == ((), (), 1)
        update(store, f"DROP GRAPH <{BASE}forms>")
        assert publish(proxy.url, graphs).unchanged == 1


# --- Killed -----------------------------------------------------------------------------------------

PUBLISHER = """
import sys
from tests.src.publish.sparql.test_graphs import NEW, publish
publish(sys.argv[1])
"""


@pytest.mark.slow
def test_killed_at_any_request_it_leaves_the_old_state_and_the_next_run_completes(store: str) -> None:
    requests = asked(store)
    for number, request in enumerate(requests, 1):
        publish(store, OLD)
        reached, released = threading.Event(), threading.Event()

        def block(
            _: Request, reached: threading.Event = reached, released: threading.Event = released
        ) -> Reply:
            reached.set()
            released.wait(30)
            return Reply(500)

        with serving(at_request(number, block, store)) as proxy:
            killed(proxy.url, reached.wait)
            released.set()
        assert contents(store) | state(OLD, FOREIGN) == contents(store), f"at {request.method} {request.path}"
        assert THREE not in contents(store)
        assert publish(store).changes
        assert contents(store) == state(NEW, FOREIGN)


def killed(url: str, moment: Callable[[float], bool]) -> None:
    command = [sys.executable, "-c", PUBLISHER, url]
    root = Path(__file__).parents[4]
    running = subprocess.Popen(command, cwd=root, env=environment({"PYTHONPATH": f"{root / 'src'}:{root}"}))
    try:
        assert moment(30), "it ended before"
    finally:
        running.kill()
        running.wait(30)


# --- Where stores listen ------------------------------------------------------------------------------


def test_layouts() -> None:
    assert endpoints("https://example.org/", "oxigraph") == Endpoints(
        "https://example.org/store", "https://example.org/query", "https://example.org/update", by_value=True
    )
    assert endpoints("http://localhost:8890", "virtuoso").scheme == "digest"
    assert endpoints("http://localhost:3030/x", "fuseki").store_url == "http://localhost:3030/x/data"
    with pytest.raises(UnknownName, match=r"No kind of store 'oxigraf'\. Did you mean 'oxigraph'"):
        endpoints("http://localhost", "oxigraf")
    with pytest.raises(PublishError, match="has credentials in it"):
        SparqlStore(Endpoints("http://a/s", "http://u:p@a/q", "http://a/u"), HttpClient())
    assert sorted(LAYOUTS) == ["fuseki", "oxigraph", "virtuoso"]
