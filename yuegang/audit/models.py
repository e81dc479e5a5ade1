"""Rows of the audit room."""
