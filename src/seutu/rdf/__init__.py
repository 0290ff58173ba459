"""The RDF data model, reading and writing it, namespaces, and positions in files."""
