"""What is published as a folder for any web server: a page and RDF files for each thing, versions, redirects."""
