"""Checks and rewriting of texts before parsing, a module for each format."""
