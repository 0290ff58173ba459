"""SPARQL queries: their headers, parameters, lexer and locality, and the engines that run them."""
