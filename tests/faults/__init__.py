"""Kill every process of two real nodes at random moments while they exchange, then compare both logs row by row."""
