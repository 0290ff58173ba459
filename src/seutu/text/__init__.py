"""Tables as text, and days and numbers as people write them."""
