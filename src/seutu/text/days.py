"""Years, months and days of the data: the days that they cover, and their text for people.

A year begins on its 1 January and ends with its 31 December; so does a month with its last day.
"""

import re
from calendar import monthrange
from collections.abc import Mapping
from datetime import date

import pyoxigraph as ox

from seutu.rdf.model import Term
from seutu.rdf.namespaces import PREFIXES

_XSD = PREFIXES["xsd"]
_PART = r"(?:-(\d\d))"
_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_FORMS = {
    f"{_XSD}gYear": re.compile(rf"(\d{{4}}){_ZONE}"),
    f"{_XSD}gYearMonth": re.compile(rf"(\d{{4}}){_PART}{_ZONE}"),
    f"{_XSD}date": re.compile(rf"(\d{{4}}){_PART}{_PART}{_ZONE}"),
}
_MONTHS: Mapping[str, tuple[str, ...]] = {
    "fi": tuple(
        f"{stem}kuu"
        for stem in "tammi helmi maalis huhti touko kesä heinä elo syys loka marras joulu".split()
    ),
    "sv": tuple(
        "januari februari mars april maj juni juli augusti september oktober november december".split()
    ),
    "en": tuple(
        "January February March April May June July August September October November December".split()
    ),
}
_DECEMBER, _MONTH = 12, 2
_LAST_YEAR = date.max.year


def covered(given: Term | None) -> tuple[int, int] | None:
    """The first day that a year, month or day covers and the day after its last, counted from the year 1.

    None for a term that is not such a literal with a date between the years 1 and 9999.
    """
    parts = _parts(given)
    try:
        first = date(*(*parts, 1, 1)[:3]) if parts else None
    except ValueError:
        return None
    return None if first is None else (first.toordinal(), _after(first, len(parts)).toordinal() + 1)


def number(year: int) -> int:
    """The number of the 1 January of a year, counted from the year 1; the year 10000 is allowed as well."""
    return date.max.toordinal() + 1 if year > _LAST_YEAR else date(max(year, 1), 1, 1).toordinal()


def year(day: int) -> int:
    """The year that a day lies in, counted as `number` does."""
    return date.fromordinal(day).year


def written(given: Term | None, lang: str) -> str:
    """A year, month or day in words: ``1.1.2009``, ``helmikuu 2007``; any other literal as it stands."""
    if not isinstance(given, ox.Literal):
        return ""
    if covered(given) is None:
        return given.value
    year, *rest = _parts(given)
    if not rest:
        return f"{year:04}"
    month, *days = rest
    if not days:
        return f"{_MONTHS[lang][month - 1]} {year}"
    return f"{days[0]}.{month}.{year}" if lang == "fi" else f"{days[0]} {_MONTHS[lang][month - 1]} {year}"


def spanned(begins: Term | None, ends: Term | None, lang: str) -> str:
    """A period as text: ``2002–2006``, ``2002 – 31.12.2007``, ``2003–``; one date if both are the same."""
    first, last = written(begins, lang), written(ends, lang)
    if first == last:
        return first
    return f"{first}{' – ' if first and last and _is_long(first + last) else '–'}{last}"


def _is_long(dates: str) -> bool:
    return " " in dates or "." in dates


def _parts(given: Term | None) -> list[int]:
    if not isinstance(given, ox.Literal) or given.datatype.value not in _FORMS:
        return []
    found = _FORMS[given.datatype.value].fullmatch(given.value)
    return [int(part) for part in found.groups()] if found else []


def _after(first: date, precision: int) -> date:
    """The last day of the year (1), month (2) or day (3) that begins with ``first``."""
    month = _DECEMBER if precision == 1 else first.month
    return first.replace(
        month=month, day=first.day if precision > _MONTH else monthrange(first.year, month)[1]
    )
