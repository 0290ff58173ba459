"""HTTP, SPARQL stores over HTTP, and credentials."""
