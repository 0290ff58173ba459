"""The exclusive canonical form, with comments, of XML literals (Exclusive XML Canonicalization 1.0)."""

from collections.abc import Callable

Pairs = list[tuple[str, str]]
Start = Callable[[str, Pairs, dict[str, str]], None]

_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#xD;"})
_VALUE = str.maketrans(
    {"&": "&amp;", "<": "&lt;", '"': "&quot;", "\t": "&#x9;", "\n": "&#xA;", "\r": "&#xD;"}
)


class Literal:
    """The output so far, and the namespaces that the open elements have declared in it."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.open: list[dict[str, str]] = []

    def start(self, name: str, pairs: Pairs, scope: dict[str, str]) -> None:
        """Write a start tag with the namespaces it uses. Raises `KeyError` with a prefix that is in no scope."""
        own = [(key, value) for key, value in pairs if key != "xmlns" and not key.startswith("xmlns:")]
        used = {_prefix(name)} | {_prefix(key) for key, _ in own if ":" in key}
        above = self.open[-1] if self.open else {}
        needed = {prefix: scope.get(prefix, "") if not prefix else scope[prefix] for prefix in used - {"xml"}}
        new = {prefix: iri for prefix, iri in needed.items() if above.get(prefix, "") != iri}
        declared = [(f"xmlns:{prefix}" if prefix else "xmlns", new[prefix]) for prefix in sorted(new)]
        own.sort(key=lambda pair: _place(pair[0], scope))
        written = "".join(f' {key}="{value.translate(_VALUE)}"' for key, value in [*declared, *own])
        self.out.append(f"<{name}{written}>")
        self.open.append(above | new)

    def end(self, name: str) -> None:
        """Write an end tag."""
        self.open.pop()
        self.out.append(f"</{name}>")

    def characters(self, data: str) -> None:
        """Write text."""
        self.out.append(data.translate(_TEXT))


def _prefix(name: str) -> str:
    return name.rpartition(":")[0]


def _place(name: str, scope: dict[str, str]) -> tuple[str, str]:
    prefix, _, local = name.rpartition(":")
    return (scope[prefix] if prefix else "", local)
