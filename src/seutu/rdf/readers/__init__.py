"""What keeps a parser from what it reads wrongly, a module a format."""
