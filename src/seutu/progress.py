"""Progress of long work."""

from collections.abc import Callable

Progress = Callable[[float], None]
"""A callback that takes the share of the work that is done, from 0 to 1."""
