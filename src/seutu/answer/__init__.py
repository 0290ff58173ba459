"""The answer to a question: its rows and its formats."""
