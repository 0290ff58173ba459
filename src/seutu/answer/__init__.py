"""The answer to a question: its rows, and its formats, with CSV described as CSVW."""
