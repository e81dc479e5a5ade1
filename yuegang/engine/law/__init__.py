"""Law: folded text, citations, concepts with synonyms, ranking and snippets of provisions."""
