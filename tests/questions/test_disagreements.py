"""Two sources disagree only where what they say cannot both hold."""

from functools import cache

import pyoxigraph as ox
import pytest

from seutu.query import definition
from seutu.query.graphs import Graphs
from tests.questions.asking import workspace
from tests.questions.test_filled import with_more

DATA = """
period:year-1 a seutu:Period ; seutu:begins "2003"^^xsd:gYear ; seutu:ends "2003"^^xsd:gYear .
period:day-1 a seutu:Period ; seutu:begins "2003-05-01"^^xsd:date ; seutu:ends "2003-05-01"^^xsd:date .
period:day-2 a seutu:Period ; seutu:begins "2004-05-01"^^xsd:date ; seutu:ends "2004-05-01"^^xsd:date .
period:from-1 a seutu:Period ; seutu:begins "2003"^^xsd:gYear .
programme:one a seutu:Programme . programme:two a seutu:Programme . programme:three a seutu:Programme .
programme:four a seutu:Programme .
statement:9 a seutu:Dating ; seutu:dates programme:four ; seutu:phase phase:town ; seutu:during period:year-1 ;
    seutu:qualification "one"@en .
statement:10 a seutu:Dating ; seutu:dates programme:four ; seutu:phase phase:town ; seutu:during period:day-2 ;
    seutu:qualification "another"@en .
statement:1 a seutu:Dating ; seutu:dates programme:one ; seutu:phase phase:founded ; seutu:during period:year-1 .
statement:2 a seutu:Dating ; seutu:dates programme:one ; seutu:phase phase:founded ; seutu:during period:day-1 .
statement:3 a seutu:Dating ; seutu:dates programme:two ; seutu:phase phase:founded ; seutu:during period:year-1 .
statement:4 a seutu:Dating ; seutu:dates programme:two ; seutu:phase phase:founded ; seutu:during period:day-2 .
statement:5 a seutu:Dating ; seutu:dates programme:three ; seutu:phase phase:in-force ; seutu:during period:from-1 .
statement:6 a seutu:Dating ; seutu:dates programme:three ; seutu:phase phase:in-force ; seutu:during period:year-1 .
statement:7 a seutu:Dating ; seutu:dates programme:three ; seutu:phase phase:ended ; seutu:during period:year-1 .
statement:8 a seutu:Participation ; seutu:participatesIn programme:three ; seutu:participant region:keski-suomi ;
    seutu:during period:day-2 .
""" + "".join(
    f"statement:{number} seutu:modality modality:asserted ; seutu:evidence source:s{number} .\n"
    for number in range(1, 11)
)


@cache
def store() -> Graphs:
    return with_more(DATA)


@pytest.mark.parametrize(
    ("programme", "times"), [("one", set()), ("two", {"year-1", "day-2"}), ("three", set()), ("four", set())]
)
def test_two_times_disagree_where_they_cannot_both_hold(programme: str, times: set[str]) -> None:
    question = workspace().questions["disagreements"]
    thing = ox.NamedNode(f"https://w3id.org/seutu/id/programme/{programme}")
    result = definition.run(store(), question.text, workspace().prefixes, {"thing": thing})
    assert isinstance(result, ox.QuerySolutions)
    found = [(row["one"], row["other"]) for row in result]
    assert {term.value.rpartition("/")[2] for row in found for term in row} == times


