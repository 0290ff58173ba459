"""What reads each format of RDF, where a parser of others has to be kept from harm or told more than it asks."""
