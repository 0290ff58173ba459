"""The RDF data model, parsers and serialisers, namespaces, limits, and positions in files."""
