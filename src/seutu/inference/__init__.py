"""Rules, what follows by them, and the derivation of a statement."""
