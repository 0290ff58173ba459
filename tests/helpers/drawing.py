"""What the tests of pictures share: subjects to draw, made of a few rows, and what may be said of any picture."""

from collections.abc import Mapping, Sequence
from xml.etree import ElementTree as ET

import pyoxigraph as ox
from hypothesis import strategies as st

from seutu.language.labels import Labels
from seutu.pictures import svg
from seutu.pictures.geometry import Scene, Shape
from seutu.pictures.subject import Record, Subject
from seutu.query import definition, header
from seutu.rdf.model import Term
from seutu.rdf.namespaces import BASE, PREFIXES

SVG = "{http://www.w3.org/2000/svg}"
LETTERS = st.characters(codec="utf-8", exclude_categories=["Cs"])
LABELS = st.one_of(
    st.text(LETTERS, max_size=60),
    st.text("abcäöåWM", min_size=80, max_size=400),
    st.text("aW -/–", max_size=200),
)
NAME = ox.NamedNode(PREFIXES["skos"] + "prefLabel")


def concept(path: str) -> ox.NamedNode:
    return ox.NamedNode(f"{BASE}concept/{path}")


def thing(name: str) -> ox.NamedNode:
    return ox.NamedNode(f"https://example.org/{name}")


def year(number: int) -> ox.Literal:
    return ox.Literal(f"{number:04}", datatype=ox.NamedNode(PREFIXES["xsd"] + "gYear"))


def month(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + "gYearMonth"))


def day(text: str) -> ox.Literal:
    return ox.Literal(text, datatype=ox.NamedNode(PREFIXES["xsd"] + "date"))


def question(
    kind: str, title: str = "What is drawn", asks: str = "What is there to be drawn?"
) -> definition.Query:
    columns = " ".join(f"?{column}" for column in header.PICTURES[kind])
    text = f"# title: {title}\n# question: {asks}\n# picture: {kind}\nSELECT {columns} ?evidence {{}}"
    return definition.parse_header(f"{kind}.rq", text)


def subject(
    kind: str,
    rows: Sequence[Mapping[str, Term]],
    names: Mapping[ox.NamedNode, str] | None = None,
    lang: str = "en",
    evidence: Sequence[Term] = (),
) -> Subject:
    """A subject whose rows all rest on the same evidence; ``names`` are what its things are called."""
    store = ox.Store()
    for node, name in (names or {}).items():
        store.add(ox.Quad(node, NAME, ox.Literal(name, language=lang)))
    records = [Record(row, tuple(evidence)) for row in rows]
    return Subject(question(kind), records, Labels(store, lang), {})


def parsed(drawing: Scene) -> ET.Element:
    return ET.fromstring(svg.document(drawing))


def links(root: ET.Element) -> set[str]:
    return {link.attrib["href"] for link in root.iter(f"{SVG}a")}


def shapes(drawing: Scene, href: str) -> list[Shape]:
    """What is drawn of a thing."""
    return [
        part for item in drawing.items if item.href == href for part in item.parts if isinstance(part, Shape)
    ]


def texts(root: ET.Element) -> str:
    """All words that are to be seen, lines joined."""
    return "\n".join(" ".join(span.text or "" for span in text) for text in root.iter(f"{SVG}text"))


def assert_legible(drawing: Scene) -> None:
    """No two texts share a place, and all that is drawn lies in the frame."""
    words = sorted((each for each in drawing.words() if any(each.lines)), key=lambda each: each.box.y)
    clashes = []
    for index, one in enumerate(words):
        # Those that begin below its end cannot overlap it.
        for other in words[index + 1 :]:
            if other.box.y >= one.box.bottom:
                break
            if one.box.overlaps(other.box):
                clashes.append((one.lines, other.lines))
    assert clashes == []
    parts = [part for item in drawing.items for part in item.parts]
    assert [part for part in parts if not drawing.box.holds(part.box)] == []
