"""Tables as text, and days as people write them."""
