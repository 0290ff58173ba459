"""Ratings of a published catalogue and ontology."""
