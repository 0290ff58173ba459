"""A process that is asked text by text, under limits, so that one that dies or hangs is noticed with its text."""

import json
import select
import subprocess
import sys
from typing import Self

from tests.helpers import running

MEMORY = 4 << 30
PATIENCE = 20  # seconds for one text


class Asker:
    """The process that is asked; another takes its place when it has been ended for its slowness."""

    def __init__(self, program: str, *given: str) -> None:
        """Take the program, which says of each line that it reads how it ended, as JSON, and what it is given."""
        self._command = [sys.executable, "-c", program, str(MEMORY), *given]
        self.process = self._started()

    def _started(self) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=running.environment(),
        )

    def ended(self, text: str) -> str:
        """How a text ended: what the program says, ``slow``, or that it ended."""
        to, back = self.process.stdin, self.process.stdout
        assert to
        assert back
        to.write(json.dumps(text) + "\n")
        to.flush()
        if not select.select([back], [], [], PATIENCE)[0]:
            self.close()
            self.process = self._started()
            return "slow"
        line = back.readline()
        if not line:
            code = self.process.wait()
            self.close()
            self.process = self._started()
            return f"the process ended with {code}"
        return str(json.loads(line))

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
