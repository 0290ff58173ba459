"""Constraint components declared by shapes: their parameters, their validators, and the values in shapes.

Standard: SHACL (W3C Recommendation, 20 July 2017), sections 2 (values of parameters) and 6.2 (declarations).
"""

from collections import Counter
from collections.abc import Iterator

import pyoxigraph as ox

from seutu.phrases import Phrase
from seutu.rdf import model
from seutu.rdf.namespaces import PREFIXES, compact
from seutu.shacl.structure import Fault

RESERVED = frozenset({"this", "shapesGraph", "currentShape", "path", "PATH", "value"})
"""The names that parameters must not have (section 6.2.1)."""

_PARAMETER, _PATH, _OPTIONAL = map(model.node, ("sh:parameter", "sh:path", "sh:optional"))
_ASK, _SELECT, _TRUE = model.node("sh:ask"), model.node("sh:select"), ox.Literal(True)
# The query and its form for each kind of validator, and the alternatives (sections 6.2.3.1 and 6.2.3.2).
_VALIDATORS = {
    model.node("sh:validator"): (_ASK, "ASK", Phrase("sh:nodeValidator or sh:propertyValidator")),
    model.node("sh:nodeValidator"): (_SELECT, "SELECT", "sh:validator"),
    model.node("sh:propertyValidator"): (_SELECT, "SELECT", "sh:validator"),
}
# The components of SHACL itself are known, and may be described beside the shapes.
_DECLARED = """SELECT DISTINCT ?component {
    { ?component a/rdfs:subClassOf* sh:ConstraintComponent }
    UNION { ?component sh:validator|sh:nodeValidator|sh:propertyValidator ?any }
    FILTER(!STRSTARTS(STR(?component), STR(sh:))) }"""


def faults(shapes: model.Quads) -> Iterator[Fault]:
    """Faults of components, and of shapes with several values for one parameter."""
    for component in _declared(shapes):
        yield from _parameter_faults(shapes, component)
        yield from _name_faults(shapes, component)
        yield from _validator_faults(shapes, component)
        yield from _value_faults(shapes, component)


def validator_parameters(shapes: model.Quads) -> dict[model.Term, frozenset[str]]:
    """The names of the parameters of each validator, without ``$``."""
    found: dict[model.Term, frozenset[str]] = {}
    for component in _declared(shapes):
        names = frozenset(map(_local_name, _parameters(shapes, component)))
        for predicate in _VALIDATORS:
            for validator in model.objects(shapes, component, predicate):
                found[validator] = found.get(validator, frozenset()) | names
    return found


def parameters(shapes: model.Quads) -> frozenset[ox.NamedNode]:
    """The properties of the parameters of all components."""
    return frozenset(path for component in _declared(shapes) for path in _parameters(shapes, component))


def _declared(shapes: model.Quads) -> list[model.Term]:
    rows = shapes.query(_DECLARED, prefixes=dict(PREFIXES))
    assert isinstance(rows, ox.QuerySolutions)
    return sorted((row["component"] for row in rows), key=str)


def _parameters(shapes: model.Quads, component: model.Term) -> list[ox.NamedNode]:
    """The properties of the parameters of a component, in order."""
    paths = {
        path
        for parameter in model.objects(shapes, component, _PARAMETER)
        for path in model.objects(shapes, parameter, _PATH)
        if isinstance(path, ox.NamedNode)
    }
    return sorted(paths, key=str)


def _parameter_faults(shapes: model.Quads, component: model.Term) -> Iterator[Fault]:
    parameters = model.objects(shapes, component, _PARAMETER)
    if not parameters:
        yield _fault(component, Phrase("has no sh:parameter"), Phrase("declare one"))
    elif all(_TRUE in model.objects(shapes, parameter, _OPTIONAL) for parameter in parameters):
        yield _fault(
            component, Phrase("has optional parameters alone"), Phrase("leave one without sh:optional")
        )
    for parameter in parameters:
        paths = model.objects(shapes, parameter, _PATH)
        if len(paths) != 1 or not isinstance(paths[0], ox.NamedNode):
            yield _fault(
                component,
                Phrase("has a parameter whose sh:path is not one IRI"),
                Phrase("name a property there"),
            )


def _name_faults(shapes: model.Quads, component: model.Term) -> Iterator[Fault]:
    names: set[str] = set()
    for path in _parameters(shapes, component):
        name, shown = _local_name(path), compact(path.value)
        if name in RESERVED:
            problem = Phrase(
                "has a parameter, {shown}, of the name {name}, which SHACL keeps for itself",
                shown=shown,
                name=name,
            )
            yield _fault(component, problem, Phrase("take another"))
        elif not _is_variable(name):
            problem = Phrase("has a parameter, {shown}, whose name cannot be one of a variable", shown=shown)
            yield _fault(
                component, problem, Phrase("end the IRI in letters, digits and _ alone, a letter first")
            )
        elif name in names:
            yield _fault(
                component,
                Phrase("has two parameters of the name {name}", name=name),
                Phrase("take another for one of them"),
            )
        names.add(name)


def _validator_faults(shapes: model.Quads, component: model.Term) -> Iterator[Fault]:
    for predicate, (query, form, other) in _VALIDATORS.items():
        for validator in model.objects(shapes, component, predicate):
            if not model.objects(shapes, validator, query):
                problem = Phrase(
                    "has a validator by {predicate} that is no {form} query",
                    predicate=compact(predicate.value),
                    form=form,
                )
                remedy = Phrase(
                    "write one by {query}, or give it by {other}", query=compact(query.value), other=other
                )
                yield _fault(component, problem, remedy)


def _fault(component: model.Term, problem: Phrase, remedy: Phrase) -> Fault:
    return Fault(component, problem, remedy, Phrase("component"))


def _value_faults(shapes: model.Quads, component: model.Term) -> Iterator[Fault]:
    """Shapes with several values. With one parameter, each value is a constraint, but engines evaluate only one."""
    for path in _parameters(shapes, component):
        users = Counter(quad.subject for quad in shapes.quads_for_pattern(None, path, None))
        for shape in sorted((user for user, count in users.items() if count > 1), key=str):
            yield Fault(
                shape,
                Phrase(
                    "has several values of {path}, and a shape is asked of one alone here",
                    path=compact(path.value),
                ),
                Phrase("write a shape for each value"),
            )


def _local_name(path: ox.NamedNode) -> str:
    iri = path.value
    return iri[max(iri.rfind(sign) for sign in "/#:") + 1 :]


def _is_variable(name: str) -> bool:
    """Return whether a name is a SPARQL variable name and an NCName, which does not begin with a digit."""
    try:
        ox.Variable(name)
    except ValueError:
        return False
    return not name[0].isdigit()
