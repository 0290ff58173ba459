"""Publishing to a CKAN portal."""
