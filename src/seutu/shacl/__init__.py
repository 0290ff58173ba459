"""SHACL shapes: their well-formedness, the engines that validate data with them, findings, and the report."""
