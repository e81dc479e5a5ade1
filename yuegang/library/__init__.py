"""The library of the agreement's article 28, one app for each of its nouns."""
