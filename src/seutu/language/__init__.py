"""Labels, lookup of things by the names that people give them, inflection, and sentences from templates."""
