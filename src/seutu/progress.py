"""How far a long piece of work is."""

from collections.abc import Callable

Progress = Callable[[float], None]
"""Called again and again with the share of the work that is done, from 0 to 1."""
