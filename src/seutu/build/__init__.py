"""The files that a build writes."""
