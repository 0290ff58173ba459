"""Web pages of things, with their links and texts, and the redirects of IRIs."""
