"""Hold what words and characters are: script folding, readings, spellings of every romanisation system, terms."""
