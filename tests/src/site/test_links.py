"""Links from page to page, and to elsewhere."""

from urllib.parse import unquote, urljoin

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seutu.site.links import Links, relative

PATH = st.from_regex(r"[\wåäö.~-]{1,6}(/[\wåäö.~-]{1,6}){0,4}", fullmatch=True).filter(
    lambda path: not any(set(step) == {"."} for step in path.split("/"))
)


@given(PATH, PATH)
def test_a_browser_that_follows_a_link_comes_to_the_place(place: str, origin: str) -> None:
    assert unquote(urljoin(f"http://h/{origin}", relative(place, origin))) == f"http://h/{place}"


LINKS = Links({"https://w3id.org/seutu/ont#Body": "ont.html#Body"})


@pytest.mark.parametrize(
    ("iri", "expected"),
    [
        ("https://w3id.org/seutu/ont#Body", "../../ont.html#Body"),
        ("https://w3id.org/seutu/ont#Other", "https://w3id.org/seutu/ont#Other"),
        ("http://www.wikidata.org/entity/Q1?x=1&y=%20", "http://www.wikidata.org/entity/Q1?x=1&y=%20"),
        ("https://example.org/jämsä", "https://example.org/j%C3%A4ms%C3%A4"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("urn:isbn:1", ""),
    ],
)
def test_where_an_iri_leads(iri: str, expected: str) -> None:
    assert LINKS.href(iri, "id/body/ako.html") == expected
