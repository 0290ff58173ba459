"""SPARQL queries: their headers, parameters, lexer, and the engines that run them."""
