"""Commands run in the process of the tests, where only their output is looked at."""

from pathlib import Path

from click.testing import CliRunner, Result

from seutu.cli.main import cli

NAMELESS = "<urn:x> a <https://w3id.org/seutu/ont#Body> .\n"
BASIS = "For all dates; according to all sources, in all layers.\n"


def inside(folder: Path, *args: str) -> Result:
    """Run a command in this process, which is quicker, where only its output is looked at."""
    return CliRunner().invoke(cli, ["--workspace", str(folder), *args], catch_exceptions=False)
