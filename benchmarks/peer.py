"""What other engines do for the same work, each as a process of its own: ``python benchmarks/peer.py NAME ARGUMENTS``.

Each imports its own engine alone, for importing is part of what is measured.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path


def main() -> int:
    """Do what the command line names; return 0."""
    name, *arguments = sys.argv[1:]
    PEERS[name](*map(Path, arguments))
    return 0


def files_of(folder: Path) -> list[Path]:
    """Return the files of a workspace that hold its statements."""
    return [path for part in ("ontology", "data") for path in sorted((folder / part).rglob("*.ttl"))]


def load_pyoxigraph(folder: Path) -> None:
    """Bulk-load a workspace into a store in memory, and print how many statements it holds."""
    import pyoxigraph as ox

    store = ox.Store()
    for path in files_of(folder):
        store.bulk_load(path=path, format=ox.RdfFormat.TURTLE)
    print(len(store))


def parse_rdflib(folder: Path) -> None:
    """Parse a workspace into one graph, and print how many statements it holds."""
    import rdflib

    # A literal keeps its spelling, as in the other engines.
    rdflib.NORMALIZE_LITERALS = False
    graph = rdflib.Graph()
    for path in files_of(folder):
        graph.parse(path, format="turtle")
    print(len(graph))


def close_owlrl(data: Path) -> None:
    """Print all that follows by OWL 2 RL from a file of N-Triples, and the file."""
    import owlrl
    import rdflib

    graph = rdflib.Graph().parse(data, format="nt")
    owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph)
    print(graph.serialize(format="nt"))


def validate_shifty(shapes: Path, data: Path) -> None:
    """Print the validation report for a file of N-Triples, by shapes in another."""
    from shifty._shifty import PreparedValidator

    validator = PreparedValidator(shapes=shapes.read_bytes(), shapes_format="nt")
    report = validator.validate_w3c(
        data=data.read_bytes(),
        data_format="nt",
        graph_mode="data",
        run_infer=False,
        on_unsupported="error",
        sort_results=True,
    )
    print(report.report_turtle)


def merge(folder: Path, target: Path) -> None:
    """Write the triples of the Turtle files in a folder to one file of N-Triples, blank nodes kept apart."""
    import pyoxigraph as ox

    def triples() -> Iterator[ox.Triple]:
        for path in sorted(folder.rglob("*.ttl")):
            for quad in ox.parse(path=path, rename_blank_nodes=True):
                yield quad.triple

    ox.serialize(triples(), target, format=ox.RdfFormat.N_TRIPLES)


def ask_all(folder: Path) -> None:
    """Open a workspace, answer every question that needs no value, and print as JSON how long each took."""
    from seutu import Workspace

    workspace = Workspace.open(folder)
    workspace.closed()
    seconds = {}
    for name, question in sorted(workspace.questions.items()):
        if not any(parameter.required for parameter in question.parameters):
            started = time.perf_counter()
            workspace.ask(name)
            seconds[name] = time.perf_counter() - started
    print(json.dumps(seconds))


PEERS: Mapping[str, Callable[..., None]] = {
    "load-pyoxigraph": load_pyoxigraph,
    "parse-rdflib": parse_rdflib,
    "close-owlrl": close_owlrl,
    "validate-shifty": validate_shifty,
    "merge": merge,
    "ask-all": ask_all,
}

if __name__ == "__main__":
    sys.exit(main())
