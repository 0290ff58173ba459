"""Publishing to a SPARQL store."""
