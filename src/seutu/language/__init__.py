"""Labels, the names that people give things, inflection, and sentences from templates."""
