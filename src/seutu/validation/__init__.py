"""Findings of shapes and checks with their files and lines, on the whole or in units."""
