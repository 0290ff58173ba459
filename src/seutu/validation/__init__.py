"""Validation of a workspace by shapes and checks, as a whole or in units, each finding at its file and line."""
