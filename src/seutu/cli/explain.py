"""The verb ``explain``: all that is known of a thing, or the proof of a statement."""

import click

from seutu.cli import options, terminal
from seutu.cli.terminal import Session, echo_message, emit
from seutu.errors import ParameterError
from seutu.phrases import Phrase


@click.command()
@click.argument("thing")
@click.argument("property_", metavar="[PROPERTY", required=False)
@click.argument("value", metavar="VALUE]", required=False)
@click.option(
    "--format", "fmt", default="text", show_default=True, help="text, json; markdown, or turtle for a proof."
)
@options.lang
@click.pass_context
def explain(
    ctx: click.Context, *, thing: str, property_: str | None, value: str | None, fmt: str, lang: str
) -> None:
    """Explain in sentences what is known of THING, and what is not.

    With PROPERTY and VALUE, prove that THING has them: where it is stated, or the rule that infers it and from what.
    All three are IRIs, short IRIs, or names in any language. Exit 1 when there is no proof.
    """
    workspace = ctx.ensure_object(Session).workspace
    if property_ is None:
        emit(workspace.explain(thing, lang, echo_message).render(fmt))
        workspace.remember()
    elif value is None:
        raise ParameterError(_valueless(thing, property_))
    else:
        proof = workspace.proof(thing, property_, value, lang)
        emit(proof.render(fmt) if proof else "")
        if proof is None:
            echo_message(_unproved(thing, property_, value))
            ctx.exit(terminal.FINDINGS)


def _valueless(thing: str, property_: str) -> Phrase:
    return Phrase(
        "A proof needs a value: seutu explain '{thing}' '{property}' VALUE.", thing=thing, property=property_
    )


def _unproved(thing: str, property_: str, value: str) -> Phrase:
    return Phrase(
        "'{thing}' '{property}' '{value}' is neither stated nor inferred by the rules.",
        thing=thing,
        property=property_,
        value=value,
    )
