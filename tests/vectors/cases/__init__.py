"""State every vector: what is given, and what must come of it."""
