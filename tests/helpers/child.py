"""A process that reads what it is sent, under limits of memory and time, and says how each reading ended."""

import os
import resource
import signal
import struct
import sys

import pyoxigraph as ox

from seutu.errors import InputError
from seutu.rdf import model, reading

MEMORY, SECONDS = 2_000_000_000, 20
GRAPH = ox.NamedNode("http://g/")


def main() -> None:
    """Answer every request, a format and some bytes, until there is none."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    while head := requests.read(8):
        name, size = struct.unpack(">ii", head)
        data = requests.read(size)
        signal.alarm(SECONDS)
        answers.write(told(list(model.FORMATS.values())[name], data).encode() + b"\n")
        answers.flush()
        signal.alarm(0)


def told(fmt: ox.RdfFormat, data: bytes) -> str:
    """How a reading ended: with statements that a store takes, or with the one error there may be."""
    try:
        quads = reading.read(data, fmt, GRAPH, "x")
        assert quads == reading.read(data, fmt, GRAPH, "x"), "two readings differ"
        store = ox.Store()
        store.extend(quads)
        back = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
        assert set(ox.parse(back or b"", format=ox.RdfFormat.N_QUADS)) == set(quads), "cannot be read again"
        reading.declared(data, fmt)
    except InputError as error:
        return f"refused {str(error).encode('ascii', 'backslashreplace').decode()!r}"
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is to be told
        return f"failed {type(error).__name__}: {str(error)[:500]!r}"
    return f"read {len(quads)}"


if __name__ == "__main__":
    main()
    os._exit(0)
