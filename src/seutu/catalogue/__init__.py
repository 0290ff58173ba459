"""Descriptions of datasets for portals: DCAT, VoID, schema.org, and code lists."""
