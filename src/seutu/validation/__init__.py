"""Validation of a workspace by shapes and checks together, on the whole or in units, each finding at its file and line."""
