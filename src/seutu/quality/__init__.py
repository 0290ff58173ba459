"""Ratings of a published catalogue (MQA) and pitfalls of an ontology, with advice."""
