"""Web pages, and the redirects of IRIs."""
