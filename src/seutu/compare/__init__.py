"""Versions of a dataset and the difference between two."""
