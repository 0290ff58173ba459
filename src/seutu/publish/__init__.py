"""Publishing to a folder, a SPARQL store or a CKAN portal."""
