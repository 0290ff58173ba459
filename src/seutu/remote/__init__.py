"""What is published over the network: to SPARQL stores and CKAN portals, and who publishes."""