FUNCTIONAL = """
period:p1 a seutu:Period ; seutu:firstDay "2021-01-01"^^xsd:date ; seutu:lastDay "2027-12-31"^^xsd:date .
period:p2 a seutu:Period ; seutu:firstDay "2014-01-01"^^xsd:date ; seutu:lastDay "2020-12-31"^^xsd:date .
period:p3 a seutu:Period ; seutu:firstDay "2022-01-01"^^xsd:date .
source:s1-opening seutu:inSource source:s1 . source:s1-end seutu:inSource source:s1 .
statement:1 a seutu:BodyRelation ; seutu:relatedBody body:contact-point ; seutu:bodyRelation relation:seated-in ;
    seutu:relatedTo region:norrkoping ; seutu:during period:p1 ; seutu:evidence source:s1-opening .
statement:2 a seutu:BodyRelation ; seutu:relatedBody body:contact-point ; seutu:bodyRelation relation:seated-in ;
    seutu:relatedTo region:linkoping ; seutu:during period:p3 ; seutu:evidence source:s2 .
statement:3 a seutu:BodyRelation ; seutu:relatedBody body:moved ; seutu:bodyRelation relation:seated-in ;
    seutu:relatedTo region:norrkoping ; seutu:during period:p2 ; seutu:evidence source:s1 .
statement:4 a seutu:BodyRelation ; seutu:relatedBody body:moved ; seutu:bodyRelation relation:seated-in ;
    seutu:relatedTo region:linkoping ; seutu:during period:p1 ; seutu:evidence source:s2 .
statement:5 a seutu:BodyRelation ; seutu:relatedBody body:hosted ; seutu:bodyRelation relation:hosted-by ;
    seutu:relatedTo body:one ; seutu:during period:p1 ; seutu:evidence source:s1 .
statement:6 a seutu:BodyRelation ; seutu:relatedBody body:hosted ; seutu:bodyRelation relation:hosted-by ;
    seutu:relatedTo body:two ; seutu:during period:p1 ; seutu:evidence source:s2 .
statement:7 a seutu:BodyRelation ; seutu:relatedBody body:in-one-source ; seutu:bodyRelation relation:seated-in ;
    seutu:relatedTo region:norrkoping ; seutu:during period:p1 ; seutu:evidence source:s1-opening .
statement:8 a seutu:BodyRelation ; seutu:relatedBody body:in-one-source ; seutu:bodyRelation relation:seated-in ;
    seutu:relatedTo region:linkoping ; seutu:during period:p1 ; seutu:evidence source:s1-end .
statement:9 a seutu:Steering ; seutu:steeredProgramme programme:steered ; seutu:steeringBody body:one ;
    seutu:during period:p1 ; seutu:evidence source:s1 .
statement:10 a seutu:Steering ; seutu:steeredProgramme programme:steered ; seutu:steeringBody body:two ;
    seutu:during period:p1 ; seutu:evidence source:s2 .
statement:11 a seutu:BodyMembership ; seutu:membershipOf body:committee ; seutu:position position:chair ;
    seutu:member body:one ; seutu:during period:p1 ; seutu:evidence source:s1 .
statement:12 a seutu:BodyMembership ; seutu:membershipOf body:committee ; seutu:position position:chair ;
    seutu:member body:two ; seutu:during period:p1 ; seutu:evidence source:s2 .
statement:13 a seutu:BodyMembership ; seutu:membershipOf body:members ; seutu:position position:member ;
    seutu:member body:one ; seutu:during period:p1 ; seutu:evidence source:s1 .
statement:14 a seutu:BodyMembership ; seutu:membershipOf body:members ; seutu:position position:member ;
    seutu:member body:two ; seutu:during period:p1 ; seutu:evidence source:s2 .
statement:15 a seutu:BodyMembership ; seutu:membershipOf body:counted ; seutu:position position:member ;
    seutu:memberCount 22 ; seutu:during period:p1 ; seutu:evidence source:s1 .
statement:16 a seutu:BodyMembership ; seutu:membershipOf body:counted ; seutu:position position:member ;
    seutu:memberCount 24 ; seutu:during period:p1 ; seutu:evidence source:s2 .
statement:17 a seutu:BodyMembership ; seutu:membershipOf body:composed ; seutu:position position:member ;
    seutu:wholeComposition true ; seutu:representing body:states ; seutu:during period:p1 ; seutu:evidence source:s1 .
statement:18 a seutu:BodyMembership ; seutu:membershipOf body:composed ; seutu:position position:member ;
    seutu:wholeComposition true ; seutu:representing body:regions ; seutu:during period:p1 ;
    seutu:evidence source:s2 .
statement:19 a seutu:BodyRelation ; seutu:relatedBody body:read ; seutu:bodyRelation relation:seated-in ;
    seutu:relatedTo region:norrkoping ; seutu:during period:p1 ; seutu:evidence source:s1 ; seutu:layer layer:read .
statement:20 a seutu:BodyRelation ; seutu:relatedBody body:read ; seutu:bodyRelation relation:seated-in ;
    seutu:relatedTo region:linkoping ; seutu:during period:p1 ; seutu:evidence source:s2 ; seutu:layer layer:read .
""" + "".join(f"statement:{number} seutu:modality modality:asserted .\n" for number in range(1, 21))


@pytest.mark.parametrize(
    ("thing", "matter", "accounts"),
    [
        ("body/contact-point", "seated-in", {"norrkoping", "linkoping"}),
        ("body/moved", "", set()),
        ("body/read", "seated-in", {"norrkoping", "linkoping"}),
        ("body/hosted", "", set()),
        ("body/in-one-source", "", set()),
        ("programme/steered", "Steering", {"one", "two"}),
        ("body/committee", "chair", {"one", "two"}),
        ("body/members", "", set()),
        ("body/composed", "member", {"states", "regions"}),
        ("body/counted", "member", {"22", "24"}),
    ],
)
def test_two_accounts_disagree_of_what_there_is_one_at_a_time(
    thing: str, matter: str, accounts: set[str]
) -> None:
    question = workspace().questions["disagreements"]
    about = ox.NamedNode(f"https://w3id.org/seutu/id/{thing}")
    result = definition.run(functional(), question.text, workspace().prefixes, {"thing": about})
    assert isinstance(result, ox.QuerySolutions)
    found = [tuple(row[name].value for name in ("matter", "one", "other")) for row in result]
    ends = [tuple(value.rpartition("/")[2].rpartition("#")[2] for value in row) for row in found]
    assert {row[0] for row in ends} == ({matter} if matter else set())
    assert {account for row in ends for account in row[1:]} == accounts


@cache
def functional() -> Graphs:
    return with_more(FUNCTIONAL)
