"""Pages read as a browser and a person with a screen reader do: what is wrong with them, and where they lead."""

from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from urllib.parse import unquote

VOID = frozenset("meta link img br hr input".split())
# What HTML lets one leave unclosed is closed in ours too.
_TEXTLESS = frozenset({"style", "script"})


class Reader(HTMLParser):
    """Reads one page. ``faults`` are what is not well-formed or not accessible."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[int] = []
        self.spoken: dict[str, list[str]] = {}
        self._open: list[tuple[str, str]] = []
        self._links_text: list[str] = []
        self.feed(page)
        self.close()
        self._end()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            self.faults.append(f"<{tag}> has an attribute twice")
        self.faults += self._missing(tag, given)
        if "id" in given:
            self.ids.append(given["id"])
        self.links += [given[name] for name in ("href", "src") if name in given]
        if tag in ("h1", "h2", "h3"):
            self.headings.append(int(tag[1]))
        if tag == "a":
            self._links_text.append(given.get("aria-label", ""))
        if tag == "img" and self._links_text and self._open[-1][0] == "a":
            self._links_text[-1] += given.get("alt", "")
        if tag not in VOID:
            self._open.append((tag, given.get("lang") or (self._open[-1][1] if self._open else "")))

    def _missing(self, tag: str, given: Mapping[str, str]) -> Iterator[str]:
        wanted = {"html": "lang", "th": "scope", "a": "href", "img": "alt"}.get(tag)
        if wanted and not given.get(wanted):
            yield f"<{tag}> has no {wanted}"
        if "lang" in given and not given["lang"]:
            yield f"<{tag}> has an empty lang"

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1][0] != tag:
            self.faults.append(f"</{tag}> closes {self._open[-1:]}")
            return
        self._open.pop()
        if tag == "a" and not self._links_text[-1].strip():
            self.faults.append("a link without a text")

    def handle_data(self, data: str) -> None:
        if not self._open or self._open[-1][0] in _TEXTLESS:
            return
        if any(tag == "a" for tag, _ in self._open):
            self._links_text[-1] += data
        if data.strip():
            self.spoken.setdefault(self._open[-1][1], []).append(data.strip())

    def _end(self) -> None:
        if self._open:
            self.faults.append(f"never closed: {self._open}")
        if len(set(self.ids)) != len(self.ids):
            self.faults.append(
                f"an id twice: {sorted(one for one in self.ids if self.ids.count(one) > 1)[:3]}"
            )
        if self.headings[:1] != [1] or self.headings.count(1) != 1:
            self.faults.append("not one heading of the first level, and first")
        if any(after > before + 1 for before, after in zip(self.headings, self.headings[1:], strict=False)):
            self.faults.append(f"a level of headings left out: {self.headings}")


def broken(files: Mapping[str, bytes]) -> list[str]:
    """The links of all pages in a folder that lead nowhere within it; those to other places must be web addresses."""
    readers = {path: Reader(data.decode()) for path, data in files.items() if path.endswith(".html")}
    return sorted(
        f"{path}: {link}"
        for path, reader in readers.items()
        for link in set(reader.links)
        if not link.startswith(("http://", "https://", "mailto:")) and not _leads(path, link, files, readers)
    )


def _leads(path: str, link: str, files: Mapping[str, bytes], readers: Mapping[str, Reader]) -> bool:
    where, _, fragment = link.partition("#")
    steps = path.split("/")[:-1]
    for step in where.split("/"):
        if step == "..":
            if not steps:
                return False
            steps.pop()
        else:
            steps.append(unquote(step))
    place = "/".join(steps) if where else path
    return place in files and (not fragment or unquote(fragment) in readers[place].ids)
