"""Rows of the notices room."""
