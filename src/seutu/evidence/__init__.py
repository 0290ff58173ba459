"""Explanations and proofs: what a statement rests on."""
