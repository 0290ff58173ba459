"""The verb ``infer``: the statements that follow by the rules."""

import click

from seutu.cli import options
from seutu.cli.terminal import Session, echo_message, emit
from seutu.phrases import Phrase


@click.command()
@options.format_of("rdf.model", "turtle")
@options.engine
@options.messages
@click.pass_obj
def infer(session: Session, fmt: str, engine: str) -> None:
    """Write the statements that follow by the rules, and no others.

    The fast engine infers by the workspace's rules alone, and names the axioms of OWL that none of them infers
    from; the reference engine infers by all of OWL 2 RL as well.
    """
    from seutu.inference import axioms
    from seutu.rdf import model

    workspace = session.workspace
    wanted, pieces = model.format_named(fmt), list[bytes]()
    workspace.inferred_in_order(engine).write(wanted, workspace.prefixes, pieces.append)
    emit(b"".join(pieces))
    left = axioms.unused(workspace.closed(), workspace.rules) if engine == "fast" else ""
    if left:
        echo_message(Phrase("No rule infers from {left}; add one, or use --engine reference.", left=left))
