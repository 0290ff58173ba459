"""``python -m seutu`` is the command ``seutu``."""

import sys

from seutu.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
