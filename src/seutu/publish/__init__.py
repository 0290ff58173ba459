"""Targets of publishing (a folder, a SPARQL store, a CKAN portal), the plan of changes, and writing them."""
