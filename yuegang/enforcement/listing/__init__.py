"""The list of leads."""
